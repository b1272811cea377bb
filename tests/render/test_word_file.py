"""The Word file as an officer opens, restyles and hands it on: the sample's, and that of the example edition."""

import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from getpass import getuser
from itertools import pairwise
from pathlib import Path
from platform import node as machine

import docx
import pytest
from docx.oxml.ns import qn
from lxml import etree

from tests.conftest import ROOT
from tests.render.conftest import TEMPLATES, Report
from tests.render.word_file import WordFile, words

CHECKERS = {"openxml-audit": ["openxml-audit"], "docx-integrity": ["docx-integrity", "check"]}
DIRECT = {"pStyle", "numPr", "sectPr"}  # of a paragraph's settings: which style, which list, and where a section ends
EMPHASIS = {"rStyle", "b", "bCs", "i", "iCs", "vertAlign"}  # of a run's: what Markdown's own marks ask for
CAPTIONS = {"Table": "Table Caption", "Figure": "Image Caption"}


@pytest.fixture(scope="module", params=["sample", "example"])
def file(request: pytest.FixtureRequest) -> WordFile:
    if request.param == "sample":
        return WordFile(request.getfixturevalue("sample")["docx"])
    return WordFile(request.getfixturevalue("bundle") / "public" / "report.docx")


# ---- it opens ------------------------------------------------------------------------------------
def checked(checker: str, path: Path) -> "subprocess.CompletedProcess[str]":
    program, *arguments = CHECKERS[checker]
    command = [str(Path(sys.executable).with_name(program)), *arguments, str(path)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("checker", CHECKERS)
def test_it_opens_with_no_repair(file: WordFile, checker: str) -> None:
    done = checked(checker, file.path)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("checker", CHECKERS)
def test_the_checkers_see_a_picture_that_is_not_there(sample: Report, checker: str, tmp_path: Path) -> None:
    parts = WordFile(sample["docx"]).parts
    body = re.sub(rb'r:embed="\w+"', b'r:embed="rIdGone"', parts["word/document.xml"], count=1)
    with zipfile.ZipFile(tmp_path / "spoilt.docx", "w") as spoilt:
        for name, part in (parts | {"word/document.xml": body}).items():
            spoilt.writestr(name, part)
    assert "rIdGone" in checked(checker, tmp_path / "spoilt.docx").stdout


@pytest.mark.needs("soffice")
def test_libreoffice_reads_every_paragraph_and_table_back(file: WordFile, tmp_path: Path) -> None:
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "docx"]
    subprocess.run([*command, "--outdir", str(tmp_path), str(file.path)], check=True, capture_output=True)
    before, after = docx.Document(str(file.path)), docx.Document(str(tmp_path / "report.docx"))
    told = [[each.text for each in document.paragraphs if each.text] for document in (before, after)]
    assert told[0] == told[1]
    sizes = [[(len(each.rows), len(each.columns)) for each in document.tables] for document in (before, after)]
    assert sizes[0] == sizes[1]
    assert sizes[0]


# ---- its styles ----------------------------------------------------------------------------------
def test_no_paragraph_or_run_is_formatted_by_hand_where_a_style_could_say_it(file: WordFile) -> None:
    for name, paragraph in file.paragraphs():
        own = {etree.QName(each).localname for each in paragraph.find(qn("w:pPr"))}
        framed = {"spacing"} if name.startswith("Notice") else set()  # room above and below the whole frame
        assert own <= DIRECT | framed, (name, words(paragraph))
    for properties in file.body.iter(qn("w:rPr")):
        assert {etree.QName(each).localname for each in properties} <= EMPHASIS


def test_headings_captions_lists_and_cells_have_styles_that_word_lists(file: WordFile) -> None:
    names = [name for name, _ in file.paragraphs()]
    assert {"heading 1", "heading 2", "heading 3", "Table Caption", "Image Caption", "List Bullet"} <= set(names)
    for name, paragraph in file.paragraphs():
        if paragraph.find(f"{qn('w:pPr')}/{qn('w:numPr')}") is not None:
            assert name in ("List Bullet", "List Number")
        if paragraph.getparent().tag == qn("w:tc"):
            assert re.match(r"Table (Text|Number|Heading|Number Heading)\b", name)
    defined = {each.find(qn("w:name")).get(qn("w:val")) for each in file.styles.values()}
    assert set(names) <= defined


def test_one_change_to_the_style_of_table_text_shows_in_every_cell(file: WordFile) -> None:
    def origins(style: str) -> Iterator[str]:
        yield style
        based = file.styles[style].find(qn("w:basedOn"))
        if based is not None:
            yield from origins(based.get(qn("w:val")))

    of_cells = {each.get(qn("w:val")) for each in file.body.iter(qn("w:pStyle"))}
    assert all("TableText" in origins(one) for one in of_cells if re.match("Table(Text|Number|Heading)", one))


