"""Returns issued: one workbook for each contract that is due a return in the quarter.

Data stage: takes the council's tables and a quarter, gives workbooks for suppliers to fill. `collect` reads them back.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path

from sv_report.data.returns.book import Ask, Cell, Properties, Sheet, write_book
from sv_report.data.returns.form import (
    CONFIRMATION_HEADINGS,
    CONFIRMATIONS,
    CONFIRMS,
    COVER,
    COVER_HEADINGS,
    EVIDENCE,
    EVIDENCE_HEADINGS,
    EVIDENCE_LINES,
    GUIDANCE,
    GUIDANCE_HEADINGS,
    LABELS,
    NOT_APPLICABLE,
    PROPERTIES,
    RETURN,
    YES_NO,
    label,
    safe_name,
)
from sv_report.data.returns.guidance import how_counted, what_not, what_to_count
from sv_report.data.returns.ledger import REFUSED, record_issue, write_whole
from sv_report.data.returns.register import ContractDue, Measure, Register
from sv_report.data.returns.return_sheet import GUIDANCE_NOTES, people_of, return_sheet
from sv_report.errors import UsageError
from sv_report.params import Edition, long_date

STEPS = (  # on the cover: what to do, with the worksheet that it is done in
    (f"1. {RETURN}", "Open the worksheet Return. For each line, write what was delivered in the days covered, and a "
                     "sentence that says what was done, where and for whom.", RETURN),
    (f"2. {EVIDENCE}", "List your evidence once in the worksheet Evidence, and write its reference on each line that "
                       "it supports.", EVIDENCE),
    (f"3. {CONFIRMATIONS}", "Answer the two questions in the worksheet Confirmations.", CONFIRMATIONS),
    ("4. Send it back", "Save the workbook and send it back by {due}. If you find a mistake later, correct this "
                        "workbook and send the whole of it again: the later one counts in place of the earlier.", ""),
    (GUIDANCE, "The worksheet Guidance says for each measure how it is counted, what to count and what not.", GUIDANCE),
    ("Nothing delivered", "Write 0. A blank cell means that you do not know, and is asked about.", ""),
    ("Personal details", "Do not name people who were helped, trained or taken on, here or in file names. Where a "
                         "person has a line, give a code that only you can trace.", ""),
)  # fmt: skip


@dataclass(frozen=True)
class Letterhead:
    """Who asks for the returns, as the workbooks print it: the edition's id, the council, whom to ask, a notice."""

    edition: str
    council: str
    contact: tuple[str, ...] = ()
    notice: str = ""


def letterhead_of(edition: Edition, notice: str = "") -> Letterhead:
    """Return the letterhead of an edition: its council, and its contact as the one to ask."""
    contact = edition.contact
    ask = (f"{contact.name}, {contact.role}", f"telephone {contact.telephone}", f"email {contact.email}")
    return Letterhead(edition.id, edition.profile.name, ask, notice)


def issue(register: Register, letterhead: Letterhead, out: Path, folder: Path | None = None) -> list[Path]:
    """Write a workbook for each contract that is due a return, and return their paths in the order of the contracts.

    `folder` is where the returns will be collected: the due dates are noted there. Raises UsageError where no
    contract is due a return, and where `out` holds another file under a workbook's name: a person may have filled it.
    """
    if not register.due:
        raise UsageError(f"No contract in the data was active in {register.period} with a commitment: none to issue.")
    guidance = [_guidance_row(measure) for measure in register.measures.values()]
    made = {
        out / name: workbook(register, contract, letterhead, guidance)
        for contract, name in zip(register.due, file_names(register), strict=True)
    }
    _refuse_other_files(made)
    try:
        out.mkdir(parents=True, exist_ok=True)
        for path, content in made.items():
            write_whole(path, content)
    except OSError as problem:
        if problem.errno not in REFUSED:
            raise
        raise UsageError(f"{out} cannot be written ({problem.strerror}). Free the place, or give --out.") from None
    if folder is not None:
        record_issue(folder, register, letterhead.edition)
    return list(made)


def file_names(register: Register) -> list[str]:
    """Return the name of each due contract's workbook: its ref and the quarter, safe on any operating system."""
    quarter = safe_name(str(register.period))
    bases = [safe_name(contract.ref).casefold() for contract in register.due]
    names = []
    for contract, base in zip(register.due, bases, strict=True):
        apart = f"-{hashlib.sha256(contract.ref.encode()).hexdigest()[:6]}" if bases.count(base) > 1 else ""
        names.append(f"{safe_name(contract.ref)}{apart}_{quarter}.xlsx")
    return names


def _refuse_other_files(made: dict[Path, bytes]) -> None:
    strangers = [path for path, content in made.items() if path.exists() and path.read_bytes() != content]
    if strangers:
        others = f" (and {len(strangers) - 1} more)" if len(strangers) > 1 else ""
        raise UsageError(
            f"{strangers[0]}{others} is there already with other content, and somebody may have filled it. "
            "Move it away, or give another --out."
        )


