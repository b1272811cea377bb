"""Which rows of a sheet look most like a header, where nobody has said what its columns are called.

Data stage, for `survey`. A header's cells are short texts, each another, over columns that go on being filled below
(or, where the header stands at the bottom, above).
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sv_report.data.readers.sheet import Cells, Numbered
from sv_report.data.sheets.header import TALLEST, Header, folded, joined

TRIED = 80  # filled rows, from the top and from the bottom, that may be a header
BESIDE = 12  # rows below or above it that are looked at
LONGEST = 120  # characters of a column's name that anybody would read
NAMING = re.compile(r"[^\W\d_]|^[#%£$€]$")
VALUE = re.compile(  # a number, an amount, a date or a time, a yes or no, an address of e-mail or web
    r"[£$€]?\s*[-+(]?[\d.,\s]*\d[\d.,]*\s*\)?\s*(?:%|[kmb]n?)?-?|\d{4}-\d\d-\d\d(?:[T ].*)?|"
    r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{1,2}[ -][a-z]{3,9}[ -]\d{2,4}|\d\d:\d\d(?::\d\d)?|true|false|yes|no|n/a|nil|\S+@\S+\.\S+|https?://\S*",
    re.IGNORECASE,
)
PERIOD = re.compile(r"(?:19|20)\d\d|\d{4}-\d\d-\d\d|[a-z]{3}-\d\d", re.IGNORECASE)  # may head a column of its own


def filled_in(cells: Cells) -> list[int]:
    """Return the places of a row's filled cells."""
    return [index for index, cell in enumerate(cells) if cell and not cell.isspace()]


@dataclass(frozen=True)
class _Row:
    number: int
    cells: Cells
    filled: tuple[int, ...]

    @property
    def labels(self) -> float:
        """The share of its cells that could name a column."""
        return sum(map(_label, (self.cells[index] for index in self.filled))) / len(self.filled)

    @property
    def distinct(self) -> float:
        """The share of its cells that are unlike the others."""
        return len({folded(self.cells[index][:LONGEST]) for index in self.filled}) / len(self.filled)


def _label(cell: str) -> float:
    text = cell.strip()
    if PERIOD.fullmatch(text):
        return 0.7
    return float(len(text) <= LONGEST and bool(NAMING.search(text)) and not VALUE.fullmatch(text))


def guess_header(rows: Sequence[Numbered]) -> Header | None:
    """Return what looks most like the header in the first rows of a sheet, None where nothing does."""
    filled = [_Row(number, cells, tuple(places)) for number, cells in rows if (places := filled_in(cells))]
    widest = max((len(row.filled) for row in filled), default=0)
    if len(filled) < 2:
        return None
    tried = [*range(min(TRIED, len(filled))), *range(max(TRIED, len(filled) - 3), len(filled))]
    if widest == 1:  # in a list of single texts nothing but its first row can be told from the rest
        tried = [0]
    scores = [(_score(filled, index, min(widest, 2)), -index) for index in tried]
    best, negative = max(scores)
    return joined([(row.number, row.cells) for row in _all_rows(filled, -negative)]) if best > 0 else None


def _score(rows: Sequence[_Row], index: int, least: int) -> float:
    """Return how much a row looks like a header, 0 where it cannot be one."""
    row = rows[index]
    if len(row.filled) < least or row.labels < 0.7 or row.distinct < 0.4:
        return 0
    body = rows[index + 1 : index + 1 + BESIDE] or rows[max(0, index - BESIDE) : index]
    own = set(row.filled)
    usual = Counter(len(other.filled) for other in body).most_common(1)[0][0]
    reach = own | _names_below(row, body[0])
    covered = sum(len(reach.intersection(other.filled)) / len(other.filled) for other in body) / len(body)
    used = sum(any(place in other.filled for other in body) for place in own) / len(own)
    contrast = _contrast(row, body)
    if covered < 0.5 or (index + 1 == len(rows) and contrast < 0.3):  # a last row is a header only if it plainly is
        return 0
    fullness = min(1, len(reach) / max(usual, 2))
    sure = min(1, len(body) / 4)  # one row beside it says little
    return 2 * row.labels + row.distinct + 2 * covered + used / 2 + 2 * fullness + sure * contrast - 0.06 * index


def _names_below(row: _Row, below: _Row) -> set[int]:
    """Return the columns that the next row names, where a row has the names of groups of columns."""
    is_second = (
        0 < below.number - row.number <= 2 and below.labels > 0.9 and len(set(below.filled) - set(row.filled)) > 1
    )
    return set(below.filled) if is_second and len(row.filled) > 1 else set()


def _contrast(row: _Row, body: Sequence[_Row]) -> float:
    """Return the share of a row's columns beside which values stand where it has a name."""
    unlike = 0
    for place in row.filled:
        others = [other.cells[place] for other in body if place in other.filled]
        unlike += sum(bool(VALUE.fullmatch(other.strip())) for other in others) > len(others) / 2
    return unlike / len(row.filled)


def _all_rows(rows: Sequence[_Row], index: int) -> list[_Row]:
    """Return all rows of a header of which one was found: groups above it, and names below it."""
    taken = [rows[index]]
    while index and len(taken) < TALLEST and _is_group(rows[index - 1], taken[0]):
        index -= 1
        taken.insert(0, rows[index])
    last = index + len(taken)
    while last < len(rows) - 1 and len(taken) < TALLEST and _goes_on(rows[last], taken, rows[last + 1 : last + 4]):
        taken.append(rows[last])
        last += 1
    return taken


def _is_group(above: _Row, row: _Row) -> bool:
    """Return whether a row has the names of groups of the columns below, or of columns that are blank there."""
    if row.number - above.number != 1 or len(above.filled) < 2 or above.labels < 0.7:
        return False
    if set(above.filled) >= set(row.filled):  # it names every column itself
        return False
    fills_blanks = any(place not in row.filled and place < max(row.filled) for place in above.filled)
    return fills_blanks or len(row.filled) >= 1.5 * len(above.filled)


def _goes_on(below: _Row, taken: Sequence[_Row], after: Sequence[_Row]) -> bool:
    """Return whether a row below has further names: in columns that are blank above it, or plainly over values."""
    above = {place for row in taken for place in row.filled}
    if below.number - taken[-1].number > 2 or below.labels < 0.9 or len(below.filled) < 2:
        return False
    contrast = max(_contrast(below, [row]) for row in after)
    return contrast > 0.7 or (len(set(below.filled) - above) > 1 and contrast > 0.3)
