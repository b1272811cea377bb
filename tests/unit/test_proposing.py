"""A proposal says what it guessed and what it lacks, and is a mapping once a person has filled the gaps."""

from pathlib import Path

import openpyxl
import pytest

from sv_report.data.layout import lay_out
from sv_report.data.mapping import read_mapping
from sv_report.data.proposing import propose
from sv_report.data.readers import open_file
from sv_report.data.readers.sheet import Unreadable
from sv_report.data.synonyms import likeness
from sv_report.errors import DataError

RETURN = """\
Supplier returns of 2023-24,,,,,,
Contract reference,TOMs Ref,Qtr,Quantity delivered,Verified,"Supporting
evidence",Weather
C001,NT1,2023-24 Q3,12,10,a.pdf,rain
C002,NT2,2023-24 Q3,3,,b.pdf,sun
Total,,,15,10,,
"""


def proposed(tmp_path: Path, text: str, name: str = "return.csv") -> str:
    (tmp_path / name).write_text(text, encoding="utf-8")
    return propose(tmp_path / name, f"inbox/{name}")


def laid(tmp_path: Path, proposal: str, name: str) -> list[list[str]]:
    """Return the rows that a proposal reads out of a file."""
    (tmp_path / "map.yml").write_text(proposal, encoding="utf-8")
    mapping = read_mapping(tmp_path / "map.yml", "map.yml")
    rows = []
    for sheet in open_file(tmp_path / name, name):
        for entry in mapping.entries_for(sheet):
            layout = lay_out(sheet, entry, entry.shape)
            assert layout.findings == []
            rows += [[cell for cell in row.cells if cell] for row in layout.rows if row.kind == "read"]
    return rows


def test_headers_are_recognised_by_other_words_for_them(tmp_path: Path) -> None:
    text = proposed(tmp_path, RETURN)
    lines = [line.split("  #")[0].strip() for line in text.splitlines() if not line.lstrip().startswith("#")]
    assert lines[3:] == [
        "",
        "- table: deliveries",
        'file: "return.csv"',
        "header: 2",
        "columns:",
        'contract: "Contract reference"',
        'measure: "TOMs Ref"',
        'period: "Qtr"',
        'quantity_claimed: "Quantity delivered"',
        'quantity_validated: "Verified"',
        'evidence: "Supporting evidence"',
    ]


def test_guesses_gaps_and_strangers_are_marked(tmp_path: Path) -> None:
    text = proposed(tmp_path, RETURN)
    assert 'contract: "Contract reference"  # to be confirmed, as in C001; C002' in text
    assert "# return_version:  # required, and no header was recognised as it" in text
    assert "#   G: Weather, as in rain; sun" in text
    assert "# 6 rows: 2 read, 2 header, 1 total" in text.replace("5 rows", "6 rows")


def test_a_proposal_is_a_mapping_once_its_gaps_are_filled(tmp_path: Path) -> None:
    text = proposed(tmp_path, RETURN).replace("# return_version:", 'return_version: {value: "1"}')
    assert laid(tmp_path, text, "return.csv") == [
        ["C001", "NT1", "2023-24 Q3", "1", "12", "10", "a.pdf"],
        ["C002", "NT2", "2023-24 Q3", "1", "3", "b.pdf"],
    ]


def test_quarters_side_by_side_are_proposed_as_rows(tmp_path: Path) -> None:
    text = proposed(tmp_path, "Project ID,Indicator,Q1 2023/24,Q2 2023/24\nC1,NT1,1,2\nC2,NT2,,3\n")
    assert "into: quantity\n" in text
    assert laid(tmp_path, text, "return.csv") == [
        ["C1", "NT1", "2023-24 Q1", "1"], ["C1", "NT1", "2023-24 Q2", "2"], ["C2", "NT2", "2023-24 Q2", "3"],
    ]  # fmt: skip


