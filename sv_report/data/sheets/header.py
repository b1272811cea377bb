"""The header of a table in a sheet: in which rows it stands, and what each column is called.

Data stage. Takes the rows of a sheet and the names that are wanted, gives a `Header`. Names are compared without
regard to capitals, white space, line breaks, hyphens and underscores. A header of several rows has its cells joined
by " / ", and a merged cell, which is filled in its first column only, is carried along the columns that have a cell
of their own beneath it.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sv_report.data.readers.sheet import Cells, Numbered

TALLEST = 4  # rows of a header that is found; a taller one is named in the mapping
JOINED = " / "
BETWEEN = re.compile(r"[\s_\-\u2010-\u2015]+")
UNSEEN = dict.fromkeys([*map(ord, "\ufeff\u200b\u200c\u200d\u2060\u00ad"), *range(9), *range(14, 28), 127])


@lru_cache(maxsize=50_000)
def folded(name: str) -> str:
    r"""Return a name as it is compared.

    >>> folded(" Quantity_Claimed\n(hours) *")
    'quantity claimed (hours)'
    """
    plain = unicodedata.normalize("NFKC", name.translate(UNSEEN)).casefold()
    return BETWEEN.sub(" ", plain).strip(" :*")


def one_line(text: str) -> str:
    """Return a text on one line, with single spaces."""
    return " ".join(text.translate(UNSEEN).split())


@dataclass(frozen=True)
class Header:
    """A header: its rows' own numbers, and the texts of its cells, row by row, as they stand on one line.

    `names` has the whole name of each column, "" where it has none.
    """

    rows: tuple[int, ...]
    cells: tuple[tuple[str, ...], ...]
    names: tuple[str, ...]

    @property
    def width(self) -> int:
        """The number of columns up to the last that has a name."""
        return max((index + 1 for index, name in enumerate(self.names) if name), default=0)

    def columns_of(self, name: str) -> list[int]:
        """Return the columns that a name may mean: by their whole name, or by the last of its parts.

        A name that is written so, but for capitals, is preferred to one that has other marks between its words.
        """
        wanted = folded(name)
        whole = [index for index, known in enumerate(self.names) if known and folded(known) == wanted]
        exact = [index for index in whole if self.names[index].casefold() == one_line(name).casefold()]
        if whole:
            return exact if len(exact) == 1 else whole
        return [index for index, known in enumerate(self.names) if known and _ends(folded(known), wanted)]


def joined(number_and_cells: Sequence[Numbered]) -> Header:
    """Return the header that these rows are.

    >>> joined([(1, ["Ref", "Q1", ""]), (2, ["", "Target", "Actual"])]).names
    ('Ref', 'Q1 / Target', 'Q1 / Actual')
    """
    width = max((len(cells) for _, cells in number_and_cells), default=0)
    rows = [_widened([one_line(cell) for cell in cells], width) for _, cells in number_and_cells]
    parts: list[list[str]] = [[] for _ in range(width)]
    for number, row in enumerate(rows):
        below = rows[number + 1 :]
        for index, text in enumerate(_carried(row, rows[:number], below)):
            if text:
                parts[index].append(text)
    names = tuple(JOINED.join(column) for column in parts)
    return Header(tuple(number for number, _ in number_and_cells), tuple(map(tuple, rows)), names)


def _widened(row: list[str], width: int) -> list[str]:
    return row + [""] * (width - len(row))


def _carried(row: list[str], above: list[list[str]], below: list[list[str]]) -> list[str]:
    """Return a header row with its merged cells carried along.

    A cell is carried to the right where the columns have cells beneath it, and until a row above begins anew.
    """
    if not below:
        return row
    carried, last = [], ""
    for index, text in enumerate(row):
        begins = any(other[index] for other in above)
        has_below = any(other[index] for other in below)
        if text:
            last = text if has_below else ""
        elif begins:
            last = ""
        carried.append(text or (last if has_below else ""))
    return carried


def _ends(name: str, wanted: str) -> bool:
    return name.endswith(JOINED + wanted)


@dataclass(frozen=True)
class Wanted:
    """The names to look for, and those without which a header is not whole."""

    names: frozenset[str]
    required: frozenset[str]

    @classmethod
    def of(cls, names: Iterable[str], required: Iterable[str]) -> "Wanted":
        """Return what is wanted, names as they are compared."""
        return cls(frozenset(map(folded, names)), frozenset(map(folded, required)))

    @property
    def parts(self) -> frozenset[str]:
        """The names and the parts of joined names: a header row has one of them at least."""
        return self.names | {part for name in self.names for part in name.split(JOINED)}

    def in_header(self, header: Header) -> set[str]:
        """Return which of the names a header has."""
        known = {folded(name) for name in header.names if name}
        known |= {JOINED.join(parts[start:]) for parts in (name.split(JOINED) for name in known) for start in (1, 2, 3)}
        return set(self.names & known)


@dataclass
class Search:
    """A search down the rows of a sheet, one after another, for the header that has most of the wanted names."""

    wanted: Wanted
    best: Header | None = None
    found: int = 0
    is_whole: bool = False
    is_over: bool = False

    def __post_init__(self) -> None:
        self._parts = self.wanted.parts
        self._run: list[Numbered] = []

    def look(self, number: int, cells: Cells) -> None:
        """Look at the next row; `is_over` when no later row can make the header better."""
        filled = [cell for cell in cells if cell and not cell.isspace()]
        if not filled:
            return
        if not any(len(cell) < 300 and folded(cell) in self._parts for cell in filled):
            self._run = []
            self.is_over = self.is_whole
            return
        self._run = [*self._run, (number, cells)][-TALLEST:]
        better = [self._try(self._run[-height:]) for height in range(1, len(self._run) + 1)]
        self.is_over = self.is_whole and not any(better)

    def _try(self, rows: Sequence[Numbered]) -> bool:
        """Take a span of rows for the header if it has more of the names than the best so far."""
        header = joined(rows)
        found = self.wanted.in_header(header)
        if len(found) <= self.found:
            return False
        self.best, self.found = header, len(found)
        self.is_whole = self.wanted.required <= found
        return True
