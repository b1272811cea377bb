"""A workbook read sheet by sheet: its title, its lines, its table as the cells show it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils import range_boundaries

from tests.reading.elements import Cell, Element, Link, plain

MOST_ROWS = 50  # of the sheet of facts, which has thousands
FACTS = "Facts"


@dataclass(frozen=True)
class Sheet:
    """A sheet's elements in order; `left_out` is how many rows of its table are not among them."""

    name: str
    elements: tuple[Element, ...]
    left_out: int = 0


def read_workbook(path: Path, most_facts: int | None = MOST_ROWS) -> tuple[Sheet, ...]:
    """Return a workbook's sheets; of the facts no more rows than `most_facts`, where that is given."""
    book = openpyxl.load_workbook(path)
    return tuple(_sheet(sheet, most_facts if sheet.title == FACTS else None) for sheet in book)


def _sheet(sheet: Any, most: int | None) -> Sheet:
    table = next(iter(sheet.tables.values()), None)
    nowhere = sheet.max_row + 1
    _, top, _, bottom = range_boundaries(table.ref) if table else (0, nowhere, 0, nowhere)
    last = bottom if most is None else min(bottom, top + most)
    elements = [*_lines(sheet, 1, top - 1)]
    if table:
        elements.append(_table(sheet, table, last))
    return Sheet(sheet.title, (*elements, *_lines(sheet, bottom + 1, sheet.max_row)), bottom - last)


def _lines(sheet: Any, first: int, last: int) -> Iterator[Element]:
    for row in sheet.iter_rows(first, last) if last >= first else ():
        for cell in row:
            if text := shown(cell):
                is_heading = cell.row == 1 or cell.font.b
                kind, level = ("heading", 1 + (cell.row > 1)) if is_heading else ("paragraph", 0)
                yield Element(kind, text, level, links=_links(cell))


def _table(sheet: Any, table: Any, last: int) -> Element:
    left, top, right, _ = range_boundaries(table.ref)
    heads_rows = table.tableStyleInfo is not None and table.tableStyleInfo.showFirstColumn
    rows = [
        tuple(Cell(shown(cell), _heads(cell, top, left, heads_rows), _links(cell)) for cell in row)
        for row in sheet.iter_rows(top, last, left, right)
    ]
    return Element("table", table.displayName, rows=tuple(rows))


def _heads(cell: Any, top: int, left: int, heads_rows: bool) -> str:
    if cell.row == top:
        return "column"
    return "row" if heads_rows and cell.column == left else ""


def _links(cell: Any) -> tuple[Link, ...]:
    found = cell.hyperlink
    if found is None:
        return ()
    return (Link(shown(cell), found.target or f"#{found.location}"),)


def shown(cell: Any) -> str:
    """Return what a cell shows: of a number as many places as its format asks for."""
    value = cell.value
    if isinstance(value, bool) or not isinstance(value, int | float):
        return "" if value is None else plain(str(value))
    form = cell.number_format.split(";")[0]
    places = len(form.partition(".")[2].rstrip("%")) if "." in form else 0
    if form == "General":
        return str(value)
    return f"{value:,.{places}f}" if "," in form else f"{value:.{places}f}"
