"""A table's shape as a pandera schema, and what it finds of doubtful rows in words.

Data stage, imported by `shape_check` when a row is in doubt. The values' types and ranges have been seen to cell by
cell, with the text that was found; here it is rows that are judged.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd
import pandera.pandas as pa

from sv_report.data.rules.shape_check import HAS_UNIT, UNIT_OF, Row
from sv_report.data.schema import Reference, TableShape
from sv_report.data.staging import Stage

BLANK, DUPLICATE, UNKNOWN, UNIT = "value-blank", "key-duplicate", "reference-unknown", "unit-mismatch"
CHECKS = {"not_nullable": BLANK, "multiple_fields_uniqueness": DUPLICATE}  # pandera's own, by our rules' names

Known = Mapping[Reference, frozenset[Row]]
Fault = tuple[object, ...]


def judge(stage: Stage, shape: TableShape, known: Known, names: Sequence[str], rows: Sequence[Row]) -> Iterator[Fault]:
    """Yield the faults of some rows of a table; `known` holds the keys that each reference may name."""
    frame = pd.DataFrame([*rows], columns=[*names], dtype=object)
    try:
        schema_of(shape, known).validate(frame, lazy=True)
    except pa.errors.SchemaErrors as found:
        cases = found.failure_cases.dropna(subset="index")
        told = zip(cases["index"].astype(int), cases["check"], cases["column"], strict=True)
        # a check of several columns is told once for each of them
        once = {(index, check, column if check == "not_nullable" else "") for index, check, column in told}
        for index, check, column in sorted(once):
            if not _is_said_already(index, check, once, [*known]):
                yield _fault(stage, shape, known, frame, index, check, column)


def schema_of(shape: TableShape, known: Known) -> pa.DataFrameSchema:
    """Return the schema that rows of a table must pass."""
    checks = [_reference_check(number, one, keys) for number, (one, keys) in enumerate(known.items())]
    if shape.name in HAS_UNIT:
        checks.append(pa.Check(lambda rows: rows["unit"].isna() | (rows["unit"] == rows[UNIT_OF]), name=UNIT))
    return pa.DataFrameSchema(
        {column.name: pa.Column(nullable=not column.required) for column in shape.columns},
        checks=checks,
        unique=[*shape.key] or None,
        report_duplicates="exclude_first",
    )


def _is_said_already(index: int, check: str, found: set[tuple[int, str, str]], references: Sequence[Reference]) -> bool:
    """Return whether what several columns name is unknown only because one of them alone is."""

    def columns(check: str) -> set[str]:
        return {*references[int(check.removeprefix(UNKNOWN))].columns}

    ours = columns(check) if check.startswith(UNKNOWN) else set()
    others = (columns(other) for row, other, _ in found if row == index and other.startswith(UNKNOWN))
    return any(other < ours for other in others)


def _reference_check(number: int, reference: Reference, known: frozenset[Row]) -> pa.Check:
    def is_known(rows: pd.DataFrame) -> Any:
        ours = rows[[*reference.columns]]
        return ours.isna().any(axis=1) | ours.apply(tuple, axis=1).isin(known)

    return pa.Check(is_known, name=f"{UNKNOWN} {number}")


def _fault(
    stage: Stage, shape: TableShape, known: Known, frame: pd.DataFrame, index: int, check: str, column: str
) -> Fault:
    """Return a fault as `faults.COLUMNS` has it."""
    row = frame.loc[index]
    place = shape.name, row["reading"], row["row"]
    if check.startswith(UNKNOWN):
        return *place, *_unknown(row, [*known][int(check.removeprefix(UNKNOWN))]), "left out"
    if check == UNIT:
        message = f"the row is in {row['unit']}, and measure {row['measure']} is counted in {row[UNIT_OF]}"
        remedy = "Convert the quantity (in the mapping: times), or correct the unit; different units are never added."
        return *place, "unit", row["unit"], UNIT, message, remedy, "left out"
    if CHECKS[check] == BLANK:
        return *place, column, None, BLANK, "the cell is blank, and a value is required", "Fill the cell.", "left out"
    return *place, *_duplicate(stage, shape, frame, row), "error"


def _unknown(row: Any, reference: Reference) -> tuple[str, ...]:
    values = [str(row[name]) for name in reference.columns]
    named = repr(values[0])
    if len(values) > 1:
        named = ", ".join(f"{name} {value}" for name, value in zip(reference.key, values, strict=True))
    message = f"{named} is in no row of {reference.table} that could be read"
    remedy = f"Add it to {reference.table}, or correct it."
    return ", ".join(reference.columns), ", ".join(values), UNKNOWN, message, remedy


def _duplicate(stage: Stage, shape: TableShape, frame: pd.DataFrame, row: Any) -> tuple[str, ...]:
    key = [*shape.key]
    values = ", ".join(str(row[name]) for name in key)
    first = frame[(frame[key] == row[key]).all(axis=1)].iloc[0]
    ours, theirs = (stage.readings[one["reading"]].sheet.where(int(one["row"])) for one in (row, first))
    same = (ours.file, ours.sheet) == (theirs.file, theirs.sheet)
    where = theirs.text().split(", ")[-1] if same else theirs.text()
    message = f"a second row for {values}; the first is {where}"
    return ", ".join(key), values, DUPLICATE, message, "Leave one of the two."
