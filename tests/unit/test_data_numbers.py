"""A number in any of the forms that people and spreadsheets give it: read to the last digit, or refused."""

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sv_report.data.cells.values import CellFault, read_cell
from sv_report.data.schema import Column

NUMBER = Column("amount", "number")

READ = """
    1234.5                  1234.5
    -12.30                  -12.3
    +5                      5
    .5                      0.5
    5.                      5
    007                     7
    -0                      0
    999999999999.999999     999999999999.999999
    1.50000000000000000000  1.5
    £1,234.50               1234.5
    1,234,567               1234567
    1,234.5                 1234.5
    £.50                    0.5
    (1,200)                 -1200
    £(1,200)                -1200
    (£1,200)                -1200
    (0)                     0
    38,937.00-              -38937
    £38,937.00-             -38937
    -£5                     -5
    £-5                     -5
    -£ 1,234.50             -1234.5
    - 5                     -5
    GBP 5                   5
    5 GBP                   5
    £5                      5
    1.2m                    1200000
    1.2M                    1200000
    £1.2 million            1200000
    £1.2 m                  1200000
    £(1.2m)                 -1200000
    3k                      3000
    £3 thousand             3000
    1,200k                  1200000
    1.5bn                   1500000000
    25%                     0.25
    12.5 %                  0.125
    25 per cent             0.25
    -25%                    -0.25
    (25%)                   -0.25
    150%                    1.5
    1e3                     1000
    1.5e+05                 150000
    2E3                     2000
    1e-3                    0.001
    1E-05                   0.00001
    １２．５                12.5
    −5                      -5
    –5                      -5
    1 234 567.5             1234567.5
    ="12"                   12
"""

EDGES = ["  12\t", "\u00a012\u00a0", " £12.00 ", "12\n", "\ufeff12", "\u202d12\u202c", "12\u200b"]
GROUPED = ["1\u00a0234\u00a0567", "1\u2009234\u2009567", "1\u202f234\u202f567", "1 234 567"]

ROUNDED = """
    0.333333333333333       0.333333
    0.666666666666667       0.666667
    2.0000005               2
    2.0000015               2.000002
    -2.0000015              -2.000002
    1.00000000000000000001  1
    1e-7                    0
    5.55111512312578E-17    0
    -1e-9                   0
    0.1234567%              0.001235
    33.3333333%             0.333333
"""

# What is wrong is said in words that fit.
REFUSED = """
    1,23,4                  the commas do not stand between thousands
    1,2345                  the commas do not stand between thousands
    12,34                   the commas do not stand between thousands
    1234,567                the commas do not stand between thousands
    1 234,50                the commas do not stand between thousands
    1.234,50                the commas do not stand between thousands
    0,123                   the commas do not stand between thousands
    1,234,56                the commas do not stand between thousands
    ,5                      a number such as 1234.5 is expected
    1.234.567               the commas do not stand between thousands
    £(1,23)                 the commas do not stand between thousands
    12 hours                a number alone is expected
    3 FTE                   a number alone is expected
    12 m                    a number alone is expected
    3 k                     a number alone is expected
    5 tonnes                a number alone is expected
    50p                     a number alone is expected
    5²                      a number alone is expected
    £5 GBP                  a number alone is expected
    1m%                     a number alone is expected
    1k2                     a number alone is expected
    1m 200k                 a number alone is expected
    ~5                      this is an estimate
    c. 5                    this is an estimate
    c5                      this is an estimate
    circa 1,000             this is an estimate
    approx. 40              this is an estimate
    About 40                this is an estimate
    10-12                   one number is expected
    10 – 12                 one number is expected
    10 to 12                one number is expected
    3/4                     one number is expected
    £5-£10                  one number is expected
    >5                      this is a limit
    < 5                     this is a limit
    5+                      this is a limit
    up to 10                this is a limit
    $5                      an amount in pounds is expected
    €1,000.00               an amount in pounds is expected
    5 USD                   an amount in pounds is expected
    2024-01-31              this is a date
    12-Oct                  this is a date
    Oct-12                  this is a date
    1.23E+05                the digits that are not shown are lost
    1E+05                   the digits that are not shown are lost
    1.23457E+11             the digits that are not shown are lost
    1.23E-02                the digits that are not shown are lost
    TBC                     a number is expected
    twelve                  a number is expected
    ½                       a number is expected
    TRUE                    a number is expected
    £                       a number is expected
    %                       a number is expected
    .                       a number is expected
    ()                      a number is expected
    NaN                     a number is expected
    Infinity                a number is expected
    -inf                    a number is expected
    £5%                     a number such as 1234.5 is expected
    1'234                   a number such as 1234.5 is expected
    1_000                   a number such as 1234.5 is expected
    --5                     a number such as 1234.5 is expected
    (-5)                    a number such as 1234.5 is expected
    -(5)                    a number such as 1234.5 is expected
    -5-                     a number such as 1234.5 is expected
    (5                      a number such as 1234.5 is expected
    5)                      a number such as 1234.5 is expected
    1.2.3                   a number such as 1234.5 is expected
    12 34                   a number such as 1234.5 is expected
    1 2345                  a number such as 1234.5 is expected
    0 123                   a number such as 1234.5 is expected
    1,234 567               the commas do not stand between thousands
    ٣                       a number such as 1234.5 is expected
    1000000000000           at most 12 digits
    999999999999.9999999    at most 12 digits
    1000bn                  at most 12 digits
    1e999                   at most 12 digits
"""  # fmt: skip


