"""Whose return a file is: by the document's properties, its cover, and every line of it.

Data stage. What two of these say differently is not decided: the file is refused, and named.
"""

from collections import Counter
from dataclasses import dataclass

from sv_report.data.returns.form import safe_name
from sv_report.data.returns.register import Register
from sv_report.data.returns.returned import Line, Returned, ReturnTable
from sv_report.findings import Finding, Where

ASK = "Ask the supplier for the return of this contract and period, in the workbook that was issued for it."


class NotTaken(Exception):
    """A file that is refused as a whole: the finding says why; `contract` is the one that it names."""

    def __init__(self, finding: Finding, contract: str | None = None) -> None:
        super().__init__(finding.message)
        self.finding = finding
        self.contract = contract


@dataclass(frozen=True)
class Identity:
    """The contract of a return, and its table of lines."""

    contract: str
    table: ReturnTable


def identify(returned: Returned, shown: str, register: Register) -> Identity:
    """Return whose return a file is; raise NotTaken where it is none, is not sure, or is not of this quarter."""
    table = _one_table(returned, shown)
    stated = _agreed([_key(one.get("contract", "")) for one in returned.stated.values()])
    spoken = _most(table, "contract")
    contract = _decided(stated, spoken, shown)
    known = {_key(ref): ref for ref in register.contracts}
    ref = known.get(contract)
    _refuse_other_period(returned, table, shown, register, ref)
    if ref is None:
        name = _shown_as(returned, table, contract)
        message = f"this is a return of contract {name}, which is not in the council's contracts"
        remedy = "Add the contract to the contracts, or correct its ref, and collect again."
        raise NotTaken(_refusal("return-contract-unknown", message, shown, remedy, name))
    _refuse_two_contracts(table, contract, ref, shown)
    return Identity(ref, table)


def is_other(line: Line, name: str, expected: str) -> bool:
    """Say whether a line names another contract, or another period, than the return's."""
    return bool(line[name]) and _key(line[name]) != _key(expected)


def _key(text: str) -> str:
    return " ".join(text.split()).casefold()


def _refusal(rule: str, message: str, shown: str, remedy: str, found: str | None = None) -> Finding:
    return Finding(rule, "error", message, Where(shown, found=found), remedy)


def _one_table(returned: Returned, shown: str) -> ReturnTable:
    """Return the table of lines; raise NotTaken where there is none, or several that differ."""
    if not returned.tables:
        message = "there is no return in this file: no sheet has the headings of the form"
        raise NotTaken(_refusal("return-not-found", message, shown, f"{ASK} The headings must stand as they were."))
    tables = [table for table in returned.tables if table.is_answered] or returned.tables[:1]
    first = tables[0]
    if any([line.cells for line in table.lines] != [line.cells for line in first.lines] for table in tables):
        sheets = " and ".join(str(table.sheet.name) for table in tables)
        message = f"there are several returns in this file that differ, in the sheets {sheets}"
        raise NotTaken(
            _refusal("return-several", message, shown, "Ask the supplier for one return a file, and which one counts.")
        )
    if first.twice:
        message = f"the headings {', '.join(first.twice)} come twice: which column counts is not sure"
        where = first.sheet.where(first.header_row, found=", ".join(first.twice))
        raise NotTaken(
            Finding("return-heading-twice", "error", message, where, "Ask the supplier which column counts.")
        )
    return first


def _agreed(said: list[str]) -> set[str]:
    return {text for text in said if text}


def _most(table: ReturnTable, name: str) -> Counter[str]:
    """Return how many lines name each contract, or period."""
    return Counter(_key(line[name]) for line in table.lines if line[name])


def _decided(stated: set[str], spoken: Counter[str], shown: str) -> str:
    """Return the contract that the document states and most lines name; raise NotTaken where they differ."""
    most = spoken.most_common(2)
    if not stated and not most:
        message = "nothing in this file says which contract it is of"
        raise NotTaken(_refusal("return-unnamed", message, shown, ASK))
    if not stated and len(most) == 2 and most[0][1] == most[1][1]:
        raise NotTaken(_two_contracts([one for one, _ in most], shown))
    names = stated or {most[0][0]}
    if len(names) > 1 or (most and most[0][1] > sum(spoken.values()) / 2 and most[0][0] not in names):
        all_ = ", ".join(sorted({*names, *(one for one, _ in most[:1])}))
        message = f"the document, its cover and its lines name different contracts: {all_}"
        raise NotTaken(_refusal("return-says-two-things", message, shown, ASK, all_))
    return names.pop()


def _refuse_two_contracts(table: ReturnTable, contract: str, ref: str, shown: str) -> None:
    lines = _most(table, "contract")
    others = [one for one in lines if one != contract and lines[one] >= lines[contract]]
    if others:
        raise NotTaken(_two_contracts([ref, *others], shown), ref)


def _two_contracts(names: list[str], shown: str) -> Finding:
    message = f"there are lines of several contracts in this file: {', '.join(names)}"
    return _refusal("return-two-contracts", message, shown, "Ask the supplier for one file a contract.")


def _refuse_other_period(
    returned: Returned, table: ReturnTable, shown: str, register: Register, ref: str | None
) -> None:
    """Raise NotTaken where the document or most lines name another period, or two different ones."""
    expected = _key(str(register.period))
    stated = _agreed([_key(one.get("period", "")) for one in returned.stated.values()])
    spoken = _most(table, "period")
    most = {one for one, times in spoken.items() if times > sum(spoken.values()) / 2}
    names = stated | most
    if not names:
        message = "nothing in this file says which period it is of"
        raise NotTaken(_refusal("return-unnamed", message, shown, ASK), ref)
    if len(names) > 1:
        all_ = ", ".join(sorted(names))
        message = f"the document, its cover and its lines name different periods: {all_}"
        raise NotTaken(_refusal("return-says-two-things", message, shown, ASK, all_), ref)
    if names != {expected}:
        found = names.pop()
        message = f"this is a return of the period {found.upper()}, not of {register.period}"
        remedy = f"Collect it with --period {found.upper()!r}, or ask for that of {register.period}."
        raise NotTaken(_refusal("return-other-period", message, shown, remedy, found), ref)


def _shown_as(returned: Returned, table: ReturnTable, key: str) -> str:
    """Return a contract's name as the file writes it."""
    texts = [one.get("contract", "") for one in returned.stated.values()] + [line["contract"] for line in table.lines]
    return next((text for text in texts if _key(text) == key), key)


def named_after(shown: str, register: Register) -> str | None:
    """Return the contract that a file's name begins with, as an issued workbook's does."""
    stem = safe_name(shown.rsplit("/", 1)[-1].rsplit(".", 1)[0]).casefold()
    names = {safe_name(ref).casefold(): ref for ref in register.contracts}
    return names.get(stem.split("_")[0])
