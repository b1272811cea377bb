"""The periods that a sentence names: *Quarter 2 2023/24*, *the year to date*, *the three months to 31 December*.

Manuscript stage. Takes the words of a sentence, gives each period with its place and the days that it may mean.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from sv_report.manuscript.narrative.period_forms import FORMS, LAST_DAY, UNTIL, Held, Meant
from sv_report.manuscript.narrative.reading import PASSED
from sv_report.measures.windows import Days
from sv_report.params.period import Period

BEFORE = re.compile(rf"(?i:{UNTIL}*(?:the )?{LAST_DAY})$")
COMPARED = re.compile(
    r"(?i:\b(?:compared (?:with|to)|against|than|since|above|below|unlike"
    r"|(?:up|down|rise|risen|rose|grew|grown|increased?|fall|fallen|fell|changed?|improved|improvement|reduction|growth)"
    r"\b[^,.;]{0,40} (?:on|over))"
    r"(?: (?:in|that in|those in|that of|that for|the|at|for|of|end))*) ?$"
)


@dataclass(frozen=True)
class Named:
    """A period named in a sentence: where, in what words, and the days that it may mean.

    `vague` tells that it is named by its place (*last quarter*), not by itself; `compared` that what is said is set
    against it; `held` which facts are held against it.
    """

    start: int
    end: int
    text: str
    meant: Meant
    vague: bool = False
    compared: bool = False
    held: Held = "each"

    @property
    def days(self) -> tuple[Days, ...]:
        """The days that it may mean."""
        return self.meant.days


def named_periods(words: str, period: Period, given: Iterable[tuple[int, Period]] = ()) -> list[Named]:
    """Return the periods that words name, in order; `given` are those that a fact prints, with its place.

    `period` is the report's own, by which *last quarter* is read.

    >>> [one.text for one in named_periods("in Quarter 2 2023/24, up on the quarter before", Period(2023, 3))]
    ['Quarter 2 2023/24', 'the quarter before']
    """
    found = [_given(words, place, meant) for place, meant in given]
    flat = words.replace("\n", " ")
    for form in FORMS:
        for match in form.words.finditer(flat):
            meant = form.read(match, period)
            if meant is None:
                continue
            begins = {match.start(), match.end("end")} if match.groupdict().get("end") else {match.start()}
            compared = any(COMPARED.search(flat[:place]) for place in begins)
            found.append(Named(*match.span(), match[0].strip(" ,("), meant, form.vague, compared, form.held))
            flat = flat[: match.start()] + PASSED * len(match[0]) + flat[match.end() :]
    return sorted(found, key=lambda one: one.start)


def _given(words: str, place: int, period: Period) -> Named:
    """Return the period that a fact prints at a place, or its end, as in *by the end of {{ period }}*."""
    end_of = BEFORE.search(words[:place].replace("\n", " "))
    before = words[: end_of.start()] if end_of else words[:place]
    meant = Meant((Days(period.start, period.end),), ends=bool(end_of))
    return Named(place, place + 1, period.words, meant, compared=bool(COMPARED.search(before)))
