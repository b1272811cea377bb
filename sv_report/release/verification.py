"""A sealed bundle held against the one made again from what its manifest says: which files differ, where, and why.

Release stage. Takes a copy of the bundle and the folder of the one made again; changes neither.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from pathlib import Path, PurePosixPath
from typing import Any, get_args

from sv_report.data.sources import EXAMPLE
from sv_report.errors import RenderError, ReportError, UsageError
from sv_report.params import Workbench
from sv_report.params.workbench import ENDINGS
from sv_report.release.bundle import Bundle
from sv_report.release.changes import Change, changes_between
from sv_report.release.differing import place_of_difference
from sv_report.release.manifest import LOG, MANIFEST, SCHEMA, code_digest, described, sha256
from sv_report.release.versions import versions
from sv_report.render import FORMATS, choose_engine
from sv_report.render.engine import EngineName

BY_HAND = ("edited", "added", "missing")
TEXTS = ("edition", "engine", "package", "code")
TABLES = ("settings", "inputs", "data", "files")


@dataclass(frozen=True)
class Difference:
    """A file of a bundle that is not as it is made again.

    `how` is `edited`, `added` or `missing` where the bundle is not as it was sealed, and `otherwise`, `new` or `gone`
    where it is, and the report made again has the file otherwise, besides, or not at all. `place` is where it differs.
    """

    file: str
    how: str
    place: str = ""


@dataclass(frozen=True)
class Verdict:
    """Whether a bundle is what its manifest says, file by file; `problem` is why it could not be made again, if so.

    `files` counts those that were compared.
    """

    bundle: Path
    edition: str
    files: int
    differences: tuple[Difference, ...]
    changes: tuple[Change, ...]
    problem: ReportError | None = None

    @property
    def is_identical(self) -> bool:
        """Whether every file was made again with the same bytes."""
        return self.problem is None and not self.differences

    def record(self) -> dict[str, Any]:
        """Return the verdict as JSON has it; where the bundle lies is for who asked to say."""
        return {
            "edition": self.edition,
            "identical": self.is_identical,
            "files": self.files,
            "differences": [asdict(one) for one in self.differences],
            "changes": [asdict(one) for one in self.changes],
            "problem": str(self.problem) if self.problem else None,
        }


@dataclass(frozen=True)
class Sealed:
    """A copy of a sealed bundle, and what its manifest says."""

    bundle: Path
    folder: Path
    said: Mapping[str, Any] = field(repr=False)

    @property
    def edition(self) -> str:
        """The edition's id."""
        return str(self.said["edition"])

    @property
    def engine(self) -> EngineName:
        """The engine's name, without its version."""
        return "quarto" if _engine(self.said) == "quarto" else "embedded"

    @property
    def formats(self) -> tuple[str, ...]:
        """The formats that were made."""
        return tuple(self.said["formats"])

    @property
    def settings(self) -> dict[str, str]:
        """The settings that were laid over the edition."""
        return dict(self.said["settings"])

    def made_from(self, named: str | Path, workbench: Workbench) -> str | Path:
        """Return the edition to make again: its file where it was then, else the one that was named, else its id."""
        then = (name for name in self.said["inputs"] if PurePosixPath(name).stem == self.edition)
        paths = [*(workbench.root / name for name in then), Path(named)]
        return next((path for path in paths if path.suffix in ENDINGS and path.is_file()), self.edition)


# ---- what is there -------------------------------------------------------------------------------


def find_bundle(named: str | Path, workbench: Workbench) -> Bundle:
    """Return the bundle that a folder is, or that an edition, by its id or path, has in outputs/."""
    place, typed = Path(named).resolve(), Path(named)
    by_place = Bundle(place.parent, place.name)
    id_ = typed.stem if typed.suffix in ENDINGS else typed.name
    of_edition = [Bundle(workbench.outputs, id_)] if len(typed.parts) == 1 or typed.suffix in ENDINGS else []
    for bundle in (by_place, *of_edition):
        if (bundle.sealed / MANIFEST).is_file() or bundle.old.is_dir():
            return bundle
    if place.is_dir():
        return by_place
    remedy = "Name a folder of outputs/, or an edition that has one: sv-report status lists them."
    raise UsageError(f"There is no bundle {named}. {remedy}")


def as_sealed(bundle: Bundle, into: Path) -> Sealed:
    """Return a copy of a sealed bundle, as it is at one moment.

    Raises UsageError where there is none, or where its manifest cannot be read.
    """
    bundle.copy_sealed(into)
    try:
        said = json.loads((into / MANIFEST).read_text("utf-8"))
        _refuse_half(said)
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as problem:
        raise UsageError(
            f"{bundle.sealed} cannot be verified: its {MANIFEST} cannot be read ({problem}). "
            "Make the report again with sv-report run; what was edited is kept."
        ) from None
    return Sealed(bundle.sealed, into, said)


