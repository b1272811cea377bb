"""Quarto, where it is installed: one call that makes all the formats its manuscript's front matter lists.

Takes a furnished folder, gives report.docx, report.html and report.pdf. Quarto exits 0 after much that is
wrong, so its log is read as well as its exit code.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Literal, overload

from sv_report.errors import RenderError
from sv_report.findings import Finding, Where
from sv_report.render.embedded import problems_of, warnings_of, without_warnings
from sv_report.render.front import MANUSCRIPT

TRIED = (1, 10)  # the extension was tried with Quarto 1.10; another minor version may lay out differently
TIME_LIMIT = 300.0  # seconds; the sample report takes 4
INSTALL = (
    "Install Quarto 1.10 from conda-forge (environment.yml has it) or quarto.org, "
    "or use --engine embedded, which needs nothing more."
)
# Signs in the log that a file was made badly although Quarto exits 0: a missing image, for one.
_BAD = re.compile(r"ERROR \(|^ERROR|\[WARNING\]|unknown font family", re.MULTILINE)
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")


class QuartoEngine:
    """A Quarto program, run in the manuscript's folder without `--to`."""

    name = "quarto"

    def __init__(self, program: str, version: str, time_limit: float = TIME_LIMIT) -> None:
        self._program = program
        self._version = version
        self._time_limit = time_limit

    @property
    def version(self) -> str:
        """The version that `quarto --version` prints."""
        return self._version

    def render(self, folder: Path, formats: Sequence[str], moment: datetime) -> list[Finding]:
        """Make what the front matter lists; see `Engine.render`."""
        said = self._run(folder, moment)
        missing = [each for each in formats if not (folder / f"report.{each}").is_file()]
        bad = _BAD.findall(without_warnings(said))
        if missing or bad:
            raise RenderError("Quarto rendered the report badly", [*_bad_lines(said), *map(_missing, missing)])
        return [*self._version_warning(), *warnings_of(said)]

    def _run(self, folder: Path, moment: datetime) -> str:
        """Run Quarto and return its log. No `--quiet`, no `--to`, no `--output-dir`: see rendering rules 1-8."""
        environment = os.environ | {
            "SOURCE_DATE_EPOCH": str(int(moment.timestamp())),
            "TZ": "UTC",
            "NO_COLOR": "1",
        }
        for name in ("QUARTO_PROFILE", "QUARTO_PDF_STANDARD", "TYPST_FONT_PATHS", "QUARTO_PROJECT_DIR"):
            environment.pop(name, None)  # a user's own settings would change the output
        command = [self._program, "render", MANUSCRIPT]
        try:
            done = _bounded(command, folder, environment, self._time_limit)
        except subprocess.TimeoutExpired:
            raise RenderError(
                f"Quarto did not finish within {self._time_limit:g} seconds and was stopped: try --engine embedded"
            ) from None
        said = _COLOURS.sub("", done.stdout)
        if done.returncode:
            raise RenderError(f"Quarto failed with exit code {done.returncode}", _failure(said))
        return said

    def _version_warning(self) -> list[Finding]:
        if _minor(self._version) == TRIED:
            return []
        return [
            Finding(
                "render-quarto-version",
                "warning",
                f"Quarto {self._version} was not tried with this report; {TRIED[0]}.{TRIED[1]} was",
                remedy="Look through the files, or use --engine embedded.",
            )
        ]


def _bounded(
    command: Sequence[str], folder: Path, environment: dict[str, str], seconds: float
) -> "subprocess.CompletedProcess[str]":
    """Run a program in a session of its own, so that its children (Deno, Pandoc) stop with it."""
    with subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        start_new_session=True,
    ) as running:
        try:
            said, _ = running.communicate(timeout=seconds)
        except BaseException:
            _stop(running)
            raise
    return subprocess.CompletedProcess(list(command), running.returncode, said, "")


def _stop(running: "subprocess.Popen[str]") -> None:
    if hasattr(os, "killpg"):
        os.killpg(running.pid, 9)  # the group has the id of its first process
    else:
        running.kill()


@overload
def find_quarto(*, any_version: Literal[True]) -> QuartoEngine: ...
@overload
def find_quarto(*, any_version: Literal[False] = False) -> QuartoEngine | None: ...
def find_quarto(*, any_version: bool = False) -> QuartoEngine | None:
    """Return the Quarto on the PATH, if it is the version that was tried.

    With `any_version` another version is taken too, and warns when it renders; RenderError where there is none.
    """
    program = shutil.which("quarto")
    version = _version_of(program) if program else None
    if program and version and (any_version or _minor(version) == TRIED):
        return QuartoEngine(program, version)
    if any_version:
        raise RenderError(f"there is no working Quarto on the PATH. {INSTALL}")
    return None


def _version_of(program: str) -> str | None:
    try:
        done = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    found = re.match(r"\d+\.\d+\.\d+\S*", done.stdout.strip())
    return found[0] if found and done.returncode == 0 else None


def _minor(version: str) -> tuple[int, int]:
    major, minor = version.split(".")[:2]
    return int(major), int(minor)


def _failure(said: str) -> list[Finding]:
    last = " ".join(without_warnings(said).split())[-600:] or "it said nothing"
    return _bad_lines(said) or [Finding("render-quarto", "error", f"Quarto: {last}", Where(file=MANUSCRIPT))]


def _bad_lines(said: str) -> list[Finding]:
    """Return what the filter named, else the lines of the log that are failures."""
    named = problems_of(said)
    lines = dict.fromkeys(line.strip() for line in without_warnings(said).splitlines() if _BAD.search(line))
    return list(dict.fromkeys(named)) or [
        Finding("render-quarto", "error", f"Quarto: {line}", Where(file=MANUSCRIPT)) for line in lines
    ]


def _missing(name: str) -> Finding:
    return Finding(
        "render-quarto",
        "error",
        f"Quarto made no report.{name}",
        Where(file=MANUSCRIPT, field="format"),
        "The front matter must list the format; the log of `quarto render report.qmd` says more.",
    )
