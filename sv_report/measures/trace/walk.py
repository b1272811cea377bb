"""One pass over each table, for any number of facts: every row is held against the terms that its cell has a part in.

Measures stage. The rows are read as the engine gives them and never held all at once.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

import narwhals as nw

from sv_report.data.schema import ORIGIN
from sv_report.measures.cube import owed_commitments
from sv_report.measures.results import Results
from sv_report.measures.scope import NOTHING, SILENT, UNREPORTED
from sv_report.measures.terms import ONE, Key, OfKeys, OfLines, OfPairs, OfPlaces, OfSpend, OfTable, Role
from sv_report.measures.trace.amounts import Amount, Amounts, Row
from sv_report.measures.trace.gathering import Gathering
from sv_report.measures.trace.grouped import MOST, Cell, grouped, rows_of
from sv_report.measures.trace.index import Index, PairIndex, SpendIndex
from sv_report.measures.trace.trace import TraceRow
from sv_report.measures.value import ARITHMETIC
from sv_report.measures.windows import Days

KEYS = {
    "contracts": ("ref",),
    "variations": ("contract", "effective_on"),
    "returns": ("contract", "period", "version"),
    "assessments": ("contract", "assessed_on"),
    "measures": ("ref",),
}
OF_COMMITMENTS = ("committed", UNREPORTED, SILENT)
FEW = 500  # contracts that are named to the engine
MANY = 50_000  # deliveries that are not walked through one by one for a summary


@dataclass(slots=True)
class Part:
    """A row's part in a role of a fact: what it adds, by how many terms."""

    gathering: Gathering
    amount: Decimal
    contribution: Decimal = NOTHING
    taken: int = 0
    most: Decimal = NOTHING  # that a row of a group can add

    @property
    def is_taken(self) -> bool:
        """Whether the row counts; one whose parts cancel out was only examined."""
        return self.taken == 1 or bool(self.taken and self.contribution)


