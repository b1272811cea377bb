"""The warm parent: it loads modules once, and forks a child for each task that is asked of it.

Ground. `keeping` starts it as `python -m sv_report.forking.nursery SOCKET LIFELINE MODULE …`, both open files by their
numbers. A request on the socket is a line of JSON, `{"module": …, "arguments": […], "cwd": …, "environment": {…}}`,
with three open files for the child's streams. The answers are `{"pid": …}` or `{"stale": …}`, and `{"code": …}` when it
has ended. A child whose asker has gone is ended; when the lifeline closes, all are, and the nursery with them.
"""

import gc
import importlib
import json
import os
import random
import runpy
import selectors
import signal
import socket
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from sv_report.forking.ending import end_lightly
from sv_report.garbage import looked_for_seldom

LONGEST = 1 << 20  # bytes of a request; an environment may be large
STREAMS = (("stdin", "r", "strict"), ("stdout", "w", "strict"), ("stderr", "w", "backslashreplace"))
Request = dict[str, Any]


class Nursery:
    """Its socket, its lifeline, and the children that live: the pidfd of each, with its pid and its asker."""

    def __init__(self, listening: socket.socket, lifeline: int) -> None:
        self.listening, self.lifeline = listening, lifeline
        self.children: dict[int, tuple[int, socket.socket]] = {}
        self.loaded = stamps()
        self.waiting = selectors.DefaultSelector()
        self.waiting.register(listening, selectors.EVENT_READ, self._asked)
        self.waiting.register(lifeline, selectors.EVENT_READ, self._orphaned)

    def serve(self) -> Request | None:
        """Fork children until the lifeline closes. Return in each child too, with what it is to do."""
        while True:
            for key, _ in self.waiting.select():
                task = key.data(key.fd)
                if task is not None:
                    return task or None

    def _asked(self, _: int) -> Request | None:
        asker = self.listening.accept()[0]
        try:
            request, streams = received(asker)
        except (OSError, ValueError):  # it went before it had asked
            asker.close()
            return None
        if changed := self._changed():
            told(asker, stale=changed)
        elif child := os.fork():
            told(asker, pid=child)
            self._watch(child, asker)
        else:
            self._leave(asker)
            take(streams)
            return request
        for stream in streams:
            os.close(stream)
        return None

    def _changed(self) -> str:
        """Return a file that is no longer as it was loaded; a child would do what it said before."""
        now = stamps()
        return next((name for name, stamp in self.loaded.items() if now.get(name) != stamp), "")

    def _watch(self, child: int, asker: socket.socket) -> None:
        pidfd = os.pidfd_open(child)
        self.children[pidfd] = child, asker
        self.waiting.register(pidfd, selectors.EVENT_READ, self._ended)
        self.waiting.register(asker, selectors.EVENT_READ, self._left)

    def _ended(self, pidfd: int) -> None:
        child, asker = self.children.pop(pidfd)
        _, status = os.waitpid(child, 0)
        self.waiting.unregister(pidfd)
        os.close(pidfd)
        with suppress(KeyError):  # its asker had gone before
            self.waiting.unregister(asker)
        told(asker, code=os.waitstatus_to_exitcode(status))
        asker.close()

    def _left(self, fd: int) -> None:
        """End the child of an asker that has gone: an asker says nothing after its request."""
        for child, asker in self.children.values():
            if asker.fileno() == fd:
                self.waiting.unregister(asker)
                end(child)
                return

    def _orphaned(self, _: int) -> Request:
        for child, _asker in self.children.values():
            end(child)
        return {}

    def _leave(self, asker: socket.socket) -> None:
        """Close, in a new child, all that belongs to the nursery."""
        self.waiting.close()
        for pidfd, (_, another) in self.children.items():
            os.close(pidfd)
            another.close()
        asker.close()
        self.listening.close()
        os.close(self.lifeline)


def received(asker: socket.socket) -> tuple[Request, list[int]]:
    """Return a request and the three open files that came with it; raise ValueError where it is none."""
    asker.settimeout(5)
    data, streams, _, _ = socket.recv_fds(asker, 65536, 3)
    while data and not data.endswith(b"\n") and len(data) < LONGEST:
        data += asker.recv(65536)
    asker.settimeout(None)
    if len(streams) != 3:
        raise ValueError("no streams came with the request")
    return json.loads(data), list(streams)


def told(asker: socket.socket, **said: Any) -> None:
    """Answer an asker with a line of JSON, if it is still there."""
    with suppress(OSError):
        asker.sendall(json.dumps(said).encode() + b"\n")


def end(child: int) -> None:
    """End a child, and all that it started: whoever could have asked it to end by itself has gone."""
    for kill in (os.killpg, os.kill):  # it may have no group of its own yet
        with suppress(ProcessLookupError):
            kill(child, signal.SIGKILL)


def take(streams: list[int]) -> None:
    """Give a child a session and streams of its own."""
    os.setsid()
    for (name, mode, errors), (fd, stream) in zip(STREAMS, enumerate(streams), strict=True):
        os.dup2(stream, fd)
        os.close(stream)
        opened = open(fd, mode, encoding="utf-8", errors=errors, closefd=False)  # noqa: SIM115
        setattr(sys, name, opened)
        setattr(sys, f"__{name}__", opened)


def stamps() -> dict[str, tuple[int, int]]:
    """Return the time and size of each file that a loaded module came from."""
    found: dict[str, tuple[int, int]] = {}
    for file in {getattr(module, "__file__", None) or "" for module in list(sys.modules.values())}:
        with suppress(OSError):
            about = Path(file).stat()
            found[file] = about.st_mtime_ns, about.st_size
    return found


def load(modules: list[str]) -> None:
    """Import what children need, and keep it in memory that they share."""
    with looked_for_seldom():
        for module in modules:
            importlib.import_module(module)
    gc.collect()
    gc.freeze()


def become(task: Request) -> None:
    """Do a task, in a child, as `python -m MODULE ARGUMENTS` does it."""
    end_lightly(frozen=True)
    os.environ.clear()
    os.environ.update(task["environment"])
    time.tzset()
    random.seed()
    if numpy := sys.modules.get("numpy"):
        numpy.random.seed()
    os.chdir(task["cwd"])
    sys.path[0] = task["cwd"]
    sys.argv = [task["module"], *task["arguments"]]
    runpy.run_module(task["module"], run_name="__main__", alter_sys=True)


def main(listening: str, lifeline: str, *modules: str) -> None:
    """Load the modules and fork children; in each of them, do what was asked."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a person's Ctrl-C is for the children's askers
    os.environ["JPY_PARENT_PID"] = str(os.getpid())  # ipykernel reads it while it is loaded, and matplotlib this:
    os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")  # as ipykernel sets it
    load(list(modules))
    task = Nursery(socket.socket(fileno=int(listening)), int(lifeline)).serve()
    if task is None:
        os._exit(0)  # it has nothing to put away
    signal.signal(signal.SIGINT, signal.default_int_handler)
    become(task)


if __name__ == "__main__":
    main(*sys.argv[1:])
