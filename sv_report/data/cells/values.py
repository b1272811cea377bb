"""A cell's text read as a value of its column's type: exactly, or not at all.

Data stage, between the layout of a sheet and the typed tables. What a text may mean is decided in this order: the
mapping's codes, the mapping's words, the words known without a mapping, an error of a spreadsheet, the value.
A value that cannot be read, or cannot be true, is never zero or blank: `CellFault` says what is wrong and what to do.
"""

import re
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache
from typing import Any

from sv_report.data.cells.cell import Cell, CellFault, CellRules, Meaning, quote, seen, word
from sv_report.data.cells.dates import read_date
from sv_report.data.cells.numbers import DECIMAL_PLACES, WHOLE_DIGITS, read_number, read_whole
from sv_report.data.cells.quarters import read_quarter
from sv_report.data.cells.words import KEEPS_LINES, read_any_of, read_one_of, read_text, read_yes_no
from sv_report.data.schema import Column

__all__ = ["Cell", "CellFault", "CellRules", "Meaning", "cell_reader", "read_cell"]

Read = Callable[[str], Cell]
NO_RULES = CellRules()

COUNTED = ("number", "whole")  # the types that have a zero
KNOWN: dict[str, Meaning] = {
    # Only `nil` is sure to mean zero. `None`, `nil return` and `no` may as well say that nobody has looked: a mapping
    # lists them under `zero` where a council knows better.
    "nil": "zero",
    "-": "missing",
    "n/a": "not applicable",
    "n / a": "not applicable",
    "not applicable": "not applicable",
    # The shorthand of official statistics (Analysis Function, symbols in tables, as UKHSA cites it) for not available
    # and not applicable. NA and n.a. may be either, so are neither; TBC is a promise.
    "[x]": "missing",
    "[z]": "not applicable",
}

# A zero under an accounting format, as spreadsheets save it to CSV: ` -   `, ` £-   `, `- `. All such formats leave
# a blank after the dash, as wide as a bracket or a sign; a blank before it alone is a separator's (`1, -, 3`).
ACCOUNTING_ZERO = re.compile(r" *- +| *£ *- *| *- *£ *")
SPREADSHEET_ERROR = re.compile(
    r"#(?:N/A|(?:NULL|DIV/0|VALUE|REF|NUM|SPILL|CALC|FIELD|BLOCKED|CONNECT|UNKNOWN|EXTERNAL|BUSY|PYTHON)!|NAME\?"
    r"|GETTING_DATA)|Err:[0-9]{3}",
    re.IGNORECASE,
)
TOO_NARROW = re.compile(r"#{3,}")  # what a column too narrow for its numbers or dates shows, and saves to CSV
PLAIN_NUMBER = re.compile(rf"-?[0-9]{{1,{WHOLE_DIGITS}}}(?:\.[0-9]{{1,{DECIMAL_PLACES}}})?")


def read_cell(text: str, column: Column, rules: CellRules = NO_RULES) -> Cell:
    """Return what a cell's text says in its column; raise CellFault with what is wrong.

    >>> read_cell("£1,234.50", Column("value", "number"))
    Cell(value=Decimal('1234.500000'), meaning='')
    >>> read_cell("nil", Column("value", "number"))
    Cell(value=Decimal('0'), meaning='zero')
    """
    return cell_reader(column, rules)(text)


@lru_cache(maxsize=1_000)
def cell_reader(column: Column, rules: CellRules = NO_RULES) -> Read:
    """Return the reader of one column's cells: `read_cell` for many texts, the column looked at once.

    Raises ValueError where the rules do not fit the column.

    >>> read = cell_reader(Column("value", "number"))
    >>> [read(text).value for text in ("3", "1.2m")]
    [Decimal('3'), Decimal('1200000.000000')]
    """
    if rules.times is not None and column.type != "number":
        raise ValueError(f"the column {column.name} holds no numbers that could be multiplied by {rules.times}")
    read = _in_full(column, rules)
    has_words = rules.codes or rules.words()
    return read if column.type != "number" or has_words or rules.times is not None else _plain_first(column, read)


