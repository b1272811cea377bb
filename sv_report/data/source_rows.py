"""A row of a source as a person names it, `returns/Q3/C001.xlsx#Return:17`: found, and changed as they say.

Data stage. Takes the sources and the words of a person, gives a `SourceRow`: its cells, the tables that it is a row
of, and the `RowChange` that writes other texts into it. Collected returns are also known by the supplier's own file.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from sv_report.data.cells.values import CellFault, CellRules, read_cell
from sv_report.data.holding import Holding, holdings_of, shape_in
from sv_report.data.readers import open_file
from sv_report.data.readers.database import open_database
from sv_report.data.readers.sheet import Sheet
from sv_report.data.schema import ORIGIN, SHAPES
from sv_report.data.sheets.header import folded
from sv_report.data.sheets.layout import lay_out
from sv_report.data.sheets.mapping import read_mapping
from sv_report.data.sheets.placing import find_header, names_of, place
from sv_report.data.sources import Source, in_folder, labelled
from sv_report.data.what_if import RowChange
from sv_report.errors import UsageError
from sv_report.findings import Finding, Where, errors
from sv_report.params.nearest import advice

FORM = "Write FILE:ROW or FILE#SHEET:ROW, as findings name them: deliveries.csv:214, returns.xlsx#Return:17."
KINDS = {
    "blank": "is blank",
    "header": "is of the header, or a title or a heading",
    "total": "sums other rows",
}


@dataclass(frozen=True)
class TablePart:
    """What a row of a sheet is in one table: its texts by the table's columns, and where each stands in the sheet.

    A row that is unpivoted has several. `rules` are those by which the texts are read.
    """

    table: str
    cells: Mapping[str, str]
    places: Mapping[str, int]
    rules: Mapping[str, CellRules]

    def value(self, column: str) -> object:
        """Return what a column's text is read as; None where it is blank, or cannot be read."""
        try:
            return read_cell(self.cells[column], SHAPES[self.table].column(column), self.rules[column]).value
        except (CellFault, ValueError):
            return None


@dataclass(frozen=True)
class SourceRow:
    """A row of a source: where it stands, its cells and the header above them, and what it is a row of."""

    file: str
    sheet: str | None
    row: int
    header: tuple[str, ...]
    cells: tuple[str, ...]
    parts: tuple[TablePart, ...]

    @property
    def table(self) -> str:
        """The table that it is a row of; several with commas between."""
        return ", ".join(dict.fromkeys(part.table for part in self.parts))

    def left_out(self) -> RowChange:
        """Return the change that leaves the row out."""
        return RowChange(self.file, self.sheet, self.row)

    def changed(self, texts: Mapping[str, str]) -> RowChange:
        """Return the change that writes other texts into the row, by the names of columns: the table's or the header's.

        Raises UsageError where a column is not known, or is not in the sheet.
        """
        return self.written({self._place(name): text for name, text in texts.items()})

    def written(self, texts: Mapping[int, str]) -> RowChange:
        """Return the change that writes other texts into the row, by the places of its cells from 0."""
        cells = [*self.cells, *[""] * (1 + max(texts, default=0) - len(self.cells))]
        for index, text in texts.items():
            cells[index] = text
        return RowChange(self.file, self.sheet, self.row, tuple(cells))

    def _place(self, name: str) -> int:
        ours = {part.places[name] for part in self.parts if name in part.places}
        theirs = {index for index, header in enumerate(self.header) if header and folded(header) == folded(name)}
        found = ours or theirs
        if len(found) == 1:
            return found.pop()
        known = [*dict.fromkeys(chain(*(part.places for part in self.parts), filter(None, self.header)))]
        message = f"there is no column {name!r}"
        remedy = advice(name, known)
        if found:
            message, remedy = f"{name!r} names several columns", "Write the text of the one column's header."
        elif any(name in SHAPES[part.table].names for part in self.parts):
            message = f"the column {name!r} of {self.table} has no cell in this row: the file has no such column"
        raise _refused("column-unknown", message, Where(self.file, self.sheet, self.row, found=name), remedy)


def find_row(sources: Sequence[Source], place: str) -> SourceRow:
    """Return the row of the sources that a person names; raise UsageError where it is not there, or is of no table."""
    name, row = _parsed(place)
    named = _named(sources, name, row) or _named_by_origin(sources, name, row)
    if named is None:
        known = sorted({shown for one in _openable(sources) for shown in one.names()})
        message = f"no file of the data is called {name!r}"
        raise _refused("file-unknown", message, Where(found=place), advice(name, known, FORM))
    return named


