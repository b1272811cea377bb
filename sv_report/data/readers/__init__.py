"""Readers: one module a kind of source, each giving sheets of rows of texts, every row with its own number.

Data stage. What a reader cannot read whole is a finding that names the file, never an exception of a library.
"""

from functools import partial
from pathlib import Path

from sv_report.data.readers.database_file import DatabaseSheet, open_duckdb, open_sqlite
from sv_report.data.readers.delimited import DelimitedSheet, open_delimited
from sv_report.data.readers.kind import UNPACK, kind_of, no_table
from sv_report.data.readers.original import found
from sv_report.data.readers.parquet import open_parquet
from sv_report.data.readers.sheet import Sheet
from sv_report.data.readers.unpacked import open_zip_of_files
from sv_report.data.readers.workbook import open_ole_file, open_zipped
from sv_report.findings import Finding

__all__ = ["notes_on", "open_file"]

READERS = {
    "ole": open_ole_file,
    "parquet": open_parquet,
    "sqlite": open_sqlite,
    "duckdb": open_duckdb,
    "text": open_delimited,
}


def open_file(path: Path, shown: str) -> list[Sheet]:
    """Return the sheets of a file, whatever kind it is by its content; `shown` is its name in findings.

    Raises Unreadable where it cannot be read whole. Rows are read when they are asked for, and may raise it too.
    """
    return _open(path, shown, in_zip=False)


def notes_on(sheets: list[Sheet]) -> list[Finding]:
    """Return what was decided in opening files and a person should know: encodings, delimiters, views left out."""
    told = [sheet for sheet in sheets if isinstance(sheet, DelimitedSheet | DatabaseSheet)]
    return [finding for sheet in told for finding in sheet.findings()]


def _open(path: Path, shown: str, in_zip: bool) -> list[Sheet]:
    file = found(path, shown)
    kind = kind_of(file)
    if kind != "zip":
        return READERS[kind](file)
    sheets = open_zipped(file)
    if sheets is None and in_zip:
        raise no_table(file, "a packed file (zip) in another", UNPACK)
    return open_zip_of_files(file, partial(_open, in_zip=True)) if sheets is None else sheets
