"""What moved and which contracts account for it, on tables drawn by hand: every case has a true sentence."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from sv_report.exhibits.records import build
from sv_report.exhibits.words import Words
from sv_report.measures import Conventions
from sv_report.measures.figures import Figures, compute
from sv_report.params.period import Period
from tests.drawn import tables
from tests.unit.test_exhibits import AMBER, GREEN, RED

STANDARD = Conventions(bands=(GREEN, AMBER, RED), last_as_at=date(2023, 11, 10))
MEASURES = {
    "measures": "ref | theme\nM1 | Jobs\nM2 | Places",
    "value_book": "measure | proxy_gbp\nM1 | 1000\nM2 | 1000",
}
CONTRACTS = """
    ref | title    | start      | end
    C1  | Roads    | 2022-04-01 | 2026-03-31
    C2  | Bridges  | 2022-04-01 | 2026-03-31
    C3  | Lamps    | 2022-04-01 | 2023-09-30
    C4  | Schools  | 2022-04-01 | 2026-03-31
    C5  | Parks *  | 2023-10-01 | 2026-03-31
"""
COMMITMENTS = """
    contract | measure | period     | quantity
    C1       | M1      | 2023-24 Q2 | 100
    C1       | M1      | 2023-24 Q3 | 100
    C2       | M2      | 2023-24 Q2 | 50
    C2       | M2      | 2023-24 Q3 | 50
    C3       | M1      | 2023-24 Q2 | 20
    C4       | M1      | 2023-24 Q2 | 10
    C5       | M2      | 2023-24 Q3 | 70
"""
RETURNS = """
    contract | period     | received_on
    C1       | 2023-24 Q2 | 2023-10-10
    C1       | 2023-24 Q3 | 2024-01-10
    C2       | 2023-24 Q2 | 2023-10-10
    C3       | 2023-24 Q2 | 2023-10-10
    C4       | 2023-24 Q2 | 2023-12-10
    C5       | 2023-24 Q3 | 2024-01-10
"""
DELIVERIES = """
    contract | measure | period     | quantity_claimed | quantity_validated | validated_on
    C1       | M1      | 2023-24 Q2 | 100              | 90                 | 2023-10-20
    C1       | M1      | 2023-24 Q3 | 80               | 30                 | 2024-01-12
    C2       | M2      | 2023-24 Q2 | 50               | 50                 | 2023-10-20
    C3       | M1      | 2023-24 Q2 | 20               | 20                 | 2023-10-20
    C4       | M1      | 2023-24 Q2 | 10               | 10                 | 2023-12-20
    C5       | M2      | 2023-24 Q3 | 70               | 70                 | 2024-01-12
