"""SQLite and DuckDB files, opened to be read only, with nothing else in reach.

Data stage. Takes a file; gives a sheet for each table in it, by name. Views and virtual tables are left out, and
said: a view that a stranger wrote could read other files, or never end. Row 0 is the names of the columns; records
follow in the order they are stored.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from typing import Any

from sv_report.data.readers.foreign import numbered
from sv_report.data.readers.original import Original
from sv_report.data.readers.parquet import quoted, select_all, streamed
from sv_report.data.readers.sheet import Numbered, Sheet, Unreadable, unreadable
from sv_report.findings import Finding, Where

DUCKDB_CONFIG: dict[str, Any] = {
    "enable_external_access": "false",  # a generated column cannot read other files
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "memory_limit": "300MB",
    "threads": "1",
    "lock_configuration": "true",
}
SQLITE_TABLES = """
SELECT name, type = 'table' AND upper(sql) NOT LIKE 'CREATE VIRTUAL%' FROM sqlite_schema
WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name"""
DUCKDB_TABLES = """
SELECT schema_name, table_name FROM duckdb_tables()
WHERE NOT internal AND database_name = current_database() ORDER BY schema_name <> 'main', schema_name, table_name"""
DUCKDB_VIEWS = DUCKDB_TABLES.replace("table", "view")
MOST_NAMED = 12  # views that a note names
AS_TABLE = "Where one holds monitoring data, save it as a table: CREATE TABLE name AS SELECT * FROM the_view."


@dataclass(frozen=True)
class DatabaseSheet(Sheet):
    """A table of a database's file; `views` are the file's views and virtual tables, which its first sheet has."""

    views: tuple[str, ...] = ()

    def findings(self) -> list[Finding]:
        """Return what was left out of the file and a person should know."""
        if not self.views:
            return []
        message = f"views and virtual tables are not read: {_named(self.views)}"
        return [Finding("views-not-read", "note", message, Where(self.file), AS_TABLE)]


def open_sqlite(file: Original) -> list[Sheet]:
    """Return the tables of a SQLite file; raise Unreadable where it is damaged or locked."""
    try:
        with closing(_sqlite(file)) as connection:
            names = connection.execute(SQLITE_TABLES).fetchall()
    except sqlite3.Error as problem:
        raise _damaged(file, "SQLite", problem) from None
    tables = [(name, partial(_sqlite_rows, file, name)) for name, is_table in names if is_table]
    return _sheets(file, tables, [name for name, is_table in names if not is_table])


def _sqlite(file: Original) -> sqlite3.Connection:
    connection = sqlite3.connect(f"{file.path.resolve().as_uri()}?mode=ro", uri=True)
    connection.execute("PRAGMA query_only = 1")
    connection.execute("PRAGMA trusted_schema = 0")
    return connection


def _sqlite_rows(file: Original, name: str) -> Iterator[Numbered]:
    file.check()
    try:
        with closing(_sqlite(file)) as connection:
            cursor = connection.execute(f"SELECT * FROM {quoted(name)}")  # by rowid, or by the primary key
            yield from numbered([column[0] for column in cursor.description], cursor)
    except sqlite3.Error as problem:
        raise _damaged(file, "SQLite", problem) from None
    file.check()


def open_duckdb(file: Original) -> list[Sheet]:
    """Return the tables of a DuckDB file; raise Unreadable where it is damaged, locked or of a later version."""
    import duckdb

    try:
        with duckdb.connect(str(file.path), read_only=True, config=DUCKDB_CONFIG) as connection:
            names = connection.execute(DUCKDB_TABLES).fetchall()
            views = connection.execute(DUCKDB_VIEWS).fetchall()
    except (duckdb.Error, ValueError) as problem:
        raise _damaged(file, "DuckDB", problem) from None
    tables = [(_duckdb_name(*one), partial(_duckdb_rows, file, *one)) for one in names]
    return _sheets(file, tables, [_duckdb_name(*one) for one in views])


def _duckdb_name(schema: str, name: str) -> str:
    return name if schema == "main" else f"{schema}.{name}"


def _duckdb_rows(file: Original, schema: str, name: str) -> Iterator[Numbered]:
    import duckdb

    file.check()
    try:
        with duckdb.connect(str(file.path), read_only=True, config=DUCKDB_CONFIG) as connection:
            result = connection.execute(select_all(connection, f"{quoted(schema)}.{quoted(name)}"))
            yield from numbered([column[0] for column in result.description], streamed(result))
    except (duckdb.Error, ValueError, OverflowError) as problem:
        raise _damaged(file, "DuckDB", problem) from None
    file.check()


def _sheets(file: Original, tables: list[tuple[str, Any]], views: list[str]) -> list[Sheet]:
    if not tables:
        only = f", only views or virtual tables: {_named(views)}" if views else ""
        remedy = f"Check that it is the right file. {AS_TABLE if views else ''}".strip()
        raise unreadable(file.shown, "file-empty", f"The database holds no tables{only}.", remedy)
    said = [tuple(views), *[()] * (len(tables) - 1)]
    return [
        DatabaseSheet(file.shown, name, rows, views=of_file) for (name, rows), of_file in zip(tables, said, strict=True)
    ]


def _named(names: Sequence[str]) -> str:
    more = f" and {len(names) - MOST_NAMED:,} more" if len(names) > MOST_NAMED else ""
    return ", ".join(names[:MOST_NAMED]) + more


def _damaged(file: Original, program: str, problem: Exception) -> Unreadable:
    file.check()
    why = str(problem).partition("\n")[0].replace(str(file.path), file.shown)[:200]
    remedy = "Close it in other programs; check that it opens there, or give its tables as CSV."
    return unreadable(file.shown, "file-damaged", f"The {program} file cannot be read: {why}", remedy)
