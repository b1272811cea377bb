"""The sentences of a narrative, and its tables: a heading, an item of a list and a row of a table each stand alone.

Manuscript stage.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sv_report.manuscript.narrative.reading import FACT, QUOTE, Reading

SHORTENED = (
    r"e\.g|i\.e|etc|cf|vs|no|nos|st|mr|mrs|ms|dr|prof|cllr|ltd|co|para|paras|reg|regs|sch|s|ss|p|pp|fig|approx|c|ca"
    r"|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|incl?|excl|dept|est|qtr|vol|art|ref|tel"
)
STOP = re.compile(rf"[.!?][\"')\]]*(?=\s+[\"'(\[]*[A-Z\d£{FACT}{QUOTE}])")
NO_STOP = re.compile(rf"(?:(?<![\w.])(?i:{SHORTENED})|\b[A-Z])\.$")


@dataclass(frozen=True)
class Cell:
    """A cell of a table, and where its words stand."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Grid:
    """A table: its headings and rows of cells."""

    headings: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Sentence:
    """A sentence, or a row of a table: where it stands, and its words.

    `row` are its cells and `headings` those of the table's columns.
    """

    start: int
    end: int
    text: str
    row: tuple[Cell, ...] = ()
    headings: tuple[Cell, ...] = ()


def grids(reading: Reading) -> list[Grid]:
    """Return the tables."""
    lines = list(_lines(reading.words))
    found = []
    for ruler in sorted(reading.rulers):
        if not 0 < ruler < len(lines) or "|" not in lines[ruler - 1][1]:
            continue
        rows = []
        for start, line in lines[ruler + 1 :]:
            if not line.strip():
                break
            rows.append(_cells(line, start))
        found.append(Grid(_cells(lines[ruler - 1][1], lines[ruler - 1][0]), tuple(rows)))
    return found


def sentences(reading: Reading) -> list[Sentence]:
    """Return the sentences in order, a table's rows among them."""
    tables = grids(reading)
    in_tables = {row[0].start: (row, grid.headings) for grid in tables for row in (grid.headings, *grid.rows) if row}
    found: list[Sentence] = []
    block: list[tuple[int, str]] = []
    for number, (start, line) in enumerate(_lines(reading.words)):
        row = _first_cell(line, start) in in_tables and "|" in line
        alone = row or line.lstrip().startswith(("#", ":::"))
        if alone or not line.strip() or number in reading.items:
            found += _of_block(block)
            block = []
        if row:
            cells, headings = in_tables[_first_cell(line, start)]
            found.append(Sentence(start, start + len(line), line, cells, headings))
        elif alone:
            found += _of_block([(start, line)])
        elif line.strip():
            block.append((start, line))
    return [*found, *_of_block(block)]


def _of_block(block: list[tuple[int, str]]) -> Iterator[Sentence]:
    if not block:
        return
    start, text = block[0][0], "\n".join(line for _, line in block)
    begins = 0
    for stop in STOP.finditer(text):
        if not NO_STOP.search(text[begins : stop.start() + 1]) or text[stop.start()] != ".":
            yield Sentence(start + begins, start + stop.end(), text[begins : stop.end()])
            begins = stop.end()
    if text[begins:].strip():
        yield Sentence(start + begins, start + len(text), text[begins:])


def _lines(words: str) -> Iterator[tuple[int, str]]:
    start = 0
    for line in words.split("\n"):
        yield start, line
        start += len(line) + 1


def _first_cell(line: str, start: int) -> int:
    cells = _cells(line, start)
    return cells[0].start if cells else -1


def _cells(line: str, start: int) -> tuple[Cell, ...]:
    """Return the cells of a row; the bars at its ends are its frame."""
    body = line.rstrip()
    begins = len(body) - len(body.lstrip())
    begins += body[begins : begins + 1] == "|"
    body = body[:-1] if body.endswith("|") and len(body) > begins else body
    cells = []
    for text in body[begins:].split("|"):
        place = start + begins + len(text) - len(text.lstrip())
        cells.append(Cell(text.strip(), place, place + len(text.strip())))
        begins += len(text) + 1
    return tuple(cells)
