"""A zip of table files: each is read as a file of its own, named `spend.zip/april.csv`.

Data stage. Takes a zip that is no workbook; unpacks it, within bounds, into a folder that lasts as long as its sheets
are in use. A zip in a zip is refused.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from sv_report.data.readers.kind import UNPACK
from sv_report.data.readers.original import Original
from sv_report.data.readers.parts import Parts, open_parts
from sv_report.data.readers.sheet import Numbered, Sheet, Unreadable, unreadable
from sv_report.findings import Finding

Open = Callable[[Path, str], list[Sheet]]


def open_zip_of_files(file: Original, open_member: Open) -> list[Sheet]:
    """Return the sheets of every file in a zip; raise Unreadable with every one that cannot be read."""
    folder = TemporaryDirectory(prefix="sv-report-", ignore_cleanup_errors=True)
    findings: list[Finding] = []
    sheets: list[Sheet] = []
    with open_parts(file) as parts:
        members = list(_members(parts))
        for number, name in enumerate(members):
            try:
                path = _unpacked(parts, name, Path(folder.name) / str(number))
                found = open_member(path, f"{file.shown}/{name}")
            except Unreadable as problem:
                findings += problem.findings
            else:
                sheets += [replace(sheet, rows=partial(_rows, sheet, folder)) for sheet in found]
    if findings:
        raise Unreadable(*findings)
    if not members:
        raise unreadable(file.shown, "file-empty", "The zip holds no files.", UNPACK)
    return sheets


def _members(parts: Parts) -> Iterator[str]:
    """Yield the names of the files, but for those that a Mac adds."""
    for name in parts.names:
        path = PurePosixPath(name.replace("\\", "/"))
        if "__MACOSX" not in path.parts and not path.name.startswith("."):
            yield name


def _unpacked(parts: Parts, name: str, folder: Path) -> Path:
    info = parts.info(name)
    if info is None:
        raise KeyError(name)
    folder.mkdir()
    path = folder / f"member{PurePosixPath(name.replace(chr(92), '/')).suffix}"
    with path.open("wb") as stream:
        for block in parts.blocks(info):
            stream.write(block)
    return path


def _rows(sheet: Sheet, folder: "TemporaryDirectory[str]") -> Iterator[Numbered]:
    """Yield a member's rows; `folder` is held so that it is not cleared away before."""
    return sheet.rows()
