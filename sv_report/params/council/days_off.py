"""Days that a council does not work, and how many days it gives, as they are typed in its profile.

Params stage: part of the council profile. The law is a floor: a council may give more days, never fewer.
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from sv_report.params.calendar import short_date
from sv_report.params.typed.fields import DayOrNone, Line, Typed, several, wrong
from sv_report.params.typed.numbers import read_whole

PUBLISHED_BY_LAW = 5  # clear days: SI 2012/2089 regs 6 and 7
NOTICE_BY_LAW = 28  # clear days: SI 2012/2089 reg 9(2), and reg 5(2) for a private meeting
MOST_DAYS = 100  # more is a slip of the finger, and would put a deadline into another year
LONGEST = 31  # days of one interval: a longer one is a slip in its year


def days_given(least: int, law: str = "") -> Callable[[Any], int]:
    """Return a reader of a number of days that is no fewer than the law gives, named by its regulation."""

    def read(typed: Any) -> int:
        number = read_whole(typed)
        if number < least:
            raise wrong(f"{number} days are fewer than the {least} clear days of {law}.", f"Write {least} or more.")
        if number > MOST_DAYS:
            raise wrong(f"{number} days cannot be meant.", f"Write a number from {least} to {MOST_DAYS}.")
        return number

    return read


PublishedDays = Annotated[int, BeforeValidator(days_given(PUBLISHED_BY_LAW, "SI 2012/2089 regs 6 and 7"))]
NoticeDays = Annotated[int, BeforeValidator(days_given(NOTICE_BY_LAW, "SI 2012/2089 reg 9"))]
SomeDays = Annotated[int, BeforeValidator(days_given(0))]


class DaysOff(Typed):
    """A day, or the days from one to another, on which a council does not work, and why."""

    day: DayOrNone = Field(default=None, description="the day, where it is a single one", examples=["2024-12-27"])
    first: DayOrNone = Field(
        default=None, alias="from", description="the first of several days", examples=["2024-12-27"]
    )
    until: DayOrNone = Field(default=None, description="the last of several days", examples=["2024-12-31"])
    reason: Line = Field(description="why, as the working of a deadline says it", examples=["Christmas closure"])

    @property
    def begins(self) -> date | None:
        """The first day."""
        return self.day or self.first

    @property
    def ends(self) -> date | None:
        """The last day."""
        return self.day or self.until

    def holds(self, day: date) -> bool:
        """Return whether a day is among these."""
        return self.begins is not None and self.ends is not None and self.begins <= day <= self.ends

    @property
    def fault(self) -> tuple[str, str, str] | None:
        """The field, the message and the remedy of what does not fit together; None where all does."""
        if self.day and (self.first or self.until):
            return "day", "It says both a day and an interval.", "Keep day:, or from: and until:."
        if self.begins is None:
            return "from", "It does not say which day.", "Add day: and the day, or from: and until:."
        if self.ends is None:
            remedy = f"Add until: and the last day; for one day write day: {self.first}."
            return "until", "The interval has no last day.", remedy
        length = (self.ends - self.begins).days + 1
        if length < 1:
            return "until", "The interval ends before it begins.", "Change from or until."
        if length > LONGEST:
            message = f"From {short_date(self.begins)} until {short_date(self.ends)} are {length} days."
            return "until", message, f"Check the year; if it is meant, write intervals of {LONGEST} days at most."
        return None


SeveralDaysOff = Annotated[tuple[DaysOff, ...], BeforeValidator(several)]


def reason_of(days_off: Sequence[DaysOff], day: date) -> str | None:
    """Return why a day is off; None where it is not."""
    return next((one.reason for one in days_off if one.holds(day)), None)
