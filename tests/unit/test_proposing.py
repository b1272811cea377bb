"""A proposal says what it guessed and what it lacks, and is a mapping once a person has filled the gaps."""

import re
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sv_report.data.readers import open_file
from sv_report.data.readers.sheet import Unreadable
from sv_report.data.sheets.layout import lay_out
from sv_report.data.sheets.mapping import TableMap, read_mapping
from sv_report.data.sheets.proposing import propose
from sv_report.data.sheets.synonyms import SYNONYMS, likeness
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


def entries(tmp_path: Path, proposal: str) -> tuple[TableMap, ...]:
    """Return the entries of a proposal, which must be a mapping as it stands."""
    (tmp_path / "map.yml").write_text(proposal, encoding="utf-8")
    return read_mapping(tmp_path / "map.yml", "map.yml").tables


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


@pytest.mark.parametrize(
    ("headers", "table", "into", "period"),
    [
        ("Jul-Sep 2023,Oct-Dec 2023", "commitments", "quantity", "2023-24 Q2"),
        ("Q2 2023/24,Q3 2023/24", "commitments", "quantity", "2023-24 Q2"),
        ("2023-24 Q2 target,2023-24 Q3 target", "commitments", "quantity", "2023-24 Q2"),
        ("Committed Jul-Sep 2023,Committed Oct-Dec 2023", "commitments", "quantity", "2023-24 Q2"),
        ("2023-24 Q2 actual,2023-24 Q3 actual", "deliveries", "quantity_claimed", "2023-24 Q2"),
        ("Quantity delivered (Jul-Sep 2023),Quantity delivered (Oct-Dec 2023)", "deliveries", "quantity_claimed",
         "2023-24 Q2"),
        ("Delivered Quarter 2 2023/24", "deliveries", "quantity_claimed", "2023-24 Q2"),
    ],
)  # fmt: skip
def test_headers_that_can_be_read_as_quarters_are_unpivoted(
    headers: str, table: str, into: str, period: str, tmp_path: Path
) -> None:
    number = headers.count(",") + 1
    text = proposed(tmp_path, f"Project ID,Indicator,{headers}\nC1,NT1{',4' * number}\nC2,NT2{',5' * number}\n")
    [entry] = entries(tmp_path, text.replace("# return_version:", 'return_version: {value: "1"}'))
    assert (entry.table, entry.unpivot.into, entry.unpivot.column) == (table, into, "period")
    assert entry.unpivot.headers[headers.split(",")[0]] == period
    assert len(entry.unpivot.headers) == number
    assert into not in entry.columns
    assert all("# to be confirmed" in line for line in text.splitlines() if ": 2023-24 Q" in line)


@pytest.mark.parametrize(
    "header", ["Q3 2023/24 variance", "Q3 2023/24 comments", "Evidence Q3 2023/24", "Cumulative to Q3 2023/24",
               "Q3 actual", "Q1 2023/24 to Q3 2023/24", "2023-24 actual"],
)  # fmt: skip
def test_what_else_names_a_quarter_is_not_read(header: str, tmp_path: Path) -> None:
    text = proposed(tmp_path, f"Contract no,TOMs ref,Q3 2023/24 actual,{header}\nC1,NT1,4,5\nC2,NT2,6,7\n")
    [entry] = entries(tmp_path, text.replace("# return_version:", 'return_version: {value: "1"}'))
    assert dict(entry.unpivot.headers) == {"Q3 2023/24 actual": "2023-24 Q3"}
    assert f"#   D: {header}" in text


def test_what_was_promised_and_what_was_delivered_side_by_side_are_two_tables(tmp_path: Path) -> None:
    text = proposed(tmp_path, "Contract no,TOMs ref,Q2 2023/24 target,Q2 2023/24 actual\nC1,NT1,4,5\nC2,NT2,6,7\n")
    found = {entry.table: dict(entry.unpivot.headers) for entry in entries(tmp_path, text)}
    assert found == {"commitments": {"Q2 2023/24 target": "2023-24 Q2"},
                     "deliveries": {"Q2 2023/24 actual": "2023-24 Q2"}}  # fmt: skip
    assert "not recognised" not in text
    tracker = proposed(tmp_path, "Contract no,Outcome,Quarter,Target,Unit,Actual,Verified\nC1,NT1,2023-24 Q3,4,FTE,5,5\n"
                                 "C2,NT1,2023-24 Q3,6,FTE,7,7\n")  # fmt: skip
    columns = {
        entry.table: {name: one.header for name, one in entry.columns.items()} for entry in entries(tmp_path, tracker)
    }
    shared = {"contract": "Contract no", "measure": "Outcome", "period": "Quarter", "unit": "Unit"}
    assert columns == {"commitments": shared | {"quantity": "Target"},
                       "deliveries": shared | {"quantity_claimed": "Actual", "quantity_validated": "Verified"}}  # fmt: skip