def test_each_sheet_is_proposed_by_name_and_hidden_ones_are_said(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = 'The "register", #1 & more'
    book.active.append(["Contract no", "Contract title", "Supplier", "Department", "Start date", "End date", "Value"])
    book.active.append(["C1", "Roads", "S1", "Highways", "2023-04-01", "2025-03-31", 1000])
    hidden = book.create_sheet("Lists")
    hidden.append(["Colour", "Shape"])
    hidden.append(["red", "round"])
    hidden.sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    text = propose(tmp_path / "a.xlsx", "a.xlsx")
    assert "The sheet Lists (hidden) was not recognised as any table: 2 rows: 1 read, 1 header." in text
    assert laid(tmp_path, text, "a.xlsx") == [["C1", "Roads", "S1", "Highways", "2023-04-01", "2025-03-31", "1000"]]


@pytest.mark.parametrize(
    "header", ["Contract: ref", "# contract", "'contract", "contract\u2028", "- contract", "contract}}"]
)
def test_headers_that_mean_something_to_yaml_come_back_as_they_are(tmp_path: Path, header: str) -> None:
    text = proposed(tmp_path, f'"{header}",measure,period,quantity\nC1,NT1,2023-24 Q3,5\n')
    assert laid(tmp_path, text, "return.csv") == [["C1", "NT1", "2023-24 Q3", "5"]]


def test_two_columns_of_one_header_are_told_apart_by_letter(tmp_path: Path) -> None:
    text = proposed(tmp_path, "contract,measure,period,quantity,quantity\nC1,NT1,2023-24 Q3,5,6\n")
    assert 'quantity: {header: "quantity", column: D}' in text
    assert laid(tmp_path, text, "return.csv") == [["C1", "NT1", "2023-24 Q3", "5"]]


def test_nothing_recognised_is_no_mapping(tmp_path: Path) -> None:
    text = proposed(tmp_path, "Colour,Shape\nred,round\nblue,square\n")
    assert "The file was not recognised as any table: 3 rows: 2 read, 1 header." in text
    with pytest.raises(DataError):
        laid(tmp_path, text, "return.csv")


def test_a_file_that_is_refused_is_refused_here_too(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"")
    with pytest.raises(Unreadable):
        propose(tmp_path / "a.xlsx", "a.xlsx")


@pytest.mark.parametrize(
    ("header", "table", "column"),
    [
        ("Contract Ref.", "deliveries", "contract"), ("Contract No", "deliveries", "contract"),
        ("Provider Name", "suppliers", "name"), ("Indicator", "commitments", "measure"),
        ("Reporting Period", "commitments", "period"), ("Target (number)", "commitments", "quantity"),
        ("Claimed", "deliveries", "quantity_claimed"), ("Actual", "deliveries", "quantity_claimed"),
        ("Accepted", "deliveries", "quantity_validated"), ("Contract start date", "contracts", "start"),
        ("Contract Value (£)", "contracts", "value"), ("Evidence provided", "deliveries", "evidence"),
    ],
)  # fmt: skip
def test_common_words_for_columns(header: str, table: str, column: str) -> None:
    assert likeness(header, table, column) == 1


def test_real_workbooks_have_proposals_that_load_or_say_that_nothing_was_recognised(
    shared: Path, tmp_path: Path
) -> None:
    unrecognised = []
    for path in sorted((shared / "data" / "mhclg_monitoring_returns").glob("*.xlsx")):
        text = propose(path, path.name)
        (tmp_path / "map.yml").write_text(text, encoding="utf-8")
        if "No sheet was recognised" in text:
            unrecognised.append(path.name)
        else:
            assert {entry.file for entry in read_mapping(tmp_path / "map.yml", "map.yml").tables} == {path.name}
    # a project's whole workbook: its sheets name no contract, and the quarter that a merged range covers is no column
    assert unrecognised == [path.name for path in sorted((shared / "data").glob("mhclg_monitoring_returns/PF_*.xlsx"))]
