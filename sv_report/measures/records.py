"""The facts there are, each a record: what it says beside how it is made.

Measures stage. To add a fact, add a record: an id, a label, a calculation from a `Scope`, the formula in words,
and the dimensions it is also given by. `docs/adding.md` walks through one.
"""

from dataclasses import dataclass

from sv_report.measures.calculations import (
    Calculation,
    count,
    difference,
    headline,
    pounds,
    quantity,
    reported_on,
    share,
    share_of_quantity,
)
from sv_report.measures.fact import Kind, Number
from sv_report.measures.results import UNREPORTED, CountsAs, Window
from sv_report.params.calendar import short_date

EVERY_WAY = ("theme", "measure", "directorate", "quarter", "contract")
COMMITMENTS = ("commitments", "contracts", "measures", "value_book")
DELIVERIES = ("deliveries", "returns", "contracts", "measures", "value_book")
BOTH = (*COMMITMENTS, "deliveries", "returns")
RETURNS = ("contracts", "commitments", "returns")

BEGUN = "contracts begun by {begun_by}"
OWED = f"{BEGUN}; no period begun after its contract's termination"
SEEN = f"{BEGUN}; the latest version of each return received by {{as_at}}"
ACCEPTED = f"{SEEN}; validated by then"
MONITORED = "contracts active on a day of {period} and with a commitment"
VALUED = {"additional": "valued measures that count as additional", "local": "valued measures that count as local"}

WORTH = "quantity × proxy × attribution × (1 − deadweight), nothing taken off twice, a stock's level counted a quarter"
WINDOWS: dict[Window, str] = {
    "quarter": "in {period}",
    "ytd": "in the year to the end of {period}",
    "to_date": "to date",
    "life": "over the life of contracts",
}
PERIODS: dict[Window, str] = {
    "quarter": "periods of {period}",
    "ytd": "periods from {year_start} to {period_end}",
    "to_date": "periods ended by {period_end}",
    "life": "every period",
}


@dataclass(frozen=True)
class FactRecord:
    """A fact's definition beside its calculation.

    `label`, `formula` and `filter` may name `{period}`, `{period_end}`, `{begun_by}`, `{year_start}`, `{as_at}` and
    `{headline}`; a formula's `{sum}` is how the measure adds up. `unit` None means the measure's own. `by` lists the
    dimensions for whose members the fact is also made, as `id.dimension.member`; `whole` says whether it is made for
    all contracts together; `window` is the time that a sum is over; `counts_as`, of a sum in £, which of the two
    kinds of value it adds.
    """

    id: str
    label: str
    kind: Kind
    unit: str | None
    decimals: int
    calculate: Calculation
    formula: str
    tables: tuple[str, ...]
    filter: str = ""
    by: tuple[str, ...] = ()
    whole: bool = True
    window: Window | None = None
    counts_as: CountsAs | None = None


@dataclass(frozen=True)
class _Pounds:
    """Makes the records that exist for additional value (`sv_`) and for local economic value (`lev_`) alike."""

    prefix: str
    name: str
    counts_as: CountsAs

    def sum(
        self, id_: str, label: str, calculate: Calculation, formula: str, window: Window, rows: str,
        tables: tuple[str, ...] = DELIVERIES, by: tuple[str, ...] = EVERY_WAY,
    ) -> FactRecord:  # fmt: skip
        return FactRecord(
            f"{self.prefix}_{id_}", f"{self.name} {label}", "sum", "GBP", -3, calculate, formula, tables,
            f"{rows}; {PERIODS[window]}; {VALUED[self.counts_as]}", by, window=window, counts_as=self.counts_as,
        )  # fmt: skip

    def share(self, id_: str, label: str, calculate: Calculation, formula: str) -> FactRecord:
        by = tuple(dimension for dimension in EVERY_WAY if dimension != "quarter")
        return FactRecord(
            f"{self.prefix}_{id_}", f"{self.name} {label}", "share", "share", 3, calculate, formula, BOTH,
            f"{ACCEPTED}; {PERIODS['to_date']}; {VALUED[self.counts_as]}", by, window="to_date",
            counts_as=self.counts_as,
        )  # fmt: skip

    def commitments(self) -> list[FactRecord]:
        kind = self.counts_as
        return [
            self.sum("committed_life", "committed over the life of contracts", pounds("committed", "life", kind),
                     f"sum of commitments: {WORTH}", "life", OWED, COMMITMENTS),
            self.sum("due_to_date", "due to date", pounds("committed", "to_date", kind),
                     f"sum of commitments: {WORTH}", "to_date", OWED, COMMITMENTS),
            self.sum("due_quarter", "due in {period}", pounds("committed", "quarter", kind),
                     f"sum of commitments: {WORTH}", "quarter", OWED, COMMITMENTS),
            self.sum("due_not_reported_on", "due to date and not reported on", pounds(UNREPORTED, "to_date", kind),
                     f"sum of commitments: {WORTH}", "to_date", f"{OWED}; no return received by {{as_at}}",
                     (*COMMITMENTS, "returns"), by=("theme", "directorate")),
        ]  # fmt: skip

    def deliveries(self, window: Window) -> list[FactRecord]:
        kind, when = self.counts_as, WINDOWS[window]
        return [
            self.sum(f"reported_{window}", f"reported {when}", pounds("reported", window, kind),
                     f"sum of the quantities claimed: {WORTH}", window, SEEN),
            self.sum(f"validated_{window}", f"validated {when}", pounds("validated", window, kind),
                     f"sum of the quantities accepted: {WORTH}", window, ACCEPTED),
            self.sum(f"awaiting_{window}", f"awaiting validation {when}",
                     difference("reported", "assessed", window, kind),
                     "reported less what has been assessed", window, SEEN, by=("theme", "directorate")),
            self.sum(f"not_accepted_{window}", f"not accepted {when}",
                     difference("assessed", "validated", window, kind),
                     "claimed less validated, of what has been assessed", window, ACCEPTED,
                     by=("theme", "directorate")),
        ]  # fmt: skip

    def shares(self) -> list[FactRecord]:
        kind = self.counts_as
        return [
            self.share("share_of_due", "{headline} as a share of what was due to date",
                       share(headline("to_date", kind), pounds("committed", "to_date", kind)),
                       "{headline} to date ÷ due to date; a missing return counts as nothing delivered"),
            self.share("share_of_due_reported_on", "{headline} as a share of what was due, where a return was received",
                       share(headline("to_date", kind), reported_on(kind)),
                       "{headline} to date ÷ due to date in the quarters for which a return was received"),
            self.share("share_of_due_covered", "due to date in quarters for which a return was received, as a share",
                       share(reported_on(kind), pounds("committed", "to_date", kind)),
                       "due to date in the quarters for which a return was received ÷ due to date"),
        ]  # fmt: skip

    def records(self) -> list[FactRecord]:
        """Return them all, in the order in which facts are listed."""
        delivered = [record for window in ("quarter", "ytd", "to_date") for record in self.deliveries(window)]
        return [*self.commitments(), *delivered, *self.shares()]


