"""Lines and scopes: the sums of one contract and measure, and whatever they are added up to.

Measures stage: what `Results` makes and the calculations read off.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache, cached_property
from itertools import chain
from typing import TYPE_CHECKING, Any, Literal

from sv_report.measures.value import ARITHMETIC, total
from sv_report.measures.windows import EARLIER, Days, Window
from sv_report.params.period import Period

if TYPE_CHECKING:
    from sv_report.measures.results import Results
    from sv_report.measures.standing import ContractStanding

Quantity = Literal["committed", "reported", "assessed", "validated"]
CountsAs = Literal["additional", "local"]
Sum = tuple[str, Window]  # a quantity in a window of time
Pounds = dict[Sum, Decimal]

NOTHING = Decimal(0)
UNREPORTED = "unreported"  # committed in quarters for which no return was seen
SILENT = "silent"  # committed in quarters of which no return seen has a line of the measure
ROWS_OF = {  # which count of rows a sum stands on
    "committed": "commitment_rows",
    UNREPORTED: "unreported_rows",
    SILENT: "silent_rows",
    "reported": "delivery_rows",
    "assessed": "delivery_rows",
    "validated": "delivery_rows",
    "reported_then": "delivery_rows_then",
    "validated_then": "delivery_rows_then",
}


@dataclass(frozen=True)
class Measure:
    """What is counted, as the measures table defines it, with the name it carries in reports."""

    ref: str
    theme: str
    outcome: str
    priority: str
    name: str
    unit: str
    over_time: str
    across: str
    good: str
    valued: bool
    counts_as: CountsAs
    sensitive: bool = False

    @property
    def is_share(self) -> bool:
        """Whether it is a numerator and a denominator, divided once."""
        return self.over_time == "share"


@dataclass(frozen=True, slots=True)
class Line:
    """Sums of one contract's measure under one version of the value book: `sums["committed", "to_date"]`.

    `bases` are the denominators of a share, `pounds` what the sums are worth in £ and `worth` what a unit of a row
    is, None where it has no £; a sum of nothing is left out.
    `rows` counts rows by `ROWS_OF`.
    """

    contract: str
    begun: date
    measure: Measure
    version: str | None
    sums: Mapping[Sum, Decimal]
    bases: Mapping[Sum, Decimal]
    rows: Mapping[Sum, int]
    pounds: Mapping[Sum, Decimal]
    worth: Decimal | None = None

    def sum(self, quantity: str, window: Window) -> Decimal:
        """Return a sum in the measure's own unit; levels are added up as they stand."""
        return self.sums.get((quantity, window), NOTHING)

    def base(self, quantity: str, window: Window) -> Decimal:
        """Return the sum of a share's denominators."""
        return self.bases.get((quantity, window), NOTHING)

    def count(self, quantity: str, window: Window) -> int:
        """Return how many rows a sum stands on."""
        return self.rows.get((ROWS_OF[quantity], window), 0)


class Pair(tuple[Line, ...]):
    """The lines of one contract and measure: what was promised and delivered as one commitment.

    Scopes share it; what each of them asks of it is worked out once and kept in `known`.
    """

    @cached_property
    def known(self) -> dict[str, Any]:
        """What has been worked out of it."""
        return {}


def pairs_of(lines: Iterable[Line]) -> tuple[Pair, ...]:
    """Return lines by contract and measure."""
    found: dict[tuple[str, str], list[Line]] = defaultdict(list)
    for line in lines:
        found[line.contract, line.measure.ref].append(line)
    return tuple(map(Pair, found.values()))


