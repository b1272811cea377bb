"""Where the exhibits stand: a table or chart has one place in the whole report, which its caption and number rest on.

Params stage. Takes the texts that will be printed and the appendices, gives what is wrong for each exhibit that
is placed again.
"""

import re
from collections.abc import Collection, Sequence

from sv_report.findings import Finding, Where
from sv_report.params.edition import Appendix, Narrative
from sv_report.params.gate.at_gate import error
from sv_report.params.known import Known
from sv_report.params.nearest import advice
from sv_report.params.text import line_at
from sv_report.params.typed.forms import Issue
from sv_report.params.words.code_blocks import without_code
from sv_report.params.words.placeholder import ExhibitReference, scan

REFERENCE = re.compile(r"(?<![\w\\])@(?P<anchor>(?:tbl|fig)-[\w-]*)")
OWN = re.compile(r"\{[^{}\n]*#((?:tbl|fig)-[\w-]+)[^{}\n]*\}")
IN_CELL = re.compile(r"""exhibit\(\s*\\?["'](\w+)\\?["']\s*\)""")

REMEDY = "Delete one of the two; where it is spoken of again, name it in words."


def placed_twice(
    texts: Sequence[Narrative], appendices: Sequence[Appendix], known: Known
) -> tuple[list[Finding], list[Issue]]:
    """Return the second places of exhibits: findings of those in the texts, issues of those in appendices.

    Exhibits that are sentences have no caption, and may be said again.
    """
    places: dict[str, str] = {}
    findings = [finding for text in texts for finding in _in_text(text, places, known)]
    issues: list[Issue] = []
    for number, appendix in enumerate(appendices):
        name = appendix.exhibit or ""
        if name in places:
            loc = ("appendices", number, "exhibit")
            issues.append(error("exhibit_twice", _message(name, places), REMEDY, loc))
        elif name:
            places[name] = f"appendix {appendix.label}"
    return findings, issues


def placed_nowhere(
    texts: Sequence[Narrative], appendices: Sequence[Appendix], notebook: str, known: Known
) -> list[Finding]:
    """Return the references (@tbl-x, @fig-x) to what stands nowhere in the report.

    `notebook` is the text of the notebook's file, whose cells may place exhibits too.
    """
    names = [one.exhibit for one in appendices if one.exhibit] + IN_CELL.findall(notebook)
    for text in texts:
        names += [piece.name for piece in scan(text.text) if isinstance(piece, ExhibitReference)]
    anchors = {known.anchors.get(name, f"tbl-{name}") for name in names}
    anchors |= {anchor for text in texts for anchor in OWN.findall(without_code(text.text))}
    return [
        _nowhere(text, line_at(text.text, match.start()) + text.first_line - 1, match["anchor"], anchors)
        for text in texts
        for match in REFERENCE.finditer(without_code(text.text))
        if match["anchor"] not in anchors
    ]


def _nowhere(text: Narrative, line: int, anchor: str, anchors: Collection[str]) -> Finding:
    message = f"The report has no table or figure that @{anchor} could name."
    known = [f"@{one}" for one in sorted(anchors) if one]
    remedy = advice(f"@{anchor}", known, 'Place one with {{ exhibit("name") }}, or name it in words.')
    return Finding(
        "narrative.unknown_reference", "error", message, Where(text.file, row=line, found=f"@{anchor}"), remedy
    )


def _in_text(text: Narrative, places: dict[str, str], known: Known) -> list[Finding]:
    found = []
    for piece in scan(text.text, text.first_line):
        if not isinstance(piece, ExhibitReference) or not known.anchors.get(piece.name, piece.name):
            continue
        if piece.name in places:
            where = Where(text.file, row=piece.line, found=piece.name)
            found.append(Finding("narrative.exhibit_twice", "error", _message(piece.name, places), where, REMEDY))
        else:
            places[piece.name] = f"{text.file}, line {piece.line}"
    return found


def _message(name: str, places: dict[str, str]) -> str:
    return f"The exhibit {name} stands already in {places[name]}."
