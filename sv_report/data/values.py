"""A cell's text read as a value of its column's type.

Data stage. A number that cannot be read is never zero: `read_value` raises ValueError saying what was expected.
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from sv_report.data.schema import Column
from sv_report.params.period import Period

DECIMAL_PLACES = 6  # of DECIMAL(18, 6): more would be rounded in silence
WHOLE_DIGITS = 12


def read_value(text: str, column: Column) -> Any:
    """Return the value of a cell, None where it is blank; raise ValueError with what was expected.

    >>> read_value("1234.50", Column("value", "number"))
    Decimal('1234.50')
    """
    text = text.strip()
    if not text:
        if column.required:
            raise ValueError("a value is required")
        return None
    if column.one_of and text not in column.one_of:
        raise ValueError(f"one of {', '.join(column.one_of)} is expected")
    return READERS[column.type](text)


def _number(text: str) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise ValueError("a number such as 1234.5 is expected") from None
    if not number.is_finite():
        raise ValueError("a number such as 1234.5 is expected")
    exponent = number.normalize().as_tuple().exponent
    if isinstance(exponent, int) and -exponent > DECIMAL_PLACES:
        raise ValueError(f"a number of at most {DECIMAL_PLACES} decimal places is expected")
    if number.adjusted() >= WHOLE_DIGITS:
        raise ValueError(f"a number of at most {WHOLE_DIGITS} digits before the point is expected")
    return number


def _whole(text: str) -> int:
    if not text.isascii() or not text.isdigit():
        raise ValueError("a whole number is expected")
    return int(text)


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError("a date such as 2024-01-31 is expected") from None


def _yes_no(text: str) -> bool:
    if text.lower() not in ("yes", "no"):
        raise ValueError("yes or no is expected")
    return text.lower() == "yes"


READERS: dict[str, Callable[[str], Any]] = {
    "text": str,
    "date": _date,
    "period": lambda text: str(Period.parse(text)),
    "number": _number,
    "whole": _whole,
    "yes_no": _yes_no,
}
