"""Where each term of the facts that are traced takes rows from, so that a row finds its lots. Measures stage."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TypeAlias

from sv_report.measures.results import Results
from sv_report.measures.scope import NOTHING, Line
from sv_report.measures.terms import OfLines, OfPairs, OfSpend, Role
from sv_report.measures.trace.amounts import OF_COMMITMENTS, Amounts
from sv_report.measures.trace.gathering import Gathering
from sv_report.measures.trace.line_lots import Asked, LineLots, Periods
from sv_report.measures.trace.lot import Lot
from sv_report.measures.windows import EARLIER, Window

LineKey: TypeAlias = tuple[str, str, str | None]  # contract, measure, version; of a scope by quarter no contract
Inside: TypeAlias = Mapping[Window, Periods]  # the periods that are in each window


@dataclass(frozen=True, slots=True)
class Entry:
    """What a term asks, of which periods; its lines, where the lots of each are, and what it weighs."""

    asked: Asked
    periods: Periods
    lines: Sequence[Line]
    line_lots: Sequence[LineLots]
    weights: Sequence[Decimal]

    @property
    def lots(self) -> list[Lot]:
        """The lot of each line."""
        return [lots.lot(self.asked, self.periods) for lots in self.line_lots]


class LineIndex:
    """The lots of lines, by contract, measure and version; of a scope by quarter, the contract is any."""

    def __init__(self, results: Results, amounts: Amounts, inside: Inside, new_lot: type[Lot]) -> None:
        self._results = results
        self._amounts = amounts
        self._inside = inside
        self._asked: dict[OfLines, Asked] = {}
        self._by_line: dict[LineKey, LineLots] = defaultdict(lambda: LineLots(new_lot))

    def __bool__(self) -> bool:
        return bool(self._by_line)

    @property
    def contracts(self) -> frozenset[str]:
        """The contracts that have an entry."""
        return frozenset(contract for contract, _, _ in self._by_line)

    def of(self, contract: str, measure: str, version: str | None) -> list[LineLots]:
        """Return where the lots of a row are."""
        keys = ((contract, measure, version), ("", measure, version))
        return [self._by_line[key] for key in keys if key in self._by_line]

    def add(self, gathering: Gathering, terms: Mapping[int, OfLines]) -> None:
        """Enter the terms of a fact that are of lines, by their numbers."""
        by_role: dict[Role, dict[int, Entry]] = defaultdict(dict)
        for number, term in terms.items():
            entry = by_role[term.role][number] = self._entry(term)
            gathering.add(number, entry.lots, entry.weights, entry.lines)
        for entries in by_role.values():
            if len(entries) > 1:
                gathering.share(entries, *_shared(entries.values()))

    def _entry(self, term: OfLines) -> Entry:
        """Return a term's entry; a line that had not begun by the end of an earlier window has no part in it."""
        last = self._results.windows[term.window].last if term.window in EARLIER else None
        begun = [one for one in term.weights if last is None or one[0].begun <= last]
        return Entry(
            self._asked_by(term),
            frozenset([term.quarter]) if term.quarter else self._inside[term.window],
            [line for line, _ in begun],
            [self._by_line[line.contract, line.measure.ref, line.version] for line, _ in begun],
            [weight for _, weight in begun],
        )

    def _asked_by(self, term: OfLines) -> Asked:
        """Return what a term asks: one for all terms that ask the same; of one that counts contracts, its own."""
        bare = replace(term, window="life", weights=(), quarter="", role="part")
        if term.once or bare not in self._asked:
            self._asked[bare] = Asked(bare, self._amounts)
        return self._asked[bare]


def _shared(entries: Iterable[Entry]) -> tuple[list[Lot], list[Decimal]]:
    """Return the lots of the rows that some terms share, and what they weigh."""
    found: dict[LineLots, list[tuple[Asked, Periods, Decimal]]] = defaultdict(list)
    for entry in entries:
        for lots, weight in zip(entry.line_lots, entry.weights, strict=True):
            found[lots].append((entry.asked, entry.periods, weight))
    shared = [lots.shared_lot(tuple(weighted)) for lots, weighted in found.items()]
    return [lot for lot, _ in shared], [weight for _, weight in shared]


class PairIndex:
    """The lots of commitments that are counted, by contract and measure."""

    def __init__(self, new_lot: type[Lot]) -> None:
        self._found: dict[tuple[str, str], dict[tuple[Periods, int], Lot]] = defaultdict(lambda: defaultdict(new_lot))

    def __bool__(self) -> bool:
        return bool(self._found)

    @property
    def contracts(self) -> frozenset[str]:
        """The contracts that have an entry."""
        return frozenset(contract for contract, _ in self._found)

    def lots(self, term: OfPairs, periods: Periods) -> list[Lot]:
        """Return the lots of a term."""
        return [self._found[pair[0].contract, pair[0].measure.ref][periods, counted] for pair, counted in term.counted]

    def of(self, contract: str, measure: str, period: str) -> Iterator[tuple[Lot, Decimal]]:
        """Give the lots of a row and what it adds: the first of a lot what is counted, the others nothing."""
        for (periods, counted), lot in self._found.get((contract, measure), {}).items():
            if period in periods:
                yield lot, NOTHING if lot.sums else Decimal(counted)


class SpendIndex:
    """The lots of spend, by contract."""

    def __init__(self, new_lot: type[Lot]) -> None:
        self._found: dict[str, dict[Periods, Lot]] = defaultdict(lambda: defaultdict(new_lot))

    def __bool__(self) -> bool:
        return bool(self._found)

    @property
    def contracts(self) -> frozenset[str]:
        """The contracts that have an entry."""
        return frozenset(self._found)

    def lots(self, term: OfSpend, periods: Periods) -> list[Lot]:
        """Return the lots of a term."""
        return [self._found[contract][periods] for contract in term.contracts]

    def of(self, contract: str, period: str) -> list[Lot]:
        """Return the lots of a row."""
        return [lot for periods, lot in self._found.get(contract, {}).items() if period in periods]


class Index:
    """Where the lots of all terms are that take rows as a table is walked through.

    `new_lot` makes them, and `new_delivery_lot` those of deliveries, which may come as groups.
    """

    def __init__(
        self, results: Results, amounts: Amounts, inside: Inside, new_lot: type[Lot], new_delivery_lot: type[Lot]
    ) -> None:
        self._inside = inside
        self.commitments = LineIndex(results, amounts, inside, new_lot)
        self.deliveries = LineIndex(results, amounts, inside, new_delivery_lot)
        self.pairs = PairIndex(new_lot)
        self.spend = SpendIndex(new_lot)

    def add(self, gathering: Gathering) -> None:
        """Enter the terms of a fact."""
        of_commitments: dict[int, OfLines] = {}
        of_deliveries: dict[int, OfLines] = {}
        for number, term in enumerate(gathering.terms):
            match term:
                case OfLines():
                    (of_commitments if term.quantity in OF_COMMITMENTS else of_deliveries)[number] = term
                case OfPairs():
                    gathering.add(number, self.pairs.lots(term, self._inside[term.window]))
                case OfSpend():
                    gathering.add(number, self.spend.lots(term, self._inside[term.window]))
        self.commitments.add(gathering, of_commitments)
        self.deliveries.add(gathering, of_deliveries)
