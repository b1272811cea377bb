"""Council profiles: Lancashire's own, and wrong ones."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from sv_report.errors import EditionError
from sv_report.params import CouncilProfile, Workbench, council_names, read_profile
from tests.unit.wrong_editions import ROOT, bench, load

FILE = "templates/lancashire/profile.yml"


@pytest.fixture(scope="module")
def lancashire() -> CouncilProfile:
    profile, findings = read_profile("lancashire", Workbench(ROOT))
    assert profile is not None
    assert findings == []
    return profile


OF_THE_REPORT = (
    *("brief_summary", "recommendation", "detail", "appendices", "consultations", "implications", "risk_management"),
    *("legal", "financial", "background_papers", "part_two"),
)


def test_the_headings_are_the_cabinet_reports_in_its_order(lancashire: CouncilProfile) -> None:
    own = [section for section in lancashire.sections if section.id in OF_THE_REPORT]
    assert [f"{'#' * section.level} {section.heading}" for section in own] == [
        "## Brief Summary",
        "## Recommendation",
        "## Detail",
        "## Appendices",
        "## Consultations",
        "## Implications:",
        "### Risk management",
        "### Legal",
        "### Financial",
        "## List of Background Papers",
        "## Reason for inclusion in Part II, if appropriate",
    ]


def test_what_the_cabinet_report_lacked_stands_among_them(lancashire: CouncilProfile) -> None:
    assert [section.heading for section in lancashire.sections if section.id not in OF_THE_REPORT] == [
        *("Reasons for the recommendation", "Options considered", "Equality and cohesion", "Climate and environment"),
        *("Crime and disorder", "Data protection", "Procurement", "Human resources", "Next steps", "Clearances"),
    ]
    under = [section.heading for section in lancashire.sections if section.parent == "implications"]
    assert under[:3] == ["Risk management", "Legal", "Financial"]
    assert len(under) == 9
    assert all(section.asks for section in lancashire.narrative_sections)


def test_the_sentence_of_a_key_decision_is_that_of_the_day_and_the_route(lancashire: CouncilProfile) -> None:
    assert lancashire.key_decision_on(date(1999, 1, 1)) is None
    before, now = (lancashire.key_decision_on(day) for day in (date(2019, 6, 13), date(2024, 2, 8)))
    assert before is not None
    assert before.sentence("notice") is None
    assert now is not None
    assert "Standing Order C20" in (now.sentence("general_exception") or "")
    assert "Standing Order C21" in (now.sentence("special_urgency") or "")
    assert now.confirm == ("special_urgency",)


def test_every_fixed_word_of_the_profile_is_in_the_cabinet_report(lancashire: CouncilProfile) -> None:
    report = ROOT.parent / "shared/000_383ad69d924073d7.txt"
    if not report.exists():
        pytest.skip("../shared absent: the Cabinet report is read there")
    text = " ".join(report.read_text(encoding="utf-8").replace("*", "").split())
    header, wording = lancashire.header, lancashire.wording
    key = lancashire.key_decision_on(date(2024, 2, 8))
    assert key is not None
    contact = {"name": "Rachel Tanner", "telephone": "(01772) 534904", "role": "Head of Service - Procurement"}
    words = [
        header.report_to.format(body="Cabinet"),
        header.meeting_line.format(date="Thursday, 8 February 2024"),
        header.report_of.format(report_of="Director of Finance"),
        f"{header.divisions} {header.all_divisions_value.format(value=header.all_divisions)}",
        f"{header.priorities} {header.list_value.format(value='Delivering better services')}",
        header.refers.format(labels="'A'"),
        f"{header.contact} {header.contact_line.format(**contact)}",
        key.sentence("notice"),
        wording.appendices_intro.format(labels="'A'"),
        wording.implications_intro,
        *(section.heading for section in lancashire.sections if section.id in OF_THE_REPORT),
    ]
    assert [word for word in words if word not in text] == []


@pytest.mark.parametrize(
    ("day", "first"),
    [
        (date(2021, 3, 31), None),
        (date(2024, 2, 8), "Delivering better services"),
        (date(2025, 3, 31), "Delivering better services"),
        (date(2025, 5, 15), None),
        (date(2025, 7, 10), "Better lives for all"),
    ],
)
def test_the_priorities_are_those_of_the_day(day: date, first: str | None, lancashire: CouncilProfile) -> None:
    valid = lancashire.priorities_on(day)
    assert (valid[0] if valid else None) == first
    assert valid is None or len(valid) == 4


def test_a_threshold_that_is_unknown_is_not_guessed(lancashire: CouncilProfile) -> None:
    assert lancashire.threshold_on(date(1999, 1, 1)) is None
    assert lancashire.threshold_on(date(2024, 3, 31)) is None
    assert lancashire.threshold_on(date(2024, 4, 1)) == Decimal("2200000")


def test_what_the_profile_says_of_itself(lancashire: CouncilProfile) -> None:
    assert len(lancashire.districts) == 12
    assert lancashire.headline == "validated"
    assert lancashire.illustrative_notice == "Illustrative data: no figure is Lancashire County Council's"
    by_officers = {section.id for section in lancashire.narrative_sections} & set(OF_THE_REPORT)
    assert by_officers == {*("brief_summary", "detail", "consultations", "risk_management", "legal", "financial")}
    assert [one.office for one in lancashire.clearances] == ["Section 151 Officer", "Monitoring Officer"]


@pytest.mark.parametrize(
    ("old", "new", "field", "message", "remedy"),
    [
        ("headline: validated", "headline: valid", "headline", "'valid' is not validated", "Write validated"),
        ("{body}", "{boddy}", "header.report_to", "fill in {boddy}", "{body}"),
        ("{body}", "{body", "header.report_to", "no partner", "{body}"),
        ("short_name:", "shortname:", "shortname", "no field shortname", "Did you mean short_name?"),
        ("days: 5 ", "days: five ", "published_working_days", "not a whole number", "as 5"),
        ("{id: detail,", "{id: legal,", "sections.10.id", "Two sections have the id legal", "its own"),
        ("parent: implications", "parent: implication", "sections.9.parent", "id implication", "a section above"),
        ("heading: Legal, level: 3", "heading: Legal, level: 4", "sections.10.level", "a level is skipped", "level: 3"),
        (", writer: the Monitoring Officer's staff", "", "sections.10.writer", "Nobody is named", "Add writer:"),
        ("by: officer,", "by: officers,", "sections.5.written_by", "one of officer, draft, package", "Write one"),
        ("from: 2025-07-10", "from: 2025-07-01", "corporate_priorities.3.from", "before the one above", "until"),
        ("until: 2025-07-09", "until: 2020-07-09", "corporate_priorities.2.until", "ends before", "Change"),
        ("amount: 2200000", "amount: lots", "key_decision_threshold.2.amount", "not an amount", "2200000"),
        ("amount: 2200000", "amount: NaN", "key_decision_threshold.2.amount", "not an amount", "2200000"),
        ("amount: 2200000", "amount: -1", "key_decision_threshold.2.amount", "not an amount", "2200000"),
        ("days: 5 ", "days: ٥ ", "published_working_days", "not a whole number", "as 5"),
        ("confirm: [special_urgency]", "confirm: [C21]", "key_decision_wording.2.confirm.1", "'C21' is not one of", "special_urgency"),
        ("as {reason}", "as {why}", "key_decision_wording.2.general_exception", "fill in {why}", "{reason}"),
        ("Section 151 Officer, source", "'', source", "clearances.1.office", "no text", "Write the text"),
        ("districts:", "checks: {summary_section: summary}\ndistricts:", "checks.summary_section", "id summary", "brief_summary"),
        ("schema: 1", "schema: 3", "schema", "schema 1, not 3", "schema: 1"),
    ],
)  # fmt: skip
def test_a_wrong_profile_is_refused_by_the_same_gate(
    old: str, new: str, field: str, message: str, remedy: str, tmp_path: Path
) -> None:
    workbench = bench(tmp_path)
    good = (workbench.root / FILE).read_text(encoding="utf-8")
    changed = good.replace(old, new, 1)
    assert changed != good
    (workbench.root / FILE).write_text(changed, encoding="utf-8")
    with pytest.raises(EditionError) as caught:
        load(workbench)
    found = caught.value.findings[0]
    assert (found.where.file, found.where.field) == (FILE, field)
    assert found.where.row
    assert message in found.message
    assert remedy in found.remedy


def profiled(folder: Path, old: str, new: str) -> CouncilProfile:
    """Return Lancashire's profile with the line that begins with `old` typed as `new`."""
    workbench = bench(folder)
    lines = (folder / FILE).read_text("utf-8").splitlines()
    [number] = [number for number, line in enumerate(lines) if line.startswith(f"{old}:")]
    lines[number] = new
    (folder / FILE).write_text("\n".join(lines), "utf-8")
    return load(workbench)[0].profile


