"""Run a notebook by papermill.

Manuscript stage: papermill and nbconvert are imported here and in `export`, and nowhere else.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sv_report.errors import NotebookError
from sv_report.findings import Finding, Where
from sv_report.manuscript.kernels import DIED, SILENT, Kernel
from sv_report.manuscript.lean_imports import lean_imports

with lean_imports():  # here and not in a function: nothing may be imported beside the workbook's thread
    import papermill
    from nbclient.exceptions import DeadKernelError
    from papermill.exceptions import PapermillExecutionError

START_SECONDS = 120  # a kernel's start on a busy machine
SECTION = re.compile(r"""\.section\(\s*["'](?P<id>\w+)["']""")  # what a cell calls to print a section
IF_CHANGED = (
    "If somebody changed the notebook, undo the change; else show the notebook of the failed run to an analyst: "
    "it has all cells up to this one, and what it said."
)


def execute(
    notebook: Path,
    parameters: Mapping[str, Any],
    target: Path,
    kernel: Kernel,
    headings: Mapping[str, str] | None = None,
) -> None:
    """Run a notebook in a kernel into `target`; raise NotebookError, naming the cell and its section, where one fails.

    `headings` are the report's, by the ids of its sections. `target` holds the cells up to the failing one. The kernel
    is used up.
    """
    try:
        papermill.execute_notebook(
            _literal(notebook), _literal(target), parameters=dict(parameters), km=kernel.started(),
            kernel_name="python3", progress_bar=False, log_output=False,
            request_save_on_cell_execute=False, start_timeout=START_SECONDS,
        )  # fmt: skip
    except PapermillExecutionError as failed:
        finding = _finding(notebook, failed, headings or {})
        raise NotebookError(f"{notebook.name} stopped at a cell; nothing was made.", [finding]) from None
    except RuntimeError as failed:
        if not (isinstance(failed, DeadKernelError) or str(failed).startswith((DIED, SILENT))):
            raise
        remedy = "The machine may have run out of memory; run again, and on a second failure with --verbose."
        finding = Finding("kernel-died", "error", "the notebook's kernel died", Where(file=notebook.name), remedy)
        raise NotebookError(f"{notebook.name} stopped; nothing was made.", [finding]) from None
    finally:
        kernel.end()


def parameter_names(notebook: Path) -> set[str]:
    """Return the names that a notebook's parameters cell defines."""
    return set(papermill.inspect_notebook(_literal(notebook)))


def _literal(path: Path) -> str:
    """Return a path as papermill takes it: it fills in what stands in braces."""
    return str(path).replace("{", "{{").replace("}", "}}")


def _finding(notebook: Path, failed: Any, headings: Mapping[str, str]) -> Finding:
    """Return what a failing cell said: our own errors in their words, others with their name."""
    ours = failed.ename.endswith("Error") and failed.ename in {
        "EditionError",
        "DataError",
        "MeasureError",
        "UsageError",
    }
    message = failed.evalue if ours else f"{failed.ename}: {failed.evalue}"
    section = SECTION.search(failed.source)
    heading = headings.get(section["id"], section["id"]).strip().rstrip(":") if section else ""
    if heading:
        message = f"the section {heading} could not be made: {message}"
    where = Where(file=notebook.name, field=f"cell {failed.cell_index}", found=failed.source)
    remedy = IF_CHANGED
    return Finding("cell-failed", "error", message, where, remedy)