def drawn(text: str) -> list[tuple[str, str]]:
    """Return the two columns of a table drawn with two blanks or more between them."""
    lines = (line.strip() for line in text.strip().splitlines())
    return [(line.partition("  ")[0], line.partition("  ")[2].strip()) for line in lines]


@pytest.mark.parametrize(("text", "value"), drawn(READ))
def test_a_number_is_read_exactly_in_every_form(text: str, value: str) -> None:
    assert read_cell(text, NUMBER) == (Decimal(value), "")


@pytest.mark.parametrize(("text", "value"), drawn(ROUNDED))
def test_more_than_six_decimals_are_rounded_half_to_even_and_said_to_be(text: str, value: str) -> None:
    cell = read_cell(text, NUMBER)
    assert cell == (Decimal(value), "rounded")
    assert not str(cell.value).startswith("-0.000000")


@pytest.mark.parametrize(("text", "words"), drawn(REFUSED))
def test_what_is_no_certain_number_is_refused(text: str, words: str) -> None:
    with pytest.raises(CellFault, match=words) as caught:
        read_cell(text, NUMBER)
    assert caught.value.rule == "value-unreadable"
    assert repr(text) in str(caught.value)
    assert caught.value.remedy


@pytest.mark.parametrize("text", EDGES)
def test_blanks_and_unseen_marks_around_a_number_are_nothing(text: str) -> None:
    assert read_cell(text, NUMBER) == (12, "")


@pytest.mark.parametrize("text", GROUPED)
def test_thousands_may_be_parted_by_a_blank_of_any_width(text: str) -> None:
    assert read_cell(text, NUMBER) == (1234567, "")


@pytest.mark.parametrize("text", ["5\n000", "5\r\n000", "5\u2028000", "5\t\n6"])
def test_two_lines_are_not_one_number(text: str) -> None:
    with pytest.raises(CellFault):
        read_cell(text, NUMBER)


# ---- properties ----------------------------------------------------------------------------------------

numbers = st.decimals(Decimal("-999999999999.999999"), Decimal("999999999999.999999"), places=6)
BLANK_GROUPS = (" ", "\u00a0", "\u2009", "\u202f")


def shown(number: Decimal, form: str) -> str:
    """Return a number as the form writes it; `form` names a way of grouping, a sign, and an ornament."""
    grouping, sign, ornament = form.split("|")
    digits = f"{abs(number):,f}".replace(",", grouping)
    whole, _, decimals = digits.partition(".")
    digits = f"{whole}.{decimals}".rstrip("0").rstrip(".") if ornament != "full" else digits
    digits = f"£{digits}" if ornament == "pounds" else digits
    if ornament == "wide":
        digits = digits.translate({ord(mark): ord(mark) + 0xFEE0 for mark in "0123456789.,"})
    if number >= 0:
        return digits
    return {"minus": f"-{digits}", "true minus": f"−{digits}", "brackets": f"({digits})", "after": f"{digits}-"}[sign]


forms = st.tuples(
    st.sampled_from(["", ",", *BLANK_GROUPS]),
    st.sampled_from(["minus", "true minus", "brackets", "after"]),
    st.sampled_from(["", "pounds", "full", "wide"]),
).map("|".join)


@given(numbers, forms)
def test_a_number_written_in_any_form_reads_back_equal(number: Decimal, form: str) -> None:
    assert read_cell(shown(number, form), NUMBER) == (number, "")


@given(numbers, st.sampled_from([(-2, "%"), (3, "k"), (6, "m"), (6, " million"), (9, "bn"), (3, "e3"), (-4, "e-04")]))
def test_a_number_written_with_its_scale_reads_back_equal(number: Decimal, scale: tuple[int, str]) -> None:
    power, mark = scale
    assert read_cell(f"{number.scaleb(-power):f}{mark}", NUMBER) == (number, "")


def value_of(text: str) -> Decimal | None:
    try:
        return read_cell(text, NUMBER).value
    except CellFault:
        return None


@given(numbers, st.integers(0, 20), st.sampled_from("abdfghijlopqrstuvwxyz#@_/\\:;'\"!?=*^&~<>$€½²\n\u2028"))
def test_a_number_with_anything_else_in_it_gives_no_value(number: Decimal, place: int, mark: str) -> None:
    text = f"{number:f}"
    place = min(place, len(text) - 1)
    assert value_of(f"{text[:place]}x{mark}{text[place:]}") is None
    if place > 0:
        assert value_of(f"{text[:place]}{mark}{text[place:]}") is None


@given(st.text(alphabet="0123456789.,£()+-−–% \u00a0kmbnE1234567890", max_size=12))
@example("0,123")
@example("1,234")
@example("1 234,567")
def test_no_digit_is_lost_or_made_up(text: str) -> None:
    value = value_of(text)
    if value is None or "E" in text or read_cell(text, NUMBER).meaning:
        return
    digits = "".join(mark for mark in text if mark.isdigit())
    assert digits.strip("0") == "".join(map(str, value.as_tuple().digits)).strip("0")
    after_comma = text.replace("%", "").split(",")[1:]
    assert all(part[:3].isdigit() and not part[3:4].isdigit() for part in after_comma)


@given(st.text())
def test_a_text_without_a_digit_is_no_number(text: str) -> None:
    if not any(mark.isdigit() for mark in text):
        assert value_of(text) in (None, Decimal(0))
        assert value_of(text) is None or read_cell(text, NUMBER).meaning == "zero"
