"""What a cell may mean: a value, zero, missing, not applicable; what a mapping changes; what is refused."""

from decimal import Decimal

import pytest

from sv_report.data.cells.values import Cell, CellFault, CellRules, Meaning, cell_reader, read_cell
from sv_report.data.schema import SHAPES, Column

NUMBER, COUNT, DAY, PERIOD, ANSWER, TEXT = (
    Column("amount", "number"),
    Column("return_version", "whole"),
    Column("validated_on", "date"),
    Column("period", "period"),
    Column("sme", "yes_no"),
    Column("district"),
)
EVERY_TYPE = (NUMBER, COUNT, DAY, PERIOD, ANSWER, TEXT)
STATEMENT = SHAPES["deliveries"].column("statement")
QUANTITY = SHAPES["deliveries"].column("quantity_claimed")


NO_RULES = CellRules()


def fault(text: str, column: Column, rules: CellRules = NO_RULES) -> CellFault:
    with pytest.raises(CellFault) as caught:
        read_cell(text, column, rules)
    assert caught.value.remedy
    return caught.value


# ---- zero, missing, not applicable ------------------------------------------------------------------


@pytest.mark.parametrize("text", ["nil", "Nil", " NIL ", " -   ", " - ", "- ", "£-", " £-   ", "£ -", "-£", "£ - "])
@pytest.mark.parametrize("column", [NUMBER, COUNT])
def test_nil_and_the_dash_of_an_accounting_format_are_zero(text: str, column: Column) -> None:
    cell = read_cell(text, column)
    assert cell == (0, "zero")
    assert type(cell.value) is (Decimal if column is NUMBER else int)


@pytest.mark.parametrize("text", ["-", " -", "–", "—", "−", "\n-\n", "[x]"])
@pytest.mark.parametrize("column", EVERY_TYPE)
def test_a_dash_that_was_typed_is_missing(text: str, column: Column) -> None:
    assert read_cell(text, column) == (None, "missing")


@pytest.mark.parametrize("text", ["n/a", "N/A", " n / a", "Not applicable", "NOT\u00a0 APPLICABLE", "[z]"])
@pytest.mark.parametrize("column", EVERY_TYPE)
def test_not_applicable_is_no_zero_and_not_missing(text: str, column: Column) -> None:
    assert read_cell(text, column) == (None, "not applicable")


@pytest.mark.parametrize("text", ["", " ", "\u00a0", "\t\r\n", "\ufeff", "\u200b ", '=""'])
@pytest.mark.parametrize("column", EVERY_TYPE)
def test_a_blank_is_blank_whatever_it_is_made_of(text: str, column: Column) -> None:
    assert read_cell(text, column) == (None, "")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "the cell is blank"),
        ("-", "'-' stands for missing"),
        ("n/a", "'n/a' stands for not applicable"),
    ],
)
@pytest.mark.parametrize("column", [QUANTITY, *(SHAPES["contracts"].column(name) for name in ("ref", "start"))])
def test_a_required_column_says_what_was_found_in_place_of_a_value(text: str, words: str, column: Column) -> None:
    found = fault(text, column)
    assert found.rule == "value-blank"
    assert str(found) == f"{words}, and a value is required"


@pytest.mark.parametrize(
    "text", ["none", "nil return", "NA", "n.a.", "TBC", "tbd", "?", "zero", "--", "...", "no", "x"]
)
def test_a_word_that_may_mean_one_or_another_is_never_a_number(text: str) -> None:
    assert fault(text, NUMBER).rule == "value-unreadable"


@pytest.mark.parametrize("column", [DAY, PERIOD, ANSWER])
def test_what_has_no_zero_has_no_nil(column: Column) -> None:
    assert fault("nil", column).rule == "value-unreadable"


@pytest.mark.parametrize("text", ["nil", "TBC", "NA", "none", "x"])
def test_in_a_column_of_text_such_words_are_text(text: str) -> None:
    assert read_cell(text, TEXT) == (text, "")


ERRORS = ["#DIV/0!", "#N/A", "#n/a", "#REF!", "#NAME?", "#VALUE!", "#NUM!", "#NULL!", "#SPILL!", "Err:502", " #N/A ",
          "#####"]  # fmt: skip


@pytest.mark.parametrize("text", ERRORS)
@pytest.mark.parametrize("column", EVERY_TYPE)
def test_an_error_of_a_spreadsheet_is_named_as_one_and_is_never_a_value(text: str, column: Column) -> None:
    found = fault(text, column)
    assert found.rule == "value-spreadsheet-error"
    assert repr(text) in str(found)


# ---- what a mapping changes -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("-", (0, "zero")),
        ("–", (0, "zero")),
        ("None", (0, "zero")),
        ("nil", (None, "missing")),
        ("tbc ", (None, "missing")),
        ("-1", (None, "missing")),
        ("n/a", (None, "missing")),
        ("out  of\nSCOPE", (None, "not applicable")),
        ("[z]", (None, "not applicable")),
        ("12", (12, "")),
    ],
)
def test_the_words_of_a_mapping_come_before_those_known(text: str, cell: tuple[object, Meaning]) -> None:
    rules = CellRules(
        zero=frozenset({"-", "none"}),
        missing=frozenset({"nil", "TBC", "n/a", "-1"}),
        not_applicable=frozenset({"out of scope"}),
    )
    assert read_cell(text, NUMBER, rules) == cell


