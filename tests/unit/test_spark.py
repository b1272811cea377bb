"""The Spark session that tests use: decimals stay exact on it, and it listens on this machine alone."""

from decimal import Decimal

import narwhals as nw
import pytest

from tests import spark
from tests.spark import LOOPBACK, spark_session

pytestmark = pytest.mark.needs("java")
AMOUNTS = [
    ("M01", Decimal("0.100000")),
    ("M02", Decimal("999999999999.999999")),
    ("M01", Decimal("0.200000")),
    ("M02", Decimal("0.000001")),
    ("M01", None),
    ("M03", Decimal("-0.000001")),
]
SUMS = {"M01": Decimal("0.3"), "M02": Decimal("1000000000000"), "M03": Decimal("-0.000001")}


@pytest.mark.parametrize("rows", [AMOUNTS, AMOUNTS[::-1]], ids=["as written", "reversed"])
def test_decimals_of_six_places_add_exactly_whatever_the_order_of_rows(
    rows: list[tuple[str, Decimal | None]],
) -> None:
    frame = nw.from_native(spark_session().createDataFrame(rows, "measure string, quantity decimal(18,6)"))
    added = frame.group_by("measure").agg(nw.col("quantity").sum())
    assert {row["measure"]: row["quantity"] for row in added.to_native().collect()} == SUMS


def test_a_sum_too_large_for_its_decimal_is_an_error_and_not_a_null() -> None:
    from pyspark.errors import ArithmeticException

    largest = Decimal(10) ** 32 - Decimal("0.000001")
    frame = spark_session().createDataFrame([(largest,), (largest,)], "quantity decimal(38,6)")
    with pytest.raises(ArithmeticException):
        nw.from_native(frame).select(nw.col("quantity").sum()).to_native().collect()


def test_the_session_is_one_and_listens_on_the_loopback_alone() -> None:
    session = spark_session()
    assert session is spark_session()
    assert session.sparkContext.uiWebUrl is None
    assert session.conf.get("spark.driver.host") == session.conf.get("spark.driver.bindAddress") == LOOPBACK


def test_without_pyspark_a_test_skips_and_names_what_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spark, "find_spec", lambda name: None)
    with pytest.raises(pytest.skip.Exception, match=r"set_up\.py spark"):
        spark_session.__wrapped__()
