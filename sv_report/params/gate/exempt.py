"""The gate's look at what is exempt: that each mark names one thing that there is, once, and that words are marked.

Params stage. Only what cannot be meant is an issue here; whether notice of the private meeting was given in time is for
the checks to say. A supplier or contract that the data does not have is known only once the data is read.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from sv_report.findings import Finding, Where
from sv_report.params.edition import Appendix, Narrative
from sv_report.params.exemption import NAMED, OF_DATA, UNSAID, Exemption, ExemptTyped
from sv_report.params.gate.at_gate import MEETING, AtGate, error, warning
from sv_report.params.gate.placed import placed_nowhere
from sv_report.params.known import Known
from sv_report.params.nearest import advice
from sv_report.params.typed.forms import Issue
from sv_report.params.typed.yaml_file import Loc
from sv_report.params.words.exempt_words import is_marked, marked, without_exempt
from sv_report.params.words.placeholder import FACT

FIELD = "exempt"
NOTICES = ("private_notice_published", "private_further_notice_published")
ANSWERS = ("representations", "response", "urgency_agreed_by")
MARK = "Mark words of it with ::: {.exempt} or [words]{.exempt}, or delete the entry."


def _frozen(gate: AtGate) -> Iterator[tuple[int, Exemption]]:
    """Yield the number of each entry that names one thing, and its frozen form."""
    yield from ((number, frozen) for number, one in enumerate(gate.typed.exempt) if (frozen := one.frozen))


def one_thing(gate: AtGate) -> Iterator[Issue]:
    """Each entry names exactly one thing; a column is an exhibit's."""
    for number, one in enumerate(gate.typed.exempt):
        if len(one.named) != 1:
            has = "nothing that is exempt" if not one.named else f"several things: {' and '.join(one.named)}"
            remedy = f"Name one thing in an entry: {', '.join(NAMED[:-1])} or {NAMED[-1]}."
            yield error("exempt_things", f"The entry names {has}.", remedy, (FIELD, number))
        elif one.column is not None and one.exhibit is None:
            message = f"A column is named, but the entry is of a {one.named[0]}."
            yield error("exempt_column", message, "Name the exhibit whose column it is.", (FIELD, number, "column"))


def there(gate: AtGate) -> Iterator[Issue]:
    """What an entry names is there."""
    for number, one in _frozen(gate):
        field = "exhibit" if one.kind == "column" else one.kind
        loc: Loc = (FIELD, number, field)
        if one.kind in OF_DATA and not gate.typed.data:
            message = f"The {field} {one.name} is of monitoring data, and the edition has none."
            yield error("exempt_without_data", message, "Delete the entry, or name a data source.", loc, ("data",))
        elif one.kind == "fact":
            yield from _fact(gate.known, one.name, loc)
        elif field == "exhibit" and one.name not in gate.known.exhibits:
            message = f"There is no exhibit {one.name!r}."
            yield error("unknown_exhibit", message, advice(one.name, gate.known.exhibits), loc)
        elif one.kind == "appendix":
            yield from _appendix(gate, one.name, loc)
        elif one.kind == "narrative" and gate.profile:
            ids = [section.id for section in gate.profile.narrative_sections]
            if one.name not in ids:
                message = f"{one.name} is no section that an officer writes."
                yield error("unknown_section", message, advice(one.name, ids), loc, ("council",))


def _fact(known: Known, id_: str, loc: Loc) -> Iterator[Issue]:
    base, *parts = id_.split(".")
    fact = known.facts.get(base)
    if fact is None:
        message, remedy = f"There is no fact {base}.", advice(base, known.facts)
        yield error("unknown_fact", message, f"{remedy} sv-report facts EDITION lists them.".strip(), loc)
    elif not FACT.fullmatch(id_):
        message = f"{id_!r} is no fact's id: lower-case letters, digits and _, with at most two dots."
        yield error("unknown_fact", message, "sv-report facts EDITION lists them.", loc)
    elif parts and parts[0] not in fact.by:
        message = f"{base} is not given by {parts[0]}."
        yield error("unknown_fact", message, advice(parts[0], fact.by, f"Write {base}."), loc)


def _appendix(gate: AtGate, label: str, loc: Loc) -> Iterator[Issue]:
    labels = [one.label for one in gate.typed.appendices]
    if label.casefold() not in (one.casefold() for one in labels):
        message = f"There is no appendix {label}."
        yield error("unknown_appendix", message, advice(label, labels), loc, ("appendices",))


