"""Rows laid out as a table's: every row of a sheet has one kind, and nothing is lost or guessed in silence."""

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from sv_report.data.readers import open_file
from sv_report.data.schema import SHAPES
from sv_report.data.sheets.layout import LaidRow, Layout, lay_out
from sv_report.data.sheets.mapping import TableMap

COMMITMENTS = SHAPES["commitments"]
Rows = Sequence[Sequence[Any]]


# ---- tables as text -----------------------------------------------------------------------------


def laid(tmp_path: Path, text: str, table: str = "commitments", **entry: Any) -> tuple[Layout, list[LaidRow]]:
    """Lay out a CSV file with these lines; `entry` are the fields of a mapping's entry, None where there are none."""
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    (sheet,) = open_file(tmp_path / "a.csv", "a.csv")
    mapped = TableMap.model_validate({"table": table, **entry}) if entry else None
    layout = lay_out(sheet, mapped, SHAPES[table])
    return layout, list(layout.rows)


def kinds(rows: list[LaidRow]) -> str:
    """Return the kind of each row, by its first letter."""
    return "".join({row.number: row.kind[0] for row in rows}.values())


def cells(rows: list[LaidRow]) -> list[str]:
    return [" ".join(cell or "." for cell in row.cells) for row in rows if row.kind == "read"]


def rules(layout: Layout, rows: Sequence[LaidRow] = ()) -> list[str]:
    return [found.rule for found in (*layout.findings, *(row.fault for row in rows if row.fault))]


HEADER = "contract,measure,period,quantity\n"


def test_plain_rows_are_given_in_the_order_of_the_table(tmp_path: Path) -> None:
    layout, rows = laid(tmp_path, "quantity,Contract,PERIOD,measure\n5,C1,2023-24 Q3,NT1\n")
    assert cells(rows) == ["C1 NT1 2023-24 Q3 5 . ."]
    assert (layout.header_rows, layout.unmapped, layout.findings) == ((1,), (), [])
    assert layout.columns["quantity"] == "quantity"
    assert layout.columns["unit"] is None


def test_every_row_has_a_kind(tmp_path: Path) -> None:
    layout, rows = laid(
        tmp_path,
        "Commitments of 2023-24,,,\n"  # h
        ",,,\n"  # b
        + HEADER  # h
        + "C1,NT1,2023-24 Q3,5\n"  # r
        + "  ,\t,,\n"  # b
        + "Contract,Measure,PERIOD,Quantity\n"  # h
        + "C2,NT1,2023-24 Q3,7\n"  # r
        + "Commitments of 2023-24,,,\n"  # h
        + "Sub-total:,,,12\n"  # t
        + ",Grand Total,,12\n"  # t
        + "These are provisional,,,\n",  # r(ejected)
    )
    assert [row.kind for row in rows] == [
        "header", "blank", "header", "read", "blank", "header", "read", "header", "total", "total", "rejected",
    ]  # fmt: skip
    assert [row.number for row in rows] == list(range(1, 12))
    assert rules(layout, rows) == ["row-note"]
    assert rows[-1].fault is not None
    assert (rows[-1].fault.where.row, rows[-1].fault.where.found) == (11, "These are provisional")


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        ("Total,,,12", "total"),
        ("TOTALS:,,,12", "total"),
        ("Total for Q3,,2023-24 Q3,12", "total"),
        ("C1,Total,,12", "total"),
        ("Total,All,All,12", "total"),  # no quarter is All
        ("Total,NT1,2023-24 Q3,12", "total"),  # no contract is called Total
        ("Total,,,", "total"),
        ("C1,Total (all measures),,12", "read"),  # may be a measure's name; its blank cell is found later
        ("Total", "total"),
        ("Total Energies Ltd,NT1,2023-24 Q3,12", "read"),
        ("Total Energies Ltd,,2023-24 Q3,12", "read"),  # its blank cell is for the reader of values to find
        ("Totaliser,,,", "rejected"),
        ("0,,,0", "read"),
        (",,,0", "blank"),  # nothing but a template's formula
        (",,,12", "rejected"),
        ("C1,NT1,2023-24 Q3,", "read"),
    ],
)
def test_totals_and_what_only_looks_like_one(tmp_path: Path, row: str, kind: str) -> None:
    _, rows = laid(tmp_path, f"{HEADER}C1,NT1,2023-24 Q3,12\n{row}\n")
    assert rows[-1].kind == kind


