"""Checks of what the report asks for: a recommendation that the body can take, and the priorities that it serves.

Release stage.
"""

import re
from collections.abc import Collection, Iterator

from sv_report.findings import Finding
from sv_report.manuscript.report import joined
from sv_report.params import Edition
from sv_report.release.checks.check import Check, GoingOut, error, warning

RECOMMENDATION, PRIORITIES = "recommendation", "priorities"
PASSIVE = ("note", "receive")  # what decides nothing
ASKS = re.compile(  # what leads to what is asked
    r"\b(?:is|are|be)\s+(?:recommended|asked|invited|requested)\s*:?\s*to\b"
    r"|(?:\brecommended\s*:?\s*|\A)(?P<that>that)\b",
    re.IGNORECASE,
)
ITEM = re.compile(  # an item of a list: its line begins with a marker, or it follows a stop: (a), 1., iv), -
    r"(?:^|(?<=[:;,.])|\band\b)\s*(?:[-*•]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)])\s+",
    re.IGNORECASE | re.MULTILINE,
)
FURTHER = re.compile(
    r"(?:;|\band\b)\s*(?:and\s+)?(?=to\s+[a-z]|[a-z]+\s+(?:the|this|that|an?|its|their|all|[A-Z£\d'])\b)"
)
NAMES = re.compile(r"[\s:]*(?:[Tt]he\s+)?(?:[A-Z][\w'’-]*:?\s*(?:(?:and|for|of)\s+)?)+(?:(?:should|be\s+\w+\s+to)\s+)?")
VERB = re.compile(r"[\s:]*(?:(?:to|not|also|[a-z]+ly)\s+)*(?P<verb>[a-z]+)\b", re.IGNORECASE)


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
            remedy = f"Write a word such as {_verbs(going)}." if _verbs(going) else example
            yield warning(RECOMMENDATION, message, where, remedy)


def _verbs(going: GoingOut) -> str:
    first = going.profile.checks.recommendation_verbs[:4]
    return " or ".join(filter(None, (", ".join(first[:-1]), *first[-1:])))


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
    """Return all that the recommendation asks a body to do, item by item: of `that Cabinet notes`, *note*."""
    asks = ASKS.search(edition.recommendation)
    text = edition.recommendation[asks.end() :] if asks else ""
    starts = [0, *(item.end() for item in ITEM.finditer(text))]
    has_names = bool(asks and asks["that"])
    if has_names and not any(NAMES.match(text, start) for start in starts):
        return []  # `That the report be noted` asks nobody
    known = {*edition.profile.checks.recommendation_verbs, *PASSIVE}
    further = (_verb(text, one.end(), has_names, known) for one in FURTHER.finditer(text))
    asked = [*(_verb(text, start, has_names, known) for start in starts), *(verb for verb in further if verb in known)]
    return list(dict.fromkeys(filter(None, asked)))


def _verb(text: str, start: int, has_names: bool, known: Collection[str]) -> str:
    """Return the verb that begins what is asked, behind the names of who is asked; nothing where there is none."""
    first, names = VERB.match(text, start), NAMES.match(text, start) if has_names else None
    if names and not (first and first["verb"].casefold().removesuffix("s") in known):
        first = VERB.match(text, names.end())
    verb = first["verb"].casefold() if first else ""
    return verb.removesuffix("s") if has_names else verb


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
