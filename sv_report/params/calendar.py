"""The calendar of a meeting: dates in words, and the clear days of the law.

Params stage. Takes dates, gives words and counts; no locale and no clock is asked. A clear day is one that
is neither the day of the notice nor the day of the meeting (R v Swansea CC ex p Elitestone, 1993). Which of
them are working days, `working_days` says.
"""

from datetime import date

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
SATURDAY = 5


def long_date(day: date) -> str:
    """Return the date as a report writes it, the same on every machine.

    >>> long_date(date(2024, 2, 8))
    'Thursday, 8 February 2024'
    """
    return f"{DAYS[day.weekday()]}, {short_date(day)}"


def short_date(day: date) -> str:
    """Return the date without its weekday.

    >>> short_date(date(2024, 1, 19))
    '19 January 2024'
    """
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def is_weekend(day: date) -> bool:
    """Return whether the day is a Saturday or a Sunday."""
    return day.weekday() >= SATURDAY


def clear_days(notice: date, meeting: date) -> int:
    """Return the days between the notice and the meeting, neither counted.

    >>> clear_days(date(2023, 12, 20), date(2024, 2, 8))
    49
    """
    return max((meeting - notice).days - 1, 0)
