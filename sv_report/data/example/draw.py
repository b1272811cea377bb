"""Random numbers, rounding and days for the example: whole numbers and Decimal only.

Data stage, example only. A float would be summed differently from Python 3.12 on, and then the same seed
would not give the same bytes.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from sv_report.params.period import Period

SEED = "sv_report example 138"  # of those tried, one whose 2023-24 Q3 shows every case the tests name
_seed = ContextVar("seed", default=SEED)

QUARTERS = (*Period(2022).quarters, *Period(2023).quarters)  # those that suppliers reported
EDITION_QUARTER, LATEST = QUARTERS[-2:]  # 2023-24 Q3, that the example's edition reports, and the one after

CLOSED_ON = date(2024, 5, 31)  # the day on which the example's registers were copied: nothing is later

# The smallest step in which a unit is promised, and in which it is reported.
STEPS = {
    "FTE": ("0.5", "0.1"),
    "weeks": ("1", "0.5"),
    "hours": ("1", "0.5"),
    "GBP": ("50", "0.01"),
    "tonnes": ("0.1", "0.01"),
    "miles": ("50", "1"),
    "%": ("1", "1"),
    "people": ("1", "1"),
    "number": ("1", "1"),
}


@contextmanager
def seeded(seed: str) -> Iterator[None]:
    """Draw from another seed than the example's, in this block."""
    before = _seed.set(seed)
    try:
        yield
    finally:
        _seed.reset(before)


def stream(*names: object) -> Random:
    """Return random numbers that depend on nothing but the seed and the names."""
    return Random("/".join([_seed.get(), *map(str, names)]))


def per_cent(random: Random, low: int, high: int) -> Decimal:
    """Return a percentage from `low` to `high`, as a fraction."""
    return Decimal(random.randint(low, high)) / 100


def chance(random: Random, percentage: int) -> bool:
    """Return yes in that percentage of draws."""
    return random.randrange(100) < percentage


def rounded(quantity: Decimal, step: str) -> Decimal:
    """Return the multiple of `step` nearest to `quantity`."""
    return (quantity / Decimal(step)).quantize(Decimal(1), ROUND_HALF_UP) * Decimal(step)


def working_day(day: date) -> date:
    """Return `day`, or the Monday after where it falls at a weekend."""
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)


def plain(number: Decimal) -> Decimal:
    """Return the number without trailing zeros or an exponent."""
    whole = number == number.to_integral_value()
    return number.quantize(Decimal(1)) if whole else number.normalize()
