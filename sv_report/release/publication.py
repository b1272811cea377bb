"""A sealed bundle's public files, copied out for publication: only what may go, only as it was sealed, all or nothing.

Release stage, after sealing. Takes a bundle and a folder to be; refuses while an error is open, where a file is not as
it was sealed, and where the copied bytes hold anything that office/exempt.json says is exempt.
"""

import json
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sv_report.errors import CheckError, UsageError
from sv_report.findings import Finding, Where, errors
from sv_report.release.bundle import FINDINGS, Bundle, remove
from sv_report.release.kept import is_trace
from sv_report.release.leaks import Secrets, find_leaks
from sv_report.release.manifest import MANIFEST, sha256

PUBLIC = "public"
FOUND = f"office/{FINDINGS}"
EXEMPT = "office/exempt.json"  # what the leak check looks for; a report without exempt matter has none


@dataclass(frozen=True)
class Copied:
    """The copies in the order of their names, and a note for each exempt phrase that could not be searched for."""

    files: tuple[Path, ...]
    notes: tuple[Finding, ...]


def copy_public(bundle: Bundle, target: Path) -> Copied:
    """Copy the public files of a sealed bundle into a new folder.

    Raises CheckError while an error is open, where a file is not as it was sealed and where exempt matter is found,
    and UsageError where there is no bundle or the folder cannot be made. Then nothing is left of the copy.
    """
    if not bundle.exists:
        raise UsageError(f"There is no report of {bundle.id} in {bundle.outputs}. sv-report run makes it.")
    _refuse_place(bundle, target)
    with bundle.claimed(), _made_whole(target) as copy:
        record = _manifest(bundle)
        _refuse_open(bundle, record)
        _copy_as_sealed(bundle, record["files"], copy)
        secrets = _secrets(bundle)
        if found := find_leaks(copy, secrets, PUBLIC):
            raise _refused(bundle, "exempt matter is in its public files", found)
    files = sorted(path for path in target.rglob("*") if path.is_file())
    return Copied(tuple(files), tuple(secrets.unsearchable()))


# ---- the folder ----------------------------------------------------------------------------------


def _refuse_place(bundle: Bundle, target: Path) -> None:
    """Raise UsageError where the folder holds something, is no folder, or lies in the bundle."""
    if target == bundle.sealed or bundle.sealed in target.parents:
        raise UsageError(f"{target} is within the bundle itself, which the next run replaces. Give another --to.")
    if target.exists() and not target.is_dir():
        raise UsageError(f"{target} is a file. Give --to the name of a new folder.")
    if target.is_dir() and any(target.iterdir()):
        raise UsageError(
            f"{target} is not empty, and nothing in it is written over. Give --to a new folder, or empty this one."
        )


@contextmanager
def _made_whole(target: Path) -> Iterator[Path]:
    """Give a folder beside the target to copy into, and put it in the target's place once all has gone well."""
    beside = next(folder for folder in target.parents if folder.is_dir()) / f".{target.name}.publishing"
    try:
        try:
            remove(beside)
            beside.mkdir()
            yield beside
            target.parent.mkdir(parents=True, exist_ok=True)
            if target.exists():
                target.rmdir()  # it is empty; Windows puts nothing in the place of a folder
            beside.rename(target)
        except OSError as problem:
            raise UsageError(f"{target} cannot be written ({problem}). Free the place, or give another --to.") from None
    except BaseException:
        remove(beside)
        raise


# ---- what may go ---------------------------------------------------------------------------------


def _manifest(bundle: Bundle) -> dict[str, Any]:
    """Return the manifest of a bundle; raise CheckError where it cannot be read."""
    try:
        record: dict[str, Any] = json.loads((bundle.sealed / MANIFEST).read_text("utf-8"))
        if not isinstance(record["files"], dict) or not isinstance(record["draft"], bool):
            raise TypeError("its files or its draft are not given")
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise _refused(bundle, f"{MANIFEST} cannot be read ({problem})") from None
    return record


