"""Financial periods: a quarter or a year of the financial year that runs from 1 April.

Params stage. A period is written `2023-24` or `2023-24 Q3`, the same in YAML, data and commands.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import total_ordering

FORM = re.compile(r"(?P<first>\d{4})-(?P<second>\d{2})(?: Q(?P<quarter>[1-4]))?", re.ASCII)
FIRST_MONTH = 4  # the financial year of English councils: Local Government Finance Act 1992, s116
MONTHS_A_QUARTER = 3


@total_ordering
@dataclass(frozen=True)
class Period:
    """A financial year, or a quarter of one.

    >>> quarter = Period.parse("2023-24 Q3")
    >>> quarter.start, quarter.end
    (datetime.date(2023, 10, 1), datetime.date(2023, 12, 31))
    >>> quarter.words
    'Quarter 3 2023/24'
    """

    first_year: int
    quarter: int | None = None

    @classmethod
    def parse(cls, text: str) -> "Period":
        """Return the period that `text` names; raise ValueError with the right form where it names none."""
        match = FORM.fullmatch(text.strip())
        if match is None:
            raise ValueError(f"{text!r} is not a financial period; write a year as 2023-24 or a quarter as 2023-24 Q3")
        first = int(match["first"])
        if int(match["second"]) != (first + 1) % 100:
            raise ValueError(f"{text!r} is not a financial year; the year from 1 April {first} is {cls(first)}")
        return cls(first, int(match["quarter"]) if match["quarter"] else None)

    @classmethod
    def containing(cls, day: date) -> "Period":
        """Return the quarter that `day` falls in."""
        year = day.year if day.month >= FIRST_MONTH else day.year - 1
        return cls(year, (day.month - FIRST_MONTH) % 12 // MONTHS_A_QUARTER + 1)

    @property
    def year(self) -> "Period":
        """The whole financial year."""
        return Period(self.first_year)

    @property
    def quarters(self) -> tuple["Period", ...]:
        """The quarters in the period: itself, or the four of its year."""
        return (self,) if self.quarter else tuple(Period(self.first_year, number) for number in (1, 2, 3, 4))

    @property
    def previous(self) -> "Period":
        """The period of the same length just before."""
        if self.quarter is None or self.quarter == 1:
            return Period(self.first_year - 1, 4 if self.quarter else None)
        return Period(self.first_year, self.quarter - 1)

    @property
    def next(self) -> "Period":
        """The period of the same length just after.

        >>> print(Period(2023, 4).next, Period(2023).next)
        2024-25 Q1 2024-25
        """
        if self.quarter is None or self.quarter == 4:
            return Period(self.first_year + 1, 1 if self.quarter else None)
        return Period(self.first_year, self.quarter + 1)

    def last_over(self, day: date) -> "Period":
        """Return the last period of this length that is over on a day, which may be its last."""
        quarter = Period.containing(day)
        current = quarter if self.quarter else quarter.year
        return current if current.end <= day else current.previous

    @property
    def a_year_before(self) -> "Period":
        """The same quarter of the year before; of a year, the year before."""
        return Period(self.first_year - 1, self.quarter)

    @property
    def start(self) -> date:
        """The first day."""
        months = FIRST_MONTH - 1 + ((self.quarter or 1) - 1) * MONTHS_A_QUARTER
        return date(self.first_year + months // 12, months % 12 + 1, 1)

    @property
    def end(self) -> date:
        """The last day."""
        if self.quarter in (None, 4):
            return date(self.first_year + 1, FIRST_MONTH, 1) - timedelta(days=1)
        return Period(self.first_year, self.quarter + 1).start - timedelta(days=1)

    @property
    def words(self) -> str:
        """The period as a report writes it: `Quarter 3 2023/24`."""
        year = f"{self.first_year}/{(self.first_year + 1) % 100:02}"
        return f"Quarter {self.quarter} {year}" if self.quarter else year

    def __str__(self) -> str:
        year = f"{self.first_year}-{(self.first_year + 1) % 100:02}"
        return f"{year} Q{self.quarter}" if self.quarter else year

    def __lt__(self, other: "Period") -> bool:
        return (self.end, self.start) < (other.end, other.start)
