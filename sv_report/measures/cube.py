"""The cube: contract × measure × period, what was committed and what was delivered.

Measures stage: takes the tables and the day up to which data is seen, gives one narwhals expression that adds
decimal quantities and nothing else. Value is put on the few sums at the end, in `results`.
"""

from datetime import date
from typing import Any

import narwhals as nw

from sv_report.data.tables import Tables

KEY = ("contract", "measure", "period")
QUANTITIES = ("committed", "reported", "assessed", "validated")
DENOMINATORS = tuple(f"{quantity}_denominator" for quantity in QUANTITIES)
COUNTS = ("commitment_rows", "delivery_rows")

Frame = nw.LazyFrame[Any]


def seen_returns(tables: Tables, as_at: date) -> Frame:
    """Return the latest version of each return that had been received by `as_at`.

    A later version replaces the whole of the one before it.
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


def cube(tables: Tables, as_at: date) -> Frame:
    """Return one row a contract, measure and period, with `QUANTITIES`, `DENOMINATORS` and row counts.

    *reported* is all that was claimed, *assessed* the part of it that was looked at by `as_at`, *validated*
    the part accepted; each in the measure's unit as decimals. A quantity with no row is null.
    """
    committed = owed_commitments(tables).select(
        *KEY,
        committed=nw.col("quantity"),
        committed_denominator=nw.col("denominator"),
        commitment_rows=nw.lit(1),
    )
    assessed = nw.col("is_assessed")
    delivered = seen_deliveries(tables, as_at).select(
        *KEY,
        reported=nw.col("quantity_claimed"),
        reported_denominator=nw.col("denominator_claimed"),
        assessed=nw.when(assessed).then(nw.col("quantity_claimed")),
        assessed_denominator=nw.when(assessed).then(nw.col("denominator_claimed")),
        validated=nw.when(assessed).then(nw.col("quantity_validated")),
        validated_denominator=nw.when(assessed).then(nw.col("denominator_validated")),
        delivery_rows=nw.lit(1),
    )
    sums = [nw.col(name).sum() for name in (*QUANTITIES, *DENOMINATORS, *COUNTS)]
    return nw.concat([committed, delivered], how="diagonal").group_by(*KEY).agg(*sums)
