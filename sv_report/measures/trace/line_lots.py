"""What terms ask of a row, and the lots of a line that it goes into. Measures stage."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TypeAlias

from sv_report.measures.scope import NOTHING
from sv_report.measures.terms import ONE, OfLines
from sv_report.measures.trace.amounts import Amounts, Row
from sv_report.measures.trace.grouped import MOST
from sv_report.measures.trace.lot import GroupLot, Lot, Seen, SourceRow
from sv_report.measures.value import ARITHMETIC, total

Periods: TypeAlias = frozenset[str]
Weighted: TypeAlias = tuple[tuple["Asked", Periods, Decimal], ...]  # what several terms ask, each at its weight
Takers: TypeAlias = Sequence[tuple["Asked", Decimal]]


class Asked:
    """What terms ask of a row, whatever their lines and periods: an amount of it, or that it is counted."""

    def __init__(self, term: OfLines, amounts: Amounts) -> None:
        self._term = term
        self._amount_of = amounts.of(term)
        self._contracts: set[str] = set()  # of the rows so far, where each contract is counted once

    def of(self, row: Row, source: SourceRow) -> tuple[Seen, bool] | None:
        """Return a row as it is seen, and whether it is taken; None where the terms are of no such row."""
        found = self._amount_of(row)
        if found is None:
            return None
        amount, is_taken = found
        counted = NOTHING if not is_taken else self._counted(source) if self._term.each else amount
        return Seen.of(source, counted, amount), is_taken

    def _counted(self, source: SourceRow) -> Decimal:
        if not self._term.once:
            return Decimal(source.lines)
        if source.contract in self._contracts:
            return NOTHING
        self._contracts.add(source.contract)
        return ONE

    def most(self, group: Row, is_second: bool) -> Decimal:
        """Return the most that a row of a group adds; by a second term, what was assessed less what was accepted."""
        if self._term.each:
            return ONE
        of = "base" if self._term.base else "not_accepted" if is_second else "claimed"
        name = "validated" if of == "claimed" and self._term.quantity.startswith("validated") else of
        return (group[MOST[name]] or NOTHING).copy_abs()


class LineLots:
    """The lots of one contract, measure and version: of what is asked of some periods, and of rows that terms share."""

    def __init__(self, new_lot: type[Lot]) -> None:
        self._own: dict[Asked, dict[Periods, Lot]] = defaultdict(lambda: defaultdict(new_lot))
        self._shared: dict[Weighted, Lot] = defaultdict(new_lot)

    def lot(self, asked: Asked, periods: Periods) -> Lot:
        """Return the lot of what is asked of the rows of some periods."""
        return self._own[asked][periods]

    def shared_lot(self, weighted: Weighted) -> tuple[Lot, Decimal]:
        """Return the lot of the rows that several terms share, each term at its weight, and what the lot weighs."""
        if len(weighted) > 1:
            return self._shared[weighted], ONE
        ((asked, periods, weight),) = weighted
        return self.lot(asked, periods), weight

    def take(self, row: Row, source: SourceRow) -> None:
        """Give a row to every lot that it is of."""
        for lot, seen, is_taken, _ in self._given(row, source):
            lot.take(seen, is_taken)

    def take_group(self, group: Row, source: SourceRow) -> None:
        """Give a group of rows to every lot that it is of."""
        for lot, seen, is_taken, takers in self._given(group, source):
            if isinstance(lot, GroupLot):
                lot.take_group(seen, is_taken, _most(group, takers) if is_taken else NOTHING)

    def look_at(self, row: Row, source: SourceRow) -> None:
        """Show a row of a group that was taken to every lot that it is of."""
        for lot, seen, *_ in self._given(row, source):
            if seen.contribution:
                lot.look_at(seen)

    def _given(self, row: Row, source: SourceRow) -> Iterator[tuple[Lot, Seen, bool, Takers]]:
        """Yield each lot of a row, the row as the lot sees it, whether it is taken, and what takes it, weighted."""
        answers: dict[Asked, tuple[Seen, bool]] = {}
        for asked, lots in self._own.items():
            inside = [lot for periods, lot in lots.items() if source.period in periods]
            if inside and (answer := asked.of(row, source)):
                answers[asked] = answer
                for lot in inside:
                    yield lot, *answer, ((asked, ONE),)
        for weighted, lot in self._shared.items():
            asking = [(asked, weight) for asked, periods, weight in weighted
                      if asked in answers and source.period in periods]  # fmt: skip
            if asking:
                takers = [(asked, weight) for asked, weight in asking if answers[asked][1]]
                added = total(ARITHMETIC.multiply(answers[asked][0].contribution, weight) for asked, weight in takers)
                seen = Seen.of(source, added, answers[asking[0][0]][0].quantity)
                yield lot, seen, len(takers) == 1 or bool(added), takers  # one that cancels out is only examined


def _most(group: Row, takers: Takers) -> Decimal:
    """Return the most that one row of a group adds."""
    asked, weight = takers[-1]
    return ARITHMETIC.multiply(asked.most(group, is_second=len(takers) > 1), weight.copy_abs())
