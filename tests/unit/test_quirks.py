"""A table written with any of the quirks reads back the same, and every other row of the sheet is known for what it is."""

from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, example, given, settings

from sv_report.data.cells.values import CellRules, cell_reader
from sv_report.data.readers import open_file
from sv_report.data.readers.sheet import Sheet
from sv_report.data.sheets.layout import LaidRow, lay_out
from sv_report.findings import errors
from tests.unit import quirky, quirky_files
from tests.unit.quirky import SHAPE, Line, Quirks, Row
from tests.unit.quirky_files import TextFile

MODEST = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)


def read_back(path: Path) -> tuple[Sheet, list[LaidRow]]:
    """Return the visible sheet of a file and its rows, laid out by the schema's own names."""
    (sheet,) = [sheet for sheet in open_file(path, path.name) if not sheet.hidden]
    layout = lay_out(sheet, None, SHAPE)
    rows = list(layout.rows)
    assert errors(layout.findings) == []
    return sheet, rows


def values(rows: list[LaidRow], rules: CellRules) -> list[tuple[object, ...]]:
    """Return the values of the rows that are read, exact duplicates once."""
    readers = [cell_reader(column, rules) for column in SHAPE.columns]
    once = {row.raw: row for row in reversed(rows) if row.kind == "read"}
    ordered = sorted(once.values(), key=lambda row: row.number)
    return [tuple(read(cell).value for read, cell in zip(readers, row.cells, strict=True)) for row in ordered]


def expected(table: list[Row]) -> list[tuple[object, ...]]:
    """Return the table as it must come back: names on one line, statements in lines."""
    return [(quirky.one_line(row[0]), *row[1:5], row[5] and quirky.lines_of(row[5])) for row in table]


def check(
    table: list[Row], lines: list[Line], sheet: Sheet, rows: list[LaidRow], begins: list[int], rules: CellRules
) -> None:
    """Assert that the table came back and that every line of the sheet has its kind and number."""
    kinds = {number: kind for number, (kind, _) in zip(begins, lines, strict=True)}
    found = {row.number: row.kind for row in rows}
    assert {number: kind if kind != "duplicate" else "read" for number, kind in kinds.items()} == found
    assert values(rows, rules) == expected(table)
    raws = Counter(row.raw for row in rows if row.kind == "read")
    assert sum(raws.values()) - len(raws) == sum(kind == "duplicate" for kind in kinds.values())


# Each example was once read wrongly, or not at all.
NOTHING_FIRST: list[Row] = [
    ("A00", "2000-01 Q1", Decimal(0), None, None, None),
    ("A01", "2000-01 Q1", Decimal(5), None, None, None),
]


@MODEST
@given(quirky.tables, quirky.quirks, quirky_files.text_files)
@example(NOTHING_FIRST, Quirks(header="bottom", numbers="accounting"), TextFile())
@example(NOTHING_FIRST, Quirks(header="bottom", numbers="nil"), TextFile())
@example(NOTHING_FIRST, Quirks(columns_before=2), TextFile(delimiter="\t", encoding="utf-16-le"))
def test_a_text_file_reads_back(table: list[Row], odd: Quirks, file: TextFile) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"return{file.suffix}"
        lines = quirky.written(table, odd)
        begins = quirky_files.write_text(path, lines, odd, file)
        sheet, rows = read_back(path)
        check(table, lines, sheet, rows, begins, CellRules(is_1904=odd.is_1904))


@pytest.mark.parametrize(
    ("suffix", "write"),
    [(".xlsx", quirky_files.write_xlsx), (".xlsm", quirky_files.write_openpyxl), (".ods", quirky_files.write_ods)],
    ids=["XlsxWriter", "openpyxl", "odfpy"],
)
@MODEST
@given(table=quirky.tables, odd=quirky.quirks)
def test_a_workbook_reads_back(
    suffix: str, write: Callable[[Path, list[Line], Quirks], None], table: list[Row], odd: Quirks
) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"return{suffix}"
        lines = quirky.written(table, odd)
        write(path, lines, odd)
        sheet, rows = read_back(path)
        assert sheet.is_1904 == (odd.is_1904 and suffix != ".ods")
        check(table, lines, sheet, rows, list(range(1, len(lines) + 1)), CellRules(is_1904=sheet.is_1904))


@MODEST
@given(quirky.tables, quirky.quirks.map(quirky.for_parquet))
def test_a_parquet_file_reads_back(table: list[Row], odd: Quirks) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "return.parquet"
        lines = quirky.written(table, odd)
        quirky_files.write_parquet(path, lines, odd)
        sheet, rows = read_back(path)
        check(table, lines, sheet, rows, list(range(len(lines))), CellRules())  # the names of the columns are row 0
