"""Where monitoring data comes from: the example, a folder, a file, a database, or frames of a notebook.

Data stage. A source is named in an edition's `data`; a relative path starts at the workbench's root. A file is
known by its name without regard to case, as Windows knows it. No name of a source holds a password.
"""

import stat
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from os import scandir
from pathlib import Path
from typing import Any

import yaml

from sv_report.data.readers.database import is_url, refuse_other_form, refuse_password, shown_url
from sv_report.data.schema import SHAPES
from sv_report.errors import DataError
from sv_report.findings import Finding, Severity, Where
from sv_report.params.text import read_text

EXAMPLE = Path(__file__).parent / "example"
ABOUT, MAPPING = "source.yml", "mapping.yml"
BESIDE = ("readme.md", ABOUT, MAPPING)  # stand beside tables, and hold none
BESIDE_SUFFIXES = (".py",)  # the script that makes the example stands beside its tables
TEXT_TABLES = (".csv", ".tsv", ".tab", ".psv", ".txt")
WORKBOOKS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
DATABASES = (".duckdb", ".db", ".sqlite", ".sqlite3")
ONE_TABLE = (*TEXT_TABLES, ".parquet")
SUFFIXES = (*ONE_TABLE, *WORKBOOKS, *DATABASES, ".zip")
KINDS = "CSV, TSV, XLSX, XLSM, XLSB, XLS, ODS, Parquet, DuckDB or SQLite"


@dataclass(frozen=True)
class Source:
    """A source: `name` as the edition wrote it, and one of a folder or file, a database's URL, or frames.

    `illustrative` where its data is invented; `mapping` the file that says what its columns mean; `collected` where
    it holds returns collected from suppliers, whose rows say themselves where they came from.
    """

    name: str
    path: Path | None = None
    illustrative: bool = False
    url: str | None = None
    frames: Mapping[str, Any] = field(default_factory=dict, compare=False)
    mapping: Path | None = None
    collected: bool = False

    @property
    def is_folder(self) -> bool:
        """Whether the source is a folder of files."""
        return self.path is not None and self.path.is_dir()

    def files(self) -> list[Path]:
        """Return the source's files that may hold tables, by name; none of a database or of frames."""
        if self.path is None:
            return []
        if not self.path.is_dir():
            return [] if _is_special(self.path) else [self.path]
        named = [path for path in listing(self.path) if path.suffix.lower() in SUFFIXES]
        return [path for path in named if not path.is_dir() and not _is_special(path)]

    def beside(self) -> list[Path]:
        """Return the other files and folders, which a person may take to be read."""
        if self.path is None or not self.path.is_dir() or self.collected:
            return []
        files = {*self.files()}
        return [path for path in listing(self.path) if path not in files and not _stands_beside(path)]


def labelled(sources: Sequence[Source]) -> list[tuple[str, Source]]:
    """Return each source after the name that findings and digests give it: no two are the same."""
    times: Counter[str] = Counter()
    labels = []
    for source in sources:
        name = source.name.rstrip("/\\") or source.name
        times[name] += 1
        labels.append(name if times[name] == 1 else f"{name} ({times[name]})")
    return list(zip(labels, sources, strict=True))


def missing_source(name: str, root: Path) -> Finding | None:
    """Return what is wrong with a source as the edition names it, None where it is there."""
    if is_url(name):
        return refuse_password(name) or refuse_other_form(name)
    path = _path(name, root)
    where = Where(field="data", found=name)
    is_there, why = _seen(path)
    if not is_there and (finding := refuse_other_form(name)):
        return finding
    if why:
        message = f"the data source {name!r} cannot be read: {why}"
        remedy = "Check that you may open it (a folder: list it and enter it), and that the disk or share is connected."
        return Finding("data-source-unreadable", "error", message, where, remedy)
    if not is_there:
        message = f"the data source {name!r} is not there: no folder or file {path}"
        remedy = (
            "Write example, the path of a folder or file, or a database's URL; a relative path starts at the "
            "workbench's root."
        )
        return Finding("data-source-missing", "error", message, where, remedy)
    if _is_special(path):
        return _not_ordinary(path, Where(field="data", found=name))
    source = Source(name, path)
    if not source.files() and not any(_may_be_table(beside) for beside in source.beside()):
        remedy = f"Put the tables there as {KINDS} files: {', '.join(SHAPES)}."
        where = Where(file=str(path), field="data", found=name)
        return Finding("data-source-empty", "error", f"the data source {name!r} holds no table", where, remedy)
    return None


def find_sources(names: Sequence[str], root: Path, collected: Path | None = None) -> list[Source]:
    """Return the sources of an edition, which its gate has seen to be there; last the returns collected for it.

    Raises DataError where two names lead to one place, and where a source.yml cannot be read.
    """
    _refuse_twice(names, root)
    sources = [_database(name, root) if is_url(name) else _of_path(name, _path(name, root)) for name in names]
    if collected is not None and collected.is_dir():
        folders = sorted(path for path in collected.iterdir() if path.is_dir() and (path / "returns.csv").is_file())
        illustrative = any(source.illustrative for source in sources)
        sources += [Source(f"{collected.name}/{path.name}", path, illustrative, collected=True) for path in folders]
    return sources


def unread_finding(path: Path, label: str) -> Finding:
    """Return the warning that a file beside the tables was not read, and what to do with it."""
    message, remedy = f"{path.name} is not a table and was not read", f"Save it as {KINDS}"
    if path.is_dir():
        message, remedy = f"{path.name} is a folder and was not read", "Put its tables into the source's own folder"
    elif _is_special(path):
        return _not_ordinary(path, Where(f"{label}/{path.name}"))
    return Finding("file-not-read", "warning", message, Where(f"{label}/{path.name}"), f"{remedy}, or take it away.")


