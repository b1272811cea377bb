"""What DuckDB passes as plain is what the exact reader would have read, for every column and any text."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import duckdb
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sv_report.data.cells.plain import plain_sql
from sv_report.data.cells.values import Cell, CellFault, CellRules, read_cell
from sv_report.data.schema import SHAPES, TABLES, Column
from sv_report.data.tables import SQL_TYPES

COLUMNS = list(dict.fromkeys(column for shape in TABLES for column in shape.columns))
SAMPLE = list(
    {(column.type, column.one_of, column.any_of, column.least, column.most): column for column in COLUMNS}.values()
)
WORDS = CellRules(
    codes=(("# of jobs", "JOB01"), ("3", "4"), ("Weight's {x}", "W"), ("yes", "no"), ("2023-24 Q3", "2023-24 Q4")),
    zero=frozenset({"None", "0.0"}),
    missing=frozenset({"999", "Not Known", "2024-01-31"}),
    not_applicable=frozenset({"valued", "attribution"}),
)
RULES = [CellRules(), WORDS, CellRules(dates="month first", is_1904=True)]


def sieve(texts: Sequence[str], column: Column, rules: CellRules) -> list[tuple[str, Any]]:
    """Return the texts that are passed as plain, each with what it is cast to."""
    sql = plain_sql(column, rules)
    assert sql is not None
    test, cast = sql.test.format(c="t"), sql.cast.format(c="t")
    query = f"SELECT t, CASE WHEN coalesce({test}, false) THEN CAST({cast} AS {SQL_TYPES[column.type]}) END FROM (SELECT unnest($1::VARCHAR[]) AS t) WHERE {test}"
    with duckdb.connect() as connection:
        return connection.execute(query, [list(texts)]).fetchall()


plain_looking = st.one_of(
    st.from_regex(r"-?[0-9]{1,14}(\.[0-9]{1,8})?", fullmatch=True),
    st.from_regex(r"(19[89]|20[0-9]|21[0-1])[0-9]-[0-9]{2}-[0-9]{2}", fullmatch=True),
    st.from_regex(r"(19[89]|20[0-9]|21[0-1])[0-9]-[0-9]{2} ?Q[0-5]", fullmatch=True),
    st.sampled_from(["yes", "no", "Yes", "true", "n/a", "N/A", "-", "nil", "none", "NONE", "#N/A", "#1", "Err:502", "err: 5",
                     '="1"', "=1", "# of jobs", "# OF JOBS", "weight's {x}", "not known", "999", "0.0", "3", "valued",
                     "record-only", "Valued", "attribution", "attribution; deadweight", "sum", "high", "[x]", "[Z]", "not applicable",
                     "2024-01-31", "2023-24 Q3", " 5", "5 ", "5\n", "a  b", "a\nb", "a b", "é", "1e5", "1,000", "", " "]),
    st.text(max_size=8),
    st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=126), max_size=8),
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(
    texts=st.lists(plain_looking, min_size=1, max_size=60), column=st.sampled_from(SAMPLE), rules=st.sampled_from(RULES)
)
@example(
    texts=["ΑΣ", "İ", "ß", "ﬁ", "K", "\u212a"],
    column=Column("name"),
    rules=CellRules(missing=frozenset({"k", "ss", "fi"})),
)
def test_what_is_passed_as_plain_is_what_the_exact_reader_reads(
    texts: list[str], column: Column, rules: CellRules
) -> None:
    for text, value in sieve(texts, column, rules):
        assert Cell(value) == read_cell(text, column, rules)


@pytest.mark.parametrize("column", SAMPLE, ids=lambda column: f"{column.name}-{column.type}")
def test_every_edge_of_a_plain_text_is_passed_as_it_is_read(column: Column) -> None:
    texts = ["0", "-0", "1", "-1", "007", "1.0", "1.000001", "0.0000001", "999999999999.999999", "-999999999999.999999",
             "1000000000000", "999999999", "1000000000", "1990-01-01", "1989-12-31", "2100-12-31", "2101-01-01", "2024-02-30",
             "1990-91 Q1", "1989-90 Q4", "2100-01 Q4", "2101-02 Q1", "1999-00 Q4", "2023-25 Q1", "NaN", "inf", ".", "5."]  # fmt: skip
    passed = dict(sieve(texts, column, CellRules()))
    for text, value in passed.items():
        assert Cell(value) == read_cell(text, column)
    if column.type in ("date", "period"):  # and nothing plain is held back
        for text in set(texts) - set(passed):
            with pytest.raises(CellFault):
                read_cell(text, column)


@pytest.mark.parametrize(
    ("table", "name", "plain", "odd"),
    [
        ("deliveries", "quantity_claimed", ["0", "12", "-1", "1234.56", "0.000001"], ["(1)", "1,200", "£5", "nil", "1e3", "1.0000001"]),
        ("commitments", "quantity", ["0", "12"], ["-1"]),
        ("spend", "amount", ["-250.00"], ["(250.00)"]),
        ("value_book", "attribution", ["0.25", "1"], ["1.1", "25%"]),
        ("deliveries", "return_version", ["1", "12"], ["1.0", "v2"]),
        ("deliveries", "validated_on", ["2024-01-31"], ["31/01/2024", "2024-02-30", "45322"]),
        ("deliveries", "period", ["2023-24 Q3"], ["Q3 2023/24", "2023-24", "2023-25 Q3"]),
        ("suppliers", "sme", ["yes", "no"], ["Y", "TRUE", "1"]),
        ("measures", "valued", ["record-only"], ["Record only"]),
        ("suppliers", "name", ["Example Homes Ltd", "A & B (UK)", "TBC"], ["n/a", "N/A", "-", " a", "a  b", "é", "#REF!"]),
        ("deliveries", "statement", ["Two people began."], ["One.\nTwo.", "[z]"]),
    ],
)  # fmt: skip
def test_plain_texts_pass_and_odd_ones_are_left_to_the_exact_reader(
    table: str, name: str, plain: list[str], odd: list[str]
) -> None:
    passed = sieve([*plain, *odd], SHAPES[table].column(name), CellRules())
    assert [text for text, _ in passed] == plain


@pytest.mark.parametrize("text", ["3", "999", "0.0", "NONE", "not known", "# of jobs"])
def test_no_word_of_a_mapping_is_passed_as_plain(text: str) -> None:
    number, name = Column("amount", "number"), Column("name")
    assert sieve([text], number, WORDS) == []
    assert sieve([text], name, CellRules(codes=WORDS.codes, missing=WORDS.missing | WORDS.zero)) == []


def test_what_is_multiplied_is_left_to_the_exact_reader() -> None:
    assert plain_sql(Column("amount", "number"), CellRules(times=Decimal(1000))) is None


@pytest.mark.parametrize("column", SAMPLE, ids=lambda column: f"{column.name}-{column.type}")
def test_the_cast_is_never_an_error(column: Column) -> None:
    sql = plain_sql(column, CellRules())
    assert sql is not None
    texts = "unnest(['', 'x', '1e999', '2024-13-45', NULL])"
    with duckdb.connect() as connection:
        connection.execute(f"SELECT {sql.cast.format(c='t')} FROM (SELECT {texts} AS t)").fetchall()
