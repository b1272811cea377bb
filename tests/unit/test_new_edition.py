"""A new edition from the last: what is put forward, flagged and kept, byte for byte."""

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from sv_report.beginning import Begun, new
from sv_report.errors import EditionError
from sv_report.params import Edition, Period, Workbench, load_edition
from sv_report.params.new_edition.carried import period_after
from sv_report.params.new_edition.edits import EditedYaml
from sv_report.params.new_edition.last import read_last
from sv_report.params.new_edition.times import Times, named_times, other_times, put_forward
from tests.unit.laid_out import LaidOut
from tests.unit.wrong_editions import GOOD, ID, KNOWN, bench

JUNE = date(2024, 6, 13)
OLD = Times(Period(2023, 3), date(2024, 2, 8))
NEW = Times(Period(2023, 4), JUNE)
KEY = GOOD.replace("key_decision: false", "key_decision: true").replace("to note the social", "to approve the social")


def begun(
    folder: Path,
    text: str | bytes = GOOD,
    meeting: date = JUNE,
    narrative: Mapping[str, str | bytes] | None = None,
    name: str = "",
) -> tuple[Begun, Workbench]:
    """Return the new edition from one with this text, and its workbench."""
    workbench = bench(folder, text, narrative)
    return new(meeting, name=name, root=workbench.root), workbench


def written(folder: Path, text: str = GOOD, meeting: date = JUNE) -> str:
    return begun(folder, text, meeting)[0].path.read_text("utf-8")


def line(text: str, field: str) -> str:
    """Return the line of a text on which a field stands."""
    return next(one for one in text.splitlines() if re.search(rf"(^|[ {{]){field}:", one))


def loaded(made: Begun, workbench: Workbench) -> Edition:
    return load_edition(made.id, workbench, KNOWN)[0]


# ---- field by field -------------------------------------------------------------------------------


def test_what_is_dated_is_put_forward_and_what_nobody_knows_is_flagged(tmp_path: Path) -> None:
    made, workbench = begun(tmp_path)
    edition = loaded(made, workbench)
    assert (made.id, edition.meeting.date, edition.period) == ("2024-06-13", JUNE, Period(2023, 4))
    assert edition.title == "Social Value Monitoring Report: Quarter 4 2023/24"
    assert edition.data_as_at == date(2024, 4, 19)  # 19 days after the quarter's end, as last time
    assert edition.last_report_data_as_at == date(2024, 1, 19)
    assert edition.report_published == made.deadlines.publish_by == date(2024, 6, 5)
    assert edition.background_papers[0].date == date(2024, 4, 19)
    assert edition.confirmed == {}
    assert {flag.field for flag in made.flags} == {
        "title", "data_as_at", "report_of", "background_papers.1.date", "report_published", "narrative_confirmed",
    }  # fmt: skip
    lines = made.path.read_text("utf-8").splitlines()
    assert all("# confirm: " in lines[flag.line - 1] for flag in made.flags)
    assert all(change.now in lines[change.line - 1] for change in made.changes)


def test_lines_that_are_not_changed_or_flagged_stay_as_they_are(tmp_path: Path) -> None:
    made, _ = begun(tmp_path)
    touched = {one.line for one in (*made.changes, *made.flags)}
    before, after = GOOD.splitlines(keepends=True), made.path.read_text("utf-8").splitlines(keepends=True)
    assert [one for number, one in enumerate(after, 1) if number not in touched] == [
        one for number, one in enumerate(before, 1) if number not in touched
    ]


