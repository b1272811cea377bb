"""Deliveries too many to be walked through one by one: the engine adds alike rows up, and names those that are large.

Measures stage. For summaries only: sums by file are the same to the last digit, for a group holds rows that every
term takes alike; the largest rows are looked for in the cells that can hold them.
"""

from collections.abc import Collection, Sequence
from datetime import date
from typing import TypeAlias

import narwhals as nw

from sv_report.data.schema import ORIGIN
from sv_report.data.tables import Tables
from sv_report.measures.cube import AMOUNTS, KEY, Frame

Cell: TypeAlias = tuple[str, str, str]  # contract, measure, period
MOST = {  # the column of the most that a row of a group adds, by what is added of it
    "claimed": "most_claimed",
    "validated": "most_validated",
    "not_accepted": "most_not_accepted",
    "base": "most_base",
}


def grouped(deliveries: Frame, days: Sequence[date]) -> Frame:
    """Return the deliveries added up by file and by all that a term may ask of a row, with `lines`, and the `MOST`
    that a row of them adds."""
    flags = {f"assessed_{number}": (nw.col("validated_on") <= day).fill_null(False) for number, day in enumerate(days)}
    flags["has_base"] = ~(nw.col("denominator_claimed").is_null() & nw.col("denominator_validated").is_null())
    flags["is_whole"] = (nw.col("quantity_claimed") == nw.col("quantity_validated")).fill_null(False)
    claimed, validated = nw.col("quantity_claimed"), nw.col("quantity_validated")
    most = {
        MOST["claimed"]: claimed.abs(),
        MOST["validated"]: validated.abs(),
        MOST["not_accepted"]: (claimed - validated.fill_null(0)).abs(),
        MOST["base"]: nw.col("denominator_claimed").abs(),
    }
    by = (*ORIGIN[:2], *KEY, "return_version", "estimated", *flags)
    return (
        deliveries.with_columns(**flags, **most)
        .group_by(*by)
        .agg(
            *(nw.col(name).sum() for name in AMOUNTS),
            *(nw.col(name).max() for name in most),
            nw.col("validated_on").min(),
            origin_row=nw.col("origin_row").min(),
            lines=nw.len(),
        )
    )


def rows_of(tables: Tables, cells: Collection[Cell]) -> Frame:
    """Return the deliveries of some cells."""
    columns = dict(zip(KEY, zip(*sorted(cells), strict=True), strict=True))
    named = tables.connection.from_arrow(nw.from_dict(columns, backend="pyarrow").to_native())
    return tables["deliveries"].join(nw.from_native(named), on=list(KEY), how="inner")
