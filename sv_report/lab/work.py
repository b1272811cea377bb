"""Work beside the form: a process does it, a thread listens to it, and it can be stopped as by Ctrl-C.

Part of the form. The kernel stays free, so that a button answers while a report is made.
"""

import json
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from typing import Any

from sv_report.forking.asking import Process, start
from sv_report.lab.words import FAULT, TELL

IS_WINDOWS = sys.platform == "win32"
STOP = getattr(signal, "CTRL_BREAK_EVENT", signal.SIGINT) if IS_WINDOWS else signal.SIGINT
LAST_LINES = 8  # of a process that died: what it said, for whoever looks after the program


def nothing(_: Any) -> None:
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
    on_stopped: Callable[[], None] = lambda: None
    is_stopped: bool = False
    _thread: Thread | None = None
    _process: Process | None = field(default=None, repr=False)

    def start(self) -> "Work":
        """Begin, and return at once."""
        asked = [self.task, self.edition, str(self.root)]
        self._process = start("sv_report.lab.child", asked, cwd=self.root, environment=environment())
        self._thread = Thread(target=self._listen, args=(self._process,), daemon=True)
        self._thread.start()
        return self

    def stop(self) -> None:
        """Ask it to stop; the last good bundle stands."""
        self.is_stopped = True
        if self._process and self._process.poll() is None:
            self._process.send_signal(STOP)

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
            last = said or last
        process.wait()
        aside.join()
        self._tell(last, "".join(errors[-LAST_LINES:]))

    def _tell(self, last: dict[str, Any], errors: str) -> None:
        if "done" in last:
            self.on_done(last["done"])
        elif self.is_stopped or "stopped" in last:
            self.on_stopped()
        else:
            failed = last.get("failed") or {"fault": True, "message": "it ended without a word", "notes": []}
            self.on_failed(as_fault(failed, errors) if failed.get("fault") else failed)


def read_line(line: str) -> dict[str, Any]:
    """Return what a line of the process says; nothing where it is another program's print."""
    try:
        said = json.loads(line)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def as_fault(failed: dict[str, Any], errors: str) -> dict[str, Any]:
    """Return a fault of the program in words for an officer; the traceback stays in run.log."""
    remedy = TELL if failed["notes"] or not errors else f"{TELL} It said: {errors.strip().splitlines()[-1]}"
    record = {"severity": "error", "message": failed["message"], "where": {}, "remedy": remedy}
    return {"message": FAULT, "findings": [record], "notes": failed["notes"]}


def environment() -> dict[str, str]:
    """Return this process's environment for a child: without what belongs to a notebook's kernel."""
    own = {"PYTHONIOENCODING": "utf-8"}
    return {name: value for name, value in os.environ.items() if name not in ("MPLBACKEND", "JPY_PARENT_PID")} | own
