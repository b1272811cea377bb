"""Whether a sealed bundle is what a run would make now: are all that it was made from, and its own files, unchanged?

Release stage. It holds the bundle's manifest against what is there now, by content. What cannot be told counts as
changed: a wrong "unchanged" is worse than a run too many.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sv_report.data.of_edition import data_now
from sv_report.manuscript.standard import is_standard
from sv_report.params import Edition, Workbench
from sv_report.release.bundle import FINDINGS, Bundle
from sv_report.release.changes import Change, changes_between
from sv_report.release.kept import edited_files
from sv_report.release.manifest import MANIFEST, SCHEMA, Made, describe, listed_files
from sv_report.render import Engine

NOT_READ = ("file-not-read", "file-not-ordinary")  # the rules of findings that name a file beside the data
UNTOLD = "a database's content is not known before it is read"
OWN_CELLS = "what its own cells read is not known"


@dataclass(frozen=True)
class Reason:
    """Why a bundle is not what a run would make now: what it is of, its name, and how it is.

    `kind` is bundle, data, edition, narrative, profile, template, notebook, file (an appendix, the last published
    report), settings, formats, engine, package, code or versions.
    """

    kind: str
    name: str
    how: str

    def text(self) -> str:
        """Return the reason in words: `narrative: params/2024-02-08/legal.md has changed`."""
        return f"{self.kind}: {self.name} {self.how}" if self.name else f"{self.kind}: {self.how}"


@dataclass(frozen=True)
class Freshness:
    """The bundle that was looked at, and every reason why it is not what a run would make now."""

    bundle: Path
    reasons: tuple[Reason, ...] = ()
    is_draft: bool = False

    @property
    def is_made(self) -> bool:
        """Whether there is a bundle at all."""
        return self.bundle.is_dir()

    @property
    def is_fresh(self) -> bool:
        """Whether a run would make the very same."""
        return not self.reasons

    def record(self) -> dict[str, Any]:
        """Return it as JSON has it; where the bundle lies is for who asked to say."""
        return {"fresh": self.is_fresh, "reasons": [asdict(reason) for reason in self.reasons]}


@dataclass(frozen=True)
class Standing:
    """How an edition stands: its report, and whether the last run failed. `problem` says why that cannot be told."""

    edition: str
    freshness: Freshness | None
    failed: Path | None
    problem: str = ""

    @property
    def state(self) -> str:
        """Return fresh, stale, none (no report yet) or wrong (the edition or its data cannot be read)."""
        if self.freshness is None:
            return "wrong"
        if not self.freshness.is_made:
            return "none"
        return "fresh" if self.freshness.is_fresh else "stale"

    def record(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        reasons = self.freshness.record()["reasons"] if self.freshness else []
        return {
            "edition": self.edition,
            "state": self.state,
            "reasons": reasons,
            "draft": bool(self.freshness and self.freshness.is_draft),
            "last_run_failed": self.failed is not None,
            "problem": self.problem,
        }


def freshness_of(
    bundle: Bundle, edition: Edition, workbench: Workbench, formats: Sequence[str] | None, engine: Engine
) -> Freshness:
    """Say whether an edition's bundle is what a run with these formats and this engine would make now.

    Without formats those of the bundle are meant.
    """
    if not bundle.sealed.is_dir():
        return Freshness(bundle.sealed, (Reason("bundle", "", "there is none"),))
    then = _manifest(bundle.sealed)
    if then is None:
        return Freshness(bundle.sealed, (Reason("bundle", MANIFEST, "cannot be read, or is of another sv_report"),))
    asked = then["formats"] if formats is None else formats
    failed = [Reason("bundle", "", "the last run failed")] if bundle.has_failed else []
    reasons = (*failed, *_reasons(bundle.sealed, then, edition, workbench, asked, engine))
    return Freshness(bundle.sealed, reasons, is_draft=bool(then["draft"]))


def _manifest(sealed: Path) -> dict[str, Any] | None:
    """Return a bundle's manifest; None where it is not one as this program writes it."""
    try:
        said = json.loads((sealed / MANIFEST).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    names = {"schema", "files", *Made.__dataclass_fields__}
    return said if isinstance(said, dict) and said.keys() == names and said["schema"] == SCHEMA else None


def _reasons(
    sealed: Path,
    then: Mapping[str, Any],
    edition: Edition,
    workbench: Workbench,
    formats: Sequence[str],
    engine: Engine,
) -> Iterator[Reason]:
    yield from _of_files(sealed)
    data = data_now(edition, workbench)
    read = {name: digest for name, digest in data.digests.items() if name in then["data"]}
    now = vars(describe(edition, read, formats, engine, workbench, draft=then["draft"]))
    for kind in ("settings", "formats"):
        if then[kind] != (list(now[kind]) if kind == "formats" else now[kind]):
            yield Reason(kind, "", "others were asked for")
    for change in changes_between(then, {**now, "schema": SCHEMA}):
        if change.kind != "data" or not change.name.startswith(tuple(f"{name}/" for name in data.unseen)):
            yield _of_change(change, edition, workbench)
    yield from _of_beside(sealed, then, {*data.digests} - {*read} | data.beside)
    yield from (Reason("data", name, f"is looked at anew: {UNTOLD}") for name in data.unseen)
    notebook = workbench.notebooks / f"{edition.notebook}.ipynb"
    if not is_standard(notebook):
        yield Reason("notebook", workbench.shown(notebook), f"is run anew: {OWN_CELLS}")


def _of_files(sealed: Path) -> Iterator[Reason]:
    """Yield the files of a bundle that are not as they were sealed."""
    for name in sorted(listed_files(sealed)):
        if not (sealed / name).is_file():
            yield Reason("bundle", name, "is missing")
    for path in edited_files(sealed):
        yield Reason("bundle", path.relative_to(sealed).as_posix(), "was edited or added")


def _of_beside(sealed: Path, then: Mapping[str, Any], now: set[str]) -> Iterator[Reason]:
    """Yield the files beside the data that are new or gone: a run says of each that it was not read, or reads it."""
    try:
        said = json.loads((sealed / "office" / FINDINGS).read_text("utf-8"))
    except (OSError, ValueError):  # it is not as it was sealed, which is a reason already
        return
    before = {one["where"].get("file", "") for one in said if one["rule"] in NOT_READ} - {*then["data"]}
    yield from (Reason("data", name, "is new") for name in sorted(now - before))
    yield from (Reason("data", name, "is not there now") for name in sorted(before - now))


def _of_change(change: Change, edition: Edition, workbench: Workbench) -> Reason:
    if change.kind == "code":
        return Reason("code", "", "that of sv_report has changed")
    if change.kind in ("inputs", "data"):
        how = "is new" if not change.then else "is not there now" if not change.now else "has changed"
        return Reason("data" if change.kind == "data" else _part(change.name, edition, workbench), change.name, how)
    return Reason(change.kind, change.name, f"was {change.then or 'not there'}, is {change.now or 'not there'}")


def _part(name: str, edition: Edition, workbench: Workbench) -> str:
    """Return what an input is of, by its name in the manifest."""
    own, words = (workbench.shown(path, edition.path.parent) for path in (edition.path, edition.path.with_suffix("")))
    beginnings = {
        f"{words}/": "narrative",
        f"{workbench.templates.name}/{edition.council}/": "profile",
        f"{workbench.templates.name}/": "template",
        f"{workbench.notebooks.name}/": "notebook",
    }
    if name == own:
        return "edition"
    return next((part for beginning, part in beginnings.items() if name.startswith(beginning)), "file")
