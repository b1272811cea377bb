"""The staged texts of a table read as values: plain ones by DuckDB, each odd text once by the exact reader.

Data stage, after staging. Takes `staged_TABLE`, gives the typed TABLE with the origin of each row, and a fault for
each cell that cannot be read. What a text means besides a value (zero, missing, not applicable, rounded) is counted.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from sv_report.data.cells.plain import plain_sql
from sv_report.data.cells.values import CellFault, CellRules, Read, cell_reader
from sv_report.data.schema import ORIGIN, Column, TableShape
from sv_report.data.staging import Stage, quoted, spool_writer, spooled
from sv_report.data.tables import SQL_TYPES

ODD = ("rules", "text", "value", "meaning", "rule", "message", "remedy")
AT_ONCE = 10_000


@dataclass(frozen=True)
class _Reader:
    """How a column of a staged table is read: SQL for what is plain, a table of odd texts for the rest."""

    column: Column
    is_plain: str  # SQL
    plain: str  # SQL
    odd: str | None  # the table of odd texts, None where every text is plain

    @property
    def expression(self) -> str:
        name, type_ = quoted_name(self.column.name), SQL_TYPES[self.column.type]
        odd = f"CAST({self.odd}.value AS {type_})" if self.odd else f"CAST(NULL AS {type_})"
        return f"CASE WHEN {self.is_plain} THEN {self.plain} ELSE {odd} END AS {name}"

    @property
    def join(self) -> str:
        name = quoted_name(self.column.name)
        return f"LEFT JOIN {self.odd} ON {self.odd}.rules = s.rules AND {self.odd}.text = s.{name}" if self.odd else ""


def read_texts(stage: Stage, shape: TableShape) -> None:
    """Put the staged texts of a table into its typed table; add a fault for each cell that cannot be read."""
    readers = _with_odd_texts(stage, shape, [_plain_reader(stage, shape, column) for column in shape.columns])
    expressions = ", ".join(reader.expression for reader in readers)
    joins = " ".join(reader.join for reader in readers)
    order = "ORDER BY s.reading, s.row" if joins.strip() else ""  # a join may not keep the order
    stage.connection.execute(
        f"INSERT INTO {shape.name} SELECT s.reading, s.row, s.raw, {expressions}, {_origin(stage, shape)} "
        f"FROM staged_{shape.name} s {joins} {order}"
    )
    _count_blanks(stage, shape)
    for reader in readers:
        if reader.odd:
            _count_meanings(stage, shape, reader)
            _add_faults(stage, shape, reader)
    _drop_missing_parts(stage, shape)
    stage.connection.execute(f"DROP TABLE staged_{shape.name}")


def quoted_name(name: str) -> str:
    """Return a column's name as SQL writes it."""
    return f'"{name}"'


def _plain_reader(stage: Stage, shape: TableShape, column: Column) -> _Reader:
    """Return how the plain texts of a column are read: by one test for all rules, or by each reading's own."""
    index = shape.names.index(column.name)
    name = f"s.{quoted_name(column.name)}"
    plain = {number: plain_sql(column, rules[index]) for number, rules in _rules_of(stage, shape).items()}
    tests = {number: f"coalesce({sql.test.format(c=name)}, false)" for number, sql in plain.items() if sql}
    cast = next((sql.cast.format(c=name) for sql in plain.values() if sql), "NULL")
    if not tests:
        return _Reader(column, "false", cast, None)
    cases = " ".join(f"WHEN {number} THEN {test}" for number, test in tests.items())
    same = len({*tests.values()}) == 1 and len(tests) == len(plain)
    return _Reader(column, next(iter(tests.values())) if same else f"CASE s.rules {cases} ELSE false END", cast, None)


def _rules_of(stage: Stage, shape: TableShape) -> dict[int, tuple[CellRules, ...]]:
    """Return the sets of rules by which a table is read, by their numbers."""
    return {stage.rules_number(reading): reading.rules for reading in stage.of(shape)}


def _with_odd_texts(stage: Stage, shape: TableShape, readers: list[_Reader]) -> list[_Reader]:
    """Return the readers of a table, those of columns with odd texts with what these were read as."""
    is_odd = ", ".join(
        f"coalesce(bool_or(s.{quoted_name(one.column.name)} IS NOT NULL AND NOT ({one.is_plain})), false)"
        for one in readers
    )
    (odd,) = stage.connection.execute(f"SELECT {is_odd} FROM staged_{shape.name} s").fetchall()
    return [
        replace(reader, odd=_read_odd_texts(stage, shape, reader)) if has_odd else reader
        for reader, has_odd in zip(readers, odd, strict=True)
    ]


