"""What every drawing is: series of facts over members, drawn on axes, and said in words for the alternative text.

Exhibits stage: ground of `bars` and `quarter_bars`, which draw. A figure that is not there is said in words at its
place, and never drawn as zero.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import isnan, nan
from typing import TYPE_CHECKING, ClassVar

from sv_report.measures.fact import MILLION, Fact

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True)
class Series:
    """One thing that is compared: its name and a fact a member; None of a member that it cannot be said of."""

    name: str
    facts: tuple[Fact | None, ...]

    @property
    def amounts(self) -> list[float]:
        """The values as they are drawn, £ in millions; of one that is not there nothing is drawn, and not zero."""
        return [_amount(fact) for fact in self.facts]


class Drawing(ABC):
    """A way to draw series over members; `kind` is what it is called in words."""

    kind: ClassVar[str]

    @abstractmethod
    def height(self, members: Sequence[str], series: Sequence[Series]) -> float:
        """Return the height of the figure in inches."""

    @abstractmethod
    def draw(self, axes: "Axes", members: Sequence[str], series: Sequence[Series]) -> None:
        """Draw the series."""

    def said(self, series: Sequence[Series], row: int) -> str:
        """Return the figures of a member in words: `due £1.000m, validated £0.800m`."""
        return ", ".join(f"{one.name.lower()} {fact.display}" for one in series if (fact := one.facts[row]))


def label(fact: Fact) -> str:
    """Return a figure, its unit in the subtitle; in words where it has none, or would round to zero."""
    return fact.figure if fact.value is not None and not fact.rounds_to_zero else fact.display


def there(amounts: Iterable[float]) -> list[float]:
    """Return the amounts that are there."""
    return [amount for amount in amounts if not isnan(amount)]


def span(series: Iterable[Series]) -> tuple[float, float]:
    """Return the least and the largest amount that is drawn, zero among them; (0, 1) where there is none other."""
    amounts = there(amount for one in series for amount in one.amounts)
    least, most = min(0.0, *amounts, 0.0), max(0.0, *amounts, 0.0)
    return (least, most) if least or most else (0.0, 1.0)


def _amount(fact: Fact | None) -> float:
    if fact is None or fact.value is None:
        return nan
    return float(fact.value / MILLION if fact.unit_heading == "£m" else fact.value)
