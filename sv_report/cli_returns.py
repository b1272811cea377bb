"""The commands of suppliers' returns: issue, collect, status.

Part of `cli`, which see.
"""

import json
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sv_report.cli_options import root_option, say, shown
from sv_report.errors import DataError

if TYPE_CHECKING:
    from sv_report.data.returns.collect import Collected
    from sv_report.data.returns.status import Status
    from sv_report.returning import Issued, Standings

NARROW = 44  # characters of a title or a reason in a table of text


def day_option(name: str, words: str) -> Callable[..., Any]:
    """Return an option that takes a day, as editions write it."""

    def as_day(_: click.Context, __: click.Parameter, typed: datetime | None) -> date | None:
        return typed.date() if typed else None

    return click.option(
        name, type=click.DateTime(["%Y-%m-%d"]), metavar="YYYY-MM-DD", callback=as_day, help=words
    )  # fmt: skip


period_option = click.option("--period", required=True, metavar="QUARTER", help='The quarter, such as "2023-24 Q3".')
edition_option = click.option("--edition", help="The edition whose data it is; else the one edition of that quarter.")
due_option = day_option("--due-on", "The due date where the data names none; else the one issued, or 15 days after.")
json_option = click.option("--json", "as_json", is_flag=True, help="Print only JSON.")


@click.group()
def returns() -> None:
    """Issue suppliers' workbooks, collect them, say how they stand."""


@returns.command()
@period_option
@edition_option
@due_option
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False),
    help="Where to write the workbooks; else outputs/returns/QUARTER.",
)  # fmt: skip
@json_option
@root_option
def issue(period: str, edition: str | None, due_on: date | None, out: Path | None, as_json: bool,
          root: Path | None) -> None:  # fmt: skip
    """Write one workbook for each contract that is due a return."""
    from sv_report import returning

    done = returning.issue(period, edition=edition, root=root, out=out, due_on=due_on)
    if as_json:
        _say_json(_issued_record(done))
        return
    rows = [
        (one.ref, one.title, one.due_on.isoformat(), str(len(one.promises)), path.name)
        for one, path in zip(done.register.due, done.workbooks, strict=True)
    ]
    _say_table(("contract", "title", "due on", "commitments", "workbook"), rows, counts=(3,))
    made = len(done.workbooks)
    say(f"{_of(made, 'workbook')} for {done.register.period} {_are(made)} in {shown(done.out)}.")
    say(f"Collect what comes back with: {_collect_command(done)}")


@returns.command()
@click.argument("inbox", type=click.Path(path_type=Path))
@period_option
@edition_option
@day_option("--received-on", "The day on which the new files came; else today.")
@due_option
@json_option
@root_option
def collect(inbox: Path, period: str, edition: str | None, received_on: date | None, due_on: date | None,
            as_json: bool, root: Path | None) -> None:  # fmt: skip
    """Read what came back in INBOX, and keep it.

    INBOX is a folder or a file. What is certain is taken, what is not is listed, what is not of the quarter is
    refused; the edition's next run reads what is kept. Run it over the same INBOX again and again: nothing is counted
    twice. Exits with 4 where a file was refused or could not be opened.
    """
    from sv_report import returning

    done = returning.collect(
        inbox, period, edition=edition, root=root, received_on=received_on, due_on=due_on
    )  # fmt: skip
    is_whole = not any(finding.severity == "error" for finding in done.findings)
    if as_json:
        _say_json(done.record())
    else:
        _say_collected(done)
        for finding in done.findings:
            say(finding.text())
        say(_summary(done))
    if not is_whole:
        sys.exit(DataError.exit_code)


@returns.command()
@period_option
@edition_option
@day_option("--today", "The day on which to look; else today. What came later is not seen.")
@due_option
@click.option("--reminders", metavar="FILE.csv", type=click.Path(path_type=Path, dir_okay=False),
              help="Write a mail-merge file, a row for each return that is rejected, missing or awaited.")  # fmt: skip
@json_option
@root_option
def status(period: str, edition: str | None, today: date | None, due_on: date | None, reminders: Path | None,
           as_json: bool, root: Path | None) -> None:  # fmt: skip
    """List how each contract's return stands.

    It is received, late, rejected (only files came that were refused), missing, or awaited: not yet due.
    """
    from sv_report import returning

    done = returning.status(
        period, edition=edition, root=root, today=today, due_on=due_on, reminders=reminders
    )  # fmt: skip
    if as_json:
        _say_json({"edition": done.edition, **done.status.record()})
    else:
        _say_status(done.status)
        _say_reminders(done, reminders)


