"""Periods and days as people write them, found in words and put forward.

Params stage. Takes words; gives each period or day that they name, and the words with those of the last edition put
forward to the new one. Nothing but the names is touched: `Quarter 3 2023/24` becomes `Quarter 4 2023/24`.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from sv_report.params.calendar import DAYS, MONTHS
from sv_report.params.period import Period

ORDINALS = ("first", "second", "third", "fourth")
QUARTER = re.compile(
    r"\bQ(?:uarter|tr)?s?\.?\s*(?P<digit>[1-4])\b"
    rf"|\b(?:(?P<word>{'|'.join(ORDINALS)})|(?P<short>[1-4])(?P<end>st|nd|rd|th))(?=\s+quarter\b)",
    re.IGNORECASE,
)
YEAR = re.compile(r"(?<![\d/-])(?P<first>20\d\d)(?P<dash>\s?[/–-]\s?)(?P<second>20\d\d|\d\d)(?![\d]|[/-]\d)")
TO_YEAR = re.compile(r"(?:\s+quarter)?,?\s+(?:of\s+)?(?:the\s+)?(?:financial\s+)?(?:year\s+)?", re.IGNORECASE)
TO_QUARTER = re.compile(r",?\s+(?:the\s+)?|\s*[:(]\s*", re.IGNORECASE)
MONTH = "|".join(MONTHS)
DAY = re.compile(
    r"(?<![\d-])(?P<iso>20\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))(?![\d-])"
    r"|(?<![\d/.])(?P<slashed>\d{1,2}(?P<slash>[/.])\d{1,2}[/.]20\d\d)(?![\d/])"
    rf"|\b(?:(?P<weekday>{'|'.join(DAYS)})(?P<comma>,?\s+(?:the\s+)?))?"
    rf"(?P<day>\d{{1,2}})(?P<nth>st|nd|rd|th)?(?P<of>\s+(?:of\s+)?)(?P<month>{MONTH})\b(?:(?P<space>,?\s+)(?P<year>20\d\d)\b)?"
    rf"|\b(?P<alone>{MONTH})\s+(?P<alone_year>20\d\d)\b",
    re.IGNORECASE,
)
PLACEHOLDER = re.compile(r"\{\{.*?\}\}", re.DOTALL)


@dataclass(frozen=True)
class Times:
    """The period and the meeting that an edition speaks of."""

    period: Period | None
    meeting: date


@dataclass(frozen=True)
class Named:
    """A period or a day named in words: where, and how the same is said of other times; None: not of `old`."""

    start: int
    text: str
    forward: Callable[[Times, Times], str | None]

    def is_of(self, old: Times) -> bool:
        """Return whether it is the period or the meeting of an edition."""
        return self.forward(old, old) is not None


def put_forward(words: str, old: Times, new: Times) -> str:
    """Return words with the period and the meeting of the old edition put forward to the new one's.

    >>> old = Times(Period(2023, 3), date(2024, 2, 8))
    >>> put_forward("Q3 2023/24, for Thursday, 8 February 2024", old, Times(Period(2023, 4), date(2024, 6, 13)))
    'Q4 2023/24, for Thursday, 13 June 2024'
    """
    for named in reversed(named_times(words)):
        text = named.forward(old, new)
        if text is not None:
            words = words[: named.start] + text + words[named.start + len(named.text) :]
    return words


def other_times(words: str, old: Times) -> list[str]:
    """Return the periods and days that words name and that are not the old edition's own, so cannot be put forward."""
    return list(dict.fromkeys(" ".join(one.text.split()) for one in named_times(words) if not one.is_of(old)))


def named_times(words: str) -> list[Named]:
    """Return every period and day that is named in words, in order; what a placeholder prints is none."""
    words = PLACEHOLDER.sub(lambda match: "\x00" * len(match[0]), words)
    days = [_of_day(match) for match in DAY.finditer(words)]
    for one in days:
        words = words[: one.start] + "\x00" * len(one.text) + words[one.start + len(one.text) :]
    return sorted([*days, *_periods(words)], key=lambda one: one.start)