@pytest.mark.parametrize(
    ("last", "meeting", "expected", "doubt"),
    [
        ("2023-24 Q3", "2024-06-13", "2023-24 Q4", ""),
        ("2023-24 Q4", "2024-09-05", "2024-25 Q1", ""),
        ("2023-24 Q3", "2024-09-05", "2023-24 Q4", "2024-25 Q1 is over by the meeting too"),
        ("2023-24 Q3", "2024-03-07", "2023-24 Q3", "2023-24 Q4 is not over by the meeting"),
        ("2023-24 Q3", "2024-03-31", "2023-24 Q4", ""),
        ("2022-23", "2024-06-13", "2023-24", ""),
        ("2022-23", "2024-03-07", "2022-23", "2023-24 is not over by the meeting"),
        ("2022-23", "2025-06-12", "2023-24", "2024-25 is over by the meeting too"),
    ],
)
def test_the_period_is_the_next_that_is_over(
    tmp_path: Path, last: str, meeting: str, expected: str, doubt: str
) -> None:
    made, workbench = begun(tmp_path, GOOD.replace("2023-24 Q3", last), date.fromisoformat(meeting))
    assert str(loaded(made, workbench).period) == expected
    assert doubt in "".join(flag.why for flag in made.flags if flag.field == "period")
    assert bool(doubt) == any(flag.field == "period" for flag in made.flags)


def test_the_last_edition_is_the_last_published_report_where_one_was_named(tmp_path: Path) -> None:
    made, workbench = begun(tmp_path, GOOD.rstrip() + "\nlast_published: outputs/2023-12-07\n")
    assert loaded(made, workbench).last_published == "outputs/2024-02-08"
    assert "is it the report that was last published?" in line(made.path.read_text("utf-8"), "last_published")


def test_data_is_never_seen_after_the_day_of_publication(tmp_path: Path) -> None:
    made, workbench = begun(tmp_path, meeting=date(2024, 4, 18))
    assert loaded(made, workbench).data_as_at == made.deadlines.publish_by == date(2024, 4, 10)
    assert "proposed, the day of publication" in line(made.path.read_text("utf-8"), "data_as_at")


def test_a_report_without_data_and_period_is_carried(tmp_path: Path) -> None:
    text = re.sub("(?m)^(period|data_as_at|appendices):.*\n", "", GOOD).replace("data: example", "data: none")
    made, workbench = begun(tmp_path, text)
    edition = loaded(made, workbench)
    assert (edition.period, edition.data, edition.data_as_at) == (None, (), None)
    assert edition.last_report_data_as_at is None
    assert "paper's date is that of the last edition" in line(made.path.read_text("utf-8"), "background_papers")


def test_priorities_that_no_longer_hold_are_taken_out_and_the_new_ones_are_named(tmp_path: Path) -> None:
    text = written(tmp_path, meeting=date(2025, 9, 11))
    assert line(text, "corporate_priorities").startswith("corporate_priorities: []  # confirm: taken out: Delivering")
    assert line(text, "corporate_priorities").endswith(
        "The priorities on 2025-09-11: Better lives for all, Economic ambition, Stronger communities, Thinking differently"
    )


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("[Better lives for all, Supporting economic growth]", "[Better lives for all]"),
        ("[Supporting economic growth, 'Better lives for all']", "['Better lives for all']"),
        ("[A, B, Better lives for all, C, D]", "[Better lives for all]"),
        ("[A, Better lives for all, B,]", "[Better lives for all,]"),
        (
            "\n  - A   # chosen by A\n  # between\n  - Better lives for all\n  - 'B'\n",
            "\n  # between\n  - Better lives for all",
        ),
        ("\n- Better  lives\n  for all\n-\n  B\n", "\n- Better  lives\n  for all"),
    ],
)
def test_only_the_priorities_that_hold_are_left_in_the_list(tmp_path: Path, typed: str, kept: str) -> None:
    old = "corporate_priorities: [Delivering better services, Supporting economic growth]\n"
    made, workbench = begun(tmp_path, GOOD.replace(old, f"corporate_priorities: {typed.rstrip()}\n"), date(2025, 9, 11))
    assert loaded(made, workbench).corporate_priorities == ("Better lives for all",)
    text = re.sub(" *# confirm: .*", "", made.path.read_text("utf-8"))
    assert f"corporate_priorities: {kept}\n".replace(": \n", ":\n") in text
    if "chosen by A" in typed:
        assert "note in 2024-02-08: chosen by A" in line(made.path.read_text("utf-8"), "corporate_priorities")


