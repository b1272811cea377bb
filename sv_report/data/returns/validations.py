"""What officers fill in: validated quantities in the kept `deliveries.csv`, which a later collect keeps.

Data stage. A validation stays with its line of the supplier's own file; a resubmission takes over those of the
lines that it leaves word for word as they were.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sv_report.data.cells.values import CellFault, read_cell
from sv_report.data.readers import open_file
from sv_report.data.readers.sheet import Sheet
from sv_report.data.returns.answers import VALIDATED, Answered, LineKey
from sv_report.data.returns.judging import Delivery
from sv_report.data.returns.ledger import QuarterFolder, write_whole
from sv_report.data.schema import ORIGIN, SHAPES
from sv_report.errors import DataError
from sv_report.findings import Finding, Where

DELIVERIES = SHAPES["deliveries"]
TABLE = "deliveries.csv"
NEEDED = (*ORIGIN[::2], "quantity_claimed", *VALIDATED)
KNOWN = {*DELIVERIES.names, *ORIGIN}
SHOWN = 10  # places that a finding names
REMEDY = "Correct it there, and collect again; until then nothing is changed."


@dataclass(frozen=True)
class Validation:
    """What an officer filled in for a line, and the quantity that the line then claimed."""

    key: LineKey
    claimed: Any
    filled: Mapping[str, Any]


@dataclass(frozen=True)
class Filled:
    """The table as officers left it: its bytes, the validations in it, and the originals that have lines in it.

    `unkept` names what was written that no line has a place for: columns and rows of the officers' own.
    """

    content: bytes = b""
    validations: tuple[Validation, ...] = ()
    originals: frozenset[str] = frozenset()
    unkept: tuple[str, ...] = ()


@dataclass
class Kept:
    """The validations of the lines that are counted now, and what is to be said of them."""

    by_line: dict[LineKey, Mapping[str, Any]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def read_validations(quarter: QuarterFolder) -> Filled:
    """Return what officers filled in; raise DataError where it cannot be read, so that none of it is lost."""
    path = quarter.path / TABLE
    if not path.is_file():
        if (quarter.path / "returns.csv").is_file():  # written after it
            message = "the table is gone, and with it what officers validated"
            remedy = f"Put it back from a backup; or take returns.csv away too, to have both made anew. {REMEDY}"
            raise _unreadable([Finding("table-missing", "error", message, _where(quarter), remedy)])
        return Filled()
    content = path.read_bytes()
    (sheet,) = open_file(path, f"{quarter.name}/{TABLE}")
    rows = ((number, cells) for number, cells in sheet.rows() if any(map(str.strip, cells)))
    _, header = next(rows, (0, []))
    reading = _Reading(sheet, [name.strip().casefold() for name in header])
    reading.check_header(_where(quarter))
    for number, cells in rows:
        reading.take(number, cells)
    if reading.findings:
        raise _unreadable(reading.findings)
    return Filled(content, tuple(reading.found.values()), frozenset(reading.originals), tuple(reading.unkept))


def refuse_changed(filled: Filled, quarter: QuarterFolder) -> None:
    """Raise DataError where the table was saved anew since it was read: what was saved would be written over."""
    path = quarter.path / TABLE
    if path.is_file() and path.read_bytes() != filled.content:
        message = "the table was saved while the returns were collected"
        remedy = f"Close it in other programs. {REMEDY}"
        raise _unreadable([Finding("validation-meanwhile", "error", message, _where(quarter), remedy)])


def _where(quarter: QuarterFolder) -> Where:
    return Where(f"{quarter.name}/{TABLE}")


def _unreadable(findings: list[Finding]) -> DataError:
    return DataError("What officers filled in among the collected deliveries cannot be read.", findings)


class _Reading:
    """The table while it is read, row by row."""

    def __init__(self, sheet: Sheet, names: list[str]) -> None:
        self.sheet, self.names = sheet, names
        self.found: dict[LineKey, Validation] = {}
        self.originals: set[str] = set()
        self.unkept: list[str] = []
        self.findings: list[Finding] = []

    def check_header(self, where: Where) -> None:
        """Raise DataError where a column that is needed is gone, or stands twice."""
        if missing := [name for name in NEEDED if name not in self.names]:
            message = f"the column {', '.join(missing)} is missing"
            raise _unreadable([Finding("column-missing", "error", message, where, f"Put it back. {REMEDY}")])
        if twice := [name for name in NEEDED if self.names.count(name) > 1]:
            message = f"the column {', '.join(twice)} stands twice: which one counts is not sure"
            raise _unreadable([Finding("mapping-ambiguous", "error", message, where, f"Leave one. {REMEDY}")])

    def take(self, number: int, cells: Sequence[str]) -> None:
        """Take the validation of a row that has one; add a finding for each cell that cannot be read."""
        if beyond := [cell for cell in cells[len(self.names) :] if cell.strip()]:
            message = f"there are texts beyond the last column: {'; '.join(beyond)}"
            self._refuse(number, None, None, "cell-outside-columns", message, "See whether a cell was split.")
            return
        row = dict(zip(self.names, cells, strict=False))
        self._note_unkept(number, row)
        if any(row.get(name, "").strip() for name in VALIDATED):
            self._add(number, row)

    def _note_unkept(self, number: int, row: Mapping[str, str]) -> None:
        file, place = row.get("origin_file", "").strip(), row.get("origin_row", "").strip()
        if not file or not place.isdecimal():
            self.unkept.append(f"row {number}")
        self.originals.add(file)
        for name, cell in row.items():
            if name not in KNOWN and cell.strip() and (column := f"the column {name or 'without a name'}"):
                self.unkept += [] if column in self.unkept else [column]

    def _add(self, number: int, row: Mapping[str, str]) -> None:
        read: dict[str, Any] = {}
        for name in ("quantity_claimed", *VALIDATED):
            try:
                read[name] = read_cell(row.get(name, ""), DELIVERIES.column(name)).value
            except CellFault as fault:
                self._refuse(number, name, row.get(name), fault.rule, str(fault), fault.remedy)
        place = row.get("origin_row", "").strip()
        key = row.get("origin_file", "").strip(), int(place) if place.isdecimal() else -number
        one = Validation(key, read.get("quantity_claimed"), {name: read.get(name) for name in VALIDATED})
        if self.found.setdefault(key, one) != one:
            message = f"row {place} of {key[0]} is validated twice, and not alike"
            self._refuse(number, "origin_row", place, "validation-twice", message, "Leave one row a line.")

    def _refuse(self, number: int, column: str | None, found: str | None, rule: str, message: str, remedy: str) -> None:
        where = self.sheet.where(number, column, found)
        self.findings.append(Finding(rule, "error", message, where, f"{remedy} {REMEDY}"))


def carried_over(counted: Sequence[Answered], same: Sequence[Answered], filled: Filled, quarter: QuarterFolder) -> Kept:
    """Return the validations of the lines counted now.

    A line of the same original keeps its own. A line of a resubmission that is new takes over that of the version
    before, where all its answers are the same; new is one that has no line in the table yet, so that a collect which
    was stopped is made whole. So does the return that stands for an equal one (`same`), by which it was counted
    before. One whose line is gone is kept apart, with its table.
    """
    kept = Kept()
    lines = {
        (quarter.origin(answered.entry.original), delivery.row): delivery
        for answered in (*counted, *same)
        for delivery in answered.judged.deliveries
    }
    lost = [one for one in filled.validations if not _fits(one, lines.get(one.key))]
    kept.by_line = {one.key: one.filled for one in filled.validations if one not in lost}
    by_version = {(one.entry.contract, one.entry.version): one for one in counted}
    for copy in same:
        answered = by_version[copy.entry.contract, copy.entry.version]
        gone = _take_over(kept, copy, answered, quarter)
        lost += [one for one in filled.validations if one.key in gone and one not in lost]
    if lost or filled.unkept:
        kept.findings += _keep_apart(lost, filled, quarter)
    for answered in counted:
        earlier = by_version.get((answered.entry.contract, answered.entry.version - 1))
        if earlier and quarter.origin(answered.entry.original) not in filled.originals:
            _resubmitted(kept, earlier, answered, quarter)
    return kept


def _fits(validation: Validation, delivery: Delivery | None) -> bool:
    return delivery is not None and delivery.values["quantity_claimed"] == validation.claimed


def _keep_apart(lost: Sequence[Validation], filled: Filled, quarter: QuarterFolder) -> Iterator[Finding]:
    """Keep the table as officers left it, and yield the findings of what has no place in the table made anew."""
    name = f"deliveries-{hashlib.sha256(filled.content).hexdigest()[:8]}.csv"
    (quarter.path / "kept").mkdir(exist_ok=True)
    write_whole(quarter.path / "kept" / name, filled.content)
    apart = f"{quarter.name}/kept/{name}"
    if lost:
        said = "line is no longer as it was" if len(lost) == 1 else "lines are no longer as they were"
        message = f"{len(lost):,} validated {said} validated: {_places(one.key for one in lost)}"
        remedy = f"See {apart} for what was filled in, and validate the lines as they are now."
        yield Finding("validation-without-line", "warning", message, _where(quarter), remedy)
    if filled.unkept:
        parts = ", ".join(filled.unkept[:SHOWN])
        message = f"officers wrote what the table has no place for: {parts}"
        remedy = f"It is kept in {apart}. Write it into a file of your own beside the table."
        yield Finding("column-not-kept", "warning", message, _where(quarter), remedy)


def _resubmitted(kept: Kept, earlier: Answered, answered: Answered, quarter: QuarterFolder) -> None:
    """Let a new version take over the validations of the one before, and say which it does not."""
    first, second = quarter.origin(earlier.entry.original), quarter.origin(answered.entry.original)
    validated = {key for key in kept.by_line if key[0] == first}
    gone = _take_over(kept, earlier, answered, quarter)
    version, where = answered.entry.version, Where(second)
    if taken := len(validated) - len(gone):
        message = f"version {version} keeps {_lines(taken)} of version {version - 1}, which it leaves unchanged"
        kept.findings.append(Finding("validation-carried-over", "note", message, where))
    if gone:
        which = f"{_lines(len(gone))} of version {version - 1}"
        message = f"version {version} does not have, or has changed, {which}: {_places(gone)}"
        remedy = "The version before counts no more: validate the lines of this one."
        kept.findings.append(Finding("validation-not-carried-over", "warning", message, where, remedy))


def _take_over(kept: Kept, earlier: Answered, answered: Answered, quarter: QuarterFolder) -> set[LineKey]:
    """Give lines the validations of lines that say the same in another return; return those that none takes."""
    first, second = quarter.origin(earlier.entry.original), quarter.origin(answered.entry.original)
    old, new = _by_answers(earlier), _by_answers(answered)
    left = {key for key in kept.by_line if key[0] == first}
    for answers in old.keys() & new.keys():
        source = first, old[answers].row
        if source in left:
            filled = kept.by_line[source]
            if kept.by_line.setdefault((second, new[answers].row), filled) == filled:
                left.discard(source)
    return left


def _lines(number: int) -> str:
    return f"{number:,} validated line{'' if number == 1 else 's'}"


def _places(keys: Iterable[LineKey]) -> str:
    ordered = sorted(keys)
    more = f" and {len(ordered) - SHOWN:,} more" if len(ordered) > SHOWN else ""
    return ", ".join(f"{file} row {row}" if row > 0 else f"row {-row}" for file, row in ordered[:SHOWN]) + more


def _by_answers(answered: Answered) -> dict[tuple[Any, ...], Delivery]:
    """Return the deliveries of a return by all that they say; those that say the same are left aside."""
    deliveries = answered.judged.deliveries
    times = Counter(tuple(one.values.items()) for one in deliveries)
    return {tuple(one.values.items()): one for one in deliveries if times[tuple(one.values.items())] == 1}
