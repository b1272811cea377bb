"""Ctrl-C that Python dropped still stops the run before its next stage."""

import signal
import subprocess
import sys

DROPPED = """
import os, signal
from sv_report.progress import Progress, heed_interrupts
heed_interrupts()
progress = Progress(lambda stage: print(stage, flush=True))
with progress.stage("data"):
    try:
        os.kill(os.getpid(), signal.SIGINT)
        for _ in range(10**7): pass
    except KeyboardInterrupt:
        pass  # as where it lands in a callback
with progress.stage("release"):
    print("sealed")
"""


def test_an_interrupt_that_was_dropped_stops_the_run_before_the_next_stage() -> None:
    done = subprocess.run([sys.executable, "-c", DROPPED], capture_output=True, text=True, check=False)
    assert done.stdout == "data\n"
    assert done.returncode in (-signal.SIGINT, 130, 1)
    assert "KeyboardInterrupt" in done.stderr
