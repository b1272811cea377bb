"""Totals and parts as people set them: which columns and rows add up, and what of a sentence makes the whole."""

import pytest

from tests.unit.test_typed_numbers import PARTS, TOTAL, found, table

RATED = "38 + 19 + 5 = 62, and the sentence says 63."
WRONG = "the figures add up to 57, and the total says"


def rows(*rows_: str, headings: str = "Part | Contracts") -> str:
    """Return a table of rows such as `Jobs | 38`."""
    ruler = "|---" * (headings.count("|") + 1) + "|"
    return "\n".join([f"| {headings} |", ruler, *(f"| {row} |" for row in rows_)])


# ---- which columns are added ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "heading",
    ["Actual to date £'000", "Validated to date", "This year", "Year-end forecast", "Corporate", "Contracts rated"],
)
def test_a_column_is_added_though_its_heading_names_a_year_or_holds_a_word_of_rates(heading: str) -> None:
    [one] = found(table(heading, "38", "19", "63"), TOTAL)
    assert (one.severity, WRONG in one.message) == ("error", True)


@pytest.mark.parametrize(
    "heading",
    ["Target (days)", "Target", "Unit value £", "Base year", "Start date", "Year", "£ per head", "Days late", "Share"],
)
def test_a_column_of_what_cannot_be_added_is_left_alone(heading: str) -> None:
    assert found(table(heading, "38", "19", "63"), TOTAL) == []


@pytest.mark.parametrize("total", ["", "-", "n/a"])
def test_a_total_that_is_not_given_is_no_nought(total: str) -> None:
    words = rows("a | 1 | 38", "b | 2 | 19", f"Total | {total} | 57", headings="Part | Note | Contracts")
    assert found(words, TOTAL) == []
    assert found("| T | A | B | Total |\n|---|--:|--:|--:|\n| x | 1 | 2 | " + total + " |", TOTAL) == []


# ---- which rows are added ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "label",
    ["Total contracts", "Total spend", "Total expenditure", "Total £m", "Total (all themes)", "Total value (£)",
     "Total number of contracts", "Total [note 1]"],
)  # fmt: skip
def test_a_row_headed_total_of_money_or_contracts_is_a_total(label: str) -> None:
    [one] = found(table("Number", "38", "19", "63", last=label), TOTAL)
    assert WRONG in one.message


def test_rows_that_say_different_things_of_one_whole_make_no_total_of_it() -> None:
    assert found(rows("Contracts rated | 66", "Contracts behind | 43", "Total contracts | 70"), TOTAL) == []
    assert found(rows("Committed | £5m", "Validated | £3m", "Total value | £20m"), TOTAL) == []


@pytest.mark.parametrize(
    "words",
    [
        rows("Jobs | 38", "of which local | 4", "Green | 19", "Total | 57"),
        rows("Jobs | 38", "(including local | 4", "Green | 19", "Total | 57"),
        rows("a | 1", "b | 2", "Total capital | 3", "c | 4", "d | 5", "Total revenue | 9", "Total | 12"),
        rows("a | 1", "b | 2", "Total | 3", "c | 4", "Grand total | 7"),
        rows("Total capital | 3", "Total revenue | 9", "Total | 12"),
        rows("Jobs | 38", "Of which: | ", "local | 4", "Total | 38"),
        rows("a | 1", "b | 2", "Subtotal | 3", "c | 4", "d | 5", "Subtotal | 12", "Total | 12"),
    ],
)
def test_what_is_in_another_row_already_is_not_added_twice(words: str) -> None:
    assert found(words, TOTAL) == []


def test_of_which_hides_no_wrong_total() -> None:
    [one] = found(rows("Jobs | 38", "of which local | 4", "Green | 19", "Total | 63"), TOTAL)
    assert WRONG in one.message


def test_a_wrong_subtotal_is_found() -> None:
    [one] = found(rows("a | 1", "b | 2", "Subtotal | 4", "c | 4", "Total | 7"), TOTAL)
    assert (one.where.row, one.where.found) == (5, "4")


# ---- what a cell holds ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "added"),
    [
        (("38 (60%)", "19 (30%)", "63 (100%)"), "add up to 57, and the total says 63 (100%)."),
        (("38 [e]", "19", "63"), "add up to 57"),
        (("38 [note 1]", "19", "63"), "add up to 57"),
        (("120 hours", "1 hour", "131 hours"), "add up to 121, and the total says 131 hours."),
        (("3.5 FTE", "1.5 FTE", "6.5 FTE"), "add up to 5, and the total says 6.5 FTE."),
        (("£(0.4)m", "£1.2m", "£1.8m"), "add up to 800,000, and the total says £1.8m."),
    ],
)
def test_a_mark_a_share_or_a_unit_beside_a_number_hides_it_not(cells: tuple[str, ...], added: str) -> None:
    [one] = found(table("Figure", *cells), TOTAL)
    assert (one.severity, added in one.message) == ("error", True)