"""
DRAWN = MEASURES | {
    "contracts": CONTRACTS, "commitments": COMMITMENTS, "returns": RETURNS, "deliveries": DELIVERIES,
}  # fmt: skip


def figures(folder: Path, period: str = "2023-24 Q3", conventions: Conventions = STANDARD, **drawn: str) -> Figures:
    made = tables(folder, **(DRAWN | drawn))
    return compute(made, Period.parse(period), date(2024, 1, 19), conventions)


def said(name: str, made: Figures) -> list[str]:
    built = build(name, made)
    assert isinstance(built, Words)
    return built.markdown(live=False).replace("\\", "").splitlines()


# ---- the headline against earlier periods --------------------------------------------------------


def test_each_comparison_says_from_what_by_how_much_and_which_way_is_good(tmp_path: Path) -> None:
    last, year_ago, year, awaiting = said("moved", figures(tmp_path))
    assert last == (
        "- Validated social value in Quarter 3 2023/24 is £0.100m, down from £0.170m in Quarter 2 2023/24. "
        "The change is -£0.070m (-41.2%), which is adverse."
    )
    assert year_ago == "- It cannot be compared with Quarter 3 2022/23: the data does not go back so far."
    assert year == (
        "- In the year to the end of Quarter 3 2023/24 it is £0.270m. It cannot be compared with the year to the end "
        "of Quarter 3 2022/23: the data does not go back so far."
    )
    assert awaiting == "- Nothing that suppliers reported for Quarter 3 2023/24 awaits validation."


def test_what_awaits_validation_is_said_beside_the_change(tmp_path: Path) -> None:
    waiting = DELIVERIES.replace("| 30                 | 2024-01-12", "|                    |")
    *_, last = said("moved", figures(tmp_path, deliveries=waiting))
    assert last == (
        "- Of the £0.150m that suppliers reported for Quarter 3 2023/24, £0.080m awaits validation and is not counted "
        "yet. For Quarter 2 2023/24 they reported £0.180m."
    )


def test_where_reported_value_leads_nothing_is_said_to_be_uncounted(tmp_path: Path) -> None:
    made = figures(tmp_path, conventions=replace(STANDARD, headline="reported"))
    lines = said("moved", made)
    assert lines[0].startswith("- Reported social value in Quarter 3 2023/24 is £0.150m, down from £0.180m")
    assert "validation" not in " ".join(lines)


def test_a_change_from_nothing_has_a_size_and_no_percentage(tmp_path: Path) -> None:
    nothing = "\n".join(line for line in DELIVERIES.splitlines() if "Q2" not in line)
    first, *_ = said("moved", figures(tmp_path, deliveries=nothing))
    assert first == (
        "- Validated social value in Quarter 3 2023/24 is £0.100m, up from £0.000m in Quarter 2 2023/24. The change is "
        "£0.100m, which is favourable. A change from £0.000m has no percentage."
    )


def test_no_change_is_said_as_none(tmp_path: Path) -> None:
    same = DELIVERIES.replace("| 70                 ", "| 140                ").replace("| 70  ", "| 140 ")
    assert said("moved", figures(tmp_path, deliveries=same))[0] == (
        "- Validated social value in Quarter 3 2023/24 is £0.170m, the same as in Quarter 2 2023/24."
    )


def test_where_no_return_of_the_period_came_that_is_said_and_no_number(tmp_path: Path) -> None:
    silent = {"returns": "\n".join(line for line in RETURNS.splitlines() if "Q3" not in line)}
    made = figures(tmp_path, **silent)
    for name in ("moved", "moved_in_brief", "moved_by", "moved_themes"):
        (line,) = said(name, made)
        assert line.startswith("No return for Quarter 3 2023/24 had been received by 19 January 2024.")
        assert "£" not in line


def test_before_any_contract_had_begun_there_is_nothing_to_compare_with(tmp_path: Path) -> None:
    late = CONTRACTS.replace("2022-04-01", "2023-10-01").replace("2023-09-30", "2025-09-30")
    first, *_ = said("moved", figures(tmp_path, contracts=late))
    assert first.endswith("It cannot be compared with Quarter 2 2023/24: no contract had begun by then.")
    (by,) = said("moved_by", figures(tmp_path, contracts=late))
    assert by == (
        "Quarter 3 2023/24 cannot be compared with Quarter 2 2023/24: no contract had begun by then. "
        "Which contracts moved cannot be stated."
    )


def test_a_year_stands_against_the_year_before_alone(tmp_path: Path) -> None:
    earlier = COMMITMENTS + "    C1 | M1 | 2022-23 Q1 | 10\n"
    returns = RETURNS + "    C1 | 2022-23 Q1 | 2022-07-10\n"
    deliveries = DELIVERIES + "    C1 | M1 | 2022-23 Q1 | 10 | 10 | 2022-07-20\n"
    made = figures(tmp_path, "2023-24", commitments=earlier, returns=returns, deliveries=deliveries)
    lines = said("moved", made)
    assert len(lines) == 2
    assert lines[0].startswith("- Validated social value in 2023/24 is £0.270m, up from £0.010m in 2022/23.")


# ---- contracts -----------------------------------------------------------------------------------


def test_contracts_account_for_the_whole_change_silent_ended_and_new_ones_too(tmp_path: Path) -> None:
    made = figures(tmp_path)
    lead, _, *bullets = said("moved_by", made)
    assert lead == (
        "Validated social value has fallen on 4 contracts, which comes to -£0.140m. It has risen on 1 contract, which "
        "comes to £0.070m. Together these make the change of -£0.070m on Quarter 2 2023/24. "
        "The three largest falls make up 92.9% of all falls."
    )
    assert bullets == [
        "- C1 Roads, a change of -£0.060m.",
        "- C2 Bridges, a change of -£0.050m. No return for Quarter 3 2023/24 has been received.",
        "- C3 Lamps, a change of -£0.020m. It was not active in Quarter 3 2023/24.",
        "- C5 Parks *, a change of £0.070m.",
    ]
    parts = [
        fact.value or Decimal(0) for _, fact in made.facts.members("sv_part_of_change_on_last_quarter", "contract")
    ]
    assert sum(parts) == made.facts["sv_change_on_last_quarter"].value


def test_of_two_alike_the_first_by_its_reference_stands_first(tmp_path: Path) -> None:
    alike = DELIVERIES.replace("| 50                 ", "| 20                 ")
    _, _, _, *bullets = said("moved_by", figures(tmp_path, deliveries=alike))
    assert [line.split()[1] for line in bullets[:2]] == ["C2", "C3"]


def test_a_contract_s_claims_that_nobody_has_looked_at_are_said_beside_its_fall(tmp_path: Path) -> None:
    waiting = DELIVERIES.replace("| 30                 | 2024-01-12", "|                    |")
    _, _, first, *_ = said("moved_by", figures(tmp_path, deliveries=waiting))
    assert first == (
        "- C1 Roads, a change of -£0.090m. All of the £0.080m that it reported for Quarter 3 2023/24 awaits validation."
    )


def test_a_contract_s_name_is_printed_and_never_obeyed(tmp_path: Path) -> None:
    built = build("moved_by", figures(tmp_path, contracts=CONTRACTS.replace("Roads  ", "[x](y) <b>")))
    assert isinstance(built, Words)
    assert r"C1 \[x\](y) \<b\>, a change of" in built.markdown()


# ---- themes, the last report, contracts behind ---------------------------------------------------


def test_the_themes_that_moved_most_stand_first_with_their_rating_and_since_when(tmp_path: Path) -> None:
    _, _, *bullets = said("moved_themes", figures(tmp_path))
    assert bullets == [
        "- Jobs, a change of -£0.090m. Its share of due to date is 65.2%, rated Stalled. That is worse than at the end "
        "of Quarter 2 2023/24. It cannot be compared with the end of Quarter 3 2022/23.",
        "- Places, a change of £0.020m. Its share of due to date is 70.6%, rated Slow. That is worse than at the end of "
        "Quarter 2 2023/24. It cannot be compared with the end of Quarter 3 2022/23.",
    ]


def test_what_the_last_report_said_stands_beside_what_is_known_now(tmp_path: Path) -> None:
    (line,) = said("revised", figures(tmp_path))
    assert line == (
        "The last report, on data up to 10 November 2023, gave £0.160m as validated in Quarter 2 2023/24. It is now "
        "known to be £0.170m, a revision of £0.010m. It is of C4 Schools alone."
    )


def test_a_figure_that_was_not_revised_stands(tmp_path: Path) -> None:
    (line,) = said("revised", figures(tmp_path, conventions=replace(STANDARD, last_as_at=date(2024, 1, 5))))
    assert line == "The last report's figure for Quarter 2 2023/24, £0.170m validated, stands."


def test_contracts_behind_are_held_against_those_behind_at_the_end_of_the_last_period(tmp_path: Path) -> None:
    (line,) = said("behind", figures(tmp_path))
    assert line == (
        "2 of the 4 contracts monitored are behind what was due to date. That is more than at the end of Quarter 2 "
        "2023/24: 1 of 4, as now known."
    )


# ---- without a value book ------------------------------------------------------------------------

NO_VALUES = {
    "value_book": "measure | proxy_gbp",
    "contracts": "\n".join(
        f"{line} | {'value_book' if 'ref' in line else '-'}" for line in CONTRACTS.strip().splitlines()
    ),
}


def test_without_a_value_book_commitments_on_schedule_move_instead(tmp_path: Path) -> None:
    made = figures(tmp_path, **NO_VALUES)
    assert said("moved", made) == [
        "By the end of Quarter 3 2023/24, 3 of the 5 commitments due are on schedule, or 60.0%. At the end of Quarter 2 "
        "2023/24, as now known, 75.0% of the commitments then due were on schedule. The share is down, which is adverse."
    ]
    assert said("moved_by", made)[2:] == ["- C2 Bridges: 0, against 1 then."]
    assert said("moved_themes", made)[2:] == ["- Places: 50.0%, against 100.0% then. It is rated Stalled now."]
    for name in ("revised", "behind", "still_open", "at_risk"):
        assert "£" not in "".join(said(name, made))
