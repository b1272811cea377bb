"""Print what a run spends its time on, part by part: when each begins and ends, and its thread's own processor time.

The run is made in this process, which has made it before, with kernels forked from a nursery: as the form and a batch
have it. The parts of the third run are shown; what runs at the same time stands side by side. `EDITION` and `--root`
name another edition or workbench.
"""

import argparse
import functools
import importlib
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter, thread_time
from typing import Any, NamedTuple

from fresh import EDITION, ROOT

from sv_report import pipeline
from sv_report.forking.keeping import RUN, warm

RUNS, WIDTH = 3, 60
PARTS = {  # by the module that calls each
    "sv_report.pipeline": (
        "figures_of", "copies_of", "furnish", "render", "check_report",
        "write_quality_page", "describe", "secrets_of", "seal",
    ),
    "sv_report.beside": ("begin_workbook", "Workbooks._finish"),
    "sv_report.manuscript.making": ("hand_over", "execute", "write_facts", "_trace_ahead", "read_manuscript"),
    "sv_report.manuscript.export": ("sources_of_figures",),
    "sv_report.render.embedded": ("_make_docx", "_make_html", "_make_pdf", "_pandoc"),
    "sv_report.render.docx": ("finish",),
    "sv_report.render.pdf": ("finish",),
}  # fmt: skip


class Span(NamedTuple):
    """A part of a run: when it began and ended on the clock, and its thread's own processor time, in seconds."""

    began: float
    ended: float
    cpu: float
    name: str


def timed(part: Callable[..., Any], name: str, spans: list[Span]) -> Callable[..., Any]:
    """Return a function that does the same and adds its span."""

    @functools.wraps(part)
    def called(*arguments: Any, **named: Any) -> Any:
        began, used = perf_counter(), thread_time()
        try:
            return part(*arguments, **named)
        finally:
            spans.append(Span(began, perf_counter(), thread_time() - used, name))

    return called


def watch(spans: list[Span]) -> None:
    """Put the parts under watch, wherever they have been imported to."""
    for module_name, names in PARTS.items():
        module = importlib.import_module(module_name)
        for name in names:
            *owner, last = name.split(".")
            place = functools.reduce(getattr, owner, module)
            part = getattr(place, last)
            watched = timed(part, f"{module_name.rsplit('.', 1)[-1]}.{name}", spans)
            for known in [place, *sys.modules.values()]:
                for called, value in list(vars(known).items()) if hasattr(known, "__dict__") else ():
                    if value is part:
                        setattr(known, called, watched)


def tell(spans: list[Span], began: float, ended: float) -> None:
    """Print the spans as bars along the run."""
    whole = ended - began
    print(f"a warm run of {whole:.2f} s\n{'part':34} {'began':>6} {'took':>6} {'cpu':>6}")
    for span in sorted(spans):
        start, took = span.began - began, span.ended - span.began
        bar = " " * round(start / whole * WIDTH) + "█" * max(1, round(took / whole * WIDTH))
        print(f"{span.name:34} {start:6.2f} {took:6.2f} {span.cpu:6.2f}  {bar}")


def main() -> None:
    """Print the timeline."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("edition", nargs="?", default=EDITION)
    parser.add_argument("--root", type=Path, default=ROOT)
    asked = parser.parse_args()
    spans: list[Span] = []
    watch(spans)
    with tempfile.TemporaryDirectory() as folder, warm(*RUN):
        for number in range(RUNS):
            spans.clear()
            began = perf_counter()
            pipeline.run(asked.edition, root=asked.root, out=Path(folder) / str(number), engine="embedded")
            ended = perf_counter()
    tell(spans, began, ended)


if __name__ == "__main__":
    main()
