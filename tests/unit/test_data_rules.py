"""What cannot be true in monitoring data, and what would otherwise be counted nowhere: each said with its row."""

from pathlib import Path
from typing import Any

import pytest

from sv_report.data import read_sources
from sv_report.data.intake import Conditions
from sv_report.data.rules.faults import SHOWN
from sv_report.data.rules.row_rules import RULES
from sv_report.data.schema import SHAPES
from sv_report.errors import DataError
from sv_report.findings import Finding
from sv_report.params.council.counting import RULE_NAMES
from tests.drawn import whole_source

LINE = "contract | measure | period | quantity_claimed | quantity_validated | denominator_claimed | denominator_validated | validated_on"
Q3 = "2023-24 Q3"
UNCOUNTED = Conditions(frozenset(RULE_NAMES))  # what councils count is in test_counting_rules


def found_in(folder: Path, **drawn: str) -> list[Finding]:
    """Return what is found in data that is sound but for the tables drawn."""
    made = whole_source(folder / "returns", **drawn)
    try:
        return read_sources([made], folder / "tables", UNCOUNTED)[1]
    except DataError as problem:
        return [*problem.findings]


def said(findings: list[Finding]) -> list[tuple[Any, ...]]:
    return [(found.rule, found.where.file, found.where.row) for found in findings]


def test_sound_data_has_no_finding(tmp_path: Path) -> None:
    assert found_in(tmp_path) == []


# ---- within a row -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "line"),
    [
        ("validated-above-claimed", f"C1 | M1 | {Q3} | 100 | 100.01 | | | 2024-01-12"),
        ("validated-without-date", f"C1 | M1 | {Q3} | 100 | 80 | | | "),
        ("assessed-without-quantity", f"C1 | M1 | {Q3} | 100 | | | | 2024-01-12"),
        ("assessed-without-quantity", f"C1 | M2 | {Q3} | 1 | | 2 | 2 | "),
        ("denominator-missing", f"C1 | M2 | {Q3} | 1 | | | | "),
        ("denominator-missing", f"C1 | M2 | {Q3} | 1 | 1 | 2 | | 2024-01-12"),
        ("denominator-unexpected", f"C1 | M1 | {Q3} | 1 | | 2 | | "),
        ("denominator-unexpected", f"C1 | M1 | {Q3} | 1 | 1 | | 2 | 2024-01-12"),
    ],
)
def test_a_line_of_a_return_that_cannot_be_true(rule: str, line: str, tmp_path: Path) -> None:
    sound = f"C1 | M2 | {Q3} | 1 | 1 | 2 | 2 | 2024-01-12"
    [found] = found_in(tmp_path, deliveries=f"{LINE}\n{sound}\n{line}")
    assert said([found]) == [(rule, "returns/deliveries.csv", 3)]
    assert found.severity == "warning"
    assert found.message.endswith("; the row is left out")
    assert found.remedy


@pytest.mark.parametrize(
    ("rule", "row"),
    [("denominator-missing", f"C1 | M2 | {Q3} | 1 | "), ("denominator-unexpected", f"C1 | M1 | {Q3} | 1 | 2")],
)
def test_a_share_and_no_other_commitment_has_a_denominator(rule: str, row: str, tmp_path: Path) -> None:
    findings = found_in(tmp_path, commitments=f"contract | measure | period | quantity | denominator\n{row}")
    assert said(findings) == [(rule, "returns/commitments.csv", 2)]


