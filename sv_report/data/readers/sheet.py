"""A sheet: what any reader gives, be the source a workbook, a CSV file, a database or a frame.

Data stage. A cell is a text, "" where it is blank, so that one reader of values serves every source: a true
number is its shortest digits (`1234.5`), a true date is ISO (`2024-01-31`), yes and no are `TRUE` and `FALSE`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from sv_report.errors import DataError
from sv_report.findings import Finding, Where

Cells = list[str]
Numbered = tuple[int, Cells]  # a row's own number in its source, and its cells
Value = str | int | float | bool | Decimal | date | datetime | time | timedelta | None


@dataclass(frozen=True)
class Sheet:
    """One table of a source: its rows from the first, blank ones too, each with the number a person would look for.

    `file` is the source's name in findings; `name` the sheet's or the database table's, None in a file of one
    table. `rows()` reads anew each time it is called. `is_1904`: serial dates count from 1 January 1904. `notes` are
    filled while the rows are read, by rule: what was decided about them and a person should know.
    """

    file: str
    name: str | None
    rows: Callable[[], Iterator[Numbered]] = field(compare=False)
    hidden: bool = False
    is_1904: bool = False
    notes: dict[str, Finding] = field(default_factory=dict, compare=False)

    def where(self, row: int | None = None, column: str | None = None, found: str | None = None) -> Where:
        """Return a place in this sheet."""
        return Where(self.file, self.name, row, column, found=found)


class Unreadable(DataError):
    """A file that cannot be read, or not whole: its findings say which, why, and what to do."""

    def __init__(self, *findings: Finding) -> None:
        super().__init__("A file of the monitoring data cannot be read.", findings)


def unreadable(file: str, rule: str, message: str, remedy: str, sheet: str | None = None) -> Unreadable:
    """Return the error that refuses a file."""
    return Unreadable(Finding(rule, "error", message, Where(file, sheet), remedy))


def cell_text(value: Value) -> str:
    """Return a cell of any source as text.

    A float is given with the 15 digits that a spreadsheet keeps, so that 0.1 + 0.2 is 0.3.

    >>> cell_text(0.1 + 0.2), cell_text(1e21), cell_text(date(2024, 1, 31)), cell_text(True)
    ('0.3', '1000000000000000000000', '2024-01-31', 'TRUE')
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return _number_text(format(value, ".15g"))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, Decimal):
        return _number_text(format(value, "f"))
    return str(value)


def _number_text(digits: str) -> str:
    """Return a number's digits without an exponent or idle zeros; what is no number (nan, inf) as it stands."""
    try:
        plain = format(Decimal(digits), "f")
    except (ArithmeticError, ValueError):
        return digits
    return plain.rstrip("0").rstrip(".") if "." in plain else plain
