"""The command new: an edition for the next meeting, written from the last.

Part of `cli`, which see.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sv_report.cli_options import day_typed, root_option, say, shown

if TYPE_CHECKING:
    from sv_report.beginning import Begun


@click.command()
@click.option("--meeting", required=True, metavar="DATE", help="The day of the meeting, as 2024-06-13.")
@click.option("--name", default="", metavar="SLUG", help="A short name behind the date: a second report for a meeting.")
@click.option(
    "--from", "source", metavar="EDITION", help="The edition to write from; else the last before the meeting."
)
@root_option
def new(meeting: str, name: str, source: str | None, root: Path | None) -> None:
    """Write the edition for a meeting from the last one; what is dated is put forward or flagged to confirm."""
    from sv_report import beginning

    for line in told(beginning.new(day_typed(meeting, "--meeting"), name=name, source=source, root=root)):
        say(line)


def told(begun: "Begun") -> Iterator[str]:
    """Yield what there is to say of a new edition, in the order in which an officer works."""
    from sv_report.params import long_date

    yield f"The edition {begun.id}, for the meeting on {long_date(begun.meeting)}, is written from {begun.last}:"
    yield f"  {shown(begun.path)}"
    count = len(begun.carried)
    files = "no words yet" if not count else f"{count} file{'' if count == 1 else 's'} of words, carried word for word"
    yield f"  {shown(begun.folder)}  ({files})"
    if begun.later:
        yield f"There is an edition for that day or later already: {', '.join(begun.later)}. Check the date."
    yield from listed("Not carried from the last folder:", (shown(path) for path in begun.left))
    yield from listed(
        "Put forward:",
        (f"line {one.line}, {one.field}: {f'{one.was} → ' if one.was else ''}{one.now}" for one in begun.changes),
    )
    yield from listed(
        "To confirm; delete the comment when it is done:",
        (f"line {one.line}, {one.field}: {one.why}" for one in begun.flags),
    )
    yield from listed(
        "These words name a period, a day or the last edition. Change them where they are out of date:",
        (f"{shown(one.path)}, line {one.line}: {one.words}" for one in begun.dated),
    )
    yield from listed("Still to be written:", unwritten(begun))
    yield from listed("Deadlines:", deadlines(begun))
    yield ""
    yield from (finding.text() for finding in begun.findings)
    if begun.carried:
        yield "The words speak of the last period. They are not confirmed until narrative_confirmed is filled."
    yield f"Next: sv-report check {begun.id}"


def listed(heading: str, lines: Iterator[str]) -> Iterator[str]:
    """Yield a heading and its lines, or nothing where there are none."""
    below = list(lines)
    if below:
        yield ""
        yield heading
        yield from (f"  {line}" for line in below)


def unwritten(begun: "Begun") -> Iterator[str]:
    """Yield the sections that no file holds, each with what it is to answer."""
    for section in begun.unwritten:
        drafted = (
            " A draft from the figures is printed until then."
            if section.written_by == "draft" and begun.has_data
            else ""
        )
        yield f"{shown(begun.folder / f'{section.id}.md')}  {section.heading}: {section.asks or ''}{drafted}"


def deadlines(begun: "Begun") -> Iterator[str]:
    """Yield the days that lead to the meeting and follow from it, in their order."""
    from sv_report.params import long_date
    from sv_report.params.deadlines.rules import dated

    yield from (f"{rule.title} {rule.by} {long_date(day)}" for day, rule in dated(begun.deadlines))
