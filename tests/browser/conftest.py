"""A real browser, Debian's Chromium without a screen, and the pages that the tests open in it.

No page may ask for anything but itself: every other request is stopped, written down, and fails the test.
"""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, sync_playwright

from sv_report.render import choose_engine, furnish, render
from tests.browser.hard import BODY
from tests.browser.jupyter import jupyterlab
from tests.conftest import ROOT, why_absent
from tests.functional.conftest import EDITION, sv_report
from tests.render.conftest import FRONT, MOMENT, SAMPLE, TEMPLATES

HERE = Path(__file__).parent
PAGES = ("example", "sample", "hard")
WIDE = {"width": 1280, "height": 720}
ZOOMED = {"width": 640, "height": 360}  # what a window of 1280 × 720 has at 200 %
PHONE = {"width": 320, "height": 640}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.needs("chromium"))


# ---- pages ---------------------------------------------------------------------------------------


def _example(folder: Path) -> None:
    """The example edition, made by the command line as a person would."""
    done = sv_report("run", EDITION, "--out", folder / "outputs", "--engine", "embedded", "--formats", "html", cwd=ROOT)
    assert done.returncode == 0, done.stderr
    shutil.copy(folder / "outputs" / EDITION / "public" / "report.html", folder)


def _rendered(folder: Path, body: str | None) -> None:
    shutil.copytree(SAMPLE, folder, dirs_exist_ok=True)
    if body is not None:
        (folder / "report.qmd").write_text(FRONT + body, encoding="utf-8")
    furnish(folder, TEMPLATES, ("html",))
    render(folder, ("html",), choose_engine("embedded"), MOMENT)


@pytest.fixture(scope="session")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Returns a page's file by its name, made when it is first asked for."""
    made: dict[str, Path] = {}

    def file(name: str) -> Path:
        if name not in made:
            folder = tmp_path_factory.mktemp(name)
            _example(folder) if name == "example" else _rendered(folder, {"hard": BODY}.get(name))
            made[name] = folder / "report.html"
        return made[name]

    return file


# ---- browser -------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if reason := why_absent("chromium"):
        pytest.skip(reason)
    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        yield chromium
        chromium.close()


@dataclass
class Opened:
    """The contexts opened in a test, and what their pages asked for beside themselves."""

    contexts: list[BrowserContext] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def watch(self, context: BrowserContext, own: str) -> None:
        def answer(route: Route) -> None:
            if route.request.url.partition("#")[0] == own:
                route.continue_()
            else:
                self.asked.append(route.request.url)
                route.abort()

        context.route("**/*", answer)
        self.contexts.append(context)


@pytest.fixture
def opened() -> Iterator[Opened]:
    here = Opened()
    yield here
    for context in here.contexts:
        context.close()
    assert here.asked == [], "the page asks for something beside itself"


@pytest.fixture
def open_page(browser: Browser, opened: Opened, page_file: Callable[[str], Path]) -> Callable[..., Page]:
    """Opens a page by its name, or a file, in a context of its own."""

    def open_it(page: str | Path, viewport: Any = WIDE, **settings: Any) -> Page:
        path = page_file(page) if isinstance(page, str) else page
        context = browser.new_context(viewport=viewport, **{"reduced_motion": "reduce"} | settings)
        opened.watch(context, path.as_uri())
        tab = context.new_page()
        tab.goto(path.as_uri())
        return tab

    return open_it


# ---- JupyterLab ----------------------------------------------------------------------------------


@pytest.fixture
def lab(workbench_copy: Path, tmp_path: Path) -> Iterator[str]:
    """The address of JupyterLab on a workbench of its own, as `sv-report lab` starts it."""
    with jupyterlab(workbench_copy, tmp_path) as address:
        yield address
