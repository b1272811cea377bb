"""What kind of row each row of a sheet is, once the header is known.

Data stage, for `layout`. A fast sieve passes what is plainly a row of the table; what it cannot vouch for is looked
at cell by cell.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice, takewhile
from operator import itemgetter
from typing import Literal

from sv_report.data.readers.sheet import Cells, Numbered, Sheet
from sv_report.data.schema import TableShape
from sv_report.data.sheets.column_letters import column_letter
from sv_report.data.sheets.header import Header, folded, one_line
from sv_report.data.sheets.header_guess import NAMING, VALUE
from sv_report.data.sheets.mapping import TableMap
from sv_report.data.sheets.placing import Name, Placing
from sv_report.findings import Finding, Severity

JOIN = "\x1f"  # between the cells of a raw row: white space to Python, and in no table
Kind = Literal["read", "blank", "header", "total", "rejected"]
Judged = tuple[Kind, Finding | None]

READ: Judged = ("read", None)
BLANK: Judged = ("blank", None)
HEADER: Judged = ("header", None)
TOTAL_ROW: Judged = ("total", None)

LEADING = 3  # filled cells of a row in which a title over others may stand: hints and numbers may stand before it
FIRST = 3  # filled cells of a row in which the word for a total may stand
BARE_TOTAL = re.compile(r"(?:(?:grand|sub|overall|running|sum)[\s-]*)?totals?\s*[:.*]?", re.IGNORECASE)
TOTAL = re.compile(
    rf"{BARE_TOTAL.pattern}(?:\s*[-–—:(=].*|\s+(?:for|of|to|by|in|this|all|per|q\d|\d).*)?|sum\s*:?",
    re.IGNORECASE,
)
NOUGHT = re.compile(r"[-–—]|£?\s*-?0*(?:\.0*)?%?|FALSE", re.IGNORECASE)
AROUND = " \t\r\n\xa0\ufeff:*"  # what may stand round the name of a column
DIGIT = re.compile(r"\d")
ZERO = re.compile(r"nil|£\s*[-–—]", re.IGNORECASE)  # of a number, without a digit
WITH_DIGIT = ("number", "whole", "date", "period")  # types of which any value has a digit


def is_total(text: str) -> bool:
    """Return whether a cell is the word for a total, with what it sums perhaps.

    >>> is_total("Sub-total:"), is_total("Total for Q3"), is_total("Total Energies Ltd")
    (True, True, False)
    """
    return bool(TOTAL.fullmatch(one_line(text)))


@dataclass(frozen=True)
class Repeat:
    """A row of the header as it is known again further down: by the start of one cell, then by all."""

    probe: int
    start: str
    cells: tuple[tuple[int, str], ...]

    @classmethod
    def of(cls, cells: tuple[str, ...], wanted: list[int]) -> "Repeat | None":
        """Return how a header row is known again: by its cells in the wanted columns, or where it has none, by all."""
        filled = [index for index in wanted if cells[index]]
        if len(filled) < 2:
            filled = [index for index, cell in enumerate(cells) if cell]
        words = [(index, folded(cells[index])) for index in filled]
        start = re.match(r"\w+|.", words[0][1]) if words else None
        return cls(words[0][0], start[0], tuple(words)) if start else None

    def is_in(self, row: Cells) -> bool:
        """Return whether a row is this one again."""
        return all(folded(row[index]) == word for index, word in self.cells)


class Judge:
    """Says of each row in turn what kind it is.

    `tail` is what a row of the table is followed by: the values of every row, what holds from above, and a blank;
    `tail_names` are the columns of ours that these are.
    """

    def __init__(
        self,
        sheet: Sheet,
        header: Header,
        placing: Placing,
        entry: TableMap | None,
        shape: TableShape,
        names: list[Name],
    ) -> None:
        self.sheet, self.header, self.shape, self.entry = sheet, header, shape, entry
        self.width, self.header_cells = header.width, max(map(len, header.cells))
        self.is_delimited = sheet.name is None
        self.header_rows = frozenset(range(header.rows[0], header.rows[-1] + 1))
        self.first = header.rows[-1] + 1
        self.unpivoted = tuple(placing.unpivoted)
        self.needed = [(name, placing.columns[name]) for name in shape.names if self._is_needed(name, placing)]
        self.keys = [index for name, index in self.needed if shape.column(name).type not in WITH_DIGIT]
        self.titles: set[str] = set()
        self.is_over = False
        self.beside, self.first_beside = 0, 0  # rows with something beside the table
        self.unnamed = [index for index, name in enumerate(header.names[: self.width]) if not name]
        self.nameless, self.first_nameless = 0, 0  # rows with something in such a column
        self.nameless_columns: set[int] = set()
        wanted = [*placing.columns.values(), *placing.unpivoted]
        found = (Repeat.of(cells, sorted(wanted)) for cells in header.cells)
        self.repeats = [repeat for repeat in found if repeat]
        self._prepare_tail(entry)
        self._needed_cells = _getter([index for _, index in self.needed])
        self._quantities = _getter([*self.unpivoted])
        self._unnamed_cells = _getter(self.unnamed)

    def _is_needed(self, name: str, placing: Placing) -> bool:
        return self.shape.column(name).required and name in placing.columns

    def _prepare_tail(self, entry: TableMap | None) -> None:
        """Make ready what rows are followed by, and the patterns that rows are watched for."""
        columns = entry.columns if entry else {}
        values = {name: column.value for name, column in columns.items() if column.value is not None}
        above = {name: column.above for name, column in columns.items() if column.above is not None}
        self.tail_names = [*values, *above]
        self.tail = [*values.values(), *("" for _ in above), ""]
        self.above = [(len(values) + number, re.compile(text)) for number, text in enumerate(above.values())]
        self.has_above = bool(above)
        self.headings = [re.compile(text) for text in entry.headings] if entry else []
        self.until = re.compile(entry.until) if entry and entry.until else None
        self.is_watchful = bool(self.above or self.headings or self.until)

    def begin(self, first: int, above: Iterable[Numbered] = ()) -> None:
        """Take the rows from this number on for data, but for the header's.

        `above` are the rows that stand on the header, the nearest first: where there is data above it, those that
        name groups of its columns are the header's too.
        """
        self.first = first
        groups = list(takewhile(lambda row: row[0] >= first and self._names_groups(row[1]), above))
        if groups:
            self.header_rows |= frozenset(range(groups[-1][0], self.header.rows[0]))

    def _names_groups(self, cells: Cells) -> bool:
        """Return whether a row above the header names groups of columns: words in some, and a needed cell blank."""
        row = (cells + [""] * self.width)[: self.width]
        filled = [one_line(cell) for cell in cells if cell.strip()]
        is_whole = all(map(str.strip, self._needed_cells(row)))
        words = all(NAMING.search(text) and not DIGIT.search(text) and not VALUE.fullmatch(text) for text in filled)
        return len(filled) > 1 and words and not is_whole and not self._is_total(cells, row)

    def kind_of(self, number: int, cells: Cells, row: Cells, raw: str) -> Judged:
        """Return the kind of a row; `row` is its cells as wide as the header, `raw` all of them joined."""
        if not raw or raw.isspace():
            return BLANK
        if self.is_watchful and self._is_watched_for(number, cells, row):
            return HEADER
        if number < self.first or number in self.header_rows or self.is_over:
            if not self.is_over:
                self.titles.add(raw)
            return HEADER
        return READ if self._is_plain(cells, row, raw) else self._looked_at(number, cells, row, raw)

    def _may_be_a_row(self, row: Cells) -> bool:
        """Return whether a row has all that a row of the table needs: then a text in it is no title over others."""
        has_quantity = not self.unpivoted or any(map(str.strip, self._quantities(row)))
        return has_quantity and all(map(str.strip, self._needed_cells(row)))

    def _is_plain(self, cells: Cells, row: Cells, raw: str) -> bool:
        """Return whether a row is a row of the table without a doubt: the sieve, written for speed."""
        count, width = len(cells), self.width
        return (
            (count == width or (not self.is_delimited if count < width else not any(cells[width:])))
            and all(map(str.strip, self._needed_cells(row)))
            and not (self.unnamed and any(map(str.strip, self._unnamed_cells(row))))
            and (not self.unpivoted or any(map(str.strip, self._quantities(row))))
            and not any(row[one.probe].strip(AROUND).casefold().startswith(one.start) for one in self.repeats)
            and "otal" not in raw
            and "OTAL" not in raw
        )

    def _is_watched_for(self, number: int, cells: Cells, row: Cells) -> bool:
        """Return whether a row is a heading, ends the table, or is a title whose text holds for those below."""
        if self.is_over:
            return True
        found = (one_line(cell) for cell in cells if cell and not cell.isspace())
        filled = [*islice(found, LEADING)] if self.above else [next(found)]
        if self.until and number >= self.first and self.until.fullmatch(filled[0]):
            self.is_over = True
            return True
        is_title = False
        above = () if self._may_be_a_row(row) else self.above
        for place, pattern in above:
            if match := next((match for text in filled if (match := pattern.fullmatch(text))), None):
                self.tail[place] = (match[1] or "").strip()
                is_title = True
        return is_title or any(pattern.fullmatch(filled[0]) for pattern in self.headings)

    def _looked_at(self, number: int, cells: Cells, row: Cells, raw: str) -> Judged:
        if raw in self.titles or any(repeat.is_in(row) for repeat in self.repeats):
            return HEADER
        if self._is_total(cells, row):
            return TOTAL_ROW
        if fault := self._ragged(number, cells):
            return "rejected", fault
        needed = [bool(cell.strip()) for cell in self._needed_cells(row)]
        filled = [cell for cell in cells if cell.strip()]
        if not any(row[index].strip() for index in self.keys) and all(
            NOUGHT.fullmatch(cell.strip()) for cell in filled
        ):
            return BLANK
        if self.unpivoted and not any(row[index].strip() for index in self.unpivoted) and len(filled) > 1:
            return BLANK
        if not all(needed) and (len(filled) == 1 or not any(needed)):
            return "rejected", self._note(number, filled)
        if found := [index for index in self.unnamed if row[index].strip()]:
            self.nameless += 1
            self.first_nameless = self.first_nameless or number
            self.nameless_columns.update(found)
        return READ

    def _is_total(self, cells: Cells, row: Cells) -> bool:
        """Return whether a row sums others: it says so, and lacks something that a row of the table has.

        The bare word where another table's key should stand says enough: no contract or measure is called Total.
        More than the bare word might be a title, so the row must lack, or say it in, the first column that it needs.
        """
        filled = [(index, one_line(cell)) for index, cell in enumerate(cells) if cell.strip()][:FIRST]
        said = {index: text for index, text in filled if TOTAL.fullmatch(text) and not self._is_code(index, text)}
        bare = {index for index, text in said.items() if BARE_TOTAL.fullmatch(text)}
        if bare:
            keys = {index for name, index in self.needed if self.shape.column(name).refers_to}
            return not self._is_whole(row) or bool(bare & keys)
        needed = [index for _, index in self.needed]
        lacks_first = bool(needed) and (not row[needed[0]].strip() or needed[0] in said)
        return bool(said) and lacks_first and not all(row[index].strip() for index in needed)

    def _is_code(self, index: int, text: str) -> bool:
        """Return whether the mapping says what this text stands for."""
        names = [name for name, place in self.needed if place == index]
        codes = self.entry.columns[names[0]].codes if self.entry and names and names[0] in self.entry.columns else {}
        return text in codes

    def is_plainly_a_row(self, cells: Cells) -> bool:
        """Return whether a row, wherever it stands, has two needed cells and all of them, each as its type would."""
        row = (cells + [""] * self.width)[: self.width]
        return len(self.needed) > 1 and not any(one.is_in(row) for one in self.repeats) and self._is_whole(row)

    def _is_whole(self, row: Cells) -> bool:
        """Return whether all needed cells are filled, with a digit in each where its type has one."""
        for name, index in self.needed:
            text = row[index].strip()
            type_ = self.shape.column(name).type
            is_zero = type_ in ("number", "whole") and ZERO.fullmatch(text)
            if not text or (type_ in WITH_DIGIT and not DIGIT.search(text) and not is_zero):
                return False
        return True

    def _ragged(self, number: int, cells: Cells) -> Finding | None:
        """Return what is wrong with the number of a row's cells; note what a sheet has beside its table."""
        if self.is_delimited and (len(cells) < self.width or any(cell.strip() for cell in cells[self.header_cells :])):
            return self._has_other_cells(number, len(cells))
        if any(cell.strip() for cell in cells[self.width :]):  # in a column of its own, so no cell has slipped
            self.beside += 1
            self.first_beside = self.first_beside or number
        return None

    def _has_other_cells(self, number: int, count: int) -> Finding:
        message = f"the row has {count} cells where the header has {self.header_cells}"
        remedy = "Give the row one cell a column; a text with a comma, or a line break in it, needs quotation marks."
        return Finding("row-ragged", "error", message, self.sheet.where(number), remedy)

    def _note(self, number: int, filled: list[str]) -> Finding:
        names = ", ".join(self.header.names[index] for _, index in self.needed)
        one = "only one cell is filled, so it is no row of the table"
        message = one if len(filled) == 1 else f"none of the columns {names} is filled"
        remedy = "Fill the row, take it away, or write it in the mapping under headings, or until where the table ends."
        return Finding("row-note", "error", message, self.sheet.where(number, found=filled[0][:200]), remedy)

    def notes(self) -> list[Finding]:
        """Return what is to be said of the whole sheet once all its rows were seen."""
        remedy = "Give the column a header if it is wanted."
        found = []
        if self.beside:
            first = column_letter(self.width)
            message = f"{_rows_have(self.beside)} something beside the table, from column {first} on; it is not read"
            severity: Severity = "warning" if self.is_delimited else "note"
            where = self.sheet.where(self.first_beside)
            found.append(Finding("cells-beside-table", severity, message, where, remedy))
        if self.nameless:
            columns = " and ".join(map(column_letter, sorted(self.nameless_columns)))
            message = f"{_rows_have(self.nameless)} something in column {columns}, which has no header; it is not read"
            where = self.sheet.where(self.first_nameless, column=columns)
            found.append(Finding("cells-without-header", "note", message, where, remedy))
        return found


def _rows_have(count: int) -> str:
    return "1 row has" if count == 1 else f"{count:,} rows have"


def _getter(indexes: list[int]) -> Callable[[Cells], tuple[str, ...]]:
    """Return what takes these cells out of a row, always as a tuple."""
    if len(indexes) > 1:
        return itemgetter(*indexes)
    return (lambda row: (row[indexes[0]],)) if indexes else (lambda row: ())