def test_a_dash_that_a_mapping_calls_missing_is_missing_in_any_format() -> None:
    assert read_cell(" -   ", NUMBER, CellRules(missing=frozenset({"-"}))) == (None, "missing")


def test_a_zero_of_a_mapping_means_nothing_in_a_column_of_text() -> None:
    assert read_cell("none", TEXT, CellRules(zero=frozenset({"none"}))) == ("none", "")


CODES = CellRules(
    codes=(("# of jobs", "JOB01"), ("about 40", "40"), ("Autumn 2023", "2023-24 Q3"), ("see note", "n/a"))
)


@pytest.mark.parametrize(
    ("text", "column", "cell"),
    [
        ("# of jobs", TEXT, ("JOB01", "")),
        ("# OF \n jobs ", TEXT, ("JOB01", "")),
        ("JOB01", TEXT, ("JOB01", "")),
        ("jobs", TEXT, ("jobs", "")),
        ("About 40", NUMBER, (40, "")),
        ("autumn 2023", PERIOD, ("2023-24 Q3", "")),
        ("see note", NUMBER, (None, "not applicable")),
    ],
)
def test_a_code_stands_in_the_place_of_the_text(text: str, column: Column, cell: tuple[object, Meaning]) -> None:
    assert read_cell(text, column, CODES) == cell


@pytest.mark.parametrize(
    ("text", "times", "cell"),
    [
        ("1.5", "1000", ("1500", "")),
        ("(£2,000)", "0.01", ("-20", "")),
        ("nil", "1000", ("0", "zero")),
        ("1", "0.0000001", ("0", "rounded")),
        ("0.3333333333333333333333333333", "1000", ("333.333333", "rounded")),
    ],
)
def test_a_number_is_multiplied_exactly_by_what_the_mapping_says(
    text: str, times: str, cell: tuple[str, Meaning]
) -> None:
    assert read_cell(text, NUMBER, CellRules(times=Decimal(times))) == (Decimal(cell[0]), cell[1])


@pytest.mark.parametrize("text", ["1.2m", "25%", "3k"])
def test_a_cell_with_a_scale_of_its_own_is_refused_where_the_column_has_one(text: str) -> None:
    assert "a scale of its own" in str(fault(text, NUMBER, CellRules(times=Decimal(1000))))


def test_a_multiplied_number_must_be_in_range_and_within_the_digits() -> None:
    thousands = CellRules(times=Decimal(1000))
    assert fault("999999999999", NUMBER, thousands).rule == "value-unreadable"
    assert fault("0.5", SHAPES["value_book"].column("attribution"), thousands).rule == "value-out-of-range"


@pytest.mark.parametrize(
    "rules",
    [
        {"zero": frozenset({"-"}), "missing": frozenset({"–"})},
        {"missing": frozenset({"TBC"}), "not_applicable": frozenset({"tbc "})},
        {"codes": (("Jobs", "J1"), ("jobs", "J2"))},
        {"times": Decimal(0)},
        {"times": Decimal("NaN")},
    ],
)
def test_rules_that_contradict_themselves_are_refused(rules: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"cannot be|two codes"):
        CellRules(**rules)  # type: ignore[arg-type]


def test_only_numbers_are_multiplied() -> None:
    with pytest.raises(ValueError, match="holds no numbers"):
        cell_reader(TEXT, CellRules(times=Decimal(10)))


# ---- whole numbers, answers, words, texts -------------------------------------------------------------


@pytest.mark.parametrize(("text", "value"), [("1", 1), (" 2 ", 2), ("3.0", 3), ("007", 7), ("１", 1), ("999999999", 999_999_999)])  # fmt: skip
def test_a_version_is_a_whole_number(text: str, value: int) -> None:
    assert read_cell(text, COUNT) == (value, "")


@pytest.mark.parametrize("text", ["1.5", "-1", "1_0", "v2", "2nd", "1,000", "100%", "1e3", "1234567890", "12345678901234567890", "٣"])  # fmt: skip
def test_anything_else_is_no_version(text: str) -> None:
    assert "a whole number is expected" in str(fault(text, COUNT))


@pytest.mark.parametrize(
    ("texts", "value"),
    [("yes Yes YES y Y true TRUE 1 ✓ ✔", True), ("no No NO n N false FALSE 0", False)],
)
def test_yes_and_no_are_read_as_people_and_spreadsheets_write_them(texts: str, value: bool) -> None:
    assert [read_cell(text, ANSWER).value for text in texts.split()] == [value] * len(texts.split())


@pytest.mark.parametrize("text", ["x", "✗", "☐", "2", "maybe", "yes/no", "yes - in part", "ja", "1.5", "N o"])
def test_anything_else_is_no_answer(text: str) -> None:
    assert "yes or no is expected" in str(fault(text, ANSWER))


