"""Every examination in turn, none of which may end in a traceback."""

import platform
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from sv_report.diagnosis.engines import of_engine
from sv_report.diagnosis.fonts import of_fonts
from sv_report.diagnosis.jupyter import of_jupyterlab, of_kernel
from sv_report.diagnosis.noted import Diagnosis, Here, Noted
from sv_report.diagnosis.packages import PROJECT, found_versions, mending, of_packages, of_python
from sv_report.diagnosis.programs import of_programs
from sv_report.diagnosis.reading import of_editions
from sv_report.diagnosis.standing import find_root, of_leftovers, of_workbench

Examination = Callable[[Here], Iterator[Noted]]
EXAMINATIONS: tuple[tuple[str, Examination, bool], ...] = (  # and whether there is no report without what is looked at
    ("Python", of_python, True),
    ("Packages", of_packages, True),
    ("Workbench", of_workbench, True),
    ("Editions", of_editions, True),
    ("Engine", of_engine, True),
    ("Typefaces", of_fonts, False),
    ("Kernel", of_kernel, True),
    ("JupyterLab", of_jupyterlab, False),
    ("Runs", of_leftovers, False),
    ("Programs", of_programs, False),
)


def doctor(root: Path | None = None, *, everything: bool = False) -> Diagnosis:
    """Return what is in order here, and what is to mend; `everything` looks at developers' programs too.

    It needs no workbench and no package, changes nothing, and names no folder, person or machine.
    """
    here = Here(find_root(root), everything)
    noted: list[Noted] = []
    unread: list[str] = []
    for subject, examine, is_needed in EXAMINATIONS:
        lacking = any(one.subject == "Packages" and one.stops for one in noted)
        if lacking and subject == "Kernel":  # it would only say so again
            unread.append(subject)
            continue
        try:
            noted += examine(here)
        except ImportError as problem:
            unread.append(subject)
            noted += [] if lacking else [_unloaded(problem)]
        except Exception as problem:  # noqa: BLE001 (a doctor that falls over is of no use to a help desk)
            noted.append(_unexamined(subject, problem, is_needed))
    if unread:
        noted.append(Noted("Not looked at", "worth knowing", ", ".join(unread), "Packages come first."))
    return Diagnosis(tuple(_private(one, here) for one in noted), _versions())


def _unloaded(problem: ImportError) -> Noted:
    return Noted(
        "Packages",
        "to mend",
        f"one is installed and cannot be loaded ({problem}).",
        "Its files are damaged, or a library of the system is missing.",
        mending(),
        stops=True,
    )


def _unexamined(subject: str, problem: Exception, stops: bool) -> Noted:
    said = f"{type(problem).__name__}: {problem}"
    why = "Send this list to whoever looks after sv_report."
    return Noted(subject, "to mend", f"could not be looked at ({said[:300]}).", why, stops=stops)


def _versions() -> dict[str, str]:
    return {
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        **found_versions(),
    }


def _private(one: Noted, here: Here) -> Noted:
    """Return it without folders that may name a person: a list like this is pasted into a ticket."""
    named = {
        Path(tempfile.gettempdir()): "TEMP",
        Path.home(): "~",
        Path.home().resolve(): "~",
        Path(sys.base_prefix): "PYTHON",
        Path(sys.prefix): "PYTHON",
        PROJECT: "SV_REPORT",
        **({here.root: "."} if here.root else {}),
    }
    what, why, command = one.what, one.why, one.command
    for folder in sorted(named, key=lambda each: -len(str(each))):
        if folder != Path(folder.anchor):
            what, why, command = (text.replace(str(folder), named[folder]) for text in (what, why, command))
    return Noted(one.subject, one.state, what, why, command, one.stops)
