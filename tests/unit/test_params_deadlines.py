"""Deadlines of a meeting: worked out by hand on real calendars, and by brute force on any."""

import json
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from holidays import country_holidays
from hypothesis import given, settings
from hypothesis import strategies as st

from sv_report.cli import commands
from sv_report.errors import EditionError, UsageError
from sv_report.params import CouncilProfile, Workbench, long_date, read_profile
from sv_report.params.council.days_off import DaysOff
from sv_report.params.deadlines.dates import DATES, Deadlines, deadlines, deadlines_for
from sv_report.params.deadlines.working_days import WorkingDays, bank_holidays
from tests.unit.test_params_profile import FILE
from tests.unit.wrong_editions import ROOT, bench, findings, load

DAY = timedelta(days=1)
MEETING = date(2024, 2, 8)


@cache
def lancashires() -> CouncilProfile:
    """Lancashire's own profile."""
    profile, _ = read_profile("lancashire", Workbench(ROOT))
    assert profile is not None
    return profile


@pytest.fixture(scope="module")
def lancashire() -> CouncilProfile:
    return lancashires()


# ---- England's bank holidays --------------------------------------------------------------------

PROCLAIMED = """
    2011-04-29 2012-06-04 2012-06-05 2020-05-08 2022-06-02 2022-06-03 2022-09-19 2023-05-08
"""  # days of one year only, or moved
SUBSTITUTE = """
    2012-01-02 2015-12-28 2016-12-27 2017-01-02 2020-12-28 2021-12-27 2021-12-28 2022-01-03 2022-12-27 2023-01-02 2026-12-28
"""
NO_HOLIDAY = """
    2012-05-28 2020-05-04 2022-05-30 2024-03-17 2024-03-31 2024-08-05 2024-01-02
"""  # moved away, or of Scotland, of Northern Ireland, of the church alone


@pytest.mark.parametrize("day", (PROCLAIMED + SUBSTITUTE).split())
def test_a_bank_holiday_of_one_year_and_a_substitute_day_are_no_working_days(day: str) -> None:
    assert WorkingDays().why_not(date.fromisoformat(day)).startswith("bank holiday: ")


@pytest.mark.parametrize("day", NO_HOLIDAY.split())
def test_a_day_that_is_no_bank_holiday_in_england_is_not_taken_for_one(day: str) -> None:
    assert date.fromisoformat(day) not in bank_holidays(int(day[:4]))


