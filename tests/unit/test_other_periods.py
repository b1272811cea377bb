"""A fact used for another period than its sentence names: the ways in which narratives compare, add and look back."""

from datetime import date
from pathlib import Path

import pytest

from sv_report.findings import Finding
from sv_report.manuscript.narrative import narrative_findings
from sv_report.measures import Facts, Figures
from sv_report.params import Narrative
from tests.unit.test_typed_numbers import FACTS, OTHER, PERIOD, fact

MORE = (
    fact("sv_ytd_change_on_last_year", "3030000"),
    fact("sv_share_of_life", "0.2255", "share"),
    fact("spend_quarter", "9100000"),
    fact("spend_ytd", "27400000"),
)
FIGURES = Figures(PERIOD, date(2024, 1, 19), "validated", Facts((*FACTS, *MORE)), ())

Q, L = "{{ sv_validated_quarter }}", "{{ sv_validated_last_quarter }}"
S = "{{ sv_validated_same_quarter_last_year }}"
Y, YL = "{{ sv_validated_ytd }}", "{{ sv_validated_ytd_last_year }}"
D, LIFE = "{{ sv_validated_to_date }}", "{{ sv_committed_life }}"


def found(words: str) -> list[Finding]:
    text = Narrative("detail", Path("detail.md"), words, 1, "params/x/detail.md")
    return [one for one in narrative_findings([text], FIGURES) if one.rule == OTHER]


@pytest.mark.parametrize(
    "words",
    [
        f"{Q} was validated in Quarter 3, down from {L}.",
        f"Validated value fell from {L} to {Q} in Quarter 3.",
        f"In Quarter 3 {Q} was validated ({L} before).",
        f"In Quarter 3 {Q} was validated (previously {L}).",
        f"In Quarter 3 {Q} was validated, less than the {L} before.",
        f"In Quarter 3 {Q} was validated, against {S} and {L} a quarter earlier.",
        f"{Y} was validated in the year to date, up from {YL}.",
        f"Validated value rose from {L} in Quarter 2 to {Q}.",
        f"In Quarter 3, up from {L} in Quarter 2, {Q} was validated.",
        f"{Q} was validated, above {L} in Quarter 2.",
        "{{ contracts_behind }} contracts are behind, up on the end of Quarter 2.",
        "{{ returns_received }} returns were received, up on Quarter 3 last year.",
    ],
)
def test_a_fact_of_before_that_another_is_compared_with_takes_no_later_period(words: str) -> None:
    assert found(words) == []


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        (f"{L} was validated in Quarter 2, down from {Q}.", "sv_validated_quarter"),
        (f"It fell from {L} in Quarter 3.", "sv_validated_last_quarter"),
        (f"In Quarter 1 it rose from {L}.", "sv_validated_last_quarter"),
        (f"In Quarter 3 {L} was validated.", "sv_validated_last_quarter"),
    ],
)
def test_what_is_compared_is_still_held_against_its_own_period(words: str, wrong: str) -> None:
    assert [one.where.found for one in found(words)] == [wrong]


@pytest.mark.parametrize(
    "words",
    [
        f"Quarter 3 added {Q} to the total, which is now {D}.",
        f"In Quarter 3 {Q} was validated, bringing the total to {D}.",
        f"In Quarter 3 {Q} was validated, a running total of {D}.",
        f"In Quarter 3 {Q} of the {Y} for the year was validated.",
        f"In Quarter 3 {Q} of the year's {Y} was validated.",
        f"The total validated was {Q}.",
    ],
)
def test_the_total_and_the_year_tell_what_a_fact_is_over(words: str) -> None:
    assert found(words) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (f"In Quarter 2 the total validated was {Q}.", "Quarter 2"),
        (f"In Quarter 2, the total to {Q}.", "Quarter 2"),
        (f"Quarter 2 added {Q} to the total.", "Quarter 2"),
        (f"In Quarter 3 a total of {D} was validated.", "Quarter 3"),
    ],
)
def test_the_total_hides_no_other_period(words: str, said: str) -> None:
    [one] = found(words)
    assert one.severity == "error"
    assert f'The sentence says "{said}", but' in one.message


@pytest.mark.parametrize(
    "words",
    [
        f"{YL} had been validated by this point in 2022/23.",
        f"{Y} was validated, against {YL} at this stage in 2022/23.",
        f"{Y} was validated, up {{{{ sv_ytd_change_on_last_year }}}} on the same period of 2022/23.",
        f"{Q} was validated, against {S} in the same quarter of 2022/23.",
        f"| | To date | Same period 2022/23 |\n|---|---|---|\n| Validated | {D} | {YL} |",
        f"| | 2023/24 to Q3 | 2022/23 to Q3 |\n|---|---|---|\n| Validated | {Y} | {YL} |",
        f"| | 2023/24 | 2022/23 |\n|---|---|---|\n| Validated | {Y} | {YL} |",
    ],
)
def test_the_same_stretch_of_the_year_before(words: str) -> None:
    assert found(words) == []


