"""Where the exhibits stand: each has one place in the whole report, which its caption and number rest on.

Params stage. Takes the texts that will be printed and the appendices, gives what is wrong for each exhibit that
is placed again.
"""

from collections.abc import Sequence

from sv_report.findings import Finding, Where
from sv_report.params.at_gate import error
from sv_report.params.edition import Appendix, Narrative
from sv_report.params.forms import Issue
from sv_report.params.placeholder import ExhibitReference, scan

REMEDY = "Delete one of the two; where it is spoken of again, name it in words."


def placed_twice(texts: Sequence[Narrative], appendices: Sequence[Appendix]) -> tuple[list[Finding], list[Issue]]:
    """Return the second places of exhibits: findings of those in the texts, issues of those in appendices."""
    places: dict[str, str] = {}
    findings = [finding for text in texts for finding in _in_text(text, places)]
    issues: list[Issue] = []
    for number, appendix in enumerate(appendices):
        name = appendix.exhibit or ""
        if name in places:
            loc = ("appendices", number, "exhibit")
            issues.append(error("exhibit_twice", _message(name, places), REMEDY, loc))
        elif name:
            places[name] = f"appendix {appendix.label}"
    return findings, issues


def _in_text(text: Narrative, places: dict[str, str]) -> list[Finding]:
    found = []
    for piece in scan(text.text, text.first_line):
        if isinstance(piece, ExhibitReference) and piece.name in places:
            where = Where(text.file, row=piece.line, found=piece.name)
            found.append(Finding("narrative.exhibit_twice", "error", _message(piece.name, places), where, REMEDY))
        elif isinstance(piece, ExhibitReference):
            places[piece.name] = f"{text.file}, line {piece.line}"
    return found


def _message(name: str, places: dict[str, str]) -> str:
    return f"The exhibit {name} stands already in {places[name]}."
