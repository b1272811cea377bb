"""Where two files that should be the same differ, in words: the parts of an Office file, the pages of a PDF, a line.

Release stage: part of verifying. What is compared may have been edited by anyone: a file that cannot be opened as what
its name says is compared byte by byte.
"""

import json
from collections.abc import Callable, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

import pypdfium2  # type: ignore[import-untyped]

from sv_report.release.manifest import MANIFEST

NAMED = 3  # parts, pages or fields that are named one by one
UNOPENED = (OSError, ValueError, BadZipFile, NotImplementedError, pypdfium2.PdfiumError)


def place_of_difference(name: str, sealed: Path, again: Path) -> str:
    """Return where a file of a bundle differs from the one made again; `name` is its path in the bundle."""
    try:
        return _look(name)(sealed, again) or _bytes(sealed, again)
    except UNOPENED:
        return _bytes(sealed, again)


def _look(name: str) -> Callable[[Path, Path], str]:
    """Return how a file of this name is looked through."""
    if name == MANIFEST:
        return _fields
    return LOOKS.get(Path(name).suffix.lower(), _lines)


def _parts(sealed: Path, again: Path) -> str:
    """Compare Office files, which are ZIP archives, by the checksums of the parts inside."""
    first, second = _checksums(sealed), _checksums(again)
    changed = [name for name in second if name in first and first[name] != second[name]]
    added, missing = [name for name in first if name not in second], [name for name in second if name not in first]
    said = [("in", changed), ("added inside:", added), ("missing inside:", missing)]
    words = "; ".join(f"{how} {_listed(names)}" for how, names in said if names)
    return words or "every part inside is the same; they are packed otherwise"


def _checksums(path: Path) -> dict[str, tuple[int, int]]:
    with ZipFile(path) as archive:
        return {part.filename: (part.CRC, part.file_size) for part in archive.infolist()}


def _pages(sealed: Path, again: Path) -> str:
    """Compare PDFs page by page: what is written there, and how it looks."""
    first, second = _looks(sealed), _looks(again)
    differing = [str(number) for number, (one, other) in enumerate(zip_longest(first, second), 1) if one != other]
    if not differing:
        return f"no page looks otherwise; {_bytes(sealed, again)}"
    pages = f"on page{'s' if len(differing) > 1 else ''} {_listed(differing)}"
    return pages if len(first) == len(second) else f"{pages}; {len(first)} pages, made again {len(second)}"


def _looks(path: Path) -> list[tuple[str, bytes]]:
    document = pypdfium2.PdfDocument(path)
    try:
        return [(page.get_textpage().get_text_bounded(), page.render().to_numpy().tobytes()) for page in document]
    finally:
        document.close()


def _fields(sealed: Path, again: Path) -> str:
    """Compare manifests by what they say."""
    first, second = (json.loads(path.read_text("utf-8")) for path in (sealed, again))
    if not isinstance(first, dict):
        return ""
    nowhere: Any = object()
    differing = [name for name in {**second, **first} if first.get(name, nowhere) != second.get(name, nowhere)]
    return f"in what it says of {_listed(differing, len(differing))}" if differing else ""


def _lines(sealed: Path, again: Path) -> str:
    """Compare texts by lines; nothing is said of what is no text."""
    first, second = (path.read_bytes().decode("utf-8").split("\n") for path in (sealed, again))
    return f"from line {_first_differing(first, second) + 1:,}"


def _bytes(sealed: Path, again: Path) -> str:
    return f"from byte {_first_differing(sealed.read_bytes(), again.read_bytes()) + 1:,}"


def _first_differing(one: Sequence[object], other: Sequence[object]) -> int:
    """Return where two sequences begin to differ, counted from 0."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (first, second) in pairs if first != second), min(len(one), len(other)))


def _listed(names: Sequence[str], most: int = NAMED) -> str:
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


LOOKS = {".docx": _parts, ".xlsx": _parts, ".pdf": _pages}
