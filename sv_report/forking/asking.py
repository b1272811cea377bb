"""Ask the nursery at hand for a child, or start an ordinary process where there is none.

Ground.
"""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import IO, Any

ADDRESS = "SV_REPORT_NURSERY"  # the variable that names the socket of the nursery at hand


class Forked:
    """A child of the nursery, used as a `subprocess.Popen` is. Its streams are the files that it was given."""

    stdin = None

    def __init__(self, pid: int, answers: socket.socket) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self.stdout: IO[str] | None = None
        self.stderr: IO[str] | None = None
        self._answers, self._waiting = answers, Lock()

    def poll(self) -> int | None:
        """Return its exit code, as Popen has it; None while it lives."""
        return self.wait(0)

    def wait(self, timeout: float | None = None) -> int | None:
        """Wait until it has ended or the seconds are over; return its exit code, or None."""
        if self._waiting.acquire(timeout=-1 if timeout is None else timeout):  # else another thread waits for it
            try:
                self._ask(timeout)
            finally:
                self._waiting.release()
        return self.returncode

    def _ask(self, timeout: float | None) -> None:
        if self.returncode is None:
            self._answers.settimeout(timeout)
            with suppress(BlockingIOError, TimeoutError):
                self.returncode = answer(self._answers).get("code", -signal.SIGKILL)  # the nursery was killed
                self._answers.close()

    def send_signal(self, signum: int) -> None:
        """Send it a signal, if it lives."""
        if self.poll() is None:
            with suppress(ProcessLookupError):
                os.kill(self.pid, signum)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)


Process = subprocess.Popen[str] | Forked


def start(module: str, arguments: Sequence[str], *, cwd: Path, environment: Mapping[str, str]) -> Process:
    """Start `python -m module arguments`, forked where there is a nursery; its output and errors are pipes of text.

    It has a session of its own: a signal for this process's group does not reach it.
    """
    child = _piped(module, arguments, cwd, environment) if ADDRESS in os.environ else None
    apart: dict[str, Any] = {"start_new_session": True}
    if sys.platform == "win32":
        apart = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
    return child or subprocess.Popen(
        [sys.executable, "-m", module, *arguments], cwd=cwd, env=dict(environment), text=True, encoding="utf-8",
        errors="replace", stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **apart,
    )  # fmt: skip


def _piped(module: str, arguments: Sequence[str], cwd: Path, environment: Mapping[str, str]) -> Forked | None:
    (output, its_output), (errors, its_errors) = os.pipe(), os.pipe()
    child = fork(module, arguments, cwd=str(cwd), environment=environment, output=its_output, errors=its_errors)
    os.close(its_output)
    os.close(its_errors)
    streams = [os.fdopen(read, encoding="utf-8", errors="replace") for read in (output, errors)]
    if child:
        child.stdout, child.stderr = streams
    else:
        for stream in streams:
            stream.close()
    return child


def kill_all(process: Process) -> None:
    """Kill a process that `start` began, with what it started; what it had forked from the nursery ends with it."""
    if sys.platform == "win32":
        process.kill()
    elif process.poll() is None:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)


def fork(
    module: str, arguments: Sequence[str], *, cwd: str, environment: Mapping[str, str], output: int, errors: int
) -> Forked | None:
    """Return a child of the nursery at hand that runs `python -m module arguments`; None where there is none.

    There is none, too, where a file of what the nursery has loaded was changed since. `output` and `errors` are the
    open files that it writes to; it reads nothing.
    """
    asked = {"module": module, "arguments": list(arguments), "cwd": cwd, "environment": dict(environment)}
    nothing = os.open(os.devnull, os.O_RDONLY)
    answers = socket.socket(socket.AF_UNIX)
    try:
        answers.connect(os.environ.get(ADDRESS, ""))
        request = json.dumps(asked).encode() + b"\n"
        sent = socket.send_fds(answers, [request], [nothing, output, errors])
        answers.sendall(request[sent:])
        said = answer(answers)
    except OSError:  # there is none, or it has ended
        said = {}
    finally:
        os.close(nothing)
    if "pid" in said:
        return Forked(said["pid"], answers)
    answers.close()
    return None


def answer(answers: socket.socket) -> dict[str, Any]:
    """Return the next line of a nursery's answers; nothing where it has closed."""
    line = b""
    while not line.endswith(b"\n"):
        if not (more := answers.recv(1)):
            return {}
        line += more
    return dict(json.loads(line))
