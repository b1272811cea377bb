"""A small table written as people and programs write one: titles, headers anywhere, odd numbers and dates, any kind of file.

`written` gives what each line of the sheet is, so that a test knows which rows must come back, and how the others count.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter
from hypothesis import strategies as st
from odf import opendocument, style, table, teletype, text
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from sv_report.data.row_kinds import is_total
from sv_report.data.schema import Column, TableShape
from sv_report.params.period import Period

SHAPE = TableShape(
    "payments",
    (
        Column("contract_ref", required=True),
        Column("period", "period", required=True),
        Column("amount", "number", required=True),
        Column("paid_on", "date"),
        Column("local", "yes_no"),
        Column("statement"),
    ),
    key=(),
)
HEADER_GROUPS = ("Contract", "Contract", "Payment", "Payment", "Payment", "Words")
Row = tuple[str, str, Decimal, date | None, bool | None, str | None]  # what must come back
Line = tuple[str, list[Any]]  # the kind of a line of the sheet, and its cells


# ---- the table ------------------------------------------------------------------------------------


def one_line(text: str) -> str:
    return " ".join(text.split())


def lines_of(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def is_plain_text(text: str) -> bool:
    """Say whether a text means only itself: no word for missing, no total, no error of a spreadsheet."""
    plain = one_line(text)
    return len(plain) > 2 and not is_total(plain) and plain[0] not in "=#" and plain[0].isalnum()


refs = st.one_of(
    st.from_regex(r"[A-Z]{1,3}[-/ ]?[0-9]{2,5}", fullmatch=True),
    st.from_regex(r"0[0-9]{3,7}", fullmatch=True),
    st.text(alphabet="ABCxyz019 ,;|'\"-/&é£\n", min_size=3, max_size=12).filter(is_plain_text),
)
statements = st.one_of(
    st.none(),
    st.text(alphabet="ABC xyz 019.,;|'\"-–é£&\n\t", min_size=3, max_size=40).filter(is_plain_text),
    st.sampled_from(
        [
            "Two people began.\nOne stays.",
            "Line one\n\nLine three",
            'He said "yes", twice',
            "Total Energies Ltd",
            "a; b | c, d",
        ]
    ),
)
quarters = st.builds(lambda year, quarter: str(Period(year, quarter)), st.integers(2000, 2080), st.integers(1, 4))
amounts = (
    st.decimals(-99_999_999, 99_999_999, places=6)
    | st.decimals(-9_999, 999_999, places=2)
    | st.integers(-50, 5_000).map(Decimal)
)
days = st.none() | st.dates(date(2000, 1, 1), date(2080, 12, 31))
rows = st.tuples(refs, quarters, amounts, days, st.sampled_from([None, True, False]), statements)
tables = st.lists(rows, min_size=2, max_size=6, unique_by=lambda row: one_line(row[0]))


# ---- how its cells are written ----------------------------------------------------------------------


def grouped(number: Decimal, mark: str = ",") -> str:
    """Return a number without its sign, grouped, without idle zeros."""
    digits = f"{abs(number):,f}"
    return (digits.rstrip("0").rstrip(".") if "." in digits else digits).replace(",", mark)


def signed(number: Decimal, digits: str) -> str:
    return f"-{digits}" if number < 0 else digits


NUMBERS: dict[str, Callable[[Decimal], Any]] = {
    "a number": lambda number: number,
    "digits": lambda number: f"{number:f}",
    "£1,234.50": lambda number: signed(number, f"£{grouped(number)}"),
    "(1,200)": lambda number: f"({grouped(number)})" if number < 0 else grouped(number),
    "£(1,200)": lambda number: f"£({grouped(number)})" if number < 0 else f"£{grouped(number)}",
    "38,937.00-": lambda number: f"{grouped(number)}-" if number < 0 else grouped(number),
    "1.2m": lambda number: f"{number.scaleb(-6):f}m",
    "25%": lambda number: f"{number.scaleb(2):f}%",
    "accounting": lambda number: " £-   " if not number else f" {signed(number, f'£{grouped(number)}')} ",
    "nil": lambda number: "nil" if not number else f"{number:f}",
    "no-break spaces": lambda number: signed(number, grouped(number, "\u00a0")),
}
DATES: dict[str, Callable[[date], Any]] = {
    "a date": lambda day: day,
    "ISO": date.isoformat,
    "31/01/2024": lambda day: f"{day:%d/%m/%Y}",
    "31.1.24": lambda day: f"{day.day}.{day.month}.{day:%y}",
    "31-Jan-2024": lambda day: f"{day:%d-%b-%Y}",
    "Wed 31 January 2024": lambda day: f"{day:%a %d %B %Y}",
    "with time": lambda day: f"{day:%d/%m/%Y} 00:00",
    "serial": lambda day: day,  # a number, of the workbook's own system
}
ANSWERS: dict[str, Callable[[bool], Any]] = {
    "a truth": lambda answer: answer,
    "yes": lambda answer: "yes" if answer else "no",
    "Y": lambda answer: "Y" if answer else "N",
    "1": lambda answer: "1" if answer else "0",
}
PERIODS: dict[str, Callable[[str], str]] = {
    "2023-24 Q3": str,
    "Q3 2023/24": lambda quarter: f"{quarter[8:]} {quarter[:4]}/{quarter[5:7]}",
    "Quarter 3 2023/24": lambda quarter: Period.parse(quarter).words,
    "Oct-Dec 2023": lambda quarter: f"{Period.parse(quarter).start:%b}-{Period.parse(quarter).end:%b %Y}",
}
NAMES: dict[str, Callable[[str], str]] = {
    "as they are": str,
    "CAPITALS": str.upper,
    "With Blanks": lambda name: name.replace("_", " ").title(),
    "broken": lambda name: name.replace("_", "\n").title(),
    "starred": lambda name: f" {name.title()} *",
}


@dataclass(frozen=True)
class Quirks:
    """What is odd about a sheet."""

    titles: int = 0
    header: str = "top"  # or bottom
    rows_of_header: int = 1  # or 2, the upper one merged
    names: str = "as they are"
    columns_before: int = 0
    spacer: int | None = None  # the column before which a blank one stands
    repeats_header: bool = False
    blank_row: bool = False
    subtotal: bool = False
    total: bool = False
    twice: bool = False  # the first row comes again
    numbers: str = "a number"
    dates: str = "a date"
    answers: str = "a truth"
    periods: str = "2023-24 Q3"
    hidden_sheet: bool = False
    is_1904: bool = False


def sampled(choices: dict[str, Any]) -> st.SearchStrategy[str]:
    return st.sampled_from(list(choices))


def possible(odd: Quirks) -> Quirks:
    """Return quirks that go together: a header at the bottom has one row."""
    return replace(odd, rows_of_header=1) if odd.header == "bottom" else odd


quirks = st.builds(
    Quirks,
    titles=st.integers(0, 3),
    header=st.sampled_from(["top", "top", "bottom"]),
    rows_of_header=st.sampled_from([1, 1, 2]),
    names=sampled(NAMES),
    columns_before=st.integers(0, 2),
    spacer=st.none() | st.integers(1, 5),
    repeats_header=st.booleans(),
    blank_row=st.booleans(),
    subtotal=st.booleans(),
    total=st.booleans(),
    twice=st.booleans(),
    numbers=sampled(NUMBERS),
    dates=sampled(DATES),
    answers=sampled(ANSWERS),
    periods=sampled(PERIODS),
    hidden_sheet=st.booleans(),
    is_1904=st.booleans(),
).map(possible)


# ---- the sheet ----------------------------------------------------------------------------------------


def written(table: Sequence[Row], odd: Quirks) -> list[Line]:
    """Return the lines of a sheet that holds the table with these quirks."""
    body: list[Line] = [("read", _cells(row, odd)) for row in table]
    if odd.twice:
        body.append(("duplicate", body[0][1]))
    middle = 1
    if odd.subtotal:
        body.insert(middle, ("total", ["Sub-total", None, _number(table[0][2], odd), None, None, None]))
    if odd.repeats_header:
        body[middle:middle] = _header(odd)
    if odd.blank_row:
        body.insert(middle, ("blank", []))
    if odd.total:
        body.append(
            ("total", ["Grand total", None, _number(sum((row[2] for row in table), Decimal()), odd), None, None, None])
        )
    lines = _header(odd) + body if odd.header == "top" else body + _header(odd)
    return [*_titles(odd), *((kind, _placed(cells, odd)) for kind, cells in lines)]


def _titles(odd: Quirks) -> list[Line]:
    titles: list[Line] = [
        ("header", ["Social value payments"]),
        ("blank", []),
        ("header", ["Return of the supplier", "", "draft 2"]),
    ]
    return titles[: odd.titles]


def _header(odd: Quirks) -> list[Line]:
    name = NAMES[odd.names]
    groups = [
        group if number == 0 or HEADER_GROUPS[number - 1] != group else None
        for number, group in enumerate(HEADER_GROUPS)
    ]
    names: list[Line] = [("header", [name(column.name) for column in SHAPE.columns])]
    return [("header", groups), *names] if odd.rows_of_header == 2 else names


def _number(number: Decimal, odd: Quirks) -> Any:
    return NUMBERS[odd.numbers](number)


def _cells(row: Row, odd: Quirks) -> list[Any]:
    ref, quarter, amount, day, answer, statement = row
    return [
        ref,
        PERIODS[odd.periods](quarter),
        _number(amount, odd),
        None if day is None else DATES[odd.dates](day),
        None if answer is None else ANSWERS[odd.answers](answer),
        statement,
    ]


def _placed(cells: list[Any], odd: Quirks) -> list[Any]:
    cells = list(cells)
    if odd.spacer is not None and cells:
        cells.insert(odd.spacer, None)
    return [None] * odd.columns_before + cells if cells else []


def serial(day: date, is_1904: bool) -> int:
    return (day - (date(1904, 1, 1) if is_1904 else date(1899, 12, 30))).days


# ---- the file -----------------------------------------------------------------------------------------


def as_text(cell: Any, odd: Quirks) -> str:
    """Return a cell as a text file has it."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, date):
        return str(serial(cell, odd.is_1904)) if odd.dates == "serial" else f"{cell:%d/%m/%Y}"
    return f"{cell:f}" if isinstance(cell, Decimal) else cell


