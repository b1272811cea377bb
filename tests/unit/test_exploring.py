"""Exploring an edition: what `sv.open` answers on the example data, and that a question in SQL can do no harm."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from IPython.core.completer import provisionalcompleter
from IPython.core.interactiveshell import InteractiveShell

import sv_report as sv
from sv_report.data.asking import names
from sv_report.errors import ReportError, UsageError
from sv_report.exploring import cards, data_frames, interactive
from sv_report.exploring.listing import SHOWN, Listing
from sv_report.exploring.opened import OpenEdition
from sv_report.exploring.worklist import Worklist
from sv_report.findings import Finding, Where
from sv_report.manuscript.opening import WORK

ROOT = Path(__file__).resolve().parents[2]
EDUCATION = "Education and Children's Services"
SHORT = "Short of due (£m)"


@pytest.fixture(scope="module")
def report() -> OpenEdition:
    return sv.open("2024-02-08", root=ROOT)


def remedy(asked: Callable[[], Any]) -> str:
    """Return what the package says should be done about a question that it refuses."""
    with pytest.raises(ReportError) as refused:
        asked()
    return " ".join(finding.remedy for finding in refused.value.findings)


# ---- the index ----------------------------------------------------------------------------------


def test_an_analyst_meets_under_twenty_names_and_each_has_an_example_that_runs(report: OpenEdition) -> None:
    public = [*sv.__all__, *dir(report)]
    assert len(public) < 20
    for name in sv.__all__:
        assert ">>> " in (getattr(sv, name).__doc__ or ""), name
    for name in dir(report):
        assert ">>> " in (vars(OpenEdition)[name].__doc__ or ""), name


def test_completion_lists_the_index_and_nothing_else(report: OpenEdition) -> None:
    shell = InteractiveShell()
    shell.user_ns["report"] = report
    with provisionalcompleter():
        found = {one.text.strip(".") for one in shell.Completer.completions("report.", len("report."))}
    assert found == set(dir(report))


def test_a_name_that_is_not_there_gets_the_nearest(report: OpenEdition) -> None:
    with pytest.raises(AttributeError, match=r"Did you mean contracts\?"):
        _ = report.contract
    assert "Did you mean directorate?" in remedy(lambda: report.by("directorat"))
    assert "Did you mean Resources?" in remedy(lambda: report.by("theme", directorate="Resorces"))
    assert "Did you mean by_theme?" in remedy(lambda: report.chart("by_them"))
    assert 'report.exhibit("by_directorate")' in remedy(lambda: report.chart("by_directorate"))
    assert "Did you mean by_theme?" in remedy(lambda: report.trace("by_them", 1, 1))
    assert "sv_share_of_due" in remedy(lambda: report.trace("sv_share_of_deu"))
    assert "Did you mean deliveries?" in remedy(lambda: report.sql("select * from delivery"))


def test_what_the_reports_notebook_needs_is_still_there(report: OpenEdition) -> None:
    assert str(report.figures.period) == str(report.edition.period) == "2023-24 Q3"
    assert next(iter(report.section("legal"))).section == "legal"


# ---- by one dimension, and by two ----------------------------------------------------------------


def test_a_table_by_one_dimension_holds_the_reports_own_facts(report: OpenEdition) -> None:
    table = report.by("directorate").to_pandas()
    for _, fact in report.facts.members("sv_share_of_due", "directorate"):
        assert fact.value is not None
        assert table.loc[fact.member, "% of due"] == pytest.approx(float(fact.value * 100))
        due = report.facts.member("sv_due_to_date", "directorate", fact.member).value
        done = report.facts.member("sv_validated_to_date", "directorate", fact.member).value
        assert table.loc[fact.member, SHORT] == pytest.approx(float((due - done) / 1_000_000))  # type: ignore[operator]


@pytest.mark.parametrize("other", ["theme", "measure", "contract", "supplier", "priority"])
def test_the_parts_of_a_directorate_add_up_to_it(report: OpenEdition, other: str) -> None:
    crossed = report.by("directorate", other).to_pandas()["Due to date" if other == "measure" else "Due to date (£m)"]
    if other == "measure":  # each in its own unit, so compared measure by measure, and never added up across them
        for name, measure in report.measures.to_pandas().iterrows():
            if measure["Unit"] == "hours":
                assert crossed.xs(name, level=1).sum() == pytest.approx(measure["Due to date"])
        return
    whole = report.by("directorate").to_pandas()["Due to date (£m)"]
    assert crossed.groupby(level=0).sum().to_dict() == pytest.approx(whole.to_dict())


def test_each_row_of_measures_has_one_unit_and_no_total(report: OpenEdition) -> None:
    for table in (report.measures, report.by("directorate", "measure"), report.by("measure", district="Preston")):
        frame = table.to_pandas()
        units = frame.groupby(level=frame.index.nlevels - 1)["Unit"].nunique()
        assert set(units) == {1}
        assert not any("Total" in str(key) for key in frame.index)
        assert "Different units are never added." in table.table.note


def test_a_quarters_measures_add_up_to_the_quarter(report: OpenEdition) -> None:
    crossed = report.by("quarter", "theme").to_pandas()["Due (£m)"].groupby(level=0).sum()
    whole = report.by("quarter").to_pandas()["Due (£m)"]
    assert crossed.to_dict() == pytest.approx(whole.to_dict())
    with pytest.raises(UsageError, match="cannot be crossed"):
        report.by("quarter", "contract")


def test_a_measures_quarters_are_in_its_own_unit_and_add_up_to_date(report: OpenEdition) -> None:
    quarters = report.by("quarter", measure="ENV04").to_pandas()
    assert set(quarters["Unit"]) == {"tonnes"}
    due = report.facts["quantity_due_to_date.measure.env04"].value
    assert due is not None
    assert quarters["Due"].sum() == pytest.approx(float(due))


def test_without_a_value_book_nothing_is_in_pounds_of_social_value() -> None:
    names_of = ("suppliers", "contracts", "measures", "commitments", "returns", "deliveries", "spend", "variations")
    frames = {name: pd.read_csv(ROOT / f"sv_report/data/example/{name}.csv") for name in names_of}
    report = sv.open("2024-02-08", root=ROOT, frames=frames)
    table = report.by("directorate", "theme").to_pandas()
    assert (table["Due to date"] - table["On schedule"]).tolist() == table["Short of due"].tolist()
    for asked in (report.by("theme"), report.by("directorate", "theme"), report.by("theme", "measure")):
        assert not any("£" in column.label for column in asked.table.columns)
    assert 'by("quarter", "measure")' in remedy(report.over_time)
    assert set(report.by("quarter", measure="ENV04").to_pandas()["Unit"]) == {"tonnes"}


def test_one_members_rows_are_those_of_the_cross(report: OpenEdition) -> None:
    crossed = report.by("contract", "directorate").to_pandas()
    alone = report.by("contract", directorate=EDUCATION).to_pandas()
    assert crossed.xs(EDUCATION, level=1)[SHORT].to_dict() == alone[SHORT].to_dict()
    by_ref = report.by("theme", contract="c033").to_pandas()
    assert by_ref["Due to date (£m)"].sum() == pytest.approx(
        alone.filter(like="C033", axis=0)["Due to date (£m)"].iloc[0]
    )


@pytest.mark.parametrize("dimensions", [(), ("theme", "theme"), ("theme", "measure", "contract")])
def test_no_dimension_one_twice_and_three_are_refused(report: OpenEdition, dimensions: tuple[str, ...]) -> None:
    with pytest.raises(UsageError, match="Name one or two of theme"):
        report.by(*dimensions)


# ---- a question in SQL ---------------------------------------------------------------------------


def test_sql_answers_over_every_table_by_its_name(report: OpenEdition) -> None:
    for name in names(report.tables):
        assert report.sql(f"select count(*) as n from {name}")["n"].tolist() == [report.tables.count(name)]


HARM = [
    "copy contracts to '{free}'",
    "copy contracts to '{table}'",
    "create table more as select 1",
    "insert into contracts select * from contracts",
    "drop view contracts",
    "select 1; drop view contracts",
    "attach '{free}'",
    "install httpfs",
    "load httpfs",
    "set enable_external_access = true",
    "explain analyze copy contracts to '{free}'",
    "export database '{free}'",
    "select * from '{other}'",
    "select * from read_csv('{other}')",
    "select * from read_text('{other}')",
    "select * from glob('/*')",
    "select * from 'https://example.org/contracts.parquet'",
    "select * from of_python",
    "selec",
    "select nme from contracts",
]


@pytest.mark.parametrize("question", HARM)
def test_sql_reads_the_tables_and_can_do_nothing_else(report: OpenEdition, question: str, tmp_path: Path) -> None:
    of_python = report.by("theme").to_pandas()
    assert len(of_python)  # a frame that DuckDB would find by its name
    other, free, table = tmp_path / "other.csv", tmp_path / "free", report.tables.folder / "contracts.parquet"
    other.write_text("a\n1\n")
    before = table.read_bytes()
    with pytest.raises(UsageError, match="The question cannot be answered"):
        report.sql(question.format(other=other, free=free, table=table))
    assert table.read_bytes() == before
    assert not free.exists()


@pytest.mark.parametrize("value", ["C033", "C033' or 'a' = 'a", "C033; drop view contracts", None, "$as_at"])
def test_a_value_is_a_value_and_no_part_of_the_question(report: OpenEdition, value: Any) -> None:
    found = report.sql("select ref from contracts where ref = $ref", ref=value)
    assert found["ref"].tolist() == (["C033"] if value == "C033" else [])


def test_a_file_named_by_a_value_is_not_read(report: OpenEdition, tmp_path: Path) -> None:
    (tmp_path / "other.csv").write_text("a\n1\n")
    with pytest.raises(UsageError, match="The question cannot be answered"):
        report.sql("select * from read_csv($file)", file=str(tmp_path / "other.csv"))


def test_values_and_names_go_together(report: OpenEdition) -> None:
    refs = ["C001", "C033"]
    assert report.sql("select ref from contracts where ref in $refs order by ref", refs=refs)["ref"].tolist() == refs
    days = report.sql("select $as_at as seen, $period_start as first, $period_end as last").iloc[0]
    assert [str(day.date()) for day in days] == ["2024-01-19", "2023-10-01", "2023-12-31"]
    assert "Did you mean contract?" in remedy(lambda: report.sql("select $contrct", contract="C033"))
    assert "Write $contract" in remedy(lambda: report.sql("select 1", contract="C033"))
    assert "give it by name" in remedy(lambda: report.sql("select ?"))


@pytest.mark.parametrize("period", ["2023-24 Q3", "2023-24 Q1"])
def test_what_is_seen_is_what_the_report_counts(period: str) -> None:
    """Of each measure whose quarters add: the lines that are seen come to the facts of the report."""
    report = sv.open("2024-02-08", root=ROOT, period=period, data_as_at="2023-11-10")
    asked = """select lower(measure) as measure, sum(quantity_claimed)::varchar as reported,
    coalesce(sum(quantity_validated), 0)::varchar as validated from deliveries_seen join periods using (period)
    join measures on ref = measure join contracts on contracts.ref = contract
    where over_time = 'flow' and period_end <= $period_end and start <= $period_end group by all"""
    found = report.sql(asked)
    assert len(found) > 20
    for row in found.itertuples():
        for name in ("reported", "validated"):
            assert Decimal(getattr(row, name)) == report.facts[f"quantity_{name}_to_date.measure.{row.measure}"].value
    late = "select count(*) as n from returns_seen where received_on > $as_at"
    assert report.sql(late)["n"].tolist() == [0]


# ---- how answers show themselves ----------------------------------------------------------------


def test_a_fact_is_a_card(report: OpenEdition) -> None:
    fact = report.facts["sv_share_of_due"]
    for shown in (cards.card(fact), cards.card_text(fact)):
        for said in (fact.label, "80.6%", "Quarter 3 2023/24", "19 January 2024", fact.formula, "2,792", fact.id):
            assert said in shown


def test_words_of_the_data_are_text_on_the_page(report: OpenEdition) -> None:
    hostile = Finding("x", "error", "<script>alert(1)</script>", Where(file="<b>.csv"), "<i>mend</i>")
    page = Worklist.of([hostile])._repr_html_()
    assert "&lt;script&gt;alert(1)" in page
    assert not re.search("<script|<b>|<i>", page)


def test_the_worklist_has_the_worst_first_and_says_what_where_and_what_to_do() -> None:
    found = [Finding("b", "note", "odd"), Finding("a", "error", "wrong", Where(file="a.csv", row=3), "Mend it.")]
    work = Worklist.of([*found, found[0]])
    assert [one.rule for one in work] == ["a", "b"]
    assert work.to_pandas().iloc[0].tolist() == ["error", "wrong", "a.csv, line 3", "Mend it.", "a", "a.csv", "", 3]
    assert work.to_pandas()["File"].tolist() == ["a.csv", "the edition"]
    assert Worklist.of([]).to_pandas().empty
    assert "1 error, 1 note" in work._repr_html_()


def test_a_chart_is_a_picture_whose_alternative_text_holds_its_numbers(report: OpenEdition) -> None:
    picture = report.chart("by_theme")
    page = picture._repr_html_()  # type: ignore[union-attr]
    assert 'src="data:image/svg+xml;base64,' in page
    for _, fact in report.facts.members("sv_validated_to_date", "theme"):
        assert fact.figure in page


def test_a_table_is_plain_and_the_same_each_time_but_searched_in_jupyterlab(
    report: OpenEdition, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(interactive.IN_JUPYTERLAB, raising=False)
    table = report.by("directorate", "measure")
    plain = table._repr_html_()
    assert plain == report.by("directorate", "measure")._repr_html_()
    assert "<script" not in plain
    assert plain.count("<tr>") == SHOWN + 1
    assert f"and {len(table) - SHOWN} more rows" in plain

    monkeypatch.setenv(interactive.IN_JUPYTERLAB, "notebooks/explore.ipynb")
    searched = table._repr_html_()
    assert searched == report.by("directorate", "measure")._repr_html_()  # no id by chance
    assert searched.count("<tr>") == len(table) + 1
    assert "DataTable(" in searched
    assert "http" not in searched  # nothing comes from elsewhere


def test_a_short_table_has_neither_pages_nor_a_field_to_search_in(
    report: OpenEdition, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(interactive.IN_JUPYTERLAB, "notebooks/explore.ipynb")
    short, middle, long = report.by("directorate"), report.by("district"), report.measures
    assert len(short) <= interactive.FEW < len(middle) <= interactive.PAGE < len(long)
    shown = [re.findall("(searching|paging): (true|false)", table._repr_html_()) for table in (short, middle, long)]
    assert [[said for _, said in one] for one in shown] == [["false", "false"], ["true", "false"], ["true", "true"]]


FRAME = pd.DataFrame(
    {
        "ref": ["C1", "C2", None],
        "on": pd.to_datetime(["2024-01-08", None, "2024-01-08 09:30"], format="ISO8601"),
        "late": [True, False, True],
        "rows": [1204, 3, 12],
        "pounds": [94835.71, 0.1 + 0.2, float("nan")],
        "exact": [Decimal("28406.000"), None, Decimal("-0.5")],
        "said": ["A statement that is longer than the fifty signs at which pandas cuts a text off.", "<b>", "x"],
    }
)


def cells(frame: pd.DataFrame, kind: str = "t[hd]") -> list[str]:
    return re.findall(rf"<{kind}\b[^>]*>(.*?)</{kind}>", data_frames.html(frame))


def test_a_data_frame_shows_itself_with_every_word_and_without_a_count_of_rows() -> None:
    assert cells(FRAME)[:7] == list(FRAME)
    assert cells(FRAME.head(1))[7:] == ["C1", "2024-01-08", "yes", "1204", "94,835.71", "28,406", FRAME["said"][0]]
    assert cells(FRAME)[14:] == [
        "C2", "[x]", "no", "3", "0.3", "[x]", "&lt;b&gt;",
        "[x]", "2024-01-08 09:30:00", "yes", "12", "[x]", "-0.5", "x",
    ]  # fmt: skip
    assert "<caption>3 rows</caption>" in data_frames.html(FRAME)
    assert data_frames.html(FRAME.head(0)) == "<p>No rows.</p>"
    assert "The first 25 of 300 rows" in data_frames.html(pd.concat([FRAME] * 100))


def test_an_index_that_says_something_heads_the_rows() -> None:
    by_two = FRAME.groupby(["late", "ref"])[["rows"]].sum()
    assert cells(by_two) == ["late", "ref", "rows", "no", "C2", "3", "yes", "C1", "1204"]
    assert cells(by_two, "td") == ["3", "1204"]
    crossed = FRAME.pivot_table(index="ref", columns="late", values=["rows"], aggfunc="sum")
    assert cells(crossed)[:3] == ["ref", "rows, False", "rows, True"]
    assert cells(FRAME[["rows"]].set_axis(["a", "b", "c"]))[:2] == ["index", "rows"]
    assert cells(FRAME[["rows"]].iloc[[2, 0]]) == ["rows", "12", "1204"]


def test_numbers_sort_by_what_they_are_and_not_by_how_they_are_printed(report: OpenEdition) -> None:
    page = report.measures._repr_html_()
    fact = report.facts["quantity_due_to_date.measure.env02"]
    assert fact.value is not None
    assert f'data-order="{float(fact.value)!r}"' in page
    assert fact.figure in page


def test_every_fact_is_in_the_data_frame_with_its_exact_value(report: OpenEdition) -> None:
    frame = report.to_pandas()
    assert len(frame) == len(report.facts)
    value = frame.set_index("id").loc["sv_due_to_date", "value"]
    assert isinstance(value, Decimal)
    assert value == report.facts["sv_due_to_date"].value


# ---- within a run --------------------------------------------------------------------------------


def test_a_public_report_rests_on_nothing_that_was_not_cleared(
    report: OpenEdition, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(WORK, "a run's folder")
    assert isinstance(report.by("directorate"), Listing)  # facts of the report itself
    for asked in (lambda: report.sql("select 1"), lambda: report.by("directorate", "measure")):
        with pytest.raises(UsageError, match="nothing in a public report"):
            asked()


# ---- the question that a councillor asks ---------------------------------------------------------


def lines_of(page: str) -> str:
    """Return the lines of a page that ask the question."""
    text = (ROOT / page).read_text("utf-8")
    return next(block for block in re.findall(r"```python\n(.*?)```", text, re.S) if "furthest" in block)


SAID = """
print(furthest, f"{shares.min():.1f}%", why, f"£{short.max():.3f}m of £{short.sum():.3f}m", sep="|")
for role in ("denominator", "numerator"):
    print(rows["contribution"][rows["role"] == role].sum(), *sorted(set(rows["file"][rows["role"] == role])), sep="|")
