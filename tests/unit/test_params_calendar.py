"""Dates in words, and clear days."""

from datetime import date

import pytest

from sv_report.params import clear_days, long_date, short_date
from sv_report.params.deadlines.working_days import WorkingDays
from sv_report.params.typed.fields import day_meant, period_meant

MEETING = date(2024, 2, 8)


def test_a_date_is_printed_as_the_cabinet_report_prints_it() -> None:
    assert long_date(MEETING) == "Thursday, 8 February 2024"
    assert short_date(date(2023, 12, 31)) == "31 December 2023"


@pytest.mark.parametrize(
    ("notice", "days", "working"),
    [
        (date(2023, 12, 20), 49, 32),  # the Cabinet report's own notice: 49 clear days
        (date(2024, 1, 31), 7, 5),
        (date(2024, 2, 1), 6, 4),
        (date(2024, 2, 7), 0, 0),
        (MEETING, 0, 0),
        (date(2024, 2, 9), 0, 0),
    ],
)
def test_neither_the_day_of_the_notice_nor_of_the_meeting_is_clear(notice: date, days: int, working: int) -> None:
    assert (clear_days(notice, MEETING), WorkingDays().clear_between(notice, MEETING)) == (days, working)


def test_for_a_thursday_five_clear_working_days_are_the_wednesday_of_the_week_before() -> None:
    assert WorkingDays().latest_leaving(MEETING, 5) == date(2024, 1, 31)
    assert WorkingDays().latest_leaving(date(2024, 2, 5), 0) == date(2024, 2, 2)


OTHER_FORMS = """
    8/2/2024 | 08-02-24 | 8.2.2024 | 2024-2-8 | 2024/02/08 | 20240208
    8 Feb 2024 | 8th February 2024 | Thursday 8 February 2024 | Thursday, 8 February, 2024
"""


@pytest.mark.parametrize("text", [cell.strip() for row in OTHER_FORMS.strip().splitlines() for cell in row.split("|")])
def test_a_date_in_another_form_is_understood_in_uk_order(text: str) -> None:
    assert day_meant(text) == MEETING


@pytest.mark.parametrize("text", ["2/30/2024", "soon", "8 Febtober 2024", "2024-00-08"])
def test_no_date_is_made_up(text: str) -> None:
    assert day_meant(text) is None


@pytest.mark.parametrize(
    "text", ["Q3 2023/24", "2023/24 Q3", "2023-2024 Q3", "Quarter 3 2023/24", "2023-24 q3", "2023-24Q3"]
)
def test_a_period_in_other_words_is_understood(text: str) -> None:
    assert str(period_meant(text)) == "2023-24 Q3"
