"""A plain CSV file: so regular that DuckDB reads the same rows from it as we do, many times faster.

Data stage. Takes a file; gives a `PlainCsv`, what DuckDB needs to read it and how to get from a record's place to
its line, or None where anything is irregular, so that the exact reader has it. Every byte is looked at, in blocks.
"""

import csv
import re
from array import array
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sv_report.data.readers.delimited import decide
from sv_report.data.readers.kind import kind_of
from sv_report.data.readers.original import found
from sv_report.data.readers.sheet import Unreadable

BLOCK = 1 << 22
LONGEST_RECORD = 500_000  # bytes; DuckDB's own limit is 2 MB, and a cell of ours 1,000,000 characters
MARK = b"\xef\xbb\xbf"
GLOB = re.compile(r"[*?\[\]{}]")  # DuckDB takes such a path for a pattern


@dataclass(frozen=True)
class PlainCsv:
    """A regular CSV file: UTF-8, one delimiter, as many cells in each record as in its first line, the header."""

    path: Path
    delimiter: str
    header: tuple[str, ...]
    records: int  # after the header
    breaks: "array[int]" = field(default_factory=lambda: array("q"), compare=False)  # records with breaks in a cell
    lines: "array[int]" = field(default_factory=lambda: array("q"), compare=False)  # line breaks up to each, in all

    def line(self, record: int) -> int:
        """Return the line on which a record starts; the first after the header is record 1."""
        place = bisect_left(self.breaks, record)
        return record + 1 + (self.lines[place - 1] if place else 0)

    def sql(self) -> str:
        """Return the table function for DuckDB's FROM: columns c0, c1 …, all text, blank cells NULL."""
        path = str(self.path).replace("'", "''")
        columns = ", ".join(f"'c{place}': 'VARCHAR'" for place in range(len(self.header)))
        return (
            f"read_csv('{path}', columns = {{{columns}}}, delim = '{self.delimiter}', quote = '\"', escape = '\"', "
            "header = false, skip = 1, auto_detect = false, strict_mode = true, nullstr = '', comment = '', "
            "null_padding = false, ignore_errors = false, encoding = 'utf-8', compression = 'none')"
        )


class _Irregular(Exception):
    """The file is not plain."""


@dataclass
class _Check:
    """What is known of the file so far."""

    delimiter: bytes
    cells: int
    ending: bytes
    records: int = 0
    breaks: "array[int]" = field(default_factory=lambda: array("q"))
    lines: "array[int]" = field(default_factory=lambda: array("q"))

    def __post_init__(self) -> None:
        """Make the patterns that follow from the delimiter."""
        sign = re.escape(self.delimiter)
        self.quoted = re.compile(rb'(?:(?<=[%b\n])|\A)"[^"]*(?:""[^"]*)*"(?=[%b\r\n]|\Z)' % (sign, sign))
        self.others = bytes(set(range(256)) - set(self.delimiter + b"\n"))
        self.pattern = self.delimiter * (self.cells - 1) + b"\n"


def plain_csv(path: Path) -> PlainCsv | None:
    """Return what DuckDB needs to read a file as we would; None where the file is in any way irregular."""
    try:
        file = found(path, path.name)
        if kind_of(file) != "text":
            return None
        dialect = decide(file)
        is_plain = dialect.encoding.name in ("utf-8", "utf-8-sig") and dialect.delimiter in ",;\t|"
        if not is_plain or dialect.skips_spaces or dialect.has_sep_line or GLOB.search(str(path)):
            return None
        plain = _checked(path, dialect.delimiter)
        file.check()
    except (_Irregular, Unreadable, OSError):
        return None
    return plain


def _checked(path: Path, delimiter: str) -> PlainCsv:
    header, ending = _header(path, delimiter)
    check = _Check(delimiter.encode(), len(header), ending)
    for block in _blocks(path, ending):
        _check_block(check, block)
    return PlainCsv(path, delimiter, header, check.records - 1, check.breaks, check.lines)


