"""The bundle of a run: locked, put right after a kill, and sealed by renaming.

Release stage. A run builds in `.ID.work`; the bundle `ID` is only ever replaced by renaming, so that at every
moment the last good one is whole, as itself or as `.ID.old`. The lock dies with its process.
"""

import contextlib
import errno
import hashlib
import json
import shutil
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import sleep

from filelock import FileLock, Timeout

from sv_report.errors import ReportError, UsageError
from sv_report.findings import Finding
from sv_report.release.kept import HASH_DIGITS, KEPT, is_trace, keep_edited
from sv_report.release.manifest import LOG, MANIFEST

FACTS = "facts.json"
SAID = ("id", "label", "display")  # of a fact, what a person is shown
FINDINGS = "findings.json"
NOTEBOOK = "report.ipynb"
SHOWN = ("report.docx", "report.pdf", "report.html", "tables.xlsx", "report.ipynb")
COPIES = ("public", "exempt")  # each in a folder of its name, in the bundle and in the working folder
TRIES, PAUSE = 3, 0.1  # seconds: a run takes one bundle away and puts the next in its place in far less
REFUSED = (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.ENOTDIR, errno.EISDIR)


def bundle_id(edition: str, settings: Iterable[tuple[str, str]]) -> str:
    """Return the name of a run's bundle: the edition's id, with a hash of the settings laid over it."""
    laid_over = dict(settings)
    if not laid_over:
        return edition
    canonical = json.dumps(laid_over, sort_keys=True, ensure_ascii=False).encode()
    return f"{edition}.set-{hashlib.sha256(canonical).hexdigest()[:HASH_DIGITS]}"


