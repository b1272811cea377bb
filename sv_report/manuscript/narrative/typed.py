"""The numbers that are typed in words: in figures of any form, and spelled out from two up.

Manuscript stage. Takes words without dates and references, gives each number with its place, its amounts and unit.
"""

import re
from dataclasses import replace

from sv_report.manuscript.narrative.figures import in_figures
from sv_report.manuscript.narrative.spelled import spelled
from sv_report.manuscript.narrative.typed_number import TypedNumber

NOUN = re.compile(r"[ \n]([A-Za-z]+)")
ABOUT = re.compile(r"\b(c|ca|approx)\.(?=[ ]?\d)")  # its full stop is no decimal point
MONEY = ("pounds", "pound", "sterling")


def typed_numbers(words: str) -> list[TypedNumber]:
    """Return the numbers in words, in order.

    >>> [(one.text, str(one.amount), one.unit) for one in typed_numbers("c£80m of 1,204 hours, or a dozen")]
    [('£80m', '80000000', 'money'), ('1,204', '1204', 'any'), ('a dozen', '12', 'any')]
    """
    words = ABOUT.sub(r"\1 ", words)
    found = sorted((*in_figures(words), *spelled(words)), key=lambda one: one.start)
    return [_with_noun(number, words) for number in found]


def _with_noun(number: TypedNumber, words: str) -> TypedNumber:
    behind = NOUN.match(words, number.end)
    noun = behind[1].lower() if behind else ""
    return replace(number, noun=noun, unit="money" if noun in MONEY else number.unit)
