"""Checks of what is exempt: notice of the private meeting, and why the public interest is in keeping it exempt.

Release stage. Asked only of a report that marks something as exempt.
"""

import re
from collections.abc import Iterator

from sv_report.findings import Finding
from sv_report.manuscript.report import joined
from sv_report.params import clear_days, long_date, short_date
from sv_report.params.exemption import SAYS_NOTHING, counted
from sv_report.release.checks.check import Check, GoingOut, error, warning

NOTICE, FURTHER, INTEREST = "private_notice", "private_further_notice", "public_interest"
LAST = "last_published"
NONE_RECEIVED = re.compile(
    r"(?:none\b|nothing\b|no (?:one|written |such )?(?:representation|comment)?).*|no\.?", re.IGNORECASE
)
NOT_SO = "Nothing in the report is exempt."
URGENT = "Else the scrutiny chair has to agree that it is urgent (reg 5(6)): add urgency_agreed_by: and the office."


def private_notice(going: GoingOut) -> Iterator[Finding]:
    """Notice that part of the meeting will be private was published 28 clear days before, or it is agreed as urgent."""
    edition, latest = going.edition, going.deadlines.private_notice_by
    day, where = edition.private.notice_published, edition.places("private_notice_published")
    if _is_urgent(going):
        yield from _urgent(going)
    elif latest and day is None:
        message = "The day on which the notice of the private meeting was published is not given."
        remedy = f"Add private_notice_published: and the day, {short_date(latest)} or earlier. {URGENT}"
        yield error(NOTICE, message, where, remedy)
    elif latest and day and day > latest:
        message = f"The notice of {short_date(day)} leaves fewer than {going.profile.notice_clear_days} clear days."
        yield error(NOTICE, message, where, f"Its latest day was {long_date(latest)}. {URGENT}")


def private_further_notice(going: GoingOut) -> Iterator[Finding]:
    """The further notice was published five clear days before, with what was received and the answer to it."""
    edition, latest = going.edition, going.deadlines.private_further_notice_by
    day, where = edition.private.further_notice_published, edition.places("private_further_notice_published")
    if _is_urgent(going):
        return
    if latest and day is None:
        message = "The day on which the further notice of the private meeting was published is not given."
        remedy = f"Add private_further_notice_published: and the day, {short_date(latest)} or earlier. {URGENT}"
        yield error(FURTHER, message, where, remedy)
    elif latest and day and day > latest:
        left = going.working_days.clear_between(day, edition.meeting.date)
        message = f"The further notice of {short_date(day)} leaves {left} clear working days."
        yield error(FURTHER, message, where, f"Its latest day was {long_date(latest)}. {URGENT}")
    first = edition.private.notice_published
    if first and day and day <= first:
        message = f"The further notice of {short_date(day)} is not after the first, of {short_date(first)}."
        yield error(FURTHER, message, where, "Check the two days: representations are made between them.")
    yield from _representations(going)


def _representations(going: GoingOut) -> Iterator[Finding]:
    """Yield what the further notice has to say, and does not (SI 2012/2089 reg 5(4))."""
    edition, said = going.edition, going.edition.private
    received = said.representations
    if not received or (SAYS_NOTHING.fullmatch(received) and not NONE_RECEIVED.fullmatch(received)):
        message = "It is not said which representations were received about why the meeting should be open."
        remedy = "Add representations: and what was received; where nothing was, write None were received."
        yield error(FURTHER, message, edition.places("representations"), remedy)
    elif not NONE_RECEIVED.fullmatch(received) and (not said.response or SAYS_NOTHING.fullmatch(said.response)):
        message = "Representations were received, and the council's response to them is not given."
        yield error(FURTHER, message, edition.places("response"), "Add response: and the council's answer.")


def _is_urgent(going: GoingOut) -> bool:
    agreed_by = going.edition.private.urgency_agreed_by
    return bool(agreed_by) and not SAYS_NOTHING.fullmatch(agreed_by)


