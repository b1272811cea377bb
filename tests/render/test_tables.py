"""Tables as a reader finds them: headings of few lines, the same columns in every format, kept whole on a page."""

import re
import subprocess
import zipfile
from collections.abc import Callable
from itertools import pairwise

import docx
import lxml.html
import pytest
from docx.oxml.ns import qn

from tests.render.conftest import Report

HEADINGS = ["Contract", "Supplier", "Due to date (£m)", "Validated to date (£m)", "\\% of due", "Return"]
SUPPLIERS = ["Illustrative Construction Group plc", "Example Residential Care Homes Ltd", "Sample Energy Ltd"]


def contracts(rows: int, name: str = "behind") -> str:
    lines = [f"| {' | '.join(HEADINGS)} |", "|:--|:--|--:|--:|--:|:--|"]
    for row in range(rows):
        title = f"C{row:03} Highways resurfacing framework: principal and classified roads"
        lines.append(f"| {title} | {SUPPLIERS[row % 3]} | 12.103 | 1.209 | 57.5 | Received |")
    return "\n".join([*lines, "", f": Contracts behind {{#tbl-{name}}}"])


def short(rows: int, name: str = "quarters") -> str:
    lines = ["| Quarter | Due (£m) | Validated (£m) |", "|:--|--:|--:|"]
    lines += [f"| Quarter number {row} | {row}.513 | {row}.493 |" for row in range(1, rows + 1)]
    return "\n".join([*lines, "", f": In each quarter {{#tbl-{name}}}"])


