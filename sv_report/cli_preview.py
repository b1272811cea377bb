"""The command preview: the report's web page beside the editor, made again as its words are written.

Part of `cli`, which see.
"""

import signal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sv_report.cli_options import edition_argument, root_option, say

if TYPE_CHECKING:
    from sv_report.previewing import Event


@click.command()
@edition_argument
@click.option("--exempt", is_flag=True, help="Show the copy that is not for the public.")
@click.option("--no-open", is_flag=True, help="Print the address, and open no browser.")
@root_option
def preview(edition: str, exempt: bool, no_open: bool, root: Path | None) -> None:
    """Show the web page of EDITION, and make it again when its words, fields, template, notebook or data change.

    The page stands on this machine only, under an address that nobody can guess, until Ctrl+C. Nothing is written to
    outputs/. While something is wrong the last page that was right stays, with what is wrong above it.
    """
    from sv_report import previewing

    signal.signal(signal.SIGTERM, _end)
    with previewing.preview(edition, root=root, exempt=exempt, browser=not no_open, told=_tell) as running:
        say(f"The preview is at {running.url}\nCtrl+C ends it.")
        try:
            running.wait()
        except KeyboardInterrupt:
            say("\nThe preview has ended.")


def _end(number: int, frame: Any) -> None:
    raise KeyboardInterrupt


def _tell(event: "Event") -> None:
    if event.problem:
        say(event.problem, err=True)
    else:
        say(f"Page {event.number} in {event.seconds:.1f} s; done anew: {', '.join(event.done) or 'nothing'}")
