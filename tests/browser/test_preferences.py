"""What readers set for themselves: no scripts, their own colours, dark pages, no movement; and the picture's words."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Page

from tests.browser.conftest import PAGES, PHONE, WIDE, Opened

Opens = Callable[..., Page]


# ---- requests and scripts ------------------------------------------------------------------------


@pytest.mark.parametrize("name", PAGES)
def test_a_page_asks_for_nothing_and_looks_the_same_without_scripts(open_page: Opens, name: str) -> None:
    """The first is asserted by the fixture, which stops and names each request, once the test is over."""
    with_scripts, without = open_page(name), open_page(name, java_script_enabled=False)
    assert with_scripts.screenshot() == without.screenshot()
    assert with_scripts.title().startswith("Social Value Monitoring Report"), "no script of a hostile name has run"


def test_a_request_would_be_found(browser: Browser, page_file: Callable[[str], Path], tmp_path: Path) -> None:
    spoilt = tmp_path / "spoilt.html"
    page = page_file("sample").read_text(encoding="utf-8")
    spoilt.write_text(
        page.replace("</main>", '<img src="https://example.org/x.png"><img src="beside.png"></main>'), "utf-8"
    )
    opened, context = Opened(), browser.new_context()
    opened.watch(context, spoilt.as_uri())
    context.new_page().goto(spoilt.as_uri())
    context.close()
    beside = (tmp_path / "beside.png").as_uri()
    assert sorted(opened.asked) == sorted(["https://example.org/x.png", beside]), (
        "in whichever order they are asked for"
    )


def test_nothing_is_said_in_the_console(open_page: Opens, page_file: Callable[[str], Path]) -> None:
    page, said = open_page("hard"), list[str]()
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.reload()
    assert said == []


# ---- colours and movement ------------------------------------------------------------------------


def test_a_reader_of_dark_pages_gets_the_page_as_it_is(open_page: Opens) -> None:
    """It has one set of colours, which axe measures under this setting too."""
    assert (
        open_page("sample", color_scheme="dark").screenshot() == open_page("sample", color_scheme="light").screenshot()
    )


FORCED = {"forced_colors": "active"}


def test_in_forced_colours_links_notes_and_focus_are_told_without_our_colours(open_page: Opens) -> None:
    page = open_page("sample", **FORCED)
    style = "([at, name]) => getComputedStyle(document.querySelector(at))[name]"
    assert page.evaluate(style, ["main a", "textDecorationLine"]) == "underline"
    assert page.evaluate(style, [".notice", "borderLeftStyle"]) == "solid"
    assert page.evaluate(style, ["th", "borderBottomStyle"]) == "solid"
    page.keyboard.press("Tab")
    assert page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_in_forced_colours_a_chart_keeps_its_own(open_page: Opens) -> None:
    """Dark words would be lost on a reader's black page: the drawing brings its white ground with it."""
    drawn = [open_page("sample", **look).locator(".drawing").first.screenshot() for look in ({}, FORCED)]
    assert drawn[0] == drawn[1]
    page = open_page("sample", **FORCED)
    page.add_style_tag(content=".drawing * { fill: CanvasText; }")
    assert page.locator(".drawing").first.screenshot() != drawn[0], "the control"


def test_nothing_moves_for_who_does_not_want_it(open_page: Opens) -> None:
    behaviour = "() => getComputedStyle(document.documentElement).scrollBehavior"
    assert open_page("sample", reduced_motion="reduce").evaluate(behaviour) == "auto"
    assert open_page("sample", reduced_motion="no-preference").evaluate(behaviour) == "smooth"
    moving = "() => [...document.querySelectorAll('*')].filter(node => parseFloat(getComputedStyle(node).transitionDuration) || getComputedStyle(node).animationName !== 'none').length"
    assert open_page("sample", reduced_motion="reduce").evaluate(moving) == 0


# ---- charts --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["example", "sample"])
def test_a_chart_is_read_as_one_picture_with_its_name_and_its_numbers(open_page: Opens, name: str) -> None:
    page = open_page(name)
    for figure in page.locator("figure").all():
        caption = " ".join(figure.locator("figcaption").inner_text().split(" Sources of ")[0].split())
        tree = figure.locator(".drawing-frame").aria_snapshot()
        assert tree.count("- ") == 2, f"the frame and the picture, and nothing of its lines: {tree}"
        (picture,) = figure.get_by_role("img").all()
        assert (
            picture.evaluate(
                "node => document.getElementById(node.getAttribute('aria-labelledby').split(' ')[0]).textContent"
            )
            == caption
        )
        figure.get_by_role("img", name=caption).wait_for(timeout=2000)


def test_a_chart_is_the_same_once_the_page_was_read_and_written_by_another(open_page: Opens, tmp_path: Path) -> None:
    """As Quarto does: it reads the page as HTML, and writes it anew."""
    page, again = open_page("sample"), tmp_path / "again.html"
    again.write_text(page.content(), encoding="utf-8")
    drawn = [each.locator(".drawing").first.screenshot() for each in (page, open_page(again))]
    assert drawn[0] == drawn[1]


def test_a_chart_without_a_name_would_be_found(open_page: Opens) -> None:
    page = open_page("sample")
    page.evaluate("() => document.querySelectorAll('svg title, svg desc').forEach(node => node.remove())")
    with pytest.raises(Error):
        page.get_by_role("img", name="Jobs account for").wait_for(timeout=300)


# ---- names ---------------------------------------------------------------------------------------


def test_a_name_written_from_right_to_left_is_read_so_in_its_cell_and_moves_nothing_beside_it(open_page: Opens) -> None:
    page = open_page("hard")
    direction = """name => {
      const cell = [...document.querySelectorAll('td')].find(cell => cell.textContent.startsWith(name));
      const style = getComputedStyle(cell);
      return [style.direction, style.textAlign];
    }"""
    assert page.evaluate(direction, "شركة") == ["rtl", "left"], "its words from the right, at the side of its column"
    assert page.evaluate(direction, "חברת") == ["rtl", "left"]
    assert page.evaluate(direction, "Northmoor") == ["ltr", "left"]
    assert page.evaluate(direction, "1.125") == ["ltr", "right"]
    assert page.evaluate("() => getComputedStyle(document.querySelector('.fact')).unicodeBidi") == "isolate"


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
def test_hostile_names_are_words(open_page: Opens, viewport: dict[str, int]) -> None:
    page = open_page("hard", viewport)
    assert page.locator("main script, main img, main iframe, main [onerror]").count() == 0
    assert page.get_by_text("<script>document.title = 'taken'</script>").count() > 1
