"""The command batch: many reports beside each other.

Part of `cli`, which see.
"""

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import click

from sv_report.cli_options import (
    chosen_formats,
    engine_option,
    formats_option,
    out_option,
    root_option,
    say,
    shown,
)

if TYPE_CHECKING:
    from sv_report.batching import Batch, Result

ALIKE = 3  # findings of one edition that are printed; the page has more


@click.command()
@click.argument("editions", nargs=-1, required=True)
@click.option("-j", "--jobs", type=click.IntRange(min=1), help="How many at once; else as many as there are cores.")
@click.option("--timeout", type=click.FloatRange(min=0), default=900, show_default=True, metavar="SECONDS",
              help="End a report that takes longer; 0: never.")  # fmt: skip
@click.option("--scheduler", metavar="ADDRESS", help="Let the workers of a Dask scheduler make them: tcp://HOST:8786.")
@click.option("--force", is_flag=True, help="Make again what is whole and unchanged, too.")
@formats_option
@engine_option
@out_option
@click.option("--json", "as_json", is_flag=True, help="Print what came of it as JSON.")
@root_option
def batch(editions: tuple[str, ...], jobs: int | None, timeout: float, scheduler: str | None, force: bool,
          formats: str, engine: str, out: Path | None, as_json: bool, root: Path | None) -> None:  # fmt: skip
    """Make the reports of EDITIONS, several at once, each as `run` does.

    EDITIONS are ids, paths, and patterns in quotation marks: 'params/*.yml'. One that fails, dies or hangs stops no
    other. outputs/batch.html sums up what failed and why. After Ctrl-C or a kill the same command goes on: what a batch
    made whole and nothing has changed of is not made again.

    Exits with 0 where every report is whole, else with the lowest code of those that failed; one that was killed or
    took too long counts as 1.
    """
    from sv_report import batching

    told = Told(quiet=as_json)
    done = batching.batch(
        editions, root=root, out=out, formats=chosen_formats(formats), engine=engine, jobs=jobs, scheduler=scheduler,
        timeout=timeout or None, force=force, watch=batching.Watch(told.began, told.stage, told.ended),
    )  # fmt: skip
    if as_json:
        say(json.dumps(done.record(), ensure_ascii=False, indent=1))
    else:
        say("\n".join(lines(done)))
    if done.is_interrupted:
        raise KeyboardInterrupt
    sys.exit(done.exit_code)


class Told:
    """Prints a line for each edition that has ended; on a terminal the last line says what is under way."""

    def __init__(self, quiet: bool) -> None:
        self.quiet = quiet
        self.on_terminal = sys.stderr.isatty()
        self._printing, self._under_way = Lock(), dict[str, str]()
        self._of = self._ended = 0

    def began(self, editions: int) -> None:
        """So many editions are to be made."""
        self._of = editions

    def stage(self, edition: str, stage: str) -> None:
        """Show that a stage of an edition begins."""
        with self._printing:
            self._under_way[edition] = stage
            self._show_under_way()

    def ended(self, result: "Result") -> None:
        """Print what came of an edition."""
        with self._printing:
            self._under_way.pop(result.edition, None)
            self._ended += result.state != "left"
            if not self.quiet and result.state != "left":
                clear = "\r\033[K" if self.on_terminal else ""
                say(f"{clear}[{self._ended}/{self._of}] {result.edition} {_came_of(result)}", err=True)
            self._show_under_way()

    def _show_under_way(self) -> None:
        if self.on_terminal and not self.quiet:
            now = ", ".join(f"{edition} ({stage})" for edition, stage in self._under_way.items())
            say(f"\r\033[K{now[: os.get_terminal_size(sys.stderr.fileno()).columns - 1]}", err=True, nl=False)


def _came_of(result: "Result") -> str:
    if result.failure:
        return f"failed ({result.failure.code}): {result.failure.message}"
    if result.state == "unchanged":
        return "is unchanged"
    return f"is made, {result.seconds:.1f} s{', DRAFT' if result.is_draft else ''}"


def lines(done: "Batch") -> Iterator[str]:
    """Yield what came of a batch: what failed, each with its reason, and where the rest is."""
    from sv_report.batching.page import errors_of, told
    from sv_report.findings import Where
    from sv_report.release.batch_papers import PAGE

    for result in done.of("failed"):
        failure = result.failure
        assert failure is not None
        yield f"\n{result.edition} failed ({failure.code}): {failure.message}"
        found = errors_of(failure)
        for one in found[:ALIKE]:
            place = Where(**one["where"]).text()
            yield f"  {f'{place}: ' if place else ''}{one['message']}"
            yield from [f"    {one['remedy']}"] if one["remedy"] else []
        yield from [f"  and {len(found) - ALIKE} more"] if len(found) > ALIKE else []
        yield from (f"  {note}" for note in failure.notes)
    for result in done.whole:
        yield from (f"Kept, because a person had edited it: {path}" for path in result.kept)
    yield from done.notes
    yield f"\n{told(done)} {shown(done.outputs / PAGE)} sums up."
