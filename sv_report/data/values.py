"""A cell's text read as a value of its column's type.

Data stage. A value that cannot be read, or cannot be true, is never zero or blank: `read_value` raises
`CellFault` saying what is wrong and what to do. One form each: numbers as 1234.5, dates as 2024-01-31, quarters
as 2023-24 Q3, so that nothing is read as something else.
"""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from sv_report.data.schema import Column
from sv_report.params.period import Period

NUMBER = re.compile(r"[+-]?(?P<whole>\d*)(?:\.(?P<decimals>\d*))?", re.ASCII)
DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
DECIMAL_PLACES = 6  # of DECIMAL(18, 6): more would be rounded in silence
WHOLE_DIGITS = 12
COUNT_DIGITS = 9  # of a whole number, such as a return's version
FIRST_YEAR, LAST_YEAR = 1990, 2100  # no contract of a council in use begins before or ends after: a slip of the pen

PLAIN_NUMBER = "Write digits and a decimal point only: 1000, not 1,000, 1e5 or £1000."
PLAIN_DATE = "Write the date as 2024-01-31; in Excel, give the column the format yyyy-mm-dd before saving it as CSV."
PLAIN_QUARTER = "Write the quarter as 2023-24 Q3."


class CellFault(ValueError):
    """What is wrong with a cell: the rule it breaks, in words, and what to do."""

    def __init__(self, rule: str, message: str, remedy: str) -> None:
        super().__init__(message)
        self.rule = rule
        self.remedy = remedy


def read_value(text: str, column: Column) -> Any:
    """Return the value of a cell, None where it is blank; raise CellFault with what is wrong.

    >>> read_value("1234.50", Column("value", "number"))
    Decimal('1234.50')
    """
    text = text.strip()
    if not text:
        if column.required:
            raise CellFault("value-blank", "the cell is blank, and a value is required", "Fill the cell.")
        return None
    if column.one_of and text not in column.one_of:
        words = ", ".join(column.one_of)
        raise _unreadable(text, f"one of {words} is expected", f"Write one of {words}.")
    if column.any_of:
        return _words(text, column.any_of)
    value = READERS[column.type](text)
    _refuse_out_of_range(text, value, column)
    return value


def _unreadable(text: str, expected: str, remedy: str) -> CellFault:
    return CellFault("value-unreadable", f"{text!r} cannot be read: {expected}", remedy)


def _words(text: str, known: tuple[str, ...]) -> str:
    """Return the words of a closed set in the set's order, `attribution; deadweight`, however they were written."""
    found = {word.strip().lower() for word in re.split("[;,]", text)} - {""}
    if not found or not found <= set(known):
        words = f"{', '.join(known)}, or several with ; between"
        raise _unreadable(text, f"{words}, is expected", f"Write {words}, or leave the cell blank.")
    return "; ".join(word for word in known if word in found)


def _refuse_out_of_range(text: str, value: Any, column: Column) -> None:
    wrong = ""
    if column.least is not None and value < column.least:
        wrong = f"is below {column.least}"
    if column.most is not None and value > column.most:
        wrong = f"is above {column.most}"
    if wrong:
        remedy = f"Write a number of at least {column.least}."
        if column.most is not None:
            remedy = f"Write a number between {column.least} and {column.most}: 25 per cent is 0.25."
        raise CellFault("value-out-of-range", f"{text!r} {wrong}", remedy)


def _number(text: str) -> Decimal:
    match = NUMBER.fullmatch(text)
    if match is None or not (match["whole"] or match["decimals"]):
        raise _unreadable(text, "a number such as 1234.5 is expected", PLAIN_NUMBER)
    if len((match["decimals"] or "").rstrip("0")) > DECIMAL_PLACES:
        expected = f"a number of at most {DECIMAL_PLACES} decimal places is expected"
        raise _unreadable(text, expected, "Round the number.")
    if len(match["whole"].lstrip("0")) > WHOLE_DIGITS:
        expected = f"a number of at most {WHOLE_DIGITS} digits before the point is expected"
        raise _unreadable(text, expected, "Correct the number.")
    return Decimal(text)


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= COUNT_DIGITS):
        raise _unreadable(text, "a whole number is expected", "Write digits only, such as 1.")
    return int(text)


@lru_cache(maxsize=10_000)
def _date(text: str) -> date:
    try:
        day = date.fromisoformat(text) if DATE.fullmatch(text) else None
    except ValueError:
        day = None
    if day is None:
        raise _unreadable(text, "a date such as 2024-01-31 is expected", PLAIN_DATE)
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        expected = f"a date between {FIRST_YEAR} and {LAST_YEAR} is expected"
        raise _unreadable(text, expected, f"{PLAIN_DATE} Leave it blank where there is none, if the column may be.")
    return day


@lru_cache(maxsize=1_000)
def _quarter(text: str) -> str:
    try:
        period = Period.parse(text)
    except ValueError as problem:
        raise _unreadable(text, str(problem), PLAIN_QUARTER) from None
    if not FIRST_YEAR <= period.first_year <= LAST_YEAR:
        raise _unreadable(text, f"a quarter between {FIRST_YEAR} and {LAST_YEAR} is expected", PLAIN_QUARTER)
    if period.quarter is None:
        quarters = ", ".join(map(str, period.quarters))
        remedy = f"Split it over its quarters, one row each: {quarters}."
        raise CellFault("period-not-quarter", f"{text!r} is a year, and a quarter is expected", remedy)
    return str(period)


def _yes_no(text: str) -> bool:
    if text.lower() not in ("yes", "no"):
        raise _unreadable(text, "yes or no is expected", "Write yes or no.")
    return text.lower() == "yes"


READERS: dict[str, Callable[[str], Any]] = {
    "text": str,
    "date": _date,
    "period": _quarter,
    "number": _number,
    "whole": _whole,
    "yes_no": _yes_no,
}
