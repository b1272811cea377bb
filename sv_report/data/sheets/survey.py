"""A survey of a file that no mapping speaks of: where its tables seem to begin, and what kind each row seems to be.

Data stage, for `proposing` and for whoever wants to know what is in a file. The header is the row that looks most like
one; where none does, the sheet is said to have none, and every filled row counts as read. The kinds add up to the
rows of each sheet.
"""

from array import array
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

from sv_report.data.readers import open_file
from sv_report.data.readers.sheet import Cells, Numbered, Sheet
from sv_report.data.sheets.header import Header
from sv_report.data.sheets.header_guess import filled_in, guess_header
from sv_report.data.sheets.row_kinds import DIGIT, FIRST, JOIN, Repeat, is_total

KEPT = 500  # rows in which the header is looked for
SAMPLES = 3  # values shown of each column
SHARES = 64  # of the digests of rows: so that one share at a time is made into a set


@dataclass(frozen=True)
class SheetSurvey:
    """What a sheet seems to hold: its rows by kind, its header's rows and names, and some values of each column."""

    file: str
    sheet: str | None
    hidden: bool
    rows: int
    read: int
    blank: int
    header: int
    total: int
    duplicate: int
    rejected: int
    header_rows: tuple[int, ...]
    columns: tuple[str, ...]
    samples: tuple[tuple[str, ...], ...]


def survey(path: Path, shown: str) -> list[SheetSurvey]:
    """Return the survey of each sheet of a file; raise Unreadable where it is refused."""
    return [survey_sheet(sheet) for sheet in open_file(path, shown)]


def survey_sheet(sheet: Sheet) -> SheetSurvey:
    """Return the survey of a sheet, which is gone through once."""
    rows = sheet.rows()
    kept = list(islice(rows, KEPT))
    header = guess_header(kept)
    counts, samples = _counted(chain(kept, rows), _Guess(sheet, header, kept))
    names = header.names if header else ()
    return SheetSurvey(
        sheet.file,
        sheet.name,
        sheet.hidden,
        counts.total(),
        counts["read"],
        counts["blank"],
        counts["header"],
        counts["total"],
        counts["duplicate"],
        counts["rejected"],
        header.rows if header else (),
        names,
        tuple(tuple(samples.get(index, ())) for index in range(len(names))),
    )


def _counted(rows: Iterator[Numbered], guess: "_Guess") -> tuple[Counter[str], dict[int, list[str]]]:
    """Return how many rows are of each kind, and the first values of each column."""
    counts: Counter[str] = Counter()
    samples: dict[int, list[str]] = {}
    digests = [array("q") for _ in range(SHARES)]
    for number, cells in rows:
        raw = JOIN.join(cells)
        kind = guess.kind_of(number, cells, raw)
        counts[kind] += 1
        if kind == "read":
            digest = hash(raw)
            digests[digest % SHARES].append(digest)
            if counts["read"] <= 10 * SAMPLES:
                _sample(cells, samples)
    duplicates = sum(len(share) - len(set(share)) for share in digests)
    counts["read"] -= duplicates
    counts["duplicate"] += duplicates
    return counts, samples


def _sample(cells: Cells, samples: dict[int, list[str]]) -> None:
    for index, cell in enumerate(cells):
        seen = samples.setdefault(index, [])
        if cell.strip() and len(seen) < SAMPLES and cell not in seen:
            seen.append(cell)


class _Guess:
    """What kind each row seems to be, by the header that was guessed."""

    def __init__(self, sheet: Sheet, header: Header | None, kept: list[Numbered]) -> None:
        self.header = header
        self.is_delimited = sheet.name is None
        self.first = 1
        self.repeats: list[Repeat] = []
        if header:
            self.columns = [index for index, name in enumerate(header.names) if name]
            self.widest = max(map(len, header.cells))
            self.header_rows = frozenset(range(header.rows[0], header.rows[-1] + 1))
            self.repeats = [one for cells in header.cells if (one := Repeat.of(cells, [])) and len(one.cells) > 1]
            self.first = self._first_row(kept, header)

    def _first_row(self, kept: list[Numbered], header: Header) -> int:
        """Return the first row that may be data: below the header, or above it what looks like rows of the table."""
        body = [len(self._filled(cells)) for number, cells in kept if number > header.rows[-1]]
        usual = max(Counter(filter(None, body)).items(), key=lambda item: item[1])[0] if any(body) else 0
        least = max(2, usual or (len(self.columns) + 1) // 2)
        for number, cells in kept:
            if number >= header.rows[0]:
                break
            filled = self._filled(cells)
            if len(filled) >= least and any(DIGIT.search(cells[index]) for index in filled):
                return number
        return header.rows[-1] + 1

    def _filled(self, cells: Cells) -> list[int]:
        return [index for index in self.columns if index < len(cells) and cells[index].strip()]

    def kind_of(self, number: int, cells: Cells, raw: str) -> str:
        """Return the kind of a row."""
        if not raw or raw.isspace():
            return "blank"
        if self.header is None:
            return "read"
        if number < self.first or number in self.header_rows or self._is_repeat(cells):
            return "header"
        filled = filled_in(cells)
        is_short = len(filled) < len(self.columns)
        if is_short and any(is_total(cells[index]) for index in filled[:FIRST]):
            return "total"
        if self.is_delimited and (len(cells) < self.header.width or any(i >= self.widest for i in filled)):
            return "rejected"
        if len(filled) == 1 and len(self.columns) > 2 and not DIGIT.fullmatch(cells[filled[0]].strip()):
            return "rejected"
        return "read"

    def _is_repeat(self, cells: Cells) -> bool:
        return any(
            len(cells) > max(index for index, _ in one.cells)
            and cells[one.probe].strip().casefold().startswith(one.start)
            and one.is_in(cells)
            for one in self.repeats
        )
