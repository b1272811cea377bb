"""environment.yml and requirements.lock say what pyproject.toml says.

conda itself was not run: these tests read environment.yml, they do not solve or install it.
"""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
ASKED_FOR = {"jupyterlab", "matplotlib", "nbconvert", "nbval", "pandas", "papermill", "pytest", "quarto"}
CONDA_NAMES = {"quarto-cli": "quarto"}  # by what is on PyPI, what conda-forge calls it
TEST_MARK, SPARK_MARK = "# ---- group: test", "# ---- group: spark"

Ranges = dict[str, SpecifierSet]


def project() -> Any:
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def ranges(requirements: list[str]) -> Ranges:
    """Return the range of each requirement by its name, and see that none is named twice."""
    read = [Requirement(text) for text in requirements]
    named = {canonicalize_name(one.name): one.specifier for one in read}
    assert len(named) == len(read)
    return named


def declared() -> Ranges:
    """Return all that pyproject.toml asks for: to run, to test, and Quarto."""
    read = project()
    to_run, extras = read["project"]["dependencies"], read["project"]["optional-dependencies"]
    return ranges([*to_run, *read["dependency-groups"]["test"], *extras["quarto"]])


def from_conda() -> Ranges:
    listed = environment()["dependencies"]
    return ranges([one for one in listed if isinstance(one, str)])


def from_pip() -> list[str]:
    listed = environment()["dependencies"]
    return [line for one in listed if isinstance(one, dict) for line in one["pip"]]


def environment() -> Any:
    return yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))


# ---- environment.yml ----------------------------------------------------------------------------


def test_the_names_and_ranges_are_those_of_the_project_no_more_and_no_fewer() -> None:
    wanted = {CONDA_NAMES.get(name, name): range_ for name, range_ in declared().items()}
    conda = {name: range_ for name, range_ in from_conda().items() if name not in ("python", "pip")}
    pip = ranges([line for line in from_pip() if not line.startswith("-")])
    assert not set(conda) & set(pip)
    assert conda | pip == wanted


def test_conda_brings_what_was_asked_for_by_name_and_pip_the_rest() -> None:
    assert set(from_conda()) - {"python", "pip"} == ASKED_FOR
    assert from_pip()[0] == "-e ."


def test_the_python_is_the_projects() -> None:
    assert from_conda()["python"] == SpecifierSet(project()["project"]["requires-python"])


def test_only_conda_forge_is_asked() -> None:
    assert environment()["channels"] == ["conda-forge", "nodefaults"]


# ---- requirements.lock --------------------------------------------------------------------------


def pins(part: str) -> dict[str, set[str]]:
    """Return the versions that a part of the lock pins, by name; one more where Python versions differ."""
    found: dict[str, set[str]] = {}
    for name, version in re.findall(r"(?m)^([A-Za-z0-9._-]+)==([^ ;\\]+)", part):
        found.setdefault(canonicalize_name(name), set()).add(version)
    return found


LOCK = (ROOT / "requirements.lock").read_text("utf-8")
RUN, TEST, SPARK = re.split(f"(?m)^(?:{TEST_MARK}|{SPARK_MARK}).*\n", LOCK)
ASKED = {
    "run": project()["project"]["dependencies"],
    "test": project()["dependency-groups"]["test"],
    "spark": project()["project"]["optional-dependencies"]["spark"],
}


@pytest.mark.parametrize(("group", "part"), [("run", RUN), ("test", RUN + TEST), ("spark", SPARK)])
def test_the_lock_pins_what_the_project_asks_for_within_its_ranges(group: str, part: str) -> None:
    pinned = pins(part)
    for name, range_ in ranges(ASKED[group]).items():
        assert name in pinned, f"{name} is not in the lock: make lock"
        assert all(range_.contains(version) for version in pinned[name]), f"{name} {range_}: make lock"


def test_the_group_run_needs_nothing_of_the_group_test() -> None:
    only_test = set(pins(TEST)) - set(pins(RUN))
    assert {"pytest", "nbval", "ruff", "mypy", "uv"} <= only_test
    assert "jupyterlab" in pins(RUN)


def test_pyspark_is_in_neither_of_the_groups_that_a_report_and_the_checks_set_up() -> None:
    assert not {"pyspark", "py4j"} & set(pins(RUN + TEST))
    assert set(pins(SPARK)) == {"pyspark", "py4j"}


def test_what_builds_pyspark_is_pinned_in_the_group_set_up_before_it() -> None:
    assert "setuptools" in pins(TEST)


def test_the_quarto_extra_is_in_no_group_for_it_downloads_while_it_installs() -> None:
    assert "quarto-cli" not in pins(LOCK)


def test_every_pin_has_hashes_and_no_index_is_named() -> None:
    blocks = re.split(r"(?m)^(?=[A-Za-z0-9])", RUN + TEST + SPARK)[1:]
    assert all("--hash=sha256:" in block for block in blocks)
    assert "://" not in LOCK
    assert "index-url" not in LOCK
