"""A council without a value book: the report is made of commitments on schedule, and no £ of social value is in it."""

import csv
import json
import re
import shutil

import openpyxl
import pytest

from tests.functional.conftest import EDITION, ROOT, sv_report

EXAMPLE = ROOT / "sv_report" / "data" / "example"
CASH = re.compile(r"\[£[^\]]*\]\{\.fact fact=\"(contract_value|spend_to_date)\"\}")  # money, and no social value
OF_CASH = re.compile(r':{3,} \{\.source fact="(contract_value|spend_to_date)"\}.*?\n:::', re.DOTALL)
TITLED = "(works under £100,000)"  # in a contract's title
CLAIMED = re.compile(r"£[\d,.\\]+(?=;| \|)")  # what rows claim of measures whose own unit is £


@pytest.fixture(scope="module", params=["drafts", "narrative"])
def made(request, tmp_path_factory):
    """The bundle of a copy of the example without its value book, from the drafts and from the officers' words."""
    root = tmp_path_factory.mktemp("bench")
    for name in ("params", "templates", "notebooks"):
        shutil.copytree(ROOT / name, root / name)
    if request.param == "drafts":
        shutil.rmtree(root / "params" / EDITION)
    shutil.copytree(EXAMPLE, root / "plain", ignore=shutil.ignore_patterns("value_book.csv", "*.py", "__pycache__"))
    without_version(root / "plain" / "contracts.csv")
    done = sv_report("run", EDITION, "--root", root, "--set", "data=plain", "--engine", "embedded")
    assert done.returncode == 0, done.stderr
    (bundle,) = (root / "outputs").glob(f"{EDITION}.set-*")
    return bundle / "public"


def without_version(path):
    """Blank the version of the value book of every contract."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row | {"value_book": ""} for row in csv.DictReader(file)]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def sheets(made):
    """The rows of each worksheet as texts."""
    book = openpyxl.load_workbook(made / "tables.xlsx")
    return {
        page.title: [[str(value) for value in row if value is not None] for row in page.values]
        for page in book.worksheets
    }


def test_every_fact_of_social_value_in_pounds_is_not_available_and_none_is_nought(made):
    facts = json.loads((made / "facts.json").read_text("utf-8"))
    social = [fact for fact in facts if fact["id"].startswith(("sv_", "lev_"))]
    assert {fact["status"] for fact in social} == {"not_available"}


def test_the_summary_leads_with_commitments_on_schedule(made):
    text = (made / "report.qmd").read_text("utf-8")
    summary = text[text.index("## Brief Summary") : text.index("## Recommendation")]
    assert "Commitments due to date, by the end of Quarter 3 2023/24: " in summary
    for fact in ("commitments_due", "commitments_on_schedule", "share_of_commitments_on_schedule"):
        assert f'fact="{fact}"' in summary
        assert f'fact="{fact}.theme.jobs_and_skills"' in text
        assert f'fact="{fact}.directorate.resources"' in text


def test_the_report_prints_no_pound_of_social_value_and_no_gap_in_its_place(made):
    text = (made / "report.qmd").read_text("utf-8")
    assert not re.search(r'fact="(sv|lev)_', text)
    assert "not available" not in text.replace(r"\[x\] means not available", "")
    prose, rest = text.split(r"## Appendix \'A\'")
    appendix, sources = rest.split("## Sources of figures")
    said = [CASH.sub("", CLAIMED.sub("", line)).replace(TITLED, "") for line in prose.splitlines()]
    assert not [line for line in said if "£" in line]
    in_pounds = {line.split("|")[1].split()[0] for line in appendix.splitlines() if "£" in line}
    assert in_pounds == {"GRO01", "GRO02", "GRO03", "INN01", "SOC02", "SOC08"}  # measures whose own unit is £
    of_social_value = re.sub(OF_CASH, "", sources).replace(TITLED, "")
    assert not re.search(r"£\\?\d", of_social_value)
    assert r"\[x\]]{.fact" not in text


def test_the_chart_of_the_themes_counts_commitments(made):
    text = (made / "report.qmd").read_text("utf-8")
    assert re.search(r"by\\?_theme\\?_chart.*Jobs and skills: due 151, on schedule 40", text)


def test_the_workbook_has_pounds_of_spend_and_of_measures_only(made):
    book = sheets(made)
    for name in ("by_theme", "by_outcome", "by_directorate", "by_district", "contracts_behind", "contracts_rated"):
        assert not [row for row in book[name] if "£" in CLAIMED.sub("", " | ".join(row))], name
    assert {"over_time", "forecast", "known_then", "concentration"}.isdisjoint(book)
    assert any("Contract value (£m)" in " ".join(row) for row in book["spend"])
    assert not [row for row in book["Facts"] if row and row[0].startswith(("sv_", "lev_", "quality_at_stake"))]
    assert not [line for row in book["Cover"] for line in row if "£" in line]
