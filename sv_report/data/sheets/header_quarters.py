"""Headers that name a quarter, and whether what stands under them was promised or delivered.

Data stage, for `proposing`. A header is taken for one only where its other words, if it has any, say no more than
that: `Q3 2023/24 variance` is none.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from sv_report.data.cells.cell import CellFault
from sv_report.data.cells.dates import MONTH_NAME
from sv_report.data.cells.quarters import read_quarter
from sv_report.data.sheets.header import JOINED, folded
from sv_report.data.sheets.synonyms import FILLERS
from sv_report.params.typed.fields import period_meant

Role = Literal["committed", "delivered", "spent", "", "other"]

MOST_WORDS = 14  # of a header that is looked through
MAY_NAME = re.compile(rf"(?<![a-z])(?:q|qtr\.?|quarter)[ .]?[1-4](?![0-9])|quarter|{MONTH_NAME}", re.IGNORECASE)
NUMBERED = re.compile(r"(?<![a-z])(?:q|qtr\.?|quarter)[ .]?[1-4](?![0-9])", re.IGNORECASE)
MONTH = re.compile(rf"\b{MONTH_NAME}\b", re.IGNORECASE)
SAYING: dict[Role, str] = {
    "committed": "committed commitment commitments target targets planned plan promised pledged tendered bid",
    "delivered": "actual actuals delivered delivery achieved claimed reported outturn",
    "spent": "spend spent paid invoiced",
}
ROLES: dict[str, Role] = {word: role for role, words in SAYING.items() for word in words.split()}
BESIDE = FILLERS | {"quantity", "qty", "number", "no", "during", "quarter", "qtr"}


@dataclass(frozen=True)
class QuarterHeader:
    """A header that names a quarter: the quarter, "" where its year is missing, and what stands under it."""

    period: str
    role: Role


@lru_cache(maxsize=20_000)
def quarter_header(header: str) -> QuarterHeader | None:
    """Return what a header says of a quarter; None where it names none.

    >>> quarter_header("2023-24 Q3 actual")
    QuarterHeader(period='2023-24 Q3', role='delivered')
    >>> quarter_header("Jul-Sep 2023"), quarter_header("Contract value")
    (QuarterHeader(period='2023-24 Q2', role=''), None)
    """
    if not any(letter.isdigit() for letter in header) or not MAY_NAME.search(header):
        return None
    words = header.replace(JOINED, " ").split()
    for length in range(min(len(words), MOST_WORDS), 0, -1):
        for start in range(len(words) - length + 1):
            if period := _read(" ".join(words[start : start + length])):
                return QuarterHeader(period, _role([*words[:start], *words[start + length :]]))
    if not NUMBERED.search(header):
        return None
    meant = None if MONTH.search(header) else period_meant(header)
    rest = [word for word in NUMBERED.sub(" ", header).replace(JOINED, " ").split() if word.isalpha()]
    return QuarterHeader(str(meant) if meant and meant.quarter else "", _role(rest))


def _read(text: str) -> str:
    try:
        return read_quarter(text)
    except CellFault:
        return ""


def _role(words: list[str]) -> Role:
    """Return what the words beside a quarter say; `other` where they say two things, or what is not known."""
    text = re.sub(r"\(.*?\)", " ", folded(" ".join(words)))
    others = [word for word in re.findall(r"[\w£%]+", text) if word not in BESIDE]
    roles: set[Role] = {ROLES.get(word, "other") for word in others}
    return roles.pop() if len(roles) == 1 else "other" if roles else ""
