"""Every fact of the example editions is followed to rows that are in the files and add up to it."""

import csv
from collections import Counter, defaultdict
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from sv_report.data.of_edition import data_for_now
from sv_report.errors import MeasureError, UsageError
from sv_report.manuscript import KNOWN, figures_of, tracer_of
from sv_report.measures import Conventions, compute
from sv_report.measures.trace import Trace, Tracer
from sv_report.measures.trace.words import in_words
from sv_report.params import find_workbench, load_edition
from sv_report.params.council.ratings import Band
from sv_report.params.period import Period
from tests.drawn import SOUND, tables

LINES = """
    contract | measure | period     | quantity_claimed | quantity_validated | validated_on
    C1       | M1      | 2023-24 Q3 | 100.25           | 80.1               | 2024-01-19
    C1       | M1      | 2023-24 Q3 | 0.3              |                    |
"""
Q3, AS_AT = Period.parse("2023-24 Q3"), date(2024, 1, 19)
BANDS = (Band.model_validate({"word": "Red", "colour": "red", "below": "0.9"}),)
ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "sv_report" / "data" / "example"
EDITIONS = ("2024-02-08", "2023-12-07")
MANY = 2000  # facts that are traced at a time


@pytest.fixture(scope="module", params=EDITIONS)
def traced(request):
    """The figures and the tracer of an example edition."""
    workbench = find_workbench(ROOT)
    edition, _ = load_edition(request.param, workbench, KNOWN)
    with data_for_now(edition, workbench) as (opened, _):
        figures = figures_of(edition, opened)
        yield figures, tracer_of(edition, opened, figures)


def cells(name: str, row: int) -> dict[str, str]:
    """The cells of a physical row of one of the example's files."""
    with (EXAMPLE / name).open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        return next(found for found in reader if reader.line_num == row)


def chunks(ids: list[str]) -> list[list[str]]:
    return [ids[start : start + MANY] for start in range(0, len(ids), MANY)]


def added(trace: Trace) -> dict[str, Fraction]:
    """What the rows of each role add up to, from the decimal strings that JSON holds."""
    sums: dict[str, Fraction] = defaultdict(Fraction)
    for row in trace.record()["rows"]:
        sums[row["role"]] += Fraction(row["contribution"])
    return sums


def test_the_rows_of_every_fact_add_up_to_it(traced):
    figures, tracer = traced
    for ids in chunks([fact.id for fact in figures.facts]):
        for id_, trace in tracer.traces(ids).items():
            record, sums = trace.record(), added(trace)
            assert {role: Fraction(total) for role, total in record["totals"].items()} == {
                role: sums[role] for role in record["totals"]
            }, id_
            if record["value"] is None:
                continue
            if set(record["totals"]) == {"numerator", "denominator"}:
                quotient = sums["numerator"] / sums["denominator"]
                assert abs(quotient - Fraction(record["value"])) <= abs(quotient) / 10**26, id_
            else:
                assert sums["part"] == Fraction(record["value"]), id_


def test_the_sums_by_file_and_the_largest_rows_are_those_of_all_the_rows(traced):
    figures, tracer = traced
    ids = [fact.id for fact in figures.facts if not fact.member]
    whole, brief = tracer.traces(ids), tracer.traces(ids, every_row=False)
    for id_ in ids:
        trace = whole[id_]
        assert (trace.files, trace.largest, trace.formula) == (
            brief[id_].files, brief[id_].largest, brief[id_].formula,
        )  # fmt: skip
        by_file: dict[tuple[str, str], list[Fraction]] = defaultdict(list)
        for row in trace.rows:
            by_file[row.file, row.role].append(Fraction(row.contribution))
        assert {(one.file, one.role): (one.rows, Fraction(one.total)) for one in trace.files} == {
            key: (len(amounts), sum(amounts)) for key, amounts in by_file.items()
        }
        sizes = sorted((abs(row.contribution) for row in trace.rows if row.contribution), reverse=True)
        assert [abs(row.contribution) for row in trace.largest] == sizes[:10]
        assert brief[id_].rows == ()


