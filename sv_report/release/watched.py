"""What a report's page is made from, by content: the digest of each file, which a preview looks at again and again.

Release stage. Polling sees a change on any disk, network drives too, where the system's own notices of changes do
not come; and a digest does not take a file that was only saved again for a changed one, nor miss one whose time stands
still.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from sv_report.data.last_published import last_published_file
from sv_report.data.of_edition import data_files
from sv_report.errors import ReportError
from sv_report.params import Edition, Workbench

Snapshot = Mapping[Path, str]
PASSED_OVER = (".", "~")  # names of what editors keep beside a file begin or end so


def look(edition_file: Path, edition: Edition | None, workbench: Workbench) -> Snapshot:
    """Return the digests of all that an edition's page is made from, as the edition was when it was last good."""
    return digests(_watched(edition_file, edition, workbench))


def digests(paths: Iterable[Path]) -> Snapshot:
    """Return the digest of each file."""
    return {path: _digest(path) for path in dict.fromkeys(paths)}


def below(snapshot: Snapshot, *places: Path) -> tuple[tuple[Path, str], ...]:
    """Return of a snapshot the files that are, or lie in, some places."""
    return tuple((path, said) for path, said in snapshot.items() if any(path.is_relative_to(one) for one in places))


def files_in(folder: Path) -> list[Path]:
    """Return the files of a folder and of those in it, without what an editor keeps beside them."""
    found = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return [path for path in found if not any(_is_beside(name) for name in path.relative_to(folder).parts)]


def picture(folder: Path, name: str) -> bytes | None:
    """Return a file of a folder's media/ by its name; None where there is none."""
    found = next((path for path in files_in(folder / "media") if path.name == name), None)
    return found.read_bytes() if found else None


def _watched(edition_file: Path, edition: Edition | None, workbench: Workbench) -> Iterator[Path]:
    yield edition_file
    yield from files_in(edition_file.with_suffix(""))
    yield from files_in(workbench.templates)
    if edition is None:
        yield from sorted(workbench.notebooks.glob("*.ipynb"))
        return
    yield workbench.notebooks / f"{edition.notebook}.ipynb"
    yield from (workbench.root / one.file for one in edition.appendices if one.file)
    yield from _of_data(edition, workbench)


def _of_data(edition: Edition, workbench: Workbench) -> list[Path]:
    """Return the files of the data and the last report; none where they are not there, as the edition's gate says."""
    try:
        last = last_published_file(edition, workbench)
        return [*data_files(edition, workbench), *([last] if last else [])]
    except (ReportError, OSError):
        return []


def _is_beside(name: str) -> bool:
    return name.startswith(PASSED_OVER) or name.endswith("~") or name == "__pycache__"


def _digest(path: Path) -> str:
    """Return the SHA-256 of a file; of one that cannot be read, why."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as problem:
        return type(problem).__name__
