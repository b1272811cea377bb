"""Collecting returns: what is refused, what a version is, what officers filled in, and what a stop leaves."""

import csv
import json
import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import openpyxl
import pytest
from filelock import FileLock
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sv_report.data.returns.collect import collect
from sv_report.data.returns.issue import issue
from sv_report.data.returns.judging import judge
from sv_report.data.returns.ledger import collected_folder, register_for
from sv_report.data.returns.register import Register, read_register
from sv_report.data.returns.returned import read_returned
from sv_report.data.returns.status import reminders, status
from sv_report.errors import DataError, UsageError
from sv_report.params import Period, Workbench
from tests.drawn import tables
from tests.drawn_returns import EDITION, PERIOD, Bench

DAY, NEXT_DAY = date(2024, 1, 12), date(2024, 1, 22)
MEASURES = """
    ref   | name                       | unit  | over_time | valued
    JOB01 | Local people               | FTE   | stock     | valued
    SKL05 | Help (hours × people)      | hours | flow      | valued
    ENV05 | Electric vehicles          | %     | share     | record-only
    SOC01 | =HYPERLINK("x";"[a](b)")   | hours | flow      | valued
"""
CONTRACTS = """
    ref   | title            | end
    C1    | @SUM(A1) roads   | 2026-03-31
    C2    | Care             | 2026-03-31
    ../C3 | Traffic          | 2026-03-31
    OLD   | Ended before     | 2023-09-30
"""
COMMITMENTS = """
    contract | measure | period     | quantity | denominator
    C1       | JOB01   | 2023-24 Q2 | 3        |
    C1       | JOB01   | 2023-24 Q3 | 4        |
    C1       | SKL05   | 2023-24 Q2 | 10       |
    C1       | SKL05   | 2023-24 Q3 | 12.5     |
    C1       | ENV05   | 2023-24 Q3 | 3        | 12
    C1       | SOC01   | 2023-24 Q3 | 5        |
    C2       | JOB01   | 2023-24 Q3 | 2        |
    ../C3    | JOB01   | 2023-24 Q3 | 1        |
    OLD      | JOB01   | 2023-24 Q2 | 1        |
"""
RETURNS = """
    contract | period     | version | due_on     | received_on
    C1       | 2023-24 Q2 | 1       | 2023-10-20 | 2023-10-19
    C1       | 2023-24 Q2 | 2       | 2023-10-20 | 2023-10-25
    C1       | 2023-24 Q3 | 1       | 2024-01-19 | -
    C2       | 2023-24 Q3 | 1       | 2024-01-19 | 2024-01-15
"""
DELIVERIES = """
    contract | measure | period     | return_version | quantity_claimed
    C1       | SKL05   | 2023-24 Q2 | 1              | 99
    C1       | SKL05   | 2023-24 Q2 | 2              | 8
    C1       | JOB01   | 2023-24 Q2 | 2              | 2.5
    C2       | JOB01   | 2023-24 Q3 | 1              | 2
"""


@pytest.fixture
def register(tmp_path: Path) -> Register:
    folder = tmp_path / "tables"
    folder.mkdir()
    return read_register(tables(folder, measures=MEASURES, contracts=CONTRACTS, commitments=COMMITMENTS,
                                returns=RETURNS, deliveries=DELIVERIES), PERIOD)  # fmt: skip


@pytest.fixture
def forms(register: Register, tmp_path: Path) -> dict[str, Path]:
    paths = issue(register, EDITION, tmp_path / "issued")
    return {contract.ref: path for contract, path in zip(register.due, paths, strict=True)}


@pytest.fixture
def bench(tmp_path: Path, register: Register, forms: dict[str, Path]) -> Bench:
    return Bench(tmp_path, register, forms)


ANSWERED = ("Quantity delivered", "Out of", "Hours", "Attendees", "Estimated", "Statement", "Evidence reference")
ALL = {"JOB01": 4, "SKL05": 12.5, "ENV05": 3, "ENV05_Out_of": 12, "SOC01": 5}


