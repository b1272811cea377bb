"""A cell's text read as a number, however a spreadsheet or a person wrote it, exactly, or refused.

Data stage. A number has at most 12 digits before the point and 6 after it, as DECIMAL(18, 6) keeps; what a
spreadsheet worked out to more (a third is 0.333333333333333) is rounded half to even, and counted as rounded.
"""

import re
from decimal import ROUND_HALF_EVEN, Context, Decimal

from sv_report.data.cells.cell import Cell, CellFault, CellRules, unreadable

DECIMAL_PLACES = 6  # of DECIMAL(18, 6)
WHOLE_DIGITS = 12
COUNT_DIGITS = 9  # of a whole number, such as a return's version
LONGEST = 100  # characters of a number: far above what any program writes
EXACT = Context(
    prec=400
)  # digits: more than the longest number times any factor, so that nothing is rounded on the way
LAST_PLACE = Decimal(1).scaleb(-DECIMAL_PLACES)
SURE_EXPONENT = -5  # from 1E-05 down a spreadsheet shows all that six decimals keep

SCALES = {
    "k": 3, "thousand": 3, "thousands": 3,
    "m": 6, "mn": 6, "million": 6, "millions": 6,
    "bn": 9, "billion": 9, "billions": 9,
}  # fmt: skip
UNITS_TOO = ("k", "m")  # `12 m` may be metres or months: apart from the digits these stand only with a pound sign

PLAIN_NUMBER = "Write digits and a decimal point: 1234.5."

FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}  # Unicode block Halfwidth and Fullwidth Forms
MINUS = {ord(dash): "-" for dash in "‐‑‒–−"}  # word processors turn a typed minus into one of these
NUMBER_MARKS = FULL_WIDTH | MINUS
BLANKS = re.compile(r"[^\S\n\r\v\f\x1c-\x1f\x85\u2028\u2029]+")  # blanks of all widths; never a line's end

NUMBER = re.compile(
    r"""(?P<before>[+-])? [ ]? (?P<currency>£|gbp)? [ ]? (?P<inner>[+-])? [ ]?
        (?P<open>\()? [ ]? (?P<currency_inside>£|gbp)? [ ]?
        (?P<whole> [1-9][0-9]{0,2}(?:,[0-9]{3})+ | [1-9][0-9]{0,2}(?:[ ][0-9]{3})+ | [0-9]* )
        (?:\.(?P<decimals>[0-9]*))?
        (?P<exponent>e[+-]?[0-9]{1,3})?
        (?: (?P<gap>[ ]?) (?P<scale>k|thousands?|mn?|millions?|bn|billions?) )?
        (?: [ ]? (?P<percent>%|per[ ]?cent) )?
        (?: [ ]? (?P<currency_after>£|gbp) )?
        [ ]? (?P<close>\))? (?P<after>-)?""",
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)
WHOLE_NUMBER = re.compile(r"(?P<digits>[0-9]+)(?:\.0*)?", re.ASCII)
# The form in which spreadsheets, and few other programs, write an exponent when they SHOW a number.
SHOWN_EXPONENT = re.compile(r"E[+-][0-9]{2,3}")

# What people write where a number belongs: what it is, and what to do. The first that fits is said.
KINDS = tuple(
    (re.compile(pattern, re.IGNORECASE), expected, remedy)
    for pattern, expected, remedy in (
        (r".*([$€¥]|\b(usd|eur)\b).*", "an amount in pounds is expected", "Convert the amount to pounds."),
        (
            r"(~|≈|±|c(\.|a\.?|irca)? ?[\d£]|(approx|about|around|est|roughly)\b).*",
            "a number is expected, and this is an estimate",
            "Write the number alone, and mark the row as estimated.",
        ),
        (
            r"([<>≤≥]|(up to|at least|over|under|more than|less than|max|min)\b).*|.*\d ?\+",
            "a number is expected, and this is a limit",
            "Write the number itself.",
        ),
        (
            r"[£ ]*\d[\d., ]*%? *(-|/|to|or|and|&) *[£ ]*\d[\d., ]*%?",
            "one number is expected",
            "Write one number; two need two rows.",
        ),
        (
            r"[-+£( ]*\d[\d .]*,[\d ,.]*[-)%kmbn ]*|[-+£( ]*\d{1,3}(\.\d{3}){2,}[-)% ]*",
            "the commas do not stand between thousands, and a decimal comma is not read",
            "Write 1234.5 or 1,234.5: a point before the decimals, a comma only between thousands.",
        ),
        (
            r".*\b(jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\b.*|\d{4}-\d{2}-\d{2}.*",
            "a number is expected, and this is a date",
            "Give the column a number format and type the number again: spreadsheets turn 10-12 into a date.",
        ),
        (
            r"[-+£( ]*\d[\d,. ]*[^\W\d_].*",
            "a number alone is expected",
            "Leave out the words: the unit belongs in the heading. Or give the text a code in the mapping.",
        ),
        (
            r"[^\d]*",
            "a number is expected",
            "Write the number, 0 where there was none; leave the cell blank where it is not known. A word that is"
            " used all through can be listed in the mapping, under zero, missing or not_applicable.",
        ),
    )
)


