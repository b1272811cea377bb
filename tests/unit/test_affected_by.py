"""What rests on a row is foretold: one row of the example is changed, and exactly the facts named change.

A few random changes are made here; `python -m tests.random_changes 200` makes two hundred, `python -m
tests.random_changes rows 20 1 10` changes twenty rows in ten ways each and more.
"""

import json
import random
from typing import Any

import openpyxl
import pytest

from sv_report.errors import DataError, UsageError
from sv_report.tracing import Affected, RowQuestions, affected_by
from tests.random_changes import (
    DATA,
    EDITIONS,
    Benches,
    RandomChange,
    amount_changes,
    benches,
    broken,
    facts_of,
    foretold,
    found,
    questions,
    random_change,
    strays,
    written,
)

SEED, CHANGES = 20, 4  # of each edition
LINE = "deliveries.csv:2500"


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Benches:
    return benches(tmp_path_factory.mktemp("benches"))


@pytest.fixture(scope="module")
def asked(both: Benches) -> RowQuestions:
    return questions(both.as_is, EDITIONS[0])


@pytest.fixture(scope="module")
def standing(asked: RowQuestions) -> Affected:
    return asked.standing(asked.row(LINE))


# ---- exactly what was foretold -------------------------------------------------------------------


@pytest.mark.parametrize("edition", EDITIONS)
def test_a_random_change_of_one_row_changes_what_was_foretold_and_nothing_else(both: Benches, edition: str) -> None:
    chosen = random.Random(f"{SEED} {edition}")
    before, asked = facts_of(both.as_is, edition), questions(both.as_is, edition)
    assert before
    for _ in range(CHANGES):
        change = random_change(chosen, both.as_is / DATA)
        assert foretold(asked, change) == found(both, edition, before, change), str(change)


def test_a_row_left_out_changes_what_was_foretold(both: Benches, asked: RowQuestions, standing: Affected) -> None:
    before = facts_of(both.as_is, EDITIONS[0])
    assert before
    real = found(both, EDITIONS[0], before, RandomChange("deliveries", 2500, None))
    assert real
    assert {*standing.withdrawn} == {*real}


def test_a_cell_of_a_workbook_changes_what_was_foretold(both: Benches, asked: RowQuestions) -> None:
    """The deliveries of the example, in a workbook under a title."""
    changed = []
    for bench, claimed in ((both.as_is, None), (both.changed, 77.5)):
        folder = bench / "books"
        folder.mkdir()
        for path in (both.as_is / DATA).glob("*.csv"):
            if path.stem != "deliveries":
                (folder / path.name).write_bytes(path.read_bytes())
        book = openpyxl.Workbook()
        book.active.title = "Deliveries"
        book.active.append(["Returns of suppliers"])
        for line in (both.as_is / DATA / "deliveries.csv").read_text("utf-8").splitlines()[:1500]:
            book.active.append([float(cell) if cell.replace(".", "").isdigit() else cell for cell in _cells(line)])
        if claimed:
            book.active.cell(1210, 5).value = claimed
        book.save(folder / "returns.xlsx")
        changed.append(folder)
    settings = {"data": "books"}
    told = affected_by(EDITIONS[0], "returns.xlsx#Deliveries:1210", root=both.as_is, settings=settings,
                       change={"quantity_claimed": "77.5"})  # fmt: skip
    plain, edited = (affected_by(EDITIONS[0], "contracts.csv:2", root=bench, settings=settings, change={"manager": "x"})
                     for bench in (both.as_is, both.changed))  # fmt: skip
    moved = {id_ for id_, fact in plain.facts.items() if fact.value != edited.facts[id_].value}
    assert told.changed
    assert {one.id for one in told.changed} == moved
    assert all(one.after == edited.facts[one.id] for one in told.changed)


def _cells(line: str) -> list[str]:
    import csv

    return next(csv.reader([line]))


# ---- named beforehand ----------------------------------------------------------------------------


def test_what_is_named_beforehand_holds_whatever_the_row_comes_to_say(
    asked: RowQuestions, standing: Affected, both: Benches
) -> None:
    row = asked.row(LINE)
    amounts = amount_changes(random.Random(SEED), row)
    other = [{"quantity_claimed": "9000000"}, {"validated_on": ""}, {"statement": ""}, {"return_version": "7"},
             {"quantity_validated": "", "validated_on": ""}, {"estimated": "yes"}]  # fmt: skip
    for change in [*amounts, *(RandomChange("deliveries", 2500, texts) for texts in other)]:
        changed = {*(foretold(asked, change) or ())}
        assert not strays(standing, change, changed), str(change)
        assert change not in amounts or not broken(standing, change, changed), str(change)


def test_sums_are_named_by_the_amount_that_moves_them_and_others_contracts_not_at_all(standing: Affected) -> None:
    assert standing.cells["contract"] == "C068"
    columns = standing.changes
    assert columns["sv_reported_to_date"] == ("quantity_claimed",)
    assert columns["sv_validated_to_date"] == columns["sv_share_of_due.contract.c068"] == ("quantity_validated",)
    assert columns["sv_not_accepted_to_date"] == ("quantity_claimed", "quantity_validated")
    assert "sv_reported_quarter" not in columns  # the row is of the quarter before
    named = {*columns, *standing.withdrawn, *standing.can_turn}
    assert {id_ for id_ in named if ".contract." in id_ and not id_.endswith(".c068")} == set()
    assert not any(id_.startswith(("lev_", "spend_", "sv_committed", "sv_due_to_date", "kpi_")) for id_ in named)


