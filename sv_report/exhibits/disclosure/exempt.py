"""What may not be printed because it is exempt: whole contracts and suppliers, facts, exhibits, columns.

Exhibits stage, disclosure. What is hidden depends on which contracts stand where and on values that are not exempt,
never on an exempt value: two sets of data that differ only in those hide the same. A total that holds exempt rows is
printed only if three suppliers or more contribute to it, and only if nothing exempt follows from it, not even for one
of those suppliers, who knows its own part.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from sv_report.exhibits.disclosure.cells import COSTS, ONE, Cells
from sv_report.exhibits.disclosure.grid import CannotBeHiddenError, Grid
from sv_report.exhibits.disclosure.linear import OF_LINES, Forms, Kind, contract_scopes, scopes_of
from sv_report.exhibits.disclosure.space import Space
from sv_report.measures.records import FactRecord
from sv_report.measures.register import MEASURE_DIMENSIONS
from sv_report.measures.results import Results
from sv_report.measures.scope import NOTHING, Pair
from sv_report.params.period import Period

NEAR = 8  # contracts that are looked at first, when others have to be hidden with exempt ones
CONTRIBUTORS = 3  # suppliers behind a printed total that holds exempt rows


@dataclass(frozen=True)
class Exempt:
    """What an edition marks as exempt in its figures: contracts by ref, suppliers by id, facts by id.

    `suppliers` are those whose name is exempt, `contracts` hold theirs too.
    """

    contracts: frozenset[str] = frozenset()
    suppliers: frozenset[str] = frozenset()
    facts: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.contracts or self.suppliers or self.facts)


def hidden_scopes(forms: Forms, contracts: Collection[str]) -> set[str]:
    """Return the scopes of contracts of which nothing is printed, as facts' ids end: the exempt contracts', and the
    fewest others from which theirs would follow."""
    if not contracts:
        return set()
    members = forms.members["contract"]
    exempt = frozenset(contracts)
    suppliers = _suppliers(forms.results)
    few = {scope for scope, held in members.items() if held & exempt and _is_few(held, exempt, suppliers)}
    space = Space({scope: {(ref, ""): 1 for ref in held} for scope, held in members.items() if held})
    readers = [(), *_known_to_each(members, suppliers, exempt)]
    for near in (NEAR, len(forms.results.contracts)):
        grid = Grid(space, {scope: COSTS.get(scope.partition(".")[0], ONE) for scope in _nearest(forms, exempt, near)})
        try:
            return grid.hidden_with(few, sorted(few), readers)
        except CannotBeHiddenError:
            continue
    return set(members)  # of so few contracts that nothing at all can be said of them


def _nearest(forms: Forms, exempt: frozenset[str], near: int) -> set[str]:
    """Return the scopes of the contracts that share most scopes with exempt ones: those are hidden first."""
    results = forms.results
    own = {scope for ref in exempt if ref in results.contracts for scope in contract_scopes(results, ref)}
    shared = {
        ref: len(own.intersection(contract_scopes(results, ref))) for ref in results.contracts if ref not in exempt
    }
    nearest = sorted(shared, key=lambda ref: (-shared[ref], ref))[:near]
    return own.union(*(contract_scopes(results, ref) for ref in nearest))


def _is_few(held: frozenset[str], exempt: frozenset[str], suppliers: Mapping[str, str]) -> bool:
    return held <= exempt or len({suppliers[ref] for ref in held}) < CONTRIBUTORS


def _suppliers(results: Results) -> dict[str, str]:
    return {ref: contract.supplier_id for ref, contract in results.contracts.items()}


def _known_to_each(
    members: Mapping[str, frozenset[str]], suppliers: Mapping[str, str], exempt: frozenset[str]
) -> list[frozenset[str]]:
    """Return the scopes that each supplier that is not exempt knows of itself."""
    own: dict[str, set[str]] = defaultdict(set)
    for scope, held in members.items():
        if scope.startswith("contract.") and not held & exempt:
            (ref,) = held
            own[suppliers[ref]].add(scope)
    return [frozenset(scopes) for scopes in own.values()]


def few_contributors(cells: Cells, contracts: Collection[str]) -> set[str]:
    """Return the facts that add up exempt rows and to which fewer than three suppliers contribute.

    An exempt contract counts as contributing whatever it has; any other where it has something. Of one quarter after
    another all contracts that had begun do.
    """
    if not contracts:
        return set()
    exempt, forms, results = frozenset(contracts), cells.forms, cells.forms.results
    found: set[str] = set()
    for (family, kind), by_scope in cells.by_kind.items():
        record, quarter = next((form.record, form.quarter) for form in by_scope.values())
        if quarter:
            parts = _begun_by(results, exempt, quarter)
        elif family in OF_LINES:
            parts = _of_lines(results, exempt, family, kind)
        else:
            parts = _of_facts(forms, exempt, record)
        behind: dict[str, set[str]] = defaultdict(set)
        holding: set[str] = set()
        for scope, supplier, is_exempt in parts:
            if scope in by_scope:
                behind[scope].add(supplier)
                if is_exempt:
                    holding.add(scope)
        found |= {by_scope[scope].id for scope in holding if len(behind[scope]) < CONTRIBUTORS}
    return found


def _begun_by(results: Results, exempt: frozenset[str], quarter: str) -> Iterator[tuple[str, str, bool]]:
    """Yield the whole with the supplier of each contract begun by a quarter's end, and whether it is exempt."""
    end = Period.parse(quarter).end
    yield from (("", one.supplier_id, ref in exempt) for ref, one in results.contracts.items() if one.start <= end)


def _of_lines(results: Results, exempt: frozenset[str], family: str, kind: Kind) -> Iterator[tuple[str, str, bool]]:
    """Yield each scope with a supplier that has a part in a kind of sum there, and whether the part is exempt."""
    for pair in results.all.pairs:
        ref = pair[0].contract
        if pair[0].measure.counts_as == family and (ref in exempt or _has_part(pair, kind)):
            for scope in scopes_of(results, pair):
                yield scope, results.contracts[ref].supplier_id, ref in exempt


def _has_part(pair: Pair, kind: Kind) -> bool:
    return bool(sum((sign * line.sums.get(of, NOTHING) for line in pair for of, sign in kind), NOTHING))


def _of_facts(forms: Forms, exempt: frozenset[str], record: FactRecord) -> Iterator[tuple[str, str, bool]]:
    """Yield the same of a fact that is worked out contract by contract; by measure, of all that have the measure."""
    results = forms.results
    for ref, contract in results.contracts.items() if record.by != ("measure",) else ():
        if ref in exempt or record.calculate(results.by_contract[ref]).value:
            for scope in contract_scopes(results, ref):
                yield scope, contract.supplier_id, ref in exempt
    for pair in results.all.pairs:
        ref = pair[0].contract
        for scope in scopes_of(results, pair):
            if scope.partition(".")[0] in MEASURE_DIMENSIONS:
                yield scope, results.contracts[ref].supplier_id, ref in exempt
