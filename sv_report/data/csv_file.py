"""A CSV file read into records, each with the physical line it starts on, and the digest of what was read.

Data stage. Takes a file as an officer's program saved it; gives its records, and a finding for each fault of the
file as a whole. A line is what a text editor numbers: one line end, of whichever kind, also inside quotation marks.
"""

import csv
import hashlib
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path

from sv_report.findings import Finding, Where
from sv_report.params.text import read_text

LONGEST_CELL = 1_000_000  # characters; Python's own limit of 131,072 is short for a pasted statement
WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # how .xlsx and .xls files begin, whatever they are called
SAVE_AS_CSV = "In Excel, choose Save As and the type CSV UTF-8 (Comma delimited)."


@dataclass
class CsvFile:
    """What was read of a file: its header, its records with their lines, and whether that is all of it."""

    shown: str
    digest: str = ""
    header: list[str] = field(default_factory=list)
    records: list[tuple[int, list[str]]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    is_whole: bool = False


def read_csv(path: Path, shown: str) -> CsvFile:
    """Read a file, with `shown` as its name in findings; what cannot be read is a finding, never an exception."""
    raw = _bytes(path)
    file = CsvFile(shown, hashlib.sha256(raw).hexdigest())
    if raw.startswith(WORKBOOKS):
        message = "this is an Excel workbook under the name of a CSV file"
        file.findings.append(Finding("file-not-csv", "error", message, Where(shown), SAVE_AS_CSV))
        return file
    text, file.findings = read_text(path, shown)
    if text is not None and _bytes(path) != raw:  # so that the digest is of what was read
        message = "the file was changed while it was read"
        file.findings.append(
            Finding("file-changed", "error", message, Where(shown), "Finish saving it, and run again.")
        )
    elif text is not None:
        _read_records(file, text)
    return file


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""  # read_text says why


def _read_records(file: CsvFile, text: str) -> None:
    csv.field_size_limit(max(csv.field_size_limit(), LONGEST_CELL))
    reader = csv.reader(StringIO(text, newline=""), strict=True)
    line = 1
    try:
        file.header = [name.strip() for name in next(reader, [])]
        line = reader.line_num + 1
        for cells in reader:
            if any(cell.strip() for cell in cells):
                file.records.append((line, cells))
            line = reader.line_num + 1
    except csv.Error as problem:
        file.findings.append(_unpaired(problem, Where(file.shown, row=line), reader.line_num))
    else:
        file.is_whole = True


def _unpaired(problem: csv.Error, where: Where, last: int) -> Finding:
    """Return the finding for a record whose quotation marks cannot be followed."""
    message = f"the quotation marks do not pair up to line {last}: {problem}"
    if "unexpected end" in str(problem):
        message = "a quotation mark is opened and never closed"
    if "field limit" in str(problem):
        message = f"a cell is longer than {LONGEST_CELL:,} characters; a quotation mark may never be closed"
    remedy = 'Close every quotation mark that is opened, and write one inside a cell twice (""); the rest was not read.'
    return Finding("file-unpaired-quote", "error", message, where, remedy)
