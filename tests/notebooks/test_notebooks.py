"""Notebooks: words and short calls, which store the figures that nbval compares and nothing else."""

import ast
import importlib.util
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import nbformat
import pytest

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
COMPARED = ("report.facts", "report.counts")  # the calls whose output these store; any other notebook, some figure
WHOLE = ("cabinet_report", "explore")
REFRESH = "run make refresh-notebooks"
MOST_LINES = 5


# ---- what is wrong with a notebook --------------------------------------------------------------


def faults(notebook: Any, calls: Sequence[str] = ()) -> list[str]:
    """Return all that is wrong with a notebook as it is stored, which has to store the outputs of some calls."""
    cells = list(enumerate(notebook.cells))
    code = [(number, cell) for number, cell in cells if cell.cell_type == "code"]
    found = [f"no cell stores and compares {call}: {REFRESH}" for call in calls if not is_compared(call, notebook)]
    if not shows_form(notebook) and not any(has_figure(cell) for _, cell in code):
        found.append(f"no cell stores and compares a figure: {REFRESH}")
    found += [f"metadata of a run: {REFRESH}"] if set(notebook.metadata) - {"kernelspec", "language_info"} else []
    found += [
        f"cell {number}: metadata besides tags: {REFRESH}" for number, cell in cells if set(cell.metadata) - {"tags"}
    ]
    return found + [f"cell {number}: {fault}" for number, cell in code for fault in (*stored(cell), *written(cell))]


def shows_form(notebook: Any) -> bool:
    """Whether the form is all that a notebook shows: it has one cell of code, which calls it."""
    code = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    return len(code) == 1 and code[0].endswith("lab.form()")


def tags(cell: Any) -> set[str]:
    return set(cell.metadata.get("tags", []))


def is_compared(call: str, notebook: Any) -> bool:
    """Whether a cell that makes a call stores its output and nbval compares it."""
    return any(
        ast.unparse(ast.parse(cell.source)) == call and cell.outputs and cell.execution_count and not ignored(cell)
        for cell in notebook.cells
        if cell.cell_type == "code"
    )


def has_figure(cell: Any) -> bool:
    """Whether a cell stores a number that nbval compares."""
    texts = [str(output.get("data", {}).get("text/plain", "")) for output in cell.outputs]
    return bool(cell.execution_count) and not ignored(cell) and any(map(str.isdecimal, "".join(texts)))


def shows(cell: Any) -> bool:
    """Whether a cell's code ends in something that Jupyter shows."""
    body = ast.parse(cell.source).body
    return bool(body) and isinstance(body[-1], ast.Expr)


def ignored(cell: Any) -> bool:
    """Whether nbval leaves out a cell's outputs, by a tag or by a comment of its own."""
    return bool(tags(cell) & {"nbval-ignore-output", "nbval-skip"}) or "NBVAL_" in cell.source


def stored(cell: Any) -> list[str]:
    """Return what a cell stores that it should not."""
    kinds = {kind for output in cell.outputs for kind in output.get("data", {})}
    found = [f"stores an output that is not compared: {REFRESH}"] if cell.outputs and ignored(cell) else []
    found += [f"shows what is not stored: {REFRESH}"] if shows(cell) and not cell.outputs and not ignored(cell) else []
    found += [f"was never run: {REFRESH}"] if cell.execution_count is None else []
    found += ["stores an error"] if any(output.output_type == "error" for output in cell.outputs) else []
    found += ["stores a chart: tag it nbval-ignore-output"] if any(kind.startswith("image/") for kind in kinds) else []
    found += ["is never run by nbval"] if tags(cell) & {"nbval-skip", "raises-exception"} else []
    return found + (["hides a tag in a comment"] if "NBVAL_" in cell.source else [])


def written(cell: Any) -> list[str]:
    """Return what a cell's code holds that belongs in the package."""
    nodes = list(ast.walk(ast.parse(cell.source)))
    texts = [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    made = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Try, ast.Lambda)
    found = ["defines or tries: move it to the package"] if any(isinstance(node, made) for node in nodes) else []
    found += ["holds a path"] if any("/" in text or "\\" in text for text in texts) else []
    return found + (["has over 5 lines"] if len(cell.source.splitlines()) > MOST_LINES else [])


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_words_and_short_calls_and_stores_what_is_compared(path: Path) -> None:
    assert faults(nbformat.read(path, as_version=4), COMPARED if path.stem in WHOLE else ()) == []


