"""Processes forked from a warm parent do what ordinary ones do, end as they do, and never outlive who asked."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest
from jupyter_client.manager import start_new_kernel

from sv_report.forking.asking import ADDRESS, Forked, Process, fork, start
from sv_report.forking.keeping import IS_POSSIBLE, KERNEL, warm
from sv_report.forking.provisioner import forked_kernels

pytestmark = pytest.mark.skipif(
    not IS_POSSIBLE, reason="forking is for Linux: elsewhere ordinary processes are started"
)

TELLS = """
import os, sys
print(sys.argv[1:], os.getcwd(), os.environ["ASKED"], os.environ.get("HOME"), sys.path[0], __name__)
print(open(0).read() == "", file=sys.stderr)
sys.stdout.reconfigure(encoding="utf-8", errors="replace")
print(sorted(os.listdir("/proc/self/fd"), key=int)[:3], os.getsid(0) == os.getpid(), file=sys.stderr)
sys.exit(int(sys.argv[1]))
"""
ENDS = """
import atexit, gc, sys
from pathlib import Path
from threading import Thread
from sv_report.forking.ending import end_lightly
if "apart" in sys.argv:
    end_lightly()
import duckdb, pandas
class Kept: pass
kept = Kept()
if "apart" not in sys.argv:
    kept.itself = kept
kept.file = open("kept.txt", "w")
print("written", file=kept.file)
atexit.register(Path("atexit.txt").write_text, "done")
Thread(target=lambda: Path("thread.txt").write_text("done")).start()
duckdb.sql("select 1").df()
sys.exit(4)
"""
WAITS = "import time\nprint('began', flush=True)\ntime.sleep(600)\n"
SAYS = "import notes, random\nprint(notes.WORDS, random.random())\n"
LONG = 60  # seconds, on a machine with other work


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with modules to run, and no nursery at hand."""
    for name, code in {
        "tells": TELLS,
        "waits": WAITS,
        "says": SAYS,
        "ends": ENDS,
        "notes": "WORDS = 'first'\n",
    }.items():
        (tmp_path / f"{name}.py").write_text(code, "utf-8")
    monkeypatch.delenv(ADDRESS, raising=False)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path), str(Path.cwd())]))
    return tmp_path


@pytest.fixture
def nursery(folder: Path) -> Iterator[Path]:
    with warm("notes"):
        yield folder


def begin(folder: Path, module: str, *arguments: str) -> Process:
    return start(module, arguments, cwd=folder, environment={"ASKED": "for this", "PATH": os.environ["PATH"]})


def outcome(process: Process) -> tuple[str, str, int | None]:
    assert process.stdout is not None
    assert process.stderr is not None
    return process.stdout.read(), process.stderr.read(), process.wait(LONG)


def has_ended(pid: int) -> bool:
    until = time.monotonic() + LONG
    while time.monotonic() < until:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False


# ---- as an ordinary process ----------------------------------------------------------------------


@pytest.mark.parametrize("arguments", [("0", "£ and spaces"), ("3",)])
def test_a_forked_process_sees_and_says_what_an_ordinary_one_does(folder: Path, arguments: tuple[str, ...]) -> None:
    ordinary = begin(folder, "tells", *arguments)
    with warm("notes"):
        forked = begin(folder, "tells", *arguments)
        assert (type(ordinary), type(forked)) == (subprocess.Popen, Forked)
        assert outcome(forked) == outcome(ordinary)
        assert forked.wait() == int(arguments[0])


def test_one_that_fails_says_so_with_its_traceback(nursery: Path) -> None:
    (nursery / "fails.py").write_text("1 / 0\n", "utf-8")
    said, errors, code = outcome(begin(nursery, "fails"))
    assert (said, code) == ("", 1)
    assert errors.endswith("ZeroDivisionError: division by zero\n")


def test_it_ends_without_a_word_though_what_it_loaded_is_shared(folder: Path) -> None:
    with warm("duckdb"):
        child = begin(folder, "says")
        assert isinstance(child, Forked)
        assert outcome(child)[1:] == ("", 0)


@pytest.mark.parametrize("is_forked", [True, False])
def test_what_is_still_open_is_written_as_it_ends_and_nothing_is_said(folder: Path, is_forked: bool) -> None:
    with warm("duckdb", "pandas") if is_forked else nullcontext():
        process = begin(folder, "ends", *([] if is_forked else ["apart"]))
        assert isinstance(process, Forked) == is_forked
        assert outcome(process) == ("", "", 4)
    said = {name: (folder / f"{name}.txt").read_text() for name in ("kept", "atexit", "thread")}
    assert said == {"kept": "written\n", "atexit": "done", "thread": "done"}


