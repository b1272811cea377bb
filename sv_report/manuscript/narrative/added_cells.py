"""Which cells of a table add up to which total, and the amount that a cell holds.

Manuscript stage. Takes a table, gives each total with the cells that make it; a column of shares, rates or dates
has none.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sv_report.manuscript.narrative.passages import Cell, Grid
from sv_report.manuscript.narrative.reading import Reading
from sv_report.manuscript.narrative.typed import typed_numbers
from sv_report.manuscript.narrative.typed_number import TypedNumber
from sv_report.measures.facts import Facts
from sv_report.params import FactReference

TOTAL = re.compile(
    r"(?i:(?!sub)(?:[\w']+ ){0,2}(?!sub)totals?:?|totals?,? (?:all|for|across|of all)\b.*|overall|sum|all(?: \w+){0,2})"
)
NOUN_TOTAL = re.compile(  # heads a row only: a last column headed Total spend stands beside columns of other things
    r"(?i:totals?,? (?:£.*|\(.*\)"
    r"|(?P<noun>contracts|spend(?:ing)?|expenditure|value|costs?|budget|income|funding|amount|money|number)"
    r"(?:(?: of|:| ?[(£]).*)?))"
)
SUBTOTAL = re.compile(r"(?i:sub-?totals?)")
INNER_TOTAL = re.compile(r"(?i:totals?\b)")
OF_WHICH = re.compile(r"(?i:\W*(?:of which|of whom|of these|including|incl\b|o/w))")
STATE = re.compile(r"(?i:\b(?:promised|committed|due|reported|validated|delivered|forecast)\b)")
NOTHING = ("", "-", "nil", "Nil")
ROUNDED = re.compile(r"(?i:£|'000|\b(?:m|k|bn|millions?|thousands?|FTE|hours|weeks|miles|tonnes|days)\b)")
NOT_ADDED = re.compile(
    r"(?i:%|per ?cent|\b(?:shares?|rates?|average|mean|median|ratios?|per|rank(?:ing)?|scores?|unit|duration)\b"
    r"|\(days\)|^days$|\bdays (?:to|late|taken|overdue)\b|^(?!.*(?:£|'000|hours|contracts|number)).*\btargets?\b"
    r"|\b(?:start|end|base|financial|calendar) year$|\b(?:start|end|due|base) date\b|^(?:year|date)$)"
)
MARKS = re.compile(r"\s*(?:\[[^\]]*\]|\(\s*-?\d[\d.,]*\s?(?:%|per cent)\s*\))")  # 38 [note 1], 38 (60%)
MINUS_INSIDE = re.compile(r"£\((\d[\d.,]*)\)")
UNIT = re.compile(r" [A-Za-z]+(?: [A-Za-z]+)?")


@dataclass(frozen=True)
class Amount:
    """What a cell holds, in which unit, and how far it may be from what it stands for: nothing for a count."""

    value: Decimal
    doubt: Decimal = Decimal(0)
    unit: str = ""


@dataclass(frozen=True)
class Total:
    """The cell of a total, what its line is named, and the cells that should make it.

    Where these can be read in several ways, as above a second subtotal, one way that adds is enough.
    """

    name: str
    cell: Cell
    ways: tuple[Sequence[Cell], ...]


def totals_of(grid: Grid) -> Iterator[Total]:
    """Yield the totals of a table: of its columns, then of its rows."""
    yield from _of_columns(grid)
    yield from _of_rows(grid)


def _of_columns(grid: Grid) -> Iterator[Total]:
    """Yield the totals and subtotals of each column; what is below the last total is no part of it."""
    rows = [row for row in grid.rows if row]
    while rows and not _heads_total(_label(rows[-1])):
        rows.pop()
    if any(_is_bare_of_which(row) for row in rows) or _are_unlike(rows):
        return
    for total, ways in _row_totals(rows):
        for column in range(1, len(total)):
            if all(len(row) > column for way in ways for row in way):
                heading = grid.headings[column].text if column < len(grid.headings) else ""
                cells = tuple([row[column] for row in way] for way in ways)
                yield Total(heading or f"column {column + 1}", total[column], cells)


def _row_totals(rows: Sequence[Sequence[Cell]]) -> Iterator[tuple[Sequence[Cell], tuple[list[Sequence[Cell]], ...]]]:
    """Yield each row of totals with the rows that it adds: no total of some, and nothing that is *of which*."""
    parts: list[Sequence[Cell]] = []
    group: list[Sequence[Cell]] = []
    for row in rows:
        label = _label(row)
        if row is rows[-1]:
            yield row, (parts,)
        elif SUBTOTAL.match(label):
            yield row, (group, list(parts))
            group = []
        elif INNER_TOTAL.match(label) or TOTAL.fullmatch(label):
            parts += [] if group else [row]
            group = []
        elif not OF_WHICH.match(label):
            parts.append(row)
            group.append(row)


def _heads_total(label: str) -> bool:
    return bool(TOTAL.fullmatch(label) or NOUN_TOTAL.fullmatch(label))


def _are_unlike(rows: Sequence[Sequence[Cell]]) -> bool:
    """Return whether rows say different things of one whole: *Contracts rated* above *Total contracts*, or
    *Committed* and *Validated* above *Total value*."""
    total = NOUN_TOTAL.fullmatch(_label(rows[-1])) if rows else None
    if total is None:
        return False
    noun, labels = (total["noun"] or "").lower(), [_label(row).lower() for row in rows[:-1]]
    return any((noun and label.startswith(noun)) or STATE.search(label) for label in labels)


def _is_bare_of_which(row: Sequence[Cell]) -> bool:
    """Return whether a row says only that those below it are parts, which nobody can tell from the rest."""
    return bool(OF_WHICH.match(_label(row))) and sum(bool(cell.text) for cell in row) == 1


def _label(row: Sequence[Cell]) -> str:
    """Return the words that head a row."""
    return MARKS.sub("", next((cell.text for cell in row if cell.text), ""))


def _of_rows(grid: Grid) -> Iterator[Total]:
    """Yield the totals of the rows of numbers whose last column is headed Total."""
    headings = grid.headings
    if len(headings) < 4 or not TOTAL.fullmatch(headings[-1].text):
        return
    if any(NOT_ADDED.search(heading.text) for heading in headings[1:]):
        return
    for row in grid.rows:
        if len(row) == len(headings) and row[0].text:
            yield Total(row[0].text, row[-1], (row[1:-1],))


# ---- what a cell holds ---------------------------------------------------------------------------


def reader(reading: Reading, facts: Facts) -> Callable[[int, int], str]:
    """Return what reads the words from one place to another as printed: a fact, and what is quoted."""
    held = {one.at: one.piece for one in reading.placeholders}

    def read(start: int, end: int) -> str:
        words = ""
        for place in range(start, end):
            piece = held.get(place)
            if piece is None:
                words += reading.words[place]
            elif isinstance(piece, FactReference):
                words += facts[piece.id].display if piece.id in facts else ""
            else:
                words += piece.text
        return words

    return read


def amount_in(words: str, name: str) -> Amount | None:
    """Return the one number that a cell holds; None where it holds words, or nothing that adds.

    >>> amount_in("38 (60%)", "Contracts")
    Amount(value=Decimal('38'), doubt=Decimal('0'), unit='any')
    """
    if words in NOTHING:
        return Amount(Decimal(0))
    words = MINUS_INSIDE.sub(r"-£\1", MARKS.sub("", words)).strip()
    numbers = [number for number in typed_numbers(words) if not number.spelled]
    if len(numbers) != 1 or NOT_ADDED.search(name):
        return None
    number, rest = numbers[0], words.replace(numbers[0].text, "", 1)
    unit = rest.strip().lower().removesuffix("s") if UNIT.fullmatch(rest) else ""
    if number.unit == "share" or (not unit and any(letter.isalpha() for letter in rest)):
        return None
    return Amount(number.amount, _doubt(number, f"{name}{rest}"), unit or number.unit)


def _doubt(number: TypedNumber, name: str) -> Decimal:
    is_count = number.exact == 1 and number.unit == "any" and not ROUNDED.search(name)
    return Decimal(0) if is_count else number.exact / 2
