"""Tables drawn as text with what the data stage leaves beside them: accounts, rejected rows, broken rules."""

from pathlib import Path

import duckdb

from sv_report.data.rules.counting_rules import apply_counting_rules
from sv_report.data.tables import Tables
from tests.drawn import draw, tables

COUNTS = ("rows", "read", "blank", "header", "total", "duplicate", "rejected", "zero", "missing", "not_applicable",
          "rounded")  # fmt: skip
ACCOUNTS = {"file": "VARCHAR", "sheet": "VARCHAR", "table_name": "VARCHAR"} | dict.fromkeys(COUNTS, "BIGINT")
REJECTED = {
    "rule": "VARCHAR",
    "table_name": "VARCHAR",
    "origin_file": "VARCHAR",
    "origin_sheet": "VARCHAR",
    "origin_row": "BIGINT",
    "contract": "VARCHAR",
    "measure": "VARCHAR",
    "period": "VARCHAR",
    "quantity": "DECIMAL(18, 6)",
    "message": "VARCHAR",
}


def counted_tables(folder: Path, accounts: str = "", rejected: str = "", **drawn: str) -> Tables:
    """Return typed tables with the rows drawn and the counting rules applied, as the data stage leaves them."""
    raw = folder / "raw"
    left = folder / "left"
    for made in (raw, left):
        made.mkdir()
    tables(raw, **drawn)
    with duckdb.connect() as connection:
        for path in sorted(raw.glob("*.parquet")):
            connection.execute(f"CREATE TABLE {path.stem} AS FROM '{path}'")
        _fill(connection, "accounts", ACCOUNTS, accounts)
        _fill(connection, "rejected_rows", REJECTED, rejected)
        apply_counting_rules(connection)
        for (name,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall():
            connection.execute(f"COPY {name} TO '{left / name}.parquet'")
    return Tables(left)


def _fill(connection: duckdb.DuckDBPyConnection, table: str, columns: dict[str, str], text: str) -> None:
    listed = ", ".join(f'"{name}" {kind}' for name, kind in columns.items())
    connection.execute(f"CREATE TABLE {table} ({listed})")
    for row in draw(text) if text else ():
        blank = "0" if table == "accounts" else None
        values = [row.get(name) or (blank if name in COUNTS else None) for name in columns]
        connection.execute(f"INSERT INTO {table} VALUES ({', '.join('?' for _ in values)})", values)
