"""The workbench: the folder that holds params/, templates/, notebooks/ and outputs/.

Params stage. Every relative path of an edition starts at its root.
"""

from dataclasses import dataclass
from pathlib import Path

from sv_report.errors import UsageError

HELD = ("params", "templates")  # what makes a folder a workbench
ENDINGS = (".yml", ".yaml")


@dataclass(frozen=True)
class Workbench:
    """A workbench, by the absolute path of its root."""

    root: Path

    @property
    def params(self) -> Path:
        """The folder of editions."""
        return self.root / "params"

    @property
    def templates(self) -> Path:
        """The folder of council profiles and their templates."""
        return self.root / "templates"

    @property
    def notebooks(self) -> Path:
        """The folder of notebooks."""
        return self.root / "notebooks"

    @property
    def outputs(self) -> Path:
        """The folder of bundles."""
        return self.root / "outputs"

    def shown(self, path: Path, beside: Path | None = None) -> str:
        """Return a path as findings name it: from the root, else from `beside`, so that no home folder shows."""
        for base in (self.root, beside):
            if base and path.is_relative_to(base):
                return path.relative_to(base).as_posix()
        return path.name


def find_workbench(root: Path | None = None, start: Path | None = None) -> Workbench:
    """Return the workbench at `root`, else the nearest that `start` (the working folder) is in.

    Raises UsageError where there is none.
    """
    if root is not None:
        if _is_workbench(root):
            return Workbench(root.resolve())
        raise UsageError(f"{root} is no workbench: it does not hold the folders {_held()}. Give another --root.")
    begin = (start or Path.cwd()).resolve()
    for folder in (begin, *begin.parents):
        if _is_workbench(folder):
            return Workbench(folder)
    raise UsageError(
        f"Neither {begin} nor a folder above it holds the folders {_held()}. "
        "Change to the project's folder, or name it with --root."
    )


def edition_files(workbench: Workbench) -> list[Path]:
    """Return the editions' files in params/, in the order of their names."""
    if not workbench.params.is_dir():
        return []
    return sorted(path for path in workbench.params.iterdir() if path.suffix in ENDINGS and path.is_file())


def edition_ids(workbench: Workbench) -> list[str]:
    """Return the ids of the workbench's editions, in order."""
    return sorted({path.stem for path in edition_files(workbench)})


def _is_workbench(folder: Path) -> bool:
    return all((folder / name).is_dir() for name in HELD)


def _held() -> str:
    return " and ".join(f"{name}/" for name in HELD)
