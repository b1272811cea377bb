"""What `facts` and `trace` print: for a person, for a spreadsheet, for a program; and what they refuse."""

import csv
import json
import shutil
from collections.abc import Callable
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from sv_report.cli import commands
from sv_report.errors import MeasureError, UsageError
from sv_report.exhibits.trace_view import COLUMNS, TraceView, csv_text, trace_html
from sv_report.manuscript import open_report
from tests.drawn import source

ROOT = Path(__file__).resolve().parents[2]
EDITION = "2024-02-08"
TITLE = "-cutting <b>"  # begins as a formula of a spreadsheet does
DRAWN = {
    "suppliers": "id\nS1",
    "contracts": f"ref | title\nC1 | Roads\n=C2 | {TITLE}",
    "measures": "ref | name | theme\nM1 | Volunteering | Jobs & <i>skills</i>\nM2 | Mentoring | Places",
    "value_book": "measure | proxy_gbp\nM1 | 16.93\nM2 | 0.001",
    "commitments": "contract | measure | period | quantity\n"
    + "\n".join(
        f"C1 | M1 | {year} Q{quarter} | 10{quarter}" for year in ("2022-23", "2023-24") for quarter in (1, 2, 3)
    )
    + "\n"
    + "\n".join(
        f"=C2 | M1 | {year} Q{quarter} | 20{quarter}" for year in ("2022-23", "2023-24") for quarter in (1, 2, 3)
    )
    + "\n=C2 | M2 | 2023-24 Q3 | 0",
    "returns": "contract | period | received_on\nC1 | 2023-24 Q3 | 2024-01-10\n=C2 | 2023-24 Q3 | 2024-01-10",
    "deliveries": """
        contract | measure | period     | quantity_claimed | quantity_validated | validated_on
        C1       | M1      | 2023-24 Q3 | 120              | 120                | 2024-01-12
        =C2      | M1      | 2023-24 Q3 | 30               | 30                 | 2024-01-12
        C1       | M2      | 2023-24 Q3 | 0                | 0                  | 2024-01-12
    """,
}

Trace = Callable[..., Result]


