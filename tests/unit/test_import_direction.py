"""An import in sv_report/ points only back along the line, and files are touched only in the rooms that may."""

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "sv_report"
NAME = "sv_report"

GROUND = ("errors", "findings", "garbage", "forking")  # stand under the line: import nothing but each other
LINE = ("params", "data", "measures", "exhibits", "manuscript", "render", "release")
ABOVE = (
    "progress",
    "beside",
    "pipeline",
    "tracing",
    "returning",
    "beginning",
    "publishing",
    "diagnosis",
    "shortcut",
    "previewing",
    "working",
    "batching",
    "inventing",
)  # tell the line's story
TOP = (
    "lab",
    "exploring",
    "cli",
    "cli_batch",
    "cli_check",
    "cli_data",
    "cli_dates",
    "cli_doctor",
    "cli_new",
    "cli_options",
    "cli_preview",
    "cli_publish",
    "cli_returns",
    "cli_run",
    "cli_scale",
    "cli_shortcut",
    "cli_trace",
    "cli_verify",
    "__main__",
    "__init__",
)  # what a person meets
PLACES = (GROUND, *((room,) for room in (*LINE, *ABOVE)), TOP)  # an import may point at its own place, and back

EXECUTORS = ("papermill", "nbconvert")  # imported in manuscript/, and nowhere else
FILE_ROOMS = ("params", "data", "manuscript", "render", "release", "diagnosis", "inventing")
FILE_MODULES = ("tempfile", "shutil", "glob", "zipfile", "tarfile", "fileinput")
FILE_CALLS = (
    "open", "read_text", "write_text", "read_bytes", "write_bytes", "mkdir", "touch", "unlink", "rmdir",
    "iterdir", "rglob", "is_file", "is_dir", "exists", "stat", "symlink_to",
    "read_csv", "read_parquet", "read_excel", "to_csv", "to_parquet", "to_excel", "write_csv", "write_parquet",
)  # fmt: skip

# What touches files outside those rooms all the same, each with the reason that it may.
EXCEPTIONS = {
    ("forking/asking.py", "open()"): "a child of the nursery is given the null device to read",
    ("forking/keeping.py", "tempfile"): "a nursery's socket lies in a folder that only this user can enter",
    ("forking/keeping.py", "shutil"): "as above: the folder goes with the nursery",
    ("forking/nursery.py", "open()"): "a forked process has streams of its own",
    ("forking/nursery.py", "stat()"): "a module's file that was changed since it was loaded is seen",
    ("shortcut.py", "read_bytes()"): "what a person changed in the file to double-click is not written over",
    ("shortcut.py", "write_bytes()"): "writes the one file that the command is for",
    ("shortcut.py", "is_file()"): "as above",
    ("shortcut.py", "exists()"): "as above",
    ("shortcut.py", "is_dir()"): "whether Python is conda's",
    ("progress.py", "mkdir()"): "run.log is written while the stages run, so by what runs them",
    ("previewing/page.py", "read_text()"): "the preview's own style and script are files of the package",
    ("previewing/running.py", "open()"): "it opens no file, but the browser",
}

Fault = tuple[str, int, str]


# ---- what a module does -------------------------------------------------------------------------


def modules(package: Path) -> Iterator[tuple[str, ast.Module]]:
    """Give each module's path in the package, and its tree."""
    for path in sorted(package.rglob("*.py")):
        yield path.relative_to(package).as_posix(), ast.parse(path.read_text("utf-8"), str(path))


def room(path: str) -> str:
    """Return the room or top module that a path of the package is in: `data/intake.py` is in data."""
    return path.split("/")[0].removesuffix(".py")


def imports(path: str, tree: ast.Module, package: Path) -> Iterator[tuple[int, str]]:
    """Give the line and full name of every import, those inside functions and under TYPE_CHECKING too."""
    here = [NAME, *path.split("/")[:-1]]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = here[: len(here) + 1 - node.level] if node.level else []
            origin = ".".join([*base, *([node.module] if node.module else [])])
            if origin == NAME:  # of the package itself: a room's name, or what __init__ gives
                yield from ((node.lineno, _of_package(alias.name, package)) for alias in node.names)
            else:
                yield node.lineno, origin


def _of_package(name: str, package: Path) -> str:
    is_room = (package / name).is_dir() or (package / f"{name}.py").is_file()
    return f"{NAME}.{name}" if is_room else NAME


def touches(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Give the line and name of whatever reads, writes, makes, removes or looks for a file."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", None) or getattr(node.func, "attr", "")
            if name in FILE_CALLS:
                yield node.lineno, f"{name}()"
        elif isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names if alias.name in FILE_MODULES)
        elif isinstance(node, ast.ImportFrom) and node.module in FILE_MODULES:
            yield node.lineno, node.module


# ---- what it may not ----------------------------------------------------------------------------


def may_import(importer: str, imported: str) -> bool:
    """Whether a module of one room may import one of another, by where they stand."""
    return place(imported) <= place(importer)


def place(room: str) -> int:
    """Return where a room stands; one that has no place yet stands at the top."""
    return next((number for number, rooms in enumerate(PLACES) if room in rooms), len(PLACES))


