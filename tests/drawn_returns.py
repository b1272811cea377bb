"""An inbox for returns drawn in a test: workbooks issued, filled and collected."""

import csv
from datetime import date
from pathlib import Path

import openpyxl

from sv_report.data.returns.collect import Collected, collect
from sv_report.data.returns.form import PERSON_NAME, SPARE_NAME
from sv_report.data.returns.issue import Letterhead, issue
from sv_report.data.returns.register import Register, read_register
from sv_report.params import Period
from tests.drawn import tables

PERIOD = Period.parse("2023-24 Q3")
EDITION = Letterhead("2024-02-08", "Example County Council")
DAY = date(2024, 1, 12)


def drawn_bench(root: Path, **drawn: str) -> "Bench":
    """Return an inbox for the returns of the tables drawn, its workbooks issued."""
    (root / "tables").mkdir()
    register = read_register(tables(root / "tables", **drawn), PERIOD)
    paths = issue(register, EDITION, root / "issued")
    return Bench(root, register, {one.ref: path for one, path in zip(register.due, paths, strict=True)})


class Bench:
    """An inbox and a folder of collected returns."""

    def __init__(self, root: Path, register: Register, forms: dict[str, Path]) -> None:
        self.inbox, self.folder, self.register, self.forms = root / "inbox", root / "data.returns", register, forms
        self.inbox.mkdir()

    @property
    def quarter(self) -> Path:
        return self.folder / "2023-24-Q3"

    def send(self, name: str, contract: str = "C1", period: str = "", **cells: object) -> Path:
        """Put a filled workbook into the inbox: `JOB01=5` is a quantity, `JOB01_Statement="…"` another answer."""
        book = openpyxl.load_workbook(self.forms[contract])
        page = book["Return"]
        heading = {cell.value: cell.column for cell in page[5]}
        rows = {page.cell(row, 1).value: row for row in range(6, page.max_row + 1)}
        blank = {page.cell(row, 2).value: row for row in range(page.max_row, 5, -1) if page.cell(row, 1).value is None}
        rows |= {"SPARE": blank[SPARE_NAME], "PERSON": blank.get(PERSON_NAME, 0)}
        for name_, value in cells.items():
            measure, _, column = name_.partition("_")
            page.cell(rows[measure], heading[column.replace("_", " ") or "Quantity delivered"]).value = value
            if not column:
                page.cell(rows[measure], heading["Statement"]).value = "Done in Preston."
        book["Confirmations"]["B4"] = book["Confirmations"]["B5"] = "yes"
        path = self.inbox / name
        path.parent.mkdir(parents=True, exist_ok=True)
        book.save(path)
        return path

    def collect(self, day: date = DAY) -> Collected:
        return collect(self.inbox, self.folder, self.register, day)

    def table(self, name: str) -> list[dict[str, str]]:
        with (self.quarter / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))

    def quantities(self) -> list[tuple[str, str, str, str]]:
        return [(row["contract"], row["return_version"], row["measure"], row["quantity_claimed"])
                for row in self.table("deliveries")]  # fmt: skip