def test_a_row_with_too_many_or_too_few_cells_is_rejected_with_what_it_holds(tmp_path: Path) -> None:
    layout, rows = laid(tmp_path, f"{HEADER}C1,NT1,2023-24 Q3,5,6\nC1,NT1\nC1,NT1,2023-24 Q3,7,\n")
    assert [row.kind for row in rows] == ["header", "rejected", "rejected", "read"]
    assert rules(layout, rows) == ["row-ragged", "row-ragged"]
    assert rows[1].cells[:4] == ["C1", "NT1", "2023-24 Q3", "5"]


def test_a_header_at_the_bottom_or_in_the_middle_loses_no_row(tmp_path: Path) -> None:
    one, two = "C1,NT1,2023-24 Q3,5\n", "C2,,2023-24 Q3,6\n"
    assert kinds(laid(tmp_path, one + two + HEADER)[1]) == "rrh"
    assert kinds(laid(tmp_path, one + HEADER + two)[1]) == "rhr"
    assert kinds(laid(tmp_path, "A title,,,\n" + one + HEADER + two)[1]) == "hrhr"


@pytest.mark.parametrize("groups", ["", "What,,When and how much,\n"])
def test_a_header_at_the_bottom_of_a_long_file(tmp_path: Path, groups: str) -> None:
    _, rows = laid(tmp_path, "".join(f"C{number},NT1,2023-24 Q3,5\n" for number in range(7_000)) + groups + HEADER)
    assert Counter(row.kind for row in rows) == {"read": 7_000, "header": 2 if groups else 1}


GROUPS = "What,,When and\thow much,\n"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([GROUPS, HEADER], "rrhh"),
        (["Commitments,,,\n", GROUPS, HEADER], "rrxhh"),  # a lone text above it may be anything
        ([",,,\n", GROUPS, HEADER], "rrbhh"),
        ([GROUPS, ",,,\n", HEADER], "rrrbh"),  # it does not stand on the header, and its blank cells are found later
        ([GROUPS, HEADER, "C3,NT1,2023-24 Q4,8\n", GROUPS, HEADER], "rrhhrhh"),
        (["C3,,2023-24 Q3,x\n", HEADER], "rrrh"),  # a quarter is no name: the blank cell is found later
        (["C3,NT1,,12\n", HEADER], "rrrh"),
        (["Roads,Jobs,2023-24 Q3,nil\n", HEADER], "rrrh"),
        (["Total,,,12\n", HEADER], "rrth"),
    ],
)
def test_a_header_of_two_rows_at_the_bottom(tmp_path: Path, lines: list[str], expected: str) -> None:
    _, rows = laid(tmp_path, "".join(["C1,NT1,2023-24 Q3,5\n", "C2,NT1,2023-24 Q3,6\n", *lines]))
    assert kinds(rows) == expected.replace("x", "r")  # rejected or read, not header
    assert sum(row.kind == "rejected" for row in rows) == expected.count("x")


# ---- what is not certain is an error, and nothing is laid out -------------------------------------


def test_a_missing_column_is_named_with_the_nearest_header(tmp_path: Path) -> None:
    layout, rows = laid(tmp_path, "contract,mesure,period,quantity\nC1,NT1,2023-24 Q3,5\n")
    assert (rules(layout), rows) == (["column-missing"], [])
    assert "the column measure is missing" in layout.findings[0].message
    assert layout.findings[0].remedy.startswith("Did you mean mesure?")


def test_no_header_at_all(tmp_path: Path) -> None:
    layout, rows = laid(tmp_path, "1,2,3\n4,5,6\n")
    assert (rules(layout), rows) == (["header-not-found"], [])


def test_two_columns_of_a_wanted_name_are_named_by_letter(tmp_path: Path) -> None:
    text = "contract,measure,period,quantity,Quantity\nC1,NT1,2023-24 Q3,5,6\n"
    layout, rows = laid(tmp_path, text)
    assert (rules(layout), rows) == (["mapping-ambiguous"], [])
    assert "D and E" in layout.findings[0].message
    columns = {"quantity": {"header": "quantity", "column": "E"}}
    assert cells(laid(tmp_path, text, columns=columns)[1]) == ["C1 NT1 2023-24 Q3 6 . ."]


