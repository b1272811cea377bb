"""A reading: one sheet of a source read as one table, by which rules, and what became of each of its rows.

Data stage. `intake` makes a reading of each sheet that holds a table, `staging` fills its counts, and `account`
writes them down: the kinds of row add up to the sheet's rows.
"""

from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

from sv_report.data.cells.values import CellRules
from sv_report.data.readers.sheet import Sheet
from sv_report.data.schema import TableShape

Kind = Literal["read", "blank", "header", "total", "duplicate", "rejected"]


@dataclass
class Reading:
    """A sheet read as a table: `columns` are those of the shape that it has, `rules` how each one's texts are read.

    `rows` counts the sheet's rows by kind, once each; `cells` the cells by what they mean besides a plain value.
    """

    number: int
    sheet: Sheet
    shape: TableShape
    columns: tuple[str, ...] = ()
    rules: tuple[CellRules, ...] = ()  # one a column of the shape, in its order
    unpivoted: str | None = None  # the column that a row has a part for each header of: a part without it is no row
    is_distinct: bool = False  # equal rows are one: suppliers out of a register of contracts
    keeps_duplicates: bool = False
    has_origin: bool = False  # its rows say themselves from which file, sheet and row they came
    hashed: bool = False  # no file has a digest for it, so that its rows are hashed as they come
    digest: str = ""
    rows: Counter[Kind] = field(default_factory=Counter)
    cells: Counter[str] = field(default_factory=Counter)

    @property
    def total(self) -> int:
        """The rows of the sheet."""
        return self.rows.total()

    def move(self, number: int, source: Kind, target: Kind) -> None:
        """Count rows that were taken for one kind as another."""
        self.rows[source] -= number
        self.rows[target] += number
