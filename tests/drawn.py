"""Tables drawn as text, so that a test reads as a specification."""

from pathlib import Path
from typing import Any

import duckdb

from sv_report.data.intake import PERIODS
from sv_report.data.schema import TABLES
from sv_report.data.tables import Tables, write_parquet
from sv_report.data.values import read_value
from sv_report.params.period import Period

DEFAULTS: dict[str, dict[str, str]] = {
    "suppliers": {"id": "S1", "name": "Example Ltd", "local": "yes"},
    "contracts": {"title": "A contract", "supplier_id": "S1", "directorate": "Place", "start": "2022-04-01",
                  "end": "2026-03-31", "value": "1000000", "value_book": "V1"},
    "measures": {"set": "Example", "theme": "Jobs", "outcome": "Work", "name": "A measure", "unit": "hours",
                 "over_time": "flow", "across": "sum", "good": "high", "valued": "valued", "counts_as": "additional",
                 "sensitive": "no", "disadvantaged": "no"},
    "value_book": {"version": "V1"},
    "returns": {"version": "1", "due_on": "2099-01-01"},
    "deliveries": {"return_version": "1"},
}  # fmt: skip


def draw(text: str) -> list[dict[str, str]]:
    """Return the rows of a table drawn with `|` between its cells, its header in the first line."""
    lines = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    return [dict(zip(lines[0], cells, strict=True)) for cells in lines[1:]]


def tables(folder: Path, **drawn: str) -> Tables:
    """Return typed tables with the rows drawn, other columns at their defaults, other tables empty."""
    drawn.setdefault("suppliers", "id\nS1")
    named: set[str] = set()
    connection = duckdb.connect()
    for shape in TABLES:
        rows: list[list[Any]] = []
        for number, cells in enumerate(draw(drawn[shape.name]) if shape.name in drawn else [], start=2):
            row = DEFAULTS.get(shape.name, {}) | {name: cell for name, cell in cells.items() if cell != ""}
            values = [read_value(row.get(column.name, ""), column) for column in shape.columns]
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
