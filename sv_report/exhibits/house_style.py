"""How charts look: the Analysis Function's palette, sober axes, room for direct labels.

Exhibits stage. Colours are those of the Government Analysis Function's categorical palette, in its order
(analysisfunction.civilservice.gov.uk, data visualisation: colours).
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

DARK_BLUE, TURQUOISE, DARK_PINK, ORANGE = "#12436D", "#28A197", "#801650", "#F46A25"
TEXT, RULE = "#3D3D3D", "#BFBFBF"
# Of rating bands, by the colour a profile names: each at least 3:1 against white (WCAG 2.2, 1.4.11).
BANDS = {"green": "#00703C", "amber": "#C47A00", "red": "#B10E1E", "blue": "#1D70B8", "grey": "#6F777B"}
UNRATED = "#FFFFFF"
WIDTH = 6.3  # inches: the text width of an A4 page with 25 mm margins
TEXT_SIZE = 10

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
    "grid.color": "#E6E6E6",
    "text.parse_math": False,  # a name with two $ in it is a name
    "svg.fonttype": "path",
    "svg.hashsalt": "sv_report",  # the same ids in every run
    "figure.dpi": 100,
}


def use_fonts(files: Iterable[Path]) -> None:
    """Let charts be set in these font files, once; a family that is known already is left as it is."""
    from matplotlib import font_manager

    known = {entry.fname for entry in font_manager.fontManager.ttflist}
    for path in files:
        if str(path) not in known:
            font_manager.fontManager.addfont(path)
