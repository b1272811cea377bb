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

from sv_report import returning
from tests.browser.jupyter import LONG, TOKEN, jupyterlab, opened
from tests.browser.test_accessibility import FAINT, LEAST, OPTIONS
from tests.conftest import ROOT
from tests.functional.conftest import EDITION
from tests.functional.test_returns import Form as Filled
from tests.functional.test_returns import Truth, fill

A_RUN = 180_000  # milliseconds that a run may take, on a machine with other work


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
    with opened(browser, lab) as page:
        form = page.locator(".sv-form")
        form.get_by_label("Edition", exact=True).wait_for()
        yield form


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


WITH_WORDS = """() => [...document.querySelectorAll('.sv-form *')].filter(node => {
  const words = node.matches('input, select, textarea') || [...node.childNodes].some(one => one.nodeType === 3 && one.data.trim());
  return words && !node.disabled && node.getClientRects().length && !node.matches('style, option, [type=checkbox]');
}).map((node, number) => { node.dataset.words = number; return `[data-words="${number}"]`; })"""


def faint(page: Page) -> list[str]:
    """What is written in too little contrast: of a form in JupyterLab axe looks at a few words only."""
    found: list[str] = page.evaluate(FAINT, [page.evaluate(WITH_WORDS), LEAST])
    return [page.locator(one).inner_text() or one for one in found]


def seen_whole(page: Page) -> None:
    """Make the window so high that all of the form stands in it: axe looks at what is there."""
    page.set_viewport_size({"width": 1100, "height": 5600})


# ---- an officer's day ----------------------------------------------------------------------------


def test_the_form_stands_ready_and_its_words_show_what_their_facts_say(form: Locator, workbench: Path) -> None:
    page = form.page
    stored = (workbench / "notebooks" / "start_here.ipynb").read_bytes()
    expect(page.locator(".jp-Cell-inputWrapper:visible")).to_have_count(0)  # no code is seen
    expect(page.get_by_text("Would you like to get notified")).to_have_count(0)
    assert form.locator("[role=status][aria-live=polite]").count() >= 5
    seen_whole(page)
    assert violations(page) == []

    edition = form.get_by_label("Edition", exact=True)
    edition.focus()
    page.keyboard.type("2024-02-08")  # as a keyboard chooses in a list
    page.keyboard.press("Tab")
    expect(form.get_by_text("Thursday, 8 February 2024").first).to_be_visible()
    words = words_of(form, "Legal", (workbench / "params" / EDITION / "legal.md").read_text("utf-8"))
    words.focus()
    page.keyboard.press("Control+End")
    page.keyboard.type("\nReturns due: {{ returns_due }}, of {{ contracts_mon")
    expect(form.get_by_text("Facts in these words")).to_be_visible()
    expect(form.get_by_text("of the last report made; they are being worked out anew")).to_be_visible()
    expect(form.get_by_text("contracts_monitored: 70")).to_be_visible()  # a name begun
    expect(form.get_by_text("of the last report made")).to_have_count(0, timeout=A_RUN)  # now they are
    expect(form.get_by_text("returns_due: 70")).to_be_visible()

    page.evaluate("() => document.querySelector('.sv-form select').parentElement.querySelector('label').remove()")
    assert [rule for rule, _ in violations(page)] == ["select-name"], "a label that is lost would be found"
    assert (workbench / "notebooks" / "start_here.ipynb").read_bytes() == stored, "nothing is saved into it"


def post_of(workbench: Path, folder: Path) -> list[Path]:
    """What came by post for a report on 2023-24 Q3: a contract's return that was awaited, and one of another quarter."""
    awaited, other = (
        next(path for path in returning.issue(period, edition=EDITION, root=workbench).workbooks if path.name.startswith("C009"))
        for period in ("2023-24 Q3", "2023-24 Q2")
    )  # fmt: skip
    filled = Filled(awaited)
    fill(filled, "C009", Truth())
    return [filled.save(folder / awaited.name), Path(shutil.copy(other, folder / "Return, final.xlsx"))]


