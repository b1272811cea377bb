"""Monitoring data as officers' programs save it: read right, or refused with the file, the line and what to do."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

import pytest

from sv_report.data import Source, Tables, find_sources, missing_source
from sv_report.data import read_sources as read_and_count
from sv_report.data.intake import Conditions
from sv_report.data.readers import open_file
from sv_report.data.readers.sheet import Sheet
from sv_report.errors import DataError
from sv_report.findings import Finding
from sv_report.params.council.counting import RULE_NAMES
from tests.drawn import source, whole_source

TITLE = "Café & £2m of “social value”"
HEADER = "contract,period,amount\n"


def read_sources(sources: Sequence[Source], into: Path) -> tuple[Tables, list[Finding]]:
    """Read sources without the rules of what councils count, which are in test_counting_rules."""
    return read_and_count(sources, into, Conditions(frozenset(RULE_NAMES)))


def refused(*sources: Source) -> list[Finding]:
    """Return what is found in sources that cannot be used."""
    with pytest.raises(DataError) as caught:
        read_sources(sources, sources[0].path.parent / "tables")
    return [*caught.value.findings]


def spend(folder: Path, raw: bytes) -> Source:
    """Return sound data, but for a spend.csv with these bytes."""
    made = whole_source(folder / "returns")
    (made.path / "spend.csv").write_bytes(raw)
    return made


# ---- as text ------------------------------------------------------------------------------------


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(("encoding", "notes"), [("utf-8", 0), ("utf-8-sig", 0), ("utf-16", 0), ("cp1252", 1)])
def test_what_excel_and_notepad_save_is_read(encoding: str, notes: int, line_end: str, tmp_path: Path) -> None:
    made = whole_source(tmp_path / "returns", contracts=f"ref | title\nC1 | {TITLE}")
    path = made.path / "contracts.csv"
    path.write_bytes(path.read_text("utf-8").replace("\n", line_end).encode(encoding))
    tables, findings = read_sources([made], tmp_path / "tables")
    assert [row["title"] for row in tables.rows(tables["contracts"])] == [TITLE]
    assert [(f.rule, f.severity, f.where.file) for f in findings] == [
        ("text.encoding", "note", "returns/contracts.csv")
    ] * notes


@pytest.mark.parametrize(
    ("raw", "line", "words"),
    [
        (HEADER.encode() + b"C1,2023-24 Q3,\x00\n", None, "Line 2 holds a NUL byte"),
        (HEADER.encode() + b"C1,2023-24 Q3,1\nC1,\x81,1\n", None, "line 3"),
        (HEADER.encode() + b'C1,2023-24 Q3,"1\nC2,2023-24 Q3,2\n', 2, "a quotation mark is opened and never closed"),
        (HEADER.encode() + b'C1,2023-24 Q3,"1\nC2,2023-24 Q3,"2"\n', 2, "do not pair up to line 3"),
        (b'contract,period,"amount\n', 1, "a quotation mark is opened and never closed"),
        (HEADER.encode() + b'C1,2023-24 Q3,"' + b"1" * 1_000_001, 2, "a cell is longer than 1,000,000 characters"),
        (b"PK\x03\x04workbook", None, ""),
        (b"\xd0\xcf\x11\xe0workbook", None, ""),
        (b"", None, "empty"),
        (b"contract,amount\nC1,1\n", 1, "period"),
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
    (made.path / "spend.csv").symlink_to(tmp_path / "gone.csv")
    [found] = refused(made)
    assert "cannot be read" in found.message


def test_a_statement_longer_than_python_s_own_limit_is_read(tmp_path: Path) -> None:
    made = whole_source(tmp_path / "returns")
    text = (made.path / "deliveries.csv").read_text("utf-8").replace("Done", "word " * 30_000)
    (made.path / "deliveries.csv").write_text(text, "utf-8")
    tables, _ = read_sources([made], tmp_path / "tables")
    assert [len(row["statement"]) for row in tables.rows(tables["deliveries"])] == [149_999]


# ---- line by line -------------------------------------------------------------------------------


def test_a_fault_after_a_line_break_in_a_cell_names_the_line_on_which_its_row_starts(tmp_path: Path) -> None:
    made = whole_source(tmp_path / "returns")
    raw = (made.path / "contracts.csv").read_text("utf-8").replace("A contract", '"A\r\ncontract"', 1)
    (made.path / "contracts.csv").write_bytes(raw.replace("1000000", "a lot").encode())
    _, findings = read_sources([made], tmp_path / "tables")
    assert [(f.where.row, f.where.found) for f in findings if f.where.column == "value"] == [(2, "a lot"), (4, "a lot")]


def test_what_is_missing_is_not_looked_for_in_a_table_that_could_not_be_read_to_its_end(tmp_path: Path) -> None:
    made = whole_source(tmp_path / "returns")
    path = made.path / "contracts.csv"
    path.write_text(path.read_text("utf-8").replace("A contract", '"A contract', 1), "utf-8")
    assert [found.rule for found in refused(made)] == ["file-unpaired-quote"]


# ---- which files --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["contracts.CSV", "Contracts.csv", "CONTRACTS.Csv"])
def test_the_case_of_a_file_s_name_does_not_matter(name: str, tmp_path: Path) -> None:
    made = whole_source(tmp_path / "returns")
    (made.path / "contracts.csv").rename(made.path / name)
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
    (made.path / "Deliveries.CSV").write_bytes((made.path / "deliveries.csv").read_bytes())
    if (
        len([path for path in made.files() if path.stem.lower() == "deliveries"]) == 1
    ):  # a file system that does not tell case apart cannot hold both
        return
    [found] = refused(made)
    assert "returns/Deliveries.CSV and returns/deliveries.csv both hold the table deliveries" in found.message


@pytest.mark.parametrize(
    ("name", "remedy"),
    [
        ("notes.docx", "Save it as CSV, TSV, XLSX"),
        ("contract.csv", "Give it, or a sheet of it, the name of a table"),
        ("spend (1).csv", "Give it, or a sheet of it, the name of a table"),
        ("Q3/deliveries.csv", "Put its tables into the source's own folder"),
    ],
)
def test_a_file_that_a_person_may_take_to_be_read_is_named(name: str, remedy: str, tmp_path: Path) -> None:
    made = whole_source(tmp_path / "returns")
    (made.path / name).parent.mkdir(exist_ok=True)
    (made.path / name).write_text("anything")
    _, [found] = read_sources([made], tmp_path / "tables")
    assert (found.rule, found.severity) == ("file-not-read", "warning")
    assert found.where.file == f"returns/{name.split('/')[0]}"
    assert found.remedy.startswith(remedy)


@pytest.mark.parametrize("name", ["spend.xlsx", "spend.ods", "spend.parquet", "returns Q3.xls"])
def test_a_file_that_is_not_what_its_name_says_is_refused(name: str, tmp_path: Path) -> None:
    made = whole_source(tmp_path / "returns")
    (made.path / name).write_bytes(b"%PDF-1.7 not a table")
    assert [(found.severity, found.where.file) for found in refused(made)] == [("error", f"returns/{name}")]


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
        (made.path / name).parent.mkdir(exist_ok=True)
        (made.path / name).write_text("")
    assert read_sources([made], tmp_path / "tables")[1] == []


def test_a_table_that_no_source_holds_is_named(tmp_path: Path) -> None:
    made = whole_source(tmp_path / "returns")
    (made.path / "contracts.csv").unlink()
    assert [(found.rule, found.where.field) for found in refused(made)] == [("table-missing", "data")]


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

    second = source(tmp_path / "b", "south", contracts="ref | title\nC3 | Another\nC1 | Another")
    [found] = refused(first, second)
    assert (found.rule, found.where.file, found.where.row) == ("key-duplicate", "south/contracts.csv", 3)
    assert found.message == "a second row for C1; the first is north/contracts.csv, line 2"


def test_in_one_file_the_first_row_of_a_key_is_named_by_its_line(tmp_path: Path) -> None:
    [found] = refused(whole_source(tmp_path / "a", contracts="ref | title\nC1 | A\nC2 | A\nC1 | B"))
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
    sealed = {f"returns/{path.name}": hashlib.sha256(path.read_bytes()).hexdigest() for path in made.path.iterdir()}
    tables, _ = read_sources([made], tmp_path / "tables")
    (made.path / "contracts.csv").write_text("written over after it was read")
    assert tables.digests == sealed


def test_a_file_that_changes_while_it_is_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = spend(tmp_path, HEADER.encode())
    path = made.path / "spend.csv"

    def saving(opened: Path, shown: str) -> list[Sheet]:
        sheets = open_file(opened, shown)
        if opened == path:
            path.write_bytes(path.read_bytes() + b"C1,2023-24 Q3,1\n")
        return sheets

    monkeypatch.setattr("sv_report.data.holding.open_file", saving)
    assert {(found.rule, found.where.file) for found in refused(made)} == {("file-changed", "returns/spend.csv")}


@pytest.mark.parametrize("raw", [b"illustrative: [", b"- illustrative", b"illustrative: \x81"])
def test_what_a_source_says_of_itself_is_never_passed_over(raw: bytes, tmp_path: Path) -> None:
    made = whole_source(tmp_path / "returns")
    (made.path / "source.yml").write_bytes(raw)
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
