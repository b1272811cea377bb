"""The gate's calendar: meeting, period, data and publication against each other.

Params stage. Each check looks at one thing, and yields an issue where it is wrong.
"""

import re
from collections.abc import Iterator

from sv_report.params.calendar import is_weekend, long_date
from sv_report.params.council.days_off import PUBLISHED_BY_LAW
from sv_report.params.deadlines.working_days import WorkingDays
from sv_report.params.gate.at_gate import MEETING, AtGate, error, warning
from sv_report.params.period import Period
from sv_report.params.typed.forms import Issue

CHECK_DAY = "Check the day against the calendar of meetings."


def _working_days(gate: AtGate) -> WorkingDays:
    return WorkingDays.of(gate.profile) if gate.profile else WorkingDays()


def meeting_day(gate: AtGate) -> Iterator[Issue]:
    """The meeting is on a working day."""
    day = gate.typed.meeting.date
    if is_weekend(day):
        message = f"The meeting is on a weekend: {long_date(day)}."
        yield warning("weekend", message, CHECK_DAY, MEETING)
    elif why := _working_days(gate).why_not(day):
        message = f"The meeting is on {long_date(day)}, which is no working day: {why}."
        yield warning("day_off", message, CHECK_DAY, MEETING, ("council",))


def period_over(gate: AtGate) -> Iterator[Issue]:
    """The period is over when the body meets."""
    period, day = gate.typed.period, gate.typed.meeting.date
    if period and period.end > day:
        message = f"The period {period} ends on {long_date(period.end)}, after the meeting on {long_date(day)}."
        yield error(
            "period_not_over",
            message,
            f"Write {period.last_over(day)}, the last that is over, or a later meeting.date.",
            ("period",),
            MEETING,
        )


def as_at(gate: AtGate) -> Iterator[Issue]:
    """The day up to which data is seen lies between the period's end and the meeting."""
    typed, loc = gate.typed, ("data_as_at",)
    if typed.period is None:
        return  # there is no data, or the gate says that the period is missing
    if typed.data_as_at is None:
        if typed.data:
            message = "data_as_at is missing, so nobody could say up to which day data is seen."
            yield error("no_as_at", message, f"Add data_as_at: and a day from {typed.period.end}.", loc, ("data",))
        return
    if typed.data_as_at > typed.meeting.date:
        message = f"Data is to be seen up to {typed.data_as_at}, after the meeting on {typed.meeting.date}."
        yield error(
            "as_at_after_meeting",
            message,
            f"Write a day from {typed.period.end} to {typed.meeting.date}.",
            loc,
            MEETING,
            ("period",),
        )
    elif typed.data_as_at < typed.period.end <= typed.meeting.date:
        message = (
            f"Data is seen up to {typed.data_as_at} only, before the period {typed.period} ends on {typed.period.end}."
        )
        yield warning(
            "as_at_before_end", message, f"Write a day from {typed.period.end}, or check the period.", loc, ("period",)
        )
    elif typed.report_published and typed.data_as_at > typed.report_published:
        message = f"Data is seen up to {typed.data_as_at}, after the report is published on {typed.report_published}."
        yield warning("as_at_after_published", message, "Change one of the two days.", loc, ("report_published",))


def last_as_at(gate: AtGate) -> Iterator[Issue]:
    """The last report saw data up to no later day than this one."""
    last, now = gate.typed.last_report_data_as_at, gate.typed.data_as_at
    if last and now and last > now:
        message = f"The last report saw data up to {last}, after the {now} of this report."
        remedy = f"Write the last report's own data_as_at, {now} or earlier, or delete the field."
        yield error("last_as_at_later", message, remedy, ("last_report_data_as_at",), ("data_as_at",))


def published(gate: AtGate) -> Iterator[Issue]:
    """The report is published before the body meets; whether early enough, the checks say."""
    day, meeting, loc = gate.typed.report_published, gate.typed.meeting.date, ("report_published",)
    if day is not None and day > meeting:
        message = f"The report is published on {day}, after the meeting on {meeting}."
        needed = gate.profile.published_working_days if gate.profile else PUBLISHED_BY_LAW
        latest = _working_days(gate).latest_leaving(meeting, needed)
        yield error("published_after_meeting", message, f"Write {latest} or earlier.", loc, MEETING)


def words_of_period(gate: AtGate) -> Iterator[Issue]:
    """The title and the recommendation speak of the period that is reported."""
    period = gate.typed.period
    for name in ("title", "recommendation"):
        for match in re.finditer(r"Quarter ([1-4]),? (?:of )?(20\d\d)[/-]\d\d\b", getattr(gate.typed, name)):
            said = Period(int(match[2]), int(match[1]))
            if period and said not in (period, *period.quarters):
                message = f"It says {match[0]}, but the report is on {period.words}."
                yield warning("other_period", message, "Change the words or the period.", (name,), ("period",))


def day_in_id(gate: AtGate) -> Iterator[Issue]:
    """An id that begins with a date begins with the meeting's."""
    match = re.match(r"\d{4}-\d\d-\d\d", gate.id)
    if match and match[0] != gate.typed.meeting.date.isoformat():
        message = f"The edition's id begins with {match[0]}, but the meeting is on {gate.typed.meeting.date}."
        yield warning("other_day", message, "Change the date, or the file's name.", MEETING)


CHECKS = (meeting_day, period_over, as_at, last_as_at, published, words_of_period, day_in_id)