def _count(id_: str, label: str, of: str, formula: str, by: tuple[str, ...] = ("directorate",)) -> FactRecord:
    return FactRecord(id_, label, "count", "count", 0, count(of), formula, RETURNS, MONITORED, by)


COUNT_RECORDS = [
    _count("contracts_monitored", "Contracts monitored in {period}", "monitored", "number of contracts"),
    _count("returns_due", "Returns due for {period}", "returns_due", "one return a contract and quarter"),
    _count("returns_received", "Returns received for {period}", "returns_received",
           "returns due that had been received by {as_at}"),
    _count("returns_late", "Returns for {period} received after their due date", "returns_late",
           "returns received whose first version came after its due date"),
    _count("returns_resubmitted", "Returns for {period} sent again", "returns_resubmitted",
           "returns received in more than one version; the latest replaces the whole of the one before"),
    _count("returns_missing", "Returns missing for {period}", "returns_missing", "returns due less returns received",
           ("directorate", "contract")),
    FactRecord("share_of_returns_received", "Share of returns due for {period} that were received", "share", "share", 3,
               share(count("returns_received"), count("returns_due")), "returns received ÷ returns due", RETURNS,
               MONITORED, ("directorate",)),
    FactRecord("contracts_behind", "Contracts behind on their additional value to date", "count", "count", 0,
               count("behind"), "contracts whose {headline} additional value to date is below the value due to date, "
               "those that sent nothing included", BOTH, MONITORED, ("directorate",)),
]  # fmt: skip

QUANTITIES: tuple[tuple[str, str, str, Window, str, str], ...] = (
    ("committed_life", "Committed over the life of contracts", "committed", "life", "{sum} of commitments", OWED),
    ("due_to_date", "Due to date", "committed", "to_date", "{sum} of commitments", OWED),
    ("reported_quarter", "Reported in {period}", "reported", "quarter", "{sum} of quantities claimed", SEEN),
    ("reported_to_date", "Reported to date", "reported", "to_date", "{sum} of quantities claimed", SEEN),
    ("validated_quarter", "Validated in {period}", "validated", "quarter", "{sum} of quantities accepted", ACCEPTED),
    ("validated_to_date", "Validated to date", "validated", "to_date", "{sum} of quantities accepted", ACCEPTED),
)
QUANTITY_RECORDS = [
    FactRecord(f"quantity_{name}", label, "sum", None, 1, quantity(of, window), formula,
               COMMITMENTS[:3] if of == "committed" else DELIVERIES[:4], f"{rows}; {PERIODS[window]}", ("measure",),
               whole=False, window=window)
    for name, label, of, window, formula, rows in QUANTITIES
]  # fmt: skip

SHARE_OF_QUANTITY = FactRecord(
    "quantity_share_of_due", "{headline} as a share of what was due to date", "share", "share", 3, share_of_quantity,
    "{headline} to date ÷ due to date, in the measure's own unit", (*COMMITMENTS[:3], "deliveries", "returns"),
    f"{ACCEPTED}; {PERIODS['to_date']}", ("measure",), whole=False, window="to_date",
)  # fmt: skip

TEXT_RECORDS = [
    FactRecord("period", "The period of the report", "text", "text", 0,
               lambda scope: Number.words(scope.results.period.words), "the edition's period, in words", ()),
    FactRecord("period_end", "The last day of the period", "text", "text", 0,
               lambda scope: Number.words(short_date(scope.results.period.end)), "the edition's period", ()),
    FactRecord("as_at", "The day up to which data is seen", "text", "text", 0,
               lambda scope: Number.words(short_date(scope.results.as_at)), "the edition's data_as_at", ()),
]  # fmt: skip

RECORDS: tuple[FactRecord, ...] = (
    *_Pounds("sv", "Social value", "additional").records(),
    *_Pounds("lev", "Local economic value", "local").records(),
    *COUNT_RECORDS,
    *QUANTITY_RECORDS,
    SHARE_OF_QUANTITY,
    *TEXT_RECORDS,
)
NAMES = tuple(record.id for record in RECORDS)
