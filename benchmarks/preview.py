"""Time live writing: from saving a narrative to the new page, over HTTP, as a browser has it: `make bench`.

Medians of five; then what a save costs where a figure has changed, and the start. Nothing else should work meanwhile.
"""

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter
from urllib.request import urlopen

from fresh import EDITION, ROOT

from sv_report.previewing import Event, Preview, preview

RUNS = 5
LONG = 600.0


def main() -> None:
    """Print the seconds from saving to the page."""
    with tempfile.TemporaryDirectory() as folder:
        root = made_bench(Path(folder))
        started = perf_counter()
        with preview(EDITION, root=root, browser=False) as running:
            running.after(0, LONG)
            print(f"start to first page: {perf_counter() - started:.2f} s", flush=True)
            narrative = root / "params" / EDITION / "climate.md"
            told("narrative", [saved(running, narrative, lambda text: f"{text}\nMore words.\n") for _ in range(RUNS)])
            data = root / "register" / "deliveries.csv"
            told("row of data", [saved(running, data, one_less) for _ in range(RUNS)])


def made_bench(folder: Path) -> Path:
    """Return a workbench that may be changed, its data in register/."""
    for name in ("params", "templates", "notebooks"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copytree(ROOT / "sv_report" / "data" / "example", folder / "register", ignore=shutil.ignore_patterns("*.py"))
    edition = folder / "params" / f"{EDITION}.yml"
    edition.write_text(edition.read_text("utf-8").replace("data: example ", "data: register "), "utf-8")
    return folder


def one_less(text: str) -> str:
    """Return a table's text without its last row."""
    return text.rstrip("\n").rpartition("\n")[0] + "\n"


def saved(running: Preview, path: Path, edit: Callable[[str], str]) -> tuple[float, Event]:
    """Save a file, and return the seconds until the new page was read, and what was done anew."""
    number, text = running.events[-1].number, edit(path.read_text("utf-8"))
    started = perf_counter()
    path.write_text(text, "utf-8")
    event = running.after(number, LONG)
    with urlopen(running.url) as page:
        page.read()
    if event is None or event.problem:
        raise RuntimeError(f"no page was made: {event}")
    return perf_counter() - started, event


def told(what: str, timed: list[tuple[float, Event]]) -> None:
    """Print the median of some savings, and what the last of them did anew."""
    seconds = [one for one, _ in timed]
    done = ", ".join(timed[-1][1].done)
    print(f"{what} to page: {median(seconds):.2f} s ({min(seconds):.2f} to {max(seconds):.2f}); done anew: {done}")


if __name__ == "__main__":
    main()