REGISTER = """\
Contract no,Contract title,Supplier,Supplier No,SME?,VCSE?,Department,Ward,Award date,Start date,Expiry date,Annual value,Whole life value
C1,Roads,Acme Ltd,S1,Y,N,Highways,North,2023-02-01,2023-04-01,2025-03-31,500,1000
C2,Care,Acme Ltd,S1,Y,N,Adults,South,2023-02-01,2023-04-01,2025-03-31,500,1000
"""


def test_a_register_with_suppliers_in_it_is_two_tables(tmp_path: Path) -> None:
    text = proposed(tmp_path, REGISTER, "register.csv")
    found = {
        entry.table: {name: one.header for name, one in entry.columns.items()} for entry in entries(tmp_path, text)
    }
    assert found["suppliers"] == {"id": "Supplier No", "name": "Supplier", "sme": "SME?", "vcse": "VCSE?"}
    assert found["contracts"] == {
        "ref": "Contract no", "title": "Contract title", "supplier_id": "Supplier No", "directorate": "Department",
        "division": "Ward", "start": "Start date", "end": "Expiry date", "value": "Whole life value",
        "awarded_on": "Award date",
    }  # fmt: skip
    assert [entry.distinct for entry in entries(tmp_path, text) if entry.table == "suppliers"] == [True]
    assert "#   L: Annual value" in text, "a year's value is not the contract's"


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ("Supplier,Supplier ID", {"supplier_id": "Supplier ID"}), ("Supplier", {"supplier_id": "Supplier"}),
        ("Supplier No,Supplier name", {"supplier_id": "Supplier No"}), ("Contract,Contract no", {"ref": "Contract no", "title": "Contract"}),
        ("Contract title,Contract no", {"ref": "Contract no", "title": "Contract title"}), ("Contract", {"ref": "Contract"}),
    ],
)  # fmt: skip
def test_a_number_is_preferred_to_a_name(headers: str, expected: dict[str, str], tmp_path: Path) -> None:
    others = "Start,End,Value,Directorate" + (",Title,Ref" if "Contract" not in headers else ",Supplier")
    width = headers.count(",") + others.count(",") + 2
    text = proposed(tmp_path, f"{headers},{others}\n" + ",".join("1" * width) + "\n" + ",".join("2" * width) + "\n")
    [entry] = [entry for entry in entries(tmp_path, text) if entry.table == "contracts"]
    assert {name: entry.columns[name].header for name in expected} == expected


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
    ("header", "row", "table"),
    [
        ("Contract Ref,Variation date,New value,Reason for variation", "C001,2023-07-01,125000,More sites", "variations"),
        ("Contract Ref,KPI,Assessment date,Rating", "C001,On time,2023-10-01,Good", "assessments"),
        ("Financial year,GDP deflator,Series", "2023-24,105.2,Example series", "deflators"),
        ("Contract Ref,KPI,Quarter,Delivered", "C001,NT1,2023-24 Q3,12", "deliveries"),
        ("Contract Ref,Contract title,Start date,End date,Contract value", "C001,Roads,2023-04-01,2026-03-31,90000",
         "contracts"),
    ],
)  # fmt: skip
def test_a_rare_table_is_proposed_where_its_own_column_is_there_and_for_no_other_sheet(
    header: str, row: str, table: str, tmp_path: Path
) -> None:
    [entry] = entries(tmp_path, proposed(tmp_path, f"{header}\n{row}\n{row}\n"))
    assert entry.table == table


