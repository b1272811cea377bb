"""Faults: every row that something is wrong with, in one DuckDB table, and the findings that are made of it.

Data stage. A fault's effect is *left out* (the row is rejected: counted, said, and in no figure), *error* (nothing
is computed until a person decides) or *warning*. An error that the edition accepts leaves its row out.
"""

from collections.abc import Sequence
from typing import Literal

from sv_report.data.reading import Reading
from sv_report.data.schema import ORIGIN, TableShape
from sv_report.data.sheets.layout import LaidRow
from sv_report.data.staging import Connection, Stage, quoted
from sv_report.findings import Finding, Severity, Where
from sv_report.params import Accepted

Effect = Literal["left out", "error", "warning", "note"]
SHOWN = 50  # findings of one rule in one file that are worth reading at once
SEVERITY: dict[str, Severity] = {"left out": "warning", "error": "error", "warning": "warning", "note": "note"}
ABOUT = ("contract", "measure", "period")  # what a rejected row was about, as far as it could be read
NAMED_OTHERWISE = {
    ("contracts", "contract"): "ref",
    ("measures", "measure"): "ref",
    ("deliveries", "quantity"): "quantity_claimed",
    ("spend", "quantity"): "amount",
}
COLUMNS = ("table_name", "reading", "row", "col", "found", "rule", "message", "remedy", "effect")


def make_fault_tables(connection: Connection) -> None:
    """Make the empty tables `faults` and `rejected_rows`."""
    types = {"reading": "INTEGER", "row": "BIGINT"}
    faults = ", ".join(f"{name} {types.get(name, 'VARCHAR')}" for name in COLUMNS)
    connection.execute(f"CREATE TABLE faults ({faults})")
    connection.execute(
        "CREATE TABLE rejected_rows (rule VARCHAR, table_name VARCHAR, origin_file VARCHAR, origin_sheet VARCHAR, "
        "origin_row BIGINT, contract VARCHAR, measure VARCHAR, period VARCHAR, quantity DECIMAL(18, 6), "
        "message VARCHAR)"
    )


def add_faults(connection: Connection, rows: Sequence[Sequence[object]]) -> None:
    """Add faults found in Python, each with the values of `COLUMNS`."""
    _insert(connection, "faults", COLUMNS, rows)


def add_rejected(stage: Stage, reading: Reading, rows: Sequence[LaidRow]) -> None:
    """Add rows of a sheet that could not be laid out: they are in no table, and counted as rejected already."""
    faults, rejected = [], []
    for row in rows:
        where = reading.sheet.where(row.number)
        fault = row.fault or Finding("row-unreadable", "warning", "the row cannot be read", where)
        cells = dict(zip(reading.shape.names, row.cells, strict=False))
        about = [cells.get(NAMED_OTHERWISE.get((reading.shape.name, name), name)) or None for name in ABOUT]
        place = reading.shape.name, reading.number, row.number, fault.where.column, fault.where.found
        faults.append((*place, fault.rule, fault.message, fault.remedy, "left out"))
        origin = reading.sheet.file, reading.sheet.name, row.number
        rejected.append((fault.rule, reading.shape.name, *origin, *about, fault.message))
    add_faults(stage.connection, faults)
    _insert(stage.connection, "rejected_rows", ("rule", "table_name", *ORIGIN, *ABOUT, "message"), rejected)


