"""Lines below nothing: what a supplier may take back, what is said of it, and what the counting rules make of it."""

from pathlib import Path
from typing import Any

import duckdb
import pytest

from sv_report.data import read_sources
from sv_report.data.intake import Conditions
from sv_report.findings import Finding
from sv_report.params.council.counting import RULE_NAMES
from tests.drawn import whole_source
from tests.unit.test_counting_rules import HIRES, ONE, against, counted

Q2, Q3 = "2023-24 Q2", "2023-24 Q3"
LINE = "contract | measure | period | quantity_claimed | quantity_validated | denominator_claimed | denominator_validated | validated_on"
RETURNS = f"contract | period | received_on\nC1 | {Q2} | 2023-10-10\nC1 | {Q3} | 2024-01-10\nC2 | {Q3} | 2024-01-10"


def taken_in(folder: Path, **drawn: str) -> tuple[list[tuple[Any, ...]], list[Finding]]:
    """Return the quantities of the lines that count, and what is found."""
    made = whole_source(folder / "returns", **({"returns": RETURNS} | drawn))
    tables, findings = read_sources([made], folder / "tables", Conditions(frozenset(RULE_NAMES)))
    columns = "quantity_claimed::INT, quantity_validated::INT, denominator_claimed::INT"
    return tables.connection.sql(f"SELECT {columns} FROM deliveries ORDER BY origin_row").fetchall(), findings


# ---- what may be taken back ----------------------------------------------------------------------


@pytest.mark.parametrize("validated", ["-5", "-3", "0"])
def test_a_correction_counts_and_is_said(validated: str, tmp_path: Path) -> None:
    lines = f"{LINE}\nC1 | M1 | {Q2} | 100 | | | |\nC1 | M1 | {Q3} | -5 | {validated} | | | 2024-01-12"
    rows, [found] = taken_in(tmp_path, deliveries=lines)
    assert rows == [(100, None, None), (-5, int(validated), None)]
    assert (found.rule, found.severity, found.where.file) == ("correction", "warning", "returns/deliveries.csv")
    assert (found.where.row, found.where.column, found.where.found) == (3, "quantity_claimed", "-5")
    assert found.message == f"quantity_claimed -5 takes off what contract C1 claimed of M1 before {Q3}"


def test_a_correction_without_a_statement_says_so(tmp_path: Path) -> None:
    lines = f"contract | measure | period | quantity_claimed | statement\nC1 | M1 | {Q2} | 9 | Done\nC1 | M1 | {Q3} | -5 | -"
    [found] = taken_in(tmp_path, deliveries=lines)[1]
    assert found.message.endswith("; no statement says why")


def test_the_whole_of_a_share_may_be_taken_back_alone(tmp_path: Path) -> None:
    lines = f"{LINE}\nC1 | M2 | {Q2} | 10 | | 50 | |\nC1 | M2 | {Q3} | 0 | 0 | -8 | -8 | 2024-01-12"
    rows, [found] = taken_in(tmp_path, deliveries=lines)
    assert rows == [(10, None, 50), (0, 0, -8)]
    assert (found.rule, found.where.column, found.where.found) == ("correction", "denominator_claimed", "-8")


@pytest.mark.parametrize(
    ("rule", "line"),
    [
        ("validated-above-claimed", f"C1 | M1 | {Q3} | 5 | 6 | | | 2024-01-12"),
        ("validated-not-of-claimed", f"C1 | M1 | {Q3} | 5 | -1 | | | 2024-01-12"),
        ("validated-not-of-claimed", f"C1 | M1 | {Q3} | 0 | -1 | | | 2024-01-12"),
        ("validated-not-of-claimed", f"C1 | M1 | {Q3} | -5 | -6 | | | 2024-01-12"),
        ("validated-not-of-claimed", f"C1 | M1 | {Q3} | -5 | 1 | | | 2024-01-12"),
        ("validated-not-of-claimed", f"C1 | M2 | {Q3} | -1 | -1 | -5 | -6 | 2024-01-12"),
        ("validated-not-of-claimed", f"C1 | M2 | {Q3} | 1 | 1 | 5 | -5 | 2024-01-12"),
    ],
)
def test_what_is_accepted_lies_between_nothing_and_what_was_claimed(rule: str, line: str, tmp_path: Path) -> None:
    rows, [found] = taken_in(tmp_path, deliveries=f"{LINE}\n{line}")
    assert (rows, found.rule, found.where.row) == ([], rule, 2)
    assert found.message.endswith("; the row is left out")


