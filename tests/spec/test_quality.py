"""Specification of the data's quality: what makes the figures less sure, and how far it could move the headline."""

import pickle
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from sv_report.errors import DataError
from sv_report.exhibits.records import build
from sv_report.exhibits.table import Table
from sv_report.exhibits.words import Words
from sv_report.measures.conventions import Conventions
from sv_report.measures.figures import Figures, compute
from sv_report.measures.quality import Concern, Quality
from sv_report.params.edition import Accepted
from sv_report.params.period import Period
from tests.drawn import tables
from tests.drawn_quality import counted_tables

Q3 = Period.parse("2023-24 Q3")
AS_AT = date(2024, 1, 19)
ONE = {
    "contracts": "ref\nC1\nC2",
    "measures": """
        ref | unit  | valued      | counts_as
        M1  | hours | valued      | additional
        M2  | GBP   | valued      | local
        M3  | weeks | record-only | additional
    """,
    "value_book": "measure | proxy_gbp\nM1 | 10\nM2 | 1",
    "commitments": """
        contract | measure | period     | quantity
        C1       | M1      | 2023-24 Q3 | 500
        C2       | M1      | 2023-24 Q3 | 300
        C1       | M2      | 2023-24 Q3 | 900
        C1       | M3      | 2023-24 Q3 | 12
    """,
    "returns": """
        contract | period     | version | due_on     | received_on
        C1       | 2023-24 Q3 | 1       | 2024-01-15 | 2024-01-16
        C1       | 2023-24 Q3 | 2       | 2024-01-15 | 2024-01-18
        C2       | 2023-24 Q3 | 1       | 2024-01-15 |
    """,
    "deliveries": """
        contract | measure | period     | return_version | quantity_claimed | quantity_validated | validated_on | estimated
        C1       | M1      | 2023-24 Q3 | 1              | 999              |                    |              | yes
        C1       | M1      | 2023-24 Q3 | 2              | 100              | 80                 | 2024-01-18   | yes
        C1       | M1      | 2023-24 Q3 | 2              | 50               |                    |              | no
        C1       | M2      | 2023-24 Q3 | 2              | 700              | 700                | 2024-01-18   | yes
        C1       | M3      | 2023-24 Q3 | 2              | 8                | 6                  | 2024-01-18   | yes
    """,
}
READ = "file | table_name | rows | read | header | rejected\ndeliveries.csv | deliveries"


def figures(folder: Path, *, headline: str = "validated", accounts: str = "", rejected: str = "", accept=(),
            limit: Decimal | None = None, rules_off: frozenset[str] = frozenset(), **drawn: str) -> Figures:  # fmt: skip
    made = counted_tables(folder, accounts, rejected, **drawn)
    return compute(made, Q3, AS_AT, Conventions(headline=headline), accept=accept, limit=limit, rules_off=rules_off)


def quality(folder: Path, **more) -> Quality:
    return figures(folder, **more).quality


def counts(concern: Concern) -> tuple[int | None, int | None, int | None]:
    return concern.rows, concern.of, concern.contracts


# ---- coverage, late, sent again, estimated -------------------------------------------------------


def test_what_was_due_without_a_return_could_raise_the_headline(tmp_path: Path) -> None:
    found = figures(tmp_path, **ONE)
    missing = found.quality.concern("returns_missing")
    assert counts(missing) == (1, 2, 1)
    assert (missing.stake.direction, missing.stake.gbp) == ("up", 3000)
    assert counts(found.quality.concern("due_not_reported_on")) == (1, 4, 1)
    assert found.facts["sv_share_of_due_covered"].value == Decimal("0.625")  # 5,000 of 8,000
    assert found.facts["quality_rows.concern.returns_missing"].value == 1
    assert found.facts["quality_at_stake.concern.returns_missing"].display == "£0.003m"


