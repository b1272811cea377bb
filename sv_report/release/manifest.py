"""The manifest of a bundle: what it was made from, by what, and the SHA-256 of each of its files.

Release stage. Nothing in it depends on the day, the folder or the user.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from sv_report.data.last_published import last_published_file
from sv_report.data.of_edition import beside_data
from sv_report.params import Edition, Workbench
from sv_report.release.versions import versions
from sv_report.render import Engine
from sv_report.render.rendering import EXTENSION, PROJECT

SCHEMA = 2
PACKAGE = Path(__file__).parent.parent
MANIFEST = "office/manifest.json"
OF_COUNCIL = (".yml", ".md", ".svg", ".png", ".ttf")  # a profile, its drafts, its logo and its typeface
LOG = "office/run.log"  # the one file that holds times: it is listed without a digest


@dataclass(frozen=True)
class Made:
    """What a bundle was made from and by: the manifest's words above the list of files.

    `code` is a digest over the package's own code; `inputs` are those of the files that people wrote, by their paths in
    the workbench, and `data` those of the data, by the names that findings give it.
    """

    edition: str
    title: str
    meeting: str
    period: str
    data_as_at: str
    settings: Mapping[str, str]
    draft: bool
    formats: tuple[str, ...]
    engine: str
    package: str
    code: str
    versions: Mapping[str, str]
    inputs: Mapping[str, str]
    data: Mapping[str, str]


def write_manifest(folder: Path, made: Made) -> None:
    """Write the manifest of all that is in a bundle's folder."""
    files = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()}
    record: dict[str, Any] = {
        "schema": SCHEMA,
        **{name: dict(value) if isinstance(value, Mapping) else value for name, value in vars(made).items()},
        "files": {name: None if name == LOG else sha256(path) for name, path in files.items() if name != MANIFEST},
    }
    target = folder / MANIFEST
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", "utf-8")


def listed_files(folder: Path) -> dict[str, str]:
    """Return the files that a sealed bundle's manifest lists, with their digests; none where it cannot be read."""
    try:
        files = json.loads((folder / MANIFEST).read_text("utf-8"))["files"]
        return {str(name): str(digest) for name, digest in files.items() if digest}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, in hex."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def describe(
    edition: Edition,
    data: Mapping[str, str],
    formats: Sequence[str],
    engine: Engine,
    workbench: Workbench,
    *,
    draft: bool,
) -> Made:
    """Return what a bundle was made from and by; `data` are the digests of the files as they were read."""
    return Made(
        edition=edition.id,
        title=edition.title,
        meeting=edition.meeting.date.isoformat(),
        period=str(edition.period or ""),
        data_as_at=edition.data_as_at.isoformat() if edition.data_as_at else "",
        settings=dict(edition.settings),
        draft=draft,
        formats=tuple(formats),
        engine=described(engine),
        package=version("sv_report"),
        code=code_digest(),
        versions=versions(),
        inputs={workbench.shown(path, edition.path.parent): sha256(path) for path in inputs_of(edition, workbench)},
        data={**data, **{name: sha256(path) for name, path in beside_data(edition, workbench)}},
    )


def described(engine: Engine) -> str:
    """Return an engine as a manifest names it, with its version."""
    return f"{engine.name} {engine.version}"


def inputs_of(edition: Edition, workbench: Workbench) -> list[Path]:
    """Return the files that people wrote and that the report was made from, the monitoring data apart."""
    council = workbench.templates / edition.council
    last = last_published_file(edition, workbench)
    appendices = [workbench.root / one.file for one in edition.appendices if one.file]
    return [
        edition.path,
        *([last] if last else []),
        *sorted(narrative.path for narrative in edition.narrative.values()),
        *(path for path in appendices if path.is_file()),
        *sorted(path for path in council.rglob("*") if path.suffix in OF_COUNCIL),
        *sorted(extension_files(workbench)),
        workbench.notebooks / f"{edition.notebook}.ipynb",
    ]


def extension_files(workbench: Workbench) -> Iterator[Path]:
    """Yield the files that say how a manuscript is laid out, for either engine."""
    project, folder = workbench.templates / PROJECT, workbench.templates / EXTENSION
    if project.is_file():
        yield project
    for path in folder.rglob("*"):
        if path.is_file() and not any(name.startswith(("__pycache__", ".")) for name in path.relative_to(folder).parts):
            yield path


def code_digest() -> str:
    """Return one SHA-256 over the package's code, by name and content."""
    files = {path.relative_to(PACKAGE).as_posix(): path for path in PACKAGE.rglob("*.py")}
    listing = "\n".join(f"{name} {sha256(files[name])}" for name in sorted(files))
    return hashlib.sha256(listing.encode()).hexdigest()
