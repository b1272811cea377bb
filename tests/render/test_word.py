"""The Word file as an officer, a screen reader and the reading back of a cleared report find it."""

import hashlib
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from lxml import etree

from sv_report.render.reference import write_reference
from tests.render.conftest import TEMPLATES, Report


@pytest.fixture(scope="module")
def word(sample: Report) -> Document:
    return docx.Document(str(sample["docx"]))


def part(report: Report, name: str) -> str:
    with zipfile.ZipFile(report["docx"]) as archive:
        return archive.read(name).decode()


def names(report: Report, prefix: str) -> list[str]:
    return re.findall(rf'<w:bookmarkStart [^>]*w:name="({prefix}[^"]*)"', part(report, "word/document.xml"))


def test_the_title_block_has_the_cabinet_reports_order_and_real_styles(word: Document) -> None:
    front = [(paragraph.style.name, paragraph.text) for paragraph in word.paragraphs[:15] if paragraph.style]
    assert front == [
        ("Report To", "Report to the Cabinet"),
        ("Meeting", "Meeting to be held on Thursday, 8 February 2024"),
        ("Report Of", "Report of the Director of Finance"),
        ("Part", "Part I"),
        ("Front Label", "Electoral Division affected:"),
        ("Front Value", "(All Divisions);"),
        ("Front Label", "Corporate Priorities:"),
        ("Front Value", "Delivering better services;"),
        ("Front Value", "Supporting economic growth;"),
        ("Heading 1", "Social Value Monitoring Report: Quarter 3 2023/24"),
        ("Refers", "(Appendix 'A' refers)"),
        ("Front Label", "Contact for further information:"),
        ("Front Value", "Example Officer, Tel: 01632 960001, Head of Service - Procurement,"),
        ("Front Value", "social.value@example.org"),
        ("Heading 2", "Brief Summary"),
    ]


def test_headings_skip_no_level_and_only_the_title_is_first(word: Document) -> None:
    styles = [paragraph.style.name or "" for paragraph in word.paragraphs if paragraph.style]
    levels = [int(name[-1]) for name in styles if name.startswith("Heading")]
    assert levels.count(1) == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))


def test_every_table_is_data_with_a_repeated_header_and_rows_kept_whole(word: Document) -> None:
    assert len(word.tables) == 6, "five captioned or plain data tables and the background papers, no layout table"
    for table in word.tables:
        head, *rows = table._tbl.tr_lst
        assert head.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
        for row in (head, *rows):
            assert row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None
        look = table._tbl.tblPr.find(qn("w:tblLook"))
        assert look is not None
        assert look.get(qn("w:firstColumn")) == "1"
        assert not table._tbl.xpath(".//w:tbl"), "no nested table"


def test_numbers_are_right_aligned_by_a_style_and_headings_have_theirs(word: Document) -> None:
    head, *rows = word.tables[0].rows
    styles = [[cell.paragraphs[0].style for cell in row.cells] for row in (head, *rows)]
    names = [[style.name.removesuffix(" Kept") for style in row if style and style.name] for row in styles]
    assert names[0] == ["Table Heading 11", *["Table Number Heading 11"] * 5]
    assert {tuple(row) for row in names[1:]} == {("Table Text 11", *["Table Number 11"] * 5)}
    alignments = {style.paragraph_format.alignment for row in styles for style in row[1:] if style}
    assert alignments == {WD_ALIGN_PARAGRAPH.RIGHT}


def test_captions_are_fields_and_references_point_at_them(sample: Report) -> None:
    body = part(sample, "word/document.xml")
    assert re.findall(r"SEQ (\w+) ", body) == ["Table", "Figure", "Figure", "Table", "Table", "Figure", "Table"]
    references = re.findall(r" REF (\w+) ", body)
    assert len(references) == 7
    assert set(references) <= set(names(sample, "(?:table|figure)_"))


