"""What may not be printed because it is exempt: whole contracts and suppliers, facts, exhibits, columns.

Exhibits stage, disclosure. What is hidden depends on which contracts stand where and on values that are not exempt,
never on an exempt value: two sets of data that differ only in those hide the same. A total that holds exempt rows is
printed only if three suppliers or more contribute to it, and only if nothing exempt follows from it, not even for one
of those suppliers, who knows its own part.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import TypeAlias

from sv_report.exhibits.disclosure.cells import COSTS, ONE, Cells
from sv_report.exhibits.disclosure.grid import CannotBeHiddenError, Grid
from sv_report.exhibits.disclosure.linear import OF_LINES, Forms, Kind
from sv_report.exhibits.disclosure.space import Space
from sv_report.measures.records import FactRecord
from sv_report.measures.results import Results
from sv_report.measures.scope import NOTHING, Pair
from sv_report.params.period import Period

NEAR = 8  # contracts that are looked at first, when others have to be hidden with exempt ones
CONTRIBUTORS = 3  # suppliers behind a printed total that holds exempt rows

Part: TypeAlias = tuple[str, Iterable[str]]  # a contract that contributes to a kind of sum, and the scopes in which


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
    space = Space({scope: (sorted(held), {"": 1}) for scope, held in members.items() if held})
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
    of, own = forms.contract_scopes, {scope for ref in exempt for scope in forms.contract_scopes.get(ref, ())}
    shared = {ref: len(own.intersection(scopes)) for ref, scopes in of.items() if ref not in exempt}
    nearest = sorted(shared, key=lambda ref: (-shared[ref], ref))[:near]
    return own.union(*(of[ref] for ref in nearest))


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
    exempt, forms = frozenset(contracts), cells.forms
    of_measures = list(_of_measures(forms))  # the same of every fact by measure that is no sum of lines
    found: set[str] = set()
    for (family, kind), by_scope in cells.by_kind.items():
        record, quarter = next((form.record, form.quarter) for form in by_scope.values())
        if quarter:
            parts = _begun_by(forms, quarter)
        elif family in OF_LINES:
            parts = _of_lines(forms, exempt, family, kind)
        else:
            parts = chain(_of_contracts(forms, exempt, record), of_measures)
        behind: dict[str, set[str]] = defaultdict(set)
        holding: set[str] = set()
        for ref, scopes in parts:
            supplier = forms.results.contracts[ref].supplier_id
            for scope in scopes:
                behind[scope].add(supplier)
            if ref in exempt:
                holding.update(scopes)
        found |= {by_scope[scope].id for scope in holding & by_scope.keys() if len(behind[scope]) < CONTRIBUTORS}
    return found


def _begun_by(forms: Forms, quarter: str) -> Iterator[Part]:
    """Yield each contract begun by a quarter's end, of the whole."""
    end = Period.parse(quarter).end
    yield from ((ref, ("",)) for ref, contract in forms.results.contracts.items() if contract.start <= end)


def _of_lines(forms: Forms, exempt: frozenset[str], family: str, kind: Kind) -> Iterator[Part]:
    """Yield each contract that has a part in a kind of sum, and the scopes in which it has."""
    for pair in forms.results.all.pairs:
        ref = pair[0].contract
        if pair[0].measure.counts_as == family and (ref in exempt or _has_part(pair, kind)):
            yield ref, forms.scopes_of(pair)


def _has_part(pair: Pair, kind: Kind) -> bool:
    return bool(sum((sign * line.sums.get(of, NOTHING) for line in pair for of, sign in kind), NOTHING))


def _of_contracts(forms: Forms, exempt: frozenset[str], record: FactRecord) -> Iterator[Part]:
    """Yield each contract that contributes to a fact that is worked out contract by contract."""
    for ref, scopes in forms.contract_scopes.items() if record.by != ("measure",) else ():
        if ref in exempt or record.calculate(forms.results.by_contract[ref]).value:
            yield ref, scopes


def _of_measures(forms: Forms) -> Iterator[Part]:
    """Yield each contract with the scopes of the measures that it has: of a fact by measure all of them contribute."""
    for pair in forms.results.all.pairs:
        yield pair[0].contract, forms.measure_scopes[pair[0].measure.ref]
