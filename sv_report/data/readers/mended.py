"""The rows of a workbook mended where python-calamine gives another value than the file holds, or than Excel shows.

Data stage, under `workbook`. Takes a row of python-calamine's values; gives its texts, with errors, texts and numbers
as they are in the file. What a merged range covers is blank, as Excel shows it, and is counted: such values are left
by a program, or by a format that was pasted, and nobody sees them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sv_report.data.readers.foreign import float_text, value_text
from sv_report.data.readers.formulas import FormulaCells, Formulas
from sv_report.data.readers.original import Original
from sv_report.data.readers.parts import damaged
from sv_report.data.readers.sheet import Cells
from sv_report.data.sheets.column_letters import column_letter
from sv_report.findings import Finding, Where

CellTexts = dict[tuple[int, int], str]  # by row and column from 0
CellNumbers = dict[tuple[int, int], float]
Range = tuple[tuple[int, int], tuple[int, int]]  # first and last row and column, from 0

SHORT = 8  # characters of a dash with blanks round it
DASHES = ("-", "–", "—")
DOUBTFUL = frozenset((time, date, datetime))
TWICE = "1900-02-28"  # given for the serials 59 and 60: Excel's 29 February 1900 never was
MOST_MERGED = 5_000_000  # columns of all merged ranges; ranges that do not overlap have less than the sheet has cells


@dataclass(frozen=True)
class Beyond:
    """What python-calamine does not tell of a sheet, by the sheet's place in the workbook.

    `errors` are its error cells, `texts` those whose text it gets wrong, `covered` those that a merged range covers
    and it does not say, `numbers` those that it takes for a wrong time or date, `formulas` those without a value.
    """

    errors: Callable[[int], CellTexts] = lambda index: {}
    texts: Callable[[int], CellTexts] = lambda index: {}
    covered: Callable[[int], CellTexts] = lambda index: {}
    numbers: Callable[[int], CellNumbers] = lambda index: {}
    formulas: Callable[[int], FormulaCells] = lambda index: {}


class Mender:
    """Turns the rows of one sheet, one after another, into texts; `left` blank columns stand before their cells."""

    def __init__(self, file: Original, beyond: Beyond, index: int, is_1904: bool, left: int) -> None:
        self.file, self.is_1904, self.lead = file, is_1904, [""] * left
        self.errors = _by_row(beyond.errors(index))
        self.texts = _by_row(beyond.texts(index))
        self.covered = _by_row(beyond.covered(index))
        self.formulas = Formulas(file, beyond.formulas(index))
        self.ranges = _Ranges(file, ())
        self.count = 0  # of covered cells that hold something
        self.first_covered = 0, 0
        self._find_numbers: Callable[[], CellNumbers] = lambda: beyond.numbers(index)
        self._numbers: CellNumbers | None = None

    def take_ranges(self, ranges: Sequence[Range], width: int) -> None:
        """Take the merged ranges of the sheet, which is so many columns wide."""
        self.ranges = _Ranges(self.file, ranges, width)

    def mended(self, row: int, cells: Sequence[Any]) -> Cells:
        """Return the texts of a row, numbered from 0."""
        texts = self.lead + [_text(cell) if type(cell) is str else value_text(cell) for cell in cells]
        for column, text in self.errors.get(row, ()):
            if column < len(texts) and not texts[column]:
                texts[column] = text
        for column, text in self.texts.get(row, ()):
            if column < len(texts):
                texts[column] = text
        if not DOUBTFUL.isdisjoint(map(type, cells)):
            self._doubt(row, cells, texts)
        self.formulas.put(row, texts)
        for column, _ in self.covered.get(row, ()):
            self._cover(row, column, texts)
        for column in self.ranges.covered(row):
            self._cover(row, column, texts)
        return texts

    def only_formulas(self, row: int) -> Cells:
        """Return the texts of a row in which nothing stands but formulas without a value, if any."""
        texts: Cells = []
        self.formulas.put(row, texts)
        return texts

    def _doubt(self, row: int, cells: Sequence[Any], texts: Cells) -> None:
        """Put numbers in the place of what the reader takes for a time or a date that it is not."""
        for column, cell in enumerate(cells, len(self.lead)):
            if type(cell) is time:
                number = self._number(row, column)
                if number is not None and (number < 0 or cell == time()):
                    texts[column] = float_text(number)
            elif type(cell) in DOUBTFUL and not self.is_1904 and texts[column].startswith(TWICE):
                number = self._number(row, column)
                if number is not None and number >= 60:
                    texts[column] = float_text(number)

    def _number(self, row: int, column: int) -> float | None:
        if self._numbers is None:
            self._numbers = self._find_numbers()
        return self._numbers.get((row, column))

    def _cover(self, row: int, column: int, texts: Cells) -> None:
        if column < len(texts) and texts[column].strip():
            texts[column] = ""
            self.first_covered = self.first_covered if self.count else (row, column)
            self.count += 1

    def notes(self, shown: str, name: str) -> dict[str, Finding]:
        """Return what is to be said of the sheet once all its rows were given."""
        notes = self.formulas.notes(shown, name)
        if not self.count:
            return notes
        cells = "1 cell holds" if self.count == 1 else f"{self.count:,} cells hold"
        message = f"{cells} a value under a merged range, which Excel does not show; it is not read"
        row, column = self.first_covered
        where = Where(shown, name, row + 1, column_letter(column))
        remedy = "Unmerge the cells if these values are wanted."
        return notes | {"cells-covered": Finding("cells-covered", "note", message, where, remedy)}


class _Ranges:
    """Says of each row in turn which columns a merged range covers: all of the range but its first cell."""

    def __init__(self, file: Original, ranges: Sequence[Range], width: int = 0) -> None:
        self.file, self.width = file, width
        self.waiting = sorted(ranges, reverse=True)  # the last is the next to begin
        self.until: dict[int, int] = {}  # the last row in which a column is covered
        self.work = 0

    def covered(self, row: int) -> list[int]:
        """Return the columns that are covered in a row."""
        tops = set()
        while self.waiting and self.waiting[-1][0][0] <= row:
            (first, left), (last, right) = self.waiting.pop()
            self._begin(range(left, min(right + 1, self.width)), last)
            if first == row:
                tops.add(left)
        if not self.until:
            return []
        self.until = {column: last for column, last in self.until.items() if last >= row}
        return [column for column in self.until if column not in tops]

    def _begin(self, columns: range, last: int) -> None:
        self.work += len(columns)
        if self.work > MOST_MERGED:
            raise damaged(self.file, "its merged ranges overlap, many times over")
        for column in columns:
            self.until[column] = max(last, self.until.get(column, 0))


def _text(cell: str) -> str:
    """Return a cell that a person typed as text: a dash alone is a dash, not a nought shown by a number's format."""
    return cell.strip() if len(cell) < SHORT and cell.strip() in DASHES else cell


def _by_row(cells: CellTexts) -> dict[int, list[tuple[int, str]]]:
    rows: dict[int, list[tuple[int, str]]] = {}
    for (row, column), text in cells.items():
        rows.setdefault(row, []).append((column, text))
    return rows