@pytest.mark.parametrize(
    ("rule", "table", "row"),
    [
        ("contract-ends-before-start", "contracts", "ref | start | end\nC1 | 2024-04-01 | 2024-03-31"),
        ("contract-terminated-before-start", "contracts", "ref | start | terminated_on\nC1 | 2023-04-01 | 2023-03-31"),
        ("share-valued", "measures", "ref | over_time | valued\nM1 | share | valued"),
        ("value-ends-before-start", "value_book", "measure | proxy_gbp | valid_from | valid_to\nM1 | 1 | 2023-04-01 | 2023-03-31"),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_true(rule: str, table: str, row: str, tmp_path: Path) -> None:
    empty = {"commitments": "contract", "deliveries": "contract", "returns": "contract"}
    findings = found_in(tmp_path, **{**empty, table: row})
    assert said(findings) == [(rule, f"returns/{table}.csv", 2)]


def test_a_contract_of_one_day_is_sound(tmp_path: Path) -> None:
    row = "C1 | 2023-04-01 | 2023-04-01 | 2023-04-01"
    assert found_in(tmp_path, contracts=f"ref | start | end | terminated_on\n{row}") == []


def test_a_cell_that_cannot_be_read_is_said_once(tmp_path: Path) -> None:
    findings = found_in(
        tmp_path,
        returns=f"contract | period | received_on\nC1 | {Q3} | 2024-01-10\nC2 | {Q3} | 31/02/2024",
        deliveries=f"{LINE}\nC1 | M1 | {Q3} | 100 | eighty | | | 2024-01-12",
    )
    assert said(findings) == [
        ("value-unreadable", "returns/deliveries.csv", 2),
        ("value-unreadable", "returns/returns.csv", 3),
    ]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.table} {rule.name}")
def test_every_rule_names_columns_of_its_table_and_a_remedy(rule: Any) -> None:
    assert {*rule.columns} <= {*SHAPES[rule.table].names}
    assert rule.wrong
    assert rule.remedy.endswith(".")


# ---- across rows --------------------------------------------------------------------------------


def test_a_line_of_a_return_that_is_not_there_is_refused(tmp_path: Path) -> None:
    findings = found_in(
        tmp_path,
        returns=f"contract | period | version | received_on\nC1 | {Q3} | 1 | 2024-01-10\nC2 | {Q3} | 1 | 2024-01-10",
        deliveries=f"""
            contract | measure | period     | return_version | quantity_claimed
            C1       | M1      | {Q3} | 1              | 100
            C1       | M1      | {Q3} | 2              | 100
            C1       | M1      | 2023-24 Q2 | 1              | 100
            C9       | M1      | {Q3} | 1              | 100
        """,
    )
    assert said(findings) == [
        ("reference-unknown", "returns/deliveries.csv", 3),
        ("reference-unknown", "returns/deliveries.csv", 4),
        ("reference-unknown", "returns/deliveries.csv", 5),
    ]
    assert findings[2].message.startswith(
        "'C9' is in no row of contracts"
    )  # and that it has no return is not said as well
    assert findings[0].message.startswith(f"contract C1, period {Q3}, version 2 is in no row of returns")
    assert findings[0].where.column == "contract, period, return_version"


def test_what_refers_to_a_row_that_was_left_out_is_left_out_with_it(tmp_path: Path) -> None:
    findings = found_in(tmp_path, returns=f"contract | period | version | received_on\nC1 | {Q3} | one | 2024-01-10")
    assert said(findings) == [
        ("reference-unknown", "returns/deliveries.csv", 2),
        ("value-unreadable", "returns/returns.csv", 2),
    ]


def test_a_line_of_a_return_that_was_not_received_is_refused(tmp_path: Path) -> None:
    findings = found_in(tmp_path, returns=f"contract | period | received_on\nC2 | {Q3} | \nC1 | {Q3} | ")
    assert said(findings) == [("return-not-received", "returns/deliveries.csv", 2)]
    assert "returns/returns.csv, line 3" in findings[0].message


@pytest.mark.parametrize(
    ("table", "column", "rows", "first", "others"),
    [
        ("contracts", "ref", "ref\nC1\nC-1\nc 1\nC.1", 3, [4, 5]),
        ("measures", "ref", "ref\nM1\nm1", 2, [3]),
        ("contracts", "directorate", "ref | directorate\nC1 | Adults & care\nA | Adults & care\nB | ADULTS, CARE", 2, [4]),
        ("measures", "theme", "ref | theme\nM1 | Jobs\nA | Jobs & skills\nB | Jobs/skills", 3, [4]),
    ],
)  # fmt: skip
def test_names_that_facts_could_not_tell_apart_are_said_with_both_rows(
    table: str, column: str, rows: str, first: int, others: list[int], tmp_path: Path
) -> None:
    alone = {"commitments": "contract", "deliveries": "contract", "returns": "contract"}
    findings = found_in(tmp_path, **{**alone, table: rows})
    assert said(findings) == [("name-ambiguous", f"returns/{table}.csv", row) for row in others]
    assert all(found.where.column == column and f"(line {first})" in found.message for found in findings)


def test_one_directorate_of_many_contracts_is_no_ambiguity(tmp_path: Path) -> None:
    assert found_in(tmp_path, contracts="ref | directorate\nC1 | Place\nC2 | Place") == []


# ---- the value book -----------------------------------------------------------------------------


def test_all_that_the_value_book_lacks_is_said_at_once_with_the_contract_s_row(tmp_path: Path) -> None:
    findings = found_in(
        tmp_path,
        contracts="ref | value_book\nC1 | V1\nC2 | V2\nC3 | -\nC4 | -",
        measures="ref | over_time | valued\nM1 | flow | valued\nM2 | share | record-only\nM3 | flow | valued",
        value_book="measure | version | proxy_gbp\nM1 | V1 | 10\nM3 | V2 | 10",
        commitments=f"""
            contract | measure | period | quantity | denominator
            C1       | M1      | {Q3}   | 1        |
            C2       | M1      | {Q3}   | 1        |
            C3       | M1      | {Q3}   | 1        |
            C3       | M3      | {Q3}   | 1        |
            C4       | M2      | {Q3}   | 1        | 1
        """,
        returns=f"contract | period | received_on\nC1 | {Q3} | 2024-01-10",
        deliveries=f"contract | measure | period | quantity_claimed\nC1 | M3 | {Q3} | 5",
    )
    assert said(findings) == [
        ("value-missing", "returns/contracts.csv", 2),
        ("value-missing", "returns/contracts.csv", 3),
        ("value-version-missing", "returns/contracts.csv", 4),
    ]
    assert [found.message for found in findings] == [
        "contract C1: measure M3 is valued, but the value book has no row for it in version 'V1'",
        "contract C2: measure M1 is valued, but the value book has no row for it in version 'V2'",
        "contract C3 has no value_book version, and cannot be valued for M1, M3",
    ]
    assert "V1, V2" in findings[2].remedy


@pytest.mark.parametrize("book", [{}, {"value_book": "measure"}])
def test_without_a_value_book_no_value_is_missing(book: dict[str, str], tmp_path: Path) -> None:
    assert found_in(tmp_path, contracts="ref | value_book\nC1 | -\nC2 | V9", **book) == []


def test_a_word_for_what_a_proxy_is_net_of_is_refused_with_its_row(tmp_path: Path) -> None:
    book = "measure | proxy_gbp | net_of\nM1 | 10 | dead weight"
    [found] = found_in(tmp_path, value_book=book)
    assert (found.where.file, found.where.row, found.where.column) == ("returns/value_book.csv", 2, "net_of")


# ---- how much is said ---------------------------------------------------------------------------


def test_of_many_findings_alike_the_first_are_shown_and_the_rest_counted_by_rule(tmp_path: Path) -> None:
    lines = "\n".join(f"C1 | M1 | {Q3} | about {number} | | | |" for number in range(SHOWN + 1_207))
    above = "\n".join(f"C1 | M1 | {Q3} | {number} | 5 | | | 2024-01-12" for number in range(3))
    findings = found_in(tmp_path, deliveries=f"{LINE}\n{lines}\n{above}")
    rules = [found.rule for found in findings]
    assert (rules.count("value-unreadable"), rules.count("validated-above-claimed")) == (SHOWN + 1, 3)
    [more] = [found for found in findings if "more like these" in found.message]
    assert more.message == "and 1,207 more like these in returns/deliveries.csv"
    assert (more.rule, more.severity, more.where.file) == ("value-unreadable", "warning", "returns/deliveries.csv")


def test_findings_come_down_the_file_as_a_person_mends_it(tmp_path: Path) -> None:
    findings = found_in(
        tmp_path,
        deliveries=f"{LINE}\nC9 | M1 | {Q3} | 1 | | | |\nC1 | M1 | {Q3} | 1 | 2 | | | 2024-01-12\nC1 | M1 | {Q3} | x | | | |",
    )
    assert [found.where.row for found in findings] == [2, 3, 4]


def test_as_many_findings_as_are_shown_have_no_rest(tmp_path: Path) -> None:
    lines = "\n".join(f"C1 | M1 | {Q3} | about {number} | | | |" for number in range(SHOWN))
    assert len(found_in(tmp_path, deliveries=f"{LINE}\n{lines}")) == SHOWN
