"""The cells of a report: facts that say the same, in their own unit and in £, hidden together or not at all.

Exhibits stage, disclosure. Takes the forms of facts, gives a grid for each family of facts and each side.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from sv_report.exhibits.disclosure.grid import Grid, Key, Unknown
from sv_report.exhibits.disclosure.linear import Form, Forms, Kind, Side, Times
from sv_report.measures.facts import Facts

COSTS = {"": 1000.0, "theme": 5.0, "priority": 5.0, "directorate": 5.0, "supplier_type": 4.0, "district": 4.0,
         "category": 3.0, "outcome": 3.0}  # fmt: skip
LEADING = 1.5  # committed, due, reported and validated lead a report: of equally many cells others are hidden
ONE = 1.0  # what it costs to hide a cell of one contract, supplier or measure


Kinds: TypeAlias = tuple[tuple[str, str, int], ...]  # a kind of sum by quantity and stretch of time


@dataclass(frozen=True, order=True)
class Cell:
    """A kind of sum of one scope; `kind` is by quantity and stretch of time, so that equal sums are one cell."""

    family: str
    scope: str
    kind: Kinds

    @property
    def dimension(self) -> str:
        """What its scope is a member of; of the whole, nothing."""
        return self.scope.partition(".")[0]


class Cells:
    """The cells of facts that add up and have a value, and the facts of each; `forms` are those of all facts."""

    def __init__(self, forms: Forms, times: Times, facts: Facts) -> None:
        self._forms = forms
        self._times = times
        self.forms = [forms.by_id[fact.id] for fact in facts if fact.id in forms.by_id]
        self._adding = [form for form in self.forms if form.adds and facts[form.id].value is not None]

    @cached_property
    def of(self) -> dict[str, Cell]:
        """The cell of each fact that adds up."""
        return {form.id: self.cell(form) for form in self._adding}

    @cached_property
    def ids(self) -> dict[Cell, list[str]]:
        """The facts of each cell."""
        found: dict[Cell, list[str]] = defaultdict(list)
        for id, cell in self.of.items():
            found[cell].append(id)
        return found

    @cached_property
    def by_kind(self) -> dict[tuple[str, Kind], dict[str, Form]]:
        """The forms of facts that add up by their family and the kind of sum, then by their scope."""
        found: dict[tuple[str, Kind], dict[str, Form]] = defaultdict(dict)
        for form in self._adding:
            found[form.family, form.kind][form.scope] = form
        return found

    def cell(self, form: Form) -> Cell:
        """Return the cell of a fact's form."""
        return Cell(form.family, form.scope, self._kind(form.kind))

    def _kind(self, kind: Kind) -> Kinds:
        expanded = self._times.expanded(kind)
        return tuple(sorted((quantity, str(at), sign) for (quantity, at), sign in expanded.items()))

    def kinds_with(self, family: str, kinds: Collection[Kinds]) -> set[Kinds]:
        """Return some kinds of sum of a family with the fewest others that are hidden so that none of them follows."""
        of_family = sorted({cell.kind for cell in self.ids if cell.family == family})
        rows = {kind: {(quantity, at): sign for quantity, at, sign in kind} for kind in of_family}
        return Grid(rows, {kind: worth_of(kind) for kind in rows}).hidden_with(kinds, sorted(kinds))

    def grid(self, family: str, side: Side, costs: Mapping[Cell, float]) -> Grid:
        """Return the grid of one family's cells on one side; those without a cost stay printed."""
        cells: dict[Key, Mapping[Unknown, int]] = {
            cell: {
                (one, (quantity, at)): sign
                for one in sorted(self._forms.held(side, cell.scope, family))
                for quantity, at, sign in cell.kind
            }
            for cell in self.ids
            if cell.family == family and cell.scope in self._forms.members[side]
        }
        return Grid({cell: row for cell, row in cells.items() if row}, costs, _near)


def _near(cell: Cell) -> tuple[object, object]:
    return cell.kind, cell.scope


def cost_of(cell: Cell) -> float:
    """Return what it costs to hide a cell: more, the more readers look at it."""
    return COSTS.get(cell.dimension, ONE) * worth_of(cell.kind)


def worth_of(kind: Kinds) -> float:
    """Return how much more it costs to hide a kind of sum than a difference of two, such as what awaits validation."""
    return LEADING if len({quantity for quantity, _, _ in kind}) == 1 else ONE