@pytest.fixture(scope="module")
def workbench(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbench whose edition has the data drawn above."""
    root = tmp_path_factory.mktemp("workbench")
    for name in ("params", "templates", "notebooks"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("*.returns"))
    source(root / "data" / "q3", **DRAWN)
    edition = root / "params" / f"{EDITION}.yml"
    lines = edition.read_text("utf-8").split("\n")
    edition.write_text("\n".join("data: data/q3" if line.startswith("data:") else line for line in lines), "utf-8")
    return root


@pytest.fixture(scope="module")
def trace(workbench: Path) -> Trace:
    def run(*arguments: str) -> Result:
        return CliRunner().invoke(commands, ["trace", EDITION, *arguments, "--root", str(workbench)])

    return run


def said(result: Result) -> str:
    assert result.exception is None, result.exception
    return result.stdout


def refused(result: Result, kind: type[Exception]) -> str:
    assert isinstance(result.exception, kind), result.output
    assert result.stdout == ""
    return "\n".join([str(result.exception), *getattr(result.exception, "__notes__", ())])


# ---- facts ---------------------------------------------------------------------------------------


def test_facts_lists_each_fact_and_as_json_the_list_of_facts_json(workbench: Path) -> None:
    report = open_report(EDITION, root=workbench)
    listed = said(CliRunner().invoke(commands, ["facts", EDITION, "--root", str(workbench)])).splitlines()
    assert [line.split()[0] for line in listed] == [fact.id for fact in report.facts]
    asked = CliRunner().invoke(commands, ["facts", EDITION, "--json", "--root", str(workbench)])
    assert json.loads(said(asked)) == report.facts.records()


# ---- a fact --------------------------------------------------------------------------------------


def test_a_trace_says_what_is_printed_then_how_it_was_made_then_from_which_rows(trace: Trace) -> None:
    lines = said(trace("sv_validated_quarter")).splitlines()
    assert lines[0] == "£0.003m  Social value validated in Quarter 3 2023/24"
    assert lines[1] == "sv_validated_quarter: Quarter 3 2023/24, data as at 19 January 2024"
    text = "\n".join(lines)
    order = ["How it is made", "M1 Volunteering: 150 hours × £16.93 = £2,539.50", "Which rows count",
             "validated by then", "What calculates it", "sv_report.measures.", "Which files", "deliveries.csv",
             "The largest rows"]  # fmt: skip
    assert sorted(order, key=text.index) == order
    assert lines[-4:] == [
        "  file                    row  contract  measure  period      quantity       adds",
        "  data/q3/deliveries.csv    2  C1        M1       2023-24 Q3       120  £2,031.60",
        "  data/q3/deliveries.csv    3  =C2       M1       2023-24 Q3        30    £507.90",
        "  … and 1 more row: --csv or --json lists all.",
    ]


def test_json_has_every_row_and_the_rows_add_up_exactly(trace: Trace) -> None:
    record = json.loads(said(trace("sv_share_of_due", "--json")))
    assert {"id", "kind", "value", "unit", "formula", "rows"} <= set(record)
    sums: dict[str, Decimal] = {}
    for row in record["rows"]:
        assert {"file", "sheet", "row", "role", "contribution"} <= set(row)
        sums[row["role"]] = sums.get(row["role"], Decimal(0)) + Decimal(row["contribution"])
    assert sums == {"numerator": Decimal("2539.5"), "denominator": 6 * Decimal("16.93") * 304}
    assert sums == {role: Decimal(total) for role, total in record["totals"].items()}
    assert Decimal(record["value"]) == pytest.approx(sums["numerator"] / sums["denominator"])


def test_csv_is_a_line_a_row_that_a_spreadsheet_reads_as_text_and_numbers(trace: Trace) -> None:
    result = trace("sv_validated_quarter", "--csv")
    assert result.stdout_bytes.startswith(b"\xef\xbb\xbffile,sheet,row,role,contribution,table,contract,")
    assert result.stdout_bytes.count(b"\r\n") == result.stdout_bytes.count(b"\n") == 4
    rows = list(csv.DictReader(StringIO(result.stdout_bytes.decode("utf-8-sig"))))
    assert [(row["row"], row["contract"], row["contribution"], row["quantity"]) for row in rows] == [
        ("2", "C1", "2031.6", "120"), ("3", "'=C2", "507.9", "30"), ("4", "C1", "0", "0"),
    ]  # fmt: skip


def test_a_number_below_nothing_stays_a_number_in_csv() -> None:
    assert csv_text([["-12.5", "-12.5-1", "@x", 3, None, "a,b"]]) == "-12.5,'-12.5-1,'@x,3,,\"a,b\"\r\n"


def test_a_fact_that_is_nothing_is_followed_to_the_rows_that_were_looked_at(trace: Trace) -> None:
    text = said(trace("sv_validated_quarter.theme.places"))
    assert text.startswith("£0.000m  Social value validated in Quarter 3 2023/24: Places\n")
    assert text.endswith("  … and 1 row, none of which adds anything: --csv or --json lists all.\n")
    assert len(json.loads(said(trace("sv_validated_quarter.theme.places", "--json")))["rows"]) == 1


def test_a_fact_that_no_row_made_says_so(trace: Trace) -> None:
    assert said(trace("period")).endswith("\nNo row of the data stands behind it.\n")


# ---- an exhibit ----------------------------------------------------------------------------------


def test_a_cell_of_a_table_and_a_point_of_a_chart_are_traced_as_their_fact_is(trace: Trace) -> None:
    by_id = said(trace("sv_due_to_date.theme.jobs_i_skills_i", "--json"))
    assert said(trace("by_theme", "--row", "Jobs & <i>skills</i>", "--column", "Due to date", "--json")) == by_id
    assert said(trace("by_theme", "--row", "1", "--column", "3", "--json")) == by_id
    assert said(trace("by_theme_chart", "--row", "Jobs & <i>skills</i>", "--column", "Due", "--json")) == by_id


def test_without_row_and_column_the_numbers_of_an_exhibit_are_listed_with_their_facts(trace: Trace) -> None:
    lines = said(trace("over_time")).splitlines()
    assert lines[0].split() == ["row", "column", "figure", "fact"]
    assert lines[1].split() == ["1", "2022-23", "Q1", "2", "Due", "(£m)", "0.005", "sv_due_quarter.quarter.2022_23_q1"]
    listed = json.loads(said(trace("over_time", "--json")))
    assert len(listed) == len(lines) - 1
    assert listed[0]["fact"] == "sv_due_quarter.quarter.2022_23_q1"
    in_csv = list(csv.DictReader(StringIO(trace("over_time", "--csv").stdout_bytes.decode("utf-8-sig"))))
    assert [one["fact"] for one in in_csv] == [one["fact"] for one in listed]
    row = json.loads(said(trace("over_time", "--row", "2022-23 Q2", "--json")))
    assert {one["row"] for one in row} == {"2022-23 Q2"}
    column = json.loads(said(trace("over_time", "--column", "Due", "--json")))
    assert {one["column"] for one in column} == {"Due (£m)"}


def test_an_exhibit_that_is_called_as_a_fact_is_listed_by_cells(trace: Trace) -> None:
    result = trace("contracts_behind")
    assert said(result).startswith("2  Contracts behind what was due to date\n")
    assert result.stderr == "There is an exhibit contracts_behind, too: --cells lists its numbers.\n"
    assert "sv_due_to_date.contract.c1" in said(trace("contracts_behind", "--cells"))


# ---- a source row --------------------------------------------------------------------------------


def test_a_source_row_is_handed_on_with_what_is_to_become_of_it(
    trace: Trace, workbench: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Affected:
        def record(self) -> Any:
            return {"facts": ["sv_due_to_date"]}

        def lines(self) -> list[str]:
            return ["one", "two"]

    asked: list[tuple[Any, ...]] = []

    def affected_by(edition: str, place: str, **options: Any) -> Affected:
        asked.append((edition, place, options))
        return Affected()

    monkeypatch.setattr("sv_report.tracing.affected_by", affected_by)
    assert said(trace("--affected-by", "deliveries.csv:2")) == "one\ntwo\n"
    assert json.loads(said(trace("--affected-by", "deliveries.csv:2", "--without", "--json"))) == {
        "facts": ["sv_due_to_date"]
    }
    said(trace("--affected-by", "book.xlsx#Q3:2", "--change", "quantity_claimed=1", "--set", "period=2023-24 Q2"))
    options = {"root": workbench, "settings": {}, "change": None, "without": False}
    assert asked == [
        (EDITION, "deliveries.csv:2", options),
        (EDITION, "deliveries.csv:2", options | {"without": True}),
        (
            EDITION,
            "book.xlsx#Q3:2",
            options | {"change": {"quantity_claimed": "1"}, "settings": {"period": "2023-24 Q2"}},
        ),
    ]


# ---- what is refused -----------------------------------------------------------------------------


def test_an_unknown_name_is_refused_with_the_nearest(trace: Trace) -> None:
    assert "The nearest are sv_validated_ytd" in refused(trace("sv_validted_ytd"), MeasureError)
    assert "Of the exhibits, the nearest is by_theme." in refused(trace("by_them"), MeasureError)
    assert "Did you mean by_theme?" in refused(trace("by_them", "--row", "1"), UsageError)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "Name a fact or an exhibit"),
        (("sv_due_to_date", "--affected-by", "deliveries.csv:2"), "not both"),
        (("--row", "1", "--affected-by", "deliveries.csv:2"), "are of an exhibit: name it"),
        (("sv_due_to_date", "--row", "1"), "none is called 'sv_due_to_date'"),
        (("sv_due_to_date", "--without"), "name it with --affected-by"),
        (("--affected-by", "deliveries.csv:2", "--without", "--change", "a=1"), "exclude each other"),
        (("--affected-by", "deliveries.csv:2", "--change", "a"), "--change 'a': write KEY=VALUE"),
        (("--affected-by", "deliveries.csv:2", "--csv"), "prints text or"),
        (("sv_due_to_date", "--csv", "--json"), "exclude each other"),
        (("by_theme", "--row", "Jubs", "--column", "2"), "There is no row 'Jubs' in by_theme."),
        (("by_theme", "--row", "Places", "--column", "Theme"), "which is no number"),
    ],
)
def test_words_that_do_not_go_together_are_refused(trace: Trace, arguments: tuple[str, ...], words: str) -> None:
    assert words in refused(trace(*arguments), UsageError)


# ---- in a notebook -------------------------------------------------------------------------------


def test_a_notebook_shows_a_trace_as_text_as_a_page_and_as_a_frame(workbench: Path) -> None:
    found = open_report(EDITION, root=workbench).tracer.trace("sv_validated_quarter.contract.c2")
    view = TraceView(found)
    assert repr(view).startswith(found.fact.display)
    page = trace_html(found)
    assert view._repr_html_() == page
    assert "<b>" not in page
    assert TITLE.replace("<", "&lt;").replace(">", "&gt;") in page
    assert "<caption>The row</caption>" in page
    assert '<th scope="col" style="text-align: right">adds</th>' in page
    frame = view.rows
    assert tuple(frame.columns) == COLUMNS
    assert frame["contribution"].sum() == found.fact.value == Decimal("507.90")
