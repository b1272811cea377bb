"""How a chart is drawn: bars, bars in groups, lines, each from the members and the series of the chart alone.

Exhibits stage. A drawing also says a member's figures in words, for the chart's alternative text.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import isnan, nan
from textwrap import fill
from typing import TYPE_CHECKING, ClassVar

from sv_report.exhibits.house_style import DARK_BLUE, ORANGE, TEXT, TEXT_SIZE, TURQUOISE
from sv_report.measures.fact import MILLION, Fact

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LABEL = 28  # characters of a line of a label beside the bars
COLOURS = (DARK_BLUE, TURQUOISE, ORANGE)
DASHES = ("-", "--", ":")
MARKERS = ("o", "s", "^")


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


@dataclass(frozen=True)
class Bars(Drawing):
    """One horizontal bar a member, in its own colour and edged; at its end its figure, other series' in brackets."""

    colours: tuple[str, ...]
    kind: ClassVar[str] = "Bar chart"

    def height(self, members: Sequence[str], series: Sequence[Series]) -> float:
        """Return the height of the figure in inches: a bar a member."""
        return 0.5 + 0.36 * len(members)

    def draw(self, axes: "Axes", members: Sequence[str], series: Sequence[Series]) -> None:
        """Draw the first series; the others stand in the labels."""
        amounts = series[0].amounts
        axes.barh(range(len(members)), amounts, height=0.68, color=self.colours, edgecolor=TEXT, linewidth=0.8)
        for row, amount in enumerate(amounts):
            _name_bar(axes, self.said(series, row), amount, row)
        _clear(axes, members, _most(amounts))

    def said(self, series: Sequence[Series], row: int) -> str:
        """Return the figures of a member as its bar's label writes them: `12 (34.3%)`."""
        first, *others = (fact.display for one in series if (fact := one.facts[row]))
        return f"{first} ({', '.join(others)})" if others else first


@dataclass(frozen=True)
class GroupedBars(Drawing):
    """Horizontal bars, one group a member, each bar labelled with its series and figure."""

    kind: ClassVar[str] = "Bar chart"

    def height(self, members: Sequence[str], series: Sequence[Series]) -> float:
        """Return the height of the figure in inches: a bar a member and series."""
        return 0.4 + (0.08 + 0.16 * len(series)) * len(members)

    def draw(self, axes: "Axes", members: Sequence[str], series: Sequence[Series]) -> None:
        """Draw each series in its colour."""
        height = 0.8 / len(series)
        for number, one in enumerate(series):
            places = [row + (number - (len(series) - 1) / 2) * height for row in range(len(members))]
            axes.barh(places, one.amounts, height=height * 0.92, color=COLOURS[number])
            for place, amount, fact in zip(places, one.amounts, one.facts, strict=True):
                _name_bar(axes, _label(one.name, fact), amount, place)
        _clear(axes, members, _most(amount for one in series for amount in one.amounts))


@dataclass(frozen=True)
class Lines(Drawing):
    """One line a series over the quarters, named at its end, told apart by dash and marker too."""

    kind: ClassVar[str] = "Line chart"

    def height(self, members: Sequence[str], series: Sequence[Series]) -> float:
        """Return the height of the figure in inches: the same for any number of quarters."""
        return 2.9

    def draw(self, axes: "Axes", members: Sequence[str], series: Sequence[Series]) -> None:
        """Draw each series from quarter to quarter; there is a gap where nobody said."""
        last = len(members) - 1
        for number, one in enumerate(series):
            axes.plot(range(len(members)), one.amounts, color=COLOURS[number], linestyle=DASHES[number],
                      marker=MARKERS[number], linewidth=2)  # fmt: skip
        places = _spread([_most(one.amounts[-1:]) for one in series])
        for place, one, colour in zip(places, series, COLOURS, strict=False):
            axes.annotate(_label(one.name, one.facts[-1]), (last, place), xytext=(10, 0), va="center", color=TEXT,
                          textcoords="offset points", fontsize=TEXT_SIZE - 1, annotation_clip=False,
                          bbox={"boxstyle": "square,pad=0.15", "edgecolor": colour, "facecolor": "white"})  # fmt: skip
        axes.set_xticks(range(len(members)), [_stacked(quarter) for quarter in members], fontsize=TEXT_SIZE - 1)
        axes.set_ylim(0, _most([*places, *(amount for one in series for amount in one.amounts)]) * 1.06 or 1)
        axes.set_xlim(-0.3, last + 0.3)
        axes.grid(axis="y")
        axes.set_axisbelow(True)


def _amount(fact: Fact | None) -> float:
    if fact is None or fact.value is None:
        return nan
    return float(fact.value / MILLION if fact.unit_heading == "£m" else fact.value)


def _label(name: str, fact: Fact | None) -> str:
    """Return a label: the figure, its unit in the subtitle; in words where it has none, or would round to zero."""
    if fact is None:
        return ""
    is_figure = fact.value is not None and not fact.rounds_to_zero
    return f"{name} {fact.figure if is_figure else fact.display}"


def _most(amounts: Iterable[float]) -> float:
    """Return the largest of the amounts that are there, or 0."""
    return max((amount for amount in amounts if not isnan(amount)), default=0.0)


def _name_bar(axes: "Axes", label: str, amount: float, place: float) -> None:
    axes.annotate(label, (_most([amount]), place), xytext=(4, 0), textcoords="offset points", va="center",
                  fontsize=TEXT_SIZE - 1.5)  # fmt: skip


def _clear(axes: "Axes", members: Sequence[str], most: float) -> None:
    """Name the bars at their left, leave room for the labels at their ends, and draw no axis: the labels say it."""
    axes.set_yticks(range(len(members)), [fill(member, LABEL) for member in members])
    axes.invert_yaxis()
    axes.set_xlim(0, most * 1.25 or 1)
    axes.xaxis.set_visible(False)
    axes.spines["bottom"].set_visible(False)


def _stacked(quarter: str) -> str:
    """Return a quarter with its year on a line below it."""
    return "\n".join(reversed(quarter.split()))


def _spread(places: list[float]) -> list[float]:
    """Return the places of labels moved apart until none covers another."""
    gap = max(places) * 0.12
    spread = list(places)
    for lower, upper in pairwise(sorted(range(len(places)), key=places.__getitem__)):
        spread[upper] = max(spread[upper], spread[lower] + gap)
    return spread
