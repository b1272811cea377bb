"""The pages of the Word file and the PDF: DRAFT behind the text, a list of contents, and pages that are turned."""

import re
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from docx.oxml.ns import qn
from lxml import etree
from PIL import Image

from sv_report.errors import RenderError
from sv_report.render import FORMATS, choose_engine, furnish, render
from tests.render.conftest import FRONT, MOMENT, TEMPLATES, Report
from tests.render.test_pdf import tags
from tests.render.word_file import WordFile, words

FINAL = FRONT.replace("draft: true", "draft: false")
WITH_CONTENTS = FRONT.replace("  edition:", "  contents: true\n  edition:")
UPRIGHT, TURNED = (595, 842), (842, 595)
VML, OFFICE = "{urn:schemas-microsoft-com:vml}", "{urn:schemas-microsoft-com:office:office}"


def in_libreoffice(report: Report, folder: Path) -> Path:
    """The Word file as LibreOffice prints it."""
    command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf"]
    subprocess.run([*command, "--outdir", str(folder), str(report["docx"])], check=True, capture_output=True)
    return folder / "report.pdf"


def page_sizes(pdf: Path) -> list[tuple[int, int]]:
    with pikepdf.open(pdf) as opened:
        boxes = [[round(float(side)) for side in page.mediabox] for page in opened.pages]
        turned = [int(page.get("/Rotate", 0)) % 180 == 90 for page in opened.pages]
    sizes = [(box[2] - box[0], box[3] - box[1]) for box in boxes]
    return [(size[1], size[0]) if turn else size for size, turn in zip(sizes, turned, strict=True)]


def texts(pdf: Path) -> list[str]:
    done = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, text=True, check=True)
    return done.stdout.split("\f")[:-1]


def boxes(pdf: Path, page: int) -> list[tuple[str, float]]:
    """The words of a page, and how far to the right each ends."""
    command = ["pdftotext", "-bbox", "-f", str(page), "-l", str(page), str(pdf), "-"]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return [(word, float(end)) for end, word in re.findall(r'xMax="([\d.]+)"[^>]*>([^<]+)', told)]