def _read_odd_texts(stage: Stage, shape: TableShape, reader: _Reader) -> str:
    """Read each distinct text that is not plain, once; return the table that holds what was read."""
    column, name = reader.column, f"s.{quoted_name(reader.column.name)}"
    index = shape.names.index(column.name)
    optional = {stage.rules_number(reading) for reading in stage.of(shape) if reading.unpivoted == column.name}
    read = {
        number: cell_reader(replace(column, required=column.required and number not in optional), rules[index])
        for number, rules in _rules_of(stage, shape).items()
    }
    is_odd = f"{name} IS NOT NULL AND NOT ({reader.is_plain})"
    texts = stage.connection.cursor().execute(
        f"SELECT DISTINCT s.rules, {name} FROM staged_{shape.name} s WHERE {is_odd}"
    )
    table = f"odd_{shape.name}_{column.name}"
    spool = stage.folder / f"{table}.csv"
    with spool.open("w", encoding="utf-8", newline="") as file:
        writer = spool_writer(file)
        longest = 0
        while batch := texts.fetchmany(AT_ONCE):
            for number, text in batch:
                longest = max(longest, writer.writerow((number, text, *_read(text, read[number]))))
    types = dict.fromkeys(ODD, "VARCHAR") | {"rules": "INTEGER"}
    stage.connection.execute(f"CREATE TABLE {table} AS SELECT * FROM {spooled(spool, types, longest)}")
    spool.unlink()
    return table


def _read(text: str, read: Read) -> tuple[str, str, str, str, str]:
    """Return the value as SQL casts it, its meaning, and what is wrong: rule, message and remedy."""
    try:
        cell = read(text)
    except CellFault as fault:
        return "", "", fault.rule, str(fault), fault.remedy
    return _as_sql_text(cell.value), cell.meaning, "", "", ""


def _as_sql_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value)


def _origin(stage: Stage, shape: TableShape) -> str:
    """Return the SQL of a row's origin: the sheet that was read, or what the row itself says."""
    readings = stage.of(shape)

    def by_reading(values: Iterator[tuple[int, str | None]]) -> str:
        cases = [(number, "NULL" if value is None else quoted(value)) for number, value in values]
        same = {value for _, value in cases}
        if len(same) <= 1:
            return same.pop() if same else "NULL"
        return f"map {{{', '.join(f'{number}: {value}' for number, value in cases)}}}[s.reading]"

    file = by_reading((reading.number, reading.sheet.file) for reading in readings)
    sheet = by_reading((reading.number, reading.sheet.name) for reading in readings)
    if any(reading.has_origin for reading in readings):
        own = " OR ".join(f"s.reading = {reading.number}" for reading in readings if reading.has_origin)
        file, sheet = (
            f"CASE WHEN {own} THEN s.{name} ELSE {sql} END" for name, sql in zip(ORIGIN, (file, sheet), strict=False)
        )
        row = f"CASE WHEN {own} THEN CAST(s.{ORIGIN[2]} AS BIGINT) ELSE s.row END"
    else:
        row = "s.row"
    return f"CAST({file} AS VARCHAR) AS {ORIGIN[0]}, CAST({sheet} AS VARCHAR) AS {ORIGIN[1]}, {row} AS {ORIGIN[2]}"


def _drop_missing_parts(stage: Stage, shape: TableShape) -> None:
    """Take out the parts of unpivoted rows whose cell says that nothing was given: like blank ones, they are no row."""
    for reading in stage.of(shape):
        if reading.unpivoted:
            faulty = f"SELECT row FROM faults WHERE reading = {reading.number}"
            is_missing = f"reading = {reading.number} AND {quoted_name(reading.unpivoted)} IS NULL"
            stage.connection.execute(f"DELETE FROM {shape.name} WHERE {is_missing} AND row NOT IN ({faulty})")


def _count_blanks(stage: Stage, shape: TableShape) -> None:
    """Count the blank cells of the columns that hold no words, where the sheet has the column."""
    counted = [column.name for column in shape.columns if column.type != "text"]
    blanks = ", ".join(f"count(*) FILTER ({quoted_name(name)} IS NULL)" for name in counted)
    rows = stage.connection.execute(f"SELECT reading, {blanks} FROM staged_{shape.name} GROUP BY reading").fetchall()
    for number, *blank in rows:
        reading = stage.readings[number]
        found = sum(times for name, times in zip(counted, blank, strict=True) if name in reading.columns)
        reading.cells["missing"] += found


def _count_meanings(stage: Stage, shape: TableShape, reader: _Reader) -> None:
    rows = stage.connection.execute(
        f"SELECT s.reading, {reader.odd}.meaning, count(*) FROM staged_{shape.name} s {reader.join} "
        f"WHERE {reader.odd}.meaning IS NOT NULL GROUP BY ALL"
    ).fetchall()
    for number, meaning, times in rows:
        stage.readings[number].cells[meaning] += times


def _add_faults(stage: Stage, shape: TableShape, reader: _Reader) -> None:
    name = reader.column.name
    stage.connection.execute(
        f"INSERT INTO faults SELECT {quoted(shape.name)}, s.reading, s.row, {quoted(name)}, s.{quoted_name(name)}, "
        f"{reader.odd}.rule, {reader.odd}.message, {reader.odd}.remedy, 'left out' "
        f"FROM staged_{shape.name} s {reader.join} WHERE {reader.odd}.rule IS NOT NULL ORDER BY s.reading, s.row"
    )
