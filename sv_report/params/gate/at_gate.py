"""An edition at the gate, and the words of what is wrong with it. Params stage."""

from collections.abc import Collection
from dataclasses import dataclass

from sv_report.params.council.profile import CouncilProfile
from sv_report.params.edition_file import EditionTyped
from sv_report.params.known import Known
from sv_report.params.typed.forms import Issue
from sv_report.params.typed.yaml_file import Loc, Tree
from sv_report.params.workbench import Workbench

MEETING: Loc = ("meeting", "date")


@dataclass(frozen=True)
class AtGate:
    """An edition at the gate, with what it is checked against; the profile is None where it cannot be read."""

    id: str
    tree: Tree
    typed: EditionTyped
    profile: CouncilProfile | None
    councils: Collection[str]
    workbench: Workbench
    known: Known


def error(rule: str, message: str, remedy: str, loc: Loc, *rests_on: Loc) -> Issue:
    """Return an issue that stops the run: at `loc`, and resting on other fields too."""
    return Issue(f"edition.{rule}", "error", message, remedy, loc, rests_on)


def warning(rule: str, message: str, remedy: str, loc: Loc, *rests_on: Loc) -> Issue:
    """Return an issue that an officer should see: at `loc`, and resting on other fields too."""
    return Issue(f"edition.{rule}", "warning", message, remedy, loc, rests_on)
