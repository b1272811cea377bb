"""Notebooks under papermill's own command line, as a person or a scheduler runs them."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest

from sv_report.manuscript.opening import open_report

NOTEBOOK = "notebooks/cabinet_report.ipynb"
QUARTER = "2023-24 Q2"


def papermill(root: Path, *arguments: str, notebook: str = NOTEBOOK) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "papermill", notebook, *arguments]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, encoding="utf-8", check=False)


def printed(notebook: Path, call: str) -> str:
    """Return what a call's cell printed in a notebook."""
    read: Any = nbformat.read(notebook, as_version=4)
    cell = next(cell for cell in read.cells if cell.source == call)
    return "\n".join(str(output.data["text/plain"]) for output in cell.outputs if "data" in output)


def figures(facts: str) -> dict[str, str]:
    """Return the figure beside each fact's id in what `report.facts` prints."""
    return {words[0]: words[1] for words in map(str.split, facts.splitlines()) if "_" in words[0]}


def assert_nothing_computed(root: Path) -> None:
    notebook: Any = nbformat.read(root / "out.ipynb", as_version=4)
    reached = next(number for number, cell in enumerate(notebook.cells) if "sv.open(" in cell.source)
    assert [output.output_type for output in notebook.cells[reached].outputs][-1] == "error"
    assert not any(cell.get("outputs") for cell in notebook.cells[reached + 1 :])


def test_a_period_given_to_papermill_is_the_period_reported(
    workbench_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = papermill(workbench_copy, "out.ipynb", "-p", "edition", "2024-02-08", "-p", "period", QUARTER)
    assert ran.returncode == 0, ran.stderr
    facts = printed(workbench_copy / "out.ipynb", "report.facts")
    assert "Quarter 2 2023/24" in facts
    assert "Quarter 3 2023/24" not in facts

    monkeypatch.chdir(workbench_copy)
    expected = open_report("2024-02-08", period=QUARTER).facts
    stored = figures(printed(workbench_copy / NOTEBOOK, "report.facts"))  # of the edition's own quarter
    for id_ in ("sv_due_to_date", "sv_reported_quarter", "sv_validated_quarter", "returns_received"):
        assert figures(facts)[id_] == expected[id_].display != stored[id_]
    summary = printed(workbench_copy / "out.ipynb", 'report.section("brief_summary")')
    assert expected["sv_due_to_date"].display in summary


def test_a_file_of_the_notebooks_own_parameters(workbench_copy: Path) -> None:
    (workbench_copy / "mine.yml").write_text(f'edition: "2024-02-08"\nperiod: {QUARTER}\n', "utf-8")
    ran = papermill(workbench_copy, "out.ipynb", "-f", "mine.yml")
    assert ran.returncode == 0, ran.stderr
    assert "Quarter 2 2023/24" in printed(workbench_copy / "out.ipynb", "report.facts")


def test_help_lists_the_parameters_with_what_they_mean(workbench_copy: Path) -> None:
    ran = papermill(workbench_copy, "--help-notebook")
    said = " ".join(ran.stdout.split())
    assert ran.returncode == 0, ran.stderr
    assert "edition: " in said
    assert "the edition, by its id in params/ or the path of its file" in said
    assert "period: " in said
    assert "such as 2023-24 Q2" in said


def test_a_misspelt_parameter_stops_before_anything_is_computed(workbench_copy: Path) -> None:
    ran = papermill(workbench_copy, "out.ipynb", "-p", "edition", "2024-02-08", "-p", "perod", QUARTER)
    assert ran.returncode != 0
    assert "Nothing was computed" in ran.stderr
    assert "there is no parameter 'perod'" in ran.stderr
    assert "Did you mean period?" in ran.stderr
    assert_nothing_computed(workbench_copy)


def test_an_editions_file_is_refused_with_the_command_that_works(workbench_copy: Path) -> None:
    ran = papermill(workbench_copy, "out.ipynb", "-f", "params/2024-02-08.yml")
    assert ran.returncode != 0
    assert "This is an edition's file, which -f cannot take" in ran.stderr
    assert "-p edition 2024-02-08" in ran.stderr
    assert_nothing_computed(workbench_copy)


# ---- the analysts' notebooks --------------------------------------------------------------------

ASKED = {  # a parameter, what it is set to, and what is then said
    "data_quality": ("period", QUARTER, "Returns due for Quarter 2 2023/24"),
    "contract": ("contract", "C001", "C001 Highways resurfacing framework"),
    "method": ("period", QUARTER, "(True, True)"),
    "new_measure": ("contract", "C033", "C033 Primary school extension programme"),
}


def said(notebook: Path) -> str:
    """Return all that a notebook's cells show, as plain text."""
    cells: Any = nbformat.read(notebook, as_version=4).cells
    outputs = (output for cell in cells for output in cell.get("outputs", ()))
    return "\n".join(str(output.data.get("text/plain", "")) for output in outputs if "data" in output)


def held(root: Path) -> dict[str, bytes]:
    """Return the files of a workbench, but for what is kept of data that was read before."""
    paths = (path for path in root.rglob("*") if path.is_file() and ".tables" not in path.parts)
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in paths}


@pytest.mark.parametrize("name", ASKED)
def test_an_analysts_notebook_answers_for_another_period_or_contract(workbench_copy: Path, name: str) -> None:
    parameter, value, words = ASKED[name]
    before = held(workbench_copy)
    stored = said(workbench_copy / "notebooks" / f"{name}.ipynb")
    ran = papermill(workbench_copy, "out.ipynb", "-p", parameter, value, notebook=f"notebooks/{name}.ipynb")
    assert ran.returncode == 0, ran.stderr
    shown = said(workbench_copy / "out.ipynb")
    assert words in shown
    assert shown != stored
    assert "False)" not in shown, "what is made by hand is no longer what the package says"
    (workbench_copy / "out.ipynb").unlink()
    assert held(workbench_copy) == before, "nothing is written into the workbench"
