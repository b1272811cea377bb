"""What the rows of one fact add up to, put together from its lots. Measures stage."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from heapq import nlargest

from sv_report.measures.scope import NOTHING, Line
from sv_report.measures.terms import ONE, Role, Terms
from sv_report.measures.trace.grouped import Cell
from sv_report.measures.trace.lot import CELLS, GroupLot, Lot, Seen, Sums, WholeLot
from sv_report.measures.trace.trace import MOST, FileSum, TraceRow
from sv_report.measures.value import ARITHMETIC, total

ORDER: dict[Role, int] = {"part": 0, "numerator": 1, "denominator": 2}
OfMeasure = tuple[Role, str, str | None]  # a role, a measure and the version of the value book


@dataclass(frozen=True, eq=False)
class Part:
    """Lots in a role of a fact, each at its weight; `lines`, where each lot is of one."""

    role: Role
    lots: Sequence[Lot]
    weights: Sequence[Decimal]
    lines: Sequence[Line] = ()

    @cached_property
    def sums(self) -> Sums:
        """What the rows add to the fact, by place."""
        sums: Sums = {}
        for lot, weight in zip(self.lots, self.weights, strict=True):
            for place, (taken, added, examined) in lot.sums.items():
                before, so_far, looked_at = sums.get(place, (0, NOTHING, 0))
                weighed = ARITHMETIC.multiply(added, weight)
                sums[place] = before + taken, ARITHMETIC.add(so_far, weighed), looked_at + examined
        return sums

    @property
    def total(self) -> Decimal:
        """What the rows add to the fact."""
        return total(added for _, added, _ in self.sums.values())

    def row(self, seen: Seen, weight: Decimal) -> TraceRow:
        """Return a row of a lot as it stands in the fact."""
        source = seen.source
        return TraceRow(
            *source.place, source.row, self.role, ARITHMETIC.multiply(seen.contribution, weight), source.table,
            source.contract, source.measure, source.period, seen.quantity,
        )  # fmt: skip

    def rows(self, is_taken: bool) -> Iterator[TraceRow]:
        """Give every row of lots that keep them."""
        for lot, weight in zip(self.lots, self.weights, strict=True):
            if isinstance(lot, WholeLot):
                yield from (self.row(seen, weight) for seen in lot.rows[is_taken])


@dataclass(frozen=True)
class Tally:
    """The rows of a fact: those of its parts that are taken, or where there are none those that were examined."""

    parts: Sequence[Part]

    @cached_property
    def is_taken(self) -> bool:
        """Whether any row is taken."""
        return any(taken for part in self.parts for taken, _, _ in part.sums.values())

    @cached_property
    def files(self) -> tuple[FileSum, ...]:
        """The rows and their sum by file, sheet and role, in that order of roles."""
        found: dict[tuple[Role, str, str], tuple[int, Decimal]] = {}
        for part in self.parts:
            for place, (taken, added, examined) in part.sums.items():
                rows, so_far = found.get((part.role, *place), (0, NOTHING))
                more = taken if self.is_taken else examined
                found[part.role, *place] = rows + more, ARITHMETIC.add(so_far, added)
        order = sorted(found, key=lambda key: (ORDER[key[0]], *key[1:]))
        return tuple(FileSum(*key[1:], key[0], *found[key]) for key in order if found[key][0])

    @property
    def count(self) -> int:
        """How many rows there are."""
        return sum(one.rows for one in self.files)

    @property
    def totals(self) -> dict[Role, Decimal]:
        """What the rows of each role add up to."""
        roles = dict.fromkeys(one.role for one in self.files)
        return {role: total(one.total for one in self.files if one.role == role) for role in roles}

    @property
    def largest(self) -> tuple[TraceRow, ...]:
        """At most ten rows, the largest first; of two alike the first that came."""
        lots = [
            (part, weight, lot.largest)
            for part in (self.parts if self.is_taken else ())
            for lot, weight in zip(part.lots, part.weights, strict=True)
            if weight and lot.largest
        ]
        # the ten largest rows are in the ten lots whose largest are the largest
        first = nlargest(MOST, lots, key=lambda lot: _size(lot[0], lot[1], lot[2][-1]))
        rows = ((part, weight, seen) for part, weight, largest in first for seen in largest)
        return tuple(part.row(seen, weight) for part, weight, seen in nlargest(MOST, rows, key=lambda row: _size(*row)))

    @property
    def in_order(self) -> tuple[TraceRow, ...]:
        """Every row that was kept, by role, file, sheet and number."""
        rows = (row for part in self.parts for row in part.rows(self.is_taken))
        return tuple(sorted(rows, key=lambda row: (ORDER[row.role], row.file, row.sheet, row.row)))


class Gathering:
    """The lots of one fact, by its terms; with `adds` off, as of a fact that cannot be said, no row adds anything."""

    def __init__(self, terms: Terms, adds: bool = True) -> None:
        self.terms = terms
        self._adds = adds
        self._of_terms: dict[int, Part] = {}
        self._parts: list[Part] = []

    def add(
        self, number: int, lots: Sequence[Lot], weights: Sequence[Decimal] = (), lines: Sequence[Line] = ()
    ) -> None:
        """Take in the lots of a term, each at its weight."""
        part = self._part(self.terms[number].role, lots, weights or [ONE] * len(lots), lines)
        self._of_terms[number] = part
        self._parts.append(part)

    def share(self, numbers: Collection[int], lots: Sequence[Lot], weights: Sequence[Decimal]) -> None:
        """Take in the lots of rows that some terms share, in the place of their own, so that a row is counted once."""
        own = [self._of_terms[number] for number in numbers]
        self._parts = [part for part in self._parts if part not in own]
        self._parts.append(self._part(own[0].role, lots, weights))

    def _part(self, role: Role, lots: Sequence[Lot], weights: Sequence[Decimal], lines: Sequence[Line] = ()) -> Part:
        return Part(role, lots, weights if self._adds else [NOTHING] * len(lots), lines)

    @property
    def of_terms(self) -> list[Decimal]:
        """What each term adds up to."""
        return [self._of_terms[number].total for number in range(len(self.terms))]

    @property
    def of_measures(self) -> dict[OfMeasure, tuple[Decimal, Decimal]]:
        """The quantity and the contribution of each measure."""
        found: dict[OfMeasure, tuple[Decimal, Decimal]] = defaultdict(lambda: (NOTHING, NOTHING))
        for part in self._of_terms.values():
            for line, lot, weight in zip(part.lines, part.lots, part.weights, strict=False):
                quantity, contribution = found[part.role, line.measure.ref, line.version]
                signed = lot.total.copy_negate() if weight < 0 else lot.total
                added = ARITHMETIC.multiply(lot.total, weight)
                found[part.role, line.measure.ref, line.version] = (
                    ARITHMETIC.add(quantity, signed), ARITHMETIC.add(contribution, added),
                )  # fmt: skip
        return found

    @property
    def cells(self) -> Iterator[Cell]:
        """The cells in which its largest rows are."""
        found: dict[Decimal, list[Cell]] = defaultdict(list)
        for part in self._parts:
            for lot, weight in zip(part.lots, part.weights, strict=True):
                for most, cells in lot.cells.items() if isinstance(lot, GroupLot) else ():
                    found[ARITHMETIC.multiply(most, weight.copy_abs())] += cells
        for most in sorted(found, reverse=True)[:CELLS]:
            yield from found[most][:CELLS]

    @cached_property
    def tally(self) -> Tally:
        """The rows of its parts."""
        return Tally(self._parts)

    def look_at(self, other: "Gathering") -> None:
        """Take what another gathering looked at as examined."""
        self.tally = other.tally


def _size(part: Part, weight: Decimal, seen: Seen) -> tuple[Decimal, int, int]:
    return ARITHMETIC.multiply(seen.size, weight.copy_abs()), seen.before, -ORDER[part.role]