@pytest.mark.parametrize("typed", ["[A, B]", "[A, B,]", "[A,\n   B,   # the last\n  ]", "\n  - A\n  - B"])
def test_a_list_of_priorities_can_be_emptied(tmp_path: Path, typed: str) -> None:
    old = "corporate_priorities: [Delivering better services, Supporting economic growth]\n"
    text = GOOD.replace(old, f"corporate_priorities: {typed}\n")
    made, workbench = begun(tmp_path, text, date(2025, 9, 11))
    assert loaded(made, workbench).corporate_priorities == ()
    assert made.path.read_text("utf-8").count("the last") == text.count("the last") + 1  # of report_published, too


def test_priorities_that_nobody_knows_for_the_date_are_carried_and_flagged(tmp_path: Path) -> None:
    made, workbench = begun(tmp_path, meeting=date(2025, 5, 15))
    assert loaded(made, workbench).corporate_priorities == ("Delivering better services", "Supporting economic growth")
    assert "not known for this date" in line(made.path.read_text("utf-8"), "corporate_priorities")


EXCEPTION = """\
exception:   # agreed in haste
  route: special_urgency
  date: 2024-01-29   # a Monday
  # by telephone
  agreed_by: Chair of Scrutiny
  reason: >-
    it was not known # 1
    at that time
"""


def test_a_notice_and_an_exception_are_not_carried_to_another_decision(tmp_path: Path) -> None:
    text = KEY + "notice_published: 2023-12-20  # posted by Anna\n" + EXCEPTION + "key_decision_reasons: [money]\n"
    made, workbench = begun(tmp_path, text)
    edition, new_text = loaded(made, workbench), made.path.read_text("utf-8")
    assert (edition.notice_published, edition.decision.route, edition.decision.reasons) == (None, "notice", ("money",))
    assert f"due by {made.deadlines.notice_by} (note in 2024-02-08: posted by Anna)" in line(
        new_text, "notice_published"
    )
    assert line(new_text, "exception").endswith(
        "(note in 2024-02-08: agreed in haste; note in 2024-02-08: a Monday; note in 2024-02-08: by telephone)"
    )
    assert "is this a key decision, too?" in line(new_text, "key_decision")


def test_a_key_decision_gets_a_place_for_its_notice(tmp_path: Path) -> None:
    made, _ = begun(tmp_path, KEY)
    assert line(made.path.read_text("utf-8"), "notice_published").endswith(f"it is due by {made.deadlines.notice_by}")


def test_what_is_not_known_of_key_decisions_on_the_day_is_flagged(tmp_path: Path) -> None:
    early = KEY.replace("2024-02-08", "2019-02-07").replace("2023-24 Q3", "2018-19 Q2").replace("2024-01", "2019-01")
    early = re.sub(r"corporate_priorities: .*", "corporate_priorities: []", early)
    words = line(written(tmp_path, early, date(2019, 6, 13)), "key_decision")
    assert "sentence of a key decision is not known" in words
    assert "threshold of a key decision is not known" in words


def test_clearances_are_asked_for_again_and_errors_are_not_accepted_in_silence(tmp_path: Path) -> None:
    made, workbench = begun(
        tmp_path,
        GOOD + "clearances:\n  - office: Monitoring Officer\n    name: Zoë Ö'Neill\n    date: 2024-01-29   # by mail\n"
        "  - {office: Section 151 Officer, name: A, date: 2024-01-26}\n"
        "accept: [{rule: key-duplicate, reason: The first row is right.}]\nnarrative_confirmed:\n  detail: 2024-01-20\n",
    )
    edition, text = loaded(made, workbench), made.path.read_text("utf-8")
    assert {(one.office, one.name, one.cleared_on) for one in edition.clearances} == {
        ("Section 151 Officer", "A", None), ("Monitoring Officer", "Zoë Ö'Neill", None),
    }  # fmt: skip
    by_mail = r"\n    date: +# confirm: the name, and the day of the clearance \(note in 2024-02-08: by mail\)\n"
    assert re.search(by_mail, text)
    assert "accepted for the data of the last edition" in line(text, "accept")
    assert edition.confirmed == {}


