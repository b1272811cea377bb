"""Measures renamed between versions of a set: what a former name may be, and that both names are one measure."""

from pathlib import Path
from typing import Any

import pytest

from sv_report.data import read_sources
from sv_report.data.intake import Conditions
from sv_report.errors import DataError
from sv_report.findings import Finding
from sv_report.params import Accepted
from sv_report.params.council.counting import RULE_NAMES
from tests.drawn import whole_source
from tests.unit.test_counting_rules import HIRES, ONE, against, counted

Q2, Q3 = "2023-24 Q2", "2023-24 Q3"
UNCOUNTED = frozenset(RULE_NAMES)


def found_in(folder: Path, *accepted: Accepted, **drawn: str) -> list[Finding]:
    """Return what is found in data that is sound but for the tables drawn."""
    made = whole_source(folder / "returns", **drawn)
    try:
        return read_sources([made], folder / "tables", Conditions(UNCOUNTED, accepted))[1]
    except DataError as problem:
        return [*problem.findings]


def measures(*rows: str) -> str:
    return "\n".join(["ref | renamed_from", *rows])


# ---- what a former name may be -------------------------------------------------------------------


def test_a_measure_may_be_renamed_and_renamed_again(tmp_path: Path) -> None:
    assert found_in(tmp_path, measures=measures("M1 |", "M2 | M1", "M3 | M2")) == []


@pytest.mark.parametrize(
    ("rule", "rows", "at", "said"),
    [
        ("renamed-from-unknown", ["M1 |", "M2 | M9"], [3], "measure M2 is renamed from M9, which is in no row"),
        ("renamed-from-itself", ["M1 | M1"], [2], "measure M1 is said to be renamed from itself"),
        ("renamed-in-circle", ["M1 | M3", "M2 | M1", "M3 | M2"], [2, 3, 4],
         "measure M1 is renamed in a circle: M1 from M3 from M2 from M1"),
        ("renamed-twice", ["M1 |", "M2 | M1", "M3 | M1"], [4], "M1 is the former name of M2 (line 3), and of M3"),
    ],
)  # fmt: skip
def test_a_former_name_that_cannot_be_right_is_an_error_with_its_row(
    rule: str, rows: list[str], at: list[int], said: str, tmp_path: Path
) -> None:
    findings = [one for one in found_in(tmp_path, measures=measures(*rows)) if one.severity == "error"]
    assert [(one.rule, one.where.file, one.where.row, one.where.column) for one in findings] == [
        (rule, "returns/measures.csv", row, "renamed_from") for row in at
    ]
    assert findings[0].message.startswith(said)
    assert all(one.remedy.endswith(".") for one in findings)


@pytest.mark.parametrize(
    ("column", "old", "new"),
    [
        ("unit", "hours", "days"),
        ("over_time", "flow", "stock"),
        ("across", "sum", "none"),
        ("valued", "valued", "record-only"),
        ("counts_as", "additional", "local"),
    ],
)
def test_a_new_name_changes_nothing_of_what_is_counted(column: str, old: str, new: str, tmp_path: Path) -> None:
    drawn = f"ref | renamed_from | {column}\nM1 | | {old}\nM2 | M1 | {new}"
    [found] = found_in(tmp_path, measures=drawn)
    assert (found.rule, found.severity, found.where.row, found.where.column, found.where.found) == (
        "renamed-and-changed",
        "error",
        3,
        column,
        new,
    )
    assert found.message == f"measure M2 has the {column} {new}, and M1, which it is renamed from, has {old}"


def test_where_a_measures_file_cannot_be_read_no_former_name_is_missing(tmp_path: Path) -> None:
    made = whole_source(tmp_path / "returns", measures=measures("M1 |", "M2 | M9"))
    (tmp_path / "returns" / "more.xlsx").write_bytes(b"PK\x03\x04 cut short")
    with pytest.raises(DataError) as caught:
        read_sources([made], tmp_path / "tables", Conditions(UNCOUNTED))
    assert not [one for one in caught.value.findings if one.rule.startswith("renamed")]


