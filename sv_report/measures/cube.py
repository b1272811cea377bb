"""The cube: contract × measure × period, what was committed and what was delivered.

Measures stage: narwhals expressions that add decimal quantities and nothing else. `reduction` is the one pass over
the deliveries, on whatever engine holds them; everything else is derived from what it leaves. Value is put on the
few sums at the end, in `results`.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import narwhals as nw

from sv_report.data.tables import Tables

KEY = ("contract", "measure", "period")
DELIVERED = ("reported", "assessed", "validated")
QUANTITIES = ("committed", "unreported", *DELIVERED, "reported_then", "validated_then")
ROWS = ("commitment_rows", "unreported_rows", "delivery_rows", "delivery_rows_then")
AMOUNTS = ("quantity_claimed", "quantity_validated", "denominator_claimed", "denominator_validated")
PART, BASE = "quantity", "denominator"  # the two parts of a cell: of a share, its base

Frame = nw.LazyFrame[Any]


def reduction(deliveries: Frame, days: Sequence[date]) -> Frame:
    """Return the deliveries added up by contract, measure, period, version of the return, and *estimated*.

    `claimed` is all that was claimed, `assessed` what was claimed on lines that had been assessed by the first of
    `days`, `validated_0`, `validated_1` what had been accepted by each; each with its `_denominator`. `lines`
    counts the lines, `bases` those with a denominator. One pass, on the engine that the deliveries are in.
    """
    columns: dict[str, nw.Expr] = {}
    for end in ("", "_denominator"):
        stem = "denominator" if end else "quantity"
        columns[f"claimed{end}"] = nw.col(f"{stem}_claimed")
        for number, day in enumerate(days):
            is_assessed = (nw.col("validated_on") <= day).fill_null(False)
            if number == 0:
                columns[f"assessed{end}"] = nw.when(is_assessed).then(nw.col(f"{stem}_claimed"))
            columns[f"validated_{number}{end}"] = nw.when(is_assessed).then(nw.col(f"{stem}_validated"))
    key = (*KEY, "return_version", "estimated")
    summed = [nw.col(name).sum() for name in columns]
    counts = {"lines": nw.len(), "bases": nw.col("claimed_denominator").count()}
    return typed(deliveries).select(*key, **columns).group_by(*key).agg(*summed, **counts)


def typed(deliveries: Frame) -> Frame:
    """Return deliveries with the columns and types of the tables, whatever frame was handed in.

    Quantities of another type (floats, whole numbers, objects) become decimals of six places, so that sums do not
    depend on the order of rows; columns that are not needed may be missing.
    """
    schema = deliveries.collect_schema()
    mended: dict[str, nw.Expr] = {}
    for name in AMOUNTS:
        if name not in schema:
            mended[name] = nw.lit(None, nw.Decimal(38, 6))
        elif not isinstance(schema[name], nw.Decimal):
            mended[name] = nw.col(name).cast(nw.Decimal(38, 6))
    if schema["validated_on"] != nw.Date:
        mended["validated_on"] = nw.col("validated_on").cast(nw.Date)
    if "estimated" not in schema:
        mended["estimated"] = nw.lit(None, nw.Boolean)
    elif schema["estimated"] != nw.Boolean:  # pandas calls a column of nothing but blanks a text
        says = nw.col("estimated")
        mended["estimated"] = nw.when(~says.is_null()).then(says == "true")
    return deliveries.with_columns(**mended) if mended else deliveries


def seen_returns(tables: Tables, as_at: date) -> Frame:
    """Return the latest version of each return that had been received by `as_at`.

    A later version replaces the whole of the one before it, what was validated of it included.
    """
    return (
        tables["returns"]
        .filter(nw.col("received_on") <= as_at)
        .group_by("contract", "period")
        .agg(
            nw.col("version").max(),
            is_late=(nw.col("received_on").min() > nw.col("due_on").min()),
            versions=nw.len(),
        )
    )


def seen_deliveries(tables: Tables, as_at: date) -> Frame:
    """Return the lines of the returns seen, with `is_assessed`: validated, in whole or part, by `as_at`."""
    latest = seen_returns(tables, as_at).select("contract", "period", return_version=nw.col("version"))
    return (
        tables["deliveries"]
        .join(latest, on=["contract", "period", "return_version"], how="inner")
        .with_columns(is_assessed=(nw.col("validated_on") <= as_at).fill_null(False))
    )


def owed_commitments(tables: Tables) -> Frame:
    """Return the commitments that are still owed: those of a period begun after a termination are not."""
    terminations = tables["contracts"].select("ref", "terminated_on")
    starts = tables["periods"].select("period", "period_start")
    return (
        tables["commitments"]
        .join(terminations, left_on="contract", right_on="ref", how="left")
        .join(starts, on="period", how="left")
        .filter(nw.col("terminated_on").is_null() | (nw.col("period_start") <= nw.col("terminated_on")))
    )


def cube(tables: Tables, reduced: Frame, days: Sequence[date], renamed: Mapping[str, str]) -> Frame:
    """Return one row a contract, measure, period and part, with `QUANTITIES` and counts of rows.

    *reported* is all that was claimed, *assessed* the part of it that was looked at by the first of `days`,
    *validated* the part accepted; with `_then` what the second of `days` saw; *unreported* what was
    committed in a period for which no return was seen. Each in the measure's unit, as decimals; a quantity with no
    row is null. *silent* is what was committed in a period of which no line is seen, whatever return came. `part` is
    *quantity*, or *denominator* for the base of a share. A measure that was renamed stands under its new ref.
    """
    found = [*_committed(tables, days[0]), *_delivered(tables, reduced, days[0], 0, "")]
    for day in days[1:]:
        found += _delivered(tables, reduced, day, 1, "_then")
    every = nw.concat(found, how="diagonal")
    there = every.collect_schema().names()
    lacking = {name: nw.lit(None, nw.Int64) for name in (*QUANTITIES, *ROWS) if name not in there}
    named = every.with_columns(measure=_now(nw.col("measure"), renamed), **lacking)
    cells = named.group_by(*KEY, "part").agg(*(nw.col(name).sum() for name in (*QUANTITIES, *ROWS)))
    is_silent = nw.col("delivery_rows").fill_null(0) == 0
    return cells.with_columns(
        nw.when(is_silent).then(nw.col("committed")).alias("silent"),
        nw.when(is_silent).then(nw.col("commitment_rows")).alias("silent_rows"),
    )


def _committed(tables: Tables, as_at: date) -> list[Frame]:
    returned = seen_returns(tables, as_at).select("contract", "period", returned=nw.lit(True))
    owed = owed_commitments(tables).join(returned, on=["contract", "period"], how="left")
    return [
        owed.filter(~nw.col(column).is_null()).select(
            *KEY,
            part=nw.lit(part),
            committed=nw.col(column),
            unreported=nw.when(nw.col("returned").is_null()).then(nw.col(column)),
            commitment_rows=nw.lit(rows),
            unreported_rows=nw.when(nw.col("returned").is_null()).then(nw.lit(rows)),
        )
        for part, column, rows in ((PART, "quantity", 1), (BASE, "denominator", 0))
    ]


def _delivered(tables: Tables, reduced: Frame, day: date, number: int, then: str) -> list[Frame]:
    """Return what a day sees of the deliveries: quantities first, then the bases of shares."""
    latest = seen_returns(tables, day).select("contract", "period", return_version=nw.col("version"))
    seen = reduced.join(latest, on=["contract", "period", "return_version"], how="inner")
    found = []
    for part, end in ((PART, ""), (BASE, "_denominator")):
        columns = {f"reported{then}": nw.col(f"claimed{end}"), f"validated{then}": nw.col(f"validated_{number}{end}")}
        if not then:
            columns["assessed"] = nw.col(f"assessed{end}")
        rows = {f"delivery_rows{then}": nw.col("lines")}
        some = seen if part == PART else seen.filter(nw.col("bases") > 0)
        found.append(some.select(*KEY, part=nw.lit(part), **columns, **rows))
    return found


def _now(measure: nw.Expr, renamed: Mapping[str, str]) -> nw.Expr:
    """Return a measure's ref as it is now called."""
    named = measure
    for old, new in renamed.items():
        named = nw.when(measure == old).then(nw.lit(new)).otherwise(named)
    return named
