"""The command verify: a sealed bundle made again, and held against itself.

Part of `cli`, which see.
"""

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sv_report.cli_options import Bar, root_option, say, shown
from sv_report.errors import CheckError
from sv_report.forking.keeping import KERNEL, warm
from sv_report.progress import Progress

if TYPE_CHECKING:
    from sv_report.release.changes import Change
    from sv_report.release.verification import Difference, Verdict

BY_HAND = {"edited": "edited", "added": "added", "missing": "not there any more"}
OTHERWISE = {"otherwise": "differs", "new": "is made now, and not in the bundle", "gone": "is not made any more"}
DIGESTS = ("inputs", "data")  # what a manifest tells by their digests, of which a person has no use
UNEXPLAINED = ("Somebody edited a file and its manifest, or sv_report is at fault: tell whoever looks after it.",)
NEXT = "A new run makes the report anew, and keeps in kept/ what was edited or added."


@click.command()
@click.argument("bundle")
@click.option("--json", "as_json", is_flag=True, help="Print the verdict as JSON.")
@root_option
def verify(bundle: str, as_json: bool, root: Path | None) -> None:
    """Make BUNDLE again, and say which files differ, and why.

    BUNDLE is a sealed folder (outputs/2024-02-08), or an EDITION whose report is in outputs/. It is made in a folder of
    its own; nothing in BUNDLE is touched. Only office/run.log, which holds times, and kept/ are not compared.

    Exits with 0 where every file is identical, with 8 where one differs or the report cannot be made again, and with 2
    where BUNDLE is no bundle.
    """
    with warm(*KERNEL), Bar(quiet=as_json) as bar:
        from sv_report import pipeline

        verdict = pipeline.verify(bundle, root=root, progress=Progress(bar.show))
    if as_json:
        say(json.dumps({"bundle": shown(verdict.bundle), **verdict.record()}, ensure_ascii=False, indent=1))
    else:
        say("\n".join(_told(verdict)))
    if not verdict.is_identical:
        sys.exit(CheckError.exit_code)


def _told(verdict: "Verdict") -> Iterator[str]:
    """Yield the lines of a verdict."""
    name = shown(verdict.bundle)
    if verdict.is_identical:
        yield f"{name} is proven: made again, all its {verdict.files} files are identical."
        return
    if verdict.problem:
        yield f"{name} is not proven: its report cannot be made again."
        yield f"{verdict.problem}"
    else:
        yield f"{name} differs from the report made again: {len(verdict.differences)} of {verdict.files} files."
    by_hand = [one for one in verdict.differences if one.how in BY_HAND]
    others = [one for one in verdict.differences if one.how in OTHERWISE]
    yield from _under("Changed in the bundle by hand:", map(_of_file, by_hand))
    yield from _under("Otherwise than it was sealed, made again:", map(_of_file, others))
    yield from _under("Changed since the bundle was made:", map(_of_change, verdict.changes))
    if not verdict.changes and not verdict.problem:
        yield from _under("Unchanged since the bundle was made:", ["inputs, data, engine, versions, sv_report"])
        yield from UNEXPLAINED if others else ()
    if not verdict.problem:
        yield f"\n{NEXT}"


def _under(heading: str, lines: Iterable[str]) -> Iterator[str]:
    """Yield lines under a heading; nothing where there are none."""
    listed = [f"  {line}" for line in lines]
    yield from [f"\n{heading}", *listed] if listed else ()


def _of_file(one: "Difference") -> str:
    said = (BY_HAND | OTHERWISE)[one.how]
    return f"{one.file}: {said}{f' {one.place}' if one.place else ''}"


def _of_change(one: "Change") -> str:
    if one.kind == "code":
        return "sv_report: its program code"
    if one.kind in DIGESTS:
        return f"{one.name}: {'not there then' if not one.then else 'not there now' if not one.now else 'changed'}"
    return f"{one.name}: {one.then or 'not there'} then, {one.now or 'not there'} now"
