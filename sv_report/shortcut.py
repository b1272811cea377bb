"""A file to double-click that opens the workbench: one function, of the command's name.

Above the line, beside `pipeline`: takes a workbench and a system, gives a .desktop, .cmd or .command file that calls
`sv-report lab`. Nothing but the standard library is imported.
"""

import hashlib
import re
import shlex
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from sv_report.errors import UsageError

System = Literal["linux", "windows", "macos"]
NAME = "Social value report"
WAIT = "Press Enter to close this window."
OF_FOLDERS = re.compile(r"[\x00-\x1f\x7f]")  # a folder's name may hold a line feed, and no file to double-click can
MARK = "sv_report wrote this: "  # before the digest of the other lines, by which a person's changes are seen


@dataclass(frozen=True)
class Shortcut:
    """The file that was written, or was there already as it would be written."""

    path: Path
    system: System
    is_new: bool


@dataclass(frozen=True)
class Places:
    """What a file to double-click names: the workbench, the Python that has sv_report, and folders for the PATH.

    A desktop's own PATH lacks them, and with them a Quarto from conda. None in place of this stands for a workbench
    that is the file's own folder, with its Python in .venv/.
    """

    root: str
    python: str
    path: tuple[str, ...]


def this_system() -> System:
    """Return the system of this machine; what is neither Windows nor macOS is taken as Linux is."""
    return {"win32": "windows", "darwin": "macos"}.get(sys.platform, "linux")  # type: ignore[return-value]


def shortcut(*, root: Path | None = None, to: Path | None = None, system: System | None = None) -> Shortcut:
    """Write the file to double-click into `to`, usually the workbench's root.

    For another system than this machine's it names no folder of this machine, and stands in the workbench's root.
    Raises UsageError where there is no workbench, the folder cannot be written, or a file that a person changed is
    in the place.
    """
    from sv_report.params import find_workbench

    workbench = find_workbench(root)
    wanted = system or this_system()
    folder = (to or workbench.root).resolve()
    places = _places_here(workbench.root) if wanted == this_system() else None
    if places is None:
        _refuse_elsewhere(wanted, folder, workbench.root)
    ending, write = FORMS[wanted]
    path = folder / f"{NAME}{ending}"
    return Shortcut(path, wanted, _put(path, write(places)))


def _places_here(root: Path) -> Places:
    python = Path(sys.executable)
    folders = [python.parent]
    if sys.platform == "win32" and (Path(sys.prefix) / "conda-meta").is_dir():
        folders += [Path(sys.prefix) / "Library" / "bin", Path(sys.prefix) / "Scripts"]  # as `conda activate` has them
    named = (str(root), str(python), *map(str, folders))
    if any(map(OF_FOLDERS.search, named)):
        raise UsageError("A folder's name holds a line feed or another control character: rename the folder.")
    return Places(named[0], named[1], named[2:])


def _refuse_elsewhere(system: System, folder: Path, root: Path) -> None:
    if system == "linux":
        raise UsageError("A file for Linux names folders of its machine: make it there.")
    if folder != root:
        raise UsageError(
            f"A file for {system} has to stand in the workbench's folder: leave --to out, or make it there."
        )


# ---- the three forms ----------------------------------------------------------------------------


def desktop_entry(places: Places | None) -> bytes:
    """Return a desktop entry, by the Desktop Entry Specification 1.5.

    /bin/sh is the program, since a program's path may hold no `=`; and it keeps the window open when something failed,
    so that an officer can read it.
    """
    assert places is not None
    script = f'PATH="$1:$PATH" && export PATH && shift && "$@" || {{ echo; echo "{WAIT}"; read _; }}'
    command = ("/bin/sh", "-c", script, "sh", places.path[0], places.python, "-m", "sv_report", "lab")
    lines = [
        "[Desktop Entry]",
        "Type=Application",
        "Version=1.5",
        f"Name={NAME}",
        "Comment=Opens the workbench in JupyterLab",
        f"Exec={' '.join(map(exec_argument, (*command, '--root', places.root)))}",
        "Terminal=true",
        "Categories=Office;",
    ]
    return _marked(lines, "X-SvReport-Digest={}", "\n")


