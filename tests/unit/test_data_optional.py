"""Tables that a council may have none of: changes of a contract's value, assessments of its KPIs, deflators."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from sv_report.data import read_sources
from sv_report.data.intake import Conditions
from sv_report.data.schema import SHAPES
from sv_report.data.tables import Tables
from sv_report.errors import DataError
from sv_report.findings import Finding
from sv_report.params.council.counting import RULE_NAMES
from tests.drawn import whole_source

UNCOUNTED = Conditions(frozenset(RULE_NAMES))


def taken_in(folder: Path, **drawn: str) -> tuple[Tables, list[Finding]]:
    return read_sources([whole_source(folder / "returns", **drawn)], folder / "tables", UNCOUNTED)


def test_data_without_them_has_each_as_an_empty_table(tmp_path: Path) -> None:
    tables, findings = taken_in(tmp_path)
    assert findings == []
    optional = [shape for shape in SHAPES.values() if not shape.needed]
    assert len(optional) == 5
    for shape in optional:
        assert tables.count(shape.name) == 0
        assert tables[shape.name].collect_schema().names()[: len(shape.names)] == [*shape.names]


def test_measures_without_former_names_read_as_before(tmp_path: Path) -> None:
    made = whole_source(tmp_path / "returns")
    path = tmp_path / "returns" / "measures.csv"
    header, *rows = path.read_text("utf-8").splitlines()
    assert header.endswith(",renamed_from")
    path.write_text("\n".join(line.rpartition(",")[0] for line in (header, *rows)), "utf-8")
    tables, findings = read_sources([made], tmp_path / "tables", UNCOUNTED)
    assert findings == []
    assert [row["renamed_from"] for row in tables.rows(tables["measures"])] == [None, None]


def test_each_is_read_with_its_types_and_the_origin_of_its_rows(tmp_path: Path) -> None:
    tables, findings = taken_in(
        tmp_path,
        variations="contract | effective_on | value | reason\nC1 | 01/10/2023 | £1.2m | More sites",
        assessments="contract | kpi | assessed_on | rating\nC1 | On time | 2023-10-01 | approaching TARGET",
        deflators="year | index | source\n2023-24 | 105.25 | Example series",
    )
    assert findings == []
    [variation], [assessment], [deflator] = (
        tables.rows(tables[name]) for name in ("variations", "assessments", "deflators")
    )
    assert (variation["effective_on"], variation["value"]) == (date(2023, 10, 1), Decimal(1_200_000))
    assert (assessment["rating"], assessment["covers_from"]) == ("Approaching target", None)
    assert (deflator["year"], deflator["index"]) == ("2023-24", Decimal("105.25"))
    assert (deflator["origin_file"], deflator["origin_row"]) == ("returns/deflators.csv", 2)


@pytest.mark.parametrize(
    ("table", "rows", "rule", "column"),
    [
        ("variations", "contract | effective_on | value\nC9 | 2023-10-01 | 5", "reference-unknown", "contract"),
        ("variations", "contract | effective_on | value\nC1 | | 5", "value-blank", "effective_on"),
        ("variations", "contract | effective_on | value\nC1 | 2023-10-01 | -5", "value-out-of-range", "value"),
        ("assessments", "contract | kpi | assessed_on | rating\nC1 | K | 2023-10-01 | Fine", "value-unreadable", "rating"),
        ("assessments", "contract | kpi | assessed_on | rating\nC1 | | 2023-10-01 | Good", "value-blank", "kpi"),
        ("assessments", "contract | kpi | assessed_on | rating | covers_from | covers_to\n"
                        "C1 | K | 2023-10-01 | Good | 2023-09-30 | 2023-07-01",
         "assessment-ends-before-start", "covers_from, covers_to"),
        ("deflators", "year | index\n2023 | 0", "value-out-of-range", "index"),
        ("deflators", "year | index\n2023 | -1", "value-out-of-range", "index"),
        ("deflators", "year | index\n2023 | many", "value-unreadable", "index"),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_true_is_left_out_and_said(
    table: str, rows: str, rule: str, column: str, tmp_path: Path
) -> None:
    tables, [found] = taken_in(tmp_path, **{table: rows})
    assert (found.rule, found.severity, found.where.row, found.where.column) == (rule, "warning", 2, column)
    assert tables.count(table) == 0


@pytest.mark.parametrize(
    ("table", "rows"),
    [
        ("variations", "contract | effective_on | value\nC1 | 2023-10-01 | 5\nC1 | 2023-10-01 | 6"),
        (
            "assessments",
            "contract | kpi | assessed_on | rating\nC1 | K | 2023-10-01 | Good\nC1 | K | 2023-10-01 | Other",
        ),
        ("deflators", "year | index\n2023 | 100\n2023 | 101"),
    ],
)
def test_a_second_row_for_a_key_is_an_error(table: str, rows: str, tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        taken_in(tmp_path, **{table: rows})
    [found] = [one for one in caught.value.findings if one.severity == "error"]
    assert (found.rule, found.where.file, found.where.row) == ("key-duplicate", f"returns/{table}.csv", 3)


def test_a_contract_left_out_takes_its_variations_and_assessments_with_it(tmp_path: Path) -> None:
    drawn: dict[str, Any] = {
        "contracts": "ref | start\nC1 | 2022-04-01\nC2 | soon",
        "variations": "contract | effective_on | value\nC2 | 2023-10-01 | 5",
        "assessments": "contract | kpi | assessed_on | rating\nC2 | K | 2023-10-01 | Good",
    }
    tables, findings = taken_in(tmp_path, **drawn)
    assert {(one.rule, one.where.file) for one in findings} == {
        ("value-unreadable", "returns/contracts.csv"),
        ("reference-unknown", "returns/variations.csv"),
        ("reference-unknown", "returns/assessments.csv"),
    }
    assert tables.count("variations") == tables.count("assessments") == 0