def workbook(
    register: Register, contract: ContractDue, letterhead: Letterhead, guidance: Sequence[tuple[str, ...]] = ()
) -> bytes:
    """Return the workbook of one contract as the bytes of an XLSX file, the same for the same register."""
    sheets = sheets_of(register, contract, letterhead, guidance)
    return write_book(sheets, properties_of(register, contract, letterhead))


def sheets_of(
    register: Register, contract: ContractDue, letterhead: Letterhead, guidance: Sequence[tuple[str, ...]] = ()
) -> list[Sheet]:
    """Return the worksheets of one contract's workbook."""
    given = _given(register, contract, letterhead)
    return [
        _cover(register, contract, letterhead, given),
        return_sheet(register, contract, given),
        _evidence(),
        _confirmations(),
        _guidance(contract, guidance or [_guidance_row(measure) for measure in register.measures.values()]),
    ]


def properties_of(register: Register, contract: ContractDue, letterhead: Letterhead) -> Properties:
    """Return what a contract's workbook says of itself."""
    given = _given(register, contract, letterhead)
    return Properties(
        _title(register, contract),
        f"{contract.title}; due on {long_date(contract.due_on)}",
        letterhead.council,
        datetime.combine(register.period.end, time()),
        {PROPERTIES[name]: value for name, value in given.items()},
    )


def _given(register: Register, contract: ContractDue, letterhead: Letterhead) -> dict[str, str]:
    return {"contract": contract.ref, "period": str(register.period), "edition": letterhead.edition}


def _title(register: Register, contract: ContractDue) -> str:
    return f"Social value return: contract {contract.ref}, {register.period.words}"


# ---- the sheets ----------------------------------------------------------------------------------
def _cover(register: Register, contract: ContractDue, letterhead: Letterhead, given: dict[str, str]) -> Sheet:
    due = long_date(contract.due_on)
    about: list[tuple[str, str, str]] = [("Notice", letterhead.notice, "")] if letterhead.notice else []
    about += [
        ("What this is", f"{letterhead.council} asks you to say what social value you delivered under this contract "
                         f"in {register.period.words}, against what the contract commits you to.", ""),
        (LABELS["contract"], given["contract"], ""),
        ("Title", contract.title, ""),
        ("Supplier", contract.supplier, ""),
        (LABELS["period"], given["period"], ""),
        ("Days covered", f"{long_date(register.period.start)} to {long_date(register.period.end)}", ""),
        ("Due date", due, ""),
        ("Whom to ask", "; ".join(letterhead.contact), ""),
        ("Contract manager", contract.manager, ""),
        (LABELS["edition"], given["edition"], ""),
        *((step, words.format(due=due), sheet) for step, words, sheet in STEPS),
    ]  # fmt: skip
    rows = tuple((Cell(first, link=link), Cell(words or NOT_APPLICABLE)) for first, words, link in about)
    notes = ("This worksheet contains one table.",)
    return Sheet(COVER, _title(register, contract), notes, COVER_HEADINGS, (24, 100), rows)


def _evidence() -> Sheet:
    asks = [
        Ask("words", "What it is", "For example: payroll extract, college attendance record, photographs."),
        Ask("words", "Where it is", "The name of the file that you send with this, or where the council can see it."),
        Ask("words", "Date", "The day or days that it covers, such as 31 December 2023."),
    ]
    rows = tuple((Cell(f"E{number}"), *(Cell(ask=ask) for ask in asks)) for number in range(1, EVIDENCE_LINES + 1))
    note = "This worksheet contains one table. List each piece of evidence once; its reference goes on the lines of "
    return Sheet(EVIDENCE, "Evidence", (f"{note}the worksheet Return.",), EVIDENCE_HEADINGS, (22, 60, 60, 26), rows)


def _confirmations() -> Sheet:
    ask = Ask("choice", "Answer", "yes or no. If no, say why in the Statement of the lines that it is about.", YES_NO)
    rows = tuple((Cell(words), Cell(ask=ask)) for words in CONFIRMS.values())
    notes = ("This worksheet contains one table. Answer both with yes or no.",)
    return Sheet(CONFIRMATIONS, "Confirmations", notes, CONFIRMATION_HEADINGS, (96, 14), rows)


def _guidance_row(measure: Measure) -> tuple[str, ...]:
    return (measure.ref, label(measure.ref, measure.name), measure.unit, how_counted(measure), what_to_count(measure),
            what_not(measure))  # fmt: skip


def _guidance(contract: ContractDue, guidance: Sequence[tuple[str, ...]]) -> Sheet:
    own = {promise.measure.ref for promise in contract.promises}
    people = {measure.ref for measure in people_of(contract)}  # first: the drop-down of people shows these alone
    ordered = sorted(guidance, key=lambda row: (row[0] not in people, row[0] not in own))
    return Sheet(
        GUIDANCE,
        "Guidance: what each measure counts",
        GUIDANCE_NOTES,
        GUIDANCE_HEADINGS,
        (38, 12, 14, 50, 50, 50),
        tuple(_guidance_cells(row, row[0] in own) for row in ordered),
    )


def _guidance_cells(row: tuple[str, ...], is_own: bool) -> tuple[Cell, ...]:
    _, name, unit, *words = row
    return (Cell(name), Cell(unit), Cell("yes" if is_own else "no"), *(Cell(text) for text in words))