def test_pictures_are_png_with_the_text_alternative(sample: Report, word: Document) -> None:
    described = [node.get("descr") for node in word.element.body.iter(qn("wp:docPr"))]
    assert len(described) == 3
    assert word.element.body.xpath(".//pic:cNvPr/@descr") == described, "no file name for a screen reader to read"
    assert described[0] == (
        "Bar chart of validated social value by theme: jobs £5.2 million, growth 3.1, social 1.9, "
        "environment 1.6 and innovation 0.5."
    )
    with zipfile.ZipFile(sample["docx"]) as archive:
        assert {Path(name).suffix for name in archive.namelist() if "/media/" in name} == {".png"}


def test_facts_have_a_bookmark_and_a_style_of_their_own(sample: Report) -> None:
    assert names(sample, "svf_") == [
        "svf_contracts_monitored_1",
        "svf_sv_validated_ytd_1",
        "svf_sv_share_of_due_1",
        "svf_contracts_behind_1",
        "svf_sv_validated_quarter_1",
        "svf_sv_validated_to_date_1",
    ]
    styles = part(sample, "word/styles.xml")
    assert re.search(r'w:val="SV Fact sv_validated_ytd" ?/><w:basedOn w:val="SVFact" ?/>', styles)


LONG = "sv_validated_to_date.theme.healthier_and_safer_communities_and_places_for_everyone_to_live"
ALIKE = ("sv_validated_to_date.directorate.adults", "sv_validated_to_date.directorate.children", LONG, f"{LONG}_2",
         "a.b", "a_b", "a_b_1")  # fmt: skip


def facts_by_bookmark(report: Report, file: Path | None = None) -> dict[str, str]:
    """The fact of each bookmark of a fact, read from the name of the style on the text inside it."""
    with zipfile.ZipFile(file or report["docx"]) as archive:
        document, styles = (etree.fromstring(archive.read(f"word/{name}.xml")) for name in ("document", "styles"))
    names = {
        style.get(qn("w:styleId")): style.find(qn("w:name")).get(qn("w:val")) for style in styles.iter(qn("w:style"))
    }
    found = {}
    for start in document.iter(qn("w:bookmarkStart")):
        if start.get(qn("w:name")).startswith("svf_"):
            run = next(start.itersiblings(qn("w:r")))
            found[start.get(qn("w:name"))] = names[run.find(f"{qn('w:rPr')}/{qn('w:rStyle')}").get(qn("w:val"))]
    return {bookmark: name.removeprefix("SV Fact ") for bookmark, name in found.items()}


def test_facts_that_begin_alike_have_names_of_their_own_from_which_the_fact_is_known(
    rendered: Callable[..., Report],
) -> None:
    line = " ".join(f'[1]{{.fact fact="{id_}"}}' for id_ in (*ALIKE, *ALIKE))
    report = rendered(f'{line}\n\n| A | B |\n| :-- | --: |\n| x | [1]{{.fact fact="{ALIKE[0]}"}} |', ("docx",))
    marks = facts_by_bookmark(report)
    assert list(marks.values()) == [*ALIKE, *ALIKE, ALIKE[0]]
    assert len({mark.lower() for mark in marks}) == 2 * len(ALIKE) + 1
    assert all(re.fullmatch(r"svf_\w{1,35}", mark) for mark in marks), "under 40 letters, digits and _"


def test_a_span_without_a_facts_id_is_text(rendered: Callable[..., Report]) -> None:
    report = rendered('It is [1]{.fact}, [2]{.fact fact="A; b"} and [3]{.fact fact=""}.', ("docx",))
    assert facts_by_bookmark(report) == {}
    assert "It is 1, 2 and 3." in [each.text for each in docx.Document(str(report["docx"])).paragraphs]


EVERYWHERE = """## Detail {section="detail"}

Words.[^1]

[^1]: A note.

### Words of an officer

- one
- two

  two and a half

> Quoted.

Term
:   What it is.

| Line one
| Line two

::: {.callout-important}
A notice.
:::

(i) first
(ii) second

| A | B |
| :-- | --: |
| x | 1 |

: A caption {#tbl-x}

![Bars](media/by_theme.svg){#fig-x fig-alt="Bars."}

## Legal {section="legal"}

Lawful.

## Appendix 'A': Measures

Words.
"""


