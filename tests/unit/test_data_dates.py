"""A date and a quarter in any of the forms that people and spreadsheets give them: read for certain, or refused."""

from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sv_report.data.cells.values import CellFault, CellRules, read_cell
from sv_report.data.schema import SHAPES, Column
from sv_report.params.period import Period

DAY, PERIOD = Column("validated_on", "date"), Column("period", "period")
MONTH_FIRST, SINCE_1904, NO_RULES = CellRules(dates="month first"), CellRules(is_1904=True), CellRules()


def fault(text: str, column: Column, rules: CellRules = NO_RULES) -> CellFault:
    with pytest.raises(CellFault) as caught:
        read_cell(text, column, rules)
    assert caught.value.remedy
    return caught.value


# ---- dates ---------------------------------------------------------------------------------------------

THE_LAST_OF_JANUARY_2024 = [
    "2024-01-31", "2024-1-31", "2024/01/31", "2024.01.31", "20240131", "２０２４-01-31", "2024‑01‑31",
    "31/01/2024", "31/1/2024", "31-01-2024", "31.01.2024", "31 01 2024", "31.1.24", "31/01/24", "31 / 01 / 2024",
    "31-Jan-2024", "31-JAN-24", "31 Jan 24", "31 Jan '24", "31/Jan/2024", "31Jan2024", "31 January 2024", "31. January 2024",
    "31st January 2024", "31st of January, 2024", "the 31st of January 2024", "31 \n January\u00a02024", "2024-Jan-31",
    "January 31, 2024", "Jan 31st 2024", "Jan-31-2024",
    "Wed 31 Jan 2024", "Wednesday, 31 January 2024", "Weds 31/01/2024", "wed. 31 Jan 24",
    "2024-01-31 00:00:00", "2024-01-31T00:00:00", "2024-01-31 14:30", "2024-01-31T23:59:59.999999", "31/01/2024 00:00",
    "31/01/2024 12:00:00 AM", "31/01/2024 3:04pm", "31 Jan 2024, 15:04", "2024-01-31 09:00 GMT",
    "2024-01-31T00:00:00Z", "2024-01-31T23:59:59+00:00", "2024-02-01T00:30:00+01:00", "2024-01-30T19:00:00-0500",
    "45322", "45322.0", "45322.25", "45321.9999999",
]  # fmt: skip


@pytest.mark.parametrize("text", THE_LAST_OF_JANUARY_2024)
def test_a_date_is_read_in_every_certain_form(text: str) -> None:
    assert read_cell(text, DAY) == (date(2024, 1, 31), "")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-06-30T23:00:00Z", date(2024, 7, 1)),  # the midnight that begins July, as a portal stores it
        ("2024-06-30T22:59:59Z", date(2024, 6, 30)),
        ("2024-07-01T00:00:00+01:00", date(2024, 7, 1)),
        ("2024-03-31T23:00:00Z", date(2024, 4, 1)),  # a financial year begins
        ("2024-12-31T23:00:00Z", date(2024, 12, 31)),
        ("2024-07-01 00:00 BST", date(2024, 7, 1)),
    ],
)
def test_a_time_with_its_zone_is_turned_into_uk_time(text: str, day: date) -> None:
    assert read_cell(text, DAY).value == day


@pytest.mark.parametrize("text", ["1990-01-01", "2024-02-29", "2100-12-31", "32874", "73415"])
def test_a_date_of_our_time_is_read(text: str) -> None:
    assert read_cell(text, DAY).value


@pytest.mark.parametrize(
    ("text", "year"),
    [("31/12/24", 2024), ("31/12/00", 2000), ("31/12/89", 2089), ("31/12/90", 1990), ("1 Apr 99", 1999)],
)
def test_years_of_two_digits_are_of_1990_to_2089(text: str, year: int) -> None:
    assert read_cell(text, DAY).value.year == year


@pytest.mark.parametrize(
    "text",
    ["1989-12-31", "2101-01-01", "9999-12-31", "0024-01-31", "31/12/9999", "01/01/1900", "2024", "0", "1", "202401",
     "99999", "32873", "73416", "9999-12-31T23:00:00Z"],
)  # fmt: skip
def test_a_date_of_another_age_is_refused(text: str) -> None:
    found = fault(text, DAY)
    assert "a date between 1990 and 2100 is expected" in str(found)
    assert "Leave it blank where there is none" in found.remedy


