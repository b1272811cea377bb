"""Checks of what the report asks for: a recommendation that the body can take, and the priorities that it serves.

Release stage.
"""

import re
from collections.abc import Iterator

from sv_report.findings import Finding
from sv_report.manuscript.report import joined
from sv_report.params import Edition
from sv_report.release.checks.check import Check, GoingOut, error, warning

RECOMMENDATION, PRIORITIES = "recommendation", "priorities"
PASSIVE = ("note", "receive")  # what decides nothing
ASKED = re.compile(  # what follows may be an item of a list
    r"\b(?:is|are) (?:recommended|asked|invited|requested) to:?\s*(?:[-*]\s*|\(?\w{1,4}[.)]\s*)?(?P<to>[a-z]+)"
    r"|\brecommended that (?:the )?(?:[A-Z][\w']*(?: and)? ?)+(?:should )?(?P<that>[a-z]+)",
)


def recommendation(going: GoingOut) -> Iterator[Finding]:
    """The recommendation asks the body that meets for something that a body can do."""
    edition = going.edition
    where, body = edition.places("recommendation"), edition.meeting.body
    text, verbs = edition.recommendation, asked_for(edition)
    example = f"Write it as: {body} is recommended to approve …"
    if not verbs:
        yield error(RECOMMENDATION, f"The recommendation does not say what {body} is asked to do.", where, example)
    elif not re.search(rf"\b{re.escape(body)}\b", text, re.IGNORECASE):
        yield error(RECOMMENDATION, f"The recommendation does not name {body}, which is to take it.", where, example)
    for verb in verbs:
        if verb not in going.profile.checks.recommendation_verbs:
            message = f"The recommendation asks {body} to {verb}: confirm that it can be asked to."
            yield warning(RECOMMENDATION, message, where, f"Write a word such as {_verbs(going)}.")


def _verbs(going: GoingOut) -> str:
    first = going.profile.checks.recommendation_verbs[:4]
    return f"{', '.join(first[:-1])} or {first[-1]}"


def priorities(going: GoingOut) -> Iterator[Finding]:
    """The council's priorities on the day of the meeting are known, and the report names some of them."""
    edition = going.edition
    where = edition.places("corporate_priorities")
    if going.profile.priorities_on(edition.meeting.date) is None:
        message = "The council's corporate priorities are not known for this date: confirm those that are printed."
        yield warning(PRIORITIES, message, where, "Add them, with their dates, to the council profile.")
    elif not edition.corporate_priorities:
        message = "The report names no corporate priority."
        yield error(PRIORITIES, message, where, "Name those that it serves.")


def asked_for(edition: Edition) -> list[str]:
    """Return what the recommendation asks a body to do: of `recommended that Cabinet notes`, *note*."""
    found = (match["to"] or match["that"].removesuffix("s") for match in ASKED.finditer(edition.recommendation))
    return [verb.casefold() for verb in found]


def only_notes(edition: Edition) -> bool:
    """Return whether a recommendation asks only to note, which decides nothing."""
    verbs = asked_for(edition)
    return bool(verbs) and all(verb in PASSIVE for verb in verbs)


CHECKS = (
    Check(
        RECOMMENDATION, "Is the recommendation one that the body can take?",
        "SI 2012/2089 reg 12: the record holds what was decided", recommendation,
        lambda going: going.edition.recommendation.splitlines()[0],
    ),
    Check(
        PRIORITIES, "Are the corporate priorities those of the day?", "The council's plan, as its profile has it",
        priorities, lambda going: f"{joined(going.edition.corporate_priorities)}.",
    ),
)  # fmt: skip
