"""Numbers typed by hand: each a finding with the nearest fact.

Manuscript stage. A figure that no data made is an error, a number in words a warning; neither stops a run.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from sv_report.findings import Finding, Severity, Where
from sv_report.manuscript.narrative.dates import without_dates
from sv_report.manuscript.narrative.nearest_fact import Candidates, Near
from sv_report.manuscript.narrative.passages import Grid, Sentence, grids
from sv_report.manuscript.narrative.reading import Reading
from sv_report.manuscript.narrative.references import Names, without_references
from sv_report.manuscript.narrative.typed import typed_numbers
from sv_report.manuscript.narrative.typed_number import TypedNumber
from sv_report.measures.figures import Figures

HAS_NUMBER = re.compile(r"\d|(?i:\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|half|dozen)\b)")
COLUMN_UNITS = (
    (re.compile(r"£ ?bn\b|£ ?billions?\b"), 9, "money"),
    (re.compile(r"£ ?m\b|£ ?millions?\b"), 6, "money"),
    (re.compile(r"£ ?'?000s?|£ ?k\b|£ ?thousands?\b"), 3, "money"),
    (re.compile(r"£|\bpounds\b|\bGBP\b"), 0, "money"),
    (re.compile(r"%|\bper ?cent"), -2, "share"),
)


def names_in(figures: Figures) -> Names:
    """Return the names of the data that hold numbers, and its references."""
    members = {fact.member for fact in figures.facts if fact.member}
    coded = [
        fact.id for fact in figures.facts if fact.member and fact.id.startswith(("sv_committed_life.", "quantity_"))
    ]
    references = {id_.split(".")[2] for id_ in coded if id_.split(".")[1] in ("contract", "measure", "supplier")}
    references |= {one.ref for one in figures.contracts}
    titles = {one.title for one in figures.contracts} | {one.supplier for one in figures.contracts}
    after_code = {member.partition(" ")[2] for member in members if name_like(member)}
    return Names((name for name in members | titles | after_code if HAS_NUMBER.search(name)), references)


def name_like(member: str) -> bool:
    """Return whether a member's name begins with its reference, as `ENV01 Carbon saved` does."""
    return any(letter.isdigit() for letter in member.partition(" ")[0])


def typed_by_hand(
    reading: Reading, sentences: Sequence[Sentence], names: Names, candidates: Candidates
) -> Iterator[Finding]:
    """Yield a finding for each number in the words that is no date, reference or ordinal."""
    tables = grids(reading)
    headings = {cell.start for grid in tables for cell in (*grid.headings, *(row[0] for row in grid.rows if row))}
    words = without_dates(without_references(names.passed_over(reading.words)), headings)
    starts = [sentence.start for sentence in sentences]
    for number in typed_numbers(words):
        at = bisect_right(starts, number.start) - 1
        sentence = sentences[at].text if at >= 0 else ""
        meant = _in_column(number, tables)
        yield _finding(reading, number, candidates.nearest(meant, sentence))


def _in_column(number: TypedNumber, tables: Sequence[Grid]) -> TypedNumber:
    """Return a number of a table with the unit that its column's heading gives it."""
    if number.unit != "any":
        return number
    for grid in tables:
        for row in grid.rows:
            for column, cell in enumerate(row):
                if cell.start <= number.start < max(cell.end, cell.start + 1) and column < len(grid.headings):
                    return _in_unit(number, grid.headings[column].text)
    return number


def _in_unit(number: TypedNumber, heading: str) -> TypedNumber:
    for form, scale, unit in COLUMN_UNITS:
        if form.search(heading):
            return replace(
                number,
                amounts=tuple(amount.scaleb(scale) for amount in number.amounts),
                exact=number.exact.scaleb(scale),
                unit="money" if unit == "money" else "share",
            )
    return number


def _finding(reading: Reading, number: TypedNumber, near: Near | None) -> Finding:
    text = " ".join(number.text.split())
    severity: Severity = "warning" if number.spelled else "error"
    where = Where(reading.file, row=reading.line(number.start), found=text)
    quoted = f'{{{{ quoted("{text}", source="…") }}}}'
    if near is None:
        message = f"{text} is typed by hand, and no fact is in its unit."
        return Finding("narrative.typed_number", severity, message, where, f"Write {quoted}, with where it comes from.")
    fact = near.fact
    if near.alike:
        message = f"{text} is typed by hand; it equals {fact.id} as printed, {fact.display}."
    else:
        message = f"{text} is typed by hand; the nearest fact is {fact.id}, {fact.display}."
    remedy = f"Write {{{{ {fact.id} }}}}, or {quoted} if it comes from elsewhere."
    return Finding("narrative.typed_number", severity, message, where, remedy)
