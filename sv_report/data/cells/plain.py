"""SQL that says which texts are plainly values, and casts those: the fast sieve before the exact reader.

Data stage. DuckDB passes millions of plain texts without Python. What the test accepts, the cast makes exactly what
`values.read_cell` would give, with no meaning besides; it accepts nothing that `read_cell` refuses. Any other text,
right or wrong, is left to `read_cell`.
"""

from typing import NamedTuple

from sv_report.data.cells.cell import FIRST_YEAR, LAST_YEAR, CellRules
from sv_report.data.cells.numbers import COUNT_DIGITS, DECIMAL_PLACES, WHOLE_DIGITS
from sv_report.data.cells.values import KNOWN
from sv_report.data.schema import Column

NUMBER = f"DECIMAL({WHOLE_DIGITS + DECIMAL_PLACES}, {DECIMAL_PLACES})"


class PlainSql(NamedTuple):
    """Two SQL expressions over a text, for `str.format`: `{c}` is the text's own expression.

    `test` is true, false or NULL; `cast` is right where `test` is true, and never an error.
    """

    test: str
    cast: str


def plain_sql(column: Column, rules: CellRules) -> PlainSql | None:
    """Return the test and cast of a column's plain texts; None where `read_cell` must see every text.

    >>> plain_sql(Column("sme", "yes_no"), CellRules())
    PlainSql(test="{c} IN ('yes', 'no')", cast="{c} = 'yes'")
    """
    if rules.times is not None:
        return None
    test, cast = _of_words(column) if column.one_of or column.any_of else _of_type(column)
    tests = [test, *_in_range(column, cast), *_not_words(column, rules)]
    return PlainSql(" AND ".join(tests), cast)


def _of_words(column: Column) -> tuple[str, str]:
    return f"{{c}} IN ({_listed(column.one_of or column.any_of)})", "{c}"


def _of_type(column: Column) -> tuple[str, str]:
    if column.type == "number":
        cast = f"TRY_CAST({{c}} AS {NUMBER})"
        return _matches(rf"-?[0-9]{{1,{WHOLE_DIGITS}}}(\.[0-9]{{1,{DECIMAL_PLACES}}})?"), cast
    if column.type == "whole":
        return _matches(f"[0-9]{{1,{COUNT_DIGITS}}}"), "TRY_CAST({c} AS BIGINT)"
    if column.type == "date":
        cast = "TRY_CAST({c} AS DATE)"
        between = f"{cast} BETWEEN DATE '{FIRST_YEAR}-01-01' AND DATE '{LAST_YEAR}-12-31'"
        return f"{_matches('[0-9]{4}-[0-9]{2}-[0-9]{2}')} AND {between}", cast
    if column.type == "period":
        year, after = "TRY_CAST(substr({c}, 1, 4) AS INTEGER)", "TRY_CAST(substr({c}, 6, 2) AS INTEGER)"
        between = f"{year} BETWEEN {FIRST_YEAR} AND {LAST_YEAR}"  # a list of the quarters takes six times as long
        return f"{_matches('[0-9]{4}-[0-9]{2} Q[1-4]')} AND {between} AND {after} = ({year} + 1) % 100", "{c}"
    if column.type == "yes_no":
        return "{c} IN ('yes', 'no')", "{c} = 'yes'"
    # printable ASCII with single blanks, and no beginning of a spreadsheet's error or of ="00123"
    return f"{_matches('[!-~]+( [!-~]+)*')} AND NOT {_matches('(?i)([#=]|err:).*')}", "{c}"


def _in_range(column: Column, cast: str) -> list[str]:
    bounds = ((">=", column.least), ("<=", column.most))
    return [f"{cast} {sign} {bound}" for sign, bound in bounds if bound is not None]


def _not_words(column: Column, rules: CellRules) -> list[str]:
    """Return the test that a text is none of the words and codes that mean something else, if there are such."""
    said = {**rules.words(), **rules.coded()}
    known = KNOWN if column.type == "text" and not (column.one_of or column.any_of) else {}
    words = sorted(word for word in {**said, **known} if word.isascii() and word)
    return [f"lower({{c}}) NOT IN ({_listed(tuple(words))})"] if words else []


def _matches(pattern: str) -> str:
    return f"regexp_full_match({{c}}, '{_braces_doubled(pattern)}')"


def _listed(texts: tuple[str, ...]) -> str:
    quoted = (text.replace("'", "''") for text in texts)
    return ", ".join(f"'{_braces_doubled(text)}'" for text in quoted)


def _braces_doubled(text: str) -> str:
    """Return a text that `str.format` leaves as it was."""
    return text.replace("{", "{{").replace("}", "}}")
