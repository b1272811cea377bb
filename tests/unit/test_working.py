"""Work in a process of its own: what it says is heard, and it ends when it is told to, dies, or nobody listens."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sv_report.forking.asking import ADDRESS
from sv_report.working.work import Work, how_it_died
from tests.conftest import ROOT

LONG = 60  # seconds, on a machine with other work
IGNORES = """
import signal, sys, time
signal.signal(signal.SIGINT, signal.SIG_IGN)
print('{"stage": "begun"}', flush=True)
time.sleep(600)
"""
HANGS = "from sv_report.working import child\nchild.end_unheard()\nimport time\nprint(1, flush=True)\ntime.sleep(600)\n"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")


@pytest.fixture
def told() -> dict[str, list[object]]:
    return {"done": [], "failed": [], "stopped": [], "stage": []}


def begun(told: dict[str, list[object]], task: str = "facts") -> Work:
    return Work(
        task, "2024-02-08", ROOT, on_done=told["done"].append, on_failed=told["failed"].append,
        on_stopped=told["stopped"].append, on_stage=told["stage"].append,
    ).start()  # fmt: skip


def test_what_does_not_stop_when_it_is_asked_to_is_killed(
    told: dict[str, list[object]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(ADDRESS, raising=False)
    package = tmp_path / "sv_report" / "working"
    package.mkdir(parents=True)
    for folder in (package.parent, package):
        (folder / "__init__.py").touch()
    (package / "child.py").write_text(IGNORES, "utf-8")  # it stands in the real one's place
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    work = Work("run", "E", tmp_path, on_done=told["done"].append, on_failed=told["failed"].append,
                on_stopped=told["stopped"].append, on_stage=told["stage"].append).start()  # fmt: skip
    until = time.monotonic() + LONG
    while not told["stage"] and time.monotonic() < until:
        time.sleep(0.02)
    work.end(grace=0.5)
    work.wait(LONG)
    assert not work.is_under_way
    assert told["stopped"] == [[]]


def test_one_that_dies_fails_with_the_signal(told: dict[str, list[object]]) -> None:
    work = begun(told)
    assert work._process is not None
    work._process.kill()
    work.wait(LONG)
    ((failed),) = told["failed"]
    assert isinstance(failed, dict)
    assert "was killed (SIGKILL)" in failed["findings"][0]["message"]
    assert failed["code"] == 1


def test_how_a_process_died_is_said_in_words() -> None:
    assert how_it_died(-signal.SIGSEGV).startswith("its process was killed (SIGSEGV)")
    assert how_it_died(3) == "it ended without a word, with the code 3"


def test_it_ends_when_whoever_reads_it_has_gone() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HANGS], stdout=subprocess.PIPE, text=True, start_new_session=True, cwd=ROOT
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "1\n"
        assert child.poll() is None
        child.stdout.close()
        assert child.wait(LONG) == -signal.SIGKILL
