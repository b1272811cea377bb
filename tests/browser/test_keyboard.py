"""By keyboard alone: everything is reached in the order of the page, is seen when it is, and is left again."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import PHONE, WIDE

LOW = {"width": 1280, "height": 320}  # a window in which the contents do not fit beside the text
Opens = Callable[..., Page]

# Everything that Tab should stop at, in the order of the page, each numbered.
NUMBER = """() => {
  const stops = [...document.querySelectorAll('a[href], [tabindex="0"]')];
  stops.forEach((stop, number) => stop.dataset.stop = number);
  return stops.length;
}"""
# Where the focus is: its number, and what is wrong with how it is seen. The part of it that is in the window must not
# lie under anything, and its outline must stand off from it on every side, within the window or its own frame.
FOCUSED = """() => {
  const stop = document.activeElement, faults = [];
  if (!stop || stop === document.body || !stop.dataset.stop) return [null, faults];
  const style = getComputedStyle(stop);
  if (style.outlineStyle === 'none' || parseFloat(style.outlineWidth) < 2) faults.push('no outline');
  const box = stop.getClientRects()[0];
  const left = Math.max(box.left, 0), right = Math.min(box.right, innerWidth);
  const top = Math.max(box.top, 0), bottom = Math.min(box.bottom, innerHeight);
  if (right - left < 2 || bottom - top < 2) faults.push('out of the window');
  else {
    const over = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    if (!over || !stop.contains(over)) faults.push('under ' + (over && over.outerHTML.slice(0, 80)));
  }
  for (let frame = stop.parentElement; frame; frame = frame.parentElement) {
    if (getComputedStyle(frame).overflowX === 'visible') continue;
    const room = frame.getBoundingClientRect();
    if (frame !== document.documentElement && box.left - parseFloat(style.outlineWidth) < room.left) faults.push('its outline is cut off');
  }
  return [Number(stop.dataset.stop), faults.map(fault => fault + ': ' + stop.outerHTML.slice(0, 120))];
}"""


def walked(page: Page, key: str = "Tab", most: int = 1000) -> tuple[list[int], list[str]]:
    """Press a key until the focus leaves the page; return the numbers of the stops, and what was not seen."""
    numbers: list[int] = []
    faults: list[str] = []
    for _ in range(most):
        page.keyboard.press(key)
        number, wrong = page.evaluate(FOCUSED)
        if number is None or (numbers and number == numbers[0]):
            break
        numbers.append(number)
        faults += wrong
    return numbers, faults


@pytest.mark.parametrize(
    ("name", "viewport"),
    [("example", WIDE), ("sample", WIDE), ("sample", LOW), ("sample", PHONE), ("hard", LOW), ("hard", PHONE)],
    ids=["example", "sample", "sample in a low window", "sample on a phone", "hard in a low window", "hard on a phone"],
)
def test_everything_is_reached_in_order_and_seen_and_left(open_page: Opens, name: str, viewport: Any) -> None:
    page = open_page(name, viewport)
    count = page.evaluate(NUMBER)
    assert count > 15
    numbers, faults = walked(page)
    assert numbers == list(range(count)), "each once, in the order of the page, and then out of it"
    assert faults == []


def test_and_back_again(open_page: Opens) -> None:
    page = open_page("sample")
    count = page.evaluate(NUMBER)
    page.evaluate("count => document.querySelector(`[data-stop='${count - 1}']`).focus()", count)
    numbers, faults = walked(page, "Shift+Tab")
    assert numbers == list(range(count - 2, -1, -1))
    assert faults == []


@pytest.mark.parametrize(
    ("spoilt", "fault"),
    [
        (":focus-visible { outline: none !important; }", "no outline"),
        ("body::after { content: ''; position: fixed; inset: 0; background: white; }", "under"),
        (".skip:focus { left: -999em !important; }", "out of the window"),
        (
            ".contents { margin-left: 0 !important; padding-left: 0 !important; overflow: hidden !important; }",
            "cut off",
        ),
    ],
    ids=["no outline", "covered", "a skip link that stays away", "a frame without room for the outline"],
)
def test_a_focus_that_is_not_seen_would_be_found(open_page: Opens, spoilt: str, fault: str) -> None:
    page = open_page("sample")
    page.add_style_tag(content=spoilt)
    page.evaluate(NUMBER)
    assert any(fault in each for each in walked(page)[1])


def test_a_stop_that_is_not_reached_or_holds_on_would_be_found(open_page: Opens) -> None:
    page = open_page("sample")
    count = page.evaluate(NUMBER)
    page.evaluate("() => document.querySelector('main a').setAttribute('tabindex', -1)")
    assert walked(page)[0] != list(range(count))
    page = open_page("sample")
    page.evaluate(NUMBER)
    page.evaluate("() => document.querySelector('main a').addEventListener('keydown', e => e.preventDefault())")
    numbers, _ = walked(page, most=60)
    assert len(numbers) > len(set(numbers)), "the focus stays where it is"


def test_the_skip_link_comes_first_and_leads_past_the_contents(open_page: Opens) -> None:
    page = open_page("sample")
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.textContent") == "Skip to main content"
    page.keyboard.press("Enter")
    assert page.evaluate("() => document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    inside = "() => document.activeElement.closest('main') !== null"
    assert page.evaluate(inside), "the next stop is in the text"


def test_a_table_wider_than_the_screen_is_scrolled_by_keys(open_page: Opens) -> None:
    page = open_page("sample", PHONE)
    page.evaluate("() => document.querySelector('#table-contracts').parentElement.focus()")
    where = "() => document.activeElement.scrollLeft"
    assert page.evaluate(where) == 0
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    page.wait_for_function("() => document.activeElement.scrollLeft > 100")


def test_a_number_leads_to_its_sources_and_back(open_page: Opens) -> None:
    page = open_page("example")
    page.evaluate("() => document.querySelector('main a.fact').focus()")
    first = page.evaluate("() => document.activeElement.id")
    page.keyboard.press("Enter")
    entry = page.evaluate("() => document.querySelector(':target').className")
    top = page.evaluate("() => document.querySelector(':target').getBoundingClientRect().top")
    assert (entry, 0 <= top < 720) == ("source", True)
    page.keyboard.press("Tab")
    back = page.evaluate("() => [document.activeElement.className, document.activeElement.hash]")
    assert back == ["back", f"#{first}"], "the next stop after the jump is the link back"
    page.keyboard.press("Enter")
    assert page.evaluate("() => document.querySelector(':target').id") == first
    assert page.evaluate(
        "() => { const box = document.querySelector(':target').getBoundingClientRect(); return box.top >= 0 && box.bottom <= innerHeight }"
    )


@pytest.mark.parametrize("name", ["example", "hard"])
def test_what_a_link_leads_to_is_in_sight(open_page: Opens, name: str) -> None:
    page = open_page(name)
    hidden = page.evaluate("""() => {
      const hashes = new Set([...document.querySelectorAll('a[href^="#"]')].map(link => link.hash));
      return [...hashes].filter(hash => {
        location.hash = hash;
        const box = document.querySelector(':target').getBoundingClientRect();
        return box.top < 0 || box.top > innerHeight - 20;
      });
    }""")
    assert hidden == []
