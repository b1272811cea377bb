"""Time the form: from pressing *Make the report* to the pages being in it, without a browser: `make bench`.

Medians of five, the data read and kept before. Nothing else should work meanwhile.
"""

import shutil
import tempfile
from pathlib import Path
from statistics import median
from threading import Event
from time import perf_counter

from fresh import EDITION, ROOT

from sv_report.forking.keeping import RUN, warm
from sv_report.lab import Form

RUNS = 5
LONG = 600.0


def main() -> None:
    """Print the seconds from the button to the pages."""
    with tempfile.TemporaryDirectory() as folder, warm(*RUN):  # as inside `sv-report lab`
        form = Form(made_bench(Path(folder)))
        form.choosing.editions.value = EDITION
        if facts := form.writing.facts.work:
            facts.wait(LONG)
        print(f"first report to pages: {made(form):.2f} s", flush=True)
        seconds = [made(form) for _ in range(RUNS)]
        print(f"run to pages in the form: {median(seconds):.2f} s ({min(seconds):.2f} to {max(seconds):.2f})")


def made_bench(folder: Path) -> Path:
    """Return a workbench in which nothing has been made."""
    for name in ("params", "templates", "notebooks"):
        shutil.copytree(ROOT / name, folder / name)
    return folder


def made(form: Form) -> float:
    """Press the button, and return the seconds until the pages of the new report are in the form."""
    there = Event()

    def note(change: dict[str, str]) -> None:
        if "<iframe" in change["new"]:
            there.set()

    form.making.pages.observe(note, "value")
    started = perf_counter()
    form.making.start("run")
    is_there = there.wait(LONG)
    seconds = perf_counter() - started
    form.making.pages.unobserve(note, "value")
    if form.making.work:
        form.making.work.wait(LONG)
    if not is_there:
        raise RuntimeError(f"no report was made: {form.making.said.value}")
    return seconds


if __name__ == "__main__":
    main()
