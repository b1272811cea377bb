"""One pass over each table, for any number of facts: every row is held against the terms that its cell has a part in.

Measures stage. The rows are read as the engine gives them and never held all at once.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, TypeAlias

import narwhals as nw

from sv_report.data.schema import ORIGIN
from sv_report.measures.cube import BASE, PART, owed_commitments, seen_returns
from sv_report.measures.results import Results
from sv_report.measures.scope import NOTHING, SILENT, UNREPORTED
from sv_report.measures.terms import ONE, Key, OfKeys, OfLines, OfPairs, OfPlaces, OfSpend, OfTable, Role
from sv_report.measures.trace.gathering import Gathering
from sv_report.measures.trace.grouped import MOST, Cell, grouped, rows_of
from sv_report.measures.trace.trace import TraceRow
from sv_report.measures.value import ARITHMETIC
from sv_report.measures.windows import EARLIER, Days

Row: TypeAlias = Mapping[str, Any]
Amount: TypeAlias = tuple[Decimal, bool]  # of a row, and whether the term's filter takes it
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


@dataclass(frozen=True, slots=True)
class Entry:
    """A term's part in the rows of one contract, measure and version."""

    gathering: Gathering
    number: int  # of the term
    term: OfLines
    weight: Decimal


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
                self._give(row, "commitments", commitments, self._committed)
                self._give_pairs(row, pairs)
        if deliveries:
            self._through_deliveries(deliveries, every_row)
        if spend:
            for row in self._rows(self._results.tables["spend"], spend.contracts):
                self._give_spend(row, spend)

    def _through_deliveries(self, index: "Index", every_row: bool) -> None:
        tables = self._results.tables
        if every_row or tables.count("deliveries") <= MANY:
            for row in self._rows(tables["deliveries"], index.contracts):
                self._give(row, "deliveries", index, self._delivered)
            return
        cells: set[Cell] = set()
        for row in self._rows(grouped(tables["deliveries"], self._results.days), index.contracts):
            self._give(row, "deliveries", index, self._delivered)
        for gathering in index.gatherings:
            cells |= gathering.cells
        if cells:
            for row in self._rows(rows_of(tables, cells), index.contracts):
                self._give(row, "deliveries", index, self._delivered, is_again=True)

    def _rows(self, frame: nw.LazyFrame[Any], contracts: frozenset[str]) -> Iterator[Row]:
        """Give the rows of a table in the order of its files, of these contracts where they are few."""
        if "" not in contracts and len(contracts) <= FEW:
            frame = frame.filter(nw.col("contract").is_in(sorted(contracts)))
        for row in self._results.tables.each(frame.sort(*ORIGIN)):
            if row["contract"] in self._results.contracts and row["period"] in self._windows:
                yield row

    def _measure(self, row: Row) -> str:
        """Return the ref of a row's measure as it is now called."""
        ref: str = row["measure"]
        return self._results.renamed.get(ref, ref)

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
        index: "Index",
        amount_of: Callable[[Row, OfLines], Amount | None],
        is_again: bool = False,
    ) -> None:
        """Give a row to every fact that it has a part in, once a role; one that comes again is only looked at."""
        contract, period, lines = row["contract"], row["period"], Decimal(row.get("lines", 1))
        measure = self._measure(row)
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
                signed = -amount if entry.weight < 0 else amount
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

    def _committed(self, row: Row, term: OfLines) -> Amount | None:
        amount = row["denominator" if term.base else "quantity"]
        if amount is None:
            return None
        place = (row["contract"], row["period"])
        if term.quantity == UNREPORTED and place in self._results.received:
            return NOTHING, False
        if term.quantity == SILENT:
            measure = self._measure(row)
            if (row["contract"], measure, row["period"], BASE if term.base else PART) in self._spoken:
                return NOTHING, False
        return amount, True

    @cached_property
    def _spoken(self) -> set[tuple[str, str, str, str]]:
        return self._results.lines.spoken()

    def _delivered(self, row: Row, term: OfLines) -> Amount | None:
        if term.that and not self._is(term.that, row):
            return None
        quantity, _, then = term.quantity.partition("_")
        number = 1 if then else 0
        if number >= len(self._latest) or self._version(row, number) != row["return_version"]:
            return None
        stem = "denominator" if term.base else "quantity"
        claimed, validated = row[f"{stem}_claimed"], row[f"{stem}_validated"]
        if term.base and claimed is None and validated is None:
            return None
        is_assessed = row["validated_on"] is not None and row["validated_on"] <= self._results.days[number]
        amount = {"reported": claimed, "assessed": claimed if is_assessed else None,
                  "validated": validated if is_assessed else None}[quantity]  # fmt: skip
        return amount or NOTHING, quantity == "reported" or is_assessed

    def _is(self, that: str, row: Row) -> bool:
        """Return whether a line is late, resubmitted or estimated."""
        seen = self._results.received.get((row["contract"], row["period"]))
        if seen is None or that == "estimated":
            return bool(seen and row["estimated"])
        return bool(seen["is_late"]) if that == "late" else bool(seen["versions"] > 1)

    def _version(self, row: Row, number: int) -> int | None:
        return self._latest[number].get((row["contract"], row["period"]))

    @cached_property
    def _latest(self) -> list[dict[tuple[str, str], int]]:
        """The latest version of each return that each day sees."""
        return [self._latest_on(day) for day in self._results.days]

    def _latest_on(self, day: date) -> dict[tuple[str, str], int]:
        rows = self._results.tables.rows(seen_returns(self._results.tables, day))
        return {(row["contract"], row["period"]): row["version"] for row in rows}

    # ---- commitments that are counted, spend, rows by key and by place -----------------------------

    def _give_pairs(self, row: Row, index: "PairIndex") -> None:
        measure = self._measure(row)
        for gathering, number, term, counted in index.found.get((row["contract"], measure), ()):
            if term.window not in self._windows[row["period"]]:
                continue
            key = (id(gathering), number, row["contract"], measure)
            contribution = NOTHING if key in index.said else Decimal(counted)
            index.said.add(key)
            gathering.add_to_term(number, contribution)
            gathering.add(_traced(row, "commitments", term.role, contribution, row["quantity"]))

    def _give_spend(self, row: Row, index: "SpendIndex") -> None:
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