def test_every_paragraph_has_a_bookmark_inside_that_names_its_section(rendered: Callable[..., Report]) -> None:
    report = rendered(EVERYWHERE, ("docx",))
    for name in ("document", "footnotes"):
        for paragraph in etree.fromstring(part(report, f"word/{name}.xml").encode()).iter(qn("w:p")):
            text = "".join(each.text or "" for each in paragraph.iter(qn("w:t")))
            marks = [mark.get(qn("w:name")) for mark in paragraph.findall(qn("w:bookmarkStart"))]
            assert not text or [mark for mark in marks if mark.startswith(("svp_", "svh_"))], text
    assert names(report, "svp_legal") == ["svp_legal_1"], "of the profile's section, whatever its heading"
    assert names(report, "svh_") == ["svh_report_title_0", "svh_detail_0", "svh_detail_3", "svh_legal_0", "svh_appendix_a_measures_0"]  # fmt: skip
    marks = names(report, "")
    assert len({mark.lower() for mark in marks}) == len(marks)


def test_headings_cannot_take_the_names_of_anchors(rendered: Callable[..., Report]) -> None:
    body = '## Detail\n\nIt is [1]{.fact fact="x"}.\n\n## svp_detail_1\n\nA\n\n## svf_x_1\n\nB\n\n## Table 1\n\nC'
    marks = names(rendered(body, ("docx",)), "")
    assert len(marks) == len(set(marks))


@pytest.mark.needs("soffice")
def test_the_anchors_survive_being_saved_by_libreoffice(rendered: Callable[..., Report], tmp_path: Path) -> None:
    line = " ".join(f'[1]{{.fact fact="{id_}"}}' for id_ in ALIKE)
    report = rendered(f"{EVERYWHERE}\n\n{line}", ("docx",))
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "docx"]
    subprocess.run(
        [*command, "--outdir", str(tmp_path / "saved"), str(report["docx"])], check=True, capture_output=True
    )
    saved = tmp_path / "saved" / "report.docx"
    assert facts_by_bookmark(report, saved) == facts_by_bookmark(report)
    with zipfile.ZipFile(saved) as archive:
        body, properties = (archive.read(name).decode() for name in ("word/document.xml", "docProps/custom.xml"))
    assert set(names(report, "sv[ph]_")) == set(re.findall(r'w:name="(sv[ph]_[^"]*)"', body))
    assert "sv_edition" in properties
    assert "sv_document_sha256" in properties


def test_there_is_no_block_level_content_control_and_tables_have_their_normal_style(sample: Report) -> None:
    assert "<w:sdt>" not in part(sample, "word/document.xml")
    assert 'w:styleId="TableNormal"' in part(sample, "word/styles.xml")


def test_bookmarks_are_unique_and_have_names_that_word_keeps(sample: Report) -> None:
    body = part(sample, "word/document.xml")
    found = names(sample, "sv[pf]_")
    assert len(found) == len(set(found))
    assert all(re.fullmatch(r"\w{1,40}", name) for name in found)
    identifiers = re.findall(r'<w:bookmarkStart [^>]*w:id="(\d+)"', body)
    assert len(identifiers) == len(set(identifiers))


def test_numbered_lists_count_on_in_libreoffice(sample: Report) -> None:
    numbering = part(sample, "word/numbering.xml")
    assert "lvlOverride" not in numbering
    assert 'w:lvlText w:val="(%1)"' in numbering


def test_each_numbered_list_has_a_definition_of_its_own(rendered: Callable[..., Report]) -> None:
    report = rendered("(i) a\n(ii) b\n\nText.\n\n(i) c\n(ii) d\n\nText.\n\n3. e\n4. f", ("docx",))
    numbering = part(report, "word/numbering.xml")
    of_list = dict(
        re.findall(r'<w:num w:numId="(\d+)"[^>]*>\s*<w:abstractNumId w:val="(\d+)" ?/>\s*</w:num>', numbering)
    )
    used = dict.fromkeys(re.findall(r'<w:numId w:val="(\d+)"', part(report, "word/document.xml")))
    assert len(used) == 3
    assert len({of_list[number] for number in used}) == 3
    assert "lvlOverride" not in numbering


