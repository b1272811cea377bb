"""The ledger of a quarter's returns: the folder that keeps them, and what stands in it.

Data stage. The kept originals and the ledger's entries for them are the record; versions, the tables of returns and
deliveries, and the findings are computed from them, so that a collect that was stopped is made whole by the next.
Every file is written beside its place and renamed, under a lock that dies with its process.
"""

import errno
import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from filelock import FileLock, Timeout

from sv_report.data.returns.form import safe_name
from sv_report.data.returns.register import Register, read_register
from sv_report.data.tables import Tables
from sv_report.errors import DataError, UsageError
from sv_report.findings import Finding, Where
from sv_report.params import Edition, Period, Workbench

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

SCHEMA = 1
UNFINISHED = ".unfinished"  # ends the name of a file that is being written
REFUSED = (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC, errno.EDQUOT, errno.ENOTDIR, errno.EISDIR)


@dataclass(frozen=True)
class Entry:
    """A return that was taken in: its contract, the file as it came, and the kept original.

    `version` and `is_same` (its answers are those of the version, which another file brought) are computed.
    """

    contract: str
    name: str
    original: str
    sha256: str
    received_on: date
    version: int = 0
    is_same: bool = False
    lines: dict[str, int] = field(default_factory=dict)  # rows of its table by what became of them
    confirms_period: bool | None = None
    confirms_commitment: bool | None = None


@dataclass(frozen=True)
class Refusal:
    """A file that was refused: why, and the contract that it is of where it says so."""

    name: str
    sha256: str
    received_on: date
    contract: str | None
    rule: str
    why: str


@dataclass(frozen=True)
class Ledger:
    """What was taken in for a quarter, and what was refused."""

    entries: tuple[Entry, ...] = ()
    refusals: tuple[Refusal, ...] = ()


def collected_folder(edition: Edition, workbench: Workbench) -> Path:
    """Return the folder that keeps the returns collected for an edition, which its next run reads as a source.

    It stands beside the edition's first data folder or file, named after it with `.returns` added; with data that is
    no file (the example, a database) it is `params/ID.returns`.
    """
    for name in edition.data:
        path = workbench.root / name
        if name != "example" and "://" not in name and path.exists():
            return path.resolve().with_name(f"{path.resolve().name}.returns")
    return workbench.params / f"{edition.id}.returns"


