"""A table of facts, printed as a pipe table that both engines set alike.

Exhibits stage. A cell is text or a fact; a fact's unit stands in its column's header, its figure in the cell.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sv_report.exhibits.sums import Across, Place, Sum, ToHundred, notes_on, to_totals
from sv_report.exhibits.text import escape, printable
from sv_report.measures.fact import ROUNDS_TO_ZERO, SHORTHAND, WORDS, Fact

Cell = str | Fact
NOT_AVAILABLE, NOT_SHOWN = SHORTHAND["not_available"], SHORTHAND["suppressed"]
MARKS = {mark: WORDS[status] for status, mark in SHORTHAND.items()} | {
    ROUNDS_TO_ZERO: "a low figure that rounds to zero"
}


@dataclass(frozen=True)
class Column:
    """A column: its heading, with the unit in brackets where it holds numbers."""

    heading: str
    unit: str = ""
    number: bool = True

    @property
    def label(self) -> str:
        """The header's words."""
        return f"{self.heading} ({self.unit})" if self.unit else self.heading


@dataclass(frozen=True)
class Table:
    """Rows of cells under columns; the first column heads each row. `note` is printed above; with
    `has_total` the last row is the total of those above it.

    No cell is blank: one without words says that they are not available. The note goes on to say what the marks that
    stand in the cells mean, and, where printed figures do not add up, that they do not. `sums` are what else adds up.
    """

    name: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    has_total: bool = False
    sums: tuple[Across | ToHundred, ...] = ()

    def __post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError(f"table {self.name}: a row has another number of cells than there are columns")
        filled = tuple(tuple(NOT_AVAILABLE if _is_blank(cell) else cell for cell in row) for row in self.rows)
        object.__setattr__(self, "rows", filled)
        added = list(self._added())
        for (row, column), one in added:
            if not one.adds_up:
                raise ValueError(
                    f"table {self.name}, row {row + 1} ({_said(self.rows[row][0])}), column "
                    f"{self.columns[column].label}: the figures do not add up before they are rounded"
                )
        keys = (f"{mark} means {meaning}." for mark, meaning in self._marks() if f"{mark} means " not in self.note)
        rounding = notes_on(one for _, one in added)
        said = [self.note, *keys, "" if rounding in self.note else rounding]
        object.__setattr__(self, "note", " ".join(filter(None, said)))

    def _marks(self) -> Iterator[tuple[str, str]]:
        """Yield the marks that stand in the cells, each with its meaning."""
        printed = {_said(cell) for row in self.rows for cell in row}
        yield from ((mark, meaning) for mark, meaning in MARKS.items() if mark in printed)

    def _added(self) -> Iterator[tuple[Place, Sum]]:
        """Yield the sums in the table with the places of their totals."""
        if self.has_total:
            yield from to_totals(self.rows)
        for one in self.sums:
            yield from one.sums(self.rows)

    @property
    def facts(self) -> tuple[Fact, ...]:
        """The facts in the table's cells."""
        return tuple(cell for row in self.rows for cell in row if isinstance(cell, Fact))

    def markdown(self, live: bool = True) -> str:
        """Return the pipe table; `live` marks each fact, for the manuscript, and is off for a notebook's page."""
        lines = [_line(escape(column.label) for column in self.columns)]
        lines.append(_line(("---:" if column.number else ":---") for column in self.columns))
        lines += [_line(_cell(cell, live) for cell in row) for row in (self.rows[:-1] if self.has_total else self.rows)]
        lines += [_line(_cell(cell, live, "**") for cell in row) for row in (self.rows[-1:] if self.has_total else ())]
        if self.caption and live:
            lines += ["", f": {escape(self.caption)} {{#tbl-{self.name}}}"]
        elif self.caption:
            lines = [f"**{escape(self.caption)}**", "", *lines]
        return "\n".join([*([escape(self.note), ""] if self.note else []), *lines])


def fact_text(fact: Fact, text: str, live: bool, mark: str = "") -> str:
    """Return a fact's text, marked with its id where the text is live, between two `mark`s such as `**`."""
    marked = f"{mark}{escape(text)}{mark}"
    return f'[{marked}]{{.fact fact="{fact.id}"}}' if live else marked


def fact_columns(facts: Sequence[Fact], headings: Sequence[str]) -> tuple[Column, ...]:
    """Return number columns whose units are those of `facts`, the facts of one row."""
    return tuple(Column(heading, _unit(fact)) for heading, fact in zip(headings, facts, strict=True))


def _said(cell: Cell) -> str:
    """Return a cell as it is printed."""
    return cell.figure if isinstance(cell, Fact) else cell


def _is_blank(cell: Cell) -> bool:
    return isinstance(cell, str) and not printable(cell)


def _unit(fact: Fact) -> str:
    return "" if fact.unit in ("count", "share") else fact.unit_heading  # a share's heading says it is one


def _cell(cell: Cell, live: bool, mark: str = "") -> str:
    if isinstance(cell, Fact):
        return fact_text(cell, cell.figure, live, mark)
    return f"{mark}{escape(cell)}{mark}"


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
