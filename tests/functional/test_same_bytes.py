"""The same edition gives the same bytes, whoever runs it, wherever, and whenever."""

import os
import shutil
import subprocess
import sys
from datetime import date

import pytest

from tests.functional.conftest import EDITION, ROOT
from tests.functional.moved_day import move_the_day
from tests.functional.test_bundle import digests

LONG = "ein Ordner für Berichte – with a name as long as " + "some councils' drives have, " * 4
ELSEWHERE = {
    "a German's": {
        "locale": ("de_DE.UTF-8", "C"), "TZ": "Pacific/Kiritimati", "days": 2_600, "umask": 0o077, "seed": "1",
    },
    "a Turk's": {
        "locale": ("tr_TR.UTF-8", "C.UTF-8"), "TZ": "America/St_Johns", "days": -9_000, "umask": 0, "seed": "4294967295",
    },
}  # fmt: skip
PYTHON = [sys.executable, "-c", "import datetime, time; print(datetime.date.today(), datetime.datetime.now().date(), "
          "datetime.datetime.now(datetime.UTC).date(), time.strftime('%Y-%m-%d', time.gmtime()))"]  # fmt: skip


def locale_here(*names):
    """Return the first of some locales that the machine has."""
    done = subprocess.run(["locale", "-a"], capture_output=True, text=True, check=False)
    here = {name.lower().replace("utf-8", "utf8") for name in done.stdout.split()}
    return next((name for name in names if name.lower().replace("utf-8", "utf8") in here), "C")


def environment(tmp_path, machine):
    """Return the environment of another person's machine: none of this one's, but for where programs are."""
    locale, day = locale_here(*machine["locale"]), move_the_day(tmp_path / "another day")
    home = tmp_path / "Ünal's home"
    home.mkdir()
    return {
        "PATH": os.environ["PATH"], "PYTHONPATH": f"{day}{os.pathsep}{ROOT}", "MOVED_DAYS": str(machine["days"]),
        "LANG": locale, "LC_ALL": locale, "TZ": machine["TZ"], "HOME": str(home), "USER": "ünal", "LOGNAME": "ünal",
        "PYTHONHASHSEED": machine["seed"], "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1",
    }  # fmt: skip


def on_one_core(command):
    """Return a command as it is run on one core, where the machine can say so."""
    taskset = shutil.which("taskset")
    return [taskset, "-c", str(min(os.sched_getaffinity(0))), *command] if taskset else command


@pytest.mark.parametrize("name", ELSEWHERE)
def test_another_folder_zone_language_user_day_seed_umask_and_number_of_cores(bundle, tmp_path, name):
    machine, bench, out = ELSEWHERE[name], tmp_path / LONG / "workbench", tmp_path / "Çıktı"
    for part in ("params", "templates", "notebooks"):
        shutil.copytree(ROOT / part, bench / part, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    options = ["--engine", "embedded", "--root", str(bench), "--out", str(out)]
    done = subprocess.run(
        on_one_core([sys.executable, "-m", "sv_report", "run", EDITION, *options]), cwd=tmp_path,
        env=environment(tmp_path, machine), umask=machine["umask"], capture_output=True, text=True, timeout=300,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    made, expected = digests(out / EDITION), digests(bundle)
    assert {file for file in {*made, *expected} if made.get(file) != expected.get(file)} == set()
    logged = date.fromisoformat((out / EDITION / "office" / "run.log").read_text("utf-8")[:10])
    assert abs((logged - date.today()).days - machine["days"]) <= 1  # the run took the moved day for today


def test_the_day_is_really_moved(tmp_path):
    days = {}
    for name in ("0", "2600", "-9000"):
        folder = move_the_day(tmp_path / name)
        env = os.environ | {"PYTHONPATH": str(folder), "MOVED_DAYS": name, "TZ": "UTC"}
        days[name] = subprocess.run(PYTHON, env=env, capture_output=True, text=True, check=True).stdout.split()
    assert all(len(set(shown)) == 1 for shown in days.values())
    assert days["-9000"] < days["0"] < days["2600"]