def test_two_columns_of_a_name_that_nobody_wants_are_no_matter(tmp_path: Path) -> None:
    layout, rows = laid(tmp_path, "contract,note,measure,note,period,quantity\nC1,a,NT1,b,2023-24 Q3,5\n")
    assert (layout.findings, layout.unmapped) == ([], ("note", "note"))
    assert cells(rows) == ["C1 NT1 2023-24 Q3 5 . ."]


# ---- with a mapping -----------------------------------------------------------------------------


def test_columns_by_header_value_and_title_above(tmp_path: Path) -> None:
    text = (
        "Contract C1: Roads,\n"
        "Indicator,Target\n"
        "Mandatory,\n"
        "NT1,5\n"
        "Contract C2: Parks,\n"
        "Indicator,Target\n"
        "NT1,5\n"
        "Contract : none,\n"
        "NT2,5\n"
        "Notes,\n"
        "NT3,not of the table\n"
    )
    layout, rows = laid(
        tmp_path,
        text,
        columns={
            "contract": {"above": r"Contract (\w*) ?:.*"},
            "measure": "Indicator",
            "quantity": "Target",
            "period": {"value": "2023-24 Q3"},
        },
        headings=["Mandatory"],
        until="Notes.*",
    )
    assert cells(rows) == ["C1 NT1 2023-24 Q3 5 . .", "C2 NT1 2023-24 Q3 5 . .", ". NT2 2023-24 Q3 5 . ."]
    assert kinds(rows) == "hhhrhhrhrhh"
    assert layout.columns["contract"] == r"above: Contract (\w*) ?:.*"
    first, second, _ = (row.raw for row in rows if row.kind == "read")
    assert first != second  # equal rows of two contracts are no duplicates


def test_columns_that_the_mapping_is_silent_on_keep_the_schemas_names(tmp_path: Path) -> None:
    _, rows = laid(tmp_path, "Ref,measure,period,quantity,unit\nC1,NT1,2023-24 Q3,5,FTE\n", columns={"contract": "Ref"})
    assert cells(rows) == ["C1 NT1 2023-24 Q3 5 . FTE"]


def test_quarters_side_by_side_are_rows(tmp_path: Path) -> None:
    _, rows = laid(
        tmp_path,
        "contract,measure,Q1 23,Q2 23,All\nC1,NT1,5,0,5\nC1,NT2,,,0\nC1,NT3,,-,\nTotal,,5,0,5\nNote,,,,\n",
        unpivot={"column": "period", "into": "quantity", "headers": {"Q1 23": "2023-24 Q1", "Q2 23": "2023-24 Q2"}},
    )
    assert cells(rows) == ["C1 NT1 2023-24 Q1 5 . .", "C1 NT1 2023-24 Q2 0 . .", "C1 NT3 2023-24 Q2 - . ."]
    assert [(row.number, row.kind) for row in rows] == [
        (1, "header"), (2, "read"), (2, "read"), (3, "blank"), (4, "read"), (5, "total"), (6, "rejected"),
    ]  # fmt: skip
    assert len({row.raw for row in rows}) == len(rows)


def test_a_header_of_unpivot_that_is_not_there_is_missing(tmp_path: Path) -> None:
    headers = {"Q1 23": "2023-24 Q1", "Q2 23": "2023-24 Q2"}
    layout, _ = laid(
        tmp_path,
        "contract,measure,Q1 23\nC1,NT1,5\n",
        unpivot={"column": "period", "into": "quantity", "headers": headers},
    )
    assert rules(layout) == ["column-missing"]


def test_the_header_where_the_mapping_says(tmp_path: Path) -> None:
    text = "contract,measure,period,quantity\nC0,NT0,2023-24 Q2,1\n\ncontract,measure,period,quantity\nC1,NT1,2023-24 Q3,5\n"
    assert cells(laid(tmp_path, text, header=4)[1]) == ["C1 NT1 2023-24 Q3 5 . ."]
    assert kinds(laid(tmp_path, text, header=4)[1]) == "hhbhr"
    assert len(cells(laid(tmp_path, text)[1])) == 2
    layout, _ = laid(tmp_path, text, header=2)
    assert rules(layout) == ["header-not-found"]
    assert layout.findings[0].where.found == "C0, NT0, 2023-24 Q2, 1"


# ---- the quirks of real files ---------------------------------------------------------------------

