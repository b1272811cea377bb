"""A question in SQL over the tables of the monitoring data, which can read them and do nothing else.

Data stage. DuckDB answers it in a connection of its own, whose doors are shut before the question is put: no file but
the tables' is read, none is written, nothing is downloaded, and no variable of Python's is a table.
"""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

import duckdb

from sv_report.data.tables import Tables
from sv_report.errors import UsageError
from sv_report.findings import Finding, Where
from sv_report.params.nearest import advice

if TYPE_CHECKING:
    import pandas as pd

NOTHING: Mapping[str, Any] = {}
SEEN = {  # as on the day up to which data is seen: what a report counts from
    "returns_seen": "SELECT * FROM returns WHERE received_on <= DATE '{as_at}'",
    "deliveries_seen": """
        SELECT d.* REPLACE (
            CASE WHEN validated_on <= DATE '{as_at}' THEN quantity_validated END AS quantity_validated,
            CASE WHEN validated_on <= DATE '{as_at}' THEN denominator_validated END AS denominator_validated,
            CASE WHEN validated_on <= DATE '{as_at}' THEN validated_on END AS validated_on
        ) FROM deliveries d JOIN (
            SELECT contract, period, max(version) AS return_version FROM returns_seen GROUP BY ALL
        ) USING (contract, period, return_version)""",
}
READS = "SELECT"  # DuckDB's kind of statement that changes nothing; EXPLAIN ANALYZE runs whatever it explains
SHUT = {
    "enable_external_access": "false",  # no file, no network; the views' own files are allowed above it
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "python_enable_replacements": "false",
    "lock_configuration": "true",  # last: nothing opens the doors again
}


def answer(
    tables: Tables, question: str, given: Mapping[str, Any] = NOTHING, days: Mapping[str, date] = NOTHING
) -> "pd.DataFrame":
    """Return what a question finds in the tables, as a data frame; raise UsageError with DuckDB's words where it fails.

    `question` is one SELECT of DuckDB's SQL, over the tables by their names. `$name` in it stands for a value that is
    `given`, each of which has to stand somewhere, or for one of the `days`. Where `as_at` is among these, the tables of
    `SEEN` are there as well.
    """
    with _shut(tables, days.get("as_at")) as connection:
        asked = _reading(connection, question).named_parameters
        values = _values(question, asked, given, days)
        try:
            return connection.execute(question, values).df()
        except duckdb.CatalogException as problem:
            raise _refused(question, str(problem), _names_near(problem, [*names(tables), *SEEN])) from None
        except duckdb.PermissionException as problem:
            remedy = f"sql reads the tables of the monitoring data alone: {', '.join(names(tables))}."
            raise _refused(question, str(problem), remedy) from None
        except duckdb.Error as problem:
            raise _refused(question, str(problem), "Correct the question: it is in DuckDB's SQL.") from None


def names(tables: Tables) -> list[str]:
    """Return the names of the tables that a question can be about."""
    return sorted(path.stem for path in tables.folder.glob("*.parquet"))


def _shut(tables: Tables, as_at: date | None) -> duckdb.DuckDBPyConnection:
    """Return a connection with a view for each table, which can touch nothing else."""
    connection = duckdb.connect()
    for name in names(tables):
        connection.read_parquet(str(tables.folder / f"{name}.parquet")).create_view(name)
    for name, seen in SEEN.items() if as_at else ():
        connection.execute(f"CREATE VIEW {name} AS {seen.format(as_at=as_at)}")
    files = ", ".join("'" + str(tables.folder / f"{name}.parquet").replace("'", "''") + "'" for name in names(tables))
    connection.execute(f"SET allowed_paths = [{files}]")
    for name, value in SHUT.items():
        connection.execute(f"SET {name} = {value}")
    return connection


def _reading(connection: duckdb.DuckDBPyConnection, question: str) -> duckdb.Statement:
    """Return a question as DuckDB understands it; refuse all but one SELECT."""
    try:
        statements = connection.extract_statements(question)
    except duckdb.Error as problem:
        raise _refused(question, str(problem), "Correct the question: it is in DuckDB's SQL.") from None
    if len(statements) != 1 or statements[0].type.name != READS:
        raise _refused(question, "it is not one SELECT", "sql only reads: ask one question that begins with SELECT.")
    return statements[0]


def _values(question: str, asked: set[str], given: Mapping[str, Any], days: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values that a question asks for by name; refuse one that lacks, and one that nothing asks for."""
    values = {**days, **given}
    for name in sorted(asked - values.keys()):
        if not name.isidentifier():
            raise _refused(
                question, "a value has no name", "Write $name where a value is to stand, and give it by name."
            )
        remedy = f"Give it a value: sql(question, {name}=…). {advice(name, list(values))}"
        raise _refused(question, f"${name} stands for nothing", remedy)
    for name in sorted(given.keys() - asked):
        raise _refused(question, f"nothing in it asks for {name}", f"Write ${name} where the value is to stand.")
    return {name: values[name] for name in asked}


def _names_near(problem: duckdb.Error, known: list[str]) -> str:
    """Return the nearest table to one that is not there; of another thing, DuckDB's message names the nearest."""
    _, found, rest = str(problem).partition("Table with name ")
    return advice(rest.split(" does not exist")[0], known) if found else "Correct the question: it is in DuckDB's SQL."


def _refused(question: str, message: str, remedy: str) -> UsageError:
    said = " ".join(line for line in message.splitlines() if line and not line.startswith(("LINE ", " ")))
    finding = Finding("sql-refused", "error", said, Where(found=question), remedy)
    return UsageError("The question cannot be answered.", [finding])