@dataclass(frozen=True)
class Bundle:
    """The places of one bundle in its folder of outputs."""

    outputs: Path
    id: str

    @property
    def sealed(self) -> Path:
        """The bundle that people open."""
        return self.outputs / self.id

    @property
    def work(self) -> Path:
        """The folder that a run works in."""
        return self.outputs / f".{self.id}.work"

    @property
    def built(self) -> Path:
        """The next bundle as it is built, inside the working folder."""
        return self.work / "bundle"

    @property
    def public(self) -> Path:
        """The public files of the next bundle."""
        return self.built / "public"

    @property
    def log(self) -> Path:
        """The run's log, while it runs; it is moved into the bundle when that is sealed."""
        return self.work / "run.log"

    @property
    def old(self) -> Path:
        """The last good bundle, for the moment in which the new one takes its place."""
        return self.outputs / f".{self.id}.old"

    @property
    def failed(self) -> Path:
        """What a failed run leaves behind: its log, its findings, and the notebook up to the failing cell."""
        return self.outputs / f"{self.id}.failed"

    @property
    def exists(self) -> bool:
        """Whether there is a last good bundle, in its place or on its way there."""
        return self.sealed.is_dir() or self.old.is_dir()

    @property
    def has_failed(self) -> bool:
        """Whether the last run failed and left its log behind."""
        return self.failed.is_dir()

    @property
    def failed_notebook(self) -> Path | None:
        """The notebook of a failed run up to its failing cell, where the run got so far."""
        path = self.failed / NOTEBOOK
        return path if path.is_file() else None

    def failed_files(self) -> tuple[Path, ...]:
        """Return the files that a failed run left, in the order of their names."""
        return tuple(sorted(self.failed.iterdir())) if self.has_failed else ()

    def shown_files(self) -> tuple[Path, ...]:
        """Return the files of the sealed bundle that people open: the public's, then those of the exempt copy."""
        files = (self.sealed / part / name for part in COPIES for name in SHOWN)
        return tuple(path for path in files if path.is_file())

    def public_facts(self) -> list[dict[str, str]]:
        """Return the facts that the sealed bundle shows the public; none where there are none, or they are spoilt."""
        try:
            records = json.loads((self.sealed / "public" / FACTS).read_text("utf-8"))
            return [{name: str(one[name]) for name in SAID} for one in records]
        except (OSError, ValueError, KeyError, TypeError):
            return []

    @contextmanager
    def claimed(self) -> Iterator[None]:
        """Hold the bundle's lock and an empty working folder, having put right what a killed run left.

        Raises UsageError where another run holds it, where something else stands in the bundle's place, and where
        the computer refuses to write.
        """
        lock = FileLock(self.outputs / f".{self.id}.lock", blocking=False)
        with self._writing():
            self.outputs.mkdir(parents=True, exist_ok=True)
            try:
                lock.acquire()
            except Timeout:
                raise UsageError(
                    f"Another run of {self.id} is under way. Wait until it is done, then run again."
                ) from None
            try:
                self._put_right()
                self._refuse_strangers()
                self.public.mkdir(parents=True)
                yield
            finally:
                remove(self.work)
                lock.release()

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Say in the user's words what the computer refuses: a full disk, a folder that may not be written."""
        try:
            yield
        except OSError as problem:
            if problem.errno not in REFUSED:
                raise
            what = f": {problem.filename}" if problem.filename else ""
            raise UsageError(
                f"{self.outputs} cannot be written ({problem.strerror}{what}). Free the place, or give another --out."
            ) from None

    def _put_right(self) -> None:
        self._put_back()
        for left in (self.old, self.work):
            remove(left)
            if left.exists():
                raise UsageError(
                    f"{left} is left from an earlier run and cannot be removed: remove it, then run again."
                )

    def _put_back(self) -> None:
        """Put the last good bundle back where a run was stopped between taking it away and putting the next in."""
        if self.old.exists() and not self.sealed.exists():
            self.old.rename(self.sealed)

    def _refuse_strangers(self) -> None:
        """Raise UsageError where what stands in the bundle's place was never sealed by a run."""
        stands = self.sealed.exists() or self.sealed.is_symlink()
        if stands and (self.sealed.is_symlink() or not (self.sealed / MANIFEST).is_file()):
            raise UsageError(
                f"{self.sealed} is there already and is no bundle of an earlier run (it has no {MANIFEST}). "
                "Move it away, or give another --out."
            )

    def seal(self) -> list[Path]:
        """Put the built bundle in the place of the sealed one, and return the edited files that were kept.

        Raises UsageError, with the last bundle back in its place, where a file of it is open in another program.
        """
        kept = keep_edited(self.sealed, self.built)
        try:
            if self.sealed.exists():
                self.sealed.rename(self.old)
            self.built.rename(self.sealed)
        except BaseException as problem:
            self._put_back()
            if isinstance(problem, PermissionError):
                raise UsageError(
                    f"{self.sealed} cannot be replaced: a file in it is open in another program, or may not be "
                    "changed by you. Close it and run again; the last bundle is as it was."
                ) from None
            raise
        remove(self.old)
        remove(self.failed)
        return [self.sealed / path.relative_to(self.built) for path in kept]

    def copy_sealed(self, into: Path) -> None:
        """Copy the sealed bundle as it is at one moment, without what is kept, and without changing anything.

        Nothing is locked, so that it may be looked at while a run is making the next: where that took its place
        meanwhile, the next is copied. Raises UsageError where there is no bundle, or it cannot be read.
        """
        for _ in range(TRIES):
            before = self._standing()
            try:
                if before:
                    shutil.copytree(self.sealed, into, symlinks=True, ignore=_not_sealed(self.sealed))
            except OSError as problem:
                if self._standing() == before:
                    raise UsageError(f"{self.sealed} cannot be read: {problem}") from None
            if before and self._standing() == before:
                return
            remove(into)
            sleep(PAUSE)
        if self.sealed.exists() or not self.old.is_dir():
            raise UsageError(f"{self.sealed} is no bundle of a run: it has no {MANIFEST}.")
        with self.claimed():  # puts back what a killed run took away
            pass
        self.copy_sealed(into)

    def _standing(self) -> tuple[int, int, int] | None:
        """Return what tells the bundle that stands here from the one before and the next; None where there is none."""
        try:
            folder, manifest = self.sealed.stat(), (self.sealed / MANIFEST).stat()
        except OSError:
            return None
        return folder.st_ino, manifest.st_ino, manifest.st_mtime_ns

    @contextmanager
    def failure_left(self, findings: Sequence[Finding]) -> Iterator[None]:
        """On a failure leave the log, the findings so far and the notebook in `ID.failed`, and say so.

        `findings` is the run's own list, which grows while it runs. Whatever goes wrong in leaving them, the
        failure itself is what is raised.
        """
        try:
            yield
        except BaseException as problem:
            found = [*findings, *(problem.findings if isinstance(problem, ReportError) else ())]
            with contextlib.suppress(OSError):
                write_findings(self.work / FINDINGS, found)
                remove(self.failed)
                self.failed.mkdir(parents=True)
                for path in (self.log, self.work / FINDINGS, *(self.work / part / NOTEBOOK for part in COPIES)):
                    with contextlib.suppress(FileNotFoundError):
                        shutil.move(path, self.failed / path.name)
                problem.add_note(f"What the run had made is in {self.failed}.")
            raise


def _not_sealed(sealed: Path) -> Callable[[str, list[str]], list[str]]:
    """Return what tells copytree the names of a folder that a run does not compare: the log, what is kept, traces."""

    def named(folder: str, names: list[str]) -> list[str]:
        inside = Path(folder).relative_to(sealed)
        kept = [KEPT] if (sealed / KEPT).is_dir() else []
        apart = [name for name in names if (inside / name).as_posix() in (LOG, *kept)]
        return [*apart, *(name for name in names if is_trace(name))]

    return named


@contextmanager
def for_now() -> Iterator[Path]:
    """Give a working folder for as long as it is looked at."""
    with TemporaryDirectory(prefix="sv_report-") as folder:
        yield Path(folder)


def remove(path: Path) -> None:
    """Remove a file or a folder, one that may only be read too; what cannot be removed stays."""
    if path.is_dir() and not path.is_symlink():
        for folder in (path, *(one for one in path.rglob("*") if one.is_dir() and not one.is_symlink())):
            with contextlib.suppress(OSError):
                folder.chmod(stat.S_IRWXU)
        shutil.rmtree(path, ignore_errors=True)
    else:
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)


def write_findings(path: Path, findings: Iterable[Finding]) -> None:
    """Write findings.json."""
    records = [finding.record() for finding in findings]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(records, ensure_ascii=False, indent=1) + "\n", "utf-8")
