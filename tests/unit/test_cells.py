"""A number is found in an exhibit by row and column, as a person reads them; and every number there is a fact."""

import re
from decimal import Decimal
from pathlib import Path

import pytest

from sv_report.errors import UsageError
from sv_report.exhibits import EXHIBITS, Chart, Column, Table, Words
from sv_report.exhibits.bars import Bars
from sv_report.exhibits.cells import cell, cells, number_of
from sv_report.exhibits.drawings import Series
from sv_report.exhibits.house_style import REPORTED, VALIDATED
from sv_report.manuscript import open_report
from sv_report.measures.fact import Fact, Source

ROOT = Path(__file__).resolve().parents[2]
A_NUMBER = re.compile(r"[-£]?[\d,.]+( ?(%|m|hours|weeks|missing))?")


def fact(name: str, value: str = "1") -> Fact:
    number = Decimal(value)
    return Fact(name, "A fact", "count", number, "ok", "count", 0, "2023-24 Q3", "2024-01-19", "", Source((), "", 0))


TABLE = Table(
    "compared",
    "A caption",
    (Column("Contract", number=False), Column("Due", "£m"), Column("Change", "£m"), Column("Change", "%"), Column("2")),
    (
        ("C1 Roads", fact("a"), fact("b"), fact("c"), "Received"),
        ("C10 Roads", fact("d"), fact("e"), fact("f"), ""),
        ("C3 Bridges", fact("g"), fact("h"), fact("i"), fact("j")),
        ("C3 Bridges", fact("k"), fact("l"), fact("m"), fact("n")),
        ("1", fact("o"), fact("p"), fact("q"), fact("r")),
    ),
)
CHART = Chart(
    "ratings_chart", ("Most",), "Number", ("Good", "Not rated"),
    (Series("Contracts", (fact("x"), fact("y"))), Series("% of those rated", (fact("z"), None))), Bars((VALIDATED, REPORTED)),
)  # fmt: skip
WORDS = Words("key_facts", (("Nothing.",), ("Due ", fact("u"), " and done ", fact("v"), "."), (fact("w"),)))


@pytest.mark.parametrize(
    ("row", "column", "found"),
    [
        ("C1 Roads", "Due (£m)", "a"),  # as printed
        ("C1 Roads", "Due", "a"),  # without the unit
        ("c1  roads", "due", "a"),  # whatever the capitals and blanks
        ("C1", "Due", "a"),  # a heading's first word: C10 begins with another
        (2, 2, "d"),  # by number, the first column heading the rows
        ("C10", "Change (%)", "f"),
        ("1", "Due", "o"),  # a heading comes before a number
        (4, "Due", "k"),  # the second of two rows of one name
        ("C10 Roads", 3, "e"),
    ],
)
def test_a_cell_is_found_by_the_headings_or_the_numbers_of_its_row_and_column(
    row: str | int, column: str | int, found: str
) -> None:
    assert cell(TABLE, row, column).id == found


def test_a_column_that_is_called_as_a_number_is_found_by_its_heading() -> None:
    assert cell(TABLE, 3, "2").id == "j"
    assert cell(TABLE, 3, 2).id == "g"


@pytest.mark.parametrize(
    ("row", "column", "said"),
    [
        ("C3 Bridges", "Due", "2 rows of compared go by 'C3 Bridges': 3 'C3 Bridges', 4 'C3 Bridges'"),
        ("C1", "Change", "2 columns of compared go by 'Change': 3 'Change (£m)', 4 'Change (%)'"),
        ("C3", "Due", "2 rows of compared go by 'C3'"),
        ("C1 Raods", "Due", "Did you mean C1 Roads?"),
        ("C1", "Dew", "There are: 2, Change (%), Change (£m), Contract, Due (£m)."),
        (9, "Due", "compared has 5 rows, none of them '9'"),
        (0, "Due", "compared has 5 rows, none of them '0'"),
        ("", "Due", "compared has 5 rows, none of them ''"),
        ("C1", 5, "holds 'Received', which is no number"),
        ("C1", "Contract", "The numbers of this row stand under Due (£m), Change (£m), Change (%)."),
        ("C10", 5, "holds '[x]', which is no number"),
    ],
)
def test_what_is_not_there_not_clear_or_no_number_is_said_with_what_would_be(
    row: str | int, column: str | int, said: str
) -> None:
    with pytest.raises(UsageError) as raised:
        cell(TABLE, row, column)
    assert said in str(raised.value)


def test_the_points_of_a_chart_are_found_by_member_and_series() -> None:
    assert cell(CHART, "good", "contracts").id == "x"
    assert cell(CHART, "Good", "%").id == "z"
    assert cell(CHART, 2, 1).id == "y"
    with pytest.raises(UsageError, match="'Not rated' and column '% of those rated' of ratings_chart holds nothing"):
        cell(CHART, "Not rated", 2)


def test_the_facts_of_sentences_are_found_by_their_numbers() -> None:
    assert [(one.row_number, one.column_number, one.fact.id) for one in cells(WORDS)] == [
        (2, 1, "u"), (2, 2, "v"), (3, 1, "w"),
    ]  # fmt: skip
    assert cell(WORDS, 2, 2).id == "v"


def test_every_cell_that_is_listed_is_found_where_it_is_said_to_be() -> None:
    for exhibit in (TABLE, CHART, WORDS):
        listed = cells(exhibit)
        assert [one.fact for one in listed] == [*exhibit.facts]
        assert [cell(exhibit, one.row_number, one.column_number) for one in listed] == [one.fact for one in listed]
    assert number_of(TABLE, "column", "due") == 2
    assert cells(TABLE)[0].record() == {
        "row": "C1 Roads", "row_number": 1, "column": "Due (£m)", "column_number": 2, "figure": "1", "display": "1",
        "fact": "a",
    }  # fmt: skip


@pytest.mark.parametrize("period", ["2023-24 Q3", "2022-23"])
def test_every_number_of_every_exhibit_is_a_fact_of_the_report(period: str) -> None:
    report = open_report("2024-02-08", root=ROOT, settings={"period": period})
    for record in EXHIBITS:
        exhibit = record.build(report.figures)
        assert {one.fact.id for one in cells(exhibit)} <= {one.id for one in report.facts}
        for row in exhibit.rows if isinstance(exhibit, Table) else ():
            words = [content for content in row if isinstance(content, str)]
            assert not [content for content in words if A_NUMBER.fullmatch(content)], (record.name, row)
