"""A look at an ODS spreadsheet before it is read: how many cells it says it has, and what the reader gets wrong.

Data stage, under `safety`. Takes the blocks of content.xml; gives of each sheet the errors, and the texts that
python-calamine would lose or mix up, or refuses repeats that would fill the memory. Blank rows and cells repeated to
the sheet's end, as LibreOffice writes them, count for nothing.

python-calamine leaves out tabs and line breaks within a paragraph, so that `1⇥2` would be 12; it takes the words of
a drawing, a footnote or a ruby that stands at a cell for the cell's own; it gives what a merged range covers.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from xml.parsers import expat

from sv_report.data.readers.foreign import value_text
from sv_report.data.readers.formulas import NOT_WORKED_OUT
from sv_report.data.readers.mended import CellTexts
from sv_report.data.readers.original import Original
from sv_report.data.readers.parts import damaged, too_large

MOST_CELLS = 4_000_000  # of all sheets; the reader holds each some 100 bytes, all sheets at once
MOST_TEXT = 150_000_000  # characters, with those of repeated cells
WIDEST = 16_384  # columns; the reader reads no more
ERROR = re.compile(r"#[A-Z0-9/]+[!?]?|Err:\d{3}")
STORED = (
    "office:value",
    "office:string-value",
    "office:date-value",
    "office:time-value",
    "office:boolean-value",
)
VALUES = frozenset(("office:value-type", "office:value", "office:string-value", "table:formula"))
CELL, COVERED = "table:table-cell", "table:covered-table-cell"
ROW, TABLE = "table:table-row", "table:table"
STRUCTURE = frozenset((CELL, COVERED, ROW, TABLE))
BREAKS = {"text:tab": "\t", "text:line-break": "\n"}
BESIDE = (
    "office:annotation",
    "text:note",
    "text:ruby-text",
)  # stand in a cell and are no part of its text; drawings too
DURATION = re.compile(r"(-?)P(?:(\d{1,9})D)?T(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9}(?:[.,]\d{1,9})?)S)?")


@dataclass
class OdsCells:
    """Cells of a sheet: its errors, wrongly read texts, what merged ranges cover, and formulas without a value."""

    errors: CellTexts = field(default_factory=dict)
    texts: CellTexts = field(default_factory=dict)
    covered: CellTexts = field(default_factory=dict)
    formulas: CellTexts = field(default_factory=dict)


@dataclass
class _Look:
    """Where the look is, and what it saw."""

    file: Original
    sheets: list[OdsCells] = field(default_factory=list)
    cells: int = 0  # of the sheets before this one
    text: int = 0
    row: int = 0
    row_repeats: int = 1
    column: int = 0
    cell_repeats: int = 1
    last_row: int = 0  # with anything in it
    last_column: int = 0
    filled: int = 0  # columns of this row up to the last with anything in it
    held: int = 0  # cells that the rows of this sheet hold before they are repeated
    kept: int = 0  # cells with an error or another text
    pieces: list[str] | None = None  # of the text of the cell that the look is in
    attributes: dict[str, str] = field(default_factory=dict)  # of that cell
    has_paragraph: bool = False
    is_odd: bool = False  # the reader gets its text wrong
    beside: int = 0  # elements that the look is in and that are no part of the cell's text

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if self.pieces is not None:
            self._start_within(name, attributes)
        elif name in (CELL, COVERED):
            self._start_cell(attributes)
        elif name == ROW:
            self.row_repeats = self._repeats(attributes, "table:number-rows-repeated")
            self.column = self.filled = 0
        elif name == TABLE:
            self.sheets.append(OdsCells())
            self.row = self.last_row = self.last_column = self.held = 0

    def end(self, name: str) -> None:
        if self.beside:
            self.beside -= 1
        elif name in (CELL, COVERED):
            self._end_cell(name)
        elif name == ROW:
            self.row += self.row_repeats
            if self.filled:
                self.last_row = self.row
                self.held += self.filled
                self.last_column = max(self.last_column, self.filled)
                self._count()
        elif name == TABLE:
            self.cells += max(self.last_row * self.last_column, self.held)

    def characters(self, text: str) -> None:
        if self.pieces is not None and not self.beside:
            self.pieces.append(text)

    def _start_cell(self, attributes: dict[str, str]) -> None:
        self.cell_repeats = self._repeats(attributes, "table:number-columns-repeated")
        self.pieces, self.attributes = [], attributes
        self.has_paragraph = self.is_odd = False
        if not VALUES.isdisjoint(attributes):
            self.filled = min(self.column + self.cell_repeats, WIDEST)
            self._count_text(len(attributes.get("office:string-value", "")) + len(attributes.get("table:formula", "")))

    def _start_within(self, name: str, attributes: dict[str, str]) -> None:
        """Take an element in a cell; pieces of the text are gathered as a person sees it."""
        assert self.pieces is not None
        if name in STRUCTURE:  # its cells would not be counted here, and be read there
            raise damaged(self.file, "a cell holds a table")
        if self.beside:
            self.beside += 1
        elif name == "text:p":
            if self.has_paragraph:
                self.pieces.append("\n")
            self.has_paragraph = True
        elif name == "text:s":
            blanks = self._repeats(attributes, "text:c")
            self._count_text(blanks)
            self.pieces.append(" " * blanks)
        elif name in BREAKS:
            self.pieces.append(BREAKS[name])
            self.is_odd = True
        elif name in BESIDE or name.startswith(("draw:", "dr3d:")):
            self.beside = 1
            self.is_odd = self.is_odd or name != "office:annotation"  # which the reader leaves out itself

    def _end_cell(self, name: str) -> None:
        attributes, pieces = self.attributes, self.pieces
        if pieces and VALUES.isdisjoint(attributes):
            pieces = None
        if name == COVERED and not VALUES.isdisjoint(attributes):
            self._keep(self.sheets[-1].covered, "")
        elif _lacks_value(attributes):
            self._keep(self.sheets[-1].formulas, NOT_WORKED_OUT)
        elif pieces or self.is_odd or "office:time-value" in attributes:
            self._look_at_text("".join(pieces or ()), attributes)
        self.column += self.cell_repeats
        self.pieces = None

    def _look_at_text(self, text: str, attributes: dict[str, str]) -> None:
        """Keep the text of a cell where it is an error, or where the reader would give another."""
        self._count_text(len(text))
        kind = attributes.get("office:value-type")
        is_error = attributes.get("calcext:value-type") == "error" or (
            "table:formula" in attributes and kind == "string"
        )
        if is_error and ERROR.fullmatch(text.strip()):
            self._keep(self.sheets[-1].errors, text.strip())
        elif self.is_odd and kind == "string" and "office:string-value" not in attributes:
            self._keep(self.sheets[-1].texts, text)
        elif kind == "time" and (hours := _hours(attributes.get("office:time-value", ""))):
            self._keep(self.sheets[-1].texts, hours)

    def _keep(self, cells: CellTexts, text: str) -> None:
        """Keep what is to be said of a cell and of those that repeat it."""
        for row in range(self.row, min(self.row + self.row_repeats, self.row + MOST_CELLS)):
            for column in range(self.column, min(self.column + self.cell_repeats, WIDEST)):
                cells[row, column] = text
                self.kept += 1
                if self.kept > MOST_CELLS:
                    self._count()
                    raise self._too_many(self.kept)

    def _count(self) -> None:
        here = max(self.last_row * self.last_column, self.held)
        if self.cells + here > MOST_CELLS:
            raise self._too_many(self.cells + here)

    def _count_text(self, length: int) -> None:
        self.text += length * min(self.cell_repeats, WIDEST) * self.row_repeats
        if self.text > MOST_TEXT:
            raise too_large(self.file, f"Its cells hold more than {MOST_TEXT:,} characters, as it repeats them.")

    def _too_many(self, cells: int) -> Exception:
        why = f"It says that it has {cells:,} cells, or one stands far from the others; {MOST_CELLS:,} are read."
        return too_large(self.file, why)

    def _repeats(self, attributes: dict[str, str], name: str) -> int:
        text = attributes.get(name, "1")
        if not text.isdecimal():
            raise damaged(self.file, f"{name} is {text[:20]!r}")
        return int(text[:18])

    def doctype(self, *_: Any) -> None:
        raise entities(self.file)


def _lacks_value(attributes: dict[str, str]) -> bool:
    """Return whether a cell holds a formula that was not worked out; that of a text may be blank."""
    if "table:formula" not in attributes or attributes.get("office:value-type") == "string":
        return False
    is_error = attributes.get("calcext:value-type") == "error"
    return not is_error and not any(attributes.get(name) for name in STORED)


def _hours(duration: str) -> str:
    """Return a time that the reader does not know as hours, "" where it knows it: less than a day, and not below 0.

    >>> _hours("PT36H00M00S"), _hours("-PT1H"), _hours("PT06H30M00S")
    ('36:00:00', '-01:00:00', '')
    """
    parts = DURATION.fullmatch(duration)
    if not parts:
        return ""
    sign, days, hours, minutes, seconds = parts.groups(default="")
    try:
        time = timedelta(
            int(days or 0), float(seconds.replace(",", ".") or 0), 0, 0, int(minutes or 0), int(hours or 0)
        )
    except OverflowError:
        return ""
    return value_text(-time if sign else time) if sign or days or time >= timedelta(1) else ""


def look_at_ods(file: Original, blocks: Iterable[bytes]) -> list[OdsCells]:
    """Return of each sheet the cells that the reader gets wrong; raise Unreadable where there is too much."""
    look = _Look(file)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = look.start, look.end
    parser.CharacterDataHandler, parser.StartDoctypeDeclHandler = look.characters, look.doctype
    try:
        for block in blocks:
            parser.Parse(block, False)
        parser.Parse(b"", True)
    except expat.ExpatError as problem:
        raise damaged(file, f"content.xml is no XML ({expat.ErrorString(problem.code)})") from None
    return look.sheets


def entities(file: Original) -> Exception:
    """Return the error for XML that declares entities, which no spreadsheet program does."""
    return damaged(file, "its XML declares a document type or entities, as an attack does and no spreadsheet")
