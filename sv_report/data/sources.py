"""Where monitoring data comes from: the example, or a folder of CSV files.

Data stage. A source is named in an edition's `data`; a relative path starts at the workbench's root.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from sv_report.data.schema import SHAPES
from sv_report.findings import Finding, Where

EXAMPLE = Path(__file__).parent / "example"


@dataclass(frozen=True)
class Source:
    """A folder of tables: `name` as the edition wrote it, `illustrative` where its data is invented."""

    name: str
    folder: Path
    illustrative: bool

    def files(self) -> list[Path]:
        """Return the CSV files in the folder, by name."""
        return sorted(self.folder.glob("*.csv"))

    def tables(self) -> dict[str, Path]:
        """Return the files that hold a table of the schema, by the table's name."""
        return {path.stem: path for path in self.files() if path.stem in SHAPES}

    def unread(self) -> list[Path]:
        """Return the files that hold no table of the schema."""
        return [path for path in self.files() if path.stem not in SHAPES]

    def digests(self) -> dict[str, str]:
        """Return the SHA-256 of each file read, by `source/name.csv`."""
        return {f"{self.name}/{path.name}": sha256(path) for path in self.tables().values()}


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, in hex."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


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
    if not any(path.stem in SHAPES for path in folder.glob("*.csv")):
        return Finding(
            "data-source-empty",
            "error",
            f"the data source {name!r} holds none of the tables",
            Where(file=str(folder), field="data", found=name),
            f"Put the tables there as CSV files: {', '.join(f'{table}.csv' for table in SHAPES)}.",
        )
    return None


def find_sources(names: Sequence[str], root: Path) -> list[Source]:
    """Return the sources of an edition, which its gate has seen to be there."""
    return [Source(name, _folder(name, root), _illustrative(_folder(name, root))) for name in names]


def _folder(name: str, root: Path) -> Path:
    return EXAMPLE if name == "example" else (root / name).resolve()


def _illustrative(folder: Path) -> bool:
    about = folder / "source.yml"
    return about.is_file() and bool((yaml.safe_load(about.read_text("utf-8")) or {}).get("illustrative"))
