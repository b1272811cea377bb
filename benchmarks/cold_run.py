"""Time cold runs of the example report, each in a fresh process: `make bench`."""

import sys
import tempfile

from fresh import EDITION, run

RUNS = 3


def main() -> None:
    """Print the wall time, the memory and the stages of each run."""
    command = [sys.executable, "-m", "sv_report.cli", "run", EDITION, "--verbose", "--engine", "embedded"]
    for number in range(1, RUNS + 1):
        with tempfile.TemporaryDirectory() as folder:
            ran = run([*command, "--out", folder])
        stages = [line for line in ran.log.splitlines() if line.endswith(" s")]
        print(f"run {number}: {ran.seconds:.2f} s in all, {ran.megabytes:.0f} MB; {'; '.join(stages)}", flush=True)


if __name__ == "__main__":
    main()
