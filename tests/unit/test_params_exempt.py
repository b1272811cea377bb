"""What an edition says is exempt: read, refused where it cannot be meant, said in Part II, and kept from the public."""

import pickle
from datetime import date
from pathlib import Path

import pytest

from sv_report.params import Edition, Workbench
from sv_report.params.exemption import PARAGRAPHS, Exemption, PrivateMeeting
from sv_report.params.part_two import not_for_publication, statements
from sv_report.params.released import exempt_edition, public_edition
from sv_report.params.typed.yaml_file import YamlFile
from tests.unit.wrong_editions import GOOD, ID, bench, findings, load

WHY = "Publishing it would harm the tender, which outweighs the public interest in disclosing it."
MARKED = "Open words.\n\n::: {.exempt}\nThe bid was Zyxwvut.\n:::\n\nA [Qwerty]{.exempt} firm.\n"
OTHER = "[{label: A, title: Measures, exhibit: measures_table}, {label: B, title: Chart, exhibit: by_theme_chart}]"
ENTRIES = f"""\
  - {{supplier: S07, paragraph: 3, reason: "{WHY}"}}
  - {{contract: C012, paragraph: 3, reason: "{WHY}"}}
  - {{fact: sv_validated_quarter, paragraph: 3, reason: "{WHY}"}}
  - {{fact: returns_received.directorate.adult_services, paragraph: 1, reason: "{WHY}"}}
  - {{exhibit: by_theme, column: Directorate, paragraph: 3, reason: "{WHY}"}}
  - {{appendix: b, paragraph: 1, reason: "It names a person, and so on"}}
  - {{narrative: detail, paragraph: 3, reason: "{WHY}"}}
"""
MEETING = """\
private_notice_published: 2024-01-10
private_further_notice_published: 2024-01-31
representations: None were received.
response: The reasons stand.
"""


def entries(*typed: str) -> str:
    """Return an edition with these entries, each without its paragraph and reason."""
    return GOOD + "exempt:\n" + "".join(f'  - {{{one}, paragraph: 3, reason: "{WHY}"}}\n' for one in typed)


def with_all(folder: Path) -> Workbench:
    text = GOOD.replace("[{label: A, title: Measures, exhibit: measures_table}]", OTHER)
    return bench(folder, f"{text}exempt:\n{ENTRIES}{MEETING}", {"detail.md": MARKED})


@pytest.fixture
def edition(tmp_path: Path) -> Edition:
    return load(with_all(tmp_path))[0]


# ---- what an officer types -----------------------------------------------------------------------------


def test_what_is_exempt_is_read(edition: Edition) -> None:
    assert edition.has_exempt
    assert [(one.kind, one.name, one.column, one.paragraph) for one in edition.exempt] == [
        ("supplier", "S07", "", "3"),
        ("contract", "C012", "", "3"),
        ("fact", "sv_validated_quarter", "", "3"),
        ("fact", "returns_received.directorate.adult_services", "", "1"),
        ("column", "by_theme", "Directorate", "3"),
        ("appendix", "B", "", "1"),
        ("narrative", "detail", "", "3"),
    ]
    assert [one.exempt for one in edition.appendices] == [False, True]
    assert edition.paragraph_of("column", "by_theme", "Directorate") == "3"
    assert edition.paragraph_of("exhibit", "by_theme") == ""
    assert edition.private == PrivateMeeting(
        date(2024, 1, 10), date(2024, 1, 31), "None were received.", "The reasons stand."
    )


def test_nothing_is_exempt_unless_it_is_said(tmp_path: Path) -> None:
    edition, _ = load(bench(tmp_path))
    assert (edition.exempt, edition.has_exempt, edition.private) == ((), False, PrivateMeeting())


def test_the_paragraphs_are_those_of_the_schedule() -> None:
    assert list(PARAGRAPHS) == ["1", "2", "3", "4", "5", "6", "7"]