@pytest.mark.parametrize(
    "cells",
    [
        ("38 (60%)", "19 (30%)", "57 (90%)"),
        ("120 hours", "3 weeks", "130 hours"),
        ("38", "[c]", "60"),
        ("38", "(60%)", "60"),
        ("38 of 70", "19", "60"),
        ("£(0.4)m", "£1.2m", "£0.8m"),
    ],
)
def test_cells_that_add_or_hold_other_things_are_no_finding(cells: tuple[str, ...]) -> None:
    assert found(table("Figure", *cells), TOTAL) == []


# ---- rounding ------------------------------------------------------------------------------------

ROUNDED = table("£'000", "100", "200", "300", "601")


@pytest.mark.parametrize("note", ["All amounts are rounded to the nearest pound.", "The risk does not add to costs."])
def test_that_amounts_are_rounded_does_not_say_that_they_need_not_add(note: str) -> None:
    [one] = found(f"{ROUNDED}\n\n{note}", TOTAL)
    assert one.severity == "warning"


@pytest.mark.parametrize(
    "note",
    [
        "Figures may not add because of rounding.",
        "Due to rounding, totals do not always\nsum.",
        "Totals may not equal the sum of their parts as amounts are rounded.",
        "Totals may differ because of rounding.",
    ],
)
def test_a_note_that_rounded_figures_need_not_add_is_enough(note: str) -> None:
    assert found(f"{ROUNDED}\n\n{note}", TOTAL) == []


# ---- parts of a whole ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        "38 out of 63 measures were on track, 19 amber, 5 red.",
        "38 of the 63 measures are on track, 19 are rated amber and 5 are rated red.",
        "38 of 63 (60%) are on track, 19 (30%) amber, 5 (8%) red.",
        "There are 63 measures, of which 38 are green, 19 are amber and 5 are red.",
        "63 measures were reported (38 green, 19 amber, 5 red).",
        "In Quarter 3 63 measures were reported (38 green, 19 amber, 5 red).",
        "38 green, 19 amber and 5 red, out of 63.",
        "Of 63 measures 38 measures are green, 19 measures are amber and 5 measures are red.",
        '{{ quoted("38 of 63", source="x") }} met, {{ quoted("19", source="x") }} amber, '
        '{{ quoted("5", source="x") }} red.',
    ],
)
def test_parts_that_do_not_make_the_whole_however_it_is_said(words: str) -> None:
    [one] = found(words, PARTS)
    assert one.message == f"The parts do not make the whole: {RATED}"


def test_the_finding_names_the_line_of_the_whole() -> None:
    [one] = found('One.\n\n{{ quoted("In this", source="x") }}\n38 of 63 were met,\n19 amber, 5 red.', PARTS)
    assert one.where.row == 4


@pytest.mark.parametrize(
    "words",
    [
        "Of the {{ contracts_monitored }} contracts 66 are rated: 23 green, 20 amber and 23 red.",
        "66 contracts are rated of the {{ contracts_monitored }}: 23 green, 20 amber and 23 red.",
        "23 green, 20 amber and 23 red make the 66 that are rated of the {{ contracts_monitored }}.",
        "38 of 63 were on track, 19 amber, 5 red and one not yet reported.",
        "38 of 63 were on track, 10 amber, 5 red and the rest not yet reported.",
        "38 of 63 were on track, 20 amber, 5 red, compared with 30 green, 28 amber and 5 red before.",
        "5 of 63 in Jobs are red, 3 of 12 in Green are red, 2 behind and 7 amber.",
        "39 of 63 were on track, 24 amber, of which 9 are behind and 5 at risk.",
        "Of the 2023/24 contracts 38 are green, 19 amber and 5 red.",
        "38 green (60%), 19 amber (30%), 4 red (6%) and 2 grey, out of 63.",
        "12 suppliers were asked (38 green, 19 amber, 5 red).",
        "There are 62 measures, of which 38 are green, 19 are amber and 5 are red.",
        "62 measures were reported (38 green, 19 amber, 5 red).",
        "38 green, 19 amber and 5 red, out of 62.",
        '{{ quoted("39 of 63", source="x") }} met, 19 amber, 5 red.',
    ],
)
def test_parts_that_make_a_whole_of_the_sentence_are_no_finding(words: str) -> None:
    assert found(words, PARTS) == []
