"""The stretches of time that a sum is over: the report's own quarter, the year to date, last year's and so on.

Measures stage. A quarter of the data is in a window if all of its days are.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from sv_report.params.period import Period

Window = Literal[
    "quarter", "ytd", "to_date", "life", "rest_of_year",
    "last_quarter", "same_quarter_last_year", "ytd_last_year", "to_last_quarter", "to_last_year",
]  # fmt: skip

OWN: tuple[Window, ...] = ("quarter", "ytd", "to_date")
EARLIER: tuple[Window, ...] = (
    "last_quarter", "same_quarter_last_year", "ytd_last_year", "to_last_quarter", "to_last_year",
)  # fmt: skip


@dataclass(frozen=True)
class Days:
    """The first and the last day of a window, both counted; None where it has no such end."""

    first: date | None
    last: date | None

    def is_within(self, days: "Days") -> bool:
        """Return whether all of these days are in `days`."""
        own, its = (self.first or date.min, self.last or date.max), (days.first or date.min, days.last or date.max)
        return its[0] <= own[0] and own[1] <= its[1]


def windows_of(period: Period) -> dict[Window, Days]:
    """Return the days of each window of a report on `period`.

    >>> windows_of(Period.parse("2023-24 Q1"))["last_quarter"]
    Days(first=datetime.date(2023, 1, 1), last=datetime.date(2023, 3, 31))
    """
    before, year_ago = period.previous, period.a_year_before
    return {
        "quarter": Days(period.start, period.end),
        "ytd": Days(period.year.start, period.end),
        "to_date": Days(None, period.end),
        "life": Days(None, None),
        "rest_of_year": Days(_day_after(period), period.year.end),
        "last_quarter": Days(before.start, before.end),
        "same_quarter_last_year": Days(year_ago.start, year_ago.end),
        "ytd_last_year": Days(year_ago.year.start, year_ago.end),
        "to_last_quarter": Days(None, before.end),
        "to_last_year": Days(None, year_ago.end),
    }


def _day_after(period: Period) -> date:
    return date.fromordinal(period.end.toordinal() + 1)
