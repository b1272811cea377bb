"""The workbook of a return written by XlsxWriter: its cells, its drop-downs and checks, how it looks.

Data stage: takes a `Sheet` a worksheet, gives the bytes of an XLSX file, the same wherever it is made. Each sheet has
its title in A1, notes under it and one real table, with no merged, blank or hidden row or column.
"""

import re
import textwrap
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from io import BytesIO
from typing import Any

DARK_BLUE, PALE, GREY, RULE = "#12436D", "#FFF9E0", "#F2F2F2", "#8C8C8C"  # blue: Analysis Function palette
LINE, HIGHEST = 15.75, 409  # points: a line of Arial 12; Excel's highest row
LETTERS = 1.1  # letters of Arial 12 on average to a unit of width
LONGEST = 2000  # characters of a cell: more do not show in Excel's highest row
LARGEST = 10**12 - 1  # what the tables hold of a number
MESSAGE, TITLE = 255, 32  # Excel's limits for the words beside a cell
PAPER_A4 = 9
EPOCH = (1980, 1, 1, 0, 0, 0)  # the first date a zip can hold
CORE, CONTENT_TYPES = "docProps/core.xml", "[Content_Types].xml"
LANGUAGE = b"<dc:language>en-GB</dc:language></cp:coreProperties>"
NOTHING_RUN = ("=", "+", "-", "@", "\t", "\r")  # how a text begins that a spreadsheet may take for a formula
CODE_LONGEST = 20  # characters of a person's code: a name seldom fits with its address
CHOOSE = "Choose one of the list, or leave the cell blank."
EXAMPLE_DAY = "31/12/2023"
EARLIEST = date(1990, 1, 1)  # as values of type date are read
ANSWER_LOOKS: dict[str, dict[str, Any]] = {
    "quantity": {"align": "right", "indent": 0},
    "number": {"align": "right", "indent": 0},
    "part": {"align": "right", "indent": 0},
    "date": {"align": "right", "indent": 0, "num_format": "dd/mm/yyyy"},
    "code": {"num_format": "@"},  # a text: 007 keeps its noughts
}
PROTECTION = {"select_locked_cells": True, "select_unlocked_cells": True, "format_columns": True, "format_rows": True}

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")  # XML 1.0, section 2.2

Content = str | Decimal | None


@dataclass(frozen=True)
class Ask:
    """What a cell that a supplier fills may hold, by its column's kind in the form, and what is said beside it.

    `choices` are words, or the range of cells that holds them; `latest` is the last day that a date may be.
    """

    kind: str
    title: str
    message: str
    choices: tuple[str, ...] | str = ()
    latest: date | None = None


@dataclass(frozen=True)
class Cell:
    """A cell: what it holds, and what it asks for where a supplier fills it. `link` is a sheet of this workbook."""

    content: Content = None
    ask: Ask | None = None
    link: str = ""


@dataclass(frozen=True)
class Sheet:
    """A worksheet of one table; `printed` is how many of its columns go on paper, all where it is None."""

    name: str
    title: str
    notes: tuple[str, ...]
    headings: tuple[str, ...]
    widths: tuple[int, ...]
    rows: tuple[tuple[Cell, ...], ...]
    printed: int | None = None

    @property
    def first_row(self) -> int:
        """The row of the headings, counted from 0."""
        return 1 + len(self.notes)


@dataclass(frozen=True)
class Properties:
    """What the document says of itself. `custom` survives a change of its sheets."""

    title: str
    subject: str
    author: str
    created: datetime
    custom: Mapping[str, str] = field(default_factory=dict)


def clean(text: str) -> str:
    """Return text as a cell can hold it: on one line, without characters that XML forbids, cut where it is too long.

    >>> clean("=1+1\\x00\\n and  more")
    '=1+1 and more'
    """
    line = " ".join(_ILLEGAL.sub("", text).split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 2]} …"