@pytest.mark.parametrize(
    "text",
    ["2023-02-29", "31/02/2024", "00/01/1900", "2024-W05-3", "2024-031", "31/01", "31 January", "Jan-24", "Jan 2024",
     "January", "Monday", "31-01/2024", "31/01/024", "Jan 31 24", "TBC", "ongoing", "31/01/2024 25:00", "31/01/2024 0:60",
     "31/01/2024 13:00 pm", "31/01/2024 - 28/02/2024", "31/01/2024\n28/02/2024", "31 Janua 2024", "45,322", "-45322",
     "45322.", "4.5322e4", "31st", "31/01/2024?", "٣١/01/2024", "2024-01-31-", "Q3 2023/24"],
)  # fmt: skip
def test_what_is_no_certain_date_is_refused(text: str) -> None:
    found = fault(text, DAY)
    assert found.rule == "value-unreadable"
    assert "in Excel, give the column the format yyyy-mm-dd" in found.remedy


def test_the_day_comes_first_and_a_date_that_could_only_be_american_is_refused() -> None:
    assert read_cell("02/03/2024", DAY).value == date(2024, 3, 2)
    found = fault("01/13/2024", DAY)
    assert "2024-01-13 with the month first" in str(found)
    assert "say `dates: month first` in the mapping" in found.remedy


def test_a_mapping_may_say_that_the_month_comes_first() -> None:
    assert read_cell("02/03/2024", DAY, MONTH_FIRST).value == date(2024, 2, 3)
    assert "say `dates: day first` in the mapping" in fault("13/01/2024", DAY, MONTH_FIRST).remedy


@pytest.mark.parametrize("text", ["2024-02-03", "2024/02/03", "3 Feb 2024", "20240203", "45325"])
def test_the_order_means_nothing_where_there_is_no_doubt(text: str) -> None:
    assert read_cell(text, DAY, MONTH_FIRST).value == read_cell(text, DAY).value == date(2024, 2, 3)


def test_a_wrong_day_of_the_week_is_a_contradiction() -> None:
    assert "31 January 2024 is a Wednesday" in str(fault("Thu 31 Jan 2024", DAY))


days = st.dates(date(1990, 1, 1), date(2100, 12, 31))
FORMS = ["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%b-%Y", "%d %B %Y", "%a %d %b %Y", "%A, %d %B %Y", "%Y%m%d", "%Y/%m/%d",
         "%d/%m/%Y %H:%M", "%Y-%m-%d 00:00:00", "%B %d, %Y"]  # fmt: skip


@given(days, st.sampled_from(FORMS))
def test_a_date_written_in_any_form_reads_back(day: date, form: str) -> None:
    assert read_cell(day.strftime(form), DAY) == (day, "")


@given(days.filter(lambda day: day.year < 2090), st.sampled_from(["%d/%m/%y", "%d.%m.%y", "%d %b %y"]))
def test_a_date_with_a_short_year_reads_back(day: date, form: str) -> None:
    assert read_cell(day.strftime(form), DAY) == (day, "")


@given(days)
def test_a_serial_date_reads_back_in_both_systems(day: date) -> None:
    assert read_cell(f"{(day - date(1899, 12, 30)).days}", DAY) == (day, "")
    assert read_cell(f"{(day - date(1904, 1, 1)).days}.0", DAY, SINCE_1904) == (day, "")


@given(st.datetimes(datetime(1996, 1, 1), datetime(2037, 12, 31)), st.integers(-11, 13))
def test_uk_time_is_that_of_the_time_zone_database(moment: datetime, hours: int) -> None:
    try:
        london = ZoneInfo("Europe/London")
    except ZoneInfoNotFoundError:  # pragma: no cover
        pytest.skip("no time zone database: pip install tzdata")
    there = moment.replace(microsecond=0, tzinfo=timezone(timedelta(hours=hours)))
    assert read_cell(there.isoformat(), DAY).value == there.astimezone(london).date()


