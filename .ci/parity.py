"""Compare the two engines on the example reports and the sample: `make parity`.

Each manuscript is made once and rendered by Quarto and by the embedded engine. What differs in text, order, headings,
captions, numbers, links, text alternatives, tables and pages is printed by file and place. Where there is no Quarto
the embedded engine is compared with itself, which proves no more than that the reading is steady.
"""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from sv_report.errors import RenderError  # noqa: E402
from sv_report.render import FORMATS, choose_engine, furnish, render  # noqa: E402
from sv_report.render.engine import Engine  # noqa: E402
from tests.reading.parity import KNOWN, compared, copied, lines  # noqa: E402

SAMPLE = ROOT / "tests" / "render" / "sample"
EDITIONS = ("2024-02-08", "2023-12-07", "2024-02-08-policy")
MOMENT = datetime(2024, 1, 31, tzinfo=UTC)


def other_engine() -> Engine:
    """Return Quarto where it is installed, else the embedded engine a second time."""
    try:
        return choose_engine("quarto")
    except RenderError as absent:
        print(f"Quarto is absent: {absent}")
        print("So the embedded engine is compared with itself: this tests the reading, and nothing of Quarto.")
        return choose_engine("embedded")


def manuscripts(work: Path) -> Iterator[tuple[str, Path]]:
    """Yield the folders that hold a manuscript, with their names: the sample, and each copy of each edition."""
    yield "sample", SAMPLE
    for edition in EDITIONS:
        command = [sys.executable, "-m", "sv_report", "run", edition, "--engine", "embedded", "--out", str(work)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        if done.returncode:
            raise SystemExit(f"the edition {edition} could not be made:\n{done.stderr}")
        for manuscript in sorted((work / edition).glob("*/report.qmd")):
            yield f"{edition}/{manuscript.parent.name}", manuscript.parent


def rendered(folder: Path, target: Path, engine: Engine) -> Path:
    """Return a folder in which an engine has rendered a copy of a manuscript."""
    copied(folder, target)
    furnish(target, ROOT / "templates")
    render(target, FORMATS, engine, MOMENT)
    return target


def main() -> int:
    """Compare all of them; return 1 where something differs that is not known."""
    engines = (choose_engine("embedded"), other_engine())
    names = " and ".join(f"{engine.name} ({engine.version})" for engine in engines)
    print(f"Compared: {names}")
    found = 0
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        for name, manuscript in manuscripts(work / "outputs"):
            ours, theirs = (
                rendered(manuscript, work / f"{place}" / name, engine) for place, engine in enumerate(engines)
            )
            results = [compared(ours / f"report.{each}", theirs / f"report.{each}") for each in FORMATS]
            print("\n".join(lines(name, results)), flush=True)
            found += sum(len(result.differences) for result in results)
    print("Known to remain: " + " ".join(f"{known.format}, {known.kind}: {known.reason}" for known in KNOWN))
    print(f"{found} differences that are not known." if found else "No difference that is not known.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
