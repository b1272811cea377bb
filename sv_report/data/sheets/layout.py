"""The rows of a sheet laid out as those of a table: every row a kind, its cells in the order of the table's columns.

Data stage, between the readers and the reading of values. Takes a `Sheet` and an entry of the mapping (None: the
headers are the schema's own names), gives a `Layout`. Cells are text still, and the rows stream.

Kinds: `blank` has no filled cell, or nothing in the columns that a row needs and nothing but noughts elsewhere (a
template's formulas), or, under `unpivot`, no quantity. `header` is a row of the header, a title above it, a repeat of
either, a heading, or anything from `until` on. `total` sums other rows. `rejected` cannot be a row of the table, and
has a finding. `read` is all else: whether its cells can be read is for the reader of values to say.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Literal, NamedTuple

from sv_report.data.readers.sheet import Cells, Numbered, Sheet
from sv_report.data.schema import TableShape
from sv_report.data.sheets.header import Header
from sv_report.data.sheets.mapping import TableMap
from sv_report.data.sheets.placing import Found, Placing, find_header, names_of, place
from sv_report.data.sheets.row_kinds import JOIN, Judge
from sv_report.findings import Finding, errors

Kind = Literal["read", "blank", "header", "total", "rejected"]


class LaidRow(NamedTuple):
    """A row of the table: its number in the sheet, its kind, its cells as the table's columns stand.

    `cells` are blank where the kind is neither read nor rejected. `raw` is the whole row, with what holds for it from
    above and the header that it was unpivoted from: rows of equal `raw` are exact duplicates. One row of the sheet
    gives several of these, one after another, where it is unpivoted.
    """

    number: int
    kind: Kind
    cells: list[str]
    raw: str
    fault: Finding | None = None


@dataclass
class Layout:
    """How a sheet is laid out: `columns` gives the header that each of our columns stands under.

    A column that the mapping fills otherwise has the words of the mapping there, one that is absent None. `unmapped`
    are the headers that are not used. Where `findings` hold an error, there are no rows. `rows` can be gone through
    once; a note may be added to the findings by the time that it ends.
    """

    header_rows: tuple[int, ...] = ()
    columns: dict[str, str | None] = field(default_factory=dict)
    unmapped: tuple[str, ...] = ()
    findings: list[Finding] = field(default_factory=list)
    rows: Iterator[LaidRow] = field(default_factory=lambda: iter(()))


def lay_out(sheet: Sheet, entry: TableMap | None, shape: TableShape) -> Layout:
    """Lay a sheet out as a table; a header that is not certain is an error among the findings."""
    names = names_of(entry, shape)
    found = find_header(sheet, entry, names)
    placing = place(sheet, found.header, names, shape, has_entry=entry is not None)
    layout = Layout(findings=placing.findings)
    if found.header is None:
        return layout
    layout.header_rows = found.header.rows
    layout.columns = _columns(found.header, placing, entry, shape)
    layout.unmapped = _unmapped(found.header, placing)
    if not errors(layout.findings):
        judge = Judge(sheet, found.header, placing, entry, shape, names)
        judge.begin(_first_row(sheet, found, judge, entry), found.just_above())
        layout.rows = _LaidRows(judge, placing, entry, shape).rows(found.rows, layout.findings)
    return layout


def _columns(header: Header, placing: Placing, entry: TableMap | None, shape: TableShape) -> dict[str, str | None]:
    said: dict[str, str | None] = dict.fromkeys(shape.names)
    for name, column in entry.columns.items() if entry else ():
        if column.value is not None or column.above is not None:
            said[name] = f"value: {column.value}" if column.above is None else f"above: {column.above}"
    if entry and entry.unpivot:
        said[entry.unpivot.column] = said[entry.unpivot.into] = "unpivot"
    return said | {name: header.names[index] for name, index in placing.columns.items()}


def _unmapped(header: Header, placing: Placing) -> tuple[str, ...]:
    used = {*placing.columns.values(), *placing.unpivoted}
    return tuple(name for index, name in enumerate(header.names) if name and index not in used)


def _first_row(sheet: Sheet, found: Found, judge: Judge, entry: TableMap | None) -> int:
    """Return the number of the first row that may be data.

    It is the row after the header, unless rows above the header are plainly rows of the table: the header stands at
    the bottom, or was sorted into the middle. Where the mapping says which row is the header, only an empty space
    below it makes the rows above it data.
    """
    header = found.header
    if header is None or (entry and entry.unpivot):
        return header.rows[-1] + 1 if header else 1
    above = _first_whole(iter(found.kept), judge, before=header.rows[0])
    if above is None or not (entry and entry.header):
        return above or header.rows[-1] + 1
    below = _first_whole(sheet.rows(), judge, after=header.rows[-1])
    return above if below is None else header.rows[-1] + 1


def _first_whole(rows: Iterator[Numbered], judge: Judge, after: int = 0, before: int | None = None) -> int | None:
    for number, cells in rows:
        if before is not None and number >= before:
            return None
        if number > after and judge.is_plainly_a_row(cells):
            return number
    return None


class _LaidRows:
    """The cells of each row put into the order of the table's columns.

    A row is stretched to the header's width and followed by a tail of what stands in no cell of its own: the values
    of every row, what holds from above, and a blank.
    """

    def __init__(self, judge: Judge, placing: Placing, entry: TableMap | None, shape: TableShape) -> None:
        self.judge, self.width = judge, judge.width
        self.tail = judge.tail
        self.blank = [""] * len(shape.names)
        tail_places = {name: self.width + number for number, name in enumerate(judge.tail_names)}
        places = tail_places | placing.columns
        last = self.width + len(self.tail) - 1
        self.pick = itemgetter(*(places.get(name, last) for name in shape.names))
        unpivot = entry.unpivot if entry else None
        self.unpivoted = tuple((index, value) for index, value in placing.unpivoted.items()) if unpivot else ()
        if unpivot:
            self.into = shape.names.index(unpivot.into)
            self.over = shape.names.index(unpivot.column)

    def rows(self, source: Iterator[Numbered], findings: list[Finding]) -> Iterator[LaidRow]:
        """Give every row of the sheet."""
        kind_of, pick, blank, width = self.judge.kind_of, self.pick, self.blank, self.width
        tail, padding = self.tail, [""] * self.width
        has_above, unpivoted = self.judge.has_above, self.unpivoted
        for number, cells in source:
            raw = JOIN.join(cells)
            row = (cells if len(cells) == width else (cells + padding)[:width]) + tail
            kind, fault = kind_of(number, cells, row, raw)
            if kind != "read":
                yield LaidRow(number, kind, list(pick(row)) if fault else blank, raw, fault)
                continue
            if has_above:
                raw = JOIN.join((raw, *tail))
            if unpivoted:
                yield from self._unpivoted(number, row, raw)
            else:
                yield LaidRow(number, "read", list(pick(row)), raw, None)
        findings += [*self.judge.notes(), *self.judge.sheet.notes.values()]

    def _unpivoted(self, number: int, row: Cells, raw: str) -> Iterator[LaidRow]:
        """Give a row for each filled cell under the headers that are unpivoted."""
        for index, value in self.unpivoted:
            if row[index].strip():
                cells = list(self.pick(row))
                cells[self.over], cells[self.into] = value, row[index]
                yield LaidRow(number, "read", cells, f"{raw}{JOIN}{value}", None)
