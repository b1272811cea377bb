"""Complementary suppression: the cells that are hidden besides those with a reason of their own.

Exhibits stage, disclosure. Takes hidden cells, gives them with the fewest others from which one of them would follow.
What the last published report printed stays printed: a cell that follows from that alone is known, and not asked for.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, cached_property

from sv_report.exhibits.disclosure.cells import COSTS, ONE, Cell, Cells, Kinds, cost_of, near, signs_of, worth_of
from sv_report.exhibits.disclosure.grid import CannotBeHiddenError, Grid
from sv_report.exhibits.disclosure.linear import SIDES, Side
from sv_report.exhibits.disclosure.space import Space


@dataclass(frozen=True)
class LastCells:
    """The cells of the last published report: those that it printed, and those of it that still may not be known."""

    cells: Cells
    printed: frozenset[Cell]
    guarded: frozenset[Cell]


class Complement:
    """What has to be hidden besides: `scopes` are those of which nothing is shown, `nothing` the cells of nought.

    Nought hides little and is hidden last. Where values must not decide what is hidden, `nothing` is empty.
    """

    def __init__(
        self, cells: Cells, scopes: Collection[str], nothing: Collection[Cell] = (), last: LastCells | None = None
    ) -> None:
        self._cells = cells
        self._scopes = scopes
        self._nothing = nothing
        self._last = last
        self._space = cache(self._new_space)
        self._never_seen = cache(self._find_never_seen)
        self._space_of_scopes = cache(_space_of_scopes)
        self._wider_scopes = cache(self._find_wider_scopes)  # the same of many families
        self._wider_kinds = cache(self._find_wider_kinds)

    def beyond(self, cells: Iterable[Cell], hidden: Collection[Cell]) -> set[Cell]:
        """Return the cells that are not hidden yet, by themselves or with all of their scope."""
        return {cell for cell in cells if cell not in hidden and not self._is_unlisted(cell)}

    def known(self, cells: Collection[Cell]) -> set[Cell]:
        """Return those of some cells that follow from what the last published report printed, and from that alone."""
        return self.following(self._cells.ids, cells) if self._last else set()

    def following(self, hidden: Collection[Cell], guarded: Collection[Cell]) -> set[Cell]:
        """Return the guarded cells that follow from what is shown."""
        return self._told(hidden, guarded) & set(guarded)

    def _told(self, hidden: Collection[Cell], guarded: Collection[Cell]) -> set[Cell]:
        """Return the cells that follow from what is shown; of the whole, whichever side it follows from."""
        spaces = [self._space(family, side) for family in _families(guarded) for side in SIDES]
        asked = {*hidden, *guarded}
        told: set[Cell] = set()
        before = -1
        while before != len(told):
            before = len(told)
            for space in spaces:
                unseen = self._unseen(space, hidden) - told
                told |= set(space.following(unseen, unseen & asked))
        return told

    # ---- what is hidden besides --------------------------------------------------------------

    def product(self, cells: Iterable[Cell]) -> Iterator[Cell]:
        """Yield cells and those from which they follow: the same kinds of sum of the same scopes.

        What is printed of other kinds or of other scopes gives nothing away: a sum follows only if its kind does from
        other kinds, or its scope from other scopes.
        """
        scopes_of_kind: dict[tuple[str, Kinds], set[str]] = {}
        for cell in self.beyond(cells, ()):
            scopes_of_kind.setdefault((cell.family, cell.kind), set()).add(cell.scope)
        alike: dict[tuple[str, frozenset[str]], set[Kinds]] = {}
        for (family, kind), scopes in scopes_of_kind.items():
            alike.setdefault((family, frozenset(scopes)), set()).add(kind)
        for (family, of), same in alike.items():
            kinds = self._kinds_with(family, same, of)
            wider = self._scopes_with(family, of, kinds)
            kinds |= self._kinds_with(family, same, wider) if self._last else set()
            product = (Cell(family, scope, kind) for kind in kinds for scope in wider)
            yield from (cell for cell in product if cell in self._cells.ids)

    def with_fewest(
        self, hidden: Collection[Cell], guarded: Collection[Cell], side: Side, told: Collection[Cell] = ()
    ) -> set[Cell]:
        """Return hidden cells with the fewest others so that none of the guarded follows on one side.

        What is `told` of the whole, be it from the other side, is taken as shown where that can be.
        """
        found = set(hidden)
        for family in _families(guarded):
            space = self._space(family, side)
            own = sorted(cell for cell in guarded if cell in space)
            unseen = self._unseen(space, {*found, *own})
            shown = {cell for cell in told if not cell.scope}
            rest = {cell: cost for cell, cost in self._costs.items() if cell not in shown} if shown else {}
            every = {cell: cost_of(cell) for cell in space if not cell.is_of_last}  # what is nothing goes, too
            ways = [(rest, unseen - shown)] if shown else []
            found |= _first_hidden(space, own, [*ways, (self._costs, unseen), (every, unseen)])
        return {cell for cell in found if not cell.is_of_last and not self._is_unlisted(cell)}

    def without_leaks(self, hidden: Collection[Cell], guarded: Collection[Cell]) -> set[Cell]:
        """Return hidden cells with others so that none of the guarded follows, on whichever side.

        Raises RuntimeError where that is not to be had: a fault of ours.
        """
        closed, before = set(hidden), -1
        while leaks := (told := self._told(closed, guarded)) & set(guarded):
            if before == len(closed):
                raise RuntimeError(f"{min(leaks)} follows from what is shown: a fault of ours")
            before = len(closed)
            for side in SIDES:
                closed |= self.with_fewest(closed, leaks, side, told - leaks)
        return closed

    def _is_unlisted(self, cell: Cell) -> bool:
        return cell.scope in self._scopes and not cell.is_of_last

    def _unseen(self, space: Space, hidden: Iterable[Cell]) -> set[Cell]:
        """Return the cells of a space that are not shown: of the last report those that may not be known."""
        return self._never_seen(space) | {cell for cell in hidden if cell in space}

    def _find_never_seen(self, space: Space) -> set[Cell]:
        """Return those of them that are not shown whatever else is."""
        guarded = self._last.guarded if self._last else ()
        return {cell for cell in space if cell in guarded or self._is_unlisted(cell)}

    def _scopes_with(self, family: str, scopes: Collection[str], kinds: Collection[Kinds]) -> set[str]:
        """Return some scopes with others from which a family's facts of them would follow."""
        found, told = set(scopes), {cell.scope for cell in self._by_family[family]}
        for side in SIDES:
            of_side = self._cells.forms.members[side].keys() & (told | found)
            held = {scope: self._cells.forms.held(side, scope, family) for scope in of_side}
            some = frozenset(scope for scope, refs in held.items() if refs and self._has_some(family, scope, kinds))
            if guarded := frozenset(scope for scope in found if held.get(scope)):
                rows = frozenset((scope, refs) for scope, refs in held.items() if refs)
                found |= self._wider_scopes(rows, guarded, some)
        return found

    def _find_wider_scopes(
        self, rows: frozenset[tuple[str, frozenset[str]]], guarded: frozenset[str], some: frozenset[str]
    ) -> set[str]:
        """Return guarded scopes with the fewest others; those that have `some`thing are hidden first."""
        space = self._space_of_scopes(rows)
        own = {*guarded, *(scope for scope in space if scope in self._scopes)}
        costs = {scope: COSTS.get(scope.partition(".")[0], ONE) for scope in space}
        try:
            return Grid(space, {scope: costs[scope] for scope in some}).hidden_with(own, sorted(guarded))
        except CannotBeHiddenError:
            return Grid(space, costs).hidden_with(own, sorted(guarded))

    def _has_some(self, family: str, scope: str, kinds: Collection[Kinds]) -> bool:
        cells = (Cell(family, scope, kind) for kind in kinds)
        return any(cell in self._cells.ids and cell not in self._nothing for cell in cells)

    def _kinds_with(self, family: str, kinds: Collection[Kinds], scopes: Collection[str]) -> set[Kinds]:
        """Return some kinds of sum of a family with the fewest others from which one would follow in some scopes.

        Those that the last report printed of the scopes are there; what follows from them alone is not asked for.
        """
        last = self._last.printed if self._last else ()
        of_last = frozenset(cell.kind for cell in last if cell.family == family and cell.scope in scopes)
        own = frozenset(cell.kind for cell in self._by_family[family])
        return set(self._wider_kinds(own, of_last, frozenset(kinds)))

    def _find_wider_kinds(
        self, own: frozenset[Kinds], of_last: frozenset[Kinds], guarded: frozenset[Kinds]
    ) -> Collection[Kinds]:
        """Return guarded kinds with the fewest others."""
        if own == guarded and not of_last:
            return guarded  # there are no others
        rows = sorted([*((kind, False) for kind in own), *((kind, True) for kind in of_last)])
        space = Space({row: (("",), signs_of(row[0])) for row in rows})
        costs = {row: worth_of(row[0]) for row in rows if not row[1]}
        asked = [row for row in rows if row in costs and row[0] in guarded]
        known = set(space.following(costs, asked)) if of_last else set()
        hidden = Grid(space, costs).hidden_with(asked, [one for one in asked if one not in known])
        return [kind for kind, is_of_last in hidden if not is_of_last]

    def _new_space(self, family: str, side: Side) -> Space:
        """Return the space of one family's cells on one side, and of those of the last report."""
        rows = self._cells.rows(self._by_family[family], side)
        if self._last:
            of_last = sorted(cell for cell in self._last.printed | self._last.guarded if cell.family == family)
            rows |= self._last.cells.rows(of_last, side)
        return Space(rows)

    @cached_property
    def _by_family(self) -> dict[str, list[Cell]]:
        """The cells of each family."""
        found: dict[str, list[Cell]] = {}
        for cell in self._cells.ids:
            found.setdefault(cell.family, []).append(cell)
        return found

    @cached_property
    def _costs(self) -> dict[Cell, float]:
        """What it costs to hide each cell; those of the last report and of nothing stay printed."""
        return {cell: cost_of(cell) for cell in self._cells.ids if cell not in self._nothing}


def _space_of_scopes(rows: Iterable[tuple[str, frozenset[str]]]) -> Space:
    return Space({scope: (sorted(refs), {"": 1}) for scope, refs in sorted(rows)})


def _families(cells: Iterable[Cell]) -> list[str]:
    return sorted({cell.family for cell in cells})


def _first_hidden(
    space: Space, guarded: Sequence[Cell], ways: Iterable[tuple[Mapping[Cell, float], Collection[Cell]]]
) -> set[Cell]:
    """Return what is hidden in a space by the first of some costs and hidden cells by which the guarded can be."""
    for costs, unseen in ways:
        with suppress(CannotBeHiddenError):
            return Grid(space, costs, near).hidden_with(unseen, guarded)
    raise CannotBeHiddenError(guarded)