def listing(folder: Path) -> list[Path]:
    """Return what is in a folder, by name, without what is hidden (an open workbook's ~$ file too)."""
    return sorted(path for path in folder.glob("*") if not path.name.startswith((".", "~$")))


def table_of(name: str | None) -> str | None:
    """Return the table that a name of a file, a sheet or a database's table stands for: `Value Book` is value_book."""
    folded = "_".join((name or "").lower().replace("-", " ").replace("_", " ").split())
    return folded if folded in SHAPES else None


def _database(name: str, root: Path) -> Source:
    """Return a database as a source; its mapping, where it has one, stands in params/, named after the database."""
    shown = shown_url(name)
    database = shown.partition("://")[2].partition("?")[0].rpartition("/")[2]
    mapping = root / "params" / f"{database}.{MAPPING}"
    illustrative = mapping.is_file() and _says_illustrative("params", mapping)
    return Source(shown, None, illustrative, url=name, mapping=mapping if database and mapping.is_file() else None)


def _of_path(name: str, path: Path) -> Source:
    mapping = path / MAPPING if path.is_dir() else path.with_name(f"{path.name}.{MAPPING}")
    return Source(name, path, _is_illustrative(name, path), mapping=mapping if mapping.is_file() else None)


def _stands_beside(path: Path) -> bool:
    if _is_special(path):
        return False
    if path.is_dir():  # only a folder with tables in it is one that a person may take to be read
        return not any(table_of(child.stem) and child.suffix for child in path.glob("*"))
    return path.name.lower() in BESIDE or path.suffix.lower() in BESIDE_SUFFIXES


def _may_be_table(path: Path) -> bool:
    """Return whether a file that is not ordinary has the name of a table, or of a file with sheets."""
    return _is_special(path) and path.suffix.lower() in SUFFIXES


def _is_special(path: Path) -> bool:
    """Return whether a path, its links followed, is there and neither file nor folder: reading it may never end."""
    try:
        mode = path.stat().st_mode
    except OSError:  # what cannot be seen is said where it is read
        return False
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)


def _not_ordinary(path: Path, where: Where) -> Finding:
    mode = path.stat().st_mode
    kinds = {stat.S_IFIFO: "a pipe", stat.S_IFSOCK: "a socket"}
    kind = kinds.get(stat.S_IFMT(mode), "a device")
    may_be_table = table_of(path.stem) is not None or path.suffix.lower() in SUFFIXES
    message = f"{path.name} is {kind}, not an ordinary file, and was not read"
    remedy = "Put a file with its content in its place, or take it away."
    severity: Severity = "error" if may_be_table or where.field else "warning"
    return Finding("file-not-ordinary", severity, message, where, remedy)


def _seen(path: Path) -> tuple[bool, str]:
    """Return whether a path is there, and why it, or what is in a folder, cannot be seen; "" where it can."""
    try:
        if path.is_dir():
            with scandir(path) as entries:
                for entry in entries:
                    entry.stat(follow_symlinks=False)  # refused where the folder may be listed and not entered
                    break
        return path.exists(), ""
    except PermissionError as problem:
        return True, (problem.strerror or "permission denied").lower()
    except (OSError, ValueError):  # a name that is too long, or that no file can have
        return False, ""


def _path(name: str, root: Path) -> Path:
    return EXAMPLE if name == "example" else (root / name).resolve()


def _refuse_twice(names: Sequence[str], root: Path) -> None:
    first: dict[str, str] = {}
    for name in names:
        place = shown_url(name) if is_url(name) else str(_path(name, root).resolve())
        if place in first:
            message = f"the data sources {first[place]!r} and {name!r} are the same: their rows would count twice"
            where = Where(field="data", found=name)
            finding = Finding("data-source-twice", "error", message, where, "Name it once.")
            raise DataError("A data source is named twice.", [finding])
        first[place] = name


def _is_illustrative(name: str, path: Path) -> bool:
    """Say whether a folder's `source.yml`, or its mapping, where it has one, says that its data is invented."""
    return any(_says_illustrative(name, path / about) for about in (ABOUT, MAPPING)) or _says_illustrative(
        name, path.with_name(f"{path.name}.{MAPPING}")
    )


def _says_illustrative(name: str, path: Path) -> bool:
    shown = f"{name}/{path.name}"
    if not path.is_file():
        return False
    text, findings = read_text(path, shown)
    try:
        about = {} if text is None else yaml.safe_load(text) or {}
    except (yaml.YAMLError, ValueError, RecursionError):
        about = None
    if text is None or not isinstance(about, dict):
        if path.name.endswith(MAPPING):
            return False  # what is wrong with a mapping is said where it is read
        remedy = "Write illustrative: true where the data is invented, else illustrative: false."
        unread = Finding("source-unreadable", "error", f"{path.name} cannot be read", Where(shown), remedy)
        raise DataError("What a data source says of itself cannot be read.", [*findings, unread])
    return bool(about.get("illustrative"))


def in_folder(source: Source, path: Path, label: str) -> str:
    """Return a file's name in findings: the source's, and the file's own where the source is a folder."""
    return f"{label}/{path.name}" if source.is_folder else label


def every_file(sources: Sequence[Source]) -> Iterator[tuple[str, Path]]:
    """Yield each file of the sources that may hold a table, its mapping too, after the name that findings give it."""
    for label, source in labelled(sources):
        for path in source.files():
            yield in_folder(source, path, label), path
        if source.mapping:
            yield in_folder(source, source.mapping, label), source.mapping
