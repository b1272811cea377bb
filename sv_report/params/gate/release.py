"""The gate's look at what leads to the meeting: the key decision, clearances, and the days words were confirmed.

Params stage. Only what cannot be meant is an issue here; whether the report may go out is for the checks to say.
"""

from collections.abc import Iterator

from sv_report.params.edition_file import ALL
from sv_report.params.gate.at_gate import MEETING, AtGate, error
from sv_report.params.nearest import advice
from sv_report.params.typed.forms import Issue
from sv_report.params.typed.yaml_file import Loc


def decision(gate: AtGate) -> Iterator[Issue]:
    """What is said of a key decision is said of one."""
    typed, key = gate.typed, ("key_decision",)
    if not typed.key_decision:
        for name in ("key_decision_reasons", "exception"):
            if getattr(typed, name):
                message = f"{name} is given, but key_decision is false."
                yield error("not_key", message, "Write key_decision: true, or delete the field.", (name,), key)
    told = typed.exception
    if told and told.route == "special_urgency" and not told.agreed_by:
        message = "A decision of special urgency needs the scrutiny chair's agreement (SI 2012/2089 reg 11)."
        yield error("no_agreement", message, "Add agreed_by: and the office of who agreed.", ("exception",))


def no_later(gate: AtGate) -> Iterator[Issue]:
    """Nothing that leads to the meeting is dated after it."""
    typed = gate.typed
    days: list[tuple[str, Loc, object]] = [
        ("The notice was published", ("notice_published",), typed.notice_published),
        ("The exception is dated", ("exception", "date"), typed.exception and typed.exception.date),
        *(
            (f"The {one.office}'s clearance is dated", ("clearances", number, "date"), one.date)
            for number, one in enumerate(typed.clearances)
        ),
        *(
            ("The words were confirmed", ("narrative_confirmed", *([] if id_ == ALL else [id_])), day)
            for id_, day in typed.narrative_confirmed.items()
        ),
    ]
    for what, loc, day in days:
        if day and day > typed.meeting.date:  # type: ignore[operator]
            message = f"{what} on {day}, after the meeting on {typed.meeting.date}."
            yield error("after_meeting", message, f"Write a day up to {typed.meeting.date}.", loc, MEETING)


def clearances(gate: AtGate) -> Iterator[Issue]:
    """Each clearance is of an office that clears reports, once."""
    if gate.profile is None:
        return
    offices = {one.office.casefold(): one.office for one in gate.profile.clearances}
    seen: set[str] = set()
    for number, one in enumerate(gate.typed.clearances):
        loc: Loc = ("clearances", number, "office")
        if one.office.casefold() not in offices:
            message = f"{one.office!r} is no office that clears a report of {gate.profile.name}."
            yield error("unknown_office", message, advice(one.office, offices.values()), loc, ("council",))
        elif one.office.casefold() in seen:
            yield error("office_twice", f"The {one.office} clears the report twice.", "Delete one of the two.", loc)
        seen.add(one.office.casefold())


def confirmed(gate: AtGate) -> Iterator[Issue]:
    """The sections whose words were confirmed are the report's."""
    if gate.profile is None:
        return
    ids = [section.id for section in gate.profile.narrative_sections]
    for id_ in gate.typed.narrative_confirmed:
        if id_ not in (*ids, ALL):
            message = f"{id_} is no section that an officer writes."
            yield error("unknown_section", message, advice(id_, ids), ("narrative_confirmed", id_), ("council",))


CHECKS = (decision, no_later, clearances, confirmed)
