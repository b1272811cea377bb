"""How charts look: the Analysis Function's palette, sober axes, room for direct labels.

Exhibits stage. Colours are those of the Government Analysis Function's categorical palette, in its order
(analysisfunction.civilservice.gov.uk, data visualisation: colours).
"""

from typing import Any

DARK_BLUE, TURQUOISE, DARK_PINK, ORANGE = "#12436D", "#28A197", "#801650", "#F46A25"
TEXT, RULE = "#3D3D3D", "#BFBFBF"
WIDTH = 6.3  # inches: the text width of an A4 page with 25 mm margins
TEXT_SIZE = 10

RC: Any = {
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],  # carried by matplotlib itself, so that a chart is the same everywhere
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
    "svg.fonttype": "path",
    "svg.hashsalt": "sv_report",  # the same ids in every run
    "figure.dpi": 100,
}
