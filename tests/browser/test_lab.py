"""The form in a real JupyterLab: opened by `sv-report lab`, used by keyboard and mouse, its Word file opened."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from docx import Document
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.jupyter import LONG, TOKEN, WINDOW, jupyterlab
from tests.browser.test_accessibility import OPTIONS
from tests.conftest import ROOT
from tests.functional.conftest import EDITION


@pytest.fixture(scope="module")
def workbench(bundle: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbench in which the report of the example edition was made before."""
    root = tmp_path_factory.mktemp("officer") / "workbench"
    for name in ("params", "templates", "notebooks"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    shutil.copytree(bundle, root / "outputs" / EDITION)
    return root


@pytest.fixture(scope="module")
def lab(workbench: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of one JupyterLab for the tests of this file."""
    with jupyterlab(workbench, tmp_path_factory.mktemp("lab")) as address:
        yield address


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


def choose(form: Locator, edition: str) -> None:
    form.get_by_label("Edition", exact=True).select_option(edition)


def words_of(form: Locator, heading: str, stored: str) -> Locator:
    """Choose a section, and wait until its words stand in the form."""
    form.get_by_label("Section", exact=True).select_option(heading)
    words = form.get_by_label("Words", exact=True)
    expect(words).to_have_value(stored)
    return words


def files_of(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@contextmanager
def cell_that_fails(workbench: Path, section: str) -> Iterator[None]:
    """A cell of the report's notebook that somebody spoilt."""
    path = workbench / "notebooks" / "cabinet_report.ipynb"
    before = path.read_bytes()
    notebook = json.loads(before)
    [cell] = [one for one in notebook["cells"] if one["source"] == [f'report.section("{section}")']]
    cell["source"] = [f'report.section("{section}") and 1 / 0']
    path.write_text(json.dumps(notebook), "utf-8")
    try:
        yield
    finally:
        path.write_bytes(before)


def violations(page: Page) -> list[tuple[str, list[str]]]:
    found = Axe().run(page, context=".sv-form", options=OPTIONS).response["violations"]
    return [(one["id"], [str(node["target"]) for node in one["nodes"]]) for one in found]


def test_an_officer_makes_a_report_and_downloads_it(form: Locator, workbench: Path, tmp_path: Path) -> None:
    page = form.page
    stored = (workbench / "notebooks" / "start_here.ipynb").read_bytes()
    expect(page.locator(".jp-Cell-inputWrapper:visible")).to_have_count(0)  # no code is seen
    expect(page.get_by_text("Would you like to get notified")).to_have_count(0)

    edition = form.get_by_label("Edition", exact=True)
    edition.focus()
    page.keyboard.type("2024-02-08")  # as a keyboard chooses in a list
    page.keyboard.press("Tab")
    expect(form.get_by_text("Thursday, 8 February 2024").first).to_be_visible()

    words = words_of(form, "Legal", (workbench / "params" / EDITION / "legal.md").read_text("utf-8"))
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
    assert "The form was tried." in (workbench / "params" / EDITION / "legal.md").read_text("utf-8")

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
    assert (workbench / "notebooks" / "start_here.ipynb").read_bytes() == stored, "nothing is saved into it"


def test_a_cell_that_fails_is_told_to_the_officer_and_opened_by_the_analyst(form: Locator, workbench: Path) -> None:
    sealed = workbench / "outputs" / EDITION
    before = files_of(sealed)
    choose(form, EDITION)
    with cell_that_fails(workbench, "legal"):
        press(form.get_by_role("button", name="Make the report"))
        said = form.locator("[role=status]").filter(has_text="could not be made")
        expect(said).to_contain_text("The section Legal could not be made: ZeroDivisionError: division by zero")
    expect(said).to_contain_text("What to do: If somebody changed the notebook, undo the change")
    expect(said).to_contain_text("The last good report stands.")
    expect(said).not_to_contain_text("Traceback")
    assert files_of(sealed) == before
    with form.page.context.expect_page() as opening:
        press(said.get_by_role("link", name="For analysts"))
    analyst = opening.value
    analyst.set_default_timeout(LONG)
    failed = analyst.locator(".jp-CodeCell").filter(has_text='report.section("legal") and 1 / 0')
    expect(failed).to_be_in_viewport()  # it is far down: JupyterLab has opened the notebook there
    expect(failed.locator(".jp-OutputArea-output")).to_contain_text("ZeroDivisionError: division by zero")
    analyst.close()


def test_words_that_are_wrong_are_told_with_their_place_and_no_notebook_of_an_earlier_run(
    form: Locator, workbench: Path
) -> None:
    failed = workbench / "outputs" / f"{EDITION}.failed"
    failed.mkdir(exist_ok=True)
    shutil.copy(workbench / "notebooks" / "cabinet_report.ipynb", failed / "report.ipynb")
    file = workbench / "params" / EDITION / "climate.md"
    before = file.read_bytes()
    choose(form, EDITION)
    words_of(form, "Climate and environment", before.decode()).fill("In all {{ sv_validated_ytdd }}.")
    press(form.get_by_role("button", name="Make the report"))
    said = form.locator("[role=status]").filter(has_text="There is no fact sv_validated_ytdd.").last
    expect(said).to_contain_text(f"Where: params/{EDITION}/climate.md, line 1")
    expect(said).to_contain_text("What to do:")
    expect(said.get_by_role("link")).to_have_count(0)
    file.write_bytes(before)
