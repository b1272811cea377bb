"""The versions of what has a part in a bundle's bytes: Python, zlib, and packages.

Release stage. The engine's own version is said by the engine.
"""

import platform
import zlib
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version

WITH_A_PART = (  # read data, work out numbers, draw, print or pack them
    *("afcharts", "duckdb", "gptables", "highspy", "holidays", "ipykernel", "ipython", "lxml", "matplotlib"),
    *(
        "narwhals",
        "nbclient",
        "nbconvert",
        "nbformat",
        "pandas",
        "pandera",
        "papermill",
        "pikepdf",
        "psycopg",
        "pydantic",
    ),
    *("pypandoc_binary", "python-calamine", "PyYAML", "scipy", "SQLAlchemy", "typst"),
)
BY_WAY_OF_THEM = ("Jinja2", "numpy", "pillow", "pydantic_core", "xlsxwriter")  # no dependency of ours, and has a part
WITHOUT_A_PART = ("click", "filelock", "flit_core", "ipywidgets", "itables", "jupyterlab", "pypdfium2", "traitlets")


def versions() -> Mapping[str, str]:
    """Return the versions by name; of a package that is not installed there is none."""
    found = {"python": platform.python_version(), "zlib": zlib.ZLIB_RUNTIME_VERSION}
    for name in (*WITH_A_PART, *BY_WAY_OF_THEM):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found
