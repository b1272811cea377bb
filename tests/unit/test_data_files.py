"""Monitoring data as officers' programs save it: read right, or refused with the file, the line and what to do."""

import hashlib
from pathlib import Path

import pytest

from sv_report.data import Source, find_sources, missing_source, read_sources
from sv_report.data.csv_file import read_csv
from sv_report.errors import DataError
from sv_report.findings import Finding
from tests.drawn import source, whole_source

TITLE = "Café & £2m of “social value”"
HEADER = "contract,period,amount\n"


def refused(*sources: Source) -> list[Finding]:
    """Return what is found in sources that cannot be used."""
    with pytest.raises(DataError) as caught:
        read_sources(sources, sources[0].folder.parent / "tables")
    return [*caught.value.findings]


def spend(folder: Path, raw: bytes) -> Source:
    """Return sound data, but for a spend.csv with these bytes."""
    made = whole_source(folder / "returns")
    (made.folder / "spend.csv").write_bytes(raw)
    return made


# ---- as text ------------------------------------------------------------------------------------


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(("encoding", "notes"), [("utf-8", 0), ("utf-8-sig", 0), ("utf-16", 1), ("cp1252", 1)])
def test_what_excel_and_notepad_save_is_read(encoding: str, notes: int, line_end: str, tmp_path: Path) -> None:
    made = whole_source(tmp_path / "returns", contracts=f"ref | title\nC1 | {TITLE}")
    path = made.folder / "contracts.csv"
    path.write_bytes(path.read_text("utf-8").replace("\n", line_end).encode(encoding))
    tables, findings = read_sources([made], tmp_path / "tables")
    assert [row["title"] for row in tables.rows(tables["contracts"])] == [TITLE]
    assert [(f.rule, f.severity, f.where.file) for f in findings] == [
        ("text.encoding", "note", "returns/contracts.csv")
    ] * notes