def _plain_first(column: Column, read: Read) -> Read:
    """Return a reader that takes the short way for the millions of plain numbers of a large source."""
    is_plain = PLAIN_NUMBER.fullmatch

    def read_plain(text: str) -> Cell:
        if not is_plain(text):
            return read(text)
        value = Decimal(text) or Decimal(0)  # -0 is 0
        _refuse_out_of_range(text, value, column)
        return Cell(value)

    return read_plain


def _in_full(column: Column, rules: CellRules) -> Read:
    codes = rules.coded()
    meaning_of = _meanings(column, rules)
    read_type = _type_reader(column, rules)

    def read(text: str) -> Cell:
        shown = seen(text)
        key = word(shown)
        if key in codes:
            shown = codes[key]
            key = word(shown)
        meaning = meaning_of(shown, key)
        if meaning == "zero":
            cell = Cell(0 if column.type == "whole" else Decimal(0), "zero")
        elif meaning or not key:
            return _without_value(text, meaning, column)
        else:
            _refuse_spreadsheet_error(text, shown.strip())
            cell = read_type(shown)
        _refuse_out_of_range(text, cell.value, column)
        return cell

    return read


def _meanings(column: Column, rules: CellRules) -> Callable[[str, str], Meaning]:
    """Return what tells the meaning of a text and its word: the mapping's own words come before those known."""
    has_zero = column.type in COUNTED
    said, known = (
        {text: meaning for text, meaning in words.items() if has_zero or meaning != "zero"}
        for words in (rules.words(), KNOWN)
    )

    def meaning_of(shown: str, key: str) -> Meaning:
        if key in said:
            return said[key]
        if has_zero and ACCOUNTING_ZERO.fullmatch(shown):
            return "zero"
        return known.get(key, "")

    return meaning_of


def _type_reader(column: Column, rules: CellRules) -> Read:
    """Return the reader of the texts that state a value of the column's type."""
    if column.one_of:
        return lambda text: Cell(read_one_of(text, column.one_of))
    if column.any_of:
        return lambda text: Cell(read_any_of(text, column.any_of))
    keeps_lines = column.name in KEEPS_LINES
    readers: dict[str, Read] = {
        "text": lambda text: Cell(read_text(text, keeps_lines)),
        "date": lambda text: Cell(read_date(text.strip(), rules.dates, rules.is_1904)),
        "period": lambda text: Cell(read_quarter(text.strip(), rules.dates)),
        "number": lambda text: read_number(text.strip(), rules),
        "whole": lambda text: Cell(read_whole(text.strip())),
        "yes_no": lambda text: Cell(read_yes_no(text.strip())),
    }
    return readers[column.type]


def _without_value(text: str, meaning: Meaning, column: Column) -> Cell:
    """Return the cell of a text that states no value; raise CellFault where the column must have one."""
    if not column.required:
        return Cell(None, meaning)
    if not meaning:
        raise CellFault("value-blank", "the cell is blank, and a value is required", "Fill the cell.")
    remedy = "Write the value, or leave the row out."
    if column.type in COUNTED:
        remedy = "Write the number, 0 where there was none; if the text means zero all through, say so in the mapping."
    raise CellFault("value-blank", f"{quote(text)} stands for {meaning}, and a value is required", remedy)


def _refuse_spreadsheet_error(text: str, shown: str) -> None:
    if SPREADSHEET_ERROR.fullmatch(shown):
        message = f"{quote(text)} is an error of the spreadsheet's formula, not a value"
        raise CellFault("value-spreadsheet-error", message, "Mend the formula, or write the value in its place.")
    if TOO_NARROW.fullmatch(shown):
        message = f"{quote(text)} was saved in place of a value that did not fit its column"
        raise CellFault("value-spreadsheet-error", message, "Widen the column and save the file again.")


def _refuse_out_of_range(text: str, value: Any, column: Column) -> None:
    wrong = ""
    if column.least is not None and value < column.least:
        wrong = f"is below {column.least}"
    if column.most is not None and value > column.most:
        wrong = f"is above {column.most}"
    if wrong:
        remedy = f"Write a number of at least {column.least}."
        if column.most is not None:
            remedy = f"Write a number between {column.least} and {column.most}: 25 per cent is 0.25."
        raise CellFault("value-out-of-range", f"{quote(text)} {wrong}", remedy)
