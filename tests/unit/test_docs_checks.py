"""The pages on checks and editions say what there is."""

from pathlib import Path

from sv_report.params.council.check_rules import CheckRules
from sv_report.params.edition_file import EditionTyped
from sv_report.params.typed.forms import names
from sv_report.release.checks.records import CHECKS

DOCS = Path(__file__).parents[2] / "docs"


def rows(page: str) -> list[list[str]]:
    lines = (DOCS / page).read_text("utf-8").splitlines()
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| `")]


def test_the_page_lists_every_check_with_its_question_and_rule() -> None:
    assert rows("checks.md") == [[f"`{check.id}`", check.asks, check.source] for check in CHECKS]


def test_the_page_names_what_a_council_sets() -> None:
    page = (DOCS / "checks.md").read_text("utf-8")
    assert [name for name in names(CheckRules) if f"  {name}: " not in page] == []
    rules = CheckRules()
    assert f"summary_words: {rules.summary_words}\n" in page
    assert f"sentence_words: {rules.sentence_words}\n" in page


def test_the_page_on_editions_lists_every_field() -> None:
    assert sorted(row[0].strip("`") for row in rows("editions.md")) == sorted(names(EditionTyped))
