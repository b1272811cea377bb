"""How facts about contracts are calculated: counts, concentration, spend, ratings, performance indicators.

Measures stage: each function here gives, or is, a `Calculation`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from sv_report.measures.achievement import achievement, rating, travel
from sv_report.measures.calculations import Calculation
from sv_report.measures.fact import WORDS, Number, displayed
from sv_report.measures.register import Contract
from sv_report.measures.scope import CountsAs, Line, Scope
from sv_report.measures.standing import ContractStanding
from sv_report.measures.terms import MadeOf, OfKeys, OfSpend, Terms, in_pounds, of_contracts
from sv_report.measures.value import total
from sv_report.measures.windows import Window
from sv_report.params.calendar import short_date

OF_RETURNS: Mapping[str, Callable[[Mapping[str, Any]], bool]] = {  # which of the returns received each count is of
    "returns_received": lambda seen: True,
    "returns_late": lambda seen: bool(seen["is_late"]),
    "returns_resubmitted": lambda seen: seen["versions"] > 1,
}


def count(of: str) -> Calculation:
    """Return the calculation that adds up an attribute of the standings of the contracts monitored."""

    def calculate(scope: Scope) -> Number:
        counted = {one.ref: int(getattr(one, of)) for one in scope.standings if one.monitored}
        made_of = _at_returns(scope, of, counted) if of in OF_RETURNS else of_contracts(counted.items(), _words(of))
        return Number.of(sum(counted.values()), len(counted), made_of)

    return calculate


def _words(of: str) -> str:
    return of.replace("_", " ") if of.startswith("returns") else f"contracts {of}"


def _at_returns(scope: Scope, of: str, counted: Mapping[str, int]) -> MadeOf:
    """Return the terms of a count of returns, each at its own row; of a contract that sent none, at the contract's."""

    def terms() -> Terms:
        results, is_counted = scope.results, OF_RETURNS[of]
        active = (
            (ref, str(quarter))
            for ref in counted
            for quarter in results.period.quarters
            if results.contracts[ref].is_active(quarter.start, quarter.end)
        )
        seen = {key: results.received[key] for key in active if key in results.received}
        rows = tuple(((*key, row["version"]), Decimal(is_counted(row))) for key, row in seen.items())
        silent = ((ref, 0) for ref in counted if ref not in {key[0] for key in seen})
        return (OfKeys("returns", rows, _words(of)), *of_contracts(silent, _words(of))())

    return terms


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
        first = ranked(window, counts_as)(scope)[:number]
        made_of = _of_ranked(scope, first, window, counts_as)
        if not (scope.results.has_value_book and scope.is_reported_on(window, scope.results.as_at)):
            return Number.none("not_available", made_of=made_of)
        if not first:
            return Number.none("not_applicable", made_of=made_of)
        return Number.of(total(gbp for gbp, _ in first), len(first), made_of)

    return calculate


def top_name(window: Window, counts_as: CountsAs) -> Calculation:
    """Return the calculation that names the contract with most of the headline."""

    def calculate(scope: Scope) -> Number:
        first = ranked(window, counts_as)(scope)[:1]
        made_of = _of_ranked(scope, first, window, counts_as)
        if not (scope.results.has_value_book and scope.is_reported_on(window, scope.results.as_at)):
            return Number.none("not_available", made_of=made_of)
        if not first:
            return Number.none("not_applicable", made_of=made_of)
        contract = scope.results.contracts[first[0][1]]
        return Number.words(f"{contract.ref} {contract.title}", 1, made_of)

    return calculate


def _of_ranked(scope: Scope, first: Sequence[tuple[Decimal, str]], window: Window, counts_as: CountsAs) -> MadeOf:
    """Return the terms of the headline of contracts that rank first; where none does, of all that were examined."""
    refs = [ref for _, ref in first] or scope.contracts or ()
    return in_pounds(scope, scope.results.headline, window, counts_as, lines_of(scope, refs))


def lines_of(scope: Scope, refs: Iterable[str]) -> list[Line]:
    """Return the lines of some contracts."""
    return [line for ref in refs for line in scope.results.by_contract[ref].lines]


# ---- spend and contract value --------------------------------------------------------------------


def spent(window: Window) -> Calculation:
    """Return the calculation of what was spent on contracts; not available where no spend is recorded at all."""

    def calculate(scope: Scope) -> Number:
        spend = scope.results.spend
        found = [spend[ref][window] for ref in scope.contracts or () if window in spend.get(ref, ())]

        def made_of() -> Terms:
            return (OfSpend(window, scope.contracts or ()),)

        return Number.of(total(found), len(found), made_of) if found else Number.none("not_available", made_of=made_of)

    return calculate


