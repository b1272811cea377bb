"""The header is found wherever it stands, and is never guessed where two columns would do."""

import pytest

from sv_report.data.sheets.column_letters import column_letter, letter_index
from sv_report.data.sheets.header import Header, Search, Wanted, folded, joined


def header(*rows: str) -> Header:
    """Return the header that these rows are, cells parted by |."""
    return joined([(number, [cell.strip() for cell in row.split("|")]) for number, row in enumerate(rows, 1)])


def found(names: list[str], *rows: str, required: list[str] | None = None) -> tuple[int, ...]:
    """Return the rows in which a search down the sheet finds the header."""
    search = Search(Wanted.of(names, names if required is None else required))
    for number, row in enumerate(rows, 1):
        search.look(number, [cell.strip(" ") for cell in row.split("|")])
        if search.is_over:
            break
    return search.best.rows if search.best else ()


@pytest.mark.parametrize(
    "name",
    ["quantity_claimed", "Quantity claimed", " QUANTITY  CLAIMED ", "Quantity\nclaimed", "Quantity-claimed:",
     "\ufeffquantity claimed", "Quantity\u00a0claimed *", "quantity\u2013claimed"],
)  # fmt: skip
def test_names_are_compared_without_capitals_spaces_breaks_hyphens(name: str) -> None:
    assert folded(name) == "quantity claimed"


@pytest.mark.parametrize(
    ("rows", "names"),
    [
        (["Ref | Q1 |  | Q2 | ", " | Plan | Done | Plan | Done"], "Ref, Q1 / Plan, Q1 / Done, Q2 / Plan, Q2 / Done"),
        # a cell merged downwards, as Ref is, is not carried along to the column beside it
        (["Ref | | Q1 |", " | Name | Plan | Done"], "Ref, Name, Q1 / Plan, Q1 / Done"),
        # a spacer column has no name, and the merged cell goes on beyond it
        (["Ref | | Q1 | | ", " | | Plan | | Done"], "Ref, , Q1 / Plan, , Q1 / Done"),
        # three rows: a year, its halves, and what they are; a total has no third part
        (["Year 1 | | ", "H1 | H2 | Total", "Actual | Actual | "],
         "Year 1 / H1 / Actual, Year 1 / H2 / Actual, Year 1 / Total"),
        # a half ends where the next year begins
        (["Year 1 | | Year 2", "H1 | | ", "a | b | c"], "Year 1 / H1 / a, Year 1 / H1 / b, Year 2 / c"),
    ],
)  # fmt: skip
def test_rows_are_joined_and_merged_cells_carried(rows: list[str], names: str) -> None:
    assert ", ".join(header(*rows).names) == names


def test_a_name_is_known_by_its_whole_or_its_last_part() -> None:
    two = header("Ref | Q1 | | Q2", " | Plan | Done | Plan")
    assert two.columns_of("Q1 / Plan") == [1]
    assert two.columns_of("done") == [2]
    assert two.columns_of("Plan") == [1, 3]  # which of the two is meant is not for us to say
    assert two.columns_of("Q1") == []


def test_of_two_that_are_alike_the_one_of_the_same_marks_is_meant() -> None:
    assert header("Sub-total | Sub total").columns_of("Sub total") == [1]
    assert header("Amount | AMOUNT").columns_of("Amount") == [0, 1]


@pytest.mark.parametrize(
    ("rows", "where"),
    [
        (["ref | measure | quantity", "C1 | NT1 | 2"], (1,)),
        (["Returns 2023", "", "Prepared by | A. Officer", "Ref | Measure | Quantity", "C1 | NT1 | 2"], (4,)),
        (["C1 | NT1 | 2", "C2 | NT1 | 2", "ref | measure | quantity"], (3,)),
        (["C1 | NT1 | 2", "ref | measure | quantity", "C2 | NT1 | 2"], (2,)),
        (["Ref | Measure | Delivered", " | | Quantity", "C1 | NT1 | 2"], (1, 2)),
        (["Ref | Measure | Delivered", "", " | | Quantity", "C1 | NT1 | 2"], (1, 3)),
        (["Delivered", "Ref | Measure | Quantity", "C1 | NT1 | 2"], (2,)),
        (["Measure | what it is", "Ref | Measure | Quantity", "ref | measure | quantity"], (2,)),
        (["C1 | NT1 | 2"], ()),
    ],
)
def test_the_header_is_found_anywhere(rows: list[str], where: tuple[int, ...]) -> None:
    assert found(["ref", "measure", "quantity"], *rows) == where


def test_the_search_ends_soon_after_a_whole_header() -> None:
    search = Search(Wanted.of(["ref", "note"], ["ref"]))
    search.look(1, ["Ref", "Other"])
    assert not search.is_over  # a row below may have more of the names
    search.look(2, ["C1", "x"])
    assert search.is_over


def test_letters_and_places_are_each_others_reverse() -> None:
    assert [letter_index(column_letter(index)) for index in (0, 25, 26, 701, 702, 16_383)] == [
        0,
        25,
        26,
        701,
        702,
        16_383,
    ]
    assert column_letter(16_383) == "XFD"
