"""nbval sees red where a stored figure is not what the notebook now gives, and green where it is."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat

from tests.notebooks.test_notebooks import COMPARED


def alter(notebook: Any, call: str) -> int:
    """Change one digit of what a call's cell stores, and return the cell's number among the code cells."""
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    number = next(number for number, cell in enumerate(code) if cell.source.partition("#")[0].strip() == call)
    data = code[number].outputs[0].data
    before = data["text/plain"]
    data["text/plain"] = re.sub(r"\d", lambda digit: str((int(digit[0]) + 1) % 10), before, count=1)
    assert data["text/plain"] != before
    return number


def test_one_altered_figure_turns_its_cell_red_and_nothing_else(workbench_copy: Path) -> None:
    stored = workbench_copy / "notebooks" / "explore.ipynb"
    notebook = nbformat.read(stored, as_version=4)
    last = max(number for number, cell in enumerate(notebook.cells) if cell.source.startswith(COMPARED))
    del notebook.cells[last + 1 :]  # what follows takes time and shows nothing more
    nbformat.write(notebook, stored)
    altered = {alter(notebook, call) for call in COMPARED}
    nbformat.write(notebook, stored.with_name("altered.ipynb"))

    command = [sys.executable, "-m", "pytest", "--nbval", "--nbval-current-env", "-p", "no:cacheprovider", "-rA"]
    command += ["--color=no", "notebooks/explore.ipynb", "notebooks/altered.ipynb"]
    said = subprocess.run(command, cwd=workbench_copy, capture_output=True, text=True, check=False).stdout

    cells = sum(cell.cell_type == "code" for cell in notebook.cells)
    assert set(re.findall(r"^FAILED (\S+::Cell \d+)", said, re.M)) == {
        f"notebooks/altered.ipynb::Cell {number}" for number in altered
    }, said
    assert len(re.findall(r"^PASSED notebooks/explore\.ipynb::", said, re.M)) == cells
    assert said.count("Cell outputs differ") >= len(altered)
