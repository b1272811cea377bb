"""What a cell may hold: one form of number, date and quarter, and nothing that cannot be true."""

from datetime import date
from decimal import Decimal

import pytest

from sv_report.data.schema import SHAPES, Column
from sv_report.data.values import CellFault, read_value

NUMBER, DAY, PERIOD, COUNT = (
    Column("amount", "number"),
    Column("validated_on", "date"),
    Column("period", "period"),
    Column("return_version", "whole"),
)


def fault(text: str, column: Column) -> CellFault:
    with pytest.raises(CellFault) as caught:
        read_value(text, column)
    return caught.value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1234.5", "1234.5"),
        (" 40 ", "40"),
        ("-12.30", "-12.30"),
        ("+5", "5"),
        (".5", "0.5"),
        ("5.", "5"),
        ("0", "0"),
        ("999999999999.999999", "999999999999.999999"),
        ("1.50000000000000000000000000000000", "1.5"),
    ],
)
def test_a_plain_number_is_read_to_the_last_digit(text: str, value: str) -> None:
    assert read_value(text, NUMBER) == Decimal(value)


@pytest.mark.parametrize(
    "text",
    ["1_000", "１２", "٣", "1e5", "1E5", "NaN", "Infinity", "-inf", "1,000", "£100", "(5)", "5%", "--5", ".", "-", "#N/A",
     "about 40", "1.0000001", "1.00000000000000000000000000001", "1000000000000"],
)  # fmt: skip
def test_what_is_not_a_plain_number_is_refused(text: str) -> None:
    found = fault(text, NUMBER)
    assert found.rule == "value-unreadable"
    assert repr(text) in str(found)
    assert found.remedy


@pytest.mark.parametrize("text", ["1990-01-01", "2024-02-29", "2100-12-31"])
def test_a_date_is_year_month_day(text: str) -> None:
    assert read_value(text, DAY) == date.fromisoformat(text)


@pytest.mark.parametrize(
    "text",
    ["20240131", "2024-W05-3", "0024-01-31", "31/01/2024", "2023-02-29", "1989-12-31", "2101-01-01", "9999-12-31",
     "2024-1-31", "２０２４-01-31", "2024-01-31 00:00:00", "45322"],
)  # fmt: skip
def test_any_other_form_of_date_or_a_year_of_another_age_is_refused(text: str) -> None:
    assert "in Excel, give the column the format yyyy-mm-dd" in fault(text, DAY).remedy


@pytest.mark.parametrize("text", ["1.5", "-1", "１", "1_0", "12345678901234567890"])
def test_a_version_is_a_whole_number(text: str) -> None:
    assert "a whole number is expected" in str(fault(text, COUNT))


def test_a_quarter_is_read() -> None:
    assert read_value(" 2023-24 Q3 ", PERIOD) == "2023-24 Q3"


def test_a_year_is_refused_and_its_quarters_are_named() -> None:
    found = fault("2023-24", PERIOD)
    assert found.rule == "period-not-quarter"
    assert found.remedy.startswith("Split it over its quarters")
    assert "2023-24 Q1, 2023-24 Q2, 2023-24 Q3, 2023-24 Q4" in found.remedy


@pytest.mark.parametrize("text", ["2023-24 Q5", "2023/24 Q3", "Q3", "0024-25 Q1", "9999-00 Q4", "0000-01 Q1"])
def test_what_is_no_quarter_of_our_time_is_refused(text: str) -> None:
    assert fault(text, PERIOD).rule == "value-unreadable"


@pytest.mark.parametrize(("table", "name"), [(table, column.name) for table, shape in SHAPES.items() for column in shape.columns if column.type == "period"])  # fmt: skip
def test_every_period_in_data_is_a_quarter(table: str, name: str) -> None:
    assert fault("2023-24", SHAPES[table].column(name)).rule == "period-not-quarter"


@pytest.mark.parametrize(
    ("table", "column", "text"),
    [
        ("contracts", "value", "-1"),
        ("value_book", "proxy_gbp", "-0.01"),
        ("value_book", "attribution", "1.1"),
        ("value_book", "attribution", "-0.1"),
        ("value_book", "deadweight", "25"),
        ("commitments", "quantity", "-5"),
        ("commitments", "denominator", "-5"),
        ("deliveries", "quantity_claimed", "-5"),
        ("deliveries", "quantity_validated", "-5"),
        ("deliveries", "denominator_claimed", "-5"),
        ("deliveries", "denominator_validated", "-5"),
    ],
)
def test_a_number_out_of_its_column_s_range_is_refused(table: str, column: str, text: str) -> None:
    found = fault(text, SHAPES[table].column(column))
    assert found.rule == "value-out-of-range"
    assert found.remedy.startswith("Write a number ")


@pytest.mark.parametrize(
    ("table", "column", "text"),
    [
        ("spend", "amount", "-250.00"),  # a credit note
        ("value_book", "proxy_gbp", "0"),
        ("value_book", "attribution", "1"),
        ("value_book", "deadweight", "0"),
        ("deliveries", "quantity_validated", "0"),
    ],
)
def test_a_number_at_the_end_of_its_range_is_read(table: str, column: str, text: str) -> None:
    assert read_value(text, SHAPES[table].column(column)) == Decimal(text)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("", None),
        ("attribution", "attribution"),
        ("Deadweight", "deadweight"),
        ("attribution; deadweight", "attribution; deadweight"),
        ("deadweight;attribution", "attribution; deadweight"),
        ("DEADWEIGHT, Attribution", "attribution; deadweight"),
        ("attribution;", "attribution"),
    ],
)
def test_what_a_proxy_is_net_of_is_kept_in_one_form(text: str, kept: str | None) -> None:
    assert read_value(text, SHAPES["value_book"].column("net_of")) == kept


@pytest.mark.parametrize(
    "text", ["dead weight", "attribution and deadweight", "none", "net", ";", "attribution; drop-off"]
)
def test_any_other_word_for_what_a_proxy_is_net_of_is_refused(text: str) -> None:
    found = fault(text, SHAPES["value_book"].column("net_of"))
    assert "attribution, deadweight" in found.remedy


def test_a_blank_is_refused_where_a_value_is_required() -> None:
    assert fault(" ", SHAPES["contracts"].column("start")).rule == "value-blank"
