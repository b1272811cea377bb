"""The account of every source row: read, blank, header, total, duplicate or rejected, and what cells meant.

Data stage. One line a sheet and table; the kinds add up to the sheet's rows.
"""

from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields

import duckdb

from sv_report.data.reading import Reading


@dataclass(frozen=True)
class Account:
    """What became of the rows of one sheet that was read as one table, and how many cells meant more than a value."""

    file: str
    sheet: str | None
    table_name: str
    rows: int
    read: int
    blank: int
    header: int
    total: int
    duplicate: int
    rejected: int
    zero: int
    missing: int
    not_applicable: int
    rounded: int


def account_of(reading: Reading) -> Account:
    """Return the account of a reading."""
    place = reading.sheet.file, reading.sheet.name, reading.shape.name
    kinds = (reading.rows[kind] for kind in ("read", "blank", "header", "total", "duplicate", "rejected"))
    meanings = (reading.cells[meaning] for meaning in ("zero", "missing", "not applicable", "rounded"))
    return Account(*place, reading.total, *kinds, *meanings)


def write_accounts(connection: duckdb.DuckDBPyConnection, accounts: Iterable[Account]) -> None:
    """Make the table `accounts`."""
    texts = ("file", "sheet", "table_name")
    columns = [f'"{one.name}" {"VARCHAR" if one.name in texts else "BIGINT"}' for one in fields(Account)]
    connection.execute(f"CREATE TABLE accounts ({', '.join(columns)})")
    marks = ", ".join("?" for _ in columns)
    for account in accounts:
        connection.execute(f"INSERT INTO accounts VALUES ({marks})", astuple(account))
