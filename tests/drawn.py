"""Tables drawn as text, so that a test reads as a specification."""

import csv
from pathlib import Path
from typing import Any

import duckdb

from sv_report.data.cells.values import read_cell
from sv_report.data.schema import ORIGIN, SHAPES, TABLES, Column, TableShape
from sv_report.data.sources import Source
from sv_report.data.tables import SQL_TYPES, Tables
from sv_report.params.period import Period

PERIODS = TableShape(
    "periods",
    (Column("period", "period"), Column("period_start", "date"), Column("period_end", "date")),
    ("period",),
)
DEFAULTS: dict[str, dict[str, str]] = {
    "suppliers": {"id": "S1", "name": "Example Ltd", "local": "yes"},
    "contracts": {"title": "A contract", "supplier_id": "S1", "directorate": "Place", "start": "2022-04-01",
                  "end": "2026-03-31", "value": "1000000", "value_book": "V1"},
    "measures": {"set": "Example", "theme": "Jobs", "outcome": "Work", "name": "A measure", "unit": "hours",
                 "over_time": "flow", "across": "sum", "good": "high", "valued": "valued", "counts_as": "additional",
                 "sensitive": "no", "disadvantaged": "no"},
    "value_book": {"version": "V1"},
    "returns": {"version": "1", "due_on": "2099-01-01"},
    "deliveries": {"return_version": "1", "statement": "Done"},
}  # fmt: skip
BLANK = "-"  # a cell that is blank although its column has a default


def draw(text: str) -> list[dict[str, str]]:
    """Return the rows of a table drawn with `|` between its cells, its header in the first line."""
    lines = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    return [dict(zip(lines[0], cells, strict=True)) for cells in lines[1:]]


def filled(shape: TableShape, text: str) -> list[list[str]]:
    """Return the cells of the rows drawn, in the shape's order, other columns at their defaults."""
    rows = []
    for cells in draw(text):
        row = DEFAULTS.get(shape.name, {}) | {name: cell for name, cell in cells.items() if cell != ""}
        rows.append(["" if row.get(name, "") == BLANK else row.get(name, "") for name in shape.names])
    return rows


def write_parquet(connection: duckdb.DuckDBPyConnection, shape: TableShape, rows: list[list[Any]], path: Path) -> None:
    """Write `rows` (the shape's columns, then the origin) to a Parquet file with the shape's types."""
    names = [column.name for column in shape.columns] + list(ORIGIN)
    types = [SQL_TYPES[column.type] for column in shape.columns] + ["VARCHAR", "VARCHAR", "BIGINT"]
    columns = [list(column) for column in zip(*rows, strict=True)] or [[] for _ in names]
    # one list parameter a column: DuckDB unnests them side by side, with no frame library in between
    unnested = ", ".join(
        f"unnest($c{i}::VARCHAR[])::{type_} AS {name}" for i, (name, type_) in enumerate(zip(names, types, strict=True))
    )
    as_text = {f"c{i}": [None if value is None else str(value) for value in column] for i, column in enumerate(columns)}
    connection.execute(f"COPY (SELECT {unnested}) TO '{path}' (FORMAT parquet)", as_text)


def tables(folder: Path, **drawn: str) -> Tables:
    """Return typed tables with the rows drawn, other columns at their defaults, other tables empty."""
    drawn.setdefault("suppliers", "id\nS1")
    named: set[str] = set()
    with duckdb.connect() as connection:
        for shape in TABLES:
            rows: list[list[Any]] = []
            for number, cells in enumerate(filled(shape, drawn[shape.name]) if shape.name in drawn else [], start=2):
                values = [read_cell(cell, column).value for cell, column in zip(cells, shape.columns, strict=True)]
                rows.append([*values, f"{shape.name}.csv", None, number])
                named |= {value for value, column in zip(values, shape.columns, strict=True) if column.type == "period"}
            write_parquet(connection, shape, rows, folder / f"{shape.name}.parquet")
        periods = sorted(Period.parse(text) for text in named)
        write_parquet(
            connection,
            PERIODS,
            [[str(p), p.start, p.end, None, None, None] for p in periods],
            folder / "periods.parquet",
        )
    return Tables(folder)


def source(folder: Path, name: str = "returns", **drawn: str) -> Source:
    """Return a source in `folder`: a CSV file of each table drawn, other columns at their defaults."""
    folder.mkdir(parents=True, exist_ok=True)
    for table, text in drawn.items():
        with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerows([SHAPES[table].names, *filled(SHAPES[table], text)])
    return Source(name, folder, illustrative=True)


def whole_source(folder: Path, name: str = "returns", **drawn: str) -> Source:
    """Return a source with every table that is needed, those not drawn with a row or two that are sound."""
    return source(folder, name, **(SOUND | drawn))


SOUND = {
    "suppliers": "id\nS1",
    "contracts": "ref\nC1\nC2",
    "measures": "ref | over_time | valued\nM1 | flow | valued\nM2 | share | record-only",
    "commitments": "contract | measure | period | quantity\nC1 | M1 | 2023-24 Q3 | 500",
    "returns": "contract | period | received_on\nC1 | 2023-24 Q3 | 2024-01-10",
    "deliveries": """
        contract | measure | period     | quantity_claimed | quantity_validated | validated_on
        C1       | M1      | 2023-24 Q3 | 100              | 80                 | 2024-01-12
    """,
}
