"""Checks of key decisions: whether it is one by money or by divisions, how it was announced, and what is said of it.

Release stage.
"""

import re
from collections.abc import Iterator

from sv_report.findings import Finding
from sv_report.manuscript.report import joined
from sv_report.measures.fact import displayed
from sv_report.params import Edition, clear_days, long_date, short_date
from sv_report.params.decision import REGULATIONS, ROUTE_WORDS
from sv_report.release.checks.check import Check, GoingOut, error, warning
from sv_report.release.checks.recommendation import only_notes

MONEY, DIVISIONS, NOTICE, SENTENCE = "key_by_money", "key_by_divisions", "notice", "key_sentence"
FIVE = 5  # clear days of reg 10(1)(c)


def key_by_money(going: GoingOut) -> Iterator[Finding]:
    """The money at stake and the threshold of the day make it a key decision, or do not."""
    decision, edition = going.edition.decision, going.edition
    threshold = going.profile.threshold_on(edition.meeting.date)
    where = edition.places("expenditure_or_savings")
    by_money = "money" in decision.reasons
    if by_money and decision.amount is None:
        message = "It is said to be a key decision by money, but not how much."
        yield error(MONEY, message, where, "Add expenditure_or_savings: and the pounds.")
    elif threshold is None:
        message = "The key-decision threshold is not known for this date: confirm whether the money makes it one."
        yield warning(MONEY, message, where, "Ask Democratic Services, and add the threshold to the council profile.")
    elif decision.amount is not None and decision.amount >= threshold and not by_money:
        message = f"{_pounds(going)} is at or above the threshold of {displayed(threshold, 'GBP', 0)}."
        remedy = "Write key_decision: true and key_decision_reasons: [money], and give 28 clear days' notice."
        yield error(MONEY, message, where, remedy)
    elif decision.amount is not None and decision.amount < threshold and by_money:
        message = f"{_pounds(going)} is below the threshold of {displayed(threshold, 'GBP', 0)}, so money is no reason."
        yield error(MONEY, message, where, "Take money out of key_decision_reasons, or correct the amount.")


def _pounds(going: GoingOut) -> str:
    amount = going.edition.decision.amount
    return "" if amount is None else displayed(amount, "GBP", 0)


def _below_threshold(going: GoingOut) -> str:
    threshold = going.profile.threshold_on(going.edition.meeting.date)
    amount = f"{_pounds(going)} is held against it" if _pounds(going) else "no expenditure or savings are given"
    return f"The threshold on the day is {displayed(threshold, 'GBP', 0)}; {amount}." if threshold else ""


def key_by_divisions(going: GoingOut) -> Iterator[Finding]:
    """The divisions affected bear out that it is a key decision, or that it is none."""
    decision, edition = going.edition.decision, going.edition
    where = edition.places("divisions_affected")
    several = _are_several(going)
    if decision.is_key and not decision.reasons:
        message = "The report does not say why it is a key decision."
        yield error(
            DIVISIONS, message, edition.places("key_decision"), "Add key_decision_reasons: [divisions] or [money]."
        )
    elif "divisions" in decision.reasons and not several:
        message = f"It is said to be key by its effects on two or more divisions, but names one: {_divisions(edition)}."
        yield error(DIVISIONS, message, where, "Name every division, or correct key_decision_reasons.")
    elif not decision.is_key and several and not only_notes(edition):
        message = (
            "It affects two or more divisions and asks for a decision: confirm that the effects are not significant."
        )
        yield warning(DIVISIONS, message, where, "If they are, write key_decision: true and give notice.")


def _are_several(going: GoingOut) -> bool:
    divisions = going.edition.divisions_affected
    every = ("all", going.profile.header.all_divisions.casefold())
    return len(divisions) > 1 or any(one.casefold() in every for one in divisions)


def _divisions(edition: Edition) -> str:
    return joined(edition.divisions_affected)


def notice(going: GoingOut) -> Iterator[Finding]:
    """The notice of a key decision was published in time, or an exception that still holds was used."""
    decision, edition = going.edition.decision, going.edition
    latest, day = going.deadlines.notice_by, edition.notice_published
    where = edition.places("notice_published")
    if decision.route == "notice":
        if day is None:
            message = "The day on which the notice of the key decision was published is not given."
            yield error(NOTICE, message, where, f"Add notice_published: and the day, {short_date(latest)} or earlier.")
        elif day > latest:
            message = f"The notice of {short_date(day)} leaves fewer than {going.profile.notice_clear_days} clear days."
            yield error(NOTICE, message, where, f"Its latest day was {long_date(latest)}. {_what_is_left(going)}")
    else:
        yield from _exception(going)


