"""The edition's file: what an officer types in params/ID.yml, field by field.

Params stage. Takes the tree of a YAML file, gives typed values; `edition` has the frozen form of them.
"""

from typing import Annotated, Any, Literal, get_args

from pydantic import BeforeValidator, Field

from sv_report.params.decision import ExceptionTyped, Reason
from sv_report.params.exemption import ExemptTyped
from sv_report.params.typed.fields import (
    Day,
    DayOrNone,
    Email,
    Line,
    LineOrNone,
    Paragraphs,
    QuarterOrNone,
    Schema,
    Telephone,
    Typed,
    YesNo,
    one_of,
    read_day,
    read_line,
    several,
    wrong,
)
from sv_report.params.typed.numbers import PoundsOrNone

ALL = "all"  # of the days on which words were confirmed: of every section


def read_sources(typed: Any) -> Any:
    """Return the data sources as a list: one text is a list of one, none an empty one."""
    if typed is None or typed == []:
        raise wrong("Nothing is said of the data.", "Write data: none where the report rests on no monitoring data.")
    if isinstance(typed, str) and typed.strip().casefold() == "none":
        return ()
    return (read_line(typed),) if isinstance(typed, str) else typed


def read_confirmed(typed: Any) -> Any:
    """Return the days on which words were confirmed, by section; one day is that of every section, under ALL."""
    if typed is None:
        return {}
    return typed if isinstance(typed, dict) else {ALL: read_day(typed)}


class MeetingTyped(Typed):
    """The meeting that the report goes to."""

    body: Line = Field(description="the body that meets", examples=["Cabinet"])
    date: Day = Field(description="the day of the meeting", examples=["2024-02-08"])


class ContactTyped(Typed):
    """Whom to ask about the report."""

    name: Line = Field(description="the officer's name", examples=["Example Officer"])
    role: Line = Field(description="the officer's post", examples=["Head of Service - Procurement"])
    telephone: Telephone = Field(description="the telephone number", examples=["01632 960001"])
    email: Email = Field(description="the e-mail address", examples=["social.value@example.org"])


class AppendixTyped(Typed):
    """An appendix: an exhibit of this report, or a file."""

    label: Line = Field(description="the letter of the appendix", examples=["A"])
    title: Line = Field(description="the title of the appendix", examples=["Measures"])
    exhibit: LineOrNone = Field(default=None, description="the exhibit that it holds", examples=["measures_table"])
    file: LineOrNone = Field(default=None, description="the file that it is", examples=["params/policy.pdf"])


class BackgroundPaperTyped(Typed):
    """A background paper, in the sense of SI 2012/2089 reg 2."""

    paper: Line = Field(description="the paper's title", examples=["Supplier monitoring returns"])
    date: DayOrNone = Field(default=None, description="the paper's date", examples=["2024-01-19"])
    contact: Line = Field(description="where the paper can be seen", examples=["Procurement"])


class AcceptedTyped(Typed):
    """An error in the data that the report is made in spite of."""

    rule: Line = Field(description="the error's rule, as the finding names it", examples=["key-duplicate"])
    reason: Line = Field(description="why it is accepted; the report prints it", examples=["The first row is right."])
    file: LineOrNone = Field(
        default=None, description="the one file, as the finding names it", examples=["example/deliveries.csv"]
    )


class ClearanceTyped(Typed):
    """An officer's clearance of the report; open while the name or the day is blank."""

    office: Line = Field(description="the office, as the council profile has it", examples=["Monitoring Officer"])
    name: LineOrNone = Field(default=None, description="the officer's name", examples=["Example Officer"])
    date: DayOrNone = Field(default=None, description="the day of the clearance", examples=["2024-01-26"])