@pytest.mark.parametrize(
    ("typed", "rule", "field", "message", "remedy"),
    [
        ("supplier: S07, contract: C012", "exempt_things", "exempt.1", "supplier and contract", "Name one thing"),
        ("column: Directorate", "exempt_things", "exempt.1", "names nothing", "supplier, contract"),
        ("fact: returns_due, column: A", "exempt_column", "exempt.1.column", "is of a fact", "Name the exhibit"),
        ("fact: return_due", "unknown_fact", "exempt.1.fact", "no fact return_due", "Did you mean returns_due?"),
        ("fact: returns_due.theme", "unknown_fact", "exempt.1.fact", "not given by theme", "Write returns_due."),
        ("fact: returns_received.directorate.Adults", "unknown_fact", "exempt.1.fact", "no fact's id", "lists them"),
        ("exhibit: by_them", "unknown_exhibit", "exempt.1.exhibit", "'by_them'", "Did you mean by_theme?"),
        ("exhibit: by_them, column: A", "unknown_exhibit", "exempt.1.exhibit", "'by_them'", "Did you mean by_theme?"),
        ("appendix: C", "unknown_appendix", "exempt.1.appendix", "no appendix C", "There are: A."),
        ("narrative: details", "unknown_section", "exempt.1.narrative", "no section", "Did you mean detail?"),
        ("narrative: appendices", "unknown_section", "exempt.1.narrative", "no section", "detail"),
        ("narrative: detail", "exempt_unmarked", "exempt.1.narrative", "No words of the section", "::: {.exempt}"),
    ],
)
def test_what_cannot_be_meant_is_refused(
    typed: str, rule: str, field: str, message: str, remedy: str, tmp_path: Path
) -> None:
    found = [one for one in findings(bench(tmp_path, entries(typed))) if one.rule == f"edition.{rule}"]
    assert [(one.severity, one.where.field, one.where.row) for one in found] == [("error", field, 25)]
    assert message in found[0].message
    assert remedy in found[0].remedy


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("supplier: S07", "supplier: s07"),
        ("exhibit: by_theme", "exhibit: by_theme"),
        ("exhibit: by_theme", "exhibit: by_theme, column: A"),
        ("appendix: A", "appendix: a"),
    ],
)
def test_nothing_is_marked_twice(first: str, second: str, tmp_path: Path) -> None:
    [found] = findings(bench(tmp_path, entries(first, second)))
    assert (found.rule, found.where.field) == ("edition.exempt_twice", "exempt.2")


def test_different_columns_and_facts_are_different_things(tmp_path: Path) -> None:
    typed = (
        "exhibit: by_theme, column: A",
        "exhibit: by_theme, column: B",
        "fact: returns_due",
        "fact: returns_received",
    )
    assert findings(bench(tmp_path, entries(*typed))) == []


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("paragraph: 8, reason: It is secret", "'8' is not one of 1, 2, 3, 4, 5, 6, 7"),
        ("reason: It is secret", "The field paragraph is missing."),
        ("paragraph: 3", "The field reason is missing."),
        ("paragraph: 3, reason: TBC", "does not say why"),
        ("paragraph: 3, reason: n/a", "does not say why"),
        ("paragraph: 3, reason: Paragraph 3.", "does not say why"),
        ("paragraph: 3, reason: 'As S07 asked, disclosure would harm it.'", "names the supplier"),
    ],
)
def test_each_mark_has_its_paragraph_and_a_reason(typed: str, message: str, tmp_path: Path) -> None:
    [found] = findings(bench(tmp_path, f"{GOOD}exempt:\n  - {{supplier: S07, {typed}}}\n"))
    assert message in found.message
    assert found.remedy


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("exempt: S07", "stands where a list should"),
        ("exempt: [S07]", "stands where a group of fields should"),
        ("exempt: [{suplier: S07, paragraph: 3, reason: It harms them}]", "no field suplier"),
    ],
)
def test_an_entry_is_a_group_of_fields(typed: str, message: str, tmp_path: Path) -> None:
    found = findings(bench(tmp_path, f"{GOOD}{typed}\n"))
    assert message in found[0].message
    assert found[0].remedy