@pytest.mark.parametrize(("name", "direction"), [("late", "down"), ("resubmitted", "up or down")])
def test_lines_of_late_and_resubmitted_returns_are_counted_by_the_part_in_the_headline(
    name: str, direction: str, tmp_path: Path
) -> None:
    found = quality(tmp_path, **ONE).concern(name)
    assert counts(found) == (4, 4, 1)  # the version that was replaced is in no figure
    assert (found.stake.direction, found.stake.gbp, found.stake.local) == (direction, 800, 700)
    assert found.stake.quantities == (("weeks", 6),)  # no value: said in its own unit
    assert found.stake.unvalued == 2


def test_a_reported_headline_rests_on_all_that_is_claimed(tmp_path: Path) -> None:
    assert quality(tmp_path, headline="reported", **ONE).concern("late").stake.gbp == 1500


def test_estimates_are_counted_and_where_no_return_says_so_they_are_not_nought(tmp_path: Path) -> None:
    told, untold = tmp_path / "told", tmp_path / "untold"
    for folder in (told, untold):
        folder.mkdir()
    found = quality(told, **ONE).concern("estimated")
    assert counts(found) == (3, 4, 1)
    assert found.stake.gbp == 800
    silent = ONE["deliveries"].replace("yes", "").replace("| no\n", "|\n")
    found = figures(untold, **ONE | {"deliveries": silent})
    assert counts(found.quality.concern("estimated")) == (None, 4, None)
    assert found.facts["quality_rows.concern.estimated"].figure == "[x]"


def test_without_a_value_book_quantities_are_said_in_their_units(tmp_path: Path) -> None:
    found = figures(tmp_path, **ONE | {"value_book": "measure | proxy_gbp"})
    stake = found.quality.concern("late").stake
    assert (stake.gbp, stake.local) == (None, None)
    assert stake.quantities == (("GBP", 700), ("hours", 80), ("weeks", 6))
    printed = build("data_quality", found).markdown(live=False)
    assert "80 hours" in printed
    assert "£700" in printed


def test_a_level_held_for_a_quarter_is_a_quarter_of_a_year(tmp_path: Path) -> None:
    stock = ONE | {
        "measures": "ref | unit | over_time\nM1 | FTE | stock\nM2 | FTE | stock\nM3 | hours | flow",
        "value_book": f"{ONE['value_book']}\nM3 | 0",
    }
    assert quality(tmp_path, **stock).concern("late").stake.gbp == 375  # 80 × £10 and 700 × £1, a quarter of each


# ---- rejected rows -------------------------------------------------------------------------------


REJECTED = """
    rule              | table_name | origin_file    | origin_row | contract | measure | period     | quantity | message
    number-unreadable | deliveries | deliveries.csv | 9          | C1       | M1      | 2023-24 Q3 |          | "12?"
    validated-above   | deliveries | deliveries.csv | 10         | C1       | M1      | 2023-24 Q3 | 40       | too much
    validated-above   | deliveries | deliveries.csv | 11         | C1       | M3      | 2023-24 Q3 | 5        | too much
    validated-above   | deliveries | deliveries.csv | 12         | C1       | M1      | 2024-25 Q1 | 77       | too much
"""


def test_rejected_lines_could_raise_the_headline_by_what_could_be_read_of_them(tmp_path: Path) -> None:
    found = quality(tmp_path, accounts=f"{READ} | 10 | 5 | 1 | 4", rejected=REJECTED, **ONE)
    concern = found.concern("rejected_deliveries")
    assert counts(concern) == (4, 9, 1)
    assert (concern.stake.direction, concern.stake.gbp, concern.stake.quantities) == ("up", 400, (("weeks", 5),))
    assert concern.stake.unsaid == 1  # its quantity could not be read; the last is of a later period


def test_nothing_rejected_is_said_and_where_the_folder_does_not_tell_it_is_not_nought(tmp_path: Path) -> None:
    whole, old = tmp_path / "whole", tmp_path / "old"
    for folder in (whole, old):
        folder.mkdir()
    assert counts(quality(whole, accounts=f"{READ} | 6 | 5 | 1 | 0", **ONE).concern("rejected")) == (0, 5, 0)
    found = compute(tables(old, **ONE), Q3, AS_AT).quality
    assert counts(found.concern("rejected")) == (None, None, None)
    assert found.concern("against_rules").rows is None