# ---- what is asked for -----------------------------------------------------------------------------
def test_a_return_is_due_of_contracts_active_in_the_period_with_a_commitment(register: Register) -> None:
    assert [(one.ref, str(one.due_on)) for one in register.due] == [
        ("../C3", "2024-01-15"), ("C1", "2024-01-19"), ("C2", "2024-01-19")]  # fmt: skip


def test_the_figures_of_a_form(register: Register) -> None:
    promises = {one.measure.ref: one for one in register.contracts["C1"].promises}
    told = {ref: (float(one.committed), float(one.to_date), one.so_far) for ref, one in promises.items()}
    assert told == {
        "JOB01": (4, 4, promises["JOB01"].so_far),  # a level does not add up
        "SKL05": (12.5, 22.5, 8),  # of the earlier quarter the latest version alone
        "ENV05": (25, 25, None),  # per cent; never reported
        "SOC01": (5, 5, 0),
    }
    assert promises["JOB01"].so_far == 2.5
    assert [one.so_far for one in register.contracts["C2"].promises] == [None], "of this quarter nothing is told"


def test_a_year_has_no_return(register: Register, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="2023-24 Q4"):
        read_register(tables(tmp_path, contracts=CONTRACTS), PERIOD.year)


def test_names_from_the_data_are_texts_and_file_names_are_safe(forms: dict[str, Path]) -> None:
    assert [path.name for path in forms.values()] == ["C3_2023-24-Q3.xlsx", "C1_2023-24-Q3.xlsx", "C2_2023-24-Q3.xlsx"]
    book = openpyxl.load_workbook(forms["C1"])
    cells = [cell for page in book.worksheets for row in page.iter_rows() for cell in row]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
    texts = {cell.value: cell for cell in cells if isinstance(cell.value, str)}
    for text in ("@SUM(A1) roads", '=HYPERLINK("x";"[a](b)")'):
        assert texts[text].data_type == "s"
        assert texts[text].style is not None
        assert texts[text].quotePrefix
    assert {cell.hyperlink.location for cell in cells if cell.hyperlink} <= {
        f"'{page.title}'!A1" for page in book.worksheets}  # fmt: skip


def test_a_workbook_that_somebody_filled_is_not_written_over(register: Register, forms: dict[str, Path]) -> None:
    path = forms["C2"]
    book = openpyxl.load_workbook(path)
    book["Return"]["G6"] = 5
    book.save(path)
    before = path.read_bytes()
    with pytest.raises(UsageError, match=path.name):
        issue(register, EDITION, path.parent)
    assert path.read_bytes() == before


# ---- what is taken ---------------------------------------------------------------------------------
def test_an_awaited_return_is_answered_and_a_received_one_is_followed_by_the_next_version(bench: Bench) -> None:
    bench.send("one.xlsx", **ALL)
    bench.send("two.xlsx", "C2", JOB01=1.5)
    assert not bench.collect().findings
    assert bench.quantities() == [
        ("C1", "1", "ENV05", "3"), ("C1", "1", "JOB01", "4"), ("C1", "1", "SKL05", "12.5"), ("C1", "1", "SOC01", "5"),
        ("C2", "2", "JOB01", "1.5")]  # fmt: skip
    rows = bench.table("returns")
    assert [(row["contract"], row["version"], row["due_on"], row["received_on"]) for row in rows] == [
        ("C1", "1", "2024-01-19", "2024-01-12"), ("C2", "2", "2024-01-19", "2024-01-12")]  # fmt: skip
    assert {row["confirms_period"] for row in rows} == {"yes"}


