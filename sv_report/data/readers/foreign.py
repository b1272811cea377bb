"""The values of databases and frames as texts: what Python's own kinds of value do not cover.

Data stage. Takes a value as a driver or a frame gives it; gives the text that a cell of any source would hold.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from sv_report.data.readers.sheet import Numbered, cell_text

AT_ONCE = 2_000  # rows held in memory
PLAIN = (str, bool, int, float, Decimal, date, time)
NOTHING = ("NaT", "<NA>", "nan")  # how pandas and NumPy write a value that is not there


def value_text(value: Any) -> str:
    """Return a value as text; "" where there is none (None, NaN, NaT, pandas' NA).

    >>> value_text(float("nan")), value_text(b"caf\\xc3\\xa9"), value_text([1, 2]), value_text({"a": None})
    ('', 'café', '[1, 2]', '{"a": null}')
    >>> value_text(timedelta(days=1, hours=6)), value_text(timedelta(minutes=-90))
    ('30:00:00', '-01:30:00')
    """
    text = TEXTS.get(type(value))
    return text(value) if text else _odd_text(value)


def float_text(value: float) -> str:
    """Return a float as `cell_text` does, sooner; "" for NaN."""
    text = format(value, ".15g")
    if "e" in text:
        return cell_text(value)
    return "" if text == "nan" else text


def _decimal_text(value: Decimal) -> str:
    text = format(value, "f")
    if "." in text:
        return text.rstrip("0").rstrip(".")
    return "" if value.is_nan() else text


def _odd_text(value: Any) -> str:
    if str(value) in NOTHING and not isinstance(value, str):
        return ""
    if isinstance(value, bytes | bytearray | memoryview):
        return _bytes_text(bytes(value))
    if isinstance(value, timedelta):
        return _hours_text(timedelta(microseconds=value // timedelta(microseconds=1)))
    if isinstance(value, PLAIN):
        return cell_text(value)
    if isinstance(value, dict | list | tuple):
        return json.dumps(value, default=value_text, ensure_ascii=False)
    item: Callable[[], Any] | None = getattr(value, "item", None)  # a NumPy scalar
    if item is not None and type(plain := item()) is not type(value):
        return value_text(plain)
    return str(value)


def _hours_text(value: timedelta) -> str:
    """Return a length of time as a spreadsheet shows it: in hours, be they more than a day's."""
    minutes, seconds = divmod(abs(value), timedelta(minutes=1))
    sign = "-" if value < timedelta(0) else ""
    fraction = f".{seconds.microseconds:06}".rstrip("0") if seconds.microseconds else ""
    return f"{sign}{minutes // 60:02}:{minutes % 60:02}:{seconds.seconds:02}{fraction}"


def _bytes_text(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.hex()


def numbered(names: Sequence[str], rows: Iterable[Iterable[Any]]) -> Iterator[Numbered]:
    """Yield the names as row 0, for the header, and each record with its place from 1."""
    yield 0, [str(name) for name in names]
    for number, row in enumerate(rows, 1):
        yield number, [value if type(value) is str else value_text(value) for value in row]


TEXTS: dict[type, Callable[[Any], str]] = {
    str: str,
    int: str,
    float: float_text,
    bool: cell_text,
    Decimal: _decimal_text,
    date: str,
    datetime: cell_text,
    time: cell_text,
    type(None): lambda _: "",
}
