"""What the rows of one fact add up to, gathered as they come. Measures stage."""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from decimal import Decimal
from heapq import heappush, heappushpop
from itertools import count

from sv_report.measures.scope import NOTHING
from sv_report.measures.terms import Role, Terms
from sv_report.measures.trace.grouped import Cell
from sv_report.measures.trace.trace import MOST, FileSum, TraceRow
from sv_report.measures.value import ARITHMETIC

ORDER: dict[Role, int] = {"part": 0, "numerator": 1, "denominator": 2}
NUMBERS = count()
CELLS = 2 * MOST  # in which the largest rows are looked for


@dataclass
class Tally:
    """Rows counted and added up by file and role, the largest kept, and every one where all are asked for."""

    every_row: bool
    totals: dict[Role, Decimal] = field(default_factory=dict)
    rows: list[TraceRow] = field(default_factory=list)
    _files: dict[tuple[str, str, Role], tuple[int, Decimal]] = field(default_factory=dict)
    _largest: list[tuple[Decimal, int, TraceRow]] = field(default_factory=list)
    _cells: dict[Decimal, list[Cell]] = field(default_factory=lambda: defaultdict(list))

    def add(self, row: TraceRow) -> None:
        """Take in a row."""
        self._count(row, 1)
        if self.every_row:
            self.rows.append(row)
        self.look_at(row)

    def add_group(self, group: TraceRow, rows: int, most: Decimal) -> None:
        """Take in so many rows of one cell together, of which one adds at `most` so much."""
        self._count(group, rows)
        self._cells[most].append((group.contract, group.measure, group.period))
        if len(self._cells) > CELLS:
            del self._cells[min(self._cells)]

    def _count(self, row: TraceRow, number: int) -> None:
        key = (row.file, row.sheet, row.role)
        rows, total = self._files.get(key, (0, NOTHING))
        self._files[key] = (rows + number, ARITHMETIC.add(total, row.contribution))
        self.totals[row.role] = ARITHMETIC.add(self.totals.get(row.role, NOTHING), row.contribution)

    def look_at(self, row: TraceRow) -> None:
        """Keep a row if it is one of the largest."""
        if row.contribution:
            one = (abs(row.contribution), -next(NUMBERS), row)  # of two alike the first that came
            (heappush if len(self._largest) < MOST else heappushpop)(self._largest, one)

    @property
    def cells(self) -> set[Cell]:
        """The cells in which the largest rows are."""
        return {cell for cells in self._cells.values() for cell in cells[:CELLS]}

    def __bool__(self) -> bool:
        return bool(self._files)

    @property
    def count(self) -> int:
        """How many rows there are."""
        return sum(rows for rows, _ in self._files.values())

    @property
    def files(self) -> tuple[FileSum, ...]:
        """The rows and their sum by file, sheet and role, in that order of roles."""
        found = (FileSum(*key, *amounts) for key, amounts in self._files.items())
        return tuple(sorted(found, key=lambda one: (ORDER[one.role], one.file, one.sheet)))

    @property
    def largest(self) -> tuple[TraceRow, ...]:
        """At most ten rows, the largest first."""
        return tuple(row for _, _, row in sorted(self._largest, key=lambda one: one[:2], reverse=True))

    @property
    def in_order(self) -> tuple[TraceRow, ...]:
        """Every row, by role, file, sheet and number."""
        return tuple(sorted(self.rows, key=lambda row: (ORDER[row.role], row.file, row.sheet, row.row)))


class Gathering:
    """The rows of one fact: those that its filter takes, or where it takes none those that were examined.

    With `adds` off, as of a fact that cannot be said, every row is only examined. `of_terms` is what each term adds
    up to; `of_measures` the quantity and the contribution of each measure, by role, measure and version of the value
    book.
    """

    def __init__(self, terms: Terms, every_row: bool, adds: bool = True) -> None:
        self.terms = terms
        self._adds = adds
        self.of_terms = [NOTHING] * len(terms)
        self.of_measures: dict[tuple[Role, str, str | None], tuple[Decimal, Decimal]] = defaultdict(
            lambda: (NOTHING, NOTHING)
        )
        self._taken, self._examined = Tally(every_row), Tally(every_row)
        self._contracts: set[str] = set()

    def is_first(self, contract: str) -> bool:
        """Return whether a contract is seen for the first time."""
        is_new = contract not in self._contracts
        self._contracts.add(contract)
        return is_new

    def add(self, row: TraceRow, is_taken: bool = True) -> None:
        """Take in a row; one that the filter does not take is only examined."""
        (self._taken if is_taken else self._examined).add(self._as_added(row))

    def add_group(self, group: TraceRow, rows: int, most: Decimal, is_taken: bool) -> None:
        """Take in rows of one cell together."""
        (self._taken if is_taken else self._examined).add_group(self._as_added(group), rows, most)

    def look_at_row(self, row: TraceRow) -> None:
        """Keep a row of a group that was taken if it is one of the largest."""
        self.tally.look_at(self._as_added(row))

    def _as_added(self, row: TraceRow) -> TraceRow:
        return row if self._adds else replace(row, contribution=NOTHING)

    @property
    def cells(self) -> set[Cell]:
        """The cells in which its largest rows are."""
        return self.tally.cells

    def add_to_term(self, number: int, contribution: Decimal) -> None:
        """Add to what a term adds up to."""
        self.of_terms[number] = ARITHMETIC.add(self.of_terms[number], contribution)

    def add_to_measure(self, key: tuple[Role, str, str | None], quantity: Decimal, contribution: Decimal) -> None:
        """Add to what a measure adds up to."""
        quantities, contributions = self.of_measures[key]
        self.of_measures[key] = ARITHMETIC.add(quantities, quantity), ARITHMETIC.add(contributions, contribution)

    def look_at(self, other: "Gathering") -> None:
        """Take what another gathering looked at as examined."""
        self._examined = other.tally

    @property
    def tally(self) -> Tally:
        """The rows that count, or where there are none those that were examined."""
        return self._taken if self._taken else self._examined
