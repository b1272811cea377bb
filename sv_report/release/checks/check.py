"""A check: one question about a report on its way out, with the rule's source and what finds the answer.

Release stage: ground of the checks. To add one, write its function in the room of its subject and a record in
`records`; it yields what is wrong, and nothing where all is in order.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from sv_report.findings import Finding, Severity, Where
from sv_report.manuscript import Report
from sv_report.manuscript.export import Manuscript
from sv_report.manuscript.printed_sections import PrintedSection
from sv_report.measures.facts import Facts
from sv_report.params import CouncilProfile, Edition
from sv_report.params.council.profile import Section
from sv_report.params.deadlines.dates import Deadlines, deadlines_for
from sv_report.params.deadlines.working_days import WorkingDays


@dataclass(frozen=True)
class GoingOut:
    """A report on its way out: its edition and facts, what is printed, and what the stages before have found."""

    report: Report
    manuscript: Manuscript
    findings: tuple[Finding, ...] = ()

    @property
    def edition(self) -> Edition:
        """The edition."""
        return self.report.edition

    @property
    def profile(self) -> CouncilProfile:
        """The council's profile."""
        return self.edition.profile

    @property
    def facts(self) -> Facts:
        """The facts; none of a report without data."""
        return self.report.facts

    @cached_property
    def deadlines(self) -> Deadlines:
        """The dates that lead to the meeting; where something is exempt, those of its private part too."""
        return deadlines_for(self.edition.meeting.date, self.profile, self.edition.has_exempt)

    @cached_property
    def working_days(self) -> WorkingDays:
        """The council's working days."""
        return WorkingDays.of(self.profile)

    def printed(self, id: str) -> PrintedSection | None:
        """Return a section as it is printed; None where the notebook prints none of that id."""
        return next((section for section in self.manuscript.sections if section.id == id), None)

    def where(self, section: Section) -> Where:
        """Return the file in which a section's words stand, or should; of one made from fields, the edition's."""
        written = self.edition.narrative.get(section.id)
        if written:
            return Where(written.file, row=written.first_line)
        if section.written_by == "package":
            return Where(self.edition.places("schema").file, found=section.heading)
        return Where(f"{self.folder}/{section.id}.md")

    @property
    def folder(self) -> str:
        """The folder of the narrative, as findings name it."""
        return str(self.edition.places("schema").file or self.edition.path.name).rpartition(".")[0]


Look = Callable[[GoingOut], Iterator[Finding]]


@dataclass(frozen=True)
class Check:
    """A check's definition: its name, what it asks, whose rule it is, and what answers it.

    `look` yields what is wrong. `says` gives a sentence on what is in order; `asked_of` whether the question is asked
    of a report at all, and `unasked` why it is not.
    """

    id: str
    asks: str
    source: str
    look: Look
    says: Callable[[GoingOut], str] = lambda _: ""
    asked_of: Callable[[GoingOut], bool] = lambda _: True
    unasked: str = ""

    @property
    def rule(self) -> str:
        """The rule of its findings."""
        return rule_of(self.id)


def rule_of(id: str) -> str:
    """Return the rule of a check's findings."""
    return f"check.{id}"


def finding(id: str, severity: Severity, message: str, where: Where, remedy: str) -> Finding:
    """Return what a check has found."""
    return Finding(rule_of(id), severity, message, where, remedy)


def error(id: str, message: str, where: Where, remedy: str) -> Finding:
    """Return what has to be mended before the report goes out."""
    return finding(id, "error", message, where, remedy)


def warning(id: str, message: str, where: Where, remedy: str) -> Finding:
    """Return what an officer has to confirm."""
    return finding(id, "warning", message, where, remedy)


def found_before(*rules: str) -> Look:
    """Return a look at what the stages before have found under these rules, or rules that begin so: `narrative.`."""

    def look(going: GoingOut) -> Iterator[Finding]:
        of_rules = (one for one in going.findings if any(_is(one.rule, rule) for rule in rules))
        yield from (one for one in of_rules if one.severity != "note")

    return look


def _is(rule: str, asked: str) -> bool:
    return rule.startswith(asked) if asked.endswith(".") else rule == asked
