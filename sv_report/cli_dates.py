"""The command of dates: the deadlines of a meeting, with the days that were counted and left out.

Part of `cli`, which see.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import groupby
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING

import click

from sv_report.cli_options import day_typed, root_option, say

if TYPE_CHECKING:
    from sv_report.params.deadlines.dates import CountedDay, Deadlines
    from sv_report.params.deadlines.rules import DeadlineRule

WIDTH = 78  # columns
WEEKEND = ("Saturday", "Sunday")
NO_BREAK = "\u00a0"  # a day stays with its month


@click.command()
@click.option("--meeting", metavar="DATE", required=True, help="The day of the meeting, as 2024-02-08.")
@click.option("--exempt", is_flag=True, help="Add the notices of a meeting that is held in private, in part or whole.")
@click.option("--json", "as_json", is_flag=True, help="Print the deadlines as JSON, with every day of the working.")
@click.option("--council", metavar="NAME", default="lancashire", show_default=True, help="A folder of templates/.")
@root_option
def deadlines(meeting: str, exempt: bool, as_json: bool, council: str, root: Path | None) -> None:
    """Work out the deadlines of a meeting: notice, publication, and the day its decision takes effect."""
    from sv_report.params.deadlines import dates as rooms

    found = rooms.deadlines(day_typed(meeting, "--meeting"), council=council, exempt=exempt, root=root)
    if as_json:
        say(json.dumps(found.record(), ensure_ascii=False, indent=1))
    else:
        say("\n".join(deadline_lines(found)))


def deadline_lines(found: "Deadlines") -> Iterator[str]:
    """Yield the deadlines for an officer: the dates in their order, then how each is worked out."""
    from sv_report.params.calendar import long_date
    from sv_report.params.deadlines.rules import LAW_AND_PRACTICE, dated

    listed = dated(found)
    width = max(len(rule.title) for _, rule in listed)
    yield f"Meeting on {long_date(found.meeting)}"
    if found.meeting_is:
        yield f"Check the day: it is no working day ({found.meeting_is})."
    yield ""
    yield from (f"{rule.title:{width}}  {rule.by} {long_date(day)}" for day, rule in listed)
    yield "\nHow each date is worked out"
    for _, rule in listed:
        yield from _working(rule, found.working_of(rule.deadline))
    yield ""
    yield from wrap(LAW_AND_PRACTICE, WIDTH)


def _working(rule: "DeadlineRule", days: Sequence["CountedDay"]) -> Iterator[str]:
    yield f"\n{rule.title}: {sum(one.counted for one in days)} {rule.counted}"
    moved = _spans(days, lambda one: one.no_notice)
    parts = {
        "Law": rule.law,
        "Practice": rule.practice,
        "Left out": _spans(days, lambda one: "" if one.counted or one in (days[0], days[-1]) else one.why),
        "Moved": moved and f"to before {moved}",
    }
    for label, text in parts.items():
        if text:
            lines = wrap(text, WIDTH, initial_indent=f"  {label:8}  ", subsequent_indent=" " * 12)
            yield from (line.replace(NO_BREAK, " ") for line in lines)


def _spans(days: Sequence["CountedDay"], why: Callable[["CountedDay"], str]) -> str:
    """Say which days have a reason, those of one reason that follow each other together."""
    grouped = groupby(days, lambda one: "weekend" if why(one) in WEEKEND else why(one))
    return "; ".join(f"{_span([one.day for one in several])} ({reason})" for reason, several in grouped if reason)


def _span(days: Sequence[date]) -> str:
    first, last = days[0], days[-1]
    if first == last:
        return _day(last)
    start = str(first.day) if first.month == last.month else _day(first)
    return f"{start} {'and' if len(days) == 2 else 'to'} {_day(last)}"


def _day(day: date) -> str:
    from sv_report.params.calendar import MONTHS

    return f"{day.day}{NO_BREAK}{MONTHS[day.month - 1]}"
