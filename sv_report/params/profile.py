"""The council profile: one council's dated facts, headings and wording, and how its figures are worked out.

Params stage. Typed in templates/COUNCIL/profile.yml, where a council changes its words without touching the
program. A dated value holds from one day to another; a day in no interval, or in one marked `unknown`, has no
value, and none is guessed from a neighbour.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from string import Formatter
from typing import Annotated, Literal, Protocol, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field

from sv_report.params.counting import RulesOff
from sv_report.params.decimals import Decimals
from sv_report.params.fields import (
    Day,
    DayOrNone,
    Line,
    LineOrNone,
    Schema,
    Typed,
    one_of,
    several,
    wrong,
)
from sv_report.params.numbers import Months, Pounds, PoundsOrUnknown, PriceYearOrNone, Share, Whole
from sv_report.params.ratings import Band

WrittenBy = Literal["officer", "draft", "package"]
BookVersion = Literal["award", "reporting_year"]


def _form(*names: str) -> AfterValidator:
    """Return the check that a text fills in these {names} and no others."""

    def check(text: str) -> str:
        listed = " and ".join(f"{{{name}}}" for name in names)
        try:
            used = {name for _, name, _, _ in Formatter().parse(text) if name is not None}
        except ValueError:
            raise wrong("A curly bracket has no partner.", f"Write {listed} where the value goes.") from None
        if unknown := sorted(used - set(names)):
            raise wrong(f"Nothing is known to fill in {{{unknown[0]}}}.", f"The text may hold {listed}.")
        return text

    return AfterValidator(check)


class DatedPriorities(Typed):
    """The corporate priorities of an interval; None where they are unknown."""

    first: Day = Field(alias="from", description="the first day of the interval", examples=["2021-04-01"])
    until: DayOrNone = Field(default=None, description="the last day, blank while it still holds")
    values: Annotated[tuple[Line, ...] | None, BeforeValidator(lambda typed: None if typed == "unknown" else typed)] = (
        Field(description="the priorities in order, or unknown", examples=["[Supporting economic growth]"])
    )
    source: LineOrNone = Field(default=None, description="where this was read")


class DatedAmount(Typed):
    """An amount in pounds that holds for an interval; None where it is unknown."""

    first: Day = Field(alias="from", description="the first day of the interval", examples=["2024-04-01"])
    until: DayOrNone = Field(default=None, description="the last day, blank while it still holds")
    amount: PoundsOrUnknown = Field(description="pounds, or unknown", examples=["2200000"])
    source: LineOrNone = Field(default=None, description="where this was read")


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


class Header(Typed):
    """The wording above the report's text, in the order it is printed."""

    report_to: Annotated[Line, _form("body")] = Field(description="first line")
    meeting_line: Annotated[Line, _form("date")] = Field(description="the meeting's day")
    report_of: Annotated[Line, _form("report_of")] = Field(description="whose report it is")
    part: Annotated[Line, _form("part")] = Field(description="Part I or Part II")
    divisions: Line = Field(description="label of the divisions")
    priorities: Line = Field(description="label of the priorities")
    contact: Line = Field(description="label of the contact")
    contact_line: Annotated[Line, _form("name", "telephone", "role")] = Field(description="the contact in a line")
    list_value: Annotated[Line, _form("value")] = Field(description="a value of a list in the header")
    all_divisions: Line = Field(description="the value that means every division")
    all_divisions_value: Annotated[Line, _form("value")] = Field(description="how that value is printed")
    appendix_label: Annotated[Line, _form("label")] = Field(description="an appendix's letter within a sentence")
    refers: Annotated[Line, _form("labels")] = Field(description="under the title, for one appendix")
    refers_several: Annotated[Line, _form("labels")] = Field(description="under the title, for several appendices")


class Wording(Typed):
    """The fixed sentences and column headings of the report's body."""

    key_decision: Line = Field(description="the sentence of a key decision")
    appendix: Line = Field(description="the heading of an appendix in the table of them")
    appendices_intro: Annotated[Line, _form("labels")] = Field(description="above the table, for one appendix")
    appendices_intro_several: Annotated[Line, _form("labels")] = Field(description="above the table, for several")
    appendix_name: Annotated[Line, _form("label")] = Field(description="an appendix in the table of them")
    appendix_title: Line = Field(description="heading of the column of titles")
    no_appendices: Line = Field(description="instead of the table where there are no appendices")
    implications_intro: Line = Field(description="under the heading of the implications")
    papers_columns: tuple[Line, Line, Line] = Field(description="the columns of the background papers")
    no_papers: Line = Field(description="where there are no background papers")
    no_part_two: Line = Field(description="reason for Part II in a public report")
    draft: Annotated[Line, _form("writer")] = Field(description="notice where a section is not written")
    draft_from_figures: Annotated[Line, _form("writer")] = Field(description="notice above a draft from figures")
    not_cashable: Line = Field(description="what social value in pounds is not")
    data_quality: Line = Field(default="How sure the figures are", description="heading of the quality of the data")
    sources: Line = Field(default="Sources of figures", description="heading of the annex of sources")
    sources_intro: Line = Field(
        default="Each number printed in this report is made from rows of the monitoring data, as set out here. "
        "What the rows add up to stands in brackets, before rounding.",
        description="what the annex of sources is",
    )
    illustrative: Annotated[Line, _form("name")] = Field(description="notice with invented data")


class CouncilProfile(Typed):
    """A council: its names, wording, sections and dated facts."""

    schema_number: Schema = Field(alias="schema", description="the form of this file", examples=["1"])
    name: Line = Field(description="the council's full name", examples=["Lancashire County Council"])
    short_name: Line = Field(description="what the text calls it", examples=["the county council"])
    headline: Annotated[Literal["validated", "reported"], BeforeValidator(one_of("validated", "reported"))] = Field(
        description="the figure that leads: validated or reported", examples=["validated"]
    )
    published_working_days: Whole = Field(
        description="clear working days from publication to the meeting", examples=["5"]
    )
    header: Header = Field(description="the wording above the report's text")
    wording: Wording = Field(description="the fixed sentences")
    sections: tuple[Section, ...] = Field(min_length=1, description="the sections, in order")
    corporate_priorities: tuple[DatedPriorities, ...] = Field(description="the priorities, dated")
    key_decision_threshold: Annotated[tuple[DatedAmount, ...], BeforeValidator(several)] = Field(
        default=(), description="expenditure or savings that make a key decision, dated"
    )
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

    @property
    def illustrative_notice(self) -> str:
        """The notice that stands on every page while the data is invented."""
        return self.wording.illustrative.format(name=self.name)


class Dated(Protocol):
    """Whatever holds from one day to another, both counted."""

    @property
    def first(self) -> date:
        """The first day."""

    @property
    def until(self) -> date | None:
        """The last day; None while it still holds."""


Interval = TypeVar("Interval", bound=Dated)


def holding(intervals: Sequence[Interval], day: date) -> Interval | None:
    """Return the interval that holds on a day, or None."""
    return next((dated for dated in intervals if dated.first <= day <= (dated.until or date.max)), None)
