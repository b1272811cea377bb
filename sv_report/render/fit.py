"""How a sheet fits: how wide its words are, where they break, how high its rows are, and what of it a page takes.

Render stage. Widths are in Excel's unit, a digit of the workbook's font. Each sheet prints on A4 on its side, as wide
as the page, its type no smaller than SMALLEST; a table too wide for that goes on over several pages' width, with its
first column on each.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sv_report.render.sheet import CONTENTS, NOTES, Link, Number, Sheet

SIZE = 12  # points of the workbook's font
LINE, HIGHEST = 15.75, 409  # points: a line of that font; Excel's highest row
MARGIN = 0.5  # inches, left and right
DIGIT_PIXELS, PADDING = 9, 5 / 9  # a digit of Arial 12 on Excel's screen of 96 dots an inch; a column's, in digits
WIDER = 1.05  # LibreOffice's columns beside Excel's
PAGE = (11.69 - 2 * MARGIN) * 96 / DIGIT_PIXELS / WIDER  # what A4 on its side takes at full size
SMALLEST = 8.1  # points in print
WIDEST_PAGE = PAGE * SIZE / SMALLEST
ROOMY = 135  # what columns of words are narrowed to: the type prints at 9.6 points
WIDEST, NARROWEST, COVER_WIDTH = 70, 10, 85  # of a column
HEADING_LINES = 2.5  # what a heading of several words is to take, where no cell makes its column wider
ROUNDING = 0.01  # of sums of widths
DEFAULT = 80 / DIGIT_PIXELS  # the width of a column that nothing is said of
AIR = 2.5  # beside the words of a cell, its indent included
BOLD, TITLE = 1.06, 1.06 * 16 / SIZE  # how much wider bold words are, and those of a title
# Thousandths of the size that Arial's characters are wide; any other is taken to be as wide as high.
_ARIAL = {191: "'", 222: "ijl\u2018\u2019", 260: "|", 278: " !,./:;I[\\]ft", 333: "()-`r\u201c\u201d", 334: "{}",
          355: '"', 389: "*", 469: "^", 500: "Jcksvxyz", 556: "#$0123456789?L_abdeghnopqué£\u2013",
          584: "+<=>~×\u2212", 611: "FTZ", 667: "&ABEKPSVXY", 722: "CDHNRUw", 778: "GOQ", 833: "Mm", 889: "%",
          944: "W", 1015: "@"}  # fmt: skip
_WIDTHS = defaultdict(lambda: 1000, {one: width for width, several in _ARIAL.items() for one in several})
_DIGIT = _WIDTHS["0"]


@dataclass(frozen=True)
class Fit:
    """How a sheet is laid out: its columns' widths, its rows' heights, its texts in rows, and what prints.

    `title` and `notes` are broken where the printed page ends: a cell that runs on beyond it would be cut off, or
    shrink the whole sheet. `printed` counts columns, empty ones that the notes run over included; `scale` is how large
    they print.
    """

    widths: tuple[float, ...]
    heights: tuple[float, ...]
    title: tuple[str, ...]
    notes: tuple[str, ...]
    printed: int
    scale: float
    on_one_page: bool


def fit(sheet: Sheet, headings: Sequence[str]) -> Fit:
    """Return how a sheet with these headings is laid out."""
    widths = sheet.widths or tuple(_narrowed(sheet, _wanted(sheet, headings)))
    across = [width + PADDING for width in widths[: sheet.printed]]
    empty = 0 if sheet.printed else max(0, int((PAGE - sum(across)) / DEFAULT))
    wide = min(sum(across) + empty * DEFAULT, WIDEST_PAGE) - AIR
    return Fit(
        widths,
        tuple(_heights(sheet, headings, widths)),
        tuple(broken(sheet.title, wide / TITLE)),
        tuple(line for note in sheet.notes for line in rows_of(note, wide)),
        len(across) + empty,
        max(min(1, PAGE / sum(across)), SMALLEST / SIZE),
        sum(across) <= WIDEST_PAGE,
    )


def height(lines: int) -> float:
    """Return the height in points of a row of so many lines."""
    return min(lines * LINE, HIGHEST)


def rows_of(note: str, width: float) -> list[str]:
    """Return a note in rows no wider than `width`: as many whole sentences in each as it takes.

    >>> rows_of("[note 1] What is due. What is not due, is not.", 25)
    ['[note 1] What is due.', 'What is not due, is not.']
    """
    sentences = re.split(r"(?<=\.) ", note)
    return _joined((line for sentence in sentences for line in broken(sentence, width)), width)


def broken(text: str, width: float) -> list[str]:
    """Return the lines of a text, broken between words, and within a word that is wider than a line."""
    return _joined((part for word in text.split(" ") for part in _parts(word, width)), width)


@lru_cache(maxsize=65536)
def units(text: str) -> float:
    """Return how wide a text is."""
    return sum(map(_WIDTHS.__getitem__, text)) / _DIGIT


def _joined(pieces: Iterable[str], width: float) -> list[str]:
    lines: list[str] = []
    taken = width
    for piece in pieces:
        taken += units(" ") + units(piece)
        if taken <= width:
            lines[-1] += f" {piece}"
        else:
            lines.append(piece)
            taken = units(piece)
    return lines


def _parts(word: str, width: float) -> Iterator[str]:
    """Yield a word in parts that a line takes."""
    if units(word) <= width:
        yield word
        return
    part, taken = "", 0.0
    for character in word:
        taken += units(character)
        if part and taken > width:
            yield part
            part, taken = "", units(character)
        part += character
    yield part


# ---- columns and rows -----------------------------------------------------------------------------
def _wanted(sheet: Sheet, headings: Sequence[str]) -> list[float]:
    """Return how wide each column would be: its widest cell, or a word of its heading, within bounds."""
    widest = [
        BOLD * max(*(units(word) for word in heading.split()), units(heading) / HEADING_LINES) for heading in headings
    ]
    for row in sheet.rows:
        bold = BOLD if row[0] == "Total" else 1
        widest = [max(width, bold * units(_shown(cell))) for width, cell in zip(widest, row, strict=True)]
    return [min(max(width + AIR, NARROWEST), WIDEST) for width in widest]


def _narrowed(sheet: Sheet, widths: list[float]) -> list[float]:
    """Return the widths with the widest columns of words narrowed, in which words wrap, until the table is roomy."""
    most = PAGE if sheet.name in (CONTENTS, NOTES) else ROOMY
    words = [column for column in range(len(widths)) if column not in sheet.numbers]
    while words and sum(width + PADDING for width in widths) > most:
        widest = max(words, key=lambda column: widths[column])
        if widths[widest] <= 2 * NARROWEST:
            break
        widths[widest] -= 1
    return widths


def _heights(sheet: Sheet, headings: Sequence[str], widths: Sequence[float]) -> Iterator[float]:
    """Yield the height of each row of the table, its headings' first."""
    room = [width - AIR for width in widths]
    of_bold = [width / BOLD for width in room]
    yield _height(headings, of_bold) + LINE / 2
    for row in sheet.rows:
        yield _height(map(_shown, row), of_bold if row[0] == "Total" else room)


def _height(texts: Iterable[str], room: Sequence[float]) -> float:
    return height(max(map(_line_count, texts, room)))


@lru_cache(maxsize=65536)  # facts of one record share most of their words
def _line_count(text: str, width: float) -> int:
    return 1 if units(text) <= width + ROUNDING else len(broken(text, width))


def _shown(cell: str | Number | Link) -> str:
    """Return a cell as it is shown."""
    if isinstance(cell, Number):
        return f"{cell.value:,.{len(cell.format.partition('.')[2])}f}"
    return cell.sheet if isinstance(cell, Link) else cell