class EditionTyped(Typed):
    """One report for one meeting."""

    schema_number: Schema = Field(alias="schema", description="the form of this file", examples=["1"])
    council: Line = Field(description="the council profile, a folder of templates/", examples=["lancashire"])
    notebook: Line = Field(
        default="cabinet_report", description="the notebook, a file of notebooks/", examples=["cabinet_report"]
    )
    title: Line = Field(description="the report's title", examples=["Social Value Monitoring Report"])
    meeting: MeetingTyped = Field(
        description="the body that meets and the day", examples=["{body: Cabinet, date: 2024-02-08}"]
    )
    period: QuarterOrNone = Field(
        default=None, description="the quarter or year reported; blank only with data: none", examples=["2023-24 Q3"]
    )
    data: Annotated[tuple[Line, ...], BeforeValidator(read_sources)] = Field(
        description="the data source, or a list of them", examples=["example"]
    )
    data_as_at: DayOrNone = Field(default=None, description="the day up to which data is seen", examples=["2024-01-19"])
    last_report_data_as_at: DayOrNone = Field(
        default=None,
        description="the day up to which data was seen in the last report",
        examples=["2023-11-10"],
    )
    last_published: LineOrNone = Field(
        default=None,
        description="the last published report: its folder or its facts.json",
        examples=["outputs/2023-12-07"],
    )
    report_of: Line = Field(description="the officer whose report it is", examples=["Director of Finance"])
    lead_member: LineOrNone = Field(
        default=None, description="the Cabinet member", examples=["Cabinet Member for Resources"]
    )
    contact: ContactTyped = Field(
        description="whom to ask: name, role, telephone and email",
        examples=["{name: Example Officer, role: Procurement, telephone: 01632 960001, email: a@example.org}"],
    )
    divisions_affected: tuple[Line, ...] = Field(
        min_length=1, description="the electoral divisions affected", examples=["[All Divisions]"]
    )
    corporate_priorities: Annotated[tuple[Line, ...], BeforeValidator(several)] = Field(
        description="the council's priorities that the report serves", examples=["[Delivering better services]"]
    )
    key_decision: YesNo = Field(description="whether it is a key decision", examples=["false"])
    key_decision_reasons: Annotated[
        tuple[Annotated[Reason, BeforeValidator(one_of(*get_args(Reason)))], ...], BeforeValidator(several)
    ] = Field(
        default=(),
        description="why it is one: money, divisions or both (SI 2012/2089 reg 8)",
        examples=["[divisions]"],
    )
    expenditure_or_savings: PoundsOrNone = Field(
        default=None, description="pounds that the decision is likely to spend or save", examples=["1800000"]
    )
    exception: ExceptionTyped | None = Field(
        default=None,
        description="why 28 clear days' notice was not given: its route, date and reason",
        examples=["{route: general_exception, date: 2024-01-29, reason: it was not known …}"],
    )
    recommendation: Paragraphs = Field(
        description="what the body is asked to do", examples=["Cabinet is recommended to note the report."]
    )
    part: Annotated[
        Literal["I", "II"],
        BeforeValidator(one_of("I", "II", remedy="Write I, and name under exempt: what is not for the public.")),
    ] = Field(description="I; what is exempt is named under exempt", examples=["I"])
    exempt: Annotated[tuple[ExemptTyped, ...], BeforeValidator(several)] = Field(
        default=(),
        description="what is not for the public, each with its paragraph of Schedule 12A and the reason",
        examples=["[{appendix: B, paragraph: 3, reason: Publishing it … outweighs …}]"],
    )
    private_notice_published: DayOrNone = Field(
        default=None,
        description="the day the notice of the private meeting was published",
        examples=["2024-01-10"],
    )
    private_further_notice_published: DayOrNone = Field(
        default=None,
        description="the day the further notice of the private meeting was published",
        examples=["2024-01-31"],
    )
    representations: LineOrNone = Field(
        default=None,
        description="what was received about why the meeting should be open",
        examples=["None were received."],
    )
    response: LineOrNone = Field(
        default=None, description="the council's answer to the representations", examples=["The reasons stand."]
    )
    urgency_agreed_by: LineOrNone = Field(
        default=None,
        description="who agreed that the private meeting is urgent, where the notices were impracticable",
        examples=["Chair of the Scrutiny Committee"],
    )
    reason_for_part_two: LineOrNone = Field(
        default=None, description="why the report is exempt, for Part II only", examples=["Paragraph 3 of …"]
    )
    contents: YesNo = Field(
        default=False, description="whether a list of contents follows the title block", examples=["true"]
    )
    appendices: Annotated[tuple[AppendixTyped, ...], BeforeValidator(several)] = Field(
        default=(), description="the appendices", examples=["[{label: A, title: Measures, exhibit: measures_table}]"]
    )
    background_papers: Annotated[tuple[BackgroundPaperTyped, ...], BeforeValidator(several)] = Field(
        default=(),
        description="the background papers",
        examples=["[{paper: Monitoring returns, date: 2024-01-19, contact: Procurement}]"],
    )
    accept: Annotated[tuple[AcceptedTyped, ...], BeforeValidator(several)] = Field(
        default=(),
        description="errors in the data that are accepted, each with the reason that the report prints",
        examples=["[{rule: key-duplicate, reason: The first row is right.}]"],
    )
    clearances: Annotated[tuple[ClearanceTyped, ...], BeforeValidator(several)] = Field(
        default=(),
        description="who has cleared the report, and when",
        examples=["[{office: Monitoring Officer, name: Example Officer, date: 2024-01-26}]"],
    )
    narrative_confirmed: Annotated[dict[str, Day], BeforeValidator(read_confirmed)] = Field(
        default={},
        description="the day the words were read against the figures and confirmed, or one by section",
        examples=["2024-01-24"],
    )
    notice_published: DayOrNone = Field(
        default=None,
        description="the day the notice of the key decision was published",
        examples=["2023-12-20"],
    )
    report_published: DayOrNone = Field(
        default=None, description="the day the report is published", examples=["2024-01-31"]
    )
