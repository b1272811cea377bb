"""Key decisions: why a decision is one, by which route it was made public, and the sentence that says so.

Params stage. A key decision is one likely to bring expenditure or savings that are significant, or to have significant
effects on communities in two or more electoral divisions (SI 2012/2089 reg 8). It is announced 28 clear days before
(reg 9), or by one of two exceptions: the general one (reg 10) and special urgency (reg 11).
"""

from typing import Annotated, Any, Literal, get_args

from pydantic import BeforeValidator, Field

from sv_report.params.council.wording import form
from sv_report.params.typed.fields import Day, DayOrNone, Line, LineOrNone, Typed, one_of, read_line, several

Reason = Literal["money", "divisions"]  # reg 8(1)(a) and (b)
Route = Literal["notice", "general_exception", "special_urgency"]  # regs 9, 10 and 11
ExceptionRoute = Literal["general_exception", "special_urgency"]
REGULATIONS = {"notice": "reg 9", "general_exception": "reg 10", "special_urgency": "reg 11"}
ROUTE_WORDS = {
    "notice": "28 clear days' notice",
    "general_exception": "the general exception",
    "special_urgency": "special urgency",
}


def read_known_line(typed: Any) -> str | None:
    """Return a text on one line; None where it is typed as unknown."""
    text = read_line(typed)
    return None if text.casefold() == "unknown" else text


Sentence = Annotated[str | None, BeforeValidator(read_known_line), form("reason")]


class DatedKeyDecision(Typed):
    """The sentences of a key decision in an interval, by route; None where one is unknown.

    `confirm` names those that are a default of the program and were not seen in a report of the council.
    """

    first: Day = Field(alias="from", description="the first day of the interval", examples=["2020-08-06"])
    until: DayOrNone = Field(default=None, description="the last day, blank while it still holds")
    notice: Sentence = Field(
        description="the sentence where 28 clear days' notice was given, or unknown",
        examples=["This is deemed to be a Key Decision."],
    )
    general_exception: Sentence = Field(
        description="the sentence where the general exception was used, or unknown", examples=["unknown"]
    )
    special_urgency: Sentence = Field(
        description="the sentence where the decision was urgent, or unknown", examples=["unknown"]
    )
    confirm: Annotated[
        tuple[Annotated[Route, BeforeValidator(one_of(*get_args(Route)))], ...], BeforeValidator(several)
    ] = Field(default=(), description="sentences that are a default, to be confirmed", examples=["[special_urgency]"])
    source: LineOrNone = Field(default=None, description="where this was read")

    def sentence(self, route: Route) -> str | None:
        """Return the sentence of a route; None where it is unknown."""
        sentence: str | None = getattr(self, route)
        return sentence


class ExceptionTyped(Typed):
    """Why a key decision could not be announced 28 clear days before, and who was told or agreed."""

    route: Annotated[ExceptionRoute, BeforeValidator(one_of(*get_args(ExceptionRoute)))] = Field(
        description="general_exception (SI 2012/2089 reg 10) or special_urgency (reg 11)",
        examples=["general_exception"],
    )
    date: Day = Field(
        description="the day the notice to the scrutiny chair was published, or the chair's agreement",
        examples=["2024-01-29"],
    )
    agreed_by: LineOrNone = Field(
        default=None, description="for special urgency, who agreed", examples=["Chair of Scrutiny"]
    )
    reason: Line = Field(
        description="why, as the sentence goes on after the word as: it was not known …",
        examples=["it was not known at that time that the report would be a key decision"],
    )
