"""Numbers in figures, in every form in which people type them. Manuscript stage.

£113m, £2.2 million, 1,204, 1 204, 12.5%, 2,4 million, (3.799), 5-10, 1½, 3/4, 38no.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from sv_report.manuscript.narrative.typed_number import TypedNumber, Unit

SCALES = {
    "hundred": 2, "thousand": 3, "k": 3, "million": 6, "millions": 6, "m": 6, "mn": 6, "mil": 6, "mill": 6,
    "billion": 9, "bn": 9, "b": 9, "trillion": 12, "tn": 12,
}  # fmt: skip
DOZEN = "dozen"
VULGAR = "".join(chr(code) for code in (*range(0xBC, 0xBF), *range(0x2150, 0x215F), 0x2189))
PERCENT = r"%|per ?cent(?:age points?)?\b|percentage points?\b|percent\b|pp\b"
SCALE = rf"(?i:{'|'.join(sorted([*SCALES, DOZEN], key=len, reverse=True))})\b"
GROUPED = r"\d{1,3}(?P<comma>[,'])\d{3}(?:(?P=comma)\d{3})*(?!\d)|\d{1,3}(?: \d{3})+(?![\d,.]*\d)|\d+"
FIGURES = re.compile(
    r"(?P<bracket>\((?=[£$€]?[\d.]))?(?P<minus>(?<![\w)%])[-+])?[ ]?"
    r"(?:(?P<money>£|\$|€|\b(?:GBP|EUR|USD) ?)(?:[ \n]|(?P<minus_in>-))?)?"
    rf"(?P<number>(?:{GROUPED})(?:[.,]\d+)*|(?<!\d)[.]\d+|(?=[{VULGAR}]))"
    rf"(?P<part> ?[{VULGAR}]| ?/ ?\d+(?![\d/])| \d/\d)?"
    rf"(?:[ \n-]{{0,2}}(?P<tail>{PERCENT}|{SCALE}))?"
    r"(?P<closing>(?<=[\dmnk%])\))?(?P<glued>(?<=\d)[A-Za-z]+\.?)?(?P<pounds>[ \n](?:pounds|sterling|pence)\b)?"
)
MOST_PLACES = 12  # no fact is printed with more
RANGE = re.compile(r" ?- ?|:")  # 5-10 and 1:4 are one finding
CONTINENTAL = re.compile(r"\d{1,3}(?:\.\d{3})+,\d+")


def in_figures(words: str) -> Iterator[TypedNumber]:
    """Yield the numbers in figures; a range is one, with the amount of its first."""
    before: TypedNumber | None = None
    for match in FIGURES.finditer(words):
        number = _number(match)
        if before and RANGE.fullmatch(words[before.end : number.start]):
            before = replace(before, text=words[before.start : number.end], end=number.end)
            continue
        if before:
            yield before
        before = number
    if before:
        yield before


def _number(match: re.Match[str]) -> TypedNumber:
    tail, is_money = (match["tail"] or "").lower(), bool(match["money"] or match["pounds"])
    value, places = _value(match["number"])
    part = _with_part(match["part"], value)
    if part is not None:
        value, places = part, 3
    if match["minus"] == "-" or match["minus_in"] or (match["bracket"] and match["closing"]):
        value = -value
    unit = _unit(tail, is_money, is_part=part is not None and abs(value) < 1)
    factor = Decimal(12) if tail == DOZEN else Decimal(10) ** SCALES.get(tail, 0)
    if unit == "share" and tail:
        factor = Decimal("0.01")
    may_be_metres = bool(tail) and len(tail) < 3 and unit == "any"
    text = _shown(match)
    start = match.start() + match[0].index(text)
    amounts = (value * factor, value) if may_be_metres else (value * factor,)
    return TypedNumber(text, start, start + len(text), amounts, unit, factor / Decimal(10) ** min(places, MOST_PLACES))


def _unit(tail: str, is_money: bool, *, is_part: bool) -> Unit:
    if is_money:
        return "money"
    is_percent = bool(tail) and tail not in SCALES and tail != DOZEN
    return "share" if is_percent or is_part else "any"


def _shown(match: re.Match[str]) -> str:
    """Return the number as it is typed, in its brackets where both belong to it."""
    text = match[0].strip().removeprefix("+").strip()
    return text if text.count("(") == text.count(")") else text.strip("()")


def _value(digits: str) -> tuple[Decimal, int]:
    """Return the value of digits, and how many decimal places are typed.

    A comma before one or two digits stands for a point, as in 2,4 million.
    """
    plain = digits.replace("'", "").replace(" ", "")
    if plain.count(".") > 1 or CONTINENTAL.fullmatch(plain):
        plain = plain.replace(".", "").replace(",", ".", 1)
    elif re.fullmatch(r"\d+,\d{1,2}", plain):
        plain = plain.replace(",", ".")
    plain = plain.replace(",", "")
    return Decimal(plain or 0), len(plain.partition(".")[2])


def _with_part(part: str | None, whole: Decimal) -> Decimal | None:
    """Return a number with its fraction: 1½, 3/4, 1 1/2; None where it has none."""
    if not part:
        return None
    part = part.strip()
    if part[0] in VULGAR:
        return whole + Decimal(unicodedata.numeric(part[0])).quantize(Decimal("0.00001"))
    upper, _, lower = (words.strip() for words in part.partition("/"))
    if not int(lower):
        return None
    return whole + Decimal(int(upper)) / int(lower) if upper else whole / int(lower)