# ---- what is said --------------------------------------------------------------------------------
def _issued_record(done: "Issued") -> dict[str, Any]:
    """Return what was issued as `--json` prints it."""
    workbooks = [
        {
            "contract": one.ref,
            "title": one.title,
            "supplier": one.supplier,
            "manager": one.manager,
            "due_on": one.due_on.isoformat(),
            "commitments": len(one.promises),
            "workbook": path.name,
        }
        for one, path in zip(done.register.due, done.workbooks, strict=True)
    ]
    return {
        "edition": done.edition,
        "period": str(done.register.period),
        "out": shown(done.out),
        "workbooks": workbooks,
    }


def _collect_command(done: "Issued") -> str:
    return f'sv-report returns collect INBOX --period "{done.register.period}" --edition {done.edition}'


def _say_collected(done: "Collected") -> None:
    """Print the returns taken, and how many of each kind the files were and the lines are."""
    rows = [
        (one.contract, "same" if one.is_same else str(one.version), str(one.lines.get("read", 0)), one.name)
        for one in done.taken
    ]
    if rows:
        _say_table(("contract", "version", "lines read", "file"), rows, counts=(1, 2))
    counts = {"taken": done.taken, "known before": done.known, "refused": done.refused, "not read": done.not_read}
    say(f"Files: {', '.join(f'{words} {len(which):,}' for words, which in counts.items())}.")
    lines = ", ".join(f"{kind} {number:,}" for kind, number in done.lines.items()) or "none"
    say(f"Lines of all returns that count: {lines}.")
    say(f"The returns are kept in {shown(done.folder)}; the edition's next run reads them.")


def _summary(done: "Collected") -> str:
    times = Counter(finding.severity for finding in done.findings)
    found = ", ".join(_of(times[kind], kind) for kind in ("error", "warning", "note"))
    if not done.refused:
        return f"{found}."
    was, counts = ("was", "it counts") if len(done.refused) == 1 else ("were", "they count")
    return f"{found}. {_of(len(done.refused), 'file')} {was} refused: {counts} nowhere."


def _say_status(status: "Status") -> None:
    rows = [
        (one.contract, one.supplier, one.due_on.isoformat(), one.state, str(one.version or ""),
         one.received_on.isoformat() if one.received_on else "", one.why)
        for one in status.standings
    ]  # fmt: skip
    _say_table(("contract", "supplier", "due on", "state", "version", "came on", "why"), rows, counts=(4,))
    totals = dict(status.totals)
    due = totals.pop("due")
    say(f"{status.period}: {due} due: {', '.join(f'{state} {number}' for state, number in totals.items())}.")
    for refusal in status.others:
        say(f"Refused, of no contract that is due: {refusal.name}: {refusal.why}")


def _say_reminders(done: "Standings", path: Path | None) -> None:
    if path is not None and done.reminders is not None:
        words = "The reminder" if done.reminders == 1 else "Reminders"
        say(f"{words} for {_of(done.reminders, 'contract')} {_are(done.reminders)} in {shown(path)}.")


def _of(number: int, one: str) -> str:
    """Return a number with the word for what it counts: `1 file`, `2 files`."""
    return f"{number:,} {one}{'' if number == 1 else 's'}"


def _are(number: int) -> str:
    return "is" if number == 1 else "are"


def _say_json(record: Any) -> None:
    say(json.dumps(record, ensure_ascii=False, indent=1))


def _say_table(header: Sequence[str], rows: Sequence[Sequence[str]], counts: Sequence[int]) -> None:
    """Print a table of text, its columns aligned: `counts` on the right; only the last may be long."""
    last = len(header) - 1
    cells = [[text if place == last else _cut(text) for place, text in enumerate(row)] for row in (header, *rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for row in cells:
        padded = [
            text.rjust(width) if place in counts else text.ljust(width)
            for place, (text, width) in enumerate(zip(row, widths, strict=True))
        ]
        say("  ".join(padded).rstrip())


def _cut(text: str) -> str:
    return text if len(text) <= NARROW else f"{text[: NARROW - 1]}…"
