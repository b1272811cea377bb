"""A rule of the arithmetic as an example: a few rows in and the result out, which a person can redo by hand.

The examples stand in `tests/spec/examples`, by subject; `test_examples` runs each of them, and `.ci/methods_page.py`
prints them in docs/methods.md.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property
from pathlib import Path

from sv_report.data.tables import Tables
from sv_report.measures import RECORDS, Conventions, Fact, Facts, Figures, compute
from sv_report.measures.fact import plain
from sv_report.measures.facts import make_facts
from sv_report.measures.results import Results
from sv_report.params.period import Period
from tests.drawn import draw, tables

STATUSES = {"not available": "not_available", "not applicable": "not_applicable", "suppressed": "suppressed"}
NO_SUCH_FACT = "no such fact"
FRACTION = re.compile(r"(-?[\d.]+)(?: / ([\d.]+))?")
CLOSE = Fraction(1, 10**9)  # how near a value without a finite decimal must be, of itself
KEPT_BY = timedelta(days=10)  # a return not drawn came in on the tenth day after its quarter
STANDARD = Conventions()
LOCAL = {"additional": "local", "local": "additional"}


@dataclass(frozen=True)
class Expected:
    """What one fact must be. `value` is a decimal, a fraction `38 / 46`, a status in words, or the fact's text."""

    fact: str
    value: str
    printed: str = ""

    @cached_property
    def number(self) -> Fraction | None:
        """The value as an exact number, or None where it is none."""
        match = FRACTION.fullmatch(self.value)
        return Fraction(match[1]) / Fraction(match[2] or 1) if match else None

    def is_met_by(self, fact: Fact | None) -> bool:
        """Say whether a fact is what is expected: its value, its status and, where drawn, what it prints."""
        if fact is None:
            return self.value == NO_SUCH_FACT
        if self.printed and fact.display != self.printed:
            return False
        if self.number is None:
            return fact.status == STATUSES.get(self.value, "ok") and (self.value in STATUSES or fact.text == self.value)
        status = "ok" if self.number else "zero"
        return fact.status == status and fact.value is not None and is_same(Fraction(fact.value), self.number)


@dataclass(frozen=True)
class Example:
    """3 to 6 rows in, result out: a rule of the arithmetic that a person can redo by hand.

    `given` are the tables drawn as text: other columns stand at their defaults (tests/drawn.py), returns that are
    not drawn came in on the tenth day after their quarter, and where no `validated_on` is drawn a validated quantity
    was assessed on that day. `then` has a line a fact: `fact | value | printed`, the last of which may be left out.
    The fact that the example is about stands first.
    """

    name: str
    heading: str
    rule: str
    given: Mapping[str, str]
    then: str
    period: str = "2023-24 Q3"
    as_at: str = "2024-01-19"
    conventions: Conventions = STANDARD
    source: str = ""

    @cached_property
    def expected(self) -> tuple[Expected, ...]:
        """The facts that must come out."""
        return tuple(Expected(**cells) for cells in draw(self.then))

    def tables(self, folder: Path) -> Tables:
        """Return the tables given, with what is left undrawn."""
        return tables(folder, **self.given | dict(self._undrawn()))

    def figures(self, given: Tables) -> Figures:
        """Return the figures that the package makes of the tables given."""
        return compute(given, Period.parse(self.period), date.fromisoformat(self.as_at), self.conventions)

    def facts(self, given: Tables) -> Facts:
        """Return no more than the facts expected, which takes a fraction of the time of all the figures."""
        results = Results(given, Period.parse(self.period), date.fromisoformat(self.as_at), self.conventions)
        wanted = {one.fact.split(".")[0] for one in self.expected}
        return make_facts(results, [record for record in RECORDS if record.id in wanted])

    def unmet(self, facts: Facts) -> list[tuple[Expected, Fact | None]]:
        """Return what is not as expected, beside what was found."""
        by_id = {fact.id: fact for fact in facts}
        pairs = [(one, by_id.get(one.fact)) for one in self.expected]
        return [(expected, found) for expected, found in pairs if not expected.is_met_by(found)]

    def _undrawn(self) -> Iterator[tuple[str, str]]:
        lines = draw(self.given.get("deliveries", "contract"))
        if lines and "returns" not in self.given:
            keys = dict.fromkeys((line["contract"], line["period"]) for line in lines)
            rows = [{"contract": ref, "period": period, "received_on": received(period)} for ref, period in keys]
            yield "returns", drawn(rows)
        if lines and "validated_on" not in lines[0] and "quantity_validated" in lines[0]:
            days = [received(line["period"]) if line["quantity_validated"] else "" for line in lines]
            yield "deliveries", drawn([line | {"validated_on": day} for line, day in zip(lines, days, strict=True)])


def received(period: str) -> str:
    """Return the day on which a return that is not drawn came in."""
    return (Period.parse(period).end + KEPT_BY).isoformat()


def drawn(rows: list[dict[str, str]]) -> str:
    """Return rows as a drawn table."""
    return "\n".join([" | ".join(rows[0]), *(" | ".join(row.values()) for row in rows)])


def is_same(found: Fraction, expected: Fraction) -> bool:
    """Say whether two values are equal: exactly where the one expected is a decimal of finite length."""
    if is_finite(expected):
        return found == expected
    return abs(found - expected) <= CLOSE * abs(expected)


def is_finite(value: Fraction) -> bool:
    """Say whether a decimal of finite length writes a value.

    >>> is_finite(Fraction(5, 8)), is_finite(Fraction(38, 46))
    (True, False)
    """
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return rest == 1


def report(example: Example, unmet: list[tuple[Expected, Fact | None]]) -> str:
    """Return an example that is not met as text: its tables as drawn, and what is expected beside what was found."""
    given = [f"{name}\n{drawn(draw(text))}" for name, text in example.given.items()]
    found = [f"{one.fact} | {one.value} | {one.printed} | {found_words(fact)}" for one, fact in unmet]
    heading = f"{example.name}: {example.heading}\n{example.rule}"
    return "\n\n".join([heading, *given, "\n".join(["fact | expected | printed | found", *found])])


def found_words(fact: Fact | None) -> str:
    """Return what a fact holds, as a failed example prints it."""
    if fact is None:
        return NO_SUCH_FACT
    held = fact.text if fact.value is None else plain(fact.value)
    return f"{held or fact.status} ({fact.status}), printed {fact.display}"


def as_local(example: Example) -> Example | None:
    """Return an example with additional and local value changed about, so that `lev_` facts take `sv_` facts' part.

    None where it says nothing of either.
    """
    swapped = [
        replace(one, fact=re.sub("^(sv|lev)_", lambda found: "lev_" if found[1] == "sv" else "sv_", one.fact))
        for one in example.expected
        if one.fact.startswith(("sv_", "lev_"))
    ]
    if not swapped:
        return None
    measures = [
        row | {"counts_as": LOCAL[row.get("counts_as", "additional")]} for row in draw(example.given["measures"])
    ]
    then = drawn([{"fact": one.fact, "value": one.value, "printed": one.printed} for one in swapped])
    return replace(
        example, name=f"{example.name}-local", given=example.given | {"measures": drawn(measures)}, then=then
    )