def _header(path: Path, delimiter: str) -> tuple[tuple[str, ...], bytes]:
    """Return the names of the first line, and how lines end."""
    with path.open("rb") as stream:
        line = stream.readline(LONGEST_RECORD)
    if line.startswith(MARK) and b'"' in line:
        raise _Irregular  # DuckDB does not see a quotation mark that follows the byte order mark
    line = line.removeprefix(MARK)
    ending = b"\r\n" if line.endswith(b"\r\n") else b"\n"
    try:
        text = line.removesuffix(b"\n").removesuffix(b"\r").decode("utf-8")
        header = next(csv.reader([text], delimiter=delimiter, strict=True), [])
    except (csv.Error, UnicodeDecodeError):
        raise _Irregular from None
    if not header or len(line) >= LONGEST_RECORD or "\r" in text:
        raise _Irregular
    return tuple(header), ending


def _blocks(path: Path, ending: bytes) -> Iterator[bytes]:
    """Yield the file in blocks of whole records, every line end a plain LF outside and inside cells as it stands."""
    with path.open("rb") as stream:
        rest = stream.read(len(MARK)).removeprefix(MARK)
        while block := stream.read(BLOCK):
            block = rest + block
            cut = _last_end(block)
            if len(block) - cut > LONGEST_RECORD:
                raise _Irregular
            yield block[:cut]
            rest = block[cut:]
        if rest:
            yield rest if rest.endswith(b"\n") else rest + ending


def _last_end(block: bytes) -> int:
    """Return where the last whole record ends: after a line feed with an even number of quotation marks before it."""
    quotes = block.count(b'"')
    place = len(block)
    while place > 0:
        end = block.rfind(b"\n", 0, place) + 1
        quotes -= block.count(b'"', end, place)
        if not quotes % 2:
            return end
        place = end - 1
    return 0


def _check_block(check: _Check, block: bytes) -> None:
    if b"\x00" in block:
        raise _Irregular
    if not block.isascii():
        try:
            block.decode("utf-8")
        except UnicodeDecodeError:
            raise _Irregular from None
    _refuse_long(block)
    if b'"' in block:
        block = _without_quoted(check, block)
    if check.ending == b"\r\n":
        if block.count(b"\r\n") != block.count(b"\n"):
            raise _Irregular
        block = block.replace(b"\r\n", b"\n")
    if b"\r" in block:
        raise _Irregular
    if check.cells == 1 and (b"\n\n" in block or block.startswith(b"\n")):
        raise _Irregular
    signs = block.translate(None, check.others)
    count = block.count(b"\n")
    if signs != check.pattern * count:
        raise _Irregular
    check.records += count


def _refuse_long(block: bytes) -> None:
    place = 0
    while len(block) - place > LONGEST_RECORD:
        end = block.rfind(b"\n", place, place + LONGEST_RECORD)
        if end < 0:
            raise _Irregular
        place = end + 1


def _without_quoted(check: _Check, block: bytes) -> bytes:
    """Return a block with each quoted cell made a plain one, having noted the line breaks inside."""
    plain = check.quoted.sub(b"q", block)
    if b'"' in plain:
        raise _Irregular
    if plain.count(b"\n") == block.count(b"\n") and plain.count(b"\r") == block.count(b"\r"):
        return plain
    place, record = 0, check.records
    total = check.lines[-1] if check.lines else 0
    for match in check.quoted.finditer(block):
        record += block.count(b"\n", place, match.start())
        place = match.end()
        cell = match[0]
        if breaks := cell.count(b"\n") + cell.count(b"\r") - cell.count(b"\r\n"):
            if not record:
                raise _Irregular  # a line break in the header
            total += breaks
            _note(check, record, total)
    return plain


def _note(check: _Check, record: int, total: int) -> None:
    if check.breaks and check.breaks[-1] == record:
        check.lines[-1] = total
    else:
        check.breaks.append(record)
        check.lines.append(total)