@pytest.mark.parametrize(
    ("raw", "line", "words"),
    [
        (HEADER.encode() + b"C1,2023-24 Q3,\x00\n", None, "NUL bytes"),
        (HEADER.encode() + b"C1,2023-24 Q3,1\nC1,\x81,1\n", 3, "Byte 0x81"),
        (HEADER.encode() + b'C1,2023-24 Q3,"1\nC2,2023-24 Q3,2\n', 2, "a quotation mark is opened and never closed"),
        (HEADER.encode() + b'C1,2023-24 Q3,"1\nC2,2023-24 Q3,"2"\n', 2, "do not pair up to line 3"),
        (b'contract,period,"amount\n', 1, "a quotation mark is opened and never closed"),
        (HEADER.encode() + b'C1,2023-24 Q3,"' + b"1" * 1_000_001, 2, "a cell is longer than 1,000,000 characters"),
        (b"PK\x03\x04workbook", None, "an Excel workbook under the name of a CSV file"),
        (b"\xd0\xcf\x11\xe0workbook", None, "an Excel workbook under the name of a CSV file"),
        (b"contract;period;amount\n", 1, "parted by semicolons or tabs"),
        ("contract\tperiod\tamount\n".encode("utf-16"), 1, "parted by semicolons or tabs"),
        (b"", 1, "the column contract, period, amount is missing"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_a_finding_with_its_line(
    raw: bytes, line: int | None, words: str, tmp_path: Path
) -> None:
    [found] = [found for found in refused(spend(tmp_path, raw)) if found.severity == "error"]
    assert (found.where.file, found.where.row) == ("returns/spend.csv", line)
    assert words in found.message
    assert found.remedy


def test_a_link_that_leads_nowhere_is_a_finding(tmp_path: Path) -> None:
    made = whole_source(tmp_path / "returns")
    (made.folder / "spend.csv").symlink_to(tmp_path / "gone.csv")
    [found] = refused(made)
    assert "cannot be read" in found.message


def test_a_statement_longer_than_python_s_own_limit_is_read(tmp_path: Path) -> None:
    statement = "word " * 30_000
    path = tmp_path / "deliveries.csv"
    path.write_text(f'statement\n"{statement}"\n', "utf-8")
    assert read_csv(path, "deliveries.csv").records == [(2, [statement])]


# ---- line by line -------------------------------------------------------------------------------


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("inside", ["\n", "\r\n", "\r"])
def test_a_row_s_line_is_the_editor_s_also_after_a_line_break_in_a_cell(
    line_end: str, inside: str, tmp_path: Path
) -> None:
    lines = ["name,amount", f'"two{inside}lines",1', "", "plain,2", f'"{inside}{inside}",3', "last,4"]
    path = tmp_path / "spend.csv"
    path.write_bytes(line_end.join(lines).encode())
    file = read_csv(path, "spend.csv")
    assert [(line, cells[1]) for line, cells in file.records] == [(2, "1"), (5, "2"), (6, "3"), (9, "4")]
    assert file.records[0][1] == ["two\nlines", "1"]


def test_a_fault_after_a_line_break_in_a_cell_names_the_line_on_which_its_row_starts(tmp_path: Path) -> None:
    made = whole_source(tmp_path / "returns")
    raw = (made.folder / "contracts.csv").read_text("utf-8").replace("A contract", '"A\r\ncontract"', 1)
    (made.folder / "contracts.csv").write_bytes(raw.replace("1000000", "a million").encode())
    assert [(found.where.row, found.where.found) for found in refused(made)] == [(2, "a million"), (4, "a million")]


def test_what_is_missing_is_not_looked_for_in_a_table_that_could_not_be_read_to_its_end(tmp_path: Path) -> None:
    made = whole_source(tmp_path / "returns")
    path = made.folder / "contracts.csv"
    path.write_text(path.read_text("utf-8").replace("A contract", '"A contract', 1), "utf-8")
    assert [found.rule for found in refused(made)] == ["file-unpaired-quote"]


# ---- which files --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["contracts.CSV", "Contracts.csv", "CONTRACTS.Csv"])
def test_the_case_of_a_file_s_name_does_not_matter(name: str, tmp_path: Path) -> None:
    made = whole_source(tmp_path / "returns")
    (made.folder / "contracts.csv").rename(made.folder / name)
    tables, findings = read_sources([made], tmp_path / "tables")
    assert tables.count("contracts") == 2
    assert findings == []
    assert f"returns/{name}" in tables.digests


def test_a_folder_with_files_in_capitals_is_a_source(tmp_path: Path) -> None:
    source(tmp_path / "returns", suppliers="id\nS1")
    (tmp_path / "returns" / "suppliers.csv").rename(tmp_path / "returns" / "Suppliers.CSV")
    assert missing_source("returns", tmp_path) is None


def test_two_files_of_one_table_in_a_folder_are_not_both_counted(tmp_path: Path) -> None:
    made = whole_source(tmp_path / "returns")
    (made.folder / "Deliveries.CSV").write_bytes((made.folder / "deliveries.csv").read_bytes())
    if len(made.files("deliveries")) == 1:  # a file system that does not tell case apart cannot hold both
        return
    [found] = refused(made)
    assert "Deliveries.CSV and deliveries.csv both hold the table deliveries" in found.message


@pytest.mark.parametrize(
    ("name", "remedy"),
    [
        ("contracts.xlsx", "In Excel, choose Save As and the type CSV UTF-8"),
        ("returns Q3.xls", "In Excel, choose Save As and the type CSV UTF-8"),
        ("spend.txt", "In Excel, choose Save As and the type CSV UTF-8"),
        ("contract.csv", "Rename it to one of suppliers.csv, contracts.csv"),
        ("spend (1).csv", "Rename it to one of suppliers.csv, contracts.csv"),
        ("Q3/deliveries.csv", "Put its tables into the source's own folder"),
    ],
)
def test_a_file_that_a_person_may_take_to_be_read_is_named(name: str, remedy: str, tmp_path: Path) -> None:
    made = whole_source(tmp_path / "returns")
    (made.folder / name).parent.mkdir(exist_ok=True)
    (made.folder / name).write_text("anything")
    _, [found] = read_sources([made], tmp_path / "tables")
    assert (found.rule, found.severity) == ("file-not-read", "warning")
    assert found.where.file == f"returns/{name.split('/')[0]}"
    assert found.remedy.startswith(remedy)


def test_what_stands_beside_tables_is_not_worth_a_warning(tmp_path: Path) -> None:
    made = whole_source(tmp_path / "returns")
    for name in (
        "README.md",
        "source.yml",
        ".DS_Store",
        ".~lock.contracts.csv#",
        "~$contracts.xlsx",
        "notes/minutes.docx",
    ):
        (made.folder / name).parent.mkdir(exist_ok=True)
        (made.folder / name).write_text("")
    assert read_sources([made], tmp_path / "tables")[1] == []


def test_a_workbook_in_the_place_of_a_table_is_named_with_the_table_that_is_missing(tmp_path: Path) -> None:
    made = whole_source(tmp_path / "returns")
    (made.folder / "contracts.csv").rename(made.folder / "contracts.xlsx")
    assert [(found.rule, found.severity) for found in refused(made)] == [
        ("table-missing", "error"),
        ("file-not-read", "warning"),
    ]


def test_the_example_has_nothing_to_be_said_of_it(tmp_path: Path) -> None:
    _, findings = read_sources(find_sources(["example"], tmp_path), tmp_path / "tables")
    assert findings == []


# ---- several sources ----------------------------------------------------------------------------


def test_tables_of_two_sources_are_put_together_and_keys_hold_across_them(tmp_path: Path) -> None:
    first = whole_source(tmp_path / "a", "north", contracts="ref\nC1")
    second = source(tmp_path / "b", "south", contracts="ref\nC2")
    tables, _ = read_sources([first, second], tmp_path / "tables")
    rows = tables.rows(tables["contracts"])
    assert [(row["ref"], row["origin_file"]) for row in rows] == [
        ("C1", "north/contracts.csv"),
        ("C2", "south/contracts.csv"),
    ]

    second = source(tmp_path / "b", "south", contracts="ref\nC3\nC1")
    [found] = refused(first, second)
    assert (found.rule, found.where.file, found.where.row) == ("key-duplicate", "south/contracts.csv", 3)
    assert found.message == "a second row for C1; the first is north/contracts.csv, line 2"


def test_in_one_file_the_first_row_of_a_key_is_named_by_its_line(tmp_path: Path) -> None:
    [found] = refused(whole_source(tmp_path / "a", contracts="ref\nC1\nC2\nC1"))
    assert found.message == "a second row for C1; the first is line 2"


def test_files_of_two_sources_of_one_name_are_told_apart(tmp_path: Path) -> None:
    first = whole_source(tmp_path / "a", "returns", contracts="ref\nC1")
    second = source(tmp_path / "b", "returns/", contracts="ref\nC2")
    tables, _ = read_sources([first, second], tmp_path / "tables")
    files = [row["origin_file"] for row in tables.rows(tables["contracts"])]
    assert files == ["returns/contracts.csv", "returns (2)/contracts.csv"]
    assert {*files} <= {*tables.digests}


@pytest.mark.parametrize("again", ["returns/", "./returns", "other/../returns"])
def test_a_folder_named_twice_is_not_counted_twice(again: str, tmp_path: Path) -> None:
    whole_source(tmp_path / "returns")
    (tmp_path / "other").mkdir()
    with pytest.raises(DataError) as caught:
        find_sources(["returns", again], tmp_path)
    [found] = caught.value.findings
    assert (found.rule, found.where.found) == ("data-source-twice", again)


# ---- what was read ------------------------------------------------------------------------------


def test_the_digests_are_of_the_files_as_they_were_read(tmp_path: Path) -> None:
    made = whole_source(tmp_path / "returns")
    sealed = {f"returns/{path.name}": hashlib.sha256(path.read_bytes()).hexdigest() for path in made.folder.iterdir()}
    tables, _ = read_sources([made], tmp_path / "tables")
    (made.folder / "contracts.csv").write_text("written over after it was read")
    assert tables.digests == sealed


def test_a_file_that_changes_while_it_is_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = spend(tmp_path, HEADER.encode())
    path, read_bytes = made.folder / "spend.csv", Path.read_bytes

    def saving(self: Path) -> bytes:
        raw = read_bytes(self)
        if self == path:
            path.write_bytes(raw + b"C1,2023-24 Q3,1\n")
        return raw

    monkeypatch.setattr(Path, "read_bytes", saving)
    [found] = refused(made)
    assert (found.rule, found.where.file) == ("file-changed", "returns/spend.csv")


@pytest.mark.parametrize("raw", [b"illustrative: [", b"- illustrative", b"illustrative: \x81"])
def test_what_a_source_says_of_itself_is_never_passed_over(raw: bytes, tmp_path: Path) -> None:
    made = whole_source(tmp_path / "returns")
    (made.folder / "source.yml").write_bytes(raw)
    with pytest.raises(DataError) as caught:
        find_sources(["returns"], tmp_path)
    assert {found.where.file for found in caught.value.findings} == {"returns/source.yml"}


def test_tables_are_closed_and_open_anew(tmp_path: Path) -> None:
    tables, _ = read_sources([whole_source(tmp_path / "returns")], tmp_path / "tables")
    tables.close()  # nothing was opened yet
    before = tables.connection
    tables.close()
    with pytest.raises(Exception, match="closed"):
        before.execute("SELECT 1")
    assert tables.count("contracts") == 2