@pytest.mark.parametrize("text", ["record-only", "Record-Only", " RECORD ONLY ", "record_only", "record–only"])
def test_a_word_of_a_closed_set_is_known_however_it_is_written(text: str) -> None:
    assert read_cell(text, SHAPES["measures"].column("valued")) == ("record-only", "")


@pytest.mark.parametrize("text", ["recordonly", "record", "valued, record-only", "yes"])
def test_a_word_outside_a_closed_set_is_refused_and_the_set_is_named(text: str) -> None:
    assert fault(text, SHAPES["measures"].column("valued")).remedy == "Write one of valued, record-only."


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("", None),
        ("attribution", "attribution"),
        ("Deadweight", "deadweight"),
        ("attribution; deadweight", "attribution; deadweight"),
        ("deadweight;attribution", "attribution; deadweight"),
        ("DEADWEIGHT, Attribution", "attribution; deadweight"),
        ("deadweight\nattribution", "attribution; deadweight"),
        ("attribution;", "attribution"),
    ],
)
def test_what_a_proxy_is_net_of_is_kept_in_one_form(text: str, kept: str | None) -> None:
    assert read_cell(text, SHAPES["value_book"].column("net_of")).value == kept


@pytest.mark.parametrize(
    "text", ["dead weight", "attribution and deadweight", "none", "net", ";", "attribution; drop-off"]
)
def test_any_other_word_for_what_a_proxy_is_net_of_is_refused(text: str) -> None:
    found = fault(text, SHAPES["value_book"].column("net_of"))
    assert "attribution, deadweight" in found.remedy


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (" Example\u00a0Homes\r\n  Ltd ", "Example Homes Ltd"),
        ("C-001\u200b", "C-001"),
        ("\ufeffC-001", "C-001"),
        ("00123456", "00123456"),
        ('="00123456"', "00123456"),
        ('="He said ""no"""', 'He said "no"'),
        ("123", "123"),
        ("1E5", "1E5"),
        ("Cafe\u0301", "Café"),
        ("#1 Supplier", "#1 Supplier"),
        ("=SUM(A1)", "=SUM(A1)"),
    ],
)
def test_a_text_is_kept_without_what_no_one_sees(text: str, kept: str) -> None:
    assert read_cell(text, TEXT) == (kept, "")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028", "\x0b"])
def test_a_statement_keeps_its_lines(end: str) -> None:
    assert read_cell(f" One  job.{end}{end}Two. {end}", STATEMENT).value == "One  job.\n\nTwo."


# ---- range -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("table", "column", "text"),
    [
        ("contracts", "value", "-1"),
        ("contracts", "value", "(1)"),
        ("value_book", "proxy_gbp", "-0.01"),
        ("value_book", "attribution", "1.1"),
        ("value_book", "attribution", "110%"),
        ("value_book", "attribution", "-0.1"),
        ("value_book", "deadweight", "25"),
        ("commitments", "quantity", "-5"),
        ("commitments", "denominator", "5-"),
    ],
)
def test_a_number_out_of_its_column_s_range_is_refused(table: str, column: str, text: str) -> None:
    found = fault(text, SHAPES[table].column(column))
    assert found.rule == "value-out-of-range"
    assert found.remedy.startswith("Write a number ")


@pytest.mark.parametrize(
    ("table", "column", "text", "value"),
    [
        ("spend", "amount", "-250.00", "-250"),  # a credit note
        ("spend", "amount", "(250.00)", "-250"),
        ("value_book", "proxy_gbp", "0", "0"),
        ("value_book", "proxy_gbp", "nil", "0"),
        ("value_book", "proxy_gbp", "-0", "0"),
        ("value_book", "attribution", "1", "1"),
        ("value_book", "attribution", "100%", "1"),
        ("value_book", "deadweight", "0", "0"),
        ("deliveries", "quantity_validated", "0", "0"),
    ],
)
def test_a_number_at_the_end_of_its_range_is_read(table: str, column: str, text: str, value: str) -> None:
    assert read_cell(text, SHAPES[table].column(column)).value == Decimal(value)


def test_a_zero_must_be_in_range_too() -> None:
    assert fault("nil", Column("version", "number", least=Decimal(1))).rule == "value-out-of-range"


# ---- the rest ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("column", [NUMBER, DAY, PERIOD])
def test_a_message_quotes_a_long_text_in_short(column: Column) -> None:
    assert len(str(fault("a long story " * 2000, column))) < 200


@pytest.mark.parametrize("text", ["(" * 5000, "£ " * 5000, "1 " * 5000, "1," * 5000, " " * 5000 + "x", "-" * 5000])
@pytest.mark.parametrize("column", [NUMBER, COUNT, DAY, PERIOD, ANSWER])
def test_a_cell_full_of_marks_is_refused(text: str, column: Column) -> None:
    assert fault(text, column).rule == "value-unreadable"


def test_a_reader_made_once_reads_as_read_cell_does() -> None:
    read = cell_reader(QUANTITY)
    assert [read(text) for text in ("12.5", "£12.50", "nil")] == [Cell(Decimal("12.5")), Cell(Decimal("12.5")), Cell(Decimal(0), "zero")]  # fmt: skip