@pytest.mark.parametrize(
    "words",
    [
        f"{Y} had been validated by this point in 2022/23.",
        f"In the same period of 2022/23 {Q} was validated.",
        f"In the same period of 2021/22 {YL} was validated.",
        f"| | 2022/23 to Q3 |\n|---|---|\n| Validated | {Y} |",
        f"| | 2022/23 to Q2 |\n|---|---|\n| Validated | {YL} |",
        f"In 2022/23 {Q} was validated.",
    ],
)
def test_another_stretch_than_the_same_of_the_year_before_is_an_error(words: str) -> None:
    assert [one.severity for one in found(words)] == ["error"]


@pytest.mark.parametrize(
    ("words", "severity", "said"),
    [
        (f"{D} was validated in the year.", "warning", "in the year"),
        (f"{D} was validated during the year.", "warning", "during the year"),
        (f"{Q} was validated over the year.", "warning", "the year"),
        (f"For the year {D} was validated.", "warning", "For the year"),
        (f"Since the start of the year {D} was validated.", "warning", "Since the start of the year"),
        (f"Since 1 April 2023 {D} was validated.", "error", "Since 1 April 2023"),
        (f"{Q} was validated since April.", "error", "since April"),
    ],
)
def test_the_year_so_far_in_other_words(words: str, severity: str, said: str) -> None:
    [one] = found(words)
    assert one.severity == severity
    assert f'The sentence says "{said}", but' in one.message
    assert one.remedy.startswith("Write {{ sv_validated_ytd }}")


@pytest.mark.parametrize(
    "words",
    [
        "In the quarter spend was {{ spend_quarter }} in the quarter and {{ spend_ytd }} since 1 April 2023.",
        f"{Y} was validated in the year, {Q} of it in Quarter 3.",
        f"{Q} was validated, the highest quarter in the year.",
        f"{Q} was validated in the year to 31 December 2023's last quarter, Quarter 3.",
        f"Since April 2023 {Y} was validated, {Q} of it since 1 October 2023.",
        "Since July {{ contracts_behind }} contracts have fallen behind.",
        f"The scheme has run since April 2023, and {D} was validated.",
        f"The framework began in April 2022. Since April 2022 {D} was validated.",
        "The share has risen over the year to {{ sv_share_of_due }}.",
        f"Later in the year {D} will be looked at again.",
    ],
)
def test_words_on_the_year_that_are_right_or_name_no_period(words: str) -> None:
    assert found(words) == []


@pytest.mark.parametrize(
    "words",
    [
        f"In Quarter 3 last year {Q} was validated.",
        f"In the third quarter of last year {Q} was validated.",
        f"In Quarter 3 (last year) {Q} was validated.",
        f"In Q3 of the previous year {Q} was validated.",
        f"In the third quarter a year ago {Q} was validated.",
    ],
)
def test_a_quarter_of_last_year_is_not_this_years(words: str) -> None:
    [one] = found(words)
    assert one.severity == "error"
    assert one.remedy.startswith("Write {{ sv_validated_same_quarter_last_year }}")


@pytest.mark.parametrize(
    "words",
    [
        f"In Quarter 3 last year {S} was validated.",
        f"In the third quarter of last year {S} was validated, and {Q} this year.",
        f"{Q} was validated in Quarter 3, up on last year's {S}.",
        f"{Q} was validated in Quarter 3, last year {S}.",
    ],
)
def test_a_quarter_of_last_year_that_is_meant(words: str) -> None:
    assert found(words) == []


@pytest.mark.parametrize(
    "words",
    [
        f"Suppliers promised {LIFE} over the life of their contracts and have delivered {D}.",
        f"{D} was delivered of {LIFE} over the life of contracts.",
        "{{ sv_share_of_life }} of what is promised over the life of contracts is delivered.",
    ],
)
def test_the_life_of_contracts_belongs_to_a_fact_of_life(words: str) -> None:
    assert found(words) == []


@pytest.mark.parametrize(
    "words",
    [
        f"Validated value rose from {Q} in Quarter 2 to {L} in Quarter 3.",
        f"{Q} was validated in Quarter 2, up from {L} in Quarter 3.",
    ],
)
def test_two_facts_swapped_are_both_found(words: str) -> None:
    assert {one.where.found for one in found(words)} == {"sv_validated_quarter", "sv_validated_last_quarter"}


def test_a_quarter_beside_the_life_of_contracts_is_still_looked_at() -> None:
    [one] = found(f"In Quarter 2 {LIFE} was promised over the life of contracts and {Q} was validated.")
    assert (one.where.found, one.severity) == ("sv_validated_quarter", "error")


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        (f"In the first half of 2023/24 {Y} was validated.", True),
        (f"In H1 {Y} was validated.", True),
        (f"In the second half of 2023/24 {Q} was validated.", True),
        (f"In the last 12 months {Y} was validated.", True),
        (f"Over the last three months {Y} was validated.", True),
        (f"Over the last three months {Q} was validated.", False),
        (f"Twelve months ago {Q} was validated.", True),
        (f"Twelve months ago {S} was validated.", False),
    ],
)
def test_half_years_and_twelve_months(words: str, wrong: bool) -> None:
    assert bool(found(words)) == wrong
