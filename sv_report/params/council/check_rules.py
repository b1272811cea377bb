"""What the checks of a report go by, where a council may differ: lengths, known abbreviations, words of a template.

Params stage: part of the council profile. The checks themselves stand in the release stage.
"""

from typing import Annotated

from pydantic import BeforeValidator, Field

from sv_report.params.typed.fields import Line, Typed, several
from sv_report.params.typed.numbers import Whole

Lines = Annotated[tuple[Line, ...], BeforeValidator(several)]


class CheckRules(Typed):
    """Limits and lists of the checks; a council's own take the place of these."""

    summary_words: Whole = Field(
        default=150,  # Lambeth: a summary of 120 to 150 words
        description="words that a summary has at most",
        examples=["150"],
    )
    sentence_words: Whole = Field(
        default=25,  # GDS, publishing accessible documents
        description="words that a sentence has at most",
        examples=["25"],
    )
    summary_section: Line = Field(
        default="brief_summary", description="the id of the section that is the summary", examples=["brief_summary"]
    )
    abbreviations: Lines = Field(
        default=("UK", "VAT", "PDF", "SI", "ISO"),
        description="abbreviations that every reader knows, so that no report spells them out",
        examples=["[UK, VAT, PDF, SI, ISO]"],
    )
    recommendation_verbs: Lines = Field(
        default=(
            *("note", "approve", "agree", "endorse", "adopt", "authorise", "receive", "consider", "support", "confirm"),
            *("accept", "delegate", "recommend", "request", "ask", "comment", "review", "invite"),
        ),
        description="what a body can be asked to do",
        examples=["[note, approve]"],
    )
    template_text: Lines = Field(
        default=(
            *("[insert", "[enter", "[add", "[name", "[date", "[title", "[delete", "[to be", "[tbc", "<insert", "<name"),
            *(
                "tbc",
                "tbd",
                "tba",
                "insert]",
                "xx/xx",
                "lorem ipsum",
                "xxx",
                "xxxx",
                "???",
                "delete as appropriate",
                "click here to enter",
            ),
            *("click or tap here", "type here", "todo"),
        ),
        description="words that are left over from a template",
        examples=["[TBC, to be completed]"],
    )