def _refuse_open(bundle: Bundle, record: dict[str, Any]) -> None:
    """Raise CheckError while the bundle has an error open or is marked as a draft, naming what is open."""
    for name in (FOUND, EXEMPT):
        _refuse_changed_paper(bundle, name, record["files"].get(name))
    found = errors(_findings(bundle))
    if found:
        raise _refused(bundle, "this is open", found)
    if record["draft"]:
        raise _refused(bundle, "it is marked DRAFT")


def _refuse_changed_paper(bundle: Bundle, name: str, digest: str | None) -> None:
    """Raise CheckError where an office paper on which publication rests is not as it was sealed."""
    path = bundle.sealed / name
    if (sha256(path) if path.is_file() else None) != digest:
        raise _refused(bundle, f"{name} is not as it was sealed")


def _findings(bundle: Bundle) -> list[Finding]:
    try:
        records = json.loads((bundle.sealed / FOUND).read_text("utf-8"))
        if not isinstance(records, list):
            raise TypeError("it is no list")
        return [Finding(**{**record, "where": Where(**record["where"])}) for record in records]
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise _refused(bundle, f"{FOUND} cannot be read ({problem})") from None


def _secrets(bundle: Bundle) -> Secrets:
    """Return what is exempt; none where no paper says so."""
    path = bundle.sealed / EXEMPT
    try:
        return Secrets.from_record(json.loads(path.read_text("utf-8"))) if path.is_file() else Secrets()
    except (OSError, ValueError) as problem:
        raise _refused(bundle, f"{EXEMPT} cannot be read ({problem})") from None


def write_secrets(path: Path, secrets: Secrets) -> None:
    """Write what is exempt, as an office paper that is never published."""
    path.write_text(json.dumps(secrets.record(), ensure_ascii=False, indent=1) + "\n", "utf-8")


def _refused(bundle: Bundle, why: str, findings: Sequence[Finding] = ()) -> CheckError:
    again = "Mend it, make the report again with sv-report run, and publish that."
    return CheckError(f"{bundle.id} is not published: {why}. {again}", findings)


# ---- the files -----------------------------------------------------------------------------------


def _copy_as_sealed(bundle: Bundle, listed: dict[str, str], copy: Path) -> None:
    """Copy the public files; raise CheckError where one is missing, was added, or is not as it was sealed."""
    public = bundle.sealed / PUBLIC
    names = {path.relative_to(bundle.sealed).as_posix() for path in public.rglob("*") if _is_of_bundle(path)}
    sealed = {name for name in listed if name.startswith(f"{PUBLIC}/")}
    changed = [_added(name) for name in sorted(names - sealed)]
    for name in sorted(sealed):
        source, target = bundle.sealed / name, copy.joinpath(*name.split("/")[1:])
        if name not in names or source.is_symlink():
            changed.append(_edited(name, "is missing, or a link to a file elsewhere"))
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
        if sha256(target) != listed[name]:
            changed.append(_edited(name, "was edited after the report was made"))
    if changed or not sealed:
        raise _refused(bundle, "its public files are not as they were sealed", changed)


def _is_of_bundle(path: Path) -> bool:
    """Say whether a path is a file that somebody put into the bundle, and no trace of a program that looked at it."""
    return (path.is_file() or path.is_symlink()) and not is_trace(path.name)


def _edited(name: str, how: str) -> Finding:
    remedy = (
        "Put what you changed into the narrative, the edition or the template, where the next run reads it. That run "
        "makes the file anew and keeps an edited one in kept/."
    )
    return Finding("publish.edited", "error", f"The file {how}, so that its numbers are not proven.",
                   Where(name), remedy)  # fmt: skip


def _added(name: str) -> Finding:
    return Finding("publish.added", "error", "The file was added after the report was made, and was not checked.",
                   Where(name), "Move it out of the bundle; what is to be published with the report is an appendix of "
                   "the edition.")  # fmt: skip
