"""How measures in their own units, and commitments, are calculated: without any £.

Measures stage: each function here gives, or is, a `Calculation`.
"""

from decimal import Decimal

from sv_report.measures.achievement import counted, due_and_done, schedule
from sv_report.measures.calculations import Calculation, delivered, share, unknown
from sv_report.measures.fact import Number
from sv_report.measures.forecast import expected_quantity_of, forecast_quantity
from sv_report.measures.scope import NOTHING, SILENT, Scope
from sv_report.measures.terms import ONE, MadeOf, Terms, in_own_unit, negative, over
from sv_report.measures.value import ARITHMETIC, QUARTERS_A_YEAR
from sv_report.measures.windows import Window


def quantity(of: str, window: Window) -> Calculation:
    """Return the calculation of a measure's sum in its own unit.

    Quarters of a flow add; a level held for a quarter adds a quarter of a unit-year, except that one quarter
    prints its level; a share is divided once from its parts. A measure that does not add up across contracts
    has no sum; what no return speaks of is not available.
    """
    sums = _sum(of, window)
    return sums if of == "committed" else delivered(sums, window)


def _sum(of: str, window: Window) -> Calculation:
    def calculate(scope: Scope) -> Number:
        rows = scope.rows(of, window)
        if scope.measure.across == "none":
            return Number.none("not_applicable", rows, in_own_unit(scope, of, window, NOTHING))
        amount = scope.quantity(of, window)
        if scope.measure.is_share:
            base, made_of = scope.base(of, window), _over_bases(scope, of, window)
            if base > 0:
                return Number.share(amount, base, rows, made_of)
            return Number.none("not_available", rows, made_of)
        made_of = in_own_unit(scope, of, window, in_unit_years(scope, ONE, window))
        return Number.of(in_unit_years(scope, amount, window), rows, made_of)

    return calculate


def _over_bases(scope: Scope, of: str, window: Window) -> MadeOf:
    return over(in_own_unit(scope, of, window), in_own_unit(scope, of, window, base=True))


def expected_quantity(scope: Scope) -> Number:
    """Return a measure's headline expected by the end of the financial year, in its own unit."""
    rows = scope.rows(scope.results.headline, "ytd") + scope.rows("committed", "rest_of_year")
    if scope.measure.across == "none" or scope.measure.is_share:
        return Number.none("not_applicable", rows, expected_quantity_of(scope, NOTHING))
    made_of = expected_quantity_of(scope, in_unit_years(scope, ONE, "ytd"))
    return Number.of(in_unit_years(scope, forecast_quantity(scope), "ytd"), rows, made_of)


def in_unit_years(scope: Scope, amount: Decimal, window: Window) -> Decimal:
    """Return a sum of levels as unit-years; of a flow, and of a stock's one quarter, as it is."""
    if scope.measure.over_time == "stock" and not prints_level(scope, window):
        return ARITHMETIC.divide(amount, Decimal(QUARTERS_A_YEAR))
    return amount


def prints_level(scope: Scope, window: Window | None) -> bool:
    """Say whether a stock's sum is of one quarter, so that its level is printed."""
    return window == "quarter" and scope.results.period.quarter is not None


def share_of_quantity(scope: Scope) -> Number:
    """Return a measure's headline as a share of what was due, in its own unit; a share has none of its own.

    Where low is good, what was reported as a share of what was allowed in the quarters reported on.
    """
    if scope.measure.is_share or scope.measure.across == "none":
        made_of = in_own_unit(scope, scope.results.headline, "to_date", NOTHING)
        return Number.none("not_applicable", made_of=made_of)
    if scope.measure.good == "low":
        due, done = due_and_done(scope.lines, scope.results.headline, "to_date")
        rows = scope.rows("committed", "to_date") + scope.rows("reported", "to_date")
        return Number.share(done, due, rows, over(in_own_unit(scope, "reported", "to_date"), _allowed(scope)))
    return share(_sum(scope.results.headline, "to_date"), _sum("committed", "to_date"))(scope)


def _allowed(scope: Scope) -> MadeOf:
    """Return the terms of what was allowed in the quarters of which a return speaks."""

    def terms() -> Terms:
        committed, silent = (in_own_unit(scope, name, "to_date")() for name in ("committed", SILENT))
        return (*committed, *negative(silent))

    return terms


def commitments(on_schedule: bool, window: Window = "to_date") -> Calculation:
    """Return the calculation of how many commitments are due in a window, or how many of those are on schedule."""

    def calculate(scope: Scope) -> Number:
        made_of = counted(scope, on_schedule, window)
        if why := unknown(scope, window):
            return Number.none(why, made_of=made_of)
        due, met = schedule(scope, window)
        return Number.of(met if on_schedule else due, due, made_of)

    return calculate
