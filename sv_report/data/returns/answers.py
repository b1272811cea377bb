"""The tables of collected returns: `returns.csv` and `deliveries.csv`, in the schema's columns with origins.

Data stage: what a collect writes and the next run reads. Deliveries are written before returns, so that a stop in
between leaves lines without a return, which intake names, and never a return without its lines.
"""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import StringIO
from typing import Any

from sv_report.data.returns.judging import Delivery, Judged
from sv_report.data.returns.ledger import Entry, QuarterFolder, write_whole
from sv_report.data.returns.register import Register
from sv_report.data.schema import ORIGIN, SHAPES

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # how a cell begins that Excel runs when it opens a CSV file
SUPPLIERS_WORDS = ("statement", "evidence", "person")
VALIDATED = ("quantity_validated", "denominator_validated", "validated_on")
LineKey = tuple[str, int]  # the kept original, as origins name it, and the row in it


@dataclass(frozen=True)
class Answered:
    """A return that is counted, as it stands in the ledger and as it was judged."""

    entry: Entry
    judged: Judged


def write_tables(
    quarter: QuarterFolder,
    register: Register,
    counted: Sequence[Answered],
    validations: Mapping[LineKey, Mapping[str, Any]],
) -> None:
    """Write the tables of the returns counted; `validations` are what officers filled in for a line."""
    names = SHAPES["deliveries"].names
    rows = []
    for answered in counted:
        origin = quarter.origin(answered.entry.original)
        for delivery in answered.judged.deliveries:
            values = _delivery(answered.entry, register, delivery) | dict(validations.get((origin, delivery.row), {}))
            rows.append([*(_cell(name, values.get(name)) for name in names), origin, delivery.sheet, delivery.row])
    write_csv(quarter, "deliveries.csv", (*names, *ORIGIN), rows)
    names = SHAPES["returns"].names
    rows = []
    for answered in counted:
        table, values = answered.judged.table, _return(answered.entry, register)
        place = [quarter.origin(answered.entry.original), table.sheet.name, table.header_row]
        rows.append([*(_cell(name, values.get(name)) for name in names), *place])
    write_csv(quarter, "returns.csv", (*names, *ORIGIN), rows)


def write_csv(quarter: QuarterFolder, name: str, header: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Write a CSV file of the quarter, with the mark by which Excel knows UTF-8."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([header, *rows])
    write_whole(quarter.path / name, text.getvalue().encode("utf-8-sig"))


def harmless(text: str) -> str:
    """Return a text that Excel does not run when it opens the CSV file that it stands in.

    >>> harmless("=1+1"), harmless("16 hours")
    ("'=1+1", '16 hours')
    """
    return f"'{text}" if text.startswith(FORMULA) else text


def _delivery(entry: Entry, register: Register, delivery: Delivery) -> dict[str, Any]:
    return delivery.values | {
        "contract": entry.contract,
        "period": str(register.period),
        "return_version": entry.version,
    }


def _return(entry: Entry, register: Register) -> dict[str, Any]:
    return {
        "contract": entry.contract,
        "period": str(register.period),
        "version": entry.version,
        "due_on": register.contracts[entry.contract].due_on,
        "received_on": entry.received_on,
        "confirms_period": entry.confirms_period,
        "confirms_commitment": entry.confirms_commitment,
    }


def _cell(name: str, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, date):
        return value.isoformat()
    return harmless(value) if name in SUPPLIERS_WORDS else str(value)
