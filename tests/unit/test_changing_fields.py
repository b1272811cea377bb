"""An edition's file changed field by field: what is typed is read back, and every other character stays."""

import shutil
from collections.abc import Collection
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sv_report.errors import EditionError
from sv_report.params.editing.fields import FieldsRead, read_fields, save_fields
from sv_report.params.new_edition.edits import EditedYaml, Open
from sv_report.params.new_edition.spelling import in_line
from sv_report.params.typed.yaml_file import Loc, read_yaml
from sv_report.params.workbench import Workbench
from tests.conftest import ROOT

EDITION = """\
schema: 1
council: lancashire
title: "Report: Quarter 3"  # confirm: the words were put forward
meeting: {body: Cabinet, date: 2024-06-13}  # in the Cabinet Room
period: 2023-24 Q4
data: example  # ask Anna
data_as_at: 2024-04-19              # confirm: proposed, 19 days after the period's end as last time (note in x: not later)
report_of: Director of Finance
contact: {name: Example Officer, role: Procurement, telephone: 01632 960001, email: a@example.org}
divisions_affected: [All Divisions]
corporate_priorities:
  - Delivering better services
key_decision: false
recommendation: >  # as agreed
  Note the
  report.
part: I
clearances:
  - {office: Monitoring Officer, name: Example Officer, date: }  # confirm: the name, and the day of the clearance
narrative_confirmed:   # confirm: the day the words were read against the new figures
"""


@pytest.fixture
def bench(tmp_path: Path) -> Workbench:
    (tmp_path / "params").mkdir()
    shutil.copytree(ROOT / "templates", tmp_path / "templates")
    (tmp_path / "params" / "2024-06-13.yml").write_text(EDITION, "utf-8")
    return Workbench(tmp_path)


def file_of(bench: Workbench) -> Path:
    return bench.params / "2024-06-13.yml"


def read(bench: Workbench) -> FieldsRead:
    return read_fields(file_of(bench), bench)


def save(was: FieldsRead, texts: dict[Loc, str], flags: Collection[Open], bench: Workbench) -> FieldsRead:
    return save_fields(file_of(bench), {was.fields[loc]: text for loc, text in texts.items()}, flags, bench)


def changed_lines(bench: Workbench) -> dict[str, str]:
    """The lines that are not as they were, by what they said."""
    now = file_of(bench).read_text("utf-8").splitlines()
    assert len(now) == len(EDITION.splitlines())
    return {was: line for was, line in zip(EDITION.splitlines(), now, strict=True) if was != line}


def test_each_field_has_its_text_what_it_is_for_and_how_it_is_typed(bench: Workbench) -> None:
    fields = read(bench).fields
    assert fields["title",].text == "Report: Quarter 3"
    assert fields["contact", "telephone"].text == "01632 960001"
    assert fields["clearances", 0, "date"].about == "the day of the clearance"
    kinds = {loc: fields[loc].kind for loc in [("title",), ("meeting", "date"), ("key_decision",), ("exception",)]
             if loc in fields}  # fmt: skip
    assert kinds == {("title",): "text", ("meeting", "date"): "day", ("key_decision",): "yes_no"}
    assert fields["narrative_confirmed",].kind == "day"
    assert fields["report_published",].text == "", "one that the file has not can be given"
    assert ("schema",) not in fields


def test_the_flags_of_a_new_edition_are_those_that_stand_in_its_file(bench: Workbench) -> None:
    flags = {flag.loc: (flag.line, flag.why) for flag in read(bench).flags}
    assert flags == {
        ("title",): (3, "the words were put forward"),
        ("data_as_at",): (7, "proposed, 19 days after the period's end as last time"),
        ("clearances", 0): (19, "the name, and the day of the clearance"),
        ("narrative_confirmed",): (20, "the day the words were read against the new figures"),
    }
    [clearance] = [flag for flag in read(bench).flags if flag.loc == ("clearances", 0)]
    assert clearance.texts == (("clearances", 0, "office"), ("clearances", 0, "name"), ("clearances", 0, "date"))


def test_what_is_typed_stands_in_its_place_and_nothing_else_changes(bench: Workbench) -> None:
    texts = {("clearances", 0, "date"): "2024-06-01", ("report_of",): "Director: Finance", ("key_decision",): "true"}
    saved = save(read(bench), texts, (), bench)
    assert changed_lines(bench) == {
        "report_of: Director of Finance": 'report_of: "Director: Finance"',
        "key_decision: false": "key_decision: true",
        "  - {office: Monitoring Officer, name: Example Officer, date: }  # confirm: the name, and the day of the clearance": "  - {office: Monitoring Officer, name: Example Officer, date: 2024-06-01 }  # confirm: the name, and the day of the clearance",
    }
    assert saved.fields["clearances", 0, "date"].text == "2024-06-01"


def test_a_flag_that_is_confirmed_goes_and_the_comment_that_it_kept_stands_there_again(bench: Workbench) -> None:
    was = read(bench)
    saved = save(was, {}, [flag for flag in was.flags if flag.loc in (("title",), ("data_as_at",))], bench)
    assert list(changed_lines(bench).values()) == [
        'title: "Report: Quarter 3"',
        "data_as_at: 2024-04-19              # not later",
    ]
    assert [flag.loc for flag in saved.flags] == [("clearances", 0), ("narrative_confirmed",)]


