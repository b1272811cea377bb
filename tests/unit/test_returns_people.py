"""Persons on the lines of a return: asked for where they matter, by codes, and never by name."""

import csv
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from sv_report.data.returns.form import PERSON_NAME
from tests.drawn_returns import Bench, drawn_bench

DRAWN = {
    "measures": """
        ref   | name              | unit   | over_time | disadvantaged
        JOB01 | Local people      | FTE    | stock     | no
        JOB05 | Care leavers      | people | flow      | yes
        SOC01 | Hours volunteered | hours  | flow      | no
    """,
    "contracts": "ref\nC1\nC2",
    "commitments": """
        contract | measure | period     | quantity
        C1       | JOB01   | 2023-24 Q3 | 40
        C1       | JOB05   | 2023-24 Q3 | 4
        C1       | SOC01   | 2023-24 Q3 | 5
        C2       | SOC01   | 2023-24 Q3 | 5
    """,
}
PERSON = ("Person code", "Person started on", "Share of time on this contract")
WHOLE = {"JOB01": 40, "JOB05": 1, "SOC01": 5, "JOB05_Person_code": "P01"}
STARTED = {"JOB05_Person_started_on": date(2023, 9, 4)}


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return drawn_bench(tmp_path, **DRAWN)


def line(bench: Bench, measure: str = "JOB05") -> dict[str, str]:
    return next(row for row in bench.table("deliveries") if row["measure"] == measure)


# ---- what is asked ---------------------------------------------------------------------------------
def test_only_a_form_with_a_measure_of_people_asks_for_persons(bench: Bench) -> None:
    for contract, asks in (("C1", True), ("C2", False)):
        page = openpyxl.load_workbook(bench.forms[contract])["Return"]
        headings = [cell.value for cell in page[5]]
        assert [name for name in PERSON if name in headings] == (list(PERSON) if asks else [])
        names = [row[0].value for row in page.iter_rows(min_row=6, min_col=2, max_col=2)]
        assert names.count(PERSON_NAME) == (8 if asks else 0), "two lines for each hire promised"


def test_a_person_is_checked_as_it_is_typed(bench: Bench) -> None:
    page = openpyxl.load_workbook(bench.forms["C1"])["Return"]
    column = {cell.value: cell.column for cell in page[5]}
    rows = {page.cell(row, 1).value: row for row in range(6, 9)}
    checks = {str(one.sqref): one for one in page.data_validations.dataValidation}

    def at(measure: str, heading: str):
        cell = page.cell(rows[measure], column[heading])
        return cell, next((one for area, one in checks.items() if cell.coordinate in area.split()), None)

    _, code = at("JOB05", PERSON[0])
    assert (code.type, code.formula1) == ("textLength", "20")
    assert "Never a name" in code.prompt
    started, day = at("JOB05", PERSON[1])
    assert day.type == "date"
    assert float(day.formula2) == (datetime(2023, 12, 31) - datetime(1899, 12, 30)).days
    assert started.number_format == "dd/mm/yyyy"
    _, part = at("JOB01", PERSON[2])
    assert (part.type, part.formula1, part.formula2) == ("decimal", "0", "1")
    for heading in PERSON:
        cell, check = at("SOC01", heading)
        assert (cell.value, check, cell.protection.locked) == ("[z]", None, True)


def test_a_quantity_may_take_back_an_earlier_claim_as_it_is_typed(bench: Bench) -> None:
    page = openpyxl.load_workbook(bench.forms["C1"])["Return"]
    column = {cell.value: cell.column_letter for cell in page[5]}
    checks = {str(one.sqref).split()[0][0]: one for one in page.data_validations.dataValidation}
    quantity = checks[column["Quantity delivered"]]
    assert quantity.type == "decimal"
    assert float(quantity.formula1) < 0 < float(quantity.formula2)
    assert "take back what was claimed too much before" in quantity.error
    assert "Below 0 only to take back" in quantity.prompt


def test_the_drop_down_of_a_further_person_shows_the_measures_of_people_alone(bench: Bench) -> None:
    book = openpyxl.load_workbook(bench.forms["C1"])
    page = book["Return"]
    row = next(row for row in range(6, page.max_row) if page.cell(row, 2).value == PERSON_NAME)
    (check,) = [one for one in page.data_validations.dataValidation if f"A{row}" in str(one.sqref).split()]
    first, last = check.formula1.split("!")[1].replace("$", "").split(":")
    shown = [cell.value for (cell,) in book["Guidance"][f"{first}:{last}"]]
    assert shown == ["JOB01: Local people", "JOB05: Care leavers"]


def test_guidance_says_how_people_are_told_apart(bench: Bench) -> None:
    page = openpyxl.load_workbook(bench.forms["C1"])["Guidance"]
    counted = {row[0].value.partition(":")[0]: row[4].value for row in page.iter_rows(min_row=4)}
    assert "One line a person" in counted["JOB05"]
    assert "never a name" in counted["JOB05"]
    assert "shared between contracts has a line" in counted["JOB01"]
    assert "person" not in counted["SOC01"]


