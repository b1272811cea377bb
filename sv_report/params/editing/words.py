"""The words of one section, read to be edited and saved again without losing what another person wrote meanwhile.

Params stage. Takes an edition and a section; gives its `Words`, and writes them to `params/ID/SECTION.md`. `changing`
has the edition's own file.
"""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from sv_report.errors import EditionError
from sv_report.findings import Finding, Where
from sv_report.params.text import read_text
from sv_report.params.workbench import Workbench

ENDING = ".md"
BOM = b"\xef\xbb\xbf"
HASH_DIGITS = 8
CHANGED = "words.changed"


@dataclass(frozen=True)
class Words:
    """A section's words as they were read: the file, what stands in it, and the digest by which a change is told.

    `digest` is empty where there is no file yet; `line_end` and `has_mark` are kept as the file has them.
    """

    path: Path
    text: str
    digest: str = ""
    line_end: str = "\n"
    has_mark: bool = False


def read_words(edition_file: Path, section: str, workbench: Workbench) -> Words:
    """Return the words of a section, blank where there is no file; raise EditionError where it cannot be read."""
    path = _file(edition_file.with_suffix(""), section)
    return read_file(path, workbench) if path.is_file() else Words(path, "")


def read_file(path: Path, workbench: Workbench) -> Words:
    """Return the words of a file; raise EditionError where it cannot be read."""
    text, findings = read_text(path, workbench.shown(path))
    if text is None:
        raise EditionError(f"{workbench.shown(path)} cannot be read.", findings)
    raw = path.read_bytes()
    return Words(path, text, _digest(raw), "\r\n" if b"\r\n" in raw else "\n", raw.startswith(BOM))


def save_words(words: Words, text: str, workbench: Workbench) -> Words:
    """Write new words in the place of those that were read, and return them.

    Raises EditionError where the file is not as it was read, and nothing is written.
    """
    if is_changed(words):
        shown = workbench.shown(words.path)
        remedy = "Take the file's words, or keep yours: the file's are then put aside, and not lost."
        message = f"{shown} was changed by somebody else since you opened it"
        raise EditionError(f"{message}.", [Finding(CHANGED, "error", message, Where(shown), remedy)])
    return _written(words, text)


def save_over(words: Words, text: str, edition: str, workbench: Workbench) -> tuple[Words, Path | None]:
    """Write words over a file that was changed meanwhile; return them and where what stood there is kept."""
    kept = None
    if words.path.is_file():
        raw = words.path.read_bytes()
        name = f"{words.path.stem}-{_digest(raw)[:HASH_DIGITS]}{ENDING}"
        kept = workbench.outputs / "kept_words" / edition / name
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(raw)
    return _written(words, text), kept


def is_changed(words: Words) -> bool:
    """Whether the file is not as it was read: changed, gone, or there where there was none."""
    there = _digest(words.path.read_bytes()) if words.path.is_file() else ""
    return there != words.digest


def _file(folder: Path, section: str) -> Path:
    """Return a section's file, in whatever letters its name is written."""
    there = sorted(folder.iterdir()) if folder.is_dir() else []
    named = (path for path in there if path.name.casefold() == f"{section}{ENDING}")
    return next(named, folder / f"{section}{ENDING}")


def _written(words: Words, text: str) -> Words:
    """Write the text whole or not at all: a file that takes the other's place at the end."""
    whole = text.replace("\r\n", "\n").rstrip() + "\n"
    raw = (BOM if words.has_mark else b"") + whole.replace("\n", words.line_end).encode()
    target = words.path.resolve()
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f".{target.name}.new")
    beside.write_bytes(raw)
    os.replace(beside, target)  # noqa: PTH105 — over a file that is there, on Windows too
    return Words(words.path, whole, _digest(raw), words.line_end, words.has_mark)


def _digest(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()
