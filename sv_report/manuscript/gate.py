"""The gate of a notebook run by plain papermill: a name that its parameters cell does not define stops it.

Manuscript stage. papermill only warns of an unknown parameter and goes on with the defaults. It injects its
parameters in a cell of their own just after the parameters cell, so both stand in the kernel's history when the
first cell after them, with `sv.open(…)`, runs.
"""

import ast
from collections.abc import Sequence

from sv_report.errors import UsageError
from sv_report.findings import Finding, Where
from sv_report.params import Workbench
from sv_report.params.nearest import nearest
from sv_report.params.text import read_text
from sv_report.params.typed.forms import at
from sv_report.params.typed.yaml_file import read_yaml
from sv_report.params.workbench import edition_files

INJECTED = "# Parameters"  # the comment that papermill puts above what it injects
EDITION = "edition"  # the parameter that every notebook of ours has
OF_EDITIONS = {"schema", "council", "meeting"}  # keys of an edition's file that are no notebook's parameters


def refuse_strange_parameters(history: Sequence[str], workbench: Workbench) -> None:
    """Raise UsageError where a cell in the history was injected with names that the parameters cell before it lacks."""
    for before, cell in zip(["", *history], history, strict=False):
        if cell.partition("\n")[0].strip() == INJECTED:
            defined, injected = _assigned(before), _assigned(cell)
            if defined.keys() & {*injected, EDITION}:  # else the cell is the analyst's own
                _compare(defined, injected, workbench)


def _compare(defined: dict[str, object], injected: dict[str, object], workbench: Workbench) -> None:
    strange = [name for name in injected if name not in defined]
    if set(injected) >= OF_EDITIONS:
        raise UsageError(
            "This is an edition's file, which -f cannot take: papermill would inject its keys while the default "
            "edition stays. Name the edition instead: papermill NOTEBOOK OUTPUT -p edition "
            f"{_edition_id(injected, workbench)}"
        )
    if strange:
        names = ", ".join(defined)
        raise UsageError(
            "Nothing was computed: the notebook was given names that are none of its parameters.",
            [
                Finding("parameter-unknown", "error", f"there is no parameter {name!r}", Where(field=name),
                        f"{_nearest(name, defined)}The parameters are {names}; papermill --help-notebook tells more.")
                for name in strange
            ],
        )  # fmt: skip


def _assigned(source: str) -> dict[str, object]:
    """Return the names that a cell assigns, with their values where they are literals; none where it is not Python."""
    names: dict[str, object] = {}
    for statement in _statements(source):
        if isinstance(statement, ast.Assign | ast.AnnAssign) and statement.value:
            targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
            value = _literal(statement.value)
            names |= {target.id: value for target in targets if isinstance(target, ast.Name)}
    return names


def _statements(source: str) -> list[ast.stmt]:
    try:
        return ast.parse(source).body
    except (SyntaxError, ValueError):  # a magic, or a cell that has failed already; ValueError: a NUL
        return []


def _literal(value: ast.expr) -> object:
    try:
        return ast.literal_eval(value)
    except ValueError:
        return None


def _edition_id(injected: dict[str, object], workbench: Workbench) -> str:
    """Return the id of the edition whose file was injected, known by title and meeting; else the meeting's day."""
    meeting = injected["meeting"]
    day = str(meeting["date"]) if isinstance(meeting, dict) and "date" in meeting else ""
    for path in edition_files(workbench):
        tree = read_yaml(read_text(path, path.name)[0] or "", path.name, "edition").tree
        if at(tree, ("title",)) == injected.get("title") and at(tree, ("meeting", "date")) == day:
            return path.stem
    return day or "ID"


def _nearest(name: str, defined: dict[str, object]) -> str:
    near = nearest(name, defined)
    return f"Did you mean {near}? " if near else ""