@pytest.mark.parametrize("language", ["th", "ur_PK", "C"])
def test_a_bank_holiday_has_its_english_name_on_every_machine(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", language)
    bank_holidays.cache_clear()
    assert WorkingDays().why_not(date(2024, 3, 29)) == "bank holiday: Good Friday"


# ---- meetings worked out by hand ----------------------------------------------------------------

BY_HAND = """
    meeting    | notice_by  | internal   | publish_by | effective  | what is near
    2024-02-08 | 2024-01-10 | 2024-01-30 | 2024-01-31 | 2024-02-14 | the Cabinet report's own meeting
    2024-04-04 | 2024-03-06 | 2024-03-22 | 2024-03-25 | 2024-04-10 | Easter
    2023-01-19 | 2022-12-21 | 2023-01-10 | 2023-01-11 | 2023-01-25 | notice before Christmas
    2025-01-09 | 2024-12-11 | 2024-12-30 | 2024-12-31 | 2025-01-15 | New Year's Day
    2022-01-06 | 2021-12-08 | 2021-12-23 | 2021-12-24 | 2022-01-12 | three substitute days
    2024-12-24 | 2024-11-25 | 2024-12-13 | 2024-12-16 | 2025-01-02 | in effect after Christmas and New Year
    2022-06-09 | 2022-05-11 | 2022-05-27 | 2022-05-30 | 2022-06-15 | the Platinum Jubilee; 30 May worked
    2024-05-09 | 2024-04-10 | 2024-04-29 | 2024-04-30 | 2024-05-15 | May Day
    2020-05-14 | 2020-04-15 | 2020-05-04 | 2020-05-05 | 2020-05-20 | May Day on VE Day; 4 May worked
    2022-09-22 | 2022-08-24 | 2022-09-12 | 2022-09-13 | 2022-09-28 | the Queen's funeral
    2023-05-11 | 2023-04-12 | 2023-04-28 | 2023-05-02 | 2023-05-17 | the Coronation and May Day
    2024-07-29 | 2024-06-28 | 2024-07-18 | 2024-07-19 | 2024-08-02 | notice moved from a Sunday
    2024-04-30 | 2024-03-28 | 2024-04-19 | 2024-04-22 | 2024-05-07 | notice moved from Easter Monday
    2019-06-13 | 2019-05-15 | 2019-06-04 | 2019-06-05 | 2019-06-19 | a pair of the council's decision pages
    2020-08-06 | 2020-07-08 | 2020-07-28 | 2020-07-29 | 2020-08-12 | a pair of the council's decision pages
"""


@pytest.mark.parametrize("row", BY_HAND.strip().splitlines()[1:])
def test_a_real_meeting_has_the_deadlines_worked_out_by_hand(row: str, lancashire: CouncilProfile) -> None:
    meeting, *by_hand = (date.fromisoformat(cell.strip()) for cell in row.split("|")[:-1])
    found = deadlines_for(meeting, lancashire)
    assert [found.notice_by, found.internal_deadline, found.publish_by, found.effective_from] == by_hand


def test_only_a_private_meeting_has_private_notices(lancashire: CouncilProfile) -> None:
    public, private = (deadlines_for(MEETING, lancashire, exempt) for exempt in (False, True))
    assert (public.private_notice_by, public.private_further_notice_by) == (None, None)
    assert (private.private_notice_by, private.private_further_notice_by) == (date(2024, 1, 10), date(2024, 1, 31))
    assert {one.deadline for one in private.working} - {one.deadline for one in public.working} == {
        "private_notice_by",
        "private_further_notice_by",
    }


# ---- any meeting, by the words of the rules -----------------------------------------------------

days = st.dates(date(2001, 1, 1), date(2099, 11, 30))
given_days = st.tuples(st.integers(5, 10), st.integers(28, 40), st.integers(11, 20), st.integers(0, 10))


@st.composite
def profiles(draw: st.DrawFn, meeting: date) -> CouncilProfile:
    """A council's profile with other numbers of days, and some days off round a meeting."""
    published, notice, internal, effective = draw(given_days)
    off = draw(st.lists(st.tuples(st.integers(-45, 15), st.integers(0, 9)), max_size=4))
    spans = [DaysOff.model_validate({"from": meeting + first * DAY, "until": meeting + (first + more) * DAY, "reason": "shut"})
             for first, more in off]  # fmt: skip
    return lancashires().model_copy(
        update={
            "published_working_days": published,
            "notice_clear_days": notice,
            "internal_deadline_working_days": internal,
            "effective_working_days": effective,
            "closure_days": tuple(spans[:2]),
            "extra_holidays": tuple(spans[2:]),
        }
    )


@settings(max_examples=150, deadline=None)
@given(st.data(), days)
def test_each_deadline_is_what_its_words_say_when_every_day_is_tried(data: st.DataObject, meeting: date) -> None:
    profile = data.draw(profiles(meeting))
    england = country_holidays("GB", subdiv="ENG")
    off = {first + number * DAY for one in (*profile.closure_days, *profile.extra_holidays)
           if (first := one.begins) and one.ends for number in range((one.ends - first).days + 1)}  # fmt: skip

    def works(day: date) -> bool:
        return day.weekday() < 5 and day not in england and day not in off

    def between(first: date, last: date) -> list[date]:
        return [first + number * DAY for number in range(1, (last - first).days)]

    before = [meeting - number * DAY for number in range(1, 200)]
    after = [meeting + number * DAY for number in range(200)]
    publish = next(
        d for d in before if works(d) and sum(map(works, between(d, meeting))) >= profile.published_working_days
    )
    notice = next(d for d in before if works(d) and len(between(d, meeting)) >= profile.notice_clear_days)
    internal = next(
        d for d in before if sum(map(works, [d, *between(d, meeting)])) == profile.internal_deadline_working_days
    )
    effective = next(
        d for d in after if sum(map(works, after[1 : (d - meeting).days + 1])) == profile.effective_working_days
    )

    found = deadlines_for(meeting, profile, exempt=True)
    assert (found.publish_by, found.notice_by, found.internal_deadline, found.effective_from) == (
        publish, notice, internal, effective,
    )  # fmt: skip
    assert (found.private_further_notice_by, found.private_notice_by) == (publish, notice)
    _every_day_is_there(found, profile)


def _every_day_is_there(found: Deadlines, profile: CouncilProfile) -> None:
    counts = {"publish_by": profile.published_working_days, "internal_deadline": profile.internal_deadline_working_days,
              "effective_from": profile.effective_working_days}  # fmt: skip
    for name in DATES[1:]:
        listed = found.working_of(name)
        first, last = sorted((getattr(found, name), found.meeting))
        assert (listed[0].day, listed[-1].day) == (first, last)
        assert all(later.day - earlier.day == DAY for earlier, later in pairwise(listed))
        if name in counts:
            assert sum(one.counted for one in listed) == counts[name]
        assert not any(one.counted for one in listed if one.day == found.meeting)


# ---- the working --------------------------------------------------------------------------------


def test_the_working_counts_or_leaves_out_every_day(lancashire: CouncilProfile) -> None:
    found = deadlines_for(date(2024, 4, 4), lancashire)
    assert [(f"{one.day:%a %d}", one.counted, one.why) for one in found.working_of("publish_by")] == [
        ("Mon 25", False, "the day of publication"),
        ("Tue 26", True, "clear working day 1"),
        ("Wed 27", True, "clear working day 2"),
        ("Thu 28", True, "clear working day 3"),
        ("Fri 29", False, "bank holiday: Good Friday"),
        ("Sat 30", False, "Saturday"),
        ("Sun 31", False, "Sunday"),
        ("Mon 01", False, "bank holiday: Easter Monday"),
        ("Tue 02", True, "clear working day 4"),
        ("Wed 03", True, "clear working day 5"),
        ("Thu 04", False, "the day of the meeting"),
    ]
    effective = [one for one in found.working_of("effective_from") if one.counted]
    assert [one.why for one in effective] == [f"working day {number} after the decision" for number in (1, 2, 3, 4)]


def test_a_notice_that_was_moved_says_over_which_days(lancashire: CouncilProfile) -> None:
    first, *clear, last = deadlines_for(date(2024, 7, 29), lancashire).working_of("notice_by")
    assert (first.why, last.why) == ("the day of the notice", "the day of the meeting")
    assert [one.why for one in clear[:3]] == [
        "clear day 1, no day for a notice: Saturday",
        "clear day 2, no day for a notice: Sunday",
        "clear day 3",
    ]
    assert len(clear) == 30


def test_a_councils_days_off_are_left_out_with_their_reason(tmp_path: Path) -> None:
    lines = {
        "closure_days: []": "closure_days: [{from: 2024-12-27, until: 2024-12-31, reason: Christmas closure}]",
        "extra_holidays: []": "extra_holidays: [{day: 2025-01-03, reason: Founders' Day}]",
    }
    profile = _profiled(tmp_path, lines)
    found = deadlines_for(date(2025, 1, 9), profile)
    assert found.publish_by == date(2024, 12, 23)
    assert [f"{one.day} {one.why}" for one in found.working_of("publish_by")[4:12:3]] == [
        "2024-12-27 closed: Christmas closure",
        "2024-12-30 closed: Christmas closure",
        "2025-01-02 clear working day 2",
    ]
    assert "holiday: Founders' Day" in [one.why for one in found.working]


# ---- what people type in a profile --------------------------------------------------------------

CHRISTMAS = "from: 2024-12-27, until: 2024-12-31, reason: Christmas closure"
INTERNAL = "internal_deadline_working_days"
DAYS_OF_PROFILE = (
    "published_working_days",
    "notice_clear_days",
    INTERNAL,
    "effective_working_days",
    "closure_days",
    "extra_holidays",
)


@pytest.mark.parametrize(
    ("name", "typed", "field", "message", "remedy"),
    [
        ("published_working_days", "4", "", "fewer than the 5 clear days of SI 2012/2089 regs 6 and 7", "Write 5 or more"),
        ("published_working_days", "0", "", "fewer than the 5 clear days", "Write 5 or more"),
        ("published_working_days", "500", "", "500 days cannot be meant", "from 5 to 100"),
        ("notice_clear_days", "27", "", "fewer than the 28 clear days of SI 2012/2089 reg 9", "Write 28 or more"),
        ("notice_clear_days", "four weeks", "", "'four weeks' is not a whole number", "in figures"),
        (INTERNAL, "5", "", "due after it is published", "Write internal_deadline_working_days: 6 or more"),
        (INTERNAL, "-7", "", "'-7' is not a whole number", "in figures"),
        ("effective_working_days", "four", "", "'four' is not a whole number", "in figures"),
        ("effective_working_days", "999999999", "", "cannot be meant", "from 0 to 100"),
        ("closure_days", "none", "", "'none' stands where a list should", "Write closure_days: [{from: 2024-12-27"),
        ("closure_days", "[2024-12-27]", ".1", "'2024-12-27' stands where a group of fields should", "Write {from:"),
        ("closure_days", "[{reason: Christmas}]", ".1.from", "does not say which day", "Add day: and the day"),
        ("closure_days", "[{day: 2024-12-27}]", ".1.reason", "reason is missing", "Add reason: Christmas closure"),
        ("closure_days", "[{day: 27/12/2024, reason: Christmas}]", ".1.day", "not a date", "Write 2024-12-27."),
        ("closure_days", "[{day: 2024-02-30, reason: Leap}]", ".1.day", "no such day", "ends on 2024-02-29"),
        ("closure_days", f"[{{day: 2024-12-27, {CHRISTMAS}}}]", ".1.day", "both a day and an interval", "Keep day:, or"),
        ("closure_days", "[{from: 2024-12-27, reason: Christmas}]", ".1.until", "has no last day", "day: 2024-12-27"),
        ("closure_days", "[{until: 2024-12-27, reason: Christmas}]", ".1.from", "does not say which day", "from: and until:"),
        ("closure_days", f"[{{{CHRISTMAS.replace('31', '21')}}}]", ".1.until", "ends before it begins", "Change from or"),
        ("closure_days", f"[{{{CHRISTMAS.replace('2024-12-31', '2034-12-31')}}}]", ".1.until", "are 3657 days", "the year"),
        ("extra_holidays", "[{date: 2023-05-08, reason: Coronation}]", ".1.date", "no field date", "day"),
        ("extra_holidays", "[{day: 2023-05-08, reason: ''}]", ".1.reason", "There is no text", "Write the text"),
    ],
)  # fmt: skip
def test_a_slip_in_the_days_of_a_profile_is_refused(
    name: str, typed: str, field: str, message: str, remedy: str, tmp_path: Path
) -> None:
    with pytest.raises(EditionError) as caught:
        _profiled(tmp_path, {f"{name}:": f"{name}: {typed}"})
    found = caught.value.findings[0]
    assert (found.where.file, found.where.field) == (FILE, f"{name}{field}")
    assert message in found.message
    assert remedy in found.remedy


def test_a_profile_that_says_nothing_of_days_is_as_lancashires(lancashire: CouncilProfile, tmp_path: Path) -> None:
    names = DAYS_OF_PROFILE[1:]
    profile = _profiled(tmp_path, {f"{name}:": "" for name in names})
    assert deadlines_for(MEETING, profile) == deadlines_for(MEETING, lancashire)


def _profiled(folder: Path, changes: dict[str, str]) -> CouncilProfile:
    """Return Lancashire's profile with the lines that begin with these typed otherwise."""
    workbench = bench(folder)
    lines = (folder / FILE).read_text("utf-8").splitlines()
    for old, new in changes.items():
        [number] = [number for number, line in enumerate(lines) if line.startswith(old)]
        lines[number] = new
    (folder / FILE).write_text("\n".join(lines), "utf-8")
    return load(workbench)[0].profile


# ---- the function and the command ---------------------------------------------------------------


def test_a_wrong_council_or_root_is_said(tmp_path: Path) -> None:
    with pytest.raises(EditionError, match=r"no council profile 'lancaster'\. Did you mean lancashire"):
        deadlines(MEETING, council="lancaster", root=ROOT)
    with pytest.raises(UsageError, match="is no workbench"):
        deadlines(MEETING, root=tmp_path)


def test_a_wrong_profile_is_said_with_all_that_is_wrong(tmp_path: Path) -> None:
    workbench = bench(tmp_path)
    text = (tmp_path / FILE).read_text("utf-8").replace("notice_clear_days: 28", "notice_clear_days: 14")
    (tmp_path / FILE).write_text(text, "utf-8")
    with pytest.raises(EditionError, match="SI 2012/2089 reg 9") as caught:
        deadlines(MEETING, root=workbench.root)
    assert caught.value.findings[0].where.row


def command(*typed: str) -> Result:
    return CliRunner().invoke(commands, ["deadlines", "--root", str(ROOT), *typed])


def test_json_is_all_that_is_printed() -> None:
    record = json.loads(command("--meeting", "2024-02-08", "--json").stdout)
    working = record.pop("working")
    assert record == {
        "meeting": "2024-02-08",
        "publish_by": "2024-01-31",
        "notice_by": "2024-01-10",
        "internal_deadline": "2024-01-30",
        "effective_from": "2024-02-14",
        "private_notice_by": None,
        "private_further_notice_by": None,
    }
    assert working[1] == {
        "deadline": "publish_by",
        "date": "2024-02-01",
        "day": "Thursday",
        "counted": True,
        "why": "clear working day 1",
    }


def test_an_officer_reads_the_dates_first_then_how_each_is_worked_out() -> None:
    printed = command("--meeting", "2024-04-04", "--exempt").stdout
    assert printed.startswith(
        "Meeting on Thursday, 4 April 2024\n"
        "\n"
        "Notice of a key decision             by Wednesday, 6 March 2024\n"
        "Notice of a private meeting          by Wednesday, 6 March 2024\n"
        "Final report due internally          by Friday, 22 March 2024\n"
        "Report published                     by Monday, 25 March 2024\n"
        "Further notice of a private meeting  by Monday, 25 March 2024\n"
        "Decision takes effect                on Wednesday, 10 April 2024\n"
    )
    assert (
        "Report published: 5 clear working days before the meeting\n"
        "  Law       five clear days (SI 2012/2089 regs 6 and 7)\n"
        "  Practice  only working days count as clear\n"
        "  Left out  29 March (bank holiday: Good Friday); 30 and 31 March (weekend);\n"
        "            1 April (bank holiday: Easter Monday)\n"
    ) in printed
    assert max(map(len, printed.splitlines())) <= 80


@pytest.mark.parametrize(
    ("meeting", "said"),
    [
        ("2024-03-29", "Check the day: it is no working day (bank holiday: Good Friday)."),
        ("2024-02-10", "Check the day: it is no working day (Saturday)."),
        ("2024-07-29", "  Moved     to before 29 and 30 June (weekend)\n"),
    ],
)
def test_what_is_unusual_of_a_meeting_is_said(meeting: str, said: str) -> None:
    assert said in command("--meeting", meeting).stdout
    assert said not in command("--meeting", "2024-02-08").stdout


@pytest.mark.parametrize(
    ("typed", "remedy"),
    [
        ("8/2/2024", "Write 2024-02-08."),
        ("8 February 2024", "Write 2024-02-08."),
        ("2024-02-30", "February 2024 ends on 2024-02-29."),
        ("1924-02-08", "Write a year from 2000 to 2099."),
        ("soon", "Write year, month and day as 2024-02-08."),
        ("", "Write"),
    ],
)
def test_a_meeting_typed_wrongly_is_refused_with_a_remedy(typed: str, remedy: str) -> None:
    problem = command("--meeting", typed, "--json").exception
    assert isinstance(problem, UsageError)
    assert problem.exit_code == 2
    assert remedy in str(problem)


# ---- the edition's gate -------------------------------------------------------------------------


def test_the_gate_asks_about_a_meeting_on_a_day_off_of_the_council(tmp_path: Path) -> None:
    workbench = bench(tmp_path)
    text = (tmp_path / FILE).read_text("utf-8")
    closed = text.replace("closure_days: []", "closure_days: [{day: 2024-02-08, reason: Office move}]")
    (tmp_path / FILE).write_text(closed, "utf-8")
    [found] = [one for one in findings(workbench) if one.rule == "edition.day_off"]
    assert found.severity == "warning"
    assert found.message == "The meeting is on Thursday, 8 February 2024, which is no working day: closed: Office move."


# ---- the page -----------------------------------------------------------------------------------


def test_the_page_on_dates_prints_the_working_as_the_program_has_it(lancashire: CouncilProfile) -> None:
    page = (ROOT / "docs/dates.md").read_text("utf-8")
    found = deadlines_for(MEETING, lancashire)
    for name in ("publish_by", "effective_from"):
        days = found.working_of(name)
        table = [f"| {long_date(one.day)} | {'yes' if one.counted else 'no'} | {one.why} |\n" for one in days]
        assert f"|---|---|---|\n{''.join(table)}\n" in page
    assert command("--meeting", "2024-02-08").stdout.partition("\nHow each")[0] in page
    assert [name for name in (*DATES[1:], *DAYS_OF_PROFILE) if name not in page] == []