def exec_argument(text: str) -> str:
    r"""Return one argument of an Exec line: quoted, then escaped once more as any value of a desktop entry is.

    >>> print(exec_argument("/home/a b/100%"), exec_argument('say "$1"'), exec_argument("--root"))
    "/home/a b/100%%" "say \\"\\$1\\"" --root
    """
    if re.fullmatch(r"[A-Za-z0-9/._+-]+", text):
        return text
    quoted = re.sub(r'(["`$\\])', r"\\\1", text.replace("%", "%%"))
    return '"{}"'.format(quoted.replace("\\", "\\\\"))


def batch_file(places: Places | None) -> bytes:
    """Return a batch file of Windows: UTF-8, which chcp 65001 has it read as."""
    root, python, path = (
        (batch_text(places.root), batch_text(places.python), ";".join(map(batch_text, places.path)))
        if places
        else ("%~dp0.", r"%~dp0.venv\Scripts\python.exe", r"%~dp0.venv\Scripts")
    )
    lines = [
        "@echo off",
        "setlocal DisableDelayedExpansion",
        "chcp 65001 >nul",
        f"title {NAME}",
        f'set "PATH={path};%PATH%"',
        f'"{python}" -m sv_report lab --root "{root}"',
        "if errorlevel 1 pause",
    ]
    return _marked(lines, f"rem {MARK}{{}}", "\r\n")


def batch_text(text: str) -> str:
    r"""Return a path as a batch file has it between quotation marks; a backslash at its end would escape the mark.

    >>> print(batch_text("C:\\Work 100%\\Räte"), batch_text("D:\\"))
    C:\Work 100%%\Räte D:\.
    """
    return text.replace("%", "%%") + ("." if text.endswith("\\") else "")


def command_file(places: Places | None) -> bytes:
    """Return a shell script that macOS's Terminal runs."""
    root, python, path = (
        (shlex.quote(places.root), shlex.quote(places.python), shlex.quote(places.path[0]))
        if places
        else ('"$(dirname "$0")"', '"$PWD/.venv/bin/python"', '"$PWD/.venv/bin"')
    )
    lines = [
        "#!/bin/sh",
        f"cd {root} || exit 1",
        f"PATH={path}:$PATH; export PATH",
        f'{python} -m sv_report lab --root "$PWD" || {{ echo; echo "{WAIT}"; read -r _; }}',
    ]
    return _marked(lines, f"# {MARK}{{}}", "\n")


FORMS: dict[System, tuple[str, Callable[[Places | None], bytes]]] = {
    "linux": (".desktop", desktop_entry),
    "windows": (".cmd", batch_file),
    "macos": (".command", command_file),
}


# ---- putting it there ---------------------------------------------------------------------------


def _marked(lines: Iterable[str], form: str, end: str) -> bytes:
    """Return the lines with their digest as the last."""
    text = "".join(line + end for line in lines).encode()
    return text + (form.format(_digest(text)) + end).encode()


def _digest(text: bytes) -> str:
    return hashlib.sha256(text).hexdigest()[:16]


def _is_ours(content: bytes) -> bool:
    """Whether a file is as sv_report wrote it, perhaps for another folder: its last line is the others' digest."""
    *lines, last = content.splitlines(keepends=True) or [b""]
    return last.strip().endswith(_digest(b"".join(lines)).encode())


def _put(path: Path, content: bytes) -> bool:
    """Write the file, and say whether it was not there already as it is to be."""
    there = path.read_bytes() if path.is_file() else None
    if there == content:
        return False
    if path.exists() and not (there and _is_ours(there)):
        raise UsageError(f"{path.name} is there already and was changed by a person: rename it, or give another --to.")
    try:
        path.write_bytes(content)
        if path.suffix != ".cmd":
            path.chmod(0o755)
    except OSError as problem:
        raise UsageError(f"{path.name} cannot be written ({problem.strerror}): give another --to.") from None
    return True
