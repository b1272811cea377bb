"""The workbook against the Analysis Function's checklist for accessible spreadsheets, as openpyxl reads it."""

import re
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from sv_report.exhibits import Column, Table
from sv_report.render.fit import units
from tests.render.workbooks import COLUMNS, COUNT, FACTS, HIDDEN, NONE, POUNDS, SHARE, UNKNOWN, Workbook, table, written

LONG = "A note that goes on. " * 20
WIDE = tuple(Column(f"Heading number {number}", "£m") for number in range(12))
TABLES = (
    table("by_theme", note=LONG),
    Table("marks", "Marks", COLUMNS, (("A", UNKNOWN, NONE, HIDDEN), ("B" * 150, POUNDS, SHARE, COUNT))),
    Table("wide", "Wide", (Column("Contract", number=False), *WIDE), (("A", *[POUNDS] * 12),), LONG),
    Table("none", "Nothing", COLUMNS, ()),
)


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> tuple[Path, Workbook]:
    folder = tmp_path_factory.mktemp("access")
    return folder / "tables.xlsx", written(folder, *TABLES, facts=FACTS)


@pytest.fixture(scope="module")
def book(made) -> openpyxl.Workbook:
    return openpyxl.load_workbook(made[0])


def test_each_sheet_is_one_block_from_a1_and_ends_with_its_one_table(book):
    for sheet in book.worksheets[1:]:
        (one,) = sheet.tables.values()
        first, last = one.ref.split(":")
        assert first == f"A{re.search(r'[0-9]+', first)[0]}"
        assert last == f"{get_column_letter(sheet.max_column)}{sheet.max_row}"
        assert all(sheet.cell(row, 1).value for row in range(1, sheet.max_row + 1))
        above = sheet.iter_rows(max_row=int(first[1:]) - 1, min_col=2, values_only=True)
        assert not [cell for row in above for cell in row if cell]
    assert all(book["Cover"].cell(row, 1).value for row in range(1, book["Cover"].max_row + 1))


def test_titles_are_headings_and_nothing_else_is(book):
    styled = {(sheet.title, cell.coordinate): cell.style for sheet in book for row in sheet.iter_rows() for cell in row}
    first = {place for place, style in styled.items() if style == "Heading 1"}
    assert first == {(name, "A1") for name in book.sheetnames}
    second = [book[sheet][cell].value for (sheet, cell), style in styled.items() if style == "Heading 2"]
    assert second == ["Introductory information", "About these data", "Contact"]
    assert set(styled.values()) == {"Heading 1", "Heading 2", "Normal"}


def test_it_opens_on_its_first_sheet_each_at_its_first_cell(made, book):
    assert book.active.title == "Cover"
    for sheet in book:
        assert sheet.sheet_view.selection[0].activeCell == "A1"
        assert sheet.sheet_state == "visible"
    assert b"<selection" not in b"".join(part for name, part in made[1].parts.items() if "worksheets/" in name)


def test_it_holds_words_and_numbers_and_nothing_that_a_reader_cannot_hear(made):
    kinds = {re.sub(r"\d+", "", name) for name in made[1].parts}
    assert kinds == {
        "[Content_Types].xml", "_rels/.rels", "docProps/app.xml", "docProps/core.xml", "xl/_rels/workbook.xml.rels",
        "xl/sharedStrings.xml", "xl/styles.xml", "xl/tables/table.xml", "xl/theme/theme.xml", "xl/workbook.xml",
        "xl/worksheets/_rels/sheet.xml.rels", "xl/worksheets/sheet.xml",
    }  # fmt: skip
    sheets = b"".join(part for name, part in made[1].parts.items() if "worksheets/sheet" in name)
    for word in (b"conditionalFormatting", b"dataValidation", b"<drawing", b"<f>", b"<rowBreaks"):
        assert word not in sheets


def test_type_is_large_plain_and_says_nothing_by_colour(made, book):
    assert b"<scheme" not in made[1].parts["xl/styles.xml"]  # with it, Excel shows the theme's typeface
    for sheet in book:
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.value is not None):
            font = cell.font
            assert (font.name, font.i, font.strike, font.vertAlign) == ("Arial", False, None, None)
            assert font.sz >= 12
            assert cell.fill.fill_type is None
            assert font.u is None or cell.hyperlink
            is_black = font.color is None or font.color.type == "theme"
            assert is_black or (cell.hyperlink and font.color.rgb == "FF0000FF")


def test_headings_of_a_table_are_there_and_differ(book):
    for sheet in book.worksheets[1:]:
        (one,) = sheet.tables.values()
        names = [column.name.casefold() for column in one.tableColumns]
        assert all(names)
        assert len(set(names)) == len(names)
        assert one.headerRowCount == 1


def test_every_mark_in_a_cell_is_explained(book):
    explained = {row[0].value for row in book["Notes"].iter_rows()}
    marks = {cell.value for sheet in book for row in sheet.iter_rows() for cell in row if _is_mark(cell.value)}
    assert {"[c]", "[x]", "[z]"} <= marks <= explained


def _is_mark(value: object) -> bool:
    return isinstance(value, str) and re.fullmatch(r"\[[a-z]\]", value) is not None


def test_words_wrap_in_columns_that_take_the_longest_of_them_and_numbers_fit(book):
    for sheet in book.worksheets[1:]:
        (one,) = sheet.tables.values()
        for row in sheet[one.ref]:
            for cell in row:
                width = sheet.column_dimensions[_stated(sheet, cell.column)].width
                text = cell.value if isinstance(cell.value, str) else f"{cell.value:,.3f}"
                assert cell.alignment.wrap_text or not isinstance(cell.value, str)
                longest = max(units(word) for word in text.split())
                assert longest + 0.5 <= width or len(text) > 100, (sheet.title, cell.coordinate, text)


def _stated(sheet: object, column: int) -> str:
    """Return under which column openpyxl keeps a column's width: the first of several that are alike."""
    kept = sheet.column_dimensions.items()
    return next(letter for letter, one in kept if one.min <= column <= one.max)


def test_a_row_is_as_high_as_its_words_take(book):
    sheet = book["marks"]
    row = next(row for row in sheet.iter_rows() if str(row[0].value).startswith("BB"))
    assert sheet.row_dimensions[row[0].row].height >= 3 * 15.75  # 150 capitals in 70 digits' width


def test_links_say_where_they_lead(book):
    for sheet in book:
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.hyperlink):
            target = cell.hyperlink.location.partition("!")[0].strip("'")
            assert cell.value in (target, f"Back to {target}")
    led_to = {cell.value for cell in book["Contents"]["A"] if cell.hyperlink}
    assert led_to == set(book.sheetnames) - {"Cover", "Contents"}
