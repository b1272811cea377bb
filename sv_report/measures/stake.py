"""What is at stake: how far some rows of the data could move the headline to date.

Measures stage. The headline is additional value in £; what has no £ in it (a record-only measure, a contract
without a version of the value book, local economic value) is said in its own unit or as what cannot be said, and
never as nought.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from sv_report.measures.fact import Number
from sv_report.measures.results import Results
from sv_report.measures.value import ARITHMETIC, QUARTERS_A_YEAR, total

Direction = Literal["up", "down", "up or down", "no change"]


@dataclass(frozen=True)
class Amount:
    """So many rows of one measure in contracts of one version of the value book, and what they add up to."""

    measure: str | None
    version: str | None
    quantity: Decimal | None
    rows: int


@dataclass(frozen=True)
class Stake:
    """How far rows could move the headline to date, and which way.

    `gbp` is additional £, None without a value book; `local` the same of local economic value, which is never added
    to it; `quantities` what has no £, by unit; `unsaid` how many rows nothing can be said of; `unvalued` how many
    rows have no part in the £, those included.
    """

    direction: Direction
    gbp: Decimal | None = None
    local: Decimal | None = None
    quantities: tuple[tuple[str, Decimal], ...] = ()
    unsaid: int = 0
    unvalued: int = 0

    @property
    def number(self) -> Number:
        """The £ as a fact prints it: not available where nothing can be said in £."""
        if self.direction == "no change":
            return Number.none("not_applicable")
        if self.gbp is None or (not self.gbp and self.unvalued):
            return Number.none("not_available")
        return Number.of(self.gbp)


NOTHING_MOVES = Stake("no change")


def stake_of(results: Results, direction: Direction, amounts: Iterable[Amount]) -> Stake:
    """Return what amounts are worth in the headline: £ by the contracts' own versions, else in the measure's unit."""
    pounds: dict[str, list[Decimal]] = {"additional": [], "local": []}
    others: dict[str, list[Decimal]] = defaultdict(list)
    unsaid = valued = rows = 0
    for amount in amounts:
        rows += amount.rows
        measure = results.measures.get(amount.measure or "")
        if measure is None or amount.quantity is None or (not measure.valued and measure.over_time == "share"):
            unsaid += amount.rows
            continue
        unit = results.book.unit(measure.ref, amount.version)
        counted = over_a_year(amount.quantity) if measure.over_time == "stock" else amount.quantity
        if measure.valued and unit is not None:
            pounds[measure.counts_as].append(ARITHMETIC.multiply(counted, unit.gbp))
            valued += amount.rows if measure.counts_as == "additional" else 0
        elif amount.quantity:
            others[f"{measure.unit}_years" if measure.over_time == "stock" else measure.unit].append(counted)
    quantities = tuple((unit, total(parts)) for unit, parts in sorted(others.items()))
    if not results.has_value_book:
        return Stake(direction, None, None, quantities, unsaid, rows)
    return Stake(direction, total(pounds["additional"]), total(pounds["local"]), quantities, unsaid, rows - valued)


def over_a_year(level: Decimal) -> Decimal:
    """Return what a level held for a quarter adds up to in a year."""
    return ARITHMETIC.divide(level, Decimal(QUARTERS_A_YEAR))