@pytest.mark.parametrize("signum", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_signal_reaches_it_and_the_nursery_forks_on(nursery: Path, signum: signal.Signals) -> None:
    child = begin(nursery, "waits")
    assert child.stdout is not None
    assert child.stdout.readline() == "began\n"
    assert child.poll() is None
    child.send_signal(signum)
    assert child.wait(LONG) == -signum
    assert begin(nursery, "says").wait(LONG) == 0


def test_two_children_draw_different_random_numbers(nursery: Path) -> None:
    assert outcome(begin(nursery, "says"))[0] != outcome(begin(nursery, "says"))[0]


# ---- what cannot be forked -----------------------------------------------------------------------


def test_what_was_changed_since_it_was_loaded_is_run_as_it_is_now(nursery: Path) -> None:
    assert outcome(begin(nursery, "says"))[0].startswith("first ")
    (nursery / "notes.py").write_text("WORDS = 'and then second'\n", "utf-8")
    after = begin(nursery, "says")
    assert isinstance(after, subprocess.Popen)
    assert outcome(after)[0].startswith("and then second ")


def test_where_the_nursery_cannot_load_its_modules_ordinary_processes_are_started(folder: Path) -> None:
    with warm("no_such_module"):
        assert outcome(begin(folder, "says"))[2] == 0


def test_a_nursery_at_hand_is_asked_by_those_inside(nursery: Path) -> None:
    address = os.environ[ADDRESS]
    with warm("notes"):
        assert os.environ[ADDRESS] == address
    assert os.environ[ADDRESS] == address, "it is not ended by who did not begin it"
    assert Path(address).parent.stat().st_mode & 0o077 == 0, "other users of the machine cannot ask it"


# ---- nothing is left -----------------------------------------------------------------------------


def test_all_ends_with_the_nursery(folder: Path) -> None:
    with warm("notes"):
        address = Path(os.environ[ADDRESS])
        child = begin(folder, "waits")
        assert child.stdout is not None
        child.stdout.readline()
    assert ADDRESS not in os.environ
    assert child.wait(LONG) is not None
    assert has_ended(child.pid)
    assert not address.parent.exists()


def child_of_one_killed(code: str, folder: Path) -> int:
    """Run code that begins a child, prints its pid and waits; kill it, and return the child's pid."""
    code = f"import os, sys, time\n{code}"
    with subprocess.Popen([sys.executable, "-c", code, str(folder)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        child = int(process.stdout.readline())
        process.kill()
    return child


def test_a_child_ends_with_the_process_that_asked_for_it(nursery: Path) -> None:
    asks = (
        "from sv_report.forking.asking import fork\n"
        "child = fork('waits', [], cwd=sys.argv[1], environment=os.environ, output=2, errors=2)\n"
        "print(child.pid, flush=True)\ntime.sleep(600)\n"
    )
    assert has_ended(child_of_one_killed(asks, nursery))


def test_its_children_end_where_the_process_that_keeps_it_is_killed(folder: Path) -> None:
    keeps = (
        "from pathlib import Path\nfrom sv_report.forking.asking import start\n"
        "from sv_report.forking.keeping import warm\n"
        "with warm('notes'):\n"
        "    child = start('waits', [], cwd=Path(sys.argv[1]), environment=os.environ)\n"
        "    print(child.pid, flush=True)\n    time.sleep(600)\n"
    )
    assert has_ended(child_of_one_killed(keeps, folder))


# ---- kernels -------------------------------------------------------------------------------------


def test_a_forked_kernel_draws_in_the_notebook_and_can_be_interrupted(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MPLBACKEND", raising=False)
    with warm(*KERNEL), forked_kernels():
        manager, client = start_new_kernel(cwd=str(folder))
        try:
            assert isinstance(manager.provisioner.process, Forked)
            kernel = manager.provisioner.process.pid
            outputs = []
            client.execute_interactive(
                "import matplotlib.pyplot as plt; plt.plot([1, 2]);", timeout=LONG,
                output_hook=lambda message: outputs.append(message["content"].get("data", {}).keys()),
            )  # fmt: skip
            assert any("image/png" in kinds for kinds in outputs)
            client.execute("import time; print('began'); time.sleep(600)")
            while client.get_iopub_msg(timeout=LONG)["content"].get("text") != "began\n":
                pass
            manager.interrupt_kernel()
            assert client.get_shell_msg(timeout=LONG)["content"]["status"] == "error"
        finally:
            client.stop_channels()
            manager.shutdown_kernel()
    assert has_ended(kernel)


def test_without_a_nursery_a_kernel_is_an_ordinary_process(folder: Path) -> None:
    assert fork("says", [], cwd=str(folder), environment={}, output=1, errors=2) is None
    with forked_kernels():
        manager, client = start_new_kernel(cwd=str(folder))
        assert isinstance(manager.provisioner.process, subprocess.Popen)
        client.stop_channels()
        manager.shutdown_kernel()
