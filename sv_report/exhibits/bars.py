"""Horizontal bars: one a member, several a member, or ranked with a line at what was due.

Exhibits stage. Each bar has its figure at its end, so that there is no axis and no legend.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from textwrap import shorten, wrap
from typing import TYPE_CHECKING, ClassVar

from sv_report.exhibits.drawings import Drawing, Series, label, span, there
from sv_report.exhibits.house_style import RULE, SMALL, Look, mark
from sv_report.exhibits.lettering import drawable
from sv_report.exhibits.text import printable
from sv_report.measures.fact import Fact

if TYPE_CHECKING:
    from matplotlib.axes import Axes

NAME = 28  # characters of a line of a member's name beside its bars
MOST_LINES = 3  # of a name; it is whole in the alternative text and in the table near by
LINE, GAP = 0.165, 0.1  # inches: from line to line, and between members
BAR = 0.68  # the part of a member's height that one bar takes


@dataclass(frozen=True)
class Bars(Drawing):
    """One bar a member, in a look of its own; at its end its figure, other series' in brackets."""

    looks: tuple[Look, ...]
    kind: ClassVar[str] = "Bar chart"

    def height(self, members: Sequence[str], series: Sequence[Series]) -> float:
        """Return the height of the figure in inches: a bar a member."""
        return 0.5 + _pitch(members, 0.36) * len(members)

    def draw(self, axes: "Axes", members: Sequence[str], series: Sequence[Series]) -> None:
        """Draw the first series; the others stand in the labels."""
        amounts = series[0].amounts
        for row, (amount, look) in enumerate(zip(amounts, self.looks, strict=True)):
            axes.barh(row, amount, height=BAR, clip_on=False, **look.style())
            _at_end(axes, self.said(series, row), [amount], row)
        _frame(axes, members, series[:1])

    def said(self, series: Sequence[Series], row: int) -> str:
        """Return the figures of a member as its bar's label writes them: `12 (34.3%)`."""
        first, *others = (fact.display for one in series if (fact := one.facts[row]))
        return f"{first} ({', '.join(others)})" if others else first


@dataclass(frozen=True)
class GroupedBars(Drawing):
    """Bars in a group a member, each labelled with its series and figure; a look a series."""

    looks: tuple[Look, ...]
    kind: ClassVar[str] = "Bar chart"

    def height(self, members: Sequence[str], series: Sequence[Series]) -> float:
        """Return the height of the figure in inches: a bar a member and series."""
        return 0.4 + _pitch(members, GAP + LINE * len(series)) * len(members)

    def draw(self, axes: "Axes", members: Sequence[str], series: Sequence[Series]) -> None:
        """Draw each series in its look."""
        height = LINE / _pitch(members, GAP + LINE * len(series))
        for number, (one, look) in enumerate(zip(series, self.looks, strict=True)):
            places = [row + (number - (len(series) - 1) / 2) * height for row in range(len(members))]
            axes.barh(places, one.amounts, height=height * 0.8, clip_on=False, **look.style())
            for place, amount, fact in zip(places, one.amounts, one.facts, strict=True):
                _at_end(axes, f"{one.name} {label(fact)}" if fact else "", [amount], place)
        _frame(axes, members, series)


@dataclass(frozen=True)
class RankedBars(Drawing):
    """One bar a member of what was done, a line at what was due, and the share in the label; a look a member.

    The series are what was done, what was due, and the one as a share of the other.
    """

    looks: tuple[Look, ...]
    kind: ClassVar[str] = "Bar chart"

    def height(self, members: Sequence[str], series: Sequence[Series]) -> float:
        """Return the height of the figure in inches: a bar a member."""
        return 0.5 + _pitch(members, 0.3) * len(members)

    def draw(self, axes: "Axes", members: Sequence[str], series: Sequence[Series]) -> None:
        """Draw what was done as bars and what was due as lines across them."""
        done, due, _ = series
        for row, look in enumerate(self.looks):
            axes.barh(row, done.amounts[row], height=BAR, clip_on=False, **look.style())
            axes.vlines(due.amounts[row], row - 0.44, row + 0.44, **mark())
            _at_end(axes, _of_due(*(one.facts[row] for one in series)), [done.amounts[row], due.amounts[row]], row)
        _frame(axes, members, series[:2])

    def said(self, series: Sequence[Series], row: int) -> str:
        """Return the figures of a member in words: `validated £0.800m, due £1.000m, 80.0% of due`."""
        share = series[2].facts[row]
        of = f", {share.display} of due" if share and share.value is not None else ""
        return f"{super().said(series[:2], row)}{of}"


def _of_due(done: Fact | None, due: Fact | None, share: Fact | None) -> str:
    """Return a label such as `6.705 of 8.596 due (78.0%)`, of what can be said of it."""
    if done is None:
        return ""
    if done.value is None:
        return f"{label(done)}; {label(due)} due" if due else label(done)
    of = f" of {label(due)} due" if due and due.value is not None else ""
    return f"{label(done)}{of}" + (f" ({share.display})" if share and share.value is not None else "")


def _pitch(members: Sequence[str], least: float) -> float:
    """Return the inches from member to member: at least so many, and more where a name takes more lines."""
    return max(least, *(GAP + LINE * len(_lines(member)) for member in members))


def _lines(member: str) -> list[str]:
    """Return a member's name in lines that have room beside its bars, cut off where there would be many."""
    lines = wrap(drawable(printable(member)), NAME)
    if len(lines) <= MOST_LINES:
        return lines or [""]
    rest = shorten(" ".join(lines[MOST_LINES - 1 :]), NAME, placeholder=" …")
    return [*lines[: MOST_LINES - 1], rest if len(rest) > 2 else f"{lines[MOST_LINES - 1][: NAME - 2]} …"]


def _at_end(axes: "Axes", words: str, amounts: Iterable[float], place: float) -> None:
    """Write a label right of the bar, and of the zero line."""
    axes.annotate(words, (max([0.0, *there(amounts)]), place), xytext=(4, 0), textcoords="offset points",
                  va="center", fontsize=SMALL, annotation_clip=False)  # fmt: skip


def _frame(axes: "Axes", members: Sequence[str], series: Sequence[Series]) -> None:
    """Name the bars at their left and draw the line that they start from; the layout leaves room for the labels."""
    axes.set_yticks(range(len(members)), ["\n".join(_lines(member)) for member in members])
    axes.set_ylim(len(members) - 0.5, -0.5)
    axes.set_xlim(*span(series))
    axes.xaxis.set_visible(False)
    axes.spines["bottom"].set_visible(False)
    axes.axvline(0, color=RULE, linewidth=0.8, zorder=0.9)  # behind the bars
