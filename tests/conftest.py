"""What every test may use: system programs by name, a workbench of its own, and ../shared where it is.

Under `REQUIRE=all` (in CI) a skip is a failure, but for the two things that a machine may rightly lack: see
`LACKING`. Under `REQUIRE=quarto` (in CI, where Quarto is installed) a skip for want of Quarto is a failure.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from sv_report.forking.keeping import KERNEL, warm

settings.register_profile("by no clock", settings.get_profile("ci" if "CI" in os.environ else "default"), deadline=None)
settings.load_profile("by no clock")

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ROOT / ".ci" / "system-packages"  # the same list that `make system-deps` reads
SERVER_PROGRAMS = "/usr/lib/postgresql/*/bin"  # where Debian keeps those of PostgreSQL, off the PATH
QUARTO = "1.10."  # the one version the manuscript is made for
NO_QUARTO, NO_SHARED = LACKING = ("real Quarto absent", "../shared absent")  # how such a reason begins


@pytest.fixture(scope="session", autouse=True)
def _kernels_forked() -> Iterator[None]:
    """Fork the kernels of a whole session from one warm parent, as `sv-report run` does its own."""
    with warm(*KERNEL):
        yield


# ---- system programs ----------------------------------------------------------------------------


def packages() -> dict[str, list[str]]:
    """Return Debian's packages, with the programs each brings."""
    lines = (line.partition(":") for line in PACKAGES.read_text("utf-8").splitlines() if not line.startswith("#"))
    return {package: programs.split() for package, _, programs in lines}


@cache
def program_path(program: str) -> str | None:
    """Return where a system program is, or None."""
    server = Path("/").glob(f"{SERVER_PROGRAMS[1:]}/{program}")
    return shutil.which(program) or next((str(path) for path in server), None)


@cache
def why_absent(program: str) -> str:
    """Return the reason to skip a test that needs a program; empty where the program is here."""
    if program == "quarto":
        return _why_quarto_absent()
    if program_path(program):
        return ""
    bringing = [package for package, programs in packages().items() if program in programs]
    if not bringing:
        raise LookupError(f"{program} is in no package of {PACKAGES.name}; name the package there")
    return f"{program} absent: apt-get install --no-install-recommends {' '.join(bringing)} (or: make system-deps)"


def _why_quarto_absent() -> str:
    found = shutil.which("quarto")
    if not found:
        return f"{NO_QUARTO}: no quarto on the PATH; these tests need {QUARTO}x"
    version = subprocess.run([found, "--version"], capture_output=True, text=True, check=False).stdout.strip()
    return "" if version.startswith(QUARTO) else f"{NO_QUARTO}: this is {version}; these tests need {QUARTO}x"


def pytest_configure(config: pytest.Config) -> None:
    """Leave out what PySpark says of pandas 3: no test turns the one's frames into the other's."""
    config.addinivalue_line("filterwarnings", "ignore:PySpark does not yet fully support pandas:FutureWarning")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    for mark in item.iter_markers("needs"):
        for program in mark.args:
            if reason := why_absent(program):
                pytest.skip(reason)


# ---- REQUIRE ------------------------------------------------------------------------------------


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Any:
    return _required((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Any:
    return _required((yield))


def _required(report: Any) -> Any:
    """Return a report as it is, or failed where it is a skip that REQUIRE does not allow."""
    if report.skipped and not hasattr(report, "wasxfail"):
        reason = str(report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr)
        reason = reason.removeprefix("Skipped: ")
        require = os.environ.get("REQUIRE", "")
        if (require == "all" and not reason.startswith(LACKING)) or (
            require == "quarto" and reason.startswith(NO_QUARTO)
        ):
            report.outcome = "failed"
            report.longrepr = f"REQUIRE={require}, and this was skipped: {reason}"
    return report


# ---- folders ------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder ../shared, whose files nobody here wrote."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip(f"{NO_SHARED}: this test reads files that are not the project's own")
    return folder


@pytest.fixture
def workbench_copy(tmp_path: Path) -> Path:
    """The root of a workbench that a test may change: this project's, without its bundles."""
    root = tmp_path / "workbench"
    for name in ("params", "templates", "notebooks"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    (root / "outputs").mkdir()
    readme = ROOT / "outputs" / "README.md"
    if readme.is_file():
        shutil.copy(readme, root / "outputs")
    return root


# ---- the example edition ------------------------------------------------------------------------


@pytest.fixture(scope="session")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sealed bundle of the example edition: one real run, by the command line, that many tests look at."""
    from tests.functional.conftest import EDITION, sv_report

    out = tmp_path_factory.mktemp("outputs")
    done = sv_report("run", EDITION, "--out", out, "--engine", "embedded")
    assert done.returncode == 0, done.stderr
    return out / EDITION
