"""What a narrative says of numbers: those typed by hand, those of another period, those that do not add up."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from sv_report.data.tables import Tables
from sv_report.findings import Finding
from sv_report.manuscript import Report, open_report
from sv_report.manuscript.narrative import narrative_findings
from sv_report.measures import Facts, Figures
from sv_report.measures.fact import Fact, Kind, Source
from sv_report.params import Narrative, Period
from tests.unit.wrong_editions import ID, ROOT, bench, load

PERIOD = Period(2023, 3)
TYPED, OTHER, TOTAL, PARTS = (
    f"narrative.{name}" for name in ("typed_number", "other_period", "table_total", "parts")
)  # fmt: skip


def fact(id_: str, value: str, unit: str = "GBP", label: str = "", member: str = "", period: str = str(PERIOD)) -> Fact:
    kind: Kind = {"count": "count", "share": "share"}.get(unit, "sum")  # type: ignore[assignment]
    decimals = {"GBP": -3, "share": 3}.get(unit, 0)
    label = label or id_.replace("_", " ")
    source = Source((), "", 0)
    return Fact(id_, label, kind, Decimal(value), "ok", unit, decimals, period, "2024-01-19", "", source, member)


FACTS = Facts(
    (
        fact("sv_committed_life", "57755000"),
        fact("sv_due_to_date", "20578000"),
        fact("sv_reported_quarter", "4008000"),
        fact("sv_validated_quarter", "1838000"),
        fact("sv_validated_ytd", "8447000"),
        fact("sv_validated_to_date", "13021400"),
        fact("sv_share_of_due", "0.8056", "share"),
        fact("sv_validated_last_quarter", "3316000"),
        fact("sv_validated_same_quarter_last_year", "2709000"),
        fact("sv_validated_ytd_last_year", "5417000"),
        fact("sv_change_on_last_quarter", "-1478000"),
        fact("sv_forecast_year_end", "11190000"),
        fact("lev_validated_to_date", "105649000"),
        fact("contracts_monitored", "70", "count", "Contracts monitored"),
        fact("returns_due", "70", "count", "Returns due"),
        fact("returns_received", "62", "count", "Returns received"),
        fact("contracts_behind", "43", "count", "Contracts behind what was due to date"),
        fact("quantity_validated_to_date.measure.soc01", "1204", "hours", member="SOC01 Staff hours volunteered"),
        fact("sv_validated_to_date.theme.jobs", "2345000", member="Jobs and skills"),
        fact("sv_validated_to_date.contract.c001", "814000", member="C001 Phase 2 of the 24 hour line"),
        fact("sv_validated_to_date.contract.po_77_b", "9000", member="PO/77-b Trees"),
        fact("sv_committed_life.contract.c001", "1814000", member="C001 Phase 2 of the 24 hour line"),
        fact("sv_committed_life.contract.po_77_b", "19000", member="PO/77-b Trees"),
        fact("sv_committed_life.contract.4500012345", "29000", member="4500012345 Bridges"),
        fact("sv_validated_quarter.quarter.2023_24_q1", "3291000", member="2023-24 Q1", period="2023-24 Q1"),
        fact("quality_rows.concern.late", "4", "count", member="Late"),
    )
)
FIGURES = Figures(PERIOD, date(2024, 1, 19), "validated", FACTS, ())


def found(words: str, *rules: str, first_line: int = 1) -> list[Finding]:
    text = Narrative("detail", Path("detail.md"), words, first_line, "params/x/detail.md")
    return [one for one in narrative_findings([text], FIGURES) if not rules or one.rule in rules]


def typed(words: str) -> list[str | None]:
    return [one.where.found for one in found(words, TYPED)]


# ---- numbers typed by hand -----------------------------------------------------------------------

NUMBERS: tuple[tuple[str, list[str]], ...] = (
    # amounts of money
    ("£113m was secured", ["£113m"]),
    ("£2.2 million and £1.2bn", ["£2.2 million", "£1.2bn"]),
    ("c£80m, or nearly £5m", ["£80m", "£5m"]),
    ("£ 5 m, £5,000,000.00 and £.5m", ["£ 5 m", "£5,000,000.00", "£.5m"]),
    ("GBP 5m, $5m and 5 million pounds", ["GBP 5m", "$5m", "5 million pounds"]),
    ("-£3.3m (−3.33%) and (3.799)", ["-£3.3m", "-3.33%", "(3.799)"]),
    ("£2024", ["£2024"]),
    ("£113\nmillion", ["£113 million"]),
    ("a\u00a0sum of £113\u00a0m", ["£113 m"]),
    ("£5m–£10m", ["£5m-£10m"]),
    ("£0.0m", ["£0.0m"]),
    # counts, shares and what is glued to them
    ("38 of 63 … met or on track, 19 amber, 5 red", ["38", "63", "19", "5"]),
    ("1,204 hours, 1 204 hours and 1'204 hours", ["1,204", "1 204", "1'204"]),
    ("12.5%, 12½% and 5 per cent", ["12.5%", "12½%", "5 per cent"]),
    ("2,4 million", ["2,4 million"]),
    ("1.204.000", ["1.204.000"]),
    ("10k, 38no. trees, 10FTE and 3x", ["10k", "38no.", "10FTE", "3x"]),
    ("5-10 trees, a ratio of 1:4", ["5-10", "1:4"]),
    ("½ of, 3/4 of, 1½ hours", ["½", "3/4", "1½"]),
    ("a 38-contract list, at 5.297", ["38", "5.297"]),
    ("1 and 0", ["1", "0"]),
    # other digits, and signs between them
    ("４５ people", ["45"]),
    ("٣٨ contracts, ३८ more", ["38", "38"]),
    ("£¹¹³m, ① and ㊳", ["£113m", "1", "38"]),
    ("£**113**m and £1\u200b13m", ["£113m", "£113m"]),
    ("&pound;&#49;13m", ["£113m"]),
    (r"38\% of \£5m", ["38%", "£5m"]),
    # beside what is no number
    ("In Quarter 3 38 contracts", ["38"]),
    ("In 2023/24 38 contracts, by 31 March 38", ["38", "38"]),
    ("in this quarter 3 contracts", ["3"]),
    ("In May 31 contracts", ["31"]),
    ("Table 2, 19 amber", ["19"]),
    ("2024 hours, delivered 2024 hours, of 2024 hours", ["2024", "2024", "2024"]),
    ("more than 2024 saplings, delivered\n2024 saplings", ["2024", "2024"]),
    ("No. 38 contracts, contract 38", ["38", "38"]),
    ("SMEs 12 and KPIs 42", ["12", "42"]),
    ("38/12/2024", ["38"]),
    # wherever words are printed
    ("### 38 contracts behind", ["38"]),
    ("- 38 contracts\n- 19 contracts", ["38", "19"]),
    ("| Theme | £m |\n|---|--:|\n| Jobs | 1.234 |", ["1.234"]),
    ("One.[^1]\n\n[^1]: Of 38.", ["38"]),
    ("[38 contracts](https://example.org/2024/5)", ["38"]),
    ("£[113](https://example.org)m", ["113"]),
    ("> Of 38 contracts", ["38"]),
    ('::: {.callout-note title="£113m saved"}\nMind.\n:::', ["£113m"]),
    ("| A |\n|---|\n| x |\n\n: Of 38 contracts {#tbl-own}", ["38"]),
    ("The threshold of £2,200,000 is a given of the profile.", ["£2,200,000"]),
)  # fmt: skip


@pytest.mark.parametrize(("words", "numbers"), NUMBERS)
def test_a_number_in_figures_is_an_error(words: str, numbers: list[str]) -> None:
    assert typed(words) == numbers
    assert {one.severity for one in found(words, TYPED)} == {"error"}


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("thirty-eight contracts", ["thirty-eight"]),
        ("two hundred and five thousand", ["two hundred and five thousand"]),
        ("three million pounds, a hundred and thirteen", ["three million", "a hundred and thirteen"]),
        ("a dozen, half a dozen", ["a dozen", "half a dozen"]),
        ("two and three", ["two", "three"]),
        ("two and a half million", ["two and a half million"]),
        ("half of them, two thirds, a third of contracts", ["half", "two thirds", "a third"]),
        ("three quarters of contracts", ["three quarters"]),
        ("five per cent", ["five per cent"]),
        ("Twelve suppliers", ["Twelve"]),
    ],
)
def test_a_number_in_words_is_a_warning(words: str, numbers: list[str]) -> None:
    assert typed(words) == numbers
    assert {one.severity for one in found(words, TYPED)} == {"warning"}


NO_NUMBERS = (
    # dates and times
    "5 December 2023; Thursday, 8 February 2024; 5th December; December 5, 2023; 20 Dec; Dec-23; December 2023",
    "31/03/2024, 2024-02-08, 20.12.2023, 12/2023", "5–7 December 2023, 1 April to 30 June",
    "2023/24, 2023-24, 2024-28, 2023/4, FY24, FY 2023/24, the 1990s", "in 2024, since 2021, by 2030, (2024), mid-2024",
    "from 2021 to 2025", "2024 saw growth", "the 2024 strategy", "to 2024 levels", "Lancashire 2050",
    "Q3, Q1-Q3, Q3 2023-24, Quarter 3 2023/24, quarter three, Quarters 1 to 3, the third quarter, H1",
    "the three months to 31 December 2023", "10am, 9.30am to 4pm, at 14:00",
    # references
    "Contract C001 and PO/77-b, order 4500012345, SOC01", "C001 Phase 2 of the 24 hour line",
    "Appendix 1, Appendix 'A', Appendices 1 and 2, Table 2, Figure 3, section 3, paragraph 4.2, page 5, pages 38-40",
    "Part 2, Schedule 12A, Standing Order C19, Standing Orders C19 and C20, Standing Order No. 25",
    "SI 2012/2089 reg 5(2), regs 6–7, Regulation (EU) 2016/679", "section 151 officer, s52(1), s.151, S151",
    "PPN 002, ISO 14001:2015, WCAG 2.2", "The Public Services (Social Value) Act 2012, the Procurement Act 2023",
    "Local Government Act 1972", "Social Value Policy and Framework 2024-28, Council Plan 2025-30",
    "Level 3, Year 11, Key Stage 2, Phase 2 contracts, Lot 4, version 1.2.3",
    "(01772) 534904, 01632 960001, +44 1632 960001, Tel: 534904", "PR1 8XJ, company number 01234567",
    "A59, M6, CO2e, CO₂, CO~2~, m², COVID-19, post-16",
    "https://example.org/113m, www.example.org/38, example.org/38, <a38@example.org>, returns_2024.csv",
    # ordinals, and what looks like a number
    "1st, 2nd, 38th, 1^st^, twenty-first century, first and second", "one contract, no one, one-off, two-tier",
    "first half, half-year, the other half, behalf, a quarter of a year", "Part I, Part II, IV, xii",
    "the two are never added", "value for each £1 spent, £'000, £m",
    # marks of Markdown
    "1. one\n2. more\n\n(i) one", "### 3.1 Risks\n\n3.2 The council", "One.[^1]\n\n[^1]: Note.",
    "Code: `38`.\n\n```\n38\n```", "[a](https://example.org/38)", "See @tbl-own5.\n\n::: {.x width=38}\nA\n:::",
    "| A |\n|:--|\n| x |\n\n: Own {#tbl-own5}", "| | 2022 | 2023 |\n|---|---|---|\n| x | y | z |",
    # facts and what is quoted
    "{{ returns_due }} of {{ sv_validated_to_date.contract.c001 }}",
    '{{ quoted("£2.2m", source="Full Council, 22 February 2024, item 38") }} and {{ quoted(“38”, source=“a survey”) }}',
)  # fmt: skip


@pytest.mark.parametrize("words", NO_NUMBERS)
def test_dates_references_and_ordinals_are_none(words: str) -> None:
    assert typed(words) == []


# ---- the nearest fact ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "near"),
    [
        ("£13.021m was validated", "it equals sv_validated_to_date as printed, £13.021m."),
        ("£13m was validated", "the nearest fact is sv_validated_to_date, £13.021m."),
        ("£113m was validated to date", "the nearest fact is sv_validated_to_date, £13.021m."),  # Rotherham, 2023
        ("£13.012m", "sv_validated_to_date, £13.021m."),  # two digits swapped
        ("£130.21m", "sv_validated_to_date, £13.021m."),
        ("£13,021 was validated", "sv_validated_to_date, £13.021m."),  # thousands for millions
        ("£20.6m was due", "sv_due_to_date, £20.578m."),
        ("Jobs and skills brought £2.3m", "sv_validated_to_date.theme.jobs, £2.345m."),
        ("80.6% of due", "it equals sv_share_of_due as printed, 80.6%."),
        ("81 per cent", "the nearest fact is sv_share_of_due, 80.6%."),
        ("four fifths", "the nearest fact is sv_share_of_due, 80.6%."),
        ("70 contracts are monitored", "it equals contracts_monitored as printed, 70."),
        ("70 returns were due", "it equals returns_due as printed, 70."),
        ("34 contracts are behind", "the nearest fact is contracts_behind, 43."),
        ("sixty-two returns", "it equals returns_received as printed, 62."),
        ("1,240 hours", "quantity_validated_to_date.measure.soc01, 1,204 hours."),
        ("| | £'000 |\n|---|--:|\n| Validated | 13,021 |", "it equals sv_validated_to_date as printed, £13.021m."),
        ("| | £m |\n|---|--:|\n| Validated | 13.0 |", "the nearest fact is sv_validated_to_date, £13.021m."),
    ],
)
def test_the_fact_that_was_probably_meant_is_named(words: str, near: str) -> None:
    [one] = found(words, TYPED)
    assert one.message.endswith(near)
    assert "is typed by hand; " in one.message


def test_the_finding_says_where_and_what_to_write() -> None:
    [one] = found("One.\n\nSuppliers delivered\n£113m to date.", first_line=4)
    assert (one.rule, one.severity, one.where.file, one.where.row) == (TYPED, "error", "params/x/detail.md", 7)
    assert one.message == "£113m is typed by hand; the nearest fact is sv_validated_to_date, £13.021m."
    assert one.remedy == (
        'Write {{ sv_validated_to_date }}, or {{ quoted("£113m", source="…") }} if it comes from elsewhere.'
    )


def test_where_no_fact_is_in_its_unit_the_finding_says_so() -> None:
    nothing = Figures(PERIOD, date(2024, 1, 19), "validated", Facts(()), ())
    [one] = narrative_findings([Narrative("detail", Path("detail.md"), "£5m")], nothing)
    assert one.message == "£5m is typed by hand, and no fact is in its unit."


# ---- totals --------------------------------------------------------------------------------------


def table(heading: str, *cells: str, last: str = "Total") -> str:
    rows = [f"| Row {'abcdefghij'[number]} | {cell} |" for number, cell in enumerate(cells[:-1])]
    return "\n".join([f"| Part | {heading} |", "|---|--:|", *rows, f"| **{last}** | **{cells[-1]}** |"])


@pytest.mark.parametrize(
    ("words", "line", "message"),
    [
        (table("Contracts", "38", "19", "5", "63"), 6, "Contracts: the figures add up to 62, and the total says 63."),
        (table("Value (£m)", "1.2", "2.3", "3.9"), 5, "add up to 3.5, and the total says 3.9."),
        (table("Value", "£1.2m", "£2.3m", "£13.5m"), 5, "add up to 3,500,000, and the total says £13.5m."),
        (table("Contracts", "{{ returns_received }}", "9", "70"), 5, "add up to 71, and the total says 70."),
        (table("Contracts", '{{ quoted("38", source="x") }}', "19", '{{ quoted("63", source="x") }}'), 5, "57"),
        (table("Contracts", "3", "4", "8", last="Grand total"), 5, "add up to 7, and the total says 8."),
        (table("Contracts", "3", "4", "8", last="County total"), 5, "add up to 7"),
        (table("Contracts", "3", "4", "8") + "\n| Last year | 5 |", 5, "add up to 7"),
        ("| T | A | B | Total |\n|---|--:|--:|--:|\n| x | 1 | 2 | 4 |", 3, "x: the figures add up to 3, and the"),
    ],
)
def test_rows_that_sum_to_another_total_are_an_error(words: str, line: int, message: str) -> None:
    [one] = found(words, TOTAL)
    assert (one.severity, one.where.row) == ("error", line)
    assert message in one.message


def test_what_rounding_allows_is_a_warning_until_a_note_says_so() -> None:
    words = table("£'000", "100", "200", "300", "601")  # Bath and North East Somerset, 2005
    [one] = found(words, TOTAL)
    assert one.severity == "warning"
    assert "Figures may not add because of rounding." in one.remedy
    assert found(f"{words}\n\nFigures may not add because of rounding.", TOTAL) == []


@pytest.mark.parametrize(
    "words",
    [
        table("Contracts", "38", "19", "5", "62"),
        table("Contracts", "38", "-", "38"),
        table("% of due", "80", "70", "75"),
        table("Rate", "80", "70", "75"),
        table("Contracts", "38", "n/a", "40"),
        table("Contracts", "38", "5", "40", last="Average"),
        table("Value (£m)", "(1.2)", "2.3", "1.1"),
        table("Contracts", "38", "5 late", "40"),
        table("Figure", "70", "62", "5", last="Total validated"),
        table("Figure", "70", "£62", "5"),
        "| T | N |\n|---|--:|\n| a | 1 |\n| b | 2 |\n| Subtotal | 3 |\n| c | 4 |\n| Total | 7 |",
    ],
)
def test_a_total_that_adds_or_cannot_be_added_is_no_finding(words: str) -> None:
    assert found(words, TOTAL) == []


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("38 of 63 were met or on track, 19 amber, 5 red.", "38 + 19 + 5 = 62, and the sentence says 63."),  # Cumbria
        ("Of 63 indicators, 38 are green, 19 amber and 5 red.", "38 + 19 + 5 = 62, and the sentence says 63."),
        ("63 indicators in all: 38 green, 19 amber, 5 red.", "38 + 19 + 5 = 62"),
        ("38 of {{ contracts_monitored }} are green, 19 amber, 5 red.", "and the sentence says 70."),
    ],
)
def test_parts_that_do_not_make_the_whole(words: str, message: str) -> None:
    [one] = found(words, PARTS)
    assert one.severity == "error"
    assert message in one.message


@pytest.mark.parametrize(
    "words",
    [
        "39 of 63 were on track, 19 amber, 5 red.",
        "38 of 63 are rated: 20 green, 10 amber, 8 red.",
        "62 of the 70 returns were received, 4 late and 3 sent again.",
        "38 of 63 contracts are behind.",
    ],
)
def test_parts_that_do(words: str) -> None:
    assert found(words, PARTS) == []


# ---- periods -------------------------------------------------------------------------------------

QUARTER, LAST = "{{ sv_validated_quarter }}", "{{ sv_validated_last_quarter }}"
YTD, TO_DATE = "{{ sv_validated_ytd }}", "{{ sv_validated_to_date }}"

OF_OTHERS = (
    (f"In Quarter 2 2023/24, {QUARTER} was validated.", "error", "Quarter 2 2023/24", "sv_validated_last_quarter"),
    (f"{QUARTER} was validated in the second quarter.", "error", "the second quarter", "sv_validated_last_quarter"),
    (f"In {{{{ last_period }}}} {QUARTER} was validated.", "error", "Quarter 2 2023/24", "sv_validated_last_quarter"),
    (f"In Q1 {QUARTER}.", "error", "Q1", "sv_validated_quarter.quarter.2023_24_q1"),
    (f"In Quarter\n2, {QUARTER}.", "error", "Quarter 2", "sv_validated_last_quarter"),
    (f"In {{{{ period }}}} {YTD} was validated.", "error", "Quarter 3 2023/24", "sv_validated_quarter"),
    (f"In 2022/23 {YTD} was validated.", "error", "2022/23", "Name the period"),
    (f"During Q4 2022-23 {QUARTER}.", "error", "Q4 2022-23", "Name the period"),
    (f"In the three months to 30 September 2023, {QUARTER}.", "error", "three months to 30", "last_quarter"),
    (f"Between July and September 2023 {QUARTER}.", "error", "July and September 2023", "last_quarter"),
    (f"At 30 September 2023 {TO_DATE} was validated.", "error", "At 30 September 2023", "Name the period"),
    (f"By the end of {{{{ last_period }}}} {TO_DATE}.", "error", "Quarter 2 2023/24", "Name the period"),
    ("{{ returns_due }} returns were due for Quarter 2.", "error", "Quarter 2", "Name the period"),
    ("{{ sv_validated_same_quarter_last_year }} in Quarter 3.", "error", "Quarter 3", "sv_validated_quarter"),
    (f"In the year to date {QUARTER}.", "warning", "year to date", "sv_validated_ytd"),
    (f"{QUARTER} to date.", "warning", "to date", "sv_validated_to_date"),
    (f"{QUARTER} last quarter.", "warning", "last quarter", "sv_validated_last_quarter"),
    (f"Last year {QUARTER} was validated.", "warning", "Last year", "sv_validated_same_quarter_last_year"),
    (f"{YTD} over the life of contracts.", "warning", "life of contracts", "Name the period"),
    (f"- Quarter 2: {QUARTER}", "error", "Quarter 2", "last_quarter"),
    (f"### {QUARTER} in Quarter 2", "error", "Quarter 2", "last_quarter"),
    (f"| | £ |\n|---|---|\n| Quarter 2 | {QUARTER} |", "error", "Quarter 2", "last_quarter"),
    (f"| | Quarter 2 | Quarter 3 |\n|---|---|---|\n| V | {LAST} | {LAST} |", "error", "Quarter 3", "_quarter"),
    (f"In Quarter 3 {QUARTER} and in Quarter 2 {{{{ sv_reported_quarter }}}}.", "error", "Quarter 2", "Name"),
)  # fmt: skip


@pytest.mark.parametrize(("words", "severity", "said", "remedy"), OF_OTHERS)
def test_a_fact_of_another_period_than_its_sentence_names(words: str, severity: str, said: str, remedy: str) -> None:
    [one] = found(words, OTHER)
    assert one.severity == severity
    assert said in one.message
    assert remedy in one.remedy


def test_the_finding_names_both_periods_and_the_line_of_the_fact() -> None:
    [one] = found(f"One.\n\nIn Quarter 2 2023/24,\n{QUARTER} was validated.", OTHER, first_line=3)
    assert one.message == 'The sentence says "Quarter 2 2023/24", but sv_validated_quarter is over Quarter 3 2023/24.'
    assert one.remedy == (
        "Write {{ sv_validated_last_quarter }}, or name the period that sv_validated_quarter is over."
    )
    assert (one.where.file, one.where.row, one.where.found) == ("params/x/detail.md", 6, "sv_validated_quarter")


def test_two_facts_swapped_are_two_findings() -> None:
    swapped = f"{QUARTER} was validated in Quarter 2, up from {LAST} in Quarter 3."
    assert [one.where.found for one in found(swapped, OTHER)] == ["sv_validated_quarter", "sv_validated_last_quarter"]


OWN = (
    f"In {{{{ period }}}} {QUARTER} was validated, {YTD} in the year to date and {TO_DATE} to date.",
    f"{QUARTER} was validated in Quarter 3, up from {LAST} in Quarter 2.",
    f"Quarter 3: {QUARTER}; Quarter 2: {LAST}.",
    f"{QUARTER} (Quarter 2: {LAST}) was validated in Quarter 3.",
    f"{LAST} and {QUARTER} were validated in Quarter 2 and Quarter 3.",
    f"Between Quarter 2 and Quarter 3 it fell from {LAST} to {QUARTER}.",
    f"Compared with Quarter 2, {QUARTER} was validated.",
    "Since Quarter 2 the share has risen to {{ sv_share_of_due }}.",
    "This is {{ sv_change_on_last_quarter }} less than in Quarter 2.",
    f"This quarter's {QUARTER} is below last quarter's {LAST}.",
    f"The same quarter last year saw {{{{ sv_validated_same_quarter_last_year }}}}, and {QUARTER} this quarter.",
    f"It rose from {{{{ sv_validated_ytd_last_year }}}} last year to {YTD} this year.",
    f"By the end of {{{{ period }}}} {TO_DATE} had been validated, {{{{ sv_share_of_due }}}} of {{{{ sv_due_to_date }}}}.",
    f"At 31 December 2023 {TO_DATE} had been validated.",
    f"As at 19 January 2024, {QUARTER} of Quarter 3 had been validated.",
    "Over the life of contracts {{ sv_committed_life }} is promised.",
    "Suppliers had committed {{ sv_committed_life }} by 31 December 2023.",
    f"From April to December 2023, or in Quarters 1 to 3 of 2023/24, {YTD} was validated.",
    f"In the three months to 31 December 2023 {QUARTER} was validated.",
    f"In 2023/24 {YTD} was validated so far; {{{{ sv_forecast_year_end }}}} is forecast for 2023/24.",
    "{{ returns_received }} of the {{ returns_due }} returns due for {{ period }} were received by {{ as_at }}.",
    "{{ contracts_behind }} of the {{ contracts_monitored }} contracts are behind what was due to date.",
    "{{ sv_validated_quarter.quarter.2023_24_q1 }} in Quarter 1 2023/24.",
    f"The target of the 2022/23 strategy was missed: {QUARTER}.",
    f"| | {{{{ period }}}} | {{{{ last_period }}}} |\n|---|---|---|\n| Validated | {QUARTER} | {LAST} |",
    f"- {QUARTER} in Quarter 3\n- {LAST} in Quarter 2",
    f"The contract began in 2022/23. So far {TO_DATE} was validated, e.g. in Burnley.",
)  # fmt: skip


@pytest.mark.parametrize("words", OWN)
def test_a_fact_of_the_period_that_is_said_of_it_is_no_finding(words: str) -> None:
    assert found(words, OTHER) == []


# ---- in a report ---------------------------------------------------------------------------------


def report_of(folder: Path, narrative: dict[str, str | bytes]) -> Report:
    workbench = bench(folder, narrative=narrative)
    edition, _ = load(workbench)
    return Report(edition, FIGURES, Tables(folder / "none"), workbench.templates)


@pytest.mark.parametrize("lines", ["\n\nOne.\nOf 38.\n", "\r\n\r\nOne.\r\nOf 38.\r\n", "\ufeff\r\rOne.\rOf 38."])
def test_the_line_is_the_files_own_whatever_its_line_ends(lines: str, tmp_path: Path) -> None:
    [one] = report_of(tmp_path, {"legal.md": lines.encode()}).narrative_findings
    assert (one.where.file, one.where.row) == (f"params/{ID}/legal.md", 4)


def printed(report: Report) -> str:
    return "\n\n".join(block.manuscript for block in report.section("legal"))


def test_what_is_quoted_is_printed_with_its_source_behind_it(tmp_path: Path) -> None:
    words = 'The threshold is {{ quoted("£2.2m", source="Full *Council*, 2024") }} now.\n'
    report = report_of(tmp_path, {"legal.md": words})
    assert printed(report).endswith(r"The threshold is £2.2m (source: Full \*Council\*, 2024) now.")
    assert report.narrative_findings == ()


def test_in_a_table_the_sources_stand_below_its_caption(tmp_path: Path) -> None:
    rows = '| A | {{ quoted("12", source="Survey") }} |\n| B | {{ quoted("13", source="Census, p 4") }} |'
    words = f"| Part | Hours |\n|---|--:|\n{rows}\n\n: Own {{#tbl-own}}\n\nAfter.\n"
    assert printed(report_of(tmp_path, {"legal.md": words})).endswith(
        "| A | 12 |\n| B | 13 |\n\n: Own {#tbl-own}\n\nSources: Survey (12); Census, p 4 (13).\n\n\nAfter."
    )


def test_sources_of_a_table_that_ends_the_text_are_not_lost(tmp_path: Path) -> None:
    words = '| Part | Hours |\n|---|--:|\n| A | {{ quoted("12", source="Survey") }} |\n'
    assert printed(report_of(tmp_path, {"legal.md": words})).endswith("| A | 12 |\n\n\nSource: Survey (12).")


def examples() -> Iterable[Report]:
    return [open_report(id_, root=ROOT) for id_ in (ID, "2023-12-07")]


def test_the_examples_and_the_councils_drafts_are_clean() -> None:
    for report in examples():
        assert report.narrative_findings == ()
    drafts = report.edition.drafts
    assert {"brief_summary", "detail", "risk_management", "financial"} <= set(drafts)
    assert set(drafts.values()) <= set(report.edition.printed)