# ---- periods -------------------------------------------------------------------------------------


def _periods(words: str) -> Iterator[Named]:
    years = [match for match in YEAR.finditer(words) if _is_year(match)]
    taken: set[int] = set()
    for quarter in QUARTER.finditer(words):
        after = next((one for one in years if TO_YEAR.fullmatch(words, quarter.end(), one.start())), None)
        before = next((one for one in years if TO_QUARTER.fullmatch(words, one.end(), quarter.start())), None)
        year = after or before
        if year:
            taken.add(years.index(year))
        yield _of_period(words, quarter, year)
    yield from (_of_period(words, None, year) for number, year in enumerate(years) if number not in taken)


def _is_year(match: re.Match[str]) -> bool:
    return int(match["second"][-2:]) == (int(match["first"]) + 1) % 100


def _of_period(words: str, quarter: re.Match[str] | None, year: re.Match[str] | None) -> Named:
    parts = sorted((part for part in (quarter, year) if part), key=lambda part: part.start())
    start, end = parts[0].start(), parts[-1].end()

    def forward(old: Times, new: Times) -> str | None:
        if old.period is None or new.period is None or not _is_same(quarter, year, old.period):
            return None
        said = {part: _quarter(part, new.period) if part is quarter else _year(part, new.period) for part in parts}
        between = words[parts[0].end() : parts[-1].start()] if len(parts) > 1 else ""
        return between.join(said[part] for part in parts)

    return Named(start, words[start:end], forward)


def _is_same(quarter: re.Match[str] | None, year: re.Match[str] | None, period: Period) -> bool:
    if year and int(year["first"]) != period.first_year:
        return False
    return quarter is None or _number(quarter) == period.quarter


def _number(quarter: re.Match[str]) -> int:
    digit = quarter["digit"] or quarter["short"]
    return int(digit) if digit else ORDINALS.index(quarter["word"].casefold()) + 1


def _quarter(said: re.Match[str], period: Period) -> str:
    number = period.quarter or 4
    if said["word"]:
        word = ORDINALS[number - 1]
        return word.capitalize() if said["word"][0].isupper() else word
    if said["short"]:
        return f"{number}{_nth(number)}"
    return said[0][:-1] + str(number)


def _year(said: re.Match[str], period: Period) -> str:
    second = period.first_year + 1
    return f"{period.first_year}{said['dash']}{second if len(said['second']) > 2 else f'{second % 100:02}'}"


# ---- days ----------------------------------------------------------------------------------------


def _of_day(match: re.Match[str]) -> Named:
    def forward(old: Times, new: Times) -> str | None:
        return _says(match, new.meeting) if _says(match, old.meeting) == _plain(match) else None

    return Named(match.start(), match[0], forward)


def _says(match: re.Match[str], day: date) -> str | None:
    """Return how a day is written in the form of a match; None where its form has no day."""
    if match["iso"]:
        return day.isoformat()
    if match["slashed"]:
        wide = len(match["slashed"]) == len("08/02/2024")
        parts = (f"{day.day:02}", f"{day.month:02}") if wide else (str(day.day), str(day.month))
        return match["slash"].join([*parts, str(day.year)])
    if not match["day"]:
        return None
    weekday = f"{DAYS[day.weekday()]}{match['comma']}" if match["weekday"] else ""
    nth = _nth(day.day) if match["nth"] else ""
    year = f"{match['space']}{day.year}" if match["year"] else ""
    return f"{weekday}{day.day}{nth}{match['of']}{MONTHS[day.month - 1]}{year}"


def _plain(match: re.Match[str]) -> str:
    """Return a match as it would be written: with a capital, and without a nought before the day."""
    text = match[0]
    return text if match["iso"] or match["slashed"] else re.sub(r"(?<!\d)0(?=\d\b)", "", text)


def _nth(number: int) -> str:
    if number % 100 in (11, 12, 13):
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