# ---- the faults are seen ------------------------------------------------------------------------


def output(**data: str) -> Any:
    return nbformat.v4.new_output("execute_result", {kind.replace("_", "/"): text for kind, text in data.items()})


def sound() -> Any:
    """Return a notebook with nothing wrong."""
    cells = [nbformat.v4.new_markdown_cell("# Words")]
    for count, call in enumerate(("import sv_report as sv", *COMPARED, "report.exhibit('by_theme')"), start=1):
        cells.append(nbformat.v4.new_code_cell(call, execution_count=count))
    cells[2].outputs = [output(text_plain="£20.578m")]
    cells[3].outputs = [output(text_plain="{'contracts': 78}")]
    cells[4].metadata["tags"] = ["nbval-ignore-output"]
    return nbformat.v4.new_notebook(cells=cells)


def set_outputs(cell: int, *outputs: Any) -> Callable[[Any], None]:
    return lambda notebook: notebook.cells[cell].update(outputs=list(outputs))


def set_source(cell: int, source: str) -> Callable[[Any], None]:
    return lambda notebook: notebook.cells[cell].update(source=source)


def set_tags(cell: int, *names: str) -> Callable[[Any], None]:
    return lambda notebook: notebook.cells[cell].metadata.update(tags=list(names))


ERROR = nbformat.v4.new_output("error", ename="ValueError", evalue="wrong", traceback=[])
WRONG: dict[str, Callable[[Any], None]] = {
    "no cell stores and compares report.facts": set_outputs(2),
    "no cell stores and compares report.counts": set_tags(3, "nbval-ignore-output"),
    "no cell stores and compares a figure": lambda notebook: [
        set_tags(n, "nbval-ignore-output")(notebook) for n in (2, 3)
    ],
    "cell 3: shows what is not stored": set_outputs(3),
    "cell 2: was never run": lambda notebook: notebook.cells[2].update(execution_count=None),
    "cell 1: stores an error": set_outputs(1, ERROR),
    "cell 1: stores a chart": set_outputs(1, output(image_png="iVBORw0KGgo=")),
    "cell 4: stores an output that is not compared": set_outputs(4, output(text_plain="a table")),
    "cell 2: hides a tag in a comment": set_source(2, "# NBVAL_IGNORE_OUTPUT\nreport.facts"),
    "cell 1: is never run by nbval": set_tags(1, "nbval-skip"),
    "cell 1: defines or tries": set_source(1, "try:\n    x = 1\nexcept KeyError:\n    pass"),
    "cell 1: has over 5 lines": set_source(1, "x = 1\n" * 6),
    "cell 1: holds a path": set_source(1, "x = 'params/2024-02-08.yml'"),
    "cell 1: metadata besides tags": lambda notebook: notebook.cells[1].metadata.update(execution={"started": "now"}),
    "metadata of a run": lambda notebook: notebook.metadata.update(papermill={}),
}


@pytest.mark.parametrize("fault", WRONG)
def test_a_planted_fault_is_seen(fault: str) -> None:
    notebook = sound()
    assert faults(notebook, COMPARED) == []
    WRONG[fault](notebook)
    assert any(found.startswith(fault) for found in faults(notebook, COMPARED))


def test_the_form_alone_may_store_no_figure() -> None:
    form = nbformat.v4.new_code_cell("import sv_report.lab as lab\n\nlab.form()", execution_count=1)
    form.metadata["tags"] = ["nbval-ignore-output"]
    assert faults(nbformat.v4.new_notebook(cells=[form])) == []
    beside = nbformat.v4.new_code_cell("x = 1", execution_count=2)
    assert faults(nbformat.v4.new_notebook(cells=[form, beside])) == [
        f"no cell stores and compares a figure: {REFRESH}"
    ]


# ---- refreshing ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["explore", "start_here"])
def test_refreshing_an_unchanged_notebook_gives_the_same_bytes(name: str) -> None:
    spec = importlib.util.spec_from_file_location("refresh_notebooks", ROOT / ".ci" / "refresh_notebooks.py")
    assert spec is not None
    assert spec.loader is not None
    refresh = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(refresh)
    path = ROOT / "notebooks" / f"{name}.ipynb"
    assert refresh.refreshed(path) == path.read_text("utf-8")