def test_a_text_of_several_lines_stands_below_its_field_and_a_comment_stays(bench: Workbench) -> None:
    words = "Cabinet is recommended to:\n\n1. note the report, and\n2. ask: what next?"
    save(read(bench), {("recommendation",): words}, (), bench)
    assert "recommendation: |  # as agreed\n  Cabinet is recommended to:\n\n  1. note" in file_of(bench).read_text(
        "utf-8"
    )
    assert read(bench).fields["recommendation",].text == words
    save(read(bench), {("recommendation",): "Note it."}, (), bench)
    assert "recommendation: Note it.  # as agreed\npart: I\n" in file_of(bench).read_text("utf-8")


def test_a_field_that_the_file_has_not_is_added_and_one_can_be_left_blank(bench: Workbench) -> None:
    save(read(bench), {("report_published",): "2024-06-05", ("data_as_at",): ""}, (), bench)
    text = file_of(bench).read_text("utf-8")
    assert text.endswith("\nreport_published: 2024-06-05\n")
    assert read(bench).fields["data_as_at",].text == ""


def test_what_a_field_cannot_say_is_refused_with_its_line_and_nothing_is_written(bench: Workbench) -> None:
    with pytest.raises(EditionError) as caught:
        save(read(bench), {("contact", "email"): "Anna", ("title",): "Good"}, read(bench).flags, bench)
    [finding] = caught.value.findings
    assert (finding.where.row, finding.where.field) == (9, "contact.email")
    assert "'Anna' is not an e-mail address" in finding.message
    assert file_of(bench).read_text("utf-8") == EDITION


def test_what_another_person_changed_meanwhile_in_other_fields_stays(bench: Workbench) -> None:
    was = read(bench)
    file_of(bench).write_text(
        EDITION.replace("Director of Finance", "Director of Theirs") + "contents: true\n", "utf-8"
    )
    save(was, {("title",): "Mine"}, was.flags, bench)
    fields = read(bench).fields
    assert (fields["title",].text, fields["report_of",].text) == ("Mine", "Director of Theirs")
    assert fields["contents",].text == "true"
    assert read(bench).flags == ()


def test_where_another_person_changed_the_same_field_nothing_is_written_and_it_is_said(bench: Workbench) -> None:
    was = read(bench)
    theirs = EDITION.replace("Report: Quarter 3", "Theirs")
    file_of(bench).write_text(theirs, "utf-8")
    with pytest.raises(EditionError) as caught:
        save(was, {("title",): "Mine", ("report_of",): "Somebody"}, (), bench)
    assert "title was changed by somebody else since you opened it: it says Theirs now" in str(caught.value)
    assert file_of(bench).read_text("utf-8") == theirs
    file_of(bench).write_text(EDITION.replace("  - Delivering better services\n", "  []\n"), "utf-8")
    with pytest.raises(EditionError, match="it is not there any more"):
        save(was, {("corporate_priorities", 0): "Another"}, (), bench)


def test_line_ends_and_a_mark_stay_and_a_file_that_is_no_edition_is_refused(bench: Workbench) -> None:
    file_of(bench).write_bytes(("\ufeff" + EDITION.replace("\n", "\r\n")).encode())
    save(read(bench), {("title",): "Mine"}, (), bench)
    raw = file_of(bench).read_bytes()
    assert raw.startswith("\ufeffschema".encode())
    assert raw.count(b"\n") == raw.count(b"\r\n") == EDITION.count("\n")
    file_of(bench).write_text("title: [\n", "utf-8")
    with pytest.raises(EditionError, match="cannot be read"):
        read(bench)


WORDS = st.text(
    st.characters(blacklist_categories=("Cc", "Cs", "Zl", "Zp"), blacklist_characters="\ufeff\x85"), max_size=30
)


@given(WORDS.map(str.strip), st.sampled_from([None, "'", '"']), st.booleans())
def test_any_text_on_one_line_is_read_back_as_it_was_typed(text: str, style: str | None, in_brackets: bool) -> None:
    words = in_line(text, style, in_brackets=in_brackets)
    file = read_yaml(f"a: {{b: {words} }}\n" if in_brackets else f"a: {words}  # a comment\n", "x.yml", "edition")
    assert file.findings == []
    assert file.tree == ({"a": {"b": text or None}} if in_brackets else {"a": text or None})


@given(st.lists(WORDS, min_size=1, max_size=4).map("\n".join).map(str.strip).filter(bool))
def test_any_text_of_several_lines_is_read_back_wherever_it_stands(text: str) -> None:
    for before, loc in (
        ("a: b  # c\nd: e\n", ("a",)),
        ("a: |  # c\n  b\n\n  c\nd: e\n", ("a",)),
        ("a:\n  - b\nd: e\n", ("a", 0)),
    ):
        file = EditedYaml(before, "x")
        file.write(loc, text)
        after = EditedYaml(file.outcome().text, "x")
        assert [line.rstrip() for line in after.value(loc).split("\n")] == [line.rstrip() for line in text.split("\n")]
        assert after.value(("d",)) == "e"
        assert file.outcome().text.count("# c") == before.count("# c")
