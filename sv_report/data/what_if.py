"""What if a row said something else: one row of a source changed or left out while the source is read, no file touched.

Data stage. A `RowChange` is laid over the rows of its sheet before anything is made of them, so that header, kinds of
row, types, duplicates and rules come out as if the file had been edited. `source_rows` finds the row and writes the
change.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial

from sv_report.data.readers.sheet import Numbered, Sheet, Unreadable
from sv_report.findings import Finding


@dataclass(frozen=True)
class RowChange:
    """A row of a sheet with other texts in its cells, from the first column on; None where the row is left out.

    `file` and `sheet` are named as findings name them, `row` is the sheet's own number, or a text file's line.
    """

    file: str
    sheet: str | None
    row: int
    cells: tuple[str, ...] | None = None


def is_of(change: RowChange | None, sheet: Sheet) -> bool:
    """Return whether a change is of a row of this sheet."""
    return change is not None and (change.file, change.sheet) == (sheet.file, sheet.name)


def laid_over(change: RowChange | None, sheet: Sheet) -> Sheet:
    """Return a sheet as it would be with a change of one of its rows; another sheet as it is."""
    if change is None or not is_of(change, sheet):
        return sheet
    return replace(sheet, rows=partial(_rows, sheet, change))


def _rows(sheet: Sheet, change: RowChange) -> Iterator[Numbered]:
    is_there = False
    for number, cells in sheet.rows():
        if number != change.row:
            yield number, cells
            continue
        is_there = True
        if change.cells is not None:
            yield number, [*change.cells]
    if not is_there:
        message, remedy = "the row that was to be changed is not there", "Name a row that the file has."
        raise Unreadable(Finding("row-unknown", "error", message, sheet.where(change.row), remedy))