@pytest.mark.parametrize(
    ("cells", "rules", "taken"),
    [
        ({"JOB01": "four"}, {"value-unreadable"}, None),
        ({"JOB01": -4}, {"correction"}, "-4"),
        ({"JOB01": -4, "JOB01_Statement": None}, {"correction", "statement-missing"}, "-4"),
        ({"JOB01": "nil"}, set(), "0"),
        ({"JOB01": "1,234.50"}, set(), "1234.5"),
        ({"JOB01": "-"}, {"answer-missing"}, None),
        ({"JOB01": None}, {"answer-missing"}, None),
        ({"JOB01": "n/a"}, {"answer-missing"}, None),
        ({"JOB01_Statement": None}, {"statement-missing"}, "4"),
        ({"JOB01_Estimated": "perhaps"}, {"value-unreadable"}, "4"),
        ({"JOB01_Out_of": 9}, {"denominator-unexpected"}, "4"),
        ({"JOB01_Unit": "people"}, {"unit-changed"}, None),
        ({"JOB01_Measure": "Electric vehicles"}, {"measure-ambiguous"}, None),
        ({"JOB01_Measure_ref": "JOB1"}, {"measure-unknown", "line-missing"}, None),
        ({"JOB01_Period": "2023-24 Q2"}, {"line-of-another-period", }, None),
        ({"JOB01_Committed_in_this_period": 3}, {"commitment-changed"}, "4"),
        ({"JOB01_Committed_in_this_period": "three"}, {"commitment-changed"}, "4"),
        ({"JOB01_Evidence_reference": "E9"}, set(), "4"),
    ],
)  # fmt: skip
def test_a_cell_is_taken_or_listed(bench: Bench, cells: dict[str, object], rules: set[str], taken: str | None) -> None:
    bench.send("one.xlsx", **(ALL | cells))
    found = bench.collect().findings
    assert {one.rule for one in found} == rules
    got = {row["measure"]: row["quantity_claimed"] for row in bench.table("deliveries")}
    assert got == {"SKL05": "12.5", "ENV05": "3", "SOC01": "5"} | ({"JOB01": taken} if taken else {})


@pytest.mark.parametrize(
    ("cells", "rule"),
    [
        ({"ENV05_Out_of": None}, "denominator-missing"),
        ({"ENV05": "25%"}, "value-unreadable"),
        ({"ENV05_Out_of": "twelve"}, "value-unreadable"),
    ],
)
def test_a_share_without_its_two_counts_is_left_out_and_named(
    bench: Bench, cells: dict[str, object], rule: str
) -> None:
    bench.send("one.xlsx", **(ALL | cells))
    (finding,) = bench.collect().findings
    assert finding.rule == rule
    assert "ENV05" not in {row["measure"] for row in bench.table("deliveries")}


def test_hours_by_attendees_stand_for_a_blank_quantity(bench: Bench) -> None:
    bench.send("one.xlsx", **(ALL | {"SKL05": None, "SKL05_Hours": 2, "SKL05_Attendees": 8}))
    assert [one.rule for one in bench.collect().findings] == ["quantity-from-hours"]
    (row,) = [row for row in bench.table("deliveries") if row["measure"] == "SKL05"]
    assert (row["quantity_claimed"], row["hours"], row["attendees"]) == ("16", "2", "8")


def test_delivery_outside_the_commitments_is_taken_from_a_spare_line(bench: Bench) -> None:
    bench.send("one.xlsx", "C2", JOB01=2, SPARE=7, SPARE_Measure_ref='SOC01: =HYPERLINK("x";"[a](b)")')
    assert not bench.collect().findings
    assert [(measure, quantity) for _, _, measure, quantity in bench.quantities()] == [("JOB01", "2"), ("SOC01", "7")]


def test_a_suppliers_words_cannot_run_in_a_spreadsheet(bench: Bench) -> None:
    bench.send("one.xlsx", **(ALL | {"JOB01_Statement": "@SUM(1+1)", "SKL05_Statement": "- talks"}))
    bench.collect()
    assert {row["statement"] for row in bench.table("deliveries")} >= {"'@SUM(1+1)", "'- talks"}


def test_every_row_of_the_table_is_counted_as_something(bench: Bench) -> None:
    bench.send("one.xlsx", **(ALL | {"JOB01": "four", "SKL05": None}))
    (entry,) = bench.collect().ledger.entries
    assert entry.lines == {"read": 2, "missing": 1, "rejected": 1, "spare": 11}


def test_a_blank_copy_of_the_form_beside_the_answers_does_no_harm(bench: Bench) -> None:
    book = openpyxl.load_workbook(bench.send("one.xlsx", **ALL))
    blank = book.copy_worksheet(book["Return"])
    for heading in blank[5]:
        for row in range(6, 10) if heading.value in ANSWERED else ():
            blank.cell(row, heading.column).value = None
    book.move_sheet(blank, -4)
    book.save(bench.inbox / "one.xlsx")
    assert not bench.collect().findings
    assert len(bench.quantities()) == 4


