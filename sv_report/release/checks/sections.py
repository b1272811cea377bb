"""Checks of sections: each is there, in order, written, answered, and says where what it points to stands.

Release stage. The printed manuscript is looked at, whatever notebook, narrative or profile it came from.
"""

import re
from collections.abc import Iterator

from sv_report.findings import Finding, Where
from sv_report.params import Edition
from sv_report.params.council.profile import Section
from sv_report.release.checks.check import Check, GoingOut, error, warning

PRESENT, WRITTEN, ANSWERED, TEMPLATE = "sections_present", "sections_written", "sections_answered", "template_text"
SET_OUT, CASH, SUMMARY = "set_out", "not_cashable", "summary_length"
THE_FORM = "The council's form of a report, as its profile has it"
NO_ANSWER = re.compile(  # the whole of a passage, which gives no reason
    r"(?:(?:none|nil|no|n\s?/?\s?a|not applicable|there are none"
    r"|to follow|to be (?:confirmed|completed|written|advised))"
    r"(?: (?:arising|identified))?(?: (?:from|of|to|in) this report)?(?: at this (?:stage|time))?|-+|–|—|\.+|…)[.]?",
    re.IGNORECASE,
)
NO_REASON = re.compile(  # an answer, of which only a person can know whether it will do
    r"(?:there are )?no (?:\w+ )?implications?(?: (?:arising|identified))?(?: (?:from|of|to|in) this report)?\.?",
    re.IGNORECASE,
)
POINTS = re.compile(
    r"\b(?:set out|contained|detailed|described|given|dealt with|addressed|covered|outlined|discussed|shown|see)\b"
    r"[^.]{0,40}?\b(?:(?:in|within|throughout) |see )?(?:the|this) (?:(?:main )?body of (?:the|this) )?report\b"
    r"(?! (?:to|of|by|on)\b)",  # of another report: the report to Council
    re.IGNORECASE,
)
FINANCIAL = "financial"


def present(going: GoingOut) -> Iterator[Finding]:
    """Every section that the council requires is printed, in the council's order."""
    printed = [section.id for section in going.manuscript.sections if section.id]
    notebook = Where(f"notebooks/{going.edition.notebook}.ipynb")
    for section in going.profile.sections:
        if section.required and section.id not in printed:
            message = f"The section {section.heading} is not in the report."
            yield error(PRESENT, message, notebook, f'Add a cell to the notebook: report.section("{section.id}")')
    order = [section.id for section in going.profile.sections if section.id in printed]
    if (out := next((id for id, right in zip(printed, order, strict=False) if id != right), None)) is not None:
        heading = going.profile.section(out).heading
        message = f"The sections are not in the council's order: {heading} stands where another should."
        yield error(PRESENT, message, notebook, "Put the notebook's cells into the order of the profile's sections.")


def written(going: GoingOut) -> Iterator[Finding]:
    """Every section that an officer writes is written; a draft from the figures counts as not written."""
    for section in going.profile.narrative_sections:
        if section.id in going.edition.narrative or not (section.required or section.id in going.edition.drafts):
            continue
        asks = f" {section.asks}" if section.asks else ""
        where = going.where(section)
        if section.id in going.edition.drafts:
            message = f"{section.heading} is a draft from the figures that nobody has confirmed."
            draft = going.edition.drafts[section.id].file
            remedy = f"Copy {draft} to {where.file}, and change its words until they are yours.{asks}"
        else:
            message = f"{section.heading} is not written."
            remedy = f"Write it in {where.file}.{asks}"
        yield error(WRITTEN, message, where, remedy)


def answered(going: GoingOut) -> Iterator[Finding]:
    """Every section that is written says something, and none only that there is nothing."""
    for section in going.profile.narrative_sections:
        printed = going.printed(section.id)
        if printed is None or section.id not in going.edition.narrative:
            continue
        said = [text for text in (passage.text for passage in printed.passages) if text]
        own = [text for text in said if text not in (going.profile.wording.not_cashable, going.edition.key_sentence)]
        if not own:
            message = f"Nothing is said under {section.heading}."
            yield error(ANSWERED, message, going.where(section), f"{section.asks or 'Write its words.'}")
        elif all(NO_ANSWER.fullmatch(text) for text in own):
            message = f"{section.heading} says only {own[0]!r}."
            yield error(ANSWERED, message, going.where(section), f"Say why. {section.asks or ''}".strip())
        elif all(NO_REASON.fullmatch(text) for text in own):
            message = (
                f"{section.heading} says that there are no implications, and not why: confirm that it was considered."
            )
            yield warning(ANSWERED, message, going.where(section), section.asks or "Say why.")


def template_text(going: GoingOut) -> Iterator[Finding]:
    """No words of a template are left over."""
    left = re.compile("|".join(_whole(words) for words in going.profile.checks.template_text), re.IGNORECASE)
    edition = going.edition
    for narrative in edition.narrative.values():
        for number, line in enumerate(narrative.text.split("\n"), narrative.first_line):
            if match := left.search(line):
                yield _left_over(match[0], Where(narrative.file, row=number, found=match[0]))
    for name, text in _typed(edition):
        if match := left.search(text):
            yield _left_over(match[0], edition.places(name))


