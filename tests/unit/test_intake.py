"""Every row accounted for: what becomes of each kind of row, of errors that are accepted, and of large files."""

import csv
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sv_report.data import Source, cache, read_sources
from sv_report.data.account import Account
from sv_report.data.intake import Conditions, RefusedData
from sv_report.findings import Finding
from sv_report.params import Accepted
from sv_report.params.council.counting import RULE_NAMES
from tests.drawn import whole_source

OFF = frozenset(RULE_NAMES)  # what councils count is in test_counting_rules
Q3 = "2023-24 Q3"
HEADER = "contract,measure,period,return_version,quantity_claimed,quantity_validated,validated_on,statement"


def written(folder: Path, *lines: str, table: str = "deliveries") -> Source:
    """Return sound data, but for a file that holds these lines."""
    made = whole_source(folder / "returns")
    (folder / "returns" / f"{table}.csv").write_text("\n".join(lines) + "\n", "utf-8")
    return made


def accounts(source: Source, into: Path, *accepted: Accepted) -> tuple[dict[str, Account], list[Finding]]:
    """Return the account of each table, and the findings."""
    tables, findings = read_sources([source], into, Conditions(OFF, accepted))
    return {account.table_name: account for account in tables.accounts}, findings


def kinds(account: Account) -> tuple[int, ...]:
    """Return the rows of an account: all, then read, blank, header, total, duplicate, rejected."""
    counted = account.read, account.blank, account.header, account.total, account.duplicate, account.rejected
    assert sum(counted) == account.rows
    return account.rows, *counted


def test_every_row_of_a_file_is_of_one_kind(tmp_path: Path) -> None:
    made = written(
        tmp_path,
        "Returns of the quarter,,,,,,,",  # a title: header
        HEADER,
        f"C1,M1,{Q3},1,100,80,2024-01-12,Done",
        "",
        f"C1,M1,{Q3},1,100,80,2024-01-12,Done",  # the same again
        HEADER,
        f"C1,M1,{Q3},1,about 20,,,Done",
        f"C1,M1,{Q3},1,20,30,2024-01-12,Done",  # more validated than claimed
        f"C9,M1,{Q3},1,20,,,Done",
        f"C1,M1,{Q3},1,20,,,Done,and,more",  # spilled
        "Total,,,,120,80,,",
    )
    found, findings = accounts(made, tmp_path / "tables")
    assert kinds(found["deliveries"]) == (11, 1, 1, 3, 1, 1, 4)
    left_out = {(one.rule, one.where.row) for one in findings if one.severity == "warning"}
    assert {row for _, row in left_out} == {7, 8, 9, 10}
    assert {("value-unreadable", 7), ("validated-above-claimed", 8), ("reference-unknown", 9)} <= left_out
    assert [(one.rule, one.where.row) for one in findings if one.severity == "note"] == [("row-duplicate", 5)]


def test_columns_that_are_not_used_are_said_but_not_of_returns_that_were_collected(tmp_path: Path) -> None:
    made = written(tmp_path, f"{HEADER},Officer,Colour", f"C1,M1,{Q3},1,100,80,2024-01-12,Done,A. N. Other,red")
    _, findings = accounts(made, tmp_path / "tables")
    [note] = [one for one in findings if one.rule == "columns-not-used"]
    assert (note.severity, note.where.file) == ("note", f"{made.name}/deliveries.csv")
    assert note.message == "2 columns are not used: Officer, Colour"
    _, findings = accounts(replace(made, collected=True), tmp_path / "again")
    assert [one for one in findings if one.rule == "columns-not-used"] == []


def test_a_table_of_a_database_that_is_a_view_is_said(tmp_path: Path) -> None:
    made = whole_source(tmp_path / "returns")
    with sqlite3.connect(tmp_path / "returns" / "more.sqlite") as connection:
        connection.execute("CREATE TABLE notes (a)")
        connection.execute("CREATE VIEW spend AS SELECT a FROM notes")
    connection.close()
    _, findings = accounts(made, tmp_path / "tables")
    [note] = [one for one in findings if one.rule == "views-not-read"]
    assert note.message.endswith("spend")


