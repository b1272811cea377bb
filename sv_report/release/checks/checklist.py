"""The checklist of a report: every check with its answer, as an officer reads it.

Release stage.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from textwrap import fill
from typing import Any, Literal

from sv_report.findings import Finding, errors
from sv_report.manuscript import Report
from sv_report.manuscript.export import Manuscript
from sv_report.release.checks.check import Check, GoingOut
from sv_report.release.checks.records import CHECKS

State = Literal["to mend", "to confirm", "in order", "does not apply"]
ORDER: tuple[State, ...] = ("to mend", "to confirm", "in order", "does not apply")
HEADINGS = {"to mend": "TO MEND before the report goes out", "to confirm": "TO CONFIRM by the report's author",
            "in order": "IN ORDER", "does not apply": "DOES NOT APPLY"}  # fmt: skip
WIDTH = 100
ALIKE = 5  # findings of one check that a run prints; `check` prints all


@dataclass(frozen=True)
class Checked:
    """A check and its answer: what is wrong, or a sentence on what is in order."""

    check: Check
    state: State
    findings: tuple[Finding, ...] = ()
    said: str = ""

    def record(self) -> dict[str, Any]:
        """Return it as plain values that JSON can hold."""
        return {
            "check": self.check.id,
            "asks": self.check.asks,
            "state": self.state,
            "said": self.said,
            "source": self.check.source,
            "findings": [finding.record() for finding in self.findings],
        }

    def lines(self, most: int | None) -> Iterator[str]:
        """Yield it as lines of text: the question, what is wrong and what to do, and whose rule it is."""
        yield f"  {self.check.asks}"
        if self.said:
            yield _indented(self.said)
        for one in self.findings[:most]:
            place = one.where.text()
            yield _indented(f"{place}: {one.message}" if place else one.message)
            yield _indented(one.remedy, "      → ")
        if most is not None and len(self.findings) > most:
            yield _indented(f"and {len(self.findings) - most} more; sv-report check lists them.")
        yield _indented(f"Rule: {self.check.source}.")


@dataclass(frozen=True)
class Checklist:
    """Every check of a report with its answer, in the order of the checks."""

    items: tuple[Checked, ...]

    @property
    def is_open(self) -> bool:
        """Whether anything has to be mended: until then the report is a draft."""
        return any(item.state == "to mend" for item in self.items)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What the checks themselves have found, without what stages before them had."""
        return tuple(one for item in self.items for one in item.findings if one.rule == item.check.rule)

    @property
    def summary(self) -> str:
        """How many checks are in each state, in a sentence."""
        counted = [f"{sum(item.state == state for item in self.items)} {state}" for state in ORDER]
        counted[-1] = counted[-1].replace("does", "do") if not counted[-1].startswith("1 ") else counted[-1]
        return f"Checklist: {', '.join(counted)}."

    def text(self, states: Sequence[State] = ORDER, most: int | None = None) -> str:
        """Return the list as text, what has to be mended first; of each check so many findings at `most`."""
        lines: list[str] = []
        for state in states:
            items = [item for item in self.items if item.state == state]
            if items:
                lines += ["", HEADINGS[state], *(line for item in items for line in item.lines(most))]
        return "\n".join([*lines, "", self.summary]).lstrip("\n")

    def records(self) -> list[dict[str, Any]]:
        """Return the list as plain values that JSON can hold."""
        return [item.record() for item in self.items]


def check_report(report: Report, manuscript: Manuscript, findings: Sequence[Finding]) -> Checklist:
    """Return the checklist of a report; `findings` are what the stages before have found."""
    going = GoingOut(report, manuscript, tuple(findings))
    return Checklist(tuple(_checked(check, going) for check in CHECKS))


def _checked(check: Check, going: GoingOut) -> Checked:
    if not check.asked_of(going):
        return Checked(check, "does not apply", said=check.unasked)
    found = tuple(check.look(going))
    if found:
        return Checked(check, "to mend" if errors(found) else "to confirm", found)
    return Checked(check, "in order", said=check.says(going))


def _indented(text: str, first: str = "    ") -> str:
    return fill(text, WIDTH, initial_indent=first, subsequent_indent=" " * len(first), break_long_words=False,
                break_on_hyphens=False)  # fmt: skip
