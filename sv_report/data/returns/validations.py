"""What officers fill in: validated quantities in the kept `deliveries.csv`, which a later collect keeps.

Data stage. A validation stays with its line of the supplier's own file; a resubmission takes over those of the
lines that it leaves word for word as they were.
"""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sv_report.data.readers import open_file
from sv_report.data.readers.sheet import Numbered, Sheet
from sv_report.data.returns.answers import VALIDATED, Answered, LineKey
from sv_report.data.returns.judging import Delivery
from sv_report.data.returns.ledger import QuarterFolder, write_whole
from sv_report.data.schema import ORIGIN, SHAPES
from sv_report.data.values import CellFault, read_cell
from sv_report.errors import DataError
from sv_report.findings import Finding, Where

DELIVERIES = SHAPES["deliveries"]
NEEDED = (*ORIGIN[::2], "quantity_claimed", *VALIDATED)
REMEDY = "Correct it there, and collect again; until then nothing is changed."


@dataclass(frozen=True)
class Validation:
    """What an officer filled in for a line, and the quantity that the line then claimed."""

    key: LineKey
    claimed: Any
    filled: Mapping[str, Any]


@dataclass
class Kept:
    """The validations of the lines that are counted now, and what is to be said of them."""

    by_line: dict[LineKey, Mapping[str, Any]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def read_validations(quarter: QuarterFolder) -> list[Validation]:
    """Return what officers filled in; raise DataError where it cannot be read, so that none of it is lost."""
    path = quarter.path / "deliveries.csv"
    if not path.is_file():
        return []
    shown = f"{quarter.name}/{path.name}"
    (sheet,) = open_file(path, shown)
    rows = ((number, cells) for number, cells in sheet.rows() if any(map(str.strip, cells)))
    _, header = next(rows, (0, []))
    names = [name.strip().casefold() for name in header]
    if missing := [name for name in NEEDED if name not in names]:
        message = f"the column {', '.join(missing)} is missing"
        raise _unreadable([Finding("column-missing", "error", message, Where(shown), f"Put it back. {REMEDY}")])
    findings: list[Finding] = []
    validations = list(_validations(sheet, names, rows, findings))
    if findings:
        raise _unreadable(findings)
    return validations


def _unreadable(findings: list[Finding]) -> DataError:
    return DataError("What officers filled in among the collected deliveries cannot be read.", findings)


def _validations(
    sheet: Sheet, names: list[str], rows: Iterator[Numbered], findings: list[Finding]
) -> Iterator[Validation]:
    """Yield the validation of each row that has one; add a finding for each cell that cannot be read."""
    for number, cells in rows:
        row = dict(zip(names, cells, strict=False))
        if not any(row.get(name, "").strip() for name in VALIDATED):
            continue
        read: dict[str, Any] = {}
        for name in ("quantity_claimed", *VALIDATED):
            try:
                read[name] = read_cell(row.get(name, ""), DELIVERIES.column(name)).value
            except CellFault as fault:
                where = sheet.where(number, name, row.get(name))
                findings.append(Finding(fault.rule, "error", str(fault), where, f"{fault.remedy} {REMEDY}"))
        place = row["origin_row"].strip()
        key = row["origin_file"].strip(), int(place) if place.isdecimal() else 0
        yield Validation(key, read.get("quantity_claimed"), {name: read.get(name) for name in VALIDATED})


def carried_over(
    counted: Sequence[Answered], validations: Sequence[Validation], new: Collection[str], quarter: QuarterFolder
) -> Kept:
    """Return the validations of the lines counted now.

    A line of the same original keeps its own. A line of a resubmission that is `new`, by its digest, takes over that
    of the version before, where all its answers are the same. One whose line is gone is kept apart, with its table.
    """
    kept = Kept()
    lines = {
        (quarter.origin(answered.entry.original), delivery.row): delivery
        for answered in counted
        for delivery in answered.judged.deliveries
    }
    lost = [one for one in validations if not _fits(one, lines.get(one.key))]
    kept.by_line = {one.key: one.filled for one in validations if one not in lost}
    if lost:
        kept.findings.append(_keep_apart(lost, quarter))
    before = {(one.entry.contract, one.entry.version): one for one in counted}
    for answered in counted:
        earlier = before.get((answered.entry.contract, answered.entry.version - 1))
        if earlier and answered.entry.sha256 in new:
            _take_over(kept, earlier, answered, quarter)
    return kept


def _fits(validation: Validation, delivery: Delivery | None) -> bool:
    return delivery is not None and delivery.values["quantity_claimed"] == validation.claimed


def _keep_apart(lost: Sequence[Validation], quarter: QuarterFolder) -> Finding:
    """Keep the table that validations without a line stood in, and return the finding that says so."""
    content = (quarter.path / "deliveries.csv").read_bytes()
    name = f"deliveries-{hashlib.sha256(content).hexdigest()[:8]}.csv"
    (quarter.path / "kept").mkdir(exist_ok=True)
    write_whole(quarter.path / "kept" / name, content)
    places = ", ".join(f"{file} row {row}" for file, row in sorted(one.key for one in lost)[:10])
    message = f"{len(lost)} validated lines are no longer as they were validated: {places}"
    remedy = f"See {quarter.name}/kept/{name} for what was filled in, and validate the lines as they are now."
    return Finding("validation-without-line", "warning", message, Where(f"{quarter.name}/deliveries.csv"), remedy)


def _take_over(kept: Kept, earlier: Answered, answered: Answered, quarter: QuarterFolder) -> None:
    old, new = _by_answers(earlier), _by_answers(answered)
    first, second = quarter.origin(earlier.entry.original), quarter.origin(answered.entry.original)
    taken = 0
    for answers in old.keys() & new.keys():
        filled = kept.by_line.get((first, old[answers].row))
        if filled:
            kept.by_line[second, new[answers].row] = filled
            taken += 1
    if taken:
        version = answered.entry.version
        message = f"version {version} keeps {taken} validated lines of version {version - 1}, which it leaves unchanged"
        kept.findings.append(Finding("validation-carried-over", "note", message, Where(second)))


def _by_answers(answered: Answered) -> dict[tuple[Any, ...], Delivery]:
    """Return the deliveries of a return by all that they say; those that say the same are left aside."""
    deliveries = answered.judged.deliveries
    times = Counter(tuple(one.values.items()) for one in deliveries)
    return {tuple(one.values.items()): one for one in deliveries if times[tuple(one.values.items())] == 1}
