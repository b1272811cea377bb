"""Time one report, cold and warm, beside what a person would do instead, and the floor of the two: `make bench`.

- cold: `sv-report run` with the embedded engine, in a process of its own;
- warm: the same command forked from a nursery, as JupyterLab's form and a batch make it;
- warm, Quarto: the same with Quarto, where it is here;
- by hand: the papermill command on the notebook, then `quarto render` where Quarto is here, else the pandoc commands
  that the extension asks for and Typst; without data quality, disclosure, sources, workbook, checks and sealing;
- floor: Pandoc's writers on what the filter has made, Typst's compile, the charts' drawing and the figures' queries,
  each alone, in a process that has loaded all of it.

Each but the floor executes the notebook and writes every format: no step is taken from an earlier run, but the tables
of the data, which all of them read from where they are kept. Turn by turn, so that a busy moment of the machine falls
on all; medians are printed. One more run of each is for the memory alone: the most that all its processes held at a
time, what they share counted for each; and the same of each stage.
"""

import argparse
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from functools import partial
from itertools import pairwise
from pathlib import Path
from statistics import median
from time import perf_counter

from fresh import BETWEEN, EDITION, ROOT, Ran, run, watched

from sv_report.forking.asking import ADDRESS, start
from sv_report.forking.keeping import RUN, warm

RUNS = 5
MOMENT = datetime(2024, 1, 31, tzinfo=UTC)
COMPILED = """import sys, time, typst
began = time.perf_counter()
typst.compile(sys.argv[1], root=sys.argv[2], font_paths=[sys.argv[3]])
print(time.perf_counter() - began)"""
TYPST = "import sys, typst; typst.compile(sys.argv[1], output=sys.argv[2], font_paths=[sys.argv[3]], root='.')"
KEEP = 'function Pandoc(doc) io.open("{}.json", "w"):write(pandoc.write(doc, "json")):close() end'
STAGE = re.compile(r"^(\w+) ([\d.]+) s$", re.MULTILINE)
BEGINS = re.compile(r"\[\d/\d\] (\w+)")  # as a run says which stage begins
Timed = dict[str, list[Ran]]


# ---- what is timed -------------------------------------------------------------------------------
def cold(out: Path, look: float | None = None) -> Ran:
    """Make the report by the command, with no nursery at hand."""
    address = os.environ.pop(ADDRESS, None)
    try:
        return run([sys.executable, "-m", "sv_report", *asked(out)], between=look)
    finally:
        if address:
            os.environ[ADDRESS] = address


def forked(out: Path, look: float | None = None, by: str = "embedded") -> Ran:
    """Make the report by the command, forked from the nursery at hand."""
    begin = partial(start, "sv_report.__main__", asked(out, by), cwd=ROOT, environment=os.environ)
    return watched(begin, between=look)


def asked(out: Path, by: str = "embedded") -> list[str]:
    """Return what the command is asked for."""
    return ["run", EDITION, "--verbose", "--engine", by, "--out", str(out)]


def engine() -> str:
    """Return by which engine a person would set the pages by hand."""
    return "quarto" if shutil.which("quarto") else "embedded"


def by_hand(out: Path, look: float | None = None, *, manuscript: Path) -> Ran:
    """Execute the notebook by papermill's command, and set a manuscript by the engine's."""
    out.mkdir(parents=True)
    notebook = ROOT / "notebooks" / "cabinet_report.ipynb"
    papermill = [sys.executable, "-m", "papermill", str(notebook), str(out / "out.ipynb"), "-p", "edition", EDITION]
    folder = out / "by_hand"
    shutil.copytree(manuscript, folder)
    several = [run([*papermill, "--cwd", str(notebook.parent)], between=look)]
    several += [run(each, cwd=folder, between=look) for each in typeset()]
    return Ran(sum(one.seconds for one in several), course=tuple(seen for one in several for seen in one.course))


def typeset() -> list[list[str]]:
    """Return the commands that make the three formats of report.qmd in this folder."""
    if engine() == "quarto":
        return [["quarto", "render", "report.qmd", "--to", f"cabinet-{each}"] for each in ("docx", "typst", "html")]
    return [*(pandoc(each, f"report.{ending}") for each, ending in ENDINGS.items()), typst()]


ENDINGS = {"docx": "docx", "html": "html", "pdf": "typ"}


def pandoc(each: str, output: str) -> list[str]:
    """Return Pandoc's command for a format, as the embedded engine gives it."""
    import pypandoc

    from sv_report.render.embedded import _COMMON, _WRITERS

    return [pypandoc.get_pandoc_path(), "report.qmd", *_COMMON, *_WRITERS[each], f"--output={output}"]


def typst() -> list[str]:
    """Return the command that compiles report.typ."""
    return [sys.executable, "-c", TYPST, "report.typ", "by_typst.pdf", "_extensions/cabinet/fonts"]


