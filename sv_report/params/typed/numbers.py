"""Numbers as people type them in YAML: pounds, shares, whole numbers, a year of prices.

Params stage. Only plain figures are read: 1e3, NaN, a minus and an underscore are slips of the finger here.
"""

import re
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator

from sv_report.params.period import Period
from sv_report.params.typed.fields import YEARS, optional, period_meant, read_line, wrong

PLAIN = re.compile(r"(?:[0-9]{1,3}(?:,[0-9]{3}){1,4}|[0-9]{1,15})(?:\.[0-9]{1,10})?")  # Decimal's 28 digits hold it
MOST_OF_DUE = 10  # of a share of what was due: ten times over; 90 for 90 per cent is a slip
LAST_MONTH = 12  # Procurement Act 2023 s71: assessed at least once in every twelve months


def plain(text: str) -> Decimal | None:
    """Return the number that stands in plain figures, or None.

    >>> plain("5,000,000"), plain("0.90"), plain("1e3"), plain("NaN")
    (Decimal('5000000'), Decimal('0.90'), None, None)
    """
    return Decimal(text.replace(",", "")) if PLAIN.fullmatch(text) else None


def read_pounds(typed: Any) -> Decimal:
    """Return an amount in pounds, typed with or without £ and commas."""
    return _pounds(typed, "Write the pounds in full, as in 5000000.")


def read_pounds_or_unknown(typed: Any) -> Decimal | None:
    """Return an amount in pounds; None where it is typed as unknown."""
    return None if _text(typed) == "unknown" else _pounds(typed, "Write it as 2200000, or unknown.")


def _pounds(typed: Any, remedy: str) -> Decimal:
    text = _text(typed)
    amount = plain(text.removeprefix("£"))
    if amount is None:
        raise wrong(f"{text!r} is not an amount in pounds.", remedy)
    return amount


def read_share(typed: Any) -> Decimal:
    """Return a share of a whole, from 0 to 1, typed as 0.05 or 5%."""
    return _share(typed, 1, "Write 5 per cent as 0.05.")


def read_share_of_due(typed: Any) -> Decimal:
    """Return a share of what was due, from 0 to 10, typed as 0.9 or 90%."""
    return _share(typed, MOST_OF_DUE, "Write 90 per cent as 0.9.")


def _share(typed: Any, most: int, remedy: str) -> Decimal:
    text = _text(typed)
    share = plain(text.removesuffix("%").strip())
    if share is not None and text.endswith("%"):
        share /= 100
    if share is None or share > most:
        raise wrong(f"{text!r} is not a share from 0 to {most}.", remedy)
    return share


def read_whole(typed: Any) -> int:
    """Return a whole number, nought or more."""
    text = _text(typed)
    if not re.fullmatch(r"[0-9]{1,9}", text):
        raise wrong(f"{text!r} is not a whole number.", "Write it in figures, as 5.")
    return int(text)


def read_months(typed: Any) -> int:
    """Return the months from one assessment to the next: 1 to 12, as the Act allows no more."""
    text = _text(typed)
    if not re.fullmatch(r"[0-9]{1,2}", text) or not 1 <= int(text) <= LAST_MONTH:
        remedy = "Write 12, or fewer: the Procurement Act 2023, s71, asks for an assessment every 12 months at least."
        raise wrong(f"{text!r} is not a number of months from 1 to {LAST_MONTH}.", remedy)
    return int(text)


def read_price_year(typed: Any) -> str:
    """Return a year of prices: a calendar year as 2023, or a financial year as 2023-24."""
    text = _text(typed)
    if re.fullmatch(r"[0-9]{4}", text) and int(text) in YEARS:
        return text
    try:
        period = Period.parse(text)
    except ValueError:
        period = None
    if period and period.quarter is None and period.first_year in YEARS:
        return str(period)
    meant = period_meant(text)
    remedy = f"Write {meant.year}." if meant else "Write the year as the table deflators does: 2023 or 2023-24."
    raise wrong(f"{text!r} is not a year of prices.", remedy)


def _text(typed: Any) -> str:
    """Return what was typed as one line of text; a number of Python's own counts as typed."""
    return read_line(str(typed) if isinstance(typed, int | float | Decimal) else typed)


Pounds = Annotated[Decimal, BeforeValidator(read_pounds)]
PoundsOrNone = Annotated[Decimal | None, BeforeValidator(optional(read_pounds))]
PoundsOrUnknown = Annotated[Decimal | None, BeforeValidator(read_pounds_or_unknown)]
Share = Annotated[Decimal, BeforeValidator(read_share)]
ShareOfDueOrNone = Annotated[Decimal | None, BeforeValidator(optional(read_share_of_due))]
Whole = Annotated[int, BeforeValidator(read_whole)]
Months = Annotated[int, BeforeValidator(read_months)]
PriceYearOrNone = Annotated[str | None, BeforeValidator(optional(read_price_year))]