def test_a_new_officer_makes_the_report_of_another_meeting_from_start_to_files(
    form: Locator, workbench: Path, tmp_path: Path
) -> None:
    page, said = form.page, form.locator("[role=status]")
    params = workbench / "params"
    form.get_by_label("Meeting on").fill("2024-03-07")
    form.get_by_label("Write it from").select_option("2023-12-07")
    press(form.get_by_role("button", name="Begin the edition"))
    expect(said.filter(has_text="is written from 2023-12-07")).to_be_visible()
    expect(form.get_by_label("Edition", exact=True)).to_have_value("2024-03-07")
    expect(form.get_by_text("by Wednesday, 28 February 2024")).to_be_visible()

    form.get_by_label("Report published", exact=True).fill("2024-02-27")
    form.get_by_label("Confirmed: Key decision").check()
    press(form.get_by_role("button", name="Save the fields"))
    expect(said.filter(has_text="Saved in params/2024-03-07.yml: Report published")).to_be_visible()
    fields = (params / "2024-03-07.yml").read_text("utf-8")
    assert "\nkey_decision: false\n" in fields
    assert "\nreport_published: 2024-02-27\n" in fields

    with page.expect_file_chooser() as choosing:
        press(form.get_by_role("button", name="Choose files"))
    choosing.value.set_files(post_of(workbench, tmp_path))
    form.get_by_label("Received on").fill("2024-02-05")
    expect(said.filter(has_text="Chosen: C009_2023-24-Q3.xlsx, Return, final.xlsx")).to_be_visible()
    press(form.get_by_role("button", name="Take them in"))
    expect(said.filter(has_text="1 taken, 1 refused")).to_be_visible()
    expect(form.get_by_text("Return, final.xlsx: ")).to_contain_text("2023-24 Q2")

    press(form.get_by_role("button", name="Check"))
    missing = form.get_by_role("listitem").filter(has_text="Where: params/2024-03-07/legal.md")
    expect(missing.last).to_contain_text("What to do: Write it in params/2024-03-07/legal.md", timeout=A_RUN)
    seen_whole(page)
    assert violations(page) == []

    words_of(form, "Next steps", "")
    press(form.get_by_role("button", name="Begin with the council's draft"))
    expect(form.get_by_label("Words", exact=True)).not_to_have_value("")
    words_of(form, "Legal", "").fill("There are no legal implications. Returns received: {{ returns_received }}.")
    press(form.get_by_role("button", name="Save the words"))
    expect(said.filter(has_text="Saved in params/2024-03-07/legal.md")).to_be_visible()
    press(form.get_by_role("button", name="Make the report"))
    expect(form.get_by_role("button", name="Cancel")).to_be_enabled()
    expect(form.get_by_role("progressbar")).to_be_visible()
    expect(said.filter(has_text="is made. Its pages say DRAFT")).to_be_visible(timeout=A_RUN)
    assert (params / "2024-03-07" / "next_steps.md").is_file(), "what was not saved is saved before the report is made"
    expect(missing).to_have_count(0)

    pages = page.frame_locator("iframe[title='The pages of the report']")
    expect(pages.locator("h1")).to_contain_text("Social Value Monitoring Report: Quarter 3 2023/24")
    expect(pages.get_by_text("DRAFT").first).to_be_visible()
    with page.expect_download() as downloading:
        press(form.get_by_role("link", name="Word"))
    assert downloading.value.suggested_filename == "2024-03-07 report.docx"
    downloading.value.save_as(tmp_path / "got.docx")
    document = Document(str(tmp_path / "got.docx"))
    printed = [paragraph.text for paragraph in document.paragraphs]
    assert "There are no legal implications. Returns received: 66." in printed, "65, and the one that was taken in"
    assert "DRAFT" in " ".join(paragraph.text for paragraph in document.sections[0].header.paragraphs)
    assert violations(page) == []
    assert faint(page) == []


def test_the_preview_renews_itself_when_words_are_saved_and_ends_by_its_button(form: Locator, workbench: Path) -> None:
    choose(form, EDITION)
    press(form.get_by_role("button", name="Preview while writing"))
    with form.page.context.expect_page() as opening:
        press(form.get_by_role("link", name=f"Open the preview of {EDITION}"))
    preview = opening.value
    preview.set_default_timeout(LONG)
    expect(preview.locator("main h2").first).to_be_visible(timeout=A_RUN)
    file = workbench / "params" / EDITION / "crime_and_disorder.md"
    before = file.read_bytes()
    words_of(form, "Crime and disorder", before.decode()).fill("Words that were not there before.")
    press(form.get_by_role("button", name="Save the words"))
    expect(preview.get_by_text("Words that were not there before.")).to_be_visible()
    press(form.get_by_role("button", name="Stop the preview"))
    expect(preview.get_by_text("The preview has ended")).to_be_visible()
    file.write_bytes(before)
    preview.close()


