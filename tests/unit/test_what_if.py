"""A row that says something else while it is read: the tables are those of the file as it would then be."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from sv_report.data import Source, read_sources, swift
from sv_report.data.intake import Conditions, RefusedData
from sv_report.data.returns.ledger import QuarterFolder
from sv_report.data.source_rows import SourceRow, find_row
from sv_report.data.tables import Tables
from sv_report.data.what_if import RowChange
from sv_report.errors import UsageError
from sv_report.params.council.counting import RULE_NAMES
from sv_report.params.period import Period
from tests.drawn import whole_source

OFF = frozenset(RULE_NAMES)
Q3 = "2023-24 Q3"
HEADER = "contract,measure,period,return_version,quantity_claimed,quantity_validated,validated_on,statement"
ROWS = (
    f"C1,M1,{Q3},1,100,80,2024-01-12,Done",
    f'C1,M1,{Q3},1,20,,,"Done\nin two parts"',
    f"C1,M1,{Q3},1,30,30,2024-01-12,Done",
)


def written(folder: Path, *rows: str) -> Source:
    """Return sound data, its deliveries these rows under a header; the last line of the file is blank."""
    made = whole_source(folder / "returns")
    (folder / "returns" / "deliveries.csv").write_text("\n".join([HEADER, *rows]) + "\n\n", "utf-8")
    return made


def everything(tables: Tables) -> dict[str, list[tuple[Any, ...]]]:
    """Return all that the tables hold."""
    names = [path.stem for path in tables.folder.glob("*.parquet")]
    return {name: sorted(tables.connection.table(name).fetchall(), key=repr) for name in sorted(names)}


def taken_in(source: Source, into: Path, change: RowChange | None = None, kept: Path | None = None) -> dict[str, Any]:
    """Return all that the tables of a source hold, or what is wrong with it."""
    try:
        tables, findings = read_sources([source], into, Conditions(OFF, change=change), kept)
    except RefusedData as problem:
        return {"refused": [finding.record() for finding in problem.findings]}
    return everything(tables) | {"findings": [finding.record() for finding in findings]}


# ---- as if the file had been edited --------------------------------------------------------------

CHANGES: dict[str, tuple[dict[str, str], str]] = {
    "an amount": ({"quantity_claimed": "£1,500"}, f'C1,M1,{Q3},1,"£1,500",30,2024-01-12,Done'),
    "what cannot be read": ({"quantity_claimed": "about 20"}, f"C1,M1,{Q3},1,about 20,30,2024-01-12,Done"),
    "what breaks a rule": ({"quantity_validated": "31"}, f"C1,M1,{Q3},1,30,31,2024-01-12,Done"),
    "the same as another row": ({"quantity_claimed": "100", "quantity_validated": "80"}, ROWS[0]),
    "a total": ({"contract": "Total"}, f"Total,M1,{Q3},1,30,30,2024-01-12,Done"),
    "nothing": (dict.fromkeys(HEADER.split(","), ""), ",,,,,,,"),
    "another contract": ({"contract": "C9"}, f"C9,M1,{Q3},1,30,30,2024-01-12,Done"),
    "a correction": ({"quantity_claimed": "-5", "quantity_validated": "-5"}, f"C1,M1,{Q3},1,-5,-5,2024-01-12,Done"),
}


@pytest.mark.parametrize("swiftly", [False, True])
@pytest.mark.parametrize("named", CHANGES)
def test_a_changed_row_gives_the_tables_of_a_changed_file(
    named: str, swiftly: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts, line = CHANGES[named]
    before = written(tmp_path / "before", *ROWS)
    after = written(tmp_path / "after", ROWS[0], ROWS[1], line)
    change = find_row([before], "deliveries.csv:5").changed(texts)
    if swiftly:  # as a large file is read
        monkeypatch.setattr(swift, "LARGE", 1)
    expected = taken_in(after, tmp_path / "expected")
    assert taken_in(before, tmp_path / "found", change) == expected
    assert ROWS[2] in (tmp_path / "before" / "returns" / "deliveries.csv").read_text("utf-8")


def test_a_row_left_out_is_in_no_table_and_in_no_account(tmp_path: Path) -> None:
    made, after = written(tmp_path / "before", *ROWS), written(tmp_path / "after", *ROWS[:2])
    found = taken_in(made, tmp_path / "found", find_row([made], "deliveries.csv:5").left_out())
    expected = taken_in(after, tmp_path / "expected")
    assert found == expected


def test_data_with_a_change_is_neither_kept_nor_taken_from_what_was_kept(tmp_path: Path) -> None:
    made = written(tmp_path, *ROWS)
    as_it_is = taken_in(made, tmp_path / "first", kept=tmp_path / "kept")
    [folder] = (tmp_path / "kept").iterdir()
    changed = find_row([made], "deliveries.csv:2").changed({"quantity_claimed": "99"})
    assert taken_in(made, tmp_path / "second", changed, tmp_path / "kept") != as_it_is
    assert [*(tmp_path / "kept").iterdir()] == [folder]
    assert taken_in(made, tmp_path / "third", kept=tmp_path / "kept") == as_it_is


def test_a_change_of_a_row_that_is_not_there_is_refused_and_not_passed_over(tmp_path: Path) -> None:
    made = written(tmp_path, *ROWS)
    change = RowChange(f"{made.name}/deliveries.csv", None, 77, ("C1",))
    [finding] = [one for one in taken_in(made, tmp_path / "tables", change)["refused"] if one["rule"] == "row-unknown"]
    assert finding["where"]["row"] == 77


# ---- workbooks and mappings ----------------------------------------------------------------------


def workbook(path: Path, **sheets: list[list[Any]]) -> None:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)


def in_a_workbook(folder: Path, claimed: object = 30) -> Source:
    """Return sound data, its deliveries and spend in a workbook, under a title."""
    made = whole_source(folder / "returns")
    (folder / "returns" / "deliveries.csv").unlink()
    rows: list[list[Any]] = [["Returns of the quarter"], [], HEADER.split(",")]
    rows += [["C1", "M1", Q3, 1, 100, 80, "2024-01-12", "Done"], ["C1", "M1", Q3, 1, claimed, None, None, "Done"]]
    spent: list[list[Any]] = [["contract", "period", "amount"], ["C1", Q3, 1234.5]]
    workbook(folder / "returns" / "quarter.xlsx", Deliveries=rows, Spend=spent, Notes=[["Nothing"]])
    return made


def test_a_row_of_a_workbook_goes_by_its_sheet_and_the_sheets_own_number(tmp_path: Path) -> None:
    before, after = in_a_workbook(tmp_path / "before"), in_a_workbook(tmp_path / "after", 45.5)
    row = find_row([before], "quarter.xlsx#deliveries:5")
    assert (row.sheet, row.row, row.table, row.parts[0].cells["quantity_claimed"]) == (
        "Deliveries",
        5,
        "deliveries",
        "30",
    )
    found = taken_in(before, tmp_path / "found", row.changed({"quantity_claimed": "45.5"}))
    assert found == taken_in(after, tmp_path / "expected")


MAPPING = """
schema: 1
tables:
  - table: deliveries
    file: quarters.csv
    columns:
      contract: Project
      measure: {header: Indicator, codes: {Jobs: M1}}
      return_version: {value: "1"}
      statement: {value: Done}
    unpivot: {column: period, into: quantity_claimed, headers: {Apr-Jun: 2023-24 Q1, Oct-Dec: 2023-24 Q3}}
  - {table: suppliers, file: suppliers.csv}
  - {table: contracts, file: contracts.csv, columns: {value: {header: value, times: 1000}}}
  - {table: measures, file: measures.csv}
  - {table: commitments, file: commitments.csv}
  - {table: returns, file: returns.csv}
