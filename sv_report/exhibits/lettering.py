"""Lettering of charts: a name as the charts' font can draw it, with a stand-in for what it lacks.

Exhibits stage. matplotlib would draw a box with a code in it, and warn, for each such character; the PDF, set in the
same font, has the same stand-in (templates/_extensions/cabinet/standins.lua). The alternative text has the whole name.
"""

import unicodedata
from functools import cache

from sv_report.exhibits.house_style import RC

STAND_INS = ("\ufffd", "?")  # the first that the font has
JOINERS = "\u200c\u200d"
CHOOSERS = ("\ufe00", "\ufe0f")  # variation selectors, first and last: they only choose how a sign looks


def drawable(text: str) -> str:
    """Return a text with one stand-in for each run of characters that the charts' font lacks."""
    has = _characters(_font_file())
    stand_in = next(one for one in STAND_INS if ord(one) in has)
    drawn: list[str] = []
    lacking = False
    for character in text:
        if CHOOSERS[0] <= character <= CHOOSERS[1] or (lacking and _goes_with(character)):
            continue
        if ord(character) in has:
            drawn.append(character)
        elif not lacking:
            drawn.append(stand_in)
        lacking = ord(character) not in has
    return "".join(drawn)


def _goes_with(character: str) -> bool:
    return character in JOINERS or unicodedata.combining(character) > 0


def _font_file() -> str:
    from matplotlib.font_manager import FontProperties, findfont  # here: only a drawing wants it

    return findfont(FontProperties(family=RC["font.sans-serif"]))


@cache
def _characters(font_file: str) -> frozenset[int]:
    from matplotlib.ft2font import FT2Font

    return frozenset(FT2Font(font_file).get_charmap())
