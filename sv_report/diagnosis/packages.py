"""Python and the packages: is what pyproject.toml asks for here, in versions that fit?"""

import os
import platform
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, metadata, requires, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sv_report.diagnosis.noted import Here, Noted

if TYPE_CHECKING:
    from packaging.requirements import Requirement
    from packaging.specifiers import SpecifierSet

PROJECT = Path(__file__).resolve().parents[2]
OURS = "sv_report"
NOT_FOR_A_REPORT = ("flit-core", "ipywidgets", "itables", "jupyterlab")  # the workbench needs them, a run does not
LISTED = 8  # packages that a help desk reads of


@dataclass(frozen=True)
class Amiss:
    """A package that is missing, or of a version that does not fit."""

    name: str
    wanted: str
    found: str
    asked_by: str
    stops: bool

    def words(self) -> str:
        """Return what is wrong with it."""
        asked = "" if self.asked_by == OURS else f", for {self.asked_by}"
        wanted = f" (wanted: {self.wanted}{asked})" if self.wanted or asked else ""
        return f"{self.name} {self.found or 'is missing'}{wanted}"


def of_python(here: Here) -> Iterator[Noted]:
    """Is this Python one that sv_report runs on? And can it name every file?"""
    found, wanted = platform.python_version(), _python_wanted()
    if not _fits(found, wanted):
        why = "sv_report is not tried with it, and its packages may not install."
        command = "make clean, then make setup PYTHON=python3.12"
        yield Noted("Python", "to mend", f"{found}; sv_report runs on {wanted}.", why, command, stops=True)
    else:
        yield Noted("Python", "in order", f"{found} ({platform.system()}); sv_report runs on {wanted}.")
    if sys.getfilesystemencoding().lower() not in ("utf-8", "utf8"):
        why = "A file whose name has an accent or a £ may not be found."
        yield Noted("Python", "worth knowing", "file names are not read as UTF-8 here.", why, "set PYTHONUTF8=1")


def of_packages(here: Here) -> Iterator[Noted]:
    """Is every package here that a run or the workbench needs, and those that these need?"""
    asked = _asked()
    amiss = list(_amiss(asked))
    if not amiss:
        yield Noted("Packages", "in order", f"all {len(asked)} that sv_report needs, in versions that fit.")
        return
    for stops in (True, False):
        several = [one for one in amiss if one.stops == stops]
        if several:
            why = "A report needs them." if stops else "The workbench needs them; a report can be made without."
            yield Noted("Packages", "to mend", _listed(several), why, mending(several), stops)


def found_versions() -> dict[str, str]:
    """Return the versions of sv_report and of the packages that it asks for, those that are here."""
    found = {}
    for text in (OURS, *_asked()):
        name = _name(text)
        found[name] = _version(name)
    return {name: number for name, number in found.items() if number}


def mending(amiss: Iterable[Amiss] = ()) -> str:
    """Return the command that puts the packages right, by how they were installed."""
    if Path(sys.prefix).resolve() == PROJECT / ".venv":
        return "make clean setup" if os.name != "nt" else r"rmdir /s /q .venv & python .ci\set_up.py run"
    if (Path(sys.prefix) / "conda-meta").is_dir():
        return "conda env update --file environment.yml"
    wanted = [f'"{one.name}{one.wanted}"' for one in amiss]
    if not wanted:
        return "install sv_report again, as it was installed"
    return f"python -m pip install {' '.join(wanted)}"


def _listed(amiss: list[Amiss]) -> str:
    more = f"; and {len(amiss) - LISTED} more" if len(amiss) > LISTED else ""
    return "; ".join(one.words() for one in amiss[:LISTED]) + f"{more}."


def _project() -> dict[str, Any]:
    """Return the project's table of the pyproject.toml beside the package; empty where it was installed alone."""
    path = PROJECT / "pyproject.toml"
    if not path.is_file():
        return {}
    import tomllib  # not in the Pythons that are too old

    held: dict[str, Any] = tomllib.loads(path.read_text("utf-8")).get("project", {})
    return held if held.get("name") == OURS else {}


def _python_wanted() -> str:
    return str(_project().get("requires-python") or metadata(OURS)["Requires-Python"] or "")


def _asked() -> list[str]:
    """Return the requirements of a run, as pyproject.toml writes them."""
    return list(_project().get("dependencies") or [one for one in requires(OURS) or () if "extra ==" not in one])


def _name(requirement: str) -> str:
    return re.split(r"[^A-Za-z0-9._-]", requirement.strip(), maxsplit=1)[0]


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _version(name: str) -> str:
    """Return a package's version; empty where it is missing, or only a part of its metadata is left."""
    try:
        return version(name) or ""
    except (PackageNotFoundError, KeyError):
        return ""


def _fits(found: str, wanted: str) -> bool:
    """Whether a version is in a range of >= and <, by its numbers: `packaging` may be what is missing."""
    bounds = re.findall(r"(>=|<)\s*([\d.]+)", wanted)
    return all((_numbers(found) < _numbers(number)) == (sign == "<") for sign, number in bounds)


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", text)[:3])


def _amiss(asked: list[str]) -> Iterator[Amiss]:
    """Yield what is amiss: of what is asked for, and where `packaging` is here, of what that asks for in turn."""
    try:
        from packaging.requirements import Requirement
    except ImportError:
        missing = [name for name in (*map(_name, asked), "packaging") if not _version(name)]
        yield from (Amiss(name, "", "", OURS, _plain(name) not in NOT_FOR_A_REPORT) for name in missing)
        return
    waiting = [(Requirement(text), OURS, _plain(_name(text)) not in NOT_FOR_A_REPORT) for text in asked]
    waiting.sort(key=lambda one: not one[2])  # what a report needs first: so what it shares with the rest stops, too
    seen: set[str] = set()
    while waiting:
        one, asked_by, stops = waiting.pop(0)
        key = _plain(one.name) + str(sorted(one.extras))
        found = _version(one.name)
        if not found or not one.specifier.contains(found, prereleases=True):
            if key not in seen:
                yield Amiss(one.name, _range(one.specifier), found, asked_by, stops)
        elif key not in seen:
            waiting += [(each, one.name, stops) for each in _needs_of(one)]
        seen.add(key)


def _range(specifier: "SpecifierSet") -> str:
    """Return a range as pyproject.toml writes it, its lower bound first."""
    return ",".join(sorted(map(str, specifier), reverse=True))


def _needs_of(one: "Requirement") -> Iterator["Requirement"]:
    """Yield what a package needs on this machine, with the extras that were asked for."""
    from packaging.requirements import Requirement

    for text in requires(one.name) or ():
        need = Requirement(text)
        if need.marker is None or any(need.marker.evaluate({"extra": extra}) for extra in ("", *one.extras)):
            yield need