@pytest.mark.parametrize(("read", "rejected", "is_too_much"), [(95, 5, False), (94, 6, True)])
def test_more_rejected_rows_than_the_limit_are_an_error(
    read: int, rejected: int, is_too_much: bool, tmp_path: Path
) -> None:
    accounts = f"{READ} | 101 | {read} | 1 | {rejected}"
    if not is_too_much:
        figures(tmp_path, accounts=accounts, limit=Decimal("0.05"), **ONE)
        return
    with pytest.raises(DataError) as refused:
        figures(tmp_path, accounts=accounts, limit=Decimal("0.05"), **ONE)
    [found] = refused.value.findings
    assert (found.rule, found.severity) == ("rejected-above-limit", "error")
    assert found.message == "6 of 100 rows of deliveries were rejected (6 %); the limit is 5 %"


@pytest.mark.parametrize(
    ("row", "share"),
    [
        ("x | deliveries | C2 | M1 | 2023-24 Q3 |", "37.5 %"),  # 3,000 of 8,000
        ("x | deliveries | C2 | | |", "37.5 %"),  # of any of its commitments
        ("x | contracts | C1 | | |", ""),  # another row of C1 stays: all of it is counted
        ("key-duplicate | returns | C1 | | 2023-24 Q3 |", ""),
        ("x | commitments | C2 | M1 | 2023-24 Q3 | 300", ""),  # nor is it counted twice in the whole
        ("x | returns | C1 | | 2023-24 Q3 |", "62.5 %"),
        ("x | commitments | C2 | M1 | 2023-24 Q2 | 200", "20 %"),  # is not among the 8,000: 2,000 of 10,000
        ("x | deliveries | | | |", ""),  # about no contract that could be named: counted with the rows
        ("x | deliveries | C2 | M1 | 2023-24 Q1 |", ""),  # nothing was due of it
    ],
)
def test_committed_value_that_rejected_rows_touch_has_the_same_limit(row: str, share: str, tmp_path: Path) -> None:
    asked = {
        "accounts": f"{READ} | 1001 | 999 | 1 | 1",
        "rejected": f"rule | table_name | contract | measure | period | quantity\n{row}",
        "limit": Decimal("0.05"),
        **ONE,
        "commitments": "contract | measure | period | quantity\nC1 | M1 | 2023-24 Q3 | 500\nC2 | M1 | 2023-24 Q3 | 300",
    }
    if not share:
        figures(tmp_path, **asked)
        return
    with pytest.raises(DataError) as refused:
        figures(tmp_path, **asked)
    [found] = refused.value.findings
    assert found.message == f"rejected rows touch {share} of the social value committed to date; the limit is 5 %"


@pytest.mark.parametrize(
    ("row", "left"),
    [
        ("x | contracts | C1 | | |", {"contracts": "ref\nC2"}),  # no row of C1 stays
        ("key-duplicate | returns | C1 | | 2023-24 Q3 |", {"returns": "contract | period\nC2 | 2023-24 Q3", "deliveries": "contract"}),
        ("x | commitments | C1 | M1 | 2023-24 Q3 | 500", {"commitments": "contract | measure | period | quantity\nC2 | M1 | 2023-24 Q3 | 300"}),
    ],
)  # fmt: skip
def test_a_rejected_row_touches_what_no_other_row_of_its_key_stands_for(
    row: str, left: dict[str, str], tmp_path: Path
) -> None:
    commitments = "contract | measure | period | quantity\nC1 | M1 | 2023-24 Q3 | 500\nC2 | M1 | 2023-24 Q3 | 300"
    asked = {
        "accounts": f"{READ} | 1001 | 999 | 1 | 1",
        "rejected": f"rule | table_name | contract | measure | period | quantity\n{row}",
        "limit": Decimal("0.05"),
        **ONE,
        "commitments": commitments,
    }
    with pytest.raises(DataError, match=r"touch 62\.5 % of the social value"):
        figures(tmp_path, **asked | left)