def test_counts_and_words_can_turn_and_are_never_said_to_change_with_an_amount(standing: Affected) -> None:
    kinds = {standing.facts[id_].kind for id_ in standing.changes}
    assert kinds <= {"sum", "share"}
    turning = {*standing.can_turn} | {*standing.withdrawn}
    assert {"contracts_behind", "commitments_on_schedule", "rating.contract.c068", "sv_top_contract_to_date"} <= turning
    assert {"contracts_monitored", "returns_due", "returns_received.directorate.resources"} & turning == set()


def test_spend_bears_on_spend_alone(asked: RowQuestions) -> None:
    found = asked.standing(asked.row("spend.csv:2"))
    assert {"spend_to_date", "sv_per_pound_of_spend_to_date.contract.c001"} <= {*found.changes}
    named = {*found.changes, *found.withdrawn, *found.can_turn}
    assert all("spend" in id_ or id_.startswith("quality") for id_ in named)


def test_a_line_that_a_later_version_replaced_says_why_no_amount_of_it_counts(asked: RowQuestions) -> None:
    found = asked.standing(asked.row("deliveries.csv:280"))
    assert (dict(found.changes), found.notes) == ({}, ("Version 3 of its return has replaced version 2.",))
    assert "sv_validated_to_date" in found.can_turn  # were it of version 3


@pytest.mark.parametrize(
    ("line", "column", "text", "mended", "among"),
    [
        ("commitments:33", "quantity", "tbc?", "7", "sv_committed_life.contract.c001"),
        ("deliveries:41", "quantity_claimed", "about lots", "500", "lev_not_accepted_to_date"),
    ],
)
def test_what_mending_a_rejected_amount_changes_can_turn(
    both: Benches, line: str, column: str, text: str, mended: str, among: str
) -> None:
    table, number = line.split(":")
    written(both, RandomChange(table, int(number), {column: text}))
    rejected = questions(both.changed, EDITIONS[0])
    row = rejected.row(f"{table}.csv:{number}")
    standing = rejected.standing(row)
    changed = {one.id for one in rejected.what_if(row, {column: mended}).changed or ()}
    assert among in changed
    assert changed - {*standing.withdrawn} - {*standing.can_turn} == set()
    assert not standing.changes
    assert any(f"The row is rejected for its {column}" in note for note in standing.notes)


def test_leaving_out_what_other_rows_refer_to_says_why_there_would_be_no_figures(asked: RowQuestions) -> None:
    row = asked.row("measures.csv:2")
    with pytest.raises(DataError, match="With this change there would be no figures") as refused:
        asked.what_if(row, None)
    assert refused.value.findings


# ---- as a person reads it ------------------------------------------------------------------------


def test_the_lines_lead_with_the_facts_of_the_whole(standing: Affected) -> None:
    lines = [*standing.lines()]
    text = "\n".join(lines)
    assert lines[0] == f"{DATA}/deliveries.csv, line 2500, of the table deliveries:"
    assert "facts change whenever quantity_claimed does:" in text
    assert "If the row is left out, " in text
    assert "more facts can turn when a threshold is crossed" in text
    first = lines.index(next(line for line in lines if line.endswith("whenever quantity_validated does:")))
    assert lines[first + 1].split()[0] == "sv_validated_ytd"


def test_a_change_is_told_with_each_fact_before_and_after(both: Benches) -> None:
    told = affected_by(EDITIONS[0], LINE, root=both.as_is, settings={"data": DATA}, change={"quantity_claimed": "9999"})
    text = "\n".join(told.lines())
    assert "With quantity_claimed 9999, " in text
    assert "Then warning: 9999 is more than 10 times" in text
    record: dict[str, Any] = json.loads(json.dumps(told.record()))
    [one] = [one for one in record["facts"] if one["id"] == "sv_reported_to_date"]
    assert one["before"] != one["after"]
    assert one["display_before"] != one["display_after"]
    assert record["cells"]["quantity_claimed"] == "22.95"


def test_the_record_without_a_change_has_each_group(standing: Affected) -> None:
    record: dict[str, Any] = json.loads(json.dumps(standing.record()))
    assert (record["file"], record["sheet"], record["row"]) == (f"{DATA}/deliveries.csv", "", 2500)
    assert record["changes"][0].keys() == {"id", "label", "columns"}
    assert {*record["withdrawn"]} >= {"sv_reported_to_date"}
    assert "contracts_behind" in record["can_turn"]


def test_a_change_and_without_together_are_refused(both: Benches) -> None:
    with pytest.raises(UsageError, match="not both"):
        affected_by(EDITIONS[0], LINE, root=both.as_is, change={"quantity_claimed": "1"}, without=True)
