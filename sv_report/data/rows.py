"""The rows of one table while they are taken in, each with its origin, and the findings about them.

Data stage. `intake` fills them; `row_rules` and `table_rules` look at them; only sound tables are written.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sv_report.data.schema import TableShape
from sv_report.findings import Finding, Severity, Where

Row = dict[str, Any]


@dataclass
class TableRows:
    """A table so far: values in the shape's order, then the origin (file, sheet, row)."""

    shape: TableShape
    rows: list[list[Any]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    unsound: set[int] = field(default_factory=set)  # places in `rows` of those with a cell that could not be read
    is_whole: bool = True  # False: some rows could not be read, so that one looked for may be among them

    def find(self, rule: str, message: str, where: Where, remedy: str, severity: Severity = "error") -> None:
        """Add a finding."""
        self.findings.append(Finding(rule, severity, message, where, remedy))

    def column(self, name: str) -> Iterator[Any]:
        """Yield each value of a column."""
        index = self.shape.names.index(name)
        return (row[index] for row in self.rows)

    def columns(self, *names: str) -> Iterator[tuple[tuple[Any, ...], list[Any]]]:
        """Yield the values of some columns in each row, and the row."""
        indexes = [self.shape.names.index(name) for name in names]
        return ((tuple(row[index] for index in indexes), row) for row in self.rows)

    def sound(self) -> Iterator[tuple[Row, list[Any]]]:
        """Yield each row of which every cell could be read by its columns' names, and as it stands."""
        names = self.shape.names
        for number, row in enumerate(self.rows):
            if number not in self.unsound:
                yield dict(zip(names, row, strict=False)), row


def where(row: list[Any], column: str | None = None, found: object = None) -> Where:
    """Return the place of a row, by its origin."""
    file, sheet, line = row[-3:]
    return Where(file, sheet, line, column, found=None if found is None else str(found))


def place(row: list[Any], beside: list[Any]) -> str:
    """Return the place of a row in words, with its file only where it is another than that of the row beside it."""
    same = row[-3:-1] == beside[-3:-1]
    return Where(sheet=row[-2], row=row[-1]).text() if same else where(row).text()
