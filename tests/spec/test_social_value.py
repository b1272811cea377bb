"""Specification of social value in £: what is counted, when, and what it is worth."""

from datetime import date
from decimal import Decimal

from sv_report.measures.facts import Facts
from sv_report.measures.figures import compute
from sv_report.params.period import Period
from tests.drawn import tables

Q3 = Period.parse("2023-24 Q3")
AS_AT = date(2024, 1, 19)


def facts(folder, period=Q3, as_at=AS_AT, **drawn) -> Facts:
    return compute(tables(folder, **drawn), period, as_at, "validated").facts


def test_a_claim_is_reported_the_part_accepted_is_validated_and_the_four_reconcile(tmp_path):
    found = facts(
        tmp_path,
        contracts="ref\nC1",
        measures="ref\nM1",
        value_book="measure | proxy_gbp\nM1 | 10",
        commitments="contract | measure | period     | quantity\n C1 | M1 | 2023-24 Q3 | 500",
        returns="contract | period     | received_on\n C1 | 2023-24 Q3 | 2024-01-10",
        deliveries="""
            contract | measure | period     | quantity_claimed | quantity_validated | validated_on
            C1       | M1      | 2023-24 Q3 | 100              | 80                 | 2024-01-12
            C1       | M1      | 2023-24 Q3 |  40              |                    |
            C1       | M1      | 2023-24 Q3 |   7              | 7                  | 2024-02-01
        """,
    )
    assert found["sv_reported_quarter"].value == 1470
    assert found["sv_validated_quarter"].value == 800
    assert found["sv_awaiting_quarter"].value == 470  # the last line was assessed after the as-at day
    assert found["sv_not_accepted_quarter"].value == 200
    assert found["sv_share_of_due"].value == Decimal("0.16")  # 800 of 5,000


def test_a_return_received_after_the_as_at_day_is_not_seen(tmp_path):
    found = facts(
        tmp_path,
        contracts="ref\nC1\nC2",
        measures="ref\nM1",
        value_book="measure | proxy_gbp\nM1 | 10",
        commitments="""
            contract | measure | period     | quantity
            C1       | M1      | 2023-24 Q3 | 100
            C2       | M1      | 2023-24 Q3 | 300
        """,
        returns="""
            contract | period     | received_on
            C1       | 2023-24 Q3 | 2024-01-19
            C2       | 2023-24 Q3 | 2024-01-20
        """,
        deliveries="""
            contract | measure | period     | quantity_claimed | quantity_validated | validated_on
            C1       | M1      | 2023-24 Q3 | 60               | 60                 | 2024-01-19
            C2       | M1      | 2023-24 Q3 | 300              | 300                | 2024-01-19
        """,
    )
    assert found["sv_reported_quarter"].value == 600
    assert (found["returns_due"].value, found["returns_received"].value) == (2, 1)
    assert found["contracts_behind"].value == 2  # C2 is behind: it sent nothing that could be seen
    assert found["sv_share_of_due"].value == Decimal("0.15")  # 600 of 4,000: the missing return counts as nothing
    assert found["sv_share_of_due_reported_on"].value == Decimal("0.6")
    assert found["sv_due_not_reported_on"].value == 3000


def test_a_later_version_of_a_return_replaces_the_whole_of_the_one_before(tmp_path):
    found = facts(
        tmp_path,
        contracts="ref\nC1",
        measures="ref\nM1\nM2",
        value_book="measure | proxy_gbp\nM1 | 1\nM2 | 1",
        commitments="contract | measure | period | quantity\nC1 | M1 | 2023-24 Q3 | 100",
        returns="""
            contract | period     | version | received_on
            C1       | 2023-24 Q3 | 1       | 2024-01-05
            C1       | 2023-24 Q3 | 2       | 2024-01-15
            C1       | 2023-24 Q3 | 3       | 2024-02-15
        """,
        deliveries="""
            contract | measure | period     | return_version | quantity_claimed
            C1       | M1      | 2023-24 Q3 | 1              | 90
            C1       | M2      | 2023-24 Q3 | 1              | 5
            C1       | M1      | 2023-24 Q3 | 2              | 70
            C1       | M1      | 2023-24 Q3 | 3              | 10
        """,
    )
    assert found["sv_reported_quarter"].value == 70
    assert found["returns_resubmitted"].value == 1