HEADINGS = ["Measure ref", "Unit", "Quantity delivered", "Out of", "Statement", "Contract", "Period"]
LINES = [["JOB01", "FTE", "4", "[z]", "Done.", "C1", "2023-24 Q3"], ["ENV05", "%", "3", "12", "Done.", "C1", "2023-24 Q3"],
         ["SOC01", "hours", "1,250.5", "", "Done.", "C1", "2023-24 Q3"]]  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    order=st.permutations(range(len(HEADINGS) + 2)),
    rows=st.permutations(range(len(LINES) + 2)),
    above=st.lists(st.sampled_from(["", "Return for contract C1", "as agreed on the telephone"]), max_size=4),
    repeated=st.booleans(),
)
def test_whatever_the_order_of_columns_and_rows_the_same_is_taken(
    bench: Bench, order: list[int], rows: list[int], above: list[str], repeated: bool
) -> None:
    def shown(cells: list[str]) -> list[str]:
        return [cells[place] if place < len(cells) else "" for place in order]

    lines = [LINES[place] if place < len(LINES) else [""] * len(HEADINGS) for place in rows]
    path = bench.inbox / "shuffled.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerows([[text] for text in above])
        writer.writerows([shown(HEADINGS), *map(shown, lines), *([shown(HEADINGS)] if repeated else [])])
    judged = judge(read_returned(path, "shuffled.csv"), "shuffled.csv", bench.register)
    taken = {one.values["measure"]: (one.values["quantity_claimed"], one.values["denominator_claimed"], one.row)
             for one in judged.deliveries}  # fmt: skip
    first = len(above) + 2
    place = {LINES[row][0]: first + number for number, row in enumerate(rows) if row < len(LINES)}
    assert taken == {"JOB01": (4, None, place["JOB01"]), "ENV05": (3, 12, place["ENV05"]),
                     "SOC01": (Decimal("1250.5"), None, place["SOC01"])}  # fmt: skip


def test_headings_that_come_again_in_another_order_are_followed(bench: Bench) -> None:
    rows = [HEADINGS, LINES[0], HEADINGS[::-1], LINES[1][::-1]]
    (bench.inbox / "one.csv").write_text("\n".join(",".join(row) for row in rows), "utf-8")
    bench.collect()
    assert [(measure, quantity) for _, _, measure, quantity in bench.quantities()] == [("JOB01", "4"), ("ENV05", "3")]


# ---- what is refused -------------------------------------------------------------------------------
def _other_contract(bench: Bench) -> None:
    bench.send("new.xlsx", **ALL)
    bench.register.contracts.pop("C1")


def _two_contracts(bench: Bench) -> None:
    lines = ["Measure ref,Quantity delivered,Contract,Period", "JOB01,4,C1,2023-24 Q3", "JOB01,5,C2,2023-24 Q3"]
    (bench.inbox / "both.csv").write_text("\n".join(lines))


def _lines_of_another(bench: Bench) -> None:
    bench.send("over.xlsx", **ALL)
    path = bench.inbox / "over.xlsx"
    book = openpyxl.load_workbook(path)
    column = next(cell.column for cell in book["Return"][5] if cell.value == "Contract")
    for row in range(6, book["Return"].max_row + 1):
        book["Return"].cell(row, column).value = "C2"
    book.save(path)


def _headings_gone(bench: Bench) -> None:
    book = openpyxl.load_workbook(bench.send("none.xlsx", **ALL))
    book["Return"].delete_rows(5)
    book.save(bench.inbox / "none.xlsx")


def _two_tables(bench: Bench) -> None:
    book = openpyxl.load_workbook(bench.send("draft.xlsx", **ALL))
    book.copy_worksheet(book["Return"])["G6"] = 99
    book.save(bench.inbox / "draft.xlsx")


def _nameless(bench: Bench) -> None:
    (bench.inbox / "x.csv").write_text("Measure ref,Quantity delivered,Unit,Statement\nJOB01,4,FTE,Done\n")


