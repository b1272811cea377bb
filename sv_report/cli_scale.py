"""The command scale-example: invented councils, to run the line at size.

Part of `cli`, which see.
"""

from pathlib import Path

import click

from sv_report.cli_options import root_option, say, shown


@click.command("scale-example")
@click.argument("count", metavar="N", type=int)
@click.option("--to", type=click.Path(path_type=Path), default=Path("scale-example"), show_default=True,
              help="A new or empty folder.")  # fmt: skip
@click.option("--seed", default="1", show_default=True, help="Equal seeds give equal bytes.")
@root_option
def scale_example(count: int, to: Path, seed: str, root: Path | None) -> None:
    """Make a workbench of N invented councils, each with a profile, an edition, its words and data.

    Everything in it is drawn from the seed and marked as illustrative; no place in it exists.
    """
    from sv_report import inventing

    made = inventing.scale_example(count, to=to, seed=seed, root=root)
    say(f"{len(made.editions):,} invented councils are in {shown(made.folder)}. To make their reports:")
    say(f"  cd {shown(made.folder)}\n  sv-report batch 'params/*.yml'")