# ---- the floor -----------------------------------------------------------------------------------
def floor(manuscript: Path, folder: Path) -> Mapping[str, Callable[[], object]]:
    """Return the least that a report asks for, each part ready to be timed alone."""
    from sv_report.exhibits.chart import Chart
    from sv_report.exhibits.records import NAMES, build
    from sv_report.manuscript import figures_of, open_report
    from sv_report.render.embedded import EXTENSION

    shutil.copytree(manuscript, folder)
    for each, ending in ENDINGS.items():
        _filtered(each, ending, folder)
    report = open_report(EDITION, root=ROOT)
    charts = [chart for name in NAMES if isinstance(chart := build(name, report.figures), Chart)]
    parts: dict[str, Callable[[], object]] = {
        f"Pandoc's writer of {ending}": lambda each=each, ending=ending: _written(each, ending, folder)
        for each, ending in ENDINGS.items()
    }
    parts["Typst's compile"] = lambda: _compiled(folder, folder / EXTENSION / "fonts")
    parts["the charts' drawing"] = lambda: [chart.images(report.edition.profile.style) for chart in charts]
    parts["the figures' queries"] = lambda: figures_of(report.edition, report.tables)
    return parts


def _compiled(folder: Path, fonts: Path) -> float:
    """Return what Typst's compile takes in a process that has loaded it, and has not compiled the same before."""
    command = [sys.executable, "-c", COMPILED, str(folder / "report.typ"), str(folder), str(fonts)]
    return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def _filtered(each: str, ending: str, folder: Path) -> None:
    """Write what the filter makes of the manuscript for a format, as JSON, and the file itself."""
    (folder / "keep.lua").write_text(KEEP.format(each), "utf-8")
    subprocess.run([*pandoc(each, f"report.{ending}"), "--lua-filter=keep.lua"], cwd=folder, check=True)


def _written(each: str, ending: str, folder: Path) -> None:
    """Write a format from what the filter made."""
    command = [one for one in pandoc(each, f"floor.{ending}") if not one.startswith(("--from", "--lua-filter"))]
    command[1] = f"{each}.json"
    subprocess.run([*command, "--from=json"], cwd=folder, check=True)


# ---- turn by turn --------------------------------------------------------------------------------
def compare(runs: int) -> None:
    """Print the medians of each, and the ratios between them."""
    parts: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as temporary, warm(*RUN):
        folder = Path(temporary)
        cold(folder / "made")  # which also keeps the tables of the data
        manuscript = folder / "made" / EDITION / "public"
        least = floor(manuscript, folder / "floor")
        ways: dict[str, Callable[[Path, float | None], Ran]] = {"cold": cold, "warm": forked}
        if engine() == "quarto":
            ways["warm, Quarto"] = partial(forked, by="quarto")
        ways["by hand"] = partial(by_hand, manuscript=manuscript)
        timed: Timed = {name: [] for name in ways}
        for number in range(runs):
            for name, way in ways.items():
                timed[name].append(way(folder / str(number) / name, None))
            for name, part in least.items():
                parts.setdefault(name, []).append(seconds_of(part))
            shutil.rmtree(folder / str(number))
        held = {name: way(folder / "held" / name, BETWEEN) for name, way in ways.items()}
    introduce(runs)
    tell(timed, held, parts)


def seconds_of(part: Callable[[], object]) -> float:
    """Return how long a part takes, or what it says that it took."""
    started = perf_counter()
    said = part()
    return said if isinstance(said, float) else perf_counter() - started


def introduce(runs: int) -> None:
    """Print what is compared, and where."""
    print(f"One report ({EDITION}), medians of {runs}; by hand: {engine()}; Python {platform.python_version()}, "
          f"{os.cpu_count()} cores, {datetime.now(UTC):%Y-%m-%d}")  # fmt: skip


def tell(timed: Timed, held: Mapping[str, Ran], parts: Mapping[str, list[float]]) -> None:
    """Print seconds and memory, in all and by stage, the parts of the floor, and the ratios that are the goals."""
    took = {name: median(one.seconds for one in several) for name, several in timed.items()}
    for name, several in timed.items():
        print(f"  {name:12} {took[name]:6.2f} s  {held[name].megabytes:5.0f} MB")
        stages = [dict(STAGE.findall(one.log)) for one in several]
        memory = dict(held_by_stage(held[name]))
        for stage in stages[0]:
            seconds = median(float(one[stage]) for one in stages)
            print(f"    {stage:10} {seconds:6.2f} s  {memory.get(stage, 0):5.0f} MB")
    took["floor"] = sum(map(median, parts.values()))
    print(f"  {'floor':12} {took['floor']:6.2f} s")
    for name, several in parts.items():
        print(f"    {name:26} {median(several):6.2f} s")
    goal = (1 / 4, 1 / 10) if engine() == "quarto" else (1 / 2, 1 / 4)
    for name, most in zip(("cold", "warm"), goal, strict=True):
        print(f"  {name} / by hand: {took[name] / took['by hand']:.2f} (goal: {most:.2f} or less)")
    print(f"  warm / floor: {took['warm'] / took['floor']:.2f} (goal: 1.50 or less)")


def held_by_stage(ran: Ran) -> Iterator[tuple[str, float]]:
    """Yield the stages of a run with the most memory that was seen in each."""
    began = [(at, found[1]) for at, line in ran.logged if (found := BEGINS.match(line))]
    for (first, stage), (last, _) in pairwise([*began, (ran.seconds, "")]):
        yield stage, max((held for at, held in ran.course if first <= at <= last), default=0.0)


def main() -> None:
    """Print the comparison."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=RUNS)
    compare(parser.parse_args().runs)


if __name__ == "__main__":
    main()
