"""Keep a nursery beside this process. Its address stands in the environment: children ask the same one.

Ground.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sv_report.forking.asking import ADDRESS

IS_POSSIBLE = sys.platform == "linux" and hasattr(os, "pidfd_open")  # macOS's own libraries do not outlive a fork
PROVISIONER = "sv-report-forked"  # the entry point of `provisioner`, by which jupyter_client finds it
CHOOSES_PROVISIONER = "JUPYTER_DEFAULT_PROVISIONER_NAME"  # the variable by which JupyterLab and nbval choose it
# What a report's kernel loads, and what a whole run does.
KERNEL = ("ipykernel.kernelapp", "matplotlib.backends.backend_svg", "matplotlib.figure", "matplotlib.patheffects",
          "PIL.GifImagePlugin", "PIL.JpegImagePlugin", "afcharts.af_colours", "sv_report.exploring.opened")  # fmt: skip
RUN = (*KERNEL, "sv_report.pipeline", "sv_report.render.embedded", "sv_report.render.pdf", "sv_report.working.child",
       "gptables", "holidays.countries", "narwhals._duckdb.dataframe")  # fmt: skip


@contextmanager
def warm(*modules: str) -> Iterator[None]:
    """Keep a nursery that has loaded `modules`, for all that is started in this block and by its children.

    It loads them beside this process: nobody waits before the first child is asked for. Where there is a nursery
    already, that one is asked.
    """
    if not IS_POSSIBLE or ADDRESS in os.environ:
        yield
        return
    folder = Path(tempfile.mkdtemp(prefix="sv_report-"))  # which only this user can enter
    try:
        address = folder / "nursery"
        nursery, lifeline = _started(address, modules)
        os.environ[ADDRESS] = str(address)
        try:
            yield
        finally:
            del os.environ[ADDRESS]
            os.close(lifeline)
            nursery.wait()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _started(address: Path, modules: Sequence[str]) -> tuple["subprocess.Popen[bytes]", int]:
    """Start a nursery; return its process, and this end of its lifeline."""
    its, lifeline = os.pipe()
    with socket.socket(socket.AF_UNIX) as listening, os.fdopen(its):
        listening.bind(str(address))
        listening.listen()
        command = [sys.executable, "-m", "sv_report.forking.nursery", str(listening.fileno()), str(its), *modules]
        nursery = subprocess.Popen(
            command, pass_fds=(listening.fileno(), its), start_new_session=True,
            env=os.environ | {"PYTHONIOENCODING": "utf-8"},
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
    return nursery, lifeline
