"""Facts of a council that hold for an interval: what was true on the day of a meeting, or that it is unknown.

Params stage: part of the council profile. A day in no interval, or in one marked `unknown`, has no value, and none is
guessed from a neighbour.
"""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Protocol, TypeVar

from pydantic import BeforeValidator, Field

from sv_report.params.typed.fields import Day, DayOrNone, Line, LineOrNone, Typed
from sv_report.params.typed.numbers import PoundsOrUnknown


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
