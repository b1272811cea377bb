"""Many reports beside each other: whatever fails, hangs or is killed, the others are made, and a rerun completes them.

The councils are invented ones of `scale-example`, with few contracts; the editions, kernels and kills are real.
"""

import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest
from filelock import FileLock

from sv_report.forking.asking import ADDRESS
from sv_report.inventing import scale_example
from tests.functional.conftest import ROOT, sv_report
from tests.functional.test_bundle import digests, is_whole

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")

SEED = "314"  # of those tried, the one whose first two councils have the fewest contracts
ONE, TWO, LAST = "frixelthorpe-2024-02-06", "uxzelstead-2024-02-08", "z-again"
EDITIONS = (ONE, TWO, LAST)
MADE = ("--formats", "html", "--engine", "embedded")
LONG = 240  # seconds, on a machine with other work
HANGS = "while True:\n    pass"
KILLS_KERNEL = "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)"
KILLS_RUN = """\
import os, psutil
from pathlib import Path
log = Path(os.environ["SV_REPORT_WORK"]).parent / "run.log"
for process in psutil.process_iter():
    try:
        if log in [Path(file.path) for file in process.open_files()]:
            process.kill()
    except psutil.Error:
        continue"""


def add_edition(bench, name, *, like=ONE, notebook="cabinet_report", **fields):
    """Write an edition as another, with a notebook or fields of its own."""
    lines = (bench / "params" / f"{like}.yml").read_text("utf-8").splitlines()
    changed = {"notebook": notebook} | fields
    lines = [
        next((f"{key}: {value}" for key, value in changed.items() if line.startswith(f"{key}:")), line)
        for line in lines
    ]
    (bench / "params" / f"{name}.yml").write_text("\n".join(lines) + "\n", "utf-8")
    shutil.copytree(bench / "params" / like, bench / "params" / name)


def add_notebook(bench, name, cell):
    """Write a notebook as the Cabinet report's, with one more cell among its first."""
    notebook = json.loads((bench / "notebooks" / "cabinet_report.ipynb").read_text("utf-8"))
    more = {"cell_type": "code", "id": name, "metadata": {}, "execution_count": None, "outputs": [], "source": cell}
    notebook["cells"].insert(6, more)
    (bench / "notebooks" / f"{name}.ipynb").write_text(json.dumps(notebook), "utf-8")


def begin(bench, *arguments, **options):
    """Begin a batch that keeps a nursery of its own, as it does for a person."""
    command = [sys.executable, "-m", "sv_report", "batch", *map(str, arguments), *MADE, "--root", str(bench)]
    own = {name: value for name, value in os.environ.items() if name != ADDRESS}
    return subprocess.Popen(
        command, cwd=ROOT, env=own, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options
    )


def wait_for(path):
    until = time.monotonic() + LONG
    while not path.exists():
        assert time.monotonic() < until, f"{path} is awaited"
        time.sleep(0.02)


def at_work_in(folder):
    """Return the processes that work in a folder: runs and kernels."""
    found = []
    for process in psutil.process_iter():
        try:
            if Path(process.cwd()).is_relative_to(folder):
                found.append(process)
        except psutil.Error:
            continue
    return found


def said(done):
    """Return what a batch said of each edition as it ended."""
    lines = [line.partition("] ")[2].split(" ", 1) for line in done.stderr.splitlines() if line.startswith("[")]
    return dict(lines)


def by_edition(done):
    return {one["edition"]: one for one in json.loads(done.stdout)["editions"]}


@dataclass(frozen=True)
class Killed:
    """A workbench whose batch was killed and begun again: what was whole, which processes were left, what was said."""

    bench: Path
    first: str
    digests: dict
    left: list
    sealed: set
    again: subprocess.CompletedProcess


@pytest.fixture(scope="module")
def killed(tmp_path_factory):
    bench = tmp_path_factory.mktemp("batch") / "a bench"
    scale_example(2, to=bench, seed=SEED, root=ROOT)
    add_edition(bench, LAST)
    outputs = bench / "outputs"
    with begin(bench, "params/*.yml", "-j", 2) as batch:
        first = next(line for line in batch.stderr if line.startswith("[1/3]")).split()[1]
        wait_for(outputs / f".{LAST}.work" / "run.log")
        started = psutil.Process(batch.pid).children(recursive=True)
        assert len(started) >= 2, "a nursery and a run"
        batch.kill()
    psutil.wait_procs([*started, *at_work_in(bench)], timeout=LONG)
    left = [*(process for process in started if process.is_running()), *at_work_in(bench)]
    sealed = {edition for edition in EDITIONS if (outputs / edition).exists()}
    before = digests(outputs / first)
    again = sv_report("batch", "params/*.yml", "-j", 2, *MADE, "--root", bench)
    return Killed(bench, first, before, left, sealed, again)


@pytest.fixture
def bench(killed, tmp_path):
    """A copy of that workbench with its reports, to add editions to."""
    return Path(shutil.copytree(killed.bench, tmp_path / "another bench"))


def test_a_killed_coordinator_ends_its_runs_at_once(killed):
    assert killed.left == []
    assert LAST not in killed.sealed, "the run that was under way was not finished"


