"""The manuscript's front matter: what an edition asks of the pages."""

from pathlib import Path

import pytest
import yaml

from sv_report.manuscript.front_matter import front_matter
from sv_report.manuscript.opening import open_report
from sv_report.manuscript.printed_sections import printed_sections
from tests.unit.wrong_editions import ROOT, bench, load


def test_a_list_of_contents_is_asked_for_by_one_field(tmp_path: Path) -> None:
    workbench = bench(tmp_path)
    (asked, _), (silent, _) = load(workbench, contents="true"), load(workbench)
    assert (asked.contents, silent.contents) == (True, False)


@pytest.mark.parametrize("contents", ["true", "false"])
def test_the_front_matter_says_that_contents_are_asked_for(contents: str) -> None:
    report = open_report("2024-02-08-policy", root=ROOT, settings={"contents": contents})
    said = yaml.safe_load(front_matter(report, ("docx",), draft=False).strip().strip("-"))
    assert said["cabinet"].get("contents", False) is (contents == "true")


def test_what_stands_on_turned_pages_is_words_of_its_section() -> None:
    body = "## Legal {section=legal}\n\n::: {.landscape}\n\nLawful.\n\n::: {.callout-note}\nA note.\n:::\n\nSound.\n\n:::\n"
    (_, legal) = printed_sections(body)
    assert [(passage.kind, passage.text) for passage in legal.passages if passage.text] == [
        ("paragraph", "Lawful."),
        ("note", "A note."),
        ("paragraph", "Sound."),
    ]
