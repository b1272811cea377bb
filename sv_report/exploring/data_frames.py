"""A data frame on a notebook's page: as the other tables show themselves, no word of it cut off."""

from collections.abc import Iterator
from datetime import datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sv_report.exhibits.table import Column, Table
from sv_report.exploring.interactive import is_in_jupyterlab
from sv_report.exploring.listing import SHOWN, Listing

if TYPE_CHECKING:
    import pandas as pd

HOMES = ("pandas", "pandas.core.frame")  # where a data frame says that it comes from: in pandas 3, and before
MOST = 10_000  # cells that a page is given to search: more than a person will read, few enough to save
DIGITS = 15  # of a binary number, as many as any decimal number keeps
WITH_COMMAS = 10_000  # 5679 and 2023 are read without; a column that holds such a number has them throughout


def html(frame: "pd.DataFrame") -> str:
    """Return the first rows of a data frame as a table; its index, where it says something, heads each row."""
    if frame.empty:
        return "<p>No rows.</p>"
    shown = frame.head(MOST // frame.shape[1] if is_in_jupyterlab() else SHOWN)
    counted = f"{len(frame):,} {'row' if len(frame) == 1 else 'rows'}"
    caption = counted if len(shown) == len(frame) else f"The first {len(shown):,} of {counted}"
    columns = [*_of_index(shown), *(shown.iloc[:, place] for place in range(shown.shape[1]))]
    heads = tuple(Column(_heading(column.name), number=_is_number(column)) for column in columns)
    rows = tuple(zip(*map(_cells, columns), strict=True))
    return Listing(Table("frame", caption, heads, rows), keys=max(len(columns) - shown.shape[1], 1))._repr_html_()


def _of_index(frame: "pd.DataFrame") -> Iterator["pd.Series[Any]"]:
    """Yield the levels of an index, as columns; none of one that only counts the rows."""
    index = frame.index
    if index.nlevels > 1 or index.name is not None or index.dtype.kind != "i":
        yield from (index.get_level_values(level).to_series() for level in range(index.nlevels))


def _heading(name: Any) -> str:
    if isinstance(name, tuple):
        return ", ".join(filter(None, map(str, name)))
    return "index" if name is None else str(name)


def _is_number(column: "pd.Series[Any]") -> bool:
    """Whether a column holds numbers, Python's decimals among them."""
    if column.dtype.kind in "iuf":
        return True
    kinds = set(map(type, column.dropna())) if column.dtype.kind == "O" else set()
    return kinds == {Decimal}


def _cells(column: "pd.Series[Any]") -> list[str]:
    commas = "," if _is_number(column) and column.dropna().abs().max() >= WITH_COMMAS else ""
    return [_said(value, commas) for value in column]


def _said(value: Any, commas: str) -> str:
    """Return a value in words: a number as it stands, a day without an hour, nothing for what is not there."""
    import pandas as pd

    if pd.api.types.is_scalar(value) and pd.isna(value):
        return ""
    match value:
        case bool():
            return "yes" if value else "no"
        case int():
            return f"{value:{commas}d}"
        case float():
            return _digits(Decimal(f"{value:.{DIGITS}g}"), commas)
        case Decimal():
            return _digits(value, commas)
        case datetime():
            return str(value.date()) if value.time() == time() else value.isoformat(" ")
    return str(value)


def _digits(number: Decimal, commas: str) -> str:
    whole, point, places = f"{number:{commas}f}".partition(".")
    return f"{whole}{point}{places}".rstrip("0").rstrip(".") if point else whole