def test_the_header_says_whose_what_and_draft_and_the_footer_counts_pages(sample: Report) -> None:
    header = "".join(re.findall(r"<w:t[^>]*>([^<]*)", part(sample, "word/header1.xml")))
    assert header == ("Lancashire County CouncilDRAFTIllustrative data: no figure is Lancashire County Council's")
    assert re.findall(r" (PAGE|NUMPAGES) ", part(sample, "word/footer1.xml")) == ["PAGE", "NUMPAGES"]


def test_properties_name_the_report_and_seal_its_text(sample: Report, word: Document) -> None:
    said = word.core_properties
    assert (said.title, said.author, said.language) == (
        "Social Value Monitoring Report: Quarter 3 2023/24",
        "Director of Finance",
        "en-GB",
    )
    assert said.created is not None
    assert said.created.isoformat() == "2024-01-31T09:00:00+00:00"
    own = dict(re.findall(r'name="(\w+)"><vt:lpwstr>([^<]*)', part(sample, "docProps/custom.xml")))
    body = part(sample, "word/document.xml").encode()
    assert own == {"sv_edition": "2024-02-08", "sv_document_sha256": hashlib.sha256(body).hexdigest()}
    assert "en-US" not in part(sample, "word/settings.xml") + part(sample, "word/styles.xml")


def spacing(paragraph: object, side: str) -> int:
    """What a paragraph's own settings, else its style, say in twentieths of a point."""
    (value,) = paragraph._p.xpath(f"./w:pPr/w:spacing/@w:{side}") or (None,)  # type: ignore[attr-defined]
    if value is None:
        (value,) = paragraph.style.element.xpath(f"./w:pPr/w:spacing/@w:{side}")  # type: ignore[attr-defined]
    return int(value)


def test_notices_have_room_round_them_and_reach_both_margins(rendered: Callable[..., Report]) -> None:
    body = """Text.

::: {.callout-important title="Draft"}
One.

Two.
:::

Text.

::: {.callout-note}
Alone.
:::

Text.
"""
    document = docx.Document(str(rendered(body, ("docx",))["docx"]))
    notices = [each for each in document.paragraphs if each.style and (each.style.name or "").startswith("Notice")]
    assert [(each.text, spacing(each, "before"), spacing(each, "after")) for each in notices] == [
        ("Draft", 280, 40), ("One.", 60, 60), ("Two.", 60, 280), ("Alone.", 280, 280),
    ]  # fmt: skip
    for each in notices:
        assert each.style is not None
        (layout,) = each.style.element.xpath("./w:pPr")
        for side in ("left", "right"):
            (edge,) = layout.xpath(f"./w:pBdr/w:{side}")
            (indent,) = layout.xpath(f"./w:ind/@w:{side}")
            frame = int(edge.get(qn("w:space"))) * 20 + int(edge.get(qn("w:sz"))) * 20 / 8
            assert abs(int(indent) - frame) <= 1, "the frame stands outside the text by its space and its width"


def test_a_list_is_one_block_with_room_below(rendered: Callable[..., Report]) -> None:
    document = docx.Document(str(rendered("Text.\n\n- a\n- b\n\nText.", ("docx",))["docx"]))
    items = [each for each in document.paragraphs if each.text in ("a", "b")]
    assert {each.style.name for each in items if each.style} == {"List Bullet"}
    (style,) = {each.style.element for each in items if each.style}
    assert style.xpath("./w:pPr/w:contextualSpacing"), "no room between the items"
    assert spacing(items[-1], "after") >= 140