def _typed(edition: Edition) -> Iterator[tuple[str, str]]:
    """Yield the texts of the edition's fields that are printed, each with the field's name."""
    decision = edition.decision
    yield from ((name, getattr(edition, name)) for name in ("title", "recommendation", "report_of", "lead_member"))
    yield "contact", " ".join(vars(edition.contact).values())
    yield "exception", f"{decision.exception_reason} {decision.agreed_by}"
    yield "clearances", " ".join(one.name for one in edition.clearances)
    yield from ((f"appendices.{number}", one.title) for number, one in enumerate(edition.appendices, 1))
    papers = enumerate(edition.background_papers, 1)
    yield from ((f"background_papers.{number}", f"{one.paper} {one.contact}") for number, one in papers)


def _whole(words: str) -> str:
    """Return the form of a template's words: whole words where they begin or end with letters.

    What begins with a square bracket is none where it is the words of a link.
    """
    before, after = (r"\b" if edge.isalnum() else "" for edge in (words[0], words[-1]))
    return f"{before}{re.escape(words)}{after}" + (r"(?![^\]\n]*\][({])" if words[0] == "[" else "")


def _left_over(words: str, where: Where) -> Finding:
    return error(TEMPLATE, f"Words of a template are left over: {words}", where, "Write what is meant, or delete it.")


def set_out(going: GoingOut) -> Iterator[Finding]:
    """What is said to be set out in the report is there, and is named."""
    for section in going.profile.narrative_sections:
        printed = going.printed(section.id)
        pointing = [text for text in (printed.prose if printed else ()) if POINTS.search(text)]
        if not pointing or not section.subject:
            continue
        where, places = going.where(section), _places(going, section)
        if not places:
            message = f"{section.heading} is said to be set out in the report, but no words on it stand anywhere else."
            yield error(SET_OUT, message, where, f"Write it here. {section.asks or ''}".strip())
        elif not any(heading in text for text in pointing for heading in _headings(going)):
            message = f"{section.heading} is said to be set out in the report, but not where."
            remedy = f"Name the heading. Words on it stand under {', '.join(places)}."
            yield warning(SET_OUT, message, where, remedy)


def _places(going: GoingOut, section: Section) -> list[str]:
    """Return the headings of the other sections whose words speak of a section's subject."""
    forms = (re.escape(word).replace(r"\*", r"\w*") for word in section.subject)
    subject = re.compile(rf"(?<!\w)(?:{'|'.join(forms)})(?!\w)")
    others = (one for one in going.manuscript.sections if one.id and one.id != section.id)
    return [one.heading for one in others if any(subject.search(text) for text in one.prose)]


def _headings(going: GoingOut) -> set[str]:
    sections = going.manuscript.sections
    inner = {passage.text for one in sections for passage in one.passages if passage.kind == "heading"}
    return {one.heading.rstrip(":") for one in sections if one.heading} | inner


def not_cashable(going: GoingOut) -> Iterator[Finding]:
    """The financial implications say that social value in pounds is no cash."""
    section = going.printed(FINANCIAL)
    sentence = going.profile.wording.not_cashable
    if section is None or sentence not in section.text:
        message = "The financial implications do not say that social value in pounds is not cashable."
        remedy = f'Print the section in the notebook: report.section("{FINANCIAL}"). It carries the sentence by itself.'
        yield error(CASH, message, Where(f"notebooks/{going.edition.notebook}.ipynb"), remedy)


def summary_length(going: GoingOut) -> Iterator[Finding]:
    """The summary is short enough to be read at a meeting."""
    rules = going.profile.checks
    section = going.printed(rules.summary_section)
    said = [text for text in (section.prose if section else ()) if text != going.edition.key_sentence]
    words = sum(len(text.split()) for text in said)
    if words > rules.summary_words:
        message = f"The summary has {words} words; {rules.summary_words} are the most."
        where = going.where(going.profile.section(rules.summary_section))
        yield warning(
            SUMMARY, message, where, f"Leave out {words - rules.summary_words} words, or move them to Detail."
        )


CHECKS = (
    Check(PRESENT, "Is every section there, in the council's order?", THE_FORM, present,
          lambda going: f"{sum(bool(one.id) for one in going.manuscript.sections)} sections."),
    Check(WRITTEN, "Is every section written, and every draft confirmed?", THE_FORM, written),
    Check(ANSWERED, "Does every section answer what it is there for?",
          f"{THE_FORM}; Equality Act 2010 s149: considered consciously, before the decision", answered),
    Check(TEMPLATE, "Are no words of a template left over?", "Brighton & Hove: guidance notes are to be deleted",
          template_text),
    Check(SET_OUT, 'Is what is "set out in the report" really there?',
          "Weakness of the report of 8 February 2024: nothing financial was set out", set_out),
    Check(CASH, "Do the financial implications say that social value in pounds is not cash?",
          "Practice of finance reports: social value is shown apart from cash", not_cashable),
    Check(SUMMARY, "Is the summary short?", "Lambeth: a summary of 120 to 150 words", summary_length),
)  # fmt: skip
