"""A look at an ODS spreadsheet before it is read: how many cells it says it has, and which of them are errors.

Data stage, under `safety`. Takes the blocks of content.xml; gives the errors by sheet, or refuses repeats that would
fill the memory. Blank rows and cells repeated to the sheet's end, as LibreOffice writes them, count for nothing.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

from sv_report.data.readers.original import Original
from sv_report.data.readers.parts import damaged, too_large

MOST_CELLS = 4_000_000  # of all sheets; the reader holds each some 100 bytes, all sheets at once
MOST_TEXT = 150_000_000  # characters, with those of repeated cells
WIDEST = 16_384  # columns; the reader reads no more
ERROR = re.compile(r"#[A-Z0-9/]+[!?]?|Err:\d{3}")
VALUES = ("office:value-type", "office:value", "office:string-value", "table:formula")

ErrorCells = dict[tuple[int, int], str]


@dataclass
class _Look:
    """Where the look is, and what it saw."""

    file: Original
    errors: list[ErrorCells] = field(default_factory=list)
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
    is_error: bool = False
    paragraphs: list[str] | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "table:table":
            self.errors.append({})
            self.row = self.last_row = self.last_column = self.held = 0
        elif name == "table:table-row":
            self.row_repeats = self._repeats(attributes, "table:number-rows-repeated")
            self.column = self.filled = 0
        elif name in ("table:table-cell", "table:covered-table-cell"):
            self._start_cell(attributes)

    def end(self, name: str) -> None:
        if name in ("table:table-cell", "table:covered-table-cell"):
            self._end_cell()
        elif name == "table:table-row":
            self.row += self.row_repeats
            if self.filled:
                self.last_row = self.row
                self.held += self.filled
                self.last_column = max(self.last_column, self.filled)
                self._count()
        elif name == "table:table":
            self.cells += max(self.last_row * self.last_column, self.held)

    def characters(self, text: str) -> None:
        if self.paragraphs is not None:
            self.paragraphs.append(text)

    def _start_cell(self, attributes: dict[str, str]) -> None:
        self.cell_repeats = self._repeats(attributes, "table:number-columns-repeated")
        is_filled = any(name in attributes for name in VALUES)
        self.paragraphs = [] if is_filled else None
        self.is_error = attributes.get("calcext:value-type") == "error" or (
            "table:formula" in attributes and attributes.get("office:value-type") == "string"
        )
        if is_filled:
            self.filled = min(self.column + self.cell_repeats, WIDEST)
            self._count_text(len(attributes.get("office:string-value", "")) + len(attributes.get("table:formula", "")))

    def _end_cell(self) -> None:
        if self.paragraphs is not None:
            text = "".join(self.paragraphs)
            self._count_text(len(text))
            if self.is_error and ERROR.fullmatch(text.strip()):
                self._note_errors(text.strip())
        self.column += self.cell_repeats
        self.paragraphs = None

    def _note_errors(self, text: str) -> None:
        for row in range(self.row, min(self.row + self.row_repeats, self.row + MOST_CELLS)):
            for column in range(self.column, min(self.column + self.cell_repeats, WIDEST)):
                self.errors[-1][row, column] = text
                if len(self.errors[-1]) > MOST_CELLS:
                    self._count()
                    raise self._too_many(len(self.errors[-1]))

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


def look_at_ods(file: Original, blocks: Iterable[bytes]) -> list[ErrorCells]:
    """Return the error cells of each sheet, by row and column from 0; raise Unreadable where there is too much."""
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
    return look.errors


def entities(file: Original) -> Exception:
    """Return the error for XML that declares entities, which no spreadsheet program does."""
    return damaged(file, "its XML declares a document type or entities, as an attack does and no spreadsheet")
