"""The lines of a return judged one by one: what is certain is taken, what is not is listed.

Data stage: takes a file taken apart and the register, gives deliveries in the schema's columns and findings. A number
that cannot be read is never zero, and a blank is missing: each is named.
"""

from collections import Counter
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from typing import Any

from sv_report.data.cells.values import CellFault, cell_reader
from sv_report.data.returns.blank import refuse_blank
from sv_report.data.returns.form import (
    ANSWERS,
    BY_NAME,
    CONFIRMS,
    SESSION_COLUMNS,
    SPARE_NAMES,
    SPARE_UNIT,
    is_answer,
    label,
    plain,
)
from sv_report.data.returns.identity import Identity, identify, is_other, named_after
from sv_report.data.returns.people import doubts_about_person, without_name
from sv_report.data.returns.register import ContractDue, Measure, Register
from sv_report.data.returns.returned import Line, Returned, ReturnTable
from sv_report.data.schema import SHAPES, Column
from sv_report.findings import Finding, Where

NOT_TAKEN = "The line is left out: correct it with the supplier, and collect the corrected return."
NUMBERS = ("quantity_claimed", "denominator_claimed", "hours", "attendees")
DELIVERIES = SHAPES["deliveries"]
BESIDE = ("estimated", "person_started_on", "share_on_contract")  # a line is taken without them, where it must be
READERS = {name: cell_reader(replace(DELIVERIES.column(name), required=False)) for name in (*NUMBERS, *BESIDE)}
YES_NO = cell_reader(Column("answer", "yes_no"))


@dataclass(frozen=True)
class Delivery:
    """A line that is taken: its place, its values by the names of the schema's columns, its evidence as it says."""

    sheet: str | None
    row: int
    values: dict[str, Any]
    reference: str | None = None


@dataclass
class Judged:
    """A return as it is taken: its deliveries, what was found, and what became of each row of its table."""

    contract: str
    table: ReturnTable
    deliveries: list[Delivery] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    lines: Counter[str] = field(default_factory=Counter)  # read, missing, rejected, duplicate, spare
    confirms: dict[str, bool | None] = field(default_factory=dict)
    left_out: list[list[str]] = field(default_factory=list)  # the texts of lines that were not taken

    has_confirmations: bool = True  # whether the file asks for them; a sheet saved alone does not
    has_evidence: bool = True

    def adds_nothing_to(self, earlier: "Judged") -> bool:
        """Say whether this return says what an earlier one says: its lines, and what else it holds, are the same.

        A sheet of lines saved alone holds neither confirmations nor a list of evidence: its lines decide.
        """
        return (
            self._lines_said == earlier._lines_said
            and (self.confirms == earlier.confirms or not self.has_confirmations)
            and (self._evidence_said == earlier._evidence_said or not self.has_evidence)
        )

    @cached_property
    def _lines_said(self) -> tuple[list[list[str]], list[list[str]]]:
        """The answers, the same for the same answers in whatever file; evidence by its reference."""
        taken = [one.values | {"evidence": one.reference} for one in self.deliveries]
        return sorted([_text(value) for value in values.values()] for values in taken), sorted(self.left_out)

    @cached_property
    def _evidence_said(self) -> list[str]:
        return sorted(str(one.values["evidence"]) for one in self.deliveries)


def judge(returned: Returned, shown: str, register: Register) -> Judged:
    """Return a file's return as it is taken; raise NotTaken where it is refused as a whole."""
    identity = identify(returned, shown, register)
    refuse_blank(returned, identity)
    judged = Judged(
        identity.contract,
        identity.table,
        has_confirmations=bool(returned.answers),
        has_evidence=returned.has_evidence,
    )
    contract = register.contracts[identity.contract]
    bench = _Bench(returned, register, contract, identity, judged)
    for line in identity.table.lines:
        bench.take(line)
    bench.look_at_the_whole(shown)
    return judged


class LineFault(Exception):
    """What is wrong with a line, so that it is left out."""

    def __init__(self, rule: str, message: str, column: str, remedy: str = NOT_TAKEN) -> None:
        super().__init__(message)
        self.rule, self.column, self.remedy = rule, column, remedy