def test_without_data_nothing_of_it_is_exempt(tmp_path: Path) -> None:
    typed = entries("supplier: S07", "exhibit: by_theme").replace("data: example", "data: none")
    rules = [
        (one.rule, one.where.field) for one in findings(bench(tmp_path, typed)) if "exempt." in str(one.where.field)
    ]
    assert rules == [
        ("edition.exempt_without_data", "exempt.1.supplier"),
        ("edition.exempt_without_data", "exempt.2.exhibit"),
    ]


def test_what_is_said_of_a_private_meeting_is_said_of_one(tmp_path: Path) -> None:
    found = findings(bench(tmp_path, f"{GOOD}private_notice_published: 2024-01-10\nurgency_agreed_by: The chair\n"))
    assert [(one.rule, one.severity, one.where.field) for one in found] == [
        ("edition.not_private", "warning", "private_notice_published"),
        ("edition.not_private", "warning", "urgency_agreed_by"),
    ]


def test_a_notice_is_not_dated_after_the_meeting(tmp_path: Path) -> None:
    text = entries("supplier: S07") + "private_further_notice_published: 2024-02-09\n"
    [found] = findings(bench(tmp_path, text))
    assert (found.rule, found.where.field) == ("edition.after_meeting", "private_further_notice_published")


# ---- entries and words -----------------------------------------------------------------------------------


def test_marked_words_need_an_entry(tmp_path: Path) -> None:
    [found] = findings(bench(tmp_path, GOOD, {"detail.md": f"\n{MARKED}"}))
    assert (found.rule, found.where.file, found.where.row) == (
        "narrative.exempt_unexplained",
        f"params/{ID}/detail.md",
        4,
    )
    assert "exempt: {narrative: detail, paragraph: 3, reason: …}" in found.remedy


def test_with_an_entry_they_pass(tmp_path: Path) -> None:
    assert findings(bench(tmp_path, entries("narrative: detail"), {"detail.md": MARKED})) == []


def test_words_for_the_public_name_nothing_that_stands_in_exempt_words_only(tmp_path: Path) -> None:
    words = 'See @tbl-by_theme.\n\n::: {.exempt}\n\n{{ exhibit("by_theme") }}\n\nAs @tbl-by_theme shows.\n\n:::\n'
    [found] = findings(bench(tmp_path, entries("narrative: detail"), {"detail.md": words}))
    assert (found.rule, found.where.row) == ("narrative.exempt_reference", 1)
    assert "@tbl-by_theme stands in what is exempt" in found.message


# ---- Part II in words ---------------------------------------------------------------------------------------


def test_part_ii_says_which_parts_are_exempt_under_which_paragraph_and_why(edition: Edition) -> None:
    first, second, third = statements(edition)
    assert first == (
        "Note: The public are likely to be excluded from the meeting during consideration of what is said of a supplier, "
        "what is said of a contract, a figure, a column of a table and part of the section Detail, as this contains exempt "
        "information as defined in paragraph 3 of schedule 12A, Part 1, to the Local Government Act 1972 (as amended): "
        f"information relating to the financial or business affairs of any particular person (including the authority "
        f"holding that information). {WHY}"
    )
    assert "consideration of a figure, as" in second
    assert "paragraph 1" in second
    assert "consideration of Appendix 'B', as" in third
    assert third.endswith("relating to any individual. It names a person, and so on.")


def test_the_public_copy_says_the_same(edition: Edition) -> None:
    assert statements(public_edition(edition)) == statements(edition)
    assert not_for_publication(public_edition(edition)) == not_for_publication(edition)


def test_every_page_of_the_exempt_copy_names_the_paragraphs(edition: Edition, tmp_path: Path) -> None:
    assert not_for_publication(edition) == (
        "Not for publication: Part II. This document contains exempt information as defined in paragraphs 1 and 3 of "
        "Part 1 of Schedule 12A to the Local Government Act 1972 (as amended)"
    )
    assert not_for_publication(load(bench(tmp_path / "public"))[0]) == ""


