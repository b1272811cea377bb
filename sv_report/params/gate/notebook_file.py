"""A notebook's file at the gate: whether it is a notebook that can be run, seen without running it. Params stage."""

import json
from pathlib import Path
from typing import Any

from sv_report.params.text import read_text

VERSION = 4  # of the notebook format, since Jupyter of 2015
REMEDY = "Open it in JupyterLab, choose the kernel Python 3, and save it; or take the notebook from the last commit."


def fault_of(path: Path) -> str | None:
    """Return why a file is no notebook that can be run, or None where it is one."""
    text, _ = read_text(path, path.name)
    try:
        notebook = json.loads(text or "")
    except (ValueError, RecursionError) as problem:
        line = getattr(problem, "lineno", None)
        return "it is not JSON" + (f" (line {line})" if line else "")
    if not isinstance(notebook, dict) or not isinstance(notebook.get("cells"), list):
        return "it holds no list of cells"
    if notebook.get("nbformat") != VERSION:
        return f"it is not of version {VERSION} of the notebook format"
    if wrong := [number for number, cell in enumerate(notebook["cells"]) if not _is_cell(cell)]:
        return f"cell {wrong[0]} is no cell of a notebook"
    return None if _language(notebook) == "python" else "it does not say that its kernel is Python"


def _is_cell(cell: Any) -> bool:
    return (
        isinstance(cell, dict)
        and cell.get("cell_type") in ("code", "markdown", "raw")
        and isinstance(cell.get("source"), str | list)
        and isinstance(cell.get("metadata"), dict)
        and (cell["cell_type"] != "code" or isinstance(cell.get("outputs"), list))
    )


def _language(notebook: dict[str, Any]) -> str:
    """Return the kernel's language, in lower case, from either place that Jupyter writes it to."""
    about = notebook.get("metadata")
    groups = [about.get(key) for key in ("language_info", "kernelspec")] if isinstance(about, dict) else []
    names = [
        group.get(key) for group, key in zip(groups, ("name", "language"), strict=False) if isinstance(group, dict)
    ]
    return next((name.lower() for name in names if isinstance(name, str)), "")
