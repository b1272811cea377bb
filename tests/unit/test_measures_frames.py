"""A frame of deliveries that an analyst hands in gives the figures of the files, whatever types its columns have."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pandas
import polars
import pyarrow.parquet
import pytest

from sv_report.data.tables import Tables
from sv_report.measures import compute
from sv_report.params.period import Period
from tests.drawn import SOUND, tables
from tests.drawn_quality import counted_tables

Q3, AS_AT = Period.parse("2023-24 Q3"), date(2024, 1, 19)
LINES = """
    contract | measure | period     | quantity_claimed | quantity_validated | validated_on
    C1       | M1      | 2023-24 Q3 | 100.25           | 80.1               | 2024-01-19
    C1       | M1      | 2023-24 Q3 | 0.1              | 0.1                | 2024-01-20
    C1       | M1      | 2023-24 Q3 | 0.2              |                    |
"""


@pytest.fixture
def opened(tmp_path) -> Tables:
    return tables(tmp_path, **(SOUND | {"deliveries": LINES}), value_book="measure | proxy_gbp\nM1 | 16.93")


def plain_pandas(opened: Tables) -> pandas.DataFrame:
    return pyarrow.parquet.read_table(opened.folder / "deliveries.parquet").to_pandas()


def with_floats(opened: Tables) -> pandas.DataFrame:
    frame = plain_pandas(opened)
    quantities = ("quantity_claimed", "quantity_validated")
    frame = frame.assign(**{name: frame[name].astype(float) for name in quantities})
    frame["validated_on"] = pandas.to_datetime(frame["validated_on"])
    return frame.drop(columns=["statement", "denominator_claimed", "denominator_validated"])


def polars_floats(opened: Tables) -> polars.DataFrame:
    return polars.from_pandas(with_floats(opened))


def arrow(opened: Tables) -> pyarrow.Table:
    return pyarrow.parquet.read_table(opened.folder / "deliveries.parquet")


@pytest.mark.parametrize("handed_in", [plain_pandas, with_floats, polars_floats, arrow])
def test_figures_do_not_depend_on_the_frame_that_holds_the_deliveries(opened, handed_in):
    expected = compute(opened, Q3, AS_AT).facts
    assert expected["sv_validated_quarter"].value == Decimal("80.1") * Decimal("16.93")
    found = compute(replace(opened, deliveries=handed_in(opened)), Q3, AS_AT).facts
    assert [(fact.id, fact.value, fact.display) for fact in found] == [
        (fact.id, fact.value, fact.display) for fact in expected
    ]


UNSTATED = """
    contract | measure | period     | quantity_claimed | quantity_validated | validated_on | statement
    C1       | M1      | 2023-24 Q3 | 100.25           | 80.1               | 2024-01-19   | -
    C1       | M1      | 2023-24 Q3 | 0.1              | 0.1                | 2024-01-20   | Done
"""


def test_counting_rules_judged_on_the_files_say_nothing_of_a_frame_handed_in(tmp_path):
    opened = counted_tables(tmp_path, **(SOUND | {"deliveries": UNSTATED}), value_book="measure | proxy_gbp\nM1 | 10")
    assert compute(opened, Q3, AS_AT).facts["quality_rows.concern.against_rules"].value == 1
    found = compute(replace(opened, deliveries=polars_floats(opened)), Q3, AS_AT).facts
    assert found["quality_rows.concern.against_rules"].status == "not_available"
