"""A notebook of the standard form, printed in this process by the calls that its kernel would make.

Manuscript stage. A kernel costs seconds to start; where each cell that is printed is one call of the report
(`report.section("detail")`), the same call here gives the same blocks. A notebook with any other cell needs its kernel.
"""

import ast
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from sv_report.errors import NotebookError, ReportError
from sv_report.findings import Finding, Where
from sv_report.manuscript.block import Block
from sv_report.manuscript.cleaning import NOTES, tags
from sv_report.manuscript.copies import Copy
from sv_report.manuscript.export import Manuscript, manuscript_of
from sv_report.manuscript.lean_imports import lean_imports
from sv_report.manuscript.notebook_words import refuse_words
from sv_report.manuscript.placeholders import check_placeholders
from sv_report.manuscript.report import Report
from sv_report.params import Workbench

with lean_imports():
    import nbformat

NAME = "report"
OUTPUT = {"output_type": "display_data"}
CALLS = {"opening": 0, "section": 1, "exhibit": 1, "appendices": 0}  # with how many texts each is called
OPENS = re.compile(  # the one cell of notes that does anything
    r"import sv_report as sv\s+report = sv\.open\(edition(?:, period=period)?(?:, data_as_at=data_as_at)?\)\s*"
)

Images = Callable[[Block], Mapping[str, bytes]]


def is_standard(notebook: Path) -> bool:
    """Return whether each cell of a notebook is words, a call of the report, or a note that changes nothing."""
    read: Any = nbformat.read(notebook, as_version=4)  # type: ignore[no-untyped-call]
    return all(_is_note(cell) if NOTES in tags(cell) else _is_printed(cell) for cell in read.cells)


def print_manuscript(copy: Copy, workbench: Workbench, images: Images) -> Manuscript:
    """Return the manuscript of a copy whose notebook is standard, its media written into the copy's folder.

    `images` gives the images of a chart's block. Raises NotebookError, naming the cell, where a call fails.
    """
    edition = copy.report.edition
    check_placeholders(copy.report)
    path = workbench.notebooks / f"{edition.notebook}.ipynb"
    refuse_words(path)
    notebook: Any = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    report = replace(copy.report, figures=replace(copy.report.figures, results=None))  # as a kernel is handed it
    for number, cell in enumerate(notebook.cells):
        if cell.cell_type == "code":
            cell.outputs = [] if NOTES in tags(cell) else _outputs(report, number, cell, path.name, images)
    copy.folder.mkdir(parents=True, exist_ok=True)
    return manuscript_of(notebook, copy.report, copy.folder, (workbench.root,), copy.tracer, copy.released.trace)


def _outputs(report: Report, number: int, cell: Any, file: str, images: Images) -> list[Any]:
    """Return what a cell shows, an output for each block."""
    try:
        call = _call(cell.source)
        if call is None:
            return []
        name, words = call
        shown = [replace(one, draw=_kept(one, images)) for one in getattr(report, name)(*words)]
        bundles = [block._repr_mimebundle_() for block in shown]
    except ReportError as problem:
        raise NotebookError(
            f"{file} stopped at a cell; nothing was made.", _failed(problem, number, cell, file)
        ) from None
    return [nbformat.from_dict(OUTPUT | {"data": data, "metadata": about}) for data, about in bundles]  # type: ignore[no-untyped-call]


def _kept(block: Block, images: Images) -> Callable[[], Mapping[str, bytes]] | None:
    return None if block.draw is None else lambda: images(block)


def _failed(problem: ReportError, number: int, cell: Any, file: str) -> list[Finding]:
    where = Where(file=f"notebooks/{file}", field=f"cell {number}", found=cell.source)
    return [Finding("cell-failed", "error", problem.args[0], where), *problem.findings]


def _is_printed(cell: Any) -> bool:
    return cell.cell_type != "code" or not cell.source.strip() or _call(cell.source) is not None


def _is_note(cell: Any) -> bool:
    """Return whether a cell that is not printed changes nothing: words, parameters, the opening, a thing looked at."""
    if cell.cell_type != "code" or OPENS.fullmatch(cell.source):
        return True
    if "parameters" in tags(cell):
        return all(isinstance(one, ast.AnnAssign | ast.Assign) and _is_literal(one.value) for one in _body(cell.source))
    return bool(re.fullmatch(r"report\.(?:facts|counts)\s*;?\s*", cell.source))


def _is_literal(value: ast.expr | None) -> bool:
    return value is None or isinstance(value, ast.Constant)


def _call(source: str) -> tuple[str, list[str]] | None:
    """Return the name and the texts of the report's call that is all of a cell; None where it is anything else."""
    match _body(source):
        case [ast.Expr(ast.Call(ast.Attribute(ast.Name(name), called), arguments, []))] if name == NAME:
            words = [one.value for one in arguments if isinstance(one, ast.Constant) and isinstance(one.value, str)]
            if CALLS.get(called) == len(words) == len(arguments) and not source.rstrip().endswith(";"):
                return called, words
    return None


def _body(source: str) -> list[ast.stmt]:
    try:
        return ast.parse(source).body
    except (SyntaxError, ValueError):  # a magic; ValueError: a NUL
        return [ast.Pass()]