@pytest.mark.parametrize(
    ("put", "rule"),
    [
        (_other_contract, "return-contract-unknown"),
        (_two_contracts, "return-two-contracts"),
        (_lines_of_another, "return-says-two-things"),
        (_headings_gone, "return-not-found"),
        (_two_tables, "return-several"),
        (_nameless, "return-unnamed"),
    ],
)
def test_what_is_not_sure_as_a_whole_is_refused_and_named(bench: Bench, put, rule: str) -> None:
    put(bench)
    done = bench.collect()
    (path,) = bench.inbox.iterdir()
    assert [(one.rule, one.name) for one in done.refused] == [(rule, path.name)]
    assert [one.where.file for one in done.findings if one.severity == "error"] == [path.name]
    assert not bench.table("deliveries")
    assert bench.collect().ledger == done.ledger, "a second look counts it once"


@pytest.mark.parametrize(
    "cells",
    [
        {},
        {"JOB01": None, "JOB01_Statement": None},
        {"JOB01_Statement": "-", "SOC01_Quantity_delivered": "[x]"},
        {"JOB01_Estimated": "no", "SKL05_Estimated": "no"},  # of what is not said
        {"SPARE_Measure_ref": "JOB01: Local people"},  # chosen, and nothing said of it
    ],
)
def test_a_form_that_came_back_blank_is_no_return(bench: Bench, cells: dict[str, object]) -> None:
    bench.send("filled in.xlsx", **cells)  # its confirmations say yes
    done = bench.collect(NEXT_DAY)
    assert [(one.contract, one.rule, one.why) for one in done.refused] == [
        ("C1", "return-blank", "nothing is answered")
    ]
    assert "Write 0" in done.findings[0].remedy
    assert not bench.table("returns")
    standing = next(one for one in status(bench.folder, bench.register, NEXT_DAY).standings if one.contract == "C1")
    assert (standing.state, standing.why) == ("rejected", "filled in.xlsx: nothing is answered")


def test_a_form_without_its_lines_is_no_return(bench: Bench) -> None:
    (bench.inbox / "C1.csv").write_text(f"Contract,C1\nPeriod,2023-24 Q3\n{','.join(HEADINGS)}\n,,,,,C1,2023-24 Q3\n")
    assert [one.rule for one in bench.collect().refused] == ["return-blank"]


@pytest.mark.parametrize(
    "cells",
    [
        {"JOB01": 0},
        {"JOB01_Quantity_delivered": "nil"},
        {"JOB01_Quantity_delivered": "n/a"},
        {"JOB01_Quantity_delivered": "about four"},  # it cannot be read, and is named
        {"JOB01_Statement": "No work in this quarter."},
        {"SKL05_Hours": 3},
    ],
)
def test_one_answer_is_a_return(bench: Bench, cells: dict[str, object]) -> None:
    bench.send("one.xlsx", **cells)
    done = bench.collect()
    assert [one.version for one in done.taken] == [1]
    assert not done.refused


@pytest.mark.parametrize(
    ("sheet", "cell", "text"),
    [
        ("Return", "B30", "Nil return"),  # under the table
        ("Return", "V6", "nothing was delivered on any line"),  # beside it
        ("Confirmations", "B4", "Nil return, nothing was delivered"),
    ],
)
def test_a_blank_form_that_says_nil_is_a_return_whose_lines_are_asked_about(
    bench: Bench, sheet: str, cell: str, text: str
) -> None:
    book = openpyxl.load_workbook(bench.send("one.xlsx"))
    book[sheet][cell] = text
    book.save(bench.inbox / "one.xlsx")
    done = bench.collect()
    assert [one.version for one in done.taken] == [1]
    assert [one.rule for one in done.findings].count("answer-missing") == 4
    assert not bench.quantities(), "a blank is never zero"


