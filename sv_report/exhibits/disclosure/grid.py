"""The fewest cells to hide besides, so that nothing hidden follows from what is printed.

Exhibits stage, disclosure. Takes the `Space` of all cells. What is hidden besides is found as a hitting set: of each
combination from which something follows, one printed cell at least goes, and as few go as will do.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from scipy.sparse import csc_matrix, csr_matrix, hstack, identity, vstack

from sv_report.exhibits.disclosure.program import INFINITE, cheapest
from sv_report.exhibits.disclosure.space import Key, Numbers, Space

FREE = 1e-4  # of a row of unit length: less of it is free by rounding only
PART = 1e-6  # of a combination: what takes less part in it takes none
TRIES = 10  # after which the further cells need not be the fewest, only none too many
LARGE = 1500  # cells of a grid in which each try takes long


class CannotBeHiddenError(Exception):
    """Something hidden follows from what cannot be hidden."""

    def __init__(self, cell: Key) -> None:
        super().__init__(f"{cell} follows from what cannot be hidden")
        self.cell = cell


@dataclass(frozen=True)
class Grid:
    """The cells of a space, with what it costs to hide each; one without a cost stays printed.

    `near` gives the lines of the grid that a cell stands in: what it follows from is looked for there first.
    """

    space: Space
    costs: Mapping[Key, float]
    near: Callable[[Key], Sequence[Any]] = lambda _: ()

    def hidden_with(
        self, hidden: Collection[Key], guarded: Sequence[Key], readers: Iterable[Collection[Key]] = ((),)
    ) -> set[Key]:
        """Return `hidden` with the fewest further cells, so that none of the `guarded` follows.

        Each of the `readers` knows some cells of their own, be they hidden or not. Where the fewest are not found soon,
        others are taken of which none is too many. Raises CannotBeHiddenError where no further cell could help.
        """
        known = [set(reader) for reader in readers]
        hidden = {*hidden, *(key for key in self.space.alike(guarded) if key in self.costs)}
        ways: set[frozenset[Key]] = set()
        further: set[Key] = set()
        for left in reversed(range(TRIES if len(self.space) < LARGE else 0)):
            found = self._ways({*hidden, *further}, guarded, known)
            if not found:
                return {*hidden, *further}
            ways |= found
            if left:  # after the last try nobody asks
                further = self._fewest(ways)
        further = self._freeing(hidden, guarded, known)
        return {*hidden, *self._needed(further, hidden, guarded, known)}

    def _ways(self, hidden: set[Key], guarded: Sequence[Key], known: Sequence[set[Key]]) -> set[frozenset[Key]]:
        """Return of each guarded cell that follows for a reader the printed cells from which it does."""
        ways: set[frozenset[Key]] = set()
        for own in [own for own in known if not own or own & hidden]:
            following = self.space.following(hidden - own, [key for key in guarded if key not in own])
            printed = _Printed(self.space, self.space.printed(hidden - own))
            for key in self._one_of_each(following):
                way = self._way(key, printed) - hidden
                if not way:
                    raise CannotBeHiddenError(key)
                ways.add(way)
        return ways

    def _one_of_each(self, keys: Iterable[Key]) -> Iterable[Key]:
        """Return some cells without those that follow from the same as another: alike, and in the same lines."""
        first: dict[tuple[Any, ...], Key] = {}
        for key in keys:
            first.setdefault((self.space.classes[self.space.places[key]], *self.near(key)), key)
        return first.values()

    def _freeing(self, hidden: set[Key], guarded: Sequence[Key], known: Sequence[set[Key]]) -> set[Key]:
        """Return further cells that free each guarded one: with them hidden, it can be another and all printed stay."""
        further: set[Key] = set()
        before = -1
        while before != len(further):
            before = len(further)
            for own in known:
                if own and not own & (hidden | further):
                    continue
                shifts: list[Numbers] = []
                for key in self.space.following({*hidden, *further} - own, [key for key in guarded if key not in own]):
                    if not any(abs((self.space.row(key) @ shift).item()) > PART for shift in shifts):
                        shifts.append(self._shift(key, hidden | further, own))
                        moved = np.flatnonzero(np.abs(self.space.rows @ shifts[-1]) > PART)
                        further |= {self.space.lines[number] for number in moved} - hidden
        return further

    def _shift(self, key: Key, hidden: set[Key], own: set[Key]) -> Numbers:
        """Return a change of the unknowns that changes a cell, and of the printed ones those that cost least to hide.

        What a reader knows of their `own` stays, and what cannot be hidden.
        """
        space, at, given = self.space, self.space.places[key], hidden | own
        priced = [n for n, one in enumerate(space) if one in self.costs and one not in given and n != at]
        stays = [n for n, one in enumerate(space) if one in own or (one not in self.costs and one not in hidden)]
        moved, size, across = space.rows[priced], identity(len(priced)), space.rows.shape[1]
        fixed = hstack([space.rows[[*stays, at]], csr_matrix((len(stays) + 1, len(priced)))])
        rows = vstack([hstack([moved, -size]), hstack([-moved, -size]), fixed])
        wanted, none = [*np.zeros(len(stays)), 1.0], np.zeros(2 * len(priced))
        solved = cheapest(
            np.concatenate([np.zeros(across), [self.costs[space.lines[n]] for n in priced]]),
            rows,
            np.concatenate([none - INFINITE, wanted]),
            np.concatenate([none, wanted]),
            (np.concatenate([np.full(across, -INFINITE), np.zeros(len(priced))]), INFINITE),
        )
        if solved is None:
            raise CannotBeHiddenError(key)
        return solved[:across]

    def _needed(
        self, further: set[Key], hidden: Collection[Key], guarded: Sequence[Key], known: Sequence[set[Key]]
    ) -> set[Key]:
        """Return those of some further cells without which something would follow, the dearest looked at first.

        What is free of each row is projected once; to show a cell takes its own free part off all others.
        """
        readers: list[tuple[int, dict[Key, int], Numbers]] = []
        for own in known:
            if not own or own & {*hidden, *further}:
                asked, keys = [key for key in guarded if key not in own], sorted(further - own, key=str)
                rows = self.space.rows[[self.space.places[key] for key in (*asked, *keys)]].toarray()
                free = self.space.freed(rows.T, self.space.printed({*hidden, *further} - own)).T
                readers.append((len(asked), {key: len(asked) + number for number, key in enumerate(keys)}, free))
        for key in sorted(further, key=self._cost, reverse=True):
            shown = [(asked, at, _less(free, at.get(key))) for asked, at, free in readers]
            if all((np.linalg.norm(free[:asked], axis=1) > FREE).all() for asked, _, free in shown):
                readers, further = shown, further - {key}
        return further

    def _cost(self, key: Key) -> tuple[float, str]:
        return self.costs[key], str(key)

    # ---- what something follows from -------------------------------------------------------------

    def _way(self, key: Key, printed: "_Printed") -> frozenset[Key]:
        """Return the printed cells from which another follows, those of them that can be hidden."""
        for line in self.near(key):
            if way := self._hideable(printed.sums(self._by_line[line]).giving(key)):
                return way
        way = self._hideable(printed.sums().giving(key))
        if way is None:
            raise RuntimeError(f"{key} was said to follow, and no combination gives it: a fault of ours")
        return way

    def _hideable(self, way: Iterable[Key] | None) -> frozenset[Key] | None:
        return None if way is None else frozenset(one for one in way if one in self.costs)

    @cached_property
    def _by_line(self) -> dict[Any, Numbers]:
        """Of each line of the grid which cells stand in it."""
        found: dict[Any, Numbers] = {}
        for number, key in enumerate(self.space):
            for line in self.near(key):
                found.setdefault(line, np.zeros(len(self.space), dtype=bool))[number] = True
        return found

    def _fewest(self, ways: Collection[frozenset[Key]]) -> set[Key]:
        """Return the cells that cost least and of which each way holds one."""
        cells = sorted({key for way in ways for key in way}, key=str)
        places = {key: number for number, key in enumerate(cells)}
        held = sorted(sorted(places[key] for key in way) for way in ways)
        at, ends = np.concatenate(held), np.cumsum([0, *map(len, held)])
        holds = csr_matrix((np.ones(len(at)), at, ends), shape=(len(ways), len(cells)))
        costs = np.array([self.costs[key] for key in cells])
        each = np.ones(len(ways))
        taken = cheapest(costs, holds, each, each * INFINITE, (0.0, 1.0), whole=True)
        if taken is None:
            raise RuntimeError("no cells were found of which each way holds one: a fault of ours")
        return {key for key, part in zip(cells, taken, strict=True) if part > 0.5}


class _Printed:
    """The printed cells of a space, laid out for what can be put together from them, once for all that is asked."""

    def __init__(self, space: Space, printed: Numbers) -> None:
        self._space = space
        self._printed = printed
        self._sums: dict[bytes, _Sums] = {}

    def sums(self, line: Numbers | None = None) -> "_Sums":
        """Return what can be put together from all of them, or from those that stand in a line."""
        some = self._printed if line is None else self._printed & line
        return self._sums.setdefault(some.tobytes(), _Sums(self._space, some))


class _Sums:
    """What can be put together from some cells of a space."""

    def __init__(self, space: Space, some: Numbers) -> None:
        self._space = space
        self._some = some

    @cached_property
    def _laid_out(self) -> tuple[Numbers, Any]:
        """The unknowns that the cells touch, and the cells as columns of these: each to be added, then taken off."""
        rows = self._space.rows[self._some]
        touched, at = np.unique(rows.indices, return_inverse=True)
        ends = np.concatenate([rows.indptr, rows.indptr[1:] + len(at)])
        parts = np.concatenate([rows.data, -rows.data]), np.concatenate([at, at]), ends
        return touched, csc_matrix(parts, shape=(len(touched), 2 * rows.shape[0]))

    def giving(self, key: Key) -> list[Key] | None:
        """Return the cells of the smallest combination that gives another cell; None: none does."""
        touched, columns = self._laid_out
        target = self._space.row(key)
        if not np.isin(target.indices, touched).all():
            return None
        wanted = np.zeros(len(touched))
        wanted[np.searchsorted(touched, target.indices)] = target.data
        count = columns.shape[1] // 2
        solved = cheapest(np.ones(2 * count), columns, wanted, wanted)
        if solved is None:
            return None
        parts = solved[:count] - solved[count:]
        return [self._space.lines[number] for number in np.flatnonzero(self._some)[np.abs(parts) > PART]]


def _less(free: Numbers, at: int | None) -> Numbers:
    """Return what is free of rows once one of them is shown; all of it where none is, or nothing of it was free."""
    if at is None or not (length := float(free[at] @ free[at])) > FREE * FREE:
        return free
    return free - np.outer(free @ free[at] / length, free[at])
