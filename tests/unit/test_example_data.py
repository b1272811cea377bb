"""The example data: made again byte for byte, and holding every case that a report must get right."""

import csv
import re
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from sv_report.data.example import make_example
from sv_report.data.example.register import MARKERS
from sv_report.data.example.vocabulary import UNITS
from sv_report.data.schema import TABLES, TableShape
from sv_report.params.period import Period

FOLDER = Path(make_example.__file__).parent
QUARTER = "2023-24 Q3"
AS_AT = "2024-01-19"
DISTRICTS = {
    "Burnley",
    "Chorley",
    "Fylde",
    "Hyndburn",
    "Lancaster",
    "Pendle",
    "Preston",
    "Ribble Valley",
    "Rossendale",
    "South Ribble",
    "West Lancashire",
    "Wyre",
}
PRIORITIES = {
    "Delivering better services",
    "Protecting our environment",
    "Supporting economic growth",
    "Caring for the vulnerable",
}

Row = dict[str, str]


def read(table: str) -> list[Row]:
    with (FOLDER / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


HELD = tuple(shape for shape in TABLES if shape.needed or (FOLDER / f"{shape.name}.csv").is_file())
ROWS = {shape.name: read(shape.name) for shape in HELD}
CONTRACTS = {row["ref"]: row for row in ROWS["contracts"]}
MEASURES = {row["ref"]: row for row in ROWS["measures"]}
PROMISED = {(row["contract"], row["measure"]) for row in ROWS["commitments"]}


def in_quarter(day: str) -> bool:
    period = Period.parse(QUARTER)
    return str(period.start) <= day <= str(period.end)


def monitored() -> set[str]:
    return {row["contract"] for row in ROWS["commitments"] if row["period"] == QUARTER}


def returns_of_quarter() -> list[Row]:
    return [row for row in ROWS["returns"] if row["period"] == QUARTER]


def seen_returns() -> dict[str, Row]:
    """Return the latest version of each contract's return for the quarter, as seen on the day."""
    rows = [row for row in returns_of_quarter() if row["received_on"] and row["received_on"] <= AS_AT]
    return {row["contract"]: row for row in sorted(rows, key=lambda row: int(row["version"]))}


def seen_lines() -> list[Row]:
    latest = {(row["contract"], row["version"]) for row in seen_returns().values()}
    return [
        row
        for row in ROWS["deliveries"]
        if row["period"] == QUARTER and (row["contract"], row["return_version"]) in latest
    ]


def assessed_lines() -> list[Row]:
    return [row for row in seen_lines() if row["validated_on"] and row["validated_on"] <= AS_AT]


# Made again


def test_the_script_makes_the_committed_files_byte_for_byte(tmp_path: Path) -> None:
    make_example.main(tmp_path)
    made = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert made == {path.name: path.read_bytes() for path in FOLDER.glob("*.csv")}


def test_the_source_says_that_it_is_illustrative() -> None:
    source = yaml.safe_load((FOLDER / "source.yml").read_text(encoding="utf-8"))
    assert source["illustrative"] is True
    assert source["title"] == "Example data"
    assert "invented" in source["note"].lower()
    assert "*Illustrative data*" in (FOLDER / "README.md").read_text(encoding="utf-8")


# In the tables' shape


@pytest.mark.parametrize("shape", HELD, ids=lambda shape: shape.name)
def test_columns_are_the_shape_s_in_its_order(shape: TableShape) -> None:
    header = (FOLDER / f"{shape.name}.csv").read_text(encoding="utf-8").splitlines()[0]
    assert header.split(",") == [name for name in shape.names if name in header.split(",")]
    assert {column.name for column in shape.columns if column.required} <= {*header.split(",")}


@pytest.mark.parametrize("shape", HELD, ids=lambda shape: shape.name)
def test_every_cell_is_of_its_column_s_type(shape: TableShape) -> None:
    forms = {
        "date": r"\d{4}-\d\d-\d\d",
        "period": r"\d{4}-\d\d Q[1-4]",
        "number": r"\d+(\.\d{1,2})?",
        "whole": r"\d+",
        "yes_no": "yes|no",
        "text": r"\S(.*\S)?",
    }
    for column in shape.columns:
        cells = {row.get(column.name, "") for row in ROWS[shape.name]}
        assert not (column.required and "" in cells), column.name
        wrong = [cell for cell in cells if cell and not re.fullmatch(forms[column.type], cell)]
        assert not wrong, (column.name, wrong[:3])
        assert not column.one_of or cells <= set(column.one_of), column.name
        for cell in cells - {""}:
            assert column.type != "date" or date.fromisoformat(cell)
            assert column.type != "period" or str(Period.parse(cell)) == cell


@pytest.mark.parametrize("shape", [shape for shape in HELD if shape.key], ids=lambda shape: shape.name)
def test_a_key_names_one_row_and_rows_are_sorted_by_it(shape: TableShape) -> None:
    keys = [tuple(row[name] for name in shape.key) for row in ROWS[shape.name]]
    assert keys == sorted(set(keys))


@pytest.mark.parametrize("shape", HELD, ids=lambda shape: shape.name)
def test_every_reference_is_to_a_row_that_is_there(shape: TableShape) -> None:
    first_key = {other.name: {row[other.columns[0].name] for row in ROWS[other.name]} for other in HELD}
    for column in shape.columns:
        if column.refers_to:
            assert {row[column.name] for row in ROWS[shape.name]} <= first_key[column.refers_to], column.name


def test_lines_belong_to_a_return_that_was_received() -> None:
    received = {(row["contract"], row["period"], row["version"]) for row in ROWS["returns"] if row["received_on"]}
    lines = {(row["contract"], row["period"], row["return_version"]) for row in ROWS["deliveries"]}
    assert lines <= received


def test_files_end_lines_with_lf_and_are_modest() -> None:
    for shape in HELD:
        assert b"\r" not in (FOLDER / f"{shape.name}.csv").read_bytes()
    assert len(ROWS["commitments"]) <= 6_000
    assert 2_000 <= len(ROWS["deliveries"]) <= 3_000


# Suppliers and contracts


def test_suppliers_cannot_be_taken_for_real_ones() -> None:
    assert len(ROWS["suppliers"]) >= 40
    for row in ROWS["suppliers"]:
        assert any(marker in row["name"] for marker in MARKERS), row["name"]
        assert re.fullmatch(r"(EX\d{6})?", row["company_number"])
        assert re.fullmatch(r"(ZZ\d{1,2} \d[A-Z]{2})?", row["postcode"])
    assert {row["local"] for row in ROWS["suppliers"]} == {"yes", "no"}
    assert {row["sme"] for row in ROWS["suppliers"]} == {"yes", "no", ""}
    assert {row["vcse"] for row in ROWS["suppliers"]} == {"yes", "no"}


def test_managers_are_posts() -> None:
    assert all(re.search(r"\(Example Manager \d\d\)$", row["manager"]) for row in ROWS["contracts"])


def test_names_and_titles_hold_the_characters_that_real_ones_do() -> None:
    names = "".join(row["name"] for row in ROWS["suppliers"]) + "".join(row["title"] for row in ROWS["contracts"])
    assert set("&'-£(),") <= set(names)


def test_contracts_cover_directorates_districts_and_values() -> None:
    values = [Decimal(row["value"]) for row in ROWS["contracts"]]
    assert len(values) >= 60
    assert len({row["directorate"] for row in ROWS["contracts"]}) == 5
    assert {row["district"] for row in ROWS["contracts"]} - {""} == DISTRICTS
    assert (min(values), max(values)) == (Decimal(25_000), Decimal(40_000_000))
    sizes = Counter(len(str(value)) for value in values)
    assert all(sizes[digits] >= 5 for digits in (5, 6, 7, 8)), "spread over the orders of magnitude"


def test_contracts_run_over_the_years_asked_for() -> None:
    starts, ends = ({row[name][:4] for row in ROWS["contracts"]} for name in ("start", "end"))
    assert (min(starts), max(starts)) == ("2021", "2024")
    assert (min(ends), max(ends)) == ("2023", "2030")
    for row in ROWS["contracts"]:
        assert row["awarded_on"] < row["start"] <= (row["terminated_on"] or row["end"]) <= row["end"]


@pytest.mark.parametrize("event", ["start", "end", "terminated_on"])
def test_contracts_start_end_and_are_terminated_in_the_quarter(event: str) -> None:
    assert any(in_quarter(row[event]) for row in ROWS["contracts"])


def test_some_contracts_promise_nothing() -> None:
    assert set(CONTRACTS) - {contract for contract, _ in PROMISED}


# Measures and the value book


def test_measures_cover_themes_priorities_units_and_kinds() -> None:
    rows = ROWS["measures"]
    assert len(rows) >= 24
    assert len({row["theme"] for row in rows}) == 5
    assert {row["priority"] for row in rows} == PRIORITIES
    assert {row["unit"] for row in rows} == set(UNITS)
    assert {row["over_time"] for row in rows} == {"flow", "stock", "share"}
    assert {row["across"] for row in rows} == {"sum", "weighted", "none"}
    assert {row["good"] for row in rows} == {"high", "low"}
    assert {(row["valued"], row["counts_as"]) for row in rows} == {
        ("valued", "local"),
        ("valued", "additional"),
        ("record-only", "local"),
        ("record-only", "additional"),
    }
    assert {(row["sensitive"], row["disadvantaged"]) for row in rows} == {
        ("no", "no"),
        ("no", "yes"),
        ("yes", "yes"),
    }


def test_shares_are_in_per_cent_and_only_they_have_denominators() -> None:
    assert {row["over_time"] for row in ROWS["measures"] if row["unit"] == "%"} == {"share"}
    assert {row["unit"] for row in ROWS["measures"] if row["over_time"] == "share"} == {"%"}
    for row in ROWS["commitments"]:
        assert bool(row["denominator"]) == (MEASURES[row["measure"]]["over_time"] == "share")
    for row in ROWS["deliveries"]:
        assert bool(row["denominator_claimed"]) == (MEASURES[row["measure"]]["over_time"] == "share")


def test_a_share_s_numerator_is_within_its_denominator() -> None:
    for row in ROWS["commitments"]:
        assert not row["denominator"] or Decimal(row["quantity"]) <= Decimal(row["denominator"])
    for row in ROWS["deliveries"]:
        if row["denominator_claimed"]:
            assert Decimal(row["quantity_claimed"]) <= Decimal(row["denominator_claimed"])
        if row["denominator_validated"]:
            assert Decimal(row["quantity_validated"]) <= Decimal(row["denominator_validated"])


def test_every_measure_is_promised_by_some_contract() -> None:
    assert {measure for _, measure in PROMISED} == set(MEASURES)


def test_every_valued_measure_and_no_other_is_in_both_versions_of_the_value_book() -> None:
    valued = {row["ref"] for row in ROWS["measures"] if row["valued"] == "valued"}
    for version in ("EX-2022", "EX-2023"):
        assert {row["measure"] for row in ROWS["value_book"] if row["version"] == version} == valued
    assert {row["value_book"] for row in ROWS["contracts"]} == {"EX-2022", "EX-2023"}


def test_a_contract_s_value_book_was_in_force_when_it_was_awarded() -> None:
    spans = {row["version"]: (row["valid_from"], row["valid_to"] or "9999") for row in ROWS["value_book"]}
    for row in ROWS["contracts"]:
        first, last = spans[row["value_book"]]
        assert first <= row["awarded_on"] <= last


def test_the_value_book_says_that_it_is_invented_and_holds_the_odd_cases() -> None:
    rows = ROWS["value_book"]
    assert {row["source"] for row in rows} == {
        "Invented for the example: not a National TOMs or UK Social Value Bank value"
    }
    assert {row["licence"] for row in rows} == {"MIT"}
    assert any(row["proxy_gbp"] == "0" for row in rows)
    assert any(row["deadweight"] and "deadweight" in row["net_of"] for row in rows), "not to be taken off twice"
    assert any(";" in row["net_of"] for row in rows)
    assert any(row["attribution"] for row in rows)
    for row in rows:
        assert MEASURES[row["measure"]]["unit"] != "GBP" or row["proxy_gbp"] == "1"
        assert all(not row[name] or 0 <= Decimal(row[name]) <= 1 for name in ("attribution", "deadweight"))


# Commitments and spend


def test_commitments_lie_in_their_contract_s_life() -> None:
    for row in ROWS["commitments"]:
        period, contract = Period.parse(row["period"]), CONTRACTS[row["contract"]]
        assert str(period.end) >= contract["start"]
        assert str(period.start) <= (contract["terminated_on"] or contract["end"])


def test_some_commitments_begin_with_quarters_of_setting_up() -> None:
    first: dict[tuple[str, str], str] = {}
    for row in ROWS["commitments"]:
        first.setdefault((row["contract"], row["measure"]), row["quantity"])
    assert sum(quantity == "0" for quantity in first.values()) >= 20


def test_spend_covers_every_reported_quarter() -> None:
    periods = {str(quarter) for year in (2022, 2023) for quarter in Period(year).quarters}
    assert {row["period"] for row in ROWS["spend"]} == periods
    assert {row["period"] for row in ROWS["returns"]} == periods
    assert {row["period"] for row in ROWS["deliveries"]} == periods


# Returns and deliveries, 2023-24 Q3 as seen on 19 January 2024


def test_about_one_return_in_ten_is_missing() -> None:
    missing = monitored() - set(seen_returns())
    assert 0.06 <= len(missing) / len(monitored()) <= 0.15


def test_returns_are_missing_in_each_way() -> None:
    blank = {row["contract"] for row in returns_of_quarter() if not row["received_on"]}
    no_row = monitored() - {row["contract"] for row in returns_of_quarter()}
    unseen = {row["contract"] for row in returns_of_quarter() if row["version"] == "1" and row["received_on"] > AS_AT}
    assert blank
    assert no_row
    assert len(unseen) >= 2


def test_returns_are_late() -> None:
    assert any(row["received_on"] > row["due_on"] for row in seen_returns().values() if row["version"] == "1")
    assert {row["due_on"] for row in returns_of_quarter()} == {"2024-01-15"}


def test_returns_are_resubmitted_some_of_them_too_late_to_be_seen() -> None:
    assert sum(row["version"] != "1" for row in seen_returns().values()) >= 2
    restated = [row for row in returns_of_quarter() if row["version"] != "1" and row["received_on"] > AS_AT]
    assert any(row["contract"] in seen_returns() for row in restated)
    older = [row for row in ROWS["returns"] if row["period"] < QUARTER and row["received_on"] > AS_AT]
    assert older, "an earlier quarter restated after the day"
    assert any(row["version"] == "3" for row in ROWS["returns"])


def test_a_resubmission_comes_later_and_restates_every_line() -> None:
    sent: dict[tuple[str, str], list[Row]] = {}
    for row in ROWS["returns"]:
        sent.setdefault((row["contract"], row["period"]), []).append(row)
    measures: dict[tuple[str, str, str], Counter[str]] = {}
    for row in ROWS["deliveries"]:
        key = (row["contract"], row["period"], row["return_version"])
        measures.setdefault(key, Counter())[row["measure"]] += 1
    for (contract, period), rows in sent.items():
        assert [row["version"] for row in rows] == [str(number) for number in range(1, len(rows) + 1)]
        assert [row["received_on"] for row in rows] == sorted({row["received_on"] for row in rows})
        listed = {tuple(sorted(measures.get((contract, period, row["version"]), Counter()).items())) for row in rows}
        assert len(listed) == 1


def test_lines_are_accepted_whole_in_part_and_not_at_all_or_not_yet_assessed() -> None:
    def part(row: Row) -> str:
        claimed, validated = Decimal(row["quantity_claimed"]), Decimal(row["quantity_validated"])
        return "none" if not validated else "some" if validated < claimed else "whole"

    parts = Counter(part(row) for row in assessed_lines() if row["quantity_claimed"] != "0")
    assert parts["whole"] > parts["some"] > parts["none"] > 0
    waiting = [row for row in seen_lines() if row not in assessed_lines()]
    assert any(not row["validated_on"] for row in waiting)
    assert any(row["validated_on"] > AS_AT for row in waiting)


def test_about_one_line_in_seven_is_accepted_in_part() -> None:
    some = [
        row
        for row in ROWS["deliveries"]
        if row["validated_on"] and 0 < Decimal(row["quantity_validated"]) < Decimal(row["quantity_claimed"])
    ]
    assert 0.10 <= len(some) / len(ROWS["deliveries"]) <= 0.20


def test_a_line_is_assessed_after_it_was_received_and_never_above_what_was_claimed() -> None:
    received = {(row["contract"], row["period"], row["version"]): row["received_on"] for row in ROWS["returns"]}
    for row in ROWS["deliveries"]:
        assert bool(row["quantity_validated"]) == bool(row["validated_on"])
        if row["validated_on"]:
            assert row["validated_on"] > received[row["contract"], row["period"], row["return_version"]]
            assert Decimal(row["quantity_validated"]) <= Decimal(row["quantity_claimed"])


def test_a_line_without_a_statement_is_never_accepted() -> None:
    silent = [row for row in ROWS["deliveries"] if not row["statement"]]
    assert silent
    assert {row["quantity_validated"] for row in silent} <= {"", "0"}


def test_some_lines_are_for_a_measure_that_the_contract_did_not_promise() -> None:
    outside = [row for row in ROWS["deliveries"] if (row["contract"], row["measure"]) not in PROMISED]
    assert 0.005 <= len(outside) / len(ROWS["deliveries"]) <= 0.03


def test_a_return_may_list_the_same_measure_twice_with_different_statements() -> None:
    lines: dict[tuple[str, ...], set[str]] = {}
    for row in ROWS["deliveries"]:
        key = (row["contract"], row["period"], row["return_version"], row["measure"])
        lines.setdefault(key, set()).add(row["statement"])
    assert any(len(statements) == 2 for statements in lines.values())
