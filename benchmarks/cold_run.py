"""Time cold runs of the example report, each in a fresh process: `make bench`."""

import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).resolve().parent.parent
RUNS = 3


def main() -> None:
    """Print the wall time and the stages of each run."""
    command = [sys.executable, "-m", "sv_report.cli", "run", "2024-02-08", "--verbose", "--engine", "embedded"]
    for number in range(1, RUNS + 1):
        with tempfile.TemporaryDirectory() as folder:
            started = perf_counter()
            ran = subprocess.run([*command, "--out", folder], cwd=ROOT, check=True, capture_output=True, text=True)
            seconds = perf_counter() - started
        stages = [line for line in ran.stderr.splitlines() if line.endswith(" s")]
        print(f"run {number}: {seconds:.2f} s in all; {'; '.join(stages)}", flush=True)


if __name__ == "__main__":
    main()