def _insert(connection: Connection, table: str, names: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Insert rows at once: one list a column, as texts, that DuckDB casts."""
    if rows:
        lists = zip(names, zip(*rows, strict=True), strict=True)
        texts = {name: [None if value is None else str(value) for value in column] for name, column in lists}
        unnested = ", ".join(f"unnest(${name}::VARCHAR[])" for name in names)
        connection.execute(f"INSERT INTO {table} ({', '.join(names)}) SELECT {unnested}", texts)


def accept_errors(stage: Stage, accepted: Sequence[Accepted]) -> None:
    """Turn errors that the edition accepts into rows left out."""
    for one in accepted:
        files = [reading.number for reading in stage.readings if one.file in (None, reading.sheet.file)]
        stage.connection.execute(
            "UPDATE faults SET effect = 'left out', message = message || $reason "
            "WHERE effect = 'error' AND rule = $rule AND list_contains($files::INTEGER[], reading)",
            {"rule": one.rule, "files": files, "reason": f" (accepted: {one.reason})"},
        )


def leave_out(stage: Stage, shape: TableShape) -> bool:
    """Take the rows of a table that are to be left out, out of it; count them; say whether there were any."""
    connection = stage.connection
    is_said = f"FROM faults WHERE table_name = {quoted(shape.name)} AND effect = 'left out'"
    if not connection.execute(f"SELECT 1 {is_said} LIMIT 1").fetchall():
        return False
    faulty = (
        f"SELECT reading, row, min_by(rule, seq) AS rule, min_by(message, seq) AS message "
        f"FROM (SELECT *, row_number() OVER () AS seq {is_said}) GROUP BY reading, row"
    )
    at_stake = ", ".join(_at_stake(shape, name) for name in (*ABOUT, "quantity"))
    origin = ", ".join(f"t.{name}" for name in ORIGIN)
    connection.execute(
        f"INSERT INTO rejected_rows SELECT f.rule, {quoted(shape.name)}, {origin}, {at_stake}, f.message "
        f"FROM ({faulty}) f JOIN {shape.name} t USING (reading, row) ORDER BY reading, row"
    )
    rows_of = f"{shape.name} t SEMI JOIN ({faulty}) f USING (reading, row)"
    gone = connection.execute(f"SELECT reading, count(DISTINCT row) FROM {rows_of} GROUP BY 1").fetchall()
    for number, rows in gone:
        stage.readings[number].move(rows, "read", "rejected")
    if gone:
        connection.execute(f"DELETE FROM {shape.name} WHERE (reading, row) IN (SELECT (reading, row) FROM ({faulty}))")
    return bool(gone)


def _at_stake(shape: TableShape, name: str) -> str:
    column = NAMED_OTHERWISE.get((shape.name, name), name)
    if column == "quantity_claimed":  # a correction would move the headline the other way: it is no part of the sum
        return f"CASE WHEN t.{column} >= 0 THEN t.{column} END"
    return f't."{column}"' if column in shape.names else "NULL"


def fault_findings(stage: Stage) -> list[Finding]:
    """Return a finding for each fault down every file, the first `SHOWN` of a rule and file, then how many more."""
    rows = stage.connection.execute(
        f"""
        SELECT table_name, reading, row, col, found, rule, message, remedy, effect, number, times FROM (
            SELECT *, row_number() OVER (PARTITION BY rule, reading, effect ORDER BY row, col) AS number,
                   count(*) OVER (PARTITION BY rule, reading, effect) AS times
            FROM (SELECT DISTINCT * FROM faults)
        ) WHERE number <= {SHOWN} ORDER BY reading, row, col, rule
        """
    ).fetchall()
    findings, rest = [], []
    for _, reading, row, column, found, rule, message, remedy, effect, number, times in rows:
        sheet = stage.readings[reading].sheet
        left_out = "; the row is left out" if effect == "left out" else ""
        findings.append(Finding(rule, SEVERITY[effect], message + left_out, sheet.where(row, column, found), remedy))
        if number == SHOWN < times:
            rest.append(more_alike(Finding(rule, SEVERITY[effect], "", sheet.where()), times - SHOWN))
    return findings + rest


def shortened(findings: Sequence[Finding]) -> list[Finding]:
    """Return the first findings of each rule and file, and how many more there are like them."""
    kinds: dict[tuple[str, str | None], list[Finding]] = {}
    for finding in findings:
        kinds.setdefault((finding.rule, finding.where.file), []).append(finding)
    kept = [one for one in findings if one in kinds[one.rule, one.where.file][:SHOWN]]
    return kept + [more_alike(alike[-1], len(alike) - SHOWN) for alike in kinds.values() if len(alike) > SHOWN]


def more_alike(finding: Finding, number: int) -> Finding:
    """Return what is said of the findings that are like one that is shown, and are not shown themselves."""
    where = Where(finding.where.file, finding.where.sheet)
    message = f"and {number:,} more like these in {where.text()}"
    return Finding(finding.rule, finding.severity, message, where, "Mend those shown; a further run shows the rest.")
