"""What the commands share: the words that several of them take, and printing.

Part of `cli`, which see.
"""

import os
import sys
from datetime import date
from io import StringIO
from pathlib import Path

import click

from sv_report.errors import UsageError
from sv_report.progress import STAGES

BAR = 24  # characters of the progress bar

edition_argument = click.argument("edition")
root_option = click.option(
    "--root", type=click.Path(path_type=Path), help="The workbench's folder; else the nearest above."
)
set_option = click.option(
    "--set", "settings", multiple=True, metavar="KEY=VALUE", help="Lay a value over an edition's field."
)
formats_option = click.option("--formats", default="docx,pdf,html", show_default=True, help="The files to make.")
engine_option = click.option(
    "--engine", type=click.Choice(["auto", "quarto", "embedded"]), default="auto", show_default=True,
    help="auto: Quarto 1.10 where it is installed, else the engine that comes with the package.",
)  # fmt: skip
out_option = click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), help="Seal the bundle in DIR/ID; else in outputs/."
)


def pairs(typed: tuple[str, ...], option: str = "--set", example: str = 'period="2023-24 Q2"') -> dict[str, str]:
    """Return an option's pairs as a mapping; raise UsageError where one has no `=` or comes twice."""
    settings: dict[str, str] = {}
    for one in typed:
        key, equals, value = one.partition("=")
        if not equals or not key.strip():
            raise UsageError(f"{option} {one!r}: write KEY=VALUE, for example {option} {example}.")
        if key.strip() in settings:
            raise UsageError(f"{option} {key.strip()} is given twice; give it once.")
        settings[key.strip()] = value.strip()
    return settings


def chosen_formats(typed: str) -> tuple[str, ...]:
    """Return the formats of a comma-separated list; raise UsageError where one is unknown."""
    from sv_report.render import FORMATS

    chosen = tuple(dict.fromkeys(name.strip() for name in typed.split(",") if name.strip()))
    unknown = [name for name in chosen if name not in FORMATS]
    if unknown or not chosen:
        raise UsageError(f"--formats {typed!r}: the formats are {', '.join(FORMATS)}, with commas between them.")
    return tuple(name for name in FORMATS if name in chosen)


def day_typed(typed: str, option: str) -> date:
    """Return the day that an option says; raise UsageError where it says none."""
    from pydantic_core import PydanticCustomError

    from sv_report.params.typed.fields import read_day

    try:
        return read_day(typed)
    except PydanticCustomError as problem:
        said = problem.context or {}
        raise UsageError(f"{option}: {said['message']} {said['remedy']}") from None


def shown(path: Path) -> str:
    """Return a path as a person would type it from here."""
    return os.path.relpath(path) if path.is_relative_to(Path.cwd()) else str(path)


def say(text: str | bytes, *, err: bool = False, nl: bool = True) -> None:
    """Print; where nobody reads any more, as behind `| head`, go on in silence to the command's end."""
    try:
        click.echo(text, err=err, nl=nl)
    except BrokenPipeError:
        setattr(sys, "stderr" if err else "stdout", StringIO())  # else Python complains as it empties the stream


class Bar:
    """A bar on a terminal's error stream that names the stage; lines of text where there is no terminal."""

    def __init__(self, quiet: bool) -> None:
        self.quiet = quiet
        self.on_terminal = sys.stderr.isatty()

    def __enter__(self) -> "Bar":
        return self

    def __exit__(self, *_: object) -> None:
        self._rewrite("")

    def show(self, stage: str) -> None:
        """Show that a stage begins."""
        done = BAR * STAGES.index(stage) // len(STAGES)
        if not self.on_terminal and not self.quiet:
            say(f"[{STAGES.index(stage) + 1}/{len(STAGES)}] {stage}", err=True)
        self._rewrite(f"[{'#' * done}{'.' * (BAR - done)}] {stage}")

    def _rewrite(self, text: str) -> None:
        if self.on_terminal and not self.quiet:
            say(f"\r\033[K{text}", err=True, nl=False)