class _Bench:
    """One return while its lines are judged."""

    def __init__(
        self, returned: Returned, register: Register, contract: ContractDue, identity: Identity, judged: Judged
    ) -> None:
        self.returned, self.register, self.contract = returned, register, contract
        self.identity, self.judged = identity, judged
        self.committed = {promise.measure.ref: promise for promise in contract.promises}
        self.measures = _names_of(register)
        self.seen: set[tuple[str, ...]] = set()
        self.answered: set[str] = set()

    # ---- one line ------------------------------------------------------------------------------
    def take(self, line: Line) -> None:
        """Count a line as what it is, take it if it is certain, and list what is not."""
        answers = tuple(line[name] for name in ANSWERS)
        line, about_person = without_name(line)
        findings: list[Finding] = []
        try:
            kind = self._kind(line, answers, findings)
        except LineFault as fault:
            kind = "rejected"
            self.judged.left_out.append([line["measure"], *answers])
            message = f"{fault}{_numbers_in(line, fault.column)}"
            findings = [line.finding(fault.rule, message, fault.column, fault.remedy)]
        if line.outside:
            remedy = "Ask the supplier what they belong to, and to write them in the form's columns."
            message = f"there are texts outside the form's columns, which are not taken: {'; '.join(line.outside)}"
            findings.append(line.finding("cell-outside-columns", message, "", remedy))
        self.judged.lines[kind] += 1
        self.judged.findings += [*findings, *about_person]

    def _kind(self, line: Line, answers: tuple[str, ...], findings: list[Finding]) -> str:
        """Return what became of a line; raise LineFault where it is left out."""
        is_answered = any(is_answer(text) for text in answers)
        if not is_answered and (not line["measure"] or line["measure_name"] in SPARE_NAMES):
            return "spare"
        self._refuse_others(line)
        measure = self._measure(line)
        self._refuse_other_unit(line, measure)
        self.answered.add(measure.ref)
        values = self._values(line, measure, findings)
        if values["quantity_claimed"] is None:
            findings.append(self._missing(line, measure))
            self.judged.left_out += [[measure.ref, *answers]] if is_answered else []
            return "missing"
        if (measure.ref, *answers) in self.seen:
            message = f"the line says again, word for word, what another line of {measure.ref} says: it is counted once"
            remedy = "If both are meant, ask for statements that tell them apart."
            findings.append(line.finding("line-twice", message, "measure", remedy))
            return "duplicate"
        self.seen.add((measure.ref, *answers))
        findings += self._doubts(line, measure, values)
        self.judged.deliveries.append(Delivery(line.sheet.name, line.row, values, _words(line["evidence"])))
        return "read"

    def _refuse_others(self, line: Line) -> None:
        """Raise LineFault where a line is of another contract or period."""
        for name, expected in (("contract", self.contract.ref), ("period", str(self.register.period))):
            if is_other(line, name, expected):
                message = f"this is a line of {name} {line[name]} in the return of {expected}: it is not counted here"
                raise LineFault(f"line-of-another-{name}", message, name)

    def _measure(self, line: Line) -> Measure:
        """Return the line's measure; raise LineFault where it is unknown, or where ref and name are of two."""
        text = line["measure"] or line["measure_name"]
        column = "measure" if line["measure"] else "measure_name"
        found = self.measures.get(_key(text)) or self.measures.get(_key(text.partition(":")[0]))
        if not text or found is None:
            message = f"{text!r} is no measure of the council's" if text else "the line names no measure"
            raise LineFault("measure-unknown", message, column)
        named = self.measures.get(_key(line["measure_name"]))
        if named is not None and named.ref != found.ref:
            message = f"the line has the ref of {found.ref} and the name of {named.ref}"
            raise LineFault("measure-ambiguous", message, "measure_name")
        return found

    def _refuse_other_unit(self, line: Line, measure: Measure) -> None:
        """Raise LineFault where the unit was changed: a number in another unit cannot be added."""
        unit = plain(line["unit"]) or line["unit"]
        known = {"", plain(SPARE_UNIT), plain(measure.unit) or measure.unit}
        if unit not in known:
            message = f"the unit is {line['unit']!r}, and {measure.ref} is counted in {measure.unit}"
            raise LineFault("unit-changed", message, "unit")

    def _values(self, line: Line, measure: Measure, findings: list[Finding]) -> dict[str, Any]:
        """Return the line's values in the schema's columns; raise LineFault where its quantity is not sure."""
        numbers = {name: self._number(line, name, measure, findings) for name in NUMBERS}
        quantity, hours, attendees = (numbers[name] for name in ("quantity_claimed", *SESSION_COLUMNS))
        if measure.is_sessions and quantity is None and hours is not None and attendees is not None:
            numbers["quantity_claimed"] = quantity = hours * attendees
            message = f"the quantity is blank: taken as hours × attendees, {quantity}"
            findings.append(line.finding("quantity-from-hours", message, "quantity_claimed", "", "note"))
        if measure.is_share and quantity is not None and numbers["denominator_claimed"] is None:
            message = f"{measure.ref} is a share, and the number that {quantity} is a part of is missing"
            raise LineFault("denominator-missing", message, "denominator_claimed")
        return numbers | {
            "measure": measure.ref,
            "unit": measure.unit,
            "person": _words(line["person"]),
            **{name: self._beside(line, name, findings) for name in BESIDE},
            "statement": _words(line["statement"]),
            "evidence": self._evidence(line, findings),
        }

    def _number(self, line: Line, name: str, measure: Measure, findings: list[Finding]) -> Decimal | None:
        """Return a number of a line, None where it is missing; raise LineFault where a needed one cannot be read."""
        text = line[name]
        is_needed = name == "quantity_claimed" or (name == "denominator_claimed" and measure.is_share)
        try:
            cell = READERS[name](text)
            if "%" in text and cell.value is not None:
                raise CellFault("value-unreadable", f"{text!r} is a percentage, and a count is expected", "")
        except CellFault as fault:
            if is_needed:
                raise LineFault(fault.rule, str(fault), name) from None
            findings.append(line.finding(fault.rule, f"{fault}; the line is taken without it", name, fault.remedy))
            return None
        if cell.meaning == "rounded":
            message = f"{text!r} is rounded to {cell.value}"
            findings.append(line.finding("value-rounded", message, name, "", "note"))
        if cell.value is not None and name == "denominator_claimed" and not measure.is_share:
            message = f"{measure.ref} is no share, so that {text!r} under Out of has no meaning; it is not taken"
            findings.append(line.finding("denominator-unexpected", message, name, "Ask the supplier what it means."))
            return None
        return cell.value  # type: ignore[no-any-return]

    def _beside(self, line: Line, name: str, findings: list[Finding]) -> Any:
        """Return what a line says beside its quantity; None where it says nothing, or cannot be read."""
        try:
            return READERS[name](line[name]).value
        except CellFault as fault:
            message = f"{fault}; the line is taken without it"
            findings.append(line.finding(fault.rule, message, name, fault.remedy))
            return None

    def _evidence(self, line: Line, findings: list[Finding]) -> str | None:
        """Return the line's evidence in the words of the list of evidence, where its references are in it."""
        text = _words(line["evidence"])
        if text is None:
            return None
        parts = [part.strip() for part in text.replace(",", ";").split(";") if part.strip()]
        listed = [self.returned.evidence.get(plain(part)) for part in parts]
        if None in listed and self.returned.evidence:
            message = f"{text!r} is not in the list of evidence"
            findings.append(line.finding("evidence-unlisted", message, "evidence", "Ask the supplier for it.", "note"))
        return text if None in listed else "; ".join(str(words) for words in listed)

    def _missing(self, line: Line, measure: Measure) -> Finding:
        message = f"no quantity of {measure.ref} is given: missing, not zero{_numbers_in(line, 'quantity_claimed')}"
        return line.finding("answer-missing", message, "quantity_claimed", "Ask the supplier; 0 says none delivered.")

    def _doubts(self, line: Line, measure: Measure, values: dict[str, Any]) -> list[Finding]:
        """Return what is to be asked about a line that is taken."""
        quantity, out_of = values["quantity_claimed"], values["denominator_claimed"]
        found = []
        if quantity < 0:
            message = f"{quantity} takes off what was claimed of {measure.ref} before"
            remedy = "Compare it with the return in which too much was claimed."
            found.append(line.finding("correction", message, "quantity_claimed", remedy))
        if quantity and values["statement"] is None:
            message = "there is no statement of what was done: the quantity stays claimed"
            remedy = "Ask the supplier; without a statement the quantity is not validated."
            found.append(line.finding("statement-missing", message, "statement", remedy))
        if measure.is_share and out_of and out_of > 1 and 0 < quantity < 1:
            message = f"{quantity} of {out_of} looks like a percentage under Quantity delivered"
            found.append(line.finding("share-looks-divided", message, "quantity_claimed", "Ask for the count."))
        hours, attendees = values["hours"], values["attendees"]
        if None not in (hours, attendees) and hours * attendees != abs(quantity):
            message = f"{quantity} is not hours × attendees, {hours} × {attendees}"
            found.append(line.finding("hours-attendees-differ", message, "quantity_claimed", "Ask which is right."))
        found += doubts_about_person(line, measure, values, self.register.period)
        return [*found, *self._changed(line, measure)]

    def _changed(self, line: Line, measure: Measure) -> list[Finding]:
        """Return a finding where the figure of the commitment is not the council's."""
        promise = self.committed.get(measure.ref)
        if promise is None or line["measure_name"] in SPARE_NAMES or not line["committed"]:
            return []
        try:
            same = READERS["quantity_claimed"](line["committed"]).value == promise.committed
        except CellFault:
            same = False
        if same:
            return []
        message = f"the commitment stands as {line['committed']!r}; the council's is {promise.committed}, which counts"
        remedy = "Tell the supplier, if the commitment was not changed by agreement."
        return [line.finding("commitment-changed", message, "committed", remedy)]

    # ---- the whole -----------------------------------------------------------------------------
    def look_at_the_whole(self, shown: str) -> None:
        """List what is missing from the return as a whole."""
        table, findings = self.judged.table, self.judged.findings
        for ref in self.committed:
            if ref not in self.answered and not any(self._may_be(line, ref) for line in table.lines):
                message = f"the line of {ref} is gone: missing, not zero"
                where = table.sheet.where(column=BY_NAME["measure"].heading)
                findings.append(Finding("line-missing", "warning", message, where, "Ask the supplier for it."))
        for name, words in CONFIRMS.items():
            self._confirm(name, words, shown)
        findings += self.returned.notes
        for sheet in self.returned.strange:
            message = "this sheet is none of the form's, and was not read"
            remedy = "See whether it holds delivery; if so, ask for it in the form."
            findings.append(Finding("sheet-not-read", "warning", message, sheet.where(), remedy))
        if not self.contract.is_due:
            message = f"contract {self.contract.ref} is not due a return: not active in the period, or no commitment"
            findings.append(Finding("return-not-due", "warning", message, Where(shown), "Check the contract's dates."))
        named = named_after(shown, self.register)
        if named not in (None, self.contract.ref):
            message = f"the file is named after {named} and is the return of {self.contract.ref}"
            findings.append(Finding("file-name-differs", "note", message, Where(shown), ""))

    def _may_be(self, line: Line, ref: str) -> bool:
        """Say whether a line that was left out is the one of a measure: it has its own finding then."""
        found = self.measures.get(_key(line["measure"]))
        return found is not None and found.ref == ref and not is_other(line, "contract", self.contract.ref)

    def _confirm(self, name: str, words: str, shown: str) -> None:
        text, sheet, row = self.returned.answers.get(name, ("", None, None))
        where = sheet.where(row, "Answer", text or None) if sheet else Where(shown)
        answer: bool | None = None
        rule, message = "confirmation-missing", f"not confirmed: {words}"
        try:
            answer = YES_NO(text).value
        except CellFault:
            message = f"the answer {text!r} is neither yes nor no to: {words}"
        self.judged.confirms[name] = answer
        if answer is False:
            rule, message = "confirmation-no", f"the supplier says no to: {words}"
        if not answer:
            remedy = "Ask the supplier to answer, and what the answer is about."
            self.judged.findings.append(Finding(rule, "warning", message, where, remedy))


def _names_of(register: Register) -> dict[str, Measure]:
    """Return the measures by ref, by the drop-down's words, and by name where one measure alone has it."""
    times = Counter(_key(measure.name) for measure in register.measures.values())
    names = {_key(one.name): one for one in register.measures.values() if times[_key(one.name)] == 1}
    names |= {_key(label(one.ref, one.name)): one for one in register.measures.values()}
    return names | {_key(ref): one for ref, one in register.measures.items()}


def _key(text: str) -> str:
    """Return a name as it is compared: without regard to letters' case and blanks."""
    return " ".join(text.split()).casefold()


def _words(text: str) -> str | None:
    return text if is_answer(text) else None


def _numbers_in(line: Line, column: str) -> str:
    """Return the other answers of a line that is not taken, so that each of its numbers is named."""
    others = [f"{BY_NAME[name].heading} {line[name]!r}" for name in ANSWERS if name != column and is_answer(line[name])]
    return f" (beside it: {', '.join(others)})" if others else ""


def _text(value: Any) -> str:
    """Return a value as the digest of the answers has it: 12 and 12.0 are one number."""
    return format(value.normalize(), "f") if isinstance(value, Decimal) else str(value)
