"""The gate of an edition: what is wrong, where, and what would be right, all at once."""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from sv_report.errors import EditionError
from sv_report.params import load_edition
from tests.unit.wrong_editions import CASES, GOOD, ID, KNOWN, Wrong, bench, findings, load, write

COPIED = ("edition.other_day", "edition.other_period")  # also warned of, as where an old edition was copied


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_wrong_edition_is_named_with_its_place_and_remedy(case: Wrong, tmp_path: Path) -> None:
    everything = findings(bench(tmp_path, case.text))
    [found] = [one for one in everything if one.rule not in COPIED or one.rule == case.rule]

    assert (found.rule, found.severity) == (case.rule, case.severity)
    assert (found.where.file, found.where.row, found.where.field) == (f"params/{ID}.yml", case.line, case.field)
    assert case.message in found.message
    assert case.remedy in found.remedy


def test_an_error_stops_the_run_with_exit_code_3(tmp_path: Path) -> None:
    with pytest.raises(EditionError) as caught:
        load(bench(tmp_path, GOOD.replace("part: I", "part: 3")))
    assert caught.value.exit_code == 3
    assert str(caught.value).startswith(f"Edition {ID} has 1 error; nothing was run.\nerror: params/{ID}.yml, line 20,")


def test_all_that_is_wrong_is_said_at_once(tmp_path: Path) -> None:
    text = GOOD.replace("period: 2023-24 Q3", "perod: 2023-24 Q3").replace("body: Cabinet", "body: ''")
    text = text.replace("lancashire", "lancaster").replace(
        "report_published: 2024-01-31", "report_published: 2024-02-09"
    )
    text = text.replace("label: A", "label:").replace("exhibit: measures_table", "exhibit: measures")
    workbench = bench(tmp_path, text)

    assert [(found.where.row, found.where.field) for found in findings(workbench)] == [
        (2, "council"),
        (5, "meeting.body"),
        (6, "perod"),
        (21, "appendices.1.label"),
        (21, "appendices.1.exhibit"),
        (23, "report_published"),
    ]


def test_nothing_is_said_that_rests_on_a_field_that_is_itself_wrong(tmp_path: Path) -> None:
    text = GOOD.replace("date: 2024-02-08", "date: 2024-02-31").replace("2024-01-31", "2024-03-31")
    assert [found.where.field for found in findings(bench(tmp_path, text))] == ["meeting.date"]


def test_the_last_report_may_have_seen_data_up_to_the_same_day(tmp_path: Path) -> None:
    edition, _ = load(bench(tmp_path), last_report_data_as_at="2024-01-19")
    assert edition.last_report_data_as_at == edition.data_as_at


def test_errors_come_before_warnings(tmp_path: Path) -> None:
    text = GOOD.replace("title: ", "title: Lot #2 # ", 1).replace("part: I", "part: 3")
    with pytest.raises(EditionError) as caught:
        load(bench(tmp_path, text))
    severities = [finding.severity for finding in caught.value.findings]
    assert severities == sorted(severities) == ["error"] + ["warning"] * 16


@pytest.mark.parametrize(
    ("text", "message"), [("", "empty"), ("# nothing\n", "empty"), ("- a\n- b\n", "not a list of fields")]
)
def test_a_file_without_fields(text: str, message: str, tmp_path: Path) -> None:
    [found] = findings(bench(tmp_path, text))
    assert message in found.message
    assert found.remedy


def test_an_unknown_edition_names_the_nearest_and_all(tmp_path: Path) -> None:
    with pytest.raises(
        EditionError, match=re.escape("no edition 2024-02-09. Did you mean 2024-02-08? There are: 2024-02-08.")
    ):
        load(bench(tmp_path), edition="2024-02-09")


def test_an_edition_is_found_by_its_path_too(tmp_path: Path) -> None:
    workbench = bench(tmp_path / "bench")
    elsewhere = tmp_path / "elsewhere/2024-02-08-copy.yml"
    write(elsewhere, GOOD)
    write(elsewhere.parent / "2024-02-08-copy/legal.md", "Lawful.\n")

    edition, _ = load_edition(elsewhere, workbench, KNOWN)
    assert edition.id == "2024-02-08-copy"
    assert edition.narrative["legal"].file == "2024-02-08-copy/legal.md"
    assert load(workbench, edition=f"params/{ID}.yml")[0] == load(workbench)[0]


def test_two_files_of_one_id(tmp_path: Path) -> None:
    workbench = bench(tmp_path)
    write(workbench.params / f"{ID}.yaml", GOOD)
    [found] = findings(workbench)
    assert found.rule == "edition.id_twice"
    assert f"{ID}.yaml and {ID}.yml" in found.message