def _refuse_half(said: Any) -> None:
    """Raise where a manifest does not say all that a bundle is made again from."""
    if not isinstance(said, dict):
        raise TypeError("it is no list of names and values")
    for name in TEXTS:
        if not isinstance(said[name], str) or not said[name]:
            raise TypeError(f"{name} is no text")
    for name, table in {"versions": said.get("versions", {}), **{name: said[name] for name in TABLES}}.items():
        if not isinstance(table, dict) or not all(isinstance(one, str | None) for one in table.values()):
            raise TypeError(f"{name} is no list of names and texts")
    if not isinstance(said["formats"], list) or not {*said["formats"]} or not {*said["formats"]} <= {*FORMATS}:
        raise TypeError(f"formats are not of {', '.join(FORMATS)}")
    if _engine(said) not in get_args(EngineName):
        raise TypeError(f"there is no engine {said['engine']}")
    if Path(said["edition"]).name != said["edition"]:
        raise TypeError(f"{said['edition']} is no edition's id")


def _engine(said: Mapping[str, Any]) -> str:
    return str(said["engine"]).partition(" ")[0]


# ---- what differs --------------------------------------------------------------------------------


def compare(sealed: Sealed, again: Path) -> Verdict:
    """Hold a bundle against the one made again."""
    now = json.loads((again / MANIFEST).read_text("utf-8"))
    names = {*_digests(sealed.folder), *_digests(again), *_listed(sealed)}
    differences = tuple(_differences(sealed, again))
    return Verdict(sealed.bundle, sealed.edition, len(names), differences, tuple(changes_between(sealed.said, now)))


def not_made_again(sealed: Sealed, problem: ReportError, workbench: Workbench) -> Verdict:
    """Say what can be said of a bundle that cannot be made again: what was edited in it, and what changed since."""
    names = {*_digests(sealed.folder), *_listed(sealed)}
    now = {"schema": SCHEMA, "engine": _engine_here(sealed.engine), "package": version("sv_report")}
    now |= {"code": code_digest(), "versions": versions()}
    found = {part: dict(_as_they_are(sealed.said[part], workbench)) for part in ("inputs", "data")}
    now |= {"inputs": found["inputs"], "data": {**sealed.said["data"], **found["data"]}}  # a database is no file
    changes = changes_between(sealed.said, {**sealed.said, **now})
    return Verdict(sealed.bundle, sealed.edition, len(names), tuple(_by_hand(sealed)), tuple(changes), problem)


def _by_hand(sealed: Sealed) -> Iterator[Difference]:
    """Yield the files of a bundle that are not as they were sealed."""
    listed, found = _listed(sealed), _digests(sealed.folder)
    for name in sorted({*listed, *found} - {MANIFEST}):
        if name not in listed:
            yield Difference(name, "added")
        elif name not in found:
            yield Difference(name, "missing")
        elif found[name] != listed[name]:
            yield Difference(name, "edited")


def _differences(sealed: Sealed, again: Path) -> Iterator[Difference]:
    by_hand = {one.file: one.how for one in _by_hand(sealed)}
    found, made = _digests(sealed.folder), _digests(again)
    for name in sorted({*by_hand, *found, *made}):
        if name in found and name in made:
            if found[name] != made[name]:
                yield Difference(name, by_hand.get(name, "otherwise"), _place(name, sealed.folder, again))
        else:
            yield Difference(name, by_hand.get(name, "gone" if name in found else "new"))


def _place(name: str, sealed: Path, again: Path) -> str:
    if (sealed / name).is_symlink():
        return "it is a link to a file elsewhere"
    return place_of_difference(name, sealed / name, again / name)


def _listed(sealed: Sealed) -> dict[str, str]:
    """Return the digests of the files as they were sealed."""
    return {name: digest for name, digest in sealed.said["files"].items() if name != LOG}


def _digests(folder: Path) -> dict[str, str]:
    """Return the digests of a bundle's files as they are; the log apart, which holds times."""
    files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*")}
    return {
        name: _digest(path) for name, path in files.items() if (path.is_file() or path.is_symlink()) and name != LOG
    }


def _digest(path: Path) -> str:
    """Return a file's digest; of a link one that no file has, since a run makes none."""
    return f"link {path.readlink()}" if path.is_symlink() else sha256(path)


# ---- why -----------------------------------------------------------------------------------------


def _engine_here(name: EngineName) -> str:
    """Return an engine with its version, as a manifest has it; an empty text where it is not on this machine."""
    try:
        engine = choose_engine(name)
    except RenderError:
        return ""
    return described(engine)


def _as_they_are(digests: Mapping[str, str], workbench: Workbench) -> Iterator[tuple[str, str]]:
    """Yield the digests of inputs as they are now; those that cannot be found by their names are left out."""
    for name in digests:
        path = workbench.root / name
        if name.partition("/")[0] == EXAMPLE.name:
            path = EXAMPLE.parent / name
        if path.is_file():
            yield name, sha256(path)
