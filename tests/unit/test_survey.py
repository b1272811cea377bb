"""A survey says what is in a file that no mapping speaks of, and accounts for every row of it."""

from collections import Counter
from pathlib import Path

import openpyxl

from sv_report.data.sheets.survey import SheetSurvey, survey
from tests.outcomes import KINDS, outcomes, read_table, table_files


def surveyed(tmp_path: Path, text: str, name: str = "a.csv") -> SheetSurvey:
    (tmp_path / name).write_text(text, encoding="utf-8")
    (one,) = survey(tmp_path / name, name)
    return one


def kinds(one: SheetSurvey) -> dict[str, int]:
    return {kind: getattr(one, kind) for kind in KINDS if getattr(one, kind)}


def test_titles_repeats_totals_notes_and_duplicates_are_told_apart(tmp_path: Path) -> None:
    one = surveyed(
        tmp_path,
        "Returns for Quarter 3,,\n"
        "\n"
        "Contract,Measure,Quantity\n"
        "C1,NT1,12\n"
        "C1,NT2,3\n"
        "C1,NT2,3\n"
        "Contract,Measure,Quantity\n"
        "C2,NT1,4\n"
        ",,\n"
        "Total,,22\n"
        "Figures are not yet final,,\n",
    )
    assert one.header_rows == (3,)
    assert one.columns == ("Contract", "Measure", "Quantity")
    assert kinds(one) == {"read": 3, "blank": 2, "header": 3, "total": 1, "duplicate": 1, "rejected": 1}
    assert one.rows == 11


def test_samples_are_the_first_values_of_each_column(tmp_path: Path) -> None:
    one = surveyed(tmp_path, "Contract,Quantity\nC1,1\nC1,2\nC2,\nC3,3\nC4,4\n")
    assert one.samples == (("C1", "C2", "C3"), ("1", "2", "3"))


def test_a_header_below_its_rows_is_found_and_the_rows_are_read(tmp_path: Path) -> None:
    one = surveyed(tmp_path, "C1,12,2024-01-31\nC2,3,2024-02-01\nC3,4,2024-02-02\nContract,Quantity,Date\n")
    assert one.header_rows == (4,)
    assert kinds(one) == {"read": 3, "header": 1}


def test_rows_without_a_header_are_all_read(tmp_path: Path) -> None:
    one = surveyed(tmp_path, "1,2.5,2024-01-31\n2,3.5,2024-02-01\n")
    assert (one.header_rows, kinds(one)) == ((), {"read": 2})


def test_headers_of_two_rows_are_joined_and_merged_cells_carried(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (["Contract", "Quarter 1", "", "Quarter 2", ""], ["", "Target", "Actual", "Target", "Actual"]):
        sheet.append(row)
    sheet.merge_cells("B1:C1")
    sheet.merge_cells("D1:E1")
    for number in range(4):
        sheet.append([f"C{number}", number + 1, number, number + 2, number])
    book.create_sheet("Lists").sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    first, hidden = survey(tmp_path / "a.xlsx", "a.xlsx")
    assert first.columns == (
        "Contract", "Quarter 1 / Target", "Quarter 1 / Actual", "Quarter 2 / Target", "Quarter 2 / Actual",
    )  # fmt: skip
    assert kinds(first) == {"read": 4, "header": 2}
    assert (hidden.sheet, hidden.hidden, hidden.rows) == ("Lists", True, 0)


def test_a_row_with_too_many_or_too_few_cells_is_rejected(tmp_path: Path) -> None:
    one = surveyed(tmp_path, "Contract,Quantity,Note\nC1,1,a\nC2,2,a,b\nC3,3\nC4,4,d\n")
    assert kinds(one) == {"read": 2, "header": 1, "rejected": 2}


# ---- every table file of ../shared/data ---------------------------------------------------------


def test_every_shared_file_has_the_outcome_that_is_committed(shared: Path) -> None:
    """Where this fails after a change that is right, look at the difference, then: python -m tests.outcomes."""
    assert list(outcomes(shared / "data")) == read_table()


def test_every_shared_file_is_in_the_table(shared: Path) -> None:
    files = {path.relative_to(shared / "data").as_posix() for path in table_files(shared / "data")}
    named = {record["file"] for record in read_table()}
    assert {file for file in files if not any(name == file or name.startswith(f"{file}/") for name in named)} == set()


def test_the_rows_of_each_outcome_add_up() -> None:
    for record in read_table():
        counts = [int(record[kind]) for kind in ("rows", *KINDS) if record[kind]]
        assert bool(counts) is not bool(record["refused"]), record
        assert not counts or counts[0] == sum(counts[1:]), record


def test_most_shared_files_are_read_and_refusals_say_why() -> None:
    files = {record["file"]: record["refused"] for record in read_table()}
    refused = Counter(filter(None, files.values()))
    assert len(files) > 350
    assert set(refused) <= {"file-not-table", "file-encrypted", "file-empty", "file-damaged", "file-unpaired-quote"}
    assert sum(refused.values()) < 45