def _parsed(place: str) -> tuple[str, int]:
    name, colon, row = place.strip().rpartition(":")
    if not (colon and name.strip() and row.strip().isascii() and row.strip().isdigit() and int(row)):
        raise _refused("place-unreadable", f"{place!r} does not name a row", Where(found=place), FORM)
    return name.strip(), int(row)


# ---- which file, which sheet ---------------------------------------------------------------------


@dataclass(frozen=True)
class _Openable:
    """A file of a source, or a database: what can be opened, and is called `shown` in findings."""

    source: Source
    label: str
    shown: str
    path: Path | None

    def sheets(self) -> list[Sheet]:
        return open_file(self.path, self.shown) if self.path else open_database(self.source.url or "", self.shown)

    def holdings(self) -> list[Holding]:
        """Return the sheets that hold a table, with the table and how the mapping reads it."""
        mapped = self.source.mapping
        mapping = read_mapping(mapped, in_folder(self.source, mapped, self.label)) if mapped else None
        return holdings_of(self.sheets(), self.path.stem if self.path else "", mapping)[0]

    def names(self) -> set[str]:
        """Return what its sheets' files are called: a zip holds several."""
        is_zip = self.path is not None and self.path.suffix.lower() == ".zip"
        return {sheet.file for sheet in self.sheets()} if is_zip else {self.shown}

    def is_called(self, name: str) -> list[str]:
        """Return those of its names that a person's name for a file means: whole, by the end, or by the file's path."""
        wanted = _folded(name)
        if self.path is not None and _folded(str(self.path)) == wanted:
            return [self.shown]
        by_path = self.path is not None and f"/{_folded(str(self.path))}".endswith(f"/{wanted}")
        ends = [shown for shown in sorted(self.names()) if f"/{_folded(shown)}".endswith(f"/{wanted}")]
        return ends or ([self.shown] if by_path else [])


def _folded(name: str) -> str:
    """Return a path as it is compared: with strokes one way, in small letters, as Windows knows it."""
    return name.replace("\\", "/").removeprefix("./").casefold()


def _openable(sources: Sequence[Source]) -> Iterator[_Openable]:
    for label, source in labelled(sources):
        if source.path is None:
            yield _Openable(source, label, label, None)
        for path in source.files():
            yield _Openable(source, label, in_folder(source, path, label), path)


def _named(sources: Sequence[Source], name: str, row: int) -> SourceRow | None:
    """Return the row of the file that is called so; a # may be of the file's name, or stand before the sheet's."""
    every = list(_openable(sources))
    for file, sheet in _splits(name):
        found = [(one, shown) for one in every for shown in one.is_called(file)]
        own = [one for one in found if not one[0].source.collected]
        found = own or found  # a folder of collected returns names its tables as the data does
        exact = [one for one in found if _folded(one[1]) == _folded(file)]
        found = exact or found
        if len(found) > 1:
            message = f"{file!r} may be each of {', '.join(shown for _, shown in found)}"
            raise _refused("file-ambiguous", message, Where(found=name), "Write the file with its folder.")
        if found:
            return _row_of(*found[0], sheet, row)
    return None


def _splits(name: str) -> Iterator[tuple[str, str | None]]:
    yield name, None
    for stroke in reversed([index for index, letter in enumerate(name) if letter == "#"]):
        yield name[:stroke], name[stroke + 1 :]


def _row_of(one: _Openable, shown: str, sheet: str | None, row: int) -> SourceRow:
    holdings = [holding for holding in one.holdings() if holding[0].file == shown]
    names = list(dict.fromkeys(str(held.name) for held, _, _ in holdings if held.name is not None))
    if sheet is not None:
        holdings = [holding for holding in holdings if str(holding[0].name or "").casefold() == sheet.casefold()]
    elif len(names) > 1:
        message = f"{shown} holds several tables, each in a sheet of its own"
        remedy = f"Write one of {', '.join(f'{shown}#{name}:{row}' for name in names)}."
        raise _refused("sheet-needed", message, Where(shown), remedy)
    if not holdings:
        there = sorted({str(held.name) for held in one.sheets() if held.name is not None})
        is_there = sheet is not None and sheet.casefold() in map(str.casefold, there)
        message = f"the sheet {sheet} holds no table" if sheet else "the file holds no table, and no figure rests on it"
        if sheet is not None and not is_there:
            message = f"there is no sheet {sheet!r}"
        raise _refused("sheet-unknown", message, Where(shown, sheet), advice(sheet or "", names, FORM))
    return _laid_out(one.source, holdings, row)


