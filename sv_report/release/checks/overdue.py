"""What is due on a day: the deadlines of a meeting that are past and not met, or near.

Release stage. This alone looks at a calendar day; it is shown on the screen, and nothing of it is in a bundle.
"""

from collections.abc import Iterator
from datetime import date

from sv_report.findings import Finding
from sv_report.params import Edition, long_date
from sv_report.params.deadlines.dates import Deadlines, deadlines_for
from sv_report.params.deadlines.working_days import WorkingDays
from sv_report.release.checks.check import warning

DUE = "due"


def overdue(edition: Edition, on: date) -> list[Finding]:
    """Return a warning for each deadline that a report has missed, or has still to meet, on a day.

    Once the body has met there is none.
    """
    return list(_of(edition, on)) if on <= edition.meeting.date else []


def _of(edition: Edition, on: date) -> Iterator[Finding]:
    dates = deadlines_for(edition.meeting.date, edition.profile, edition.has_exempt)
    if edition.key_decision and edition.decision.route == "notice" and edition.notice_published is None:
        yield _due(
            edition, on, dates.notice_by, "notice_published", "The notice of the key decision is to be published"
        )
    if edition.has_exempt and not edition.private.urgency_agreed_by:
        yield from _private(edition, on, dates)
    if edition.report_published is None or edition.report_published > on:
        yield _due(edition, on, dates.internal_deadline, "report_published", "The final report is due internally")
        yield _due(edition, on, dates.publish_by, "report_published", "The report is to be published")


def _private(edition: Edition, on: date, dates: Deadlines) -> Iterator[Finding]:
    """Yield the notices of a private meeting that are not published."""
    private = edition.private
    if dates.private_notice_by and private.notice_published is None:
        what = "The notice of the private meeting is to be published"
        yield _due(edition, on, dates.private_notice_by, "private_notice_published", what)
    if dates.private_further_notice_by and private.further_notice_published is None:
        what = "The further notice of the private meeting is to be published"
        yield _due(edition, on, dates.private_further_notice_by, "private_further_notice_published", what)


def _due(edition: Edition, on: date, day: date, field: str, what: str) -> Finding:
    days = WorkingDays.of(edition.profile)
    if day < on:
        message = f"{what} by {long_date(day)}, which is past."
    elif day == on:
        message = f"{what} today, {long_date(day)}."
    else:
        left = days.clear_between(on, day) + 1
        message = f"{what} by {long_date(day)}: {left} working day{'s' if left != 1 else ''} from {long_date(on)}."
    return warning(DUE, message, edition.places(field), f"sv-report deadlines --meeting {edition.meeting.date}")
