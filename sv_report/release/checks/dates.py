"""Checks of dates: when the report and its notice are published, who has cleared it, and when words were confirmed.

Release stage. Nothing here asks what day it is: the edition's own dates are held against the meeting's.
"""

import re
from collections.abc import Iterator

from sv_report.findings import Finding
from sv_report.manuscript.report import joined
from sv_report.params import ExhibitReference, FactReference, long_date, pieces, short_date
from sv_report.release.checks.check import Check, GoingOut, error, found_before, warning

NOBODY = re.compile(r"(?:tbc|tbd|tba|n\s?/?\s?a|none|to follow|not yet|pending|\W+)\.?", re.IGNORECASE)  # is no name
PUBLISHED, CLEARED, CONFIRMED = "published", "cleared", "confirmed"


def published(going: GoingOut) -> Iterator[Finding]:
    """The report is published early enough."""
    day, latest = going.edition.report_published, going.deadlines.publish_by
    where, needed = going.edition.places("report_published"), going.profile.published_working_days
    if day is None:
        message = "The day on which the report is published is not given."
        yield warning(PUBLISHED, message, where, f"Publish by {long_date(latest)}: add report_published: {latest}.")
    elif day > latest:
        left = going.working_days.clear_between(day, going.edition.meeting.date)
        message = f"Published on {short_date(day)}, the report leaves {left} clear working days; {needed} are needed."
        remedy = f"Publish by {long_date(latest)}; later, the chair has to agree that the matter is urgent."
        yield error(PUBLISHED, message, where, remedy)
    elif why := going.working_days.why_not(day):
        message = f"The report is published on {long_date(day)}, which is no working day: {why}."
        yield warning(PUBLISHED, message, where, "Check the day.")


def _published_in_time(going: GoingOut) -> str:
    day = going.edition.report_published
    left = going.working_days.clear_between(day, going.edition.meeting.date) if day else 0
    return f"Published on {long_date(day)}: {left} clear working days." if day else ""


def cleared(going: GoingOut) -> Iterator[Finding]:
    """Every officer who clears a report has cleared this one, after the figures and before publication."""
    edition = going.edition
    for one in edition.clearances:
        where = edition.places("clearances")
        if one.is_open or NOBODY.fullmatch(one.name):
            message = f"The {one.office} has not cleared the report."
            remedy = f"Add the officer's name and the day under clearances: office: {one.office}."
            yield error(CLEARED, message, where, remedy)
        elif one.cleared_on and edition.data_as_at and one.cleared_on < edition.data_as_at:
            message = (
                f"The {one.office} cleared the report on {short_date(one.cleared_on)}, before its figures were "
                f"final on {short_date(edition.data_as_at)}."
            )
            yield error(CLEARED, message, where, "Have it cleared again, with the figures as they are now.")
        elif one.cleared_on and edition.report_published and one.cleared_on > edition.report_published:
            message = (
                f"The {one.office} cleared the report on {short_date(one.cleared_on)}, after it was published on "
                f"{short_date(edition.report_published)}."
            )
            yield error(CLEARED, message, where, "Check the two days.")


def confirmed(going: GoingOut) -> Iterator[Finding]:
    """Words that speak of figures were read against them since they were last seen."""
    edition = going.edition
    where = edition.places("narrative_confirmed")
    speaking = [section for section in going.profile.narrative_sections if _speaks_of_figures(going, section.id)]
    unsaid = [section.heading for section in speaking if section.id not in edition.confirmed]
    if unsaid:
        message = f"Nobody has said when the words were read against the figures: {', '.join(unsaid)}."
        remedy = f"Read them, then add narrative_confirmed: and the day, {edition.data_as_at} or later."
        yield warning(CONFIRMED, message, where, remedy)
    days = {section.heading: edition.confirmed[section.id] for section in speaking if section.id in edition.confirmed}
    seen, out = edition.data_as_at, edition.report_published
    if seen and (early := [heading for heading, day in days.items() if day < seen]):
        message = (
            f"{joined(early)}: confirmed on {short_date(min(days.values()))}, but the figures spoken of are as at "
            f"{short_date(seen)}."
        )
        yield error(CONFIRMED, message, where, "Read the words against the figures, then put the day forward.")
    if out and (late := [heading for heading, day in days.items() if day > out]):
        message = (
            f"{joined(late)}: confirmed on {short_date(max(days.values()))}, after the report was published on "
            f"{short_date(out)}."
        )
        yield error(CONFIRMED, message, where, "Check the two days.")


def _speaks_of_figures(going: GoingOut, id: str) -> bool:
    text = going.edition.narrative.get(id)
    return text is not None and any(isinstance(one, FactReference | ExhibitReference) for one in pieces(text.text))


CHECKS = (
    Check(
        PUBLISHED, "Is the report published in time?",
        "SI 2012/2089 regs 6 and 7 (five clear days); that they are working days is the council's practice",
        published, _published_in_time,
    ),
    Check(
        "calendar", "Do the meeting, the period and the days in the edition fit each other?",
        "Consistency of the edition", found_before("edition."),
        lambda going: f"The meeting is on {long_date(going.edition.meeting.date)}.",
    ),
    Check(
        CLEARED, "Have the officers who must clear the report done so?",
        "Local Government Act 1972 s151; Local Government and Housing Act 1989 s5; silence is not clearance",
        cleared, lambda going: f"Cleared by {' and '.join(one.name for one in going.edition.clearances)}.",
        lambda going: bool(going.edition.clearances), "The council's profile names no officer who clears reports.",
    ),
    Check(
        CONFIRMED, "Were the words read against the figures that they speak of?",
        "The AQuA Book (2025): assurance of data and parameters for each run",
        confirmed, lambda _: "Every section was confirmed after the day up to which data is seen.",
        lambda going: bool(len(going.facts)), "The report has no figures.",
    ),
)  # fmt: skip