class Scope:
    """What a fact is about: every contract, or one member of a dimension.

    `contracts` are the refs of the contracts that it is about, None where it is about measures; `measure` is the one
    measure of a scope by measure. `parts` are the scopes that together are this one, whose sums are then added;
    `quarter` is the one that a scope by quarter is of.
    """

    def __init__(
        self,
        results: "Results",
        pairs: tuple[Pair, ...],
        contracts: tuple[str, ...] | None = None,
        measure: Measure | None = None,
        parts: tuple["Scope", ...] = (),
        quarter: str = "",
    ) -> None:
        self.results = results
        self._parts = parts
        self.pairs = pairs
        self.contracts = contracts
        self._measure = measure
        self.quarter = quarter
        self.known: dict[str, Any] = {}  # what each of many parts asks of the whole, worked out once
        self._is_reported_on = cache(self._find_reported_on)  # the same of many records

    @property
    def measure(self) -> Measure:
        """The one measure of a scope by measure; raise ValueError where there are several."""
        if self._measure is None:
            raise ValueError("this scope is of no single measure")
        return self._measure

    @property
    def is_of_measure(self) -> bool:
        """Whether the scope is one measure's."""
        return self._measure is not None

    @cached_property
    def standings(self) -> "tuple[ContractStanding, ...]":
        """How the contracts of the scope stand."""
        return tuple(self.results.standings[ref] for ref in self.contracts or ())

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The lines of all its pairs."""
        return tuple(chain.from_iterable(self.pairs))

    def quantity(self, quantity: str, window: Window) -> Decimal:
        """Return a sum in the measure's own unit; levels are added up as they stand."""
        return total(line.sum(quantity, window) for line in self.lines)

    def base(self, quantity: str, window: Window) -> Decimal:
        """Return the sum of a share's denominators."""
        return total(line.base(quantity, window) for line in self.lines)

    def value(self, quantity: str, window: Window, counts_as: CountsAs) -> Decimal:
        """Return a sum in £ of the valued measures that count as `counts_as`."""
        return self._pounds[counts_as].get((quantity, window), NOTHING)

    @cached_property
    def _pounds(self) -> dict[CountsAs, Pounds]:
        """Sums in £ by what they count as: of its parts, where it has parts, else of its lines."""
        sums: dict[CountsAs, Pounds] = {"additional": {}, "local": {}}
        of_parts = (pounds for part in self._parts for pounds in part._pounds.items())
        of_lines = ((line.measure.counts_as, line.pounds) for line in self.lines)
        for counts_as, pounds in of_parts if self._parts else of_lines:
            kind = sums[counts_as]
            for key, gbp in pounds.items():
                kind[key] = ARITHMETIC.add(kind[key], gbp) if key in kind else gbp
        return sums

    def rows(self, quantity: str, window: Window, counts_as: CountsAs | None = None) -> int:
        """Return how many rows of the source tables a sum stands on."""
        return self._rows[counts_as].get((ROWS_OF[quantity], window), 0)

    @cached_property
    def _rows(self) -> dict[CountsAs | None, dict[Sum, int]]:
        """Counts of rows: of all measures under None, of valued ones by what they count as."""
        counts: dict[CountsAs | None, dict[Sum, int]] = {None: {}, "additional": {}, "local": {}}
        of_parts = (rows for part in self._parts for rows in part._rows.items())
        of_lines = (
            (kind, line.rows)
            for line in self.lines
            for kind in ((None, line.measure.counts_as) if line.measure.valued else (None,))
        )
        for kind, added in of_parts if self._parts else of_lines:
            found = counts[kind]
            for key, rows in added.items():
                found[key] = found.get(key, 0) + rows
        return counts

    def has_begun(self, by: date) -> bool:
        """Return whether any contract of the scope had begun by a day."""
        if self.contracts is not None:
            return any(self.results.contracts[ref].start <= by for ref in self.contracts)
        return any(line.begun <= by for line in self.lines)

    def is_reported_on(self, window: Window, as_at: date) -> bool:
        """Return whether any return of the scope's contracts for a window had been received by a day.

        Of measures, the contracts that have to do with them; of a quarter, every contract.
        """
        return self._is_reported_on(window, as_at)

    def _find_reported_on(self, window: Window, as_at: date) -> bool:
        results = self.results
        days = results.windows[window]
        if self.quarter:
            period = Period.parse(self.quarter)
            days = Days(period.start, period.end)
        about = self.contracts or {line.contract for line in self.lines if line.contract} or results.contracts
        last = days.last if window in EARLIER else None  # before it begins, nothing of a contract counts
        begun = (ref for ref in about if last is None or results.contracts[ref].start <= last)
        return any(results.has_return(ref, days, as_at) for ref in begun)
