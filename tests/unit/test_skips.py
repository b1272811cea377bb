"""Skips: each names what is missing and how to install it, and REQUIRE=all allows two of them only."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

import tests.conftest as configured

pytest_plugins = ["pytester"]

SKIPPING = """
import pytest

@pytest.mark.needs("chromium")
def test_of_a_program(): ...

@pytest.mark.skip(reason="not today")
def test_of_a_mark(): ...

def test_of_a_fixture(shared): ...

@pytest.mark.needs("quarto")
def test_of_quarto(): ...

@pytest.mark.xfail(reason="known")
def test_known_to_fail():
    assert False

def test_that_passes(): ...
"""
WHOLE_FILE = """
import pytest

pytest.skip("no such system", allow_module_level=True)
"""
CONFTEST = """
import pytest
from tests import conftest as real
from tests.conftest import *

real.ROOT = real.Path(__file__).parent / "project"  # no ../shared beside it
real.shutil.which = lambda program: None            # no program at all
real.SERVER_PROGRAMS = "/nowhere"
"""


@pytest.fixture
def bare(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """A test folder under this project's conftest, on a machine with nothing installed."""
    monkeypatch.delenv("REQUIRE", raising=False)
    monkeypatch.setenv("PYTHONPATH", str(configured.ROOT))
    pytester.makeconftest(CONFTEST)
    pytester.makeini("[pytest]\nmarkers = needs(program): needs a program\n")
    pytester.makepyfile(test_skipping=SKIPPING, test_whole_file=WHOLE_FILE)
    return pytester


def run(bare: pytest.Pytester, *options: str) -> pytest.RunResult:
    return bare.runpytest_subprocess("-ra", "-p", "no:cacheprovider", *options)


def test_a_skip_names_the_program_and_the_line_that_installs_it(bare: pytest.Pytester) -> None:
    result = run(bare)
    result.assert_outcomes(passed=1, skipped=5, xfailed=1)
    result.stdout.fnmatch_lines(
        ["*chromium absent: apt-get install --no-install-recommends chromium (or: make system-deps)"]
    )


def test_with_require_all_every_skip_fails_but_quarto_and_shared(
    bare: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUIRE", "all")
    result = run(bare, "--continue-on-collection-errors", "-n", "1")
    result.assert_outcomes(passed=1, skipped=2, errors=3, xfailed=1)
    said = result.stdout.str()
    assert "REQUIRE=all, and this was skipped: chromium absent: apt-get install" in said
    assert "REQUIRE=all, and this was skipped: not today" in said
    assert "REQUIRE=all, and this was skipped: no such system" in said
    assert sorted(re.findall(r"SKIPPED .*?: (.* absent)", said)) == ["../shared absent", "real Quarto absent"]


def test_with_require_quarto_a_skip_for_want_of_it_fails_and_no_other(
    bare: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUIRE", "quarto")
    result = run(bare, "test_skipping.py")
    result.assert_outcomes(passed=1, skipped=3, errors=1, xfailed=1)
    assert "REQUIRE=quarto, and this was skipped: real Quarto absent" in result.stdout.str()


def test_another_version_of_quarto_is_not_the_real_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "quarto"
    program.write_text("#!/bin/sh\necho 1.6.40\n")
    program.chmod(0o755)
    monkeypatch.setattr(configured.shutil, "which", lambda name: str(program))
    assert configured._why_quarto_absent() == "real Quarto absent: this is 1.6.40; these tests need 1.10.x"


def test_a_program_that_no_package_brings_is_a_fault_of_the_test() -> None:
    with pytest.raises(LookupError, match="no-such-program"):
        configured.why_absent("no-such-program")


def test_make_system_deps_installs_the_packages_that_the_skips_name() -> None:
    script = (configured.ROOT / ".ci" / "system-deps").read_text("utf-8")
    assert configured.PACKAGES.name in script
    brings = configured.packages()
    assert {"chromium", "libreoffice-writer", "libreoffice-calc", "postgresql", "poppler-utils"} <= set(brings)
    assert "soffice" in brings["libreoffice-writer"]


@pytest.mark.skipif(os.name == "nt", reason="system programs come from Debian's packages")
def test_system_deps_elsewhere_than_on_debian_says_what_to_install(tmp_path: Path) -> None:
    for name in ("bash", "dirname", "grep", "id"):
        (tmp_path / name).symlink_to(shutil.which(name) or name)
    script = [tmp_path / "bash", configured.ROOT / ".ci" / "system-deps"]
    said = subprocess.run(script, env={"PATH": str(tmp_path)}, capture_output=True, text=True, check=False)
    assert said.returncode == 0
    assert "this is not Debian" in said.stderr
    assert "poppler-utils" in said.stderr
