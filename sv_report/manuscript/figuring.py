"""The figures of an edition, and what follows them to their rows. Manuscript stage."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sv_report.data.tables import Tables
from sv_report.errors import DataError
from sv_report.measures import Conventions, Facts
from sv_report.measures.figures import Figures, compute
from sv_report.measures.results import Results
from sv_report.measures.trace import Tracer
from sv_report.params import Accepted, Edition, Period


def figures_of(edition: Edition, tables: Tables) -> Figures:
    """Return the figures of an edition; raise DataError where its data does not bear them.

    A report that rests on no monitoring data has no fact at all.
    """
    if tables.is_empty and not edition.data:
        return no_figures(edition)
    asked = asked_of(edition)
    return compute(
        tables,
        asked.period,
        asked.as_at,
        asked.conventions,
        accept=asked.accept,
        rules_off=asked.rules_off,
        limit=asked.limit,
    )


@dataclass(frozen=True)
class Asked:
    """All that an edition and its council say of its figures: with the same tables it gives the same figures."""

    period: Period
    as_at: date
    conventions: Conventions
    accept: tuple[Accepted, ...]
    rules_off: frozenset[str]
    limit: Decimal | None


def asked_of(edition: Edition) -> Asked:
    """Return what an edition asks of the figures; raise DataError where it has no data at all."""
    profile = edition.profile
    return Asked(
        period_of(edition),
        seen_on(edition),
        conventions_of(edition),
        edition.accept,
        profile.counting_rules_off,
        profile.rejected_limit,
    )


def no_figures(edition: Edition) -> Figures:
    """Return the figures of an edition without data: no fact. Its period and as-at day are never printed."""
    day = edition.meeting.date
    period = edition.period or Period.containing(day).previous
    return Figures(period, edition.data_as_at or day, edition.profile.headline, Facts(()), ())


def conventions_of(edition: Edition) -> Conventions:
    """Return how an edition's figures are made: what its council's profile and it say of the arithmetic."""
    profile = edition.profile
    return Conventions(
        headline=profile.headline,
        value_book_version=profile.value_book_version,
        price_year=profile.price_year,
        bands=profile.rating_bands,
        last_as_at=edition.last_report_data_as_at,
        kpi_contract_value=profile.kpi_contract_value,
        kpi_assessment_months=profile.kpi_assessment_months,
        decimals=profile.decimals,
    )


def tracer_of(edition: Edition, tables: Tables, figures: Figures) -> Tracer:
    """Return what follows the facts of an edition's figures to the rows of its tables."""
    return Tracer(results_of(edition, tables, figures), figures.facts, figures.quality)


def results_of(edition: Edition, tables: Tables, figures: Figures) -> Results:
    """Return what an edition's figures were computed from; made again where they were handed on without it."""
    return figures.results or Results(tables, figures.period, figures.as_at, conventions_of(edition))


def seen_on(edition: Edition) -> date:
    """Return the day up to which data is seen; raise DataError where the edition has no data at all."""
    if edition.data_as_at is None:
        raise _no_data(edition)
    return edition.data_as_at


def period_of(edition: Edition) -> Period:
    """Return the period that is reported; raise DataError where the edition has no data at all."""
    if edition.period is None:
        raise _no_data(edition)
    return edition.period


def _no_data(edition: Edition) -> DataError:
    return DataError(f"Edition {edition.id} has no data, so there is nothing to compute.")