# ---- quarters --------------------------------------------------------------------------------------------

QUARTER_3_OF_2023_24 = [
    "2023-24 Q3", "2023/24 Q3", "2023-2024 Q3", "2023/2024 Q3", "23/24 Q3", "23-24 q3", "2023–24 Q3", "2023-24Q3",
    "2023-24_Q3", "2023-24, Q3", "2023-24 (Q3)", "Q3 2023/24", "Q3 2023-24", "Q3 23/24", "Q3, 2023/24", "Q3: 2023/24",
    "Q3 FY2023/24", "FY 2023-24 Q3", "Financial year 2023/24 Q3", "2023-24 Quarter 3", "Quarter 3 2023/24", "QUARTER 3 (2023/24)",
    "Qtr 3 2023/24", "3rd quarter 2023/24", "Third quarter of 2023/24", "2023/24\nQ3", " Q3\u00a02023/24 ",
    "Oct-Dec 2023", "Oct - Dec 2023", "Oct–Dec 2023", "OCT/DEC 2023", "October to December 2023", "Oct-Dec 23",
    "Oct 2023 - Dec 2023", "October 2023 to December 2023", "Oct-Dec 2023/24", "2023/24 Oct-Dec", "Q3 (Oct-Dec) 2023/24",
    "2023-24 Q3 (Oct-Dec)", "Q3 2023/24 (Oct-Dec 2023)", "Q3 (Oct-Dec 2023)", "Quarter 3: October to December 2023",
    "1 October 2023 to 31 December 2023", "01/10/2023 - 31/12/2023", "01/10/23-31/12/23", "2023-10-01 to 2023-12-31",
    "Quarter ended 31 December 2023", "quarter ending 31/12/2023", "Q/E 31/12/23",
]  # fmt: skip


@pytest.mark.parametrize("text", QUARTER_3_OF_2023_24)
def test_a_quarter_is_read_in_every_certain_form(text: str) -> None:
    assert read_cell(text, PERIOD) == ("2023-24 Q3", "")


@pytest.mark.parametrize(
    ("text", "quarter"),
    [
        ("Jan-Mar 2024", "2023-24 Q4"),
        ("Jan-Mar 2023/24", "2023-24 Q4"),
        ("Q4 (Jan-Mar 2024)", "2023-24 Q4"),
        ("Apr-Jun 2024", "2024-25 Q1"),
        ("1999-2000 Q4", "1999-00 Q4"),
        ("99/00 Q4", "1999-00 Q4"),
        ("July to September 1990", "1990-91 Q2"),
    ],
)
def test_a_quarter_is_of_the_financial_year(text: str, quarter: str) -> None:
    assert read_cell(text, PERIOD) == (quarter, "")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Q3 2023", "a single year does not say"),
        ("2023 Q3", "a single year does not say"),
        ("2023Q3", "a single year does not say"),
        ("FY24 Q3", "a single year does not say"),
        ("FY2024 Q3", "a single year does not say"),
        ("FY24 Oct-Dec", "a single year does not say"),
        ("Q4 2024 (Jan-Mar)", "a single year does not say"),
        ("Q3", "the financial year is missing"),
        ("Oct-Dec", "the financial year is missing"),
        ("Q4 (Oct-Dec 2023)", "the months are those of another quarter"),
        ("Q3 2023/24 (Jan-Mar)", "the months are those of another quarter"),
        ("Q3 2023/24 (Oct-Dec 2022)", "2023-24 Q3 begins on 2023-10-01"),
        ("Nov-Jan 2023", "the three months of a financial quarter"),
        ("Oct-Nov 2023", "the three months of a financial quarter"),
        ("Apr-Mar 2023/24", "the three months of a financial quarter"),
        ("Oct 2022 - Dec 2023", "the three months of a financial quarter"),
        ("1 Oct 2023 to 30 Nov 2023", "the first and last day of a financial quarter"),
        ("1 Oct 2022 to 31 Dec 2023", "the first and last day of a financial quarter"),
        ("quarter ended 30/11/2023", "the last day of a financial quarter"),
        ("quarter ended 45291", "the last day of a financial quarter"),
        ("2023-25 Q3", "the year from 1 April 2023 is 2023-24"),
        ("2023/25 Q3", "the financial year from 1 April 2023 is 2023-24"),
        ("2023/2034 Q3", "the financial year from 1 April 2023 is 2023-24"),
        ("2024-23 Q3", "2024-25"),
        ("Q3 10-12", "2010-11"),
        ("2023-24 Q1-Q4", "one quarter of one financial year"),
        ("Q1 & Q2 2023-24", "one quarter of one financial year"),
        ("Q3 2023-24 to Q3 2024-25", "one quarter of one financial year"),
        ("2023-24 Q5", "a quarter such as"),
        ("2023-24 Q33", "a quarter such as"),
        ("2023-24 Q3-4", "a quarter such as"),
        ("2023-24 Q3 draft", "a quarter such as"),
        ("H1 2023/24", "a quarter such as"),
        ("2023", "a quarter such as"),
        ("Dec 2023", "a quarter such as"),
        ("2023-12-31", "a quarter such as"),
        ("31/12/2023", "a quarter such as"),
        ("45291", "a quarter such as"),
        ("202324 Q3", "a quarter such as"),
        ("TBC", "a quarter such as"),
        ("0024-25 Q1", "a quarter between 1990 and 2100"),
        ("9999-00 Q4", "a quarter between 1990 and 2100"),
        ("1989-90 Q4", "a quarter between 1990 and 2100"),
        ("0000-01 Q1", "a quarter between 1990 and 2100"),
    ],
)  # fmt: skip
def test_what_is_no_certain_quarter_is_refused(text: str, words: str) -> None:
    found = fault(text, PERIOD)
    assert found.rule == "value-unreadable"
    assert words in str(found)
    assert "2023-24 Q3" in found.remedy


