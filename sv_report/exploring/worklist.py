"""Findings as a worklist: how bad, what, where, and what to do, the worst first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sv_report.exhibits.table import Column, Table
from sv_report.exploring.listing import SHOWN, Listing
from sv_report.findings import Finding

if TYPE_CHECKING:
    import pandas as pd

ORDER = ("error", "warning", "note")
COLUMNS = ("Severity", "What", "Where", "What to do", "Rule")


@dataclass(frozen=True)
class Worklist(Sequence[Finding]):
    """The findings, the worst first; `list(worklist)` has them as they are."""

    found: tuple[Finding, ...]

    @classmethod
    def of(cls, findings: Sequence[Finding]) -> "Worklist":
        """Return findings as a worklist, those of one severity in the order in which they were found."""
        return cls(tuple(sorted(dict.fromkeys(findings), key=lambda one: ORDER.index(one.severity))))

    def __getitem__(self, place):  # type: ignore[no-untyped-def]
        return self.found[place]

    def __len__(self) -> int:
        return len(self.found)

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.found)

    def __repr__(self) -> str:
        left = len(self.found) - SHOWN
        more = [f"… and {left:,} more: .to_pandas() has them all."] if left > 0 else []
        return "\n".join([self._counted, *(finding.text() for finding in self.found[:SHOWN]), *more])

    def _repr_html_(self) -> str:
        return self._listing._repr_html_() if self.found else f"<p>{self._counted}</p>"

    def to_pandas(self) -> "pd.DataFrame":
        """Return the findings as a data frame, a row each: what the page shows, and file, sheet and row apart."""
        places = (finding.where for finding in self.found)
        apart = [(place.file or "the edition", place.sheet or "", place.row) for place in places]
        frame = self._listing.to_pandas().reset_index()
        frame["File"], frame["Sheet"], frame["Row"] = zip(*apart, strict=True) if apart else ((), (), ())
        return frame.astype({"Row": "Int64"})

    @property
    def _counted(self) -> str:
        counts = {one: sum(finding.severity == one for finding in self.found) for one in ORDER}
        said = [f"{count:,} {name if count == 1 else f'{name}s'}" for name, count in counts.items() if count]
        return f"To do: {', '.join(said)}." if said else "Nothing was found."

    @property
    def _listing(self) -> Listing:
        columns = tuple(Column(name, number=False) for name in COLUMNS)
        rows = tuple(
            (one.severity, one.message, one.where.text() or "the edition", one.remedy or "Nothing.", one.rule)
            for one in self.found
        )
        return Listing(Table("findings", self._counted, columns, rows))
