"""The council profile: one council's dated facts, headings and wording, and how its figures are worked out.

Params stage. Typed in templates/COUNCIL/profile.yml, where a council changes its words without touching the
program. A dated value holds from one day to another; a day in no interval, or in one marked `unknown`, has no
value, and none is guessed from a neighbour.
"""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from sv_report.params.council.check_rules import CheckRules
from sv_report.params.council.counting import RulesOff
from sv_report.params.council.dated import DatedAmount, DatedPriorities, holding
from sv_report.params.council.days_off import NOTICE_BY_LAW, NoticeDays, PublishedDays, SeveralDaysOff, SomeDays
from sv_report.params.council.decimals import Decimals
from sv_report.params.council.exempt_wording import ExemptWording
from sv_report.params.council.ratings import Band
from sv_report.params.council.style import HouseStyle
from sv_report.params.council.wording import Header, Wording
from sv_report.params.decision import DatedKeyDecision
from sv_report.params.typed.fields import Line, LineOrNone, Schema, Typed, YesNo, one_of, several
from sv_report.params.typed.numbers import Months, Pounds, PriceYearOrNone, Share, Whole

WrittenBy = Literal["officer", "draft", "package"]
BookVersion = Literal["award", "reporting_year"]


class Section(Typed):
    """A headed part of the report, and who writes it."""

    id: Line = Field(
        pattern=r"^[a-z][a-z0-9_]*$", description="the section's name in files and code", examples=["detail"]
    )
    heading: Line = Field(description="the heading as it is printed", examples=["Detail"])
    level: Annotated[Whole, Field(ge=2, le=6)] = Field(description="2 for a main heading, 3 under it", examples=["2"])
    written_by: Annotated[WrittenBy, BeforeValidator(one_of("officer", "draft", "package"))] = Field(
        description="officer; draft: an officer, from a draft of figures; package: the program", examples=["officer"]
    )
    writer: LineOrNone = Field(default=None, description="who writes it, in the words of the draft's notice")
    parent: LineOrNone = Field(default=None, description="the id of the section that it stands under")
    required: YesNo = Field(default=True, description="whether a report must have it, answered", examples=["true"])
    asks: LineOrNone = Field(default=None, description="what it is to answer, as the checklist asks its writer")
    subject: Annotated[tuple[Line, ...], BeforeValidator(several)] = Field(
        default=(),
        description="words by which its subject is known elsewhere in the report; * for any ending",
        examples=["[Act, statut*, legal*]"],
    )


class Clearance(Typed):
    """An officer who clears the report before it is published."""

    office: Line = Field(description="the office, as it is printed", examples=["Monitoring Officer"])
    source: LineOrNone = Field(default=None, description="the law that the office rests on")


