"""What no example of the specification can say: the words beside a fact, and two reports from the same tables."""

from datetime import date

from sv_report.measures.facts import Facts
from sv_report.measures.figures import compute
from sv_report.params.period import Period
from tests.drawn import tables

Q3 = Period.parse("2023-24 Q3")
AS_AT = date(2024, 1, 19)


def facts(folder, period=Q3, as_at=AS_AT, **drawn) -> Facts:
    return compute(tables(folder, **drawn), period, as_at).facts


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


def test_without_a_value_book_no_fact_of_social_value_in_pounds_has_a_value(tmp_path):
    found = facts(
        tmp_path,
        contracts="ref | value_book\nC1 | -",
        measures="ref\nM1",
        commitments="contract | measure | period | quantity\nC1|M1|2023-24 Q3|100",
    )
    assert {fact.status for fact in found if fact.id.startswith(("sv_", "lev_"))} == {"not_available"}


def test_two_periods_may_be_asked_of_the_same_tables(tmp_path):
    both = tables(
        tmp_path,
        contracts="ref\nC1",
        measures="ref\nM1",
        value_book="measure | proxy_gbp\nM1 | 1",
        commitments="contract | measure | period | quantity\nC1|M1|2023-24 Q2|1\nC1|M1|2023-24 Q3|2",
    )
    due = [
        compute(both, Period.parse(f"2023-24 {quarter}"), AS_AT).facts["sv_due_to_date"].value
        for quarter in ("Q2", "Q3", "Q2")
    ]
    assert due == [1, 3, 1]
