"""A finding: one thing wrong, where, and what to do.

Every stage of the line reports with it; `office/findings.json` is a list of them.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True)
class Where:
    """The place of a finding: whichever of these are known.

    `row` is the line of a text file or a sheet's own row number; `field` is the dotted name of a field
    in YAML (`meeting.date`); `found` is the text that was found there.
    """

    file: str | None = None
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    field: str | None = None
    found: str | None = None

    def text(self) -> str:
        """Return the place in words: `params/2024-02-08.yml, line 5, field meeting.date`."""
        parts = [
            self.file,
            f"sheet {self.sheet}" if self.sheet else None,
            f"line {self.row}" if self.row and not self.sheet else None,
            f"row {self.row}" if self.row and self.sheet else None,
            f"column {self.column}" if self.column else None,
            f"field {self.field}" if self.field else None,
        ]
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True)
class Finding:
    """One thing wrong: the rule it breaks, how bad, what, where, and what to do."""

    rule: str
    severity: Severity
    message: str
    where: Where = field(default_factory=Where)
    remedy: str = ""

    def text(self) -> str:
        """Return the finding in words: place first, the rule's name at the end, the remedy on a line of its own."""
        place = self.where.text()
        first = f"{self.severity}: {place}: {self.message}" if place else f"{self.severity}: {self.message}"
        first += f" [{self.rule}]"
        return f"{first}\n    {self.remedy}" if self.remedy else first

    def record(self) -> dict[str, Any]:
        """Return the finding as findings.json holds it, with the unknown parts of `where` left out."""
        record = asdict(self)
        record["where"] = {name: value for name, value in record["where"].items() if value is not None}
        return record


def errors(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings that are errors."""
    return [finding for finding in findings if finding.severity == "error"]