def once(gate: AtGate) -> Iterator[Issue]:
    """Nothing is marked twice: which of the two reasons would be printed?"""
    seen: list[tuple[str, str, str]] = []
    for number, one in _frozen(gate):
        thing = (one.kind, one.name.casefold(), one.column.casefold())
        whole = ("exhibit", one.name.casefold(), "")
        if thing in seen or (one.kind == "column" and whole in seen):
            name = f"{one.column} of {one.name}" if one.column else f"{one.kind} {one.name}"
            yield error("exempt_twice", f"{name} is marked twice.", "Delete one of the two.", (FIELD, number))
        seen.append(thing)


def reasons(gate: AtGate) -> Iterator[Issue]:
    """No reason names the supplier or contract that it keeps from the public: it is published."""
    for number, one in _frozen(gate):
        if one.kind in UNSAID and re.search(rf"(?<!\w){re.escape(one.name)}(?!\w)", one.reason, re.IGNORECASE):
            message = f"The reason names the {one.kind} that is exempt, and reasons are published."
            yield error("exempt_in_reason", message, "Say it without the name.", (FIELD, number, "reason"))


def private(gate: AtGate) -> Iterator[Issue]:
    """What is said of a private meeting is said of one, and no notice is dated after it."""
    typed = gate.typed
    for name in (*NOTICES, *ANSWERS):
        if getattr(typed, name) and not typed.exempt:
            message = f"{name} is given, but nothing in the report is exempt."
            yield warning("not_private", message, "Name under exempt: what is, or delete the field.", (name,), (FIELD,))
    for name in NOTICES:
        day = getattr(typed, name)
        if day and day > typed.meeting.date:
            message = f"The notice of the private meeting was published on {day}, after it met on {typed.meeting.date}."
            yield error("after_meeting", message, f"Write a day up to {typed.meeting.date}.", (name,), MEETING)


CHECKS = (one_thing, there, once, reasons, private)


# ---- entries against the words ---------------------------------------------------------------------


def unexplained(exempt: Sequence[ExemptTyped], texts: Sequence[Narrative]) -> list[Finding]:
    """Return the texts whose words are marked as exempt without an entry that says why.

    `texts` are those that will be printed.
    """
    explained = {one.narrative for one in exempt}
    return [_unexplained(text) for text in texts if is_marked(text.text) and text.section not in explained]


def _unexplained(text: Narrative) -> Finding:
    line = min((one.line for one in marked(text.text)), default=1) + text.first_line - 1
    message = "Words are marked as exempt, but the edition does not say under which paragraph and why."
    entry = f"{{narrative: {text.section}, paragraph: 3, reason: …}}"
    remedy = f"Add it to the edition under exempt: {entry}, or leave exempt matter out."
    return Finding("narrative.exempt_unexplained", "error", message, Where(text.file, row=line), remedy)


def unmarked(exempt: Sequence[ExemptTyped], texts: Sequence[Narrative]) -> Iterator[Issue]:
    """Yield the entries whose section marks no words; `texts` are those that will be printed."""
    marking = [text.section for text in texts if is_marked(text.text)]
    for number, one in enumerate(exempt):
        if one.narrative and one.narrative not in marking:
            message = f"No words of the section {one.narrative} are marked as exempt."
            yield error("exempt_unmarked", message, MARK, (FIELD, number, "narrative"))


def named_by_the_public(
    texts: Sequence[Narrative], appendices: Sequence[Appendix], notebook: str, known: Known
) -> list[Finding]:
    """Return the references (@tbl-x, @fig-x) in words for the public to what stands in exempt words only.

    `notebook` is the text of the notebook's file, whose cells may place exhibits too.
    """
    public = [replace(text, text=without_exempt(text.text)) for text in texts]
    shown = [one for one in appendices if not one.exempt]
    nowhere = placed_nowhere(public, shown, notebook, known)
    known_already = {one.where for one in placed_nowhere(texts, appendices, notebook, known)}
    message = "{} stands in what is exempt, and is named in words for the public."
    return [
        replace(one, rule="narrative.exempt_reference", message=message.format(one.where.found),
                remedy="Leave the reference out, or put it into the exempt words too.")
        for one in nowhere if one.where not in known_already
    ]  # fmt: skip