def test_a_blank_form_does_not_replace_the_return_before_it(bench: Bench) -> None:
    bench.send("one.xlsx", **ALL)
    bench.collect()
    bench.send("two.xlsx")
    bench.collect(NEXT_DAY)
    assert {version for _, version, _, _ in bench.quantities()} == {"1"}
    standing = next(one for one in status(bench.folder, bench.register, NEXT_DAY).standings if one.contract == "C1")
    assert (standing.state, standing.version) == ("received", 1)
    assert standing.why == "a further file was refused: two.xlsx: nothing is answered"


def test_another_periods_return_is_refused(bench: Bench, tmp_path: Path) -> None:
    drawn = tmp_path / "q4"
    drawn.mkdir()
    later = read_register(tables(drawn, measures=MEASURES, contracts=CONTRACTS, commitments=COMMITMENTS),
                          Period.parse("2023-24 Q4"))  # fmt: skip
    for path in issue(later, EDITION, tmp_path / "later"):
        shutil.copy(path, bench.inbox / path.name.replace("Q4", "Q3"))
    assert {one.rule for one in bench.collect().refused} == {"return-other-period"}


def test_what_was_refused_is_taken_once_it_is_right(bench: Bench) -> None:
    bench.send("one.xlsx", **ALL)
    contract = bench.register.contracts.pop("C1")
    assert bench.collect().refused
    bench.register.contracts["C1"] = contract
    done = bench.collect(NEXT_DAY)
    assert [one.contract for one in done.taken] == ["C1"]
    assert not done.ledger.refusals


# ---- versions --------------------------------------------------------------------------------------
def test_equal_answers_in_other_bytes_are_one_version(bench: Bench) -> None:
    bench.send("a.xlsx", **ALL)
    bench.send("b/a.xlsx", **(ALL | {"JOB01": 4.0}))
    book = openpyxl.load_workbook(bench.inbox / "b" / "a.xlsx")
    book["Cover"]["A9"] = "a note"
    book.save(bench.inbox / "b" / "a.xlsx")
    done = bench.collect()
    assert [(one.version, one.is_same) for one in done.ledger.entries] == [(1, False), (1, True)]
    assert [row["version"] for row in bench.table("returns")] == ["1"]
    assert len(list((bench.quarter / "originals").iterdir())) == 2
    assert [one.rule for one in done.findings] == ["return-same"]


def test_versions_follow_the_day_and_then_the_name(bench: Bench) -> None:
    bench.send("z.xlsx", **ALL)
    bench.collect(DAY)
    bench.send("b.xlsx", **(ALL | {"JOB01": 6}))
    bench.send("a.xlsx", **(ALL | {"JOB01": 5}))
    bench.collect(NEXT_DAY)
    jobs = [(version, quantity) for _, version, measure, quantity in bench.quantities() if measure == "JOB01"]
    assert jobs == [("1", "4"), ("2", "5"), ("3", "6")]
    assert {row["received_on"] for row in bench.table("returns")} == {"2024-01-12", "2024-01-22"}


def test_one_collect_or_many_give_the_same(bench: Bench, tmp_path: Path) -> None:
    bench.send("a.xlsx", **ALL)
    bench.send("b.xlsx", "C2", JOB01=2)
    bench.collect()
    whole = {path.name: path.read_bytes() for path in bench.quarter.glob("*.*")}
    other = tmp_path / "other.returns"
    for name in ("b.xlsx", "a.xlsx"):
        collect(bench.inbox / name, other, bench.register, DAY)
    assert {path.name: path.read_bytes() for path in (other / "2023-24-Q3").glob("*.*")} == whole
    assert str(tmp_path) not in "".join(content.decode() for name, content in whole.items() if name != ".lock")


# ---- where they are kept ---------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("data", "folder"),
    [
        (("monitoring",), "monitoring.returns"),
        (("example", "register/all.xlsx"), "register/all.xlsx.returns"),
        (("example",), "params/2024-02-08.returns"),
        (("postgresql://council/monitoring",), "params/2024-02-08.returns"),
        ((), "params/2024-02-08.returns"),
    ],
)
def test_returns_are_kept_beside_the_editions_data(data: tuple[str, ...], folder: str, tmp_path: Path) -> None:
    (tmp_path / "monitoring").mkdir()
    (tmp_path / "register").mkdir()
    (tmp_path / "register" / "all.xlsx").touch()
    edition = SimpleNamespace(id="2024-02-08", data=data)
    assert collected_folder(edition, Workbench(tmp_path)) == tmp_path / folder  # type: ignore[arg-type]


