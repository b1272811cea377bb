"""Names in the data that ask to be obeyed are printed as they stand, in every file of a whole run, and nothing of them is live."""

import json
import re
import subprocess
import zipfile
from itertools import pairwise

import lxml.html
import pikepdf
import pytest

from sv_report.data.cells.cell import INVISIBLE
from sv_report.data.cells.words import read_text
from tests.functional.conftest import EDITION, sv_report
from tests.functional.hostile_names import (
    ALL,
    APPENDIX,
    DISTRICTS,
    LONG,
    SCRIPTS,
    THEMES,
    given,
    seen,
    shown,
    workbench,
)
from tests.reading import read
from tests.reading.alike import LEFT_TO_RIGHT, says_the_same, sequence
from tests.reading.parity import as_pdf
from tests.reading.workbook import read_workbook

FORMATS = ("docx", "pdf", "html")
MARGIN = 62.3  # points left and right of a page's text
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FIELDS = (
    r"^ (SEQ (Table|Figure) \\\* ARABIC|REF (table|figure)_\w+ \\h|PAGE|NUMPAGES|PAGE +\\\* .*|NUMPAGES +\\\* .*) ?$"
)
TURNING = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\ufeff\u00ad\x07\x1b")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The workbench, and the public folder of its report."""
    root = workbench(tmp_path_factory.mktemp("hostile") / "bench")
    done = sv_report("run", EDITION, "--root", root, "--engine", "embedded")
    assert done.returncode == 0, done.stderr
    return root, root / "outputs" / EDITION / "public"


@pytest.fixture(scope="module")
def documents(made):
    return {name: read(made[1] / f"report.{name}") for name in FORMATS}


def first_cells(document):
    return [row[0].text for element in document.of("table") for row in element.rows[1:]]


def as_printed(document, words):
    """Return whether a document has a cell of these words, as its format shows them."""
    return any(says_the_same(shown(words), cell) for cell in first_cells(document))


# ---- printed as they stand -----------------------------------------------------------------------
@pytest.mark.parametrize("format_", FORMATS)
def test_each_name_of_a_measure_a_theme_and_a_district_is_printed(made, documents, format_):
    root, _ = made
    measures = [f"{ref} {name}" for ref, name in given(root, "measures", "ref", "name").items()]
    assert len(measures) == 37
    for words in (*measures, *THEMES.values(), *DISTRICTS.values()):
        assert as_printed(documents[format_], words), words


@pytest.mark.parametrize("format_", FORMATS)
def test_each_contract_that_is_listed_has_its_name_and_its_suppliers(made, documents, format_):
    root, _ = made
    titles, of = given(root, "contracts", "ref", "title"), given(root, "contracts", "ref", "supplier_id")
    suppliers = given(root, "suppliers", "id", "name")
    rows = [row for element in documents[format_].of("table") for row in element.rows if row[0].text[:4] in titles]
    assert len(rows) == 18, "ten that are most behind, and eight whose return is missing"
    for contract, supplier, *_ in rows:
        ref = contract.text[:4]
        assert says_the_same(shown(f"{ref} {titles[ref]}"), contract.text)
        assert says_the_same(shown(suppliers[of[ref]]), supplier.text)


def test_names_in_captions_and_headings_and_text_alternatives_are_whole(documents):
    for name, document in documents.items():
        (first,) = (one.text for one in document.of("caption") if "Figure 1" in one.text.replace("\u00a0", " ")[:8])
        assert f"largest for {LONG} (" in first
        assert f"smallest for {SCRIPTS[0]}{LEFT_TO_RIGHT} (" in first, name
        assert f"Appendix 'A': {shown(APPENDIX)}" in [one.text for one in document.of("heading")]
        said = " ".join(one.text for one in document.of("figure")).replace(LEFT_TO_RIGHT, "")
        for words in (*THEMES.values(), *DISTRICTS.values()):
            assert shown(words) in said, f"{name}: a text alternative keeps what a typeface lacks"


def test_the_three_say_the_same(documents):
    word, pdf, page = (sequence(documents[name]) for name in FORMATS)
    assert word == page
    assert [pair for pair in zip(word, pdf, strict=True) if not says_the_same(*pair)] == []


def test_facts_and_workbook_have_each_name_as_text(made):
    root, public = made
    facts = json.loads((public / "facts.json").read_text("utf-8"))
    labels = " ".join(fact["label"] for fact in facts)
    book = read_workbook(public / "tables.xlsx", most_facts=None)
    cells = {cell.text for sheet in book for element in sheet.elements for row in element.rows for cell in row}
    in_cells = "\n".join(cells)
    for words in (*THEMES.values(), *DISTRICTS.values()):
        assert read_text(words.translate(INVISIBLE)) in labels, "as the data stage reads it"
        assert seen(words) in cells
    for ref, name in given(root, "measures", "ref", "name").items():
        assert f"{ref} {seen(name)}" in cells
    assert all(seen(name) in in_cells for name in ALL)


def test_what_is_noted_is_stand_ins_only(made):
    root, _ = made
    found = json.loads((root / "outputs" / EDITION / "office" / "findings.json").read_text("utf-8"))
    assert {one["rule"] for one in found if one["rule"].startswith(("render", "notebook"))} == {"render-stand-in"}


