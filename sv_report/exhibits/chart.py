"""A chart: a message, what is measured, the drawing, and the same in words.

Exhibits stage. Every chart has its numbers in a table near by and in its alternative text, made from the facts.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from math import isnan, nan
from textwrap import fill
from typing import TYPE_CHECKING

from sv_report.exhibits.house_style import DARK_BLUE, ORANGE, RC, TEXT, TEXT_SIZE, TURQUOISE, WIDTH
from sv_report.exhibits.text import escape
from sv_report.measures.fact import MILLION, Fact

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LABEL = 28  # characters of a line of a label beside the bars
PNG_DPI = 200  # sharp in print at the size a page sets it
COLOURS = (DARK_BLUE, TURQUOISE, ORANGE)
DASHES = ("-", "--", ":")
MARKERS = ("o", "s", "^")


@dataclass(frozen=True)
class Chart:
    """A drawing of facts. `caption` states the message, `subtitle` what is measured, in which unit, when."""

    name: str
    caption: str
    subtitle: str
    alt: str
    height: float
    draw: Callable[["Axes"], None]

    def markdown(self) -> str:
        """Return the figure as the manuscript places it."""
        return f'![{escape(self.caption)}](media/{self.name}.svg){{#fig-{self.name} fig-alt="{escape(self.alt)}"}}'

    def images(self) -> dict[str, bytes]:
        """Return the drawing as `svg` and `png` bytes, the same in every run."""
        figure = self.figure()
        return {kind: _saved(figure, kind) for kind in ("svg", "png")}

    def figure(self) -> "Figure":
        """Return the drawing as a matplotlib figure."""
        import matplotlib as mpl
        from matplotlib.figure import Figure

        with mpl.rc_context(RC):
            figure = Figure(figsize=(WIDTH, self.height), layout="constrained")
            figure.suptitle(self.subtitle, x=0.005, ha="left", fontsize=TEXT_SIZE)
            self.draw(figure.add_subplot())
            figure.draw_without_rendering()
        return figure


@dataclass(frozen=True)
class Series:
    """One thing that is compared: its name and a fact a member."""

    name: str
    facts: tuple[Fact, ...]

    @property
    def amounts(self) -> list[float]:
        """The values as they are drawn, £ in millions; of one that is not there nothing is drawn, and not zero."""
        return [_amount(fact) for fact in self.facts]


def _amount(fact: Fact) -> float:
    if fact.value is None:
        return nan
    return float(fact.value / MILLION if fact.unit == "GBP" else fact.value)


def in_words(kind: str, subtitle: str, members: Sequence[str], series: Sequence[Series]) -> str:
    """Return the alternative text of a chart: every number that it draws."""
    parts = [
        f"{member}: " + ", ".join(f"{one.name.lower()} {one.facts[row].display}" for one in series)
        for row, member in enumerate(members)
    ]
    return f"{kind}. {subtitle}. {'; '.join(parts)}."


def bars(
    members: Sequence[str], facts: Sequence[Fact], labels: Sequence[str], colours: Sequence[str]
) -> Callable[["Axes"], None]:
    """Return the drawing of one horizontal bar a member, in its own colour and edged, its label at its end."""

    def draw(axes: "Axes") -> None:
        amounts = [_amount(fact) for fact in facts]
        axes.barh(range(len(members)), amounts, height=0.68, color=colours, edgecolor=TEXT, linewidth=0.8)
        for place, (amount, label) in enumerate(zip(amounts, labels, strict=True)):
            _name_bar(axes, label, amount, place)
        _clear(axes, members, _most(amounts))

    return draw


def grouped_bars(members: Sequence[str], series: Sequence[Series]) -> Callable[["Axes"], None]:
    """Return the drawing of horizontal bars, one group a member, each bar labelled with its series and figure."""

    def draw(axes: "Axes") -> None:
        height = 0.8 / len(series)
        for number, one in enumerate(series):
            places = [row + (number - (len(series) - 1) / 2) * height for row in range(len(members))]
            axes.barh(places, one.amounts, height=height * 0.92, color=COLOURS[number])
            for place, amount, fact in zip(places, one.amounts, one.facts, strict=True):
                _name_bar(axes, f"{one.name} {fact.figure}", amount, place)
        _clear(axes, members, _most(amount for one in series for amount in one.amounts))

    return draw


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


def lines(members: Sequence[str], series: Sequence[Series]) -> Callable[["Axes"], None]:
    """Return the drawing of one line a series over the members, named at its end, told apart by dash and marker too."""

    def draw(axes: "Axes") -> None:
        last = len(members) - 1
        for number, one in enumerate(series):
            axes.plot(range(len(members)), one.amounts, color=COLOURS[number], linestyle=DASHES[number],
                      marker=MARKERS[number], linewidth=2)  # fmt: skip
        places = _spread([_most(one.amounts[-1:]) for one in series])
        for place, one, colour in zip(places, series, COLOURS, strict=False):
            axes.annotate(f"{one.name} {one.facts[-1].figure}", (last, place), xytext=(10, 0), va="center", color=TEXT,
                          textcoords="offset points", fontsize=TEXT_SIZE - 1, annotation_clip=False,
                          bbox={"boxstyle": "square,pad=0.15", "edgecolor": colour, "facecolor": "white"})  # fmt: skip
        axes.set_xticks(range(len(members)), members, fontsize=TEXT_SIZE - 1)
        axes.set_ylim(0, _most([*places, *(amount for one in series for amount in one.amounts)]) * 1.06 or 1)
        axes.set_xlim(-0.3, last + 0.3)
        axes.grid(axis="y")
        axes.set_axisbelow(True)

    return draw


def _spread(places: list[float]) -> list[float]:
    """Return the places of labels moved apart until none covers another."""
    gap = max(places) * 0.12
    spread = list(places)
    for lower, upper in pairwise(sorted(range(len(places)), key=places.__getitem__)):
        spread[upper] = max(spread[upper], spread[lower] + gap)
    return spread


def _saved(figure: "Figure", kind: str) -> bytes:
    import matplotlib as mpl

    target = BytesIO()
    metadata = {"svg": {"Date": None, "Creator": None}, "png": {"Software": None}}[kind]
    with mpl.rc_context(RC):
        figure.savefig(target, format=kind, dpi=PNG_DPI, metadata=metadata)
    return target.getvalue()
