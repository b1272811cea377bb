"""The executed notebook as it may be published: without what is of this machine or of this run only.

Manuscript stage. Paths, process numbers and addresses of objects come in by what cells say on stderr and by what
they show to the notebook's reader.
"""

import re
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sv_report.manuscript.block import MIME

NOTES = "notes"  # the tag of cells that are for the notebook's reader and not for the report's
INJECTED = "injected-parameters"  # papermill's tag
CELL = re.compile(r"ipykernel_\d+[/\\]+\d+\.py")  # what a kernel calls a cell, with its process's number
ADDRESS = re.compile(r" at 0x[0-9a-fA-F]+")
FOLDERS = re.compile(  # of an absolute path, all but its last name; not those of a web address
    r"(?:file://|(?<![\w.:/~-]))/(?:[\w.@+~-]+/)+|(?<![A-Za-z])[A-Za-z]:[\\/]+(?:[^\\/:*?\"<>|\r\n]+[\\/]+)*|\\\\[^\s\\]+\\"
)


def cleaned(notebook: Any, folders: Iterable[Path] = ()) -> Any:
    """Return the notebook without what differs from run to run, or names a place of this machine.

    `folders` are the run's own, whose names may hold blanks.
    """
    own = own_folders(folders)
    for key in ("papermill", "widgets"):
        notebook.metadata.pop(key, None)
    notebook.metadata.get("language_info", {}).pop("version", None)
    for number, cell in enumerate(notebook.cells):
        cell.id = f"cell-{number:02}"
        for key in ("papermill", "execution"):
            cell.metadata.pop(key, None)
        if INJECTED in tags(cell):
            cell.source = scrubbed(cell.source, own)
        if cell.cell_type == "code":
            cell.outputs = [output for output in cell.outputs if _may_be_published(cell, output, own)]
    return notebook


def tags(cell: Any) -> list[str]:
    """Return a cell's tags."""
    return list(cell.metadata.get("tags", []))


def scrubbed(text: str, own: Iterable[str]) -> str:
    """Return a text with absolute paths cut to their last names, and without numbers of processes and addresses.

    >>> scrubbed("/tmp/ipykernel_123/456.py:1: UserWarning: see /home/me/data/a.csv", ())
    'cell:1: UserWarning: see a.csv'
    """
    text = CELL.sub("cell", text)
    for folder in own:
        text = re.sub(rf"{re.escape(folder)}(?:[/\\]+|(?![\w.-]))", "", text)
    return ADDRESS.sub("", FOLDERS.sub("", text))


def own_folders(folders: Iterable[Path]) -> list[str]:
    """Return the names of folders to be scrubbed: those given, the user's and Python's; the longest first."""
    places = [*folders, Path.home(), Path(sys.prefix), Path(tempfile.gettempdir()), Path(__file__).parents[2]]
    names = {name for place in places for path in (place, place.resolve()) for name in (str(path), path.as_posix())}
    return sorted((name for name in names if len(Path(name).parts) > 1), key=len, reverse=True)


def _may_be_published(cell: Any, output: Any, own: list[str]) -> bool:
    """Return whether an output is a block of the report, or plainly safe: text that names no place of this machine."""
    if output.output_type == "error" or output.get("name") == "stderr":
        return False
    if MIME in output.get("data", {}) or NOTES not in tags(cell):
        return True
    data = {"text/plain": output.text} if output.output_type == "stream" else output.data
    return set(data) == {"text/plain"} and scrubbed(data["text/plain"], own) == data["text/plain"]
