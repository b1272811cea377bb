"""The kernel, which runs a report's notebook, and JupyterLab, which is the workbench's place."""

import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from subprocess import DEVNULL
from typing import Any

from sv_report.diagnosis.noted import Here, Noted
from sv_report.diagnosis.packages import mending

NAME = "python3"  # the kernel that every notebook of the workbench names
START, ANSWER = 60, 60  # seconds; a start takes one or two, and a run waits 120
ASKED = """
import sys
print(sys.prefix, flush=True)
import sv_report.manuscript.opening, pandas, matplotlib
pandas.DataFrame, matplotlib.rc
"""
FORM = "@jupyter-widgets/jupyterlab-manager"  # what shows the form's fields in JupyterLab


def of_kernel(here: Here) -> Iterator[Noted]:
    """Start the kernel as a run does, in the folder of notebooks, and ask it which Python it is."""
    why = "A report's notebook runs in it."
    try:
        prefix, fault = _answer(here.root / "notebooks" if here.root else None)
    except RuntimeError as problem:  # it died, or said nothing in time
        what = f"it did not start ({str(problem)[:300]})."
        hint = "A virus scanner, a full disk, or a home folder that cannot be written may be why."
        command = "jupyter kernelspec list, to see which it is; then " + mending()
        yield Noted("Kernel", "to mend", what, f"{why} {hint}", command, stops=True)
        return
    if Path(prefix).resolve() != Path(sys.prefix).resolve():
        what = "Jupyter starts another Python than this one for the kernel python3."
        other = "It may lack packages, or have others."
        yield Noted("Kernel", "to mend", what, f"{why} {other}", "jupyter kernelspec remove python3", stops=True)
    elif fault:
        hiding = ", ".join(_hiding(here.root))
        hint = f"Files in notebooks/ that are called as packages hide them: {hiding}." if hiding else ""
        command = f"rename them ({hiding})" if hiding else mending()
        what = f"it cannot load sv_report ({fault[:300]})."
        yield Noted("Kernel", "to mend", what, f"{why} {hint}".strip(), command, stops=True)
    else:
        yield Noted("Kernel", "in order", "it starts, is of this Python, and loads sv_report.")


def of_jupyterlab(here: Here) -> Iterator[Noted]:
    """Is JupyterLab here, with its pages and what shows the form?"""
    try:
        found = version("jupyterlab")
    except PackageNotFoundError:
        return  # said among the packages
    from jupyter_core.paths import jupyter_path

    lacking = []
    if not any((Path(folder) / "static" / "index.html").is_file() for folder in jupyter_path("lab")):
        lacking.append("its pages")
    if not any((Path(folder) / FORM / "package.json").is_file() for folder in jupyter_path("labextensions")):
        lacking.append("what shows the form's fields (ipywidgets)")
    if lacking:
        why = "The workbench cannot be used as it should; a report can be made by sv-report run."
        yield Noted("JupyterLab", "to mend", f"{found} lacks {' and '.join(lacking)}.", why, mending())
    else:
        yield Noted("JupyterLab", "in order", f"{found}: sv-report lab opens the workbench.")


def _hiding(root: Path | None) -> list[str]:
    """Return the files of notebooks/ that a kernel imports in a package's place; Python's own modules come first."""
    from importlib.util import find_spec

    names = sorted((root / "notebooks").glob("*.py")) if root else []
    return [path.name for path in names if path.stem not in sys.stdlib_module_names and find_spec(path.stem)]


def _answer(folder: Path | None) -> tuple[str, str]:
    """Return where the kernel's Python is, and what went wrong as it loaded sv_report. Raises RuntimeError."""
    from jupyter_client.kernelspec import NoSuchKernel
    from jupyter_client.manager import start_new_kernel

    told = {"stdout": "", "error": ""}

    def heard(sent: dict[str, Any]) -> None:
        content = sent["content"]
        if sent["msg_type"] == "error":
            told["error"] = f"{content['ename']}: {content['evalue']}"
        elif sent["msg_type"] == "stream" and content["name"] == "stdout":
            told["stdout"] += content["text"]

    given: dict[str, Any] = {"cwd": str(folder)} if folder and folder.is_dir() else {}
    try:
        manager, client = start_new_kernel(START, NAME, stdout=DEVNULL, stderr=DEVNULL, **given)
    except (NoSuchKernel, OSError) as problem:
        raise RuntimeError(str(problem) or "Jupyter does not know it") from None
    try:
        client.execute_interactive(ASKED, timeout=ANSWER, output_hook=heard)
    except TimeoutError:
        raise RuntimeError(f"it gave no answer in {ANSWER} seconds") from None
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    return told["stdout"].strip(), told["error"]
