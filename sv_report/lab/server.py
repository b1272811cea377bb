"""Where JupyterLab serves a file of the workbench.

Part of the form. The browser that shows the form has the server's cookie, so that a link needs no token in it.
"""

import os
from functools import cache
from pathlib import Path
from urllib.parse import quote


def file_link(path: str, root: Path) -> str:
    """Return the link to a file, by its path from the workbench's root."""
    return place("files", path, root)


def notebook_link(path: str, root: Path) -> str:
    """Return the link that opens a notebook, or another file, in JupyterLab."""
    return place("lab/tree", path, root)


def place(kind: str, path: str, root: Path) -> str:
    """Return the address of a file from the server's own root."""
    base, served = _server()
    inside = (root / path).relative_to(served) if served and root.is_relative_to(served) else Path(path)
    return f"{base}{kind}/{quote(inside.as_posix())}"


@cache
def _server() -> tuple[str, Path | None]:
    """Return the base of this kernel's own server and the folder that it serves; `/` where none is found."""
    from jupyter_server.serverapp import list_running_servers

    for one in list_running_servers():
        if one.get("pid") == os.getppid():
            return str(one["base_url"]), Path(one["root_dir"])
    return "/", None
