"""Narrow screens, zoom, larger text and wider spacing: the page never scrolls sideways, and no word is lost."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import PAGES, PHONE, WIDE, ZOOMED

Opens = Callable[..., Page]
SPACING = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
p { margin-bottom: 2em !important; }"""  # WCAG 2.2, 1.4.12
LARGER = "html { font-size: 200% !important; }"  # 1.4.4, where only the text is made larger

# What stands out of the window, but for what is in a frame of its own that can be scrolled by keyboard.
SIDEWAYS = """() => {
  const framed = node => node.parentElement.closest('.table-frame[tabindex="0"], .drawing-frame[tabindex="0"]');
  const out = [...document.body.querySelectorAll('*')].filter(node => {
    if (node.matches('.skip') || node.closest('svg svg, g') || framed(node)) return false;
    const box = node.getBoundingClientRect();
    return box.width > 0 && (box.right > innerWidth + 1 || box.left < -1);
  });
  const page = document.documentElement;
  return [...(page.scrollWidth > innerWidth ? ['the page'] : []), ...out.map(node => node.outerHTML.slice(0, 120))];
}"""
# Words that are cut off by the element they stand in, or stand over its edge, on a neighbour.
LOST = """() => {
  const lost = [];
  for (const node of document.querySelectorAll('p, li, h1, h2, h3, h4, th, td, caption > *, figcaption, a')) {
    const words = document.createRange();
    words.selectNodeContents(node);
    const cell = node.closest('th, td, caption, figcaption, li, p, h1, h2, h3, h4') ?? node;
    const inside = words.getBoundingClientRect(), box = cell.getBoundingClientRect();
    if (!inside.width || cell.closest('.skip') || node.matches('.skip')) continue;
    if (inside.bottom > box.bottom + 4 || inside.right > box.right + 1 || inside.left < box.left - 1 && !node.matches('li, .skip')) lost.push(node);
  }
  for (const node of document.body.querySelectorAll('*')) {
    const style = getComputedStyle(node);
    if (node.closest('svg')) continue;
    if (/hidden|clip/.test(style.overflowX + style.overflowY) && (node.scrollWidth > node.clientWidth + 1 || node.scrollHeight > node.clientHeight + 1)) lost.push(node);
    if (style.textOverflow === 'ellipsis') lost.push(node);
  }
  return lost.map(node => node.outerHTML.slice(0, 160));
}"""
VIEWS: dict[str, tuple[Any, str]] = {
    "wide": (WIDE, ""),
    "200 %": (ZOOMED, ""),
    "320 px": (PHONE, ""),
    "360 px": ({"width": 360, "height": 740}, ""),
    "a tablet": ({"width": 768, "height": 1024}, ""),
    "just two columns": ({"width": 992, "height": 700}, ""),
    "spacing": (WIDE, SPACING),
    "spacing at 320 px": (PHONE, SPACING),
    "larger text": (WIDE, LARGER),
    "larger text at 640 px": (ZOOMED, LARGER),
}


def faults(page: Page) -> dict[str, list[str]]:
    looked_for = {"sideways": SIDEWAYS, "lost": LOST}
    return {name: found for name, script in looked_for.items() if (found := page.evaluate(script))}


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("name", PAGES)
def test_the_page_does_not_scroll_sideways_and_no_word_is_lost(open_page: Opens, name: str, view: str) -> None:
    viewport, style = VIEWS[view]
    page = open_page(name, viewport)
    if style:
        page.add_style_tag(content=style)
    assert faults(page) == {}


@pytest.mark.parametrize(
    ("spoilt", "fault"),
    [
        ("main { min-width: 40rem; }", "sideways"),
        (".table-frame { overflow: visible !important; }", "sideways"),
        ("p { overflow-wrap: normal !important; white-space: nowrap; }", "sideways"),
        ("h3 { height: 1em; overflow: hidden; }", "lost"),
        ("td { max-width: 2rem !important; white-space: nowrap; }", "lost"),
        ("main > p { height: 1em; }", "lost"),
    ],
)
def test_a_page_that_got_worse_would_be_found(open_page: Opens, spoilt: str, fault: str) -> None:
    page = open_page("hard", PHONE)
    page.add_style_tag(content=spoilt)
    assert fault in faults(page)


def test_a_wide_table_scrolls_in_its_frame_under_its_caption(open_page: Opens) -> None:
    page = open_page("sample", PHONE)
    frame, caption = page.locator(".table-frame").nth(0), page.locator("#table-by_theme-caption")
    before = caption.bounding_box()
    frame.evaluate("frame => frame.scrollLeft = 200")
    assert frame.evaluate("frame => frame.scrollLeft") == 200, "it is wider than the screen"
    assert caption.bounding_box() == before, "the caption stays in sight"


