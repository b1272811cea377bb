"""What is not certain about which entries of a mapping apply to which sheets, and which columns nobody asked for.

Data stage, for `holding`, once all the sheets of a source are known.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from sv_report.data.readers.sheet import Sheet
from sv_report.findings import Finding, Where
from sv_report.params.nearest import advice


class Entry(Protocol):
    """What is asked of an entry of a mapping here."""

    @property
    def table(self) -> str:
        """The table that it reads."""

    @property
    def file(self) -> str | None:
        """Its file, or a glob."""

    @property
    def sheet(self) -> str | None:
        """Its sheet, or a glob."""

    @property
    def where(self) -> Where:
        """Its place in the mapping's file."""

    def applies_to(self, sheet: Sheet) -> bool:
        """Return whether it applies to a sheet."""

    def is_for(self, file: str) -> bool:
        """Return whether it applies to a file."""


def matching_findings(entries: Sequence[Entry], sheets: Iterable[Sheet]) -> list[Finding]:
    """Return what is not certain about which entry applies to which of the sheets.

    mapping-unused: an entry is for no file. mapping-ambiguous: two entries of one table apply to one sheet, or an
    entry that names no sheet applies to several of a file. sheet-missing: a file has no sheet that its entry names.
    """
    by_file: dict[str, list[Sheet]] = defaultdict(list)
    for sheet in sheets:
        by_file[sheet.file].append(sheet)
    found: list[Finding] = []
    for entry in entries:
        files = [file for file in by_file if entry.is_for(file)]
        if not files:
            found.append(_unused(entry, by_file))
        for file in files:
            found += _of_file(entry, file, by_file[file])
    for of_one_file in by_file.values():
        for sheet in of_one_file:
            found += _twice(entries, sheet)
    return found


MOST_NAMED = 12  # columns that a note names
LONGEST = 60  # characters of a header in it
Table = tuple[str, str | None, tuple[int, ...]]  # file, sheet and rows of the header


@dataclass
class ColumnsNotUsed:
    """The headers of each sheet that no table takes: a register of contracts may be read as suppliers too."""

    names: dict[Table, tuple[str, ...]] = field(default_factory=dict)

    def add(self, sheet: Sheet, header_rows: tuple[int, ...], unmapped: Sequence[str]) -> None:
        """Add the headers that a table read from a sheet leaves."""
        key = (sheet.file, sheet.name, header_rows)
        others = self.names.get(key)
        self.names[key] = tuple(name for name in dict.fromkeys(unmapped) if others is None or name in others)

    def findings(self) -> list[Finding]:
        """Return a note for each sheet that has any."""
        return [_not_used(*key, names) for key, names in self.names.items() if names]


def _not_used(file: str, sheet: str | None, rows: tuple[int, ...], names: Sequence[str]) -> Finding:
    listed = ", ".join(name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…" for name in names[:MOST_NAMED])
    more = f" and {len(names) - MOST_NAMED:,} more" if len(names) > MOST_NAMED else ""
    what = "column is" if len(names) == 1 else "columns are"
    message = f"{len(names):,} {what} not used: {listed}{more}"
    remedy = "Say in the mapping what a column holds if it is wanted."
    return Finding("columns-not-used", "note", message, Where(file, sheet, rows[0] if rows else None), remedy)


def _of_file(entry: Entry, file: str, sheets: list[Sheet]) -> list[Finding]:
    """Return what is not certain about an entry in one file that it applies to."""
    taken = [sheet for sheet in sheets if entry.applies_to(sheet)]
    names = [sheet.name or "" for sheet in taken]
    if not taken:
        message = f"no sheet is {entry.sheet}, which the mapping reads as {entry.table}"
        all_names = [sheet.name or "" for sheet in sheets]
        where = Where(file, found=", ".join(all_names))
        remedy = f"{advice(entry.sheet or '', all_names)} Correct sheet: in the mapping ({entry.where.text()})."
        return [Finding("sheet-missing", "error", message, where, remedy)]
    if entry.sheet is None and len(taken) > 1:
        message = f"which sheet holds {entry.table} is not certain: {', '.join(names)}"
        remedy = f"Write sheet: and its name in the mapping ({entry.where.text()})."
        return [Finding("mapping-ambiguous", "error", message, Where(file), remedy)]
    return []


def _unused(entry: Entry, files: Iterable[str]) -> Finding:
    message = f"no file is {entry.file}, so nothing is read as {entry.table} by this entry"
    remedy = f"Correct file: or delete the entry. {advice(entry.file or '', list(files), 'There are no files.')}"
    return Finding("mapping-unused", "warning", message, entry.where, remedy)


def _twice(entries: Sequence[Entry], sheet: Sheet) -> list[Finding]:
    here = [entry for entry in entries if entry.applies_to(sheet)]
    times = Counter(entry.table for entry in here)
    found = []
    for table in (table for table, count in times.items() if count > 1):
        places = " and ".join(f"line {entry.where.row}" for entry in here if entry.table == table)
        message = f"two entries of the mapping read this sheet as {table}, {places}: its rows would count twice"
        remedy = f"Make file: and sheet: of the two apart ({here[0].where.file})."
        found.append(Finding("mapping-ambiguous", "error", message, sheet.where(), remedy))
    return found