def test_what_cells_mean_besides_a_value_is_counted(tmp_path: Path) -> None:
    made = written(
        tmp_path,
        HEADER,
        f"C1,M1,{Q3},1,nil,,,None to report",
        f"C1,M1,{Q3},1,£ -   ,-,,Done",
        f"C1,M1,{Q3},1,5,n/a,,Done",
        f"C1,M1,{Q3},1,0.333333333,,,Done",
    )
    found, findings = accounts(made, tmp_path / "tables")
    account = found["deliveries"]
    assert (account.read, account.rejected, findings) == (4, 0, [])
    # validated_on is blank four times, quantity_validated twice and `-` once
    assert (account.zero, account.missing, account.not_applicable, account.rounded) == (2, 7, 1, 1)


def test_a_rejected_row_is_kept_with_its_place_and_what_it_was_about(tmp_path: Path) -> None:
    made = written(tmp_path, HEADER, f"C1,M1,{Q3},1,about 20,,,Done", f"C2,M1,{Q3},1,20,30,2024-01-12,Done")
    tables, _ = read_sources([made], tmp_path / "tables", Conditions(OFF))
    rows = tables.connection.sql(
        "SELECT rule, origin_file, origin_row, contract, measure, period, quantity FROM rejected_rows ORDER BY origin_row"
    ).fetchall()
    assert [row[:6] for row in rows] == [
        ("value-unreadable", "returns/deliveries.csv", 2, "C1", "M1", Q3),
        ("validated-above-claimed", "returns/deliveries.csv", 3, "C2", "M1", Q3),
    ] or [row[0] for row in rows] == ["value-unreadable", "reference-unknown"]
    assert tables.count("deliveries") == 0


def test_a_second_row_for_a_key_is_an_error_unless_the_edition_accepts_it(tmp_path: Path) -> None:
    made = written(
        tmp_path, "contract,measure,period,quantity", f"C1,M1,{Q3},500", f"C1,M1,{Q3},600", table="commitments"
    )
    with pytest.raises(RefusedData) as caught:
        accounts(made, tmp_path / "tables")
    [found] = [one for one in caught.value.findings if one.severity == "error"]
    assert (found.rule, found.where.row) == ("key-duplicate", 3)
    assert {account.rows for account in caught.value.accounts if account.table_name == "commitments"} == {3}

    reason = Accepted("key-duplicate", "the supplier corrected the figure twice")
    counted, findings = accounts(made, tmp_path / "tables", reason)
    assert kinds(counted["commitments"]) == (3, 1, 0, 1, 0, 0, 1)
    [found] = [one for one in findings if one.rule == "key-duplicate"]
    assert (found.severity, found.where.row) == ("warning", 3)
    assert "accepted: the supplier corrected the figure twice" in found.message


def test_an_error_is_accepted_in_the_file_that_is_named_and_in_no_other(tmp_path: Path) -> None:
    made = written(
        tmp_path, "contract,measure,period,quantity", f"C1,M1,{Q3},500", f"C1,M1,{Q3},600", table="commitments"
    )
    elsewhere = Accepted("key-duplicate", "known", "returns/contracts.csv")
    with pytest.raises(RefusedData):
        accounts(made, tmp_path / "tables", elsewhere)
    accounts(made, tmp_path / "tables", replace(elsewhere, file="returns/commitments.csv"))


def test_a_duplicate_in_another_file_of_another_source_is_counted_once(tmp_path: Path) -> None:
    first = written(tmp_path / "a", HEADER, f"C1,M1,{Q3},1,100,,,Done")
    second = written(tmp_path / "b", HEADER, f"C1,M1,{Q3},1,100,,,Done", f"C1,M1,{Q3},1,50,,,Done")
    for path in second.files():
        if path.stem != "deliveries":
            path.unlink()
    tables, findings = read_sources([first, second], tmp_path / "tables", Conditions(OFF))
    assert [row["quantity_claimed"] for row in tables.rows(tables["deliveries"])] == [100, 50]
    [found] = findings
    assert found.message == "the same as returns/deliveries.csv, line 2, which is counted once"


def test_a_unit_that_is_not_the_measure_s_is_left_out(tmp_path: Path) -> None:
    rows = (f"{HEADER},unit", f"C1,M1,{Q3},1,100,,,Done,hours", f"C1,M1,{Q3},1,100,,,Done,days")
    found, findings = accounts(written(tmp_path, *rows), tmp_path / "tables")
    assert kinds(found["deliveries"]) == (3, 1, 0, 1, 0, 0, 1)
    assert [(one.rule, one.where.row, one.where.found) for one in findings] == [("unit-mismatch", 3, "days")]


# ---- large files --------------------------------------------------------------------------------

