"""Sources read into typed Parquet tables, each row with its origin, each fault a finding.

Data stage: takes the edition's sources, gives `Tables` and findings. Every fault is gathered before anything
is refused, so that a person mends a file once.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import duckdb

from sv_report.data.csv_file import CsvFile, read_csv
from sv_report.data.row_rules import apply_row_rules
from sv_report.data.rows import TableRows
from sv_report.data.schema import ORIGIN, TABLES, Column, TableShape
from sv_report.data.sources import Source, labelled, unread_finding
from sv_report.data.table_rules import apply_table_rules
from sv_report.data.tables import Tables, write_parquet
from sv_report.data.values import CellFault, read_value
from sv_report.errors import DataError
from sv_report.findings import Finding, Where, errors
from sv_report.params.period import Period

PERIODS = TableShape(
    "periods",
    (Column("period", "period"), Column("period_start", "date"), Column("period_end", "date")),
    ("period",),
)
SHOWN = 50  # findings of one rule in one file that are worth reading at once


def read_sources(sources: Sequence[Source], into: Path) -> tuple[Tables, list[Finding]]:
    """Read every table of the sources into Parquet files in `into`; raise DataError with all faults.

    The tables hold the digest of each file read, by `source/name.csv`.
    """
    digests: dict[str, str] = {}
    intake = {shape.name: _read_table(shape, sources, digests) for shape in TABLES}
    apply_row_rules(intake)
    apply_table_rules(intake)
    findings = [finding for table in intake.values() for finding in shortened(_down_the_file(table.findings))]
    findings += [unread_finding(path, label) for label, source in labelled(sources) for path in source.unread()]
    if faults := errors(findings):
        others = [finding for finding in findings if finding.severity != "error"]
        raise DataError("The monitoring data cannot be used as it is; nothing has been computed.", faults + others)
    into.mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as connection:
        for name, table in intake.items():
            write_parquet(connection, table.shape, table.rows, into / f"{name}.parquet")
        write_parquet(connection, PERIODS, _periods(intake.values()), into / "periods.parquet")
    return Tables(into, digests), findings


def _down_the_file(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings in the order in which a person mends them: file by file, line by line."""
    return sorted(findings, key=lambda finding: (finding.where.file or "", finding.where.row or 0))


def shortened(findings: Iterable[Finding]) -> list[Finding]:
    """Return the first findings of each rule and file, and how many more there are like them."""
    times: Counter[tuple[str, str | None]] = Counter()
    kept: list[Finding] = []
    last: dict[tuple[str, str | None], Finding] = {}
    for finding in findings:
        kind = finding.rule, finding.where.file
        times[kind] += 1
        last[kind] = finding
        if times[kind] <= SHOWN:
            kept.append(finding)
    return kept + [_more(finding, times[kind] - SHOWN) for kind, finding in last.items() if times[kind] > SHOWN]


def _more(finding: Finding, number: int) -> Finding:
    message = f"and {number:,} more like these in {finding.where.file}"
    where = Where(finding.where.file, finding.where.sheet)
    return Finding(finding.rule, finding.severity, message, where, "Mend those shown; a further run shows the rest.")


def _read_table(shape: TableShape, sources: Sequence[Source], digests: dict[str, str]) -> TableRows:
    table = TableRows(shape)
    files = 0
    for label, source in labelled(sources):
        paths = source.files(shape.name)
        files += len(paths)
        if len(paths) > 1:
            _find_two_files(table, label, paths)
        for path in paths[:1]:
            file = read_csv(path, f"{label}/{path.name}")
            digests[file.shown] = file.digest
            _read_file(table, file)
    if not files and shape.needed:
        _find_no_file(table, sources)
    return table


def _find_two_files(table: TableRows, label: str, paths: Sequence[Path]) -> None:
    table.is_whole = False
    names = " and ".join(path.name for path in paths)
    message = f"{names} both hold the table {table.shape.name}: rows would count twice"
    table.find("table-twice", message, Where(label), "Leave one of them.")


def _find_no_file(table: TableRows, sources: Sequence[Source]) -> None:
    table.is_whole = False
    names = ", ".join(source.name for source in sources) or "none"
    message = f"no source holds the table {table.shape.name}"
    remedy = f"Put {table.shape.name}.csv into the data folder, with the columns {', '.join(table.shape.names)}."
    table.find("table-missing", message, Where(field="data", found=names), remedy)


def _read_file(table: TableRows, file: CsvFile) -> None:
    table.findings += file.findings
    has_header = file.is_whole or file.header
    if not (has_header and _header_fits(table, file)):
        table.is_whole = False
        return
    table.is_whole &= file.is_whole
    columns = [(column, file.header.index(column.name)) for column in table.shape.columns]
    for line, cells in file.records:
        _read_row(table, file, line, cells, columns)


def _header_fits(table: TableRows, file: CsvFile) -> bool:
    known, header = table.shape.names, file.header
    where = Where(file=file.shown, row=1, found=", ".join(header))
    remedy = f"Expected: {', '.join(known)}."
    if len(header) == 1 and any(mark in header[0] for mark in ";\t"):
        message = "the columns are parted by semicolons or tabs, not commas"
        table.find("columns-not-by-comma", message, where, "Save it as CSV with commas between the columns.")
        return False
    missing = [name for name in known if name not in header]
    strange = [name for name in header if name not in known]
    repeated = [name for name, times in Counter(header).items() if times > 1]
    if missing:
        table.find("column-missing", f"the column {', '.join(missing)} is missing", where, remedy)
    if strange or repeated:
        names = ", ".join(strange + repeated)
        table.find("column-unknown", f"the column {names} is unknown or repeated", where, remedy)
    return not (missing or strange or repeated)


def _read_row(
    table: TableRows, file: CsvFile, line: int, cells: list[str], columns: Sequence[tuple[Column, int]]
) -> None:
    if len(cells) != len(file.header):
        table.is_whole = False
        message = f"the row has {len(cells)} cells where the header has {len(file.header)}"
        table.find("row-ragged", message, Where(file=file.shown, row=line), "Give the row one cell a column.")
        return
    row: list[Any] = []
    for column, index in columns:
        try:
            row.append(read_value(cells[index], column))
        except CellFault as fault:
            where = Where(file=file.shown, row=line, column=column.name, found=cells[index])
            table.find(fault.rule, str(fault), where, fault.remedy)
            table.unsound.add(len(table.rows))
            row.append(None)
    table.rows.append([*row, file.shown, None, line])


def _periods(tables: Iterable[TableRows]) -> list[list[Any]]:
    """Return a row for each period that the data names, with its first and last day."""
    named = {
        text
        for table in tables
        for column in table.shape.columns
        if column.type == "period"
        for text in table.column(column.name)
    }
    periods = sorted(Period.parse(text) for text in named)
    return [[str(period), period.start, period.end, *(None for _ in ORIGIN)] for period in periods]