@dataclass(frozen=True)
class TextFile:
    """How a text file is written."""

    delimiter: str = ","
    end: str = "\n"
    encoding: str = "utf-8"
    quotes_all: bool = False
    is_padded: bool = True  # every line has as many cells, as Excel writes
    suffix: str = ".csv"


text_files = st.builds(
    TextFile,
    delimiter=st.sampled_from([",", ";", "\t", "|"]),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    encoding=st.sampled_from(
        ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le"]
    ),
    quotes_all=st.booleans(),
    is_padded=st.booleans(),
    suffix=st.sampled_from([".csv", ".tsv", ".txt"]),
)


def write_text(path: Path, lines: list[Line], odd: Quirks, file: TextFile) -> list[int]:
    """Write lines as a text file; return the line of the file on which each begins."""
    width = max(len(cells) for _, cells in lines)
    is_old_mac = file.end == "\r" and file.encoding == "cp1252"  # which has another code page, and no line feed at all
    encoding = "mac-roman" if is_old_mac else file.encoding
    content, begins = "", []
    for kind, cells in lines:
        begins.append(len(content.replace("\r\n", "\n").replace("\r", "\n").split("\n")))
        texts = [_quoted(as_text(cell, odd), file) for cell in cells]
        is_padded = file.is_padded or kind in ("read", "duplicate", "total")
        if is_old_mac:
            texts = [text.replace("\n", "\r") for text in texts]
        content += file.delimiter.join(texts + [""] * (width - len(texts) if is_padded else 0)) + file.end
    try:
        path.write_bytes(content.encode(encoding))
    except UnicodeEncodeError:  # what the code page lacks
        path.write_bytes(content.encode("utf-8"))
    return begins


