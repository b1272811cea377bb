"""A large plain CSV file read by DuckDB alone: the same rows and values as the exact reader gives, many times faster.

Data stage, beside `staging`. DuckDB reads the records of which every cell is plain straight into the typed table;
all others (odd texts, a blank where a value is required, totals, the header again) go to the exact reader.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from sv_report.data.cells.plain import plain_sql
from sv_report.data.readers.plain import PlainCsv, plain_csv
from sv_report.data.readers.sheet import Numbered
from sv_report.data.reading import Reading
from sv_report.data.sheets.header import folded
from sv_report.data.sheets.layout import Layout, lay_out
from sv_report.data.sheets.mapping import TableMap
from sv_report.data.sheets.row_kinds import BARE_TOTAL
from sv_report.data.sources import TEXT_TABLES
from sv_report.data.staging import AT_ONCE, Reject, Stage, quoted, stage_rows
from sv_report.data.tables import SQL_TYPES

BREAK = re.compile("\r\n?")  # within a cell the exact reader knows one line break
LARGE = 16_000_000  # bytes, from which on looking at the whole file first is worth it


def read_swiftly(
    stage: Stage, reading: Reading, path: Path, entry: TableMap | None, layout: Layout, reject: Reject
) -> bool:
    """Read a large plain file into its typed table, but for the rows that are odd, which are staged.

    Rows to be rejected are handed over as by `stage_rows`. Returns False, with nothing read, where the file is no
    large plain one.
    """
    is_text = path.suffix.lower() in TEXT_TABLES and path.stat().st_size >= LARGE
    if not is_text or layout.header_rows != (1,) or not _is_plain_entry(entry) or reading.has_origin:
        return False
    plain = plain_csv(path)
    cells = _cells(plain, layout, reading, entry) if plain else None
    if plain is None or cells is None:
        return False
    lined = _lined(stage, plain)
    test = _insert_plain(stage, reading, plain, cells, lined)
    has_odd = reading.rows["read"] < plain.records

    def alone() -> Iterator[Numbered]:
        yield 1, [*plain.header]
        if not has_odd:
            return
        odd = stage.connection.cursor().execute(f"SELECT * FROM {lined} WHERE NOT ({test}) ORDER BY row")
        while rows := odd.fetchmany(AT_ONCE):
            for row, *texts in rows:
                yield row, ["" if text is None else BREAK.sub("\n", text) for text in texts]

    laid = lay_out(replace(reading.sheet, rows=alone), entry, reading.shape)
    stage_rows(stage, reading, laid.rows, reject)
    if reading.total != plain.records + 1:  # the header; a fault of ours, and never in silence
        raise RuntimeError(f"{path}: {reading.total - 1} records were read of {plain.records}")
    return True


def _is_plain_entry(entry: TableMap | None) -> bool:
    """Return whether each row of a sheet is one row of the table, and no row means anything for another."""
    if entry is None:
        return True
    above = any(column.above is not None for column in entry.columns.values())
    return not (above or entry.unpivot or entry.headings or entry.until)


def _cells(plain: PlainCsv, layout: Layout, reading: Reading, entry: TableMap | None) -> dict[str, str] | None:
    """Return the SQL of the text of each of our columns; None where it is not certain which of the file it is."""
    headers = [folded(name) for name in plain.header]
    cells = {}
    for name in reading.shape.names:
        header = layout.columns.get(name)
        value = entry.columns[name].value if entry and name in entry.columns else None
        if header is None:
            cells[name] = quoted(value) if value else "CAST(NULL AS VARCHAR)"
        elif headers.count(folded(header)) == 1:
            cells[name] = f"c{headers.index(folded(header))}"
        else:
            return None
    return cells


def _lined(stage: Stage, plain: PlainCsv) -> str:
    """Return the SQL of the file's records, each with the line it starts on as `row`.

    The window numbers them as they stand in the file, by one thread. A table made of them without it, by several
    threads, was seen to be in another order.
    """
    numbered = f"(SELECT row_number() OVER () AS record, * FROM {plain.sql()})"
    if not plain.breaks:
        return f"(SELECT record + 1 AS row, * EXCLUDE (record) FROM {numbered})"
    spool = stage.folder / "breaks.csv"
    with spool.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(zip(plain.breaks, plain.lines, strict=True))
    stage.connection.execute(
        f"CREATE OR REPLACE TABLE breaks AS SELECT * FROM read_csv({quoted(spool)}, header = false, "
        f"auto_detect = false, columns = {{'record': 'BIGINT', 'lines': 'BIGINT'}})"
    )
    spool.unlink()
    return (
        f"(SELECT n.record + 1 + coalesce(b.lines, 0) AS row, n.* EXCLUDE (record) "
        f"FROM {numbered} n ASOF LEFT JOIN breaks b ON n.record > b.record)"
    )


def _insert_plain(stage: Stage, reading: Reading, plain: PlainCsv, cells: dict[str, str], lined: str) -> str:
    """Put the rows of which every cell is plain into the typed table; return the SQL that tells them from the rest."""
    tests, casts = ["true"], []
    for column, rules in zip(reading.shape.columns, reading.rules, strict=True):
        cell, sql = cells[column.name], plain_sql(column, rules)
        test = f"coalesce({sql.test.format(c=cell)}, false)" if sql else "false"
        if column.refers_to:  # the exact reader takes the word for a total in a key as a total row
            test += f" AND NOT regexp_full_match({cell}, {quoted('(?i)' + BARE_TOTAL.pattern)})"
        if column.name in reading.columns:
            tests.append(test if column.required else f"({cell} IS NULL OR {test})")
        type_ = SQL_TYPES[column.type]
        casts.append(f"CAST({sql.cast.format(c=cell)} AS {type_})" if sql else f"CAST(NULL AS {type_})")
    test = " AND ".join(tests)
    every = ", ".join(f"c{place}" for place in range(len(plain.header)))
    sheet = quoted(reading.sheet.name) if reading.sheet.name else "NULL"
    stage.connection.execute(
        f"INSERT INTO {reading.shape.name} SELECT {reading.number}, row, hash({every}), {', '.join(casts)}, "
        f"{quoted(reading.sheet.file)}, {sheet}, row FROM {lined} WHERE {test}"
    )
    blank = ", ".join(
        f'count(*) FILTER ("{column.name}" IS NULL)'
        if column.name in reading.columns and column.type != "text"
        else "0"
        for column in reading.shape.columns
    )
    (rows, *blanks) = stage.connection.execute(
        f"SELECT count(*), {blank} FROM {reading.shape.name} WHERE reading = {reading.number}"
    ).fetchall()[0]
    reading.rows["read"] += rows
    reading.cells["missing"] += sum(blanks)
    return test