def test_deliveries_that_are_many_are_summed_up_alike(traced, monkeypatch):
    figures, tracer = traced
    ids = [fact.id for fact in figures.facts if not fact.member or ".contract.c01" in fact.id or ".quarter." in fact.id]
    one_by_one = tracer.traces(ids, every_row=False)
    monkeypatch.setattr("sv_report.measures.trace.walk.MANY", 0)
    anew = Tracer(figures.results, figures.facts, figures.quality)
    for id_, trace in anew.traces(ids, every_row=False).items():
        assert (trace.files, trace.totals, trace.formula) == (
            one_by_one[id_].files, one_by_one[id_].totals, one_by_one[id_].formula,
        )  # fmt: skip
        assert sorted(abs(row.contribution) for row in trace.largest) == sorted(
            abs(row.contribution) for row in one_by_one[id_].largest
        ), id_


def test_no_row_is_named_twice_in_one_role(traced):
    figures, tracer = traced
    ids = [fact.id for fact in figures.facts if not fact.member or ".contract." in fact.id]
    for trace in tracer.traces(ids[:MANY]).values():
        named = Counter((row.role, row.file, row.sheet, row.row, row.table) for row in trace.rows)
        assert set(named.values()) <= {1}, trace.fact.id


def test_the_rows_named_are_the_rows_of_the_files(traced):
    _, tracer = traced
    for id_, amount in (("sv_validated_ytd", "quantity_validated"), ("sv_due_to_date", "quantity")):
        rows = [row for row in tracer.trace(id_).rows if row.contribution][::40]
        assert rows
        for row in rows:
            found = cells(row.file.removeprefix("example/"), row.row)
            assert (found["contract"], found["measure"], found["period"]) == (row.contract, row.measure, row.period)
            assert Decimal(found[amount].replace(",", "")) == row.quantity


def test_a_sum_in_pounds_is_worked_out_from_the_files_alone(traced):
    """What each row adds is its quantity times what the value book says, read here with nothing of ours."""
    figures, tracer = traced
    with (EXAMPLE / "value_book.csv").open(encoding="utf-8", newline="") as file:
        book = {(row["measure"], row["version"]): row for row in csv.DictReader(file)}
    with (EXAMPLE / "contracts.csv").open(encoding="utf-8", newline="") as file:
        version = {row["ref"]: row["value_book"] for row in csv.DictReader(file)}
    with (EXAMPLE / "measures.csv").open(encoding="utf-8", newline="") as file:
        over_time = {row["ref"]: row["over_time"] for row in csv.DictReader(file)}
    trace = tracer.trace("sv_validated_to_date")
    for row in trace.rows:
        cell = cells(row.file.removeprefix("example/"), row.row)
        assert date.fromisoformat(cell["validated_on"]) <= figures.as_at
        value = book[row.measure, version[row.contract]]
        off = (value["net_of"] or "").split(";")
        worth = Decimal(value["proxy_gbp"].replace(",", ""))
        if value["attribution"] and "attribution" not in off:
            worth *= Decimal(value["attribution"])
        if value["deadweight"] and "deadweight" not in off:
            worth *= 1 - Decimal(value["deadweight"])
        if over_time[row.measure] == "stock":
            worth /= 4
        assert row.contribution == Decimal(cell["quantity_validated"].replace(",", "")) * worth
    assert sum(row.contribution for row in trace.rows) == figures.facts["sv_validated_to_date"].value


def test_a_fact_that_is_nothing_or_missing_names_the_rows_that_were_examined(traced):
    figures, tracer = traced
    lacking = [fact.id for fact in figures.facts if fact.source.tables and not fact.value and not fact.text]
    assert len(lacking) > 100
    for ids in chunks(lacking):
        for id_, trace in tracer.traces(ids).items():
            assert trace.rows, id_
            sums = added(trace)
            if trace.fact.value is not None:
                sums.pop("denominator", None)  # of a share that is nothing
            assert not any(sums.values()), id_


def test_the_formula_has_the_numbers_put_in(traced):
    figures, tracer = traced
    facts = figures.facts
    share = tracer.trace("sv_share_of_due")
    done, due, reported, awaiting = (
        f"£{facts[f'sv_{name}_to_date'].value.quantize(Decimal('0.01'), ROUND_HALF_UP):,}"
        for name in ("validated", "due", "reported", "awaiting")
    )
    assert (
        f"validated to date {done} ÷ due to date {due} = 0.{str(facts['sv_share_of_due'].value)[2:5]}" in share.formula
    )
    formula = tracer.trace("sv_awaiting_to_date").formula
    assert f"reported to date {reported} less reported and assessed" in formula
    assert formula.endswith(f"= {awaiting}")
    assert share.code == "sv_report.measures.calculations.share"
    assert any(filter_.startswith("periods ended by") for filter_ in share.filters)