# ---- the row -------------------------------------------------------------------------------------


def _laid_out(source: Source, holdings: Sequence[Holding], row: int) -> SourceRow:
    """Return a row of a sheet as each of the tables that the sheet holds reads it."""
    sheet = holdings[0][0]
    parts: list[TablePart] = []
    header: tuple[str, ...] = ()
    kinds: list[str] = []
    for holding in holdings:
        wide = shape_in(source, holding[1])
        layout = lay_out(sheet, holding[2], wide)
        if found := errors(layout.findings):
            raise UsageError(f"{sheet.where().text()} cannot be read as a table.", found)
        names = names_of(holding[2], wide)
        head = find_header(sheet, holding[2], names).header
        placing = place(sheet, head, names, wide, has_entry=holding[2] is not None)
        header = max(header, tuple(head.names) if head else (), key=len)
        last = 0
        for laid in layout.rows:
            if laid.number > row:
                break
            last = laid.number
            if laid.number == row:
                kinds.append(laid.kind)
                if laid.kind in ("read", "rejected"):
                    texts = dict(zip(wide.names, laid.cells, strict=True))
                    parts.append(_part(holding, texts, dict(placing.columns), placing.unpivoted))
    if not kinds:
        raise _no_row(sheet, row, last)
    if not parts:
        message = f"the row {KINDS.get(kinds[0], 'is no row of a table')}; no figure rests on it"
        raise _refused("row-of-no-table", message, sheet.where(row), "Name a row of the table.")
    cells = next(tuple(cells) for number, cells in sheet.rows() if number == row)
    return SourceRow(sheet.file, sheet.name, row, header, cells, tuple(parts))


def _part(holding: Holding, texts: dict[str, str], places: dict[str, int], unpivoted: Mapping[int, str]) -> TablePart:
    sheet, shape, entry = holding
    if entry and entry.unpivot:
        over = texts[entry.unpivot.column]
        places[entry.unpivot.into] = next(index for index, value in unpivoted.items() if value == over)
    rules = {
        name: entry.rules(name, sheet.is_1904) if entry else CellRules(is_1904=sheet.is_1904) for name in shape.names
    }
    return TablePart(shape.name, {name: texts[name] for name in shape.names}, places, rules)


def _no_row(sheet: Sheet, row: int, last: int) -> UsageError:
    word = "row" if sheet.name else "line"
    message = f"there is no {word} {row:,}"
    end = max((number for number, _ in sheet.rows()), default=0)
    remedy = f"The last {word} is {end:,}."
    if row < end:  # a record of several lines goes by the first of them
        remedy = f"It is inside the record that starts on {word} {last:,}: name that."
    return _refused("row-unknown", message, sheet.where(row), remedy)


# ---- returns that were collected -----------------------------------------------------------------


def _named_by_origin(sources: Sequence[Source], name: str, row: int) -> SourceRow | None:
    """Return the row that a line of a supplier's own file became, in the tables of collected returns."""
    collected = [one for one in _openable(sources) if one.source.collected]
    splits = [(_folded(file), sheet) for file, sheet in _splits(name)]
    found = [
        (one, number)
        for one in collected
        for number, file, sheet, line in _origins(one)
        if line == str(row)
        and any(
            f"/{_folded(file)}".endswith(f"/{wanted}") and (said is None or said.casefold() == sheet.casefold())
            for wanted, said in splits
        )
    ]
    if len(found) > 1:
        message = f"{name}:{row} became several rows"
        remedy = f"Name one of {', '.join(f'{one.shown}:{number}' for one, number in found)}."
        raise _refused("row-ambiguous", message, Where(found=f"{name}:{row}"), remedy)
    return _row_of(found[0][0], found[0][0].shown, None, found[0][1]) if found else None


def _origins(one: _Openable) -> Iterator[tuple[int, str, str, str]]:
    """Yield where each row of a collected table says that it came from: its own line, then file, sheet and row."""
    for sheet in one.sheets():
        rows = sheet.rows()
        _, header = next(rows, (0, []))
        if {*ORIGIN} <= {*header}:
            places = [header.index(name) for name in ORIGIN]
            for number, cells in rows:
                if len(cells) > max(places):
                    file, of, line = (cells[index] for index in places)
                    yield number, file, of, line


def _refused(rule: str, message: str, where: Where, remedy: str) -> UsageError:
    return UsageError("The row cannot be looked up.", [Finding(rule, "error", message, where, remedy)])
