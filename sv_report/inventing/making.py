"""A workbench of invented councils, written into a new folder.

Part of inventing.
"""

import shutil
from dataclasses import dataclass
from pathlib import Path
from random import Random

from sv_report.errors import UsageError
from sv_report.inventing.council import invent
from sv_report.inventing.places import MOST, councils
from sv_report.inventing.writing import write_council, write_data, write_edition
from sv_report.params import find_workbench

MODEL_COUNCIL, MODEL_EDITION = "lancashire", "2024-02-08"  # of the workbench that the command is given in
NOTEBOOK = "cabinet_report.ipynb"
LAYOUT = ("_quarto.yml", "_extensions")
SEED = "1"
README = """\
# A scale example

***Illustrative data*: everything here is invented** by `sv-report scale-example {count} --seed {seed}`: councils, \
suppliers, contracts, people and figures. No such place exists.

    sv-report batch 'params/*.yml'

makes the reports, from this folder.
"""


@dataclass(frozen=True)
class Invented:
    """What was written: the workbench's folder, and the editions' ids."""

    folder: Path
    editions: tuple[str, ...]


def scale_example(count: int, *, to: Path, seed: str = SEED, root: Path | None = None) -> Invented:
    """Write a workbench of `count` invented councils with an edition each into the new or empty folder `to`.

    Equal seeds give equal bytes. Layout, notebook, wording and narrative are those of the workbench's own example.
    Raises UsageError where the folder holds something, where the model is not there, and for more than `MOST`.
    """
    workbench = find_workbench(root)
    model, words = workbench.templates / MODEL_COUNCIL, workbench.params / MODEL_EDITION
    if not 1 <= count <= MOST:
        raise UsageError(f"{count} councils cannot be made: give a number from 1 to {MOST}.")
    if not (model / "profile.yml").is_file() or not words.is_dir():
        raise UsageError(f"The example is made after {model} and {words}, and one of them is not there.")
    folder = to.resolve()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"{folder} is not empty, and nothing is written over. Give --to a new folder.")
    for name in ("params", "templates", "notebooks", "data"):
        (folder / name).mkdir(parents=True)
    shutil.copyfile(workbench.notebooks / NOTEBOOK, folder / "notebooks" / NOTEBOOK)
    shutil.copyfile(workbench.templates / LAYOUT[0], folder / "templates" / LAYOUT[0])
    shutil.copytree(workbench.templates / LAYOUT[1], folder / "templates" / LAYOUT[1])
    (folder / "README.md").write_text(README.format(count=count, seed=seed), "utf-8")
    editions = []
    for number, area in enumerate(councils(count, Random(seed))):
        council = invent(area, seed)
        write_council(folder / "templates" / council.id, model, council)
        write_data(folder / "data" / council.id, council, seed)
        editions.append(write_edition(folder / "params", words, council, number))
    return Invented(folder, tuple(editions))
