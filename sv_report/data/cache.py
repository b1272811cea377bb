"""The tables of data that was taken in before: kept by the content of all that they were made from.

Data stage. A second run of the same files reads no spreadsheet. The key is a digest over every file of the sources,
what the council and the edition say of them, the code of this stage and of the one before, and the versions of what
reads; so a kept folder is never wrong, and may be deleted at any time. Databases and frames are read each time: their
content is not known before.
"""

import hashlib
import json
import os
import platform
import shutil
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict
from functools import cache
from importlib.metadata import version
from itertools import accumulate
from pathlib import Path

from sv_report.data.holding import digest_of
from sv_report.data.intake import Conditions, take_in
from sv_report.data.sources import Source, every_file, labelled
from sv_report.data.tables import Tables
from sv_report.errors import DataError
from sv_report.findings import Finding, Where

STAGE = Path(__file__).parent
CODE = (STAGE, STAGE.parent / "params")  # what decides what is read from a file
READERS = ("duckdb", "lxml", "narwhals", "numpy", "pandas", "pandera", "pydantic", "python-calamine", "PyYAML")
FEWEST = 20  # folders that are kept, whatever they take: an officer's editions of a year, and some
ROOM = 1 << 30  # bytes that more of them may take
FOUND = "found.json"  # beside the tables: what was found, and the digest of each file


def read_sources(
    sources: Sequence[Source], into: Path, conditions: Conditions | None = None, kept: Path | None = None
) -> tuple[Tables, list[Finding]]:
    """Read every table of the sources into Parquet files in `into`; raise DataError with all faults.

    `kept` is the folder where tables are kept from run to run; without it they are read anew, and so is data with a
    change that is only asked about.
    """
    conditions = conditions or Conditions()
    if kept is None or conditions.change is not None or any(source.path is None for source in sources):
        return take_in(sources, into, conditions)
    folder = kept / key_of(sources, conditions)
    recalled = _recalled(folder, into)
    if recalled is not None:
        return recalled
    tables, findings = take_in(sources, into, conditions)
    with suppress(OSError):  # what cannot be kept is read anew
        _keep(tables, findings, folder)
    return tables, findings


def key_of(sources: Sequence[Source], conditions: Conditions) -> str:
    """Return a digest of all that the tables are made from; of a database no more than its name is known."""
    named = [
        (label, source.collected, sorted(path.name for path in source.beside())) for label, source in labelled(sources)
    ]
    files = [(shown, digest_of(path, shown)) for shown, path in every_file(sources)]
    said = [sorted(conditions.rules_off), [asdict(one) for one in conditions.accepted]]
    versions = [platform.python_version(), *map(version, READERS)]
    return hashlib.sha256(json.dumps([_code(), versions, named, files, said]).encode()).hexdigest()


@cache
def _code() -> str:
    """Return a digest of the code."""
    digest = hashlib.sha256()
    for path in sorted(path for folder in CODE for path in folder.rglob("*.py")):
        digest.update(f"{path.relative_to(STAGE.parent).as_posix()}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def _recalled(folder: Path, into: Path) -> tuple[Tables, list[Finding]] | None:
    """Return the tables kept in a folder; None where there are none, or where they are not as they were kept."""
    try:
        found = json.loads((folder / FOUND).read_text("utf-8"))
        if found["tables"] != _digests(folder):
            return None
        findings = [Finding(**one | {"where": Where(**one["where"])}) for one in found["findings"]]
        _put(folder, into, os.link)
        with suppress(OSError):
            os.utime(folder)  # the newest used are kept
        return Tables(into, found["digests"]), findings
    except (OSError, ValueError, KeyError, TypeError, DataError):
        return None


def _digests(folder: Path) -> dict[str, str]:
    return {path.name: digest_of(path, path.name) for path in sorted(folder.glob("*.parquet"))}


def _keep(tables: Tables, findings: Sequence[Finding], folder: Path) -> None:
    """Keep the tables in `folder`, whole or not at all; take away what was used longest ago."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    found = {
        "findings": [finding.record() for finding in findings],
        "digests": tables.digests,
        "tables": _digests(tables.folder),
    }
    (tables.folder / FOUND).write_text(json.dumps(found), "utf-8")
    with tempfile.TemporaryDirectory(prefix="new-", dir=folder.parent) as new:
        whole = Path(new) / "tables"
        _put(tables.folder, whole, os.link)
        shutil.rmtree(folder, ignore_errors=True)  # one that was not as it was kept
        whole.rename(folder)
    newest = sorted(
        (path for path in folder.parent.iterdir() if len(path.name) == 64),
        key=lambda path: path.stat().st_mtime,
        reverse=True,
    )
    for path, taken in list(zip(newest, accumulate(map(_size, newest)), strict=True))[FEWEST:]:
        if taken > ROOM:
            shutil.rmtree(path, ignore_errors=True)


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.iterdir())


def _put(source: Path, target: Path, link: Callable[[Path, Path], None]) -> None:
    """Put the files of a folder into another as links; as copies where the disk has no links."""
    target.mkdir(parents=True, exist_ok=True)
    for path in source.iterdir():
        if path.suffix in (".parquet", ".json"):
            copy = target / path.name
            copy.unlink(missing_ok=True)
            try:
                link(path, copy)
            except OSError:
                shutil.copyfile(path, copy)
