"""The annex of sources: what it says of what was printed, from traces drawn by hand."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from sv_report.manuscript.printed import printed_in
from sv_report.manuscript.sources import sources_of_figures
from sv_report.measures.fact import Fact, Source
from sv_report.measures.facts import Facts
from sv_report.measures.terms import Role
from sv_report.measures.trace import FileSum, Trace, TraceRow
from sv_report.params import Workbench, read_profile
from sv_report.render.front import plain
from tests.unit.wrong_editions import ROOT

VALUED = "quantity × proxy"


def fact(id_: str, label: str = "Label", unit: str = "GBP", formula: str = "sum", **fields: Any) -> Fact:
    kind = "share" if unit == "share" else "sum"
    decimals = {"GBP": -3, "share": 3}.get(unit, 0)
    value = Decimal(fields.pop("value", 1200000))
    made = Fact(id_, label, kind, value, "ok", unit, decimals, "2023-24 Q3", "2024-01-19", formula, Source((), "", 0))  # type: ignore[arg-type]
    return replace(made, **fields)


def file(name: str, rows: int, total: str, role: Role = "part", sheet: str = "") -> FileSum:
    return FileSum(name, sheet, role, rows, Decimal(total))


def row(number: int, contribution: str, contract: str = "C001", name: str = "data/deliveries.csv") -> TraceRow:
    return TraceRow(name, "", number, "part", Decimal(contribution), "deliveries", contract, "SOC01", "2023-24 Q3")


def trace(
    of: Fact, *files: FileSum, numbers: str = "", largest: Sequence[TraceRow] = (), filters: Sequence[str] = ()
) -> Trace:
    rows = sum(one.rows for one in files)
    totals: dict[Role, Decimal] = {}
    for one in files:
        totals[one.role] = totals.get(one.role, Decimal(0)) + one.total
    formula = f"{of.formula}: {numbers or f'{rows:,} rows add up to what they do'}"
    in_pounds = of.unit in ("share", "text") and of.id.startswith("sv_")
    unit = "GBP" if in_pounds else of.unit if of.unit != "share" else "count"
    return Trace(of, formula, (), "", tuple(filters), totals, files, tuple(largest), (), unit)


class Traced:
    """Traces by id, as a tracer gives them."""

    def __init__(self, *traces: Trace) -> None:
        self.by_id = {one.fact.id: one for one in traces}

    def traces(self, ids: Iterable[str], *, every_row: bool = True) -> dict[str, Trace]:
        assert not every_row, "the annex lists no more than the largest rows"
        return {id_: self.by_id[id_] for id_ in ids}


def markdown(body: str, *traces: Trace, charts: dict[str, tuple[Fact, ...]] | None = None) -> str:
    facts = Facts(tuple(one.fact for one in traces))
    profile, _ = read_profile("lancashire", Workbench(ROOT))
    assert profile is not None
    return sources_of_figures(body, facts, Traced(*traces), profile.wording, charts or {})  # type: ignore[arg-type]


def annex(body: str, *traces: Trace, charts: dict[str, tuple[Fact, ...]] | None = None) -> str:
    """The annex as it reads, without the escapes of its Markdown."""
    return plain(markdown(body, *traces, charts=charts))


def said(id_: str, text: str = "£1.2m") -> str:
    return f'[{text}]{{.fact fact="{id_}"}}'


DUE = trace(
    fact("sv_due", "Social value due", formula=f"sum of commitments: {VALUED}"),
    file("data/commitments.csv", 1503, "1234567.891"),
    largest=[row(number, str(100 - number), name="data/commitments.csv") for number in range(1, 11)],
    filters=["periods ended by 31 December 2023"],
)
SHARE = trace(
    fact("sv_share", "Share of due", "share", "validated ÷ due", value="0.8"),
    file("data/deliveries.csv", 2, "80", "numerator"), file("data/commitments.csv", 3, "100", "denominator"),
    numbers="validated £80.00 ÷ due £100.00 = 0.8",
)  # fmt: skip
NO_ROWS = trace(fact("period", "The period", "text", value=0))


def test_a_number_in_the_text_has_one_entry_with_formula_numbers_filter_and_rows() -> None:
    made = annex(f"It is {said('sv_due')}, again {said('sv_due')}.", DUE)
    assert made.splitlines()[4:] == [
        '::: {.source fact="sv_due"}',
        '[Social value due]{.label}: [£1.200m]{.fact fact="sv_due"}',
        "",
        "Sum of commitments: quantity × proxy: 1,503 rows of commitments.csv add up to £1,234,567.89. Counted: periods "
        "ended by 31 December 2023. Largest rows: 1 (C001, SOC01) £99.00, 2 (C001, SOC01) £98.00, 3 (C001, SOC01) "
        "£97.00. Name: sv_due.",
        ":::",
    ]
    assert "The files are in data" in made


def test_entries_stand_in_the_order_in_which_numbers_first_appear_tables_and_charts_last() -> None:
    table = f"| A | Due |\n| :-- | --: |\n| x | {said('sv_due')} |\n\n: Due {{#tbl-due}}"
    made = annex(f"{table}\n\nIt is {said('sv_share')} of {said('sv_due')}.", DUE, SHARE)
    begun = [line.removeprefix("::: ") for line in made.splitlines() if line.startswith("::: {")]
    assert begun == ['{.source fact="sv_share"}', '{.source fact="sv_due"}', '{.source table="due"}']


def test_a_number_that_rests_on_no_rows_or_is_no_fact_has_no_entry() -> None:
    assert annex(f"In {said('period')} and {said('unheard_of')}.", NO_ROWS) == ""
    assert 'fact="period"' not in annex(f"In {said('period')}: {said('sv_due')}.", NO_ROWS, DUE)


def test_what_is_not_shown_is_not_told_by_its_rows_either() -> None:
    hidden = replace(DUE, fact=replace(DUE.fact, value=None, status="suppressed"))
    assert annex(f"It is {said('sv_due', 'not shown')}.", hidden) == ""


def test_a_share_divides_the_rows_of_its_two_parts() -> None:
    made = annex(f"It is {said('sv_share')}.", SHARE)
    assert "Validated ÷ due: 2 rows of deliveries.csv (£80.00) ÷ 3 rows of commitments.csv (£100.00) = 0.8." in made


def test_of_rows_that_all_add_the_same_either_all_are_named_or_none() -> None:
    counted = fact("missing", "Missing", "count", "returns missing", value=2)
    two = [replace(row(number, "1", contract), measure="") for number, contract in ((10, "C009"), (12, "C011"))]
    made = annex(said("missing"), trace(counted, file("data/contracts.csv", 70, "2"), largest=two))
    assert "The rows: 10 (C009), 12 (C011)." in made
    many = trace(replace(counted, value=Decimal(70)), file("data/contracts.csv", 70, "70"), largest=two)
    assert "rows:" not in annex(said("missing"), many)


def test_how_quantities_are_valued_is_said_once() -> None:
    others = [trace(fact(f"sv_{n}", formula=f"sum of {n}: {VALUED}"), file("a/b.csv", 1, "5")) for n in "abc"]
    made = annex(" ".join(said(one.fact.id) for one in others), *others)
    assert made.count(VALUED) == 1
    assert f"Valued means: {VALUED}." in made
    assert "Sum of a, valued: 1 row of b.csv adds up to £5.00." in made


TABLE = f"""| Theme \\| all | Due (£m) | Hours |
| :--- | ---: | ---: |
| Jobs | {said("sv_due.theme.jobs")} | {said("hours.measure.a")} |
| Growth | {said("sv_due.theme.growth")} | {said("hours.measure.b")} |
| **Total** | {said("sv_due", "**1.2**")} | |

