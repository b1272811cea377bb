"""nbval sees red where a stored figure is not what the notebook now gives, and green where it is: anywhere, any day."""

import os
import re
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import nbformat

from tests.notebooks.test_notebooks import COMPARED, NOTEBOOKS, ROOT

BOTH = ("explore", "altered")
TOGETHER = re.search(r"-m pytest (--nbval .*) notebooks$", (ROOT / "Makefile").read_text("utf-8"), re.M)[1].split()  # type: ignore[index]
OUTCOME = re.compile(r"^\[(gw\d)\].* (PASSED|FAILED) notebooks/(\w+)::ipynb::Cell (\d+)", re.M)  # as xdist names cells


def nbval(folder: Path, *arguments: str, **environment: str) -> str:
    """Return what nbval says of a workbench's notebooks."""
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--color=no", "-v", *arguments]
    asked = {"cwd": folder, "env": os.environ | environment, "capture_output": True, "text": True}
    return subprocess.run(command, check=False, encoding="utf-8", **asked).stdout


def outcomes(said: str) -> list[tuple[str, str, str, int]]:
    """Return the worker, the outcome, the notebook and the number of each cell that nbval speaks of."""
    return [(worker, outcome, name, int(cell)) for worker, outcome, name, cell in OUTCOME.findall(said)]


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

    said = nbval(workbench_copy, "--nbval", "--nbval-current-env", "-rA", *(f"notebooks/{name}.ipynb" for name in BOTH))

    cells = sum(cell.cell_type == "code" for cell in notebook.cells)
    assert set(re.findall(r"^FAILED (\S+::Cell \d+)", said, re.M)) == {
        f"notebooks/altered.ipynb::Cell {number}" for number in altered
    }, said
    assert len(re.findall(r"^PASSED notebooks/explore\.ipynb::", said, re.M)) == cells
    assert said.count("Cell outputs differ") >= len(altered)


# ---- together -----------------------------------------------------------------------------------


def notebook_of(*cells: str, last: str) -> Any:
    """Return a notebook of some cells, the last of which stores an output."""
    made = [nbformat.v4.new_code_cell(source, execution_count=count) for count, source in enumerate(cells, start=1)]
    made[-1].outputs = [nbformat.v4.new_output("execute_result", {"text/plain": last}, execution_count=len(cells))]
    kernel = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    return nbformat.v4.new_notebook(cells=made, metadata=kernel)


def test_two_workers_share_the_notebooks_and_never_the_cells_of_one(tmp_path: Path) -> None:
    (tmp_path / "notebooks").mkdir()
    for name in "ab":
        nbformat.write(
            notebook_of("x = 1", "x += 1", "x += 1", "x", last="3"), tmp_path / "notebooks" / f"{name}.ipynb"
        )
    kept = outcomes(nbval(tmp_path, *TOGETHER, "notebooks"))
    assert sorted((outcome, name, cell) for _, outcome, name, cell in kept) == [
        ("PASSED", name, cell) for name in "ab" for cell in range(4)
    ]
    assert {len({worker for worker, _, of, _ in kept if of == name}) for name in "ab"} == {1}
    assert {worker for worker, *_ in kept} == {"gw0", "gw1"}

    torn = outcomes(nbval(tmp_path, *TOGETHER, "--dist", "load", "notebooks"))
    assert "FAILED" in {outcome for _, outcome, *_ in torn}, "torn apart, a notebook lacks its earlier cells"


# ---- anywhere, any day --------------------------------------------------------------------------

ELSEWHERE = {"TZ": "NZST-12NZDT,M9.5.0,M4.1.0/3", "LC_ALL": "C", "COLUMNS": "40", "PYTHONHASHSEED": "7"}
LATER = "import time\n\ntime.time = lambda now=time.time: now() + 400 * 24 * 3600\n"  # date.today() asks it, too


def test_what_is_stored_holds_in_another_folder_time_zone_and_year(workbench_copy: Path, tmp_path: Path) -> None:
    (tmp_path / "later").mkdir()
    (tmp_path / "later" / "sitecustomize.py").write_text(LATER, "utf-8")
    later = date.today() + timedelta(399)
    asked = ("import time", "import datetime", f"datetime.date.today() >= {later!r}, time.tzname[0]")
    nbformat.write(notebook_of(*asked, last="(True, 'NZST')"), workbench_copy / "notebooks" / "elsewhere.ipynb")

    path = os.pathsep.join((str(tmp_path / "later"), str(ROOT)))
    found = outcomes(nbval(workbench_copy, *TOGETHER, "notebooks", PYTHONPATH=path, **ELSEWHERE))
    assert {name for _, _, name, _ in found} == {"elsewhere", *(notebook.stem for notebook in NOTEBOOKS)}
    assert [cell for cell in found if cell[1] != "PASSED"] == []
