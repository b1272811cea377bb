"""The facts there are, each a record: what it says beside how it is made.

Measures stage. To add a fact, add a record: an id, a label, a calculation from a `Scope`, the formula in words,
and the dimensions it is also given by. `docs/adding.md` walks through one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from sv_report.measures.fact import Kind, Number
from sv_report.measures.results import UNREPORTED, CountsAs, Scope, Window
from sv_report.measures.value import ARITHMETIC, QUARTERS_A_YEAR

Calculation = Callable[[Scope], Number]

POUNDS = ("theme", "directorate", "contract", "quarter")
COMMITMENTS = ("commitments", "contracts", "measures", "value_book")
DELIVERIES = ("deliveries", "returns", "contracts", "measures", "value_book")
RETURNS = ("contracts", "commitments", "returns")
QUANTITY_UNITS = {"GBP": "GBP", "%": "share", "people": "count", "number": "count"}


@dataclass(frozen=True)
class FactRecord:
    """A fact's definition beside its calculation.

    `label` and `formula` may name the period as `{period}` and the headline as `{headline}`. `unit` None means
    the measure's own. `by` lists the dimensions for whose members the fact is also made, as
    `id.dimension.member`; `whole` says whether it is made for all contracts together.
    """

    id: str
    label: str
    kind: Kind
    unit: str | None
    decimals: int
    calculate: Calculation
    formula: str
    tables: tuple[str, ...]
    filter: str = "rows seen by the as-at day"
    by: tuple[str, ...] = ()
    whole: bool = True


def pounds(quantity: str, window: Window, counts_as: CountsAs) -> Calculation:
    """Return the calculation of a sum in £, with none where there is no value book."""

    def calculate(scope: Scope) -> Number:
        rows = scope.rows(quantity, window, counts_as)
        if not scope.results.has_value_book:
            return Number.none("not_available", rows)
        return Number.of(scope.value(quantity, window, counts_as), rows)

    return calculate


def difference(of: str, less: str, window: Window, counts_as: CountsAs) -> Calculation:
    """Return the calculation of one sum in £ less another."""

    def calculate(scope: Scope) -> Number:
        whole, part = pounds(of, window, counts_as)(scope), pounds(less, window, counts_as)(scope)
        if whole.value is None or part.value is None:
            return whole
        return Number.of(ARITHMETIC.subtract(whole.value, part.value), whole.rows)

    return calculate


def headline(window: Window, counts_as: CountsAs) -> Calculation:
    """Return the calculation of the profile's headline."""
    return lambda scope: pounds(scope.results.headline, window, counts_as)(scope)


def share(part: Calculation, whole: Calculation) -> Calculation:
    """Return the calculation of one number as a share of another."""

    def calculate(scope: Scope) -> Number:
        above, below = part(scope), whole(scope)
        rows = above.rows + below.rows
        if above.value is None or below.value is None:
            return Number.none("not_available", rows)
        return Number.share(above.value, below.value, rows)

    return calculate


def reported_on(counts_as: CountsAs) -> Calculation:
    """Return the calculation of what fell due in quarters for which a return was seen."""
    return difference("committed", UNREPORTED, "to_date", counts_as)


def count(of: str) -> Calculation:
    """Return the calculation that adds up an attribute of the contracts' standings."""
    return lambda scope: Number.of(sum(int(getattr(s, of)) for s in scope.standings), len(scope.standings))


def quantity(of: str, window: Window) -> Calculation:
    """Return the calculation of a measure's sum in its own unit.

    Quarters of a flow add; a level held for a quarter adds a quarter of a unit-year, except that one quarter
    prints its level; a share is divided once from its parts.
    """

    def calculate(scope: Scope) -> Number:
        rows = scope.rows(of, window)
        amount = scope.quantity(of, window)
        if scope.measure.over_time == "share":
            return Number.share(amount, scope.quantity(f"{of}_denominator", window), rows)
        if scope.measure.over_time == "stock" and not prints_level(scope, window):
            amount = ARITHMETIC.divide(amount, Decimal(QUARTERS_A_YEAR))
        return Number.of(amount, rows)

    return calculate


def prints_level(scope: Scope, window: Window) -> bool:
    """Say whether a stock's sum is of one quarter, so that its level is printed."""
    return window == "quarter" and scope.results.period.quarter is not None


