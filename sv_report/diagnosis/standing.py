"""The workbench's folders, the room on the disk, and what runs left behind."""

import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from sv_report.diagnosis.noted import Here, Noted

HELD = ("params", "templates")  # as params.workbench has them, which cannot be imported where pydantic is missing
WRITTEN = ("params", "notebooks", "outputs")
ENOUGH = 500  # megabytes; a run of the example takes 30, one of a large council's data more
LONGEST = 259  # characters of a path on Windows, where long paths are not switched on
DEEPEST = 100  # characters that a run's longest path has from the root on, with an edition's id of ten


def find_root(root: Path | None) -> Path | None:
    """Return the root of the workbench that is named, or else that this folder is in; None where there is none."""
    start = (root or Path.cwd()).resolve()
    places = [start] if root else [start, *start.parents]
    return next((place for place in places if all((place / name).is_dir() for name in HELD)), None)


def of_workbench(here: Here) -> Iterator[Noted]:
    """Are its folders here, can they be written, and is there room?"""
    if here.root is None:
        what = "this folder is none, nor is one above it: params/ and templates/ are missing."
        why = "Editions, words and reports lie in it."
        command = "change to the project's folder, or name it: sv-report doctor --root FOLDER"
        yield Noted("Workbench", "to mend", what, why, command, stops=True)
        return
    faults = [*_unwritten(here.root), *_no_room(here.root), *_too_long(here.root)]
    yield from faults
    if not faults:
        free = shutil.disk_usage(here.root).free / 1e9
        yield Noted("Workbench", "in order", f"its folders can be written; {free:,.0f} GB are free.")


def _unwritten(root: Path) -> Iterator[Noted]:
    for name in WRITTEN:
        folder = root / name if name != "outputs" or (root / name).exists() else root  # a run makes outputs/
        refused = _refusal(folder)
        if refused:
            why = {"params": "An edition's words are saved in it.", "outputs": "Reports are put in it."}
            what = f"{name}/ cannot be written ({refused})."
            command = f"ask for the right to write in {name}/, or move the workbench to a folder of your own"
            stops = name == "outputs"
            yield Noted("Workbench", "to mend", what, why.get(name, "JupyterLab saves in it."), command, stops)


def _refusal(folder: Path) -> str:
    """Return what the computer says to a file in a folder; empty where it takes one."""
    if not folder.is_dir():
        return "it is missing" if not folder.exists() else "it is a file"
    try:
        with tempfile.TemporaryFile(dir=folder, prefix="."):
            return ""
    except OSError as problem:
        return "the disk is full" if problem.errno == errno.ENOSPC else str(problem.strerror or "refused")


def _no_room(root: Path) -> Iterator[Noted]:
    free = shutil.disk_usage(root).free / 1e6
    if free < ENOUGH:
        what = f"only {free:,.0f} MB are free on its disk."
        why = "A run that fills the disk fails, and leaves the last report as it was."
        yield Noted(
            "Workbench", "to mend", what, why, "delete files that nobody needs; outputs/.tables/ is one such folder"
        )


def _too_long(root: Path, system: str = os.name) -> Iterator[Noted]:
    if system == "nt" and len(str(root)) + 1 + DEEPEST > LONGEST:
        what = f"its folder's path has {len(str(root))} characters, too many for Windows."
        command = f"move it to a folder whose path has at most {LONGEST - 1 - DEEPEST} characters"
        yield Noted("Workbench", "to mend", what, "Files of a report may not be written.", command)


def of_leftovers(here: Here) -> Iterator[Noted]:
    """What did runs leave: one that is under way, one that was killed, one that failed?"""
    outputs = here.root / "outputs" if here.root else None
    if outputs is None or not outputs.is_dir():
        return
    ids = sorted({path.name[1:].rpartition(".")[0] for end in ("work", "old") for path in outputs.glob(f".*.{end}")})
    noted = [_of_run(outputs, id_) for id_ in ids]
    noted += [_of_failed(path.name.removesuffix(".failed")) for path in sorted(outputs.glob("*.failed"))]
    yield from noted or [Noted("Runs", "in order", "none was cut off, none failed.")]


def _of_run(outputs: Path, id_: str) -> Noted:
    if _is_locked(outputs / f".{id_}.lock"):
        return Noted("Runs", "worth knowing", f"one of {id_} is under way.", "Another has to wait for its end.")
    stands = (outputs / id_).exists()
    left = "its last report stands" if stands else "its last report, if it had one, is put back by the next run"
    what = f"one of {id_} was cut off; {left}."
    return Noted("Runs", "worth knowing", what, "The next run clears up by itself.", _again(id_))


def _of_failed(id_: str) -> Noted:
    why = f"outputs/{id_}.failed/ holds its log and its notebook up to the cell that failed."
    return Noted("Runs", "worth knowing", f"the last one of {id_} failed.", why, _again(id_))


def _again(id_: str) -> str:
    """Return the command of a bundle's run."""
    edition, _, settings = id_.partition(".set-")
    return f"sv-report run {edition}{' with the same --set' if settings else ''}"


def _is_locked(path: Path) -> bool:
    """Whether a process holds a run's lock; the file alone says nothing, for it outlives its run."""
    from filelock import FileLock, Timeout

    if not path.exists():
        return False
    try:
        with FileLock(path, blocking=False):
            return False
    except Timeout:
        return True
