"""Sums that a reader can check: figures that stand beside what they are the sum of, the difference of, or a share of.

Exhibits stage: ground of tables and sentences. Each figure is rounded once, so that printed figures may miss their
printed total in the last place: then, and only then, a note says so. Figures that do not add up before they are
rounded are a bug of ours, and nothing is printed.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sv_report.measures.fact import Fact
from sv_report.measures.value import ARITHMETIC, total

TOTALS = "Figures may not add to their totals because of rounding."
DIFFERENCES = "Differences may be out in the last place because of rounding."
PER_CENT = "Percentages may not add to 100% because of rounding."
SAME = Decimal("1E-12")  # quotients have 28 digits, so that three thirds are not quite one
Row = Sequence[str | Fact]  # the cells of a table's row
Place = tuple[int, int]  # row and column, from 0


@dataclass(frozen=True)
class Sum:
    """A `whole` that is the sum of `parts`, less what is taken off; without a whole, shares that add up to 100%."""

    whole: Fact | None
    parts: tuple[Fact, ...]
    less: tuple[Fact, ...] = ()

    @property
    def is_known(self) -> bool:
        """Whether it can be added up: a figure that is not shown, or a whole or a share that is not there, cannot.

        Of what nobody reported nothing is in the whole, so that such a part counts as nothing.
        """
        every = (*self.parts, *self.less, *((self.whole,) if self.whole else ()))
        needed = (self.whole,) if self.whole else self.parts
        return all(fact.value is not None for fact in needed) and all(fact.status != "suppressed" for fact in every)

    @property
    def adds_up(self) -> bool:
        """Whether the figures add up before they are rounded."""
        return not self.is_known or abs(self._missed(lambda fact: fact.value)) < SAME

    @property
    def adds_up_as_printed(self) -> bool:
        """Whether the figures add up as they are printed; what is too small to be seen counts as nothing."""
        return not self.is_known or not self._missed(lambda fact: None if fact.value is None else fact.rounded)

    @property
    def note(self) -> str:
        """What is said where they do not."""
        return PER_CENT if self.whole is None else DIFFERENCES if self.less else TOTALS

    @property
    def ids(self) -> str:
        """The ids of the figures, for a message."""
        every = (*((self.whole,) if self.whole else ()), *self.parts, *self.less)
        return ", ".join(fact.id for fact in every)

    def _missed(self, amount: Callable[[Fact], Decimal | None]) -> Decimal:
        """Return by how much the parts miss the whole, by some amount of each."""
        added, off = (total(amount(fact) or Decimal(0) for fact in facts) for facts in (self.parts, self.less))
        whole = Decimal(1) if self.whole is None else amount(self.whole) or Decimal(0)
        return ARITHMETIC.subtract(ARITHMETIC.subtract(added, off), whole)


@dataclass(frozen=True)
class Across:
    """In each row of a table the figure of column `whole` is that of `parts`, less that of `less`; numbered from 0."""

    whole: int
    parts: tuple[int, ...]
    less: tuple[int, ...] = ()

    def sums(self, rows: Sequence[Row]) -> Iterator[tuple[Place, Sum]]:
        """Yield the sum of each row that has a whole, with its place."""
        for number, row in enumerate(rows):
            whole = row[self.whole]
            if isinstance(whole, Fact):
                yield (number, self.whole), Sum(whole, _facts(row, self.parts), _facts(row, self.less))


@dataclass(frozen=True)
class ToHundred:
    """The shares in a column of a table are of one thing, and add up to 100%."""

    column: int

    def sums(self, rows: Sequence[Row]) -> Iterator[tuple[Place, Sum]]:
        """Yield the one sum, at the place of the last share."""
        shares = [(number, cell) for number, row in enumerate(rows) if isinstance(cell := row[self.column], Fact)]
        if shares:
            yield (shares[-1][0], self.column), Sum(None, tuple(cell for _, cell in shares))


def to_totals(rows: Sequence[Row]) -> Iterator[tuple[Place, Sum]]:
    """Yield the sum of each column whose last row is the total of those above; shares do not add up."""
    for column, whole in enumerate(rows[-1] if rows else ()):
        if isinstance(whole, Fact) and whole.kind in ("sum", "count"):
            above = (row[column] for row in rows[:-1])
            yield (len(rows) - 1, column), Sum(whole, tuple(cell for cell in above if isinstance(cell, Fact)))


def notes_on(sums: Iterable[Sum]) -> str:
    """Return what is to be said of sums that do not add up as they are printed, each thing once."""
    return " ".join(dict.fromkeys(one.note for one in sums if not one.adds_up_as_printed))


def _facts(row: Row, columns: Iterable[int]) -> tuple[Fact, ...]:
    return tuple(cell for column in columns if isinstance(cell := row[column], Fact))
