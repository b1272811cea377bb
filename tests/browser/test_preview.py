"""The preview in a real browser: it loads itself again, keeps the reader's place, and its banner is accessible."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from sv_report.previewing import Preview, preview
from tests.browser.conftest import PHONE, WIDE
from tests.browser.test_accessibility import FAINT, LEAST, examined, named
from tests.conftest import ROOT
from tests.functional.conftest import EDITION

LONG = 150_000  # milliseconds, on a machine with other work
HEADING = "Next steps"
TOP = "name => [...document.querySelectorAll('main h3, main h2')].find(one => one.textContent.startsWith(name)).getBoundingClientRect().top"


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("browser") / "bench"
    for name in ("params", "templates", "notebooks"):
        shutil.copytree(ROOT / name, root / name)
    return root


@pytest.fixture(scope="module")
def running(bench: Path) -> Iterator[Preview]:
    with preview(EDITION, root=bench, browser=False) as one:
        yield one


@pytest.fixture
def tab(browser: Browser, running: Preview) -> Iterator[Page]:
    """The preview in a window, which may ask for nothing but the preview's own address."""
    context = browser.new_context(viewport=WIDE, reduced_motion="reduce")
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda said: asked.append(f"console: {said.text}"))
    page.goto(running.url)
    page.wait_for_selector("main h2", timeout=LONG)
    yield page
    context.close()
    assert [one for one in asked if not one.startswith(running.url)] == []


def write(bench: Path, section: str, words: str) -> None:
    path = bench / "params" / EDITION / f"{section}.md"
    path.write_text(f"{words}\n", "utf-8")


def test_the_page_loads_itself_again_and_keeps_its_place(bench: Path, tab: Page) -> None:
    tab.evaluate(f"window.scrollTo(0, window.scrollY + ({TOP})('{HEADING}') - 140)")
    before = tab.evaluate(TOP, HEADING)
    assert 100 < before < 200
    write(bench, "brief_summary", "\n\n".join(f"Words that were not there before, {place}." for place in "abcdefgh"))
    tab.get_by_text("Words that were not there before, h.").wait_for(state="attached", timeout=LONG)
    tab.wait_for_function("window.scrollY > 0", timeout=LONG)
    assert abs(tab.evaluate(TOP, HEADING) - before) <= 2


@pytest.mark.parametrize("size", ["wide", "phone"])
def test_the_banner_has_no_fault_that_axe_finds_and_goes_when_it_is_mended(bench: Path, tab: Page, size: str) -> None:
    tab.set_viewport_size(WIDE if size == "wide" else PHONE)
    write(bench, "climate", "In all {{ nosuch_fact }}, of {{ another }}.")
    banner = tab.locator(".preview-wrong")
    banner.wait_for(timeout=LONG)
    assert "climate.md, line 1" in banner.inner_text()
    assert banner.is_visible()
    found = examined(tab)
    assert named(found["violations"]) == []
    in_strip = [node["target"][0] for rule in found["incomplete"] for node in rule["nodes"]]
    assert tab.evaluate(FAINT, [in_strip, LEAST]) == []
    assert tab.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "it is wider than the window"
    write(bench, "climate", "There is none.")
    banner.wait_for(state="detached", timeout=LONG)


def test_the_page_says_that_the_preview_has_ended(browser: Browser, bench: Path) -> None:
    page = browser.new_page()
    with preview(EDITION, root=bench, browser=False) as one:
        page.goto(one.url)
    page.get_by_text("The preview has ended").wait_for(timeout=LONG)
    page.close()
