"""How facts in £ are calculated from a scope: sums, differences, shares, what was known then, the forecast.

Measures stage: each function here gives a `Calculation`, which a record of `records` names beside its formula.
Those of contracts and of measures in their own units stand in `of_contracts` and `of_measures`.
"""

from collections.abc import Callable

from sv_report.measures.fact import Number, Status
from sv_report.measures.forecast import expected_of, forecast_pounds
from sv_report.measures.scope import NOTHING, UNREPORTED, CountsAs, Scope
from sv_report.measures.terms import Terms, in_pounds, negative, over
from sv_report.measures.value import ARITHMETIC, total
from sv_report.measures.windows import EARLIER, Window

Calculation = Callable[[Scope], Number]


def unknown(scope: Scope, window: Window) -> Status | None:
    """Return why a sum over an earlier window cannot be said: before the data begins, or before any contract did."""
    days = scope.results.windows[window]
    if window not in EARLIER or days.last is None:
        return None
    if (days.first or days.last) < scope.results.first_day:
        return "not_available"
    return None if scope.has_begun(days.last) else "not_applicable"


def unsaid(*numbers: Number) -> Number | None:
    """Return the first of some numbers that cannot be said, one that is not available before one not applicable."""
    lacking = [number for number in numbers if number.value is None]
    return min(lacking, key=lambda number: number.status != "not_available", default=None)


def pounds(quantity: str, window: Window, counts_as: CountsAs) -> Calculation:
    """Return the calculation of a sum in £, with none where there is no value book."""

    def calculate(scope: Scope) -> Number:
        rows, made_of = scope.rows(quantity, window, counts_as), in_pounds(scope, quantity, window, counts_as)
        if not scope.results.has_value_book:
            return Number.none("not_available", rows, made_of)
        if why := unknown(scope, window):
            return Number.none(why, rows, made_of)
        return Number.of(scope.value(quantity, window, counts_as), rows, made_of)

    return calculate


def delivered(sums: Calculation, window: Window) -> Calculation:
    """Return the calculation of a sum of what returns said; not available where none was received for the window."""

    def calculate(scope: Scope) -> Number:
        number = sums(scope)
        if number.value is None or scope.is_reported_on(window, scope.results.as_at):
            return number
        return Number.none("not_available", made_of=number.made_of)

    return calculate


def less(whole: Calculation, part: Calculation) -> Calculation:
    """Return the calculation of one number less another; where either cannot be said, neither can this."""

    def calculate(scope: Scope) -> Number:
        of, off = whole(scope), part(scope)

        def made_of() -> Terms:
            return (*of.made_of(), *negative(off.made_of()))

        if lacking := unsaid(of, off):
            return Number.none(lacking.status, lacking.rows, made_of)
        return Number.of(ARITHMETIC.subtract(of.value or NOTHING, off.value or NOTHING), of.rows, made_of)

    return calculate


def difference(of: str, off: str, window: Window, counts_as: CountsAs) -> Calculation:
    """Return the calculation of one sum in £ less another."""
    return less(pounds(of, window, counts_as), pounds(off, window, counts_as))


def headline(window: Window, counts_as: CountsAs) -> Calculation:
    """Return the calculation of the profile's headline."""
    return lambda scope: pounds(scope.results.headline, window, counts_as)(scope)


def share(part: Calculation, whole: Calculation) -> Calculation:
    """Return the calculation of one number as a share of another; of what is not above nought there is none."""

    def calculate(scope: Scope) -> Number:
        above, below = part(scope), whole(scope)
        rows, made_of = above.rows + below.rows, over(above.made_of, below.made_of)
        if lacking := unsaid(above, below):
            return Number.none(lacking.status, rows, made_of)
        if (below.value or 0) < 0:
            return Number.none("not_applicable", rows, made_of)
        return Number.share(above.value or 0, below.value or 0, rows, made_of)

    return calculate


def reported_on(counts_as: CountsAs) -> Calculation:
    """Return the calculation of what fell due in quarters for which a return was seen."""
    return difference("committed", UNREPORTED, "to_date", counts_as)


def then(quantity: str, counts_as: CountsAs) -> Calculation:
    """Return the calculation of the last quarter's sum as the last report saw it."""

    def calculate(scope: Scope) -> Number:
        last = scope.results.conventions.last_as_at
        number = pounds(f"{quantity}_then", "last_quarter", counts_as)(scope)
        if last is None:
            return Number.none("not_available", made_of=number.made_of)
        if why := unknown(scope, "last_quarter"):
            return Number.none(why, made_of=number.made_of)
        if scope.results.has_value_book and not scope.is_reported_on("last_quarter", last):
            return Number.none("not_available", made_of=number.made_of)
        return number

    return calculate


def uncommitted(counts_as: CountsAs) -> Calculation:
    """Return the calculation of the headline to date of what no commitment was made on."""

    def calculate(scope: Scope) -> Number:
        name = scope.results.headline
        pairs = [pair for pair in scope.pairs if not any(line.count("committed", "life") for line in pair)]
        lines = [line for pair in pairs for line in pair if line.measure.counts_as == counts_as]
        made_of = in_pounds(scope, name, "to_date", counts_as, lines)
        if not scope.results.has_value_book:
            return Number.none("not_available", made_of=made_of)
        rows = sum(line.count(name, "to_date") for line in lines if line.measure.valued)
        return Number.of(total(line.pounds.get((name, "to_date"), NOTHING) for line in lines), rows, made_of)

    return calculate


def year_end(counts_as: CountsAs) -> Calculation:
    """Return the calculation of the headline expected by the end of the financial year."""

    def calculate(scope: Scope) -> Number:
        made_of = expected_of(scope, counts_as)
        if not scope.results.has_value_book:
            return Number.none("not_available", made_of=made_of)
        rows = scope.rows(scope.results.headline, "ytd", counts_as) + scope.rows("committed", "rest_of_year", counts_as)
        return Number.of(forecast_pounds(scope, counts_as), rows, made_of)

    return calculate


def both(one: Calculation, other: Calculation) -> Calculation:
    """Return the calculation of two numbers added."""

    def calculate(scope: Scope) -> Number:
        first, second = one(scope), other(scope)

        def made_of() -> Terms:
            return (*first.made_of(), *second.made_of())

        if lacking := unsaid(first, second):
            return Number.none(lacking.status, lacking.rows, made_of)
        added = ARITHMETIC.add(first.value or NOTHING, second.value or NOTHING)
        return Number.of(added, first.rows + second.rows, made_of)

    return calculate