def test_ten_fte_held_for_three_quarters_are_seven_and_a_half_fte_years_and_a_quarter_prints_its_level(
    tmp_path,
):
    quarters = ("2023-24 Q1", "2023-24 Q2", "2023-24 Q3")
    found = facts(
        tmp_path,
        contracts="ref\nC1",
        measures="ref | unit | over_time\nM1 | FTE | stock",
        value_book="measure | proxy_gbp\nM1 | 20000",
        commitments="contract | measure | period | quantity\n" + "\n".join(f"C1|M1|{q}|10" for q in quarters),
        returns="contract | period | received_on\n" + "\n".join(f"C1|{q}|2024-01-02" for q in quarters),
        deliveries="contract | measure | period | quantity_claimed | quantity_validated | validated_on\n"
        + "\n".join(f"C1|M1|{q}|10|10|2024-01-03" for q in quarters),
    )
    assert found["quantity_validated_to_date.measure.m1"].value == Decimal("7.5")
    assert found["quantity_validated_to_date.measure.m1"].display == "7.5 FTE-years"
    assert found["quantity_validated_quarter.measure.m1"].display == "10.0 FTE"
    assert found["sv_validated_ytd"].value == 150_000


def test_a_share_is_divided_once_from_its_parts(tmp_path):
    found = facts(
        tmp_path,
        contracts="ref\nC1\nC2",
        measures="ref | unit | over_time | valued\nM1 | % | share | record-only",
        commitments="contract | measure | period | quantity | denominator\nC1|M1|2023-24 Q3|5|10\nC2|M1|2023-24 Q3|5|10",
        returns="contract | period | received_on\nC1|2023-24 Q3|2024-01-02\nC2|2023-24 Q3|2024-01-02",
        deliveries="""
            contract | measure | period     | quantity_claimed | denominator_claimed
            C1       | M1      | 2023-24 Q3 | 1                | 2
            C2       | M1      | 2023-24 Q3 | 8                | 8
        """,
    )
    assert found["quantity_reported_quarter.measure.m1"].display == "90.0%"  # 9 of 10, not the mean of 50 and 100
    assert found["quantity_share_of_due.measure.m1"].status == "not_applicable"


def test_local_economic_value_and_additional_value_are_never_added(tmp_path):
    found = facts(
        tmp_path,
        contracts="ref\nC1",
        measures="ref | counts_as\nM1 | additional\nM2 | local",
        value_book="measure | proxy_gbp\nM1 | 10\nM2 | 1",
        commitments="contract | measure | period | quantity\nC1|M1|2023-24 Q3|100\nC1|M2|2023-24 Q3|7000",
    )
    assert found["sv_due_to_date"].value == 1000
    assert found["lev_due_to_date"].value == 7000


def test_nothing_is_taken_off_twice(tmp_path):
    found = facts(
        tmp_path,
        contracts="ref\nC1",
        measures="ref\nM1\nM2",
        value_book="""
            measure | proxy_gbp | attribution | deadweight | net_of
            M1      | 100       | 0.5         | 0.2        |
            M2      | 100       | 0.5         | 0.2        | deadweight
        """,
        commitments="contract | measure | period | quantity\nC1|M1|2023-24 Q3|10\nC1|M2|2023-24 Q3|10",
    )

    assert found["sv_due_to_date"].value == 400 + 500


def test_each_contract_is_valued_by_the_version_it_was_awarded_under(tmp_path):
    found = facts(
        tmp_path,
        contracts="ref | value_book\nC1 | V1\nC2 | V2",
        measures="ref\nM1",
        value_book="measure | version | proxy_gbp\nM1 | V1 | 10\nM1 | V2 | 13",
        commitments="contract | measure | period | quantity\nC1|M1|2023-24 Q3|100\nC2|M1|2023-24 Q3|100",
    )
    assert found["sv_due_to_date"].value == 2300


