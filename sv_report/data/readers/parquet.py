"""Parquet files, read as a stream of rows by DuckDB.

Data stage. Takes a Parquet file; gives one sheet, whose row 0 is the names of the columns and row 1 the first record.
"""

from collections.abc import Iterator
from functools import partial
from typing import Any

from sv_report.data.readers.foreign import AT_ONCE, numbered
from sv_report.data.readers.original import Original
from sv_report.data.readers.sheet import Numbered, Sheet, Unreadable, unreadable

MEMORY = "300MB"
GLOB = str.maketrans({"[": "[[]", "*": "[*]", "?": "[?]"})
SAVE_ANEW = "Write it anew from its program, or give the table as CSV."


def open_parquet(file: Original) -> list[Sheet]:
    """Return the one sheet of a Parquet file; raise Unreadable where it is damaged."""
    import duckdb

    try:
        with duckdb.connect(config={"memory_limit": MEMORY}) as connection:
            connection.execute(f"SELECT * FROM {_table(file)} LIMIT 0")
    except duckdb.Error as problem:
        raise _damaged(file, problem) from None
    return [Sheet(file.shown, None, partial(_rows, file))]


def _rows(file: Original) -> Iterator[Numbered]:
    import duckdb

    file.check()
    try:
        with duckdb.connect(config={"memory_limit": MEMORY, "threads": 1}) as connection:
            result = connection.execute(select_all(connection, _table(file)))
            yield from numbered([column[0] for column in result.description], streamed(result))
    except (duckdb.Error, ValueError, OverflowError) as problem:
        raise _damaged(file, problem) from None
    file.check()


def select_all(connection: Any, table: str) -> str:
    """Return the query for all of a table, times with a zone as text: Python would need a package for them."""
    columns = connection.execute(f"DESCRIBE SELECT * FROM {table}").fetchall()
    names = [(quoted(name), "WITH TIME ZONE" in kind) for name, kind, *_ in columns]
    return f"SELECT {', '.join(f'CAST({n} AS VARCHAR) AS {n}' if zoned else n for n, zoned in names)} FROM {table}"


def quoted(name: str) -> str:
    """Return a name as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'


def streamed(result: Any) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a DuckDB result, some at a time."""
    while rows := result.fetchmany(AT_ONCE):
        yield from rows


def _table(file: Original) -> str:
    path = str(file.path).translate(GLOB).replace("'", "''")
    return f"read_parquet('{path}', hive_partitioning = false, union_by_name = false, filename = false)"


def _damaged(file: Original, problem: Exception) -> Unreadable:
    file.check()
    why = str(problem).splitlines()[0].replace(str(file.path), file.shown)[:200]
    return unreadable(file.shown, "file-damaged", f"The Parquet file cannot be read: {why}", SAVE_ANEW)
