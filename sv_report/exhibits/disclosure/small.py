"""Small counts of people: cells of sensitive measures that could point to a person, and whatever gives them away.

Exhibits stage, disclosure. A count above nothing and below the profile's threshold is not shown in public, in its own
unit or in £; neither is a sum in which nothing but such counts has a part (a contract's, a supplier's, an outcome's).
"""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from sv_report.exhibits.disclosure.cells import Cell, Cells
from sv_report.exhibits.disclosure.linear import OF_LINES, Forms, Kind, scopes_of
from sv_report.measures.results import Results
from sv_report.measures.scope import NOTHING, Measure, Pair
from sv_report.measures.value import QUARTERS_A_YEAR

OF_THINGS = frozenset({"hours", "days", "weeks", "miles", "tonnes", "GBP"})  # units that do not count people

Parts = dict[str, Decimal]  # what each sensitive measure has in a cell, in people


def counts_people(measure: Measure) -> bool:
    """Return whether a small number of a measure could point to a person."""
    return measure.sensitive and measure.unit not in OF_THINGS


def small_cells(cells: Cells, forms: Forms, threshold: int) -> set[Cell]:
    """Return the cells that show a count of people above nothing and below a threshold, or its worth alone."""
    results = forms.results
    people = [pair for pair in results.all.pairs if counts_people(pair[0].measure)]
    others = [pair for pair in results.all.pairs if not counts_people(pair[0].measure)]
    if not people:
        return set()
    found: set[Cell] = set()
    of_lines = {of: by_scope for of, by_scope in cells.by_kind.items() if of[0] in OF_LINES}
    for (family, kind), by_scope in of_lines.items():
        parts = _parts(results, people, family, kind, by_scope)
        small = {scope for scope, of in parts.items() if all(abs(part) < threshold for part in of.values())}
        alone = small - _with_others(results, others, family, kind, small)
        found |= {cells.of[by_scope[scope].id] for scope in alone}
    return found


def _parts(
    results: Results, people: Iterable[Pair], family: str, kind: Kind, scopes: Iterable[str]
) -> dict[str, Parts]:
    """Return how many people each sensitive measure has in each scope, where it has any."""
    found: dict[str, Parts] = defaultdict(dict)
    for pair in people:
        measure = pair[0].measure
        if measure.counts_as != family or not (count := _people(results, pair, kind)):
            continue
        for scope in scopes_of(results, pair):
            if scope in scopes and (measure.valued or scope.startswith("measure.")):
                found[scope][measure.ref] = found[scope].get(measure.ref, NOTHING) + count
    return {scope: {ref: part for ref, part in of.items() if part} for scope, of in found.items() if any(of.values())}


def _with_others(results: Results, others: Iterable[Pair], family: str, kind: Kind, scopes: set[str]) -> set[str]:
    """Return the scopes in which something else has a part, too."""
    found: set[str] = set()
    if scopes:
        for pair in others:
            if pair[0].measure.valued and pair[0].measure.counts_as == family:
                own = {scope for scope in scopes_of(results, pair) if scope in scopes} - found
                if own and _has_pounds(pair, kind):
                    found |= own
    return found


def _people(results: Results, pair: Pair, kind: Kind) -> Decimal:
    """Return how many people a commitment has in a kind of sum; of levels over more than a quarter, people-years."""
    count = sum((sign * line.sum(quantity, window) for line in pair for (quantity, window), sign in kind), NOTHING)
    is_level = results.period.quarter is not None and all("quarter" in window for (_, window), _ in kind)
    return count if pair[0].measure.over_time != "stock" or is_level else count / QUARTERS_A_YEAR


def _has_pounds(pair: Pair, kind: Kind) -> bool:
    return bool(sum((sign * line.pounds.get(of, NOTHING) for line in pair for of, sign in kind), NOTHING))
