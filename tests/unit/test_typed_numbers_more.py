"""Numbers typed by hand that were missed once, and dates, references and ages that were taken for one."""

import pytest

from tests.unit.test_typed_numbers import TYPED, found, typed

MISSED: tuple[tuple[str, list[str]], ...] = (
    # behind an everyday word that may also name a part of a paper
    ("In this section 43 contracts are listed", ["43"]),
    ("Members are asked to note 38 contracts are behind", ["38"]),
    ("Members are asked to note three contracts", ["three"]),
    ("in the table 43 contracts", ["43"]),
    ("at this stage 38 contracts", ["38"]),
    ("please note 38 returns", ["38"]),
    ("the standard 12 weeks", ["12"]),
    ("Note 38 contracts are behind", ["38"]),
    ("see section 43 contracts", ["43"]),
    ("the figure 38 is wrong", ["38"]),
    ("in the table 4.5 hours", ["4.5"]),
    ("please note 3/4 of them", ["3/4"]),
    # decimal hours are no time of the day
    ("hours rose to 10.50 hours", ["10.50"]),
    ("12.50 hours", ["12.50"]),
    ("an average of 7.45 hours", ["7.45"]),
    ("15.30 hrs", ["15.30"]),
    # a paragraph's number stands below an empty line
    ("The number of contracts behind was\n38. The rest were on track.", ["38"]),
    ("3.1 The number of contracts behind was\n38. The rest were on track.", ["38"]),
    ("One.\n\n4.2 Million was spent", ["4.2 Million"]),
    ("It was\n4.2 Million was spent", ["4.2 Million"]),
    # parts of a whole without "of", and round numbers
    ("More than a third were late", ["a third"]),
    ("a third are late", ["a third"]),
    ("over a quarter was late", ["a quarter"]),
    ("fell by a quarter", ["a quarter"]),
    ("nearly a fifth", ["a fifth"]),
    ("zero contracts", ["zero"]),
    ("several hundred trees", ["several hundred"]),
    ("tens of thousands of hours", ["tens of thousands"]),
    # what is counted is no year
    ("for 2000 children", ["2000"]),
    ("by 2000 adults", ["2000"]),
    ("the 2000 local people", ["2000"]),
    ("of 2000 local people", ["2000"]),
    ("1950 children", ["1950"]),
    ("At the end 2024 hours", ["2024"]),
    # how it is named
    ("c.38 contracts", ["38"]),
    ("`code` £5m", ["£5m"]),  # a line that begins with code is not itself an indented block of code
    # beside what is passed over now
    ("invoices aged 30 days", ["30"]),
    ("within 30 days, after 12 months", ["30", "12"]),
    ("38 16-24 year olds", ["38"]),
    ("aged 16 to 24%", ["24%"]),
    ("At that age 38 people", ["38"]),
    ("more than 50 contracts, over 50 returns", ["50", "50"]),
    ("on track: (38) contracts", ["(38)"]),
    ("In 23-24 contracts", ["23-24"]),
    ("the 15/16 contracts", ["15/16"]),
    ("12, 5 December 2023", ["12"]),
    ("delivered 2010, 2020 and 2030 meals", ["2010", "2020", "2030"]),
    ("the first three quarters of contracts", ["three quarters"]),
    ("the two thirds, these two million hours", ["two thirds", "two million"]),
    ("Level 2 and 38 contracts", ["38"]),
    ("ref 38 contracts", ["38"]),
    (r"\<!-- £38m --\>", ["- £38m"]),
    ("<!-- £38m", ["- £38m"]),
    ("Scope 1 and £3m; aged £16; Level 2 or 3%; Years 7 to 11%", ["£3m", "£16", "3%", "11%"]),
    ("recommendation (2%), reference 18383%", ["(2%)", "18383%"]),
)  # fmt: skip


@pytest.mark.parametrize(("words", "numbers"), MISSED)
def test_a_number_that_may_look_like_a_date_or_reference_is_found(words: str, numbers: list[str]) -> None:
    assert typed(words) == numbers


@pytest.mark.parametrize("words", ["a third are late", "zero contracts", "several hundred trees"])
def test_in_words_it_is_a_warning(words: str) -> None:
    assert [one.severity for one in found(words, TYPED)] == ["warning"]


NO_NUMBERS = (
    # papers and what is numbered in them
    "Procurement Policy Note 06/20", "Minute 45/23", "the section 151 officer", "a level 3 apprenticeship",
    "according to note 3, refer to table 12", "Phase 2 contracts, level 3 apprenticeships", "3.1 The one\n3.2 The other",
    "Cabinet is asked to: (1) note the report; (2) approve the plan; and (3) thank them", "recommendation (2)",
    "reference 18383", "decision ref 18383", "CAB/2024/012", "Scope 1, 2 and 3", "Years 7 to 11", "Year 11 pupils, Years 7 to 9 pupils", "the section 106 homes, the phase two review",
    "Level 2 or 3", "SDGs 8 and 13",
    # ages
    "aged 16 to 24", "16-24 year olds", "18-year-olds", "16- and 17-year-olds", "aged 16 or over", "aged 16+",
    "under 18s", "over 50s", "the under-25s", "aged between 16 and 24", "age 16", "under the age of 25",
    "18 to 24 years old", "16 years of age", "aged sixteen to twenty-four", "eighteen-year-olds", "ages 16, 17 and 18",
    # years, days and times
    "2024/25-2027/28", "2024/25–2027/28", "The 23/24 plan", "for 23/24", "in 23-24", "in 2021, 2022 and 2023",
    "value book 2022", "by end-2024", "4, 11 and 18 December", "Monday 4 to Friday 8 December", "meeting begins 14:00",
    "14:00 hours, at 15.30 hours, 10 o'clock".replace("10 o", "10.30 o"), "By 2030 residents will",
    # spans of a year, and the two that were named before
    "the first nine months of 2023/24", "the last three months", "the first three quarters",
    "the first three quarters of the year", "the three months October to December", "the two councils",
    "these two contracts", "zero carbon homes", "a third party, a third sector partner, by a third supplier",
    "spread over a quarter", "zero hours contracts", "One began and a third was let",
    "```\n38\n\n    38\n```\n\n- a\n\n  ```\n  38\n  ```\n\n      38\n", "One.\n\n    38",
    # not printed, and no words at all
    "",
    "One <!-- 38 --> more", "<!-- £38m\n\n38 -->", "One <!-- 38\n38 --> more",
)  # fmt: skip


@pytest.mark.parametrize("words", NO_NUMBERS)
def test_dates_references_and_ages_are_none(words: str) -> None:
    assert typed(words) == []
