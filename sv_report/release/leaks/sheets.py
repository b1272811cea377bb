"""Excel workbooks: the cells' own numbers, and the rows as a reader sees them.

Release stage: part of the leak check. In a sheet's XML most numbers are places of cells and numbers of shared texts;
they are taken out before the sheet is read as markup. The texts themselves are a member of their own.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from io import BytesIO

from python_calamine import CalamineError, CalamineWorkbook

from sv_report.release.leaks.pieces import Inner, Piece, Unread, within

WORKBOOK, SHEETS = b"xl/workbook.xml", "xl/worksheets/"
OF_SHARED_TEXT = re.compile(
    r'<c(?: [rs]="[A-Z]*[0-9]+")* t="s"><v>[0-9]+</v></c>|<c(?: [rs]="[A-Z]*[0-9]+")*/>'
    r'|<row(?: (?:[rs]|spans|ht|custom\w+|hidden|collapsed|outlineLevel|\w+:dyDescent)="[\w.:]*")*/?>'
)
HEADER = re.compile(r"<(?:odd|even|first)(?:Header|Footer)\b[^<]*")
HEADER_CODE = re.compile(r"&amp;(?:[A-Z]|&quot;[^&]*&quot;|[0-9]+|K[0-9A-F]{6})")  # as &L, on the left
OPENED = re.compile(r'<c(?: [rs]="[A-Z]*[0-9]+"| t="\w+")+>')

Cell = float | str | bool | date | time | datetime | timedelta


def is_sheet(name: str) -> bool:
    """Say whether a member of a zip is a workbook's sheet."""
    return name.startswith(SHEETS) and name.endswith(".xml")


def without_places(sheet: str) -> str:
    """Return a sheet's XML without the places of its cells, the numbers of shared texts and the codes of its header."""
    sheet = HEADER.sub(lambda match: HEADER_CODE.sub(" ", match[0]), sheet)
    return OPENED.sub("<c/>", OF_SHARED_TEXT.sub("", sheet))


def read_rows(inner: Inner) -> Iterator[Piece | Unread]:
    """Yield each sheet as a reader sees it, hidden ones too: a line for a row, a tab between cells."""
    try:
        workbook = CalamineWorkbook.from_filelike(BytesIO(inner.data))
        for name in workbook.sheet_names:
            rows = workbook.get_sheet_by_name(name).to_python()
            text = "".join("\t".join(map(_shown, row)) + "\t\n" for row in rows)
            yield Piece(within(inner.place, f"sheet {name}"), text, read=True)
    except CalamineError as problem:
        yield Unread(inner.place, f"the workbook cannot be read ({problem})")


def _shown(cell: Cell) -> str:
    """Return a cell as text: 3 of 3.0; a line break within a text would end the row."""
    if isinstance(cell, str):
        return cell.replace("\n", " ") if "\n" in cell else cell
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
