"""Make the example's CSV tables: `python -m sv_report.data.example.make_example` writes them again.

Data stage. Takes the lists of `register` and `vocabulary` and a seed; gives one CSV a table in the folder of
this file, the same bytes always. Each contract draws random numbers of its own, so that a change to one
leaves the others' rows alone.
"""

import csv
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from sv_report.data.example.contracts import contract, payments
from sv_report.data.example.draw import plain
from sv_report.data.example.promises import promises
from sv_report.data.example.register import PLANS, SUPPLIERS, VARIATIONS, Plan, Supplier, Variation
from sv_report.data.example.reports import reports
from sv_report.data.example.vocabulary import MEASURES, VALUE_BOOK
from sv_report.data.schema import SHAPES

HERE = Path(__file__).parent


def main(folder: Path = HERE) -> None:
    """Write the nine tables into `folder`, one CSV each, over those that are there."""
    for table, rows in tables_of(PLANS, SUPPLIERS, VARIATIONS).items():
        write(folder, table, rows)


def tables_of(
    plans: Sequence[Plan], suppliers: Sequence[Supplier], variations: Sequence[Variation]
) -> dict[str, Sequence[object]]:
    """Return the rows of each table that a register's plans give."""
    commitments = [row for plan in plans for row in promises(plan)]
    returns, deliveries = reports(plans, commitments)
    return {
        "suppliers": suppliers,
        "contracts": [contract(plan, number, plans) for number, plan in enumerate(plans, 1)],
        "measures": [MEASURES[ref] for ref in sorted(MEASURES)],
        "value_book": [VALUE_BOOK[key] for key in sorted(VALUE_BOOK)],
        "commitments": commitments,
        "returns": returns,
        "deliveries": deliveries,
        "spend": [row for plan in plans for row in payments(plan)],
        "variations": variations,
    }


def text(value: object) -> str:
    """Return a cell: an ISO date, a plain decimal, yes or no, blank for nothing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(plain(value) if isinstance(value, Decimal) else value)


def write(folder: Path, table: str, rows: Sequence[object]) -> None:
    """Write a table's rows: those columns of its shape of which the rows have a field."""
    columns = [name for name in SHAPES[table].names if hasattr(rows[0], name)]
    with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([text(getattr(row, column)) for column in columns] for row in rows)


if __name__ == "__main__":
    main()
