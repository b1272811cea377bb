"""JupyterLab on a workbench, started as a person starts it: `sv-report lab`."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.conftest import ROOT

TOKEN = "a-token-of-the-tests"
WINDOW = {"width": 1280, "height": 900}
LONG = 60_000  # milliseconds, on a machine with other work
OWN = ("HOME", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "JUPYTERLAB_SETTINGS_DIR",
       "JUPYTERLAB_WORKSPACES_DIR")  # fmt: skip


@contextmanager
def opened(browser: Browser, address: str, path: str = "") -> Iterator[Page]:
    """Give a page of JupyterLab, as a browser opens it by its address."""
    page = browser.new_page(viewport=WINDOW)  # type: ignore[arg-type]
    page.set_default_timeout(LONG)
    expect.set_options(timeout=LONG)
    page.goto(f"{address}/{path}?token={TOKEN}")
    yield page
    page.close()


@contextmanager
def jupyterlab(workbench: Path, folder: Path) -> Iterator[str]:
    """Give the address of JupyterLab on a workbench, whose settings and log are kept in a folder of its own."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    folders = {name: str(folder / name.lower()) for name in OWN}
    command = [sys.executable, "-m", "sv_report", "lab", "--root", str(workbench), "--", "--no-browser",
               f"--ServerApp.port={port}", "--ServerApp.port_retries=0", f"--IdentityProvider.token={TOKEN}"]  # fmt: skip
    with (folder / "lab.log").open("w") as log:
        server = subprocess.Popen(
            command, cwd=ROOT, env=os.environ | folders | {"PYTHONPATH": str(ROOT)},
            stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
    try:
        wait_for(f"{address}/api", server)
        yield address
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(60)


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def wait_for(url: str, server: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + LONG / 1000
    while time.monotonic() < until and server.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=5)
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise AssertionError("JupyterLab did not start")
