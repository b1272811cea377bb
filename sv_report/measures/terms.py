"""What a number is made of: the terms that a calculation adds up, each of rows of the source tables.

Measures stage. A calculation says its terms where it makes its `Number`, so that both are one definition; `trace`
follows them to the rows, and holds what the rows add up to against the number.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Literal, TypeAlias

from sv_report.measures.scope import NOTHING, CountsAs, Line, Pair, Scope
from sv_report.measures.value import ARITHMETIC
from sv_report.measures.windows import Window

Role = Literal["part", "numerator", "denominator"]
Key: TypeAlias = tuple[Any, ...]  # the cells by which a row is known in its table
ONE = Decimal(1)


@dataclass(frozen=True)
class OfLines:
    """Rows of commitments or deliveries: a quantity of some lines in a window, each line at what a unit of it adds.

    `base` takes the denominators of a share; `quarter` is the one that a scope by quarter is of. `that` takes only
    lines that are late, resubmitted or estimated. With `each` rows are counted and not their quantities; with `once`
    only the first row of each contract is.
    """

    quantity: str
    window: Window
    weights: tuple[tuple[Line, Decimal], ...]
    base: bool = False
    quarter: str = ""
    that: str = ""
    each: bool = False
    once: bool = False
    role: Role = "part"


@dataclass(frozen=True)
class OfTable:
    """Every row of a table, each counted once."""

    table: str
    words: str
    role: Role = "part"


@dataclass(frozen=True)
class OfPairs:
    """Commitments that are counted, each once, at the first of its rows that was due; the others add nothing."""

    window: Window
    counted: tuple[tuple[Pair, int], ...]
    words: str
    role: Role = "part"


@dataclass(frozen=True)
class OfSpend:
    """Rows of spend on some contracts in a window."""

    window: Window
    contracts: tuple[str, ...]
    role: Role = "part"


@dataclass(frozen=True)
class OfKeys:
    """Rows of a table that are known by their key, each with what it adds; of a key with several rows the first."""

    table: str
    amounts: tuple[tuple[Key, Decimal], ...]
    words: str
    role: Role = "part"


@dataclass(frozen=True)
class OfPlaces:
    """Rows that are known by their place: (file, sheet, row), contract, measure and period, and what each adds."""

    table: str
    rows: tuple[tuple[Key, Key, Decimal], ...]
    words: str
    role: Role = "part"


Term: TypeAlias = OfLines | OfTable | OfPairs | OfSpend | OfKeys | OfPlaces
Terms: TypeAlias = tuple[Term, ...]
MadeOf: TypeAlias = Callable[[], Terms]


def no_terms() -> Terms:
    """Return the terms of a number that no row stands behind."""
    return ()


def as_role(terms: MadeOf, role: Role) -> Terms:
    """Return terms as the numerator or the denominator of a share."""
    return tuple(replace(term, role=role) for term in terms())


def over(above: MadeOf, below: MadeOf) -> MadeOf:
    """Return the terms of one number divided by another."""
    return lambda: (*as_role(above, "numerator"), *as_role(below, "denominator"))


def negative(terms: Terms) -> Terms:
    """Return terms that are taken off; only lines are."""
    return tuple(
        replace(term, weights=tuple((line, weight.copy_negate()) for line, weight in term.weights))
        for term in terms
        if isinstance(term, OfLines)
    )


def in_pounds(
    scope: Scope, quantity: str, window: Window, counts_as: CountsAs, lines: Iterable[Line] | None = None
) -> MadeOf:
    """Return the term of a sum in £ of the valued measures that count as `counts_as`: of a scope, or of some lines."""

    def terms() -> Terms:
        of = (line for line in (scope.lines if lines is None else lines) if line.measure.valued)
        weights = tuple((line, line.worth or NOTHING) for line in of if line.measure.counts_as == counts_as)
        return (OfLines(quantity, window, weights, quarter=scope.quarter),)

    return terms


def in_own_unit(scope: Scope, quantity: str, window: Window, weight: Decimal = ONE, base: bool = False) -> MadeOf:
    """Return the term of a sum of a scope's lines in the measure's own unit, each at `weight`."""
    return lambda: (
        OfLines(quantity, window, tuple((line, weight) for line in scope.lines), base=base, quarter=scope.quarter),
    )


def of_contracts(amounts: Iterable[tuple[str, int | Decimal]], words: str) -> MadeOf:
    """Return the term of contracts that are counted, or whose value is added, each at its row of the register."""
    return lambda: (OfKeys("contracts", tuple(((ref,), Decimal(amount)) for ref, amount in amounts), words),)


def times(weight: Decimal, rate: Decimal) -> Decimal:
    """Return a weight of which only a part is expected."""
    return ARITHMETIC.multiply(weight, rate)