"""


def mapped(folder: Path, claimed: str = "7") -> Source:
    """Return data read by a mapping, a quarter in each column."""
    made = whole_source(folder / "returns", returns="contract | period | received_on\nC1 | 2023-24 Q3 | 2024-01-10\n"
                        "C1 | 2023-24 Q1 | 2023-07-10")  # fmt: skip
    (folder / "returns" / "deliveries.csv").unlink()
    (folder / "returns" / "quarters.csv").write_text(
        f"Project,Indicator,Apr-Jun,Oct-Dec\nC1,Jobs,5,{claimed}\n", "utf-8"
    )
    (folder / "returns" / "mapping.yml").write_text(MAPPING, "utf-8")
    return Source(made.name, made.path, True, mapping=folder / "returns" / "mapping.yml")


def test_a_mapped_rows_cells_go_by_the_headers_of_the_file_or_the_columns_of_the_table(tmp_path: Path) -> None:
    before, after = mapped(tmp_path / "before"), mapped(tmp_path / "after", "9")
    row = find_row([before], "quarters.csv:2")
    assert [part.cells["period"] for part in row.parts] == ["2023-24 Q1", Q3]
    found = taken_in(before, tmp_path / "found", row.changed({"Oct-Dec": "9"}))
    assert found == taken_in(after, tmp_path / "expected")
    assert row.changed({"contract": "C2"}) == row.changed({"Project": "C2"})
    with pytest.raises(UsageError, match="names several columns"):
        row.changed({"quantity_claimed": "9"})
    with pytest.raises(UsageError, match="no cell in this row"):
        row.changed({"statement": "Done twice"})


def test_a_collected_row_goes_by_the_suppliers_own_file_too(tmp_path: Path) -> None:
    quarter = QuarterFolder(tmp_path / "data.returns", Period.parse(Q3))
    quarter.path.mkdir(parents=True)
    header = [*HEADER.split(","), "origin_file", "origin_sheet", "origin_row"]
    with (quarter.path / "deliveries.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(
            [header, ["C1", "M1", Q3, "1", "30", "", "", "Done", quarter.origin("C1-abc.xlsx"), "Return", "17"]]
        )
    source = Source("data.returns/2023-24-Q3", quarter.path, collected=True)
    by_origin = find_row([source], "originals/C1-abc.xlsx#Return:17")
    assert by_origin == find_row([source], "C1-abc.xlsx:17") == find_row([source], "2023-24-Q3/deliveries.csv:2")
    assert by_origin.parts[0].cells["quantity_claimed"] == "30"


# ---- which row is meant --------------------------------------------------------------------------

Named = Callable[[Path], str]
MEANT: dict[str, Named] = {
    "by its name": lambda folder: "deliveries.csv:5",
    "by the path of findings": lambda folder: "returns/deliveries.csv:5",
    "by its whole path": lambda folder: f"{folder / 'returns' / 'deliveries.csv'}:5",
    "as Windows writes it": lambda folder: r"RETURNS\Deliveries.CSV:5",
    "with blanks round it": lambda folder: "  ./deliveries.csv : 5 ",
}


@pytest.mark.parametrize("how", MEANT)
def test_a_row_goes_by_each_name_of_its_file(how: str, tmp_path: Path) -> None:
    made = written(tmp_path, *ROWS)
    row = find_row([made], MEANT[how](tmp_path))
    assert (row.file, row.row, row.cells[4]) == ("returns/deliveries.csv", 5, "30")


def test_strokes_and_blanks_may_be_of_a_files_name_and_of_a_sheets(tmp_path: Path) -> None:
    made = whole_source(tmp_path / "data: #1")
    (tmp_path / "data: #1" / "spend.csv").write_text("contract,period,amount\nC1,2023-24 Q3,5\n", "utf-8")
    named = Source("data: #1", made.path)
    assert find_row([named], "data: #1/spend.csv:2").cells[2] == "5"
    assert find_row([named], f"{tmp_path}/data: #1/spend.csv:2").cells[2] == "5"


WRONG = {
    "deliveries.csv": "does not name a row",
    "deliveries.csv:": "does not name a row",
    "deliveries.csv:0": "does not name a row",
    "deliveries.csv:two": "does not name a row",
    "delivery.csv:2": "Did you mean returns/deliveries.csv?",
    "deliveries.csv:1": "the row is of the header",
    "deliveries.csv:4": "inside the record that starts on line 3",
    "deliveries.csv:6": "the row is blank",
    "deliveries.csv:90": "The last line is 6.",
    "deliveries.csv#Return:2": "there is no sheet 'Return'",
    "notes.csv:2": "holds no table",
}


@pytest.mark.parametrize("place", WRONG)
def test_a_row_that_is_not_there_or_of_no_table_is_refused_with_what_to_do(place: str, tmp_path: Path) -> None:
    made = written(tmp_path, *ROWS)
    (tmp_path / "returns" / "notes.csv").write_text("a,b\n1,2\n", "utf-8")
    with pytest.raises(UsageError) as refused:
        find_row([made], place)
    assert WRONG[place] in str(refused.value)


def test_a_workbook_with_several_tables_asks_for_the_sheet(tmp_path: Path) -> None:
    made = in_a_workbook(tmp_path)
    with pytest.raises(UsageError, match=r"quarter\.xlsx#Deliveries:5, returns/quarter\.xlsx#Spend:5"):
        find_row([made], "quarter.xlsx:5")
    with pytest.raises(UsageError, match="the sheet Notes holds no table"):
        find_row([made], "quarter.xlsx#Notes:1")


def test_two_files_of_a_name_ask_for_the_folder(tmp_path: Path) -> None:
    both = [written(tmp_path / "one", *ROWS), written(tmp_path / "two", *ROWS)]
    named = [Source(name, one.path) for name, one in zip(("north", "south"), both, strict=True)]
    with pytest.raises(UsageError, match=r"each of north/deliveries\.csv, south/deliveries\.csv"):
        find_row(named, "deliveries.csv:2")
    assert find_row(named, "south/deliveries.csv:2").file == "south/deliveries.csv"


def test_a_column_that_is_not_known_is_refused_with_the_nearest(tmp_path: Path) -> None:
    row: SourceRow = find_row([written(tmp_path, *ROWS)], "deliveries.csv:2")
    with pytest.raises(UsageError, match=r"Did you mean quantity_claimed\?"):
        row.changed({"quantity_claim": "3"})