def test_the_council_words_it_otherwise(tmp_path: Path) -> None:
    workbench = with_all(tmp_path)
    path = workbench.templates / "lancashire/profile.yml"
    own = 'paragraphs: {"3": business affairs}'
    path.write_text(path.read_text("utf-8").replace("  paragraphs: {}", f"  {own}"), "utf-8")
    first = statements(load(workbench)[0])[0]
    assert "(as amended): business affairs. Publishing" in first


def test_the_council_may_leave_no_trace_of_exempt_words(tmp_path: Path) -> None:
    workbench = with_all(tmp_path)
    path = workbench.templates / "lancashire/profile.yml"
    text = path.read_text("utf-8").replace('  block: "[Exempt: paragraph {paragraph}]"', "  block:")
    path.write_text(text.replace('  span: "[Exempt: paragraph {paragraph}]"', '  span: ""'), "utf-8")
    assert public_edition(load(workbench)[0]).narrative["detail"].text == "Open words.\n\nA firm.\n"


# ---- the two copies -----------------------------------------------------------------------------------------


def test_the_public_copy_knows_no_exempt_word(edition: Edition) -> None:
    public = public_edition(edition)
    assert public.narrative["detail"].text == (
        "Open words.\n\n\\[Exempt\\: paragraph 3\\]\n\nA \\[Exempt\\: paragraph 3\\] firm.\n"
    )
    assert [(one.label, one.title, one.exhibit, one.exempt) for one in public.appendices] == [
        ("A", "Measures", "measures_table", False),
        ("B", "Chart", None, True),
    ]
    assert public.exempt[:2] == (Exemption("supplier", "", "3", WHY), Exemption("contract", "", "3", WHY))
    assert [one.name for one in public.exempt[2:]] == [one.name for one in edition.exempt[2:]]
    raw = pickle.dumps(public)
    assert not [word for word in (b"Zyxwvut", b"Qwerty", b"S07", b"C012", b"by_theme_chart") if word in raw]


def test_no_path_of_the_public_copy_leads_to_exempt_words(edition: Edition, tmp_path: Path) -> None:
    public = public_edition(edition)
    assert (public.path, public.narrative["detail"].path, public.file) == (
        Path(f"{ID}.yml"),
        Path("detail.md"),
        YamlFile(""),
    )
    assert str(tmp_path).encode() not in pickle.dumps(public)
    assert public_edition(public) == public


def test_two_exempt_suppliers_are_one_to_the_public(tmp_path: Path) -> None:
    one, _ = load(bench(tmp_path / "one", entries("supplier: S07")))
    two, _ = load(bench(tmp_path / "two", entries("supplier: S08", "supplier: S09")))
    assert public_edition(one) == public_edition(two)
    assert pickle.dumps(public_edition(one)) == pickle.dumps(public_edition(two))


def test_a_setting_that_names_what_is_exempt_is_not_for_the_public(tmp_path: Path) -> None:
    edition, _ = load(bench(tmp_path), exempt=f'[{{supplier: S07, paragraph: 3, reason: "{WHY}"}}]', title="Report")
    assert public_edition(edition).settings == (("title", "Report"),)


def test_the_exempt_copy_has_every_word_and_no_mark(edition: Edition) -> None:
    exempt = exempt_edition(edition)
    assert exempt.narrative["detail"].text == (
        "Open words.\n\nExempt\\: paragraph 3\n\nThe bid was Zyxwvut.\n\nA Qwerty firm.\n"
    )
    assert (exempt.appendices, exempt.exempt) == (edition.appendices, edition.exempt)


def test_an_edition_without_exempt_matter_is_for_the_public_as_it_is(tmp_path: Path) -> None:
    edition, _ = load(bench(tmp_path, GOOD, {"detail.md": "Words.\n"}))
    assert (
        public_edition(edition).narrative["detail"].text
        == exempt_edition(edition).narrative["detail"].text
        == "Words.\n"
    )
    assert public_edition(edition).appendices == edition.appendices