def test_files_and_sources_of_the_last_period_are_flagged(tmp_path: Path) -> None:
    text = GOOD.replace("data: example", "data: [example, data/returns_2023-24_Q3.csv]").replace(
        "exhibit: measures_table}", "exhibit: measures_table}, {label: B, title: Map, file: params/2024-02-08/map.pdf}"
    )
    workbench = bench(tmp_path, text, {"map.pdf": b"%PDF", "legal.md": "None."})
    (tmp_path / "data").mkdir()
    (tmp_path / "data/returns_2023-24_Q3.csv").touch()
    made = new(JUNE, root=tmp_path)
    assert [flag.why for flag in made.flags if flag.field == "data.2"] == [
        "it names 2023-24 Q3, so it may be the last edition's"
    ]
    assert [flag.why for flag in made.flags if flag.field == "appendices.2.file"] == [
        "the file is the last edition's, and was not copied"
    ]
    assert [path.name for path in made.left] == ["map.pdf"]
    assert loaded(made, workbench).appendices[1].file == "params/2024-02-08/map.pdf"


# ---- words ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "forward"),
    [
        ("Quarter 3 2023/24", "Quarter 4 2023/24"),
        ("quarter  3 of 2023-24", "quarter  4 of 2023-24"),
        ("Q3 2023/2024", "Q4 2023/2024"),
        ("2023-24 Q3", "2023-24 Q4"),
        ("the third quarter of 2023–24", "the fourth quarter of 2023–24"),
        ("the 3rd quarter", "the 4th quarter"),
        ("Quarter 2 2023/24", "Quarter 2 2023/24"),
        ("Thursday, 8 February 2024", "Thursday, 13 June 2024"),
        ("8th of February 2024, 8 February", "13th of June 2024, 13 June"),
        ("2024-02-08 or 08/02/2024", "2024-06-13 or 13/06/2024"),
        ("19 January 2024", "19 January 2024"),
        ("SI 2023/241, Act 2023", "SI 2023/241, Act 2023"),
    ],
)
def test_words_of_the_last_period_and_meeting_are_put_forward(words: str, forward: str) -> None:
    assert put_forward(words, OLD, NEW) == forward


def test_a_year_is_put_forward_in_the_form_it_has() -> None:
    year = Times(Period(2023), OLD.meeting)
    assert put_forward("Annual report 2023/24 (2023-2024)", year, Times(Period(2024), JUNE)) == (
        "Annual report 2024/25 (2024-2025)"
    )


def test_times_of_another_period_are_named_and_left() -> None:
    words = "Measures for 2024/25 after Quarter 2 2023/24, {{ last_period }} and Quarter 3 2023/24"
    assert other_times(words, OLD) == ["2024/25", "Quarter 2 2023/24"]


def test_an_act_or_an_instrument_is_no_period() -> None:
    assert named_times("SI 2012/2089, SI 2024/692, Equality Act 2010 s149, 2011-12-99, Q5, Part 2 of 2023") == []


def test_a_title_of_another_year_is_flagged_and_left(tmp_path: Path) -> None:
    text = GOOD.replace("Social Value Monitoring Report: Quarter 3 2023/24", "Social Value Measures for 2024/25")
    assert line(written(tmp_path, text), "title") == (
        'title: "Social Value Measures for 2024/25"  # confirm: it names 2024/25, which was not put forward'
    )


def test_narrative_is_carried_byte_for_byte_and_its_dates_are_listed(tmp_path: Path) -> None:
    detail = "\ufeffWith {{ returns_due }} and\r\nin Quarter 3 2023/24 it rose.\r\n".encode()
    made, workbench = begun(
        tmp_path, narrative={"detail.md": detail, "legal.md": "£ caf\xe9".encode("cp1252"), "notes.doc": b"x"}
    )
    assert (made.folder / "detail.md").read_bytes() == detail
    assert (made.folder / "legal.md").read_bytes() == "£ caf\xe9".encode("cp1252")
    assert [(one.path.name, one.line, one.words) for one in made.dated] == [("detail.md", 2, "Quarter 3 2023/24")]
    assert [path.name for path in made.left] == ["notes.doc"]
    assert not {"detail", "legal"} & {section.id for section in made.unwritten}
    assert "consultations" in {section.id for section in made.unwritten}
    assert sorted(path.name for path in made.folder.iterdir()) == ["detail.md", "legal.md"]
    assert loaded(made, workbench).confirmed == {}


