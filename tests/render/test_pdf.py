"""The PDF as a reader of the public page and a screen reader find it."""

import subprocess
from collections.abc import Iterator
from typing import Any

import pikepdf
import pytest

from tests.render.conftest import Report


@pytest.fixture(scope="module")
def pdf(sample: Report) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(sample["pdf"]) as opened:
        yield opened


def tags(node: Any) -> Iterator[tuple[str, Any]]:
    """Every structure element in reading order, with its tag."""
    if isinstance(node, pikepdf.Array):
        for child in node:
            yield from tags(child)
    elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
        yield str(node.S), node
        yield from tags(node.get("/K", pikepdf.Array()))


def test_it_claims_pdf_ua_and_archive_and_names_itself(pdf: pikepdf.Pdf) -> None:
    metadata = pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False)
    assert metadata["pdfuaid:part"] == "1"
    assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "A")
    assert metadata["dc:title"] == "Social Value Monitoring Report: Quarter 3 2023/24"
    assert str(pdf.Root.Lang) == "en-GB"
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    assert str(pdf.docinfo.CreationDate) == "D:20240131090000Z"


def test_headings_tables_and_pictures_are_tagged(pdf: pikepdf.Pdf) -> None:
    found = list(tags(pdf.Root.StructTreeRoot.K))
    kinds = [kind for kind, _ in found]
    assert kinds.count("/H1") == 1
    assert kinds.count("/Table") == 6
    assert kinds.count("/Caption") == 7
    assert kinds.count("/TH") == 6 + 5 + 7 + 2 + 3 + 4
    pictures = [node for kind, node in found if kind == "/Figure"]
    assert len(pictures) == 3
    assert all("/Alt" in node for node in pictures)


def test_the_front_is_paragraphs_and_the_header_is_read_once_at_most(pdf: pikepdf.Pdf) -> None:
    kinds = [kind for kind, _ in tags(pdf.Root.StructTreeRoot.K)]
    before_title = kinds[1 : kinds.index("/H1")]
    assert before_title == ["/P"] * 9, "nine lines stand before the title; a page header would come on top"


def test_headings_are_bookmarks(pdf: pikepdf.Pdf) -> None:
    with pdf.open_outline() as outline:
        (title,) = outline.root
        assert title.title == "Social Value Monitoring Report: Quarter 3 2023/24"
        assert [item.title for item in title.children][:3] == ["Brief Summary", "Recommendation", "Detail"]
        implications = next(item for item in title.children if item.title == "Implications:")
        assert [item.title for item in implications.children] == ["Risk management", "Legal", "Financial"]


def test_pages_are_a4(pdf: pikepdf.Pdf) -> None:
    assert {tuple(round(float(side)) for side in page.mediabox) for page in pdf.pages} == {(0, 0, 595, 842)}


def test_only_the_fonts_that_ship_are_embedded(pdf: pikepdf.Pdf) -> None:
    fonts = {str(font.BaseFont) for page in pdf.pages for font in page.Resources.get("/Font", {}).values()}
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


@pytest.mark.needs("pdftotext")
def test_no_heading_stands_alone_at_the_foot_and_headers_repeat(sample: Report) -> None:
    text = subprocess.run(["pdftotext", "-layout", sample["pdf"], "-"], capture_output=True, text=True, check=True)
    pages = text.stdout.split("\f")[:-1]
    headings = {"Brief Summary", "Recommendation", "Detail", "What was delivered", "Contracts", "Legal", "Financial"}
    for page in pages:
        *_, last, _footer = [line.strip() for line in page.splitlines() if line.strip()]
        assert last not in headings
    assert sum("Reference" in page and "Rating" in page for page in pages) >= 2
