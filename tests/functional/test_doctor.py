"""`sv-report doctor` in whole and in broken environments: what it says, its exit code, and never a traceback.

A broken environment is a real one: a venv whose packages are links to those of this one, all but what is spoilt.
"""

import json
import os
import socket
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from sv_report.diagnosis.engines import of_engine
from sv_report.diagnosis.fonts import of_fonts
from sv_report.diagnosis.noted import Here
from sv_report.diagnosis.reading import of_editions
from tests.functional.conftest import EDITION, ROOT, sv_report

PACKAGES = Path(sysconfig.get_path("purelib"))
pytestmark = pytest.mark.skipif(os.name == "nt", reason="makes links")


@pytest.fixture
def spoilt(tmp_path):
    """Make a venv without some of the packages: give their files' names, get a function that runs sv-report in it."""
    venv = tmp_path / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", venv], check=True, timeout=60)
    (there,) = venv.glob("lib/python*/site-packages")

    def make(*left_out):
        for path in PACKAGES.iterdir():
            if not any(path.name == name or path.match(f"{name}-*.dist-info") for name in left_out):
                (there / path.name).symlink_to(path)
        (venv / "share").symlink_to(Path(sys.prefix) / "share")
        return there

    def run(*arguments, cwd=ROOT, **environment):
        return subprocess.run(
            [venv / "bin" / "python", "-m", "sv_report", *map(str, arguments)], cwd=cwd,
            env=os.environ | {"PYTHONPATH": str(ROOT)} | environment,
            capture_output=True, text=True, timeout=180, check=False,
        )  # fmt: skip

    run.make, run.python = make, venv / "bin" / "python"
    return run


def to_mend(done):
    """Return what is to mend, by its subject, of a doctor that printed JSON."""
    assert "Traceback" not in done.stderr, done.stderr
    held = json.loads(done.stdout)
    assert held["can_make_a_report"] == (done.returncode == 0)
    return {one["subject"]: one for one in held["noted"] if one["state"] == "to mend"}


def test_where_all_is_well_it_says_so_and_names_nobody(bench, tmp_path):
    home = tmp_path / "jane.doe"
    home.mkdir()
    root = bench.rename(home / "bench")
    secret = "hunter2-not-to-be-told"
    environment = {"HOME": str(home), "DATABASE_PASSWORD": secret, "USER": "jane.doe", "LOGNAME": "jane.doe"}
    done = sv_report("doctor", cwd=root, PYTHONPATH=str(ROOT), **environment)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert done.stdout.startswith("In order\n")
    assert "To mend" not in done.stdout
    assert done.stdout.endswith("\nA report can be made here.\n")
    for subject in ("Python", "Packages", "Workbench", "Editions", "Engine", "Typefaces", "Kernel", "JupyterLab"):
        assert f"\n  {subject}: " in done.stdout
    assert "LibreOffice" not in done.stdout
    as_json = sv_report("doctor", "--json", "--all", cwd=root, PYTHONPATH=str(ROOT), **environment)
    held = json.loads(as_json.stdout)
    assert held["versions"]["duckdb"]
    assert "LibreOffice" in as_json.stdout
    for told in (done.stdout, as_json.stdout):
        for private in ("jane.doe", secret, socket.gethostname(), str(root), str(ROOT), sys.prefix):
            assert private not in told, private


@pytest.mark.parametrize(
    ("left_out", "name"),
    [
        (("click",), "click"),
        (("duckdb",), "duckdb"),
        (("pypandoc", "pypandoc_binary"), "pypandoc_binary"),
        (("jupyter_client",), "jupyter_client"),  # which only other packages ask for
        (("packaging",), "packaging"),
    ],
)
def test_a_missing_package_is_named_with_the_command_that_mends_it(spoilt, left_out, name):
    spoilt.make(*left_out)
    done = spoilt("doctor", "--json")
    assert done.returncode == 2, done.stdout + done.stderr
    packages = to_mend(done)["Packages"]
    assert f"{name} is missing" in packages["what"].replace("-", "_")
    assert packages["stops"]
    assert "pip install" in packages["command"]


def test_another_command_says_that_the_doctor_knows_more(spoilt):
    spoilt.make("duckdb")
    done = spoilt("facts", EDITION)
    assert done.returncode == 2
    assert done.stderr == "The package duckdb is missing: sv-report doctor says what to do.\n"


def test_without_click_too(spoilt):
    spoilt.make("click")
    done = spoilt("status")
    assert done.returncode == 2
    assert "sv-report doctor says which" in done.stderr
    told = spoilt("doctor")
    assert (told.returncode, told.stderr) == (2, "")
    assert told.stdout.endswith("\nNo report can be made here yet. Mend first: Packages.\n")
    assert "Kernel" in told.stdout.partition("Not looked at: ")[2]