def _what_is_left(going: GoingOut) -> str:
    """Say which exception there is when notice was late."""
    published = going.edition.report_published or going.edition.notice_published
    if published and clear_days(published, going.edition.meeting.date) >= FIVE:
        return "Use the general exception (reg 10): tell the scrutiny chair in writing and publish that notice."
    return (
        "With fewer than five clear days left only special urgency (reg 11) remains: ask the scrutiny chair to agree."
    )


def _exception(going: GoingOut) -> Iterator[Finding]:
    decision, edition = going.edition.decision, going.edition
    where = edition.places("exception")
    if edition.notice_published and edition.notice_published <= going.deadlines.notice_by:
        message = f"Notice was given in time on {short_date(edition.notice_published)}, yet an exception is claimed."
        yield error(NOTICE, message, where, "Delete the exception, or correct notice_published.")
        return
    day, meeting = decision.exception_date, edition.meeting.date
    clear = clear_days(day, meeting) if day else 0
    working = going.working_days.clear_between(day, meeting) if day else 0
    if decision.route == "general_exception" and clear < FIVE:
        message = f"The notice to the scrutiny chair leaves {clear} clear days; the general exception needs {FIVE}."
        remedy = "Ask the scrutiny chair to agree that it is urgent: route: special_urgency."
        yield error(NOTICE, message, where, remedy)
    elif decision.route == "general_exception" and working < FIVE:
        message = f"Of the {clear} clear days after the notice to the scrutiny chair {working} are working days."
        yield warning(NOTICE, message, where, "The law says five clear days: confirm that the council counts them so.")
    elif decision.route == "special_urgency" and clear >= FIVE:
        message = f"There were {clear} clear days left, enough for the general exception (reg 10)."
        yield warning(NOTICE, message, where, "Confirm that the general exception could not be used.")


def _announced(going: GoingOut) -> str:
    decision, day = going.edition.decision, going.edition.notice_published
    if decision.route == "notice" and day:
        days = clear_days(day, going.edition.meeting.date)
        return f"Notice was published on {long_date(day)}: {days} clear days."
    return f"Made public by {ROUTE_WORDS[decision.route]} ({REGULATIONS[decision.route]})."


def key_sentence(going: GoingOut) -> Iterator[Finding]:
    """The sentence of a key decision is the one that holds on the day, and stands only where it is one."""
    edition, decision = going.edition, going.edition.decision
    summary = going.printed(going.profile.checks.summary_section)
    where = edition.places("key_decision")
    if not decision.is_key:
        if (
            summary
            and re.search(r"\bKey Decision\b", summary.text)
            and not re.search(r"\b(?:not|no)\b[^.]{0,30}?\bKey Decision\b", summary.text)
        ):
            message = "The summary speaks of a Key Decision, but key_decision is false."
            yield error(SENTENCE, message, where, "Write key_decision: true, or take the sentence out.")
        return
    dated = going.profile.key_decision_on(edition.meeting.date)
    if edition.key_sentence is None:
        message = "The council's sentence on a key decision by this route is not known for this date: confirm."
        remedy = "Ask Democratic Services, and add it to key_decision_wording in the council profile."
        yield error(SENTENCE, message, where, remedy)
    elif dated and decision.route in dated.confirm:
        message = (
            f"The sentence printed is a default that was not seen in a report of the council: {edition.key_sentence}"
        )
        yield warning(SENTENCE, message, where, "Confirm the wording, then take it out of confirm in the profile.")
    if summary and len(re.findall(r"\bdeemed to be a Key Decision\b", summary.text)) > 1:
        message = "The sentence of a key decision stands twice: it is printed below the summary's own words."
        remedy = "Take it out of the summary's words: the profile has it, and the report prints it."
        yield error(SENTENCE, message, going.where(going.profile.section(summary.id)), remedy)
    if edition.key_sentence and (summary is None or edition.key_sentence not in summary.text):
        message = "The sentence of a key decision is not printed with the summary."
        yield error(SENTENCE, message, where, "Print the section of the summary in the notebook.")


CHECKS = (
    Check(
        MONEY, "Does the money make it a key decision?",
        "SI 2012/2089 reg 8(1)(a), by the council's threshold on the day", key_by_money, _below_threshold,
    ),
    Check(
        DIVISIONS, "Do its effects on electoral divisions make it a key decision?",
        "SI 2012/2089 reg 8(1)(b): significant in two or more divisions", key_by_divisions,
        lambda going: f"Divisions affected: {_divisions(going.edition)}.",
    ),
    Check(
        NOTICE, "Was the key decision announced in time?",
        "SI 2012/2089 regs 9 (28 clear days), 10 (general exception) and 11 (special urgency)", notice, _announced,
        lambda going: going.edition.key_decision, "It is not a key decision.",
    ),
    Check(
        SENTENCE, "Is the sentence on the key decision the one that holds on the day?",
        "The council's Standing Orders, as its profile has them", key_sentence,
        lambda going: going.edition.key_sentence or "It is not a key decision, and no sentence says so.",
    ),
)  # fmt: skip