def greys(pdf: Path, folder: Path) -> list[float]:
    """The part of each page, between its head and foot, that is light grey."""
    subprocess.run(["pdftoppm", "-r", "30", str(pdf), str(folder / "page")], check=True)
    shares = []
    for picture in sorted(folder.glob("page*.ppm")):
        with Image.open(picture) as page:
            body = page.convert("L").crop((0, page.height // 5, page.width, page.height * 4 // 5))
            shares.append(sum(body.histogram()[215:238]) / (body.width * body.height))
    return shares


# ---- DRAFT ---------------------------------------------------------------------------------------
def watermarks(file: WordFile) -> list[Any]:
    roots = [etree.fromstring(file.parts[name]) for name in file.parts if name.endswith(".xml")]
    return [shape for root in roots for shape in root.iter(f"{VML}shape")]


TWO_PAGES = "## Detail\n\nWords.\n\n::: {.landscape}\nTurned.\n:::\n"


def test_a_draft_has_words_own_watermark_in_every_page_header(rendered: Callable[..., Report]) -> None:
    file = WordFile(rendered(TWO_PAGES, ("docx",))["docx"])
    shapes = watermarks(file)
    assert len(shapes) == len(file.edges("header")) == 2
    assert [shape.get("id") for shape in shapes] == ["PowerPlusWaterMarkObject1", "PowerPlusWaterMarkObject2"]
    assert len({shape.get(f"{OFFICE}spid") for shape in shapes}) == 2
    for shape in shapes:
        assert shape.find(f"{VML}textpath").get("string") == "DRAFT"
        assert "rotation:315;z-index:-" in shape.get("style"), "a negative place is behind the text"
        assert not {"alt", "title"} & set(shape.keys()), "nothing more for a screen reader to say"


def test_a_final_report_has_no_watermark(rendered: Callable[..., Report]) -> None:
    file = WordFile(rendered(TWO_PAGES, ("docx",), FINAL)["docx"])
    assert watermarks(file) == []
    assert "w:pict" not in "".join(file.text(name) for name in file.edges("header"))


@pytest.mark.needs("pdftotext", "pdftoppm", "soffice")
def test_draft_shows_behind_the_text_of_every_page_and_is_gone_when_final(
    rendered: Callable[..., Report], tmp_path: Path
) -> None:
    for front, is_draft in ((FRONT, True), (FINAL, False)):
        report = rendered(TWO_PAGES, ("docx", "pdf"), front)
        for pdf in (report["pdf"], in_libreoffice(report, tmp_path)):
            pictures = tmp_path / f"{pdf.parent.name}-{is_draft}"
            pictures.mkdir(exist_ok=True)
            shares = greys(pdf, pictures)
            assert len(shares) == 2
            assert all((share > 0.02) == is_draft for share in shares), (pdf, shares)


@pytest.mark.needs("pdftotext")
def test_the_watermark_of_the_pdf_is_read_out_by_nobody(rendered: Callable[..., Report]) -> None:
    draft = rendered(TWO_PAGES, ("pdf",))["pdf"]
    with pikepdf.open(draft) as opened:
        kinds = [kind for kind, _ in tags(opened.Root.StructTreeRoot.K)]
        assert "/Figure" not in kinds
        for page in opened.pages:
            marks = [str(each.operands[0]) for each in pikepdf.parse_content_stream(page) if _begins(each)]
            assert marks[0] == "/Artifact", "the first on the page, so behind all else"
    assert all(page.count("DRAFT") == 1 for page in texts(draft)), "in the page header, and in no reader's way"


def _begins(instruction: Any) -> bool:
    return str(instruction.operator) in ("BDC", "BMC")


# ---- contents ------------------------------------------------------------------------------------
PARTS = """## Brief Summary

Words.

## Detail

### What was "delivered" & *by whom* <now>

Words.

#### Too deep for the list

Words.

::: {.landscape}

### On a turned page

Words.

:::

## Legal

Words.
"""
LISTED = ["Brief Summary", "Detail", 'What was "delivered" & by whom <now>', "On a turned page", "Legal"]


def entries(file: WordFile) -> list[Any]:
    return [paragraph for name, paragraph in file.paragraphs() if name.startswith("toc ")]


@pytest.fixture
def with_contents(rendered: Callable[..., Report]) -> Report:
    return rendered(PARTS.replace("<now>", r"\<now\>").replace("&", r"\&"), front=WITH_CONTENTS)


def test_words_contents_field_is_true_before_anyone_updates_it(with_contents: Report) -> None:
    file = WordFile(with_contents["docx"])
    assert file.fields()[0] == r'TOC \o "2-3" \h \z \u'
    assert [words(each) for each in entries(file)] == LISTED
    assert [name for name, _ in file.paragraphs() if name.startswith("toc ")] == [
        "toc 2", "toc 2", "toc 3", "toc 3", "toc 2",
    ]  # fmt: skip
    headings = {words(paragraph): paragraph for name, paragraph in file.paragraphs() if name.startswith("heading ")}
    for entry in entries(file):
        (link,) = entry.iter(qn("w:hyperlink"))
        marks = [each.get(qn("w:name")) for each in headings[words(entry)].iter(qn("w:bookmarkStart"))]
        assert link.get(qn("w:anchor")) in marks


def test_word_asks_nothing_when_it_opens_a_report_with_contents(with_contents: Report) -> None:
    file = WordFile(with_contents["docx"])
    assert "updateFields" not in file.text("word/settings.xml")
    assert "w:dirty" not in file.text("word/document.xml")
    assert "<w:sdt>" not in file.text("word/document.xml"), "an editing that LibreOffice saved would lose paragraphs"


def test_the_title_of_the_contents_is_no_heading_of_its_own(with_contents: Report) -> None:
    file = WordFile(with_contents["docx"])
    (title,) = [paragraph for name, paragraph in file.paragraphs() if name == "TOC Heading"]
    assert words(title) == "Contents"
    style = file.styles["TOCHeading"]
    assert style.find(f".//{qn('w:outlineLvl')}") is None
    assert style.find(qn("w:basedOn")).get(qn("w:val")) == "Normal"
    assert title.getnext() is entries(file)[0]


@pytest.mark.needs("soffice")
def test_libreoffice_knows_the_contents_for_a_list_that_it_can_update(with_contents: Report, tmp_path: Path) -> None:
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "odt"]
    subprocess.run([*command, "--outdir", str(tmp_path), str(with_contents["docx"])], check=True, capture_output=True)
    with zipfile.ZipFile(tmp_path / "report.odt") as archive:
        content = archive.read("content.xml").decode()
    (whole,) = re.findall(r"<text:table-of-content .*?</text:table-of-content>", content, re.DOTALL)
    assert len(re.findall("<text:a ", whole)) == len(LISTED)


@pytest.mark.needs("pdftotext")
def test_the_pdfs_contents_lead_to_the_pages_that_they_name(with_contents: Report) -> None:
    pages = texts(with_contents["pdf"])
    listed = re.findall(r"^ *(\S.*?) (?:\. ){3,}.*?(\d+)$", pages[0], re.MULTILINE)
    assert [title for title, _ in listed] == LISTED
    for title, number in listed:
        below = pages[0].partition("Legal . ")[2] if number == "1" else pages[int(number) - 1]
        assert title in below
    with pikepdf.open(with_contents["pdf"]) as opened:
        kinds = [kind for kind, _ in tags(opened.Root.StructTreeRoot.K)]
    assert kinds.count("/TOCI") == len(LISTED)
    assert kinds.count("/H1") == 1


def test_there_is_no_list_unless_it_is_asked_for(rendered: Callable[..., Report], with_contents: Report) -> None:
    page = with_contents["html"].read_bytes()
    report = rendered(PARTS.replace("<now>", r"\<now\>").replace("&", r"\&"))
    assert entries(WordFile(report["docx"])) == []
    assert report["html"].read_bytes() == page, "the web page has its own list, asked for or not"


# ---- landscape -----------------------------------------------------------------------------------
HEADINGS = ["Reference", "Contract", "Supplier", "Directorate", "Committed, whole life (£)", "Reported to date (£)",
            "Validated to date (£)", "Performance indicators", "Recommendation"]  # fmt: skip
SUPPLIERS = [
    "Illustrative Construction Group plc",
    "Nowhere-upon-Example Community Transport Co-operative Society Limited (Illustrative)",
]


def wide(rows: int, name: str = "wide") -> str:
    lines = [f"| {' | '.join(HEADINGS)} |", "|:--|:--|:--|:--|--:|--:|--:|:--|:--|"]
    for row in range(rows):
        cells = [f"EX-{row:04}", f"Highways resurfacing framework: lot {row}", SUPPLIERS[row % 2], "Environment",
                 f"12,103,{row:03}", f"1,100,{row:03}", f"1,000,{row:03}", "Satisfactory", "Continue"]  # fmt: skip
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join([*lines, "", f": Every contract {{#tbl-{name}}}"])


SMALL = "| A | B |\n|:--|--:|\n| x | 1 |\n\n: Small {#tbl-small}"


def around(turned: str) -> str:
    return f"## Detail\n\nBefore, see @tbl-wide.\n\n### All contracts\n\n{turned}\n\nAfter.\n\n{SMALL}\n\n## Legal\n\nLast."


@pytest.fixture(scope="module")
def turned(tmp_path_factory: pytest.TempPathFactory) -> Report:
    folder = tmp_path_factory.mktemp("turned")
    (folder / "report.qmd").write_text(FRONT + around(wide(80)) + "\n", encoding="utf-8")
    furnish(folder, TEMPLATES, FORMATS)
    return Report(folder, render(folder, FORMATS, choose_engine("embedded"), MOMENT))


def test_a_table_too_wide_for_the_page_is_on_landscape_pages_by_itself(turned: Report) -> None:
    file = WordFile(turned["docx"])
    assert file.sections() == [("portrait", 9412), ("landscape", 14344), ("portrait", 9412)]
    grids = [sum(int(each.get(qn("w:w"))) for each in table.iter(qn("w:gridCol"))) for table in tables(file)]
    assert grids == [14344, 9412]
    sizes = page_sizes(turned["pdf"])
    assert sizes[0] == sizes[-1] == UPRIGHT
    assert set(sizes[1:-1]) == {TURNED}


def tables(file: WordFile) -> Iterator[Any]:
    yield from file.body.iter(qn("w:tbl"))


@pytest.mark.needs("pdftotext", "soffice")
def test_turned_pages_have_the_heading_header_and_footer_at_their_own_width(turned: Report, tmp_path: Path) -> None:
    for pdf in (turned["pdf"], in_libreoffice(turned, tmp_path)):
        pages, sizes = texts(pdf), page_sizes(pdf)
        assert "All contracts" not in pages[0], "the heading goes with its table"
        assert "All contracts" in pages[1]
        for number, (page, size) in enumerate(zip(pages, sizes, strict=True), start=1):
            assert f"Page {number} of {len(pages)}" in page
            assert "Lancashire County Council" in page
            (draft,) = [end for word, end in boxes(pdf, number) if word == "DRAFT"]
            assert draft == pytest.approx(size[0] - 62.4, abs=2), "the right-hand tab is at the margin"
        assert all("Reference" in page for page, size in zip(pages, sizes, strict=True) if size == TURNED)
        assert "After." in pages[-1]
        assert sizes.count(UPRIGHT) == 2, "no page is empty"


def test_every_section_has_its_page_header_and_footer_by_name(turned: Report) -> None:
    file = WordFile(turned["docx"])
    relations = dict(re.findall(r'Id="(\w+)" Target="(\w+\.xml)"', _ordered(file.text("word/_rels/document.xml.rels"))))
    named = []
    for section in file.body.iter(qn("w:sectPr")):
        edges = (*section.findall(qn("w:headerReference")), *section.findall(qn("w:footerReference")))
        named.append([relations[each.get(qn("r:id"))] for each in edges])
    upright, across = ["header1.xml", "footer1.xml"], ["header1Wide.xml", "footer1Wide.xml"]
    assert named == [upright, across, upright]
    assert {f"word/{name}" for name in (*upright, *across)} <= set(file.parts)


def _ordered(relations: str) -> str:
    root = etree.fromstring(relations.encode())
    return " ".join(f'Id="{one.get("Id")}" Target="{one.get("Target")}"' for one in root)


def test_what_is_turned_is_read_in_its_place(turned: Report) -> None:
    with pikepdf.open(turned["pdf"]) as opened:
        kinds = [kind for kind, _ in tags(opened.Root.StructTreeRoot.K)]
    body = [kind for kind in kinds[kinds.index("/H2") :] if kind in ("/H2", "/H3", "/P", "/Table")]
    order = [kind for kind, before in zip(body, [None, *body], strict=False) if kind != "/P" or before != "/P"]
    assert order == ["/H2", "/P", "/H3", "/Table", "/P", "/Table", "/H2", "/P"]


def test_a_web_page_turns_nothing_and_lets_the_table_scroll(turned: Report) -> None:
    page = turned["html"].read_text("utf-8")
    assert "landscape" not in re.sub(r"<style.*?</style>", "", page, flags=re.DOTALL)
    assert page.count('class="table-frame') == 2


def test_a_table_that_fits_in_10_point_stays_upright(rendered: Callable[..., Report]) -> None:
    cells = ["12,103,000"] * 6
    for count, orientation in ((6, ["portrait"]), (9, ["portrait", "landscape"])):
        heads = [f"Reported {number}" for number in range(count)]
        row = [*cells, *cells][:count]
        table = f"| {' | '.join(heads)} |\n|{'--:|' * count}\n| {' | '.join(row)} |"
        file = WordFile(rendered(f"## Detail\n\nWords.\n\n{table}", ("docx",))["docx"])
        assert [each for each, _ in file.sections()] == orientation


def test_only_a_table_too_wide_for_an_upright_page_is_set_in_10_point_to_be_short(
    rendered: Callable[..., Report],
) -> None:
    rows = [f"| EX-{row} | {'Highways resurfacing, ' * 9} | {SUPPLIERS[row % 2]} | 12 |" for row in range(9)]
    fits = "\n".join(["| Reference | Contract | Supplier | Due (£m) |", "|:--|:--|:--|--:|", *rows])
    file = WordFile(rendered(f"## Detail\n\nA.\n\n::: {{.landscape}}\n{fits}\n:::", ("docx",))["docx"])
    assert {name for name, _ in file.paragraphs() if name.startswith("Table Text")} <= {
        "Table Text", "Table Text Kept", "Table Text 11", "Table Text 11 Kept",
    }  # fmt: skip


def test_no_page_is_empty_where_the_last_words_are_turned(rendered: Callable[..., Report], tmp_path: Path) -> None:
    report = rendered(TWO_PAGES, ("docx", "pdf"))
    assert [each for each, _ in WordFile(report["docx"]).sections()] == ["portrait", "landscape"]
    assert page_sizes(report["pdf"]) == [UPRIGHT, TURNED]
    assert page_sizes(in_libreoffice(report, tmp_path)) == [UPRIGHT, TURNED]


def test_tables_that_are_turned_one_after_the_other_are_turned_once(rendered: Callable[..., Report]) -> None:
    report = rendered(around(f"{wide(3)}\n\n### More\n\n{wide(3, 'more')}"), ("docx", "pdf"))
    assert [each for each, _ in WordFile(report["docx"]).sections()] == ["portrait", "landscape", "portrait"]
    assert page_sizes(report["pdf"]).count(UPRIGHT) == 2


def test_exempt_words_are_gone_from_turned_pages_and_leave_none_behind(rendered: Callable[..., Report]) -> None:
    body = "## Detail\n\nWords.\n\n::: {.landscape}\n\n::: {.exempt}\nSecret.\n:::\n\n:::\n\nAfter."
    report = rendered(body, ("docx", "pdf"))
    assert [each for each, _ in WordFile(report["docx"]).sections()] == ["portrait"]
    assert page_sizes(report["pdf"]) == [UPRIGHT]


@pytest.mark.parametrize(
    "body",
    [
        "- item\n\n  ::: {.landscape}\n  Words.\n  :::",
        "> ::: {.landscape}\n> Words.\n> :::",
        "::: {.callout-note}\n\n::: {.landscape}\nWords.\n:::\n\n:::",
        "::: {.landscape}\n\n::: {.landscape}\nWords.\n:::\n\n:::",
        "(i) item\n\n    ::: {.landscape}\n    Words.\n    :::",
    ],
)
def test_a_page_cannot_turn_within_a_list_a_quotation_or_another_block(
    rendered: Callable[..., Report], body: str
) -> None:
    with pytest.raises(RenderError) as raised:
        rendered(f"## Detail\n\n{body}", ("docx",))
    assert "pages can be turned only for what stands by itself" in raised.value.findings[0].message


@pytest.mark.parametrize("front", [FRONT, WITH_CONTENTS])
def test_words_own_rules_hold_for_turned_pages_and_contents(rendered: Callable[..., Report], front: str) -> None:
    from tests.render.test_word_file import CHECKERS, checked

    report = rendered(around(wide(8)), ("docx",), front)
    for checker in CHECKERS:
        done = checked(checker, report["docx"])
        assert done.returncode == 0, done.stdout + done.stderr
