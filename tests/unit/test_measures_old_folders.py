"""A folder of tables made by an older version, which lacks tables that came later, gives figures all the same."""

from datetime import date
from pathlib import Path

import pytest

from sv_report.data.tables import Tables
from sv_report.measures import Facts, compute
from sv_report.params.period import Period
from tests.drawn import SOUND, tables

LATER = ("spend", "value_book", "deflators", "assessments", "variations")
FULL = SOUND | {
    "contracts": "ref | value | regime | light_touch\nC1 | 9000000 | Procurement Act 2023 | no\nC2 | 100 | |",
    "value_book": "measure | proxy_gbp | price_year\nM1 | 10 | 2023",
    "deflators": "year | index\n2023 | 100",
    "assessments": "contract | kpi | assessed_on | rating\nC1 | Local hires | 2023-12-01 | Good",
    "variations": "contract | effective_on | value\nC1 | 2023-07-01 | 8000000",
    "spend": "contract | period | amount\nC1 | 2023-24 Q3 | 400",
}
HELD = {  # what each table alone gives, and what is said without it
    "spend": ("spend_to_date", "not_available"),
    "value_book": ("sv_validated_to_date", "not_available"),
    "assessments": ("kpi_rating.contract.c1", "not_available"),
}


def opened(folder: Path, without: tuple[str, ...] = (), **drawn: str) -> Facts:
    """Return the facts of a folder from which the Parquet files of some tables were taken."""
    tables(folder, **drawn).close()
    for name in without:
        (folder / f"{name}.parquet").unlink()
    return compute(Tables(folder), Period.parse("2023-24 Q3"), date(2024, 1, 19)).facts


@pytest.mark.parametrize("without", [*((name,) for name in LATER), LATER], ids=" ".join)
def test_a_table_that_is_not_there_is_as_one_without_a_row(without: tuple[str, ...], tmp_path: Path) -> None:
    old, empty = tmp_path / "old", tmp_path / "empty"
    old.mkdir()
    empty.mkdir()
    rows = {name: text for name, text in FULL.items() if name not in without}
    assert opened(old, without, **FULL).records() == opened(empty, **rows).records()


@pytest.mark.parametrize("name", HELD)
def test_what_a_missing_table_would_have_said_is_not_available(name: str, tmp_path: Path) -> None:
    fact, status = HELD[name]
    whole, old = tmp_path / "whole", tmp_path / "old"
    whole.mkdir()
    old.mkdir()
    assert opened(whole, **FULL)[fact].status == "ok"
    assert opened(old, (name,), **FULL)[fact].status == status


def test_without_variations_a_contract_has_the_value_that_it_was_let_for(tmp_path: Path) -> None:
    assert opened(tmp_path, ("variations",), **FULL)["contract_value"].value == 9_000_000