@dataclass(frozen=True)
class QuarterFolder:
    """The places of one quarter in the folder of collected returns."""

    folder: Path
    period: Period

    @property
    def name(self) -> str:
        """The quarter as a folder is named: `2023-24-Q3`."""
        return safe_name(str(self.period))

    @property
    def path(self) -> Path:
        """The quarter's folder."""
        return self.folder / self.name

    @property
    def originals(self) -> Path:
        """The suppliers' own files, each under its name and a part of its digest."""
        return self.path / "originals"

    def origin(self, original: str) -> str:
        """Return a kept original as findings and origins name it, from the folder of collected returns."""
        return f"{self.name}/{self.originals.name}/{original}"

    @contextmanager
    def claimed(self) -> Iterator[None]:
        """Hold the quarter's lock; raise UsageError where another command holds it, or the place cannot be written."""
        lock = FileLock(self.path / ".lock", blocking=False)
        try:
            self.originals.mkdir(parents=True, exist_ok=True)
            try:
                lock.acquire()
            except Timeout:
                raise UsageError(
                    f"Another command collects returns of {self.period} into {self.path}. Wait until it is done."
                ) from None
            try:
                self._clear()
                yield
            finally:
                lock.release()
        except OSError as problem:
            if problem.errno not in REFUSED:
                raise
            raise UsageError(f"{self.path} cannot be written ({problem.strerror}). Free the place.") from None

    def _clear(self) -> None:
        """Remove what a stopped command left unfinished."""
        for folder in (self.path, self.originals):
            for path in folder.glob(f"*{UNFINISHED}"):
                path.unlink(missing_ok=True)

    def keep_original(self, original: str, content: bytes) -> None:
        """Keep a supplier's file as it is."""
        path = self.originals / original
        if not path.is_file() or path.read_bytes() != content:
            write_whole(path, content)

    def check_original(self, entry: Entry) -> None:
        """Raise DataError where a kept original is gone or was changed: its numbers would go with it."""
        path = self.originals / entry.original
        if path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == entry.sha256:
            return
        message = f"the kept original of {entry.contract} is {'changed' if path.is_file() else 'gone'}"
        remedy = f"Put it back as it was received ({entry.name}, {entry.received_on}), from a backup."
        finding = Finding("original-changed", "error", message, Where(self.origin(entry.original)), remedy)
        raise DataError("A kept original of the collected returns is not as it was received.", [finding])

    # ---- the ledger itself ---------------------------------------------------------------------
    def read(self) -> Ledger:
        """Return the ledger, an empty one where nothing was collected; raise DataError where it cannot be read."""
        path = self.path / "ledger.json"
        if not path.is_file():
            if (self.path / "returns.csv").is_file():  # written after it
                message, remedy = "the ledger is gone, and the returns taken in with it", "Put it back from a backup."
                finding = Finding("ledger-missing", "error", message, Where(f"{self.name}/{path.name}"), remedy)
                raise DataError("The ledger of the collected returns is not there.", [finding])
            return Ledger()
        try:
            held = json.loads(path.read_text("utf-8"))
            entries = tuple(Entry(**_dated(one)) for one in held["returns"])
            refusals = tuple(Refusal(**_dated(one)) for one in held["refused"])
        except (ValueError, TypeError, KeyError) as problem:
            remedy = f"Put back the file as it was last saved; the suppliers' files are in {self.originals.name}."
            finding = Finding("ledger-unreadable", "error", str(problem), Where(f"{self.name}/{path.name}"), remedy)
            raise DataError("The ledger of the collected returns cannot be read.", [finding]) from None
        return Ledger(entries, refusals)

    def write(self, ledger: Ledger) -> None:
        """Write the ledger, sorted, without a path or a time of this machine."""
        entries = sorted(ledger.entries, key=lambda one: (one.contract, one.version, one.is_same, one.name, one.sha256))
        refusals = sorted(ledger.refusals, key=lambda one: (one.contract or "", one.name, one.sha256))
        held = {
            "schema": SCHEMA,
            "period": str(self.period),
            "returns": [as_plain(entry) for entry in entries],
            "refused": [as_plain(refusal) for refusal in refusals],
        }
        self.write_json("ledger.json", held)

    def write_json(self, name: str, held: Any) -> None:
        """Write a JSON file of the quarter."""
        text = json.dumps(held, ensure_ascii=False, indent=1, default=str) + "\n"
        write_whole(self.path / name, text.encode())

    def issued(self) -> dict[str, date]:
        """Return the due dates that were printed when the quarter's workbooks were issued, by contract."""
        path = self.path / "issued.json"
        try:
            held = json.loads(path.read_text("utf-8"))["due_on"] if path.is_file() else {}
            return {ref: date.fromisoformat(day) for ref, day in held.items()}
        except (ValueError, TypeError, KeyError, AttributeError):
            where, remedy = Where(f"{self.name}/{path.name}"), "Issue the returns again, or remove the file."
            finding = Finding("ledger-unreadable", "error", "the due dates cannot be read", where, remedy)
            raise DataError("The note of the issued returns cannot be read.", [finding]) from None


def original_name(name: str, digest: str) -> str:
    """Return the name that a supplier's file is kept under: its own, and a part of its digest."""
    path = PurePosixPath(name)
    suffix = path.suffix.lower() if path.suffix[1:].isalnum() and path.suffix.isascii() else ""
    return f"{safe_name(path.stem)}.{digest[:12]}{suffix}"


def register_for(
    tables: Tables, period: Period, folder: Path, due_on: date | None = None, as_at: date | None = None
) -> Register:
    """Return the register of a quarter whose returns are kept in `folder`.

    A return is due on the day that the returns table names, else `due_on`, else the day printed when it was issued,
    else 15 days after the quarter. Raises UsageError where the period is a year.
    """
    issued = {} if due_on else QuarterFolder(folder, period).issued()
    return read_register(tables, period, due_on, as_at, issued)


def record_issue(folder: Path, register: Register, edition: str) -> None:
    """Note which contracts were asked for a return, and by when."""
    quarter = QuarterFolder(folder, register.period)
    with quarter.claimed():
        due_on = {contract.ref: contract.due_on for contract in register.due}
        quarter.write_json("issued.json", {"schema": SCHEMA, "edition": edition, "due_on": due_on})


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that at every moment either the old one or the new one is there, whole."""
    unfinished = path.with_name(path.name + UNFINISHED)
    with unfinished.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)


def as_plain(record: "DataclassInstance") -> dict[str, Any]:
    """Return a record as JSON holds it, its days as 2024-01-31."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in asdict(record).items()}


def _dated(held: dict[str, Any]) -> dict[str, Any]:
    return held | {"received_on": date.fromisoformat(held["received_on"])}
