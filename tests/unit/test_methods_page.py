"""The methods page says what the package calculates, and every fact on it is worked out in an example."""

import re
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

from sv_report.measures import RECORDS
from tests.spec.as_markdown import slug, together
from tests.spec.example import as_local
from tests.spec.examples import EXAMPLES

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "methods.md"


@pytest.fixture(scope="module")
def maker() -> ModuleType:
    spec = spec_from_file_location("methods_page", ROOT / ".ci" / "methods_page.py")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_is_what_the_records_and_examples_make_now(maker: ModuleType) -> None:
    assert PAGE.read_text("utf-8") == maker.page(), "docs/methods.md is not in step: make methods"


def test_every_fact_that_is_made_for_a_report_is_on_the_page() -> None:
    text = PAGE.read_text("utf-8")
    assert [record.id for record in RECORDS if f"`{record.id}`" not in text] == []


def test_every_fact_is_worked_out_in_an_example() -> None:
    examples = [*EXAMPLES, *filter(None, map(as_local, EXAMPLES))]
    shown = {one.fact.split(".")[0] for example in examples for one in example.expected}
    assert [record.id for record in RECORDS if record.id not in shown] == []


def test_every_link_of_the_page_leads_to_one_of_its_headings() -> None:
    lines = PAGE.read_text("utf-8").splitlines()
    headings = [slug(line.lstrip("# ")) for line in lines if line.startswith("#")]
    assert len(set(headings)) == len(headings)
    assert {link for line in lines for link in re.findall(r"\]\(#([^)]+)\)", line)} <= set(headings)


def test_rows_alike_but_for_their_name_are_drawn_as_one_in_a_long_table() -> None:
    rows = [[f"C{number}", "100"] for number in range(1, 10)] + [["D1", "50"]]
    assert together(rows) == [["C1 to C9", "100"], ["D1", "50"]]
    assert together(rows[7:]) == rows[7:]