class Walk:
    """The rows of some results, walked through once a table."""

    def __init__(self, results: Results) -> None:
        self._results = results
        self._amounts = Amounts(results)

    def through(self, gatherings: Iterable[Gathering], every_row: bool) -> None:
        """Give every gathering the rows of its terms; without `every_row`, deliveries that are many are added up by
        the engine and given as groups."""
        commitments, deliveries, pairs, spend = Index(), Index(), PairIndex(), SpendIndex()
        for gathering in gatherings:
            for number, term in enumerate(gathering.terms):
                match term:
                    case OfLines(quantity=quantity):
                        index = commitments if quantity in OF_COMMITMENTS else deliveries
                        index.add(gathering, number, term, self._results)
                    case OfPairs():
                        pairs.add(gathering, number, term)
                    case OfSpend():
                        spend.add(gathering, number, term)
                    case OfKeys():
                        self._of_keys(gathering, number, term)
                    case OfPlaces():
                        _of_places(gathering, number, term)
                    case OfTable():
                        self._of_table(gathering, number, term)
        if commitments or pairs:
            for row in self._rows(owed_commitments(self._results.tables), commitments.contracts | pairs.contracts):
                self._give(row, "commitments", commitments, self._amounts.committed)
                self._give_pairs(row, pairs)
        if deliveries:
            self._through_deliveries(deliveries, every_row)
        if spend:
            for row in self._rows(self._results.tables["spend"], spend.contracts):
                self._give_spend(row, spend)

    def _through_deliveries(self, index: Index, every_row: bool) -> None:
        tables = self._results.tables
        if every_row or tables.count("deliveries") <= MANY:
            for row in self._rows(tables["deliveries"], index.contracts):
                self._give(row, "deliveries", index, self._amounts.delivered)
            return
        cells: set[Cell] = set()
        for row in self._rows(grouped(tables["deliveries"], self._results.days), index.contracts):
            self._give(row, "deliveries", index, self._amounts.delivered)
        for gathering in index.gatherings:
            cells |= gathering.cells
        if cells:
            for row in self._rows(rows_of(tables, cells), index.contracts):
                self._give(row, "deliveries", index, self._amounts.delivered, is_again=True)

    def _rows(self, frame: nw.LazyFrame[Any], contracts: frozenset[str]) -> Iterator[Row]:
        """Give the rows of a table in the order of its files, of these contracts where they are few."""
        if "" not in contracts and len(contracts) <= FEW:
            frame = frame.filter(nw.col("contract").is_in(sorted(contracts)))
        for row in self._results.tables.each(frame.sort(*ORIGIN)):
            if row["contract"] in self._results.contracts and row["period"] in self._windows:
                yield row

    @cached_property
    def _windows(self) -> dict[str, frozenset[str]]:
        """The windows that each period of the data is in."""
        found: dict[str, frozenset[str]] = {}
        for row in self._results.tables.rows(self._results.tables["periods"]):
            days = Days(row["period_start"], row["period_end"])
            inside = (name for name, window in self._results.windows.items() if days.is_within(window))
            found[row["period"]] = frozenset(inside)
        return found

    # ---- lines -----------------------------------------------------------------------------------

    def _give(
        self,
        row: Row,
        table: str,
        index: Index,
        amount_of: Callable[[Row, OfLines], Amount | None],
        is_again: bool = False,
    ) -> None:
        """Give a row to every fact that it has a part in, once a role; one that comes again is only looked at."""
        contract, period, lines = row["contract"], row["period"], Decimal(row.get("lines", 1))
        measure = self._amounts.measure(row)
        version = self._results.version(contract, period)
        parts: dict[tuple[int, Role], Part] = {}
        for entry in index.of(contract, measure, version):
            term = entry.term
            if period != term.quarter if term.quarter else term.window not in self._windows[period]:
                continue
            found = amount_of(row, term)
            if found is None:
                continue
            amount, is_taken = found
            gathering = entry.gathering
            counted = lines if term.each else amount
            if term.once and is_taken:
                counted = ONE if gathering.is_first(contract) else NOTHING
            contribution = ARITHMETIC.multiply(counted, entry.weight) if is_taken else NOTHING
            if is_taken and not is_again:
                gathering.add_to_term(entry.number, contribution)
                signed = amount.copy_negate() if entry.weight < 0 else amount
                gathering.add_to_measure((term.role, measure, version), signed, contribution)
            part = parts.setdefault((id(gathering), term.role), Part(gathering, amount))
            part.contribution = ARITHMETIC.add(part.contribution, contribution)
            part.taken += is_taken
            if "lines" in row:
                part.most = _most(row, term, entry.weight, is_second=part.taken > 1)
        for (_, role), part in parts.items():
            traced = _traced(row, table, role, part.contribution, part.amount)
            if is_again:
                part.gathering.look_at_row(traced)
            elif "lines" in row:
                part.gathering.add_group(traced, row["lines"], part.most, part.is_taken)
            else:
                part.gathering.add(traced, part.is_taken)

    # ---- commitments that are counted, spend, rows by key and by place -----------------------------

    def _give_pairs(self, row: Row, index: PairIndex) -> None:
        measure = self._amounts.measure(row)
        for gathering, number, term, counted in index.found.get((row["contract"], measure), ()):
            if term.window not in self._windows[row["period"]]:
                continue
            key = (id(gathering), number, row["contract"], measure)
            contribution = NOTHING if key in index.said else Decimal(counted)
            index.said.add(key)
            gathering.add_to_term(number, contribution)
            gathering.add(_traced(row, "commitments", term.role, contribution, row["quantity"]))

    def _give_spend(self, row: Row, index: SpendIndex) -> None:
        for gathering, number, term in index.found.get(row["contract"], ()):
            if term.window in self._windows[row["period"]]:
                gathering.add_to_term(number, row["amount"])
                gathering.add(_traced(row, "spend", term.role, row["amount"], row["amount"]))

    def _of_keys(self, gathering: Gathering, number: int, term: OfKeys) -> None:
        for key, amount in term.amounts:
            for place, row in enumerate(self._places[term.table].get(key, ())):
                contribution = NOTHING if place else amount
                gathering.add_to_term(number, contribution)
                gathering.add(_traced(row, term.table, term.role, contribution, None))

    def _of_table(self, gathering: Gathering, number: int, term: OfTable) -> None:
        for row in self._results.tables.each(self._results.tables[term.table]):
            gathering.add_to_term(number, ONE)
            gathering.add(_traced(row, term.table, term.role, ONE, None))

    @cached_property
    def _places(self) -> dict[str, dict[Key, list[Row]]]:
        """The rows of the tables that are small, by their keys, made when one is first asked for."""
        return _Places(self._results)


class _Places(dict[str, dict[Key, list[Row]]]):
    def __init__(self, results: Results) -> None:
        self._tables = results.tables

    def __missing__(self, table: str) -> dict[Key, list[Row]]:
        found: dict[Key, list[Row]] = defaultdict(list)
        if table in self._tables:
            for row in self._tables.rows(self._tables[table].sort(*ORIGIN)):
                found[tuple(row[name] for name in KEYS[table])].append(row)
        self[table] = found
        return found


def _most(group: Row, term: OfLines, weight: Decimal, is_second: bool) -> Decimal:
    """Return the most that one row of a group adds; by a second term, what was assessed less what was accepted."""
    if term.each:
        return ONE
    of = "base" if term.base else "not_accepted" if is_second else "claimed"
    name = "validated" if of == "claimed" and term.quantity.startswith("validated") else of
    return abs(ARITHMETIC.multiply(group[MOST[name]] or NOTHING, weight))


def _of_places(gathering: Gathering, number: int, term: OfPlaces) -> None:
    for (file, sheet, row), (contract, measure, period), amount in term.rows:
        gathering.add_to_term(number, amount)
        gathering.add(TraceRow(file, sheet or "", row, term.role, amount, term.table, contract, measure, period, None))


def _traced(row: Row, table: str, role: Role, contribution: Decimal, quantity: Decimal | None) -> TraceRow:
    contract = row["ref"] if table == "contracts" else row.get("contract") or ""
    measure = row["ref"] if table == "measures" else row.get("measure") or ""
    return TraceRow(
        row["origin_file"], row["origin_sheet"] or "", row["origin_row"], role, contribution, table,
        contract, measure, row.get("period") or "", quantity,
    )  # fmt: skip