@pytest.mark.parametrize("text", ["2023-24", "2023/24", "FY 2023/24", "2023-2024", "Financial year 2023/24", "23/24"])
def test_a_year_is_refused_and_its_quarters_are_named(text: str) -> None:
    found = fault(text, PERIOD)
    assert found.rule == "period-not-quarter"
    assert found.remedy.startswith("Split it over its quarters")
    assert "2023-24 Q1, 2023-24 Q2, 2023-24 Q3, 2023-24 Q4" in found.remedy


def test_the_days_of_a_quarter_follow_the_order_of_the_mapping() -> None:
    assert read_cell("10/01/2023 - 12/31/2023", PERIOD, MONTH_FIRST).value == "2023-24 Q3"
    assert fault("10/01/2023 - 12/31/2023", PERIOD).rule == "value-unreadable"


@pytest.mark.parametrize(("table", "name"), [(table, column.name) for table, shape in SHAPES.items() for column in shape.columns if column.type == "period"])  # fmt: skip
def test_every_period_in_data_is_a_quarter(table: str, name: str) -> None:
    assert fault("2023-24", SHAPES[table].column(name)).rule == "period-not-quarter"


def quarter_texts(first: int, quarter: int) -> list[str]:
    """Return a quarter in many of its forms."""
    period = Period(first, quarter)
    short, start, end = f"{(first + 1) % 100:02}", period.start, period.end
    return [
        str(period), period.words, f"Q{quarter} {first}/{short}", f"Q{quarter} {first}-{first + 1}", f"{first}/{short} Q{quarter}",
        f"{start:%b}-{end:%b %Y}", f"{start:%B} to {end:%B %Y}", f"{start:%b %Y} - {end:%b %Y}", f"{start:%b}-{end:%b} {first}/{short}",
        f"Q{quarter} ({start:%b} - {end:%b %Y})", f"{start:%d/%m/%Y} - {end:%d/%m/%Y}", f"Quarter ended {end:%d %B %Y}",
    ]  # fmt: skip


@given(st.integers(1990, 2099), st.integers(1, 4), st.data())
def test_a_quarter_written_in_any_form_reads_back(first: int, quarter: int, data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(quarter_texts(first, quarter)))
    assert read_cell(text, PERIOD) == (str(Period(first, quarter)), "")