# ---- what is taken ---------------------------------------------------------------------------------
def test_each_person_arrives_on_a_line(bench: Bench) -> None:
    further = {"PERSON": 0.5, "PERSON_Measure_ref": "JOB05: Care leavers", "PERSON_Person_code": "P02",
               "PERSON_Person_started_on": date(2023, 11, 6), "PERSON_Share_of_time_on_this_contract": 0.5}  # fmt: skip
    bench.send("one.xlsx", **WHOLE, **STARTED, **further)
    done = bench.collect()
    assert not done.findings
    told = [(row["quantity_claimed"], row["person"], row["person_started_on"], row["share_on_contract"])
            for row in bench.table("deliveries") if row["measure"] == "JOB05"]  # fmt: skip
    assert told == [("1", "P01", "2023-09-04", ""), ("0.5", "P02", "2023-11-06", "0.5")]
    assert done.lines == {"read": 4, "spare": 7 + 5}


def test_equal_lines_of_two_persons_are_two(bench: Bench) -> None:
    same = {"PERSON": 1, "PERSON_Measure_ref": "JOB05", "PERSON_Person_started_on": date(2023, 9, 4)}
    bench.send("one.xlsx", **WHOLE, **STARTED, **same, PERSON_Person_code="P02")
    bench.send("two.xlsx", **(WHOLE | {"JOB05_Person_code": "Jo Bloggs"}), **STARTED, **same,
               PERSON_Person_code="Al Bloggs")  # fmt: skip
    bench.collect()
    jobs = [(row["return_version"], row["person"]) for row in bench.table("deliveries") if row["measure"] == "JOB05"]
    assert jobs == [("1", "P01"), ("1", "P02"), ("2", ""), ("2", "")]


@pytest.mark.parametrize(
    ("cells", "rule", "taken"),
    [
        ({"JOB05_Person_started_on": None}, "person-not-told", ("P01", "", "")),
        ({"JOB05_Person_code": None}, "person-not-told", ("", "2023-09-04", "")),
        ({"JOB05_Person_started_on": "in autumn"}, "value-unreadable", ("P01", "", "")),
        ({"JOB05_Person_started_on": "04/09/2023"}, None, ("P01", "2023-09-04", "")),
        ({"JOB05_Person_started_on": date(2024, 1, 8)}, "person-start-late", ("P01", "2024-01-08", "")),
        ({"JOB05_Share_of_time_on_this_contract": 50}, "value-out-of-range", ("P01", "2023-09-04", "")),
        ({"JOB05_Share_of_time_on_this_contract": "50%"}, None, ("P01", "2023-09-04", "0.5")),
    ],
)
def test_what_is_said_of_a_person_is_taken_or_listed(
    bench: Bench, cells: dict[str, object], rule: str | None, taken: tuple[str, str, str]
) -> None:
    bench.send("one.xlsx", **(WHOLE | STARTED | cells))
    assert [one.rule for one in bench.collect().findings] == ([rule] if rule else [])
    row = line(bench)
    assert (row["person"], row["person_started_on"], row["share_on_contract"]) == taken
    assert row["quantity_claimed"] == "1"


def test_none_of_a_measure_needs_no_person(bench: Bench) -> None:
    bench.send("one.xlsx", JOB01=40, JOB05=0, SOC01=5)
    assert not bench.collect().findings


# ---- what is not kept ------------------------------------------------------------------------------
@pytest.mark.parametrize("name", ["Jo Bloggs", "BLOGGS, Jo", "jo.bloggs@example.org", "QQ123456C", "Zoë O’Example"])
def test_a_name_in_the_place_of_a_code_is_neither_kept_nor_printed(bench: Bench, name: str) -> None:
    bench.send("one.xlsx", **(WHOLE | {"JOB05_Person_code": name}), **STARTED)
    (finding,) = bench.collect().findings
    assert (finding.rule, finding.severity) == ("person-not-a-code", "warning")
    assert line(bench)["person"] == ""
    written = [path for path in bench.quarter.iterdir() if path.is_file()]
    for text in (finding.text(), str(finding.where.found), *(path.read_text("utf-8") for path in written)):
        assert not [word for word in name.replace(",", "").split() if word in text], text


def test_a_name_is_not_printed_beside_a_number_that_cannot_be_read(bench: Bench) -> None:
    bench.send("one.xlsx", **(WHOLE | {"JOB05": "one", "JOB05_Person_code": "Jo Bloggs"}), **STARTED)
    found = bench.collect().findings
    assert {one.rule for one in found} == {"value-unreadable", "person-not-a-code"}
    assert "Bloggs" not in " ".join(f"{one.text()} {one.where.found}" for one in found)


def test_a_code_cannot_run_in_a_spreadsheet(bench: Bench) -> None:
    bench.send("one.xlsx", **(WHOLE | {"JOB05_Person_code": "@P1"}), **STARTED)
    bench.collect()
    assert line(bench)["person"] == "'@P1"


def test_a_sheet_of_persons_saved_as_csv_reads_the_same(bench: Bench) -> None:
    bench.send("one.xlsx", **WHOLE, **STARTED)
    page = openpyxl.load_workbook(bench.inbox / "one.xlsx")["Return"]
    with (bench.inbox / "two.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        for row in page.iter_rows(values_only=True):
            writer.writerow([cell.strftime("%d/%m/%Y") if isinstance(cell, datetime) else cell for cell in row])
    done = bench.collect()
    assert [(entry.name, entry.version, entry.is_same) for entry in done.ledger.entries] == [
        ("one.xlsx", 1, False), ("two.csv", 1, True)]  # fmt: skip
