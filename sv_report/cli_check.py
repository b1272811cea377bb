"""The command of checks: the checklist of a report on its way out.

Part of `cli`, which see.
"""

import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sv_report.cli_options import day_typed, edition_argument, pairs, root_option, say, set_option
from sv_report.errors import CheckError
from sv_report.forking.keeping import KERNEL, warm

if TYPE_CHECKING:
    from sv_report.params import Edition
    from sv_report.release.checks import Checklist

ALIKE = 3  # findings of one check that a run prints


@click.command()
@edition_argument
@click.option("--on", metavar="DATE", help="Warn of deadlines as on this day; else today.")
@click.option("--json", "as_json", is_flag=True, help="Print the checklist as JSON.")
@set_option
@root_option
def check(edition: str, on: str | None, as_json: bool, settings: tuple[str, ...], root: Path | None) -> None:
    """Go through the checklist of EDITION: what has to be mended, confirmed, or is in order.

    Exits with 8 while something has to be mended. Nothing is rendered or kept.
    """
    day = day_typed(on, "--on") if on else date.today()
    with warm(*KERNEL):
        from sv_report import pipeline

        checklist, loaded = pipeline.check(edition, root=root, settings=pairs(settings))
    if as_json:
        say(json.dumps(checklist.records(), ensure_ascii=False, indent=1))
    else:
        say(checklist.text())
        say_due(loaded, day)
    if checklist.is_open:
        sys.exit(CheckError.exit_code)


def say_open(checklist: "Checklist", edition: "Edition", id: str) -> None:
    """Print what a run's checklist has to mend and to confirm, the deadlines, and how to see the rest."""
    if checklist.is_open:
        say("The report is marked DRAFT until what is to mend is mended.")
    say(checklist.text(("to mend", "to confirm"), ALIKE))
    say(f"sv-report check {id} shows every check.")
    say_due(edition, date.today())


def say_due(edition: "Edition", day: date) -> None:
    """Print the deadlines that are past or near on a day."""
    from sv_report.release.checks import overdue

    for found in overdue(edition, day):
        say(f"{found.severity}: {found.message}")
