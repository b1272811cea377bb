"""Workbooks: every sheet in order, every row with its own number, every kind of cell as text."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from sv_report.data.cells.cell import CellFault
from sv_report.data.cells.values import read_cell
from sv_report.data.readers import open_file
from sv_report.data.readers.formulas import NOT_WORKED_OUT, Sieve
from sv_report.data.readers.sheet import Sheet, Unreadable
from sv_report.data.schema import Column
from tests.hostile import CELL, cell, ods, xlsx

ERRORS = ["#DIV/0!", "#NAME?", "#VALUE!", "#NULL!", "#REF!", "#NUM!", "#N/A"]


def read(path: Path) -> list[Sheet]:
    return open_file(path, path.name)


def values(path: Path) -> list[list[str]]:
    return [cells for _, cells in read(path)[0].rows()]


def written(path: Path, cells: list[tuple[int, int, Any, str | None]], **options: Any) -> Path:
    with xlsxwriter.Workbook(path, options) as book:
        sheet = book.add_worksheet("Data")
        for row, column, value, shape in cells:
            sheet.write(row, column, value, book.add_format({"num_format": shape}) if shape else None)
    return path


def test_rows_have_the_numbers_of_the_sheet_and_cells_their_columns(tmp_path: Path) -> None:
    path = written(tmp_path / "a.xlsx", [(2, 1, "x", None), (4, 3, 1.5, None)])
    assert list(read(path)[0].rows()) == [
        (1, []),
        (2, []),
        (3, ["", "x", "", ""]),
        (4, ["", "", "", ""]),
        (5, ["", "", "", "1.5"]),
    ]


def test_numbers_dates_times_and_truth_are_texts(tmp_path: Path) -> None:
    cells = [
        (0, 0, 0.1 + 0.2, None), (0, 1, 1e21, None), (0, 2, 0.25, "0%"), (0, 3, True, None),
        (0, 4, 44927, "dd/mm/yyyy"), (0, 5, 44927.5, "dd/mm/yyyy hh:mm"), (0, 6, 0.5, "hh:mm"), (0, 7, 1.25, "[h]:mm"),
        (0, 8, 1, "dd/mm/yyyy"), (0, 9, 59, "dd/mm/yyyy"), (0, 10, 61, "dd/mm/yyyy"), (0, 11, "1,200.50", None),
    ]  # fmt: skip
    assert values(written(tmp_path / "a.xlsx", cells)) == [
        [
            "0.3", "1000000000000000000000", "0.25", "TRUE", "2023-01-01", "2023-01-01 12:00:00", "12:00:00",
            "30:00:00", "1900-01-01", "1900-02-28", "1900-03-01", "1,200.50",
        ]
    ]  # fmt: skip


def test_dates_since_1904_are_told_and_right(tmp_path: Path, shared: Path) -> None:
    path = written(tmp_path / "a.xlsx", [(0, 0, 1, "dd/mm/yyyy"), (0, 1, 1, None)], date_1904=True)
    [sheet] = read(path)
    assert sheet.is_1904
    assert next(sheet.rows()) == (1, ["1904-01-02", "1"])
    for suffix in ("xlsx", "xls", "xlsb"):
        [sheet] = read(shared / "data" / "calamine_workbooks" / f"date_1904.{suffix}")
        assert sheet.is_1904
        assert next(sheet.rows()) == (1, ["2021-01-01", "15"])
        assert not read(shared / "data" / "calamine_workbooks" / f"date.{suffix}")[0].is_1904


def test_hidden_sheets_are_told_and_charts_have_no_rows(shared: Path) -> None:
    folder = shared / "data" / "calamine_workbooks"
    for suffix in ("xlsx", "xlsb", "xls", "ods"):
        sheets = read(folder / f"any_sheets.{suffix}")
        assert [(sheet.name, sheet.hidden) for sheet in sheets] == [
            ("Visible", False),
            ("Hidden", True),
            ("VeryHidden", True),
            ("Chart", False),
        ]
        assert [len(list(sheet.rows())) for sheet in sheets] == [5, 0, 0, 0]


def test_error_cells_are_their_texts_in_xlsx(shared: Path, tmp_path: Path) -> None:
    assert values(shared / "data" / "calamine_workbooks" / "errors.xlsx") == [[error] for error in ERRORS]
    path = tmp_path / "far.xlsx"
    book = openpyxl.Workbook()
    book.create_sheet("Second")
    book["Second"]["C5"] = "#N/A"
    book["Second"]["B5"] = "n/a"
    book.save(path)
    assert list(read(path)[1].rows())[-1] == (5, ["", "n/a", "#N/A"])


def test_error_cells_of_formulas_are_their_texts_in_xlsx(tmp_path: Path) -> None:
    rows = (
        f'{cell("A1")}<row r="2"><c t="e" r="B2"><f>1/0</f><v>#DIV/0!</v></c><c r="C2" t="e"><v>#SPILL!</v></c></row>'
    )
    assert values(xlsx(tmp_path / "a.xlsx", rows)) == [["1", "", ""], ["", "#DIV/0!", "#SPILL!"]]


def test_error_cells_are_their_texts_in_ods(tmp_path: Path) -> None:
    error = ' table:formula="of:=1/0" office:string-value="" calcext:value-type="error"'
    row = CELL.format(repeat="", kind="string", value="", text="n/a") + CELL.format(
        repeat=' table:number-columns-repeated="2"', kind="string", value=error, text="#DIV/0!"
    )
    path = ods(tmp_path / "a.ods", f'<table:table-row table:number-rows-repeated="2">{row}</table:table-row>')
    assert values(path) == [["n/a", "#DIV/0!", "#DIV/0!"]] * 2


@pytest.mark.needs("soffice")
@pytest.mark.parametrize("suffix", ["xls", "ods"])
def test_what_libreoffice_saves_reads_the_same(suffix: str, tmp_path: Path) -> None:
    import subprocess

    from tests.conftest import program_path

    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Data")
        sheet.write_row(1, 1, ["contract", "quantity"])
        sheet.write_row(2, 1, ["LCC-1", 1234.5])
        sheet.write_formula(3, 2, "=1/0", None, "#DIV/0!")
        sheet.write_formula(4, 2, "=NA()", None, "#N/A")
        sheet.merge_range(5, 1, 6, 2, "merged")
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [
        str(program_path("soffice")),
        profile,
        "--headless",
        "--convert-to",
        suffix,
        "--outdir",
        str(tmp_path),
        str(path),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    rows = [[c for c in cells if c] for _, cells in read(tmp_path / f"a.{suffix}")[0].rows()]
    assert rows == [[], ["contract", "quantity"], ["LCC-1", "1234.5"], ["#DIV/0!"], ["#N/A"], ["merged"]]


def test_nothing_that_openpyxl_sees_is_lost(shared: Path) -> None:
    """Over the real returns: every cell that openpyxl finds filled is filled, at the same place."""
    for path in sorted((shared / "data" / "mhclg_monitoring_returns").glob("PF_*.xlsx")):
        book = openpyxl.load_workbook(path, data_only=True)
        for sheet in read(path):
            ours = {
                (number, column)
                for number, cells in sheet.rows()
                for column, text in enumerate(cells, 1)
                if text
            }  # fmt: skip
            theirs = {
                (c.row, c.column) for row in book[sheet.name].iter_rows() for c in row if c.value not in (None, "")
            }
            assert theirs <= ours, (path.name, sheet.name)


# ---- formulas without a stored value ------------------------------------------------------------

BARE = ["<f>1+1</f>", "<f>1+1</f><v/>", "<f>1+1</f><v></v>", '<f t="shared" si="0"/>', "<f><![CDATA[1<2]]></f>"]
WORKED_OUT = [
    (' t="str"', "<f>A1</f><v></v>", ""),
    (' t="str"', "<f>A1</f><v/>", ""),
    ("", "<f>1+1</f><v>2</v>", "2"),
    ("", '<f t="shared" si="0"/><v>2</v>', "2"),
    (' t="e"', "<f>1/0</f><v>#DIV/0!</v>", "#DIV/0!"),
    ("", "<v/>", ""),
]


@pytest.mark.parametrize("formula", BARE)
@pytest.mark.parametrize("attributes", ["", ' s="1"', ' t="n"'])
def test_a_formula_without_a_value_is_no_blank(formula: str, attributes: str, tmp_path: Path) -> None:
    rows = f'{cell("A1")}<row r="2"><c r="B2"{attributes}>{formula}</c><c r="C2"><v>3</v></c></row>'
    assert values(xlsx(tmp_path / "a.xlsx", rows)) == [["1", "", ""], ["", NOT_WORKED_OUT, "3"]]


def test_a_formula_without_a_value_is_seen_with_a_prefix_to_its_tags(tmp_path: Path) -> None:
    name = 'xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    rows = f'<x:row {name} r="1"><x:c r="A1"><x:v>1</x:v></x:c><x:c r="B1"><x:f>1+1</x:f></x:c></x:row>'
    assert values(xlsx(tmp_path / "a.xlsx", rows)) == [["1", NOT_WORKED_OUT]]


@pytest.mark.parametrize(("attributes", "formula", "text"), WORKED_OUT)
def test_a_formula_whose_value_is_stored_is_its_value_and_may_be_blank(
    attributes: str, formula: str, text: str, tmp_path: Path
) -> None:
    rows = f'<row r="1"><c r="A1"{attributes}>{formula}</c><c r="B1"><v>3</v></c></row>'
    [sheet] = read(xlsx(tmp_path / "a.xlsx", rows))
    assert [cells for _, cells in sheet.rows()] in ([[text, "3"]], [["", "3"]] if not text else [])
    assert sheet.notes == {}


def test_formulas_beyond_all_values_are_read_and_said_once(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["B3"], book.active["A2"], book.active["D3"], book.active["B6"] = 1, "=1", "=2", "=3"
    book.save(tmp_path / "a.xlsx")
    [sheet] = read(tmp_path / "a.xlsx")
    what = NOT_WORKED_OUT
    assert list(sheet.rows()) == [(1, []), (2, [what]), (3, ["", "1", "", what]), (4, []), (5, []), (6, ["", what])]
    [note] = sheet.notes.values()
    assert (note.rule, note.severity) == ("formula-without-value", "note")
    assert (note.where.sheet, note.where.row, note.where.column) == ("Sheet", 2, "A")
    assert note.message.startswith("3 cells hold formulas")
    assert "Open it in Excel, save it" in note.remedy


def test_formulas_without_places_or_far_apart_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="where they stand"):
        values(xlsx(tmp_path / "a.xlsx", '<row r="1"><c><f>1+1</f></c></row>'))
    rows = "".join(f'<row r="{row}"><c r="XFD{row}"><f>1</f></c></row>' for row in range(1, 701))
    with pytest.raises(Unreadable, match="far apart"):
        values(xlsx(tmp_path / "b.xlsx", rows))
    assert values(xlsx(tmp_path / "c.xlsx", cell("A1") + '<row r="9999999"><c r="A9999999"><f>1</f></c></row>')) == [
        ["1"]
    ]


@pytest.mark.parametrize("kind", ["text", "number", "whole", "date", "period", "yes_no"])
def test_a_formula_without_a_value_is_refused_in_a_column_of_any_type(kind: Any) -> None:
    with pytest.raises(CellFault) as caught:
        read_cell(NOT_WORKED_OUT, Column("a", kind))
    assert caught.value.rule == "value-spreadsheet-error"


@pytest.mark.parametrize(
    ("attributes", "text"),
    [
        ("", NOT_WORKED_OUT),
        (' office:value-type="float"', NOT_WORKED_OUT),
        (' office:value-type="float" office:value="2"', "2"),
        (' office:value-type="string" office:string-value=""', ""),
    ],
)
def test_a_formula_without_a_value_is_no_blank_in_ods(attributes: str, text: str, tmp_path: Path) -> None:
    first = CELL.format(repeat="", kind="string", value="", text="a")
    formula = f'<table:table-cell table:formula="of:=1+1"{attributes}/>'
    rows = f"<table:table-row>{first}{formula}</table:table-row>"
    assert values(ods(tmp_path / "a.ods", rows)) == [["a", text]]


def test_a_sieve_takes_blocks_cut_between_any_two_tags() -> None:
    good = b'<c r="A1"><f>1</f><v>1</v></c><c r="B1"><f t="shared" si="0"/><v>1</v></c>'
    for text, lacks in ((good, False), (good + b'<c r="C1"><f>1</f></c>', True), (b"<f>1</f><v></v>", True)):
        cuts = [place for place in range(1, len(text)) if text[place : place + 1] == b"<"]
        for cut in cuts:
            sieve = Sieve()
            sieve.take(text[:cut])
            sieve.take(text[cut:])
            assert sieve.may_lack_values is lacks