QUIRKS: Rows = [
    ["Social value commitments", "", "", "", "", ""],
    ["", "", "", "", "", ""],
    ["Contract\nreference ", "", "Measure", "Committed", "", ""],
    ["", "", "", "Quarter", "", "Amount  of it"],
    ["C1", "", "NT1", "2023-24 Q3", "", "5"],
    ["C1", "", "NT1\nlocal", "2023-24 Q4", "", "6"],
    ["", "", "", "", "", ""],
    ["Contract reference", "", "MEASURE", "Committed", "", ""],
    ["", "", "", "Quarter", "", "Amount of it"],
    ["C2", "", "NT1", "2023-24 Q3", "", "7"],
    ["Total", "", "", "", "", "18"],
]


def as_openpyxl(path: Path) -> None:
    book = openpyxl.Workbook()
    for row in QUIRKS:
        book.active.append([cell or None for cell in row])
    book.active.merge_cells("A3:A4")
    book.active.merge_cells("D3:F3")
    book.save(path)


def as_xlsxwriter(path: Path) -> None:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Data")
        for number, row in enumerate(QUIRKS):
            for place, cell in enumerate(row):
                if cell:
                    sheet.write(number, place, cell)
        sheet.merge_range("D3:F3", "Committed")


def as_ods(path: Path) -> None:
    book = OpenDocumentSpreadsheet()
    table = Table(name="Data")
    for row in QUIRKS:
        line = TableRow()
        for cell in row:
            one = TableCell(valuetype="string") if cell else TableCell()
            for paragraph in cell.split("\n") if cell else ():
                one.addElement(P(text=paragraph))
            line.addElement(one)
        table.addElement(line)
    book.spreadsheet.addElement(table)
    book.save(path)


def as_csv(path: Path) -> None:
    lines = [";".join(f'"{cell}"' if cell else "" for cell in row) for row in QUIRKS]
    path.write_bytes("\r".join([*lines, ""]).encode("utf-16"))


@pytest.mark.parametrize(
    ("name", "write"),
    [("a.xlsx", as_openpyxl), ("b.xlsx", as_xlsxwriter), ("a.ods", as_ods), ("a.csv", as_csv)],
)
def test_two_header_rows_spacers_line_breaks_and_repeats(
    tmp_path: Path, name: str, write: Callable[[Path], None]
) -> None:
    write(tmp_path / name)
    (sheet,) = open_file(tmp_path / name, name)
    columns = {"contract": "Contract reference", "period": "Committed / Quarter", "quantity": "Amount of it"}
    layout = lay_out(sheet, TableMap.model_validate({"table": "commitments", "columns": columns}), COMMITMENTS)
    rows = list(layout.rows)
    assert layout.findings == []
    assert layout.header_rows == ((3, 5) if name == "a.csv" else (3, 4))  # a text file's rows are its lines
    assert [row.kind for row in rows if row.kind != "blank"] == [
        "header", "header", "header", "read", "read", "header", "header", "read", "total",
    ]  # fmt: skip
    assert [row.cells[:4] for row in rows if row.kind == "read"] == [
        ["C1", "NT1", "2023-24 Q3", "5"], ["C1", "NT1\nlocal", "2023-24 Q4", "6"], ["C2", "NT1", "2023-24 Q3", "7"],
    ]  # fmt: skip


def test_what_stands_beside_a_table_is_said_once(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["contract", "measure", "period", "quantity"], ["C1", "NT1", "2023-24 Q3", 5, None, "checked"]):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    (sheet,) = open_file(tmp_path / "a.xlsx", "a.xlsx")
    layout = lay_out(sheet, None, COMMITMENTS)
    assert [row.kind for row in layout.rows] == ["header", "read"]
    assert [(found.rule, found.severity, found.where.row) for found in layout.findings] == [
        ("cells-beside-table", "note", 2)
    ]


def test_what_stands_under_no_header_is_said_once(tmp_path: Path) -> None:
    header, *body = ["contract,,measure,period,,quantity", "C1,,NT1,2023-24 Q3,,5", "C2,5 FTE,NT1,2023-24 Q3, ,6"]
    for more, columns in (([], "B"), (["C3,,NT1,2023-24 Q3,late,7"], "B and E")):
        layout, rows = laid(tmp_path, "\n".join([header, *body, *more, "Total,,,,see note,18"]))
        assert kinds(rows) == "hrr" + "r" * len(more) + "t"
        [note] = layout.findings
        assert (note.rule, note.severity) == ("cells-without-header", "note")
        assert (note.where.row, note.where.column) == (3, columns)
        assert ("1 row has" if not more else "2 rows have") in note.message
