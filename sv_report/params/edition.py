"""An edition: one report for one meeting, as every later stage knows it.

Params stage: what `load_edition` gives.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Literal

from sv_report.findings import Where
from sv_report.params.council.profile import CouncilProfile
from sv_report.params.decision import Reason, Route
from sv_report.params.exemption import Exemption, Kind, PrivateMeeting
from sv_report.params.period import Period
from sv_report.params.typed.yaml_file import YamlFile


@dataclass(frozen=True)
class Meeting:
    """The body that meets, and the day."""

    body: str
    date: date


@dataclass(frozen=True)
class Contact:
    """Whom to ask about the report."""

    name: str
    role: str
    telephone: str
    email: str


@dataclass(frozen=True)
class Appendix:
    """An appendix: an exhibit of this report, or a file (a path from the workbench's root).

    One that is `exempt` is in Part II only; for the public it has neither exhibit nor file.
    """

    label: str
    title: str
    exhibit: str | None = None
    file: str | None = None
    exempt: bool = False


@dataclass(frozen=True)
class BackgroundPaper:
    """A paper on which the report rests, and where it can be seen."""

    paper: str
    date: date | None
    contact: str


@dataclass(frozen=True)
class Accepted:
    """An error in the data that an edition accepts: its rule, why, and the file that it is accepted in (None: any).

    The rows with the error are left out of every figure; the report prints the rule, the reason and how many.
    """

    rule: str
    reason: str
    file: str | None = None

    def covers(self, rule: str, file: str | None) -> bool:
        """Return whether an error of a rule in a file is accepted."""
        return rule == self.rule and self.file in (None, file)


@dataclass(frozen=True)
class Clearance:
    """An officer's clearance of the report; open while the name or the day is not there."""

    office: str
    name: str = ""
    cleared_on: date | None = None

    @property
    def is_open(self) -> bool:
        """Whether the report is not cleared yet; silence is not clearance."""
        return not self.name or self.cleared_on is None


@dataclass(frozen=True)
class KeyDecision:
    """Why a decision is a key one, what it spends or saves, and the route by which it was made public.

    `amount` is in pounds, None where it is not given. Of an exception, `exception_date` is the day on which the notice
    to the scrutiny chair was published, or the chair's agreement; `agreed_by` who agreed, of special urgency.
    """

    is_key: bool
    reasons: tuple[Reason, ...] = ()
    amount: Decimal | None = None
    route: Route = "notice"
    exception_date: date | None = None
    agreed_by: str = ""
    exception_reason: str = ""


@dataclass(frozen=True)
class Narrative:
    """What an officer wrote for a section, or the council's draft of it.

    `file` is the path's name in findings and `first_line` the file's line on which `text` begins, so that
    a later stage can say where a sentence stands.
    """

    section: str
    path: Path
    text: str
    first_line: int = 1
    file: str = ""


@dataclass(frozen=True)
class Edition:
    """One report for one meeting.

    `data` is empty where there is none. `narrative` holds the sections that an officer has written, by their
    ids in the profile; `drafts` the council's drafts of those that nobody has. `settings` are the `--set` pairs
    that were laid over the file, in order. `last_report_data_as_at` is the day up to which the last report saw
    data, where the edition says it: what was reported then can be set beside what is known now; `last_published` is its
    folder or its facts.json: what a reader can work out from it and from this report. `period` is None only
    where there is no data. `clearances` are one for each office of the profile, in its order. `confirmed` is the day
    on which a section's words were last read against the figures, by section. `exempt` is what is not for the public,
    and `private` how it was made known that the meeting would be private for it. With `contents` a list of contents
    follows the title block.
    """

    id: str
    path: Path
    council: str
    profile: CouncilProfile
    notebook: str
    title: str
    meeting: Meeting
    period: Period | None
    data: tuple[str, ...]
    data_as_at: date | None
    report_of: str
    lead_member: str
    contact: Contact
    divisions_affected: tuple[str, ...]
    corporate_priorities: tuple[str, ...]
    decision: KeyDecision
    recommendation: str
    part: Literal["I", "II"]
    reason_for_part_two: str
    appendices: tuple[Appendix, ...] = ()
    background_papers: tuple[BackgroundPaper, ...] = ()
    accept: tuple[Accepted, ...] = ()
    clearances: tuple[Clearance, ...] = ()
    confirmed: Mapping[str, date] = field(default_factory=dict)
    notice_published: date | None = None
    report_published: date | None = None
    last_report_data_as_at: date | None = None
    last_published: str | None = None
    narrative: Mapping[str, Narrative] = field(default_factory=dict)
    drafts: Mapping[str, Narrative] = field(default_factory=dict)
    exempt: tuple[Exemption, ...] = ()
    private: PrivateMeeting = field(default_factory=PrivateMeeting)
    contents: bool = False
    settings: tuple[tuple[str, str], ...] = ()
    file: YamlFile = field(default_factory=lambda: YamlFile(""), compare=False, repr=False)

    def places(self, name: str) -> Where:
        """Return where a field stands in the edition's file, by its dotted name: `clearances.1.date`."""
        return self.file.where(tuple(int(part) - 1 if part.isdigit() else part for part in name.split(".")))

    @property
    def has_exempt(self) -> bool:
        """Whether anything of the report is exempt, so that there is a copy of it that is not for the public."""
        return bool(self.exempt)

    def paragraph_of(self, kind: Kind, name: str, column: str = "") -> str:
        """Return the paragraph under which a thing is exempt; an empty text where it is not marked."""
        marks = (one for one in self.exempt if (one.kind, one.name, one.column) == (kind, name, column))
        return next((one.paragraph for one in marks), "")

    @property
    def key_decision(self) -> bool:
        """Whether the report asks for a key decision."""
        return self.decision.is_key

    @property
    def key_sentence(self) -> str | None:
        """The sentence of a key decision by its route, as it holds on the day of the meeting; None where unknown."""
        dated = self.profile.key_decision_on(self.meeting.date)
        sentence = dated.sentence(self.decision.route) if dated else None
        return None if sentence is None else sentence.format(reason=self.decision.exception_reason)

    @property
    def printed(self) -> tuple[Narrative, ...]:
        """The texts that the report prints, narrative or draft, in the order of the sections."""
        texts = {**self.drafts, **self.narrative}
        return tuple(texts[section.id] for section in self.profile.sections if section.id in texts)
