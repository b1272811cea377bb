"""Nothing in data becomes a formula, a field or a link: seen by openpyxl, and by LibreOffice, which computes it."""

import csv
import re
import subprocess
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from sv_report.exhibits import Column, Table
from sv_report.measures.facts import Facts
from tests.conftest import program_path
from tests.render.workbooks import COVER, HOSTILE, fact, written

NAMES = ["=1+1", "+A1", "-x", "@SUM(1)", "\t=2", "\r=3", "A1", "R1C1", "&D&A", "_xlnm.Print_Area"]
COLUMNS = tuple(Column(heading, number=False) for heading in ("=1+1", "@SUM(A1)", "-2+3", '+HYPERLINK("x")'))
ALL_SHEETS = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"  # values, not formulas
BEGINS = ("=", "+", "-", "@")


@pytest.fixture(scope="module")
def path(tmp_path_factory) -> Path:
    """A workbook that has what looks like a formula wherever a text can stand."""
    folder = tmp_path_factory.mktemp("formulas")
    rows = tuple((text,) * len(COLUMNS) for text in HOSTILE)
    tables = [Table(name, f"{name} a title", COLUMNS, rows, f"{name}. A note.") for name in NAMES]
    cover = replace(COVER, title="=2+3 &D", council="@SUM(1)", contact=("+1", "-2", "=3+4"), headline=("=4+5",))
    made = tuple(fact(text, "1", label=text, formula=text) for text in ("=7*7", "+8*8", "-9*9", "@SUM(1)"))
    written(folder, *tables, cover=cover, facts=Facts(made))
    return folder / "tables.xlsx"


def shown(path: Path) -> dict[str, list[list[str]]]:
    """Return what LibreOffice shows in each sheet: of a formula, its value."""
    command = [program_path("soffice"), f"-env:UserInstallation=file://{path.parent}/profile", "--headless",
               "--convert-to", ALL_SHEETS, "--outdir", path.parent, path]  # fmt: skip
    subprocess.run([str(part) for part in command], check=True, capture_output=True, timeout=180)
    files = path.parent.glob(f"{path.stem}-*.csv")
    return {
        file.stem.removeprefix(f"{path.stem}-"): list(csv.reader(file.read_text("utf-8").splitlines()))
        for file in files
    }


def held(path: Path) -> dict[str, list[list[str]]]:
    """Return what the file holds in each sheet."""
    book = openpyxl.load_workbook(path)
    return {sheet.title: [[cell.value or "" for cell in row] for row in sheet.iter_rows()] for sheet in book}


def differences(path: Path) -> list[str]:
    """Return the texts that LibreOffice shows otherwise than the file holds them."""
    seen = shown(path)
    return [
        f"{sheet}: {text!r} shows as {there!r}"
        for sheet, rows in held(path).items()
        for row, seen_row in zip(rows, seen[sheet], strict=True)
        for text, there in zip(row, seen_row, strict=True)
        if isinstance(text, str) and text != there
    ]


@pytest.mark.needs("soffice")
def test_every_text_shows_as_it_is_held_whatever_it_begins_with(path):
    texts = [text for rows in held(path).values() for row in rows for text in row if isinstance(text, str)]
    assert sum(text.startswith(BEGINS) for text in texts) > 300
    assert differences(path) == []


@pytest.mark.needs("soffice")
def test_a_formula_is_found(path, tmp_path):
    book = openpyxl.load_workbook(path)
    book["Notes"]["B5"].value = "=20+3"
    book.save(tmp_path / "tables.xlsx")
    assert differences(tmp_path / "tables.xlsx") == ["Notes: '=20+3' shows as '23'"]


def test_no_cell_is_a_formula_and_no_link_leaves_the_workbook(path):
    book = openpyxl.load_workbook(path)
    for sheet in book:
        assert not [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.data_type not in "sn"]
        for row in sheet.iter_rows():
            for link in (cell.hyperlink for cell in row if cell.hyperlink):
                assert link.target is None
                assert re.fullmatch(r"'(\w+)'!A1", link.location).group(1) in book.sheetnames


def test_names_of_sheets_tables_and_ranges_are_plain_words(path):
    book = openpyxl.load_workbook(path)
    tables = [name for sheet in book for name in sheet.tables]
    assert all(re.fullmatch(r"\w+", name, re.ASCII) for name in (*book.sheetnames, *tables))
    assert not book.defined_names
    for sheet in book:
        assert set(sheet.defined_names) <= {"Print_Area", "Print_Titles"}


def test_the_running_head_and_foot_have_no_code_but_ours(path):
    for sheet in openpyxl.load_workbook(path):
        parts = (sheet.oddHeader.left, sheet.oddHeader.right, sheet.oddFooter.left, sheet.oddFooter.right)
        codes = re.findall(r"&(.\w*)", " ".join(part.text or "" for part in parts))
        assert codes == ["A", "P", "N"]
        assert "and D" in sheet.oddHeader.left.text


def test_a_head_of_any_length_is_cut_to_what_excel_takes(tmp_path):
    for text in ("&" * 300, "word " * 100, "😀" * 200, "x" * 300):
        book = written(tmp_path, cover=replace(COVER, title=text, notice=text, draft=True))
        head = re.search(r"<oddHeader>(.*)</oddHeader>", book.parts["xl/worksheets/sheet1.xml"].decode()).group(1)
        assert len(head.replace("&amp;", "&").replace("&quot;", '"')) <= 255
        assert "Draft: not cleared for publication." in head
