"""`sv-report returns` as people type it: issued, filled, collected, seen by the next run, and how they stand."""

import csv
import json
import re
import shutil
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from tests.functional.conftest import EDITION, sv_report

QUARTER = "2023-24 Q3"
SEEN = ("--set", "data_as_at=2024-02-02")  # three days after the filled workbook comes
CAME = "2024-01-30"
CONTRACT, MEASURE = "C009", "ENV03"  # of the example's quarter nothing has come from it; a mile is worth 10p in EX-2022


def returns(command, bench, *arguments, period=QUARTER):
    return sv_report("returns", command, *arguments, "--period", period, "--root", bench)


@pytest.fixture(scope="module")
def desk(tmp_path_factory, request):
    """A workbench whose quarter was issued, and an inbox with one return filled and one letter."""
    root = tmp_path_factory.mktemp("desk") / "a bench"
    for name in ("params", "templates", "notebooks"):
        shutil.copytree(Path(request.config.rootpath) / name, root / name)
    done = returns("issue", root, "--json")
    assert done.returncode == 0, done.stderr
    return root, json.loads(done.stdout)


@pytest.fixture(scope="module")
def filled(desk):
    """The inbox, with what came back, and what was written into it."""
    root, issued = desk
    (name,) = [one["workbook"] for one in issued["workbooks"] if one["contract"] == CONTRACT]
    book = openpyxl.load_workbook(root / "outputs" / "returns" / "2023-24-Q3" / name)
    page = book["Return"]
    heading = {cell.value: cell.column for cell in page[5]}
    (row,) = [row for row in range(6, page.max_row + 1) if page.cell(row, 1).value == MEASURE]
    page.cell(row, heading["Quantity delivered"]).value = 20_000
    page.cell(row, heading["Statement"]).value = "Miles driven in electric minibuses, by the vehicles' trackers."
    book["Confirmations"]["B4"] = book["Confirmations"]["B5"] = "yes"
    inbox = root.parent / "inbox"
    inbox.mkdir()
    book.save(inbox / name)
    return inbox


def facts(root, *settings):
    done = sv_report("facts", EDITION, "--json", "--root", root, *settings)
    assert done.returncode == 0, done.stderr
    return {one["id"]: one["value"] for one in json.loads(done.stdout)}


def test_each_contract_due_has_a_workbook_in_outputs_and_the_notice_on_its_cover(desk):
    root, issued = desk
    assert (issued["edition"], issued["period"]) == (EDITION, QUARTER)
    assert Path(issued["out"]).resolve() == root / "outputs" / "returns" / "2023-24-Q3"
    made = sorted(path.name for path in Path(issued["out"]).iterdir())
    assert made == sorted(one["workbook"] for one in issued["workbooks"])
    assert len(made) == 70
    cover = openpyxl.load_workbook(Path(issued["out"]) / made[0])["Cover"]
    told = {row[0].value: row[1].value for row in cover.iter_rows(min_row=4)}
    assert told["Notice"] == "Illustrative data: no figure is Lancashire County Council's"
    assert "01632 960001" in told["Whom to ask"]


def test_a_filled_workbook_is_seen_by_the_next_run_and_not_before_it_came(desk, filled):
    root, _ = desk
    before, before_seen = facts(root), facts(root, *SEEN)
    first = returns("collect", root, filled, "--received-on", CAME)
    assert first.returncode == 0, first.stderr
    assert re.search(rf"^{CONTRACT} +1 +1 +{CONTRACT}_2023-24-Q3.xlsx$", first.stdout, re.MULTILINE)
    assert "Files: taken 1, known before 0, refused 0, not read 0." in first.stdout
    assert "no quantity of" in first.stdout
    again = returns("collect", root, filled, "--json")
    assert json.loads(again.stdout)["known"] == [f"{CONTRACT}_2023-24-Q3.xlsx"]
    after = facts(root, *SEEN)
    name = f"sv_reported_quarter.measure.{MEASURE.lower()}"
    assert Decimal(after[name]) - Decimal(before_seen[name]) == 20_000 * Decimal("0.10")
    assert int(after["returns_received"]) == int(before_seen["returns_received"]) + 1
    now = facts(root)
    changed = {name for name in before if now[name] != before[name]}
    assert changed == {"quality_of.concern.rejected"}, "more is seen of what came after data_as_at than its rows"


