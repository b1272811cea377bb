"""Small counts of people: cells of sensitive measures that could point to a person, and whatever gives them away.

Exhibits stage, disclosure. A count above nothing and below the profile's threshold is not shown in public, in its own
unit or in £; neither is a sum in which nothing but such counts has a part (a contract's, a supplier's, an outcome's).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from sv_report.exhibits.disclosure.cells import Cells
from sv_report.exhibits.disclosure.linear import OF_LINES, Forms, Kind, at
from sv_report.measures.results import Results
from sv_report.measures.scope import NOTHING, Measure, Pair
from sv_report.measures.value import QUARTERS_A_YEAR

OF_THINGS = frozenset({"hours", "days", "weeks", "miles", "tonnes", "GBP"})  # units that do not count people

Parts = dict[str, Decimal]  # what each sensitive measure has in a cell, in people


def counts_people(measure: Measure) -> bool:
    """Return whether a small number of a measure could point to a person."""
    return measure.sensitive and measure.unit not in OF_THINGS


def small_counts(cells: Cells, threshold: int) -> set[str]:
    """Return the facts that show a count of people above nothing and below a threshold, or its worth alone."""
    found: set[str] = set()
    if not any(counts_people(pair[0].measure) for pair in cells.forms.results.all.pairs):
        return found
    for (family, kind), by_scope in cells.by_kind.items():
        if family in OF_LINES:
            quarter = next(form.quarter for form in by_scope.values())
            lines = _Lines(cells.forms, family, at(kind, "quarter") if quarter else kind, quarter)
            parts = lines.people(by_scope)
            small = {scope for scope, of in parts.items() if all(abs(part) < threshold for part in of.values())}
            found |= {by_scope[scope].id for scope in small - lines.with_others(small)}
    return found


@dataclass(frozen=True)
class _Lines:
    """The commitments whose lines a kind of sum adds up; of one `quarter` after another only the whole is told."""

    forms: Forms
    family: str
    kind: Kind
    quarter: str

    @property
    def pairs(self) -> Iterator[Pair]:
        results = self.forms.results
        scope = results.scopes("quarter")[self.quarter] if self.quarter else results.all
        return (pair for pair in scope.pairs if pair[0].measure.counts_as == self.family)

    def people(self, scopes: Collection[str]) -> dict[str, Parts]:
        """Return how many people each sensitive measure has in each scope, where it has any."""
        found: dict[str, Parts] = defaultdict(dict)
        for pair in self.pairs:
            measure = pair[0].measure
            if not counts_people(measure) or not (count := _people(self.forms.results, pair, self.kind)):
                continue
            for scope in self._scopes(pair):
                if scope in scopes and (measure.valued or scope.startswith("measure.")):
                    found[scope][measure.ref] = found[scope].get(measure.ref, NOTHING) + count
        return {
            scope: {ref: part for ref, part in of.items() if part} for scope, of in found.items() if any(of.values())
        }

    def with_others(self, scopes: set[str]) -> set[str]:
        """Return the scopes in which something else has a part, too."""
        found: set[str] = set()
        for pair in self.pairs if scopes else ():
            measure = pair[0].measure
            if measure.valued and not counts_people(measure):
                own = scopes.intersection(self._scopes(pair)) - found
                if own and _has_pounds(pair, self.kind):
                    found |= own
        return found

    def _scopes(self, pair: Pair) -> Iterable[str]:
        return [""] if self.quarter else self.forms.scopes_of(pair)


def _people(results: Results, pair: Pair, kind: Kind) -> Decimal:
    """Return how many people a commitment has in a kind of sum; of levels over more than a quarter, people-years."""
    count = sum((sign * line.sum(quantity, window) for line in pair for (quantity, window), sign in kind), NOTHING)
    is_level = results.period.quarter is not None and all("quarter" in window for (_, window), _ in kind)
    return count if pair[0].measure.over_time != "stock" or is_level else count / QUARTERS_A_YEAR


def _has_pounds(pair: Pair, kind: Kind) -> bool:
    return bool(sum((sign * line.pounds.get(of, NOTHING) for line in pair for of, sign in kind), NOTHING))
