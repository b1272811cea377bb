"""Figures: all that is reported of a period, computed once and handed on.

Measures stage. A run computes the figures once, in its parent, and hands them to the notebook's kernel through
its working folder, so that every stage prints the same facts.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

from sv_report.data.tables import Tables
from sv_report.errors import DataError
from sv_report.findings import Finding, Where
from sv_report.measures.conventions import USUAL, Conventions
from sv_report.measures.facts import Facts, make_facts
from sv_report.measures.quality import Quality, make_quality
from sv_report.measures.quality_facts import quality_facts
from sv_report.measures.rejected import limit_findings
from sv_report.measures.results import Results
from sv_report.measures.scope import Quantity
from sv_report.measures.standing import ContractStanding
from sv_report.params.calendar import short_date
from sv_report.params.council.ratings import Band
from sv_report.params.edition import Accepted
from sv_report.params.period import Period


@dataclass(frozen=True)
class Figures:
    """The facts of a period as at a day, and how each contract stands in it.

    `headline` names the quantity that the council's profile leads with (*validated* or *reported*), `bands` are the
    ratings that it gives, best first. `results` is what they were computed from, None where they were handed on.
    """

    period: Period
    as_at: date
    headline: Quantity
    facts: Facts
    contracts: tuple[ContractStanding, ...]
    quality: Quality | None = None
    bands: tuple[Band, ...] = ()
    results: Results | None = field(default=None, compare=False, repr=False)
    unlisted: int = 0  # contracts that `contracts` leaves out, since nothing of them is for the public
    unranked: frozenset[str] = frozenset()  # refs of listed contracts whose progress is not shown: no list ranks them

    @cached_property
    def holds_back(self) -> bool:
        """Whether any fact is not shown, or any contract not listed."""
        return bool(self.unlisted) or any(fact.status == "suppressed" for fact in self.facts)

    @property
    def as_at_words(self) -> str:
        """The as-at day as a report writes it: `19 January 2024`."""
        return short_date(self.as_at)


def compute(
    tables: Tables,
    period: Period,
    as_at: date,
    conventions: Conventions = USUAL,
    *,
    accept: Sequence[Accepted] = (),
    rules_off: frozenset[str] = frozenset(),
    limit: Decimal | None = None,
) -> Figures:
    """Return the figures of a period as at a day, made by a council's conventions.

    `accept` are the errors in the data that the edition accepts, `rules_off` the counting rules that the profile turns
    off: both are printed. Raises DataError where the data knows no contract of
    the period, and where more than `limit` of its rows or of its committed value was rejected.
    """
    results = Results(tables, period, as_at, conventions)
    standings = tuple(results.standings.values())
    if not any(standing.monitored for standing in standings):
        finding = Finding(
            "period-unknown",
            "error",
            f"no contract in the data was active in {period} with a commitment",
            Where(field="period", found=str(period)),
            f"Correct the period or the data: its periods go from {' to '.join(_ends(tables))}.",
        )
        raise DataError("The data does not know the period; nothing has been computed.", [finding])
    if limit is not None and (found := limit_findings(results, limit, accept)):
        raise DataError("Too much of the data was rejected; nothing has been computed.", found)
    quality = make_quality(results, accept, rules_off)
    facts = Facts((*make_facts(results), *quality_facts(quality, results)))
    return Figures(period, as_at, results.headline, facts, standings, quality, conventions.bands, results)


def _ends(tables: Tables) -> tuple[str, str]:
    """Return the first and the last period that the data names."""
    rows = tables.rows(tables["periods"].sort("period_end", "period_start")) or [{"period": "none"}]
    return rows[0]["period"], rows[-1]["period"]
