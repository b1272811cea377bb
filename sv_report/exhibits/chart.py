"""A chart: its message, what is measured, and the members and series that the drawing and its words are made from.

Exhibits stage. The facts are there once: the drawing, the alternative text and the trace of a point all read them.
Every chart has its numbers in a table near by, too.
"""

from dataclasses import dataclass
from io import BytesIO
from textwrap import fill
from typing import TYPE_CHECKING

from sv_report.exhibits.drawings import Drawing, Series
from sv_report.exhibits.house_style import TEXT_SIZE, WIDTH, drawn_in
from sv_report.exhibits.text import escape
from sv_report.exhibits.words import Piece
from sv_report.measures.fact import Fact
from sv_report.params.council.style import USUAL, HouseStyle

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SUBTITLE, SUBTITLE_LINE = 94, 0.17  # characters of a line of it, and inches that a further line takes
LONGEST_WORD = 12


@dataclass(frozen=True)
class Chart:
    """Series of facts drawn over members. `message` is the caption, of words and facts; `subtitle` says what is
    measured, in which unit, when."""

    name: str
    message: tuple[Piece, ...]
    subtitle: str
    members: tuple[str, ...]
    series: tuple[Series, ...]
    drawing: Drawing

    def __post_init__(self) -> None:
        if any(len(one.facts) != len(self.members) for one in self.series):
            raise ValueError(f"chart {self.name}: a series has another number of facts than there are members")

    @property
    def caption(self) -> str:
        """The message as it is printed."""
        return "".join(piece.display if isinstance(piece, Fact) else piece for piece in self.message)

    @property
    def alt(self) -> str:
        """The alternative text: every number that is drawn."""
        said = (f"{member}: {self.drawing.said(self.series, row)}" for row, member in enumerate(self.members))
        return f"{self.drawing.kind}. {self.subtitle}. {'; '.join(said)}."

    @property
    def facts(self) -> tuple[Fact, ...]:
        """The facts that are drawn, member by member, then those of the message."""
        drawn = (fact for row in zip(*(one.facts for one in self.series), strict=True) for fact in row if fact)
        return (*drawn, *(piece for piece in self.message if isinstance(piece, Fact)))

    def markdown(self) -> str:
        """Return the figure as the manuscript places it."""
        return f'![{escape(self.caption)}](media/{self.name}.svg){{#fig-{self.name} fig-alt="{escape(self.alt)}"}}'

    def images(self, style: HouseStyle = USUAL) -> dict[str, bytes]:
        """Return the drawing as `svg` and `png` bytes in a house style, the same in every run."""
        figure = self.figure(style)
        with drawn_in(style):
            return {kind: _saved(figure, kind) for kind in ("svg", "png")}

    def figure(self, style: HouseStyle = USUAL) -> "Figure":
        """Return the drawing as a matplotlib figure."""
        from matplotlib.figure import Figure
        from matplotlib.layout_engine import ConstrainedLayoutEngine

        with drawn_in(style):
            title = _in_lines(self.subtitle)
            height = self.drawing.height(self.members, self.series) + SUBTITLE_LINE * title.count("\n")
            figure = Figure(figsize=(WIDTH, height))
            figure.suptitle(title, x=0.005, ha="left", fontsize=TEXT_SIZE)
            self.drawing.draw(figure.add_subplot(), self.members, self.series)
            layout = ConstrainedLayoutEngine()  # as the figure's own it would be worked out for each format
            layout.execute(figure)
        return figure


def _in_lines(subtitle: str) -> str:
    """Return a subtitle in as few lines as have room for it, none of them much shorter than the others."""
    count = -(-len(subtitle) // SUBTITLE)
    return fill(subtitle, min(SUBTITLE, len(subtitle) // count + LONGEST_WORD))


def _saved(figure: "Figure", kind: str) -> bytes:
    target = BytesIO()
    metadata = {"svg": {"Date": None, "Creator": None}, "png": {"Software": None}}[kind]
    figure.savefig(target, format=kind, metadata=metadata)
    return target.getvalue()
