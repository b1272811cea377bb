"""The words of a notebook, looked at before it is executed: they are printed, or published with it.

Manuscript stage. The edition's gate knows narrative only; what stands in the notebook's own cells passes here.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sv_report.errors import NotebookError
from sv_report.findings import Finding, Where
from sv_report.manuscript.cleaning import NOTES, tags
from sv_report.manuscript.lean_imports import lean_imports
from sv_report.params.text import line_at
from sv_report.params.words.code_blocks import without_code
from sv_report.params.words.dialect import trespasses
from sv_report.params.words.placeholder import MARKED
from sv_report.params.words.trespass import KeptOut, Trespass

with lean_imports():
    import nbformat

PLACEHOLDER = KeptOut(
    "placeholder", None,
    "A placeholder stands in a cell of the notebook, where it would be printed as typed.",
    "Put the words in a section's narrative, where facts are printed, or write them without {{ }}.",
)  # fmt: skip
ECHO = KeptOut(
    "code_echo", re.compile(
        r"^#\|[ \t]*(?:echo[ \t]*:(?![ \t]*false\b)|code-[a-z-]+[ \t]*:)[^\n]*|^[ \t]*echo[ \t]*:[ \t]*true\b[^\n]*",
        re.MULTILINE,
    ),
    "A cell asks for its code to be printed (echo, code-fold), and code is never in a report: it is in report.ipynb.",
    "Delete the line.",
)  # fmt: skip
CELL_LAYOUT = KeptOut(
    "cell_layout", re.compile(
        r"^#\|[ \t]*(?:layout[a-z-]*|column|[a-z]+-column|[a-z]+-subcap|[a-z]+-cap-location|panel)[ \t]*:[^\n]*",
        re.MULTILINE,
    ),
    "A cell's option asks for columns, the margin, tabs or parts of a figure, which are not printed alike in Word, PDF "
    "and web page.",
    "Delete the line; show one table or chart below the other.",
)  # fmt: skip
LEVEL = 2  # of the sections' headings: what a cell holds stands under one
SECRET = "exempt"  # the trespass that is one in every cell, since the whole notebook is published


def refuse_words(notebook: Path) -> None:
    """Raise NotebookError with all that a notebook's cells hold and a report may not."""
    read: Any = nbformat.read(notebook, as_version=4)  # type: ignore[no-untyped-call]
    found = [
        _finding(f"notebooks/{notebook.name}", number, trespass)
        for number, cell in enumerate(read.cells)
        for trespass in _trespasses(cell)
    ]
    if found:
        raise NotebookError(f"{notebook.name} cannot become a report; nothing was run.", found)


def _trespasses(cell: Any) -> Iterator[Trespass]:
    is_printed = cell.cell_type == "markdown" and NOTES not in tags(cell)
    for trespass in trespasses(cell.source, LEVEL):
        if is_printed or trespass.kept_out.name == SECRET:
            yield trespass
    for kept_out in (ECHO, CELL_LAYOUT) if cell.cell_type != "markdown" else ():
        for match in kept_out.form.finditer(cell.source) if kept_out.form else ():
            yield Trespass(kept_out, line_at(cell.source, match.start()), match[0].strip())
    for match in MARKED.finditer(without_code(cell.source)) if is_printed else ():
        yield Trespass(PLACEHOLDER, line_at(cell.source, match.start()), match[0])


def _finding(file: str, number: int, trespass: Trespass) -> Finding:
    kept_out = trespass.kept_out
    where = Where(file, row=trespass.line, field=f"cell {number}", found=trespass.text)
    return Finding("manuscript-dialect", "error", kept_out.message, where, kept_out.remedy)
