"""What the benchmarks of whole commands share: a command run in a process of its own, timed, or its memory watched.

Not both at once, where the time is to be compared: looking at the memory takes a third of a core.
"""

import subprocess
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Event
from time import perf_counter
from typing import IO

import psutil

from sv_report.forking.asking import Process

ROOT = Path(__file__).resolve().parent.parent
EDITION = "2024-02-08"
BETWEEN = 0.02  # seconds from one look at the memory to the next, where it is looked at


@dataclass(frozen=True)
class Ran:
    """What a command took: seconds on the clock, and the processors' (0 on Windows); what it printed, and its log.

    `course` is the memory that it and all it started held, in MB, each time it was looked at, with the seconds from the
    start; `logged` has each line of the log, with its seconds.
    """

    seconds: float
    said: str = ""
    logged: tuple[tuple[float, str], ...] = ()
    course: tuple[tuple[float, float], ...] = ()
    cpu: float = 0.0

    @property
    def log(self) -> str:
        """The lines of the log."""
        return "".join(line for _, line in self.logged)

    @property
    def megabytes(self) -> float:
        """The most memory that was seen at one time."""
        return max((held for _, held in self.course), default=0.0)


def run(command: Sequence[str], *, cwd: Path = ROOT, is_shared: bool = False, between: float | None = None) -> Ran:
    """Run a command in the project's folder, or another. Raises CalledProcessError where it fails."""
    pipe = subprocess.PIPE
    begin = partial(subprocess.Popen, command, cwd=cwd, stdout=pipe, stderr=pipe, text=True)
    return watched(begin, is_shared=is_shared, between=between)


def watched(begin: Callable[[], Process], *, is_shared: bool = False, between: float | None = None) -> Ran:
    """Begin a process whose streams are pipes of text, and wait for it. Raises CalledProcessError where it fails.

    Its memory is looked at every `between` seconds, if any. What forked processes share is counted once where
    `is_shared` (Linux), else for each of them.
    """
    started, used = perf_counter(), _cpu()
    process = begin()
    done = Event()
    with ThreadPoolExecutor(2) as beside:
        log = beside.submit(_timed_lines, process.stderr, started)
        course = beside.submit(_watch, process.pid, done, started, is_shared, between) if between else None
        said = process.stdout.read() if process.stdout else ""
        process.wait()
        seconds = perf_counter() - started
        done.set()
    ran = Ran(seconds, said, log.result(), course.result() if course else (), _cpu() - used)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, getattr(process, "args", "forked"), said, ran.log)
    return ran


def _timed_lines(stream: IO[str] | None, started: float) -> tuple[tuple[float, str], ...]:
    return tuple((perf_counter() - started, line) for line in stream or ())


def _cpu() -> float:
    """Return the processors' seconds of all processes that this one has waited for, and that they have."""
    if sys.platform == "win32":
        return 0.0
    import resource

    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _watch(pid: int, done: Event, started: float, is_shared: bool, between: float) -> tuple[tuple[float, float], ...]:
    """Return the memory of a process and all it started, in MB, until it is done."""
    seen: list[tuple[float, float]] = []
    while not done.wait(between):
        seen.append((perf_counter() - started, _held(pid, is_shared) / 1024**2))
    return tuple(seen)


def _held(pid: int, is_shared: bool) -> int:
    try:
        first = psutil.Process(pid)
        several = [first, *first.children(recursive=True)]
    except psutil.NoSuchProcess:
        return 0
    return sum(_bytes(one, is_shared) for one in several)


def _bytes(process: psutil.Process, is_shared: bool) -> int:
    try:
        return int(process.memory_full_info().pss if is_shared else process.memory_info().rss)
    except psutil.Error:  # it has ended meanwhile
        return 0