def test_running_text_is_12_point_in_captions_notes_and_sources_too(file: WordFile) -> None:
    for name in ("Normal", "BodyText", "TableCaption", "ImageCaption", "SourceLead", "SourceText", "FootnoteText"):
        assert file.styles[name].find(f"{qn('w:rPr')}/{qn('w:sz')}").get(qn("w:val")) == "24", name


def test_tables_look_by_their_style_and_none_is_layout_or_nested(file: WordFile) -> None:
    for table in file.body.iter(qn("w:tbl")):
        assert not list(table.iterancestors(qn("w:tbl")))
        assert table.find(f"{qn('w:tblPr')}/{qn('w:tblStyle')}").get(qn("w:val")) == "Table"
        assert not list(table.iter(qn("w:tcBorders"), qn("w:shd"), qn("w:tblBorders")))
        head, *rows = table.findall(qn("w:tr"))
        assert rows, "a table holds data"
        assert [words(cell) for cell in head if words(cell)], "under headings"


def test_header_rows_repeat_and_rows_do_not_split(file: WordFile) -> None:
    for table in file.body.iter(qn("w:tbl")):
        head, *rows = table.findall(qn("w:tr"))
        assert head.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
        assert not [row for row in rows if row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None]
        assert all(row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in (head, *rows))


# ---- its fields ----------------------------------------------------------------------------------
def test_captions_count_by_fields_and_references_lead_to_them(file: WordFile) -> None:
    for word, style in CAPTIONS.items():
        captions = [paragraph for name, paragraph in file.paragraphs() if name == style]
        for number, caption in enumerate(captions, start=1):
            assert words(caption).startswith(f"{word}\u00a0{number}: ")
            assert [each.text.strip() for each in caption.iter(qn("w:instrText"))] == [f"SEQ {word} \\* ARABIC"]
    references = [each.split()[1] for each in file.fields() if each.startswith("REF ")]
    assert set(references) <= file.bookmarks()


def test_every_field_begins_has_a_result_and_ends(file: WordFile) -> None:
    for name in ("word/document.xml", *file.edges("header"), *file.edges("footer")):
        kinds = re.findall(r'w:fldCharType="(\w+)"', file.text(name))
        assert kinds == ["begin", "separate", "end"] * (len(kinds) // 3)
        assert "w:dirty" not in file.text(name)
    assert "updateFields" not in file.text("word/settings.xml"), "Word would ask a question on opening"


def test_every_page_counts_itself(file: WordFile) -> None:
    for name in file.edges("footer"):
        said = re.sub(r"<[^>]*>", "", re.sub(r"<w:instrText[^>]*>([^<]*)<", r"{\1}<", file.text(name)))
        assert re.sub(r"\s+", " ", said).strip() == "Page { PAGE }1 of { NUMPAGES }1"


# ---- what it tells -------------------------------------------------------------------------------
def test_every_drawing_has_a_text_alternative(file: WordFile) -> None:
    drawings = list(file.body.iter(qn("w:drawing")))
    assert drawings
    for drawing in drawings:
        for told in drawing.iter(qn("wp:docPr"), qn("pic:cNvPr")):
            assert len(told.get("descr", "")) > 20
            assert not re.search(r"\.(png|svg)\b|media/|\\", told.get("descr", ""))


def test_it_names_its_title_author_subject_and_language(file: WordFile) -> None:
    said = docx.Document(str(file.path)).core_properties
    title = next(words(paragraph) for name, paragraph in file.paragraphs() if name == "heading 1")
    assert (said.title, said.author, said.language) == (title, "Director of Finance", "en-GB")
    assert said.subject
    defaults = etree.fromstring(file.parts["word/styles.xml"]).find(f"{qn('w:docDefaults')}//{qn('w:lang')}")
    assert defaults.get(qn("w:val")) == "en-GB"
    others = {each.get(qn("w:val")) for each in file.body.iter(qn("w:lang"))} - {None, "en-GB", "cy-GB"}
    assert not others


def test_no_part_names_a_machine_a_person_or_a_folder(file: WordFile) -> None:
    private = [str(Path.home()), str(ROOT), str(TEMPLATES), "/tmp", "/home/", "/Users/", "C:\\", "pandoc", "file:"]
    private += [f">{getuser()}<", machine()]
    for name, part in file.parts.items():
        told = part.decode("utf-8", "replace") + name
        assert not [one for one in private if len(one) > 3 and one.casefold() in told.casefold()], name


def test_headings_skip_no_level(file: WordFile) -> None:
    levels = [int(name[-1]) for name, _ in file.paragraphs() if name.startswith("heading ")]
    assert levels[0] == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))
