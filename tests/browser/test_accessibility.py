"""axe-core over the pages: WCAG 2.0, 2.1 and 2.2 at A and AA, and good practice; and what it cannot decide, explained."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import PAGES, PHONE, WIDE

TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
OPTIONS = {"runOnly": {"type": "tag", "values": list(TAGS)}, "resultTypes": ["violations", "incomplete"]}
LOOKS: dict[str, dict[str, Any]] = {
    "wide": {"viewport": WIDE},
    "phone": {"viewport": PHONE},
    "dark": {"viewport": WIDE, "color_scheme": "dark"},
    "forced": {"viewport": WIDE, "forced_colors": "active"},
}
# What axe leaves to a person: the rule, why it cannot decide, and where. Anything else that it leaves fails the test.
# That the contrast is there all the same is not taken on trust: `faint` measures the elements named.
EXPLAINED = {
    ("color-contrast", "elmPartiallyObscured"): (
        ".table-frame *",  # cut off by the frame of a table that is wider, and seen once it is scrolled
        {"wide", "phone", "dark", "forced"},
    ),
    ("color-contrast", "shortTextContent"): (
        "td, td *, sup *",  # a figure or a note's number of one digit, too short for axe to tell from an icon
        {"wide", "phone", "dark", "forced"},
    ),
    ("color-contrast", "equalRatio"): (
        ".masthead *",  # axe reads the band's own blue, where the browser paints the reader's colours
        {"forced"},
    ),
}
LEAST = 4.5  # WCAG 2.2, 1.4.3
FAINT = """([targets, least]) => {
  const rgb = text => text.match(/[\\d.]+/g).map(Number);
  const light = text => {
    const [r, g, b] = rgb(text).slice(0, 3).map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = node => {
    for (; node; node = node.parentElement) {
      const colour = getComputedStyle(node).backgroundColor;
      if ((rgb(colour)[3] ?? 1) > 0) return colour;
    }
    return 'rgb(255, 255, 255)';
  };
  const ratio = node => {
    const [dark, pale] = [light(getComputedStyle(node).color), light(behind(node))].sort((a, b) => a - b);
    return (pale + 0.05) / (dark + 0.05);
  };
  return targets.filter(target => ratio(document.querySelector(target)) < least);
}"""
FAULTY = """<!DOCTYPE html><html><head><meta charset="utf-8"><title></title><style>p { color: #999; background: #fff }
.small a { display: inline-block; width: 12px; height: 12px; overflow: hidden }
</style></head>
<body><h1>A page</h1><h4>Too deep</h4><p>Faint words</p><img src="data:image/png;base64,AAAA">
<svg role="img" width="9" height="9"><circle r="4"/></svg><a href="#x"></a><div aria-hidden="true"><a href="#y">y</a></div>
<div class="small"><a href="#1">1</a><a href="#2">2</a></div>
<table><tr><th></th></tr><tr><td headers="none">1</td></tr></table>
<span id="twice"></span><span id="twice"></span></body></html>"""
FAULTS = {
    "html-has-lang", "document-title", "color-contrast", "image-alt", "svg-img-alt", "link-name", "aria-hidden-focus",
    "target-size", "heading-order", "landmark-one-main", "region", "td-headers-attr", "empty-table-header",
}  # fmt: skip

Opens = Callable[..., Page]


def examined(page: Page) -> dict[str, Any]:
    response: dict[str, Any] = Axe().run(page, options=OPTIONS).response
    return response


def named(results: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Return each thing found as its rule and the element it was found in."""
    return [(rule["id"], node["html"][:200]) for rule in results for node in rule["nodes"]]


def _why(node: dict[str, Any]) -> str:
    data = [check.get("data") for check in (*node["any"], *node["all"], *node["none"])]
    return next((str(each["messageKey"]) for each in data if isinstance(each, dict) and each.get("messageKey")), "")


def unexplained(page: Page, incomplete: list[dict[str, Any]], look: str) -> list[tuple[str, str]]:
    """Return what axe could not decide and nothing here explains, each as its rule and the element."""
    found = []
    for rule in incomplete:
        for node in rule["nodes"]:
            (target,) = node["target"]
            where, looks = EXPLAINED.get((rule["id"], _why(node)), ("", set()))
            if look not in looks or not page.evaluate(
                "([at, in_]) => document.querySelector(at).matches(in_)", [target, where]
            ):
                found.append((f"{rule['id']} {_why(node)}", node["html"][:200]))
    return found


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_no_fault_and_what_it_leaves_open_is_explained(open_page: Opens, name: str, look: str) -> None:
    page = open_page(name, **LOOKS[look])
    results = examined(page)
    assert named(results["violations"]) == []
    assert unexplained(page, results["incomplete"], look) == []
    left = [node["target"][0] for rule in results["incomplete"] for node in rule["nodes"]]
    assert page.evaluate(FAINT, [left, LEAST]) == []


def test_axe_finds_the_faults_of_a_faulty_page(open_page: Opens, tmp_path: Path) -> None:
    """The control: without it a run that looks at nothing would pass."""
    faulty = tmp_path / "faulty.html"
    faulty.write_text(FAULTY, encoding="utf-8")
    found = {rule for rule, _ in named(examined(open_page(faulty))["violations"])}
    assert found >= FAULTS, FAULTS - found


def test_faint_words_that_axe_leaves_open_would_be_found(open_page: Opens) -> None:
    page = open_page("sample", PHONE)
    page.add_style_tag(content="td { color: #999999; }")
    left = [node["target"][0] for rule in examined(page)["incomplete"] for node in rule["nodes"]]
    assert page.evaluate(FAINT, [left, LEAST]) != []


def test_a_thing_left_open_for_another_reason_is_not_explained(open_page: Opens) -> None:
    page = open_page("sample")
    page.add_style_tag(content="main { background: linear-gradient(#FFFFFF, #EEEEEE); }")
    left = {rule for rule, _ in unexplained(page, examined(page)["incomplete"], "wide")}
    assert "color-contrast bgGradient" in left