def test_an_accepted_error_leaves_out_the_measure_what_names_it_and_what_was_renamed_from_it(tmp_path: Path) -> None:
    accepted = Accepted("renamed-from-unknown", "the old set is lost")
    drawn = {
        "measures": measures("M1 |", "M2 | M9", "M3 | M2"),
        "commitments": f"contract | measure | period | quantity\nC1 | M1 | {Q3} | 1\nC1 | M3 | {Q3} | 2",
    }
    findings = found_in(tmp_path, accepted, **drawn)
    told = {(one.rule, one.where.file, one.where.row, one.severity) for one in findings}
    assert told == {
        ("renamed-from-unknown", "returns/measures.csv", 3, "warning"),
        ("renamed-from-unknown", "returns/measures.csv", 4, "warning"),
        ("reference-unknown", "returns/commitments.csv", 3, "warning"),
    }


# ---- both names are one measure ------------------------------------------------------------------


def test_a_value_under_the_former_name_is_the_measures_value(tmp_path: Path) -> None:
    drawn = {
        "measures": measures("M1 |", "M2 | M1"),
        "value_book": "measure | proxy_gbp\nM1 | 10",
        "deliveries": f"contract | measure | period | quantity_claimed\nC1 | M2 | {Q3} | 5",
    }
    assert found_in(tmp_path, **drawn) == []


RENAMED = ONE | {
    "measures": measures("M1 |", "M2 | M1", "M4 |"),
    "commitments": f"contract | measure | period | quantity\nC1 | M1 | {Q3} | 500",
}


def test_what_is_delivered_under_the_new_name_is_within_the_commitment_under_the_old_one(tmp_path: Path) -> None:
    lines = f"contract | measure | period | quantity_claimed\nC1 | M2 | {Q3} | 5\nC1 | M4 | {Q3} | 6"
    assert against("outside-commitment", tmp_path, **RENAMED, deliveries=lines) == [(3, 6)]


def test_a_commitment_under_either_name_is_the_second_to_the_measure(tmp_path: Path) -> None:
    promised = f"contract | measure | period | quantity\nC1 | M1 | {Q3} | 500\nC1 | M2 | {Q3} | 40"
    assert against("one-commitment", tmp_path, **RENAMED | {"commitments": promised}) == [(3, 40)]


def test_the_last_return_is_the_last_under_either_name(tmp_path: Path) -> None:
    lines = f"contract | measure | period | quantity_claimed\nC1 | M1 | {Q2} | 5\nC1 | M2 | {Q3} | 51"
    assert against("ten-times-last", tmp_path, **RENAMED, deliveries=lines) == [(3, 51)]


def test_what_counts_not_also_under_a_measure_counts_not_under_its_new_name(tmp_path: Path) -> None:
    drawn = RENAMED | {"measures": "ref | renamed_from | not_also_in\nM1 | |\nM2 | M1 |\nM4 | | M1"}
    lines = f"contract | measure | period | quantity_claimed\nC1 | M2 | {Q3} | 5\nC1 | M4 | {Q3} | 5"
    assert against("not-also-in", tmp_path, **drawn, deliveries=lines) == [(3, 5)]


def test_a_person_under_both_names_is_of_one_group(tmp_path: Path) -> None:
    drawn: dict[str, Any] = HIRES | {
        "measures": "ref | unit | over_time | disadvantaged | renamed_from\nM1 | FTE | stock | yes |\nM2 | FTE | stock | yes | M1"
    }
    lines = f"contract | measure | period | quantity_claimed | person\nC1 | M1 | {Q2} | 1 | A\nC1 | M2 | {Q3} | 1 | A"
    assert against("one-disadvantaged-type", tmp_path, **drawn, deliveries=lines) == []


@pytest.mark.parametrize(
    ("book", "rules"),
    [
        ("M1 | V1 | |", []),
        ("M1 | V1 | | 2022-03-31", ["proxy-not-in-force"]),
        ("M1 | V1 | | 2022-03-31\nM2 | V1 | |", []),  # the newest name's own value goes before
        ("M1 | V9 | |", ["proxy-missing"]),
    ],
)
def test_the_value_under_the_latest_name_that_has_one_is_looked_at(book: str, rules: list[str], tmp_path: Path) -> None:
    lines = "\n".join(f"{line} | 10" for line in book.splitlines())
    drawn = RENAMED | {"value_book": f"measure | version | valid_from | valid_to | proxy_gbp\n{lines}"}
    connection = counted(tmp_path, **drawn)
    found = connection.execute("SELECT rule FROM broken_rules WHERE rule LIKE 'proxy%'").fetchall()
    assert [rule for (rule,) in found] == rules
