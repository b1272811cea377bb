"""The worksheet Return of a supplier's workbook: a line a commitment, and spare lines below.

Data stage, part of `issue`. Takes a contract that is due and gives its `Sheet`: what each cell holds, or asks for.
"""

from collections.abc import Sequence
from math import ceil

from sv_report.data.returns.book import Ask, Cell, Sheet
from sv_report.data.returns.form import (
    COLUMNS,
    GUIDANCE,
    IDENTITY,
    MOST_PERSON_LINES,
    NOT_APPLICABLE,
    NOT_AVAILABLE,
    PERSON_COLUMNS,
    PERSON_LINES,
    PERSON_NAME,
    RETURN,
    SESSION_COLUMNS,
    SPARE_LINES,
    SPARE_NAME,
    SPARE_UNIT,
    YES_NO,
    FormColumn,
)
from sv_report.data.returns.register import ContractDue, Measure, Promise, Register
from sv_report.params import Period

GUIDANCE_NOTES = (
    "This worksheet contains one table: your contract's measures come first, then the others that can be chosen.",
)
FIRST_CHOICE = 3 + len(GUIDANCE_NOTES)  # the row, as a spreadsheet counts, of the first measure in Guidance
TABLE_NOTE = (
    "This worksheet contains one table. Fill in the columns from Quantity delivered to Evidence reference; their cells "
    "are framed and pale yellow."
)
PERSON_NOTE = " A person taken on, or shared between contracts, has a line of their own with a code: never a name."
RETURN_NOTES = (
    f"A cell with {NOT_APPLICABLE} needs no answer. Leave a cell blank if you do not know: blank means not known, "
    "and 0 means that nothing was delivered.",
    "Committed to date and Delivered so far add up the quarters where the worksheet Guidance says so; else they are "
    "the level or percentage of the quarter. Delivered so far is what your earlier returns said.",
)
TAKES_BACK = "Below 0 only to take back what was claimed too much before; the statement says why."
MESSAGES = {
    "denominator_claimed": "Only for a share: the number that Quantity delivered is a part of.",
    "hours": "Hours of the session, or of all like sessions together.",
    "attendees": "How many people attended.",
    "person": "A code of your own for the person on this line, the same in every return, such as P01. Never a name, "
    "an e-mail address or a National Insurance number.",
    "person_started_on": "The day on which the person started in the job, such as 31/12/2023.",
    "share_on_contract": "The part of the person's working time spent on this contract, from 0 to 1: 0.5 for half.",
    "estimated": "yes if the quantity is an estimate, no if it was counted or measured.",
    "statement": "One or two sentences: what was done, where and for whom. No names of people.",
    "evidence": "The reference in the worksheet Evidence, such as E1; several with a semicolon between them.",
}


def return_sheet(register: Register, contract: ContractDue, given: dict[str, str]) -> Sheet:
    """Return the worksheet Return of a contract; `given` says on each line whose it is."""
    columns = columns_for(contract)
    writer = _Lines(columns, register.period, given)
    lines = [writer.of_promise(promise) for promise in contract.promises]
    lines += [writer.spare(PERSON_NAME, len(people_of(contract))) for _ in range(person_lines(contract))]
    lines += [writer.spare(SPARE_NAME, len(register.measures)) for _ in range(SPARE_LINES)]
    return Sheet(
        RETURN,
        f"Return for contract {contract.ref}, {register.period.words}",
        (TABLE_NOTE + (PERSON_NOTE if people_of(contract) else ""), *RETURN_NOTES),
        tuple(column.heading for column in columns),
        tuple(column.width for column in columns),
        tuple(lines),
        printed=sum(column.name not in IDENTITY for column in columns),  # the title says whose it is
    )


def columns_for(contract: ContractDue) -> tuple[FormColumn, ...]:
    """Return the columns of a contract's form: those of sessions and of people only where a commitment needs them."""
    has_sessions = any(promise.measure.is_sessions for promise in contract.promises)
    left_out = (() if has_sessions else SESSION_COLUMNS) + (() if people_of(contract) else PERSON_COLUMNS)
    return tuple(column for column in COLUMNS if column.name not in left_out)


