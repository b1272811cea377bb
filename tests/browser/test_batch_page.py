"""The page that sums a batch up, in a browser: axe-core finds no fault, and it fits a phone."""

from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from sv_report.batching.page import summary
from sv_report.batching.results import Batch, Failure, Result
from sv_report.findings import Finding, Where
from tests.browser.conftest import PHONE, WIDE
from tests.browser.test_accessibility import OPTIONS

FOUND = Finding("r", "error", "A column_with_a_long_name_that_cannot_be_broken_anywhere is missing",
                Where("data/returns.csv", row=1), "Add it.").record()  # fmt: skip
FAILED = Result("illustrative-2024-02-08", "failed", failure=Failure(4, "The data cannot be used.", [FOUND]))


@pytest.mark.parametrize("look", [WIDE, PHONE], ids=["wide", "phone"])
def test_it_has_no_fault_and_does_not_scroll_sideways(
    open_page: Callable[..., Page], tmp_path: Path, look: dict[str, int]
) -> None:
    made = tmp_path / "E" / "public" / "report.html"
    made.parent.mkdir(parents=True)
    made.touch()
    results = (Result("E", "made", seconds=1.2, is_draft=True), FAILED, Result("z", "left"))
    page = tmp_path / "batch.html"
    page.write_text(summary(Batch(tmp_path, results, 12.0, 2, is_interrupted=True)), "utf-8")
    tab = open_page(page, viewport=look)
    found = Axe().run(tab, options=OPTIONS)
    assert [one["id"] for one in found.response["violations"]] == []
    assert tab.evaluate("document.documentElement.scrollWidth") <= look["width"]
    assert tab.get_by_role("link", name="report.html").get_attribute("href") == "E/public/report.html"