def _quoted(cell: str, file: TextFile) -> str:
    """Return a cell with quotation marks where it needs them; the csv module leaves out those of a lone line end."""
    needs = file.quotes_all or any(mark in cell for mark in (file.delimiter, '"', "\n", "\r"))
    return '"' + cell.replace('"', '""') + '"' if needs else cell


def write_xlsx(path: Path, lines: list[Line], odd: Quirks) -> None:
    """Write lines by XlsxWriter."""
    with xlsxwriter.Workbook(str(path), {"default_date_format": "dd/mm/yyyy", "date_1904": odd.is_1904}) as book:
        if odd.hidden_sheet:
            book.add_worksheet("Lists").write_row(0, 0, [column.name for column in SHAPE.columns])
        sheet = book.add_worksheet("Return")
        sheet.activate()
        sheet.set_first_sheet()
        if odd.hidden_sheet:
            book.get_worksheet_by_name("Lists").hide()
        for row, (_, cells) in enumerate(lines):
            for column, cell in enumerate(cells):
                if isinstance(cell, bool):
                    sheet.write_boolean(row, column, cell)
                elif isinstance(cell, str):
                    sheet.write_string(row, column, cell)
                elif isinstance(cell, date):
                    if odd.dates == "serial":
                        sheet.write_number(row, column, serial(cell, odd.is_1904))
                    else:
                        sheet.write_datetime(row, column, cell)
                elif cell is not None:
                    sheet.write_number(row, column, float(cell))
        for row, first, last in merged(lines):
            sheet.merge_range(row, first, row, last, lines[row][1][first])


