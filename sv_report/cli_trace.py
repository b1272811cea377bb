"""The commands of numbers: facts lists them, trace follows one to its rows, or a row to its numbers.

Part of `cli`, which see.
"""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sv_report.cli_options import edition_argument, pairs, root_option, say, set_option
from sv_report.errors import MeasureError, UsageError

if TYPE_CHECKING:
    from sv_report.exhibits.cells import Placed
    from sv_report.exhibits.records import Exhibit
    from sv_report.manuscript.report import Report

BOM = "\ufeff"  # by which Excel knows UTF-8
LISTED = ("row", "column", "figure", "fact")


@click.command()
@edition_argument
@click.option("--json", "as_json", is_flag=True, help="Print the list of facts.json.")
@click.option("--all", "every", is_flag=True, help="Show also what the public does not see.")
@set_option
@root_option
def facts(edition: str, as_json: bool, every: bool, settings: tuple[str, ...], root: Path | None) -> None:
    """List the facts of EDITION: every number that a report can print, as the public sees it."""
    from sv_report.manuscript.opening import for_the_public
    from sv_report.params import find_workbench

    report = _report(edition, settings, root)
    listed = (report if every else for_the_public(report, find_workbench(root))).facts
    if as_json:
        _say_json(listed.records())
        return
    if not len(listed):
        say(f"{edition} has no data, and so no facts.")
        return
    width = max(len(fact.id) for fact in listed)
    say("\n".join(f"{fact.id:{width}}  {fact.display:>16}  {fact.label}" for fact in listed))


@click.command()
@edition_argument
@click.argument("what", metavar="[FACT|EXHIBIT]", required=False)
@click.option("--row", help="Of an exhibit: a row by its heading, or its number from 1.")
@click.option("--column", help="Of an exhibit: a column by its heading, or its number; of a chart, a series.")
@click.option("--cells", is_flag=True, help="List the numbers of an exhibit, also of one that is called as a fact is.")
@click.option(
    "--affected-by", "place", metavar="FILE[#SHEET]:ROW", help="Name the facts that a source row has part in."
)
@click.option("--change", "changes", multiple=True, metavar="COLUMN=VALUE",
              help="With --affected-by: what changes if the row's cell is this.")  # fmt: skip
@click.option("--without", is_flag=True, help="With --affected-by: what changes if the row is not there.")
@click.option("--csv", "as_csv", is_flag=True, help="Print every row as CSV.")
@click.option("--json", "as_json", is_flag=True, help="Print the trace with every row as JSON.")
@set_option
@root_option
def trace(edition: str, what: str | None, row: str | None, column: str | None, cells: bool, place: str | None,
          changes: tuple[str, ...], without: bool, as_csv: bool, as_json: bool, settings: tuple[str, ...],
          root: Path | None) -> None:  # fmt: skip
    """Explain a number of EDITION: how it was made, and from which rows.

    FACT is an id that `sv-report facts` lists. Of an EXHIBIT, such as by_theme, --row and --column name the number;
    without them its numbers are listed, each with its fact.

    \b
    sv-report trace 2024-02-08 sv_validated_ytd
    sv-report trace 2024-02-08 by_theme --row Jobs --column "Due to date"
    sv-report trace 2024-02-08 --affected-by deliveries.csv:35
    """
    _refuse_what_does_not_go_together(what, place, (row, column, cells), (changes, without), as_csv, as_json)
    if place:
        _say_affected(edition, place, changes, without, as_json, settings, root)
        return
    assert what, "refused above"
    report = _report(edition, settings, root)
    name = _named(report, what, row, column, listing=cells)
    if isinstance(name, str):
        _say_trace(report, name, as_csv, as_json)
    else:
        _say_cells(name, as_csv, as_json)


