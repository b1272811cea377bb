"""How facts are calculated from a scope: sums in £, differences, shares, counts, quantities.

Measures stage: each function here gives a `Calculation`, which a record of `records` names beside its formula.
"""

from collections.abc import Callable
from decimal import Decimal

from sv_report.measures.fact import Number
from sv_report.measures.results import UNREPORTED, CountsAs, Scope, Window
from sv_report.measures.value import ARITHMETIC, QUARTERS_A_YEAR

Calculation = Callable[[Scope], Number]


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
    """Return the calculation that adds up an attribute of the standings of the contracts monitored."""

    def calculate(scope: Scope) -> Number:
        counted = [getattr(standing, of) for standing in scope.standings if standing.monitored]
        if None in counted:
            return Number.none("not_available", len(counted))
        return Number.of(sum(counted), len(counted))

    return calculate


def quantity(of: str, window: Window) -> Calculation:
    """Return the calculation of a measure's sum in its own unit.

    Quarters of a flow add; a level held for a quarter adds a quarter of a unit-year, except that one quarter
    prints its level; a share is divided once from its parts. A measure that does not add up across contracts
    has no sum.
    """

    def calculate(scope: Scope) -> Number:
        rows = scope.rows(of, window)
        amount = scope.quantity(of, window)
        if scope.measure.across == "none":
            return Number.none("not_applicable", rows)
        if scope.measure.over_time == "share":
            base = scope.quantity(f"{of}_denominator", window)
            return Number.share(amount, base, rows) if base else Number.none("not_available", rows)
        if scope.measure.over_time == "stock" and not prints_level(scope, window):
            amount = ARITHMETIC.divide(amount, Decimal(QUARTERS_A_YEAR))
        return Number.of(amount, rows)

    return calculate


def prints_level(scope: Scope, window: Window | None) -> bool:
    """Say whether a stock's sum is of one quarter, so that its level is printed."""
    return window == "quarter" and scope.results.period.quarter is not None


def share_of_quantity(scope: Scope) -> Number:
    """Return a measure's headline as a share of what was due, in its own unit; a share has none of its own."""
    if scope.measure.over_time == "share" or scope.measure.across == "none":
        return Number.none("not_applicable")
    return share(quantity(scope.results.headline, "to_date"), quantity("committed", "to_date"))(scope)