def test_a_commitment_that_stays_is_not_added_to_by_a_second_row_of_it(tmp_path: Path) -> None:
    commitments = "contract | measure | period | quantity\nC1 | M1 | 2023-24 Q3 | 500\nC2 | M1 | 2023-24 Q3 | 300"
    rejected = """
        rule          | table_name  | contract | measure | period     | quantity
        key-duplicate | commitments | C1       | M1      | 2023-24 Q3 | 5000
        x             | deliveries  | C2       | M1      | 2023-24 Q3 |
    """
    with pytest.raises(DataError, match=r"touch 37\.5 % of"):  # 3,000 of 8,000, not of 58,000
        figures(tmp_path, accounts=f"{READ} | 1001 | 999 | 1 | 1", rejected=rejected, limit=Decimal("0.05"),
                **ONE | {"commitments": commitments})  # fmt: skip


def test_an_edition_may_accept_that_the_limit_is_passed(tmp_path: Path) -> None:
    accept = [Accepted("rejected-above-limit", "The portal was closed for a week.")]
    accounts = f"{READ} | 101 | 50 | 1 | 50"
    found = figures(tmp_path, accounts=accounts, limit=Decimal("0.05"), accept=accept, **ONE)
    assert found.quality.accepted[0].reason == "The portal was closed for a week."


# ---- rejected commitments whose size could not be read -------------------------------------------


SIZED = """
    contract | measure | period     | quantity
    C1       | M1      | 2023-24 Q1 | 400
    C1       | M1      | 2023-24 Q2 | 0
    C1       | M1      | 2023-24 Q3 | 600
    C1       | M2      | 2023-24 Q3 | 900
    C1       | M3      | 2023-24 Q3 | 12
    C2       | M1      | 2023-24 Q3 | 1000
"""  # £20,000 of social value to date, £900 of local economic value
SOCIAL, LOCAL = "the social value committed to date", "the local economic value committed to date"
UNREAD = "x | commitments | C1 | M1 | 2022-23 Q4 |"


def limited(folder: Path, rows: str, **more) -> list[str]:
    """Return what is said against the limit, where one row of 1,000 was rejected and nothing is against the rows'."""
    asked = {
        "accounts": "file | table_name | rows | read | header | rejected\nc.csv | commitments | 1001 | 999 | 1 | 1",
        "rejected": f"rule | table_name | contract | measure | period | quantity\n{rows}",
        "limit": Decimal("0.05"),
    }
    try:
        figures(folder, **asked | ONE | {"commitments": SIZED} | more)
    except DataError as refused:
        return [finding.message.removesuffix("; the limit is 5 %") for finding in refused.findings]
    return []


def touch(share: str, what: str, rows: int = 1) -> str:
    counted = f"{rows} row counts" if rows == 1 else f"{rows} rows count"
    return f"rejected rows touch {share} of {what} ({counted} by a mean, for the size could not be read)"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        # by its contract's other quarters of the measure, those above nought: 500 hours, of 2,500
        (UNREAD, [touch("20 %", SOCIAL)]),
        # none of the measure in the contract: by the contract's mean row that counts alike, £900 of £1,800
        ("x | commitments | C1 | M4 | 2022-23 Q4 |", [touch("50 %", LOCAL)]),
        # nor any in the contract: by the mean row of all, £6,667 of £26,667
        ("x | commitments | C9 | M1 | 2022-23 Q4 |", [touch("25 %", SOCIAL)]),
        ("x | commitments | | M1 | 2022-23 Q4 |", [touch("25 %", SOCIAL)]),
        # of a measure unknown, though its quantity was read: by the contract's mean row of either kind
        ("x | commitments | C1 | M9 | 2022-23 Q4 | 1", [touch("20 %", SOCIAL), touch("50 %", LOCAL)]),
        # of a measure without value: it has no part in either
        ("x | commitments | C1 | M3 | 2022-23 Q4 |", []),
        # of a period that is no period: as if it were to date; of one to come: not
        ("x | commitments | C1 | M1 | Q9 |", [touch("20 %", SOCIAL)]),
        ("x | commitments | C1 | M1 | 2024-25 Q1 |", []),
        # a period that could not be read may be any: it touches every quarter of the measure besides, 15,000 of 25,000
        ("x | commitments | C1 | M1 | |", [touch("60 %", SOCIAL)]),
        # several rows
        (f"{UNREAD}\n{UNREAD}", [touch("33.3 %", SOCIAL, 2)]),
        # a commitment whose contract could not be read is one all the same: 10,000 of 30,000
        ("x | commitments | | M1 | 2022-23 Q4 | 1000", [f"rejected rows touch 33.3 % of {SOCIAL}"]),
    ],
)
def test_a_rejected_commitment_whose_size_is_unknown_counts_by_the_best_that_is_known(
    row: str, said: list[str], tmp_path: Path
) -> None:
    more = {
        "measures": f"{ONE['measures'].rstrip()}\nM4 | GBP | valued | local",
        "value_book": f"{ONE['value_book']}\nM4 | 1",
    }
    assert limited(tmp_path, row, **more) == said


