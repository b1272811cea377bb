"""Time the rendering of the example edition's manuscript: `make bench`, or this file with --runs.

Each format alone, the workbook, and all four as a run makes them (the workbook beside the engine), in each engine that
is here; and plain Pandoc, with none of our filter, templates and styles, as what a person would use instead. Each task
runs in a process of its own, turn by turn with the others; imports and copying are not timed. Medians are printed, of
the time on the clock and of the processors' time, which other work on the machine lengthens less; and the most memory
that a process and all it started held at one time, imports included.
"""

import argparse
import os
import pickle
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import NamedTuple

from fresh import EDITION, ROOT, run

RUNS = 5
SELDOM = 0.1  # seconds from one look at a task's memory to the next
MOMENT = datetime(2024, 1, 31, tzinfo=UTC)
FORMATS = {"docx": "cabinet-docx", "html": "cabinet-html", "pdf": "cabinet-typst"}
WORKBOOK, ALL = "xlsx", "all"
ENGINES = ("embedded", "quarto")
PLAIN = ("docx", "html")  # what Pandoc makes by itself


class Took(NamedTuple):
    """What a task took: seconds on the clock, of the processors, and megabytes at most."""

    seconds: float
    worked: float
    megabytes: float


def make(folder: Path) -> None:
    """Write the edition's manuscript and what its workbook is made of."""
    from sv_report.manuscript import open_report
    from sv_report.render.cover import cover_of

    run([sys.executable, "-m", "sv_report.cli", "run", EDITION, "--engine", "embedded", "--out", str(folder / "out")])
    source = folder / "out" / EDITION / "public"
    (folder / "manuscript").mkdir()
    shutil.copy(source / "report.qmd", folder / "manuscript")
    shutil.copytree(source / "media", folder / "manuscript" / "media")
    report = open_report(EDITION, root=ROOT)
    written = (cover_of(report), report.shown_tables(), report.facts)
    (folder / "workbook").write_bytes(pickle.dumps(written))


def run_task(engine: str, what: str, folder: Path) -> None:
    """Make a file, or all, and print the seconds that it took, on the clock and of the processors."""
    with tempfile.TemporaryDirectory() as temporary:
        copy = Path(temporary) / "manuscript"
        shutil.copytree(folder / "manuscript", copy)
        task = plain_pandoc(what, copy) if engine == "plain" else ours(engine, what, copy, folder)
        started, worked = perf_counter(), sum(os.times()[:4])
        task()
        print(perf_counter() - started, sum(os.times()[:4]) - worked)


def ours(engine: str, what: str, copy: Path, folder: Path) -> Callable[[], object]:
    """Return what makes a file of ours, or all of them."""
    from sv_report.render import book, choose_engine, furnish, render, workbook

    if what in (WORKBOOK, ALL):
        written = pickle.loads((folder / "workbook").read_bytes())
        book.load()
    typesetter = choose_engine(engine)  # type: ignore[arg-type]
    formats = tuple(FORMATS) if what == ALL else (what,)
    if what != WORKBOOK:
        _keep(copy / "report.qmd", formats)
        furnish(copy, ROOT / "templates", formats)

    def write() -> None:
        workbook.write_workbook(copy / "tables.xlsx", *written, MOMENT)

    def typeset() -> object:
        return render(copy, formats, typesetter, MOMENT)

    def both() -> None:
        with ThreadPoolExecutor(1) as beside:
            waiting = beside.submit(write)
            typeset()
            waiting.result()

    tasks: dict[str, Callable[[], object]] = {WORKBOOK: write, ALL: both}
    return tasks.get(what, typeset)


def _keep(manuscript: Path, formats: tuple[str, ...]) -> None:
    """Leave these formats in the manuscript's front matter, of which Quarto makes all."""
    text = manuscript.read_text("utf-8")
    for each, name in FORMATS.items():
        if each not in formats:
            text = re.sub(rf"^  {name}: default\n", "", text, count=1, flags=re.MULTILINE)
    manuscript.write_text(text, "utf-8")


def plain_pandoc(what: str, copy: Path) -> Callable[[], object]:
    """Return what makes a file with Pandoc alone."""
    import pypandoc

    command = [pypandoc.get_pandoc_path(), "report.qmd", "--standalone", "--embed-resources", f"--output=plain.{what}"]
    return lambda: subprocess.run(command, cwd=copy, check=True, capture_output=True)


def measured(engine: str, what: str, folder: Path) -> Took:
    """Run a task in a fresh process; return what it took."""
    ran = run([sys.executable, __file__, "--task", engine, what, "--folder", str(folder)], between=SELDOM)
    seconds, worked = map(float, ran.said.split())
    return Took(seconds, worked, ran.megabytes)


def compare(runs: int) -> None:
    """Print the medians of each task, and how many times all four together it takes."""
    engines = [engine for engine in ENGINES if engine == "embedded" or shutil.which("quarto")]
    tasks = [(engine, what) for engine in engines for what in (*FORMATS, ALL)]
    tasks += [("embedded", WORKBOOK), *(("plain", what) for what in PLAIN)]
    figures: dict[tuple[str, str], list[Took]] = {task: [] for task in tasks}
    with tempfile.TemporaryDirectory() as folder:
        make(Path(folder))
        for _ in range(runs):
            for task in tasks:  # turn by turn, so that a busy moment of the machine falls on all
                figures[task].append(measured(*task, Path(folder)))
    _introduce(runs, engines)
    together = median(one.seconds for one in figures["embedded", ALL])
    for (engine, what), several in figures.items():
        seconds, worked = median(one.seconds for one in several), median(one.worked for one in several)
        peak = max(one.megabytes for one in several)
        name = "workbook" if what == WORKBOOK else f"{engine}, {what}"
        print(
            f"  {name:16} {seconds:6.2f} s  {worked:6.2f} s of processors  {peak:5.0f} MB  "
            f"{seconds / together:5.2f} × all, embedded",
            flush=True,
        )


def _introduce(runs: int, engines: list[str]) -> None:
    import pypandoc

    versions = [f"Python {platform.python_version()}", f"Pandoc {pypandoc.get_pandoc_version()}"]
    versions += [f"{name} {version(name)}" for name in ("typst", "gptables", "XlsxWriter")]
    if "quarto" in engines:
        versions.append(f"Quarto {run(['quarto', '--version']).said.strip()}")
    print(f"Rendering of {EDITION}, {runs} runs; {', '.join(versions)}")
    if "quarto" not in engines:
        print("  Quarto is absent: the embedded engine alone")


def main() -> None:
    """Print the figures, or run one task."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=RUNS)
    parser.add_argument("--task", nargs=2, metavar=("ENGINE", "WHAT"))
    parser.add_argument("--folder", type=Path)
    chosen = parser.parse_args()
    if chosen.task:
        engine, what = chosen.task
        run_task(engine, what, chosen.folder)
    else:
        compare(chosen.runs)


if __name__ == "__main__":
    main()
