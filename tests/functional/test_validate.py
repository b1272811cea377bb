"""The commands validate and map, as an officer types them."""

import json
import shutil
from pathlib import Path

import pytest

from sv_report.data.sheets.mapping import read_mapping
from tests.functional.conftest import sv_report
from tests.hostile import HARMFUL

EDITION = "2024-02-08"
EXAMPLE = Path(__file__).resolve().parents[2] / "sv_report" / "data" / "example"
KINDS = ("read", "blank", "header", "total", "duplicate", "rejected")


@pytest.fixture
def data(bench: Path) -> Path:
    """The example's tables in a folder that a test may spoil, named `monitoring` by the edition."""
    shutil.copytree(EXAMPLE, bench / "monitoring", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    (bench / "outputs").mkdir()
    edition = bench / "params" / f"{EDITION}.yml"
    edition.write_text(edition.read_text("utf-8").replace("data: example", "data: monitoring"), "utf-8")
    return bench / "monitoring"


def spoil(path: Path, old: str, new: str, times: int = 1) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, times), "utf-8")


def test_every_row_of_the_example_is_accounted_for() -> None:
    done = sv_report("validate", EDITION)
    assert done.returncode == 0, done.stderr
    [header, *lines] = [line.split() for line in done.stdout.split("\n\n")[0].splitlines() if line[:1] != "C"]
    assert header == ["file", "sheet", "table", "rows", *KINDS]
    for line in lines:
        rows, *kinds = (int(cell.replace(",", "")) for cell in line[-7:])
        assert rows == sum(kinds)
    assert lines[-1][0] == "all"
    files = [*EXAMPLE.glob("*.csv")]
    assert len(lines) == len(files) + 1


def test_json_is_only_json(data: Path) -> None:
    done = sv_report("validate", EDITION, "--json", cwd=data.parent)
    record = json.loads(done.stdout)
    assert done.returncode == 0
    assert all(one["rows"] == sum(one[kind] for kind in KINDS) for one in record["accounts"])
    assert {one["severity"] for one in record["findings"]} <= {"warning", "note"}


def test_a_rejected_row_is_said_and_counted_and_printed_and_the_run_goes_on(data: Path) -> None:
    spoil(data / "deliveries.csv", "C001,ENV01,2022-23 Q2,1,360.14,", "C001,ENV01,2022-23 Q2,1,about 360,")
    done = sv_report("validate", EDITION, cwd=data.parent)
    assert done.returncode == 0, done.stdout
    assert "monitoring/deliveries.csv, line 2, column quantity_claimed: 'about 360' cannot be read" in done.stdout
    assert "the row is left out" in done.stdout
    done = sv_report("run", EDITION, "--formats", "html", cwd=data.parent)
    assert done.returncode == 0, done.stderr
    page = (data.parent / "outputs" / EDITION / "public" / "report.html").read_text("utf-8")
    assert "Rows of deliveries rejected" in page
    office = (data.parent / "outputs" / EDITION / "office" / "data_quality.html").read_text("utf-8")
    assert "about 360" in office


def test_more_rejected_rows_than_the_limit_stop_a_run(data: Path) -> None:
    spoil(data / "spend.csv", "2022-23 Q1,", "2022-23 Q9,", times=60)
    done = sv_report("run", EDITION, cwd=data.parent)
    assert done.returncode == 4
    assert "rows of spend were rejected" in done.stderr
    assert sv_report("validate", EDITION, cwd=data.parent).returncode == 4
    spoil(data.parent / "templates" / "lancashire" / "profile.yml", "rejected_limit: 0.05", "rejected_limit: 0.5")
    assert sv_report("validate", EDITION, cwd=data.parent).returncode == 0


def test_an_error_may_be_accepted_with_a_reason_that_the_report_prints(data: Path) -> None:
    with (data / "commitments.csv").open("a", encoding="utf-8") as file:
        file.write("C001,ENV01,2022-23 Q2,999,\n")
    done = sv_report("validate", EDITION, cwd=data.parent)
    assert done.returncode == 4
    assert "a second row for C001, ENV01, 2022-23 Q2; the first is line 3" in done.stdout
    with (data.parent / "params" / f"{EDITION}.yml").open("a", encoding="utf-8") as file:
        file.write("accept:\n  - {rule: key-duplicate, reason: The supplier wrote the quarter twice.}\n")
    done = sv_report("run", EDITION, "--formats", "html", cwd=data.parent)
    assert done.returncode == 0, done.stderr
    page = (data.parent / "outputs" / EDITION / "public" / "report.html").read_text("utf-8")
    assert "The supplier wrote the quarter twice." in page


def test_an_officer_who_writes_the_detail_anew_cannot_leave_out_what_was_rejected_and_accepted(data: Path) -> None:
    with (data / "commitments.csv").open("a", encoding="utf-8") as file:
        file.write("C001,ENV01,2022-23 Q2,999,\n")
    with (data.parent / "params" / f"{EDITION}.yml").open("a", encoding="utf-8") as file:
        file.write("accept:\n  - {rule: key-duplicate, reason: The supplier wrote the quarter twice.}\n")
    (data.parent / "params" / EDITION / "detail.md").write_text("Our own words.\n", "utf-8")
    done = sv_report("run", EDITION, "--formats", "html", cwd=data.parent)
    assert done.returncode == 0, done.stderr
    page = (data.parent / "outputs" / EDITION / "public" / "report.html").read_text("utf-8")
    words = ("Our own words.", "How sure the figures are", "Rows of commitments rejected", "wrote the quarter twice")
    assert all(one in page for one in words)


def test_the_page_is_written_where_it_is_asked_for(data: Path, tmp_path: Path) -> None:
    done = sv_report("validate", EDITION, "--html", tmp_path / "quality.html", cwd=data.parent)
    assert done.returncode == 0
    page = (tmp_path / "quality.html").read_text("utf-8")
    assert page.lower().startswith("<!doctype html>")
    assert "monitoring/deliveries.csv" in page


# ---- map ----------------------------------------------------------------------------------------


def test_a_mapping_is_proposed_that_can_be_confirmed(tmp_path: Path) -> None:
    path = tmp_path / "Register of contracts.csv"
    path.write_text(
        "Register of contracts\n\nContract ref,Contract title,Supplier,Directorate,Start date,End date,Contract value (£)\n"
        "C1,Cleaning,Example Ltd,Place,01/04/2023,31/03/2026,\"£1,200,000\"\n",
        "utf-8",
    )  # fmt: skip
    done = sv_report("map", path)
    assert done.returncode == 0, done.stderr
    assert "to be confirmed" in done.stdout
    (tmp_path / "mapping.yml").write_text(done.stdout, "utf-8")
    [entry, *_] = read_mapping(tmp_path / "mapping.yml", "mapping.yml").tables
    assert entry.table == "contracts"
    assert entry.columns["ref"].header == "Contract ref"


@pytest.mark.parametrize("kind", ["ods-10^18-cells", "xlsx-lying-bomb", "xlsx-bomb", "xlsx-entities"])
def test_a_bomb_is_refused_by_its_name(kind: str, tmp_path: Path) -> None:
    rule, make = HARMFUL[kind]
    path = make(tmp_path)
    done = sv_report("map", path)
    assert done.returncode == 4, rule
    assert path.name in done.stderr
    assert "Traceback" not in done.stderr