CELLS: dict[str, st.SearchStrategy[str]] = {
    "contract": st.sampled_from(["C1", "C2", "C9", "", "Total", "contract"]),
    "measure": st.sampled_from(["M1", "M1", "M2", " M1", ""]),
    "period": st.sampled_from([Q3, "2023/24 Q3", "Q3 2023/24", "2023-24", ""]),
    "return_version": st.sampled_from(["1", "1", "1.0", "one"]),
    "quantity_claimed": st.sampled_from(["10", "12.5", "£1,000", "-3", "(3)", "nil", "-", "", "1e3", "0.1234567", "x"]),
    "quantity_validated": st.sampled_from(["", "5", "-2", "(4)", "n/a"]),
    "validated_on": st.sampled_from(["", "2024-01-12", "12/01/2024", "45303"]),
    "statement": st.sampled_from(["Done", "", "two\nlines", 'a "word"', "n/a", "£5, spent", "  padded  "]),
}


def taken_in(source: Source, into: Path) -> tuple[Any, ...]:
    """Return all that was read: the rows in order, the account, and the findings."""
    tables, findings = read_sources([source], into, Conditions(OFF))
    rows = tables.connection.sql("SELECT * FROM deliveries ORDER BY ALL").fetchall()
    rejected = tables.connection.sql("SELECT * FROM rejected_rows ORDER BY ALL").fetchall()
    tables.close()
    return rows, rejected, tables.accounts, findings


