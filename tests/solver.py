"""What a reader can work out: every printed sum as an equation, and a hidden one that follows from them.

Written apart from the package's own disclosure, from what a fact says in its name: who reads the report knows which
contracts stand in which directorate and which measures in which theme, and can add, take off and divide. What one
contract has of one measure in one quarter is not known to them, and stands as an unknown.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product

import numpy as np

from sv_report.data.rules.table_rules import name_in_fact
from sv_report.measures import Fact, Facts

SUMS = {  # of a fact's name: what is claimed, what of it is assessed, what is accepted, with the sign of each
    "due": {"committed": 1}, "committed": {"committed": 1}, "reported": {"claimed": 1},
    "validated": {"accepted": 1}, "awaiting": {"claimed": 1, "assessed": -1},
    "not_accepted": {"assessed": 1, "accepted": -1},
}  # fmt: skip
SHARES = {  # of a share's name: what is divided, where the divisor is printed
    "share_of_due": (("validated", "to_date"), ("due", "to_date")),
    "share_of_life": (("validated", "to_date"), ("committed", "life")),
    "change_on_last_quarter_share": (("change", "on_last_quarter"), ("validated", "last_quarter")),
}
Equation = dict[tuple[str, str, str, str], float]  # by quantity, contract, measure and quarter


@dataclass(frozen=True)
class World:
    """What a reader knows of the council: its contracts and measures with the members that each is of, its quarters
    in order with the report's own last, those to come after it, and what a measure's unit is worth."""

    contracts: Mapping[str, Mapping[str, str]]
    measures: Mapping[str, Mapping[str, str]]
    quarters: tuple[str, ...]
    to_come: tuple[str, ...] = ()
    worth: Mapping[str, float] = field(default_factory=dict)

    def window(self, name: str) -> tuple[str, ...]:
        """Return the quarters of a window."""
        own = self.quarters[-1]
        in_year = tuple(one for one in self.quarters if one.split()[0] == own.split()[0])
        return {
            "quarter": (own,), "last_quarter": self.quarters[-2:-1], "ytd": in_year, "to_date": self.quarters,
            "life": (*self.quarters, *self.to_come),
        }[name]  # fmt: skip


def equation(id: str, world: World) -> Equation | None:
    """Return what a fact adds up, None where it is no plain sum: `sv_validated_quarter.theme.jobs`."""
    base, *member = id.split(".")
    kind, _, what = base.partition("_")
    dimension, name = member or ("", "")
    if kind not in ("sv", "lev", "quantity"):
        return None
    if what == "change_on_last_quarter":
        return _less(equation(f"{kind}_validated_quarter{id[len(base):]}", world),
                     equation(f"{kind}_validated_last_quarter{id[len(base):]}", world))  # fmt: skip
    of = next((word for word in sorted(SUMS, key=len, reverse=True) if what.startswith(f"{word}_")), None)
    if of is None:
        return None
    window = what.removeprefix(f"{of}_")
    if dimension == "quarter":
        quarters: tuple[str, ...] = tuple(one for one in world.quarters if name_in_fact(one) == name)
    elif window in ("quarter", "last_quarter", "ytd", "to_date", "life"):
        quarters = world.window(window)
    else:
        return None
    contracts = [ref for ref, of_it in world.contracts.items() if dimension not in of_it or _is(of_it[dimension], name)]
    measures = [ref for ref, of_it in world.measures.items() if dimension not in of_it or _is(of_it[dimension], name)]
    if kind != "quantity":
        local = "local" if kind == "lev" else "additional"
        measures = [ref for ref in measures if world.measures[ref]["counts_as"] == local and ref in world.worth]
    return {
        (quantity, contract, measure, quarter): sign * (world.worth[measure] if kind != "quantity" else 1.0)
        for quantity, sign in SUMS[of].items()
        for contract, measure, quarter in product(contracts, measures, quarters)
    }


def _is(member: str, name: str) -> bool:
    return name_in_fact(member) == name


def _less(one: Equation | None, other: Equation | None) -> Equation | None:
    if one is None or other is None:
        return None
    return {at: one.get(at, 0.0) - other.get(at, 0.0) for at in {*one, *other}}


def printed(facts: Facts, world: World) -> Iterator[tuple[str, Equation]]:
    """Yield the equations that the facts shown give: sums, and of a share what is divided."""
    shown = {fact.id for fact in facts if fact.value is not None}
    for id in shown:
        base, dot, member = id.partition(".")
        kind, _, what = base.partition("_")
        if (found := equation(id, world)) is not None:
            yield id, found
        elif what in SHARES:
            over, under = (f"{kind}_{'_'.join(of)}{dot}{member}" for of in SHARES[what])
            if under in shown and (found := equation(over, world)) is not None:
                yield over, found


def follows(hidden: Iterable[Fact], facts: Facts, world: World, last: tuple[Facts, World] | None = None) -> list[str]:
    """Return the hidden facts that a reader of the facts, and of those of the last report, can work out."""
    known = [found for _, found in printed(facts, world)]
    known += [found for _, found in printed(*last)] if last else []
    asked = {fact.id: found for fact in hidden if (found := equation(fact.id, world))}
    columns = {at: n for n, at in enumerate({at: None for one in (*known, *asked.values()) for at in one})}

    def row(one: Equation) -> np.ndarray:
        filled = np.zeros(len(columns))
        for at, sign in one.items():
            filled[columns[at]] = sign
        length = np.linalg.norm(filled)
        return filled / length if length else filled

    matrix = np.array([row(one) for one in known])
    sizes, along = np.linalg.eigh(matrix.T @ matrix)
    span = along.T[sizes > 1e-10]
    found = []
    for id, one in asked.items():
        target = row(one)
        if np.linalg.norm(target - span.T @ (span @ target)) < 1e-6:
            found.append(id)
    return found
