"""The counting rules of the field: which rows are against each, which beside them are not, and what is then done."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from sv_report.data import read_sources
from sv_report.data.intake import Conditions
from sv_report.data.rules.counting_rules import BY_NAME, RULES, apply_counting_rules, broken_findings
from sv_report.data.schema import SHAPES
from sv_report.data.sources import find_sources
from sv_report.data.tables import Tables
from sv_report.measures.figures import compute
from sv_report.params.council.counting import RULE_NAMES
from sv_report.params.period import Period
from tests.drawn import tables

ROOT = Path(__file__).resolve().parents[2]

ONE = {
    "contracts": "ref\nC1\nC2",
    "measures": "ref\nM1\nM2",
    "commitments": "contract | measure | period | quantity\nC1 | M1 | 2023-24 Q3 | 500",
    "returns": """
        contract | period     | received_on
        C1       | 2023-24 Q2 | 2023-10-10
        C1       | 2023-24 Q3 | 2024-01-10
        C2       | 2023-24 Q3 | 2024-01-10
    """,
}
HIRES = ONE | {"measures": "ref | unit | over_time | disadvantaged\nM1 | FTE | stock | yes\nM2 | FTE | stock | yes"}


def counted(folder: Path, off: tuple[str, ...] = (), **drawn: str) -> duckdb.DuckDBPyConnection:
    """Return a connection that holds the tables drawn, the rules applied to them."""
    connection = duckdb.connect()
    made = tables(folder, **drawn)
    for name in (*SHAPES, "periods"):
        connection.execute(f"CREATE TABLE {name} AS FROM '{made.folder / name}.parquet'")
    apply_counting_rules(connection, frozenset(off))
    return connection


def against(rule: str, folder: Path, **drawn: str) -> list[tuple[Any, ...]]:
    """Return the rows against a rule: each with its row in the file and the quantity at stake."""
    found = counted(folder, **drawn).execute(
        "SELECT origin_row, quantity FROM broken_rules WHERE rule = $rule", {"rule": rule}
    )
    return [(row, None if quantity is None else float(quantity)) for row, quantity in found.fetchall()]


# ---- people --------------------------------------------------------------------------------------


def test_a_disadvantaged_hire_is_counted_in_the_first_twelve_months_only(tmp_path: Path) -> None:
    found = against("hire-first-year", tmp_path, **HIRES, deliveries="""
        contract | measure | period     | quantity_claimed | person | person_started_on
        C1       | M1      | 2023-24 Q3 | 1                | A      | 2022-10-01
        C1       | M1      | 2023-24 Q3 | 1                | B      | 2022-10-02
        C1       | M1      | 2023-24 Q3 | 1                | C      |
    """)  # fmt: skip
    assert found == [(2, 1)]  # B's twelve months end within the quarter


def test_hires_without_a_start_date_cannot_be_tested_beyond_four_quarters(tmp_path: Path) -> None:
    levels = {"2022-23 Q3": 2, "2022-23 Q4": 3, "2023-24 Q1": 3, "2023-24 Q2": 3, "2023-24 Q3": 5}
    found = against(
        "hire-not-dated",
        tmp_path,
        **HIRES | {"returns": "contract | period | received_on\n" + "\n".join(f"C1|{q}|2024-01-02" for q in levels)},
        deliveries="contract | measure | period | quantity_claimed\n"
        + "\n".join(f"C1|M1|{q}|{level}" for q, level in levels.items()),
    )
    assert found == [(6, 2)]  # of the 5, no more than 2 can have been there all along


def test_four_quarters_or_a_gap_are_no_cause_for_doubt(tmp_path: Path) -> None:
    quarters = ("2022-23 Q2", "2022-23 Q3", "2023-24 Q1", "2023-24 Q2", "2023-24 Q3")  # none in 2022-23 Q4
    found = against(
        "hire-not-dated",
        tmp_path,
        **HIRES | {"returns": "contract | period | received_on\n" + "\n".join(f"C1|{q}|2024-01-02" for q in quarters)},
        deliveries="contract | measure | period | quantity_claimed\n" + "\n".join(f"C1|M1|{q}|2" for q in quarters),
    )
    assert found == []


def test_one_person_is_not_under_two_disadvantaged_types(tmp_path: Path) -> None:
    found = against(
        "one-disadvantaged-type",
        tmp_path,
        **HIRES
        | {
            "suppliers": "id\nS1\nS2",
            "contracts": "ref | supplier_id\nC1 | S1\nC2 | S2",
            "measures": """
                ref | unit | over_time | disadvantaged
                M1  | FTE  | stock     | yes
                M2  | FTE  | stock     | yes
                M3  | FTE  | stock     | no
            """,
        },
        deliveries="""
            contract | measure | period     | quantity_claimed | person
            C1       | M1      | 2023-24 Q2 | 1                | A
            C1       | M2      | 2023-24 Q3 | 0.5              | A
            C1       | M3      | 2023-24 Q3 | 1                | A
            C2       | M2      | 2023-24 Q3 | 1                | A
        """,
    )
    assert found == [(3, 0.5)]  # local staff beside it is right; another supplier's A is somebody else


def test_shared_staff_are_counted_by_their_time(tmp_path: Path) -> None:
    found = against("shared-staff", tmp_path, **HIRES, deliveries="""
        contract | measure | period     | quantity_claimed | person | share_on_contract
        C1       | M1      | 2023-24 Q3 | 0.6              | A      | 0.6
        C2       | M1      | 2023-24 Q3 | 0.6              | A      | 0.6
        C1       | M1      | 2023-24 Q3 | 1                | B      | 0.5
        C1       | M1      | 2023-24 Q3 | 0.5              | C      | 0.5
        C2       | M1      | 2023-24 Q3 | 0.5              | C      | 0.5
    """)  # fmt: skip
    assert found == [(2, 0.1), (3, 0.1), (4, 0.5)]  # A is 1.2 of a person; half of B is 0.5; C is one


def test_a_person_on_two_lines_of_one_contract_is_there_once(tmp_path: Path) -> None:
    found = against("shared-staff", tmp_path, **HIRES, deliveries="""
        contract | measure | period     | quantity_claimed | person | share_on_contract
        C1       | M1      | 2023-24 Q3 | 0.8              | A      | 0.8
        C1       | M2      | 2023-24 Q3 | 0.8              | A      | 0.8
    """)  # fmt: skip
    assert found == []


# ---- the same thing twice ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("other", "is_broken"),
    [
        ("C1 | M1 | 2023-24 Q3 | 500 | A ledger | Bought locally", True),  # equal quantity
        ("C1 | M1 | 2023-24 Q3 | 900 | Ledger 7 | Bought locally", True),  # the same evidence
        ("C1 | M1 | 2023-24 Q3 | 900 | A ledger | Small firms", True),  # the same statement
        ("C1 | M1 | 2023-24 Q3 | 900 | A ledger | Bought locally", False),
        ("C1 | M1 | 2023-24 Q2 | 500 | Ledger 7 | Small firms", False),  # another period
        ("C2 | M1 | 2023-24 Q3 | 500 | Ledger 7 | Small firms", False),  # another contract
    ],
)
def test_spend_with_local_small_businesses_is_not_also_local_spend(other: str, is_broken: bool, tmp_path: Path) -> None:
    found = against(
        "not-also-in",
        tmp_path,
        **ONE | {"measures": "ref | not_also_in\nM1 | M2\nM2 | M3; M1\nM3 |"},
        deliveries="contract | measure | period | quantity_claimed | evidence | statement\n"
        f"C1 | M2 | 2023-24 Q3 | 500 | Ledger 7 | Small firms\n{other}",
    )
    assert found == ([(2, 500)] if is_broken else [])  # of two that name each other, one line gives way


def test_a_contract_has_one_commitment_to_a_measure(tmp_path: Path) -> None:
    found = against("one-commitment", tmp_path, **ONE | {"commitments": """
        contract | measure | period     | quantity
        C1       | M1      | 2023-24 Q3 | 500
        C1       | M1      | 2023-24 Q3 | 40
        C1       | M2      | 2023-24 Q3 | 500
    """})  # fmt: skip
    assert found == [(3, 40)]


def test_a_second_profile_from_another_sheet_is_a_second_commitment_and_a_later_year_is_none(tmp_path: Path) -> None:
    made = tables(tmp_path, **ONE | {"commitments": """
        contract | measure | period     | quantity
        C1       | M1      | 2023-24 Q1 | 10
        C1       | M1      | 2023-24 Q3 | 10
        C1       | M1      | 2023-24 Q2 | 99
        C1       | M1      | 2024-25 Q1 | 12
    """})  # fmt: skip
    connection = duckdb.connect()
    for name in SHAPES:
        connection.execute(f"CREATE TABLE {name} AS FROM '{made.folder / name}.parquet'")
    connection.execute("UPDATE commitments SET origin_sheet = CASE WHEN origin_row > 3 THEN 'Later' ELSE 'First' END")
    apply_counting_rules(connection)
    found = connection.execute("SELECT origin_row FROM broken_rules WHERE rule = 'one-commitment'").fetchall()
    assert found == [(4,)]


def test_the_same_thing_is_committed_under_one_measure(tmp_path: Path) -> None:
    found = against("one-commitment", tmp_path, **ONE | {
        "measures": "ref | not_also_in\nM1 |\nM2 | M1",
        "commitments": """
            contract | measure | period     | quantity
            C1       | M1      | 2023-24 Q3 | 500
            C1       | M2      | 2023-24 Q3 | 500
            C1       | M2      | 2023-24 Q4 | 500
        """})  # fmt: skip
    assert found == [(3, 500)]


# ---- what is claimed -----------------------------------------------------------------------------


def test_training_counts_hours_by_attendees(tmp_path: Path) -> None:
    found = against(
        "hours-by-attendees",
        tmp_path,
        **ONE | {"measures": "ref | unit\nM1 | hours\nM2 | people"},
        deliveries="""
            contract | measure | period     | quantity_claimed | hours  | attendees
            C1       | M1      | 2023-24 Q3 | 16               | 2      | 8
            C1       | M1      | 2023-24 Q3 | 32               | 2      | 8
            C1       | M1      | 2023-24 Q3 | 1                | 0.3333 | 3
            C1       | M1      | 2023-24 Q3 | 5                |        | 3
            C1       | M2      | 2023-24 Q3 | 8                | 2      | 8
        """,
    )
    assert found == [(3, 16)]  # two trainers do not make it 32; thirds are rounded; people are no hours


def test_a_quantity_without_a_statement_stays_claimed(tmp_path: Path) -> None:
    drawn = ONE | {"deliveries": """
        contract | measure | period     | quantity_claimed | quantity_validated | validated_on | statement
        C1       | M1      | 2023-24 Q3 | 100              | 80                 | 2024-01-12   | Two days of help
        C1       | M1      | 2023-24 Q3 | 40               | 30                 | 2024-01-12   | -
        C1       | M1      | 2023-24 Q3 | 7                | 0                  | 2024-01-12   | -
        C1       | M1      | 2023-24 Q3 | 0                | 0                  | 2024-01-12   | -
    """}  # fmt: skip
    assert against("no-statement", tmp_path, **drawn) == [(3, 40), (4, 7)]
    after = "SELECT quantity_claimed, quantity_validated, validated_on IS NULL FROM deliveries ORDER BY origin_row"
    on = counted(tmp_path, **drawn).execute(after).fetchall()
    assert on == [(100, 80, False), (40, None, True), (7, 0, False), (0, 0, False)]  # what was refused stays refused
    off = counted(tmp_path, ("no-statement",), **drawn).execute(after).fetchall()
    assert off[1] == (40, 30, False)


def test_where_no_line_has_a_statement_none_is_taken_back_and_that_is_said(tmp_path: Path) -> None:
    drawn = ONE | {"deliveries": """
        contract | measure | period     | quantity_claimed | quantity_validated | validated_on | statement
        C1       | M1      | 2023-24 Q3 | 40               | 30                 | 2024-01-12   | -
        C1       | M1      | 2023-24 Q3 | 7                | 7                  | 2024-01-12   | -
    """}  # fmt: skip
    assert against("no-statement", tmp_path, **drawn) == []
    assert against("statements-not-kept", tmp_path, **drawn) == [(2, 40)]  # said once a file
    validated = counted(tmp_path, **drawn).execute("SELECT sum(quantity_validated) FROM deliveries").fetchall()
    assert validated == [(37,)]


@pytest.mark.parametrize(("period", "commitment", "rows"), [("yes", "yes", []), ("", "", []), ("no", "yes", [(2, 100)]),
                                                            ("yes", "no", [(2, 100)])])  # fmt: skip
def test_a_supplier_confirms_this_contract_and_period_and_a_commitment(
    period: str, commitment: str, rows: list[Any], tmp_path: Path
) -> None:
    found = against(
        "not-confirmed",
        tmp_path,
        **ONE
        | {
            "returns": "contract | period | received_on | confirms_period | confirms_commitment\n"
            f"C1 | 2023-24 Q3 | 2024-01-10 | {period} | {commitment}"
        },
        deliveries="contract | measure | period | quantity_claimed\nC1 | M1 | 2023-24 Q3 | 100",
    )
    assert found == rows


def test_delivery_outside_any_commitment_is_a_class_of_its_own(tmp_path: Path) -> None:
    found = against("outside-commitment", tmp_path, **ONE, deliveries="""
        contract | measure | period     | quantity_claimed
        C1       | M1      | 2023-24 Q2 | 1
        C1       | M2      | 2023-24 Q3 | 2
        C2       | M1      | 2023-24 Q3 | 3
    """)  # fmt: skip
    assert found == [(3, 2), (4, 3)]  # C1 committed to M1, if in another quarter


@pytest.mark.parametrize(
    ("dates", "is_broken"),
    [
        ("2022-04-01 | 2026-03-31 |", False),
        ("2023-12-31 | 2026-03-31 |", False),  # one day of the quarter
        ("2024-01-01 | 2026-03-31 |", True),
        ("2022-04-01 | 2023-09-30 |", True),
        ("2022-04-01 | 2026-03-31 | 2023-09-30", True),
        ("2022-04-01 | 2026-03-31 | 2023-10-01", False),
    ],
)
def test_a_contract_delivers_while_it_is_active(dates: str, is_broken: bool, tmp_path: Path) -> None:
    found = against(
        "contract-not-active",
        tmp_path,
        **ONE | {"contracts": f"ref | start | end | terminated_on\nC1 | {dates}\nC2 | 2022-04-01 | 2026-03-31 |"},
        deliveries="contract | measure | period | quantity_claimed\nC1 | M1 | 2023-24 Q3 | 5",
    )
    assert found == ([(2, 5)] if is_broken else [])


def test_more_than_ten_times_the_last_return_is_likely_to_be_a_slip(tmp_path: Path) -> None:
    found = against("ten-times-last", tmp_path, **ONE | {"returns": """
        contract | period     | version | received_on
        C1       | 2023-24 Q1 | 1       | 2023-07-10
        C1       | 2023-24 Q2 | 1       | 2023-10-10
        C1       | 2023-24 Q2 | 2       | 2023-10-20
        C1       | 2023-24 Q3 | 1       | 2024-01-10
    """}, deliveries="""
        contract | measure | period     | return_version | quantity_claimed
        C1       | M1      | 2023-24 Q1 | 1              | 5
        C1       | M1      | 2023-24 Q2 | 1              | 1
        C1       | M1      | 2023-24 Q2 | 2              | 10
        C1       | M1      | 2023-24 Q3 | 1              | 60
        C1       | M1      | 2023-24 Q3 | 1              | 41
        C1       | M2      | 2023-24 Q3 | 1              | 999
    """)  # fmt: skip
    assert found == [(5, 60), (6, 41)]  # 101 against the 10 that replaced the 1; M2 has nothing to compare with


def test_ten_times_the_last_return_exactly_is_let_pass(tmp_path: Path) -> None:
    found = against("ten-times-last", tmp_path, **ONE, deliveries="""
        contract | measure | period     | quantity_claimed
        C1       | M1      | 2023-24 Q2 | 10
        C1       | M1      | 2023-24 Q3 | 100
    """)  # fmt: skip
    assert found == []


def test_a_part_is_100_per_cent_of_the_whole_at_most(tmp_path: Path) -> None:
    found = against(
        "over-100-per-cent",
        tmp_path,
        **ONE
        | {"measures": "ref | unit | over_time | valued\nM1 | % | share | record-only\nM2 | % | flow | record-only"},
        deliveries="""
            contract | measure | period     | quantity_claimed | denominator_claimed
            C1       | M1      | 2023-24 Q3 | 50               | 50
            C1       | M1      | 2023-24 Q3 | 51               | 50
            C1       | M2      | 2023-24 Q3 | 100              |
            C1       | M2      | 2023-24 Q3 | 120              |
        """,
    )
    assert found == [(3, 1), (5, 20)]


# ---- what it is worth ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("contract", "book", "rule"),
    [
        ("V1 | 2023-05-01", "M1 | V1 | 2023-04-01 | 2024-03-31", ""),
        ("V1 | 2023-05-01", "M1 | V1 | |", ""),
        ("V1 | 2023-05-01", "M2 | V1 | |", "proxy-missing"),
        ("V2 | 2023-05-01", "M1 | V1 | |", "proxy-missing"),
        ("- | 2023-05-01", "M1 | V1 | |", "proxy-missing"),
        ("V1 | 2024-04-01", "M1 | V1 | 2023-04-01 | 2024-03-31", "proxy-not-in-force"),
        ("V1 | 2023-03-31", "M1 | V1 | 2023-04-01 | 2024-03-31", "proxy-not-in-force"),
        ("V1 |", "M1 | V1 | 2023-04-01 | 2023-12-31", ""),  # no day of award: the periods are looked at
        ("V1 |", "M1 | V1 | 2023-04-01 | 2023-12-30", "proxy-not-in-force"),
        ("V1 | 2024-04-01", "M1 | V1 | | 2024-03-31\nM1 | V2 | 2024-04-01 |", "proxy-other-version"),
    ],
)
def test_a_value_is_that_of_the_contracts_version_in_force_at_its_award(
    contract: str, book: str, rule: str, tmp_path: Path
) -> None:
    lines = [f"{line} | 10" for line in book.splitlines()]
    connection = counted(
        tmp_path,
        **ONE
        | {
            "contracts": f"ref | value_book | awarded_on\nC1 | {contract}",
            "returns": "contract | period | received_on\nC1 | 2023-24 Q3 | 2024-01-10",
            "value_book": "measure | version | valid_from | valid_to | proxy_gbp\n" + "\n".join(lines),
        },
        deliveries="contract | measure | period | quantity_claimed\nC1 | M1 | 2023-24 Q3 | 5",
    )
    found = connection.execute("SELECT rule, table_name, contract, measure, quantity FROM broken_rules "
                               "WHERE rule LIKE 'proxy%'").fetchall()  # fmt: skip
    assert found == ([(rule, "contracts", "C1", "M1", Decimal(5))] if rule else [])


def test_a_record_only_measure_has_no_value(tmp_path: Path) -> None:
    found = against("record-only-valued", tmp_path, **ONE | {
        "measures": "ref | valued\nM1 | valued\nM2 | record-only",
        "value_book": "measure | proxy_gbp\nM1 | 10\nM2 | 10"})  # fmt: skip
    assert found == [(3, None)]


@pytest.mark.parametrize(
    ("book", "is_broken"),
    [
        ("deadweight | | 0.2", True),
        ("attribution | 0.5 |", True),
        ("attribution; deadweight | | 0.2", True),
        ("deadweight | 0.5 |", False),
        ("deadweight | | 0", False),  # nothing is taken off
        (" | 0.5 | 0.2", False),
    ],
)
def test_what_a_value_is_net_of_is_not_taken_off_again(book: str, is_broken: bool, tmp_path: Path) -> None:
    drawn = ONE | {"value_book": f"measure | proxy_gbp | net_of | attribution | deadweight\nM1 | 10 | {book}"}
    assert against("value-netted-twice", tmp_path, **drawn) == ([(2, None)] if is_broken else [])


# ---- all of them ---------------------------------------------------------------------------------


def test_the_rules_are_those_that_a_profile_may_name_each_with_reason_source_and_remedy() -> None:
    assert tuple(rule.name for rule in RULES) == RULE_NAMES
    assert all(rule.reason.endswith(".") and rule.remedy.endswith(".") and rule.source for rule in RULES)
    for rule in RULES:
        assert set(rule.columns) <= set(SHAPES[rule.table].names), rule.name


def test_a_rule_that_is_off_finds_nothing(tmp_path: Path) -> None:
    header = "contract | measure | period | quantity_claimed | statement"
    drawn = ONE | {"deliveries": f"{header}\nC2 | M2 | 2023-24 Q3 | 5 | -\nC1 | M1 | 2023-24 Q3 | 5 | Done"}
    on = counted(tmp_path, **drawn).execute("SELECT DISTINCT rule FROM broken_rules ORDER BY rule").fetchall()
    assert on == [("no-statement",), ("outside-commitment",)]
    assert counted(tmp_path, RULE_NAMES, **drawn).execute("FROM broken_rules").fetchall() == []


def test_rows_are_in_the_order_of_rules_and_files_whatever_the_order_of_the_tables(tmp_path: Path) -> None:
    lines = [f"C{1 + number % 2} | M{1 + number % 2} | 2023-24 Q3 | {number} | -" for number in range(1, 30)]
    lines.append("C1 | M1 | 2023-24 Q3 | 30 | Done")
    header = "contract | measure | period | quantity_claimed | statement"
    made = []
    for order in (lines, lines[::-1]):
        connection = duckdb.connect()
        folder = tmp_path / str(len(made))
        folder.mkdir()
        drawn = tables(folder, **ONE, deliveries=f"{header}\n" + "\n".join(order))
        for name in SHAPES:
            connection.execute(f"CREATE TABLE {name} AS FROM '{drawn.folder / name}.parquet'")
        connection.execute("UPDATE deliveries SET origin_row = quantity_claimed")
        apply_counting_rules(connection)
        made.append(connection.execute("FROM broken_rules").fetchall())
    assert made[0] == made[1]
    assert len(made[0]) > len(lines)


def test_a_finding_says_the_rule_its_reason_the_row_and_what_to_do_and_many_are_counted(tmp_path: Path) -> None:
    lines = "\n".join("C1 | M2 | 2023-24 Q3 | 5 | Done" for _ in range(7))
    connection = counted(
        tmp_path, **ONE, deliveries=f"contract | measure | period | quantity_claimed | statement\n{lines}"
    )
    found = broken_findings(connection, shown=3)
    assert [(one.rule, one.where.row) for one in found] == [("outside-commitment", row) for row in (2, 3, 4, None)]
    first, last = found[0], found[-1]
    rule = BY_NAME["outside-commitment"]
    assert (first.severity, first.where.file) == ("warning", "deliveries.csv")
    assert first.message == f"contract C1 has no commitment to M2. {rule.reason}"
    assert first.remedy == rule.remedy
    assert last.message == "and 4 more like these in deliveries.csv"


def test_what_cannot_be_tested_is_a_note(tmp_path: Path) -> None:
    quarters = ("2022-23 Q3", "2022-23 Q4", "2023-24 Q1", "2023-24 Q2", "2023-24 Q3")
    connection = counted(
        tmp_path,
        ("no-statement",),
        **HIRES | {"returns": "contract | period | received_on\n" + "\n".join(f"C1|{q}|2024-01-02" for q in quarters)},
        deliveries="contract | measure | period | quantity_claimed\n" + "\n".join(f"C1|M1|{q}|2" for q in quarters),
    )
    assert [(one.rule, one.severity) for one in broken_findings(connection)] == [("hire-not-dated", "note")]


def test_the_examples_figures_are_the_same_with_every_rule_on(tmp_path: Path) -> None:
    made = {}
    for name, off in {"on": (), "off": RULE_NAMES}.items():
        tables, _ = read_sources(find_sources(("example",), ROOT), tmp_path / name, Conditions(frozenset(off)))
        figures = compute(tables, Period.parse("2023-24 Q3"), date(2024, 1, 19))
        made[name] = {fact.id: fact for fact in figures.facts if not fact.id.startswith("quality_")}
    assert made["on"] == made["off"]
    tables = Tables(tmp_path / "on")
    found = tables.connection.sql("SELECT rule, count(*) FROM broken_rules GROUP BY rule ORDER BY rule").fetchall()
    assert found == [
        ("hire-not-dated", 57),
        ("no-statement", 15),
        ("outside-commitment", 55),
        ("value-netted-twice", 2),
    ]


def test_the_documented_rules_are_those_that_are_applied() -> None:
    page = (ROOT / "docs" / "counting_rules.md").read_text("utf-8")
    rows = [
        tuple(cell.strip() for cell in line.strip("|").split(" | "))
        for line in page.splitlines()
        if line.startswith("| `")
    ]
    assert rows == [(f"`{rule.name}`", rule.reason, rule.effect, rule.source) for rule in RULES]
