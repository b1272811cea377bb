"""A source file as it was found: its path, its name in findings, and whether it has changed since.

Data stage. Takes a path; gives an `Original` that every reader keeps, so that rows read later come from the bytes
that were looked at first, and refuses what is no file, is empty, or is a lock file.
"""

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from sv_report.data.readers.sheet import Unreadable, unreadable

LOCKS = ("~$", ".~lock.")  # how Excel and LibreOffice name the small file that says who has a workbook open
CHECK_IT = "Check that it exists, that you may read it, and that the disk or share is connected."
FINISH = "Finish saving it, close it in other programs, and run again."


@dataclass(frozen=True)
class Original:
    """A file as it was found; `stamp` is its size and times."""

    path: Path
    shown: str
    stamp: tuple[int, int, int, int]

    @property
    def size(self) -> int:
        """The number of bytes."""
        return self.stamp[0]

    def check(self) -> None:
        """Raise Unreadable if the file was changed, or is gone, since it was found."""
        if _stamp(self.path, self.shown) != self.stamp:
            raise unreadable(self.shown, "file-changed", "The file was changed while it was read.", FINISH)

    def unread(self, problem: OSError) -> Unreadable:
        """Return the error for what the system said."""
        return not_read(self.shown, problem)


def found(path: Path, shown: str) -> Original:
    """Return a file as it is now; raise Unreadable where there is no file to read."""
    if path.name.startswith(LOCKS):
        message = "This is a lock file: it says that a workbook is open in another program, and holds no data."
        remedy = "Close the workbook in Excel or LibreOffice; if the lock file stays, delete it."
        raise unreadable(shown, "file-not-table", message, remedy)
    stamp = _stamp(path, shown)
    if not stamp[0]:
        message = "The file is empty (0 bytes)."
        raise unreadable(shown, "file-empty", message, "Ask for it again, or take it away; it may not be downloaded.")
    return Original(path, shown, stamp)


def not_read(shown: str, problem: OSError) -> Unreadable:
    """Return the error for a file that the system does not let us read."""
    why = (problem.strerror or "it cannot be read").lower()
    return unreadable(shown, "file-unreadable", f"The file cannot be read: {why}.", CHECK_IT)


def _stamp(path: Path, shown: str) -> tuple[int, int, int, int]:
    try:
        status = path.stat()
    except OSError as problem:
        raise not_read(shown, problem) from None
    if not stat.S_ISREG(status.st_mode) or not os.access(path, os.R_OK):
        what = "a folder" if stat.S_ISDIR(status.st_mode) else "not a file that can be read"
        raise unreadable(shown, "file-unreadable", f"This is {what}.", CHECK_IT)
    return status.st_size, status.st_mtime_ns, status.st_ino, status.st_dev
