"""Sources read into typed Parquet tables, each row with its origin, each fault a finding.

Data stage: takes the edition's sources, gives `Tables` and findings. Every fault is gathered before anything
is refused, so that a person mends a file once.
"""

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import Any

import duckdb

from sv_report.data.schema import ORIGIN, TABLES, Column, TableShape
from sv_report.data.sources import Source
from sv_report.data.tables import Tables, write_parquet
from sv_report.data.values import read_value
from sv_report.errors import DataError
from sv_report.findings import Finding, Where, errors
from sv_report.params.period import Period

PERIODS = TableShape(
    "periods",
    (Column("period", "period"), Column("period_start", "date"), Column("period_end", "date")),
    ("period",),
)
SHOWN = 50  # findings of one table that are worth reading at once


@dataclass
class _Intake:
    """One table as it is read: its rows so far, and what was wrong."""

    shape: TableShape
    rows: list[list[Any]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def fault(self, rule: str, message: str, where: Where, remedy: str) -> None:
        self.findings.append(Finding(rule, "error", message, where, remedy))

    def values(self, column: str) -> Iterator[tuple[Any, Where]]:
        """Yield each value of a column with its place."""
        index = [known.name for known in self.shape.columns].index(column)
        for row in self.rows:
            yield row[index], Where(file=row[-3], row=row[-1], column=column, found=str(row[index]))


def read_sources(sources: Sequence[Source], into: Path) -> tuple[Tables, list[Finding]]:
    """Read every table of the sources into Parquet files in `into`; raise DataError with all faults."""
    intakes = {shape.name: _read_table(shape, sources) for shape in TABLES}
    _check_references(intakes)
    findings = [finding for intake in intakes.values() for finding in intake.findings[:SHOWN]]
    findings += [_unread(path, source) for source in sources for path in source.unread()]
    if faults := errors(findings):
        raise DataError("The monitoring data cannot be used as it is; nothing has been computed.", faults)
    into.mkdir(parents=True, exist_ok=True)
    connection = duckdb.connect()
    for name, intake in intakes.items():
        write_parquet(connection, intake.shape, intake.rows, into / f"{name}.parquet")
    write_parquet(connection, PERIODS, _periods(intakes), into / "periods.parquet")
    return Tables(into), findings


def _read_table(shape: TableShape, sources: Sequence[Source]) -> _Intake:
    intake = _Intake(shape)
    paths = [(source, source.tables()[shape.name]) for source in sources if shape.name in source.tables()]
    if not paths and shape.needed:
        names = ", ".join(source.name for source in sources) or "none"
        intake.fault(
            "table-missing",
            f"no source holds the table {shape.name}",
            Where(field="data", found=names),
            f"Put {shape.name}.csv into the data folder, with the columns {', '.join(c.name for c in shape.columns)}.",
        )
    for source, path in paths:
        _read_file(intake, f"{source.name}/{path.name}", path.read_text("utf-8-sig"))
    _check_key(intake)
    return intake


def _read_file(intake: _Intake, file: str, text: str) -> None:
    reader = csv.reader(StringIO(text, newline=""), strict=True)
    header = [name.strip() for name in next(reader, [])]
    if not _header_fits(intake, file, header):
        return
    first_line = reader.line_num + 1
    for cells in reader:
        if any(cell.strip() for cell in cells):
            _read_row(intake, file, first_line, header, cells)
        first_line = reader.line_num + 1


def _header_fits(intake: _Intake, file: str, header: list[str]) -> bool:
    known = [column.name for column in intake.shape.columns]
    where = Where(file=file, row=1, found=", ".join(header))
    missing = [name for name in known if name not in header]
    strange = [name for name in header if name not in known]
    repeated = [name for name, times in Counter(header).items() if times > 1]
    if missing:
        intake.fault(
            "column-missing",
            f"the column {', '.join(missing)} is missing",
            where,
            f"Expected: {', '.join(known)}.",
        )
    if strange or repeated:
        names = ", ".join(strange + repeated)
        intake.fault(
            "column-unknown",
            f"the column {names} is unknown or repeated",
            where,
            f"Expected: {', '.join(known)}.",
        )
    return not (missing or strange or repeated)


def _read_row(intake: _Intake, file: str, line: int, header: list[str], cells: list[str]) -> None:
    if len(cells) != len(header):
        message = f"the row has {len(cells)} cells where the header has {len(header)}"
        intake.fault("row-ragged", message, Where(file=file, row=line), "Give the row one cell a column.")
        return
    text = dict(zip(header, cells, strict=True))
    row: list[Any] = []
    for column in intake.shape.columns:
        try:
            row.append(read_value(text[column.name], column))
        except ValueError as problem:
            where = Where(file=file, row=line, column=column.name, found=text[column.name])
            message = f"{text[column.name]!r} cannot be read: {problem}"
            intake.fault("value-unreadable", message, where, "Correct the cell.")
            row.append(None)
    intake.rows.append([*row, file, None, line])


def _check_key(intake: _Intake) -> None:
    """Find rows that share the key of an earlier one."""
    names = [column.name for column in intake.shape.columns]
    seen: dict[tuple[Any, ...], int] = {}
    for row in intake.rows if intake.shape.key else ():
        key = tuple(row[names.index(name)] for name in intake.shape.key)
        if key in seen:
            message = f"a second row for {', '.join(map(str, key))}; the first is line {seen[key]}"
            where = Where(file=row[-3], row=row[-1], column=", ".join(intake.shape.key))
            intake.fault("key-duplicate", message, where, "Leave one of the two.")
        seen.setdefault(key, row[-1])


def _check_references(intakes: dict[str, _Intake]) -> None:
    """Find values that name no row of the table they refer to."""
    for intake in intakes.values():
        for column in intake.shape.columns:
            if not column.refers_to:
                continue
            target = intakes[column.refers_to]
            known = {value for value, _ in target.values(target.shape.key[0])}
            for value, where in intake.values(column.name):
                if value is not None and value not in known:
                    message = f"{value!r} is in no row of {column.refers_to}"
                    intake.fault(
                        "reference-unknown",
                        message,
                        where,
                        f"Add it to {column.refers_to}.csv, or correct it.",
                    )


def _periods(intakes: dict[str, _Intake]) -> list[list[Any]]:
    named = {
        value
        for intake in intakes.values()
        for column in intake.shape.columns
        if column.type == "period"
        for value, _ in intake.values(column.name)
    }
    periods = sorted(Period.parse(text) for text in named)
    return [[str(period), period.start, period.end, *(None for _ in ORIGIN)] for period in periods]


def _unread(path: Path, source: Source) -> Finding:
    return Finding(
        "file-not-read",
        "warning",
        f"{path.name} holds none of the tables and was not read",
        Where(file=f"{source.name}/{path.name}"),
        f"Rename it to one of {', '.join(f'{shape.name}.csv' for shape in TABLES)}, or take it out of the folder.",
    )
