"""Placeholders against the figures: a member that the data does not have is known only once they are computed.

Manuscript stage. The edition's gate has refused what no data could give; here every text that will be printed is
held against the facts, before the notebook is executed.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sv_report.errors import EditionError
from sv_report.findings import Finding, Where
from sv_report.measures.facts import Facts
from sv_report.params import FactReference, Narrative, pieces
from sv_report.params.nearest import advice

if TYPE_CHECKING:
    from sv_report.manuscript.report import Report


def check_placeholders(report: "Report") -> None:
    """Raise EditionError with every placeholder of a report's texts that its facts do not answer."""
    found = unanswered(report.edition.printed, report.facts)
    if found:
        raise EditionError(f"Edition {report.edition.id} names facts that the data does not have.", found)


def unanswered(texts: Iterable[Narrative], facts: Facts) -> list[Finding]:
    """Return a finding for every placeholder in the texts whose fact is not there."""
    return [
        _finding(piece, text.file or text.path.name, facts)
        for text in texts
        for piece in pieces(text.text, text.first_line)
        if isinstance(piece, FactReference) and piece.id not in facts
    ]


def _finding(reference: FactReference, file: str, facts: Facts) -> Finding:
    members = [member for member, _ in facts.members(reference.base, reference.dimension or "")]
    message = f"There is no fact {reference.id}: "
    if members:
        message += f"the data has no {reference.dimension} {reference.member}."
    else:
        message += f"{reference.base} is not given by {reference.dimension}."
    remedy = advice(reference.member or "", members, "Name another fact.")
    where = Where(file, row=reference.line, found=reference.id)
    remedy = f"{remedy} sv-report facts EDITION lists the facts there are.".strip()
    return Finding("narrative.unknown_member", "error", message, where, remedy)
