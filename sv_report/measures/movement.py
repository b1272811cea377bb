"""What a change is made of: the part that each contract has in it, and those that moved most.

Measures stage: each function here gives a `Calculation`. A contract's part counts silence as nothing, as the whole
does, so that the parts add up to the change; where the change cannot be said, no part of it can.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from sv_report.measures.calculations import Calculation, delivered, headline, less, pounds, then, unknown
from sv_report.measures.fact import Number
from sv_report.measures.of_contracts import lines_of
from sv_report.measures.scope import CountsAs, Line, Scope
from sv_report.measures.standing import is_behind, is_monitored
from sv_report.measures.terms import MadeOf, in_pounds, negative, of_contracts, over
from sv_report.measures.value import ARITHMETIC, total
from sv_report.measures.windows import Window

MOST, IN_WORDS = 3, "three"  # contracts that are named for a change: what a listener keeps in mind
Parts = dict[str, Decimal]
Taken = Callable[[Decimal], bool]


def rose(part: Decimal) -> bool:
    """Return whether a contract's part is a rise."""
    return part > 0


def fell(part: Decimal) -> bool:
    """Return whether a contract's part is a fall."""
    return part < 0


@dataclass(frozen=True)
class Change:
    """A change of the headline: the window and the suffix of what it is now and what it was, and the whole of it."""

    counts_as: CountsAs
    now: Window
    before: Window
    whole: Calculation
    suffix: str = ""  # of the quantity before: `_then` is what the last report saw

    def part(self, scope: Scope) -> Decimal:
        """Return the part of a scope: what it is now less what it was."""
        name = scope.results.headline
        now, before = scope.value(name, self.now, self.counts_as), self._before(scope)
        return ARITHMETIC.subtract(now, before)

    def _before(self, scope: Scope) -> Decimal:
        return scope.value(f"{scope.results.headline}{self.suffix}", self.before, self.counts_as)

    def of_all(self, scope: Scope) -> Number:
        """Return the whole change, worked out once for every part of it."""
        every, name = scope.results.all, f"change {self.counts_as} {self.now}{self.suffix}"
        if name not in every.known:
            every.known[name] = self.whole(every)
        number: Number = every.known[name]
        return number

    def rows(self, scope: Scope) -> int:
        """Return how many rows a scope's part stands on."""
        name = scope.results.headline
        windows = ((name, self.now), (f"{name}{self.suffix}", self.before))
        return sum(scope.rows(quantity, window, self.counts_as) for quantity, window in windows)

    def parts(self, scope: Scope, taken: Taken) -> Parts:
        """Return the parts of a scope's contracts that are taken, the largest first; of two alike by reference."""
        found = {ref: self.part(scope.results.by_contract[ref]) for ref in scope.contracts or ()}
        order = sorted(found, key=lambda ref: (-abs(found[ref]), ref))
        return {ref: found[ref] for ref in order if taken(found[ref])}

    def made_of(self, scope: Scope, lines: Iterable[Line] | None = None) -> MadeOf:
        """Return the terms of a scope's part, or of some of its lines'."""
        name, of = scope.results.headline, tuple(scope.lines if lines is None else lines)
        now = in_pounds(scope, name, self.now, self.counts_as, of)
        before = in_pounds(scope, f"{name}{self.suffix}", self.before, self.counts_as, of)
        return lambda: (*now(), *negative(before()))

    def made_of_contracts(self, scope: Scope, refs: Iterable[str]) -> MadeOf:
        """Return the terms of the parts of some contracts."""
        return self.made_of(scope, lines_of(scope, refs))


def on_last_quarter(counts_as: CountsAs) -> Change:
    """Return the change of the headline on the last quarter; of a year, on the year before."""
    now, before = (delivered(headline(window, counts_as), window) for window in ("quarter", "last_quarter"))
    return Change(counts_as, "quarter", "last_quarter", less(now, before))


def revision(counts_as: CountsAs) -> Change:
    """Return the change of the last quarter's headline since the last report."""

    def whole(scope: Scope) -> Number:
        name = scope.results.headline
        now = delivered(pounds(name, "last_quarter", counts_as), "last_quarter")
        return less(now, then(name, counts_as))(scope)

    return Change(counts_as, "last_quarter", "last_quarter", whole, "_then")


def part_of(change: Change) -> Calculation:
    """Return the calculation of a scope's part in a change of all contracts."""

    def calculate(scope: Scope) -> Number:
        whole, made_of = change.of_all(scope), change.made_of(scope)
        if whole.value is None:
            return Number.none(whole.status, made_of=made_of)
        return Number.of(change.part(scope), change.rows(scope), made_of)

    return calculate


def together(change: Change, taken: Taken, most: int | None = None) -> Calculation:
    """Return the calculation of the parts of the contracts that are taken, or of so many with most, added up."""

    def calculate(scope: Scope) -> Number:
        whole, parts = change.whole(scope), change.parts(scope, taken)
        first = list(parts)[:most]
        made_of = change.made_of_contracts(scope, first)
        if whole.value is None:
            return Number.none(whole.status, made_of=made_of)
        return Number.of(total(parts[ref] for ref in first), len(first), made_of)

    return calculate


def share_of_most(change: Change, taken: Taken) -> Calculation:
    """Return the calculation of the largest parts that are taken, as a share of all that are."""
    largest, every = together(change, taken, MOST), together(change, taken)

    def calculate(scope: Scope) -> Number:
        above, below = largest(scope), every(scope)
        made_of = over(above.made_of, below.made_of)
        if above.value is None or below.value is None:
            return Number.none(below.status, made_of=made_of)
        return Number.share(above.value, below.value, above.rows + below.rows, made_of)

    return calculate


def how_many(change: Change, taken: Taken, words: str) -> Calculation:
    """Return the calculation of how many contracts have a part in a change that is taken."""

    def calculate(scope: Scope) -> Number:
        whole, parts = change.whole(scope), change.parts(scope, taken)
        made_of = of_contracts([(ref, int(ref in parts)) for ref in scope.contracts or ()], words)
        if whole.value is None:
            return Number.none(whole.status, made_of=made_of)
        return Number.of(len(parts), len(scope.contracts or ()), made_of)

    return calculate


# ---- contracts at the end of the last period -----------------------------------------------------


def last_quarter(behind: bool) -> Calculation:
    """Return the calculation of how many contracts were monitored in the last period, or were behind at its end."""

    def calculate(scope: Scope) -> Number:
        counted = {ref: int(not behind or _was_behind(scope, ref)) for ref in _were_monitored(scope)}
        words = f"contracts {'behind' if behind else 'monitored'}"
        made_of = of_contracts(counted.items(), words)
        if why := unknown(scope, "to_last_quarter"):
            return Number.none(why, made_of=made_of)
        return Number.of(sum(counted.values()), len(counted), made_of)

    return calculate


def _were_monitored(scope: Scope) -> list[str]:
    results = scope.results
    last = results.period.previous
    return [
        ref for ref in scope.contracts or () if is_monitored(results.contracts[ref], last, results.by_contract[ref])
    ]


def _was_behind(scope: Scope, ref: str) -> bool:
    return is_behind(scope.results.by_contract[ref], "to_last_quarter")
