"""Financial periods: quarters and years from 1 April."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sv_report.params.period import Period

QUARTERS = """
    2023-24 Q1 | 2023-04-01 | 2023-06-30 | Quarter 1 2023/24
    2023-24 Q2 | 2023-07-01 | 2023-09-30 | Quarter 2 2023/24
    2023-24 Q3 | 2023-10-01 | 2023-12-31 | Quarter 3 2023/24
    2023-24 Q4 | 2024-01-01 | 2024-03-31 | Quarter 4 2023/24
    2023-24    | 2023-04-01 | 2024-03-31 | 2023/24
    1999-00 Q4 | 2000-01-01 | 2000-03-31 | Quarter 4 1999/00
"""


@pytest.mark.parametrize("row", QUARTERS.strip().splitlines())
def test_a_period_has_its_days_and_words(row: str) -> None:
    text, start, end, words = (cell.strip() for cell in row.split("|"))
    period = Period.parse(text)
    assert (str(period), period.start, period.end) == (text, date.fromisoformat(start), date.fromisoformat(end))
    assert period.words == words


@pytest.mark.parametrize(
    "text", ["2023", "2023/24", "2023-25", "2023-24 Q5", "2023-24 Q0", "Q3", "", "2023-24  Q3", "٢٠٢٣-٢٤"]
)
def test_what_is_no_period_is_refused_with_the_right_form(text: str) -> None:
    with pytest.raises(ValueError, match=r"2023-24"):
        Period.parse(text)


def test_the_right_year_is_named_for_a_wrong_one() -> None:
    with pytest.raises(ValueError, match="the year from 1 April 2023 is 2023-24"):
        Period.parse("2023-25")


def test_quarters_and_years_in_order() -> None:
    quarter = Period(2023, 1)
    assert quarter.previous == Period(2022, 4)
    assert Period(2023).previous == Period(2022)
    assert [str(one) for one in Period(2023).quarters] == [f"2023-24 Q{number}" for number in (1, 2, 3, 4)]
    assert quarter.quarters == (quarter,)
    assert quarter.year == Period(2023)
    assert sorted([Period(2024, 1), Period(2023), quarter, Period(2023, 4)])[0] == quarter


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)))
def test_every_day_is_in_the_quarter_that_contains_it(day: date) -> None:
    quarter = Period.containing(day)
    assert quarter.start <= day <= quarter.end
    assert quarter.previous.end == quarter.start - timedelta(days=1)
    assert Period.parse(str(quarter)) == quarter
    assert quarter in quarter.year.quarters