def test_how_values_are_worked_out_unless_the_council_says_otherwise(lancashire: CouncilProfile) -> None:
    assert (lancashire.value_book_version, lancashire.price_year) == ("award", None)
    assert (lancashire.kpi_contract_value, lancashire.kpi_assessment_months) == (Decimal(5_000_000), 12)


@pytest.mark.parametrize("name", ["value_book_version", "price_year", "kpi_contract_value", "kpi_assessment_months"])
def test_what_a_council_leaves_out_is_as_lancashire_has_it(
    name: str, lancashire: CouncilProfile, tmp_path: Path
) -> None:
    assert profiled(tmp_path, name, "") == lancashire


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [
        ("value_book_version", "reporting_year", "reporting_year"),
        ("price_year", "2023", "2023"),
        ("price_year", "2023-24", "2023-24"),
        ("price_year", '"2099-00"', "2099-00"),
        ("kpi_contract_value", "£2,500,000.50", Decimal("2500000.50")),
        ("kpi_contract_value", "0", Decimal(0)),
        ("kpi_assessment_months", "1", 1),
    ],
)
def test_a_council_says_how_values_are_worked_out(name: str, typed: str, value: object, tmp_path: Path) -> None:
    assert getattr(profiled(tmp_path, name, f"{name}: {typed}"), name) == value


