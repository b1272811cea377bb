"""The wording of what is exempt: what stands in its place for the public, and what the exempt copy says of it.

Params stage: part of the council profile. Words in {curly brackets} are filled in, and each text says which it takes.
"""

from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from sv_report.params.council.wording import form
from sv_report.params.exemption import PARAGRAPHS, Paragraph
from sv_report.params.typed.fields import Line, Typed, read_line


def read_line_or_nothing(typed: Any) -> str:
    """Return text on one line; an empty one where nothing is typed."""
    return "" if typed in (None, "") else read_line(typed)


LineOrNothing = Annotated[str, BeforeValidator(read_line_or_nothing)]


class ExemptWording(Typed):
    """The words in the place of exempt matter, the statement of reasons, and the marks of the exempt copy."""

    statement: Annotated[Line, form("parts", "paragraph", "paragraph_words", "reason")] = Field(
        # Brighton and Hove's report template, said of the parts that are exempt, with the reason as Leeds gives it
        default="Note: The public are likely to be excluded from the meeting during consideration of {parts}, as this "
        "contains exempt information as defined in paragraph {paragraph} of schedule 12A, Part 1, to the Local "
        "Government Act 1972 (as amended): {paragraph_words}. {reason}",
        description="what Part II holds and why, once for each paragraph and reason",
    )
    block: Annotated[LineOrNothing, form("paragraph")] = Field(
        default="[Exempt: paragraph {paragraph}]",
        description="in the public copy, where an exempt paragraph stood; blank to leave no trace",
    )
    span: Annotated[LineOrNothing, form("paragraph")] = Field(
        default="[Exempt: paragraph {paragraph}]",
        description="in the public copy, where exempt words stood; blank to leave no trace",
    )
    exhibit: Annotated[Line, form("paragraph")] = Field(
        default="[Exempt: paragraph {paragraph}]", description="in the public copy, where a table or chart stood"
    )
    appendix: Annotated[Line, form("paragraph")] = Field(
        default="[Exempt: paragraph {paragraph}]", description="in the public copy, where an appendix stood"
    )
    marked_block: Annotated[Line, form("paragraph")] = Field(
        default="Exempt: paragraph {paragraph}", description="in the exempt copy, above a paragraph that is exempt"
    )
    every_page: Annotated[Line, form("paragraphs")] = Field(
        default="Not for publication: Part II. This document contains exempt information as defined in {paragraphs} of "
        "Part 1 of Schedule 12A to the Local Government Act 1972 (as amended)",
        description="at the top of each page of the exempt copy",
    )
    supplier_part: Line = Field(
        default="what is said of a supplier", description="a supplier, as a part that is exempt"
    )
    contract_part: Line = Field(default="what is said of a contract", description="a contract, as a part")
    fact_part: Line = Field(default="a figure", description="a figure, as a part")
    exhibit_part: Line = Field(default="a table or chart", description="a table or chart, as a part")
    column_part: Line = Field(default="a column of a table", description="a column, as a part")
    appendix_part: Annotated[Line, form("name")] = Field(default="{name}", description="an appendix, as a part")
    narrative_part: Annotated[Line, form("heading")] = Field(
        default="part of the section {heading}", description="words of a section, as a part"
    )
    paragraphs: dict[Paragraph, Line] = Field(
        default={}, description="the words of paragraphs of Schedule 12A, where the council words them otherwise"
    )

    def paragraph_words(self, paragraph: str) -> str:
        """Return what a paragraph of Part 1 of Schedule 12A speaks of."""
        own = {str(number): words for number, words in self.paragraphs.items()}
        return {**PARAGRAPHS, **own}[paragraph]
