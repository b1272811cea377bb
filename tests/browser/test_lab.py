"""The form in a real JupyterLab: opened by `sv-report lab`, used by keyboard and mouse, its Word file opened."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from docx import Document
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.jupyter import LONG, TOKEN, WINDOW
from tests.browser.test_accessibility import OPTIONS
from tests.functional.conftest import EDITION


@pytest.fixture
def form(browser: Browser, lab: str) -> Iterator[Locator]:
    """The form, as it stands when JupyterLab has opened: nobody has clicked anything."""
    page = browser.new_page(viewport=WINDOW)  # type: ignore[arg-type]
    page.set_default_timeout(LONG)
    expect.set_options(timeout=LONG)
    page.goto(f"{lab}/?token={TOKEN}")
    form = page.locator(".sv-form")
    form.get_by_label("Edition", exact=True).wait_for()
    yield form
    page.close()


def press(button: Locator) -> None:
    """Press a button by the keyboard."""
    button.focus()
    button.page.keyboard.press("Enter")


def violations(page: Page) -> list[tuple[str, list[str]]]:
    found = Axe().run(page, context=".sv-form", options=OPTIONS).response["violations"]
    return [(one["id"], [str(node["target"]) for node in one["nodes"]]) for one in found]


def test_an_officer_makes_a_report_and_downloads_it(form: Locator, workbench_copy: Path, tmp_path: Path) -> None:
    page = form.page
    stored = (workbench_copy / "notebooks" / "start_here.ipynb").read_bytes()
    expect(page.locator(".jp-Cell-inputWrapper:visible")).to_have_count(0)  # no code is seen
    expect(page.get_by_text("Would you like to get notified")).to_have_count(0)

    edition = form.get_by_label("Edition", exact=True)
    edition.focus()
    page.keyboard.type("2024-02-08")  # as a keyboard chooses in a list
    page.keyboard.press("Tab")
    expect(form.get_by_text("Thursday, 8 February 2024").first).to_be_visible()

    form.get_by_label("Section", exact=True).select_option("Legal")
    words = form.get_by_label("Words", exact=True)
    expect(words).to_have_value((workbench_copy / "params" / EDITION / "legal.md").read_text("utf-8"))
    words.focus()
    page.keyboard.press("Control+End")
    page.keyboard.type("\nThe form was tried. Returns due: {{ returns_due")
    page.keyboard.type(" }}.")
    expect(form.get_by_text("Facts in these words")).to_be_visible()

    live = form.locator("[role=status][aria-live=polite]")
    assert live.count() >= 5
    press(form.get_by_role("button", name="Make the report"))
    expect(form.get_by_role("button", name="Cancel")).to_be_enabled()
    expect(live.filter(has_text="is made.")).to_be_visible()
    assert "The form was tried." in (workbench_copy / "params" / EDITION / "legal.md").read_text("utf-8")

    frame = page.frame_locator("iframe[title='The pages of the report']")
    expect(frame.locator("h1")).to_contain_text("Social Value Monitoring Report")
    with page.expect_download() as downloading:
        press(form.get_by_role("link", name="Word"))
    downloading.value.save_as(tmp_path / "got.docx")
    assert downloading.value.suggested_filename == f"{EDITION} report.docx"
    printed = [paragraph.text for paragraph in Document(str(tmp_path / "got.docx")).paragraphs]
    assert any("The form was tried. Returns due:" in text and "{{" not in text for text in printed)

    page.set_viewport_size({"width": 1100, "height": 4200})  # so that all of the form is there for axe
    assert violations(page) == []
    page.evaluate("() => document.querySelector('.sv-form select').parentElement.querySelector('label').remove()")
    assert [rule for rule, _ in violations(page)] == ["select-name"], "a label that is lost would be found"
    assert (workbench_copy / "notebooks" / "start_here.ipynb").read_bytes() == stored, "nothing is saved into it"
