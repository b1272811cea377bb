"""Exploring in a real JupyterLab: `explore` runs whole, its tables are searched and sorted, and axe finds no fault."""

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.jupyter import LONG, opened
from tests.browser.test_accessibility import OPTIONS, named

OWN = ".jp-OutputArea-output"  # what the package shows; what stands round it is JupyterLab's
TALL = {"width": 1280, "height": 14_000}  # so that JupyterLab keeps every cell on the page


@pytest.fixture
def ran(browser: Browser, lab: str) -> Iterator[Page]:
    """`explore` in JupyterLab, every cell of it run from the menu."""
    with opened(browser, lab, "lab/tree/notebooks/explore.ipynb") as page:
        expect(page.get_by_title("Kernel status: Idle").or_(page.get_by_text("| Idle"))).to_be_visible()
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_text("Run All Cells", exact=True).click()
        page.set_viewport_size(TALL)  # type: ignore[arg-type]
        last = page.get_by_text("To do: 68 warnings, 51 notes.").last  # the worklist, which is not stored
        expect(last).to_be_visible(timeout=3 * LONG)
        yield page


def table(page: Page, caption: str) -> Locator:
    """Return a table that can be searched, with what it is searched by, by what its caption begins with."""
    return page.locator(OWN).filter(has=page.locator("caption", has_text=caption)).last


def heads(of: Locator) -> list[str]:
    """Return what heads the rows that are seen."""
    return of.locator("tbody th").all_inner_texts()


def violations(page: Page) -> list[tuple[str, str]]:
    return named(Axe().run(page, context=OWN, options=OPTIONS).response["violations"])


def test_an_analyst_runs_explore_and_searches_sorts_and_sees(ran: Page) -> None:
    expect(ran.locator(OWN).filter(has_text="Traceback")).to_have_count(0)

    crossed = table(ran, "Measures in their own units by directorate and measure")
    crossed.get_by_label("Search:").fill("Resources apprentices")
    expect(crossed.get_by_text("filtered from")).to_be_visible()
    assert heads(crossed) == ["Resources", "SKL01 Weeks worked by apprentices on the contract"]

    by_directorate = table(ran, "Social value by directorate")
    share = by_directorate.get_by_role("columnheader", name="% of due")
    expect(share).to_have_class(re.compile("dt-orderable"))  # the script has come to this table
    share.click()
    expect(by_directorate.locator("tbody th").first).to_have_text("Education and Children's Services")
    expect(by_directorate.get_by_label("Search:")).to_have_count(0)  # it is short

    expect(ran.locator(OWN).get_by_text("80.6%", exact=True).first).to_be_visible()  # the card
    chart = ran.locator(OWN).get_by_role("img").last
    alternative = chart.get_attribute("alt") or ""
    assert alternative.startswith("Bar chart.")
    assert "6.125" in alternative  # Environment, due to date, as the table says
    assert chart.evaluate("image => image.complete && image.naturalWidth > 100")

    assert violations(ran) == []
    chart.evaluate("image => image.removeAttribute('alt')")
    crossed.get_by_label("Search:").evaluate("field => field.parentElement.querySelector('label').remove()")
    assert {rule for rule, _ in violations(ran)} == {"image-alt", "label"}, "what is lost would be found"
