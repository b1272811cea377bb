"""Which sheet of which source holds which table, and its rows staged.

Data stage, the first step of intake. A mapping says so where a source has one; else a file, a sheet or a database's
table holds the table whose name it has. What is not read is said.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path, PurePath

from sv_report.data.cells.values import CellRules
from sv_report.data.readers import notes_on, open_file
from sv_report.data.readers.database import open_database
from sv_report.data.readers.frame import open_frames
from sv_report.data.readers.sheet import Sheet, Unreadable
from sv_report.data.reading import Reading
from sv_report.data.rules.faults import add_rejected
from sv_report.data.schema import ORIGIN, SHAPES, TABLES, Column, TableShape
from sv_report.data.sheets.layout import lay_out
from sv_report.data.sheets.mapping import Mapping, TableMap, read_mapping
from sv_report.data.sheets.matching import ColumnsNotUsed, matching_findings
from sv_report.data.sources import DATABASES, KINDS, WORKBOOKS, Source, in_folder, labelled, table_of
from sv_report.data.staging import Stage, stage_rows
from sv_report.data.swift import read_swiftly
from sv_report.data.what_if import RowChange, is_of, laid_over
from sv_report.errors import DataError
from sv_report.findings import Finding, Where, errors

COLLECTED = tuple(Column(name) for name in ORIGIN)  # beside a table's own columns, in returns that were collected
CHUNK = 1 << 20
MANY_SHEETS = (*WORKBOOKS, *DATABASES, ".zip")

Holding = tuple[Sheet, TableShape, TableMap | None]


@dataclass
class Held:
    """What was held of the sources: findings, the digest of each file, and the tables not all of which was read.

    `change` is laid over the row that it is of.
    """

    change: RowChange | None = None
    findings: list[Finding] = field(default_factory=list)
    digests: dict[str, str] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)
    not_used: ColumnsNotUsed = field(default_factory=ColumnsNotUsed)

    @property
    def whole(self) -> frozenset[str]:
        """The tables all of whose files could be read: what is not in them is nowhere."""
        return frozenset(SHAPES) - self.broken

    def refuse(self, problem: DataError, tables: Iterable[str]) -> None:
        """Add what is wrong with a file that was to hold tables."""
        self.findings += problem.findings
        self.broken |= {*tables}


def hold_sources(stage: Stage, sources: Sequence[Source], change: RowChange | None = None) -> Held:
    """Stage every sheet of the sources that holds a table, a change laid over the row that it is of."""
    held = Held(change)
    for label, source in labelled(sources):
        try:
            mapping = read_mapping(source.mapping, in_folder(source, source.mapping, label)) if source.mapping else None
        except DataError as problem:
            held.refuse(problem, SHAPES)
            continue
        hold = _hold_database if source.path is None else _hold_files
        sheets = hold(stage, held, source, label, mapping)
        held.findings += matching_findings(mapping.tables, sheets) if mapping else []
    held.findings += held.not_used.findings()
    for shape in TABLES:
        if shape.needed and not stage.of(shape) and shape.name not in held.broken:
            held.findings.append(_no_table(shape, sources))
            held.broken.add(shape.name)
    return held


def _hold_files(stage: Stage, held: Held, source: Source, label: str, mapping: Mapping | None) -> list[Sheet]:
    """Stage what the files of a source hold; return the sheets of those that could be opened."""
    opened: list[Sheet] = []
    first: dict[str, str] = {}  # the sheet of each table that is known by its name
    for path in source.files():
        shown = in_folder(source, path, label)
        if mapping is None and not _may_hold(path, source):
            held.findings.append(_not_read(path, shown))
            continue
        before = _state(path)
        try:
            held.digests[shown] = digest_of(path, shown)
            sheets = open_file(path, shown)
            held.findings += notes_on(sheets)
            holdings, others = holdings_of(sheets, path.stem, mapping)
        except DataError as problem:
            held.refuse(problem, _tables_of(path, mapping))
            continue
        opened += sheets
        held.findings += others if holdings else [_not_read(path, shown)]
        for sheet, shape, entry in holdings:
            place = sheet.where().text()
            if entry is None and first.setdefault(shape.name, place) != place:
                held.findings.append(_table_twice(shape, label, first[shape.name], place))
                held.broken.add(shape.name)
                continue
            _hold(stage, held, source, (sheet, shape, entry), path)
        if _state(path) != before:
            message, remedy = "the file was changed while it was read", "Finish saving it, and run again."
            held.findings.append(Finding("file-changed", "error", message, Where(shown), remedy))
    return opened


def _hold_database(stage: Stage, held: Held, source: Source, label: str, mapping: Mapping | None) -> list[Sheet]:
    """Stage what a database or frames hold; return its tables, none where it could not be opened."""
    try:
        sheets = open_database(source.url, label) if source.url else open_frames(source.frames, label)
        held.findings += notes_on(sheets)
        holdings, _ = holdings_of(sheets, "", mapping)
    except DataError as problem:
        held.refuse(problem, SHAPES)
        return []
    for holding in holdings:
        number = len(stage.readings)
        _hold(stage, held, source, holding)
        for reading in stage.readings[number:]:
            held.digests[f"{label}/{reading.sheet.name}"] = reading.digest
    if not holdings:
        message, remedy = (
            "none of the tables is there",
            f"Name its tables or views {', '.join(SHAPES)}, or write a mapping.",
        )
        held.findings.append(Finding("data-source-empty", "error", message, Where(label), remedy))
    return sheets


def holdings_of(sheets: Sequence[Sheet], name: str, mapping: Mapping | None) -> tuple[list[Holding], list[Finding]]:
    """Return what each sheet of a file holds, and what is to be said of those that are not read; `name` is the file's.

    Raises DataError where it is not clear which sheet holds the table.
    """
    mapped: list[Holding] = [
        (sheet, entry.shape, entry) for sheet in sheets for entry in (mapping.entries_for(sheet) if mapping else ())
    ]
    if mapped:
        taken = {id(sheet) for sheet, _, _ in mapped}
        return mapped, [_sheet_not_read(sheet) for sheet in sheets if id(sheet) not in taken]
    visible = [sheet for sheet in sheets if not sheet.hidden]
    named: list[Holding] = [(sheet, SHAPES[table], None) for sheet in visible if (table := _named_after(sheet))]
    by_file = table_of(name)
    if not named and by_file and len(visible) == 1:
        named = [(visible[0], SHAPES[by_file], None)]
    elif not named and by_file:
        raise DataError(
            "It is not clear which sheet holds the table.", [_which_sheet(sheets[0].file, by_file, visible)]
        )
    taken = {id(sheet) for sheet, _, _ in named}
    return named, [_sheet_not_read(sheet) for sheet in sheets if id(sheet) not in taken]


def _named_after(sheet: Sheet) -> str | None:
    """Return the table that a sheet, or a file of one table (also one in a zip), is named after."""
    return table_of(sheet.name or PurePath(sheet.file).stem)


def _hold(stage: Stage, held: Held, source: Source, holding: Holding, path: Path | None = None) -> None:
    """Stage a sheet as a table; a file of one table is staged swiftly where it is large and plain."""
    sheet, shape, entry = laid_over(held.change, holding[0]), *holding[1:]
    wide = shape_in(source, shape)
    reading = _reading(len(stage.readings), sheet, shape, entry, source)
    stage.readings.append(reading)
    try:
        layout = lay_out(sheet, entry, wide)
        reading.columns = tuple(name for name, header in layout.columns.items() if header is not None)
        if errors(layout.findings):
            held.findings += layout.findings
            held.broken.add(shape.name)
            reading.rows.update("rejected" if any(map(str.strip, cells)) else "blank" for _, cells in sheet.rows())
            return
        reject = partial(add_rejected, stage, reading)
        one_table = path if sheet.name is None and not is_of(held.change, sheet) else None
        if not (one_table and read_swiftly(stage, reading, one_table, entry, layout, reject)):
            stage_rows(stage, reading, layout.rows, reject)
        held.findings += layout.findings
        if not source.collected:
            held.not_used.add(sheet, layout.header_rows, layout.unmapped)
    except Unreadable as problem:  # nothing of the sheet has been staged: its rows go in together
        held.refuse(problem, [shape.name])
        reading.move(reading.rows["read"], "read", "rejected")


def shape_in(source: Source, shape: TableShape) -> TableShape:
    """Return a table's shape as it stands in a source: in returns that were collected, with each row's origin."""
    return replace(shape, columns=(*shape.columns, *COLLECTED)) if source.collected else shape


def _reading(number: int, sheet: Sheet, shape: TableShape, entry: TableMap | None, source: Source) -> Reading:
    rules = tuple(
        entry.rules(name, sheet.is_1904) if entry else CellRules(is_1904=sheet.is_1904) for name in shape.names
    )
    return Reading(
        number,
        sheet,
        shape,
        rules=rules,
        unpivoted=entry.unpivot.into if entry and entry.unpivot else None,
        is_distinct=bool(entry and entry.distinct),
        keeps_duplicates=bool(entry and entry.duplicates == "keep"),
        has_origin=source.collected,
        hashed=source.path is None,
    )


# ---- which files --------------------------------------------------------------------------------


def _may_hold(path: Path, source: Source) -> bool:
    """Return whether a file may hold a table by its name: one that has sheets may hold it in them."""
    return not source.is_folder or table_of(path.stem) is not None or path.suffix.lower() in MANY_SHEETS


def _tables_of(path: Path, mapping: Mapping | None) -> Iterator[str]:
    """Yield the tables that a file that could not be opened may have held."""
    table = table_of(path.stem)
    if mapping is not None:
        yield from {entry.table for entry in mapping.tables}
    elif table is not None:
        yield table
    else:
        yield from SHAPES


def _state(path: Path) -> tuple[int, int]:
    try:
        stat = path.stat()
    except OSError:
        return 0, 0
    return stat.st_mtime_ns, stat.st_size


def digest_of(path: Path, shown: str) -> str:
    """Return the SHA-256 of a file's bytes, in hex; raise DataError where it cannot be read."""
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                digest.update(chunk)
    except OSError as problem:
        message = f"the file cannot be read: {problem.strerror}"
        finding = Finding("file-unreadable", "error", message, Where(shown), "Check that it is there and open to you.")
        raise DataError("A file cannot be read.", [finding]) from None
    return digest.hexdigest()


