"""The command shortcut: a file to double-click that opens the workbench.

Part of `cli`, which see.
"""

from pathlib import Path
from typing import Any

import click

from sv_report.cli_options import root_option, say, shown

HINTS = {
    "linux": "Double-click it. GNOME asks once: right click, Allow Launching.",
    "windows": "Double-click it.",
    "macos": "Double-click it. macOS asks once: right click, Open.",
}


@click.command()
@click.option("--to", type=click.Path(path_type=Path, exists=True, file_okay=False),
              help="The folder to put it in; else the workbench's.")  # fmt: skip
@click.option("--system", type=click.Choice(["linux", "windows", "macos"]), help="Else this machine's.")
@root_option
def shortcut(to: Path | None, system: Any, root: Path | None) -> None:
    """Make a file to double-click that opens the workbench, as `sv-report lab` does.

    A file that a person changed is never written over.
    """
    from sv_report import shortcut as shortcuts

    made = shortcuts.shortcut(root=root, to=to, system=system)
    say(f"{shown(made.path)} {'is written' if made.is_new else 'is there already, as it should be'}.")
    say(f"{HINTS[made.system]} A window stays open beside the browser: closing it closes JupyterLab.")
