"""Suppliers' returns, one function a command: `issue`, `collect`, `status`.

Above the line, beside `pipeline`: the commands of `cli_returns` call the functions here. Each takes a quarter and an
edition (an id or a path; else the one edition of that quarter) and raises the package's errors.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sv_report.data.of_edition import is_illustrative
from sv_report.data.returns.collect import Collected
from sv_report.data.returns.collect import collect as collect_returns
from sv_report.data.returns.issue import issue as issue_workbooks
from sv_report.data.returns.issue import letterhead_of
from sv_report.data.returns.ledger import QuarterFolder, collected_folder
from sv_report.data.returns.of_period import edition_of, quarter_of, register_of
from sv_report.data.returns.register import Register
from sv_report.data.returns.status import Status, write_reminders
from sv_report.data.returns.status import status as status_of
from sv_report.errors import UsageError
from sv_report.manuscript import KNOWN
from sv_report.params import Edition, Workbench, find_workbench, load_edition

ISSUED = "returns"  # in outputs/: the workbooks to send, a folder a quarter


@dataclass(frozen=True)
class Asked:
    """What a command stands on: the edition, the quarter's register, and the folder that keeps its returns."""

    workbench: Workbench
    edition: Edition
    register: Register
    folder: Path

    @property
    def quarter(self) -> QuarterFolder:
        """The quarter's own place in that folder."""
        return QuarterFolder(self.folder, self.register.period)


@dataclass(frozen=True)
class Issued:
    """The workbooks issued, in the order of the register's contracts due, and where collected returns will be kept."""

    edition: str
    register: Register
    out: Path
    workbooks: tuple[Path, ...]
    folder: Path


@dataclass(frozen=True)
class Standings:
    """How the returns stand, and how many rows the reminders have; None where none were asked for."""

    edition: str
    status: Status
    reminders: int | None = None


def issue(
    period: str,
    *,
    edition: str | Path | None = None,
    root: Path | None = None,
    out: Path | None = None,
    due_on: date | None = None,
) -> Issued:
    """Write a workbook for each contract that is due a return, into `out` or `outputs/returns/QUARTER`.

    `due_on` is the day for contracts that the data names none for; it is kept for `collect` and `status`.
    """
    asked = ask(period, edition, root, due_on)
    notice = asked.edition.profile.illustrative_notice if is_illustrative(asked.edition, asked.workbench) else ""
    place = out or asked.workbench.outputs / ISSUED / asked.quarter.name
    paths = issue_workbooks(asked.register, letterhead_of(asked.edition, notice), place, asked.folder)
    return Issued(asked.edition.id, asked.register, place, tuple(paths), asked.folder)


def collect(
    inbox: Path,
    period: str,
    *,
    edition: str | Path | None = None,
    root: Path | None = None,
    received_on: date | None = None,
    due_on: date | None = None,
) -> Collected:
    """Read what came back, and keep it as a source beside the edition's data, which its next run reads."""
    if received_on and received_on > date.today():
        raise UsageError(f"--received-on {received_on} is a day to come. Give the day on which the returns came.")
    asked = ask(period, edition, root, due_on)
    return collect_returns(inbox, asked.folder, asked.register, received_on)


def status(
    period: str,
    *,
    edition: str | Path | None = None,
    root: Path | None = None,
    today: date | None = None,
    due_on: date | None = None,
    reminders: Path | None = None,
) -> Standings:
    """Say how the returns stand on a day, today if none is given; write reminders for a mail merge."""
    asked = ask(period, edition, root, due_on)
    found = status_of(asked.folder, asked.register, today)
    return Standings(asked.edition.id, found, write_reminders(found, reminders) if reminders else None)


def ask(period: str, edition: str | Path | None, root: Path | None, due_on: date | None) -> Asked:
    """Return what a command stands on."""
    quarter = quarter_of(period)
    workbench = find_workbench(root)
    loaded, _ = load_edition(edition or edition_of(quarter, workbench), workbench, KNOWN)
    register = register_of(loaded, workbench, quarter, due_on)
    return Asked(workbench, loaded, register, collected_folder(loaded, workbench))
