"""What the doctor sees of a workbench: each fault planted, and none where there is none."""

import shutil
import subprocess
import sys
from collections import namedtuple
from pathlib import Path

import pytest
from filelock import FileLock

from sv_report.diagnosis.noted import Diagnosis, Here, Noted
from sv_report.diagnosis.packages import _fits
from sv_report.diagnosis.standing import _too_long, find_root, of_leftovers, of_workbench

ROOT = Path(__file__).resolve().parents[2]
Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in ("params", "templates", "notebooks", "outputs"):
        (tmp_path / name).mkdir()
    return tmp_path


def states(noted) -> list[tuple[str, bool]]:
    return [(one.state, one.stops) for one in noted]


def test_a_workbench_that_can_be_written_is_in_order(root):
    assert states(of_workbench(Here(root))) == [("in order", False)]
    assert not [*root.glob("**/*.tmp*")]
    (root / "outputs").rmdir()  # a run makes it
    assert states(of_workbench(Here(root))) == [("in order", False)]


def test_outputs_that_is_a_file_stops_reports_and_a_missing_notebooks_does_not(root):
    (root / "outputs").rmdir()
    (root / "outputs").touch()
    (root / "notebooks").rmdir()
    noted = [*of_workbench(Here(root))]
    assert states(noted) == [("to mend", False), ("to mend", True)]
    assert noted[0].what == "notebooks/ cannot be written (it is missing)."
    assert noted[1].what == "outputs/ cannot be written (it is a file)."


def test_a_disk_that_is_nearly_full_is_told(root, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(10**12, 10**12, 20 * 10**6))
    (noted,) = of_workbench(Here(root))
    assert noted.state == "to mend"
    assert "20 MB" in noted.what


@pytest.mark.parametrize(("folder", "system", "count"), [(158, "nt", 0), (159, "nt", 1), (400, "posix", 0)])
def test_a_path_too_long_for_windows_is_told_there(folder, system, count):
    assert len([*_too_long(Path("/" + "a" * (folder - 1)), system)]) == count


def test_the_longest_path_of_a_run_is_as_long_as_is_said():
    from sv_report.diagnosis.standing import DEEPEST
    from sv_report.params import Workbench
    from sv_report.release import Bundle

    names = [path.relative_to(ROOT / "templates") for path in (ROOT / "templates" / "_extensions").rglob("*")]
    deepest = Bundle(Workbench(Path("/")).outputs, "2024-02-08").public / max(names, key=lambda path: len(str(path)))
    assert len(str(deepest)) <= DEEPEST


def test_the_root_is_the_nearest_above_or_the_one_that_is_named(root, monkeypatch):
    (root / "outputs" / "deep").mkdir()
    monkeypatch.chdir(root / "outputs" / "deep")
    assert find_root(None) == root
    assert find_root(root / "outputs") is None


def test_the_leftovers_of_runs(root):
    outputs = root / "outputs"
    assert states(of_leftovers(Here(root))) == [("in order", False)]
    (outputs / ".2024-02-08.work").mkdir()
    (outputs / ".2024-02-08.lock").touch()  # of itself it says nothing
    (outputs / "2024-06-13.failed").mkdir()
    (outputs / "2024-06-13.set-0123abcd.failed").mkdir()
    cut_off, failed, of_settings = of_leftovers(Here(root))
    assert cut_off.what.startswith("one of 2024-02-08 was cut off")
    assert failed.what == "the last one of 2024-06-13 failed."
    assert of_settings.command == "sv-report run 2024-06-13 with the same --set"
    with FileLock(outputs / ".2024-02-08.lock"):
        under_way, *_ = of_leftovers(Here(root))
    assert under_way.what == "one of 2024-02-08 is under way."


@pytest.mark.parametrize(
    ("found", "fits"),
    [("3.10.14", False), ("3.11.0", True), ("3.13.9", True), ("3.14.0", False), ("3.14.0rc1", False), ("4.0", False)],
)
def test_a_python_is_held_against_the_projects_range(found, fits):
    assert _fits(found, ">=3.11,<3.14") is fits


def test_a_verdict_names_what_stops_reports_and_nothing_else():
    mended = Noted("Typefaces", "to mend", "one is missing.")
    stops = Noted("Kernel", "to mend", "it did not start.", "Why.", "make setup", stops=True)
    assert Diagnosis((mended,), {}).verdict() == "A report can be made here."
    text = Diagnosis((mended, stops), {}).text()
    assert text.endswith("No report can be made here yet. Mend first: Kernel.")
    assert "  Kernel: it did not start.\n      Why.\n      Do: make setup\n" in text


def test_the_commands_and_the_doctor_load_no_package_but_click_until_they_need_one():
    code = "import sys, sv_report.cli, sv_report.diagnosis; print(sorted(n for n in sys.modules if '.' not in n))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert "'click'" in done.stdout
    for name in ("duckdb", "pydantic", "yaml", "filelock", "narwhals", "matplotlib", "jupyter_client", "packaging"):
        assert f"'{name}'" not in done.stdout


def test_what_an_analyst_types_is_there_and_is_listed():
    import sv_report as sv

    assert {"open", "OpenEdition", "Fact", "Period"} <= set(dir(sv))
    assert sv.open.__name__ == "open"
    assert all(getattr(sv, name).__doc__ for name in sv.__all__)
    with pytest.raises(AttributeError, match="opne"):
        _ = sv.opne