def test_a_correction_that_is_left_out_takes_nothing_off_what_is_at_stake(tmp_path: Path) -> None:
    lines = f"{LINE}\nC1 | M1 | {Q3} | 5 | 6 | | | 2024-01-12\nC1 | M1 | {Q3} | -5 | 1 | | | 2024-01-12"
    made = whole_source(tmp_path / "returns", deliveries=lines)
    tables, _ = read_sources([made], tmp_path / "tables", Conditions(frozenset(RULE_NAMES)))
    found = tables.connection.sql("SELECT origin_row, quantity::INT FROM rejected_rows ORDER BY 1").fetchall()
    assert found == [(2, 5), (3, None)]  # None: what it would move cannot be said


@pytest.mark.parametrize("column", ["hours", "attendees", "share_on_contract"])
def test_nothing_else_of_a_line_is_below_nothing(column: str, tmp_path: Path) -> None:
    lines = f"contract | measure | period | quantity_claimed | {column}\nC1 | M1 | {Q3} | 5 | -1"
    [found] = taken_in(tmp_path, deliveries=lines)[1]
    assert (found.rule, found.where.column) == ("value-out-of-range", column)


def test_a_commitment_is_not_below_nothing(tmp_path: Path) -> None:
    promised = f"contract | measure | period | quantity\nC1 | M1 | {Q3} | -5"
    [found] = taken_in(tmp_path, commitments=promised)[1]
    assert (found.rule, found.where.column) == ("value-out-of-range", "quantity")


# ---- more than was claimed -----------------------------------------------------------------------


def test_more_taken_back_than_was_ever_claimed_is_said_at_the_last_correction(tmp_path: Path) -> None:
    lines = f"""
        contract | measure | period | quantity_claimed
        C1       | M1      | {Q2}   | 4
        C1       | M1      | {Q2}   | -1
        C1       | M1      | {Q3}   | -5.5
        C2       | M1      | {Q3}   | 100
    """
    findings = taken_in(tmp_path, deliveries=lines)[1]
    assert [(one.rule, one.where.row) for one in findings] == [
        ("correction", 3),
        ("below-nothing", 4),
        ("correction", 4),
    ]
    below = findings[1]
    assert below.severity == "warning"
    assert below.message == "all that contract C1 claimed of M1 comes to -2.5, below nothing"


@pytest.mark.parametrize(
    ("drawn", "why"),
    [
        ({"deliveries": f"contract | measure | period | quantity_claimed\nC1 | M1 | {Q2} | 5\nC1 | M1 | {Q3} | -5"}, "0"),
        ({"measures": "ref | over_time\nM1 | stock\nM2 | stock",
          "deliveries": f"contract | measure | period | quantity_claimed\nC1 | M1 | {Q3} | -5"}, "no flow"),
        ({"measures": "ref | renamed_from\nM1 |\nM2 | M1",
          "deliveries": f"contract | measure | period | quantity_claimed\nC1 | M1 | {Q2} | 5\nC1 | M2 | {Q3} | -5"},
         "claimed under the former name"),
        ({"returns": "contract | period | version | received_on\n"
                     f"C1 | {Q3} | 1 | 2024-01-10\nC1 | {Q3} | 2 | 2024-01-15",
          "deliveries": "contract | measure | period | return_version | quantity_claimed\n"
                        f"C1 | M1 | {Q3} | 1 | -5\nC1 | M1 | {Q3} | 2 | 5"}, "replaced by a later version"),
    ],
)  # fmt: skip
def test_what_does_not_come_to_less_than_nothing_is_not_said(drawn: dict[str, str], why: str, tmp_path: Path) -> None:
    findings = taken_in(tmp_path, **drawn)[1]
    assert [one.rule for one in findings] == ["correction"], why


# ---- the counting rules --------------------------------------------------------------------------


def test_a_session_taken_back_is_hours_by_attendees_too(tmp_path: Path) -> None:
    found = against(
        "hours-by-attendees",
        tmp_path,
        **ONE,
        deliveries=f"""
            contract | measure | period | quantity_claimed | hours | attendees
            C1       | M1      | {Q3}   | -16              | 2     | 8
            C1       | M1      | {Q3}   | -10              | 2     | 8
        """,
    )
    assert found == [(3, 6)]


