"""What can be added and taken off, as a grid of cells, and the fewest cells to hide so that nothing hidden follows.

Exhibits stage, disclosure. A *cell* is a row of unknowns: what one contract, or one measure, has of one kind of sum in
one stretch of time. What is printed gives the sums of some cells; a hidden cell *follows* where it is a combination of
printed ones, that is, where it lies in the space that they span. What is hidden besides is found as a hitting set: of
each combination from which something follows, one printed cell at least goes, and as few go as will do.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_matrix, hstack, identity, lil_matrix, vstack
from scipy.sparse.linalg import splu

Key: TypeAlias = Any  # of a cell: what it is called by those who hide it
Unknown: TypeAlias = tuple[str, Any]  # a contract or measure, and a quantity in a stretch of time
NOTHING = 1e-5  # of a vector of unit length: below it a number is the rounding of a nought
FREE = 1e-4  # of a row of unit length: less of it is free by rounding only
PART = 1e-6  # of a combination: what takes less part in it takes none
TRIES = 10  # after which the further cells need not be the fewest, only none too many
LARGE = 1500  # cells of a grid in which each try takes long
SLACK, PASSES = 1e-9, 4  # printed cells hang together: what is left of them shrinks with each pass
SEED = 20120828  # of the direction in which what is free is looked for: any will do, and each run takes the same


class CannotBeHiddenError(Exception):
    """Something hidden follows from what cannot be hidden."""

    def __init__(self, cell: Key) -> None:
        super().__init__(f"{cell} follows from what cannot be hidden")
        self.cell = cell


@dataclass(frozen=True)
class Grid:
    """Cells by their keys: what each adds up, and what it costs to hide it; one without a cost stays printed.

    `near` gives the lines of the grid that a cell stands in: what it follows from is looked for there first.
    """

    cells: Mapping[Key, Mapping[Unknown, int]]
    costs: Mapping[Key, float]
    near: Callable[[Key], Sequence[Any]] = lambda _: ()

    def following(self, hidden: Iterable[Key], guarded: Sequence[Key]) -> list[Key]:
        """Return which of some guarded cells follow from what is not hidden, in order."""
        free = self._free(set(hidden))
        return [key for key in guarded if abs((self._row(key) @ free).item()) < NOTHING]

    def hidden_with(
        self, hidden: Collection[Key], guarded: Sequence[Key], readers: Iterable[Collection[Key]] = ((),)
    ) -> set[Key]:
        """Return `hidden` with the fewest further cells, so that none of the `guarded` follows.

        Each of the `readers` knows some cells of their own, be they hidden or not. Where the fewest are not found soon,
        others are taken of which none is too many. Raises CannotBeHiddenError where no further cell could help.
        """
        known = [set(reader) for reader in readers]
        hidden = {*hidden, *self._alike(guarded)}
        ways: set[frozenset[Key]] = set()
        further: set[Key] = set()
        for _ in range(TRIES if len(self.cells) < LARGE else 0):
            found = self._ways({*hidden, *further}, guarded, known)
            if not found:
                return {*hidden, *further}
            ways |= found
            further = self._fewest(ways)
        further = self._freeing(hidden, guarded, known)
        return {*hidden, *self._needed(further, hidden, guarded, known)}

    def _alike(self, guarded: Sequence[Key]) -> set[Key]:
        """Return the cells that say just what a guarded one says."""
        by_row: dict[frozenset[tuple[Unknown, int]], set[Key]] = {}
        for key, row in self.cells.items():
            by_row.setdefault(frozenset(row.items()), set()).add(key)
        return {key for one in guarded for key in by_row[frozenset(self.cells[one].items())] if key in self.costs}

    def _ways(self, hidden: set[Key], guarded: Sequence[Key], known: Sequence[set[Key]]) -> set[frozenset[Key]]:
        """Return of each guarded cell that follows for a reader the printed cells from which it does."""
        ways: set[frozenset[Key]] = set()
        for own in [own for own in known if not own or own & hidden]:
            for key in self.following(hidden - own, [key for key in guarded if key not in own]):
                way = self._way(key, hidden - own) - hidden
                if not way:
                    raise CannotBeHiddenError(key)
                ways.add(way)
        return ways

    def _freeing(self, hidden: set[Key], guarded: Sequence[Key], known: Sequence[set[Key]]) -> set[Key]:
        """Return further cells that free each guarded one: with them hidden, it can be another and all printed stay."""
        further: set[Key] = set()
        before = -1
        while before != len(further):
            before = len(further)
            for own in known:
                if own and not own & (hidden | further):
                    continue
                shifts: list[np.ndarray[Any, Any]] = []
                for key in self.following({*hidden, *further} - own, [key for key in guarded if key not in own]):
                    if not any(abs((self._row(key) @ shift).item()) > PART for shift in shifts):
                        shifts.append(self._shift(key, hidden | further, own))
                        moved = np.flatnonzero(np.abs(self._matrix @ shifts[-1]) > PART)
                        further |= {self._lines[number] for number in moved} - hidden
        return further

    def _shift(self, key: Key, hidden: set[Key], own: set[Key]) -> np.ndarray[Any, Any]:
        """Return a change of the unknowns that changes a cell, and of the printed ones those that cost least to hide.

        What a reader knows of their `own` stays, and what cannot be hidden.
        """
        at = self._places[key]
        priced = [n for n, one in enumerate(self._lines) if one in self.costs and one not in hidden | own and n != at]
        stays = [n for n, one in enumerate(self._lines) if one in own or (one not in self.costs and one not in hidden)]
        moved, size = self._matrix[priced], identity(len(priced))
        across = self._matrix.shape[1]
        solved = linprog(
            np.concatenate([np.zeros(across), [self.costs[self._lines[n]] for n in priced]]),
            A_ub=vstack([hstack([moved, -size]), hstack([-moved, -size])]).tocsr(),
            b_ub=np.zeros(2 * len(priced)),
            A_eq=hstack([self._matrix[[*stays, at]], csr_matrix((len(stays) + 1, len(priced)))]).tocsr(),
            b_eq=np.array([*np.zeros(len(stays)), 1.0]),
            bounds=[(None, None)] * across + [(0, None)] * len(priced),
            method="highs",
        )
        if solved.x is None:
            raise CannotBeHiddenError(key)
        shift: np.ndarray[Any, Any] = solved.x[:across]
        return shift

    def _needed(
        self, further: set[Key], hidden: Collection[Key], guarded: Sequence[Key], known: Sequence[set[Key]]
    ) -> set[Key]:
        """Return those of some further cells without which something would follow, the dearest looked at first.

        What is free of each row is projected once; to show a cell takes its own free part off all others.
        """
        readers: list[tuple[int, dict[Key, int], np.ndarray[Any, Any]]] = []
        for own in known:
            if not own or own & {*hidden, *further}:
                asked, keys = [key for key in guarded if key not in own], sorted(further - own, key=str)
                rows = self._matrix[[self._places[key] for key in (*asked, *keys)]].toarray()
                free = self._projected(rows.T, {*hidden, *further} - own).T
                readers.append((len(asked), {key: len(asked) + number for number, key in enumerate(keys)}, free))
        for key in sorted(further, key=self._cost, reverse=True):
            shown = [(asked, at, _less(free, at.get(key))) for asked, at, free in readers]
            if all((np.linalg.norm(free[:asked], axis=1) > FREE).all() for asked, _, free in shown):
                readers, further = shown, further - {key}
        return further

    def _cost(self, key: Key) -> tuple[float, str]:
        return self.costs[key], str(key)

    # ---- the space of what is printed ------------------------------------------------------------

    @cached_property
    def _columns(self) -> dict[Unknown, int]:
        every = (unknown for row in self.cells.values() for unknown in row)
        return {unknown: number for number, unknown in enumerate(dict.fromkeys(every))}

    @cached_property
    def _lines(self) -> list[Key]:
        return list(self.cells)

    @cached_property
    def _matrix(self) -> Any:
        """The cells as rows of unit length, the columns the unknowns."""

        data: list[float] = []
        at: list[int] = []
        ends = [0]
        for row in self.cells.values():
            length = float(np.sqrt(sum(sign * sign for sign in row.values()))) or 1.0
            data += [sign / length for sign in row.values()]
            at += [self._columns[unknown] for unknown in row]
            ends.append(len(at))
        return csr_matrix((data, at, ends), shape=(len(ends) - 1, len(self._columns)))

    @cached_property
    def _places(self) -> dict[Key, int]:
        return {key: number for number, key in enumerate(self._lines)}

    def _row(self, key: Key) -> Any:
        return self._matrix[self._places[key]]

    def _printed(self, hidden: set[Key]) -> np.ndarray[Any, Any]:

        return np.array([number for number, key in enumerate(self._lines) if key not in hidden], dtype=int)

    def _free(self, hidden: set[Key]) -> np.ndarray[Any, Any]:
        """Return a direction in which nothing printed changes: of what does not follow, chance makes it change."""
        return self._projected(np.random.default_rng(SEED).standard_normal(len(self._columns)), hidden)

    def _projected(self, free: np.ndarray[Any, Any], hidden: set[Key]) -> np.ndarray[Any, Any]:
        """Return directions, a column each, without what changes anything printed."""
        printed = self._matrix[self._printed(hidden)]
        rows, columns = printed.shape
        if not rows:
            return free
        across = printed.T if rows <= columns else identity(columns)  # the smaller of the two systems is solved
        along = printed if rows <= columns else printed.T @ printed
        solve = splu((along @ across + SLACK * identity(along.shape[0])).tocsc()).solve
        for _ in range(PASSES):
            free = free - across @ solve(along @ free)
        return free

    def _way(self, key: Key, hidden: set[Key]) -> frozenset[Key]:
        """Return the printed cells from which a hidden one follows, those of them that can be hidden."""
        printed = self._printed(hidden)
        for line in self.near(key):
            of_line = printed[np.isin(printed, self._by_line[line])]
            if way := self._combined(key, of_line):
                return way
        way = self._combined(key, printed)
        if way is None:
            raise RuntimeError(f"{key} was said to follow, and no combination gives it: a fault of ours")
        return way

    @cached_property
    def _by_line(self) -> dict[Any, list[int]]:
        found: dict[Any, list[int]] = {}
        for number, key in enumerate(self._lines):
            for line in self.near(key):
                found.setdefault(line, []).append(number)
        return found

    def _combined(self, key: Key, printed: np.ndarray[Any, Any]) -> frozenset[Key] | None:
        """Return those that can be hidden of the smallest combination of some that gives a cell; None: none does."""
        if not len(printed):
            return None
        across = self._matrix[printed].T.tocsr()
        target = self._row(key).toarray().ravel()
        touched = np.unique(np.concatenate([across.nonzero()[0], target.nonzero()[0]]))
        across, target = across[touched], target[touched]
        solved = linprog(np.ones(2 * len(printed)), A_eq=hstack([across, -across]), b_eq=target, method="highs")
        if solved.x is None:
            return None
        parts = solved.x[: len(printed)] - solved.x[len(printed) :]
        way = (self._lines[printed[number]] for number in np.flatnonzero(np.abs(parts) > PART))
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


def _less(free: np.ndarray[Any, Any], at: int | None) -> np.ndarray[Any, Any]:
    """Return what is free of rows once one of them is shown; all of it where none is, or nothing of it was free."""
    if at is None or not (length := float(free[at] @ free[at])) > FREE * FREE:
        return free
    return free - np.outer(free @ free[at] / length, free[at])
