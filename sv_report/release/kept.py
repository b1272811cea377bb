"""What a person edited or added in a sealed bundle, kept in the next one: nothing of theirs is ever lost.

Release stage: `kept/NAME-HASH8`, in the folders that the person made.
"""

import shutil
from itertools import count
from pathlib import Path

from sv_report.release.manifest import LOG, MANIFEST, listed_files, sha256

KEPT = "kept"
HASH_DIGITS = 8
LOCKS = (".~lock.", "~$")  # how the names begin of what LibreOffice and Word leave beside an open file
BROWSERS = (".DS_Store", "Thumbs.db", "desktop.ini")  # what file browsers leave by themselves
PARTS = ("public", "exempt", "office")


def keep_edited(sealed: Path, built: Path) -> list[Path]:
    """Copy what a person edited or added in the sealed bundle into kept/ of the next, and return those files."""
    if not sealed.exists():
        return []
    if (sealed / KEPT).is_dir():
        shutil.copytree(sealed / KEPT, built / KEPT, symlinks=True)
    edited = [path for path in edited_files(sealed) if not _same(path, built / path.relative_to(sealed))]
    return list(dict.fromkeys(_keep(path, path.relative_to(sealed), built / KEPT) for path in edited))


def _same(one: Path, other: Path) -> bool:
    """Say whether two files hold the very same bytes."""
    return one.is_file() and other.is_file() and one.read_bytes() == other.read_bytes()


def _keep(path: Path, place: Path, kept: Path) -> Path:
    """Copy a file under its name and hash; never over another that was kept."""
    folder = kept.joinpath(*place.parts[1:-1] if place.parts[0] in PARTS else place.parts[:-1])
    folder.mkdir(parents=True, exist_ok=True)
    digest = sha256(path)[:HASH_DIGITS] if path.is_file() else "link"
    for number in count(1):
        target = folder / f"{path.stem}-{digest}{f'-{number}' if number > 1 else ''}{path.suffix}"
        if _same(path, target):
            return target
        if not target.exists() and not target.is_symlink():
            shutil.copy2(path, target, follow_symlinks=path.is_file())
            return target
    raise AssertionError("counting has no end")


def edited_files(sealed: Path) -> list[Path]:
    """Return the files and links of a sealed bundle that are not as its manifest has them: edited, or added.

    Without a manifest that can be read, every file counts as edited: nothing a person edited is ever lost.
    """
    listed = listed_files(sealed)
    passing = (sealed / "kept", sealed / MANIFEST, sealed / LOG)
    return [
        path
        for path in sorted(sealed.rglob("*"))
        if (path.is_file() or path.is_symlink())
        and not any(path == one or (one in path.parents and one.is_dir()) for one in passing)
        and not is_trace(path.name)
        and (path.is_symlink() or listed.get(path.relative_to(sealed).as_posix()) != sha256(path))
    ]


def is_trace(name: str) -> bool:
    """Say whether a file of this name is the trace of a program that looked at the bundle, and nobody's work."""
    return name.startswith(LOCKS) or name in BROWSERS