def test_an_id_that_could_not_name_a_folder(tmp_path: Path) -> None:
    workbench = bench(tmp_path)
    write(workbench.params / "Q3 report.yml", GOOD)
    with pytest.raises(EditionError, match="'Q3 report' cannot be an edition's id"):
        load(workbench, edition="Q3 report")


def test_priorities_of_a_day_that_the_profile_does_not_know_are_not_checked(tmp_path: Path) -> None:
    workbench = bench(tmp_path)
    settings = {"meeting__date": "2020-02-06", "period": "2019-20 Q3", "data_as_at": "2020-01-17"}
    found = findings(workbench, **settings, report_published="2020-01-24")
    assert [one.severity for one in found if one.rule == "edition.priorities_unknown"] == ["note"]


NO_DATA = GOOD.replace("data_as_at: 2024-01-19\n", "").replace("period: 2023-24 Q3\n", "").replace("exhibit: measures_table", "file: params/a.pdf")  # fmt: skip


@pytest.mark.parametrize("data", ["none", "None"])
def test_a_report_may_rest_on_no_data(data: str, tmp_path: Path) -> None:
    workbench = bench(tmp_path, NO_DATA.replace("data: example", f"data: {data}"), {"legal.md": "Lawful.\n"})
    write(workbench.params / "a.pdf", "")
    edition, _ = load(workbench)
    assert (edition.data, edition.period, edition.data_as_at) == ((), None, None)
    assert edition.drafts == {}


def test_without_data_nothing_of_it_can_be_printed(tmp_path: Path) -> None:
    narrative = {"legal.md": 'Now {{ returns_due }}.\n\n{{ exhibit("by_theme") }}\n'}
    text = NO_DATA.replace("data: example", "data: none").replace("file: params/a.pdf", "exhibit: measures_table")
    found = findings(bench(tmp_path, text, narrative))
    assert [(one.rule, one.where.row) for one in found if one.severity == "error"] == [
        ("edition.exhibit_without_data", 19),
        ("narrative.without_data", 1),
        ("narrative.without_data", 3),
    ]


@pytest.mark.parametrize("data", ["null", "", "[]"])
def test_what_is_left_blank_is_not_taken_for_none(data: str, tmp_path: Path) -> None:
    [found] = findings(bench(tmp_path, GOOD.replace("data: example", f"data: {data}")))
    assert (found.severity, found.where.row, found.where.field) == ("error", 7, "data")
    assert "Write data: none" in found.remedy


def test_a_period_is_needed_as_soon_as_there_is_data(tmp_path: Path) -> None:
    [found] = findings(bench(tmp_path, GOOD.replace("period: 2023-24 Q3\n", "")))
    assert (found.rule, found.message) == ("edition.missing_field", "The field period is missing.")


KEY = "key_decision: true\nkey_decision_reasons: [money]\nexpenditure_or_savings: £1,800,000"
URGENT = "exception: {route: special_urgency, date: 2024-02-01, reason: it is urgent.}"


