"""Frames that a notebook holds: pandas, Polars, and whatever else narwhals knows.

Data stage. Takes frames by name; gives a sheet for each, whose row 0 is the names of its columns and row 1 its first
record. A frame's index is no column.
"""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from sv_report.data.readers.foreign import numbered
from sv_report.data.readers.sheet import Numbered, Sheet, unreadable

MAKE_FRAME = "Give a pandas or Polars frame, each column with a name of its own."


def open_frames(frames: Mapping[str, Any], shown: str) -> list[Sheet]:
    """Return a sheet for each frame; raise Unreadable where one is no frame, or two columns share a name."""
    return [Sheet(shown, name, partial(_rows, _frame(frame, name, shown))) for name, frame in frames.items()]


def _frame(frame: Any, name: str, shown: str) -> Any:
    import narwhals as nw

    try:
        known = nw.from_native(frame)
    except Exception as problem:  # noqa: BLE001 - narwhals raises errors of its own and of each library
        why = str(problem).splitlines()[0] if str(problem) else type(problem).__name__
        message = f"{name} cannot be read as a frame: {why[:200]}"
        raise unreadable(shown, "frame-unreadable", message, MAKE_FRAME, name) from None
    return known.collect() if isinstance(known, nw.LazyFrame) else known


def _rows(frame: Any) -> Iterator[Numbered]:
    return numbered(frame.columns, frame.iter_rows(buffer_size=1_000))
