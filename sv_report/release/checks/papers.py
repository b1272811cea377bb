"""Checks of what goes with the report: appendices, background papers, and whom to ask.

Release stage.
"""

import re
from collections.abc import Iterator

from sv_report.findings import Finding, Where
from sv_report.manuscript.report import joined
from sv_report.release.checks.check import Check, GoingOut, error, warning

APPENDICES, PAPERS, CONTACT = "appendices", "background_papers", "contact"
ONE = r"['‘\"]?(?:[A-Z]\d{0,2}|\d{1,2})\b['’\"]?"
NAMED = re.compile(
    rf"\b[Aa]ppend(?:ix|ices)\s+(?P<labels>{ONE}(?:(?:,\s+|\s+and\s+|,\s+and\s+){ONE})*)"
    r"(?!\s+(?:of|to)\s+(?:the|its|that)\s+[A-Z])"  # of another document: Appendix C of the National TOMs
)
LABEL = re.compile(r"[A-Z]\d{0,2}|\d{1,2}")
DIGITS = 10  # of a telephone number with its area code; Ofcom's national numbers have 10 or 11


def appendices(going: GoingOut) -> Iterator[Finding]:
    """Each appendix is there, and is spoken of in the report; no other is."""
    edition = going.edition
    labels = {one.label for one in edition.appendices}
    spoken = list(_spoken_of(going))
    words = "\n".join([edition.recommendation, *(text.text for text in edition.printed)])
    for number, one in enumerate(edition.appendices, 1):
        where = edition.places(f"appendices.{number}")
        name = going.profile.wording.appendix_name.format(label=one.label)
        if one.exhibit and not any(section.heading == f"{name}: {one.title}" for section in going.manuscript.sections):
            message = f"{name} is not printed."
            yield error(APPENDICES, message, where, "Add a last cell to the notebook: report.appendices()")
        if not re.search(rf"\b[Aa]ppend(?:ix|ices)\b[^.;]{{0,60}}?(?<!\w){re.escape(one.label)}(?!\w)", words):
            message = f"{name} is attached, but the report does not refer to it."
            remedy = f"Say in the words what stands at {name}, or leave it out."
            yield error(APPENDICES, message, where, remedy)
    for label, where in spoken:
        if label not in labels:
            message = f"The report speaks of Appendix {label}, but has none."
            yield error(APPENDICES, message, where, "Add it under appendices, or correct the letter.")


def _spoken_of(going: GoingOut) -> Iterator[tuple[str, Where]]:
    """Yield the label of each appendix that the words name, and where."""
    edition = going.edition
    for match in NAMED.finditer(edition.recommendation):
        yield from ((label, edition.places("recommendation")) for label in LABEL.findall(match["labels"]))
    for text in edition.printed:
        for match in NAMED.finditer(text.text):
            row = text.first_line + text.text.count("\n", 0, match.start())
            where = Where(text.file, row=row, found=match[0])
            yield from ((label, where) for label in LABEL.findall(match["labels"]))


def background_papers(going: GoingOut) -> Iterator[Finding]:
    """The unpublished data that the report rests on is listed; where nothing is, an officer has said so."""
    edition = going.edition
    where = edition.places("background_papers")
    if not edition.background_papers and edition.data:
        message = "The report rests on monitoring data that is not published, and lists no background paper."
        remedy = "Add it under background_papers: its name, its date and where it can be seen."
        yield error(PAPERS, message, where, remedy)
    elif not edition.background_papers:
        message = "No background paper is listed: confirm that no unpublished document was relied on."
        yield warning(PAPERS, message, where, "List each that was, with its date and where it can be seen.")
    for number, paper in enumerate(edition.background_papers, 1):
        if paper.date is None:
            message = f"The background paper {paper.paper!r} has no date."
            place = edition.places(f"background_papers.{number}")
            yield warning(PAPERS, message, place, "Add its date, so that a reader can ask for the right one.")


def contact(going: GoingOut) -> Iterator[Finding]:
    """Whoever reads the report can reach the officer to ask."""
    edition = going.edition
    digits = re.sub(r"\D", "", edition.contact.telephone)
    if len(digits) < DIGITS:
        message = (
            f"The telephone number {edition.contact.telephone!r} has {len(digits)} digits: its area code is missing."
        )
        yield error(CONTACT, message, edition.places("contact.telephone"), "Write it in full, as in 01632 960001.")
    if not edition.lead_member:
        message = "The lead member is not given; the record of the decision names one."
        yield warning(CONTACT, message, edition.places("lead_member"), "Add lead_member: Cabinet Member for …")


CHECKS = (
    Check(APPENDICES, "Is every appendix there, named, and referred to?",
          "The council's own sentence: referenced at relevant points within this report", appendices,
          lambda going: f"Appendices: {joined([one.label for one in going.edition.appendices])}."
          if going.edition.appendices else "The report has none, and speaks of none."),
    Check(PAPERS, "Are the background papers listed?",
          "SI 2012/2089 reg 2: documents relied on to a material extent, other than published works", background_papers,
          lambda going: f"{joined([one.paper for one in going.edition.background_papers])}."),
    Check(CONTACT, "Is the contact complete?", "The council's form of a report: name, telephone, post and e-mail",
          contact, lambda going: f"{going.edition.contact.name}, {going.edition.contact.telephone}."),
)  # fmt: skip
