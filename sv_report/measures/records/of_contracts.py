"""The records about contracts: returns, how many are behind, spend, ratings, performance indicators.

Measures stage.
"""

from sv_report.measures.calculations import Calculation, share
from sv_report.measures.fact import Kind
from sv_report.measures.movement import last_quarter
from sv_report.measures.of_contracts import (
    act_rating,
    all_rated,
    contract_value,
    count,
    last_assessed,
    next_assessment,
    rated,
    rating_word,
    spent,
    those,
    travelled,
)
from sv_report.measures.records import families as about
from sv_report.measures.records.record import BEGUN, BOTH, BY_CONTRACT, PERIODS, WHEN, FactRecord, Family
from sv_report.measures.windows import OWN

GROUPS = tuple(dimension for dimension in BY_CONTRACT if dimension != "contract")
RETURNS = ("contracts", "commitments", "returns")
MONITORED = "contracts active on a day of {period} and with a commitment"
ACTIVE = "contracts active on a day of {period}"
RATED_BY = ("contract", "directorate", "theme", "measure")


def _count(
    id_: str, label: str, calculate: Calculation, formula: str, *, family: Family = about.MONITORED,
    tables: tuple[str, ...] = RETURNS, rows: str = MONITORED, by: tuple[str, ...] = GROUPS, whole: bool = True,
) -> FactRecord:  # fmt: skip
    return FactRecord(id_, label, "count", "count", 0, calculate, formula, tables, rows, by, whole, about=family)


def _share(
    id_: str, label: str, calculate: Calculation, words: tuple[str, str], family: Family, by: tuple[str, ...],
    whole: bool = True, tables: tuple[str, ...] = RETURNS,
) -> FactRecord:  # fmt: skip
    return FactRecord(id_, label, "share", "share", 3, calculate, " ÷ ".join(words), tables, MONITORED, by, whole,
                      about=family, numerator=words[0], denominator=words[1])  # fmt: skip


def _words(id_: str, label: str, calculate: Calculation, formula: str, family: Family, by: tuple[str, ...],
           tables: tuple[str, ...] = BOTH, kind: Kind = "text") -> FactRecord:  # fmt: skip
    return FactRecord(id_, label, kind, "text", 0, calculate, formula, tables, BEGUN, by, whole=False, about=family)


RETURN_RECORDS = (
    _count("contracts_monitored", "Contracts monitored in {period}", count("monitored"), "number of contracts"),
    _count("returns_due", "Returns due for {period}", count("returns_due"), "one return a contract and quarter"),
    _count("returns_received", "Returns received for {period}", count("returns_received"),
           "returns due that had been received by {as_at}"),
    _count("returns_late", "Returns for {period} received after their due date", count("returns_late"),
           "returns received whose first version came after its due date"),
    _count("returns_resubmitted", "Returns for {period} sent again", count("returns_resubmitted"),
           "returns received in more than one version; the latest replaces the whole of the one before"),
    _count("returns_missing", "Returns missing for {period}", count("returns_missing"),
           "returns due less returns received", by=BY_CONTRACT),
    _share("share_of_returns_received", "Share of returns due for {period} that were received",
           share(count("returns_received"), count("returns_due")), ("returns received", "returns due"),
           about.COVERAGE, GROUPS),
    _count("contracts_behind", "Contracts behind what was due to date", count("behind"),
           "contracts whose {headline} to date is below what was due to date, those that sent nothing included: in "
           "additional £, or where none was promised by commitments on schedule", tables=BOTH),
    *(
        FactRecord(f"{id_}_last_quarter", label, "count", "count", 0, last_quarter(behind), formula, tables,
                   "contracts active on a day of {last_period} and with a commitment", (), window="to_last_quarter",
                   about=about.MONITORED)
        for id_, label, behind, formula, tables in (
            ("contracts_monitored", "Contracts monitored in {last_period}", False, "number of contracts", RETURNS),
            ("contracts_behind", "Contracts behind what was due by the end of {last_period}", True,
             "contracts whose {headline} by the end of {last_period}, as it is known on {as_at}, is below what was due "
             "by then, those that sent nothing included", BOTH),
        )
    ),
)  # fmt: skip

