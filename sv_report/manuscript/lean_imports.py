"""Imports of papermill, nbformat and nbconvert without what they do not need here. Manuscript stage."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType


@contextmanager
def lean_imports() -> Iterator[None]:
    """Leave out, while importing, a parser that jsonschema builds at import for URI checks that nothing here asks for.

    It is over half of `import papermill` where JupyterLab is installed (0.9 of 1.2 seconds, measured).
    """
    absent: dict[str, ModuleType | None] = sys.modules  # type: ignore[assignment]
    stand_in = "rfc3987_syntax" not in absent
    if stand_in:
        absent["rfc3987_syntax"] = None
    try:
        yield
    finally:
        if stand_in:
            del absent["rfc3987_syntax"]
