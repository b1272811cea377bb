"""Numbers spelled out: thirty-eight, two hundred, a dozen, half, two thirds. Manuscript stage.

*One* alone counts nothing: it is a pronoun as often as a number. Ordinals and half-years are none.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from sv_report.manuscript.narrative.typed_number import TypedNumber

UNITS = {
    word: number for number, word in enumerate(
        ("nought", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
         "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")
    )
}  # fmt: skip
TENS = {
    word: 10 * number
    for number, word in enumerate(("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"), 2)
}
LARGE = {"hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9, "dozen": 12}
PARTS = {"half": 2, "halve": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7,
         "eighth": 8, "ninth": 9, "tenth": 10}  # fmt: skip

GAP = r"[- \n]"
_UNIT, _TEN, _LARGE = ("|".join(sorted(words, key=len, reverse=True)) for words in (UNITS, TENS, LARGE))
SMALL = rf"(?:(?:{_TEN})(?:{GAP}(?:{_UNIT}))?|{_UNIT})\b"
COUNT = (
    rf"(?:(?:{SMALL}|an?[ \n](?:{_LARGE})\b|dozen\b)"
    rf"(?:{GAP}(?:{_LARGE})\b|(?:(?<=hundred)|(?<=thousand)|(?<=million)){GAP}(?:and[ \n])?{SMALL})*)"
)
PART = r"(?:halves|thirds?|quarters?|fourths?|fifths?|sixths?|sevenths?|eighths?|ninths?|tenths?)\b"
OF_YEAR = r"[ \n]of[ \n](?:an?|the|this|last|each|every)[ \n](?:financial[ \n])?year"
NO_TIME = rf"(?!s?(?:{OF_YEAR}|[- \n]?(?:year|hourly|term|day|way|price)|ly\b))"
FIRST_HALF = "".join(rf"(?<!{word} )" for word in ("first", "second", "latter", "other", "last", "final"))

ABOUT = "|".join(
    rf"(?<=\b{words}[ \n])"
    for words in ("more than", "less than", "fewer than", "nearly", "almost", "about", "around", "roughly", "only",
                  "by", "at least", "up to", "approximately")
)  # fmt: skip
WITHOUT_OF = (  # nearly a fifth, over a quarter was late, a third are late; not by a third party
    r"[ \n](?:are|were|have)\b"
)
AFTER = (
    r"[ \n]*(?:[.,;:!?)]|$)|\n[ \t]*\n|[ \n](?:is|was|has|had|did|do|will|on|in|from|to|since|compared|more|less|fewer"
    r"|higher|lower|against|and|or|late|behind|not|this|last|during|between|after|before|when|while|than|over)\b"
)
NOUGHT = (
    r"contracts|suppliers|returns|commitments|measures|apprentic\w+|jobs|people|weeks|days|complaints|accidents|injuries"
    r"|incidents|placements|schools|visits|events|staff|trees|businesses|residents"
)
SEVERAL, TENS_OF, HUNDREDS_OF = 3, 10, 100  # the least that people mean by it

SPELLED = re.compile(
    r"(?i:\b(?:"
    rf"(?P<vague>several|a[ \n]few|tens[ \n]of|hundreds[ \n]of){GAP}(?P<vague_of>{_LARGE})s?\b"
    rf"|(?P<zero>zero|nought)(?=[ \n](?:{NOUGHT})\b)"
    rf"|(?P<count>{COUNT})"
    rf"(?:{GAP}and{GAP}an?{GAP}(?P<plus>half|quarter)\b(?:[ \n](?P<scale>{_LARGE})\b)?)?"
    rf"(?:[- ](?P<of>{PART}){NO_TIME})?"
    rf"|an?[ \n](?P<one_of>{PART})(?=[ \n]of\b){NO_TIME}"
    rf"|(?:{ABOUT})an?[ \n](?P<about>{PART})(?={WITHOUT_OF}|{AFTER}){NO_TIME}"
    rf"|(?<=\bover[ \n])an?[ \n](?P<over>{PART})(?={WITHOUT_OF}|[ \n](?:is|was|has|had)\b)"
    rf"|an?[ \n](?P<plain>{PART})(?={WITHOUT_OF}|(?<=quarter)[ \n]was\b)"
    rf"|half{GAP}an?{GAP}(?P<half_of>{_LARGE})"
    rf"|{FIRST_HALF}(?P<half>half){NO_TIME}"
    r")\b)(?P<share>[ \n](?:per[ \n]?cent|percent))?"
)


def spelled(words: str) -> Iterator[TypedNumber]:
    """Yield the numbers spelled out in words, from two up, and the parts of a whole."""
    for match in SPELLED.finditer(words):
        value = _share(match)
        if value is not None:
            exact = Decimal("0.01")
            yield TypedNumber(match[0], *match.span(), (value,), "share", exact, spelled=True)
        elif (value := _count(match)) >= 2 or match["zero"]:
            yield TypedNumber(match[0], *match.span(), (value,), "any", spelled=True)


def _share(match: re.Match[str]) -> Decimal | None:
    """Return the part of a whole that is spelled; None where it is a count."""
    named = next((match[name] for name in ("of", "one_of", "about", "over", "plain", "half") if match[name]), "")
    if named:
        count = counted(match["count"]) if match["count"] else 1
        share = Fraction(count, PARTS[named.lower().removesuffix("s")])
        return Decimal(share.numerator) / Decimal(share.denominator)
    return Decimal(counted(match["count"])) / 100 if match["share"] and match["count"] else None


def _count(match: re.Match[str]) -> Decimal:
    if match["zero"]:
        return Decimal(0)
    if match["vague"]:
        times = {"tens": TENS_OF, "hundreds": HUNDREDS_OF}.get(match["vague"].lower()[:-3], SEVERAL)
        return Decimal(times * LARGE[match["vague_of"].lower()])
    if match["half_of"]:
        return Decimal(LARGE[match["half_of"].lower()]) / 2
    value = Decimal(counted(match["count"]))
    if match["plus"]:
        value += Decimal(1) / PARTS[match["plus"].lower()]
        value *= LARGE[match["scale"].lower()] if match["scale"] else 1
    return value


def counted(words: str) -> int:
    """Return the number that words spell.

    >>> counted("two hundred and thirty-eight thousand"), counted("a dozen")
    (238000, 12)
    """
    total = group = 0
    for word in re.split(r"[- \n]+", words.lower()):
        if LARGE.get(word, 0) > 100:
            total, group = total + max(group, 1) * LARGE[word], 0
        elif word in LARGE:
            group = max(group, 1) * LARGE[word]
        else:
            group += UNITS.get(word, TENS.get(word, 0))
    return total + group
