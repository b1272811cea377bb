"""The page on paper: nothing cut off, no heading or caption alone at a page's foot, headings of tables repeated."""

import re
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from playwright.sync_api import Page

from tests.browser.conftest import PAGES

pytestmark = pytest.mark.needs("pdftotext")
Opens = Callable[..., Page]
MARGIN = 2.2 / 2.54 * 72 - 2  # points at either side
FOOT, HEAD = 2 / 2.54 * 72, 2 / 2.54 * 72


@dataclass(frozen=True)
class Sheet:
    """A printed page: its size, and its lines from top to bottom, each with its left and right edge in points."""

    width: float
    height: float
    lines: list[tuple[float, float, str]]
    furniture: list[str]  # what stands in the margins


def _sheet(page: Any) -> Sheet:
    width, height = float(page.get("width")), float(page.get("height"))
    rows: dict[int, list[tuple[float, float, str]]] = {}
    furniture = []
    for word in page.iter("{*}word"):
        left, top, right, bottom = (float(word.get(name)) for name in ("xMin", "yMin", "xMax", "yMax"))
        if bottom < HEAD or top > height - FOOT:
            furniture.append(word.text)
        else:
            rows.setdefault(round(bottom / 4), []).append((left, right, word.text))
    ordered = [sorted(rows[place]) for place in sorted(rows)]
    lines = [(row[0][0], max(right for _, right, _ in row), " ".join(text for *_, text in row)) for row in ordered]
    return Sheet(width, height, lines, furniture)


def printed(page: Page, folder: Path) -> list[Sheet]:
    page.pdf(path=folder / "printed.pdf", prefer_css_page_size=True)
    command = ["pdftotext", "-bbox", str(folder / "printed.pdf"), str(folder / "printed.xml")]
    subprocess.run(command, check=True, capture_output=True)
    words = (folder / "printed.xml").read_bytes()
    words = re.sub(rb"[\x00-\x08\x0b-\x1f]", b"", words)  # a name of an unknown script may be printed as such
    return [_sheet(each) for each in etree.fromstring(words, etree.XMLParser(recover=True)).iter("{*}page")]


def squeezed(text: str) -> str:
    """A text without what a line's end or a script's direction changes."""
    return re.sub(r"[\W_]+", "", text)


def headings_of(page: Page) -> set[str]:
    found = page.evaluate(
        "() => [...document.querySelectorAll('h2, h3, h4, caption > span')].map(node => node.innerText)"
    )
    return {squeezed(text) for text in found}


def alone(sheets: list[Sheet], headings: set[str]) -> list[str]:
    """The headings and captions of tables that are the last on their page."""
    ends = [
        squeezed("".join(line for *_, line in sheet.lines[-count:])) for sheet in sheets[:-1] for count in (1, 2, 3)
    ]
    return [end for end in ends if end in headings]


CELLS = "() => [...document.querySelectorAll('th, td')].map(cell => cell.textContent)"


def cut_off(cells: list[str], sheets: list[Sheet]) -> set[str]:
    """The words of tables that are printed nowhere, and the lines that stand in a margin."""
    text = squeezed("".join(line for sheet in sheets for *_, line in sheet.lines))
    plain = [cell for cell in cells if re.fullmatch(r"[\w,.£%() -]*", cell, re.ASCII)]
    words = {squeezed(word) for cell in plain for word in cell.split() if len(word) < 20}
    lines = {
        line for sheet in sheets for left, right, line in sheet.lines if left < MARGIN or right > sheet.width - MARGIN
    }
    return {word for word in words if word not in text} | lines


@pytest.mark.parametrize("name", PAGES)
def test_every_word_of_every_table_is_printed_between_the_margins(open_page: Opens, name: str, tmp_path: Path) -> None:
    page = open_page(name)
    cells = page.evaluate(CELLS)
    assert len(cells) > 50
    assert cut_off(cells, printed(page, tmp_path)) == set()


