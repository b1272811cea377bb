"""Where each term of the facts that are traced takes rows from, so that a row finds its facts. Measures stage."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from sv_report.measures.results import Results
from sv_report.measures.terms import OfLines, OfPairs, OfSpend
from sv_report.measures.trace.gathering import Gathering
from sv_report.measures.windows import EARLIER


@dataclass(frozen=True, slots=True)
class Entry:
    """A term's part in the rows of one contract, measure and version."""

    gathering: Gathering
    number: int  # of the term
    term: OfLines
    weight: Decimal


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
