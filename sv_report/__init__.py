"""Social value monitoring data in, a formatted Cabinet report out, every number followed to its rows.

In a notebook: `import sv_report as sv`, then `report = sv.open("2024-02-08")`.
"""

from sv_report.exploring.opened import OpenEdition, open  # the name an analyst types: sv.open(…)
from sv_report.measures.fact import Fact
from sv_report.params.period import Period

__version__ = "0.1.0"
__all__ = ["Fact", "OpenEdition", "Period", "open"]