class Index:
    """The entries of lines, by contract, measure and version; of a scope by quarter, the contract is any."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str, str | None], list[Entry]] = defaultdict(list)

    def __bool__(self) -> bool:
        return bool(self._found)

    def add(self, gathering: Gathering, number: int, term: OfLines, results: Results) -> None:
        """Enter a term of lines; a line that had not begun by the end of an earlier window has no part in it."""
        last = results.windows[term.window].last
        for line, weight in term.weights:
            if term.window not in EARLIER or last is None or line.begun <= last:
                self._found[line.contract, line.measure.ref, line.version].append(
                    Entry(gathering, number, term, weight)
                )

    def of(self, contract: str, measure: str, version: str | None) -> Iterator[Entry]:
        """Give the entries of a row."""
        yield from self._found.get((contract, measure, version), ())
        yield from self._found.get(("", measure, version), ())

    @property
    def contracts(self) -> frozenset[str]:
        """The contracts that have an entry."""
        return frozenset(contract for contract, _, _ in self._found)

    @property
    def gatherings(self) -> list[Gathering]:
        """The gatherings that have an entry."""
        found = {id(entry.gathering): entry.gathering for entries in self._found.values() for entry in entries}
        return list(found.values())


class PairIndex:
    """The commitments that are counted, by contract and measure, and those that have been said."""

    def __init__(self) -> None:
        self.found: dict[tuple[str, str], list[tuple[Gathering, int, OfPairs, int]]] = defaultdict(list)
        self.said: set[tuple[int, int, str, str]] = set()

    def __bool__(self) -> bool:
        return bool(self.found)

    def add(self, gathering: Gathering, number: int, term: OfPairs) -> None:
        """Enter a term of commitments."""
        for pair, counted in term.counted:
            key = (pair[0].contract, pair[0].measure.ref)
            self.found[key].append((gathering, number, term, counted))

    @property
    def contracts(self) -> frozenset[str]:
        """The contracts that have an entry."""
        return frozenset(contract for contract, _ in self.found)


class SpendIndex:
    """The terms of spend, by contract."""

    def __init__(self) -> None:
        self.found: dict[str, list[tuple[Gathering, int, OfSpend]]] = defaultdict(list)

    def __bool__(self) -> bool:
        return bool(self.found)

    def add(self, gathering: Gathering, number: int, term: OfSpend) -> None:
        """Enter a term of spend."""
        for contract in term.contracts:
            self.found[contract].append((gathering, number, term))

    @property
    def contracts(self) -> frozenset[str]:
        """The contracts that have an entry."""
        return frozenset(self.found)


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