def test_begun_again_it_makes_what_was_not_whole_and_leaves_what_was(killed):
    assert killed.again.returncode == 0, killed.again.stderr
    told = said(killed.again)
    assert told[killed.first] == "is unchanged"
    assert told[LAST].startswith("is made")
    outputs = killed.bench / "outputs"
    assert digests(outputs / killed.first) == killed.digests
    assert all(is_whole(outputs / edition) for edition in EDITIONS)
    assert not [path.name for path in outputs.iterdir() if path.name.endswith((".work", ".old", ".failed"))]


@pytest.mark.parametrize("edition", [TWO, LAST])
def test_the_bytes_are_those_of_one_run_by_itself(killed, tmp_path, edition):
    done = sv_report("run", edition, *MADE, "--root", killed.bench, "--out", tmp_path)
    assert done.returncode == 0, done.stderr
    assert digests(killed.bench / "outputs" / edition) == digests(tmp_path / edition)


def test_the_summary_names_every_edition_and_links_its_files(killed):
    page = (killed.bench / "outputs" / "batch.html").read_text("utf-8")
    assert "3 of 3 reports are whole" in page
    for edition in EDITIONS:
        assert f'<a href="{edition}/public/report.html">report.html</a>' in page


def test_a_hung_cell_is_ended_with_its_kernel_and_stops_no_other(bench):
    add_notebook(bench, "hangs", HANGS)
    add_edition(bench, "a-hangs", notebook="hangs")
    add_edition(bench, "b-wrong", period="2023-24 Q9")
    done = sv_report("batch", "a-hangs", "b-wrong", ONE, "-j", 1, "--timeout", 20, *MADE, "--root", bench, "--json")
    made = by_edition(done)
    assert {edition: one["state"] for edition, one in made.items()} == {
        "a-hangs": "failed", "b-wrong": "failed", ONE: "unchanged",
    }  # fmt: skip
    assert "longer than 20 seconds" in made["a-hangs"]["failure"]["message"]
    assert [one["where"]["field"] for one in made["b-wrong"]["failure"]["findings"]] == ["period"]
    assert [made[edition]["failure"]["code"] for edition in ("a-hangs", "b-wrong")] == [1, 3]
    assert done.returncode == 1, "the lowest of the codes"
    assert at_work_in(bench) == []
    page = (bench / "outputs" / "batch.html").read_text("utf-8")
    assert "longer than 20 seconds" in page
    assert "2023-24 Q9" in page


def test_a_killed_kernel_and_a_killed_run_fail_with_their_reasons_beside_one_that_is_made(bench):
    for name, cell in {"kernel": KILLS_KERNEL, "run": KILLS_RUN}.items():
        add_notebook(bench, name, cell)
        add_edition(bench, f"a-{name}", notebook=name)
    before = digests(bench / "outputs" / TWO)
    done = sv_report("batch", "a-kernel", "a-run", TWO, "-j", 2, "--force", *MADE, "--root", bench, "--json")
    made = by_edition(done)
    assert made["a-kernel"]["failure"]["code"] == 6
    assert made["a-kernel"]["failure"]["findings"][-1]["message"] == "the notebook's kernel died"
    assert made["a-run"]["failure"]["code"] == 1
    assert "was killed (SIGKILL)" in made["a-run"]["failure"]["findings"][0]["message"]
    assert made[TWO]["state"] == "made"
    assert digests(bench / "outputs" / TWO) == before
    assert done.returncode == 1
    assert at_work_in(bench) == []


def test_interrupted_all_stop_and_the_same_command_goes_on(bench, tmp_path):
    with begin(bench, ONE, TWO, "-j", 1, "--out", tmp_path / "out") as batch:
        wait_for(tmp_path / "out" / f".{ONE}.work" / "run.log")
        batch.send_signal(signal.SIGINT)
        told, _ = batch.communicate(timeout=LONG)
    assert batch.returncode == 130
    assert "0 of 2 reports are whole, 2 not made." in told
    assert at_work_in(bench) == []
    assert not (tmp_path / "out" / ONE).exists()
    assert "The same command goes on from here." in (tmp_path / "out" / "batch.html").read_text("utf-8")


def test_a_full_disk_fails_each_report_that_does_not_fit_and_leaves_no_half_of_it(bench, tmp_path):
    """A limit on the size of a file stands in for the disk: a test that fills one would need a disk of its own."""

    def no_room():
        resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))  # facts.json has more

    with begin(bench, ONE, "--out", tmp_path / "out", preexec_fn=no_room) as batch:
        told, errors = batch.communicate(timeout=LONG)
    assert batch.returncode == 2, told + errors
    assert "cannot be written (File too large" in told
    assert "Traceback" not in told + errors
    assert [path.name for path in (tmp_path / "out").iterdir() if path.is_dir() and path.name != f"{ONE}.failed"] == []


def test_two_batches_do_not_work_in_one_folder_at_once(killed):
    with FileLock(killed.bench / "outputs" / "batch.journal.lock"):
        other = sv_report("batch", TWO, "--root", killed.bench)
    assert other.returncode == 2
    assert "Another batch is under way" in other.stderr
