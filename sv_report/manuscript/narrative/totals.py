"""Totals that do not add: the last row or column of a table, and parts of a whole in a sentence.

Manuscript stage. Counts must add exactly; amounts in £m, £'000 and other rounded units may differ by what rounding
does, which a note under the table has to say.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sv_report.findings import Finding, Where
from sv_report.manuscript.narrative.passages import Cell, Grid, Sentence, grids
from sv_report.manuscript.narrative.reading import FACT, QUOTE, Reading
from sv_report.manuscript.narrative.typed import typed_numbers
from sv_report.manuscript.narrative.typed_number import TypedNumber
from sv_report.measures.fact import plain
from sv_report.measures.facts import Facts
from sv_report.params import FactReference

TOTAL = re.compile(
    r"(?i:(?!sub)(?:[\w']+ ){0,2}(?!sub)totals?:?|totals?,? (?:all|for|across|of all)\b.*|overall|sum|all(?: \w+){0,2})"
)
SUBTOTAL = re.compile(r"(?i:sub-?totals?)")
NOTHING = ("", "-", "nil", "Nil")
ROUNDED = re.compile(r"(?i:£|'000|\b(?:m|k|bn|millions?|thousands?|FTE|hours|weeks|miles|tonnes|days)\b)")
NOT_ADDED = re.compile(r"(?i:%|per cent|share|rate|average|mean|median|ratio|per £|rank|score|\byear\b|\bdate\b)")
WORD = (
    r"(?:green|amber|red|blue|grey|on track|on target|off track|off target|at risk|behind|met|not met|missed"
    r"|not rated|unrated)"
)
PARTS = re.compile(
    rf"(?P<part>\d[\d,]*|{FACT}|{QUOTE})[ \n](?:(?:were|was|are|is|being|rated)[ \n])?(?P<word>{WORD})\b", re.IGNORECASE
)
NUMBER = rf"(?:(?<![\d.,£])\d[\d,]*(?![\d%]|[.,]\d)|{FACT}|{QUOTE})"
N_OF_M = re.compile(rf"(?P<part>{NUMBER})[ \n]of[ \n](?:the[ \n]|all[ \n]|our[ \n])?(?P<whole>{NUMBER})")
OF_M = re.compile(
    rf"\b[Oo]f[ \n](?:the[ \n]|all[ \n]|our[ \n])?(?P<whole>{NUMBER})|(?P<before>{NUMBER})[^.:,;]{{1,40}}:"
)
ROUNDING_SAID = re.compile(r"(?i:rounding|rounded)")


@dataclass(frozen=True)
class Amount:
    """What a cell holds, in which unit, and how far it may be from what it stands for: nothing for a count."""

    value: Decimal
    doubt: Decimal = Decimal(0)
    unit: str = ""


def unsound_totals(reading: Reading, facts: Facts) -> Iterator[Finding]:
    """Yield a finding for each column and row of a table whose cells do not add up to its total."""
    said = bool(ROUNDING_SAID.search(reading.words))
    for grid in grids(reading):
        read = _reader(reading, facts)
        for line, name, parts, total in (*_columns(grid), *_rows(grid)):
            amounts = [_amount(cell, name, read) for cell in parts]
            printed = _amount(total, name, read)
            if printed is None or any(amount is None for amount in amounts):
                continue
            known = [amount for amount in amounts if amount is not None]
            yield from _compared(reading, line, name, known, printed, read(total), said)


def _columns(grid: Grid) -> Iterator[tuple[int, str, Sequence[Cell], Cell]]:
    """Yield each column of numbers with the place and cell of its total, where a row is headed so; what is below
    the total is no part of it."""
    rows = [row for row in grid.rows if row and not SUBTOTAL.match(_label(row))]
    while rows and not TOTAL.fullmatch(_label(rows[-1])):
        rows.pop()
    if len(rows) < 3:
        return
    for column in range(1, len(rows[-1])):
        if all(len(row) > column for row in rows):
            heading = grid.headings[column].text if column < len(grid.headings) else ""
            total = rows[-1][column]
            yield total.start, heading or f"column {column + 1}", [row[column] for row in rows[:-1]], total


def _label(row: Sequence[Cell]) -> str:
    """Return the words that head a row."""
    return next((cell.text for cell in row if cell.text), "")


def _rows(grid: Grid) -> Iterator[tuple[int, str, Sequence[Cell], Cell]]:
    """Yield the rows of numbers whose last column is headed Total."""
    headings = grid.headings
    if len(headings) < 4 or not TOTAL.fullmatch(headings[-1].text):
        return
    if any(NOT_ADDED.search(heading.text) for heading in headings[1:]):
        return
    for row in grid.rows:
        if len(row) == len(headings) and row[0].text:
            yield row[-1].start, row[0].text, row[1:-1], row[-1]


def _reader(reading: Reading, facts: Facts) -> Callable[[Cell], str]:
    """Return what reads a cell's words: a fact as it is printed, and what is quoted."""
    held = {one.at: one.piece for one in reading.placeholders}

    def read(cell: Cell) -> str:
        words = ""
        for place in range(cell.start, cell.end):
            piece = held.get(place)
            if piece is None:
                words += reading.words[place]
            elif isinstance(piece, FactReference):
                words += facts[piece.id].display if piece.id in facts else ""
            else:
                words += piece.text
        return words.strip()

    return read