def write_book(sheets: Iterable[Sheet], properties: Properties) -> bytes:
    """Return an XLSX file of the sheets."""
    import xlsxwriter  # type: ignore[import-untyped]  # here and not before: who only reads returns does not wait for it

    made = BytesIO()
    book = xlsxwriter.Workbook(
        made, {"in_memory": True, "default_format_properties": {"font_name": "Arial", "font_size": 12}}
    )
    book.set_properties(
        {
            "title": clean(properties.title),
            "subject": clean(properties.subject),
            "author": clean(properties.author),
            "company": clean(properties.author),
            "created": properties.created,
        }
    )
    for name, value in properties.custom.items():
        book.set_custom_property(name, clean(value)[:MESSAGE] or "none", "text")
    looks = _Looks(book)
    for sheet in sheets:
        _Page(book.add_worksheet(sheet.name), sheet, looks).write()
    book.close()
    return _same_everywhere(made)


def _same_everywhere(made: BytesIO) -> bytes:
    """Return the package with its language stated, and with nothing of the system or the time it was made in."""
    again = BytesIO()
    with zipfile.ZipFile(made) as parts, zipfile.ZipFile(again, "w") as package:
        for name in sorted(parts.namelist(), key=lambda name: (name != CONTENT_TYPES, name)):
            part = parts.read(name)
            if name == CORE:
                part = part.replace(b"</cp:coreProperties>", LANGUAGE)
            info = zipfile.ZipInfo(name, EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0
            package.writestr(info, part)
    return again.getvalue()


class _Looks:
    """The formats of a workbook, each made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Any] = {}

    def __call__(self, **properties: Any) -> Any:
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(properties)
        return self._made[key]

    def cell(self, cell: Cell) -> Any:
        """Return the look of a cell of a table: pale yellow and framed where a supplier fills it."""
        look: dict[str, Any] = {"valign": "top", "text_wrap": True, "border": 1, "border_color": RULE}
        if isinstance(cell.content, Decimal):
            look |= {"align": "right", "num_format": _number_format(cell.content)}
        else:
            look |= {"align": "left", "indent": 1}  # with no align, valign top takes the indent away
        if isinstance(cell.content, str) and cell.content.startswith(NOTHING_RUN):
            look["quote_prefix"] = True  # text it stays, when a person edits the cell
        if cell.link:
            look |= {"font_color": DARK_BLUE, "underline": 1}
        if cell.ask is None:
            return self(**look)
        look |= {"locked": False, "bg_color": PALE}
        return self(**look | ANSWER_LOOKS.get(cell.ask.kind, {}))


def _number_format(number: Decimal) -> str:
    places = len(format(number.normalize(), "f").partition(".")[2])
    return f"#,##0.{'0' * places}" if places else "#,##0"


class _Page:
    """A worksheet as it is written."""

    def __init__(self, page: Any, sheet: Sheet, looks: _Looks) -> None:
        self._page, self._sheet, self._looks = page, sheet, looks

    def write(self) -> None:
        """Write the title, the notes and the table; lock what is not an answer."""
        self._set_up()
        self._write_words()
        self._write_headings()
        for row, cells in enumerate(self._sheet.rows, start=self._sheet.first_row + 1):
            self._page.set_row(row, self._height(cells))
            for column, cell in enumerate(cells):
                self._write_cell(row, column, cell)
        self._page.protect("", PROTECTION)

    def _set_up(self) -> None:
        page = self._page
        page.set_landscape()
        page.set_paper(PAPER_A4)
        page.fit_to_pages(1, 0)
        page.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        page.set_footer("&L&A&RPage &P of &N")
        page.hide_gridlines(2)
        page.repeat_rows(self._sheet.first_row)
        if self._sheet.printed:
            page.print_area(0, 0, self._sheet.first_row + len(self._sheet.rows), self._sheet.printed - 1)
        for column, width in enumerate(self._sheet.widths):
            page.set_column(column, column, width)

    def _write_words(self) -> None:
        """Write title and notes, which run over the columns on their right: in lines of their own, not wrapped."""
        big = self._looks(bold=True, font_size=16, font_color=DARK_BLUE, valign="vcenter")
        self._page.write_string(0, 0, clean(self._sheet.title), big)
        self._page.set_row(0, 2 * LINE)
        for row, note in enumerate(self._sheet.notes, start=1):
            self._page.write_string(row, 0, clean(note), self._looks(valign="vcenter"))
            self._page.set_row(row, 1.25 * LINE)

    def _write_headings(self) -> None:
        sheet, first = self._sheet, self._sheet.first_row
        look = self._looks(
            bold=True, font_color="#FFFFFF", bg_color=DARK_BLUE, text_wrap=True, valign="top", border=1,
            border_color=RULE, align="left", indent=1,
        )  # fmt: skip
        columns = [{"header": heading, "header_format": look} for heading in sheet.headings]
        words = {"title": clean(sheet.title)[:MESSAGE], "description": f"The table of the worksheet {sheet.name}"}
        options = {"name": f"table_{sheet.name}", "columns": columns, "style": None, "autofilter": False, **words}
        self._page.add_table(first, 0, first + len(sheet.rows), len(columns) - 1, options)
        bold = [int(width * 0.85) for width in sheet.widths]
        lines = max(line_count(text, width) for text, width in zip(sheet.headings, bold, strict=True))
        self._page.set_row(first, lines * LINE + 4)

    def _height(self, cells: tuple[Cell, ...]) -> float:
        texts = [clean(cell.content) if isinstance(cell.content, str) else "" for cell in cells]
        widths = [int((width - 2) * LETTERS) for width in self._sheet.widths]  # less the indent
        least = 2 if any(cell.ask and cell.ask.kind == "words" for cell in cells) else 1  # room for a sentence
        lines = max(least, *(line_count(text, width) for text, width in zip(texts, widths, strict=True)))
        return min(lines * LINE + 4, HIGHEST)

    def _write_cell(self, row: int, column: int, cell: Cell) -> None:
        look = self._looks.cell(cell)
        if cell.link:
            self._page.write_url(row, column, f"internal:'{cell.link}'!A1", look, clean(str(cell.content)))
        elif isinstance(cell.content, Decimal):
            self._page.write_number(row, column, float(cell.content), look)
        elif cell.content:
            self._page.write_string(row, column, clean(cell.content), look)
        else:
            self._page.write_blank(row, column, None, look)
        if cell.ask is not None:
            self._page.data_validation(row, column, row, column, _validation(cell.ask))


def _validation(ask: Ask) -> dict[str, Any]:
    """Return XlsxWriter's check of a cell, with what is said beside it and when it is not met."""
    beside = {"input_title": ask.title[:TITLE], "input_message": clean(ask.message)[:MESSAGE], "ignore_blank": True}
    check, title, wrong = _check(ask)
    return check | beside | {"error_title": title, "error_message": wrong}


def _check(ask: Ask) -> tuple[dict[str, Any], str, str]:
    """Return what a cell must hold, and the title and words of the message where it does not."""
    if ask.kind == "quantity":
        wrong = (
            "Write a number, in digits only: no unit, no words. Write 0 only if nothing was delivered, and a number "
            "below 0 only to take back what was claimed too much before."
        )
        check = {"validate": "decimal", "criteria": "between", "minimum": -LARGEST, "maximum": LARGEST}
        return check, "A number is needed", wrong
    if ask.kind == "number":
        wrong = "Write a number of 0 or more, in digits only: no unit, no words."
        return {"validate": "decimal", "criteria": ">=", "value": 0}, "A number is needed", wrong
    if ask.kind == "part":
        wrong = "Write a number from 0 to 1, or a percentage: 0.5 or 50% for half of the time."
        return {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 1}, "From 0 to 1", wrong
    if ask.kind == "date":
        latest = ask.latest or date.max
        wrong = f"Write a day such as {EXAMPLE_DAY}, not after the last day of the period."
        check = {"validate": "date", "criteria": "between", "minimum": EARLIEST, "maximum": latest}
        return check, "A date is needed", wrong
    if ask.kind == "choice":
        source = ask.choices if isinstance(ask.choices, str) else list(ask.choices)
        return {"validate": "list", "source": source}, "Choose from the list", CHOOSE
    longest = CODE_LONGEST if ask.kind == "code" else LONGEST
    wrong = f"Write at most {longest:,} characters; put the rest in a document as evidence."
    wrong = "Write a short code of your own, never a name." if ask.kind == "code" else wrong
    return {"validate": "length", "criteria": "<=", "value": longest}, "Too long", wrong


@lru_cache(maxsize=4096)
def line_count(text: str, width: int) -> int:
    """Return the lines that a text takes in a column of so many characters."""
    return 1 if len(text) <= width else len(textwrap.wrap(text, max(width, 1)))
