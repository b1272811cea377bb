"""What officers fill in among the collected deliveries: kept with its line, taken over, or kept apart and told of."""

import csv
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from sv_report.data.returns import collect as collecting
from sv_report.errors import DataError
from tests.drawn_returns import DAY, Bench, drawn_bench

NEXT_DAY = date(2024, 1, 22)
ALL = {"JOB01": 4, "SOC01": 5}
DRAWN = {
    "measures": """
        ref   | name              | unit  | over_time
        JOB01 | Local people      | FTE   | stock
        SOC01 | Hours volunteered | hours | flow
    """,
    "contracts": "ref\nC1\nC2",
    "commitments": """
        contract | measure | period     | quantity
        C1       | JOB01   | 2023-24 Q3 | 4
        C1       | SOC01   | 2023-24 Q3 | 5
        C2       | SOC01   | 2023-24 Q3 | 5
    """,
}
Rows = list[dict[str, str]]


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return drawn_bench(tmp_path, **DRAWN)


@pytest.fixture
def collected(bench: Bench) -> Bench:
    """An inbox with one return, collected."""
    bench.send("one.xlsx", **ALL)
    bench.collect()
    return bench


def write(bench: Bench, rows: Rows, *more: str) -> None:
    """Save the table as a spreadsheet program does."""
    with (bench.quarter / "deliveries.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [*rows[0], *more])
        writer.writeheader()
        writer.writerows(rows)


def validate(bench: Bench, measure: str, day: str = "2024-01-15", **more: str) -> None:
    rows = bench.table("deliveries")
    for row in rows:
        if row["measure"] == measure:
            row |= {"quantity_validated": row["quantity_claimed"], "validated_on": day} | more
    write(bench, rows)


def validated(bench: Bench) -> list[tuple[str, str, str]]:
    return [(row["return_version"], row["measure"], row["quantity_validated"]) for row in bench.table("deliveries")]


def rules(done: collecting.Collected) -> list[str]:
    return [one.rule for one in done.findings]


# ---- kept ------------------------------------------------------------------------------------------
def test_a_validation_stays_and_a_resubmission_takes_over_those_of_unchanged_lines(collected: Bench) -> None:
    assert validated(collected) == [("1", "JOB01", ""), ("1", "SOC01", "")]
    validate(collected, "JOB01", "15/01/2024")  # as Excel saves a date
    validate(collected, "SOC01")
    collected.collect()
    collected.send("two.xlsx", **(ALL | {"SOC01": 6}))
    done = collected.collect(NEXT_DAY)
    assert validated(collected) == [("1", "JOB01", "4"), ("1", "SOC01", "5"), ("2", "JOB01", "4"), ("2", "SOC01", "")]
    assert {row["validated_on"] for row in collected.table("deliveries")} == {"2024-01-15", ""}
    assert rules(done) == ["validation-carried-over", "validation-not-carried-over"]
    assert "version 2 keeps 1 validated line of version 1" in done.findings[0].message
    assert "has changed, 1 validated line of version 1" in done.findings[1].message


def test_what_an_officer_takes_back_in_the_new_version_does_not_come_again(collected: Bench) -> None:
    validate(collected, "JOB01")
    collected.send("two.xlsx", **(ALL | {"SOC01": 6}))
    collected.collect(NEXT_DAY)
    rows = collected.table("deliveries")
    write(collected, [row | {"quantity_validated": "", "validated_on": ""} if row["return_version"] == "2" else row
                      for row in rows])  # fmt: skip
    collected.collect(NEXT_DAY)
    assert [one for one in validated(collected) if one[2]] == [("1", "JOB01", "4")]


@pytest.mark.parametrize("stopped_in", ["write_tables", "carried_over"])
def test_a_resubmission_whose_collect_was_stopped_takes_over_in_the_next(
    collected: Bench, monkeypatch: pytest.MonkeyPatch, stopped_in: str
) -> None:
    validate(collected, "JOB01")
    collected.send("two.xlsx", **(ALL | {"SOC01": 6}))

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(collecting, stopped_in, stop)
        with pytest.raises(KeyboardInterrupt):
            collected.collect(NEXT_DAY)
    collected.collect(NEXT_DAY)
    assert ("2", "JOB01", "4") in validated(collected)


def test_an_equal_file_that_goes_before_has_the_validations(collected: Bench) -> None:
    validate(collected, "JOB01")
    (collected.inbox / "one.xlsx").rename(collected.inbox / "z.xlsx")
    collected.send("a.xlsx", **(ALL | {"JOB01_Unit": "fte"}))  # other bytes, the same answers, the same day
    done = collected.collect(DAY)
    assert [one.name for one in done.ledger.entries if not one.is_same] == ["a.xlsx"]
    assert validated(collected) == [("1", "JOB01", "4"), ("1", "SOC01", "")]
    assert rules(done) == ["return-same"]


# ---- kept apart, and told of -----------------------------------------------------------------------
def test_a_validation_whose_line_was_changed_is_kept_apart(collected: Bench) -> None:
    validate(collected, "JOB01", quantity_claimed="40", quantity_validated="40")
    done = collected.collect()
    assert rules(done) == ["validation-without-line"]
    (kept,) = (collected.quarter / "kept").iterdir()
    assert "40" in kept.read_text("utf-8")
    assert ("C1", "1", "JOB01", "4") in collected.quantities()


def test_what_an_officer_wrote_that_has_no_place_in_the_table_is_kept_apart(collected: Bench) -> None:
    rows = collected.table("deliveries")
    write(collected, [rows[0] | {"Checked by": "Officer A"}, rows[1], {"contract": "C1", "measure": "SOC01",
          "quantity_claimed": "7"}], "Checked by")  # fmt: skip
    done = collected.collect()
    (finding,) = done.findings
    assert finding.rule == "column-not-kept"
    assert "the column checked by, row 4" in finding.message
    (kept,) = (collected.quarter / "kept").iterdir()
    assert "Officer A" in kept.read_text("utf-8")
    assert not collected.collect().findings, "said once: the table made anew has neither"


# ---- what stops a collect --------------------------------------------------------------------------
def unreadable(bench: Bench) -> None:
    validate(bench, "JOB01", "yesterday")


def twice(bench: Bench) -> None:
    rows = bench.table("deliveries")
    first = rows[0] | {"quantity_validated": "3", "validated_on": "2024-01-15"}
    write(bench, [first, first | {"quantity_validated": "1"}, rows[1]])


def second_column(bench: Bench) -> None:
    validate(bench, "JOB01")
    lines = (bench.quarter / "deliveries.csv").read_text("utf-8").splitlines()
    text = [f"{lines[0]},quantity_validated", *(f"{line}," for line in lines[1:])]
    (bench.quarter / "deliveries.csv").write_text("\n".join(text), "utf-8")


def split_cell(bench: Bench) -> None:
    validate(bench, "JOB01")
    path = bench.quarter / "deliveries.csv"
    path.write_text(path.read_text("utf-8").replace("Done in Preston.", "Done, in Preston."), "utf-8")


def gone(bench: Bench) -> None:
    (bench.quarter / "deliveries.csv").unlink()


def ledger_gone(bench: Bench) -> None:
    validate(bench, "JOB01")
    (bench.quarter / "ledger.json").unlink()


@pytest.mark.parametrize(
    ("spoil", "rule"),
    [
        (unreadable, "value-unreadable"),
        (twice, "validation-twice"),
        (second_column, "mapping-ambiguous"),
        (split_cell, "cell-outside-columns"),
        (gone, "table-missing"),
        (ledger_gone, "ledger-missing"),
    ],
)
def test_what_is_not_sure_stops_the_collect_and_nothing_is_changed(
    collected: Bench, spoil: Callable[[Bench], None], rule: str
) -> None:
    spoil(collected)
    collected.send("two.xlsx", **(ALL | {"SOC01": 6}))
    before = {path.name: path.read_bytes() for path in collected.quarter.glob("*.*")}
    with pytest.raises(DataError) as stopped:
        collected.collect(NEXT_DAY)
    assert {one.rule for one in stopped.value.findings} == {rule}
    assert {path.name: path.read_bytes() for path in collected.quarter.glob("*.*")} == before


def test_a_line_validated_twice_alike_is_validated_once(collected: Bench) -> None:
    rows = collected.table("deliveries")
    first = rows[0] | {"quantity_validated": "3", "validated_on": "2024-01-15"}
    write(collected, [first, first, rows[1]])
    assert not collected.collect().findings
    assert validated(collected) == [("1", "JOB01", "3"), ("1", "SOC01", "")]


def test_what_is_saved_while_returns_are_collected_is_not_written_over(
    collected: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    collected.send("two.xlsx", **(ALL | {"SOC01": 6}))
    read = collecting.read_returned

    def read_and_save(path: Path, shown: str):
        validate(collected, "JOB01")  # an officer, meanwhile
        return read(path, shown)

    with monkeypatch.context() as patch:
        patch.setattr(collecting, "read_returned", read_and_save)
        with pytest.raises(DataError, match="saved while the returns were collected"):
            collected.collect(NEXT_DAY)
    assert validated(collected) == [("1", "JOB01", "4"), ("1", "SOC01", "")]
    collected.collect(NEXT_DAY)
    assert ("2", "JOB01", "4") in validated(collected)