@pytest.mark.parametrize("viewport", [WIDE, ZOOMED, PHONE], ids=["wide", "200 %", "phone"])
def test_a_caption_stands_flush_with_the_text_and_its_link_after_it(open_page: Opens, viewport: Any) -> None:
    page = open_page("hard", viewport)
    flush = """() => {
      const [caption, link] = document.querySelectorAll('#table-contracts caption > *'), text = document.querySelector('figcaption');
      const [named, sources] = [caption, link].map(node => node.getBoundingClientRect());
      return [named.left - text.getBoundingClientRect().left, sources.left >= named.right || sources.top >= named.bottom - 1];
    }"""
    assert page.evaluate(flush) == [0, True]
    page.add_style_tag(content="caption span { left: 12px !important; }")
    assert page.evaluate(flush) != [0, True], "the control"


def test_no_column_of_a_long_table_is_out_of_sight_on_a_wide_screen(open_page: Opens) -> None:
    """80 contracts, one with a name of 120 letters and no place to part it."""
    page = open_page("hard")
    frame = page.locator("#table-contracts").locator("..")
    assert frame.evaluate("frame => frame.scrollWidth <= frame.clientWidth")
    assert page.locator("#table-contracts tbody tr").count() == 80


def test_words_of_a_table_are_kept_whole_where_there_is_room(open_page: Opens) -> None:
    """A word is parted only if it takes more than its column can be given."""
    broken = """() => [...document.querySelectorAll('th, td')].filter(cell => {
      const text = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
      while (text.nextNode()) for (const {0: word, index} of text.currentNode.data.matchAll(/[^\\s-]+/g)) {
        const range = document.createRange();
        range.setStart(text.currentNode, index), range.setEnd(text.currentNode, index + word.length);
        if (word.length < 20 && range.getClientRects().length > 1) return true;
      }
      return false;
    }).map(cell => cell.textContent)"""
    for viewport in (WIDE, ZOOMED, PHONE):
        assert open_page("example", viewport).evaluate(broken) == []
        assert open_page("sample", viewport).evaluate(broken) == []
    spoilt = open_page("sample", PHONE)
    spoilt.add_style_tag(
        content=".table-frame > table { min-width: 0 !important; } th, td { overflow-wrap: anywhere !important; }"
    )
    assert spoilt.evaluate(broken) != [], "the control"


def test_words_in_a_chart_are_large_enough_on_a_phone(open_page: Opens) -> None:
    """9 pt at the width of a printed page, 470.55 pt; at 320 px without a frame they would be 6 px high."""
    scale = "() => document.querySelector('.drawing').getBoundingClientRect().width / 470.55"
    for viewport in (WIDE, ZOOMED, PHONE):
        assert 9 * open_page("example", viewport).evaluate(scale) >= 10


@pytest.mark.parametrize("name", PAGES)
def test_links_of_their_own_can_be_hit_with_a_finger(open_page: Opens, name: str) -> None:
    """24 px, but for links in a line of text (WCAG 2.2, 2.5.8); axe allows less where they stand far apart."""
    small = """() => [...document.querySelectorAll('nav a, .sources, .to-contents a')].filter(link => {
      const box = link.getBoundingClientRect();
      return box.height < 24 || box.width < 24;
    }).map(link => link.outerHTML)"""
    for viewport in (WIDE, PHONE):
        page = open_page(name, viewport)
        assert page.evaluate(small) == []
        page.add_style_tag(content="nav a { padding: 0 !important; line-height: 1; }")
        assert page.evaluate(small) != [], "the control"


def test_the_contents_stand_beside_the_text_only_where_there_is_room(open_page: Opens) -> None:
    beside = "() => document.querySelector('nav').getBoundingClientRect().right < document.querySelector('main').getBoundingClientRect().left"
    assert open_page("sample", WIDE).evaluate(beside)
    assert not open_page("sample", ZOOMED).evaluate(beside)
    page = open_page("sample", {"width": 1280, "height": 300})
    page.evaluate("() => scrollTo(0, 5000)")
    nav = page.locator("nav").bounding_box()
    assert nav is not None
    assert (nav["y"], nav["height"]) == (0, 300), "they stay in sight, and scroll by themselves in a low window"


def test_the_end_of_the_page_leads_back_to_the_contents(open_page: Opens) -> None:
    page = open_page("sample", PHONE)
    page.get_by_role("link", name="Back to the contents").click()
    assert page.evaluate("() => document.querySelector('nav').getBoundingClientRect().top") < 100
