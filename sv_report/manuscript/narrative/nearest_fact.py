"""The fact that was probably meant by a number typed by hand.

Manuscript stage. A fact of the whole goes before one of a member, unless the sentence names the member. After a fact
that is printed alike come those that round to what is typed, those very near, and those that a slip of the finger
makes of it: a digit lost, doubled or swapped, thousands for millions; then the nearest.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from enum import IntEnum
from functools import cached_property

from sv_report.manuscript.narrative.typed_number import TypedNumber
from sv_report.measures.fact import Fact

VERY_NEAR = Decimal("0.01")
NEAR = Decimal("0.25")
TELLING = 3  # digits of a member's fact that is hardly alike by chance
EXACT = Context(prec=80)
UNITS = {"GBP": "money", "GBP_per_GBP": "money", "share": "share", "count": "any"}
COMMON = {
    "value", "social", "which", "those", "that", "year", "were", "with", "what", "from", "and", "the", "for", "was",
    "are", "all", "not", "has", "had", "its", "this",
}  # fmt: skip


class Guess(IntEnum):
    """How good a guess is, the best first; where a slip is guessed the one that the sentence speaks of goes first."""

    ALIKE = 0  # a fact of the whole, or of a member that the sentence names, printed alike
    ROUNDED = 1  # it rounds to what is typed
    SHIFTED = 2  # the same digits: thousands for millions
    MEMBER_ALIKE = 3
    VERY_NEAR = 4
    SLIP = 5  # a digit doubled or two swapped
    DIGIT = 6  # a digit too many or too few
    NEAR = 7
    MEMBER_NEAR = 8
    BY_CHANCE = 9  # a small number that some member has too
    FAR = 10
    MEMBER = 11


BY_VALUE = (Guess.VERY_NEAR, Guess.NEAR, Guess.MEMBER_NEAR, Guess.FAR, Guess.MEMBER)


@dataclass(frozen=True)
class Near:
    """A fact near a typed number, and whether it is printed just so."""

    fact: Fact
    alike: bool


@dataclass(frozen=True)
class Candidates:
    """The facts that a typed number may stand for."""

    facts: tuple[Fact, ...]

    def nearest(self, number: TypedNumber, sentence: str) -> Near | None:
        """Return the fact nearest to a number that stands in a sentence; None where none is in a unit that fits."""
        said = set(re.findall(r"[a-z]{3,}", sentence.lower())) - COMMON
        folded = " ".join(sentence.casefold().split())
        best: tuple[tuple[int, int, Decimal, int], Fact] | None = None
        for amount in number.amounts:
            for fact in self._near(number, amount, folded):
                guess, away = _rank(number, amount, fact, not fact.member or self._is_named(fact, folded))
                spoken = -_spoken(fact, said)
                by_value = guess in BY_VALUE or (guess == Guess.ROUNDED and len(_digits(amount)) < 2)
                order = (int(guess), 0, away, spoken) if by_value else (int(guess), spoken, Decimal(0), 0)
                if best is None or order < best[0]:
                    best = order, fact
        return Near(best[1], best[0][0] in (Guess.ALIKE, Guess.MEMBER_ALIKE, Guess.BY_CHANCE)) if best else None

    def _near(self, number: TypedNumber, amount: Decimal, sentence: str) -> Iterator[Fact]:
        """Yield every fact of the whole, those whose member is named, and the members that are nearest by value."""
        unit = self._unit_of(number)
        yield from self._whole[unit]
        yield from self._named(unit, sentence)
        values, facts = self._members[unit]
        place = bisect_left(values, amount)
        yield from facts[max(place - 4, 0) : place + 4]

    def _unit_of(self, number: TypedNumber) -> str:
        """Return the unit of the facts that fit: £, shares, the measures' unit that stands behind, else counts."""
        noun = number.noun.lower()
        units = [unit for unit in self._members if noun and unit.lower().split("_")[0].rstrip("s") == noun.rstrip("s")]
        return number.unit if number.unit != "any" else units[0] if units else "any"

    @cached_property
    def _valued(self) -> list[Fact]:
        return [fact for fact in self.facts if fact.value is not None]

    @cached_property
    def _whole(self) -> dict[str, list[Fact]]:
        return _by_unit(fact for fact in self._valued if not fact.member)

    @cached_property
    def _members(self) -> dict[str, tuple[list[Decimal], list[Fact]]]:
        members = _by_unit(fact for fact in self._valued if fact.member)
        ordered = {unit: sorted(facts, key=lambda fact: (fact.rounded, fact.id)) for unit, facts in members.items()}
        found = {unit: ([fact.rounded for fact in facts], facts) for unit, facts in ordered.items()}
        return defaultdict(lambda: ([], []), found)

    @cached_property
    def _of_member(self) -> dict[str, list[Fact]]:
        found: dict[str, list[Fact]] = defaultdict(list)
        for fact in self._valued:
            if len(fact.member) > TELLING:
                found[fact.member.casefold()].append(fact)
        return found

    def _named(self, unit: str, sentence: str) -> list[Fact]:
        named = [facts for member, facts in self._of_member.items() if member in sentence]
        return [fact for facts in named for fact in facts if _unit(fact) == unit]

    def _is_named(self, fact: Fact, sentence: str) -> bool:
        return len(fact.member) > TELLING and fact.member.casefold() in sentence


