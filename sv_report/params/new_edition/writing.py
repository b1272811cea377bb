"""A new edition on disk: whole, or not at all, and never over anything that is there.

Params stage. Takes the text and the narrative's files, writes params/ID.yml and params/ID/.
"""

import shutil
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from sv_report.errors import EditionError
from sv_report.params.loading import ID
from sv_report.params.workbench import ENDINGS, Workbench

BOM = "\ufeff"


def refuse_what_is_there(id_: str, workbench: Workbench) -> None:
    """Raise EditionError where an id cannot be one, or where a file or folder of params/ has it in any capitals."""
    if not ID.fullmatch(id_):
        raise EditionError(
            f"{id_!r} cannot be an edition's id. Give a short name (--name) with letters, digits, - and _ only."
        )
    taken = {f"{id_}{ending}".casefold() for ending in ("", *ENDINGS)}
    there = sorted(path.name for path in workbench.params.iterdir() if path.name.casefold() in taken)
    if there:
        names = " and ".join(f"params/{name}{'/' if (workbench.params / name).is_dir() else ''}" for name in there)
        raise EditionError(
            f"The edition {id_} is there already: {names}. Nothing was written. "
            "Give another short name (--name), or rename or delete what is there."
        )


def write_edition(id_: str, text: str, files: Sequence[Path], workbench: Workbench) -> Path:
    """Write an edition's file, and its narrative's files byte for byte into its folder; return the file's path.

    Raises EditionError where something of that id is there or a file cannot be read or written; nothing is left then.
    """
    refuse_what_is_there(id_, workbench)
    folder, path = workbench.params / id_, workbench.params / f"{id_}.yml"
    try:
        with TemporaryDirectory(dir=workbench.params, prefix=f".{id_}.") as made:
            words = Path(made) / id_
            words.mkdir()
            for file in files:
                (words / file.name).write_bytes(file.read_bytes())
            words.rename(folder)
            try:
                with path.open("x", encoding="utf-8", newline="") as file_:
                    file_.write(text)
            except BaseException:
                shutil.rmtree(folder)
                raise
    except OSError as problem:
        why = problem.strerror or str(problem)
        name = workbench.shown(Path(problem.filename)) if problem.filename else "params/"
        raise EditionError(f"The edition {id_} cannot be written: {name}: {why}. Nothing was left.") from None
    return path
