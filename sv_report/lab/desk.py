"""What the parts of the form share: the workbench, and which edition is on the desk.

Part of the form.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from ipywidgets import HTML

from sv_report.errors import ReportError
from sv_report.findings import Finding
from sv_report.lab.words import bullets, finding, paragraph, problem
from sv_report.params import Edition, Workbench, find_edition, load_edition


@dataclass
class Desk:
    """The workbench, the edition chosen, and who is told of another, and of a change to its fields or its data.

    `edition` is its id; empty while there is none.
    """

    workbench: Workbench
    edition: str = ""
    listeners: list[Callable[[], None]] = field(default_factory=list)
    revisers: list[Callable[[], None]] = field(default_factory=list)

    def choose(self, edition: str) -> None:
        """Put an edition on the desk, and tell every part of the form."""
        self.edition = edition
        for listener in self.listeners:
            listener()

    def revise(self) -> None:
        """Tell the parts of the form that the edition on the desk has other fields or other data."""
        for reviser in self.revisers:
            reviser()

    @property
    def file(self) -> Path:
        """The file of the edition."""
        return find_edition(self.edition, self.workbench)[0]

    def loaded(self) -> Edition:
        """Return the edition as it is now; raise EditionError where it is wrong."""
        from sv_report.manuscript import KNOWN

        return load_edition(self.edition, self.workbench, KNOWN)[0]


def refused(wrong: ReportError) -> str:
    """Return what the package says of something wrong, as HTML."""
    notes = list(getattr(wrong, "__notes__", ()))
    return problem({"message": wrong.args[0], "findings": [one.record() for one in wrong.findings], "notes": notes})


def listed(findings: tuple[Finding, ...] | list[Finding]) -> str:
    """Return findings as a list of HTML."""
    return bullets(finding(one.record()) for one in findings)


def say(place: HTML, text: str, kind: str = "") -> None:
    """Show a message in a part of the form, said again where it is the same."""
    place.value = ""
    place.value = paragraph(text, kind) if not text.startswith("<") else text
