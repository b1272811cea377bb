"""A small table written as people and programs write one: titles, headers anywhere, odd numbers and dates.

`written` gives what each line of the sheet is, so that a test knows which rows must come back, and how the others count.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from sv_report.data.schema import Column, TableShape
from sv_report.data.sheets.row_kinds import is_total
from sv_report.params.period import Period

SHAPE = TableShape(
    "payments",
    (
        Column("contract_ref", required=True),
        Column("period", "period", required=True),
        Column("amount", "number", required=True),
        Column("paid_on", "date"),
        Column("local", "yes_no"),
        Column("statement"),
    ),
    key=(),
)
HEADER_GROUPS = ("Contract", "Contract", "Payment", "Payment", "Payment", "Words")
Row = tuple[str, str, Decimal, date | None, bool | None, str | None]  # what must come back
Line = tuple[str, list[Any]]  # the kind of a line of the sheet, and its cells


# ---- the table ------------------------------------------------------------------------------------


def one_line(text: str) -> str:
    return " ".join(text.split())


def lines_of(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def is_plain_text(text: str) -> bool:
    """Say whether a text means only itself: no word for missing, no total, no error of a spreadsheet."""
    plain = one_line(text)
    return len(plain) > 2 and not is_total(plain) and plain[0] not in "=#" and plain[0].isalnum()


refs = st.one_of(
    st.from_regex(r"[A-Z]{1,3}[-/ ]?[0-9]{2,5}", fullmatch=True),
    st.from_regex(r"0[0-9]{3,7}", fullmatch=True),
    st.text(alphabet="ABCxyz019 ,;|'\"-/&é£\n", min_size=3, max_size=12).filter(is_plain_text),
)
statements = st.one_of(
    st.none(),
    st.text(alphabet="ABC xyz 019.,;|'\"-–é£&\n\t", min_size=3, max_size=40).filter(is_plain_text),
    st.sampled_from(
        [
            "Two people began.\nOne stays.",
            "Line one\n\nLine three",
            'He said "yes", twice',
            "Total Energies Ltd",
            "a; b | c, d",
        ]
    ),
)
quarters = st.builds(lambda year, quarter: str(Period(year, quarter)), st.integers(2000, 2080), st.integers(1, 4))
amounts = (
    st.decimals(-99_999_999, 99_999_999, places=6)
    | st.decimals(-9_999, 999_999, places=2)
    | st.integers(-50, 5_000).map(Decimal)
)
days = st.none() | st.dates(date(2000, 1, 1), date(2080, 12, 31))
rows = st.tuples(refs, quarters, amounts, days, st.sampled_from([None, True, False]), statements)
tables = st.lists(rows, min_size=2, max_size=6, unique_by=lambda row: one_line(row[0]))


# ---- how its cells are written ----------------------------------------------------------------------


def grouped(number: Decimal, mark: str = ",") -> str:
    """Return a number without its sign, grouped, without idle zeros."""
    digits = f"{abs(number):,f}"
    return (digits.rstrip("0").rstrip(".") if "." in digits else digits).replace(",", mark)


def signed(number: Decimal, digits: str) -> str:
    return f"-{digits}" if number < 0 else digits


NUMBERS: dict[str, Callable[[Decimal], Any]] = {
    "a number": lambda number: number,
    "digits": lambda number: f"{number:f}",
    "£1,234.50": lambda number: signed(number, f"£{grouped(number)}"),
    "(1,200)": lambda number: f"({grouped(number)})" if number < 0 else grouped(number),
    "£(1,200)": lambda number: f"£({grouped(number)})" if number < 0 else f"£{grouped(number)}",
    "38,937.00-": lambda number: f"{grouped(number)}-" if number < 0 else grouped(number),
    "1.2m": lambda number: f"{number.scaleb(-6):f}m",
    "25%": lambda number: f"{number.scaleb(2):f}%",
    "accounting": lambda number: " £-   " if not number else f" {signed(number, f'£{grouped(number)}')} ",
    "nil": lambda number: "nil" if not number else f"{number:f}",
    "no-break spaces": lambda number: signed(number, grouped(number, "\u00a0")),
}
DATES: dict[str, Callable[[date], Any]] = {
    "a date": lambda day: day,
    "ISO": date.isoformat,
    "31/01/2024": lambda day: f"{day:%d/%m/%Y}",
    "31.1.24": lambda day: f"{day.day}.{day.month}.{day:%y}",
    "31-Jan-2024": lambda day: f"{day:%d-%b-%Y}",
    "Wed 31 January 2024": lambda day: f"{day:%a %d %B %Y}",
    "with time": lambda day: f"{day:%d/%m/%Y} 00:00",
    "serial": lambda day: day,  # a number, of the workbook's own system
}
ANSWERS: dict[str, Callable[[bool], Any]] = {
    "a truth": lambda answer: answer,
    "yes": lambda answer: "yes" if answer else "no",
    "Y": lambda answer: "Y" if answer else "N",
    "1": lambda answer: "1" if answer else "0",
}
PERIODS: dict[str, Callable[[str], str]] = {
    "2023-24 Q3": str,
    "Q3 2023/24": lambda quarter: f"{quarter[8:]} {quarter[:4]}/{quarter[5:7]}",
    "Quarter 3 2023/24": lambda quarter: Period.parse(quarter).words,
    "Oct-Dec 2023": lambda quarter: f"{Period.parse(quarter).start:%b}-{Period.parse(quarter).end:%b %Y}",
}
NAMES: dict[str, Callable[[str], str]] = {
    "as they are": str,
    "CAPITALS": str.upper,
    "With Blanks": lambda name: name.replace("_", " ").title(),
    "broken": lambda name: name.replace("_", "\n").title(),
    "starred": lambda name: f" {name.title()} *",
}


@dataclass(frozen=True)
class Quirks:
    """What is odd about a sheet."""

    titles: int = 0
    header: str = "top"  # or bottom
    rows_of_header: int = 1  # or 2, the upper one merged
    names: str = "as they are"
    columns_before: int = 0
    spacer: int | None = None  # the column before which a blank one stands
    is_turned: bool = False  # the columns stand in another order
    has_note_column: bool = False  # a further column, which is not asked for
    repeats_header: bool = False
    blank_row: bool = False
    subtotal: bool = False
    total: bool = False
    twice: bool = False  # the first row comes again
    numbers: str = "a number"
    dates: str = "a date"
    answers: str = "a truth"
    periods: str = "2023-24 Q3"
    hidden_sheet: bool = False
    is_1904: bool = False


def for_parquet(odd: Quirks) -> Quirks:
    """Return the quirks that a file with one header of its own can have."""
    return replace(
        odd,
        titles=0,
        header="top",
        rows_of_header=1,
        columns_before=0,
        spacer=None,
        repeats_header=False,
        blank_row=False,
    )


def sampled(choices: dict[str, Any]) -> st.SearchStrategy[str]:
    return st.sampled_from(list(choices))


def possible(odd: Quirks) -> Quirks:
    """Return quirks that go together: a header with its columns turned round has one row."""
    return replace(odd, rows_of_header=1) if odd.is_turned else odd


quirks = st.builds(
    Quirks,
    titles=st.integers(0, 3),
    header=st.sampled_from(["top", "top", "bottom"]),
    rows_of_header=st.sampled_from([1, 1, 2]),
    names=sampled(NAMES),
    columns_before=st.integers(0, 2),
    spacer=st.none() | st.integers(1, 5),
    is_turned=st.booleans(),
    has_note_column=st.booleans(),
    repeats_header=st.booleans(),
    blank_row=st.booleans(),
    subtotal=st.booleans(),
    total=st.booleans(),
    twice=st.booleans(),
    numbers=sampled(NUMBERS),
    dates=sampled(DATES),
    answers=sampled(ANSWERS),
    periods=sampled(PERIODS),
    hidden_sheet=st.booleans(),
    is_1904=st.booleans(),
).map(possible)


# ---- the sheet ----------------------------------------------------------------------------------------


def written(table: Sequence[Row], odd: Quirks) -> list[Line]:
    """Return the lines of a sheet that holds the table with these quirks."""
    body: list[Line] = [("read", _cells(row, odd) + ["checked"] * odd.has_note_column) for row in table]
    if odd.twice:
        body.append(("duplicate", body[0][1]))
    middle = 1
    if odd.subtotal:
        body.insert(middle, _total("Sub-total", table[:1], odd))
    if odd.repeats_header:
        body[middle:middle] = _header(odd)
    if odd.blank_row:
        body.insert(middle, ("blank", []))
    if odd.total:
        body.append(_total("Grand total", table, odd))
    lines = _header(odd) + body if odd.header == "top" else body + _header(odd)
    return [*_titles(odd), *((kind, _placed(cells, odd)) for kind, cells in lines)]


def _total(word: str, table: Sequence[Row], odd: Quirks) -> Line:
    amount = NUMBERS[odd.numbers](sum((row[2] for row in table), Decimal()))
    return "total", [word, None, amount, None, None, None] + [None] * odd.has_note_column


def _titles(odd: Quirks) -> list[Line]:
    titles: list[Line] = [
        ("header", ["Social value payments"]),
        ("blank", []),
        ("header", ["Return of the supplier", "", "draft 2"]),
    ]
    return titles[: odd.titles]


def _header(odd: Quirks) -> list[Line]:
    name = NAMES[odd.names]
    groups = [
        group if number == 0 or HEADER_GROUPS[number - 1] != group else None
        for number, group in enumerate(HEADER_GROUPS)
    ]
    names: list[Line] = [("header", [name(column.name) for column in SHAPE.columns])]
    if odd.has_note_column:
        groups, names = [*groups, None], [("header", [*names[0][1], "Officer's notes"])]
    return [("header", groups), *names] if odd.rows_of_header == 2 else names


def _cells(row: Row, odd: Quirks) -> list[Any]:
    ref, quarter, amount, day, answer, statement = row
    return [
        ref,
        PERIODS[odd.periods](quarter),
        NUMBERS[odd.numbers](amount),
        None if day is None else DATES[odd.dates](day),
        None if answer is None else ANSWERS[odd.answers](answer),
        statement,
    ]


def _placed(cells: list[Any], odd: Quirks) -> list[Any]:
    """Return the cells of a line as they stand in the sheet's columns."""
    cells = cells[::-1] if odd.is_turned else list(cells)
    if odd.spacer is not None and cells:
        cells.insert(odd.spacer, None)
    return [None] * odd.columns_before + cells if cells else []