def _by_unit(facts: Iterable[Fact]) -> dict[str, list[Fact]]:
    found: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        found[_unit(fact)].append(fact)
    return found


def _unit(fact: Fact) -> str:
    return UNITS.get(fact.unit, fact.unit)


def _rank(number: TypedNumber, amount: Decimal, fact: Fact, foremost: bool) -> tuple[Guess, Decimal]:
    """Return how good a guess a fact is, and how far it is away as a part of itself."""
    value, printed = EXACT.abs(fact.value or Decimal(0)), abs(fact.rounded)
    amount = abs(amount)
    away = abs(amount - printed) / max(amount, printed, Decimal("1e-9"))
    telling = len(_digits(amount)) >= TELLING
    rounds = bool(amount) and value.quantize(number.exact.normalize(), ROUND_HALF_UP, EXACT) == amount
    if amount == printed:
        return (Guess.ALIKE if foremost else Guess.MEMBER_ALIKE if telling else Guess.BY_CHANCE), away
    if not foremost:
        return (Guess.MEMBER_NEAR if away <= VERY_NEAR and telling else Guess.MEMBER), away
    if rounds:
        return Guess.ROUNDED, away
    if telling and _digits(amount) == _digits(printed):
        return Guess.SHIFTED, away
    if away <= VERY_NEAR:
        return Guess.VERY_NEAR, away
    slip = _slip(amount, value, number.exact)
    if slip is not None:
        return slip, away
    return (Guess.NEAR if away <= NEAR else Guess.FAR), away


def _digits(amount: Decimal) -> str:
    return f"{amount.normalize(EXACT):f}".replace(".", "").strip("0")


def _slip(amount: Decimal, value: Decimal, exact: Decimal) -> Guess | None:
    """Return which slip of the finger makes one of the other, both as exact as what is typed."""
    typed = f"{amount / exact:f}".partition(".")[0]
    meant = f"{value.quantize(exact.normalize(), ROUND_HALF_UP, EXACT) / exact:f}".partition(".")[0]
    if min(len(typed), len(meant)) < 2:
        return None
    longer, shorter = (typed, meant) if len(typed) > len(meant) else (meant, typed)
    if len(longer) == len(shorter):
        return Guess.SLIP if any(_swapped(longer, at) == shorter for at in range(len(longer) - 1)) else None
    if len(longer) > len(shorter) + 1:
        return None
    gone = [at for at in range(len(longer)) if longer[:at] + longer[at + 1 :] == shorter]
    doubled = any(longer[at] in longer[max(at - 1, 0) : at] + longer[at + 1 : at + 2] for at in gone)
    return Guess.SLIP if doubled else Guess.DIGIT if gone else None


def _swapped(digits: str, at: int) -> str:
    return digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :]


def _spoken(fact: Fact, said: set[str]) -> int:
    """Return how many words of a fact's label the sentence says."""
    return len(said & set(re.findall(r"[a-z]{3,}", fact.label.lower())))