def of_contracts_with_spend(counts_as: CountsAs) -> Calculation:
    """Return the calculation of the headline to date of the contracts whose spend is recorded."""

    def calculate(scope: Scope) -> Number:
        results = scope.results
        known = [ref for ref in scope.contracts or () if "to_date" in results.spend.get(ref, ())]
        made_of = in_pounds(scope, results.headline, "to_date", counts_as, lines_of(scope, known))
        if not results.has_value_book:
            return Number.none("not_available", made_of=made_of)
        worth = (results.by_contract[ref].value(results.headline, "to_date", counts_as) for ref in known)
        return Number.of(total(worth), len(known), made_of)

    return calculate


def contract_value(scope: Scope) -> Number:
    """Return the value of the contracts that have a commitment, each as it stands on the period's last day."""
    results = scope.results
    committed = [ref for ref in scope.contracts or () if results.by_contract[ref].rows("committed", "life")]
    if not committed:
        examined = ((ref, 0) for ref in scope.contracts or ())
        return Number.none("not_applicable", made_of=of_contracts(examined, "contracts with a commitment"))
    contracts = [results.contracts[ref] for ref in committed]
    return Number.of(total(one.value for one in contracts), len(committed), _values_of(contracts))


def _values_of(contracts: Iterable[Contract]) -> MadeOf:
    """Return the terms of contracts' values, each at the row that gave it: the register's, or its last variation's."""
    words = "value of contracts"

    def terms() -> Terms:
        own = ((one.ref, one.value) for one in contracts if one.varied_on is None)
        varied = (((one.ref, one.varied_on), one.value) for one in contracts if one.varied_on)
        return (*of_contracts(own, words)(), OfKeys("variations", tuple(varied), words))

    return terms


# ---- ratings -------------------------------------------------------------------------------------


def rated(is_rated: bool) -> Calculation:
    """Return the calculation of how many contracts monitored have a rating, or have none."""

    def calculate(scope: Scope) -> Number:
        if not scope.results.conventions.bands:
            return Number.none("not_available")
        found = {one.ref: (one.rating is not None) is is_rated for one in scope.standings if one.monitored}
        made_of = of_contracts(found.items(), f"contracts {'rated' if is_rated else 'not rated'}")
        return Number.of(sum(found.values()), len(found), made_of)

    return calculate


def all_rated(scope: Scope) -> Number:
    """Return how many contracts have a rating in the whole, whatever the scope."""
    return rated(True)(scope.results.all)


def rating_word(scope: Scope) -> Number:
    """Return the rating of a scope; not applicable where nothing was due, not available where there are no bands."""
    made_of = achievement(scope).made_of
    if not scope.results.conventions.bands:
        return Number.none("not_available", made_of=made_of)
    word = rating(scope)
    return Number.words(word, len(scope.lines), made_of) if word else Number.none("not_applicable", made_of=made_of)


def travelled(since: Window) -> Calculation:
    """Return the calculation of a scope's direction of travel since the end of an earlier window."""

    def calculate(scope: Scope) -> Number:
        now, then = (achievement(scope, window) for window in ("to_date", since))
        said = [WORDS[one.status] if one.value is None else displayed(one.value, "count", 6) for one in (now, then)]
        note = " now, ".join(said) + " then"
        return Number(None, "ok", len(scope.lines), travel(scope, since), now.made_of, note=note)

    return calculate


# ---- key performance indicators ------------------------------------------------------------------


def those(that: Callable[[ContractStanding], bool]) -> Calculation:
    """Return the calculation of how many contracts are `that`."""

    def calculate(scope: Scope) -> Number:
        found = {one.ref: that(one) for one in scope.standings}
        return Number.of(sum(found.values()), len(found), of_contracts(found.items(), "contracts"))

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
        return Number.none("not_applicable", made_of=_assessed(scope))
    if scope.standings[0].needs_kpis is None:
        return Number.none("not_available", made_of=_assessed(scope))
    return _of_kpis(scope, short_date(due))


def act_rating(scope: Scope) -> Number:
    """Return the lowest rating of a contract's last assessment, in the words of the Act."""
    (ref,) = scope.contracts or ()
    return _of_kpis(scope, scope.results.assessments.rating(ref))


def _of_kpis(scope: Scope, words: str | None) -> Number:
    """Return words about a contract's indicators: not applicable where it needs none, not available where unknown."""
    made_of = _assessed(scope)
    if not scope.standings[0].needs_kpis and scope.standings[0].needs_kpis is not None:
        return Number.none("not_applicable", made_of=made_of)
    return Number.words(words, 1, made_of) if words else Number.none("not_available", made_of=made_of)


def _assessed(scope: Scope) -> MadeOf:
    """Return the terms of what is said of a contract's indicators: its last assessment, else its row alone."""
    (ref,) = scope.contracts or ()
    last = scope.results.assessments.last(ref)
    if last is None:
        return of_contracts([(ref, 0)], "contracts")
    return lambda: (OfKeys("assessments", (((ref, last), Decimal(0)),), "assessments"),)
