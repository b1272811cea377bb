"""The specification: every example of `tests/spec/examples`, on every engine that the measures may be handed."""

from dataclasses import replace
from pathlib import Path

import pytest

from sv_report.measures import Facts
from sv_report.measures.trace import Tracer
from tests.engines import ENGINES, on_engine
from tests.spec.example import Example, Expected, as_local, report
from tests.spec.examples import EXAMPLES

OTHERS = [engine for engine in ENGINES if engine != "duckdb"]
OF_DELIVERIES = [example for example in EXAMPLES if "deliveries" in example.given]
LOCAL = [local for example in EXAMPLES if (local := as_local(example))]


def named(example: Example) -> str:
    return example.name


def holds(example: Example, facts: Facts) -> None:
    if unmet := example.unmet(facts):
        pytest.fail(report(example, unmet), pytrace=False)


@pytest.mark.parametrize("example", EXAMPLES, ids=named)
def test_the_result_is_as_the_example_works_it_out(example: Example, tmp_path: Path) -> None:
    figures = example.figures(example.tables(tmp_path))
    holds(example, figures.facts)
    Tracer(figures.results, figures.facts, figures.quality).traces(fact.id for fact in figures.facts)  # all add up


@pytest.mark.parametrize("example", LOCAL, ids=named)
def test_local_economic_value_follows_the_same_rules(example: Example, tmp_path: Path) -> None:
    holds(example, example.facts(example.tables(tmp_path)))


@pytest.mark.parametrize("engine", OTHERS)
@pytest.mark.parametrize("example", OF_DELIVERIES, ids=named)
def test_deliveries_on_another_engine_give_the_same_result(example: Example, engine: str, tmp_path: Path) -> None:
    holds(example, example.facts(on_engine(engine, example.tables(tmp_path))))


@pytest.mark.parametrize("engine", OTHERS)
def test_every_fact_is_the_same_on_another_engine(engine: str, tmp_path: Path) -> None:
    example = next(one for one in EXAMPLES if one.name == "then-and-now")
    here, there = tmp_path / "here", tmp_path / "there"
    for folder in (here, there):
        folder.mkdir()
    found = example.figures(on_engine(engine, example.tables(there))).facts
    assert found.records() == example.figures(example.tables(here)).facts.records()


def test_each_example_has_a_name_and_a_heading_of_its_own() -> None:
    assert len({example.name for example in EXAMPLES}) == len(EXAMPLES)
    assert len({example.heading for example in EXAMPLES}) == len(EXAMPLES)


def test_an_example_that_is_not_met_is_shown_with_its_tables_and_what_was_found(tmp_path: Path) -> None:
    example = next(one for one in EXAMPLES if one.name == "share-assessed")
    wrong = replace(example, then="fact | value | printed\nsv_share_assessed | 0.7 | 70.0%\nsv_due_to_date | 100 |")
    unmet = wrong.unmet(wrong.facts(wrong.tables(tmp_path)))
    said = report(wrong, unmet)
    assert "C1 | M1 | 2023-24 Q3 | 60 | 45" in said
    assert said.endswith("sv_share_assessed | 0.7 | 70.0% | 0.6 (ok), printed 60.0%")


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        ("0", ""),
        ("not available", ""),
        ("61", ""),
        ("60", "61 hours"),
        ("60 / 7", ""),
        ("Green", ""),
        ("no such fact", ""),
    ],
)
def test_nothing_else_passes_for_sixty_hours(value: str, printed: str, tmp_path: Path) -> None:
    example = next(one for one in EXAMPLES if one.name == "flow-quarters-add")
    fact = example.facts(example.tables(tmp_path))["quantity_reported_to_date.measure.m1"]
    assert Expected(fact.id, "60", "60 hours").is_met_by(fact)
    assert not Expected(fact.id, value, printed).is_met_by(fact)