def test_a_fact_looks_and_copies_like_the_text_round_it(rendered: Callable[..., Report]) -> None:
    fact = '[£1.5m]{.fact fact="sv_x"}'
    body = f"It is {fact}, **{fact}** today.\n\n| A | B |\n|:--|--:|\n| x | {fact} |"
    report = rendered(body, ("docx",))
    document = docx.Document(str(report["docx"]))
    assert "It is £1.5m, £1.5m today." in [each.text for each in document.paragraphs]
    assert document.tables[0].rows[1].cells[1].text == "£1.5m"
    styles = re.findall(r'<w:style [^>]*w:styleId="(SVFact\w*)"(.*?)</w:style>', part(report, "word/styles.xml"))
    assert [name for name, _ in styles] == ["SVFact", "SVFactsv_x"]
    for _, style in styles:
        assert not re.search(r"<w:rPr>.+</w:rPr>", style), "no look of its own"


def test_adjacent_tables_do_not_run_together(rendered: Callable[..., Report]) -> None:
    table = "| A | B |\n|:--|--:|\n| x | 1 |\n"
    document = docx.Document(str(rendered(f"{table}\n\n{table}", ("docx",))["docx"]))
    kinds = [etree.QName(node).localname for node in document.element.body if "bookmark" not in str(node.tag)]
    assert kinds[-5:] == ["tbl", "p", "tbl", "p", "sectPr"]


def test_a_final_report_without_notice_has_neither_in_its_header(rendered: Callable[..., Report]) -> None:
    front = '---\nformat: {cabinet-docx: default}\ncabinet: {title: "T", council: "C", draft: false}\n---\n\n'
    header = part(rendered("## Detail\n\nText.", ("docx",), front), "word/header1.xml")
    assert "".join(re.findall(r"<w:t[^>]*>([^<]*)", header)) == "C"


@pytest.mark.parametrize("checker", [["openxml-audit"], ["docx-integrity", "check"]])
def test_word_would_open_it_cleanly(sample: Report, checker: list[str]) -> None:
    program = Path(sys.executable).with_name(checker[0])
    done = subprocess.run(
        [str(program), *checker[1:], str(sample["docx"])], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_committed_styles_are_what_the_script_writes(tmp_path: Path) -> None:
    write_reference(tmp_path / "reference.docx")
    committed = TEMPLATES / "_extensions" / "cabinet" / "reference.docx"
    message = "run: python -m sv_report.render.reference"
    with zipfile.ZipFile(tmp_path / "reference.docx") as new, zipfile.ZipFile(committed) as old:
        assert new.namelist() == old.namelist(), message
        assert [name for name in new.namelist() if new.read(name) != old.read(name)] == [], message


@pytest.mark.needs("soffice")
def test_libreoffice_opens_it_with_the_same_number_of_pages(sample: Report, tmp_path: Path) -> None:
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf"]
    subprocess.run([*command, "--outdir", str(tmp_path), str(sample["docx"])], check=True, capture_output=True)
    import pikepdf

    with pikepdf.open(tmp_path / "report.pdf") as as_word, pikepdf.open(sample["pdf"]) as as_pdf:
        assert abs(len(as_word.pages) - len(as_pdf.pages)) <= 1


def test_a_headline_stands_above_its_picture_which_reaches_from_margin_to_margin(sample: Report) -> None:
    paragraphs = docx.Document(str(sample["docx"])).paragraphs
    styles = [paragraph.style.name if paragraph.style else "" for paragraph in paragraphs]
    assert "Image Caption" in styles
    assert all(styles[place + 1] == "Captioned Figure" for place, name in enumerate(styles) if name == "Image Caption")
    inlines = [inline for paragraph in paragraphs for inline in paragraph._p.iter() if inline.tag.endswith("}inline")]
    assert {inline.get(side) for inline in inlines for side in ("distL", "distR")} == {"0"}


def test_a_page_header_of_several_lines_keeps_off_the_text(rendered: Callable[..., Report]) -> None:
    notice = "Not for publication. " * 20
    front = (
        f'---\nformat: {{cabinet-docx: default}}\ncabinet: {{title: "T", council: "C", notice: "{notice}"}}\n---\n\n'
    )
    header = part(rendered("## Detail\n\nText.", ("docx",), front), "word/header1.xml")
    last = header.rpartition("<w:p>")[2]
    assert "Not for publication" in last
    assert '<w:spacing w:after="200"/>' in last