def test_where_no_commitment_of_its_kind_could_be_read_a_rejected_one_is_all_of_them(tmp_path: Path) -> None:
    commitments = "contract | measure | period | quantity\nC1 | M3 | 2023-24 Q3 | 12"
    assert limited(tmp_path, UNREAD, commitments=commitments) == [touch("100 %", SOCIAL)]


def test_without_a_value_book_rejected_commitments_are_counted_whatever_could_be_read_of_them(tmp_path: Path) -> None:
    found = limited(tmp_path, UNREAD, value_book="measure | proxy_gbp")
    assert found == ["rejected rows touch 14.3 % of commitments to date"]  # 1 of 7


UNSIZED = "moves what was due, by how much cannot be said: the size of 1 row could not be read"


@pytest.mark.parametrize(
    ("row", "figure", "unvalued", "note"),
    [
        ("C1 | M1 | 2024-25 Q1 |", "[x]", "2", UNSIZED),
        ("C1 | M9 | 2024-25 Q1 | 7", "[x]", "2", UNSIZED),  # of a measure that is not known
        ("C1 | M1 | 2024-25 Q1 | 7", "[z]", "[z]", "moves what was due"),
    ],
)
def test_how_much_is_at_stake_in_rejected_commitments_cannot_be_said_where_their_size_is_unknown(
    row: str, figure: str, unvalued: str, note: str, tmp_path: Path
) -> None:
    found = figures(
        tmp_path,
        accounts="file | table_name | rows | read | header | rejected\nc.csv | commitments | 7 | 4 | 1 | 2",
        rejected="rule | table_name | contract | measure | period | quantity\n"
        f"x | commitments | {row}\nx | commitments | C2 | M1 | 2023-24 Q1 | 5",
        **ONE,
    )
    assert found.quality.concern("rejected_commitments").note == note
    assert found.facts["quality_at_stake.concern.rejected_commitments"].figure == figure
    assert found.facts["quality_unvalued.concern.rejected_commitments"].figure == unvalued


# ---- counting rules ------------------------------------------------------------------------------


AGAINST = """
    contract | measure | period     | return_version | quantity_claimed | quantity_validated | validated_on | hours | attendees | statement
    C1       | M1      | 2023-24 Q3 | 2              | 100              | 80                 | 2024-01-18   | 5     | 8         | Done
    C1       | M1      | 2023-24 Q3 | 2              | 70               | 70                 | 2024-01-18   |       |           | -
    C1       | M1      | 2023-24 Q3 | 1              | 500              | 500                | 2024-01-17   |       |           | -
"""  # fmt: skip


def test_rules_broken_say_how_far_the_lines_in_the_figures_could_move_the_headline(tmp_path: Path) -> None:
    found = quality(tmp_path, **ONE | {"deliveries": AGAINST})
    hours, statement = found.rule("hours-by-attendees"), found.rule("no-statement")
    assert counts(hours.concern) == (1, 2, 1)
    assert (hours.concern.stake.direction, hours.concern.stake.gbp) == ("down", 600)  # 40 hours, not 100
    assert (statement.effect, counts(statement.concern)) == ("claimed only", (1, 2, 1))  # version 1 is in no figure
    assert (statement.concern.stake.direction, statement.concern.stake.gbp) == ("up", 700)  # if a statement came
    assert counts(found.concern("against_rules")) == (2, 2, 1)


