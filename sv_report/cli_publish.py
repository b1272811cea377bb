"""The command publish: the public files of a report, put where they are published.

Part of `cli`, which see.
"""

from pathlib import Path

import click

from sv_report.cli_options import edition_argument, pairs, root_option, say, set_option, shown


@click.command()
@edition_argument
@click.option("--to", required=True, metavar="DIR", type=click.Path(path_type=Path, file_okay=False),
              help="The folder to copy into: a new one, or an empty one.")  # fmt: skip
@set_option
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), help="The bundle is in DIR/ID; else in outputs/."
)
@root_option
def publish(edition: str, to: Path, settings: tuple[str, ...], out: Path | None, root: Path | None) -> None:
    """Copy the public files of EDITION's report to DIR, and nothing else.

    Exits with 8, and leaves nothing in DIR, while something has to be mended, where a file was edited since the run, or
    where anything exempt is found in what was copied.
    """
    from sv_report import publishing

    published = publishing.publish(edition, to, root=root, out=out, settings=pairs(settings))
    say(f"The public files of {published.id} are in {shown(published.folder)}, as they were sealed:")
    opened = [path for path in published.files if path.parent == published.folder]
    for path in opened:
        say(f"  {shown(path)}")
    if others := len(published.files) - len(opened):
        say(f"  and {others} file{'' if others == 1 else 's'} in the folders beside them")
    for note in published.notes:
        say(note.text(), err=True)
    say("Nothing of office/ or exempt/ is among them.")