# ---- nothing is live -----------------------------------------------------------------------------
def test_no_link_leads_where_the_example_has_none(documents, bundle):
    for name, document in documents.items():
        usual = read(bundle / "public" / f"report.{name}")
        assert addresses(document) == addresses(usual) == {"mailto:social.value@example.org"}


def addresses(document):
    links = [*(link for one in (*document.elements, *document.around) for link in one.links)]
    links += [link for one in document.elements for row in one.rows for cell in row for link in cell.links]
    return {link.target for link in links if not link.target.startswith("#")}


def test_a_web_page_runs_and_fetches_nothing(made):
    root = lxml.html.parse(str(made[1] / "report.html")).getroot()
    assert root.xpath("//script | //iframe | //object | //embed | //form | //b | //base | //link") == []
    assert root.xpath("//@*[starts-with(name(), 'on')]") == []
    assert all(source.startswith("data:") for source in root.xpath("//@src"))
    targets = {target[1:] for target in root.xpath("//@href") if target.startswith("#")}
    assert targets <= set(root.xpath("//@id"))


def test_a_word_file_has_no_field_and_no_part_but_ours(made, bundle):
    with zipfile.ZipFile(made[1] / "report.docx") as archive, zipfile.ZipFile(bundle / "public/report.docx") as usual:
        kinds = [{re.sub(r"rId\d+", "", name) for name in each.namelist()} for each in (archive, usual)]
        body = lxml.etree.fromstring(archive.read("word/document.xml"))
    assert {name.replace("Wide", "") for name in kinds[0]} == kinds[1]  # long names turn a page
    assert [one.text for one in body.iter(f"{W}instrText") if not re.match(FIELDS, one.text)] == []
    assert [*body.iter(f"{W}fldSimple", f"{W}object", f"{W}altChunk")] == []


def test_a_pdf_has_no_action_but_links(made):
    with pikepdf.open(made[1] / "report.pdf") as pdf:
        assert not {"/OpenAction", "/AA", "/AcroForm"} & set(pdf.Root.keys())
        kinds = {
            str(obj.S) for obj in pdf.objects if isinstance(obj, pikepdf.Dictionary) and obj.get("/Type") == "/Action"
        }
        assert kinds <= {"/URI", "/GoTo"}
        assert "/JavaScript" not in pdf.Root.get("/Names", {})


def test_a_workbook_has_no_formula_and_no_address(made):
    with zipfile.ZipFile(made[1] / "tables.xlsx") as archive:
        for name in archive.namelist():
            part = archive.read(name)
            assert b"<f>" not in part
            assert b"<f " not in part
            assert b'TargetMode="External"' not in part
            assert "externalLink" not in name


def test_no_sign_that_turns_or_hides_text_is_in_a_document(made, documents):
    for document in documents.values():
        assert not TURNING & set(json.dumps([*sequence(document), document.title], ensure_ascii=False))
    for sheet in read_workbook(made[1] / "tables.xlsx", most_facts=None):
        for element in sheet.elements:
            assert not TURNING & set(element.text + "".join(cell.text for row in element.rows for cell in row))


def test_the_exempt_mark_in_a_name_hides_nothing(documents, bundle):
    usual = read(bundle / "public" / "report.docx")
    for document in documents.values():
        rows, as_usual = ([len(one.rows) for one in each.of("table")][:14] for each in (document, usual))
        assert rows == as_usual, "the tables before the appendices"


# ---- the layout holds ----------------------------------------------------------------------------
def words_at(path):
    """Yield each word of a PDF's text with its page, its left and its right edge."""
    done = subprocess.run(["pdftotext", "-bbox", path, "-"], capture_output=True, text=True, check=True)
    for number, page in enumerate(done.stdout.split("<page ")[1:], start=1):
        width = float(re.search(r'width="([\d.]+)"', page)[1])
        for left, right, word in re.findall(r'xMin="([-\d.]+)"[^>]*xMax="([\d.]+)"[^>]*>([^<]*)</word>', page):
            yield number, width, float(left), float(right), word


@pytest.mark.needs("pdftotext")
def test_every_word_of_the_pdf_stands_between_the_margins(made):
    words = list(words_at(made[1] / "report.pdf"))
    assert len(words) > 5000
    assert [one for one in words if one[2] < MARGIN - 1 or one[3] > one[1] - MARGIN + 1] == []


@pytest.mark.needs("soffice", "pdftotext")
def test_every_word_of_the_word_file_stands_on_its_page(made, tmp_path):
    words = list(words_at(as_pdf(made[1] / "report.docx", tmp_path)))
    assert len(words) > 5000
    assert [one for one in words if one[2] < 0 or one[3] > one[1]] == []


def test_a_chart_is_as_wide_as_ever_whatever_its_names(made, bundle):
    for name in ("by_theme_chart", "by_district_chart"):
        widths = [
            re.search(r'<svg[^>]* width="([\d.]+)pt"', (folder / "media" / f"{name}.svg").read_text("utf-8"))[1]
            for folder in (made[1], bundle / "public")
        ]
        assert widths[0] == widths[1]


def test_no_heading_level_is_skipped(documents):
    for document in documents.values():
        levels = [one.level for one in document.of("heading")]
        assert all(later - earlier <= 1 for earlier, later in pairwise(levels))
