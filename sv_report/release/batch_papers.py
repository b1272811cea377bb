"""What a batch keeps in outputs/: a journal of the bundles that it made whole, and the page that sums it up.

Release stage. The journal is only ever added to, a line of JSON for each bundle, on the disk before the next is begun;
a line that a kill cut off counts for nothing. The page is put in its place whole.
"""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

from filelock import FileLock, Timeout

from sv_report.errors import UsageError
from sv_report.release.bundle import Bundle
from sv_report.release.manifest import MANIFEST, sha256

JOURNAL, PAGE = "batch.journal", "batch.html"  # no edition's id has a full stop


class Journal:
    """The bundles that batches made whole in a folder of outputs, by the digest of the manifest of each."""

    def __init__(self, outputs: Path) -> None:
        self.path = outputs / JOURNAL
        self.problems: list[str] = []
        self._outputs, self._adding = outputs, Lock()
        said = self.path.read_bytes() if self.path.is_file() else b""
        self._begins = b"\n" if said and not said.endswith(b"\n") else b""  # after a line that a kill cut off
        self._made = dict(_bundles(said))

    def is_made(self, edition: str) -> bool:
        """Return whether the bundle of an edition, as it stands, is one that a batch made whole."""
        manifest = Bundle(self._outputs, edition).sealed / MANIFEST
        return manifest.is_file() and self._made.get(edition) == sha256(manifest)

    def add(self, edition: str) -> None:
        """Note that the bundle of an edition, as it stands, is whole; where that cannot be written, say so."""
        with self._adding:
            try:
                digest = sha256(Bundle(self._outputs, edition).sealed / MANIFEST)
                self._made[edition] = digest
                self._write({"edition": edition, "manifest": digest})
            except OSError as problem:
                self.problems.append(f"{edition} stands in no journal ({problem}): a later batch makes it again.")

    def _write(self, said: dict[str, str]) -> None:
        with self.path.open("ab") as file:
            file.write(self._begins + json.dumps(said).encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())
        self._begins = b""


def _bundles(said: bytes) -> Iterator[tuple[str, str]]:
    """Yield the edition and digest of each line of a journal that is whole."""
    for line in said.splitlines():
        try:
            record = json.loads(line)
            yield str(record["edition"]), str(record["manifest"])
        except (ValueError, KeyError, TypeError):
            continue


@contextmanager
def only_batch(outputs: Path) -> Iterator[None]:
    """Hold the place of the one batch in a folder of outputs.

    Raises UsageError where another has it, and where the computer refuses to write there.
    """
    try:
        outputs.mkdir(parents=True, exist_ok=True)
        lock = FileLock(outputs / f"{JOURNAL}.lock", blocking=False)
        lock.acquire()
    except Timeout:
        raise UsageError(
            f"Another batch is under way in {outputs}. Wait until it is done, or give another --out."
        ) from None
    except OSError as problem:
        raise UsageError(f"{outputs} cannot be written ({problem}). Free the place, or give another --out.") from None
    try:
        yield
    finally:
        lock.release()


def write_page(outputs: Path, text: str) -> Path:
    """Write the page that sums a batch up, and return its place; raise UsageError where it cannot be written."""
    path = outputs / PAGE
    new = path.with_name(f".{PAGE}.new")
    try:
        new.write_text(text, "utf-8")
        new.replace(path)
    except OSError as problem:
        raise UsageError(f"The summary {path} cannot be written ({problem}).") from None
    return path
