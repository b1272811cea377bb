"""What the benchmarks of whole commands share: a command run in a process of its own, timed, its memory watched."""

import subprocess
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread
from time import perf_counter
from typing import IO

import psutil

from sv_report.forking.asking import Process

ROOT = Path(__file__).resolve().parent.parent
EDITION = "2024-02-08"
BETWEEN = 0.02  # seconds from one look at the memory to the next


@dataclass(frozen=True)
class Ran:
    """What a command took: seconds on the clock, and the most memory that it and all it started held at one time."""

    seconds: float
    megabytes: float
    said: str
    log: str


def run(command: Sequence[str], cwd: Path = ROOT) -> Ran:
    """Run a command in a folder. Raises CalledProcessError where it fails."""
    pipe = subprocess.PIPE
    return watched(lambda: subprocess.Popen(command, cwd=cwd, stdout=pipe, stderr=pipe, text=True))


def watched(begin: Callable[[], Process]) -> Ran:
    """Begin a process whose streams are pipes of text, and wait for it. Raises CalledProcessError where it fails."""
    started = perf_counter()
    process = begin()
    done, seen = Event(), [0]
    watch = Thread(target=_watch, args=(process.pid, done, seen))
    watch.start()
    with ThreadPoolExecutor(1) as beside:
        log = beside.submit(_read, process.stderr)
        said = _read(process.stdout)
        process.wait()
    seconds = perf_counter() - started
    done.set()
    watch.join()
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, getattr(process, "args", "forked"), said, log.result())
    return Ran(seconds, max(seen) / 1024**2, said, log.result())


def _read(stream: IO[str] | None) -> str:
    return stream.read() if stream else ""


def _watch(pid: int, done: Event, seen: list[int]) -> None:
    """Note the memory of a process and all it started, until it is done."""
    while not done.wait(BETWEEN):
        seen.append(_held(pid))


def _held(pid: int) -> int:
    try:
        first = psutil.Process(pid)
        several = [first, *first.children(recursive=True)]
    except psutil.NoSuchProcess:
        return 0
    return sum(_bytes(one) for one in several)


def _bytes(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.Error:  # it has ended meanwhile
        return 0
