"""Social value monitoring data in, a formatted Cabinet report out, every number followed to its rows.

In a notebook: `import sv_report as sv`, then `report = sv.open("2024-02-08")`.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sv_report.exploring.opened import OpenEdition, open  # the name an analyst types: sv.open(…)
    from sv_report.measures.fact import Fact
    from sv_report.params.period import Period

__version__ = "0.1.0"
__all__ = ["Fact", "OpenEdition", "Period", "open"]

_HOMES = {  # loaded when first asked for, so that `sv-report doctor` runs where a package is missing
    "Fact": ("sv_report.measures.fact", "Fact"),
    "OpenEdition": ("sv_report.exploring.opened", "OpenEdition"),
    "Period": ("sv_report.params.period", "Period"),
    "open": ("sv_report.exploring.opened", "open"),
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'sv_report' has no attribute {name!r}")
    home, called = _HOMES[name]
    globals()[name] = getattr(import_module(home), called)
    return globals()[name]


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