def test_a_correction_of_a_share_is_not_over_100_per_cent(tmp_path: Path) -> None:
    found = against(
        "over-100-per-cent",
        tmp_path,
        **ONE | {"measures": "ref | over_time | valued\nM1 | share | record-only"},
        deliveries=f"""
            contract | measure | period | quantity_claimed | denominator_claimed
            C1       | M1      | {Q3}   | -2               | -10
            C1       | M1      | {Q3}   | 0                | -10
            C1       | M1      | {Q3}   | 3                | -10
        """,
    )
    assert found == [(4, 3)]  # no more than the part itself is at stake


def test_a_correction_has_no_part_in_rules_of_what_was_done(tmp_path: Path) -> None:
    drawn = HIRES | {"measures": "ref | disadvantaged | not_also_in\nM1 | yes | M2\nM2 | yes |",
                     "contracts": "ref | end\nC1 | 2023-09-30\nC2 | 2026-03-31"}  # fmt: skip
    connection = counted(tmp_path, **drawn, deliveries=f"""
        contract | measure | period | quantity_claimed | person | person_started_on | share_on_contract | statement
        C1       | M1      | {Q3}   | -5               | A      | 2020-04-01        | 0.1               | -
        C1       | M2      | {Q3}   | -5               | A      | 2020-04-01        | 1                 | Taken back
    """)  # fmt: skip
    found = connection.execute("SELECT rule, origin_row, quantity FROM broken_rules ORDER BY ALL").fetchall()
    assert found == [("outside-commitment", 3, -5)]  # it takes off what was delivered outside a commitment


def test_a_level_taken_back_in_part_is_a_lower_level(tmp_path: Path) -> None:
    quarters = ("2022-23 Q3", "2022-23 Q4", "2023-24 Q1", Q2, Q3)
    lines = [f"C1|M1|{quarter}|3" for quarter in quarters]
    found = against(
        "hire-not-dated",
        tmp_path,
        **HIRES | {"returns": "contract | period | received_on\n" + "\n".join(f"C1|{q}|2024-01-02" for q in quarters)},
        deliveries="contract | measure | period | quantity_claimed\n" + "\n".join([*lines, f"C1|M1|{Q3}|-2"]),
    )
    assert found == [(6, 1)]  # 3 less 2: one person at most has been there all along


def test_a_correction_is_part_of_what_is_ten_times_the_last_return(tmp_path: Path) -> None:
    lines = (
        f"contract | measure | period | quantity_claimed\nC1 | M1 | {Q2} | 5\nC1 | M1 | {Q3} | 60\nC1 | M1 | {Q3} | -15"
    )
    assert against("ten-times-last", tmp_path, **ONE, deliveries=lines) == []


def test_what_a_contract_without_a_value_took_back_is_at_stake_as_so_much(tmp_path: Path) -> None:
    drawn = ONE | {"value_book": "measure | version | proxy_gbp\nM2 | V1 | 10", "commitments": "contract"}
    found = against(
        "proxy-missing",
        tmp_path,
        **drawn,
        deliveries=f"contract | measure | period | quantity_claimed\nC1 | M1 | {Q3} | -5",
    )
    assert found == [(2, 5)]


# ---- a large file --------------------------------------------------------------------------------


def test_corrections_in_a_large_file_are_read_as_in_a_small_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = whole_source(tmp_path / "returns", returns=RETURNS, deliveries=f"""
        {LINE}
        C1 | M1 | {Q2} | 4       |    |    |    |
        C1 | M1 | {Q3} | -5      | -3 |    |    | 2024-01-12
        C1 | M1 | {Q3} | (5)     | 1  |    |    | 2024-01-12
        C1 | M1 | {Q3} | -5      | -6 |    |    | 2024-01-12
        C1 | M2 | {Q3} | -1      | -1 | -2 | -2 | 2024-01-12
    """)  # fmt: skip

    def read(name: str) -> tuple[Any, ...]:
        tables, findings = read_sources([made], tmp_path / name, Conditions(frozenset(RULE_NAMES)))
        rows = duckdb.sql(f"SELECT * FROM '{tmp_path / name}/deliveries.parquet' ORDER BY origin_row").fetchall()
        return rows, tables.accounts, findings

    exactly = read("exactly")
    monkeypatch.setattr("sv_report.data.swift.LARGE", 0)
    assert read("swiftly") == exactly
    assert [row[4] for row in exactly[0]] == [4, -5, -1]
