"""How the returns of a quarter stand: received, late, missing, awaited or rejected, for each contract that is due one.

Data stage: takes the register and the ledger, gives rows whose states add up to the contracts due.
"""

import csv
from collections import Counter
from dataclasses import dataclass
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any, Literal

from sv_report.data.returns.answers import harmless
from sv_report.data.returns.ledger import Ledger, QuarterFolder, Refusal, as_plain
from sv_report.data.returns.register import ContractDue, Register
from sv_report.errors import UsageError
from sv_report.params.calendar import long_date

State = Literal["received", "late", "rejected", "missing", "awaited"]
STATES: tuple[State, ...] = ("received", "late", "rejected", "missing", "awaited")
REMINDED = ("rejected", "missing", "awaited")


@dataclass(frozen=True)
class Standing:
    """How one contract's return stands.

    `late`: first received after its due date; `rejected`: only files came that were refused, `why` says; `missing`:
    nothing came and the due date is past; `awaited`: it is not.
    """

    contract: str
    title: str
    supplier: str
    manager: str
    due_on: date
    state: State
    version: int | None = None
    received_on: date | None = None
    why: str = ""


@dataclass(frozen=True)
class Status:
    """The standings of the contracts due, and the refused files that are of none of them."""

    period: str
    standings: tuple[Standing, ...]
    others: tuple[Refusal, ...] = ()

    @property
    def totals(self) -> dict[str, int]:
        """How many contracts are due a return, and how many stand in each state: these add up to those."""
        times = Counter(standing.state for standing in self.standings)
        return {"due": len(self.standings), **{state: times[state] for state in STATES}}

    def record(self) -> dict[str, Any]:
        """Return the status as `--json` prints it."""
        return {
            "period": self.period,
            "totals": self.totals,
            "contracts": [as_plain(standing) for standing in self.standings],
            "other_files_refused": [as_plain(refusal) for refusal in self.others],
        }


def status(folder: Path, register: Register, today: date | None = None) -> Status:
    """Return how the returns of the register's quarter stood on a day (today): what came later is not seen."""
    day = today or date.today()
    ledger = _until(day, QuarterFolder(folder, register.period).read())
    received = _received(register, ledger, day)
    refused = {refusal.contract: refusal for refusal in ledger.refusals if refusal.contract}
    standings = tuple(
        _standing(contract, received.get(contract.ref, []), refused.get(contract.ref), day) for contract in register.due
    )
    due = {contract.ref for contract in register.due}
    others = tuple(refusal for refusal in ledger.refusals if refusal.contract not in due)
    return Status(str(register.period), standings, others)


def _until(day: date, ledger: Ledger) -> Ledger:
    return Ledger(
        tuple(entry for entry in ledger.entries if entry.received_on <= day),
        tuple(refusal for refusal in ledger.refusals if refusal.received_on <= day),
    )


def _received(register: Register, ledger: Ledger, day: date) -> dict[str, list[tuple[date, int]]]:
    """Return the days and versions of the returns received, by contract: of the council's tables and the ledger."""
    received: dict[str, list[tuple[date, int]]] = {}
    for contract, version, came, _ in register.received:
        if came <= day:
            received.setdefault(contract, []).append((came, version))
    for entry in ledger.entries:
        if entry.version:
            received.setdefault(entry.contract, []).append((entry.received_on, entry.version))
    return received


def _standing(
    contract: ContractDue, received: list[tuple[date, int]], refused: Refusal | None, today: date
) -> Standing:
    about = contract.ref, contract.title, contract.supplier, contract.manager, contract.due_on
    if received:
        first, version = min(received)[0], max(version for _, version in received)
        is_after = refused is not None and refused.received_on >= max(received)[0]
        why = f"a further file was refused: {_why(refused)}" if refused and is_after else ""
        return Standing(*about, "late" if first > contract.due_on else "received", version, first, why)
    if refused:
        return Standing(*about, "rejected", None, refused.received_on, _why(refused))
    return Standing(*about, "missing" if today > contract.due_on else "awaited")


def _why(refused: Refusal) -> str:
    return f"{refused.name}: {refused.why}"


def write_reminders(status: Status, path: Path) -> int:
    """Write the mail-merge file for the contracts' managers, and return how many rows it has.

    With the mark by which Word and Excel know UTF-8. Raises UsageError where the file cannot be written.
    """
    try:
        path.write_text(reminders(status), "utf-8-sig", newline="")
    except OSError as problem:
        raise UsageError(f"{path} cannot be written ({problem.strerror}). Name another file.") from None
    return sum(standing.state in REMINDED for standing in status.standings)


def reminders(status: Status) -> str:
    """Return a mail-merge CSV file's text: a row for each contract whose return is not there, for its manager."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(["Contract", "Title", "Supplier", "Contract manager", "Period", "Due date", "Status", "Why"])
    for one in status.standings:
        if one.state in REMINDED:
            row = [one.contract, one.title, one.supplier, one.manager, status.period, long_date(one.due_on),
                   one.state, one.why]  # fmt: skip
            writer.writerow([harmless(" ".join(cell.split())) for cell in row])
    return text.getvalue()
