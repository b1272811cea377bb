"""A zipped workbook looked at before it is read: is it safe, and where are its error cells.

Data stage. Takes an XLSX, XLSB or ODS file; gives what the look saw, or refuses zip bombs, XML that declares entities,
and repeats without end. The look is a sieve: what it cannot vouch for (cells far apart, long texts used many times)
is read once in a process with bounds, and refused where they are passed.
"""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

from sv_report.data.readers.formulas import Sieve
from sv_report.data.readers.ods_look import OdsCells, entities, look_at_ods
from sv_report.data.readers.parts import Parts, encrypted
from sv_report.data.readers.trial import try_reading

MOST_CELLS = 10_000_000  # the reader holds 24 to 32 bytes for each cell between the first and the last
MOST_TEXT = 100_000_000  # characters of shared texts, as often as they might be used
MOST_READ = 150 << 20  # bytes of one part: more is tried first
TAG = 4096  # bytes at a block's end that may hold a tag's beginning
SMALL = 1 << 20
DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)|<\x00!\x00[DE]\x00|\x00<\x00!\x00[DE]")
PLAIN_CELL = re.compile(rb'<c r="([A-Z]{1,3})(?=\d)')
ANY_CELL = re.compile(rb'<(?:[\w.-]+:)?c(?=[\s/>])(?:[^<>]*?\sr\s*=\s*["\']([A-Za-z]*)\d)?')
ROW = re.compile(rb'\br\s*=\s*["\'][A-Za-z]*(\d+)')
LONG_ROW = re.compile(rb'<c r="[A-Z]{1,3}(\d{7,})')
ERRORS = b't="e"', b"t='e'"
TEXTS = re.compile(rb"<(?:[\w.-]+:)?si[\s/>]")
UNIQUE = re.compile(rb"""uniqueCount\s*=\s*["'](\d+)""")


@dataclass
class Look:
    """What a look saw: the parts with error cells (XLSX), the cells that the reader gets wrong, by sheet (ODS)."""

    with_errors: set[str] = field(default_factory=set)
    with_formulas: set[str] = field(default_factory=set)  # perhaps without a stored value (XLSX)
    sheets: list[OdsCells] = field(default_factory=list)


@dataclass
class _Part:
    """What was seen of one part."""

    columns: set[bytes] = field(default_factory=set)
    cells: int = 0
    last_row: int = 0
    has_errors: bool = False
    formulas: Sieve = field(default_factory=Sieve)
    longest: int = 0  # bytes of a shared text
    texts: int = 0  # that the part says it has

    def box(self) -> int:
        """Return how many cells the reader would hold at most."""
        if b"" in self.columns:  # cells that do not say where they stand
            return MOST_CELLS + 1
        return self.last_row * max(map(_column_number, self.columns), default=0)


def look_at(parts: Parts, kind: str) -> Look:
    """Return what a look at a zipped workbook saw; raise Unreadable where it is not safe to read."""
    if kind == "ods":
        return _look_at_ods(parts)
    look, seen = Look(), []
    for info in parts.infos:
        part = _look_at_part(parts, info)
        seen.append(part)
        if part.has_errors:
            look.with_errors.add(info.filename)
        if part.formulas.may_lack_values:
            look.with_formulas.add(info.filename)
    if kind == "xlsb" or _is_in_doubt(parts, seen):
        try_reading(parts.file, kind)
    return look


def _is_in_doubt(parts: Parts, seen: list[_Part]) -> bool:
    cells, longest = sum(part.cells for part in seen), max((part.longest for part in seen), default=0)
    return (
        any(part.box() > MOST_CELLS for part in seen)
        or cells * longest > MOST_TEXT
        or any(info.file_size > MOST_READ for info in parts.infos)
        or any(part.texts > info.file_size for part, info in zip(seen, parts.infos, strict=True))
    )


def _look_at_ods(parts: Parts) -> Look:
    if b"encryption-data" in (parts.read("META-INF/manifest.xml") or b""):
        raise encrypted(parts.file)
    for info in parts.infos:
        if info.filename != "content.xml":
            _look_at_part(parts, info)
    content = parts.info("content.xml")
    return Look(sheets=look_at_ods(parts.file, parts.blocks(content)) if content else [])


def _look_at_part(parts: Parts, info: zipfile.ZipInfo) -> _Part:
    part = _Part()
    for block in _overlapping(parts.blocks(info)):
        if (b"<!" in block or b"!\x00" in block) and DOCTYPE.search(block) and _is_xml(info, block):
            raise entities(parts.file)
        _see(part, block)
    return part


def _is_xml(info: zipfile.ZipInfo, block: bytes) -> bool:
    return info.filename.lower().endswith((".xml", ".rels", ".vml")) or block.lstrip(b"\xff\xfe \r\n\t")[:1] == b"<"


def _overlapping(blocks: Iterator[bytes]) -> Iterator[bytes]:
    """Yield blocks cut before a tag, so that each tag is seen whole and once; a tail too long for a tag is let go."""
    rest = b""
    for block in blocks:
        block = rest + block
        cut = block.rfind(b"<")
        if cut < len(block) - TAG:
            cut = len(block)
        rest = block[cut:]
        yield block[:cut]
    if rest:
        yield rest


def _see(part: _Part, block: bytes) -> None:
    """Note the columns, rows, errors and shared texts of a block."""
    columns = PLAIN_CELL.findall(block)
    is_plain = len(columns) == block.count(b"<c") and b":c" not in block
    if not is_plain:  # not as Excel writes cells, or other tags begin as cells do: a slower look
        columns = [name.upper() for name in ANY_CELL.findall(block)]
    if columns:
        part.cells += len(columns)
        part.columns.update(columns)
        part.last_row = max(part.last_row, _last_row(block, is_plain and len(part.columns) <= 10))
        part.has_errors = part.has_errors or any(error in block for error in ERRORS)
    part.formulas.take(block)
    if b"<si" in block or b":si" in block:
        part.longest = max(part.longest, *map(len, TEXTS.split(block)))
    if b"uniqueCount" in block and (unique := UNIQUE.search(block)):
        part.texts = max(part.texts, int(unique[1][:18]))


def _last_row(block: bytes, is_narrow: bool) -> int:
    """Return the last row of a block: of a large narrow sheet 999,999 where no number is longer."""
    if is_narrow and len(block) >= SMALL // 2:
        return max(map(_row_number, LONG_ROW.findall(block)), default=999_999)
    return max(map(_row_number, ROW.findall(block)), default=0)


def _row_number(digits: bytes) -> int:
    return int(digits[:12])


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters[:8]:
        number = number * 26 + letter - 64
    return number
