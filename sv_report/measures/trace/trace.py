"""A trace: a fact, its arithmetic in words and numbers, and its rows. Measures stage."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sv_report.measures.fact import Fact, plain
from sv_report.measures.terms import Role

MOST = 10  # rows that are listed as the largest


@dataclass(frozen=True, slots=True)
class TraceRow:
    """A row of a source and what it adds to a fact, unrounded, in the fact's unit; 0 where it was only examined.

    `file`, `sheet` and `row` are named as findings name them; `sheet` is empty where there is none. `quantity` is the
    row's own amount, before it is valued.
    """

    file: str
    sheet: str
    row: int
    role: Role
    contribution: Decimal
    table: str
    contract: str = ""
    measure: str = ""
    period: str = ""
    quantity: Decimal | None = None

    def record(self) -> dict[str, Any]:
        """Return the row as plain values that JSON can hold."""
        return {
            "file": self.file,
            "sheet": self.sheet,
            "row": self.row,
            "role": self.role,
            "contribution": plain(self.contribution),
            "table": self.table,
            "contract": self.contract,
            "measure": self.measure,
            "period": self.period,
            "quantity": None if self.quantity is None else plain(self.quantity),
        }


@dataclass(frozen=True, slots=True)
class FileSum:
    """How many rows of a file (and sheet) a role of a fact rests on, and what they add up to."""

    file: str
    sheet: str
    role: Role
    rows: int
    total: Decimal

    def record(self) -> dict[str, Any]:
        """Return the sum as plain values that JSON can hold."""
        return {
            "file": self.file,
            "sheet": self.sheet,
            "role": self.role,
            "rows": self.rows,
            "sum": plain(self.total),
        }


@dataclass(frozen=True)
class Trace:
    """A fact followed to its rows.

    `formula` is in words with the numbers put in, `working` further lines of arithmetic (one a measure), `code` the
    function that calculates it, `totals` what the contributions of each role add up to, exactly. `largest` are at
    most ten rows, the largest first; `rows` all of them, or none where only a summary was asked for. `unit_of_rows`
    is that of what rows add: of a share, of its numerator and denominator.
    """

    fact: Fact
    formula: str
    working: tuple[str, ...]
    code: str
    filters: tuple[str, ...]
    totals: dict[Role, Decimal]
    files: tuple[FileSum, ...]
    largest: tuple[TraceRow, ...]
    rows: tuple[TraceRow, ...]
    unit_of_rows: str = "count"

    @property
    def is_said(self) -> bool:
        """Whether the fact has a value or a text; of one that has neither, rows were only examined."""
        return self.fact.value is not None or bool(self.fact.text)

    @property
    def count(self) -> int:
        """How many rows the fact rests on."""
        return sum(one.rows for one in self.files)

    def record(self) -> dict[str, Any]:
        """Return the trace as plain values that JSON can hold."""
        fact = self.fact
        return {
            "id": fact.id,
            "label": fact.label,
            "kind": fact.kind,
            "value": None if fact.value is None else plain(fact.value),
            "unit": fact.unit,
            "display": fact.display,
            "status": fact.status,
            "period": fact.period,
            "as_at": fact.as_at,
            "formula": self.formula,
            "working": list(self.working),
            "code": self.code,
            "filters": list(self.filters),
            "unit_of_rows": self.unit_of_rows,
            "totals": {role: plain(total) for role, total in self.totals.items()},
            "files": [one.record() for one in self.files],
            "rows": [row.record() for row in self.rows],
        }
