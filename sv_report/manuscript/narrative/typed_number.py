"""A number typed in words. Manuscript stage."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Unit = Literal["money", "share", "any"]


@dataclass(frozen=True)
class TypedNumber:
    """A number typed in words: how it stands there, from where to where, and what it may mean, likeliest first.

    `amounts` are in pounds, shares of one or plain numbers, as `unit` says; `exact` is how far apart two numbers are
    that are typed alike: 100,000 for £16.6m. `spelled` tells that it is written out; `noun` is the word behind it.
    """

    text: str
    start: int
    end: int
    amounts: tuple[Decimal, ...]
    unit: Unit
    exact: Decimal = Decimal(1)
    spelled: bool = False
    noun: str = ""

    @property
    def amount(self) -> Decimal:
        """The likeliest meaning."""
        return self.amounts[0]
