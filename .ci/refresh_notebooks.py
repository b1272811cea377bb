"""Run notebooks and store in each only the outputs that nbval compares: `make refresh-notebooks`.

What is stored depends on nothing but the notebook, the package and the data, so that a second call writes the same
bytes. Nothing is written where a cell fails.
"""

import os
import sys
from pathlib import Path
from typing import Any

import nbclient
import nbformat
from traitlets.config import Config

UNCOMPARED = {"nbval-ignore-output", "nbval-skip"}  # nbval's tags of cells whose outputs it does not compare
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
ENCRYPTED = Config({"KernelManager": {"transport_encryption": "auto"}})  # else the kernel warns on stderr
NOT_OURS = ("SV_REPORT_WORK", "SV_REPORT_ROOT", "JPY_SESSION_NAME")  # a run's settings, and JupyterLab's mark


def refreshed(path: Path) -> str:
    """Return a notebook's text with the outputs that it gives now, where they are compared."""
    notebook = nbformat.read(path, as_version=4)
    notebook.metadata = nbformat.from_dict({"kernelspec": KERNEL, "language_info": {"name": "python"}})
    place = {"metadata": {"path": str(path.parent)}}
    runner = nbclient.NotebookClient(
        notebook, resources=place, coalesce_streams=True, store_widget_state=False, config=ENCRYPTED
    )
    runner.execute()
    notebook.metadata.language_info = {"name": "python"}  # not the version of this Python
    for cell in notebook.cells:
        settle(cell)
    for count, cell in enumerate((one for one in notebook.cells if one.cell_type == "code"), start=1):
        cell.execution_count = count
        for output in cell.outputs:
            if "execution_count" in output:
                output.execution_count = count
    nbformat.validate(notebook)
    return str(nbformat.writes(notebook)) + "\n"


def settle(cell: Any) -> None:
    """Keep no metadata of a cell but its tags, and no outputs that are not compared."""
    tags = cell.metadata.get("tags", [])
    cell.metadata = nbformat.from_dict({"tags": tags} if tags else {})
    if cell.cell_type == "code" and UNCOMPARED & set(tags):
        cell.outputs = []


def main() -> None:
    """Refresh the notebooks named on the command line."""
    for name in NOT_OURS:
        os.environ.pop(name, None)
    for path in map(Path, sys.argv[1:]):
        text = refreshed(path)
        changed = text != path.read_text("utf-8")
        if changed:
            path.write_text(text, "utf-8", newline="\n")
        print(f"{path}: {'stored anew' if changed else 'as it was'}")


if __name__ == "__main__":
    main()