def test_a_table_that_is_cut_off_would_be_found(open_page: Opens, tmp_path: Path) -> None:
    for spoilt in ("table { width: 60rem !important; }", ".table-frame { height: 3rem; overflow: hidden !important; }"):
        page = open_page("sample")
        page.add_style_tag(content=f"@media print {{ {spoilt} }}")
        assert cut_off(page.evaluate(CELLS), printed(page, tmp_path)) != set(), spoilt


@pytest.mark.parametrize("name", PAGES)
def test_no_heading_or_caption_stands_alone_at_the_foot(open_page: Opens, name: str, tmp_path: Path) -> None:
    page = open_page(name)
    headings = headings_of(page)
    assert len(headings) > 5
    assert alone(printed(page, tmp_path), headings) == []


def test_a_heading_alone_at_the_foot_would_be_found(open_page: Opens, tmp_path: Path) -> None:
    for spoilt in ("h3 { break-after: page !important; }", "h3, caption { page-break-after: always !important; }"):
        page = open_page("sample")
        page.add_style_tag(content=spoilt)
        assert alone(printed(page, tmp_path), headings_of(page)) != []


def _repeats(sheets: list[Sheet], row: str, heading: str) -> list[bool]:
    """Of each page with a row like this, whether the heading stands on it before the first."""
    found = []
    for sheet in sheets:
        lines = [line for *_, line in sheet.lines]
        rows = [place for place, line in enumerate(lines) if re.match(row, line)]
        if rows:
            found.append(any(heading in line for line in lines[: rows[0]]))
    return found


def test_the_heading_of_a_long_table_stands_on_each_of_its_pages(open_page: Opens, tmp_path: Path) -> None:
    page = open_page("hard")
    on_pages = _repeats(printed(page, tmp_path), r"C0\d\d ", "Contract Supplier")
    assert len(on_pages) > 3
    assert all(on_pages)
    page.add_style_tag(content="@media print { thead { display: table-row-group !important; } }")
    assert not all(_repeats(printed(page, tmp_path), r"C0\d\d ", "Contract Supplier")), "the control"


def test_a_table_for_which_an_upright_page_is_too_narrow_lies(open_page: Opens, tmp_path: Path) -> None:
    sheets = printed(open_page("hard"), tmp_path)
    lying = [sheet for sheet in sheets if sheet.width > sheet.height]
    upright = [sheet for sheet in sheets if sheet.width < sheet.height]
    assert lying
    assert upright
    assert "Beispiel" in "".join(line for *_, line in lying[0].lines[:2]), "what leads to it lies with it"
    assert all("12,345,678" not in line for sheet in upright for *_, line in sheet.lines)


def test_pages_have_numbers_and_those_of_a_draft_say_so(open_page: Opens, tmp_path: Path) -> None:
    draft = printed(open_page("sample"), tmp_path)
    assert [sorted(sheet.furniture) for sheet in draft] == [sorted([str(n), "DRAFT"]) for n in range(1, len(draft) + 1)]
    final = printed(open_page("example"), tmp_path)
    assert [sheet.furniture for sheet in final] == [[str(number)] for number in range(1, len(final) + 1)]


def test_what_only_a_screen_needs_is_not_printed(open_page: Opens, tmp_path: Path) -> None:
    page = open_page("example")
    shown = page.evaluate("() => document.body.innerText")
    text = "\n".join(line for sheet in printed(page, tmp_path) for *_, line in sheet.lines)
    for words in ("On this page", "Sources of Table 1", "The numbers in Table", "Back to the contents"):
        assert words in shown
        assert words not in text
    assert "Skip to main content" not in text
    assert "Sources of figures" in text, "the annex itself is"


def test_charts_are_printed_whole_and_not_parted(open_page: Opens) -> None:
    page = open_page("hard")
    page.emulate_media(media="print")
    assert page.evaluate("() => getComputedStyle(document.querySelector('figure')).breakInside") == "avoid"
    frame = page.evaluate(
        "() => { const frame = document.querySelector('.drawing-frame'); return [frame.scrollWidth, frame.clientWidth, getComputedStyle(frame).overflowX] }"
    )
    assert frame[0] <= frame[1]
    assert frame[2] == "visible"
