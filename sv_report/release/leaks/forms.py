"""The forms in which a number is printed, and the numbers that a text prints.

Release stage: part of the leak check. A form is written without its thousands' commas, as a number found is before it
is looked up. A form of four or more significant digits is searched for everywhere; a shorter one, and what may be a
year, only beside its label (`beside`).
"""

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from sv_report.measures.fact import MILLION, displayed, plain, rounded
from sv_report.measures.value import ARITHMETIC
from sv_report.release.leaks.secrets import Amount

TELLING = 4  # significant digits by which a number is known without its label
CERTAIN = 6  # by so many also where letters follow at once, as in 123456kg
POUNDS = ("GBP", "GBP_per_GBP")
MILLIONS, PERCENT = range(1, 7), range(4)  # decimals with which £m and % are printed
FLOAT_DIGITS = 15  # that a binary fraction is certain to keep
NUMBER = re.compile(rb"[0-9][0-9,.]*+")
LONG_NUMBER = re.compile(rb"[0-9][0-9,.]{3,}+")  # a telling one is no shorter
WHOLE = re.compile(rb"([0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(\.[0-9]+)?")
PART = re.compile(rb"[0-9]+(\.[0-9]+)?")
YEAR = re.compile(rb"(?:19|20)[0-9]{2}")
BEFORE = re.compile(rb"(?<=gbp)|(?<![0-9a-z#\x80-\xff])")  # else a colour, a cell's address, an identifier
AFTER = re.compile(rb"(?:m|k|bn|p|pp)?(?![0-9a-z\x80-\xff])|(?:million|billion|thousand)")


@dataclass(frozen=True)
class Forms:
    """The forms of a number: those that tell by themselves, and those that tell only beside its label."""

    telling: frozenset[bytes]
    short: frozenset[bytes]


def forms_of(amount: Amount) -> Forms:
    """Return the forms in which a number may be printed, whatever its sign."""
    written = set(_written(abs(amount.value), amount))
    forms = {form for form in written if not amount.value or significant(form)}
    telling = {form for form in forms if significant(form) >= TELLING and not YEAR.fullmatch(form.encode())}
    return Forms(_bytes(telling), _bytes(forms - telling))


def significant(form: str) -> int:
    """Return how many digits of a number say something: from the first that is not 0, to the last that is not.

    After a decimal point a 0 counts too, since it was printed to say so.

    >>> significant("12000"), significant("0.0120"), significant("12345.0")
    (2, 3, 6)
    """
    digits = form if "." in form else form.rstrip("0")
    return len(digits.replace(".", "").lstrip("0"))


def numbers_in(fold: bytes) -> Iterator[bytes]:
    """Yield each number of a folded text, as forms are written; not those within a word, a colour or an identifier."""
    for match in NUMBER.finditer(fold):
        yield from _numbers(fold, match)


def telling_in(fold: bytes, telling: AbstractSet[bytes]) -> set[bytes]:
    """Return which of the telling forms a folded text prints."""
    likely = {token for token in set(LONG_NUMBER.findall(fold)) if _may_be(token, telling)}
    if not likely:
        return set()
    found = (_numbers(fold, match) for match in LONG_NUMBER.finditer(fold) if match[0] in likely)
    return {form for forms in found for form in forms if form in telling}


# ---- writing -------------------------------------------------------------------------------------


def _written(value: Decimal, amount: Amount) -> Iterator[str]:
    """Yield the forms of a number that is not negative."""
    yield from _stored(value)
    yield _fixed(value, amount.decimals)
    yield from (form.decode() for form in numbers_in(displayed(value, amount.unit, amount.decimals).encode()))
    if amount.unit in POUNDS:
        yield from (_fixed(value, decimals) for decimals in (0, 2))
    if amount.unit == "GBP":
        millions = ARITHMETIC.divide(value, MILLION)
        yield from _stored(millions)
        yield from (_fixed(millions, decimals) for decimals in MILLIONS)
    if amount.unit == "share":
        percent = ARITHMETIC.multiply(value, Decimal(100))
        yield from _stored(percent)
        yield from (_fixed(percent, decimals) for decimals in PERCENT)


def _stored(value: Decimal) -> Iterator[str]:
    """Yield a number unrounded: in full, and as a workbook and JSON store one with a fraction."""
    yield plain(value)
    yield from (form for form in (f"{float(value):.16G}", repr(float(value))) if "E" not in form.upper())


def _fixed(value: Decimal, decimals: int) -> str:
    return f"{rounded(value, decimals):.{max(decimals, 0)}f}"


def _bytes(forms: set[str]) -> frozenset[bytes]:
    return frozenset(form.encode() for form in forms)


# ---- reading -------------------------------------------------------------------------------------


def _numbers(fold: bytes, match: re.Match[bytes]) -> Iterator[bytes]:
    """Yield the numbers that stand where digits do: of C1,1234 only the last, since the first is part of a word."""
    token = match[0].rstrip(b",.")
    end = match.start() + len(token)
    if not BEFORE.match(fold, match.start()):
        token = token.partition(b",")[2]
    if not AFTER.match(fold, end):
        yield from (form for form in _read(token) if significant(form.decode()) >= CERTAIN)
        token = token.rpartition(b",")[0]
    yield from _read(token)


def _may_be(token: bytes, telling: AbstractSet[bytes]) -> bool:
    """Say whether digits may mean one of these numbers, wherever they stand."""
    if token.isdigit():
        return token in telling
    token = token.rstrip(b",.")
    rest = token.partition(b",")[2]
    ends = (token, rest, token.rpartition(b",")[0], rest.rpartition(b",")[0]) if rest else (token,)
    return any(form in telling for one in ends for form in _read(one))


@lru_cache(maxsize=1 << 16)
def _read(token: bytes) -> tuple[bytes, ...]:
    """Return the numbers that digits with commas and points may mean, as forms are written.

    Commas that do not set off thousands part one number from another, as in a CSV file. A number with zeros at the end
    of its fraction is also read without them, if it is telling then; and 9.358000000000001, as a workbook stores it, as
    9.358.
    """
    if WHOLE.fullmatch(token):
        numbers = [token.replace(b",", b"")]
    else:
        numbers = [part for part in token.split(b",") if PART.fullmatch(part)]
    numbers += [repr(float(number)).encode() for number in numbers if b"." in number and len(number) > FLOAT_DIGITS]
    shorter = [number.rstrip(b"0").rstrip(b".") for number in numbers if b"." in number]
    return tuple(dict.fromkeys([*numbers, *(one for one in shorter if significant(one.decode()) >= TELLING)]))
