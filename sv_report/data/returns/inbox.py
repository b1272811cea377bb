"""An inbox of returns: its files one by one, those in a zip too, and what is left unread by its name.

Data stage, the front of `collect`.
"""

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from zipfile import ZipInfo

from sv_report.data.readers.kind import UNPACK
from sv_report.data.readers.original import Original, found
from sv_report.data.readers.parts import Parts, open_parts
from sv_report.data.readers.sheet import unreadable
from sv_report.findings import Finding, Where

NO_TABLES = (".eml", ".msg", ".pdf", ".doc", ".docx", ".odt", ".rtf", ".md", ".html", ".htm", ".png", ".jpg",
             ".jpeg", ".gif", ".heic", ".7z", ".rar", ".ics", ".lnk")  # fmt: skip
MAIL = (".eml", ".msg")
PACKED = (".7z", ".rar")
LEFT_BEHIND = ("thumbs.db", "desktop.ini", ".ds_store")  # by an operating system; nothing of a supplier's
WORKBOOK_PARTS = ("[Content_Types].xml", "mimetype")  # a workbook that is named .zip holds one of them
MOST_MEMBERS, MOST_UNPACKED = 2_000, 300 << 20  # of one zip: twice the contracts of a large council; bytes


def files_of(inbox: Path, folder: Path) -> Iterator[tuple[Path, str]]:
    """Yield each file of an inbox, with its name from there, in the order of names; not what is kept in `folder`."""
    if inbox.is_file():
        yield inbox, shown_name(inbox.name)
        return
    paths = sorted((shown_name(path.relative_to(inbox).as_posix()), path) for path in inbox.rglob("*"))
    kept = folder.resolve()
    yield from ((path, shown) for shown, path in paths if path.is_file() and not path.resolve().is_relative_to(kept))


def shown_name(name: str) -> str:
    """Return a file's name as it can be written down, whatever its system, or a zip, let it have.

    >>> shown_name("april\\x1b[31m.xlsx")
    'april�[31m.xlsx'
    """
    text = name.encode("utf-8", "replace").decode()
    return "".join(character if character.isprintable() else "\ufffd" for character in text)


def not_read(shown: str) -> Finding | None:
    """Return why a file is left unread by its name alone; None where it is to be read."""
    name = shown.rsplit("/", 1)[-1].lower()
    suffix = Path(name).suffix
    where = Where(shown)
    if name.startswith(("~$", ".~lock")):
        message = "this is the mark of a workbook that is open in another program; it was not read"
        return Finding("file-not-read", "warning", message, where, "Close the workbook, and collect again.")
    if name.startswith(".") or name in LEFT_BEHIND or shown.startswith("__MACOSX/") or "/__MACOSX/" in shown:
        return Finding("file-not-read", "note", "this is a hidden file; it was not read", where, "")
    if suffix in MAIL:
        message, remedy = (
            "this is an e-mail; it was not read",
            "Save its attachments into the inbox, and collect again.",
        )
        return Finding("file-not-read", "warning", message, where, remedy)
    if suffix in PACKED or (suffix == ".zip" and ".zip/" in shown.lower()):
        message = f"a packed file ({suffix}{' in another' if suffix == '.zip' else ''}) was not read"
        return Finding("file-not-read", "warning", message, where, "Unpack it into the inbox, and collect again.")
    if suffix in NO_TABLES:
        message = f"a {suffix} file is no workbook; it was not read"
        return Finding("file-not-read", "warning", message, where, "If it is evidence, file it as such.")
    return None


def unpacked(path: Path, shown: str, into: Path) -> list[tuple[Path, str]]:
    """Return each file in a zip, unpacked into `into`, as `files_of` does; the zip itself where it is a workbook.

    Raises Unreadable where the zip, or any file in it, is damaged, locked or too large: all of it or nothing.
    """
    file = found(path, shown)
    with open_parts(file) as parts:
        if any(parts.info(name) for name in WORKBOOK_PARTS):
            return [(path, shown)]
        _refuse_size(file, parts)
        return [_unpacked(parts, info, into / str(number), shown) for number, info in enumerate(parts.infos)]


def _unpacked(parts: Parts, info: ZipInfo, into: Path, shown: str) -> tuple[Path, str]:
    """Unpack a file under a name of ours, whatever path it names, with its own suffix; return it, and its name."""
    name = shown_name(info.filename.replace("\\", "/").lstrip("/"))
    suffix = PurePosixPath(name).suffix
    path = into.with_suffix(suffix if re.fullmatch(r"\.\w{1,8}", suffix, re.ASCII) else "")
    with path.open("wb") as stream:
        for block in parts.blocks(info):
            stream.write(block)
    return path, f"{shown}/{name}"


def _refuse_size(file: Original, parts: Parts) -> None:
    size = sum(info.file_size for info in parts.infos)
    if not parts.infos:
        raise unreadable(file.shown, "file-empty", "the zip holds no files", "Ask the supplier for it again.")
    if len(parts.infos) > MOST_MEMBERS or size > MOST_UNPACKED:
        message = f"the zip holds {len(parts.infos):,} files of {size >> 20:,} MB in all: too much to be returns"
        raise unreadable(file.shown, "file-too-large", message, UNPACK)