@pytest.mark.parametrize(
    ("typed", "rule", "field", "remedy"),
    [
        ("key_decision: false\nkey_decision_reasons: [money]", "not_key", "key_decision_reasons", "key_decision: true"),
        (f"{KEY}\n{URGENT}", "no_agreement", "exception", "agreed_by"),
        ("key_decision: true\nkey_decision_reasons: [cost]", "wrong_value", "key_decision_reasons.1", "money or divisions"),
        ("key_decision: false\nnotice_published: 2024-03-01", "after_meeting", "notice_published", "up to 2024-02-08"),
        ("key_decision: false\nnarrative_confirmed: {detail: 2024-03-01}", "after_meeting", "narrative_confirmed.detail", "up to"),
        ("key_decision: false\nnarrative_confirmed: {details: 2024-01-24}", "unknown_section", "narrative_confirmed.details", "detail?"),
        ("key_decision: false\nclearances: [{office: Section 151}]", "unknown_office", "clearances.1.office", "Section 151 Officer"),
        ("key_decision: false\nclearances: [{office: Monitoring Officer}, {office: monitoring officer}]", "office_twice", "clearances.2.office", "Delete"),
        ("key_decision: false\nclearances: [{office: Monitoring Officer, date: 2024-03-01}]", "after_meeting", "clearances.1.date", "up to"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_of_a_decision_or_a_clearance(
    typed: str, rule: str, field: str, remedy: str, tmp_path: Path
) -> None:
    [found] = [
        one for one in findings(bench(tmp_path, GOOD.replace("key_decision: false", typed))) if one.severity == "error"
    ]
    assert (found.rule, found.where.field) == (f"edition.{rule}", field)
    assert remedy in found.remedy


def test_a_decision_and_its_clearances_are_read(tmp_path: Path) -> None:
    typed = f"{KEY}\n{URGENT[:-1]}, agreed_by: Chair of Scrutiny}}\nnarrative_confirmed: {{all: 2024-01-22, legal: 2024-01-24}}"
    edition, _ = load(bench(tmp_path, GOOD.replace("key_decision: false", typed)))
    assert (edition.decision.amount, edition.decision.route) == (Decimal(1_800_000), "special_urgency")
    assert (edition.key_sentence or "").endswith("could not be complied with as it is urgent.")
    assert (edition.confirmed["legal"], edition.confirmed["detail"]) == (date(2024, 1, 24), date(2024, 1, 22))
    assert [one.is_open for one in edition.clearances] == [True, True]


FILES = "[{label: A, title: One, file: params/a/policy.pdf}, {label: B, title: Two, file: params/b/Policy.pdf}]"


def test_two_files_of_one_name_cannot_lie_in_one_folder_of_the_bundle(tmp_path: Path) -> None:
    workbench = bench(tmp_path)
    for name in ("a/policy.pdf", "b/Policy.pdf"):
        write(workbench.params / name, "words")
    [found] = findings(workbench, appendices=FILES)
    assert (found.rule, found.where.field) == ("edition.file_twice", "appendices.2.file")
    assert "Policy.pdf" in found.message
    assert "Rename" in found.remedy


def test_a_link_that_leads_out_of_the_workbench_is_no_file_of_it(tmp_path: Path) -> None:
    workbench = bench(tmp_path / "bench")
    (tmp_path / "secret.pdf").write_text("secret")
    (workbench.params / "a.pdf").symlink_to(tmp_path / "secret.pdf")
    [found] = findings(workbench, appendices="[{label: A, title: One, file: params/a.pdf}]")
    assert found.rule == "edition.file_outside"


@pytest.mark.parametrize("name", [".hidden", "..", "a.set-0123", "-rf", "a b", "é", "CON", "nul", "a" * 101])
def test_an_id_names_a_folder_on_every_machine(name: str, tmp_path: Path) -> None:
    workbench = bench(tmp_path)
    write(workbench.params / f"{name}.yml", GOOD)
    with pytest.raises(EditionError, match="cannot be an edition's id"):
        load(workbench, edition=f"params/{name}.yml")


@pytest.mark.parametrize("id_", ["../params/2024-02-08", "./2024-02-08", "params/2024-02-08", "", ".", "/"])
def test_an_id_is_no_path(id_: str, tmp_path: Path) -> None:
    with pytest.raises(EditionError, match="There is no edition"):
        load(bench(tmp_path), edition=id_)


class TestSettings:
    def test_they_go_over_the_file(self, tmp_path: Path) -> None:
        edition, _ = load(bench(tmp_path), title="Report: Lot #2", contact__telephone="01632 960002", data="[example]")
        assert edition.title == "Report: Lot #2"
        assert edition.contact.telephone == "01632 960002"
        assert edition.data == ("example",)
        assert edition.settings[0] == ("title", "Report: Lot #2")

    def test_items_of_a_list_are_counted_from_1(self, tmp_path: Path) -> None:
        edition, _ = load(
            bench(tmp_path), appendices__1__title="All measures", corporate_priorities__3="Caring for the vulnerable"
        )
        assert edition.appendices[0].title == "All measures"
        assert edition.corporate_priorities[-1] == "Caring for the vulnerable"

    def test_a_blank_takes_a_field_away(self, tmp_path: Path) -> None:
        assert load(bench(tmp_path), report_published="")[0].report_published is None

    @pytest.mark.parametrize(
        ("key", "value", "field", "remedy"),
        [
            ("meeting.date", "11/01/2024", "meeting.date", "Write 2024-01-11."),
            ("perod", "2023-24 Q3", "perod", "Did you mean period?"),
            ("period", "2023-24 Q4", "period", "Write 2023-24 Q3"),
            ("appendices", "[{label: A, title: B}]", "appendices.1", "Add exhibit:"),
            ("title.words", "x", "title.words", "meeting.date"),
            ("appendices.7.title", "x", "appendices.7.title", "meeting.date"),
        ],
    )
    def test_they_pass_the_same_gate(self, key: str, value: str, field: str, remedy: str, tmp_path: Path) -> None:
        with pytest.raises(EditionError) as caught:
            load_edition(ID, bench(tmp_path), KNOWN, {key: value})
        found = caught.value.findings[0]
        assert (found.where.file, found.where.row, found.where.field) == (f"--set {key}", None, field)
        assert remedy in found.remedy