@given(rows=st.lists(st.fixed_dictionaries(CELLS), min_size=8, max_size=40), ending=st.sampled_from(["\n", "\r\n"]))
@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_large_file_is_read_as_a_small_one_is(
    rows: list[dict[str, str]], ending: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = whole_source(tmp_path / "returns")
    with (tmp_path / "returns" / "deliveries.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator=ending)
        writer.writerow(CELLS)
        writer.writerows(row.values() for row in rows)
    exactly = taken_in(made, tmp_path / "exactly")
    with monkeypatch.context() as patched:
        patched.setattr("sv_report.data.swift.LARGE", 0)
        assert taken_in(made, tmp_path / "swiftly") == exactly


def test_a_large_plain_file_takes_the_swift_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    laid: list[int] = []

    def counting(staged: Callable[..., None]) -> Callable[..., None]:
        def stage_rows(stage: Any, reading: Any, rows: Any, reject: Any) -> None:
            kept = list(rows)
            laid.append(sum(row.kind == "read" for row in kept))
            staged(stage, reading, iter(kept), reject)

        return stage_rows

    from sv_report.data import swift

    monkeypatch.setattr(swift, "LARGE", 0)
    monkeypatch.setattr(swift, "stage_rows", counting(swift.stage_rows))
    rows = (f"C1,M1,{Q3},1,{number},,,Done" for number in range(100))
    found, _ = accounts(written(tmp_path, HEADER, *rows, f"C1,M1,{Q3},1,£5,,,Done"), tmp_path / "tables")
    assert found["deliveries"].read == 101
    assert sum(laid) == 1  # the one cell that is not plain


def test_a_part_of_an_unpivoted_row_that_says_that_nothing_was_given_is_no_row(tmp_path: Path) -> None:
    made = written(
        tmp_path, "Contract,Measure,Q2 actual,Q3 actual", "C1,M1,10,tbc", "C1,M1,-,20", "C2,M1,5,many", table="tracker"
    )
    (tmp_path / "returns" / "deliveries.csv").unlink()
    (tmp_path / "returns" / "mapping.yml").write_text(
        """
schema: 1
tables:
  - table: deliveries
    file: tracker.csv
    columns: {contract: Contract, measure: Measure, return_version: {value: "1"}}
    unpivot: {column: period, into: quantity_claimed, headers: {Q2 actual: 2023-24 Q2, Q3 actual: 2023-24 Q3}}
    missing: [tbc]
""",
        "utf-8",
    )
    (tmp_path / "returns" / "returns.csv").write_text(
        "contract,period,version,due_on,received_on\n"
        + "".join(f"{c},{q},1,2024-01-15,2024-01-10\n" for c in ("C1", "C2") for q in ("2023-24 Q2", Q3)),
        "utf-8",
    )
    tables, findings = read_sources(
        [replace(made, mapping=tmp_path / "returns" / "mapping.yml")], tmp_path / "tables", Conditions(OFF)
    )
    lines = tables.connection.sql("SELECT contract, period, quantity_claimed FROM deliveries ORDER BY ALL").fetchall()
    assert lines == [("C1", "2023-24 Q2", 10), ("C1", Q3, 20)]
    assert [(one.rule, one.where.row) for one in findings] == [("value-unreadable", 4)]
    [account] = [one for one in tables.accounts if one.table_name == "deliveries"]
    assert kinds(account) == (4, 2, 0, 1, 0, 0, 1)
    assert account.missing >= 2


def test_a_file_without_a_needed_column_is_in_the_account_and_is_an_error(tmp_path: Path) -> None:
    made = written(tmp_path, "contract,period", f"C1,{Q3}", "", table="spend")
    with pytest.raises(RefusedData) as caught:
        accounts(made, tmp_path / "tables")
    assert {one.rule for one in caught.value.findings if one.severity == "error"} == {"column-missing"}
    [account] = [one for one in caught.value.accounts if one.table_name == "spend"]
    assert (account.rows, account.rejected, account.blank) == (3, 2, 1)


def test_an_error_that_is_accepted_and_not_there_is_said(tmp_path: Path) -> None:
    _, findings = accounts(whole_source(tmp_path / "returns"), tmp_path / "tables", Accepted("key-dupliacte", "typed"))
    assert [(one.rule, one.where.found) for one in findings] == [("accept-unused", "key-dupliacte")]


# ---- what would count twice, or nowhere ---------------------------------------------------------


def mapped(folder: Path, mapping: str, lines: list[str]) -> Source:
    """Return sound data, its deliveries in a tracker of a council's own, with the mapping of it."""
    made = whole_source(folder / "returns")
    (folder / "returns" / "deliveries.csv").unlink()
    (folder / "returns" / "tracker.csv").write_text("\n".join(lines) + "\n", "utf-8")
    path = folder / "returns" / "mapping.yml"
    path.write_text(f"schema: 1\ntables:\n  - {{table: deliveries, file: tracker.csv, {mapping}}}\n", "utf-8")
    returns = "".join(f"{c},{q},1,2024-01-15,2024-01-10\n" for c in ("C1", "C2") for q in ("2023-24 Q2", Q3))
    (folder / "returns" / "returns.csv").write_text(f"contract,period,version,due_on,received_on\n{returns}", "utf-8")
    return replace(made, mapping=path)


def lines_of(source: Source, into: Path) -> list[Any]:
    tables, _ = read_sources([source], into, Conditions(OFF))
    return tables.connection.sql("SELECT contract, period, quantity_claimed FROM deliveries ORDER BY ALL").fetchall()


def test_a_statement_that_reads_like_a_title_is_none(tmp_path: Path) -> None:
    columns = "columns: {contract: {above: 'Project (C.):.*'}, measure: Indicator, quantity_claimed: Delivered, " \
              "statement: What was done, period: {value: 2023-24 Q3}, return_version: {value: '1'}}"  # fmt: skip
    lines = ["Indicator,Delivered,What was done", "Project C1: roads,,", "M1,5,fine", "M1,7,Project C2: helped them",
             "M1,9,also"]  # fmt: skip
    assert lines_of(mapped(tmp_path, columns, lines), tmp_path / "tables") == [
        ("C1", Q3, 5),
        ("C1", Q3, 7),
        ("C1", Q3, 9),
    ]


def test_of_distinct_unpivoted_rows_only_the_part_that_was_seen_before_goes(tmp_path: Path) -> None:
    columns = "distinct: true, columns: {contract: Contract, measure: Measure, return_version: {value: '1'}}, unpivot: " \
              "{column: period, into: quantity_claimed, headers: {Q2: 2023-24 Q2, Q3: 2023-24 Q3}}"  # fmt: skip
    lines = ["Contract,Measure,Q2,Q3", "C1,M1,10,", "C1,M1,10,40", "C2,M1,1,1", "C2,M1,1,1"]
    found = lines_of(mapped(tmp_path, columns, lines), tmp_path / "tables")
    assert found == [("C1", "2023-24 Q2", 10), ("C1", Q3, 40), ("C2", "2023-24 Q2", 1), ("C2", Q3, 1)]


def test_two_sheets_of_one_table_are_not_both_counted(tmp_path: Path) -> None:
    made = whole_source(tmp_path / "returns")
    book = openpyxl.Workbook()
    for sheet in (book.active, book.create_sheet("Spend ")):
        sheet.append(["contract", "period", "amount"])
        sheet.append(["C1", Q3, 5])
    book.active.title = "spend"
    book.save(tmp_path / "returns" / "payments.xlsx")
    with pytest.raises(RefusedData) as caught:
        accounts(made, tmp_path / "tables")
    assert [one.rule for one in caught.value.findings if one.severity == "error"] == ["table-twice"]


def test_lines_of_two_exports_that_overlap_are_said(tmp_path: Path) -> None:
    first = written(tmp_path / "a", HEADER, f"C1,M1,{Q3},1,100,,,Done", f"C1,M1,{Q3},1,7,,,Done")
    second = written(tmp_path / "b", f"Export,{HEADER}", f"9,C1,M1,{Q3},1,100.0,,,Done", f"9,C1,M1,{Q3},1,50,,,Done")
    for path in second.files():
        if path.stem != "deliveries":
            path.unlink()
    _, findings = read_sources([first, second], tmp_path / "tables", Conditions(OFF))
    [found] = [one for one in findings if one.severity == "warning"]
    assert (found.rule, found.where.row) == ("lines-in-two-files", 2)
    assert found.message.startswith("1 line is in returns/deliveries.csv too")


# ---- tables that were kept ----------------------------------------------------------------------


@pytest.mark.parametrize("name", ["deliveries.parquet", "found.json"])
@pytest.mark.parametrize("damage", ["changed", "cut", "gone"])
def test_tables_that_are_not_as_they_were_kept_are_read_anew(name: str, damage: str, tmp_path: Path) -> None:
    made, kept = whole_source(tmp_path / "returns"), tmp_path / "kept"
    before = read_sources([made], tmp_path / "first", Conditions(OFF), kept)[0].count("deliveries")
    [folder] = kept.iterdir()
    raw = (folder / name).read_bytes()
    (folder / name).unlink()
    if damage != "gone":
        (folder / name).write_bytes(raw[:40] if damage == "cut" else raw[:40] + b"\xff\xff" + raw[42:])
    tables, _ = read_sources([made], tmp_path / "second", Conditions(OFF), kept)
    assert tables.count("deliveries") == before
    assert (folder / name).read_bytes()[:4] == raw[:4]


@pytest.mark.parametrize("package", ["duckdb", "python-calamine", "pandas"])
def test_tables_that_another_version_read_are_read_anew(
    package: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, kept = whole_source(tmp_path / "returns"), tmp_path / "kept"
    read_sources([made], tmp_path / "first", Conditions(OFF), kept)
    read_sources([made], tmp_path / "second", Conditions(OFF), kept)
    assert len(list(kept.iterdir())) == 1
    monkeypatch.setattr(cache, "version", lambda name: "0.0.1" if name == package else version(name))
    read_sources([made], tmp_path / "third", Conditions(OFF), kept)
    assert len(list(kept.iterdir())) == 2


def test_sets_of_tables_are_kept_while_there_is_room_and_then_the_newest_few(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = tmp_path / "kept"

    def keep(number: int) -> None:
        made = written(tmp_path / str(number), HEADER, f"C1,M1,{Q3},1,{number},,,Done")
        read_sources([made], tmp_path / f"{number}.tables", Conditions(OFF), kept)

    monkeypatch.setattr(cache, "FEWEST", 2)
    for number in range(4):
        keep(number)
    assert len(list(kept.iterdir())) == 4
    first = {path.name for path in kept.iterdir()}
    monkeypatch.setattr(cache, "ROOM", 1)
    keep(4)
    left = {path.name for path in kept.iterdir()}
    assert len(left) == 2
    assert len(left - first) == 1


def test_where_nothing_can_be_kept_the_data_is_read_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("no folder")
    tables, _ = read_sources(
        [whole_source(tmp_path / "returns")], tmp_path / "into", Conditions(OFF), tmp_path / "kept"
    )
    assert tables.count("deliveries") == 1


def test_rows_that_are_alike_in_what_is_wrong_are_each_rejected(tmp_path: Path) -> None:
    rows = [f"C1,M1,{Q3},1,about 20,,,Done"] * 3
    found, _ = accounts(written(tmp_path, HEADER, *rows), tmp_path / "tables")
    assert kinds(found["deliveries"]) == (4, 0, 0, 1, 0, 0, 3)


def test_in_a_large_file_each_row_keeps_its_line(tmp_path: Path) -> None:
    rows = (f"C1,M1,{Q3},1,{number},,,{'word ' * 12}{number}" for number in range(300_000))
    tables, _ = read_sources([written(tmp_path, HEADER, *rows)], tmp_path / "tables", Conditions(OFF))
    moved = "SELECT count(*), count(*) FILTER (quantity_claimed + 2 <> origin_row) FROM deliveries"
    assert tables.connection.sql(moved).fetchall() == [(300_000, 0)]
