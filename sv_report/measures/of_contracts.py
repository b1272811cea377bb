"""How facts about contracts are calculated: counts, concentration, spend, ratings, performance indicators.

Measures stage: each function here gives, or is, a `Calculation`.
"""

from collections.abc import Callable
from decimal import Decimal

from sv_report.measures.achievement import rating, travel
from sv_report.measures.calculations import Calculation
from sv_report.measures.fact import Number
from sv_report.measures.scope import CountsAs, Scope
from sv_report.measures.standing import ContractStanding
from sv_report.measures.value import total
from sv_report.measures.windows import Window
from sv_report.params.calendar import short_date


def count(of: str) -> Calculation:
    """Return the calculation that adds up an attribute of the standings of the contracts monitored."""

    def calculate(scope: Scope) -> Number:
        counted = [getattr(standing, of) for standing in scope.standings if standing.monitored]
        return Number.of(sum(counted), len(counted))

    return calculate


def ranked(window: Window, counts_as: CountsAs) -> Callable[[Scope], list[tuple[Decimal, str]]]:
    """Return the ranking of a scope's contracts by their headline in a window, the largest first."""

    def rank(scope: Scope) -> list[tuple[Decimal, str]]:
        results = scope.results
        worth = {
            ref: results.by_contract[ref].value(results.headline, window, counts_as) for ref in scope.contracts or ()
        }
        return sorted(((gbp, ref) for ref, gbp in worth.items() if gbp > 0), key=lambda one: (-one[0], one[1]))

    return rank


def top(number: int | None, window: Window, counts_as: CountsAs) -> Calculation:
    """Return the calculation of the headline of the so many contracts with most of it; None: of all above nothing."""

    def calculate(scope: Scope) -> Number:
        if not (scope.results.has_value_book and scope.is_reported_on(window, scope.results.as_at)):
            return Number.none("not_available")
        first = ranked(window, counts_as)(scope)[:number]
        return Number.of(total(gbp for gbp, _ in first), len(first)) if first else Number.none("not_applicable")

    return calculate


def top_name(window: Window, counts_as: CountsAs) -> Calculation:
    """Return the calculation that names the contract with most of the headline."""

    def calculate(scope: Scope) -> Number:
        if not (scope.results.has_value_book and scope.is_reported_on(window, scope.results.as_at)):
            return Number.none("not_available")
        first = ranked(window, counts_as)(scope)[:1]
        if not first:
            return Number.none("not_applicable")
        contract = scope.results.contracts[first[0][1]]
        return Number.words(f"{contract.ref} {contract.title}", 1)

    return calculate


# ---- spend and contract value --------------------------------------------------------------------


def spent(window: Window) -> Calculation:
    """Return the calculation of what was spent on contracts; not available where no spend is recorded at all."""

    def calculate(scope: Scope) -> Number:
        spend = scope.results.spend
        found = [spend[ref][window] for ref in scope.contracts or () if window in spend.get(ref, ())]
        return Number.of(total(found), len(found)) if found else Number.none("not_available")

    return calculate


def of_contracts_with_spend(counts_as: CountsAs) -> Calculation:
    """Return the calculation of the headline to date of the contracts whose spend is recorded."""

    def calculate(scope: Scope) -> Number:
        results = scope.results
        if not results.has_value_book:
            return Number.none("not_available")
        known = [ref for ref in scope.contracts or () if "to_date" in results.spend.get(ref, ())]
        worth = (results.by_contract[ref].value(results.headline, "to_date", counts_as) for ref in known)
        return Number.of(total(worth), len(known))

    return calculate


def contract_value(scope: Scope) -> Number:
    """Return the value of the contracts that have a commitment, each as it stands on the period's last day."""
    results = scope.results
    committed = [ref for ref in scope.contracts or () if results.by_contract[ref].rows("committed", "life")]
    if not committed:
        return Number.none("not_applicable")
    return Number.of(total(results.contracts[ref].value for ref in committed), len(committed))


# ---- ratings -------------------------------------------------------------------------------------


def rated(is_rated: bool) -> Calculation:
    """Return the calculation of how many contracts monitored have a rating, or have none."""

    def calculate(scope: Scope) -> Number:
        if not scope.results.conventions.bands:
            return Number.none("not_available")
        monitored = [standing for standing in scope.standings if standing.monitored]
        found = sum((standing.rating is not None) is is_rated for standing in monitored)
        return Number.of(found, len(monitored))

    return calculate


def all_rated(scope: Scope) -> Number:
    """Return how many contracts have a rating in the whole, whatever the scope."""
    return rated(True)(scope.results.all)


def rating_word(scope: Scope) -> Number:
    """Return the rating of a scope; not applicable where nothing was due, not available where there are no bands."""
    if not scope.results.conventions.bands:
        return Number.none("not_available")
    word = rating(scope)
    return Number.words(word, len(scope.lines)) if word else Number.none("not_applicable")


def travelled(since: Window) -> Calculation:
    """Return the calculation of a scope's direction of travel since the end of an earlier window."""
    return lambda scope: Number.words(travel(scope, since), len(scope.lines))


# ---- key performance indicators ------------------------------------------------------------------


def those(that: Callable[[ContractStanding], bool]) -> Calculation:
    """Return the calculation of how many contracts are `that`."""

    def calculate(scope: Scope) -> Number:
        return Number.of(sum(map(that, scope.standings)), len(scope.standings))

    return calculate


def last_assessed(scope: Scope) -> Number:
    """Return the day of a contract's last assessment, in words."""
    (ref,) = scope.contracts or ()
    last = scope.results.assessments.last(ref)
    return _of_kpis(scope, short_date(last) if last else None)


def next_assessment(scope: Scope) -> Number:
    """Return the day by which a contract is to be assessed next, in words."""
    (ref,) = scope.contracts or ()
    results = scope.results
    due = results.assessments.next_due(results.contracts[ref], results.conventions.kpi_assessment_months)
    if due is None:  # assessed when it ended: nothing more is due
        return Number.none("not_applicable")
    if scope.standings[0].needs_kpis is None:
        return Number.none("not_available")
    return _of_kpis(scope, short_date(due))


def act_rating(scope: Scope) -> Number:
    """Return the lowest rating of a contract's last assessment, in the words of the Act."""
    (ref,) = scope.contracts or ()
    return _of_kpis(scope, scope.results.assessments.rating(ref))


def _of_kpis(scope: Scope, words: str | None) -> Number:
    """Return words about a contract's indicators: not applicable where it needs none, not available where unknown."""
    if not scope.standings[0].needs_kpis and scope.standings[0].needs_kpis is not None:
        return Number.none("not_applicable")
    return Number.words(words, 1) if words else Number.none("not_available")
