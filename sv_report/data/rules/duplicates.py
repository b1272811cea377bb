"""Exact duplicates: rows that would count twice are left out but for the first, counted and said.

Data stage, after the texts are read. Rows are duplicates where all their cells are equal, those of columns that are
not used too, and all that they were read as: so two monthly sheets with an equal line for other periods are not.
"""

from sv_report.data.schema import TableShape
from sv_report.data.staging import Stage, quoted
from sv_report.data.texts import quoted_name
from sv_report.findings import Finding

REMEDY = "Take one of the two away; where both are meant, write duplicates: keep in the mapping."


def leave_out_duplicates(stage: Stage, shape: TableShape) -> None:
    """Take exact duplicates out of a table, and count them in their readings."""
    connection = stage.connection
    connection.execute(f"CREATE TEMP TABLE again AS {_duplicates(stage, shape)}")
    if connection.execute("SELECT 1 FROM again LIMIT 1").fetchall():
        places = ", ".join(f"{r.number}: {quoted(r.sheet.where().text())}" for r in stage.of(shape))
        words = ", ".join(f"{r.number}: '{'row' if r.sheet.name else 'line'} '" for r in stage.of(shape))
        place = f"CASE WHEN reading = first.reading THEN '' ELSE map {{{places}}}[first.reading] || ', ' END"
        row = f"map {{{words}}}[first.reading] || first.row"
        message = f"'the same as ' || {place} || {row} || ', which is counted once'"
        connection.execute(
            f"INSERT INTO faults SELECT {quoted(shape.name)}, reading, row, NULL, NULL, 'row-duplicate', {message}, "
            f"{quoted(REMEDY)}, 'note' FROM (SELECT DISTINCT reading, row, first FROM again) "
            f"WHERE list_contains($said::INTEGER[], reading) ORDER BY reading, row",
            {"said": [reading.number for reading in stage.of(shape) if not reading.is_distinct]},
        )
        connection.execute(f"DELETE FROM {shape.name} WHERE rowid IN (SELECT part FROM again)")
        gone = f"again ANTI JOIN {shape.name} USING (reading, row)"  # of an unpivoted row, all parts
        counted = connection.execute(f"SELECT reading, count(DISTINCT row) FROM {gone} GROUP BY reading").fetchall()
        for number, rows in counted:
            stage.readings[number].move(rows, "read", "duplicate")
    connection.execute(f"DROP TABLE again; ALTER TABLE {shape.name} DROP COLUMN raw")


def say_alike(stage: Stage, shape: TableShape) -> list[Finding]:
    """Return a warning for each sheet with lines that are in an earlier sheet too, in every column that is used.

    They differ in columns that are not used, or in how a value is written; only a person can tell whether two exports
    overlap or two things were done. A table with a key needs none: a second row for a key is an error.
    """
    readings = [reading for reading in stage.of(shape) if not reading.keeps_duplicates]
    if shape.key or len(readings) < 2:
        return []
    names = ", ".join(quoted_name(name) for name in shape.names)
    kept = ", ".join(str(reading.number) for reading in readings)
    hashed = f"SELECT reading, row, hash({names}) AS alike FROM {shape.name} WHERE reading IN ({kept})"
    pairs = stage.connection.execute(
        f"""
        WITH lines AS (SELECT *, min(reading) OVER (PARTITION BY alike) AS first FROM ({hashed}))
        SELECT reading, first, count(DISTINCT row), min(row) FROM lines WHERE reading <> first GROUP BY ALL ORDER BY ALL
        """
    ).fetchall()
    return [_alike(stage, *pair) for pair in pairs]


def _alike(stage: Stage, number: int, first: int, rows: int, row: int) -> Finding:
    sheet, other = stage.readings[number].sheet, stage.readings[first].sheet.where().text()
    lines = "1 line is" if rows == 1 else f"{rows:,} lines are"
    message = f"{lines} in {other} too, equal in every column that is used; they are counted twice"
    remedy = "Take them out of one of the two, if they are the same; the first is named."
    return Finding("lines-in-two-files", "warning", message, sheet.where(row), remedy)


def _duplicates(stage: Stage, shape: TableShape) -> str:
    """Return the SQL of the rows that are the same as an earlier one, each with the first of its like."""
    names = ", ".join(quoted_name(name) for name in shape.names)
    distinct = [str(reading.number) for reading in stage.of(shape) if reading.is_distinct]
    kept = [str(reading.number) for reading in stage.of(shape) if reading.keeps_duplicates]
    raw = f"CASE WHEN reading IN ({', '.join(distinct)}) THEN 0 ELSE raw END" if distinct else "raw"
    counted = f"WHERE reading NOT IN ({', '.join(kept)})" if kept else ""
    hashed = f"SELECT rowid AS part, reading, row, hash({names}, {raw}) AS alike FROM {shape.name} {counted}"
    return f"""
        SELECT part, reading, row, first FROM (
            SELECT part, reading, row, dense_rank() OVER same AS place,
                   first_value({{'reading': reading, 'row': row}}) OVER same AS first
            FROM ({hashed}) SEMI JOIN (SELECT alike FROM ({hashed}) GROUP BY alike HAVING count(*) > 1) USING (alike)
            WINDOW same AS (PARTITION BY alike ORDER BY reading, row)
        ) WHERE place > 1
    """
