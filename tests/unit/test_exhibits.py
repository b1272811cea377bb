"""What the exhibits say of tables drawn by hand: ratings, comparisons, indicators, and no pound without a value book."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import get_args

import pytest

from sv_report.exhibits.chart import Chart
from sv_report.exhibits.house_style import colours
from sv_report.exhibits.records import EXHIBITS, build
from sv_report.exhibits.table import Column, Table
from sv_report.exhibits.words import Words
from sv_report.measures import Conventions
from sv_report.measures.fact import Fact, Status
from sv_report.measures.facts import Facts
from sv_report.measures.figures import Figures, compute
from sv_report.params.council.ratings import Band, Colour
from sv_report.params.period import Period
from tests.drawn import tables

GREEN, AMBER, RED = (
    Band.model_validate(band)
    for band in (
        {"word": "Good going", "colour": "green", "from": "0.9"},
        {"word": "Slow", "colour": "amber", "from": "0.7", "below": "0.9"},
        {"word": "Stalled", "colour": "red", "below": "0.7"},
    )
)
STANDARD = Conventions(bands=(GREEN, AMBER, RED), last_as_at=date(2023, 11, 10))
DRAWN = {
    "contracts": "ref | district\nC1 | Wyre\nC2 | Fylde\nC3 |",
    "measures": "ref | unit | theme\nM1 | hours | Jobs\nM2 | weeks | Places\nM3 | GBP | Places\nM9 | miles | Places",
    "value_book": "measure | proxy_gbp\nM1 | 1000\nM2 | 1000\nM3 | 1\nM9 | 1",
    "commitments": """
        contract | measure | period     | quantity
        C1       | M1      | 2022-23 Q1 | 0
        C1       | M1      | 2022-23 Q3 | 90
        C1       | M1      | 2023-24 Q2 | 100
        C1       | M1      | 2023-24 Q3 | 100
        C2       | M2      | 2023-24 Q3 | 50
        C2       | M3      | 2023-24 Q3 | 5000
        C3       | M1      | 2023-24 Q4 | 10
    """,
    "returns": """
        contract | period     | received_on
        C1       | 2022-23 Q3 | 2023-01-10
        C1       | 2023-24 Q2 | 2023-10-10
        C1       | 2023-24 Q3 | 2024-01-10
    """,
    "deliveries": """
        contract | measure | period     | quantity_claimed | quantity_validated | validated_on
        C1       | M1      | 2022-23 Q3 | 90               | 90                 | 2023-01-12
        C1       | M1      | 2023-24 Q2 | 80               | 80                 | 2023-12-01
        C1       | M1      | 2023-24 Q3 | 100              | 95                 | 2024-01-12
    """,
    "spend": "contract | period | amount\nC1 | 2023-24 Q3 | 2000000",
}
NO_VALUES = {
    "value_book": "measure | proxy_gbp",
    "contracts": "ref | district | value_book\nC1 | Wyre | -\nC2 | Fylde | -\nC3 | | -",
}


def figures(folder: Path, conventions: Conventions = STANDARD, period: str = "2023-24 Q3", **drawn: str) -> Figures:
    made = tables(folder, **(DRAWN | drawn))
    return compute(made, Period.parse(period), date(2024, 1, 19), conventions)


def table(name: str, made: Figures) -> Table:
    built = build(name, made)
    assert isinstance(built, Table), built
    return built


def words(name: str, made: Figures) -> str:
    built = build(name, made)
    assert isinstance(built, Words), built
    return built.markdown(live=False).replace("\\", "")


def printed(built: Table) -> list[list[str]]:
    return [[cell.figure if isinstance(cell, Fact) else cell for cell in row] for row in built.rows]


# ---- by theme, district and so on ----------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    ["by_theme", "by_outcome", "by_priority", "by_directorate", "by_district", "by_category", "by_supplier_type"],
)
@pytest.mark.parametrize("drawn", [{}, NO_VALUES], ids=["in pounds", "without a value book"])
def test_the_lines_of_a_table_add_up_to_its_total(tmp_path: Path, name: str, drawn: dict[str, str]) -> None:
    built = table(name, figures(tmp_path, **drawn))
    for place, column in enumerate(built.columns[1:], start=1):
        *lines, total = (row[place] for row in built.rows)
        assert isinstance(total, Fact)
        if not column.label.startswith("%"):
            assert sum(one.value or Decimal(0) for one in lines if isinstance(one, Fact)) == total.value


def test_a_mark_in_a_table_is_explained_above_it(tmp_path: Path) -> None:
    built = table("by_district", figures(tmp_path))
    assert "[z]" in [row[-1] for row in printed(built)]
    assert "[z] means not applicable." in built.note


def test_spend_stands_beside_what_each_pound_of_it_brought(tmp_path: Path) -> None:
    # £265,000 validated of £2m spent; £355,000 committed of £3m of contracts
    assert printed(table("spend", figures(tmp_path)))[-1] == ["Total", "2.000", "3.000", "0.13", "0.12"]


# ---- charts --------------------------------------------------------------------------------------


def chart(name: str, made: Figures) -> Chart:
    built = build(name, made)
    assert isinstance(built, Chart), built
    return built


MORE = {
    "returns": f"{DRAWN['returns']}    C2 | 2023-24 Q3 | 2024-01-10\n        C3 | 2023-24 Q3 | 2024-01-10",
    "deliveries": f"""{DRAWN["deliveries"]}    C2 | M2 | 2023-24 Q3 | 20 | 20 | 2024-01-12
        C3 | M1 | 2023-24 Q3 | 900 | 900 | 2024-01-12""",
}


def test_districts_are_ranked_by_value_and_what_names_none_stands_last(tmp_path: Path) -> None:
    drawn = chart("by_district_chart", figures(tmp_path, **MORE))
    assert drawn.members == ("Wyre", "Fylde", "Not stated")
    assert [one.name for one in drawn.series] == ["Validated", "Due", "% of due"]
    assert drawn.subtitle == "Social value validated to the end of Quarter 3 2023/24, by district, £m; line: due"
    assert drawn.caption == (
        "Wyre has the most validated social value, £0.265m; contracts that name no district have £0.900m"
    )


def test_what_nobody_reported_is_ranked_below_what_somebody_did(tmp_path: Path) -> None:
    drawn = chart("by_district_chart", figures(tmp_path))
    assert drawn.alt.endswith(
        "Wyre: validated £0.265m, due £0.290m, 91.4% of due; Fylde: validated not available, due £0.055m, "
        "0.0% of due; Not stated: validated not available, due £0.000m."
    )


def test_the_themes_chart_shows_what_was_committed_due_reported_and_validated(tmp_path: Path) -> None:
    drawn = chart("by_theme_chart", figures(tmp_path))
    assert "Jobs: committed £0.300m, due £0.290m, reported £0.270m, validated £0.265m" in drawn.alt
    assert drawn.caption == (
        "The share of what was due that is validated is largest for Jobs (91.4%) and smallest for Places (0.0%)"
    )


def test_a_headline_names_no_first_where_two_are_alike(tmp_path: Path) -> None:
    silent = "contract | measure | period | quantity_claimed"
    for name in ("by_theme_chart", "by_priority_chart", "by_district_chart"):
        said = chart(name, figures(tmp_path, deliveries=silent)).caption
        assert said == "Of the £0.345m of social value due to date, £0.000m has been validated"


def test_the_headline_of_the_quarters_says_what_awaits_validation(tmp_path: Path) -> None:
    made = figures(tmp_path)
    assert chart("over_time_chart", made).caption == (
        "Of the £0.155m due in Quarter 3 2023/24, £0.095m has been validated"
    )
    later = DRAWN["deliveries"].replace("95                 | 2024-01-12", "95                 | 2024-02-12")
    drawn = chart("over_time_chart", figures(tmp_path, deliveries=later))
    assert drawn.caption.endswith(", £0.000m has been validated so far; £0.100m awaits validation")
    assert drawn.subtitle.endswith("£m; the latest is still being validated")


def test_the_chart_of_the_quarters_has_the_last_three_years(tmp_path: Path) -> None:
    years = [f"C1 | M1 | 20{year}-{year + 1} Q{quarter} | 5" for year in range(18, 24) for quarter in (1, 2, 3)]
    old = "\n".join(["contract | measure | period | quantity", *years])
    drawn = chart("over_time_chart", figures(tmp_path, commitments=old))
    assert (len(drawn.members), drawn.members[-1]) == (12, "2023-24 Q3")


@pytest.mark.parametrize("name", ["by_theme_chart", "by_priority_chart", "by_district_chart"])
def test_without_a_value_book_a_chart_counts_commitments_on_schedule(tmp_path: Path, name: str) -> None:
    drawn = chart(name, figures(tmp_path, **NO_VALUES))
    assert drawn.subtitle.startswith("Commitments")
    assert ", number" in drawn.subtitle
    assert drawn.caption == "Of the 3 commitments due to date, 0 are on schedule"


def test_the_most_frequent_rating_is_named_where_there_is_one(tmp_path: Path) -> None:
    assert chart("ratings_chart", figures(tmp_path)).caption == "Of the 3 contracts monitored, 2 are rated"
    silent = figures(tmp_path, deliveries="contract | measure | period | quantity_claimed")
    assert chart("ratings_chart", silent).caption == "Stalled is the most frequent rating: 2 of the 2 contracts rated"


# ---- ratings -------------------------------------------------------------------------------------


def test_ratings_say_each_word_its_range_and_count_and_add_up_to_the_contracts_monitored(tmp_path: Path) -> None:
    assert printed(table("ratings", figures(tmp_path))) == [
        ["Good going", "90% or more", "1", "50.0"],
        ["Slow", "70% to below 90%", "0", "0.0"],
        ["Stalled", "Below 70%", "1", "50.0"],
        ["Not rated", "Nothing was due", "1", "[z]"],
        ["Total", "Rated or not", "3", "[z]"],
    ]


def test_the_ratings_chart_has_each_word_and_count_in_its_text(tmp_path: Path) -> None:
    chart = build("ratings_chart", figures(tmp_path))
    assert isinstance(chart, Chart)
    assert "Good going: 1 (50.0%); Slow: 0 (0.0%); Stalled: 1 (50.0%); Not rated: 1." in chart.alt
    assert chart.images() == chart.images()


def test_without_rating_bands_it_is_said_that_no_contract_is_rated(tmp_path: Path) -> None:
    made = figures(tmp_path, replace(STANDARD, bands=()))
    for name in ("ratings", "ratings_chart", "contracts_rated"):
        assert "no rating bands" in words(name, made)


def test_contracts_rated_lowest_stand_first_with_both_directions_of_travel(tmp_path: Path) -> None:
    built = table("contracts_rated", figures(tmp_path))
    assert [column.label for column in built.columns] == [
        "Contract", "% of due", "Rating", "Since Quarter 2 2023/24", "Since Quarter 3 2022/23",
    ]  # fmt: skip
    assert printed(built) == [
        ["C2 A contract", "0.0", "Stalled", "Not comparable", "Not comparable"],
        ["C1 A contract", "91.4", "Good going", "Improved", "Worse"],
    ]


def test_a_year_has_one_direction_of_travel(tmp_path: Path) -> None:
    built = table("contracts_rated", figures(tmp_path, period="2023-24"))
    assert [column.label for column in built.columns][2:] == ["Rating", "Since 2022/23"]


@pytest.mark.parametrize("colour", get_args(Colour))
def test_a_band_s_colour_can_be_told_from_the_page(colour: str) -> None:
    parts = [int(colours()[colour][place : place + 2], 16) / 255 for place in (1, 3, 5)]
    light = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    luminance = sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), light, strict=True))
    assert 1.05 / (luminance + 0.05) >= 3  # WCAG 2.2, 1.4.11


# ---- comparisons and the forecast ----------------------------------------------------------------


def test_a_change_is_said_in_pounds_in_per_cent_and_in_words(tmp_path: Path) -> None:
    assert printed(table("compared", figures(tmp_path))) == [
        ["Quarter 2 2023/24", "0.080", "0.095", "0.015", "18.8", "Favourable"],
        ["Quarter 3 2022/23", "0.090", "0.095", "0.005", "5.6", "Favourable"],
        ["Year to the end of Quarter 3 2022/23", "0.090", "0.175", "0.085", "94.4", "Favourable"],
    ]


def test_less_is_adverse_and_what_is_not_known_is_not_compared(tmp_path: Path) -> None:
    fallen = DRAWN["deliveries"].replace("| 95 ", "| 70 ")
    rows = printed(table("compared", figures(tmp_path, deliveries=fallen)))
    assert [row[-1] for row in rows] == ["Adverse", "Adverse", "Favourable"]
    early = figures(tmp_path, period="2022-23 Q1")
    assert [row[-1] for row in printed(table("compared", early))] == ["Not comparable"] * 2


@pytest.mark.parametrize(("period", "rows"), [("2023-24", 1), ("2023-24 Q1", 2), ("2023-24 Q3", 3)])
def test_no_comparison_is_made_twice(tmp_path: Path, period: str, rows: int) -> None:
    assert len(table("compared", figures(tmp_path, period=period)).rows) == rows


def test_the_last_period_stands_as_last_reported_and_as_now_known(tmp_path: Path) -> None:
    built = table("known_then", figures(tmp_path))
    assert [column.heading for column in built.columns][1:3] == [
        "Known on 10 November 2023",
        "Known on 19 January 2024",
    ]
    assert printed(built) == [["Reported", "0.080", "0.080", "0.000"], ["Validated", "0.000", "0.080", "0.080"]]


def test_without_the_last_report_s_day_no_revision_is_stated(tmp_path: Path) -> None:
    made = figures(tmp_path, replace(STANDARD, last_as_at=None))
    assert words("known_then", made).endswith("so no revision of Quarter 2 2023/24 can be stated.")


def test_the_forecast_states_its_method_and_adds_up(tmp_path: Path) -> None:
    built = table("forecast", figures(tmp_path))
    # of C3's 10 hours in Quarter 4 nothing was due before, so that they are taken as promised
    assert printed(built)[-1] == ["Total", "0.175", "0.265", "0.185", "69.8"]
    assert "never more than all" in built.note


def test_concentration_names_the_contract_with_most_in_a_table_and_a_sentence(tmp_path: Path) -> None:
    made = figures(tmp_path)
    assert printed(table("concentration", made))[-1] == ["To date", "C1 A contract", "0.265", "100.0", "100.0"]
    assert words("most_value", made).startswith("The contract with the most validated social value to date is C1")
    silent = figures(tmp_path, deliveries="contract | measure | period | quantity_claimed")
    assert words("most_value", silent) == "No contract has any validated social value to date."


# ---- measures and indicators ---------------------------------------------------------------------


def test_a_measure_that_nobody_promised_or_reported_is_left_out(tmp_path: Path) -> None:
    assert [row[0] for row in table("measures_table", figures(tmp_path)).rows] == [
        "M1 A measure", "M2 A measure", "M3 A measure",
    ]  # fmt: skip


def test_the_table_of_measures_says_which_way_is_favourable_where_less_is_better(tmp_path: Path) -> None:
    assert "less is better" in table("measures_table", figures(tmp_path)).note
    assert "a lower one is favourable" in table("measures_table", figures(tmp_path)).note


LARGE = """
    ref | start      | value   | regime               | light_touch | title
    C1  | 2022-04-01 | 9000000 | Procurement Act 2023 | no          | Roads
    C2  | 2022-04-01 | 9000000 | Procurement Act 2023 | no          | Bridges
    C3  | 2022-04-01 | 9000000 |                      |             | Schools
    C4  | 2022-04-01 | 9000000 | PCR 2015             | no          | Lamps