def test_status_counts_what_was_collected_on_the_day_that_is_asked(desk, filled, tmp_path):
    root, _ = desk
    returns("collect", root, filled, "--received-on", CAME)
    merge = tmp_path / "reminders.csv"
    then = returns("status", root, "--today", "2024-01-29", "--reminders", merge)
    assert "70 due: received 58, late 4, rejected 0, missing 8, awaited 0." in then.stdout
    assert re.search(rf"^{CONTRACT} .* 2024-01-15 +missing$", then.stdout, re.MULTILINE)
    with merge.open(encoding="utf-8-sig", newline="") as file:
        assert CONTRACT in {row["Contract"] for row in csv.DictReader(file)}
    assert "Reminders for 8 contracts are in" in then.stdout
    now = json.loads(returns("status", root, "--today", "2024-01-31", "--json").stdout)
    assert now["totals"] == {"due": 70, "received": 58, "late": 6, "rejected": 0, "missing": 6, "awaited": 0}
    assert now["edition"] == EDITION


def test_a_refused_file_is_said_and_the_command_exits_with_4(desk, tmp_path):
    root, _ = desk
    other = tmp_path / "q2"
    assert returns("issue", root, "--out", other, period="2023-24 Q2").returncode == 0
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    shutil.copy(next(other.glob("C045_*")), inbox)
    done = returns("collect", root, inbox, "--received-on", CAME)
    assert done.returncode == 4
    assert "error: C045_2023-24-Q2.xlsx: this is a return of the period 2023-24 Q2, not of 2023-24 Q3" in done.stdout
    assert "refused 1" in done.stdout
    assert "1 file was refused: it counts nowhere." in done.stdout
    as_json = returns("collect", root, inbox, "--received-on", CAME, "--json")
    assert as_json.returncode == 4
    assert [one["contract"] for one in json.loads(as_json.stdout)["refused"]] == ["C045"]


def test_due_dates_that_were_issued_are_kept_and_those_of_the_data_stand(bench, tmp_path):
    done = returns(
        "issue", bench, "--edition", EDITION, "--due-on", "2024-07-31", "--out", tmp_path, period="2024-25 Q1"
    )
    assert done.returncode == 0, done.stderr
    assert "2024-07-31" in done.stdout
    seen = json.loads(
        returns("status", bench, "--edition", EDITION, "--today", "2024-07-20", "--json", period="2024-25 Q1").stdout
    )
    assert {one["due_on"] for one in seen["contracts"]} == {"2024-07-31"}
    assert seen["totals"]["awaited"] == seen["totals"]["due"] == 61


def test_issuing_twice_writes_the_same_and_over_nothing_that_was_filled(desk):
    root, issued = desk
    assert returns("issue", root).returncode == 0
    path = Path(issued["out"]) / issued["workbooks"][0]["workbook"]
    whole = path.read_bytes()
    path.write_bytes(b"filled by a person")
    done = returns("issue", root)
    assert (done.returncode, path.read_bytes()) == (2, b"filled by a person")
    assert path.name in done.stderr
    path.write_bytes(whole)


@pytest.mark.parametrize(
    ("command", "arguments", "period", "words"),
    [
        ("issue", (), "2023-24", '"2023-24 Q3"'),
        ("issue", (), "Q3", '"2023-24 Q3"'),
        ("status", (), "2030-31 Q1", f"{EDITION} (2023-24 Q3)"),
        ("status", ("--today", "31/01/2024"), QUARTER, "--today"),
        ("status", ("--reminders", "no/such/folder/r.csv"), QUARTER, "r.csv cannot be written"),
        ("collect", ("no-such-inbox",), QUARTER, "There is no inbox no-such-inbox"),
        ("collect", (".", "--received-on", "2999-01-01"), QUARTER, "a day to come"),
        ("issue", ("--edition", "2024-02-09"), QUARTER, EDITION),
    ],
)
def test_a_wrong_command_says_what_would_be_right(desk, command, arguments, period, words):
    done = returns(command, desk[0], *arguments, period=period)
    assert done.returncode == (3 if "--edition" in arguments else 2), done.stderr
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_of_several_editions_of_a_quarter_one_must_be_named(bench):
    shutil.copy(bench / "params" / f"{EDITION}.yml", bench / "params" / f"{EDITION}-policy.yml")
    done = returns("status", bench)
    assert done.returncode == 2
    assert f"{QUARTER} has 2 editions: {EDITION}-policy, {EDITION}" in done.stderr
    assert returns("status", bench, "--edition", f"{EDITION}-policy", "--json").returncode == 0


def test_help_tells_each_command_of_returns():
    text = sv_report("returns", "--help").stdout
    for word in ("issue", "collect", "status"):
        assert re.search(rf"^  {word} +\w.*\.$", text, re.MULTILINE)
    assert "returns" in sv_report("--help").stdout
