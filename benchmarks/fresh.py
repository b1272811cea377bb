"""What the benchmarks of whole commands share: a command run in a process of its own, timed, its memory watched."""

import subprocess
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
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
    """What a command took: seconds on the clock, and the most memory that it and all it started held at one time.

    `course` is that memory as it went, and `cpu` the processors' seconds (0 on Windows).
    """

    seconds: float
    megabytes: float
    said: str
    log: str
    course: tuple[float, ...] = ()
    cpu: float = 0.0


def run(command: Sequence[str], *, cwd: Path = ROOT, is_shared: bool = False, between: float = BETWEEN) -> Ran:
    """Run a command in the project's folder, or another. Raises CalledProcessError where it fails."""
    pipe = subprocess.PIPE
    begin = partial(subprocess.Popen, command, cwd=cwd, stdout=pipe, stderr=pipe, text=True)
    return watched(begin, is_shared=is_shared, between=between)


def watched(begin: Callable[[], Process], *, is_shared: bool = False, between: float = BETWEEN) -> Ran:
    """Begin a process whose streams are pipes of text, and wait for it. Raises CalledProcessError where it fails.

    Memory that forked processes share is counted once where `is_shared` (Linux), else for each of them.
    """
    started, used = perf_counter(), _cpu()
    process = begin()
    done, seen = Event(), [0]
    watch = Thread(target=_watch, args=(process.pid, done, seen, is_shared, between))
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
    return Ran(seconds, max(seen) / 1024**2, said, log.result(), tuple(one / 1024**2 for one in seen), _cpu() - used)


def _read(stream: IO[str] | None) -> str:
    return stream.read() if stream else ""


def _cpu() -> float:
    """Return the processors' seconds of all processes that this one has waited for, and that they have."""
    if sys.platform == "win32":
        return 0.0
    import resource

    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _watch(pid: int, done: Event, seen: list[int], is_shared: bool, between: float) -> None:
    """Note the memory of a process and all it started, until it is done."""
    while not done.wait(between):
        seen.append(_held(pid, is_shared))


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
