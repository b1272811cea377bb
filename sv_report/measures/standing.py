"""How a contract stands in the period: monitored, its returns, behind or not, its rating.

Measures stage: what the lists of contracts in a report are made of, beside the facts by contract.
"""

from dataclasses import dataclass
from decimal import Context
from typing import TYPE_CHECKING

from sv_report.measures.achievement import goes_by_pounds, rating, schedule
from sv_report.measures.kpis import needs_kpis
from sv_report.measures.register import Contract
from sv_report.measures.scope import Scope
from sv_report.measures.windows import Window
from sv_report.params.period import Period

if TYPE_CHECKING:
    from sv_report.measures.results import Results


COMPARED = Context(prec=40)  # beyond it two sums differ only by how a deflator divided them


@dataclass(frozen=True)
class ContractStanding:
    """How a contract stands in the period; plain values only, for a run hands them on as JSON.

    `active`: it held on a day of the period; `monitored`: and it has a commitment. `rating` is the word of the
    profile's band, None where it cannot be rated. `needs_kpis` is None where the register does not tell.
    """

    ref: str
    title: str
    supplier: str
    directorate: str
    active: bool
    monitored: bool
    returns_due: int
    returns_received: int
    returns_late: int
    returns_resubmitted: int
    behind: bool
    rating: str | None
    needs_kpis: bool | None
    kpi_overdue: bool

    @property
    def returns_missing(self) -> int:
        """The returns due that have not been received."""
        return self.returns_due - self.returns_received


def standing_of(results: "Results", contract: Contract, scope: Scope) -> ContractStanding:
    """Return how a contract stands, from the scope of it alone."""
    active = active_in(contract, results.period)
    monitored = is_monitored(contract, results.period, scope)
    keys = [(contract.ref, str(quarter)) for quarter in active] if monitored else []
    returns = [results.received[key] for key in keys if key in results.received]
    needs = needs_kpis(contract, results.conventions)
    return ContractStanding(
        ref=contract.ref,
        title=contract.title,
        supplier=contract.supplier,
        directorate=contract.directorate,
        active=bool(active),
        monitored=monitored,
        returns_due=len(keys),
        returns_received=len(returns),
        returns_late=sum(seen["is_late"] for seen in returns),
        returns_resubmitted=sum(seen["versions"] > 1 for seen in returns),
        behind=monitored and is_behind(scope),
        rating=rating(scope) if monitored else None,
        needs_kpis=needs,
        kpi_overdue=bool(needs) and is_overdue(results, contract),
    )


def active_in(contract: Contract, period: Period) -> list[Period]:
    """Return the quarters of a period on a day of which a contract held."""
    return [one for one in period.quarters if contract.is_active(one.start, one.end)]


def is_monitored(contract: Contract, period: Period, scope: Scope) -> bool:
    """Return whether a contract held on a day of a period and, by the scope of it alone, carries a commitment."""
    return bool(active_in(contract, period)) and bool(scope.rows("committed", "life"))


def is_behind(scope: Scope, window: Window = "to_date") -> bool:
    """Return whether the headline in a window is below what was due: in additional £, else by commitments."""
    if goes_by_pounds(scope):
        due, done = (scope.value(name, window, "additional") for name in ("committed", scope.results.headline))
        return COMPARED.plus(done) < COMPARED.plus(due)
    commitments, on_schedule = schedule(scope, window)
    return on_schedule < commitments


def is_overdue(results: "Results", contract: Contract) -> bool:
    """Return whether an assessment that was due has not been made by the as-at day."""
    due = results.assessments.next_due(contract, results.conventions.kpi_assessment_months)
    return due is not None and due < results.as_at