def test_no_more_is_at_stake_than_what_stands_in_the_headline(tmp_path: Path) -> None:
    lines = AGAINST.replace("| 80                 |", "| 10                 |")
    assert quality(tmp_path, **ONE | {"deliveries": lines}).rule("hours-by-attendees").concern.stake.gbp == 100


def test_a_line_against_two_rules_is_counted_once_with_the_most_at_stake(tmp_path: Path) -> None:
    found = quality(tmp_path, **ONE | {"commitments": "contract | measure | period | quantity\nC1|M3|2023-24 Q3|1",
                                       "deliveries": AGAINST})  # fmt: skip
    assert found.rule("outside-commitment").concern.rows == 2
    assert found.concern("against_rules").rows == 2
    assert found.concern("against_rules").stake.gbp == 800  # the 80 hours validated outside any commitment


def test_a_rule_of_the_value_book_moves_nothing_and_one_of_a_contracts_version_all_that_it_counts(
    tmp_path: Path,
) -> None:
    book = """
        measure | version | proxy_gbp | net_of     | deadweight | valid_to
        M1      | V1      | 10        | deadweight | 0.5        | 2020-01-01
        M2      | V1      | 1         |            |            |
    """
    contracts = "ref | awarded_on\nC1 | 2022-04-01\nC2 | 2019-04-01"
    found = figures(tmp_path, **ONE | {"value_book": book, "contracts": contracts})
    netted, late = (found.quality.rule(name).concern for name in ("value-netted-twice", "proxy-not-in-force"))
    assert (netted.stake.direction, netted.contracts) == ("no change", None)
    assert found.facts["quality_at_stake.rule.value_netted_twice"].figure == "[z]"
    assert (late.rows, late.stake.direction, late.stake.gbp) == (1, "up or down", 800)


# ---- what is printed -----------------------------------------------------------------------------


def test_quality_goes_through_the_working_folder_unchanged(tmp_path: Path) -> None:
    accept = [Accepted("number-unreadable", "A known slip.")]
    found = figures(tmp_path, accounts=f"{READ} | 10 | 5 | 1 | 4", rejected=REJECTED, accept=accept,
                    rules_off=frozenset({"ten-times-last"}), **ONE | {"deliveries": AGAINST})  # fmt: skip
    assert pickle.loads(pickle.dumps(replace(found, results=None))) == found
    assert found.quality.accepted[0].rows == 1


def test_accepted_errors_are_printed_with_their_reasons_and_data_is_escaped(tmp_path: Path) -> None:
    accept = [Accepted("number-unreadable", "Told *by* telephone | <b>", "deliveries.csv")]
    found = figures(tmp_path, accounts=f"{READ} | 10 | 5 | 1 | 4", rejected=REJECTED, accept=accept, **ONE)
    printed = build("accepted_errors", found).markdown(live=False)
    assert r"number-unreadable | deliveries.csv | Told \*by\* telephone \| \<b\> | 1 |" in printed


def test_where_nothing_is_wrong_the_report_says_so(tmp_path: Path) -> None:
    found = figures(tmp_path, rules_off=frozenset({"no-statement"}), **ONE)
    rules, accepted = build("counting_rules", found), build("accepted_errors", found)
    assert isinstance(rules, Words)
    assert isinstance(accepted, Words)
    assert "No row of the data is against a rule of counting" in rules.markdown(live=False)
    assert "Turned off by the council: no-statement." in rules.markdown(live=False)
    assert accepted.markdown(live=False) == "No error in the data was accepted for this report."


def test_every_number_of_the_quality_tables_is_a_fact(tmp_path: Path) -> None:
    found = figures(tmp_path, accounts=f"{READ} | 10 | 5 | 1 | 4", rejected=REJECTED, **ONE | {"deliveries": AGAINST})
    for name in ("data_quality", "counting_rules"):
        table = build(name, found)
        assert isinstance(table, Table)
        for row in table.rows:
            assert not [cell for cell in row if isinstance(cell, str) and cell.replace(",", "").isdigit()]
        assert {fact.id for fact in table.facts} <= {fact.id for fact in found.facts}