"""


def test_contracts_that_need_indicators_say_when_they_were_assessed_and_what_is_overdue(tmp_path: Path) -> None:
    made = figures(
        tmp_path,
        contracts=LARGE,
        assessments="contract | kpi | assessed_on | rating\nC1 | On time | 2023-06-30 | Approaching target",
    )
    assert printed(table("kpi_contracts", made)) == [
        ["C1 Roads", "30 June 2023", "Approaching target", "30 June 2024", "Not overdue"],
        ["C2 Bridges", "[x]", "[x]", "1 April 2023", "Overdue"],
        ["C3 Schools", "[x]", "[x]", "[x]", "Cannot be said: regime or light touch not recorded"],
    ]


def test_a_contract_that_ended_without_its_assessment_is_still_listed_as_overdue(tmp_path: Path) -> None:
    ended = """
        ref | start      | end        | value   | regime               | light_touch | title
        C1  | 2022-04-01 |            | 100     |                      |             | Lamps
        C9  | 2022-07-15 | 2023-06-30 | 9000000 | Procurement Act 2023 | no          | Old roads
    """
    made = figures(tmp_path, contracts=ended)
    assert ["C9 Old roads", "[x]", "[x]", "30 June 2023", "Overdue"] in printed(table("kpi_contracts", made))


def test_where_no_contract_needs_indicators_it_is_said(tmp_path: Path) -> None:
    assert words("kpi_contracts", figures(tmp_path)).startswith("No contract active in Quarter 3 2023/24 needs")


# ---- without a value book ------------------------------------------------------------------------

POUNDS = {"spend", "money"}  # spend and contract values are money, and no social value


@pytest.mark.parametrize("name", [record.name for record in EXHIBITS if record.name not in POUNDS])
def test_without_a_value_book_no_exhibit_has_a_pound_but_of_measures_in_pounds(tmp_path: Path, name: str) -> None:
    built = build(name, figures(tmp_path, **NO_VALUES))
    text = built.alt + built.caption if isinstance(built, Chart) else built.markdown(live=False)
    pounds = [line for line in text.splitlines() if "£" in line and "M3 A measure" not in line]
    if name == "data_quality":  # what rows claim is said in their own units, £ of M3 among them
        pounds = [line for line in pounds if not re.search(r"£5,000\b", line)]
    assert not pounds
    assert "not available" not in text.replace("[x] means not available", "").replace(r"\[x\] means not available", "")


def test_without_a_value_book_the_summary_leads_with_commitments_on_schedule(tmp_path: Path) -> None:
    said = words("key_facts", figures(tmp_path, **NO_VALUES))
    assert "Commitments due to date, by the end of Quarter 3 2023/24: 3." in said
    assert "Commitments on schedule, by what is validated: 0." in said


def test_without_a_value_book_the_themes_chart_counts_commitments(tmp_path: Path) -> None:
    chart = build("by_theme_chart", figures(tmp_path, **NO_VALUES))
    assert isinstance(chart, Chart)
    assert "Jobs: due 1, on schedule 0; Places: due 2, on schedule 0." in chart.alt
    assert chart.images()["png"]


def test_a_blank_cell_says_that_nothing_is_available_and_what_its_mark_means() -> None:
    built = Table("t", "", (Column("A"), Column("B")), (("x", " \u200b"), ("Total", "")), has_total=True)
    assert built.markdown(live=False).replace("\\", "").splitlines() == [
        "[x] means not available.", "", "| A | B |", "| ---: | ---: |", "| x | [x] |", "| **Total** | **[x]** |",
    ]  # fmt: skip


@pytest.mark.parametrize("status", ["not_available", "not_applicable", "suppressed", "zero"])
def test_each_mark_in_a_cell_has_its_key_above_and_no_other_has(tmp_path: Path, status: Status) -> None:
    total = figures(tmp_path).facts["sv_due_to_date"]
    cell = replace(total, value=Decimal(1) if status == "zero" else None, status=status)
    means = {"not_available": "[x] means not available.", "not_applicable": "[z] means not applicable.",
             "suppressed": "[c] means not shown.", "zero": "[k] means a low figure that rounds to zero."}  # fmt: skip
    assert Table("t", "", (Column("A"), Column("B")), (("x", cell), ("y", total))).note == means[status]


def hiding(made: Figures, *ends: str) -> Figures:
    """Return figures as the public may see them, where the facts whose ids end so are not shown."""
    return replace(made, facts=Facts(tuple(fact.suppressed if fact.id.endswith(ends) else fact for fact in made.facts)))


def test_a_measure_of_which_no_number_is_shown_keeps_its_row(tmp_path: Path) -> None:
    made = figures(tmp_path)
    shown, hidden = (printed(table("measures_table", one)) for one in (made, hiding(made, ".measure.m1")))
    assert [row[0] for row in hidden] == [row[0] for row in shown]
    assert hidden[0][2:] == ["[c]"] * 4


def test_no_headline_says_which_is_largest_while_one_is_not_shown(tmp_path: Path) -> None:
    made = figures(tmp_path)
    shown, hidden = (build("by_theme_chart", one) for one in (made, hiding(made, "share_of_due.theme.jobs")))
    assert isinstance(shown, Chart)
    assert isinstance(hidden, Chart)
    assert shown.caption.startswith("The share of what was due that is validated is largest for Jobs")
    assert hidden.caption.startswith("Of the £"), hidden.caption


NOTHING = {
    "commitments": "contract | measure | period | quantity\nC1 | M1 | 2023-24 Q4 | 10",
    "returns": "contract | period | received_on\nC1 | 2023-24 Q3 | 2024-01-10",
    "deliveries": "contract | measure | period | quantity_claimed",
}


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("contracts_behind", "No contract is behind what was due to date."),
        ("returns_missing", "No return that was due for Quarter 3 2023/24 is missing."),
        ("contracts_rated", "No contract is rated: nothing was due of any."),
        ("over_time", "No table is shown: nothing was due or reported in any quarter."),
        ("over_time_chart", "No chart is shown: nothing was due or reported in any quarter."),
    ],
)
def test_where_there_is_nothing_to_list_it_is_said_in_words(tmp_path: Path, name: str, said: str) -> None:
    assert words(name, figures(tmp_path, **NOTHING)) == said