def test_commitments_of_periods_begun_after_a_termination_are_no_longer_owed(tmp_path):
    found = facts(
        tmp_path,
        contracts="ref | terminated_on\nC1 | 2023-11-30",
        measures="ref\nM1",
        value_book="measure | proxy_gbp\nM1 | 1",
        commitments="contract | measure | period | quantity\nC1|M1|2023-24 Q3|100\nC1|M1|2023-24 Q4|900",
    )
    assert found["sv_committed_life"].value == 100
    assert found["contracts_monitored"].value == 1  # active on a day of the period


def test_without_a_value_book_there_is_no_pound_of_social_value(tmp_path):
    found = facts(
        tmp_path,
        contracts="ref | value_book\nC1 |",
        measures="ref\nM1",
        commitments="contract | measure | period | quantity\nC1|M1|2023-24 Q3|100",
    )
    assert {fact.status for fact in found if fact.id.startswith(("sv_", "lev_"))} == {"not_available"}
    assert found["quantity_due_to_date.measure.m1"].display == "100 hours"
    assert found["contracts_behind"].status == "not_available"  # not 0: nobody can say


def test_what_nobody_reported_is_not_available_and_what_cannot_be_added_is_not_applicable(tmp_path):
    found = facts(
        tmp_path,
        contracts="ref\nC1",
        measures="""
            ref | unit   | over_time | across   | valued
            M1  | %      | share     | weighted | record-only
            M2  | number | flow      | none     | record-only
        """,
        commitments="""
            contract | measure | period     | quantity | denominator
            C1       | M1      | 2023-24 Q3 | 5        | 10
            C1       | M2      | 2023-24 Q3 | 7        |
        """,
    )
    assert found["quantity_due_to_date.measure.m1"].display == "50.0%"
    assert found["quantity_reported_to_date.measure.m1"].status == "not_available"
    assert found["quantity_due_to_date.measure.m2"].status == "not_applicable"


def test_a_year_adds_its_quarters_and_asks_for_a_return_in_each(tmp_path):
    found = facts(
        tmp_path,
        period=Period.parse("2022-23"),
        contracts="ref | start      | end\nC1 | 2022-07-01 | 2025-03-31",
        measures="ref\nM1",
        value_book="measure | proxy_gbp\nM1 | 1",
        commitments="""
            contract | measure | period     | quantity
            C1       | M1      | 2022-23 Q2 | 10
            C1       | M1      | 2022-23 Q4 | 20
            C1       | M1      | 2023-24 Q1 | 400
        """,
        returns="contract | period | received_on\nC1|2022-23 Q2|2022-10-10\nC1|2022-23 Q3|2023-01-10",
    )
    assert found["sv_due_quarter"].value == 30  # the report's own period is the year
    assert (found["returns_due"].value, found["returns_received"].value) == (3, 2)


def test_a_fact_says_what_it_is_made_of(tmp_path):
    found = facts(
        tmp_path,
        contracts="ref\nC1",
        measures="ref | unit | over_time\nM1 | FTE | stock",
        value_book="measure | proxy_gbp\nM1 | 1",
        commitments="contract | measure | period | quantity\nC1|M1|2023-24 Q2|4\nC1|M1|2023-24 Q3|4",
        returns="contract | period | received_on\nC1|2023-24 Q2|2023-10-09",
    )
    quarter = found["sv_due_quarter.quarter.2023_24_q2"]
    assert (quarter.period, quarter.label) == ("2023-24 Q2", "Social value due in Quarter 2 2023/24")
    assert found["sv_due_not_reported_on"].source.rows == 1
    assert (
        found["quantity_due_to_date.measure.m1"].formula
        == "a quarter of the sum of the quarters' levels of commitments"
    )
    assert "periods ended by 31 December 2023" in found["sv_due_to_date"].source.filter


def test_two_periods_may_be_asked_of_the_same_tables(tmp_path):
    both = tables(
        tmp_path,
        contracts="ref\nC1",
        measures="ref\nM1",
        value_book="measure | proxy_gbp\nM1 | 1",
        commitments="contract | measure | period | quantity\nC1|M1|2023-24 Q2|1\nC1|M1|2023-24 Q3|2",
    )
    due = [
        compute(both, Period.parse(f"2023-24 {quarter}"), AS_AT, "validated").facts["sv_due_to_date"].value
        for quarter in ("Q2", "Q3", "Q2")
    ]
    assert due == [1, 3, 1]