def strangers(package: Path) -> list[Fault]:
    """Return the modules that stand in no known place."""
    return [(path, 1, room(path)) for path, _ in modules(package) if place(room(path)) == len(PLACES)]


def forward_imports(package: Path) -> list[Fault]:
    """Return the imports that point on along the line."""
    return [
        (path, line, name)
        for path, tree in modules(package)
        for line, name in imports(path, tree, package)
        if name.split(".")[0] == NAME and not may_import(room(path), (*name.split("."), "__init__")[1])
    ]


def loose_executors(package: Path) -> list[Fault]:
    """Return the imports of papermill and nbconvert outside manuscript/."""
    return [
        (path, line, name)
        for path, tree in modules(package)
        for line, name in imports(path, tree, package)
        if name.split(".")[0] in EXECUTORS and room(path) != "manuscript"
    ]


def file_touches(package: Path) -> list[Fault]:
    """Return what touches files outside the rooms that may, and is no exception."""
    return [
        (path, line, name)
        for path, tree in modules(package)
        for line, name in touches(tree)
        if room(path) not in FILE_ROOMS and (path, name) not in EXCEPTIONS
    ]


RULES: dict[str, tuple[Callable[[Path], list[Fault]], str]] = {
    "places": (strangers, "stands in no known place: give it one in PLACES, and in design.md"),
    "imports": (forward_imports, "points on along the line: let the pipeline hand over what is needed"),
    "executors": (loose_executors, "is for manuscript/ only"),
    "files": (file_touches, "touches files, which only {} may".format(", ".join(FILE_ROOMS))),
}


@pytest.mark.parametrize("rule", RULES)
def test_the_package_keeps_the_line(rule: str) -> None:
    find, remedy = RULES[rule]
    faults = [f"sv_report/{path}:{line}: {name} {remedy}" for path, line, name in find(PACKAGE)]
    assert not faults, "\n".join(faults)


def test_every_exception_is_still_needed() -> None:
    done = {(path, name) for path, tree in modules(PACKAGE) for _, name in touches(tree)}
    assert set(EXCEPTIONS) <= done


# ---- the rules see what is wrong ----------------------------------------------------------------

WRONG = [
    ("imports", "params/edition.py", "from sv_report.data.tables import Tables"),
    ("imports", "measures/fact.py", "def f():\n    from sv_report.render import pdf"),
    (
        "imports",
        "measures/fact.py",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import sv_report.release",
    ),
    ("imports", "measures/fact.py", "from ..exhibits.chart import Chart"),
    ("imports", "measures/fact.py", "from .. import exhibits"),
    ("imports", "measures/deep/fact.py", "from ...exhibits import chart"),
    ("imports", "data/tables.py", "from sv_report import release"),
    ("imports", "data/tables.py", "from sv_report import open"),
    ("imports", "data/tables.py", "import sv_report"),
    ("imports", "release/seal.py", "from sv_report.pipeline import run"),
    ("imports", "errors.py", "from sv_report.params import Edition"),
    ("imports", "pipeline.py", "from sv_report.cli import main"),
    ("executors", "render/pdf.py", "import nbconvert.exporters"),
    ("executors", "pipeline.py", "def f():\n    from papermill import execute_notebook"),
    ("files", "measures/fact.py", "from pathlib import Path\nPath('x').write_text('')"),
    ("files", "exhibits/chart.py", "open('x')"),
    ("files", "exhibits/chart.py", "import tempfile"),
    ("files", "pipeline.py", "from shutil import rmtree"),
    ("places", "helpers.py", ""),
    ("places", "misc/things.py", ""),
]
RIGHT = [
    ("data/tables.py", "from sv_report.params.period import Period\nfrom sv_report.errors import DataError"),
    ("data/tables.py", "from .schema import TABLES\nfrom ..params import Edition\nfrom .. import errors"),
    ("errors.py", "from sv_report.findings import Finding"),
    ("manuscript/execute.py", "import papermill, tempfile\nopen('x')"),
    ("cli.py", "from sv_report import pipeline, __version__"),
    ("__init__.py", "from sv_report.manuscript import open_report as open"),
]


def plant(folder: Path, path: str, source: str) -> Path:
    """Return a package that has the rooms of the real one and one module with a source."""
    package = folder / NAME
    for name in (*LINE, "errors.py", "findings.py", "pipeline.py", "cli.py", "__init__.py"):
        target = package / name if name.endswith(".py") else package / name / "__init__.py"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.touch()
    (package / path).parent.mkdir(parents=True, exist_ok=True)
    (package / path).write_text(source + "\n", "utf-8")
    return package


@pytest.mark.parametrize(("rule", "path", "source"), WRONG)
def test_a_planted_fault_is_seen(rule: str, path: str, source: str, tmp_path: Path) -> None:
    package = plant(tmp_path, path, source)
    assert [fault[0] for fault in RULES[rule][0](package)] == [path]


@pytest.mark.parametrize(("path", "source"), RIGHT)
def test_what_is_right_is_let_pass(path: str, source: str, tmp_path: Path) -> None:
    package = plant(tmp_path, path, source)
    assert not [fault for find, _ in RULES.values() for fault in find(package)]
