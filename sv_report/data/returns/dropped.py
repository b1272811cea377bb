"""Returned workbooks that a person dropped into the form, laid into a folder that `collect` reads as its inbox.

Data stage.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

NAMELESS = "unnamed"
MOST_DROPPED = 100 << 20  # bytes in all; of itself JupyterLab hands over 10 MB, and of more it says nothing


@contextmanager
def dropped(files: Iterable[tuple[str, bytes]]) -> Iterator[Path]:
    """Give an inbox with files by their bare names, for as long as it is read; two of one name in folders of their own.

    >>> with dropped([("../april.xlsx", b"a"), ("april.xlsx", b"b")]) as inbox:
    ...     sorted(path.relative_to(inbox).as_posix() for path in inbox.rglob("*.xlsx"))
    ['2/april.xlsx', 'april.xlsx']
    """
    with TemporaryDirectory(prefix="sv_report-") as folder:
        inbox = Path(folder)
        for number, (name, content) in enumerate(files, start=1):
            path = inbox / bare(name)
            if path.exists():
                path = inbox / str(number) / bare(name)
                path.parent.mkdir()
            path.write_bytes(content)
        yield inbox


def bare(name: str) -> str:
    """Return a file's name without folders, as a browser may send it."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1].replace("\0", "")
    return NAMELESS if last in ("", ".", "..") else last
