"""The cells of a report: facts that say the same, in their own unit and in £, hidden together or not at all.

Exhibits stage, disclosure. Takes the forms of facts, gives their cells and what each adds up.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from functools import cache, cached_property
from typing import NamedTuple, TypeAlias

from sv_report.exhibits.disclosure.linear import Form, Forms, Kind, Side, Times
from sv_report.exhibits.disclosure.space import Row

COSTS = {"": 1000.0, "theme": 5.0, "priority": 5.0, "directorate": 5.0, "supplier_type": 4.0, "district": 4.0,
         "category": 3.0, "outcome": 3.0}  # fmt: skip
LEADING = 1.5  # committed, due, reported and validated lead a report: of equally many cells others are hidden
ONE = 1.0  # what it costs to hide a cell of one contract, supplier or measure


Kinds: TypeAlias = tuple[tuple[str, str, int], ...]  # a kind of sum by quantity and stretch of time


class Cell(NamedTuple):
    """A kind of sum of one scope; `kind` is by quantity and stretch of time, so that equal sums are one cell.

    Those of the last published report are cells of their own: they are as they are.
    """

    family: str
    scope: str
    kind: Kinds
    is_of_last: bool = False

    @property
    def dimension(self) -> str:
        """What its scope is a member of; of the whole, nothing."""
        return self.scope.partition(".")[0]


class Cells:
    """The cells of facts that add up and have a value, and the facts of each; `forms` are those of all facts.

    `of` is the report's number among those whose windows `times` holds.
    """

    def __init__(self, forms: Forms, times: Times, ids: Collection[str], of: int = 0) -> None:
        self.forms = forms
        self.times = times
        self._number = of
        self._kind = cache(self._new_kind)
        self._adding = [form for id in ids if (form := forms.by_id.get(id)) and form.adds]

    @cached_property
    def of(self) -> dict[str, Cell]:
        """The cell of each fact that adds up, if its window is told by itself."""
        return {form.id: self.cell(form) for form in self._adding if self.times.is_told(form.kind, self._number)}

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
        return Cell(form.family, form.scope, self._kind(form.kind), is_of_last=bool(self._number))

    def _new_kind(self, kind: Kind) -> Kinds:
        expanded = self.times.expanded(kind, self._number)
        return tuple(sorted((quantity, str(at), sign) for (quantity, at), sign in expanded.items()))

    def rows(self, cells: Iterable[Cell], side: Side) -> dict[Cell, Row]:
        """Return what cells add up of contracts, or of measures: those of them that have any."""
        members, held = self.forms.members[side], cache(lambda *of: sorted(self.forms.held(side, *of)))
        rows = ((cell, held(cell.scope, cell.family)) for cell in cells if cell.scope in members and cell.kind)
        return {cell: (refs, signs_of(cell.kind)) for cell, refs in rows if refs}


def signs_of(kind: Kinds) -> dict[tuple[str, str], int]:
    """Return the sign of each sum that a kind adds up."""
    return {(quantity, at): sign for quantity, at, sign in kind}


def near(cell: Cell) -> tuple[object, object]:
    """Return the lines that a cell stands in: those of its kind and those of its scope."""
    return cell.kind, cell.scope


def cost_of(cell: Cell) -> float:
    """Return what it costs to hide a cell: more, the more readers look at it."""
    return COSTS.get(cell.dimension, ONE) * worth_of(cell.kind)


def worth_of(kind: Kinds) -> float:
    """Return how much more it costs to hide a kind of sum than a difference of two, such as what awaits validation.

    Of counts the more they count together: how many contracts there are leads a report, how many are red does not.
    """
    quantities = {quantity for quantity, _, _ in kind}
    if len(quantities) == 1:
        return LEADING
    return ONE if any(sign < 0 for _, _, sign in kind) else float(len(quantities) ** 2)
