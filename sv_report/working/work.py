"""Work beside whoever asked for it: a process does it, a thread listens to it, and it can be stopped as by Ctrl-C.

Part of working. A notebook's kernel stays free, so that a button answers while a report is made; and several are made
beside each other.
"""

import json
import os
import signal
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from typing import Any

from sv_report.forking.asking import Process, kill_all, start

IS_WINDOWS = sys.platform == "win32"
STOP = getattr(signal, "CTRL_BREAK_EVENT", signal.SIGINT) if IS_WINDOWS else signal.SIGINT
LAST_LINES = 8  # of a process that died: what it said, for whoever looks after the program
GRACE = 15.0  # seconds from asking a process to stop to ending it: a kernel that hangs is given five to end by itself
FAULT = "This is a fault of the program, and not yours."
TELL = "Tell whoever looks after sv_report, and show them run.log."


def nothing(*_: Any) -> None:
    """Do nothing with what is told."""


@dataclass
class Work:
    """A task of `child`; each of the functions is called in the listening thread."""

    task: str
    edition: str
    root: Path
    on_done: Callable[[dict[str, Any]], None]
    on_failed: Callable[[dict[str, Any]], None]
    on_stage: Callable[[str], None] = nothing
    on_stopped: Callable[[list[str]], None] = nothing  # with notes; none where it had to be killed
    options: Mapping[str, Any] = field(default_factory=dict)
    is_stopped: bool = False
    _thread: Thread | None = None
    _process: Process | None = field(default=None, repr=False)

    def start(self) -> "Work":
        """Begin, and return at once."""
        asked = [self.task, self.edition, str(self.root), json.dumps(dict(self.options))]
        self._process = start("sv_report.working.child", asked, cwd=self.root, environment=environment())
        self._thread = Thread(target=self._listen, args=(self._process,), daemon=True)
        self._thread.start()
        return self

    def stop(self) -> None:
        """Ask it to stop; the last good bundle stands."""
        self.is_stopped = True
        if self._process and self._process.poll() is None:
            self._process.send_signal(STOP)

    def end(self, grace: float = GRACE) -> None:
        """Ask it to stop; where it has not within the seconds, kill it and all that it started."""
        self.stop()
        self.wait(grace)
        if self._process and self.is_under_way:
            kill_all(self._process)
            self.wait(grace)

    def wait(self, seconds: float | None = None) -> None:
        """Wait until what came of it has been told."""
        if self._thread:
            self._thread.join(seconds)

    @property
    def is_under_way(self) -> bool:
        """Whether it has not ended."""
        return self._thread is not None and self._thread.is_alive()

    def _listen(self, process: Process) -> None:
        errors: list[str] = []
        aside = Thread(target=errors.extend, args=(process.stderr or [],), daemon=True)
        aside.start()
        last: dict[str, Any] = {}
        for line in process.stdout or ():
            said = read_line(line)
            if stage := said.get("stage"):
                self.on_stage(stage)
            if "done" in said:  # all is written: nobody waits until the process has ended, too
                self.on_done(said["done"])
            last = said or last
        code = process.wait()
        aside.join()
        if "done" not in last:
            self._tell(last, "".join(errors[-LAST_LINES:]), code)

    def _tell(self, last: dict[str, Any], errors: str, code: int | None) -> None:
        if self.is_stopped or "stopped" in last:
            self.on_stopped(last.get("notes", []))
        else:
            failed = last.get("failed") or {"fault": True, "message": how_it_died(code), "notes": [], "code": 1}
            self.on_failed(as_fault(failed, errors) if failed.get("fault") else failed)


def read_line(line: str) -> dict[str, Any]:
    """Return what a line of the process says; nothing where it is another program's print."""
    try:
        said = json.loads(line)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def how_it_died(code: int | None) -> str:
    """Return how a process ended that said nothing of it, by its exit code."""
    if code is None or code >= 0:
        return f"it ended without a word, with the code {code}"
    return f"its process was killed ({signal.Signals(-code).name}); the machine may have run out of memory"


def as_fault(failed: dict[str, Any], errors: str) -> dict[str, Any]:
    """Return a fault of the program in words for an officer; the traceback stays in run.log."""
    remedy = TELL if failed["notes"] or not errors else f"{TELL} It said: {errors.strip().splitlines()[-1]}"
    record = {"severity": "error", "message": failed["message"], "where": {}, "remedy": remedy}
    return {"message": FAULT, "findings": [record], "notes": failed["notes"], "code": failed["code"]}


def environment() -> dict[str, str]:
    """Return this process's environment for a child: without what belongs to a notebook's kernel."""
    own = {"PYTHONIOENCODING": "utf-8"}
    return {name: value for name, value in os.environ.items() if name not in ("MPLBACKEND", "JPY_PARENT_PID")} | own