class CouncilProfile(Typed):
    """A council: its names, wording, sections and dated facts."""

    schema_number: Schema = Field(alias="schema", description="the form of this file", examples=["1"])
    name: Line = Field(description="the council's full name", examples=["Lancashire County Council"])
    short_name: Line = Field(description="what the text calls it", examples=["the county council"])
    headline: Annotated[Literal["validated", "reported"], BeforeValidator(one_of("validated", "reported"))] = Field(
        description="the figure that leads: validated or reported", examples=["validated"]
    )
    published_working_days: PublishedDays = Field(
        description="clear working days from publication to the meeting", examples=["5"]
    )
    notice_clear_days: NoticeDays = Field(
        default=NOTICE_BY_LAW, description="clear days from a notice to the meeting", examples=["28"]
    )
    internal_deadline_working_days: SomeDays = Field(
        default=7,  # Brighton and Hove's report template; a council's own practice, no law
        description="working days before the meeting by which the final report is due internally",
        examples=["7"],
    )
    effective_working_days: SomeDays = Field(
        default=4,  # Lancashire's decision pages: three clear working days for a call-in
        description="working days after the meeting on which its decision takes effect",
        examples=["4"],
    )
    closure_days: SeveralDaysOff = Field(
        default=(),
        description="days on which the council is closed",
        examples=["[{from: 2024-12-27, until: 2024-12-31, reason: Christmas closure}]"],
    )
    extra_holidays: SeveralDaysOff = Field(
        default=(),
        description="holidays that are not among England's bank holidays",
        examples=["[{day: 2023-05-08, reason: Coronation of Charles III}]"],
    )
    header: Header = Field(description="the wording above the report's text")
    wording: Wording = Field(description="the fixed sentences")
    exempt_wording: ExemptWording = Field(default=ExemptWording(), description="the wording of what is exempt")
    style: HouseStyle = Field(default=HouseStyle(), description="how its documents look")
    small_numbers: Whole = Field(
        default=5,  # usual practice of councils (fewer than 5 are not shown); no law sets it
        description="counts of people below this are not shown, since they could tell who is meant",
        examples=["5"],
    )
    sections: tuple[Section, ...] = Field(min_length=1, description="the sections, in order")
    corporate_priorities: tuple[DatedPriorities, ...] = Field(description="the priorities, dated")
    key_decision_threshold: Annotated[tuple[DatedAmount, ...], BeforeValidator(several)] = Field(
        default=(), description="expenditure or savings that make a key decision, dated"
    )
    key_decision_wording: Annotated[tuple[DatedKeyDecision, ...], BeforeValidator(several)] = Field(
        default=(), description="the sentences of a key decision by route, dated"
    )
    clearances: Annotated[tuple[Clearance, ...], BeforeValidator(several)] = Field(
        default=(), description="the officers who clear a report", examples=["[{office: Monitoring Officer}]"]
    )
    checks: CheckRules = Field(default=CheckRules(), description="what the checks of a report go by")
    counting_rules_off: RulesOff = Field(
        default=frozenset(),
        alias="counting_rules",
        description="rules of counting that are turned off, each as name: off; every other is on",
        examples=["{no-statement: off}"],
    )
    rejected_limit: Share = Field(
        default=Decimal("0.05"),
        description="the share of rows, or of committed value, above which rejected rows stop a run",
        examples=["0.05"],
    )
    value_book_version: Annotated[BookVersion, BeforeValidator(one_of("award", "reporting_year"))] = Field(
        default="award",
        description="award: a quantity is valued by the value book that its contract was awarded under; "
        "reporting_year: by the one in force in the financial year that the quantity is of",
        examples=["award"],
    )
    price_year: PriceYearOrNone = Field(
        default=None,
        description="the year to whose prices proxies are rebased by the deflators; blank: as published",
        examples=["2023-24"],
    )
    decimals: Decimals = Field(
        default={},
        description="the places that figures are printed with, by unit; those not named keep the usual",
        examples=["{GBP_millions: 3, share: 1}"],
    )
    rating_bands: Annotated[tuple[Band, ...], BeforeValidator(several)] = Field(
        default=(),
        description="the ratings of what was delivered out of what was due, in any order",
        examples=["[{word: Green, colour: green, from: 0.9}, {word: Red, colour: red, below: 0.9}]"],
    )
    kpi_contract_value: Pounds = Field(
        default=Decimal(5000000),
        description="pounds; a contract estimated at more needs key performance indicators (Procurement Act 2023 s52)",
        examples=["5000000"],
    )
    kpi_assessment_months: Months = Field(
        default=12,
        description="months within which they are assessed again (Procurement Act 2023 s71)",
        examples=["12"],
    )
    districts: Annotated[tuple[Line, ...], BeforeValidator(several)] = Field(
        default=(), description="the districts of the area"
    )

    def section(self, id: str) -> Section:
        """Return the section of that id; raise KeyError where there is none."""
        return {section.id: section for section in self.sections}[id]

    @property
    def narrative_sections(self) -> tuple[Section, ...]:
        """The sections that an officer writes or confirms, in order."""
        return tuple(section for section in self.sections if section.written_by != "package")

    def priorities_on(self, day: date) -> tuple[str, ...] | None:
        """Return the corporate priorities of a day; None where they are unknown."""
        dated = holding(self.corporate_priorities, day)
        return dated.values if dated else None

    def threshold_on(self, day: date) -> Decimal | None:
        """Return the key-decision threshold of a day in pounds; None where it is unknown."""
        dated = holding(self.key_decision_threshold, day)
        return dated.amount if dated else None

    def key_decision_on(self, day: date) -> DatedKeyDecision | None:
        """Return the sentences of a key decision that hold on a day; None where they are unknown."""
        return holding(self.key_decision_wording, day)

    @property
    def illustrative_notice(self) -> str:
        """The notice that stands on every page while the data is invented."""
        return self.wording.illustrative.format(name=self.name)