def test_the_working_adds_up_to_the_sum(traced):
    figures, tracer = traced
    lines = tracer.trace("sv_reported_ytd").working
    amounts = [Decimal(line.rsplit("£", 1)[1].replace(",", "")) for line in lines]
    assert abs(sum(amounts) - figures.facts["sv_reported_ytd"].value) < Decimal("0.01") * len(lines)


def test_an_unknown_fact_is_refused_with_the_nearest(traced):
    _, tracer = traced
    with pytest.raises(MeasureError, match="sv_validated_ytd"):
        tracer.trace("sv_validatd_ytd")


def test_a_frame_handed_in_has_no_rows_to_name(tmp_path):
    opened = tables(tmp_path, **SOUND)
    figures = compute(opened, Q3, AS_AT)
    figures.results.tables = type(opened)(opened.folder, deliveries=object())
    with pytest.raises(UsageError, match="handed in"):
        Tracer(figures.results, figures.facts, figures.quality)


def test_a_trace_that_does_not_add_up_is_never_given(tmp_path):
    opened = tables(tmp_path, **SOUND)
    figures = compute(opened, Q3, AS_AT)
    tracer = Tracer(figures.results, figures.facts, figures.quality)
    promised = opened.connection.table("commitments").filter("false").to_arrow_table()
    opened.connection.execute("DROP VIEW commitments")
    opened.connection.from_arrow(promised).create_view("commitments")
    with pytest.raises(RuntimeError, match="a fault of ours"):
        tracer.trace("commitments_due")


REBASED = """
    measure | proxy_gbp | attribution | deadweight | price_year
    M1      | 16.93     | 0.9         | 0.15       | 2022
"""


def test_a_rebased_level_adds_up_in_a_difference(tmp_path):
    drawn = SOUND | {"measures": "ref | unit | over_time\nM1 | FTE | stock", "value_book": REBASED,
                     "deliveries": LINES, "deflators": "year | index\n2022 | 97.3\n2023 | 103.1"}  # fmt: skip
    figures = compute(tables(tmp_path, **drawn), Q3, AS_AT, Conventions(price_year="2023"))
    tracer = Tracer(figures.results, figures.facts, figures.quality)
    assert tracer.trace("sv_awaiting_to_date").fact.value
    assert len(tracer.traces(fact.id for fact in figures.facts)) == len(figures.facts)


def test_an_exact_proxy_is_said_exactly_and_nothing_that_is_there_is_said_to_be_nothing(tmp_path):
    drawn = SOUND | {"deliveries": LINES, "value_book": "measure | proxy_gbp\nM1 | 0.0002"}
    figures = compute(tables(tmp_path, **drawn), Q3, AS_AT)
    trace = Tracer(figures.results, figures.facts, figures.quality).trace("sv_reported_quarter")
    assert trace.working == ("M1 A measure: 100.55 hours × £0.0002 = £0.02",)
    assert in_words(Decimal("-0.004"), "GBP") == "-£0.004"
    assert in_words(Decimal("-0.0000000001"), "share") == "-0.0000000001"


def test_a_rating_of_a_measure_in_pounds_goes_by_its_own_unit(tmp_path):
    drawn = SOUND | {
        "measures": "ref | unit\nM1 | GBP",
        "deliveries": LINES,
        "value_book": "measure | proxy_gbp\nM1 | 1.2",
    }
    figures = compute(tables(tmp_path, **drawn), Q3, AS_AT, Conventions(bands=BANDS))
    trace = Tracer(figures.results, figures.facts, figures.quality).trace("rating.measure.m1")
    assert trace.working[0] == "numerator: M1 A measure: £80.10"


def test_the_filter_of_a_change_names_both_periods(traced):
    _, tracer = traced
    filters = tracer.trace("sv_ytd_change_on_last_year").filters
    assert any(" and periods of the year to the end of " in one for one in filters)
