"""Time batches of invented councils' reports, in all three formats: `make bench`, or this file with --editions and -j.

Each batch begins with nothing made and nothing kept; then the same command again, which finds all unchanged. Printed
are the seconds in all and a report, the processors' own, and the memory of all processes together, what they share
counted once: its most, and its middle in each quarter of the batch, so that one that grows is seen.
"""

import argparse
import json
import sys
import tempfile
from pathlib import Path
from statistics import median, quantiles

from fresh import ROOT, Ran, run

EDITIONS = (1, 10, 100)
BETWEEN = 0.5  # seconds: the memory that processes share is slow to count


def main() -> None:
    """Print the figures of each number of editions."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--editions", type=int, nargs="+", default=EDITIONS)
    parser.add_argument("-j", "--jobs", type=int, default=2)
    parser.add_argument("--formats", default="docx,pdf,html")
    chosen = parser.parse_args()
    for editions in chosen.editions:
        with tempfile.TemporaryDirectory() as folder:
            bench = Path(folder) / "bench"
            program = [sys.executable, "-m", "sv_report"]
            run([*program, "scale-example", str(editions), "--to", str(bench), "--root", str(ROOT)])
            batch = [*program, "batch", "params/*.yml", "-j", str(chosen.jobs), "--formats", chosen.formats]
            command = [*batch, "--engine", "embedded", "--json", "--root", str(bench)]
            say(editions, "made", run(command, is_shared=True, between=BETWEEN))
            say(editions, "unchanged", run(command, is_shared=True, between=BETWEEN))


def say(editions: int, state: str, ran: Ran) -> None:
    """Print what a batch took. Raises SystemExit where a report is not as it should be."""
    done = json.loads(ran.said)["editions"]
    if [one["state"] for one in done] != [state] * editions:
        raise SystemExit(f"not all are {state}: {ran.said}")
    each = [one["seconds"] for one in done]
    middle, most = (quantiles(each, n=20)[at] if editions > 1 else each[0] for at in (9, 18))
    held = [megabytes for _, megabytes in ran.course]
    quarter = max(1, len(held) // 4)
    course = ", ".join(f"{median(held[at : at + quarter]):.0f}" for at in range(0, 4 * quarter, quarter) if held[at:])
    print(f"{editions:4} {state:9} {ran.seconds:8.1f} s in all, {ran.seconds / editions:6.2f} s a report")
    of_each = f"each by itself {middle:.1f} s, 19 of 20 within {most:.1f} s; {ran.cpu / editions:.1f} s of CPU a report"
    print(f"{'':14} {of_each}")
    print(f"{'':14} {ran.megabytes:.0f} MB at most; by quarters of the batch {course} MB", flush=True)


if __name__ == "__main__":
    main()
