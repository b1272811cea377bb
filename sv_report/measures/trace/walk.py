"""One pass over each table, for any number of facts: every row is given to the lots that its cell has.

Measures stage. The rows are read as the engine gives them and never held all at once.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cached_property
from typing import Any

import narwhals as nw

from sv_report.data.schema import ORIGIN
from sv_report.measures.cube import owed_commitments
from sv_report.measures.results import Results
from sv_report.measures.scope import NOTHING
from sv_report.measures.terms import ONE, Key, OfKeys, OfPlaces, OfTable
from sv_report.measures.trace.amounts import Amounts, Row
from sv_report.measures.trace.gathering import Gathering
from sv_report.measures.trace.grouped import grouped, rows_of
from sv_report.measures.trace.index import Index, LineIndex
from sv_report.measures.trace.line_lots import LineLots, Periods
from sv_report.measures.trace.lot import NUMBERS, GroupLot, Lot, Seen, SourceRow, WholeLot
from sv_report.measures.trace.trace import MOST
from sv_report.measures.windows import Days, Window

KEYS = {
    "contracts": ("ref",),
    "variations": ("contract", "effective_on"),
    "returns": ("contract", "period", "version"),
    "assessments": ("contract", "assessed_on"),
    "measures": ("ref",),
}
FEW = 500  # contracts that are named to the engine
MANY = 50_000  # deliveries that are not walked through one by one for a summary


class Walk:
    """The rows of some results, walked through once a table."""

    def __init__(self, results: Results) -> None:
        self._results = results
        self._amounts = Amounts(results)

    def through(self, gatherings: Sequence[Gathering], every_row: bool) -> None:
        """Give every gathering the lots of its terms, filled; without `every_row`, deliveries that are many are added
        up by the engine and given as groups."""
        new_lot = WholeLot if every_row else Lot
        in_groups = self._are_many and not every_row
        index = Index(self._results, self._amounts, self._inside, new_lot, GroupLot if in_groups else new_lot)
        tables = _TableLots(self._results, new_lot)
        for gathering in gatherings:
            index.add(gathering)
            for number, term in enumerate(gathering.terms):
                match term:
                    case OfKeys():
                        gathering.add(number, [self._of_keys(term, new_lot())])
                    case OfPlaces():
                        gathering.add(number, [_of_places(term, new_lot())])
                    case OfTable():
                        gathering.add(number, [tables[term.table]])
        if index.commitments or index.pairs:
            self._through_commitments(index)
        if index.deliveries:
            self._through_groups(index, gatherings) if in_groups else self._through_deliveries(index)
        if index.spend:
            self._through_spend(index)

    @cached_property
    def _are_many(self) -> bool:
        """Whether deliveries are not walked through one by one for a summary."""
        return self._results.tables.count("deliveries") > MANY

    def _through_commitments(self, index: Index) -> None:
        contracts = index.commitments.contracts | index.pairs.contracts
        for row in self._rows(owed_commitments(self._results.tables), contracts):
            source = _source(row, "commitments")
            for lots in self._lots_of(row, index.commitments):
                lots.take(row, source)
            for lot, counted in index.pairs.of(source.contract, self._amounts.measure(row), source.period):
                lot.take(Seen.of(source, counted, row["quantity"]))

    def _through_deliveries(self, index: Index) -> None:
        for row in self._rows(self._results.tables["deliveries"], index.deliveries.contracts):
            source = _source(row, "deliveries")
            for lots in self._lots_of(row, index.deliveries):
                lots.take(row, source)

    def _through_groups(self, index: Index, gatherings: Sequence[Gathering]) -> None:
        tables, lines = self._results.tables, index.deliveries
        for group in self._rows(grouped(tables["deliveries"], self._results.days), lines.contracts):
            source = _source(group, "deliveries", group["lines"])
            for lots in self._lots_of(group, lines):
                lots.take_group(group, source)
        cells = {cell for gathering in gatherings for cell in gathering.cells}
        for row in self._rows(rows_of(tables, cells), lines.contracts) if cells else ():
            source = _source(row, "deliveries")
            for lots in self._lots_of(row, lines):
                lots.look_at(row, source)

    def _through_spend(self, index: Index) -> None:
        for row in self._rows(self._results.tables["spend"], index.spend.contracts):
            source = _source(row, "spend")
            for lot in index.spend.of(source.contract, source.period):
                lot.take(Seen.of(source, row["amount"], row["amount"]))

    def _lots_of(self, row: Row, lines: LineIndex) -> list[LineLots]:
        version = self._results.version(row["contract"], row["period"])
        return lines.of(row["contract"], self._amounts.measure(row), version)

    def _rows(self, frame: nw.LazyFrame[Any], contracts: frozenset[str]) -> Iterator[Row]:
        """Give the rows of a table in the order of its files, of these contracts where they are few."""
        if "" not in contracts and len(contracts) <= FEW:
            frame = frame.filter(nw.col("contract").is_in(sorted(contracts)))
        for row in self._results.tables.each(frame.sort(*ORIGIN)):
            if row["contract"] in self._results.contracts and row["period"] in self._days:
                yield row

    @cached_property
    def _days(self) -> dict[str, Days]:
        """The days of each period of the data."""
        rows = self._results.tables.rows(self._results.tables["periods"])
        return {row["period"]: Days(row["period_start"], row["period_end"]) for row in rows}

    @cached_property
    def _inside(self) -> dict[Window, Periods]:
        """The periods that are in each window."""
        return {
            name: frozenset(period for period, days in self._days.items() if days.is_within(window))
            for name, window in self._results.windows.items()
        }

    # ---- rows by key, by place and of a whole table ------------------------------------------------

    def _of_keys(self, term: OfKeys, lot: Lot) -> Lot:
        for key, amount in term.amounts:
            for place, row in enumerate(self._places[term.table].get(key, ())):
                lot.take(Seen.of(_source(row, term.table), NOTHING if place else amount))
        return lot

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


class _TableLots(dict[str, Lot]):
    """The lot of every row of a table, each counted once, made when a table is first asked for."""

    def __init__(self, results: Results, new_lot: type[Lot]) -> None:
        self._tables = results.tables
        self._new_lot = new_lot

    def __missing__(self, table: str) -> Lot:
        lot = self[table] = self._new_lot()
        frame = self._tables[table]
        if isinstance(lot, WholeLot):
            for row in self._tables.each(frame):
                lot.take(Seen.of(_source(row, table), ONE))
            return lot
        files = frame.group_by(*ORIGIN[:2]).agg(nw.col("origin_row").min(), lines=nw.len())
        for file in self._tables.rows(files):
            lot.count(Seen.of(_source(file, table, file["lines"]), Decimal(file["lines"])))
        for row in self._tables.rows(frame.head(MOST)):
            lot.look_at(Seen.of(_source(row, table), ONE))
        return lot


def _of_places(term: OfPlaces, lot: Lot) -> Lot:
    for (file, sheet, row), (contract, measure, period), amount in term.rows:
        source = SourceRow(next(NUMBERS), (file, sheet or ""), row, term.table, contract, measure, period)
        lot.take(Seen.of(source, amount))
    return lot


def _source(row: Row, table: str, lines: int = 1) -> SourceRow:
    contract = row.get("ref", "") if table == "contracts" else row.get("contract") or ""
    measure = row.get("ref", "") if table == "measures" else row.get("measure") or ""
    place = row["origin_file"], row["origin_sheet"] or ""
    return SourceRow(next(NUMBERS), place, row["origin_row"], table, contract, measure, row.get("period") or "", lines)