YEAR, POUNDS, MONTHS = (
    "is not a year of prices.",
    "is not an amount in pounds.",
    "is not a number of months from 1 to 12.",
)


@pytest.mark.parametrize(
    ("name", "typed", "message", "remedy"),
    [
        ("value_book_version", "latest", "'latest' is not award or reporting_year.", "Write award"),
        ("value_book_version", "", "There is no text.", "delete the field"),
        ("price_year", "2023/24", f"'2023/24' {YEAR}", "Write 2023-24."),
        ("price_year", "2023-25", f"'2023-25' {YEAR}", "Write 2023-24."),
        ("price_year", "2023-24 Q3", f"'2023-24 Q3' {YEAR}", "Write 2023-24."),
        ("price_year", "1923", f"'1923' {YEAR}", "2023 or 2023-24"),
        ("price_year", "2023.0", f"'2023.0' {YEAR}", "Write"),
        ("price_year", "2023-04-01", f"'2023-04-01' {YEAR}", "Write"),
        ("price_year", "true", f"'true' {YEAR}", "2023 or 2023-24"),
        ("price_year", "[2023]", "This should be text, not a list.", "Write one text"),
        *(("kpi_contract_value", text, f"{text!r} {POUNDS}", "Write the pounds in full, as in 5000000.")
          for text in ("NaN", ".inf", "Infinity", "-5", "5e6", "5_000_000", "5m", "true", "2023-04-01", "50,00,000", "unknown")),
        *(("kpi_assessment_months", text, f"{text!r} {MONTHS}", "Write 12, or fewer")
          for text in ("0", "13", "-1", "1e1", "12.0", "true", "yearly", "9" * 5000)),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_of_values_is_refused(
    name: str, typed: str, message: str, remedy: str, tmp_path: Path
) -> None:
    with pytest.raises(EditionError) as caught:
        profiled(tmp_path, name, f"{name}: {typed}")
    [found] = [one for one in caught.value.findings if one.severity == "error"]
    assert (found.where.file, found.where.field) == (FILE, name)
    assert found.message == message
    assert remedy in found.remedy


def test_the_councils_are_the_folders_with_a_profile(tmp_path: Path) -> None:
    workbench = bench(tmp_path)
    (workbench.templates / "half_made").mkdir()
    assert council_names(workbench) == ["lancashire"]
