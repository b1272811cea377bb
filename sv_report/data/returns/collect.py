"""Returns collected: what came back is read, judged, kept, and written as tables that the next run reads.

Data stage. Takes an inbox, the council's tables and a quarter; gives the kept originals, `returns.csv` and
`deliveries.csv` with the place of each line in the supplier's own file, the ledger and the findings. It may be run
again and again over the same inbox: nothing is counted twice.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sv_report.data.readers.sheet import Unreadable
from sv_report.data.returns.answers import Answered, write_tables
from sv_report.data.returns.identity import NotTaken, named_after
from sv_report.data.returns.inbox import files_of, not_read, unpacked
from sv_report.data.returns.judging import Judged, judge
from sv_report.data.returns.ledger import Entry, Ledger, QuarterFolder, Refusal, as_plain, original_name
from sv_report.data.returns.register import Register
from sv_report.data.returns.returned import read_returned
from sv_report.data.returns.validations import carried_over, read_validations, refuse_changed
from sv_report.errors import UsageError
from sv_report.findings import Finding, Where


@dataclass(frozen=True)
class Collected:
    """What a collect did: the returns it took, files it knew already, files it refused, and all that was found."""

    folder: Path
    taken: tuple[Entry, ...]
    known: tuple[str, ...]
    refused: tuple[Refusal, ...]
    not_read: tuple[str, ...]
    ledger: Ledger
    findings: tuple[Finding, ...]

    @property
    def lines(self) -> dict[str, int]:
        """How many lines of all returns counted were read, missing, rejected, duplicate and spare."""
        added: Counter[str] = Counter()
        for entry in self.ledger.entries:
            added.update({} if entry.is_same else entry.lines)
        return dict(sorted(added.items()))

    def record(self) -> dict[str, Any]:
        """Return what was done as `--json` prints it."""
        return {
            "folder": self.folder.name,
            "taken": [as_plain(entry) for entry in self.taken],
            "known": list(self.known),
            "refused": [as_plain(refusal) for refusal in self.refused],
            "not_read": list(self.not_read),
            "lines": self.lines,
            "findings": [finding.record() for finding in self.findings],
        }


def collect(inbox: Path, folder: Path, register: Register, received_on: date | None = None) -> Collected:
    """Read every file of an inbox, its subfolders too, and keep the returns of the register's quarter in `folder`.

    `received_on` (today) is the day that new files are received; one that is known keeps its first day. Raises
    UsageError where there is no such inbox or another collect is under way, DataError where the ledger, a kept
    original or an officer's validation cannot be read: nothing is then changed.
    """
    if not inbox.exists():
        raise UsageError(f"There is no inbox {inbox}. Name the folder that holds the returned workbooks, or one file.")
    quarter = QuarterFolder(folder, register.period)
    with quarter.claimed():
        desk = _Desk(quarter, register, received_on or date.today())
        for path, shown in files_of(inbox, folder):
            take = desk.unpack if path.suffix.lower() == ".zip" else desk.receive
            take(path, shown)
        return desk.close()


class _Desk:
    """One collect, from the first file to the tables."""

    def __init__(self, quarter: QuarterFolder, register: Register, day: date) -> None:
        self.quarter, self.register, self.day = quarter, register, day
        ledger = quarter.read()
        self.filled = read_validations(quarter)
        self.entries = {entry.sha256: entry for entry in ledger.entries}
        self.refusals = {(refusal.sha256, refusal.name): refusal for refusal in ledger.refusals}
        self.judged = {digest: self._again(entry) for digest, entry in self.entries.items()}
        self.new: list[str] = []
        self.known: list[str] = []
        self.refused_now: list[tuple[str, str]] = []
        self.unread: list[Finding] = []

    def _again(self, entry: Entry) -> Judged | NotTaken:
        """Return a kept original judged by today's register, which may know more than the last."""
        self.quarter.check_original(entry)
        return self._judge(self.quarter.originals / entry.original, self.quarter.origin(entry.original))

    def _judge(self, path: Path, shown: str) -> Judged | NotTaken:
        try:
            return judge(read_returned(path, shown), shown, self.register)
        except NotTaken as refused:
            return refused
        except Unreadable as problem:
            return NotTaken(problem.findings[0])

    # ---- one file ------------------------------------------------------------------------------
    def unpack(self, path: Path, shown: str) -> None:
        """Take the files of a zip, each as one of the inbox; refuse a zip that cannot be unpacked."""
        try:
            with TemporaryDirectory(prefix="sv_report-") as folder:
                for member, name in unpacked(path, shown, Path(folder)):
                    self.receive(member, name)
        except Unreadable as problem:
            content = self._content(path, shown)
            if content is not None:
                self._refuse(shown, hashlib.sha256(content).hexdigest(), NotTaken(problem.findings[0]))

    def receive(self, path: Path, shown: str) -> None:
        """Take one file of the inbox: know it again, list it as not read, refuse it, or keep it."""
        if finding := not_read(shown):
            self.unread.append(finding)
            return
        content = self._content(path, shown)
        if content is None:
            return
        digest = hashlib.sha256(content).hexdigest()
        if digest in self.entries:
            self.known.append(shown)
            return
        original = original_name(shown, digest)
        seen = self._judge(path, self.quarter.origin(original))
        if isinstance(seen, NotTaken):
            self._refuse(shown, digest, seen)
            return
        self.refusals = {key: refusal for key, refusal in self.refusals.items() if key[0] != digest}  # no longer
        self.quarter.keep_original(original, content)
        self.entries[digest] = Entry(seen.contract, shown, original, digest, self.day)
        self.judged[digest] = seen
        self.new.append(digest)

    def _content(self, path: Path, shown: str) -> bytes | None:
        """Return a file's bytes; None where it cannot be opened, which is listed."""
        try:
            return path.read_bytes()
        except OSError as problem:
            message, remedy = f"the file cannot be opened ({problem.strerror})", "Make it readable, and collect again."
            self.unread.append(Finding("file-not-read", "error", message, Where(shown), remedy))
            return None

    def _refuse(self, shown: str, digest: str, refused: NotTaken) -> None:
        key = digest, shown
        before = self.refusals.get(key)
        self.refusals[key] = Refusal(
            shown,
            digest,
            before.received_on if before else self.day,
            refused.contract or named_after(shown, self.register),
            refused.finding.rule,
            refused.finding.message,
        )
        self.refused_now.append(key)
        self.unread.append(replace(refused.finding, where=replace(refused.finding.where, file=shown)))

    # ---- the quarter ---------------------------------------------------------------------------
    def close(self) -> Collected:
        """Number the versions, and write the ledger and the tables."""
        findings = list(self.unread)
        for digest, seen in self.judged.items():
            if isinstance(seen, NotTaken):
                self.entries[digest] = replace(self.entries[digest], version=0, is_same=False, lines={})
                findings.append(seen.finding)
        self._number_versions(findings)
        ledger = Ledger(tuple(self.entries.values()), tuple(self.refusals.values()))
        counted, same = self._answered(is_same=False), self._answered(is_same=True)
        for answered in counted:
            findings += answered.judged.findings
        refuse_changed(self.filled, self.quarter)
        kept = carried_over(counted, same, self.filled, self.quarter)
        findings += kept.findings
        self.quarter.write(ledger)
        write_tables(self.quarter, self.register, counted, kept.by_line)
        self.quarter.write_json("findings.json", [finding.record() for finding in findings])
        return Collected(
            self.quarter.path,
            tuple(self.entries[digest] for digest in self.new),
            tuple(self.known),
            tuple(self.refusals[key] for key in self.refused_now),
            tuple(finding.where.file or "" for finding in self.unread if finding.rule == "file-not-read"),
            ledger,
            tuple(findings),
        )

    def _answered(self, *, is_same: bool) -> list[Answered]:
        """Return the returns that are counted, a version each, by contract and version; or those that say the same."""
        taken = [
            Answered(entry, seen)
            for digest, entry in self.entries.items()
            if isinstance(seen := self.judged[digest], Judged) and entry.is_same == is_same
        ]
        return sorted(taken, key=lambda one: (one.entry.contract, one.entry.version))

    def _number_versions(self, findings: list[Finding]) -> None:
        """Give each return its version, in the order in which they came; what adds nothing is the version before."""
        by_contract: dict[str, list[tuple[Entry, Judged]]] = defaultdict(list)
        for digest, entry in self.entries.items():
            seen = self.judged[digest]
            if isinstance(seen, Judged):
                by_contract[entry.contract].append((entry, seen))
        first = self._first_versions()
        for contract, came in by_contract.items():
            version, last = first[contract], None
            for entry, seen in in_order(came):
                is_same = last is not None and seen.adds_nothing_to(last)
                version, last = (version, last) if is_same else (version + 1, seen)
                self.entries[entry.sha256] = _numbered(entry, seen, version, is_same)
                if is_same:
                    message = f"{entry.name} says what version {version} of {contract} says: it is counted once"
                    findings.append(Finding("return-same", "note", message, Where(self.quarter.origin(entry.original))))

    def _first_versions(self) -> Counter[str]:
        """Return the last version of each contract that the council's own tables hold, kept originals left aside."""
        own = {self.quarter.origin(entry.original) for entry in self.entries.values()}
        last: Counter[str] = Counter()
        for contract, version, _, file in self.register.received:
            if not any(file.endswith(origin) for origin in own):
                last[contract] = max(last[contract], version)
        return last


def in_order(came: Sequence[tuple[Entry, Judged]]) -> list[tuple[Entry, Judged]]:
    """Return the returns of a contract in the order of their versions: by the day they were received, then by name.

    A sheet of lines saved alone stands behind the workbook of the same day that it was saved from.
    """

    def place(one: tuple[Entry, Judged]) -> tuple[date, str, str, bool, str]:
        entry, seen = one
        leader, is_copy = entry, False
        if not (seen.has_confirmations and seen.has_evidence):
            for other, whole in came:
                fuller = whole.has_confirmations and whole.has_evidence and other.received_on == entry.received_on
                if fuller and seen.adds_nothing_to(whole):
                    leader, is_copy = other, True
        return entry.received_on, leader.name, leader.sha256, is_copy, entry.name

    return sorted(came, key=place)


def _numbered(entry: Entry, seen: Judged, version: int, is_same: bool) -> Entry:
    return replace(
        entry,
        version=version,
        is_same=is_same,
        lines=dict(sorted(seen.lines.items())),
        confirms_period=seen.confirms.get("confirms_period"),
        confirms_commitment=seen.confirms.get("confirms_commitment"),
    )
