"""The gate of a notebook run by plain papermill: a name that its parameters cell does not define stops it.

Manuscript stage. papermill only warns of an unknown parameter and goes on with the defaults. It injects its
parameters in a cell of their own just after the parameters cell, so both stand in the kernel's history when the
first cell after them, with `sv.open(…)`, runs.
"""

import ast
import difflib
from collections.abc import Sequence

from sv_report.errors import UsageError
from sv_report.findings import Finding, Where

INJECTED = "# Parameters"  # the comment that papermill puts above what it injects
OF_EDITIONS = {"schema", "council", "meeting"}  # keys of an edition's file that are no notebook's parameters


def refuse_strange_parameters(history: Sequence[str]) -> None:
    """Raise UsageError where a cell in the history was injected with names that the cell before it lacks."""
    for before, cell in zip(["", *history], history, strict=False):
        if cell.startswith(INJECTED):
            _compare(_assigned(before), _assigned(cell))


def _compare(defined: dict[str, object], injected: dict[str, object]) -> None:
    strange = [name for name in injected if name not in defined]
    if set(injected) >= OF_EDITIONS:
        raise UsageError(
            "This is an edition's file, which -f cannot take: papermill would inject its keys while the default "
            f"edition stays. Name the edition instead: papermill NOTEBOOK OUTPUT -p edition {_edition_id(injected)}"
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
    """Return the names that a cell assigns, with their values where they are literals."""
    names: dict[str, object] = {}
    for statement in ast.parse(source).body:
        if isinstance(statement, ast.Assign | ast.AnnAssign) and statement.value:
            targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
            value = _literal(statement.value)
            names |= {target.id: value for target in targets if isinstance(target, ast.Name)}
    return names


def _literal(value: ast.expr) -> object:
    try:
        return ast.literal_eval(value)
    except ValueError:
        return None


def _edition_id(injected: dict[str, object]) -> str:
    meeting = injected["meeting"]
    return str(meeting["date"]) if isinstance(meeting, dict) and "date" in meeting else "ID"


def _nearest(name: str, defined: dict[str, object]) -> str:
    near = difflib.get_close_matches(name, defined, n=1)
    return f"Did you mean {near[0]}? " if near else ""