# ---- files as people type them -----------------------------------------------------------------------

HOSTILE = """\
# Kopf: Müller & Söhne, 8 February 2024
---
schema:   1          # form

council: lancashire
notebook: cabinet_report
title:    'Müller''s report:  Q3 2023/24'   # q's note # two
meeting: { body: Cabinet,date: "2024-02-08" }   # m
period:
    2023-24 Q3
data: [ example ]
data_as_at: >-
  2024-01-19
report_of:
  Director of
  Finance   # Ann, until June
contact: {name: "A # B", role: R,   # the role
          telephone: 01632 960001,
          email: a@b.example}
divisions_affected: [All Divisions,]
corporate_priorities:
- Delivering better services   # x

# between
- Supporting economic growth
key_decision:    false
recommendation: |
  Note Quarter
  3 2023/24 # not a comment

  and more.

part: I
background_papers:
    - paper: "Returns \\u00A3 of
        Quarter 3 2023/24"
      contact: Ö   # where
      date: '2024-01-19'   # the day
    - {paper: Plain
        words, date: 2023-01-01, contact: Somebody
        else}   # old
report_published:           # nothing yet
last_report_data_as_at: ~
# the end"""


def comments(text: str) -> set[str]:
    found = re.findall(r"(?m)(?:^|\s)# ?(.*?)\r?$", text)
    return {
        part.strip() for one in found for part in re.split(r"confirm: .*?note in 2024-02-08: |\)$", one) if part.strip()
    }


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["", "\n", "\n...\n"])
def test_a_file_laid_out_by_hand_keeps_its_layout_and_its_comments(
    tmp_path: Path, newline: str, mark: str, end: str
) -> None:
    typed = mark + (HOSTILE + end).replace("\n", newline)
    made, workbench = begun(tmp_path, typed.encode())
    raw = made.path.read_bytes().decode()
    assert raw.startswith(mark)
    assert raw.count("\n") - raw.count("\r\n") == (0 if newline == "\r\n" else raw.count("\n"))
    edition = loaded(made, workbench)
    assert edition.title == "Müller's report:  Q4 2023/24".replace("  ", " ")
    assert (edition.meeting.date, edition.period) == (JUNE, Period(2023, 4))
    assert (edition.data_as_at, edition.last_report_data_as_at) == (date(2024, 4, 19), date(2024, 1, 19))
    assert edition.report_published == date(2024, 6, 5)
    assert edition.recommendation == "Note Quarter\n4 2023/24 # not a comment\n\nand more."
    assert [(one.paper, one.date) for one in edition.background_papers] == [
        ("Returns £ of Quarter 4 2023/24", date(2024, 4, 19)), ("Plain words", date(2023, 1, 1)),
    ]  # fmt: skip
    assert (edition.contact.name, edition.report_of) == ("A # B", "Director of Finance")
    assert comments(typed.removeprefix(mark)) <= comments(raw.removeprefix(mark))
    untouched = [
        one
        for one in typed.splitlines(True)
        if re.search("Kopf|schema|council|divisions|x$|between|key_|the role|960001|email|Paper:|Plain", one)
    ]
    assert untouched
    assert all(one in raw.splitlines(True) for one in untouched)