: Due \\*by\\* theme {{#tbl-by_theme}}
"""
MEMBERS = (
    trace(fact("sv_due.theme.jobs", "Social value due: Jobs", member="Jobs"), file("data/c.csv", 1, "5")),
    trace(fact("sv_due.theme.growth", "Social value due: Growth", member="Growth"), file("data/c.csv", 2, "7")),
    trace(fact("hours.measure.a", "Hours: A", "hours"), file("data/d.csv", 3, "12.5")),
    trace(fact("hours.measure.b", "Hours: B", "tonnes"), file("data/d.csv", 4, "2")),
)


def test_a_table_has_one_entry_that_tells_each_column_by_its_total_else_by_all_its_cells() -> None:
    made = annex(TABLE, DUE, *MEMBERS)
    assert made.count("::: {.source") == 1
    assert "[@tbl-by_theme]{.label}: Due *by* theme" in made
    assert "**Due (£m)**: sum of commitments: quantity × proxy; 1,503 rows of commitments.csv (£1,234,567.89)." in made


def test_different_units_are_never_added_nor_different_measures() -> None:
    made = annex(TABLE, DUE, *MEMBERS)
    assert "2 values, from 7 rows of d.csv." in made
    assert "Measures are not added to each other: each has its own sum." in made
    units = [replace(one, fact=replace(one.fact, id=one.fact.id.replace("measure", "theme"))) for one in MEMBERS[2:]]
    assert "2 values, from 7 rows of d.csv (12.5 hours, 2 tonnes)." in annex(TABLE.replace("measure", "theme"), DUE, *MEMBERS[:2], *units)  # fmt: skip


def test_a_column_whose_total_is_told_above_gives_no_filter_again() -> None:
    made = annex(f"{said('sv_due')}\n\n{TABLE}", DUE, *MEMBERS)
    assert (
        "Counted as for the same numbers in the text, above. **Due (£m)**: sum of commitments: quantity × proxy; "
        "1,503 rows of commitments.csv (£1,234,567.89)."
    ) in made
    assert made.count("periods ended by") == 1


def test_what_holds_for_all_columns_is_said_once() -> None:
    several = [replace(one, filters=("begun by then", f"of {one.fact.unit}")) for one in MEMBERS]
    made = annex(TABLE.replace(said("sv_due", "**1.2**"), ""), *several)
    assert made.count("begun by then") == 1
    assert "All counted: begun by then." in made
    assert "Counted: of GBP." in made


def test_a_table_without_a_name_counts_as_text() -> None:
    printed = printed_in(TABLE.partition(": Due")[0], {})
    assert (printed.tables, printed.in_prose[0]) == ((), "sv_due.theme.jobs")


def test_a_chart_refers_to_the_table_of_its_numbers_and_tells_those_that_none_has() -> None:
    chart = '![A message](media/by_theme_chart.svg){#fig-by_theme_chart fig-alt="words"}'
    drawn = {"by_theme_chart": (MEMBERS[0].fact, SHARE.fact)}
    made = annex(f"{TABLE}\n\n{chart}", DUE, SHARE, *MEMBERS, charts=drawn)
    assert "The numbers drawn are those of @tbl-by_theme, whose sources are given above." in made
    assert "[@fig-by_theme_chart]{.label}: A message" in made
    assert "**Share of due**: validated ÷ due; 2 rows" in made
    assert "figure=" not in annex(f"{said('sv_due')}\n\n{chart}", DUE)


def test_names_in_the_data_are_escaped() -> None:
    hostile = "*x* {{< pagebreak >}} @y <b> [z](http://example.org) $1$ #set"
    of = trace(
        fact("sv_due", hostile), file(f"{hostile}.csv", 1, "5", sheet=hostile), largest=[row(1, "4", hostile)],
        filters=[hostile],
    )  # fmt: skip
    made = markdown(said("sv_due"), of)
    words = made.replace("{.label}", "").replace('{.fact fact="sv_due"}', "").replace('{.source fact="sv_due"}', "")
    for mark in ("*x", "{{<", "@y", "<b>", "](http", "$1", "#set"):
        assert words.count(mark) == words.count(f"\\{mark}"), mark
