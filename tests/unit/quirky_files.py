"""The lines of a quirky sheet written as a file: text, XLSX by two programs, ODS, Parquet."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow
import xlsxwriter
from hypothesis import strategies as st
from odf import opendocument, style, table, teletype, text
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from pyarrow import parquet

from tests.unit.quirky import SHAPE, Line, Quirks


def serial(day: date, is_1904: bool) -> int:
    return (day - (date(1904, 1, 1) if is_1904 else date(1899, 12, 30))).days


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
    (_, header), *body = lines
    columns = {}
    for number, name in enumerate(header):
        cells = [cells[number] if number < len(cells) else None for _, cells in body]
        if odd.dates == "serial":
            cells = [serial(cell, False) if isinstance(cell, date) else cell for cell in cells]
        columns[name] = pyarrow.array(cells)
    parquet.write_table(pyarrow.table(columns), path, row_group_size=2)