def _urgent(going: GoingOut) -> Iterator[Finding]:
    latest, day = going.deadlines.private_notice_by, going.edition.private.notice_published
    if latest and day and day <= latest:
        message = f"Notice was given in time on {short_date(day)}, yet urgency is said to be agreed."
        where = going.edition.places("urgency_agreed_by")
        remedy = "Delete urgency_agreed_by, or confirm that the further notice was impracticable."
        yield warning(NOTICE, message, where, remedy)


def _announced(going: GoingOut) -> str:
    private = going.edition.private
    if _is_urgent(going):
        return f"Agreed as urgent by {private.urgency_agreed_by} (reg 5(6)); the reasons have to be published."
    day = private.notice_published
    days = clear_days(day, going.edition.meeting.date) if day else 0
    return f"Notice was published on {long_date(day)}: {days} clear days." if day else ""


def _announced_again(going: GoingOut) -> str:
    day = going.edition.private.further_notice_published
    if _is_urgent(going) or day is None:
        return _announced(going)
    left = going.working_days.clear_between(day, going.edition.meeting.date)
    return f"Further notice was published on {long_date(day)}: {left} clear working days."


def public_interest(going: GoingOut) -> Iterator[Finding]:
    """Each reason weighs the public interest in keeping the matter exempt against that in disclosing it."""
    for number, one in enumerate(going.edition.exempt, 1):
        where = going.edition.places(f"exempt.{number}.reason")
        if not re.search(r"\bpublic\s+interest\b", one.reason, re.IGNORECASE):
            message = f"The reason does not speak of the public interest: {one.reason}"
        elif not re.search(r"\b(?:out|over)?weigh", one.reason, re.IGNORECASE):
            message = (
                f"The reason does not weigh the public interest in exemption against that in disclosure: {one.reason}"
            )
        else:
            continue
        remedy = "Say why the public interest in maintaining the exemption outweighs that in disclosing it."
        yield warning(INTEREST, message, where, remedy)


def _paragraphs(going: GoingOut) -> str:
    exempt = going.edition.exempt
    things = joined(list(dict.fromkeys(one.kind for one in exempt)))
    return f"Exempt ({things}) under {counted([one.paragraph for one in exempt])}, each with its reason."


def last_published(going: GoingOut) -> Iterator[Finding]:
    """The last published report is named, so that nothing exempt follows from it and this one together."""
    if going.edition.last_published is None:
        message = (
            "The last published report is not named: what follows from it and this one together was not looked at."
        )
        remedy = "Add last_published: and the folder that was published, its bundle in outputs/, or its facts.json."
        yield warning(LAST, message, going.edition.places("exempt"), remedy)


def _held_against(going: GoingOut) -> str:
    return f"Nothing exempt follows from this report and {going.edition.last_published} together."


def _is_not_the_first(going: GoingOut) -> bool:
    edition = going.edition
    return edition.has_exempt and bool(edition.data) and bool(edition.last_published or edition.last_report_data_as_at)


CHECKS = (
    Check(
        NOTICE, "Was notice given in time that part of the meeting is private?",
        "SI 2012/2089 reg 5(2) (28 clear days), reg 5(6) (else the agreement of the scrutiny chair)", private_notice,
        _announced, lambda going: going.edition.has_exempt, NOT_SO,
    ),
    Check(
        FURTHER, "Was the further notice given in time, with the representations and the response?",
        "SI 2012/2089 reg 5(4) (five clear days); that they are working days is the council's practice",
        private_further_notice, _announced_again, lambda going: going.edition.has_exempt, NOT_SO,
    ),
    Check(
        INTEREST, "Does each reason say why the public interest is in keeping the matter exempt?",
        "Local Government Act 1972 Sch 12A: exempt only while the public interest in exemption outweighs that in "
        "disclosure", public_interest, _paragraphs, lambda going: going.edition.has_exempt, NOT_SO,
    ),
    Check(
        LAST, "Was the report held against the last published one?",
        "Local Government Act 1972 s 100B and Sch 12A: what is exempt is not open to inspection, be it by subtraction",
        last_published, _held_against, _is_not_the_first,
        "Nothing in the report is exempt, or there was none before it.",
    ),
)  # fmt: skip