def read_number(text: str, rules: CellRules) -> Cell:
    """Return the number that a text states, times what the mapping says; raise CellFault where it states none.

    >>> read_number("£(1,234.50)", CellRules())
    Cell(value=Decimal('-1234.500000'), meaning='')
    """
    marks = text if text.isascii() else text.translate(NUMBER_MARKS)
    marks = BLANKS.sub(" ", marks.strip())
    match = NUMBER.fullmatch(marks) if len(marks) <= LONGEST else None
    if match is None or not (match["whole"] or match["decimals"]) or _is_unsure(match):
        raise _no_number(text, marks)
    if match["exponent"] and _hides_digits(match["exponent"]):
        expected = "a number in full is expected, and the digits that are not shown are lost"
        raise unreadable(text, expected, "Give the column a number format and save the file again.")
    if rules.times is not None and (match["scale"] or match["percent"]):
        expected = f"the column is multiplied by {rules.times}, and the cell states a scale of its own"
        raise unreadable(text, expected, PLAIN_NUMBER)
    value = _value(match)
    if rules.times is not None:
        value = EXACT.multiply(value, rules.times)
    return _kept(text, value)


def _is_unsure(match: re.Match[str]) -> bool:
    """Say whether the parts of a number, each right, do not go together."""
    signs = sum(bool(match[name]) for name in ("before", "inner", "open", "after"))
    currencies = sum(bool(match[name]) for name in ("currency", "currency_inside", "currency_after"))
    scales = sum(bool(match[name]) for name in ("exponent", "scale", "percent"))
    is_apart = bool(match["gap"]) and match["scale"].lower() in UNITS_TOO and not currencies
    return (
        bool(match["open"]) != bool(match["close"])
        or max(signs, currencies, scales) > 1
        or bool(currencies and match["percent"])
        or is_apart
    )


def _hides_digits(exponent: str) -> bool:
    """Say whether a number is one that a spreadsheet showed short: 123456 becomes 1.23E+05, and is saved so."""
    return SHOWN_EXPONENT.fullmatch(exponent) is not None and int(exponent[1:]) > SURE_EXPONENT


def _value(match: re.Match[str]) -> Decimal:
    whole = match["whole"].replace(",", "").replace(" ", "")
    value = Decimal(f"{whole}.{match['decimals'] or ''}")
    power = int((match["exponent"] or "e0")[1:])
    power += SCALES[match["scale"].lower()] if match["scale"] else 0
    power -= 2 if match["percent"] else 0
    is_negative = "-" in (match["before"], match["inner"], match["after"]) or match["open"]
    value = value.scaleb(power, EXACT)
    return value.copy_negate() if is_negative else value


def _kept(text: str, value: Decimal) -> Cell:
    """Return a number with six decimals, rounded where it has more; raise CellFault where it is too large."""
    kept = value.quantize(LAST_PLACE, ROUND_HALF_EVEN, EXACT) if value.adjusted() < WHOLE_DIGITS else value
    if kept.adjusted() >= WHOLE_DIGITS:
        expected = f"a number of at most {WHOLE_DIGITS} digits before the point is expected"
        raise unreadable(text, expected, "Correct the number.")
    return Cell(kept or Decimal(0), "" if kept == value else "rounded")  # -0 is 0


def _no_number(text: str, marks: str) -> CellFault:
    """Return the fault of a text that states no number, as near as can be told what it states instead."""
    for pattern, expected, remedy in KINDS if len(marks) <= LONGEST else ():
        if pattern.fullmatch(marks):
            return unreadable(text, expected, remedy)
    return unreadable(text, "a number such as 1234.5 is expected", PLAIN_NUMBER)


def read_whole(text: str) -> int:
    """Return the whole number that a text states; raise CellFault where it states none.

    >>> read_whole("1.0")
    1
    """
    match = WHOLE_NUMBER.fullmatch(text.strip().translate(FULL_WIDTH))
    if match is None or len(match["digits"]) > COUNT_DIGITS:
        raise unreadable(text, "a whole number is expected", "Write digits only, such as 1.")
    return int(match["digits"])
