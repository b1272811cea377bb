"""The workbook on paper, as LibreOffice prints it: legible, whole, and each page says what it is."""

import subprocess
from dataclasses import dataclass, replace
from pathlib import Path

import openpyxl
import pypdfium2
import pytest
from fontTools.ttLib import TTFont

from sv_report.exhibits import Column, Table
from sv_report.measures.facts import Facts
from sv_report.render.fit import broken, rows_of, units
from tests.conftest import program_path
from tests.render.conftest import TEMPLATES
from tests.render.workbooks import COVER, POUNDS, fact, table, written

SMALLEST = 8  # points
CAPITAL = 1409 / 2048  # how high a capital of Liberation Sans is, which LibreOffice prints for Arial
FOOT = 40  # points from the edge
LONG = (
    "Each commitment is taken to go on as it has so far this year. Of what is still due, the same share is expected as "
    "was delivered of what was due so far, never more than all, and what awaits validation counts as not delivered. "
    "Figures may not add to their totals."
)
WORDS = tuple(Column(f"A heading of several words {letter}", number=False) for letter in "ABCD")
MANY = (Column("Contract", number=False), *(Column(f"Validated, quarter {number}", "£m") for number in range(1, 16)))
TABLES = (
    table("narrow", note=LONG),
    Table("of_words", "Rules of counting", WORDS, ((LONG, "Counted", LONG[:90], "Stated apart"),), LONG),
    Table("many", "Every quarter", MANY, tuple((f"C{n:03}", *[POUNDS] * 15) for n in range(70)), LONG),
    replace(table("long_title"), caption=f"{LONG} {LONG}"),
)
LABEL = "Local economic value validated to date: C051 Business park access road and drainage, the whole of it"
MANY_FACTS = Facts(tuple(fact(f"lev_validated_to_date.contract.c{n:03}", "1234567", label=LABEL) for n in range(120)))


@dataclass(frozen=True)
class Page:
    """A printed page: its size in points, its words, those in its foot, and the size of its smallest type."""

    width: float
    height: float
    text: str
    foot: str
    smallest: float

    @property
    def sheet(self) -> str:
        return self.foot.partition(" ")[0]


def printed(path: Path) -> list[Page]:
    """Return the pages of a workbook as LibreOffice prints it."""
    command = [program_path("soffice"), f"-env:UserInstallation=file://{path.parent}/profile", "--headless",
               "--convert-to", "pdf", "--outdir", path.parent, path]  # fmt: skip
    subprocess.run([str(part) for part in command], check=True, capture_output=True, timeout=180)
    return [_page(page) for page in pypdfium2.PdfDocument(path.with_suffix(".pdf"))]


def _page(page: pypdfium2.PdfPage) -> Page:
    words = page.get_textpage()
    text = words.get_text_range()
    boxes = [
        words.get_charbox(place) for place in range(words.count_chars()) if words.get_text_range(place, 1) in "EFHLMT"
    ]
    smallest = min(top - bottom for _, bottom, _, top in boxes) / CAPITAL
    foot = words.get_text_bounded(top=FOOT)
    return Page(*page.get_size(), " ".join(text.split()), " ".join(foot.split()), smallest)


@pytest.fixture(scope="module")
def book(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("printed")
    cover = replace(COVER, draft=True, title="Roads & paths &D &A: Quarter 3")
    written(folder, *TABLES, cover=cover, facts=MANY_FACTS)
    return folder / "tables.xlsx"


@pytest.fixture(scope="module")
def pages(book) -> list[Page]:
    return printed(book)


def of(pages: list[Page], sheet: str) -> list[Page]:
    return [page for page in pages if page.sheet == sheet]


@pytest.mark.needs("soffice")
def test_every_page_is_a4_on_its_side_and_no_type_is_too_small_to_read(pages):
    assert {(round(page.width), round(page.height)) for page in pages} == {(842, 595)}
    assert not [(page.sheet, page.smallest) for page in pages if page.smallest < SMALLEST]


@pytest.mark.needs("soffice")
def test_a_sheet_that_shrinks_is_found(book, tmp_path):
    changed = openpyxl.load_workbook(book)
    for name in changed.sheetnames[:-1]:
        if name != "narrow":
            del changed[name]
    sheet = changed["narrow"]
    sheet["A3"].value, sheet.print_area = LONG, None  # as a note in one cell, which the width of the page then holds
    changed.save(tmp_path / "tables.xlsx")
    assert min(page.smallest for page in of(printed(tmp_path / "tables.xlsx"), "narrow")) < SMALLEST


@pytest.mark.needs("soffice")
def test_no_word_of_a_note_a_title_or_a_cell_is_cut_off(pages):
    for name, words in (
        ("narrow", f"[note 1] {LONG}"),
        ("of_words", LONG),
        ("long_title", f"{LONG} {LONG}"),
        ("Facts", LABEL),
        ("Facts", "lev_validated_to_date.contract.c119"),
    ):
        assert words.replace(" ", "") in "".join(page.text for page in of(pages, name)).replace(" ", ""), name


@pytest.mark.needs("soffice")
def test_a_table_too_wide_for_a_page_goes_on_beside_with_its_first_column_on_each_page(pages):
    several = of(pages, "many")
    last = [page for page in several if "quarter 15" in page.text]
    assert "quarter 1 " not in last[0].text
    assert all("Contract" in page.text for page in several)
    assert "C000" in last[0].text


@pytest.mark.needs("soffice")
def test_each_page_repeats_the_headings_and_says_whose_it_is_and_what_it_is(pages):
    facts = of(pages, "Facts")
    assert len(facts) > 2
    assert all("What it says" in page.text and "As printed" in page.text for page in facts)
    for number, page in enumerate(pages, start=1):
        assert page.foot == f"{page.sheet} Page {number} of {len(pages)}"
        assert "Roads and paths and D and A: Quarter 3" in page.text  # an & would begin a code: today's date
        assert "Draft: not cleared for publication. Illustrative data: no figure is" in page.text


@pytest.mark.needs("soffice")
def test_the_facts_print_the_columns_that_a_page_takes_and_the_sheet_says_so(pages):
    first, *_ = of(pages, "Facts")
    assert "On paper it has its first 5 columns." in first.text
    assert "Formula" not in first.text


# ---- what the layout stands on -------------------------------------------------------------------
def test_widths_are_those_of_arial():
    font = TTFont(TEMPLATES / "_extensions" / "cabinet" / "fonts" / "Arimo-Regular.ttf")  # Arial's own widths
    names, widths = font.getBestCmap(), font["hmtx"]
    for code in [*range(0x20, 0x7F), *map(ord, "é£–−×‘’“”")]:
        assert units(chr(code)) == pytest.approx(widths[names[code]][0] / widths[names[ord("0")]][0], abs=0.003), code


@pytest.mark.parametrize("width", [3, 17, 60, 400])
@pytest.mark.parametrize("text", [LONG, "x" * 300, f"a {'y' * 90} b. {LONG}", "日本語" * 40, "a"])
def test_a_text_in_rows_keeps_every_word_in_rows_no_wider(text, width):
    for rows in (rows_of(text, width), broken(text, width)):
        assert "".join(rows).replace(" ", "") == text.replace(" ", "")
        assert all(row and units(row) <= width + 0.01 for row in rows)


def test_a_note_is_broken_between_sentences_where_they_fit():
    assert rows_of("[note 1] One is here. Two is here.", 25) == ["[note 1] One is here.", "Two is here."]