def _pounds_records(prefix: str, name: str, counts_as: CountsAs) -> list[FactRecord]:
    """Return the records that exist for additional value (`sv_`) and for local economic value (`lev_`) alike."""

    def record(id_: str, label: str, calculate: Calculation, formula: str, **more: object) -> FactRecord:
        fields = {"kind": "sum", "unit": "GBP", "decimals": -3, "tables": DELIVERIES, "by": POUNDS} | more
        return FactRecord(
            f"{prefix}_{id_}", f"{name} {label}", calculate=calculate, formula=formula, **fields
        )  # type: ignore[arg-type]

    worth = "quantity × proxy × attribution × (1 − deadweight), nothing taken off twice"
    windows: tuple[tuple[Window, str], ...] = (
        ("quarter", "in {period}"),
        ("ytd", "in the year to the end of {period}"),
        ("to_date", "to date"),
    )
    due = pounds("committed", "to_date", counts_as)
    records = [
        record("committed_life", "committed over the life of contracts", pounds("committed", "life", counts_as),
               f"sum of commitments of every contract begun by the end of the period, {worth}", tables=COMMITMENTS),
        record("due_to_date", "due to date", due,
               f"sum of commitments of periods ended by the end of the period, {worth}", tables=COMMITMENTS),
        record("due_quarter", "due in {period}", pounds("committed", "quarter", counts_as),
               f"sum of commitments of the period, {worth}", tables=COMMITMENTS),
    ]  # fmt: skip
    for window, when in windows:
        records += [
            record(f"reported_{window}", f"reported {when}", pounds("claimed", window, counts_as),
                   f"sum of all quantities claimed {when}, {worth}"),
            record(f"validated_{window}", f"validated {when}", pounds("validated", window, counts_as),
                   f"sum of the quantities accepted {when}, {worth}"),
            record(f"awaiting_{window}", f"awaiting validation {when}", difference("claimed", "assessed", window, counts_as),
                   "reported less what has been assessed"),
            record(f"not_accepted_{window}", f"not accepted {when}", difference("assessed", "validated", window, counts_as),
                   "claimed less validated, of what has been assessed"),
        ]  # fmt: skip
    return [
        *records,
        record("share_of_due", "as a share of what was due to date", share(headline("to_date", counts_as), due),
               "{headline} to date ÷ due to date; a missing return counts as nothing delivered",
               kind="share", unit="share", decimals=3, tables=(*COMMITMENTS, "deliveries", "returns")),
        record("share_of_due_reported_on", "as a share of what was due, where a return was received",
               share(headline("to_date", counts_as), reported_on(counts_as)),
               "{headline} to date ÷ due to date in the quarters for which a return was received",
               kind="share", unit="share", decimals=3, tables=(*COMMITMENTS, "deliveries", "returns")),
        record("due_not_reported_on", "due to date and not reported on", pounds(UNREPORTED, "to_date", counts_as),
               "sum of commitments of the quarters for which no return was received", tables=(*COMMITMENTS, "returns")),
    ]  # fmt: skip


COUNT_RECORDS = [
    FactRecord("contracts_monitored", "Contracts monitored in {period}", "count", "count", 0, count("monitored"),
               "contracts active on a day of the period and with a commitment", RETURNS, by=("directorate",)),
    FactRecord("returns_due", "Returns due for {period}", "count", "count", 0, count("returns_due"),
               "one return a monitored contract and quarter", RETURNS, by=("directorate",)),
    FactRecord("returns_received", "Returns received for {period}", "count", "count", 0, count("returns_received"),
               "returns due that had been received by the as-at day", RETURNS, by=("directorate",)),
    FactRecord("returns_late", "Returns for {period} received after their due date", "count", "count", 0, count("returns_late"),
               "returns received whose first version came after its due date", RETURNS, by=("directorate",)),
    FactRecord("returns_resubmitted", "Returns for {period} sent again", "count", "count", 0, count("returns_resubmitted"),
               "returns received in more than one version; the latest replaces the whole of the one before", RETURNS,
               by=("directorate",)),
    FactRecord("returns_missing", "Returns missing for {period}", "count", "count", 0, count("returns_missing"),
               "returns due less returns received", RETURNS, by=("directorate", "contract")),
    FactRecord("share_of_returns_received", "Share of returns due for {period} that were received", "share", "share", 3,
               share(count("returns_received"), count("returns_due")),
               "returns received ÷ returns due", RETURNS, by=("directorate",)),
    FactRecord("contracts_behind", "Contracts behind on their commitments to date", "count", "count", 0, count("behind"),
               "monitored contracts whose {headline} value to date is below the value due to date, "
               "those that sent nothing included", (*RETURNS, "deliveries", "value_book"), by=("directorate",)),
]  # fmt: skip

QUANTITY_RECORDS = [
    FactRecord(f"quantity_{name}", label, "sum", None, 1, quantity(of, window), formula,
               COMMITMENTS[:3] if of == "committed" else DELIVERIES[:4], by=("measure",), whole=False)
    for name, label, of, window, formula in (
        ("committed_life", "Committed over the life of contracts", "committed", "life", "sum of commitments"),
        ("due_to_date", "Due to date", "committed", "to_date", "sum of commitments of periods ended by the end of the period"),
        ("reported_quarter", "Reported in {period}", "claimed", "quarter", "sum of quantities claimed in the period"),
        ("reported_to_date", "Reported to date", "claimed", "to_date", "sum of all quantities claimed"),
        ("validated_quarter", "Validated in {period}", "validated", "quarter", "sum of quantities accepted in the period"),
        ("validated_to_date", "Validated to date", "validated", "to_date", "sum of the quantities accepted"),
    )
]  # fmt: skip

SHARE_OF_QUANTITY = FactRecord(
    "quantity_share_of_due", "As a share of what was due to date", "share", "share", 3,
    lambda scope: Number.none("not_applicable") if scope.measure.over_time == "share"
    else share(quantity("validated", "to_date"), quantity("committed", "to_date"))(scope),
    "validated to date ÷ due to date, in the measure's own unit", (*COMMITMENTS[:3], "deliveries", "returns"),
    by=("measure",), whole=False,
)  # fmt: skip

RECORDS: tuple[FactRecord, ...] = (
    *_pounds_records("sv", "Social value", "additional"),
    *_pounds_records("lev", "Local economic value", "local"),
    *COUNT_RECORDS,
    *QUANTITY_RECORDS,
    SHARE_OF_QUANTITY,
)  # fmt: skip
NAMES = tuple(record.id for record in RECORDS)