@pytest.mark.parametrize("seed", range(60))
def test_however_a_file_is_laid_out_it_is_carried_with_every_comment(tmp_path: Path, seed: int) -> None:
    laid_out = LaidOut(seed)
    meeting = (JUNE, date(2024, 9, 5), date(2025, 5, 15), date(2025, 9, 11), date(2024, 2, 15))[seed % 5]
    made, workbench = begun(tmp_path, laid_out.text.encode(), meeting)
    text = made.path.read_bytes().decode()
    old, edition = read_last(workbench.params / f"{ID}.yml", workbench).typed, read_last(made.path, workbench).typed
    assert set(re.findall(r"\bc\d+\b", laid_out.text)) <= set(re.findall(r"\bc\d+\b", text))
    assert (edition.meeting.date, edition.last_report_data_as_at) == (meeting, old.data_as_at)
    assert (edition.notice_published, edition.exception, edition.narrative_confirmed) == (None, None, {})
    assert [(one.office, one.name, one.date) for one in edition.clearances] == [
        (one.office, one.name, None) for one in old.clearances
    ]
    held = loaded(made, workbench).profile.priorities_on(meeting)
    assert edition.corporate_priorities == tuple(one for one in old.corporate_priorities if held is None or one in held)
    for field in ("council", "data", "report_of", "contact", "key_decision", "accept", "expenditure_or_savings"):
        assert getattr(edition, field) == getattr(old, field)
    lines = text.split(laid_out.newline)
    assert all("# confirm: " in lines[flag.line - 1] for flag in made.flags)


def test_a_file_in_curly_brackets_is_carried(tmp_path: Path) -> None:
    fields = re.sub(
        r"(?s)contact:\n(.*?)divisions",
        lambda m: "contact: {" + ", ".join(m[1].split("\n  "))[:-1].strip() + "}\ndivisions",
        GOOD,
    )
    text = "{" + ",\n".join(fields.replace("contact: {  ", "contact: {").splitlines()) + "} # all\n"
    made, workbench = begun(tmp_path, text)
    edition = loaded(made, workbench)
    assert (edition.period, edition.last_report_data_as_at) == (Period(2023, 4), date(2024, 1, 19))
    assert made.path.read_text("utf-8").endswith("(note in 2024-02-08: all)\n")


def test_a_comment_on_a_flagged_line_is_kept_as_a_note_once_however_often_it_is_carried(tmp_path: Path) -> None:
    workbench = bench(
        tmp_path, GOOD.replace("report_of: Director of Finance", "report_of: Director of Finance   # Ann")
    )
    for meeting in (JUNE, date(2024, 9, 5), date(2024, 12, 5)):
        text = new(meeting, root=workbench.root).path.read_text("utf-8")
    assert line(text, "report_of") == (
        "report_of: Director of Finance   # confirm: carried forward (note in 2024-02-08: Ann)"
    )


def test_an_officers_own_word_confirm_is_a_note_and_an_old_flag_is_still_open(tmp_path: Path) -> None:
    text = GOOD.replace("report_of: Director of Finance", "report_of: Director of Finance # confirm: with Ann")
    text = text.replace(
        "key_decision: false",
        "key_decision: false  # confirm: the threshold of a key decision is not known for this date",
    )
    made, _ = begun(tmp_path, text)
    assert line(made.path.read_text("utf-8"), "report_of").endswith(
        "carried forward (note in 2024-02-08: confirm: with Ann)"
    )
    assert "still open: the threshold of a key decision is not known for this date" in {
        flag.why for flag in made.flags if flag.field == "key_decision"
    }


def test_a_change_that_touches_anothers_words_is_our_fault_and_not_written() -> None:
    file = EditedYaml("a: {b: 1}\n", "x")
    file.put(("a", "b"), "2")
    file.blank(("a",), "carried forward")
    with pytest.raises(RuntimeError, match="touch the same words"):
        file.outcome()


# ---- which is the last, and what is refused -----------------------------------------------------------


def add(workbench: Workbench, id_: str, meeting: str) -> None:
    text = GOOD.replace("date: 2024-02-08", f"date: {meeting}")
    (workbench.params / f"{id_}.yml").write_text(text, "utf-8")


