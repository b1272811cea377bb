"""A question in SQL over the tables of the monitoring data, which can read them and do nothing else.

Data stage. DuckDB answers it in a connection of its own, whose doors are shut before the question is put: no file but
the tables' is read, none is written, nothing is downloaded, and no variable of Python's is a table.
"""

from typing import TYPE_CHECKING

import duckdb

from sv_report.data.tables import Tables
from sv_report.errors import UsageError
from sv_report.findings import Finding, Where
from sv_report.params.nearest import advice

if TYPE_CHECKING:
    import pandas as pd

READS = "SELECT"  # DuckDB's kind of statement that changes nothing; EXPLAIN ANALYZE runs whatever it explains
SHUT = {
    "enable_external_access": "false",  # no file, no network; the views' own files are allowed above it
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "python_enable_replacements": "false",
    "lock_configuration": "true",  # last: nothing opens the doors again
}


def answer(tables: Tables, question: str) -> "pd.DataFrame":
    """Return what a question finds in the tables, as a data frame; raise UsageError with DuckDB's words where it fails.

    `question` is one SELECT of DuckDB's SQL, over the tables by their names.
    """
    with _shut(tables) as connection:
        _refuse_all_but_reading(connection, question)
        try:
            return connection.execute(question).df()
        except duckdb.CatalogException as problem:
            raise _refused(question, str(problem), _names_near(problem, names(tables))) from None
        except duckdb.PermissionException as problem:
            remedy = f"sql reads the tables of the monitoring data alone: {', '.join(names(tables))}."
            raise _refused(question, str(problem), remedy) from None
        except duckdb.Error as problem:
            raise _refused(question, str(problem), "Correct the question: it is in DuckDB's SQL.") from None


def names(tables: Tables) -> list[str]:
    """Return the names of the tables that a question can be about."""
    return sorted(path.stem for path in tables.folder.glob("*.parquet"))


def _shut(tables: Tables) -> duckdb.DuckDBPyConnection:
    """Return a connection with a view for each table, which can touch nothing else."""
    connection = duckdb.connect()
    for name in names(tables):
        connection.read_parquet(str(tables.folder / f"{name}.parquet")).create_view(name)
    files = ", ".join("'" + str(tables.folder / f"{name}.parquet").replace("'", "''") + "'" for name in names(tables))
    connection.execute(f"SET allowed_paths = [{files}]")
    for name, value in SHUT.items():
        connection.execute(f"SET {name} = {value}")
    return connection


def _refuse_all_but_reading(connection: duckdb.DuckDBPyConnection, question: str) -> None:
    try:
        statements = connection.extract_statements(question)
    except duckdb.Error as problem:
        raise _refused(question, str(problem), "Correct the question: it is in DuckDB's SQL.") from None
    if len(statements) != 1 or statements[0].type.name != READS:
        raise _refused(question, "it is not one SELECT", "sql only reads: ask one question that begins with SELECT.")


def _names_near(problem: duckdb.Error, known: list[str]) -> str:
    """Return the nearest table to one that is not there; of another thing, DuckDB's message names the nearest."""
    _, found, rest = str(problem).partition("Table with name ")
    return advice(rest.split(" does not exist")[0], known) if found else "Correct the question: it is in DuckDB's SQL."


def _refused(question: str, message: str, remedy: str) -> UsageError:
    said = " ".join(line for line in message.splitlines() if line and not line.startswith(("LINE ", " ")))
    finding = Finding("sql-refused", "error", said, Where(found=question), remedy)
    return UsageError("The question cannot be answered.", [finding])
