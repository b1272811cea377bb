"""A sheet of the workbook: its cells, what a workbook can hold of them, and how it looks.

Render stage. `workbook` says what stands on which sheet and writes it by gptables; `fit` says how wide and high.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sv_report.exhibits.text import printable

COVER, CONTENTS, NOTES, FACTS = "Cover", "Contents", "Notes", "Facts"
EMPTY = "[x]"  # a cell without words: not available; a blank cell reads as a mistake
LONGEST = 2000  # characters of a cell: more do not show in Excel's highest row, 409 points
SHEET_NAME = 31  # Excel's limit
HEADING = 200  # Excel repairs a table whose heading is longer than 255
PLACES = 30  # of a number's format, Excel's limit
DIGITS = 15  # what a spreadsheet's number holds exactly
FONT = {"font_name": "Arial", "font_size": 12}  # gptables' own, as the workbook's: a column's unit is then its digit
Look = tuple[str, ...]
TOTAL = "Total"  # what a row of the whole begins with
LINK, LIKE_A_FORMULA, TEXT = "link", "like a formula", "text"
_OF_TEXT: dict[str, dict[str, Any]] = {
    LIKE_A_FORMULA: {"quote_prefix": True},  # text it stays, when a person edits the cell
    LINK: {"underline": True, "font_color": "blue"},
}
GREY = "#BFBFBF"  # of the Analysis Function's palette: it only rules lines

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")  # XML 1.0, section 2.2


@dataclass(frozen=True)
class Number:
    """A number and the format it is shown with."""

    value: float
    format: str


@dataclass(frozen=True)
class Link:
    """A link to a sheet of this workbook."""

    sheet: str


Row = tuple[str | Number | Link, ...]


@dataclass(frozen=True)
class Sheet:
    """A sheet of one table; its texts are `clean`. `numbers` are the columns set right; `notes` stand above the table.

    `widths` are the columns', where they are not to follow from what is in them; `printed` is how many of them print,
    where not all do.
    """

    name: str
    title: str
    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    numbers: frozenset[int] = frozenset()
    notes: tuple[str, ...] = ()
    widths: tuple[float, ...] = ()
    printed: int | None = None


@lru_cache(maxsize=65536)  # facts of one record share their formula and their unit
def clean(text: str) -> str:
    """Return text as a cell can hold it: on one line, without what is unseen or XML forbids, cut where it is too long.

    >>> clean("=1+1\\x00\\n and  more")
    '=1+1 and more'
    """
    if not (text.isascii() and text.isprintable()):
        text = printable(_ILLEGAL.sub(" ", text))
    line = " ".join(text.split())
    if len(line) > LONGEST:
        line = f"{line[:LONGEST]} … [cut: {len(line):,} characters in all]"
    return line or EMPTY


def sheet_names(names: Iterable[str]) -> list[str]:
    """Return the names as Excel takes them for sheets and in formulas: ASCII words, at most 31 characters, unique."""
    taken = {name.casefold() for name in (COVER, CONTENTS, NOTES, FACTS, "History")}  # History is Excel's own
    made = []
    for name in names:
        base = re.sub(r"\W+", "_", name, flags=re.ASCII).strip("_")[:SHEET_NAME] or "table"
        made.append(_untaken(base, taken, SHEET_NAME))
    return made


def headings_of(labels: Iterable[str]) -> list[str]:
    """Return headings that Excel takes for a table: unique, short, without what gptables or Excel would decode."""
    taken: set[str] = set()
    plain = (re.sub(r"\$(?=\$)|_(?=x[0-9a-fA-F]{4}_)", r"\g<0> ", clean(label))[:HEADING] for label in labels)
    return [_untaken(label, taken, HEADING) for label in plain]


def _untaken(name: str, taken: set[str], longest: int) -> str:
    """Return the name, numbered if it is taken whatever its case, and take it."""
    free, number = name, 1
    while free.casefold() in taken:
        number += 1
        free = f"{name[: longest - len(str(number)) - 1]}_{number}"
    taken.add(free.casefold())
    return free


# ---- how a sheet looks ----------------------------------------------------------------------------
def look_of(row: Row) -> Look:
    """Return what a row looks like: for each cell the format of its number, or what kind of text it is."""
    first, *others = map(_look, row)
    return (TOTAL if row[0] == TOTAL else first, *others)


def _look(cell: str | Number | Link) -> str:
    if isinstance(cell, Number):
        return cell.format
    return LINK if isinstance(cell, Link) else LIKE_A_FORMULA if cell[0] in "=+-@" else TEXT


def formats(sheet: Sheet, looks: Sequence[Look], brand: str) -> list[dict[str, Any]]:
    """Return gptables' formats of rows of these looks; row 0 is the headings, a line of the brand's colour below."""
    columns = range(len(sheet.headings))
    words = [column for column in columns if column and column not in sheet.numbers]
    return [
        _columns(columns, {"valign": "top", "bottom": 1, "bottom_color": GREY}, headings=False),
        _row(0, {"bottom": 2, "bottom_color": brand, "valign": "bottom"}),
        *[_row(number, {"bold": True}) for number, look in enumerate(looks, start=1) if look[0] == TOTAL],
        *([_columns(words, {"indent": 1})] if words else []),  # apart from the figures on their left
        *_number_formats(sheet, looks),
        *[
            _cell(row, column, _OF_TEXT[cell])
            for row, look in enumerate(looks, start=1)
            for column, cell in enumerate(look)
            if cell in _OF_TEXT
        ],
    ]


def _number_formats(sheet: Sheet, looks: Sequence[Look]) -> Iterator[dict[str, Any]]:
    """Yield the format that most numbers of a column have, for all columns of which it is, and the others' by cell."""
    alike: dict[str, list[int]] = {}
    others: list[dict[str, Any]] = []
    for column in sorted(sheet.numbers):
        formats = Counter(cell.format for row in sheet.rows if isinstance(cell := row[column], Number))
        usual = formats.most_common(1)[0][0] if formats else "General"
        alike.setdefault(usual, []).append(column)
        others += [
            _cell(number, column, {"num_format": look[column]})
            for number, look in enumerate(looks, start=1)
            if look[column] in formats and look[column] != usual
        ]
    for usual, columns in alike.items():
        yield _columns(columns, {"align": "right", "num_format": usual})
    yield from others


def _columns(columns: Iterable[int], format: dict[str, Any], headings: bool = True) -> dict[str, Any]:
    return {"column": {"columns": list(columns), "format": format, "include_names": headings}}


def _row(row: int, format: dict[str, Any]) -> dict[str, Any]:
    return {"row": {"rows": [row], "format": format, "include_names": True}}


def _cell(row: int, column: int, format: dict[str, Any]) -> dict[str, Any]:
    return {"cell": {"cells": (row, column), "format": format}}
