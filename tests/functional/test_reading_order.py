"""The example report as it is read aloud: kept in tests/golden/, and the same in Word, PDF and web page."""

import difflib
from itertools import zip_longest
from operator import eq
from pathlib import Path

import pytest

from tests.reading import read
from tests.reading.alike import says_the_same, sequence
from tests.reading.aloud import GOLDEN, spoken
from tests.reading.workbook import read_workbook
from tests.render.planted import PLANTED, in_web, in_word

FOLDER = Path(__file__).parents[1] / "golden"
CELL = r"(<td[^>]*>(?:<span[^>]*>)?{}(?:</span>)?</td>\s*)"
AGAIN = "what is read aloud has changed; if that is meant: make golden"


@pytest.mark.parametrize("name", GOLDEN)
def test_each_document_reads_as_it_is_kept(bundle, name):
    kept = (FOLDER / GOLDEN[name]).read_text("utf-8")
    now = spoken(bundle / "public" / name)
    if now != kept:
        changes = difflib.unified_diff(kept.splitlines(), now.splitlines(), "kept", "now", lineterm="", n=1)
        pytest.fail("\n".join([AGAIN, *list(changes)[:60]]), pytrace=False)


@pytest.fixture(scope="module")
def said(bundle):
    """What each of the three says, line by line."""
    return {name: sequence(read(bundle / "public" / f"report.{name}")) for name in ("docx", "pdf", "html")}


def first_difference(one, other, same=says_the_same):
    return next(((a, b) for a, b in zip_longest(one, other, fillvalue="") if not same(a, b)), None)


def test_word_pdf_and_web_page_say_the_same_in_the_same_order(said):
    assert len(said["docx"]) > 500
    assert first_difference(said["docx"], said["html"], eq) is None
    assert first_difference(said["docx"], said["pdf"]) is None


@pytest.mark.parametrize(
    ("name", "plant"),
    [
        ("docx", in_word("(SEQ Figure (?:(?!<w:t>).)*<w:t>)2", r"\g<1>9")),
        ("docx", *PLANTED["docx"]["text alternative"]),
        ("html", in_web("<h3 (id=.delivery-by-theme.*?)</h3>", r"<h2 \1</h2>")),
        ("html", in_web(CELL.format("6.125") + CELL.format("5.782"), r"\2\1")),
        ("pdf", PLANTED["pdf"]["cell"][0]),
        ("pdf", PLANTED["pdf"]["kind"][0]),
    ],
)
def test_one_that_says_something_else_is_found(bundle, said, tmp_path, name, plant):
    other = tmp_path / f"report.{name}"
    other.write_bytes((bundle / "public" / other.name).read_bytes())
    plant(other)
    assert first_difference(said["html" if name != "html" else "docx"], sequence(read(other))) is not None


def test_a_stand_in_stands_for_characters_beyond_latin_only():
    assert says_the_same("cell: 環境 Ltd", "cell: \ufffd Ltd")
    assert not says_the_same("cell: Other Ltd", "cell: \ufffd Ltd")
    assert not says_the_same("cell: 環境 Ltd", "cell: Ltd")
    assert says_the_same("cell: $x$ and $$y$$", "cell: $x$ and $ $y$$")
    assert not says_the_same("cell: $x$", "cell: $y$")


def test_the_workbook_has_the_cells_of_each_table_of_the_report(bundle):
    document = read(bundle / "public" / "report.html")
    sheets = {sheet.elements[0].text: sheet for sheet in read_workbook(bundle / "public" / "tables.xlsx")}
    found = 0
    for caption, table in captioned(document):
        if caption in sheets:
            (own,) = (element for element in sheets[caption].elements if element.kind == "table")
            assert numbers(own) == numbers(table), caption
            found += 1
    assert found >= 12


def captioned(document):
    """Yield each table with its caption, without number and link."""
    before = None
    for element in document.elements:
        if element.kind == "table" and before is not None and before.kind == "caption":
            yield before.text.partition(": ")[2].partition(" Sources of ")[0], element
        before = element


def numbers(table):
    """Return the cells of a table's body, as the workbook shows them: without thousands' commas and words for marks."""
    return [[cell.text.replace(",", "") for cell in row if cell.text[:1].isdigit()] for row in table.rows[1:]]
