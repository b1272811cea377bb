"""The wording of a council's report: the lines above its text, its fixed sentences and the headings of its tables.

Params stage: part of the council profile. Words in {curly brackets} are filled in, and each text says which it takes.
"""

from string import Formatter
from typing import Annotated

from pydantic import AfterValidator, Field

from sv_report.params.typed.fields import Line, Typed, wrong


def form(*names: str) -> AfterValidator:
    """Return the check that a text fills in these {names} and no others; one that is unknown fills in nothing."""

    def check(text: str | None) -> str | None:
        if text is None:
            return None
        listed = " and ".join(f"{{{name}}}" for name in names)
        try:
            used = {name for _, name, _, _ in Formatter().parse(text) if name is not None}
        except ValueError:
            raise wrong("A curly bracket has no partner.", f"Write {listed} where the value goes.") from None
        if unknown := sorted(used - set(names)):
            raise wrong(f"Nothing is known to fill in {{{unknown[0]}}}.", f"The text may hold {listed}.")
        return text

    return AfterValidator(check)


class Header(Typed):
    """The wording above the report's text, in the order it is printed."""

    report_to: Annotated[Line, form("body")] = Field(description="first line")
    meeting_line: Annotated[Line, form("date")] = Field(description="the meeting's day")
    report_of: Annotated[Line, form("report_of")] = Field(description="whose report it is")
    part: Annotated[Line, form("part")] = Field(description="Part I or Part II")
    divisions: Line = Field(description="label of the divisions")
    priorities: Line = Field(description="label of the priorities")
    contact: Line = Field(description="label of the contact")
    contact_line: Annotated[Line, form("name", "telephone", "role")] = Field(description="the contact in a line")
    list_value: Annotated[Line, form("value")] = Field(description="a value of a list in the header")
    all_divisions: Line = Field(description="the value that means every division")
    all_divisions_value: Annotated[Line, form("value")] = Field(description="how that value is printed")
    appendix_label: Annotated[Line, form("label")] = Field(description="an appendix's letter within a sentence")
    refers: Annotated[Line, form("labels")] = Field(description="under the title, for one appendix")
    refers_several: Annotated[Line, form("labels")] = Field(description="under the title, for several appendices")


class Wording(Typed):
    """The fixed sentences and column headings of the report's body."""

    key_decision_unknown: Line = Field(
        default="Draft: the sentence on the key decision is not known for this date, to be confirmed by Democratic "
        "Services.",
        description="notice where the sentence of a key decision is unknown on the day of the meeting",
    )
    appendix: Line = Field(description="the heading of an appendix in the table of them")
    appendices_intro: Annotated[Line, form("labels")] = Field(description="above the table, for one appendix")
    appendices_intro_several: Annotated[Line, form("labels")] = Field(description="above the table, for several")
    appendix_name: Annotated[Line, form("label")] = Field(description="an appendix in the table of them")
    appendix_title: Line = Field(description="heading of the column of titles")
    no_appendices: Line = Field(description="instead of the table where there are no appendices")
    implications_intro: Line = Field(description="under the heading of the implications")
    papers_columns: tuple[Line, Line, Line] = Field(description="the columns of the background papers")
    no_papers: Line = Field(description="where there are no background papers")
    undated: Line = Field(default="Undated", description="instead of a background paper's date where it has none")
    clearance_columns: tuple[Line, Line, Line] = Field(
        default=("Officer", "Cleared by", "Date"), description="the columns of the clearances"
    )
    not_cleared: Line = Field(default="Not yet cleared", description="where an officer has not cleared the report")
    no_part_two: Line = Field(description="reason for Part II in a public report")
    draft: Annotated[Line, form("writer")] = Field(description="notice where a section is not written")
    draft_from_figures: Annotated[Line, form("writer")] = Field(description="notice above a draft from figures")
    not_cashable: Line = Field(description="what social value in pounds is not")
    data_quality: Line = Field(default="How sure the figures are", description="heading of the quality of the data")
    sources: Line = Field(default="Sources of figures", description="heading of the annex of sources")
    sources_intro: Line = Field(
        default="Each number printed in this report is made from rows of the monitoring data, as set out here. "
        "What the rows add up to stands in brackets, before rounding.",
        description="what the annex of sources is",
    )
    illustrative: Annotated[Line, form("name")] = Field(description="notice with invented data")