@pytest.mark.parametrize(
    ("table", "column", "headers"),
    [
        ("suppliers", "name", "Provider Name;Supplier name;Supplier;Contractor;Awarded supplier;Vendor"),
        ("suppliers", "id", "Supplier No;Supplier ID;Vendor number;Creditor no."),
        ("suppliers", "company_number", "Company Registration Number;Companies House No"),
        ("suppliers", "sme", "SME?;SME (Y/N);SME status"),
        ("suppliers", "vcse", "VCSE?;VCSE (Y/N);Voluntary, Community or Social Enterprise;Charity"),
        ("suppliers", "local", "Local?;Local supplier (Y/N)"),
        ("contracts", "ref", "Contract Ref.;Contract Reference Number;Contract No;Register No"),
        ("contracts", "title", "Contract Title;Title of agreement;Contract name;Description of contract"),
        ("contracts", "directorate", "Department;Service area;Service;Directorate"),
        ("contracts", "division", "Ward;Electoral division"),
        ("contracts", "district", "District;Borough"),
        ("contracts", "start", "Contract start date;Start Date;Commencement date"),
        ("contracts", "end", "Expiry date;Contract end date;End date;Contract Expiry"),
        ("contracts", "awarded_on", "Award date;Date awarded"),
        ("contracts", "value", "Contract Value (£);Whole life value;Total contract value;Lifetime value"),
        ("contracts", "category", "CPV code;Procurement category"),
        ("contracts", "regime", "Procurement route;Procedure type"),
        ("contracts", "manager", "Contract owner;Responsible officer;Contract Manager"),
        ("deliveries", "contract", "Contract Ref.;Contract No;Contract number"),
        ("deliveries", "measure", "TOMs reference;NT ref;TOMs Ref;KPI;Outcome;Indicator;Measure"),
        ("deliveries", "period", "Reporting Period;Quarter;Qtr"),
        ("deliveries", "unit", "Unit;Unit of measure;Units"),
        ("deliveries", "quantity_claimed", "Claimed;Actual;Delivered;Quantity delivered;Achieved;Outturn"),
        ("deliveries", "quantity_validated", "Accepted;Verified;Validated;Quantity verified"),
        ("deliveries", "validated_on", "Checked on;Validated on;Date validated;Date verified;Date checked"),
        ("deliveries", "statement", "What was done;Narrative;Comment;Comments;Supplier comments;Description;Notes"),
        ("deliveries", "evidence", "Evidence provided;Evidence supplied;Evidence;Link to evidence"),
        ("commitments", "measure", "Indicator"),
        ("commitments", "period", "Reporting Period"),
        ("commitments", "quantity", "Target (number);Target;Committed;Commitment;Target quantity"),
        ("returns", "received_on", "Date received;Date returned;Submitted on"),
        ("returns", "due_on", "Due date;Deadline"),
        ("spend", "amount", "Amount paid;Spend;Net amount"),
    ],
)
def test_common_words_for_columns(table: str, column: str, headers: str) -> None:
    assert {header: likeness(header, table, column) for header in headers.split(";")} == dict.fromkeys(
        headers.split(";"), 1
    )


@pytest.mark.parametrize(
    ("header", "table", "column"),
    [
        ("Annual value", "contracts", "value"), ("Extension end date", "contracts", "end"),
        ("Review date", "contracts", "end"), ("Date delivered", "deliveries", "quantity_claimed"),
        ("Evidence verified", "deliveries", "quantity_validated"), ("Target date", "commitments", "quantity"),
        ("Reason not delivered", "deliveries", "quantity_claimed"), ("Supplier contact", "suppliers", "name"),
        ("% delivered", "deliveries", "quantity_claimed"), ("Contract type", "contracts", "ref"),
        ("Forecast outturn", "deliveries", "quantity_claimed"),
    ],
)  # fmt: skip
def test_words_that_say_another_thing(header: str, table: str, column: str) -> None:
    assert likeness(header, table, column) == 0


HEADERS = sorted(
    {said.strip() for columns in SYNONYMS.values() for words in columns.values() for said in words.split(";")}
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(headers=st.lists(st.sampled_from([*HEADERS, "Q1 2023/24", "Q2 2023/24 actual", "Q2 2023/24 target"]),
                        min_size=2, max_size=12, unique=True))  # fmt: skip
def test_no_header_is_proposed_for_two_columns_of_a_table(headers: list[str], tmp_path: Path) -> None:
    rows = [headers, *([f"{number}{place}" for place in range(len(headers))] for number in (1, 2))]
    text = proposed(tmp_path, "\n".join(",".join(row) for row in rows) + "\n")
    if "No sheet was recognised" in text:
        return
    for entry in entries(tmp_path, text):
        used = [one.header for one in entry.columns.values()] + [*(entry.unpivot.headers if entry.unpivot else ())]
        assert len(used) == len({*used}), text
    guesses = [
        line for line in text.splitlines() if re.match(r"      \w+: [^#]", line) and "column: period" not in line
    ]
    assert all("# to be confirmed" in line for line in guesses if "into:" not in line), text


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
