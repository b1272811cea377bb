"""The records of what a change is made of: each contract's part in it, the rises and the falls, the largest of them.

Measures stage. They exist for additional value and for local economic value alike, and `Pounds` lists them.
"""

from dataclasses import dataclass

from sv_report.measures.calculations import Calculation
from sv_report.measures.fact import Kind
from sv_report.measures.movement import (
    fell,
    how_many,
    on_last_quarter,
    part_of,
    revision,
    rose,
    share_of_most,
    together,
)
from sv_report.measures.records import families as about
from sv_report.measures.records.record import COUNTED, DELIVERIES, PERIODS, VALUED, FactRecord
from sv_report.measures.scope import CountsAs
from sv_report.measures.windows import Window

PART = "of each contract, {headline} in {period} less that of {last_period}, a missing return counting as nothing"
REVISED = "of each contract, {headline} in {last_period} as known on {as_at} less what was known on {last_as_at}"
WAYS = (("rises", "risen", "above", rose), ("falls", "fallen", "below", fell))


@dataclass(frozen=True)
class _Movement:
    """Makes records of one kind of value."""

    prefix: str
    name: str
    counts_as: CountsAs

    def record(
        self, id_: str, label: str, kind: Kind, calculate: Calculation, formula: str, *, window: Window = "quarter",
        by: tuple[str, ...] = (), divides: tuple[str, str] = ("", ""),
    ) -> FactRecord:  # fmt: skip
        units = {"sum": ("GBP", -3), "share": ("share", 3), "count": ("count", 0)}
        periods = (
            PERIODS["last_quarter"] if window == "last_quarter" else f"{PERIODS[window]}, and {PERIODS['last_quarter']}"
        )
        return FactRecord(
            f"{self.prefix}_{id_}", f"{self.name} {label}", kind, *units[kind], calculate, formula, DELIVERIES,
            f"{COUNTED}; {periods}; {VALUED[self.counts_as]}", by, not by, window=window, counts_as=self.counts_as,
            about=about.MOVED, numerator=divides[0], denominator=divides[1],
        )  # fmt: skip

    def of_change(self) -> list[FactRecord]:
        """Return the records of the change on the last quarter."""
        change = on_last_quarter(self.counts_as)
        part = self.record("part_of_change_on_last_quarter", "{headline}: part in the change on {last_period}", "sum",
                           part_of(change), PART, by=("contract",))  # fmt: skip
        records = [part]
        for word, moved, side, taken in WAYS:
            largest = (f"the three largest {word} of contracts", f"all {word} of contracts")
            records += [
                self.record(f"{word}_in_change_on_last_quarter", f"{{headline}}: contracts' {word} on {{last_period}}",
                            "sum", together(change, taken), f"{PART}; those {side} nothing added up"),
                self.record(f"contracts_{moved}", f"{{headline}}: contracts that have {moved} on {{last_period}}",
                            "count", how_many(change, taken, f"contracts that have {moved}"),
                            f"contracts whose part in the change is {side} nothing"),
                self.record(f"largest_{word}_share", f"{{headline}}: the three largest {word} of contracts on "
                            "{last_period}, as a share of all", "share", share_of_most(change, taken),
                            " ÷ ".join(largest), divides=largest),
            ]  # fmt: skip
        return records

    def of_revision(self) -> list[FactRecord]:
        """Return the records of the revision of what the last report said."""
        revised = revision(self.counts_as)
        return [
            self.record("part_of_last_quarter_revised", "{headline} in {last_period}: part in the revision", "sum",
                        part_of(revised), REVISED, window="last_quarter", by=("contract",)),
            self.record("contracts_revised", "{headline} in {last_period}: contracts revised since the last report",
                        "count", how_many(revised, bool, "contracts revised"),
                        "contracts whose part in the revision is not nothing", window="last_quarter"),
        ]  # fmt: skip


def movement_records(prefix: str, name: str, counts_as: CountsAs) -> list[FactRecord]:
    """Return the records of what the change and the revision of one kind of value are made of."""
    made = _Movement(prefix, name, counts_as)
    return [*made.of_change(), *made.of_revision()]
