"""Where monitoring data comes from: the example, or a folder of CSV files.

Data stage. A source is named in an edition's `data`; a relative path starts at the workbench's root. A file is
known by its name without regard to case, as Windows knows it.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from sv_report.data.csv_file import SAVE_AS_CSV
from sv_report.data.schema import SHAPES
from sv_report.errors import DataError
from sv_report.findings import Finding, Where
from sv_report.params.text import read_text

EXAMPLE = Path(__file__).parent / "example"
ABOUT = "source.yml"
BESIDE = ("readme.md", ABOUT)  # stand beside tables, and hold none
BESIDE_SUFFIXES = (".py",)  # the script that makes the example stands beside its tables


@dataclass(frozen=True)
class Source:
    """A folder of tables: `name` as the edition wrote it, `illustrative` where its data is invented."""

    name: str
    folder: Path
    illustrative: bool

    def files(self, table: str) -> list[Path]:
        """Return the files that hold a table of the schema: one, or several whose names differ in case only."""
        return [path for path in _listing(self.folder) if _table_of(path) == table]

    def unread(self) -> list[Path]:
        """Return the files and folders that a person may take to be read, and that hold no table."""
        return [path for path in _listing(self.folder) if _table_of(path) is None and not _stands_beside(path)]


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
    folder = _folder(name, root)
    if not folder.is_dir():
        return Finding(
            "data-source-missing",
            "error",
            f"the data source {name!r} is not there: no folder {folder}",
            Where(field="data", found=name),
            "Write example, or the path of a folder of CSV files; a relative path starts at the workbench's root.",
        )
    if not any(_table_of(path) for path in _listing(folder)):
        return Finding(
            "data-source-empty",
            "error",
            f"the data source {name!r} holds none of the tables",
            Where(file=str(folder), field="data", found=name),
            f"Put the tables there as CSV files: {', '.join(f'{table}.csv' for table in SHAPES)}. {SAVE_AS_CSV}",
        )
    return None


def find_sources(names: Sequence[str], root: Path) -> list[Source]:
    """Return the sources of an edition, which its gate has seen to be there.

    Raises DataError where two names lead to one folder, and where a source.yml cannot be read.
    """
    _refuse_twice(names, root)
    return [Source(name, _folder(name, root), _is_illustrative(name, _folder(name, root))) for name in names]


def unread_finding(path: Path, label: str) -> Finding:
    """Return the warning that a file beside the tables was not read, and what to do with it."""
    tables = ", ".join(f"{table}.csv" for table in SHAPES)
    message, remedy = f"{path.name} holds none of the tables and was not read", f"Rename it to one of {tables}"
    if path.is_dir():
        message, remedy = f"{path.name} is a folder and was not read", "Put its tables into the source's own folder"
    elif path.suffix.lower() != ".csv":
        message, remedy = f"{path.name} is not a CSV file and was not read", f"{SAVE_AS_CSV} Name it as one of {tables}"
    return Finding("file-not-read", "warning", message, Where(f"{label}/{path.name}"), f"{remedy}, or take it away.")


def _listing(folder: Path) -> list[Path]:
    """Return what is in a folder, by name, without what is hidden (an open workbook's ~$ file too)."""
    return sorted(path for path in folder.glob("*") if not path.name.startswith((".", "~$")))


def _table_of(path: Path) -> str | None:
    """Return the name of the table that a file holds, by its name."""
    name = path.stem.lower()
    return name if name in SHAPES and path.suffix.lower() == ".csv" and not path.is_dir() else None


def _stands_beside(path: Path) -> bool:
    if path.is_dir():  # only a folder with tables in it is one that a person may take to be read
        return not any(child.stem.lower() in SHAPES and child.suffix for child in path.glob("*"))
    return path.name.lower() in BESIDE or path.suffix.lower() in BESIDE_SUFFIXES


def _folder(name: str, root: Path) -> Path:
    return EXAMPLE if name == "example" else (root / name).resolve()


def _refuse_twice(names: Sequence[str], root: Path) -> None:
    first: dict[Path, str] = {}
    for name in names:
        folder = _folder(name, root).resolve()
        if folder in first:
            message = f"the data sources {first[folder]!r} and {name!r} are the same folder: its rows would count twice"
            where = Where(field="data", found=name)
            finding = Finding("data-source-twice", "error", message, where, "Name the folder once.")
            raise DataError("A data source is named twice.", [finding])
        first[folder] = name


def _is_illustrative(name: str, folder: Path) -> bool:
    """Say whether a source's `source.yml`, where it has one, says that its data is invented."""
    path, shown = folder / ABOUT, f"{name}/{ABOUT}"
    if not path.is_file():
        return False
    text, findings = read_text(path, shown)
    try:
        about = {} if text is None else yaml.safe_load(text) or {}
    except yaml.YAMLError:
        about = None
    if text is None or not isinstance(about, dict):
        remedy = "Write illustrative: true where the data is invented, else illustrative: false."
        unread = Finding("source-unreadable", "error", f"{ABOUT} cannot be read", Where(shown), remedy)
        raise DataError("What a data source says of itself cannot be read.", [*findings, unread])
    return bool(about.get("illustrative"))