def merged(lines: list[Line]) -> list[tuple[int, int, int]]:
    """Return the ranges of the upper header that are merged: row, first and last column."""
    ranges = []
    for row, (kind, cells) in enumerate(lines):
        if kind == "header" and "Payment" in cells:
            first = cells.index("Payment")
            ranges.append((row, first, cells.index("Words") - 1))
    return [(row, first, last) for row, first, last in ranges if last > first]


def write_openpyxl(path: Path, lines: list[Line], odd: Quirks) -> None:
    """Write lines by openpyxl, as a program of suppliers would."""
    book = openpyxl.Workbook()
    if odd.is_1904:
        book.epoch = CALENDAR_MAC_1904
    sheet = book.active
    sheet.title = "Return"
    for row, (_, cells) in enumerate(lines, start=1):
        for column, cell in enumerate(cells, start=1):
            if cell is None:
                continue
            is_serial = isinstance(cell, date) and odd.dates == "serial"
            target = sheet.cell(row, column)
            target.value = serial(cell, odd.is_1904) if is_serial else cell
            if isinstance(cell, str):
                target.data_type = "s"
    for row, first, last in merged(lines):
        sheet.merge_cells(start_row=row + 1, end_row=row + 1, start_column=first + 1, end_column=last + 1)
    if odd.hidden_sheet:
        hidden = book.create_sheet("Lists")
        hidden.append([column.name for column in SHAPE.columns])
        hidden.sheet_state = "hidden"
    book.save(path)


def write_ods(path: Path, lines: list[Line], odd: Quirks) -> None:
    """Write lines by odfpy; equal blank rows are repeated, as LibreOffice writes them."""
    book = opendocument.OpenDocumentSpreadsheet()
    sheet = table.Table(name="Return")
    for _, cells in lines:
        row = table.TableRow()
        for cell in cells or [None]:
            row.addElement(_ods_cell(cell, odd))
        sheet.addElement(row)
    book.spreadsheet.addElement(sheet)
    if odd.hidden_sheet:
        hidden = style.Style(name="hidden", family="table")
        hidden.addElement(style.TableProperties(display="false"))
        book.automaticstyles.addElement(hidden)
        lists = table.Table(name="Lists", stylename=hidden)
        row = table.TableRow()
        for column in SHAPE.columns:
            row.addElement(_ods_cell(column.name, odd))
        lists.addElement(row)
        book.spreadsheet.addElement(lists)
    book.save(str(path))


def _ods_cell(cell: Any, odd: Quirks) -> Any:
    if cell is None:
        return table.TableCell()
    if isinstance(cell, bool):
        return table.TableCell(valuetype="boolean", booleanvalue="true" if cell else "false")
    if isinstance(cell, date):
        if odd.dates == "serial":
            return table.TableCell(valuetype="float", value=str(serial(cell, False)))
        return table.TableCell(valuetype="date", datevalue=cell.isoformat())
    if isinstance(cell, Decimal):
        return table.TableCell(valuetype="float", value=repr(float(cell)))
    found = table.TableCell(valuetype="string")
    for line in cell.split("\n"):
        paragraph = text.P()
        teletype.addTextToElement(paragraph, line)
        found.addElement(paragraph)
    return found


def write_parquet(path: Path, lines: list[Line], odd: Quirks) -> None:
    """Write the rows of the table as Parquet, each column of the type that its cells have; a serial date is a number."""
    import pyarrow
    from pyarrow import parquet

    columns = {}
    for number, column in enumerate(SHAPE.columns):
        cells = [cells[number] for _, cells in lines[1:]]
        if odd.dates == "serial":
            cells = [serial(cell, False) if isinstance(cell, date) else cell for cell in cells]
        columns[NAMES[odd.names](column.name)] = pyarrow.array(cells)
    parquet.write_table(pyarrow.table(columns), path, row_group_size=2)


def for_parquet(odd: Quirks) -> Quirks:
    """Return the quirks that a file with one header of its own can have."""
    return replace(
        odd,
        titles=0,
        header="top",
        rows_of_header=1,
        columns_before=0,
        spacer=None,
        repeats_header=False,
        blank_row=False,
    )
