"""The PDF as a reader of the public page and a screen reader find it."""

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from sv_report.render import choose_engine, pdf
from tests.render.conftest import MOMENT, Report


@pytest.fixture(scope="module")
def opened(sample: Report) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(sample["pdf"]) as file:
        yield file


def tags(node: Any) -> Iterator[tuple[str, Any]]:
    """Every structure element in reading order, with its tag."""
    if isinstance(node, pikepdf.Array):
        for child in node:
            yield from tags(child)
    elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
        yield str(node.S), node
        yield from tags(node.get("/K", pikepdf.Array()))


def test_it_claims_pdf_ua_and_archive_and_names_itself(opened: pikepdf.Pdf) -> None:
    metadata = opened.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False)
    assert metadata["pdfuaid:part"] == "1"
    assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "A")
    assert metadata["dc:title"] == "Social Value Monitoring Report: Quarter 3 2023/24"
    assert str(opened.Root.Lang) == "en-GB"
    assert opened.Root.ViewerPreferences.DisplayDocTitle
    assert str(opened.docinfo.CreationDate) == "D:20240131090000Z"


def test_headings_tables_and_pictures_are_tagged(opened: pikepdf.Pdf) -> None:
    found = list(tags(opened.Root.StructTreeRoot.K))
    kinds = [kind for kind, _ in found]
    assert kinds.count("/H1") == 1
    assert kinds.count("/Table") == 6
    assert kinds.count("/Caption") == 7
    column_headers, rows = 6 + 5 + 7 + 2 + 3 + 4, 6 + 3 + 24 + 1 + 1 + 4
    assert kinds.count("/TH") == column_headers + rows
    pictures = [node for kind, node in found if kind == "/Figure"]
    assert len(pictures) == 3
    assert all("/Alt" in node for node in pictures)


def test_the_front_is_paragraphs_and_the_header_is_read_once_at_most(opened: pikepdf.Pdf) -> None:
    kinds = [kind for kind, _ in tags(opened.Root.StructTreeRoot.K)]
    before_title = kinds[1 : kinds.index("/H1")]
    assert before_title == ["/P"] * 9, "nine lines stand before the title; a page header would come on top"


def test_headings_are_bookmarks(opened: pikepdf.Pdf) -> None:
    with opened.open_outline() as outline:
        (title,) = outline.root
        assert title.title == "Social Value Monitoring Report: Quarter 3 2023/24"
        assert [item.title for item in title.children][:3] == ["Brief Summary", "Recommendation", "Detail"]
        implications = next(item for item in title.children if item.title == "Implications:")
        assert [item.title for item in implications.children] == ["Risk management", "Legal", "Financial"]


def test_pages_are_a4(opened: pikepdf.Pdf) -> None:
    assert {tuple(round(float(side)) for side in page.mediabox) for page in opened.pages} == {(0, 0, 595, 842)}


def test_only_the_fonts_that_ship_are_embedded(opened: pikepdf.Pdf) -> None:
    fonts = {str(font.BaseFont) for page in opened.pages for font in page.Resources.get("/Font", {}).values()}
    assert fonts
    assert all("Arimo" in name for name in fonts)


@pytest.mark.needs("pdftotext")
def test_every_page_has_council_notice_draft_and_number(sample: Report) -> None:
    text = subprocess.run(["pdftotext", "-layout", sample["pdf"], "-"], capture_output=True, text=True, check=True)
    pages = text.stdout.split("\f")[:-1]
    for number, page in enumerate(pages, start=1):
        assert "Lancashire County Council" in page
        assert "DRAFT" in page
        assert "Illustrative data: no figure is Lancashire County Council's" in page
        assert f"Page {number} of {len(pages)}" in page


def rows_of(file: pikepdf.Pdf) -> list[list[Any]]:
    """The cells of every row of a table, in reading order."""
    return [list(row.K) for kind, row in tags(file.Root.StructTreeRoot.K) if kind == "/TR"]


def of_table(cell: Any) -> Any:
    return next(each for each in cell.A if each.O == "/Table")


def test_the_first_cell_of_a_row_is_its_header_and_the_others_name_it(opened: pikepdf.Pdf) -> None:
    heads = [cells for cells in rows_of(opened) if all(of_table(cell).get("/Scope") == "/Column" for cell in cells)]
    bodies = [cells for cells in rows_of(opened) if cells not in heads]
    assert len(heads) == 6
    assert {str(cell.S) for cells in heads for cell in cells} == {"/TH"}
    named = dict(pikepdf.NameTree(opened.Root.StructTreeRoot.IDTree))
    for header, *others in bodies:
        assert header.S == "/TH"
        assert of_table(header).Scope == "/Row"
        assert named[str(header.ID)].objgen == header.objgen
        for cell in others:
            assert cell.S == "/TD"
            column, row = (named[str(each)] for each in of_table(cell).Headers)
            assert of_table(column).Scope == "/Column"
            assert row.objgen == header.objgen


def test_a_table_of_one_column_has_no_row_headers_and_one_without_a_heading_has(
    rendered: Callable[..., Report],
) -> None:
    report = rendered("## Detail\n\n| One |\n|:--|\n| a |\n\nText.\n\n|   |   |\n|:--|:--|\n| b | c |", ("pdf",))
    with pikepdf.open(report["pdf"]) as file:
        kinds = [[str(cell.S) for cell in cells] for cells in rows_of(file)]
        assert kinds == [["/TH"], ["/TD"], ["/TH", "/TD"]]


def told(file: pikepdf.Pdf) -> dict[str, Any]:
    """What a file tells beside its tags: its pages, properties, bookmarks, and how it is stored."""
    with file.open_outline() as outline:
        bookmarks = [repr(item) for item in outline.root]
    return {
        "version": file.pdf_version,
        "metadata": file.Root.Metadata.read_bytes(),
        "properties": {name: str(value) for name, value in file.docinfo.items()},
        "catalogue": {name: str(file.Root[name]) for name in ("/Lang", "/MarkInfo", "/ViewerPreferences")},
        "bookmarks": bookmarks,
        "first": str(file.trailer.ID[0]),
        "pages": [page.Contents.read_bytes() for page in file.pages],
        "streams": sum(each.get("/Type") == "/ObjStm" for each in file.objects if isinstance(each, pikepdf.Stream)),
        "objects": len(file.objects),
    }


def test_finishing_loses_nothing_and_gives_the_same_bytes(manuscript: Callable[..., Path]) -> None:
    body = "## Detail\n\nText.[^1]\n\n[^1]: A note.\n\n| A | B |\n|:--|:--|\n| c | d |\n\n: A table {#tbl-a}\n\n## End\n\nText."
    folder = manuscript(body)
    choose_engine("embedded").render(folder, ("pdf",), MOMENT)
    made = (folder / "report.pdf").read_bytes()
    finished = []
    for name in ("one.pdf", "another.pdf"):
        (folder / name).write_bytes(made)
        pdf.finish(folder / name)
        finished.append((folder / name).read_bytes())
    assert finished[0] == finished[1] != made
    with pikepdf.open(folder / "report.pdf") as before, pikepdf.open(folder / "one.pdf") as after:
        assert told(before) == told(after)