def test_a_package_for_the_workbench_alone_stops_no_report(spoilt):
    spoilt.make("jupyterlab")
    done = spoilt("doctor", "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "jupyterlab is missing (wanted: >=4.4,<5)" in to_mend(done)["Packages"]["what"]


def test_a_version_that_does_not_fit_is_named_with_the_range(spoilt):
    there = spoilt.make("narwhals")
    (there / "narwhals").symlink_to(PACKAGES / "narwhals")
    (there / "narwhals-1.9.0.dist-info").mkdir()
    (there / "narwhals-1.9.0.dist-info" / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: narwhals\nVersion: 1.9.0\n"
    )
    done = spoilt("doctor", "--json")
    assert done.returncode == 2
    assert "narwhals 1.9.0 (wanted: >=2,<3)" in to_mend(done)["Packages"]["what"]


def test_a_package_that_is_there_and_cannot_be_loaded_is_told(spoilt):
    there = spoilt.make("pydantic_core")
    (there / "pydantic_core").mkdir()
    (there / "pydantic_core" / "__init__.py").write_text("raise ImportError('libexample.so.1: cannot open')\n")
    (info,) = PACKAGES.glob("pydantic_core-*.dist-info")
    (there / info.name).symlink_to(info)
    done = spoilt("doctor", "--json")
    assert done.returncode == 2
    assert "libexample.so.1" in to_mend(done)["Packages"]["what"]
    assert "Traceback" not in done.stderr


# ---- the kernel ---------------------------------------------------------------------------------


def kernel_called_python3(folder, *argv):
    place = folder / "kernels" / "python3"
    place.mkdir(parents=True)
    told = {"argv": list(map(str, argv)), "display_name": "Python 3", "language": "python"}
    (place / "kernel.json").write_text(json.dumps(told), "utf-8")
    return {"JUPYTER_PATH": str(folder)}


def test_a_kernel_of_another_python_is_found_out(spoilt, tmp_path):
    spoilt.make("pandas")  # where it is: it is the wrong Python that is to be named, not what that lacks
    environment = kernel_called_python3(
        tmp_path / "jupyter", spoilt.python, "-m", "ipykernel_launcher", "-f", "{connection_file}"
    )
    done = sv_report("doctor", "--json", PYTHONPATH=str(ROOT), **environment)
    kernel = to_mend(done)["Kernel"]
    assert done.returncode == 2
    assert "another Python" in kernel["what"]
    assert "jupyter kernelspec remove python3" in kernel["command"]


def test_a_kernel_that_dies_is_told(tmp_path):
    done = sv_report("doctor", "--json", **kernel_called_python3(tmp_path, "/bin/false"))
    assert done.returncode == 2
    assert "did not start" in to_mend(done)["Kernel"]["what"]


def test_a_notebooks_neighbour_that_hides_a_package_is_named(bench):
    (bench / "notebooks" / "pandas.py").write_text("frame = None\n")
    (bench / "notebooks" / "my_words.py").touch()
    done = sv_report("doctor", "--json", cwd=bench, PYTHONPATH=str(ROOT))
    kernel = to_mend(done)["Kernel"]
    assert done.returncode == 2
    assert kernel["command"] == "rename them (pandas.py)"


# ---- where there is no workbench, or a spoilt one -----------------------------------------------


def test_without_a_workbench_it_says_how_to_name_one(tmp_path):
    done = sv_report("doctor", "--json", cwd=tmp_path, PYTHONPATH=str(ROOT))
    assert done.returncode == 2
    assert [*to_mend(done)] == ["Workbench"]
    assert "--root" in to_mend(done)["Workbench"]["command"]
    named = sv_report("doctor", "--json", "--root", ROOT, cwd=tmp_path, PYTHONPATH=str(ROOT))
    assert named.returncode == 0, named.stdout


def test_a_spoilt_edition_stops_its_own_report_alone(bench):
    path = bench / "params" / f"{EDITION}.yml"
    path.write_text(path.read_text("utf-8").replace("period: 2023-24 Q3", "period: Q3"), "utf-8")
    wrong, right = [one for one in of_editions(Here(bench)) if one.subject == "Editions"]
    assert (wrong.state, wrong.stops) == ("to mend", False)
    assert f"1 of 3 cannot be used: {EDITION} (1 error)." in wrong.what
    assert f"sv-report check {EDITION}" in wrong.command
    assert right.what == "2 of 3 can be used."


def test_a_profile_that_cannot_be_read_stops_all_and_its_command_says_more(bench):
    path = bench / "templates" / "lancashire" / "profile.yml"
    path.write_text(path.read_text("utf-8").replace("small_numbers: 5", "small_numbers: five"), "utf-8")
    profile, editions = of_editions(Here(bench))
    assert [one.state for one in (profile, editions)] == ["to mend", "to mend"]
    assert editions.stops
    command = profile.command.split(",")[0]
    assert "small_numbers" in sv_report(*command.split()[1:], "--root", bench).stderr


def test_a_typefaces_file_that_was_cut_short_is_named(bench):
    path = bench / "templates" / "_extensions" / "cabinet" / "fonts" / "Arimo-Bold.ttf"
    path.write_bytes(b"version https://git-lfs.github.com/spec/v1\n")
    noted = next(of_fonts(Here(bench)))
    assert noted.stops
    assert noted.what.startswith("Arimo-Bold.ttf in templates/_extensions/cabinet/fonts/")


@pytest.mark.parametrize(
    ("version", "said"),
    [
        ("1.10.3", "Quarto 1.10.3 renders reports"),
        ("1.9.37", "the Quarto 1.9.37 on the PATH is left, for only 1.10 was tried"),
        ("", "the Quarto on the PATH does not run"),
    ],
)
def test_the_quarto_on_the_path_is_taken_or_left_and_it_says_why(tmp_path, monkeypatch, version, said):
    quarto = tmp_path / "quarto"
    quarto.write_text(f"#!/bin/sh\n{f'echo {version}' if version else 'exit 1'}\n", "utf-8")
    quarto.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    noted = [*of_engine(Here(ROOT))]
    assert all(one.state == "in order" for one in noted)
    assert said in noted[0].what
    assert "the embedded one, Pandoc" in noted[-1].what
