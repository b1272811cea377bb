"""CSV, TSV and the like: rows of texts, each numbered by the line of the file on which it starts.

Data stage. Takes a text file as an officer's or a supplier's program saved it; gives one `DelimitedSheet`. A line is
what a text editor numbers: one line end of whichever kind (CR LF, LF, CR), also inside quotation marks. A file is
read as a stream, whatever its size.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import TextIO

from sv_report.data.readers.dialect import COLUMNS, SAMPLE, Dialect, dialect_of
from sv_report.data.readers.encoding import encoding_of
from sv_report.data.readers.original import Original
from sv_report.data.readers.sheet import Numbered, Sheet, Unreadable
from sv_report.findings import Finding, Where

LONGEST_CELL = 1_000_000  # characters; Python's own limit of 131,072 is short for a pasted statement
LONGEST_LINE = 20_000_000  # characters: more is no table, and would be held in memory whole
SAMPLE_LINE = 200_000  # characters of a line that the delimiter is told from
PAIR_UP = 'Close every quotation mark that is opened, and write one inside a cell twice (""); then run again.'


@dataclass(frozen=True)
class DelimitedSheet(Sheet):
    """The sheet of a text file, with how the file was found to be written."""

    dialect: Dialect | None = None

    def findings(self) -> list[Finding]:
        """Return what was decided about the file and a person should know."""
        return self.dialect.findings(self.file) if self.dialect else []


def open_delimited(file: Original) -> list[Sheet]:
    """Return the one sheet of a text file; raise Unreadable where it is not text."""
    dialect = decide(file)
    return [DelimitedSheet(file.shown, None, partial(_rows, file, dialect), dialect=dialect)]


def decide(file: Original) -> Dialect:
    """Return how a file is written."""
    encoding = encoding_of(file)
    try:
        with _opened(file, encoding.name) as stream:
            lines = [line.lstrip("\ufeff") for line in islice(_lines(stream, SAMPLE_LINE), SAMPLE)]
            is_whole = not stream.read(1)
    except OSError as problem:
        raise file.unread(problem) from None
    return dialect_of(lines, file.path.suffix, encoding, is_whole)


def _opened(file: Original, encoding: str) -> TextIO:
    return file.path.open("r", encoding=encoding, newline="")


def _lines(stream: TextIO, longest: int) -> Iterator[str]:
    return iter(partial(stream.readline, longest), "")


def _rows(file: Original, dialect: Dialect) -> Iterator[Numbered]:
    """Yield each record with the line it starts on; a blank line is a row without cells."""
    file.check()
    try:
        with _opened(file, dialect.encoding.name) as stream:
            lines = _short_lines(file, stream)
            if dialect.has_sep_line:
                next(lines, None)
            first = 2 if dialect.has_sep_line else 1
            yield from _aligned(lines, first) if dialect.delimiter == "  " else _records(file, lines, dialect, first)
    except OSError as problem:
        raise file.unread(problem) from None
    except UnicodeDecodeError:
        file.check()  # it was sound when it was opened
        raise
    file.check()


def _short_lines(file: Original, stream: TextIO) -> Iterator[str]:
    for number, line in enumerate(_lines(stream, LONGEST_LINE), 1):
        if len(line) == LONGEST_LINE:
            message = f"the line is longer than {LONGEST_LINE:,} characters, so this is no table of rows"
            where = Where(file.shown, row=number)
            raise Unreadable(Finding("file-not-table", "error", message, where, "Save it anew from its program."))
        yield line


def _aligned(lines: Iterator[str], first: int) -> Iterator[Numbered]:
    for number, line in enumerate(lines, first):
        words = line.strip()
        yield number, COLUMNS.split(words) if words else []


def _records(file: Original, lines: Iterator[str], dialect: Dialect, first: int) -> Iterator[Numbered]:
    csv.field_size_limit(max(csv.field_size_limit(), LONGEST_CELL))
    reader = csv.reader(
        lines,
        delimiter=dialect.delimiter,
        quotechar=dialect.quote,
        skipinitialspace=dialect.skips_spaces,
        strict=True,
    )
    start = first
    try:
        for cells in reader:
            yield start, cells
            start = first + reader.line_num
    except csv.Error as problem:
        raise Unreadable(_unpaired(problem, Where(file.shown, row=start), first - 1 + reader.line_num)) from None


def _unpaired(problem: csv.Error, where: Where, last: int) -> Finding:
    """Return the finding for a record whose quotation marks cannot be followed."""
    message = f"the quotation marks do not pair up to line {last}: {problem}"
    if "unexpected end" in str(problem):
        message = "a quotation mark is opened and never closed"
    if "field limit" in str(problem):
        message = f"a cell is longer than {LONGEST_CELL:,} characters; a quotation mark may never be closed"
    return Finding("file-unpaired-quote", "error", message, where, PAIR_UP)