def _refuse_what_does_not_go_together(
    what: str | None, place: str | None, of_exhibit: tuple[str | None, str | None, bool],
    of_row: tuple[tuple[str, ...], bool], as_csv: bool, as_json: bool,
) -> None:  # fmt: skip
    """Raise UsageError where the words of `trace` ask for two things at once, or for none."""
    refused = (
        (not what and not place, "Name a fact or an exhibit, or a source row with --affected-by FILE:ROW."),
        (what and place, "Name a fact or an exhibit, or a source row with --affected-by: not both."),
        (any(of_exhibit) and not what, "--row, --column and --cells are of an exhibit: name it."),
        (any(of_row) and not place, "--change and --without are of a source row: name it with --affected-by FILE:ROW."),
        (all(of_row), "--change and --without exclude each other: a row that is not there cannot be changed."),
        (as_csv and as_json, "--csv and --json exclude each other."),
        (as_csv and place, "--affected-by prints text or, with --json, JSON."),
    )
    for is_wrong, message in refused:
        if is_wrong:
            raise UsageError(message)


def _report(edition: str, settings: tuple[str, ...], root: Path | None) -> "Report":
    from sv_report.manuscript import open_report

    return open_report(edition, root=root, settings=pairs(settings))


def _named(report: "Report", what: str, row: str | None, column: str | None, listing: bool) -> "str | list[Placed]":
    """Return the id of the fact that is named, or the cells of an exhibit that are to be listed."""
    from sv_report.exhibits.cells import cell
    from sv_report.exhibits.records import NAMES, build
    from sv_report.params.nearest import nearest

    of_exhibit = listing or row is not None or column is not None
    if what in NAMES and (of_exhibit or what not in report.facts):
        exhibit = build(what, report.figures)
        if row is not None and column is not None and not listing:
            return cell(exhibit, row, column).id
        return _chosen(exhibit, row, column)
    if of_exhibit:
        close = nearest(what, NAMES)
        hint = f" Did you mean {close}?" if close else ""
        raise UsageError(f"--row, --column and --cells are of an exhibit, and none is called {what!r}.{hint}")
    try:
        return report.facts[what].id
    except MeasureError as problem:
        if close := nearest(what, NAMES):
            problem.add_note(f"Of the exhibits, the nearest is {close}.")
        raise


def _chosen(exhibit: "Exhibit", row: str | None, column: str | None) -> "list[Placed]":
    """Return the numbers of an exhibit, or those of one row or column of it."""
    from sv_report.exhibits.cells import cells, number_of

    found = list(cells(exhibit))
    if row is not None:
        found = [one for one in found if one.row_number == number_of(exhibit, "row", row)]
    if column is not None:
        found = [one for one in found if one.column_number == number_of(exhibit, "column", column)]
    return found


def _say_trace(report: "Report", fact: str, as_csv: bool, as_json: bool) -> None:
    from sv_report.exhibits.records import NAMES
    from sv_report.exhibits.trace_view import trace_csv, trace_text

    found = report.tracer.trace(fact)
    if as_json:
        _say_json(found.record())
    elif as_csv:
        _say_csv(trace_csv(found))
    else:
        say("\n".join(trace_text(found)))
        if fact in NAMES:
            say(f"There is an exhibit {fact}, too: --cells lists its numbers.", err=True)


def _say_cells(found: "list[Placed]", as_csv: bool, as_json: bool) -> None:
    from sv_report.exhibits.trace_view import aligned, csv_text

    if as_json:
        _say_json([one.record() for one in found])
        return
    if as_csv:
        records = [one.record() for one in found]
        _say_csv(csv_text([[*records[0]], *([*record.values()] for record in records)] if records else []))
        return
    rows = [
        (f"{one.row_number} {one.row}", f"{one.column_number} {one.column}", one.fact.figure, one.fact.id)
        for one in found
    ]
    say("\n".join(aligned([LISTED, *rows], right=("figure",))))


def _say_affected(
    edition: str, place: str, changes: tuple[str, ...], without: bool, as_json: bool, settings: tuple[str, ...],
    root: Path | None,
) -> None:  # fmt: skip
    from sv_report.tracing import affected_by

    change = pairs(changes, "--change", "quantity_claimed=12")
    affected = affected_by(edition, place, root=root, settings=pairs(settings), change=change or None, without=without)
    if as_json:
        _say_json(affected.record())
    else:
        say("\n".join(affected.lines()))


def _say_json(record: Any) -> None:
    say(json.dumps(record, ensure_ascii=False, indent=1))


def _say_csv(text: str) -> None:
    """Print CSV as it is on every system: a text stream of Windows would end its lines twice."""
    say((BOM + text).encode("utf-8"), nl=False)
