"""The space that the sums of printed cells span: what lies in it follows from what is printed.

Exhibits stage, disclosure. A *cell* is a row of unknowns: what one contract, or one measure, has of one kind of sum in
one stretch of time. What is printed gives the sums of some cells; another *follows* where it is a combination of those.
"""

import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from typing import Any, TypeAlias

import numpy as np
from scipy.sparse import csr_matrix, identity
from scipy.sparse.linalg import splu

Key: TypeAlias = Any  # of a cell: what it is called by those who hide it
Row: TypeAlias = tuple[Sequence[str], Mapping[Any, int]]  # contracts or measures, and the sums of each with their signs
Numbers: TypeAlias = np.ndarray[Any, Any]
MOST_SUMS = 1 << 20  # of one contract or measure
NOTHING = 1e-5  # of a vector of unit length: below it a number is the rounding of a nought
SLACK, PASSES = 1e-9, 4  # printed cells hang together: what is left of them shrinks with each pass
ROUNDING = 1e-13  # of what is left of printed cells: no pass makes it less
DIRECTIONS = 3  # in which what is free is looked for: one alone misses a cell in some ten thousand
SEED = 20120828  # of those directions: any will do, and each run takes the same


class Space(Collection[Key]):
    """Cells by their keys: what each adds up. What follows is worked out once for each set of printed ones."""

    def __init__(self, cells: Mapping[Key, Row]) -> None:
        self.lines = list(cells)
        self.places = {key: number for number, key in enumerate(self.lines)}
        self.rows = _rows_of_unit_length(cells.values())
        self._told: dict[bytes, Numbers] = {}

    def __contains__(self, key: object) -> bool:
        return key in self.places

    def __iter__(self) -> Iterator[Key]:
        return iter(self.lines)

    def __len__(self) -> int:
        return len(self.lines)

    def row(self, key: Key) -> Any:
        """Return a cell as a row of the matrix of all."""
        return self.rows[self.places[key]]

    def printed(self, hidden: Iterable[Key]) -> Numbers:
        """Return of each line whether it is none of those hidden."""
        found = np.ones(len(self.lines), dtype=bool)
        found[[self.places[key] for key in hidden if key in self.places]] = False
        return found

    def following(self, hidden: Iterable[Key], guarded: Iterable[Key]) -> list[Key]:
        """Return which of some guarded cells follow from what is not hidden, in order."""
        told = self._following_from(self.printed(hidden))
        return [key for key in guarded if told[self.places[key]]]

    def alike(self, keys: Iterable[Key]) -> set[Key]:
        """Return the cells that say just what one of these says."""
        asked = self.classes[[self.places[key] for key in keys]]
        return {self.lines[number] for number in np.flatnonzero(np.isin(self.classes, asked))}

    @cached_property
    def classes(self) -> Numbers:
        """Of each line the first that says the same."""
        first: dict[bytes, int] = {}
        at, signs = self.rows.indices, self.rows.data
        ends = pairwise(self.rows.indptr)
        return np.array(
            [first.setdefault(at[a:b].tobytes() + signs[a:b].tobytes(), number) for number, (a, b) in enumerate(ends)],
            dtype=int,
        )

    def _following_from(self, printed: Numbers) -> Numbers:
        """Return of each line whether it follows from those printed: of what does not, chance makes it change."""
        asked = printed.tobytes()
        if asked not in self._told:
            self._told[asked] = (np.abs(self.rows @ self.freed(self._chance, printed)) < NOTHING).all(axis=1)
        return self._told[asked]

    @cached_property
    def _chance(self) -> Numbers:
        """Directions in which the unknowns change by chance."""
        return np.random.default_rng(SEED).standard_normal((self.rows.shape[1], DIRECTIONS))

    def freed(self, directions: Numbers, printed: Numbers) -> Numbers:
        """Return directions, a column each, without what changes anything printed."""
        rows = self.rows[np.unique(self.classes[printed])]
        if not rows.shape[0]:
            return directions
        across = rows.T
        system = (rows @ across + SLACK * identity(rows.shape[0])).tocsc()
        solve = splu(system, permc_spec="MMD_AT_PLUS_A").solve
        for _ in range(PASSES):
            left = rows @ directions
            if np.abs(left).max(initial=0.0) < ROUNDING:
                break
            directions = directions - across @ solve(left)
        return directions


def _rows_of_unit_length(cells: Iterable[Row]) -> Any:
    """Return cells as the rows of a matrix; its columns are what each contract or measure has of each sum."""
    places: dict[str, int] = {}
    sums: dict[Any, int] = {}
    data: list[float] = []
    at: list[int] = []
    ends = [0]
    for held, signs in cells:
        blocks = [places.setdefault(one, len(places)) * MOST_SUMS for one in held]
        inside = [sums.setdefault(one, len(sums)) for one in signs]
        at += [block + number for block in blocks for number in inside]
        length = math.sqrt(len(held) * sum(sign * sign for sign in signs.values()))
        data += [sign / length for sign in signs.values()] * len(held)
        ends.append(len(at))
    columns, numbers = np.unique(np.array(at), return_inverse=True)
    rows = csr_matrix((data, numbers, ends), shape=(len(ends) - 1, len(columns)))
    rows.sort_indices()
    return rows