# ---- what is said -------------------------------------------------------------------------------


def _not_read(path: Path, shown: str) -> Finding:
    message = f"{path.name} holds none of the tables and was not read"
    remedy = f"Give it, or a sheet of it, the name of a table ({', '.join(SHAPES)}), write a mapping, or take it away."
    return Finding("file-not-read", "warning", message, Where(shown), remedy)


def _sheet_not_read(sheet: Sheet) -> Finding:
    kind = "the hidden sheet" if sheet.hidden else "the sheet"
    message = f"{kind} {sheet.name} was not read"
    remedy = "Say in the mapping what it holds; nothing need be done where it holds no monitoring data."
    return Finding("sheet-not-read", "note" if sheet.hidden else "warning", message, sheet.where(), remedy)


def _which_sheet(shown: str, table: str, visible: Sequence[Sheet]) -> Finding:
    names = ", ".join(str(sheet.name) for sheet in visible) or "none"
    message = f"it is not clear which sheet holds the table {table}"
    remedy = f"Name one sheet {table}, or write a mapping: sv-report map proposes one."
    return Finding("mapping-ambiguous", "error", message, Where(shown, found=names), remedy)


def _table_twice(shape: TableShape, label: str, first: str, second: str) -> Finding:
    message = f"{first} and {second} both hold the table {shape.name}: rows would count twice"
    return Finding("table-twice", "error", message, Where(label), "Leave one of them.")


def _no_table(shape: TableShape, sources: Sequence[Source]) -> Finding:
    names = ", ".join(source.name for source in sources) or "none"
    required = ", ".join(column.name for column in shape.columns if column.required)
    message = f"no source holds the table {shape.name}"
    remedy = (
        f"Add a file or sheet named {shape.name} ({KINDS}), with at least the columns {required}; or write a mapping."
    )
    return Finding("table-missing", "error", message, Where(field="data", found=names), remedy)
