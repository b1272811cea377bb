"""Formulas without a stored value: cells that a program wrote and no spreadsheet program has worked out yet.

Data stage, under `workbook`. Takes the XML of an XLSX sheet; gives the places of such cells. python-calamine gives them
as blank, so that a number would be missing in silence. A formula whose stored value is an empty text is blank.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from sv_report.data.readers.original import Original
from sv_report.data.readers.parts import damaged, too_large
from sv_report.data.sheets.column_letters import column_letter
from sv_report.findings import Finding, Where

FormulaCells = dict[int, list[int]]  # the columns of each row, from 0

NOT_WORKED_OUT = "#CALC!"  # an error of Excel's own, which the reader of values refuses in a column of any type
RULE = "formula-without-value"
MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384  # of an Excel sheet
MOST_CELLS = 10_000_000  # of the rows with such formulas, up to the last of them: as `safety` has it
PREFIXED = rb"(?:[\w.-]+:)?"
UNSEEN = rb"<!\[CDATA\[.*?\]\]>|<!--.*?-->"
CELL = (  # a cell with a formula, and no value or a blank one after it
    rb'<TAGc(?:\sr="([A-Z]{1,3})(\d{1,7})")?((?:\s[^<>]*)?)(?<!/)>\s*'
    rb"<TAGf(?:\s[^<>]*?)?(?:/>|>[^<]*(?:(?:" + UNSEEN + rb")[^<]*)*</TAGf\s*>)\s*"
    rb"(<TAGv(?:\s[^<>]*?)?(?:/>|>\s*</TAGv\s*>))?\s*</TAGc\s*>"
)
BARE = re.compile(CELL.replace(b"TAG", b""), re.DOTALL)
BARE_PREFIXED = re.compile(CELL.replace(b"TAG", PREFIXED), re.DOTALL)
PLACE = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{1,3})(\d{1,7})["']""")
IS_TEXT = re.compile(rb"""\st\s*=\s*["']str["']""")


@dataclass
class Sieve:
    """Says of a sheet's XML, block by block, whether it may hold such cells; it is wrong on the safe side only."""

    formulas: int = 0
    valued: int = 0
    is_odd: bool = False  # not as Excel and most programs write formulas
    tail: bytes = b""

    def take(self, block: bytes) -> None:
        """Take the next block, which was not cut within a tag."""
        if b":f" in block or b"<f\n" in block or b"<f\r" in block or b"<f\t" in block:
            self.is_odd = True
        formulas = block.count(b"<f>") + block.count(b"<f ") + block.count(b"<f/")
        if formulas or self.formulas:
            self.formulas += formulas
            self.valued += block.count(b"</f><v>") + block.count(b'"/><v>') - block.count(b"<v></v>")
            self.valued += block.startswith(b"<v>") and self.tail.endswith((b"</f>", b'"/>'))
            self.valued -= block.startswith(b"</v>") and self.tail.endswith(b"<v>")
        self.tail = block[-4:]

    @property
    def may_lack_values(self) -> bool:
        """Whether there may be a formula without a value."""
        return self.is_odd or self.formulas != self.valued


def formulas_in(file: Original, raw: bytes) -> FormulaCells:
    """Return the formulas without a value of an XLSX sheet's XML; raise Unreadable where one does not say its place."""
    found: FormulaCells = {}
    columns: dict[bytes, int] = {}
    bare = BARE_PREFIXED if b":f" in raw and re.search(rb"<[\w.-]+:f[\s/>]", raw) else BARE
    for letters, row, attributes, value in bare.findall(raw):
        if value and IS_TEXT.search(attributes):
            continue
        if not row:
            place = PLACE.search(attributes)
            if not place:
                raise damaged(file, "it holds formulas without values, in cells that do not say where they stand")
            letters, row = place[1], place[2]
        if letters not in columns:
            columns[letters] = _column(letters)
        found.setdefault(int(row) - 1, []).append(columns[letters])
    return found


def formulas_of(places: Iterable[tuple[int, int]]) -> FormulaCells:
    """Return places, by row and column from 0, row by row."""
    found: FormulaCells = {}
    for row, column in places:
        found.setdefault(row, []).append(column)
    return found


@dataclass
class Formulas:
    """The formulas without a value of one sheet, put into its rows one after another."""

    file: Original
    cells: FormulaCells = field(default_factory=dict)
    count: int = 0
    first: tuple[int, int] = (0, 0)

    def __post_init__(self) -> None:
        held = 0
        for row in [*self.cells]:
            columns = self.cells[row] = sorted(column for column in self.cells[row] if column < MOST_COLUMNS)
            if row >= MOST_ROWS or not columns:
                del self.cells[row]
                continue
            held += columns[-1] + 1
        if held > MOST_CELLS:
            raise too_large(self.file, f"Its formulas stand far apart: {held:,} cells; {MOST_CELLS:,} are read.")

    def put(self, row: int, texts: list[str]) -> None:
        """Put the text that stands for no value into the cells of a row."""
        columns = self.cells.get(row)
        if not columns:
            return
        texts += [""] * (columns[-1] + 1 - len(texts))
        for column in columns:
            texts[column] = NOT_WORKED_OUT
        self.first = self.first if self.count else (row, columns[0])
        self.count += len(columns)

    def rows_from(self, row: int) -> Iterator[int]:
        """Yield the rows that stand below all others, down to the last with such a formula."""
        yield from range(row, max(self.cells, default=-1) + 1)

    def notes(self, shown: str, name: str) -> dict[str, Finding]:
        """Return what is to be said of the sheet once all its rows were given."""
        if not self.count:
            return {}
        cells = "1 cell holds a formula" if self.count == 1 else f"{self.count:,} cells hold formulas"
        message = (
            f"{cells} without a stored value, read as {NOT_WORKED_OUT}: the program that wrote the file works none out"
        )
        row, column = self.first
        where = Where(shown, name, row + 1, column_letter(column), found=NOT_WORKED_OUT)
        return {RULE: Finding(RULE, "note", message, where, "Open it in Excel, save it, and try again.")}


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number - 1