def test_a_run_that_is_cancelled_leaves_the_last_good_report(form: Locator, workbench: Path) -> None:
    sealed = workbench / "outputs" / EDITION
    before = files_of(sealed)
    choose(form, EDITION)
    press(form.get_by_role("button", name="Make the report"))
    expect(form.get_by_text("3 of 7: working out the figures.")).to_be_visible(timeout=A_RUN)
    press(form.get_by_role("button", name="Cancel"))
    expect(form.locator("[role=status]").filter(has_text="Stopped. The last good report")).to_be_visible()
    expect(form.get_by_role("button", name="Make the report")).to_be_enabled()
    assert files_of(sealed) == before
    pages = form.page.frame_locator("iframe[title='The pages of the report']")
    expect(pages.locator("h1")).to_contain_text("Social Value Monitoring Report")


def theme(page: Page, lab: str, name: str) -> None:
    """Choose a theme of JupyterLab, and load the page anew."""
    settings = f"{lab}/lab/api/settings/@jupyterlab/apputils-extension:themes"
    answer = page.request.put(
        settings, headers={"Authorization": f"token {TOKEN}"}, data={"raw": json.dumps({"theme": name})}
    )
    assert answer.ok
    page.reload()


def test_in_the_dark_theme_the_form_is_dark_and_can_be_read(form: Locator, lab: str) -> None:
    page = form.page
    theme(page, lab, "JupyterLab Dark")
    try:
        choose(form, EDITION)
        form.get_by_label("Another field").select_option("Meeting: date")
        press(form.get_by_role("button", name="Take them in"))
        expect(form.get_by_text("No file has come.")).to_be_visible()
        expect(form.get_by_label("Meeting: date")).to_be_visible()
        seen_whole(page)
        light = "node => getComputedStyle(node).color.match(/\\d+/g).slice(0, 3).every(part => part > 200)"
        assert form.get_by_role("heading", name="Deadlines").evaluate(light), "the theme is dark"
        assert violations(page) == []
        assert faint(page) == []
        page.add_style_tag(content=".sv-form p.sv-bad { color: #444 !important; }")
        assert [words[:16] for words in faint(page)] == ["No file has come"], "words too dark would be found"
    finally:
        theme(page, lab, "JupyterLab Light")


# ---- what goes wrong -----------------------------------------------------------------------------


def test_a_cell_that_fails_is_told_to_the_officer_and_opened_by_the_analyst(form: Locator, workbench: Path) -> None:
    sealed = workbench / "outputs" / EDITION
    before = files_of(sealed)
    choose(form, EDITION)
    with cell_that_fails(workbench, "legal"):
        press(form.get_by_role("button", name="Make the report"))
        said = form.locator("[role=status]").filter(has_text="could not be made")
        expect(said).to_contain_text("The section Legal could not be made: ZeroDivisionError", timeout=A_RUN)
    expect(said).to_contain_text("What to do: If somebody changed the notebook, undo the change")
    expect(said).to_contain_text("The last good report stands.")
    expect(said).not_to_contain_text("Traceback")
    assert files_of(sealed) == before
    seen_whole(form.page)
    assert violations(form.page) == []
    with form.page.context.expect_page() as opening:
        press(said.get_by_role("link", name="For analysts"))
    analyst = opening.value
    analyst.set_default_timeout(LONG)
    failed = analyst.locator(".jp-CodeCell").filter(has_text='report.section("legal") and 1 / 0')
    expect(failed).to_be_in_viewport()  # it is far down: JupyterLab has opened the notebook there
    expect(failed.locator(".jp-OutputArea-output")).to_contain_text("ZeroDivisionError: division by zero")
    analyst.close()


def test_a_file_that_is_larger_than_jupyterlab_takes_of_itself_comes_and_is_judged(
    form: Locator, tmp_path: Path
) -> None:
    (tmp_path / "scan.xlsx").write_bytes(b"no workbook" * (1 << 20))  # 11 MB; JupyterLab's own limit is 10
    choose(form, EDITION)
    with form.page.expect_file_chooser() as choosing:
        press(form.get_by_role("button", name="Choose files"))
    choosing.value.set_files(tmp_path / "scan.xlsx")
    expect(form.get_by_text("Chosen: scan.xlsx.")).to_be_visible()
    press(form.get_by_role("button", name="Take them in"))
    expect(form.locator("[role=status]").filter(has_text="1 refused")).to_be_visible()


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
    expect(said).to_contain_text(f"Where: params/{EDITION}/climate.md, line 1", timeout=A_RUN)
    expect(said).to_contain_text("What to do:")
    expect(said.get_by_role("link")).to_have_count(0)
    file.write_bytes(before)
