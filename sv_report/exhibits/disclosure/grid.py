"""The fewest cells to hide besides, so that nothing hidden follows from what is printed.

Exhibits stage, disclosure. Takes the `Space` of all cells. What is hidden besides is found as a hitting set: of each
combination from which something follows, one printed cell at least goes, and as few go as will do.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_matrix, hstack, identity, lil_matrix, vstack

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
        for _ in range(TRIES if len(self.space) < LARGE else 0):
            found = self._ways({*hidden, *further}, guarded, known)
            if not found:
                return {*hidden, *further}
            ways |= found
            further = self._fewest(ways)
        further = self._freeing(hidden, guarded, known)
        return {*hidden, *self._needed(further, hidden, guarded, known)}

    def _ways(self, hidden: set[Key], guarded: Sequence[Key], known: Sequence[set[Key]]) -> set[frozenset[Key]]:
        """Return of each guarded cell that follows for a reader the printed cells from which it does."""
        ways: set[frozenset[Key]] = set()
        for own in [own for own in known if not own or own & hidden]:
            following = self.space.following(hidden - own, [key for key in guarded if key not in own])
            for key in self._one_of_each(following):
                way = self._way(key, self.space.printed(hidden - own)) - hidden
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
        solved = linprog(
            np.concatenate([np.zeros(across), [self.costs[space.lines[n]] for n in priced]]),
            A_ub=vstack([hstack([moved, -size]), hstack([-moved, -size])]).tocsr(),
            b_ub=np.zeros(2 * len(priced)),
            A_eq=hstack([space.rows[[*stays, at]], csr_matrix((len(stays) + 1, len(priced)))]).tocsr(),
            b_eq=np.array([*np.zeros(len(stays)), 1.0]),
            bounds=[(None, None)] * across + [(0, None)] * len(priced),
            method="highs",
        )
        if solved.x is None:
            raise CannotBeHiddenError(key)
        shift: Numbers = solved.x[:across]
        return shift

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

    def _way(self, key: Key, printed: Numbers) -> frozenset[Key]:
        """Return the printed cells from which another follows, those of them that can be hidden."""
        for line in self.near(key):
            if way := self._combined(key, self._by_line[line] & printed):
                return way
        way = self._combined(key, printed)
        if way is None:
            raise RuntimeError(f"{key} was said to follow, and no combination gives it: a fault of ours")
        return way

    @cached_property
    def _by_line(self) -> dict[Any, Numbers]:
        """Of each line of the grid which cells stand in it."""
        found: dict[Any, Numbers] = {}
        for number, key in enumerate(self.space):
            for line in self.near(key):
                found.setdefault(line, np.zeros(len(self.space), dtype=bool))[number] = True
        return found

    def _combined(self, key: Key, printed: Numbers) -> frozenset[Key] | None:
        """Return those that can be hidden of the smallest combination of some that gives a cell; None: none does."""
        rows, target = self.space.rows[printed], self.space.row(key)
        touched, at = np.unique(rows.indices, return_inverse=True)
        if not np.isin(target.indices, touched).all():
            return None
        sums = csr_matrix((rows.data, at, rows.indptr), shape=(rows.shape[0], len(touched)))
        wanted = np.zeros(len(touched))
        wanted[np.searchsorted(touched, target.indices)] = target.data
        added_and_taken_off = LinearConstraint(vstack([sums, -sums], format="csr").T, wanted, wanted)
        solved = milp(np.ones(2 * sums.shape[0]), constraints=added_and_taken_off)
        if solved.x is None:
            return None
        parts = solved.x[: sums.shape[0]] - solved.x[sums.shape[0] :]
        way = (self.space.lines[number] for number in np.flatnonzero(printed)[np.abs(parts) > PART])
        return frozenset(one for one in way if one in self.costs)

    def _fewest(self, ways: Collection[frozenset[Key]]) -> set[Key]:
        """Return the cells that cost least and of which each way holds one."""

        cells = sorted({key for way in ways for key in way}, key=str)
        places = {key: number for number, key in enumerate(cells)}
        holds = lil_matrix((len(ways), len(cells)))
        for number, way in enumerate(sorted(ways, key=lambda way: sorted(map(str, way)))):
            for key in way:
                holds[number, places[key]] = 1
        costs = np.array([self.costs[key] for key in cells])
        least = LinearConstraint(holds.tocsr(), lb=np.ones(len(ways)))
        solved = milp(costs, constraints=least, integrality=np.ones(len(cells)), bounds=Bounds(0, 1))
        return {key for key, taken in zip(cells, solved.x, strict=True) if taken > 0.5}


def _less(free: Numbers, at: int | None) -> Numbers:
    """Return what is free of rows once one of them is shown; all of it where none is, or nothing of it was free."""
    if at is None or not (length := float(free[at] @ free[at])) > FREE * FREE:
        return free
    return free - np.outer(free @ free[at] / length, free[at])
