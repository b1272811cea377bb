"""How charts look: colours by what they are for, sober axes, room for direct labels.

Exhibits stage. Where the council's profile chooses no others the colours are those of the Government Analysis
Function's categorical palette, from its package afcharts; the same thing has the same look in every chart, told apart
without colour too (docs/decisions/0019).
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from sv_report.params.council.style import HouseStyle

NAMES = (
    "dark blue",
    "turquoise",
    "dark pink",
    "orange",
    "dark grey",
    "light purple",
)  # as the Function's guidance says
# Of the palette, what each colour is for. A rating band has the one that comes nearest to the colour a profile names.
# Each is at least 3:1 against white (WCAG 2.2, 1.4.11), and no band is told from another by red and green.
USUAL = {
    "validated": "dark blue",
    "reported": "turquoise",
    "promised": "dark grey",
    "green": "turquoise",
    "amber": "orange",
    "red": "dark pink",
    "blue": "dark blue",
    "grey": "dark grey",
}
TEXT, RULE, GRID = (
    "#3D3D3D",
    "#BFBFBF",
    "#E6E6E6",
)  # the palette's dark grey, its grey of less weight, and a fainter one
WIDTH = 470.55 / 72  # inches: the width of a page's text, as templates/_extensions/cabinet/columns.lua has it
TEXT_SIZE = 10
SMALL = 9  # points, of labels; nothing in a chart is smaller


@dataclass(frozen=True)
class Look:
    """How a bar looks: what its colour is for, and whether it is filled, hatched, or an outline."""

    colour: str
    pattern: str = "filled"

    def style(self) -> dict[str, Any]:
        """Return it as matplotlib's arguments."""
        colour = colours()[self.colour]
        if self.pattern == "filled":
            return {"facecolor": colour, "edgecolor": colour, "linewidth": 0.8}
        return {"facecolor": "white", "edgecolor": colour, "linewidth": 1, "hatch": HATCHES[self.pattern]}


HATCHES = {"outline": "", "hatched": "////"}
# What was promised is drawn in grey, what was delivered in colour.
PROMISED, DUE = Look("promised", "outline"), Look("promised", "hatched")
REPORTED, VALIDATED = Look("reported"), Look("validated")
UNRATED = Look("grey", "outline")
APART = Look("validated", "hatched")  # of what stands apart from the members that are ranked


def mark() -> dict[str, Any]:
    """Return how a line at what was due is drawn, as matplotlib's arguments: edged in white, to be seen on any bar."""
    from matplotlib.patheffects import withStroke

    edge = withStroke(linewidth=3.4, foreground="white")
    return {"color": TEXT, "linewidth": 2, "capstyle": "butt", "path_effects": [edge], "clip_on": False}


_chosen: ContextVar[Mapping[str, str]] = ContextVar("_chosen", default=MappingProxyType({}))


@contextmanager
def drawn_in(style: HouseStyle) -> Iterator[None]:
    """Draw in a council's colours and typeface for as long as the context lasts."""
    import matplotlib as mpl

    token = _chosen.set(style.charts.chosen)
    faces = {"font.sans-serif": [style.typefaces.pdf, *RC["font.sans-serif"][1:]]}
    try:
        with mpl.rc_context(RC | faces):
            yield
    finally:
        _chosen.reset(token)


def colours() -> dict[str, str]:
    """Return the colours that charts are drawn in at this place, by what they are for."""
    usual = palette()
    return {use: usual[name] for use, name in USUAL.items()} | dict(_chosen.get())


@cache
def palette() -> dict[str, str]:
    """Return the Analysis Function's categorical palette, by the names of its colours."""
    from afcharts.af_colours import get_af_colours  # here: only a drawing wants it

    return dict(zip(NAMES, get_af_colours("categorical", number_of_colours=len(NAMES)), strict=True))


RC: Any = {
    "font.family": "sans-serif",
    "font.sans-serif": ["Arimo", "DejaVu Sans"],  # the reports' own font; the second is carried by matplotlib itself
    "font.size": TEXT_SIZE,
    "text.color": TEXT,
    "axes.labelcolor": TEXT,
    "axes.edgecolor": RULE,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.spines.left": False,
    "xtick.color": TEXT,
    "ytick.color": TEXT,
    "xtick.major.size": 0,
    "ytick.major.size": 0,
    "grid.color": GRID,
    "hatch.linewidth": 0.8,
    "text.parse_math": False,  # a name with two $ in it is a name
    "svg.fonttype": "path",
    "svg.hashsalt": "sv_report",  # the same ids in every run
    "figure.dpi": 200,  # sharp in print at the size a page sets it; the drawing is laid out at this, too
}


def use_fonts(files: Iterable[Path]) -> None:
    """Let charts be set in these font files, once; a family that is known already is left as it is."""
    from matplotlib import font_manager

    known = {entry.fname for entry in font_manager.fontManager.ttflist}
    for path in files:
        if str(path) not in known:
            font_manager.fontManager.addfont(path)
