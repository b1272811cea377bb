"""What a cell is read as, by which rules, and what is said of one that cannot be read.

Data stage, the ground under the readers of numbers, dates, quarters and words: `values` puts them together.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal, NamedTuple

Meaning = Literal["", "zero", "missing", "not applicable", "rounded"]
DateOrder = Literal["day first", "month first"]

FIRST_YEAR, LAST_YEAR = 1990, 2100  # no contract of a council in use begins before or ends after: a slip of the pen

# Marks that no one sees and that come with text pasted from web pages and PDF: width of nothing, byte order mark,
# direction of writing. Joiners (U+200C, U+200D) stay: names of some languages need them.
INVISIBLE = dict.fromkeys(map(ord, "\u200b\u2060\ufeff\u200e\u200f\u202a\u202b\u202c\u202d\u202e"))
EQUALS_QUOTED = re.compile(r'\s*="((?:[^"]|"")*)"\s*')  # ="00123": how an export keeps Excel from eating the zeros
QUOTED_LENGTH = 80  # characters that are enough to find a cell by
DASHES = "-‐‑‒–—―−－"  # a lone dash is the same word in all of its widths


class CellFault(ValueError):
    """What is wrong with a cell: the rule it breaks, in words, and what to do."""

    def __init__(self, rule: str, message: str, remedy: str) -> None:
        super().__init__(message)
        self.rule = rule
        self.remedy = remedy


class Cell(NamedTuple):
    """A cell as it was read: its value, None where it has none, and what else is to be counted of it.

    `meaning` is "" for a plain value and for a plain blank.
    """

    value: Any
    meaning: Meaning = ""


@dataclass(frozen=True)
class CellRules:
    """How a mapping has the cells of one column read.

    `codes` puts one text in the place of another; `times` multiplies a number; `zero`, `missing` and
    `not_applicable` are words that mean so, before any of the words known without a mapping; `dates` is the order
    of dates in digits; `is_1904`: serial dates count from 1 January 1904. Raises ValueError where one word would
    mean two things.
    """

    codes: tuple[tuple[str, str], ...] = ()
    times: Decimal | None = None
    zero: frozenset[str] = frozenset()
    missing: frozenset[str] = frozenset()
    not_applicable: frozenset[str] = frozenset()
    dates: DateOrder = "day first"
    is_1904: bool = False

    def __post_init__(self) -> None:
        said = [word(text) for words in (self.zero, self.missing, self.not_applicable) for text in words]
        if twice := sorted({text for text in said if said.count(text) > 1}):
            raise ValueError(f"{', '.join(map(repr, twice))} cannot be two of zero, missing and not applicable")
        coded = self.coded()
        if twice := sorted(text for text, code in self.codes if coded[word(text)] != code):
            raise ValueError(f"{', '.join(map(repr, twice))} has two codes: capitals and blanks make no difference")
        if self.times is not None and not (self.times.is_finite() and self.times):
            raise ValueError(f"a number cannot be multiplied by {self.times}")

    def words(self) -> dict[str, Meaning]:
        """Return the mapping's words, as `word` gives them, with what each means."""
        return {
            **{word(text): "zero" for text in self.zero},
            **{word(text): "missing" for text in self.missing},
            **{word(text): "not applicable" for text in self.not_applicable},
        }

    def coded(self) -> dict[str, str]:
        """Return the texts that have a code, as `word` gives them, each with its code."""
        return {word(text): code for text, code in self.codes}


def unreadable(text: str, expected: str, remedy: str) -> CellFault:
    """Return the fault of a text that is not what its column holds."""
    return CellFault("value-unreadable", f"{quote(text)} cannot be read: {expected}", remedy)


def quote(text: str) -> str:
    """Return a text as a message quotes it: a long one is cut, for a cell may hold 32,767 characters."""
    return repr(text) if len(text) <= QUOTED_LENGTH else repr(f"{text[: QUOTED_LENGTH - 1]}…")


def seen(text: str) -> str:
    """Return a text as a person sees it: without invisible marks and without the quoting of `="00123"`.

    >>> seen('="00123"'), seen("C-001\u200b")
    ('00123', 'C-001')
    """
    if not text.isascii():
        text = text.translate(INVISIBLE)
    quoted = EQUALS_QUOTED.fullmatch(text) if '="' in text else None
    return quoted[1].replace('""', '"') if quoted else text


def word(text: str) -> str:
    """Return a text in the form in which words are compared: one blank between words, no capitals, one dash.

    >>> word(" Not\u00a0 Applicable "), word("–")
    ('not applicable', '-')
    """
    text = " ".join(text.split()).casefold()
    return "-" if len(text) == 1 and text in DASHES else text
