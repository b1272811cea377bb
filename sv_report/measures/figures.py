"""Figures: all that is reported of a period, computed once and handed on.

Measures stage. A run computes the figures once, in its parent, and writes them into its working folder; the
notebook's kernel reads them there, so that every stage prints the same facts.
"""

import json
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from sv_report.data.tables import Tables
from sv_report.measures.facts import Facts, make_facts
from sv_report.measures.results import ContractStanding, Quantity, Results
from sv_report.params.period import Period


@dataclass(frozen=True)
class Figures:
    """The facts of a period, and how each contract stands in it."""

    facts: Facts
    contracts: tuple[ContractStanding, ...]

    def write(self, folder: Path) -> None:
        """Write facts.json and contracts.json into a folder."""
        self.facts.write(folder / "facts.json")
        records = [asdict(standing) for standing in self.contracts]
        (folder / "contracts.json").write_text(
            json.dumps(records, ensure_ascii=False, indent=1) + "\n", "utf-8"
        )

    @classmethod
    def read(cls, folder: Path) -> "Figures":
        """Return the figures that `write` left in a folder."""
        records = json.loads((folder / "contracts.json").read_text("utf-8"))
        return cls(Facts.read(folder / "facts.json"), tuple(ContractStanding(**record) for record in records))


def compute(tables: Tables, period: Period, as_at: date, headline: Quantity) -> Figures:
    """Return the figures of a period as at a day, from the tables."""
    results = Results(tables, period, as_at, headline)
    return Figures(make_facts(results), tuple(results.standings.values()))