def test_the_last_is_of_the_same_name_else_of_a_bare_date_and_from_names_another(tmp_path: Path) -> None:
    workbench = bench(tmp_path)
    for id_, meeting in (
        ("2024-02-29-policy", "2024-02-29"),
        ("2024-03-07-plan", "2024-03-07"),
        ("spring", "2024-04-04"),
    ):
        add(workbench, id_, meeting)
    assert new(JUNE, root=tmp_path).last == ID
    assert new(JUNE, name="policy", root=tmp_path).last == "2024-02-29-policy"
    assert new(JUNE, name="other", root=tmp_path).last == ID
    assert new(JUNE, name="from", source="spring", root=tmp_path).last == "spring"
    assert new(date(2024, 3, 1), root=tmp_path).later == (
        "2024-03-07-plan",
        "2024-06-13",
        "2024-06-13-from",
        "2024-06-13-other",
        "2024-06-13-policy",
        "spring",
    )


@pytest.mark.parametrize("there", ["2024-06-13.yml", "2024-06-13.yaml", "2024-06-13.YML", "2024-06-13/detail.md"])
def test_nothing_is_written_over(tmp_path: Path, there: str) -> None:
    workbench = bench(tmp_path, narrative={"detail.md": "Words."})
    (workbench.params / there).parent.mkdir(exist_ok=True)
    (workbench.params / there).write_text("mine")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    with pytest.raises(EditionError, match=r"there already: params/2024-06-13.*Nothing was written"):
        new(JUNE, root=tmp_path)
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_on_an_error_nothing_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bench(tmp_path, narrative={"detail.md": "Words."})

    def full(self: Path, *_: object, **__: object) -> None:
        raise OSError(28, "No space left on device", str(self))

    monkeypatch.setattr(Path, "open", full)
    with pytest.raises(EditionError, match="No space left on device"):
        new(JUNE, root=tmp_path)
    assert sorted(path.name for path in (tmp_path / "params").iterdir()) == [ID, f"{ID}.yml"]


@pytest.mark.parametrize("name", ["a/b", "..", "a b", "é", "x" * 100])
def test_a_name_that_cannot_be_in_an_id_is_refused(tmp_path: Path, name: str) -> None:
    workbench = bench(tmp_path)
    with pytest.raises(EditionError, match="cannot be an edition's id"):
        new(JUNE, name=name, root=workbench.root)


def test_where_the_last_edition_cannot_be_told_it_says_why(tmp_path: Path) -> None:
    workbench = bench(tmp_path)
    with pytest.raises(EditionError, match="No edition has a meeting before 2024-02-01; the first is 2024-02-08"):
        new(date(2024, 2, 1), root=tmp_path)
    with pytest.raises(EditionError, match="is not after that of the edition 2024-02-08"):
        new(date(2024, 2, 1), source=ID, root=tmp_path)
    with pytest.raises(EditionError, match="There is no edition 2024-02-09"):
        new(JUNE, source="2024-02-09", root=tmp_path)
    (workbench.params / "2024-03-07.yml").write_text('title: "open', "utf-8")
    with pytest.raises(EditionError, match=r"params/2024-03-07.yml, line 1..*quotation mark"):
        new(JUNE, root=tmp_path)
    assert new(JUNE, source=ID, root=tmp_path).last == ID


def test_an_edition_with_errors_or_none_at_all_is_not_written_from(tmp_path: Path) -> None:
    workbench = bench(tmp_path, GOOD.replace("part: I\n", "part: III\n"))
    with pytest.raises(EditionError, match="field part"):
        new(JUNE, root=tmp_path)
    (workbench.params / f"{ID}.yml").unlink()
    with pytest.raises(EditionError, match="holds no edition to write from"):
        new(JUNE, root=tmp_path)


def test_a_meeting_on_a_weekend_is_allowed_with_a_warning(tmp_path: Path) -> None:
    made, _ = begun(tmp_path, meeting=date(2024, 6, 15))
    assert "edition.weekend" in {one.rule for one in made.findings}


def test_a_period_that_is_over_on_the_day_of_the_meeting_counts() -> None:
    assert period_after(Period(2023, 3), date(2024, 3, 30)) == Period(2023, 3)
    assert period_after(Period(2023, 3), date(2024, 3, 31)) == Period(2023, 4)
    assert period_after(None, JUNE) is None
