"""Two engines' files of one manuscript compared: what each says, in which structure, on how many pages.

`KNOWN` is the list of differences that are known to remain, each with its reason; docs/documents.md has the same.
"""

import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from tests.conftest import program_path
from tests.reading import read
from tests.reading.differences import Difference, differences, structural
from tests.reading.pdf import page_count
from tests.reading.web import structure

FORMATS = ("docx", "pdf", "html")


@dataclass(frozen=True)
class Known:
    """A difference that is known to remain between the engines' files of a format, and why that does no harm."""

    format: str
    kind: str
    reason: str


KNOWN = (
    Known("html", "attribute class of tr", "Quarto gives the rows of a table classes, which no style of ours names."),
)


@dataclass(frozen=True)
class Compared:
    """What differs between two files of a format: what is not known, and what is."""

    format: str
    differences: tuple[Difference, ...]
    known: tuple[Difference, ...]
    same_bytes: bool


def compared(one: Path, other: Path) -> Compared:
    """Return what differs between two files of a format; of Word files their pages too, where LibreOffice is there."""
    format_ = one.suffix[1:]
    documents = [replace(read(path), pages=pages_of(path)) for path in (one, other)]
    found = differences(*documents)
    if format_ == "html":
        found += structural(structure(one), structure(other))
    known = [difference for difference in found if is_known(format_, difference)]
    unknown = [difference for difference in found if difference not in known]
    return Compared(format_, tuple(unknown), tuple(known), one.read_bytes() == other.read_bytes())


def is_known(format_: str, difference: Difference) -> bool:
    """Return whether a difference is in the documented list."""
    return any((known.format, known.kind) == (format_, difference.kind) for known in KNOWN)


def pages_of(path: Path) -> int:
    """Return how many pages a file has; 0 for a web page, and for a Word file where LibreOffice is absent."""
    if path.suffix == ".pdf":
        return page_count(path)
    if path.suffix == ".html" or not program_path("soffice"):
        return 0
    with tempfile.TemporaryDirectory() as folder:
        return page_count(as_pdf(path, Path(folder)))


def as_pdf(path: Path, folder: Path) -> Path:
    """Return a Word file as LibreOffice's PDF in a folder, made with a profile of its own."""
    command = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", "pdf"]
    subprocess.run([*command, "--outdir", folder, path], capture_output=True, check=True, timeout=180)
    return folder / f"{path.stem}.pdf"


def lines(name: str, results: Iterable[Compared]) -> list[str]:
    """Return what is printed of a manuscript: every difference by file and place."""
    said = []
    for result in results:
        file = f"{name}/report.{result.format}"
        said += [f"{file}: {difference}" for difference in result.differences]
        more = f", {len(result.known)} that are known" if result.known else ""
        same = "the same bytes" if result.same_bytes else "other bytes"
        said.append(f"{file}: {len(result.differences)} differences{more} ({same})")
    return said


def copied(folder: Path, target: Path) -> Path:
    """Return a copy of a manuscript's folder without what was rendered from it."""
    rendered = [f"report.{each}" for each in FORMATS]
    shutil.copytree(folder, target, ignore=shutil.ignore_patterns(*rendered, "tables.xlsx", "report.ipynb"))
    return target
