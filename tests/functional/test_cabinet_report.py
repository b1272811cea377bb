"""The Cabinet report that this project grew from, built as an edition, and what the checks say of it.

It is read from ../shared, and nothing of it is kept here: neither its words nor its officer's name and number.
"""

import json
import re

import pytest
from lxml import html

from tests.functional.conftest import sv_report

ID = "2024-02-08-framework"
SECTIONS = {  # headings of the report, by the sections whose words stand under them
    "Brief Summary": "brief_summary", "Detail": "detail", "Consultations": "consultations",
    "Risk management": "risk_management", "Legal": "legal", "Financial": "financial",
}  # fmt: skip
KEY = "This is deemed to be a Key Decision"


@pytest.fixture(scope="module")
def source(shared):
    return (shared / "000_383ad69d924073d7.txt").read_text("utf-8").replace("\xa0", " ")


def under(source, heading):
    """Return the words under a heading, up to the next."""
    headings = r"\n(?:\*\*|#+ )(?:Brief Summary|Recommendation|Detail|Appendices|Consultations|Implications:|Risk management|Legal|Financial|List of)"
    match = re.search(rf"(?:\*\*|#+ ){re.escape(heading)}(?:\*\*)?\n(.*?)(?={headings})", source, re.DOTALL)
    return match[1].strip()


@pytest.fixture(scope="module")
def bench(source, tmp_path_factory):
    """A workbench with the report as an edition that rests on no data."""
    import shutil

    from tests.conftest import ROOT

    root = tmp_path_factory.mktemp("bench")
    for name in ("templates", "notebooks"):
        shutil.copytree(ROOT / name, root / name)
    folder = root / "params" / ID
    folder.mkdir(parents=True)
    for heading, section in SECTIONS.items():
        words = under(source, heading).split(f"\n\n{KEY}")[0]
        (folder / f"{section}.md").write_text(words + "\n", "utf-8")
    (folder / "framework.pdf").write_bytes(b"%PDF-1.4\n")
    name, telephone, role = re.search(r"further information:\s*\n(.*?), Tel: (.*?), (.*?),", source).groups()
    email = re.search(r"\S+@\S+", source)[0]
    priorities = re.search(r"Corporate Priorities:\*\*\s*\n(.*?)\n\n", source, re.DOTALL)[1]
    edition = {
        "schema": 1, "council": "lancashire", "title": "Social Value Policy and Framework",
        "meeting": {"body": "Cabinet", "date": "2024-02-08"}, "data": "none", "report_of": "Director of Finance",
        "contact": {"name": name, "telephone": telephone, "role": role, "email": email},
        "divisions_affected": ["All Divisions"],
        "corporate_priorities": [line.strip(" ;") for line in priorities.splitlines()],
        "key_decision": True, "key_decision_reasons": ["divisions"], "notice_published": "2023-12-20",
        "recommendation": under(source, "Recommendation"), "part": "I", "report_published": "2024-01-31",
        "appendices": [{"label": "A", "title": "Social Value Policy and Framework 2024-28", "file": f"params/{ID}/framework.pdf"}],
    }  # fmt: skip
    (root / "params" / f"{ID}.yml").write_text(json.dumps(edition, indent=1), "utf-8")  # JSON is YAML
    return root


@pytest.fixture(scope="module")
def checklist(bench):
    done = sv_report("check", ID, "--root", bench, "--json")
    assert done.returncode == 8, done.stderr
    return {one["check"]: one for one in json.loads(done.stdout)}


@pytest.fixture(scope="module")
def page(bench):
    done = sv_report("run", ID, "--root", bench, "--engine", "embedded")
    assert done.returncode == 0, done.stderr
    return html.parse(bench / "outputs" / ID / "public" / "report.html")


def said(checklist, check):
    return " ".join(finding["message"] for finding in checklist[check]["findings"])


def test_its_headings_and_words_are_printed_as_they_were(page, source):
    text = " ".join(page.find(".//main").text_content().split())
    headings = [h.text_content() for h in page.findall(".//main//h2")] + [
        h.text_content() for h in page.findall(".//main//h3")
    ]
    assert {*SECTIONS, "Recommendation", "Appendices", "Implications:", "List of Background Papers"} <= set(headings)
    for heading in SECTIONS:
        for paragraph in under(source, heading).split("\n\n"):
            assert " ".join(paragraph.split()) in text.replace("’", "'").replace("‘", "'")
    assert f"{KEY} and the requirements of Standing Order C19 have been complied with." in text
    assert "Illustrative" not in text


def test_financial_is_said_to_be_set_out_and_is_not(checklist):
    assert "Financial is said to be set out in the report, but no words on it stand anywhere else." in said(
        checklist, "set_out"
    )


def test_legal_is_said_to_be_set_out_and_not_where(checklist):
    assert "Legal is said to be set out in the report, but not where." in said(checklist, "set_out")


def test_it_has_no_equality_nor_the_other_implications(checklist):
    missing = said(checklist, "sections_written")
    for heading in (
        "Equality and cohesion",
        "Climate and environment",
        "Crime and disorder",
        "Data protection",
        "Procurement",
        "Human resources",
    ):
        assert f"{heading} is not written." in missing


def test_it_feeds_neither_reasons_nor_options_to_the_record_of_the_decision(checklist):
    missing = said(checklist, "sections_written")
    assert "Reasons for the recommendation is not written." in missing
    assert "Options considered is not written." in missing


def test_none_for_background_papers_is_doubted(checklist):
    assert checklist["background_papers"]["state"] == "to confirm"
    assert "no unpublished document was relied on" in said(checklist, "background_papers")


def test_its_implications_stand_below_their_heading(page):
    assert [
        h.tag
        for h in page.findall(".//main//*")
        if h.text_content() in ("Implications:", "Legal", "Financial") and h.tag in ("h2", "h3")
    ] == ["h2", "h3", "h3"]


def test_its_notice_of_49_clear_days_was_in_time(checklist):
    assert checklist["notice"]["state"] == "in order"
    assert "49 clear days" in checklist["notice"]["said"]


def test_nobody_has_cleared_it(checklist):
    assert "The Section 151 Officer has not cleared the report." in said(checklist, "cleared")


def test_its_threshold_is_not_known_for_that_date(checklist):
    assert "not known for this date: confirm" in said(checklist, "key_by_money")


def test_what_was_right_is_in_order(checklist):
    for check in (
        "appendices",
        "contact",
        "recommendation",
        "published",
        "priorities",
        "key_sentence",
        "key_by_divisions",
    ):
        assert checklist[check]["state"] == "in order" or check == "contact", checklist[check]
