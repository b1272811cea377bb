"""A table on a notebook's page: cells as a report prints them, their numbers to sort by, and a data frame of them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from html import escape
from typing import TYPE_CHECKING

from sv_report.exhibits.table import Cell, Table
from sv_report.exhibits.text import printable
from sv_report.exhibits.trace_view import OPENING, aligned
from sv_report.exploring.interactive import searched
from sv_report.measures.fact import Fact

if TYPE_CHECKING:
    import pandas as pd

SHOWN = 25  # rows of a page without JavaScript, and of plain text; a data frame has them all
SHORT, LONG = 12, 30  # signs of a cell: a day or a period is short, the name of a measure long
MILLION = 1_000_000
NUMERAL = re.compile(r"-?\d+(\.\d+)?")


@dataclass(frozen=True)
class Listing:
    """A table of facts and words. The first `keys` columns name a row: they are the index of the data frame.

    In JupyterLab it can be searched and sorted; elsewhere it is a plain table.
    """

    table: Table
    keys: int = 1

    def __len__(self) -> int:
        return len(self.table.rows)

    def __repr__(self) -> str:
        head = tuple(column.label for column in self.table.columns)
        rows = [tuple(_said(cell) for cell in row) for row in self.table.rows[:SHOWN]]
        right = [column.label for column in self.table.columns if column.number]
        left = [self._left] if self._left else []
        return "\n".join([self.table.caption, "", *aligned([head, *rows], right), *left])

    def _repr_html_(self) -> str:
        every = searched(self._html(self.table.rows), self._id, len(self))
        return every or self._html(self.table.rows[:SHOWN]) + (f"<p>{escape(self._left)}</p>" if self._left else "")

    def to_pandas(self) -> "pd.DataFrame":
        """Return the table as a data frame: words as they are, numbers unrounded in the unit of their heading."""
        import pandas as pd

        labels = [column.label for column in self.table.columns]
        rows = [[_number(cell) if isinstance(cell, Fact) else cell for cell in row] for row in self.table.rows]
        frame = pd.DataFrame(rows, columns=labels)
        return frame.set_index(labels[0] if self.keys == 1 else labels[: self.keys])

    @property
    def _left(self) -> str:
        """Say how many rows are not shown, where there are any."""
        left = len(self.table.rows) - SHOWN
        return f"… and {left:,} more {'row' if left == 1 else 'rows'}: .to_pandas() has them all." if left > 0 else ""

    @property
    def _id(self) -> str:
        """The table's id on the page: the same for the same table, in every run."""
        return f"sv-{sha256(self._html(self.table.rows).encode()).hexdigest()[:12]}"

    def _html(self, rows: tuple[tuple[Cell, ...], ...]) -> str:
        head = "".join(
            f'<th scope="col" style="text-align: {_side(column.number)}">{escape(column.label)}</th>'
            for column in self.table.columns
        )
        body = "".join(f"<tr>{''.join(self._cells(row))}</tr>" for row in rows)
        caption = f"<caption>{escape(self.table.caption)}</caption>" if self.table.caption else ""
        note = f"<p>{escape(self.table.note)}</p>" if self.table.note else ""
        return f"{note}{OPENING}{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"

    def _cells(self, row: tuple[Cell, ...]) -> Iterator[str]:
        for place, (cell, column) in enumerate(zip(row, self.table.columns, strict=True)):
            kind = "th" if place < self.keys else "td"
            scope = ' scope="row"' if kind == "th" else ""
            order = f' data-order="{_order(cell)}"' if column.number else ""
            said = _said(cell)
            style = f"text-align: {_side(column.number)}{_room(said, kind)}"
            yield f'<{kind}{scope}{order} style="{style}">{escape(said)}</{kind}>'


def _room(said: str, kind: str) -> str:
    """Return the style that keeps a short cell on one line, and a long heading of a row from standing a word a line."""
    if len(said) <= SHORT:
        return "; white-space: nowrap"
    return "; min-width: 14em" if kind == "th" and len(said) >= LONG else ""


def _side(is_number: bool) -> str:
    return "right" if is_number else "left"


def _said(cell: Cell) -> str:
    return printable(cell.figure if isinstance(cell, Fact) else cell)


def _order(cell: Cell) -> str:
    """Return what a cell of numbers is sorted by; of one that has none, nothing."""
    if isinstance(cell, str):
        digits = cell.replace(",", "")
        return digits if NUMERAL.fullmatch(digits) else ""
    number = _number(cell)
    return repr(number) if isinstance(number, float) else ""


def _number(fact: Fact) -> float | str | None:
    """Return a fact's value in the unit of its column's heading; of a text its words."""
    if fact.value is None:
        return fact.text or None
    return float(fact.value / MILLION if fact.unit_heading == "£m" else fact.value * _hundred(fact))


def _hundred(fact: Fact) -> Decimal:
    return Decimal(100 if fact.unit == "share" else 1)
