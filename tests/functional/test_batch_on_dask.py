"""A batch on a real Dask scheduler with two workers on the loopback, of which one is killed while it makes a report."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from sv_report.batching.on_dask import Ready
from sv_report.forking.asking import ADDRESS
from sv_report.inventing import scale_example
from tests.functional.conftest import ROOT, sv_report
from tests.functional.test_batch import LAST, LONG, MADE, ONE, SEED, TWO, add_edition, at_work_in, said, wait_for
from tests.functional.test_bundle import digests

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")

EDITIONS = (ONE, TWO, LAST)


def dask(*arguments: str, folder: Path) -> "subprocess.Popen[str]":
    own = {name: value for name, value in os.environ.items() if name != ADDRESS}
    command = [sys.executable, "-m", "dask", *arguments, "--no-dashboard"]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=folder, env=own, stdout=subprocess.DEVNULL, stderr=pipe, text=True)


def until_said(process: "subprocess.Popen[str]", words: str) -> str:
    """Return the line in which a process says something."""
    assert process.stderr
    return next(line for line in process.stderr if re.search(words, line))


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Path:
    bench = tmp_path_factory.mktemp("dask") / "a bench"
    scale_example(2, to=bench, seed=SEED, root=ROOT)
    add_edition(bench, LAST)
    return bench


@pytest.fixture
def scheduler(tmp_path: Path) -> Iterator[tuple[str, list["subprocess.Popen[str]"]]]:
    """The address of a scheduler, and its two workers, of a thread each."""
    begun = [dask("scheduler", "--host", "127.0.0.1", "--port", "0", folder=tmp_path)]
    address = until_said(begun[0], "Scheduler at:").split()[-1]
    for number in ("1", "2"):
        worker = dask("worker", address, "--nthreads", "1", "--no-nanny", "--name", number, folder=tmp_path)
        until_said(worker, "Registered to")
        begun.append(worker)
    yield address, begun[1:]
    for process in reversed(begun):
        process.kill()
        process.communicate()


def test_a_report_whose_worker_is_killed_is_made_by_another_with_the_same_bytes(
    bench: Path, scheduler: tuple[str, list["subprocess.Popen[str]"]]
) -> None:
    address, workers = scheduler
    command = [sys.executable, "-m", "sv_report", "batch", "params/*.yml", "--scheduler", address, *MADE]
    with subprocess.Popen(
        [*command, "--root", str(bench)], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as batch:
        wait_for(bench / "outputs" / f".{ONE}.work" / "run.log")
        making = {path.pid for path in at_work_in(bench)}
        victim = next(one for one in workers if making & {child.pid for child in _below(one.pid)})
        victim.kill()
        out, log = batch.communicate(timeout=LONG)
    done = subprocess.CompletedProcess(command, batch.returncode, out, log)
    assert done.returncode == 0, log
    assert {edition: words.partition(",")[0] for edition, words in said(done).items()} == dict.fromkeys(
        EDITIONS, "is made"
    )
    alone = bench / "alone"
    for edition in EDITIONS:
        assert sv_report("run", edition, *MADE, "--root", bench, "--out", alone).returncode == 0
        assert digests(alone / edition) == digests(bench / "outputs" / edition)
    assert not at_work_in(bench)


@pytest.mark.parametrize("signum", [signal.SIGINT, signal.SIGKILL])
def test_where_the_batch_ends_its_workers_stop_and_the_same_command_goes_on(
    bench: Path, scheduler: tuple[str, list["subprocess.Popen[str]"]], signum: signal.Signals
) -> None:
    command = [sys.executable, "-m", "sv_report", "batch", ONE, TWO, "--force", "--scheduler", scheduler[0], *MADE]
    with subprocess.Popen(
        [*command, "--root", str(bench)], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as batch:
        wait_for(bench / "outputs" / f".{ONE}.work" / "run.log")
        batch.send_signal(signum)
        batch.communicate(timeout=LONG)
    assert batch.returncode == (130 if signum == signal.SIGINT else -signum)
    until = time.monotonic() + LONG
    while at_work_in(bench):
        assert time.monotonic() < until, "its workers stop"
        time.sleep(0.1)
    again = sv_report(*command[3:], "--root", bench)
    assert again.returncode == 0, again.stderr


def _below(pid: int) -> list[psutil.Process]:
    return psutil.Process(pid).children(recursive=True)


def test_where_no_scheduler_answers_it_is_said_what_to_start(bench: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{taken.getsockname()[1]}"
        done = sv_report("batch", "params/*.yml", "--scheduler", address, "--root", bench)
    assert done.returncode == 2
    assert f"No Dask scheduler answers at {address}" in done.stderr
    assert "dask scheduler" in done.stderr


def test_how_many_at_once_is_for_the_workers_to_say(bench: Path) -> None:
    done = sv_report("batch", "params/*.yml", "-j", 2, "--scheduler", "tcp://127.0.0.1:1", "--root", bench)
    assert done.returncode == 2
    assert "--nthreads" in done.stderr


def test_a_worker_with_another_version_is_refused() -> None:
    class Worker:
        address = "tcp://127.0.0.1:2"

    with pytest.raises(RuntimeError, match=r"tcp://127\.0\.0\.1:2 has another sv_report"):
        Ready(("another", {})).setup(Worker())
