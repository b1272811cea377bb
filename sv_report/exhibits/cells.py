"""A number of an exhibit, found by its row and column: a table's cell, a chart's point, a fact in a sentence.

Exhibits stage: takes an exhibit, gives the fact that is printed at a place, so that each can be traced. Rows and
columns are named as they are printed, or by their numbers from 1. A chart's rows are its members, its columns its
series; of sentences, rows are sentences and columns the facts in each.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sv_report.errors import UsageError
from sv_report.exhibits.chart import Chart
from sv_report.exhibits.records import Exhibit
from sv_report.exhibits.table import Cell, Table
from sv_report.findings import Finding, Where
from sv_report.measures.fact import Fact
from sv_report.params.nearest import advice

Asked = str | int
Kind = Literal["row", "column"]


@dataclass(frozen=True)
class Placed:
    """A fact at its place in an exhibit: the headings of its row and column, and their numbers from 1."""

    row: str
    column: str
    fact: Fact
    row_number: int
    column_number: int

    def record(self) -> dict[str, Any]:
        """Return the place as plain values that JSON can hold."""
        return {
            "row": self.row,
            "row_number": self.row_number,
            "column": self.column,
            "column_number": self.column_number,
            "figure": self.fact.figure,
            "display": self.fact.display,
            "fact": self.fact.id,
        }


def cells(exhibit: Exhibit) -> tuple[Placed, ...]:
    """Return every fact of an exhibit at its place, row by row."""
    grid = _grid(exhibit)
    return tuple(
        Placed(grid.rows[row], grid.columns[column], content, row + 1, column + 1)
        for row, contents in enumerate(grid.contents)
        for column, content in enumerate(contents)
        if isinstance(content, Fact)
    )


def cell(exhibit: Exhibit, row: Asked, column: Asked) -> Fact:
    """Return the fact in a row and a column of an exhibit, each by its heading or its number from 1.

    A column's heading may be said with or without its unit; a heading's first words do where no other begins with
    them. Raises UsageError where there is no such row or column, several are called so, or the cell is words.
    """
    grid = _grid(exhibit)
    across, along = _place(grid, "row", row), _place(grid, "column", column)
    content = grid.contents[across][along]
    if isinstance(content, Fact):
        return content
    where = f"row {grid.rows[across]!r} and column {grid.columns[along]!r} of {exhibit.name}"
    holds = f"{content!r}, which is no number" if content else "nothing"
    numbers = [grid.columns[place.column_number - 1] for place in cells(exhibit) if place.row_number == across + 1]
    remedy = f"The numbers of this row stand under {', '.join(numbers)}." if numbers else "Name another row."
    finding = Finding("cell-no-number", "error", f"{where} holds {holds}", Where(found=content or None), remedy)
    raise UsageError(f"There is no number to trace in {where}.", [finding])


def number_of(exhibit: Exhibit, kind: Kind, asked: Asked) -> int:
    """Return the number, from 1, of a row or a column of an exhibit; raise UsageError as `cell` does."""
    return _place(_grid(exhibit), kind, asked) + 1


@dataclass(frozen=True)
class _Grid:
    """An exhibit as rows and columns; `plain_columns` are the columns' headings without their units."""

    name: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    plain_columns: tuple[str, ...]
    contents: tuple[tuple[Cell | None, ...], ...]

    def names(self, kind: Kind) -> tuple[tuple[str, ...], ...]:
        """Return what rows or columns are called: first as printed."""
        return (self.rows,) if kind == "row" else (self.columns, self.plain_columns)


def _grid(exhibit: Exhibit) -> _Grid:
    if isinstance(exhibit, Table):
        rows = tuple(row[0].figure if isinstance(row[0], Fact) else row[0] for row in exhibit.rows)
        labels = tuple(column.label for column in exhibit.columns)
        return _Grid(exhibit.name, rows, labels, tuple(column.heading for column in exhibit.columns), exhibit.rows)
    if isinstance(exhibit, Chart):
        names = tuple(series.name for series in exhibit.series)
        points = tuple(zip(*(series.facts for series in exhibit.series), strict=True))
        return _Grid(exhibit.name, exhibit.members, names, names, points)
    said = [[piece for piece in sentence if isinstance(piece, Fact)] for sentence in exhibit.said]
    most = max(map(len, said), default=0)
    contents = tuple((*facts, *[None] * (most - len(facts))) for facts in said)
    columns = tuple(f"Number {place}" for place in range(1, most + 1))
    return _Grid(exhibit.name, tuple(f"Sentence {place}" for place in range(1, len(said) + 1)), columns, columns,
                 contents)  # fmt: skip


# ---- finding a row or a column -------------------------------------------------------------------


def _place(grid: _Grid, kind: Kind, asked: Asked) -> int:
    """Return the place, from 0, of a row or a column."""
    printed = grid.names(kind)[0]
    found = next(filter(None, _ways(grid.names(kind), asked)), [])
    if len(found) > 1:
        raise _several(grid, kind, asked, [f"{place + 1} {printed[place]!r}" for place in found])
    if not found:
        raise _unknown(grid, kind, printed, asked)
    return found[0]


def _ways(names: Sequence[Sequence[str]], asked: Asked) -> Iterator[list[int]]:
    """Yield the places that are found by heading, then by number, then by a heading's first words."""
    if isinstance(asked, str):
        yield from (_equal(called, asked) for called in names)
    yield _numbered(len(names[0]), asked)
    if isinstance(asked, str):
        yield _begun(names[0], asked)


def _equal(names: Iterable[str], asked: str) -> list[int]:
    return [place for place, name in enumerate(names) if _folded(name) == _folded(asked)]


def _numbered(count: int, asked: Asked) -> list[int]:
    number = asked if isinstance(asked, int) else int(asked) if asked.strip().isdecimal() else 0
    return [number - 1] if 0 < number <= count else []


def _begun(names: Iterable[str], asked: str) -> list[int]:
    """Return the places of the headings that begin with these whole words, as a contract's does with its reference."""
    words = _folded(asked).split()
    return [place for place, name in enumerate(names) if words and _folded(name).split()[: len(words)] == words]


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _several(grid: _Grid, kind: Kind, asked: Asked, found: Sequence[str]) -> UsageError:
    message = f"{len(found)} {kind}s of {grid.name} go by {str(asked)!r}: {', '.join(found)}"
    remedy = "Name it whole, or by its number."
    finding = Finding(f"{kind}-ambiguous", "error", message, Where(found=str(asked)), remedy)
    return UsageError(f"Which {kind} of {grid.name} is meant is not clear.", [finding])


def _unknown(grid: _Grid, kind: Kind, printed: Sequence[str], asked: Asked) -> UsageError:
    message = f"{grid.name} has {len(printed)} {kind}{'' if len(printed) == 1 else 's'}, none of them {str(asked)!r}"
    remedy = " ".join(
        filter(None, (advice(str(asked), printed), "sv-report trace EDITION EXHIBIT --cells lists them."))
    )
    finding = Finding(f"{kind}-unknown", "error", message, Where(found=str(asked)), remedy)
    return UsageError(f"There is no {kind} {str(asked)!r} in {grid.name}.", [finding])