"""


@pytest.mark.parametrize("page", ["README.md", "docs/workbench.md"])
def test_which_directorate_is_furthest_behind_why_and_which_rows_say_so(report: OpenEdition, page: str) -> None:
    lines = lines_of(page)
    assert len(lines.strip().splitlines()) < 10
    command = [sys.executable, "-c", lines + SAID]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    furthest, share, why, amounts, due, committed, validated, delivered = (
        done.stdout.strip().replace("\n", "|").split("|")
    )

    shares = {fact.member: fact.value for _, fact in report.facts.members("sv_share_of_due", "directorate")}
    assert furthest == min(shares, key=lambda name: shares[name] or 0) == EDUCATION
    assert why == "C033 Primary school extension programme"
    assert f"# {furthest}: {share}" in lines
    assert f"# {why}: {amounts}" in lines
    for amount, name in ((due, "sv_due_to_date"), (validated, "sv_validated_to_date")):
        assert Decimal(amount) == report.facts.member(name, "contract", "C033").value  # the rows add up to the figure
    assert (committed, delivered) == ("example/commitments.csv", "example/deliveries.csv")


# ---- added to the report -------------------------------------------------------------------------


def test_what_is_added_to_a_section_is_printed_at_its_end_and_added_once(workbench_copy: Path) -> None:
    opened = sv.open("2024-02-08", root=workbench_copy)
    detail = workbench_copy / "params" / "2024-02-08" / "detail.md"
    before = detail.read_text("utf-8")
    assert "stands at the end of params/2024-02-08/detail.md" in str(
        opened.section("detail").add("sv_share_of_due.theme.environment")
    )
    assert "in line 9" in str(opened.section("detail").add("by_theme"))
    assert "already" in str(opened.section("detail").add("sv_share_of_due.theme.environment"))
    after = detail.read_text("utf-8")
    assert after.startswith(before.rstrip())
    assert after.count("{{ sv_share_of_due.theme.environment }}") == 1
    again = sv.open("2024-02-08", root=workbench_copy)
    printed = "\n".join(block.page for block in again.section("detail"))
    share = again.facts["sv_share_of_due.theme.environment"]
    assert f"{share.label}: {share.display}." in printed.replace("\\", "")


def test_a_section_that_nobody_wrote_begins_with_the_councils_draft(workbench_copy: Path) -> None:
    detail = workbench_copy / "params" / "2024-02-08" / "detail.md"
    detail.unlink()
    opened = sv.open("2024-02-08", root=workbench_copy)
    assert "begins with the council's draft" in str(opened.section("detail").add("sv_validated_ytd"))
    draft = opened.edition.drafts["detail"].text.strip()
    assert detail.read_text("utf-8").startswith(draft)


def test_what_cannot_be_added_is_said_and_nothing_is_written(report: OpenEdition) -> None:
    files = {path: path.read_bytes() for path in (ROOT / "params").rglob("*.md")}
    assert "Did you mean by_theme?" in remedy(lambda: report.section("detail").add("by_them"))
    assert "detail" in remedy(lambda: report.section("implications").add("by_theme"))
    assert files == {path: path.read_bytes() for path in (ROOT / "params").rglob("*.md")}