# ---- stops, and two at once ------------------------------------------------------------------------
@pytest.mark.parametrize("stopped_in", ["write_tables", "carried_over"])
def test_a_collect_that_was_stopped_is_made_whole_by_the_next(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, stopped_in: str
) -> None:
    bench.send("one.xlsx", **ALL)
    whole = tmp_path / "whole.returns"
    collect(bench.inbox, whole, bench.register, DAY)

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(f"sv_report.data.returns.collect.{stopped_in}", stop)
        with pytest.raises(KeyboardInterrupt):
            bench.collect()
    bench.collect()
    for name in ("ledger.json", "returns.csv", "deliveries.csv", "findings.json"):
        assert (bench.quarter / name).read_bytes() == (whole / "2023-24-Q3" / name).read_bytes()


def test_two_collects_at_once_are_one_after_the_other(bench: Bench) -> None:
    bench.send("one.xlsx", **ALL)
    bench.quarter.mkdir(parents=True)
    with FileLock(bench.quarter / ".lock"), pytest.raises(UsageError, match="Wait until it is done"):
        bench.collect()
    assert bench.collect().taken


def test_a_kept_original_that_is_gone_stops_the_collect(bench: Bench) -> None:
    bench.send("one.xlsx", **ALL)
    bench.collect()
    (original,) = (bench.quarter / "originals").iterdir()
    original.unlink()
    with pytest.raises(DataError, match=original.name):
        bench.collect()
    assert bench.quantities()


# ---- how the returns stand -------------------------------------------------------------------------
def test_status_and_reminders(bench: Bench) -> None:
    bench.send("C1_late.xlsx", **ALL)
    (bench.inbox / "C3_broken.xlsx").write_bytes(b"PK\x03\x04 and no more")
    bench.collect(NEXT_DAY)
    seen = status(bench.folder, bench.register, date(2024, 2, 1))
    assert [(one.contract, one.state, one.version) for one in seen.standings] == [
        ("../C3", "rejected", None), ("C1", "late", 1), ("C2", "received", 1)]  # fmt: skip
    assert seen.totals == {"due": 3, "received": 1, "late": 1, "rejected": 1, "missing": 0, "awaited": 0}
    assert json.loads(json.dumps(seen.record()))["totals"] == seen.totals
    (row,) = csv.DictReader(reminders(seen).splitlines())
    assert (row["Contract"], row["Status"], row["Due date"]) == ("../C3", "rejected", "Monday, 15 January 2024")
    assert "C3_broken.xlsx" in row["Why"]


def test_a_return_of_the_due_date_is_in_time(bench: Bench) -> None:
    bench.send("one.xlsx", **ALL)
    bench.collect(date(2024, 1, 19))
    assert {one.contract: one.state for one in status(bench.folder, bench.register).standings}["C1"] == "received"


def test_nothing_is_missing_before_it_is_due(bench: Bench) -> None:
    bench.register.contracts.pop("../C3")
    assert status(bench.folder, bench.register, date(2024, 1, 19)).totals["awaited"] == 1
    assert status(bench.folder, bench.register, date(2024, 1, 20)).totals["missing"] == 1


def test_reminders_hold_no_formula(bench: Bench) -> None:
    seen = status(bench.folder, bench.register, date(2024, 2, 1))
    rows = list(csv.DictReader(reminders(seen).splitlines()))
    assert [row["Title"] for row in rows if row["Contract"] == "C1"] == ["'@SUM(A1) roads"]


def test_the_due_date_that_was_printed_is_kept(tmp_path: Path) -> None:
    drawn = tables(tmp_path, measures=MEASURES, contracts=CONTRACTS, commitments=COMMITMENTS)
    folder = tmp_path / "data.returns"
    issue(register_for(drawn, PERIOD, folder, date(2024, 1, 31)), EDITION, tmp_path / "issued", folder)
    assert {one.due_on for one in register_for(drawn, PERIOD, folder).due} == {date(2024, 1, 31)}