def pages(report: Report) -> list[str]:
    command = ["pdftotext", "-layout", str(report["pdf"]), "-"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.split("\f")[:-1]


def word_shares(report: Report) -> list[list[float]]:
    tables = docx.Document(str(report["docx"])).tables
    grids = [[int(column.get(qn("w:w"), "0")) for column in table._tbl.tblGrid] for table in tables]
    return [[width / sum(grid) for width in grid] for grid in grids]


def html_shares(report: Report) -> list[list[float]]:
    root = lxml.html.parse(str(report["html"])).getroot()
    return [
        [float(re.sub(r"[^\d.]", "", column.get("style"))) / 100 for column in table.findall(".//col")]
        for table in root.findall(".//table")
    ]


# ---- columns ---------------------------------------------------------------------------------------------
@pytest.mark.needs("pdftotext")
@pytest.mark.parametrize("rows", [1, 8, 25])
def test_headings_of_number_columns_take_at_most_three_lines(rendered: Callable[..., Report], rows: int) -> None:
    report = rendered(contracts(rows), ("pdf",))
    boxes = subprocess.run(["pdftotext", "-bbox", report["pdf"], "-"], capture_output=True, text=True, check=True)
    (page, *_) = boxes.stdout.split("</page>")
    words = re.findall(r'yMin="([\d.]+)"[^>]*yMax="([\d.]+)">([^<]+)', page)
    caption = max(float(low) for _, low, word in words if word == "behind")
    first = min(float(top) for top, _, word in words if word == "C000")
    tops = {round(float(top)) for top, low, _ in words if float(top) > caption and float(low) < first + 1}
    assert 1 <= len(tops) <= 3


def test_the_three_formats_share_the_same_columns(rendered: Callable[..., Report]) -> None:
    report = rendered(f"{contracts(8)}\n\n{short(7)}", ("docx", "html"))
    for word, html in zip(word_shares(report), html_shares(report), strict=True):
        assert word == pytest.approx(html, abs=0.011)  # a web page's are whole per cents
        assert sum(html) == pytest.approx(1, abs=1e-6)


def test_a_first_column_of_words_is_not_starved_for_the_headings(rendered: Callable[..., Report]) -> None:
    (shares,) = html_shares(rendered(contracts(8), ("html",)))
    assert shares[0] == max(shares)
    assert shares[0] > 2 * shares[4]


def test_a_narrow_screen_scrolls_rather_than_pile_up_headings(rendered: Callable[..., Report]) -> None:
    root = lxml.html.parse(str(rendered(f"{contracts(2)}\n\n{short(2)}", ("html",))["html"])).getroot()
    wide, narrow = (
        int(re.findall(r"--narrowest: (\d+)em", frame.get("style"))[0]) for frame in root.find_class("table-frame")
    )  # in ems
    assert narrow < 20 < wide < 44, "a small table fits a telephone of 320 px"


@pytest.mark.needs("pdftotext")
def test_a_name_is_kept_on_its_line_rather_than_a_heading(rendered: Callable[..., Report]) -> None:
    headings = ["District", "Committed, whole life (£m)", "Due to date (£m)", "Reported to date (£m)",
                "Validated to date (£m)", "\\% of due"]  # fmt: skip
    names = ["Burnley", "Fylde", "Lancaster", "Not stated", "Ribble Valley", "West Lancashire", "Wyre"]
    rows = [f"| {name} | 23.560 | 6.949 | 6.267 | 4.908 | 112.8 |" for name in names]
    table = "\n".join([f"| {' | '.join(headings)} |", "|:--|--:|--:|--:|--:|--:|", *rows])
    assert re.search(r"West Lancashire +23\.560", pages(rendered(table, ("pdf",)))[-1])


def test_word_tables_end_at_the_margin_in_every_row(sample: Report) -> None:
    for table in docx.Document(str(sample["docx"])).tables:
        width = table._tbl.tblPr.find(qn("w:tblW"))
        assert width is not None
        assert (width.get(qn("w:type")), width.get(qn("w:w"))) == ("dxa", "9412")
        grid = [column.get(qn("w:w")) for column in table._tbl.tblGrid]
        assert sum(map(int, grid)) == 9412
        for row in table._tbl.tr_lst:
            assert [cell.tcPr.find(qn("w:tcW")).get(qn("w:w")) for cell in row.tc_lst] == grid


# ---- pages -------------------------------------------------------------------------------------------------
def filler(lines: int) -> str:
    return "\n\n".join(f"Line {number}." for number in range(lines))


@pytest.mark.needs("pdftotext")
@pytest.mark.parametrize("lines", [14, 17, 20, 23, 26])
def test_a_short_table_stays_whole_with_caption_and_heading(rendered: Callable[..., Report], lines: int) -> None:
    report = rendered(f"## Detail\n\n{filler(lines)}\n\n### By quarter\n\n{short(6)}", ("pdf",))
    holding = [page for page in pages(report) if re.search(r"Quarter number|Table 1|By quarter|Validated \(£m\)", page)]
    assert len(holding) == 1


@pytest.mark.needs("pdftotext")
def test_a_short_table_that_leaves_much_of_the_page_blank_is_parted(rendered: Callable[..., Report]) -> None:
    report = rendered(f"## Detail\n\n{filler(4)}\n\n{contracts(8)}", ("pdf",))
    first, *_ = pages(report)
    assert "Table 1" in first
    assert 2 <= first.count("Received") < 8


@pytest.mark.needs("pdftotext")
@pytest.mark.parametrize("lines", [20, 22, 23, 24, 25, 26])
def test_a_long_table_never_leaves_its_caption_or_one_row_behind(rendered: Callable[..., Report], lines: int) -> None:
    report = rendered(f"## Detail\n\n{filler(lines)}\n\n{short(30)}", ("pdf",))
    (start,) = [page for page in pages(report) if "Table 1" in page]
    assert start.count("Quarter number") >= 2


@pytest.mark.needs("pdftotext")
@pytest.mark.parametrize("lines", [13, 16, 19, 22, 25])
def test_a_note_stays_with_the_table_below_it(rendered: Callable[..., Report], lines: int) -> None:
    report = rendered(f"## Detail\n\n{filler(lines)}\n\n[z] means not applicable.\n\n{short(6)}", ("pdf",))
    assert len([page for page in pages(report) if re.search(r"not applicable|Table 1|number 1", page)]) == 1


def test_word_keeps_a_note_with_the_table_below_it(rendered: Callable[..., Report]) -> None:
    report = rendered(f"A note.\n\n{short(3)}\n\nMore.\n\n{short(3, 'more')}\n\nAn end.", ("docx",))
    styles = {paragraph.text: paragraph.style for paragraph in docx.Document(str(report["docx"])).paragraphs}
    keeps = {text: style.paragraph_format.keep_with_next for text, style in styles.items() if style is not None}
    assert (keeps["A note."], keeps["More."], keeps["An end."]) == (True, True, None)


def test_word_keeps_the_same_rows_together(rendered: Callable[..., Report]) -> None:
    report = rendered(f"{short(6)}\n\n{short(30, 'many')}\n\n{contracts(8)}", ("docx",))
    kept = [
        ["Kept" in (row.cells[0].paragraphs[0].style.name or "") for row in table.rows]  # type: ignore[union-attr]
        for table in docx.Document(str(report["docx"])).tables
    ]
    assert kept[0] == [False] + [True] * 5 + [False], "all but the heading, kept by its own style, and the last"
    assert kept[1] == [False, True, *[False] * 29], "the first two"
    assert 1 <= sum(kept[2]) < 5, "as many as take up a quarter of a page"
    styles = zipfile.ZipFile(report["docx"]).read("word/styles.xml").decode()
    for name in ("TableTextKept", "TableText11Kept", "TableText10Kept", "TableText9Kept"):
        (style,) = re.findall(rf'<w:style [^>]*w:styleId="{name}".*?</w:style>', styles)
        assert "<w:keepNext/>" in style


@pytest.mark.needs("pdftotext")
@pytest.mark.needs("soffice")
def test_libreoffice_moves_a_short_table_whole(rendered: Callable[..., Report]) -> None:
    report = rendered(f"## Detail\n\n{filler(17)}\n\n{short(6)}", ("docx",))
    profile = f"-env:UserInstallation=file://{report.folder}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(report.folder)]
    subprocess.run([*command, str(report["docx"])], check=True, capture_output=True)
    holding = [page for page in pages(report) if "Quarter number" in page or "Table 1" in page]
    assert len(holding) == 1
    assert all(later > earlier for earlier, later in pairwise(map(int, re.findall(r"number (\d)", holding[0]))))


@pytest.mark.needs("pdftotext")
def test_where_a_name_is_too_long_for_any_size_only_the_name_is_broken(rendered: Callable[..., Report]) -> None:
    words = ["Environmental", "Neighbourhoods", "Received", "Missing", "112.8", "4.908"]
    cells = ["Unbroken" * 12, "Construction" * 8, *words]
    report = rendered(f"| {' | '.join('ABCDEFGH')} |\n|{':--|' * 8}\n| {' | '.join(cells)} |", ("pdf",))
    assert set(words) <= set(" ".join(pages(report)).split())
    assert "Unbroken" * 12 not in " ".join(pages(report)).split()