def people_of(contract: ContractDue) -> list[Measure]:
    """Return the measures that count people, of those that a contract committed."""
    return [promise.measure for promise in contract.promises if promise.measure.is_of_people]


def person_lines(contract: ContractDue) -> int:
    """Return how many lines a form has for further persons: twice the hires promised, within reason; none without."""
    promised = sum(ceil(one.committed) for one in contract.promises if one.measure.disadvantaged)
    return min(max(PERSON_LINES, 2 * promised), MOST_PERSON_LINES) if people_of(contract) else 0


class _Lines:
    """The lines of one form as they are written."""

    def __init__(self, columns: Sequence[FormColumn], period: Period, given: dict[str, str]) -> None:
        self._columns, self._period, self._given = columns, period, given

    def of_promise(self, promise: Promise) -> tuple[Cell, ...]:
        """Return the line of a commitment."""
        measure = promise.measure
        held = {"measure": measure.ref, "measure_name": measure.name, "unit": measure.unit, **self._given}
        held |= dict.fromkeys(_unneeded(measure), NOT_APPLICABLE)
        figures = {"committed": promise.committed, "to_date": promise.to_date, "so_far": promise.so_far}
        cells = []
        for column in self._columns:
            if column.name in held:
                cells.append(Cell(held[column.name]))
            elif column.kind == "figure":
                figure = figures[column.name]
                cells.append(Cell(NOT_AVAILABLE if figure is None else figure))
            else:
                cells.append(Cell(ask=self._ask(column, measure)))
        return tuple(cells)

    def spare(self, name: str, choices: int) -> tuple[Cell, ...]:
        """Return a line to fill where it is needed, with a drop-down of the first measures of Guidance."""
        held = {"measure_name": name, "unit": SPARE_UNIT, **self._given}
        area = f"='{GUIDANCE}'!$A${FIRST_CHOICE}:$A${FIRST_CHOICE + choices - 1}"
        choose = Ask("choice", "Measure", "Choose the measure; the worksheet Guidance explains each.", area)
        cells = []
        for column in self._columns:
            if column.name == "measure":
                cells.append(Cell(ask=choose))
            elif column.kind == "figure":
                cells.append(Cell(NOT_APPLICABLE))
            else:
                cells.append(Cell(held[column.name]) if column.name in held else Cell(ask=self._ask(column, None)))
        return tuple(cells)

    def _ask(self, column: FormColumn, measure: Measure | None) -> Ask:
        """Return what a cell asks for, in words that fit the line's measure; None where the supplier chooses it."""
        words = _quantity(measure) if column.name == "quantity_claimed" else MESSAGES[column.name]
        choices = YES_NO if column.kind == "choice" else ()
        return Ask(column.kind, column.heading, words, choices, self._period.end)


def _unneeded(measure: Measure) -> list[str]:
    """Return the columns that a measure's line has no answer in."""
    return [
        *(() if measure.is_share else ("denominator_claimed",)),
        *(() if measure.is_sessions else SESSION_COLUMNS),
        *(() if measure.is_of_people else PERSON_COLUMNS),
    ]


def _quantity(measure: Measure | None) -> str:
    if measure is None:
        return f"How much was delivered in this period, in the unit that Guidance gives. {TAKES_BACK}"
    if measure.is_share:
        return "A count, not a percentage: for example 7, with 28 as Out of, for 7 of 28."
    if measure.is_sessions:
        return f"In {measure.unit}: hours × attendees. Or leave this blank and fill in Hours and Attendees."
    if measure.disadvantaged:
        return f"Of the person on this line, in {measure.unit}. 0 if there was none. Leave blank if you do not know."
    level = "The average level in this period" if measure.over_time == "stock" else "Delivered in this period only"
    return f"{level}, in {measure.unit}, in digits. Leave blank if you do not know. {TAKES_BACK}"
