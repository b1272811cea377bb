"""The checklist as an officer sees it: on the screen, in the bundle, and as the mark DRAFT on the pages."""

import json
import zipfile

import pytest
from lxml import html

from tests.functional.conftest import EDITION, sv_report

CLEARED = "  - {office: Monitoring Officer, name: Example Legal Officer, date: 2024-01-29}"
OPEN = "  - {office: Monitoring Officer}"


@pytest.fixture
def half_finished(bench):
    """The example as it stands a week before: not cleared by one officer, one section unwritten, one still a draft."""
    file = bench / "params" / f"{EDITION}.yml"
    text = file.read_text("utf-8")
    assert CLEARED in text
    file.write_text(text.replace(CLEARED, OPEN), "utf-8")
    (bench / "params" / EDITION / "equality.md").unlink()
    (bench / "params" / EDITION / "risk_management.md").unlink()
    return bench


def test_a_half_finished_edition_says_what_to_mend_where_how_and_by_whose_rule(half_finished):
    done = sv_report("check", EDITION, "--root", half_finished)
    assert done.returncode == 8, done.stderr
    said = " ".join(done.stdout.split())
    assert said.startswith("TO MEND before the report goes out Have the officers who must clear the report done so?")
    assert (
        f"params/{EDITION}.yml, line 29, field clearances: The Monitoring Officer has not cleared the report." in said
    )
    assert "→ Add the officer's name and the day under clearances: office: Monitoring Officer." in said
    assert "Local Government and Housing Act 1989 s5; silence is not clearance." in said
    assert "Equality and cohesion is not written." in said
    assert (
        f"→ Write it in params/{EDITION}/equality.md. How has due regard been had to the Equality Act 2010 s149" in said
    )
    assert "Risk management is a draft from the figures that nobody has confirmed." in said
    assert f"→ Copy templates/lancashire/drafts/risk_management.md to params/{EDITION}/risk_management.md" in said
    assert "not known for this date: confirm" in said.split("TO CONFIRM")[1].split("IN ORDER")[0]
    assert said.endswith("Checklist: 2 to mend, 1 to confirm, 22 in order, 5 do not apply.")
    assert not (half_finished / "outputs" / EDITION).exists()


def test_a_run_is_a_draft_until_all_is_mended_and_says_so_everywhere(half_finished, bundle):
    done = sv_report("run", EDITION, "--root", half_finished, "--engine", "embedded")
    assert done.returncode == 0, done.stderr
    assert "The report is marked DRAFT until what is to mend is mended." in done.stdout
    assert "The Monitoring Officer has not cleared the report." in " ".join(done.stdout.split())
    for folder, is_draft in ((half_finished / "outputs" / EDITION, True), (bundle, False)):
        assert json.loads((folder / "office/manifest.json").read_text("utf-8"))["draft"] is is_draft
        with zipfile.ZipFile(folder / "public/report.docx") as word:
            headers = "".join(word.read(name).decode() for name in word.namelist() if "header" in name)
        with zipfile.ZipFile(folder / "public/tables.xlsx") as book:
            strings = book.read("xl/sharedStrings.xml").decode()
        page = html.parse(folder / "public/report.html").getroot().text_content()
        said = ("DRAFT" in headers, "Draft: not cleared for publication." in strings, "DRAFT" in page)
        assert said == (is_draft,) * 3
    office = half_finished / "outputs" / EDITION / "office"
    rules = {one["rule"]: one["severity"] for one in json.loads((office / "findings.json").read_text("utf-8"))}
    assert (rules["check.cleared"], rules["check.sections_written"]) == ("error", "error")
    assert "TO MEND" in (office / "checklist.txt").read_text("utf-8")
    assert "TO MEND" not in (bundle / "office/checklist.txt").read_text("utf-8")


def test_the_checklist_as_json_is_json_alone():
    done = sv_report("check", EDITION, "--json")
    assert done.returncode == 0, done.stderr
    listed = json.loads(done.stdout)
    assert {one["state"] for one in listed} == {"in order", "to confirm", "does not apply"}
    assert all(one["asks"].endswith("?") and one["source"] for one in listed)


@pytest.mark.parametrize(
    ("on", "said"),
    [
        ("2024-01-29", "The final report is due internally by Tuesday, 30 January 2024: 1 working day from Monday"),
        ("2024-01-31", "The final report is due internally by Tuesday, 30 January 2024, which is past."),
        ("2024-02-09", ""),
    ],
)
def test_deadlines_that_are_near_or_past_are_said_on_the_screen(on, said, bench):
    file = bench / "params" / f"{EDITION}.yml"
    file.write_text(file.read_text("utf-8").replace("report_published: 2024-01-31", "report_published:"), "utf-8")
    done = sv_report("check", EDITION, "--root", bench, "--on", on)
    assert done.returncode == 0, done.stderr
    warned = [line for line in done.stdout.splitlines() if line.startswith("warning:")]
    assert any(said in line for line in warned) if said else warned == []


def test_a_key_decision_of_a_day_whose_wording_is_not_known_says_so_on_the_page(bench):
    done = sv_report("run", "2024-02-08-policy", "--root", bench, "--engine", "embedded", "--formats", "html",
                     "--set", "meeting.date=2019-07-11", "--set", "period=2019-20 Q1", "--set", "data=none")  # fmt: skip
    assert done.returncode == 3  # its words print figures: they are named
    file = bench / "templates/lancashire/profile.yml"
    file.write_text(file.read_text("utf-8").replace("from: 2020-08-06", "from: 2024-08-06"), "utf-8")
    done = sv_report("run", "2024-02-08-policy", "--root", bench, "--engine", "embedded", "--formats", "html")
    assert done.returncode == 0, done.stderr
    page = html.parse(bench / "outputs/2024-02-08-policy/public/report.html").getroot().text_content()
    assert "Draft: the sentence on the key decision is not known for this date" in page
    assert "Standing Order C19" not in page