SPEND_RECORDS = (
    *(
        FactRecord(f"spend_{window}", f"Spend on contracts {WHEN[window]}", "sum", "GBP", -3, spent(window),
                   "sum of the amounts paid", ("spend", "contracts"), f"{BEGUN}; {PERIODS[window]}", BY_CONTRACT,
                   window=window, about=about.SPEND)
        for window in OWN
    ),
    FactRecord("contract_value", "Value of the contracts with a commitment", "sum", "GBP", -3, contract_value,
               "sum of the contracts' values, each as its last variation by {period_end} left it",
               ("contracts", "variations", "commitments"), f"{BEGUN}; with a commitment", BY_CONTRACT,
               about=about.SPEND),
)  # fmt: skip

RATING_RECORDS = (
    _count("contracts_rated", "Contracts rated", rated(True), "contracts monitored to which something was due to date",
           family=about.RATED, tables=BOTH),
    _count("contracts_not_rated", "Contracts not rated", rated(False),
           "contracts monitored to which nothing was due to date", family=about.RATED, tables=BOTH),
    _count("contracts_by_rating", "Contracts by rating", rated(True),
           "contracts whose share of due, unrounded, is in the band", family=about.RATED, tables=BOTH, by=("rating",),
           whole=False),
    _share("share_of_contracts_by_rating", "Share of rated contracts by rating", share(rated(True), all_rated),
           ("contracts in the band", "contracts rated"), about.RATED, ("rating",), whole=False, tables=BOTH),
    _words("rating", "Rating", rating_word, "the profile's band, unrounded, for the share of due; where no "
           "additional £ was due, for the share of commitments on schedule; of a measure, in its own unit",
           about.RATED, RATED_BY, kind="rank"),
    _words("travel_short", "Direction of travel since {last_period}", travelled("to_last_quarter"),
           "the share of due to date against that at the end of {last_period}, as both are printed", about.TRAVEL,
           RATED_BY),
    _words("travel_long", "Direction of travel since {year_ago}", travelled("to_last_year"),
           "the share of due to date against that at the end of {year_ago}, as both are printed", about.TRAVEL,
           RATED_BY),
)  # fmt: skip

KPI_TABLES = ("contracts", "variations", "assessments")
KPI_RECORDS = (
    _count("contracts_needing_kpis", "Contracts that need performance indicators under the Procurement Act 2023",
           those(lambda one: one.active and one.needs_kpis is True), "contracts of more than £5m under the Act, not "
           "light touch", family=about.KPIS, tables=KPI_TABLES, rows=ACTIVE, by=("directorate",)),
    _count("contracts_kpi_unknown", "Contracts of more than £5m whose regime or light-touch flag is not recorded",
           those(lambda one: one.active and one.needs_kpis is None), "contracts of which it cannot be said",
           family=about.KPIS, tables=KPI_TABLES, rows=ACTIVE, by=("directorate",)),
    _count("kpi_assessments_overdue", "Contracts whose assessment against performance indicators is overdue",
           those(lambda one: one.kpi_overdue), "contracts that need indicators and were to be assessed before "
           "{as_at}, those that have ended without it included", family=about.KPIS, tables=KPI_TABLES, rows=BEGUN,
           by=("directorate",)),
    _words("kpi_last_assessed", "Last assessed against performance indicators", last_assessed,
           "the day of the last assessment by {as_at}", about.KPIS, ("contract",), KPI_TABLES),
    _words("kpi_next_due", "Next assessment due", next_assessment,
           "12 months after the last assessment, or the start; when the contract ends, if that is sooner", about.KPIS,
           ("contract",), KPI_TABLES),
    _words("kpi_rating", "Rating under the Procurement Act 2023", act_rating,
           "the lowest rating given at the last assessment", about.KPIS, ("contract",), KPI_TABLES, "rank"),
)  # fmt: skip

CONTRACT_RECORDS = (*RETURN_RECORDS, *RATING_RECORDS, *KPI_RECORDS, *SPEND_RECORDS)