def _amount(cell: Cell, name: str, read: Callable[[Cell], str]) -> Amount | None:
    """Return the one number that a cell holds; None where it holds words, or nothing that adds."""
    words = read(cell)
    if words in NOTHING:
        return Amount(Decimal(0))
    numbers = [number for number in typed_numbers(words) if not number.spelled]
    if len(numbers) != 1 or NOT_ADDED.search(name):
        return None
    number, rest = numbers[0], words.replace(numbers[0].text, "", 1)
    if number.unit == "share" or any(letter.isalpha() for letter in rest):
        return None
    return Amount(number.amount, _doubt(number, name), number.unit)


def _doubt(number: TypedNumber, name: str) -> Decimal:
    is_count = number.exact == 1 and number.unit == "any" and not ROUNDED.search(name)
    return Decimal(0) if is_count else number.exact / 2


def _compared(
    reading: Reading, place: int, name: str, parts: Sequence[Amount], printed: Amount, total: str, said: bool
) -> Iterator[Finding]:
    added = sum((part.value for part in parts), Decimal(0))
    away = abs(added - printed.value)
    is_mixed = len({part.unit for part in (*parts, printed) if part.unit}) > 1
    if not away or len(parts) < 2 or is_mixed:
        return
    where = Where(reading.file, row=reading.line(place), found=total)
    message = f"{name}: the figures add up to {_plain(added)}, and the total says {total}."
    if away > sum((part.doubt for part in parts), printed.doubt):
        remedy = "Correct the figure that is wrong; an exhibit adds its own."
        yield Finding("narrative.table_total", "error", message, where, remedy)
    elif not said:
        remedy = "If rounding makes the difference, say so under the table: Figures may not add because of rounding."
        yield Finding("narrative.table_total", "warning", message, where, remedy)


def _plain(value: Decimal) -> str:
    text = plain(value)
    whole, dot, places = text.partition(".")
    return f"{int(whole):,}{dot}{places}" if whole.lstrip("-").isdigit() else text


def unsound_parts(reading: Reading, sentence: Sentence, facts: Facts) -> Iterator[Finding]:
    """Yield a finding where the parts of a sentence, as in *38 of 63 met, 19 amber, 5 red*, do not make the whole."""
    if sentence.row:
        return
    read = _reader(reading, facts)

    def value(match: re.Match[str], group: str) -> int | None:
        start, end = (sentence.start + place for place in match.span(group))
        digits = read(Cell("", start, end)).replace(",", "")
        return int(digits) if digits.isdigit() and digits.isascii() else None

    whole = N_OF_M.search(sentence.text) or OF_M.search(sentence.text)
    if whole is None:
        return
    first = value(whole, "part") if whole.re is N_OF_M else None
    total = value(whole, "whole" if whole.re is N_OF_M or whole["whole"] else "before")
    parts = [value(match, "part") for match in PARTS.finditer(sentence.text, whole.end())]
    known = [part for part in parts if part is not None]
    if total is None or len(known) < len(parts) or len(known) < (3 if first is None else 2):
        return
    if sum(known) in (total, first, total - (first or 0)):
        return
    listed = [*([] if first is None else [first]), *known]
    where = Where(reading.file, row=reading.line(sentence.start + whole.start()), found=f"{total}")
    adding = f"{' + '.join(map(str, listed))} = {sum(listed)}"
    message = f"The parts do not make the whole: {adding}, and the sentence says {total}."
    remedy = "Correct the number that is wrong, or name the part that is missing; facts of the data add up."
    yield Finding("narrative.parts", "error", message, where, remedy)
