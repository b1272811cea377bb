"""Staging: the rows of every reading put into DuckDB as texts, in the order of the table's columns.

Data stage, between layout and the reading of values. Rows pass through a spool file, so that a sheet of any length
takes the same memory.
"""

import csv
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import blake2b, file_digest
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import duckdb

from sv_report.data.cells.values import CellRules
from sv_report.data.reading import Reading
from sv_report.data.schema import ORIGIN, TABLES, TableShape
from sv_report.data.sheets.layout import LaidRow
from sv_report.data.tables import SQL_TYPES

MEMORY = "500MB"  # for DuckDB, which spills to disk beyond it
SMALL = 64_000_000  # bytes of sources up to which the stage is held in memory

LONGEST_LINE = 2_000_000  # characters; DuckDB's own limit
AT_ONCE = 10_000  # rows handed over together

if TYPE_CHECKING:
    from _csv import Writer

Connection = duckdb.DuckDBPyConnection
Reject = Callable[[list[LaidRow]], None]


@dataclass
class Stage:
    """A DuckDB database with a table `staged_TABLE` of texts for each table of the schema.

    Beside it stands the typed table itself, empty. A staged row has the number of its `reading` and of its set of
    `rules`, the `row` of its sheet, and in `raw` a digest of all the cells of that row, by which exact
    duplicates are known.
    """

    connection: Connection
    folder: Path
    readings: list[Reading] = field(default_factory=list)
    rule_sets: dict[tuple[tuple[CellRules, ...], str | None], int] = field(default_factory=dict)

    def of(self, shape: TableShape) -> list[Reading]:
        """Return the readings of a table."""
        return [reading for reading in self.readings if reading.shape.name == shape.name]

    def rules_number(self, reading: Reading) -> int:
        """Return the number of a reading's set of rules: readings of the same rules share one."""
        return self.rule_sets.setdefault((reading.rules, reading.unpivoted), len(self.rule_sets))


@contextmanager
def open_stage(folder: Path, size: int) -> Iterator[Stage]:
    """Give a stage that lives in `folder` while sources of `size` bytes are taken in; it leaves nothing there."""
    folder.mkdir(parents=True, exist_ok=True)
    database = folder / "stage.duckdb"
    with duckdb.connect(":memory:" if size <= SMALL else str(database)) as connection:
        connection.execute(f"SET memory_limit = '{MEMORY}'; SET temp_directory = {quoted(folder / 'spill')}")
        if size <= SMALL:
            connection.execute(
                "SET threads = 1"
            )  # hundreds of small queries: handing them out costs more than it gains
        for shape in TABLES:
            texts = ", ".join(f'"{name}" VARCHAR' for name in (*shape.names, *ORIGIN))
            typed = ", ".join(f'"{column.name}" {SQL_TYPES[column.type]}' for column in shape.columns)
            origin = "origin_file VARCHAR, origin_sheet VARCHAR, origin_row BIGINT"
            place = "row BIGINT, raw UBIGINT"
            connection.execute(f"CREATE TABLE staged_{shape.name} (reading INTEGER, rules INTEGER, {place}, {texts})")
            connection.execute(f"CREATE TABLE {shape.name} (reading INTEGER, {place}, {typed}, {origin})")
        yield Stage(connection, folder)
    database.unlink(missing_ok=True)


def stage_rows(stage: Stage, reading: Reading, rows: Iterator[LaidRow], reject: Reject) -> None:
    """Stage the rows of a reading that are to be read, count them all by kind, and hand over those to be rejected."""
    spool = stage.folder / "spool.csv"
    rejected: list[LaidRow] = []
    longest, last = 0, 0
    with spool.open("w", encoding="utf-8", newline="") as file:
        writer = spool_writer(file)
        for row in rows:
            if row.number != last:  # a row that is unpivoted gives several
                reading.rows[row.kind] += 1
                last = row.number
            if row.kind == "rejected":
                rejected.append(row)
                if len(rejected) == AT_ONCE:
                    reject(rejected)
                    rejected = []
            elif row.kind == "read" and row.cells:
                digest = int.from_bytes(blake2b(row.raw.encode(errors="replace"), digest_size=8).digest(), "big")
                longest = max(longest, writer.writerow((row.number, digest, *row.cells)))
    if reading.hashed:
        with spool.open("rb") as written:
            reading.digest = file_digest(written, "sha256").hexdigest()
    _copy_in(stage, reading, spool, longest)
    spool.unlink()
    reject(rejected)


def _copy_in(stage: Stage, reading: Reading, spool: Path, longest: int) -> None:
    names = [*reading.shape.names, *(ORIGIN if reading.has_origin else ())]
    types = {"row": "BIGINT", "raw": "UBIGINT"} | dict.fromkeys(names, "VARCHAR")
    quoted_names = ", ".join(f'"{name}"' for name in types)
    stage.connection.execute(
        f"INSERT INTO staged_{reading.shape.name} (reading, rules, {quoted_names}) "
        f"SELECT {reading.number}, {stage.rules_number(reading)}, {quoted_names} FROM {spooled(spool, types, longest)}"
    )


def spool_writer(file: TextIO) -> "Writer":
    """Return a writer of rows that `spooled` reads back as they are, line breaks of every kind in a cell too."""
    return csv.writer(file, lineterminator="\n", quoting=csv.QUOTE_ALL)


def spooled(spool: Path, types: Mapping[str, str], longest: int) -> str:
    """Return the SQL of what was written to a spool file, its longest line of `longest` characters; blank is NULL."""
    columns = ", ".join(f"'{name}': '{type_}'" for name, type_ in types.items())
    return (
        f"read_csv({quoted(spool)}, columns = {{{columns}}}, auto_detect = false, header = false, delim = ',', "
        f"quote = '\"', escape = '\"', new_line = '\\n', nullstr = '', strict_mode = true, parallel = false, "
        f"max_line_size = {max(4 * longest, LONGEST_LINE)})"
    )


def quoted(text: object) -> str:
    """Return a text as SQL writes it."""
    return "'" + str(text).replace("'", "''") + "'"
