"""Where each column of a table stands in a sheet: its header found, and every wanted name in one column of it.

Data stage, between `header` and `layout`. Nothing is guessed: a name that is in no column, or in two, is a finding.
"""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice, takewhile

from sv_report.data.readers.sheet import Numbered, Sheet
from sv_report.data.schema import TableShape
from sv_report.data.sheets.column_letters import column_letter, letter_index
from sv_report.data.sheets.header import TALLEST, Header, Search, Wanted, folded, joined
from sv_report.data.sheets.mapping import ColumnMap, TableMap
from sv_report.findings import Finding
from sv_report.params.nearest import advice

KEPT = 5_000  # rows of a sheet that are held while its header is looked for; beyond them it is read anew


@dataclass(frozen=True)
class Name:
    """A column that is looked for: ours, the header it stands under, and whether it must be there."""

    column: str
    header: str
    is_required: bool
    letter: str | None = None
    period: str | None = None  # of a header of `unpivot`: its value of the column that the headers stand for
    is_own: bool = False  # looked for under the schema's own name, as the mapping names no header


def names_of(entry: TableMap | None, shape: TableShape) -> list[Name]:
    """Return the columns to look for: those that the mapping names, the others under the schema's own names."""
    given = entry.columns if entry else {}
    unpivot = entry.unpivot if entry else None
    elsewhere = (unpivot.column, unpivot.into) if unpivot else ()
    names = []
    for column in shape.columns:
        here = given.get(column.name) or ColumnMap()
        if here.header is not None:
            names.append(Name(column.name, here.header, True, here.column))
        elif here.value is None and here.above is None and column.name not in elsewhere:
            names.append(Name(column.name, column.name, column.required, is_own=True))
    if unpivot:
        names += [Name(unpivot.into, header, True, period=period) for header, period in unpivot.headers.items()]
    return names


@dataclass
class Found:
    """A header that was found, or the nearest to one, and all rows of the sheet from the first."""

    header: Header | None
    rows: Iterator[Numbered]
    kept: list[Numbered]  # the sheet's first rows
    last: list[Numbered] = field(default_factory=list)  # the rows before the search came to its end

    def just_above(self) -> list[Numbered]:
        """Return the rows that stand on the header's first row without a blank one between, the nearest first."""
        rows = list(self.last) if self._holds_header(self.last) else self.kept
        above = [row for row in rows if self.header and row[0] < self.header.rows[0]][-TALLEST:]
        return list(takewhile(lambda row: any(map(str.strip, row[1])), reversed(above)))

    def _holds_header(self, rows: Sequence[Numbered]) -> bool:
        return self.header is not None and any(number == self.header.rows[0] for number, _ in rows)


def find_header(sheet: Sheet, entry: TableMap | None, names: list[Name]) -> Found:
    """Find the header in a sheet: in the rows that the mapping gives, or by the names."""
    rows = sheet.rows()
    kept: list[Numbered] = []
    if entry and entry.header:
        first, last = entry.header
        kept = list(islice(rows, min(last, KEPT)))
        taken = [(number, cells) for number, cells in kept if number >= first and any(map(str.strip, cells))]
        return Found(joined(taken) if taken else None, chain(kept, rows), kept)
    search = Search(Wanted.of((name.header for name in names), (name.header for name in names if name.is_required)))
    is_held = True
    latest: deque[Numbered] = deque(maxlen=2 * TALLEST)
    for number, cells in rows:
        latest.append((number, cells))
        if len(kept) < KEPT:
            kept.append((number, cells))
        else:
            is_held = False
        search.look(number, cells)
        if search.is_over:
            break
    return Found(search.best, chain(kept, rows) if is_held else sheet.rows(), kept, list(latest))


@dataclass
class Placing:
    """Which column of the sheet each of ours stands in, by its place from 0, and what is wrong."""

    columns: dict[str, int] = field(default_factory=dict)
    unpivoted: dict[int, str] = field(default_factory=dict)  # the place of a column → its period, or what it stands for
    findings: list[Finding] = field(default_factory=list)


def place(sheet: Sheet, header: Header | None, names: list[Name], shape: TableShape, has_entry: bool) -> Placing:
    """Return the place of each name in a header."""
    placing = Placing()
    if header is None or not any(header.columns_of(name.header) for name in names):
        placing.findings.append(_not_found(sheet, header, names))
        return placing
    for name in names:
        places = _places(header, name, has_entry)
        if len(places) > 1:
            placing.findings.append(_ambiguous(sheet, header, name, places))
        elif not places and name.is_required:
            placing.findings.append(_missing(sheet, header, name, shape))
        elif places and name.period is not None:
            placing.unpivoted[places[0]] = name.period
        elif places:
            placing.columns[name.column] = places[0]
    return placing


def _places(header: Header, name: Name, has_entry: bool) -> list[int]:
    places = header.columns_of(name.header)
    if name.is_own and has_entry:  # the mapping does not speak of it, so only a name that is all the header will do
        places = [place for place in places if folded(header.names[place]) == folded(name.header)]
    if name.letter:
        places = [place for place in places if place == letter_index(name.letter)]
    return places


def _not_found(sheet: Sheet, header: Header | None, names: list[Name]) -> Finding:
    listed = ", ".join(dict.fromkeys(name.header for name in names if name.is_required))
    row = header.rows[0] if header else None
    found = ", ".join(filter(None, header.names)) if header else None
    message = f"no row holds the headers of the table: {listed}"
    remedy = "Name the columns by these headers, or write in the mapping which headers the columns have."
    return Finding("header-not-found", "error", message, sheet.where(row, found=found), remedy)


def _missing(sheet: Sheet, header: Header, name: Name, shape: TableShape) -> Finding:
    letter = f" in column {name.letter}" if name.letter else ""
    wanted = name.header if folded(name.header) == folded(name.column) else f"{name.header} (for {name.column})"
    message = f"the column {wanted}{letter} is missing from the header"
    headers = list(dict.fromkeys(filter(None, header.names)))
    where = sheet.where(header.rows[0], found=", ".join(headers))
    remedy = f"{advice(name.header, headers)} The table {shape.name} cannot be read without it."
    return Finding("column-missing", "error", message, where, remedy)


def _ambiguous(sheet: Sheet, header: Header, name: Name, places: list[int]) -> Finding:
    letters = " and ".join(column_letter(place) for place in places)
    message = f"{name.header} (for {name.column}) is the header of the columns {letters}; which is meant is not certain"
    remedy = f"Rename all but one, or write column: {column_letter(places[0])} beside the header in the mapping."
    where = sheet.where(header.rows[0], column=letters, found=header.names[places[0]])
    return Finding("mapping-ambiguous", "error", message, where, remedy)
