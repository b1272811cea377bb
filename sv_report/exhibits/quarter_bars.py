"""Bars of quarters against their profile: what was reported, in front of it what is validated, a line at what was due.

Exhibits stage. The last quarter's bar is labelled; the quarters' numbers stand in the table near by.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, ClassVar

from sv_report.exhibits.drawings import Drawing, Series, label, span, there
from sv_report.exhibits.house_style import REPORTED, RULE, SMALL, TEXT, VALIDATED, mark
from sv_report.measures.fact import SHORTHAND

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WIDE, NARROW, LINE = 0.72, 0.44, 0.86  # of a quarter's width: what was reported, what is validated, what was due
FEWEST = 4  # quarters that there is room for, so that the bars of fewer are no wider
LABEL = 0.085  # of the height: from label to label, one above the other


@dataclass(frozen=True)
class QuarterBars(Drawing):
    """Bars side by side, a quarter each; the series are what was due, reported and validated."""

    kind: ClassVar[str] = "Bar chart"

    def height(self, members: Sequence[str], series: Sequence[Series]) -> float:
        """Return the height of the figure in inches: the same for any number of quarters."""
        return 3.1

    def draw(self, axes: "Axes", members: Sequence[str], series: Sequence[Series]) -> None:
        """Draw each quarter's bars and line, and name those of the last."""
        due, reported, validated = series
        places = range(len(members))
        axes.bar(places, reported.amounts, width=WIDE, **REPORTED.style())
        axes.bar(places, validated.amounts, width=NARROW, **VALIDATED.style())
        for place, amount in zip(places, due.amounts, strict=True):
            axes.hlines(amount, place - LINE / 2, place + LINE / 2, **mark())
        _say_missing(axes, series)
        _name_quarters(axes, members)
        _frame(axes, len(members), series)
        _name_last(axes, series)


def _say_missing(axes: "Axes", series: Sequence[Series]) -> None:
    """Write the mark of what is not there at the foot of its quarter, once."""
    for place, facts in enumerate(zip(*(one.facts for one in series), strict=True)):
        marks = " ".join(dict.fromkeys(SHORTHAND[fact.status] for fact in facts if fact and fact.value is None))
        if marks:
            axes.annotate(marks, (place, 0), xytext=(0, 3), textcoords="offset points", ha="center", fontsize=SMALL,
                          bbox={"boxstyle": "square,pad=0.1", "facecolor": "white", "edgecolor": "none"})  # fmt: skip


def _name_quarters(axes: "Axes", members: Sequence[str]) -> None:
    """Write each quarter below its bar, and each financial year once, below the middle of its quarters."""
    years, quarters = zip(*(member.split() for member in members), strict=True)
    axes.set_xticks(range(len(members)), quarters, fontsize=SMALL)
    for year, run in groupby(enumerate(years), key=lambda one: one[1]):
        places = [place for place, _ in run]
        middle = (places[0] + places[-1]) / 2
        axes.annotate(year, (middle, 0), xycoords=("data", "axes fraction"), xytext=(0, -16), va="top", ha="center",
                      textcoords="offset points", fontsize=SMALL, annotation_clip=False)  # fmt: skip
        if places[0]:
            axes.axvline(places[0] - 0.5, color=RULE, linewidth=0.8, linestyle=":")


def _frame(axes: "Axes", count: int, series: Sequence[Series]) -> None:
    least, most = span(series)
    axes.set_ylim(least * 1.06, most * 1.06)
    axes.set_xlim(-0.5, max(count, FEWEST) - 0.5)
    axes.yaxis.set_major_formatter(lambda amount, _: f"{amount:,.6f}".rstrip("0").rstrip("."))
    axes.grid(axis="y")
    axes.set_axisbelow(True)
    axes.axhline(0, color=RULE, linewidth=0.8, zorder=0.9)  # behind the bars


def _name_last(axes: "Axes", series: Sequence[Series]) -> None:
    """Name the bars and the line of the last quarter at the right, each by a thin line to its label."""
    last = len(series[0].facts) - 1
    ends = [(there(one.amounts[-1:]) or [0.0])[0] for one in series]
    edges = (LINE, WIDE, NARROW)
    least, most = axes.get_ylim()
    for one, end, edge, place in zip(series, ends, edges, _spread(ends, (most - least) * LABEL), strict=True):
        fact = one.facts[-1]
        words = f"{one.name} {label(fact)}" if fact else ""
        axes.annotate(words, (last + edge / 2, end), xytext=(last + 0.62, place), va="center", fontsize=SMALL,
                      annotation_clip=False, arrowprops={"arrowstyle": "-", "color": TEXT, "linewidth": 0.8,
                      "shrinkA": 0, "shrinkB": 0, "relpos": (0, 0.5)})  # fmt: skip


def _spread(places: Sequence[float], gap: float) -> list[float]:
    """Return the places of labels moved apart until none covers another."""
    spread = list(places)
    for lower, upper in pairwise(sorted(range(len(places)), key=places.__getitem__)):
        spread[upper] = max(spread[upper], spread[lower] + gap)
    return spread
