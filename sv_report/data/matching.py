"""What is not certain about which entries of a mapping apply to which sheets.

Data stage, for `mapping`.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
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
