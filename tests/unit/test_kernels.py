"""A run's kernels: started and ended beside its work, none left behind, and one that dies waiting is said to be dead."""

import json
import os
import signal
from pathlib import Path
from typing import Any

import nbformat
import psutil
import pytest

from sv_report.errors import NotebookError
from sv_report.manuscript.execute import execute
from sv_report.manuscript.kernels import kernels_for
from sv_report.params import find_workbench

ROOT = Path(__file__).resolve().parents[2]


def notebook(folder: Path, *cells: str) -> Path:
    new: Any = nbformat.v4
    made = new.new_notebook(cells=[new.new_code_cell(cell) for cell in cells])
    path = folder / "asks.ipynb"
    nbformat.write(made, path)  # type: ignore[no-untyped-call]
    return path


def printed(executed: Path) -> list[str]:
    cells = json.loads(executed.read_text("utf-8"))["cells"]
    return ["".join(output["text"]).strip() for cell in cells for output in cell["outputs"]]


WHERE = "import os\nprint(os.getpid(), os.getcwd(), os.environ['SV_REPORT_WORK'])"


def test_each_copy_has_a_kernel_in_the_notebooks_folder_that_knows_its_working_folder(tmp_path: Path) -> None:
    works = [tmp_path / "public", tmp_path / "exempt"]
    asks = notebook(tmp_path, WHERE)
    with kernels_for(works, find_workbench(ROOT)) as kernels:
        said = []
        for work in works:
            execute(asks, {}, tmp_path / "done.ipynb", kernels[work])
            said.append(printed(tmp_path / "done.ipynb")[0].split(" ", 2))
    assert [(folder, work) for _, folder, work in said] == [(str(ROOT / "notebooks"), str(work)) for work in works]
    pids = [int(pid) for pid, _, _ in said]
    assert len(set(pids)) == 2
    assert not any(psutil.pid_exists(pid) for pid in pids)
    assert "SV_REPORT_WORK" not in os.environ


def test_a_kernel_that_nobody_asked_is_not_left_behind(tmp_path: Path) -> None:
    with kernels_for([tmp_path / "public"], find_workbench(ROOT)) as kernels:
        pid = _pid(kernels[tmp_path / "public"])
        assert psutil.pid_exists(pid)
    assert not psutil.pid_exists(pid)


def test_a_kernel_that_dies_while_it_waits_is_said_to_have_died(tmp_path: Path) -> None:
    with kernels_for([tmp_path / "public"], find_workbench(ROOT)) as kernels:
        kernel = kernels[tmp_path / "public"]
        os.kill(_pid(kernel), signal.SIGKILL)
        with pytest.raises(NotebookError) as refused:
            execute(notebook(tmp_path, "1"), {}, tmp_path / "done.ipynb", kernel)
    assert [one.rule for one in refused.value.findings] == ["kernel-died"]


def _pid(kernel: Any) -> int:
    return int(kernel.started().provisioner.pid)
