"""Measures that were renamed: what a former name may be, and the latest name of each measure.

Data stage, with the table rules. A measure says in `renamed_from` the ref that it had in an earlier version of its set;
the former ref keeps its own row, so that what was promised or valued under it still counts as the same measure.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from sv_report.data.rules.faults import accept_errors, add_faults, leave_out
from sv_report.data.schema import SHAPES
from sv_report.data.staging import Stage
from sv_report.params import Accepted

KEPT = ("unit", "over_time", "across", "valued", "counts_as")  # what a new name does not change
# Each ref of the measures, the latest of its names, and how many names ago it was that. A circle has no latest name.
LATEST_NAMES = """
    WITH RECURSIVE named AS (
        SELECT ref AS measure, ref AS known_as, 0 AS names_ago FROM measures
        WHERE ref NOT IN (SELECT renamed_from FROM measures WHERE renamed_from IS NOT NULL)
        UNION
        SELECT m.renamed_from, n.known_as, n.names_ago + 1 FROM named n JOIN measures m ON m.ref = n.measure
        WHERE m.renamed_from IS NOT NULL
    )
    SELECT * FROM named
"""
Fault = tuple[object, ...]


@dataclass(frozen=True)
class _Measure:
    """A row of measures: its ref, the one it had before, and what a new name does not change."""

    reading: int
    row: int
    ref: str
    former: str | None
    kept: tuple[str, ...]

    def fault(self, rule: str, message: str, remedy: str, column: str = "renamed_from") -> Fault:
        found = self.former if column == "renamed_from" else self.kept[KEPT.index(column)]
        return "measures", self.reading, self.row, column, found, rule, message, remedy, "error"


def judge_renaming(stage: Stage, whole: Collection[str], accepted: Collection[Accepted] = ()) -> None:
    """Add an error for each measure whose former name cannot be right; leave out those that the edition accepts.

    `whole` names the tables all of whose files could be read: nothing is said to be missing from another. A measure
    whose former name is left out is judged again, so that a former name is always a row that is there.
    """
    while "measures" in whole:
        add_faults(stage.connection, [*_faults(stage)])
        accept_errors(stage, [*accepted])
        if not leave_out(stage, SHAPES["measures"]):
            return


def _faults(stage: Stage) -> Iterator[Fault]:
    """Yield what is wrong with former names, down the table."""
    rows = stage.connection.execute(
        f"SELECT reading, row, ref, renamed_from, [{', '.join(KEPT)}] FROM measures WHERE ref IS NOT NULL "
        "ORDER BY reading, row"
    ).fetchall()
    every = [_Measure(reading, row, ref, former, tuple(kept)) for reading, row, ref, former, kept in rows]
    by_ref = {one.ref: one for one in reversed(every)}
    first = {one.former: one for one in reversed(every)}
    for one in every:
        if one.former is None or (first[one.former].ref == one.ref and first[one.former] is not one):
            continue  # a second row of a measure is an error of its own
        if first[one.former] is one:
            yield from _wrong(one, by_ref)
        else:
            named = f"{first[one.former].ref} ({_place(stage, first[one.former], one)})"
            message = f"{one.former} is the former name of {named}, and of {one.ref}"
            remedy = "Leave renamed_from to the one measure that it became; the other is a measure of its own."
            yield one.fault("renamed-twice", message, remedy)


def _wrong(one: _Measure, by_ref: dict[str, _Measure]) -> Iterator[Fault]:
    """Yield what is wrong with the former name of a measure, the only one that has it."""
    former = by_ref.get(one.former or "")
    if one.former == one.ref:
        message = f"measure {one.ref} is said to be renamed from itself"
        yield one.fault("renamed-from-itself", message, "Write the ref that it had before, or clear the cell.")
    elif former is None:
        message = f"measure {one.ref} is renamed from {one.former}, which is in no row of measures"
        remedy = f"Keep a row for {one.former} in measures, or correct renamed_from."
        yield one.fault("renamed-from-unknown", message, remedy)
    elif circle := _circle(one, by_ref):
        message = f"measure {one.ref} is renamed in a circle: {' from '.join(circle)}"
        yield one.fault("renamed-in-circle", message, "Clear renamed_from of the name that the measure had first.")
    else:
        yield from _differences(one, former)


def _circle(one: _Measure, by_ref: dict[str, _Measure]) -> list[str]:
    """Return the names from a measure back to itself, none where it has a first name."""
    names = [one.ref]
    former = one.former
    while former in by_ref and former not in names:
        names.append(former)
        former = by_ref[former].former
    return [*names, one.ref] if former == one.ref else []


def _differences(one: _Measure, former: _Measure) -> Iterator[Fault]:
    for column, new, old in zip(KEPT, one.kept, former.kept, strict=True):
        if new != old:
            message = f"measure {one.ref} has the {column} {new}, and {former.ref}, which it is renamed from, has {old}"
            remedy = f"Make {column} the same in both rows; a measure that is counted in another way is a new one."
            yield one.fault("renamed-and-changed", message, remedy, column)


def _place(stage: Stage, first: _Measure, one: _Measure) -> str:
    """Return the place of the first row in words, with its file only where it is another than that of the second."""
    where = stage.readings[first.reading].sheet.where(first.row).text()
    return where.split(", ")[-1] if first.reading == one.reading else where
