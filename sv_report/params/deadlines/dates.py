"""Deadlines: the dates that lead to a meeting and follow from it, each with its working day by day.

Params stage. Takes a meeting's date and a council profile; no clock is asked. The law asks for clear days; that the
days after publication are working days, and that nothing falls due on a day off, is the council's practice.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

from sv_report.params.calendar import DAYS, clear_days
from sv_report.params.council.profile import CouncilProfile
from sv_report.params.council.profiles import profile_of
from sv_report.params.deadlines.working_days import DAY, WorkingDays, days_between
from sv_report.params.workbench import find_workbench

DATES = (
    *("meeting", "publish_by", "notice_by", "internal_deadline", "effective_from"),
    *("private_notice_by", "private_further_notice_by"),
)
NO_NOTICE = ", no day for a notice: "


@dataclass(frozen=True)
class CountedDay:
    """A day of a deadline's working: whether it was counted, and as what or why not."""

    deadline: str
    day: date
    counted: bool
    why: str

    @property
    def no_notice(self) -> str:
        """Why no notice falls on the day, where the notice was moved before it; else an empty text."""
        return self.why.partition(NO_NOTICE)[2]

    def record(self) -> dict[str, Any]:
        """Return the day as JSON holds it."""
        weekday = DAYS[self.day.weekday()]
        return {
            "deadline": self.deadline,
            "date": self.day.isoformat(),
            "day": weekday,
            "counted": self.counted,
            "why": self.why,
        }


@dataclass(frozen=True)
class Deadlines:
    """The dates of a meeting; those of a private meeting are None for a public one.

    `working` lists every day from each deadline to the meeting, or from the meeting to `effective_from`.
    """

    meeting: date
    publish_by: date
    notice_by: date
    internal_deadline: date
    effective_from: date
    private_notice_by: date | None = None
    private_further_notice_by: date | None = None
    working: tuple[CountedDay, ...] = ()

    def working_of(self, deadline: str) -> tuple[CountedDay, ...]:
        """Return the days of one deadline, in order."""
        return tuple(one for one in self.working if one.deadline == deadline)

    @property
    def meeting_is(self) -> str:
        """Why the day of the meeting is no working day; an empty text where it is one."""
        return next(one.why for one in self.working if one.day == self.meeting).partition(", ")[2]

    def record(self) -> dict[str, Any]:
        """Return the deadlines as JSON holds them: ISO dates, None for a private meeting's of a public one."""
        dates = {name: getattr(self, name) for name in DATES}
        written = {name: day.isoformat() if day else None for name, day in dates.items()}
        return {**written, "working": [one.record() for one in self.working]}


def deadlines(
    meeting: date, *, council: str = "lancashire", exempt: bool = False, root: Path | None = None
) -> Deadlines:
    """Return the deadlines of a council's meeting; of one with exempt matter, those of its private part too.

    Raises UsageError where there is no workbench, and EditionError where there is no such council or its profile is
    wrong.
    """
    return deadlines_for(meeting, profile_of(council, find_workbench(root)), exempt)


def deadlines_for(meeting: date, profile: CouncilProfile, exempt: bool = False) -> Deadlines:
    """Return the deadlines of a meeting by a council's profile.

    Sources: SI 2012/2089 regs 6 and 7 (publication), 9 (notice of a key decision), 5 (a private meeting).
    """
    days = WorkingDays.of(profile)
    publish = days.latest_leaving(meeting, profile.published_working_days)
    notice = days.on_or_before(meeting - (profile.notice_clear_days + 1) * DAY)
    internal = days.before(meeting, profile.internal_deadline_working_days)
    effective = days.after(meeting, profile.effective_working_days)
    working = [
        *_clear_working("publish_by", publish, meeting, days, "the day of publication"),
        *_clear("notice_by", notice, meeting, days, profile.notice_clear_days),
        *_before("internal_deadline", internal, meeting, days, profile.internal_deadline_working_days),
        *_after("effective_from", effective, meeting, days),
    ]
    if exempt:
        working += _clear("private_notice_by", notice, meeting, days, profile.notice_clear_days)
        working += _clear_working("private_further_notice_by", publish, meeting, days, "the day of the notice")
    return Deadlines(
        meeting, publish, notice, internal, effective,
        notice if exempt else None, publish if exempt else None, tuple(working),
    )  # fmt: skip


# ---- the working, day by day -------------------------------------------------------------------


def _clear_working(deadline: str, first: date, meeting: date, days: WorkingDays, is_first: str) -> Iterator[CountedDay]:
    yield CountedDay(deadline, first, False, is_first)
    names = (f"clear working day {number}" for number in count(1))
    yield from _counted(deadline, days_between(first, meeting), days, names)
    yield _day_of_meeting(deadline, meeting, days)


def _clear(deadline: str, first: date, meeting: date, days: WorkingDays, needed: int) -> Iterator[CountedDay]:
    """The clear days of a notice; those before the days that are needed say why no notice falls on them."""
    yield CountedDay(deadline, first, False, "the day of the notice")
    spare = clear_days(first, meeting) - needed
    for number, day in enumerate(days_between(first, meeting), 1):
        moved = f"{NO_NOTICE}{days.why_not(day)}" if number <= spare else ""
        yield CountedDay(deadline, day, True, f"clear day {number}{moved}")
    yield _day_of_meeting(deadline, meeting, days)


def _before(deadline: str, first: date, meeting: date, days: WorkingDays, number: int) -> Iterator[CountedDay]:
    names = (f"working day {left} before the meeting" for left in count(number, -1))
    yield from _counted(deadline, days_between(first - DAY, meeting), days, names)
    yield _day_of_meeting(deadline, meeting, days)


def _after(deadline: str, last: date, meeting: date, days: WorkingDays) -> Iterator[CountedDay]:
    yield _day_of_meeting(deadline, meeting, days)
    names = (f"working day {number} after the decision" for number in count(1))
    yield from _counted(deadline, days_between(meeting, last + DAY), days, names)


def _day_of_meeting(deadline: str, meeting: date, days: WorkingDays) -> CountedDay:
    why = days.why_not(meeting)
    return CountedDay(deadline, meeting, False, f"the day of the meeting, {why}" if why else "the day of the meeting")


def _counted(deadline: str, span: Iterable[date], days: WorkingDays, names: Iterator[str]) -> Iterator[CountedDay]:
    for day in span:
        why = days.why_not(day)
        yield CountedDay(deadline, day, not why, why or next(names))
