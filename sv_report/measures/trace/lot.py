"""Lots: rows that facts take alike, added up once for all of these facts. Measures stage."""

from bisect import insort
from decimal import Decimal
from itertools import count
from typing import NamedTuple, TypeAlias

from sv_report.measures.scope import NOTHING
from sv_report.measures.trace.grouped import Cell
from sv_report.measures.trace.trace import MOST
from sv_report.measures.value import ARITHMETIC, total

NUMBERS = count()
CELLS = 2 * MOST  # in which the largest rows are looked for
Place: TypeAlias = tuple[str, str]  # a file and its sheet
Sums: TypeAlias = dict[Place, tuple[int, Decimal, int]]  # rows that are taken, what they add, rows only examined


class SourceRow(NamedTuple):
    """A row of a source, or the `lines` of a group together; of two rows the one with the lower `number` came first."""

    number: int
    place: Place
    row: int
    table: str
    contract: str
    measure: str
    period: str
    lines: int = 1


class Seen(NamedTuple):
    """A row, what it adds to a lot, and its own quantity. The larger compares as more; of two alike, the first."""

    size: Decimal
    before: int
    source: SourceRow
    contribution: Decimal
    quantity: Decimal | None

    @classmethod
    def of(cls, source: SourceRow, contribution: Decimal, quantity: Decimal | None = None) -> "Seen":
        """Return a row as it is seen."""
        return cls(contribution.copy_abs(), -source.number, source, contribution, quantity)


class Lot:
    """What rows add up to, by place, and the largest of them, in rising order."""

    __slots__ = ("largest", "sums")

    def __init__(self) -> None:
        self.sums: Sums = {}
        self.largest: list[Seen] = []

    @property
    def total(self) -> Decimal:
        """What the rows add up to."""
        return total(added for _, added, _ in self.sums.values())

    def take(self, row: Seen, is_taken: bool = True) -> None:
        """Take in a row."""
        self.count(row, is_taken)
        if row.contribution:
            self.look_at(row)

    def count(self, row: Seen, is_taken: bool = True) -> None:
        """Add a row, or a group of rows, to the sums."""
        place, lines = row.source.place, row.source.lines
        taken, added, examined = self.sums.get(place, (0, NOTHING, 0))
        if is_taken:
            self.sums[place] = taken + lines, ARITHMETIC.add(added, row.contribution), examined
        else:
            self.sums[place] = taken, added, examined + lines

    def look_at(self, row: Seen) -> None:
        """Keep a row if it is one of the largest."""
        if len(self.largest) == MOST:
            if row < self.largest[0]:
                return
            del self.largest[0]
        insort(self.largest, row)


class WholeLot(Lot):
    """A lot that keeps every row, by whether it was taken."""

    __slots__ = ("rows",)

    def __init__(self) -> None:
        super().__init__()
        self.rows: dict[bool, list[Seen]] = {True: [], False: []}

    def take(self, row: Seen, is_taken: bool = True) -> None:
        """Take in a row."""
        super().take(row, is_taken)
        self.rows[is_taken].append(row)


class GroupLot(Lot):
    """A lot of groups; `cells` are those in which the largest rows can be, by the most that one row of them adds."""

    __slots__ = ("cells",)

    def __init__(self) -> None:
        super().__init__()
        self.cells: dict[Decimal, list[Cell]] = {}

    def take_group(self, group: Seen, is_taken: bool, most: Decimal) -> None:
        """Take in a group, of which one row adds at `most` so much."""
        self.count(group, is_taken)
        source = group.source
        self.cells.setdefault(most, []).append((source.contract, source.measure, source.period))
        if len(self.cells) > CELLS:
            del self.cells[min(self.cells)]
