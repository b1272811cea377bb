"""What is expected by the end of the financial year, by one stated method.

Measures stage. Each commitment (one contract's of one measure) is taken to go on as it has gone so far in the year:
what was delivered in the year to date, and of what is still due in the rest of it the share that was delivered of
what was due so far, never more than all of it. Where nothing was due so far, what is due is taken as promised. Where
low is good all that was reported counts, and more than what is allowed may be expected. Done a commitment at a time,
so that the forecasts of themes, directorates and contracts add up to the whole.
"""

from collections.abc import Callable, Iterable
from decimal import Decimal

from sv_report.measures.achievement import counted_of, due_and_done
from sv_report.measures.scope import NOTHING, CountsAs, Line, Pair, Scope
from sv_report.measures.terms import ONE, MadeOf, OfLines, Terms, times
from sv_report.measures.value import ARITHMETIC, QUOTIENT, total


def forecast_pounds(scope: Scope, counts_as: CountsAs) -> Decimal:
    """Return the headline expected by the year's end in £ of the measures that count as `counts_as`."""
    headline = scope.results.headline
    return total(_expected(pair, headline) for pair in _valued(scope, counts_as))


def _valued(scope: Scope, counts_as: CountsAs) -> list[Pair]:
    return [pair for pair in scope.pairs if pair[0].measure.valued and pair[0].measure.counts_as == counts_as]


def expected_of(scope: Scope, counts_as: CountsAs) -> MadeOf:
    """Return the terms of a forecast in £: what was delivered, and what is still due at the share expected of it."""

    def terms() -> Terms:
        pairs = _valued(scope, counts_as)
        return _terms(scope, pairs, scope.results.headline, lambda line: line.worth or NOTHING)

    return terms


def expected_quantity_of(scope: Scope, weight: Decimal = ONE) -> MadeOf:
    """Return the terms of a forecast in the measure's own unit, each at `weight`."""
    return lambda: _terms(scope, scope.pairs, counted_of(scope), lambda _: weight)


def _terms(scope: Scope, pairs: Iterable[Pair], done: str, weight: Callable[[Line], Decimal]) -> Terms:
    so_far = tuple((line, weight(line)) for pair in pairs for line in pair)
    rates = ((pair, rate(pair, scope.results.headline)) for pair in pairs)
    rest = tuple((line, times(weight(line), expected)) for pair, expected in rates for line in pair)
    return (OfLines(done, "ytd", so_far), OfLines("committed", "rest_of_year", rest))


def _expected(pair: Pair, headline: str) -> Decimal:
    """Return what one commitment is expected to have given in £ by the year's end."""
    if "expected" not in pair.known:
        rest = total(line.pounds.get(("committed", "rest_of_year"), NOTHING) for line in pair)
        so_far = total(line.pounds.get((headline, "ytd"), NOTHING) for line in pair)
        pair.known["expected"] = (
            ARITHMETIC.add(so_far, ARITHMETIC.multiply(rest, rate(pair, headline))) if rest else so_far
        )
    expected: Decimal = pair.known["expected"]
    return expected


def forecast_quantity(scope: Scope) -> Decimal:
    """Return the headline expected by the year's end in a measure's own unit; levels as they stand."""
    headline = scope.results.headline
    expected = []
    for pair in scope.pairs:
        rest = total(line.sum("committed", "rest_of_year") for line in pair)
        expected.append(due_and_done(pair, headline, "ytd")[1])
        expected.append(ARITHMETIC.multiply(rest, rate(pair, headline)) if rest else NOTHING)
    return total(expected)


def rate(pair: tuple[Line, ...], headline: str) -> Decimal:
    """Return the share of what is still due in the year that a commitment is expected to deliver.

    Where low is good it may be above 1: nobody is taken to do better than they have done.
    """
    due, done = due_and_done(pair, headline, "ytd")
    if due <= 0:
        return Decimal(1)
    so_far = max(QUOTIENT.divide(done, due), NOTHING)
    return so_far if pair[0].measure.good == "low" else min(so_far, Decimal(1))
