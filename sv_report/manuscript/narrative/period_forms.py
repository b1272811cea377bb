"""The forms in which a sentence names a period, each with what reads the days from it.

Manuscript stage. Tried in order: what one form has read is hidden from those below it.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from sv_report.manuscript.narrative.dates import DAY, MONTH, QUARTER, THREE_MONTHS, YEAR
from sv_report.manuscript.narrative.reading import PASSED
from sv_report.measures.windows import Days, windows_of
from sv_report.params.calendar import MONTHS
from sv_report.params.period import Period

NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "first": 1, "second": 2, "third": 3, "fourth": 4, "final": 4,
           "1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "six": 6, "nine": 9, "twelve": 12}  # fmt: skip
LENGTHS = {"quarter": 3, "half year": 6, "half-year": 6, "year": 12, "financial year": 12}

FY = rf"(?:financial year |year |FY ?)?(?P<year>{YEAR} ?[/-] ?(?:{YEAR}|\d\d)|(?<!\d)\d\d/\d\d)(?!\d|[/-]\d)"
OF = r",? ?\(?(?:of |in |for )?(?:the )?"
Q = r"(?:[Qq]uarter[ -]?|QUARTER |Q ?|[Qq]tr\.? ?)"
NOT_THIS = "".join(rf"(?<!\b{word} )" for word in ("this", "This", "last", "each", "every"))
NTH = r"(?P<nth>(?i:first|second|third|fourth|final|1st|2nd|3rd|4th))"
DATE = (
    rf"(?:the )?(?:(?P<day>{DAY})(?:st|nd|rd|th)? (?:of )?)?(?:end of )?(?P<month>{MONTH}),?(?: (?P<in>{YEAR}))?(?!\d)"
)
LAST_DAY = r"(?:(?:end|close|last day) of (?:the )?)"
UNTIL = r"(?:(?:by|to|at|until|till|as at|up to|before|on|as of) )"
END = rf"(?P<end>(?i:{UNTIL}+(?:the )?{LAST_DAY}?)|(?i:(?:the )?{LAST_DAY}))?"
NOUNS = "budget|plan|strategy|policy|report|framework|statement|programme|accounts|value book|prices|edition"
LAST_YEAR = (
    r"(?:,? \(?(?i:of |in )(?:the )?|,? \((?:the )?| (?:the )?|, (?=last year,))"
    r"(?i:(?:last|previous|prior|preceding) (?:financial )?year\b|year before\b|a year (?:ago|earlier|before)\b)(?!')"
)
BEGAN = re.compile(r"(?i:\b(?:run|running|runs|in (?:place|force|use)|live|open|applied|changed|required|monitored) )$")
OF_YEAR = re.compile(
    r"(?i:\b(?:earlier|later|early|late|quarters?|highest|lowest|best|worst|first|last|target|time) )$"
)
OTHER_YEAR = re.compile(rf"(?i:last year|year (?:ago|before|earlier)|(?:previous|prior) year)|{YEAR}[/-]\d\d|{PASSED}")
ENDS = re.compile(r"\b(?:end|close|last day) of(?: the)?$|^(?:(?:by|until|till|up to|as at|at|as of)(?: the)?)$")


@dataclass(frozen=True)
class Meant:
    """The days that a name may mean; `ends`: only the last is meant; `touches`: whatever has a day of them fits.

    `also` are days that fit it too, but that no remedy offers: 2022/23 above last year's figure to the same day.
    """

    days: tuple[Days, ...]
    ends: bool = False
    touches: bool = False
    also: tuple[Days, ...] = ()


Reader = Callable[[re.Match[str], Period], Meant | None]
Held = Literal["each", "fitting", "never"]


@dataclass(frozen=True)
class Form:
    """A form, what reads it, and whether it names a period by its place only, as *last quarter* does.

    `held` tells which facts are held against it: each; only those that fit it, where the sentence has such; or never
    one, as it only tells what a fact is over: *bringing the total to*.
    """

    words: re.Pattern[str]
    read: Reader
    vague: bool = False
    held: Held = "each"


# ---- what reads the days -------------------------------------------------------------------------


def _is_end(match: re.Match[str]) -> bool:
    """Return whether only the end of what is named is meant."""
    return bool(ENDS.search((match.groupdict().get("end") or "").lower().strip()))


def _first_year(text: str | None) -> int | None:
    """Return the first year of 2023/24; None where the two do not follow each other."""
    if not text:
        return None
    first, second = re.split(r" ?[/-] ?", text, maxsplit=1)
    number = int(first) + (2000 if len(first) == 2 else 0)
    return number if int(second) % 100 == (number + 1) % 100 else None


def _number(text: str) -> int:
    return int(text) if text.isdigit() else NUMBERS[text.lower()]


def _days(periods: Iterable[Period]) -> tuple[Days, ...]:
    return tuple(Days(one.start, one.end) for one in periods)


def _quarter(match: re.Match[str], period: Period) -> Meant | None:
    """Return the quarter of a financial year; of a single year, Q3 2023, whichever may be meant."""
    named = match.groupdict()
    number = _number(named.get("number") or named.get("nth") or "")
    if named.get("year"):
        first = _first_year(named["year"])
        return None if first is None else Meant(_days([Period(first, number)]), _is_end(match))
    if named.get("single"):
        year = int(named["single"])
        in_calendar = Period.containing(date(year, 3 * number - 2, 1))
        return Meant(_days([Period(year, number), Period(year - 1, number), in_calendar]), _is_end(match))
    latest = period.first_year - (number > (period.quarter or 4))  # the last one that is over
    years = [latest, latest - 1, period.first_year] if OTHER_YEAR.search(match.string) else [latest]
    return Meant(_days([Period(year, number) for year in years]), _is_end(match))


def _quarters(match: re.Match[str], period: Period) -> Meant | None:
    """Return the days of quarters 1 to 3, and of each where they are joined by *and*."""
    first, last = sorted((_number(match["first"]), _number(match["last"])))
    years = [_first_year(match["year"])] if match["year"] else [period.first_year, period.first_year - 1]
    known = [year for year in years if year is not None]
    spans = tuple(Days(Period(year, first).start, Period(year, last).end) for year in known)
    if match["link"].strip() in ("and", "&", "or"):
        spans += _days([Period(year, number) for year in known for number in range(first, last + 1)])
    return Meant(spans) if spans else None


def _financial_year(match: re.Match[str], period: Period) -> Meant | None:
    first = _first_year(match["year"])
    if first is None:
        return None
    year, ago = Period(first), period.a_year_before
    so_far = (Days(year.start, period.end),) if year == period.year else ()
    at_this_point = (Days(year.start, ago.end),) if year == ago.year else ()
    return Meant((*_days([year]), *so_far), _is_end(match), also=at_this_point)


def _same_of_year(match: re.Match[str], period: Period) -> Meant | None:
    """Return the days of *the same quarter of 2022/23*; of the same period, all up to its end as well."""
    first = _first_year(match["year"])
    if first is None:
        return None
    same = Period(first, period.quarter)
    if match["word"].lower() == "quarter":
        return Meant(_days([same]))
    return Meant((Days(same.year.start, same.end), *_days([same]), Days(None, same.end)))


def _quarter_last_year(match: re.Match[str], period: Period) -> Meant:
    """Return the days of *Quarter 3 last year*."""
    named = match.groupdict()
    number = _number(named.get("number") or named.get("nth") or "")
    return Meant(_days([Period(period.first_year - 1, number)]), _is_end(match))


def _half_year(match: re.Match[str], period: Period) -> Meant | None:
    """Return the days of *the first half of 2023/24*, *H1 2023/24*; without a year, of the report's own."""
    first = _first_year(match["year"]) if match["year"] else period.first_year
    if first is None:
        return None
    last = 2 * _number(match["half"])
    return Meant((Days(Period(first, last - 1).start, Period(first, last).end),))


def _since_month(match: re.Match[str], period: Period) -> Meant | None:
    """Return the days since 1 April, or another quarter of the report's year began; not where something runs since."""
    quarters = (Period(period.first_year, number).start for number in range(1, (period.quarter or 4) + 1))
    began = [day for day in quarters if day.month == _month(match["month"]) and match["in"] in (None, str(day.year))]
    if BEGAN.search(match.string[: match.start()]) or not began:
        return None
    return Meant((Days(began[0], period.end),))


def _in_year(match: re.Match[str], period: Period) -> Meant | None:
    """Return the days of *in the year*; *the best quarter in the year* and *later in the year* are others."""
    if OF_YEAR.search(match.string[: match.start()]):
        return None
    return Meant((Days(period.year.start, period.end), Days(period.year.start, period.year.end)))


def _last_twelve_months(match: re.Match[str], period: Period) -> Meant:
    ago = _end_of_month(period.end.year - 1, period.end.month)
    return Meant((Days(ago + timedelta(days=1), period.end),))


def _this_year(match: re.Match[str], period: Period) -> Meant:
    """Return the days of *this year*; beside another period, as *Quarter 3 last year*, its quarter may be meant."""
    windows = windows_of(period)
    also = (windows["quarter"],) if PASSED in match.string else ()
    return Meant((windows["ytd"], Days(period.year.start, period.year.end)), also=also)


def _calendar_year(match: re.Match[str], period: Period) -> Meant:
    year = int(match["in"])
    return Meant((Days(date(year, 1, 1), date(year, 12, 31)),), touches=True)


def _month(name: str) -> int:
    return next(number for number, month in enumerate(MONTHS, 1) if month.lower().startswith(name.lower()[:3]))


def _end_of_month(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def _months(match: re.Match[str], period: Period) -> Meant:
    """Return the days of October to December 2023; without a year, of the years about the report's."""
    first, last = _month(match["first"]), _month(match["last"])
    in_years = [int(match["in"])] if match["in"] else [period.start.year + step for step in (-1, 0, 1)]
    spans = []
    for year in in_years:
        begins = int(match["from_year"]) if match["from_year"] else year - (first > last)
        spans.append(Days(date(begins, first, 1), _end_of_month(year, last)))
    return Meant(tuple(spans))


def _dates(match: re.Match[str], period: Period) -> Meant | None:
    """Return the days from one date to another."""
    last_year = int(match["in"]) if match["in"] else period.end.year
    first, last = _month(match["first"]), _month(match["last"])
    begins = int(match["from_year"]) if match["from_year"] else last_year - (first > last)
    try:
        days = Days(date(begins, first, int(match["from_day"])), date(last_year, last, int(match["day"])))
    except ValueError:
        return None
    return Meant((days,))


def _ends_on(match: re.Match[str], period: Period) -> list[date]:
    """Return the days that a date, or a month's end, may be."""
    month = _month(match["month"])
    about = {period.start.year, period.end.year, period.a_year_before.end.year}
    ends = []
    for year in [int(match["in"])] if match["in"] else sorted(about):
        end = _end_of_month(year, month)
        day = int(match["day"]) if match["day"] else end.day
        if day <= end.day:
            ends.append(date(year, month, day))
    return ends


def _months_to(match: re.Match[str], period: Period) -> Meant | None:
    """Return the days of *the three months to 31 December 2023*, *the quarter ended …*, *the year to …*."""
    word = match["long"].lower()
    months = LENGTHS.get(word) or _number(re.split(r"[ -]", word)[0])
    spans = []
    for end in _ends_on(match, period):
        back = end.year * 12 + end.month - months
        spans.append(Days(date(back // 12, back % 12 + 1, 1), end))
        if months == 12:
            spans.append(Days(Period.containing(end).year.start, end))
    return Meant(tuple(spans)) if spans else None


def _year_to(match: re.Match[str], period: Period) -> Meant | None:
    """Return the days of *the year to the end of Quarter 2 2022/23*."""
    read = _quarter(match, period)
    if read is None:
        return None
    return Meant(tuple(Days(Period.containing(days.last).year.start, days.last) for days in read.days if days.last))


def _at(match: re.Match[str], period: Period) -> Meant | None:
    """Return the end of a quarter that is named by its last day; another day names no period."""
    ends = [end for end in _ends_on(match, period) if Period.containing(end).end == end]
    return Meant(tuple(Days(None, end) for end in ends), ends=True) if ends else None


def _windows(*names: str) -> Reader:
    """Return what reads the windows of those names, the whole of the year and of the year before among them."""

    def read(match: re.Match[str], period: Period) -> Meant:
        before = Period(period.first_year - 1)
        windows: dict[str, Days] = {str(name): days for name, days in windows_of(period).items()}
        windows |= {"year": Days(period.year.start, period.year.end), "year_before": Days(before.start, before.end)}
        return Meant(tuple(windows[name] for name in names))

    return read


# ---- the forms -----------------------------------------------------------------------------------


def _said(*forms: str) -> re.Pattern[str]:
    """Return the form of words in capitals or not."""
    return re.compile(rf"(?i:{'|'.join(forms)})")


def _named(*parts: str) -> re.Pattern[str]:
    return re.compile("".join(parts))


_YEAR = r"(?:financial )?year"
FORMS = (
    # stretches that end on a day or a quarter
    Form(_named(rf"\b(?P<long>(?i:{THREE_MONTHS}[- ]months?|quarter|half[- ]year|{_YEAR})),?(?: period)?",
                rf" (?i:to|ended|ending|up to|from \w+ to)(?: on)? {DATE}"), _months_to),
    Form(_named(r"(?i:\b(?:year|nine months|six months) (?:up )?to (?:the )?end of (?:the )?)",
                rf"{Q}(?P<number>{QUARTER})(?:{OF}{FY})?"), _year_to),
    Form(_named(rf"\b(?P<from_day>{DAY}) (?P<first>{MONTH})(?: (?P<from_year>{YEAR}))? ?(?:to|until|-|and) ?",
                rf"(?P<day>{DAY}) (?P<last>{MONTH})(?: (?P<in>{YEAR}))?"), _dates),
    Form(_named(rf"\b(?P<first>{MONTH})(?: (?P<from_year>{YEAR}))? ?(?:to|-|until|through|/) ?",
                rf"(?P<last>{MONTH})(?: (?P<in>{YEAR}))?(?!\d)"), _months),
    Form(_named(rf"(?i:\bbetween) (?P<first>{MONTH})(?: (?P<from_year>{YEAR}))? and ",
                rf"(?P<last>{MONTH})(?: (?P<in>{YEAR}))?(?!\d)"), _months),
    # the same stretch of a year, half of one
    Form(_named(r"(?i:\b(?:(?:at|by) )?(?:(?:the |this )?same|this|that) (?P<word>quarter|period|point|stage|time)",
                rf"(?: of| in)? (?:the )?){FY}"), _same_of_year),
    Form(_named(rf"\b{FY},? (?i:(?:up )?(?:to|until) (?:the )?(?:end of )?(?:the )?)",
                rf"{Q}(?P<number>{QUARTER})"), _year_to),
    Form(_named(r"(?i:\b(?:the )?(?P<half>first|second) half of )(?:the )?(?:", FY, r"|(?i:(?:financial )?year)\b)"),
         _half_year),
    Form(_named(rf"\bH(?P<half>[12])\b(?:{OF}{FY})?"), _half_year),
    # quarters
    Form(_named(END, r"\b", rf"{Q}(?P<number>{QUARTER}){LAST_YEAR}"), _quarter_last_year),
    Form(_named(rf"{END}(?:the )?\b{NTH} (?i:quarter){LAST_YEAR}"), _quarter_last_year),
    Form(_named(rf"\b(?:[Qq]uarters|Q|Qs) ?(?P<first>{QUARTER})(?P<link> ?(?:to|and|or|&|-) ?)",
                rf"(?:Q ?|[Qq]uarter )?(?P<last>{QUARTER})(?:{OF}{FY})?(?!\w)"), _quarters),
    Form(_named(rf"{END}\b{Q}(?P<number>{QUARTER}){OF}{FY}"), _quarter),
    Form(_named(rf"{END}\b{FY},? {Q}(?P<number>{QUARTER})"), _quarter),
    Form(_named(rf"{END}(?:the )?\b{NTH} (?i:quarter){OF}{FY}"), _quarter),
    Form(_named(rf"{END}\b{Q}(?P<number>{QUARTER}),? (?:of )?(?P<single>{YEAR})(?![\d/-])"), _quarter),
    Form(_named(END, r"\b", NOT_THIS, rf"{Q}(?P<number>{QUARTER})(?!\w|[.,]\d)"), _quarter),
    Form(_named(rf"{END}(?:the )?\b{NTH} (?i:quarter)\b(?! of contracts)"), _quarter),
    # times that are named by their place
    Form(_said(r"\b(?:the )?same (?:quarter|period|three months|point|time|stage)(?: of| in)? (?:the )?"
               rf"(?:last|previous|prior|year before)(?: {_YEAR})?",
               r"\bthe same (?:quarter|period|point|time) (?:a year|one year|12 months) (?:ago|earlier|before)"),
         _windows("same_quarter_last_year", "ytd_last_year"), vague=True),
    Form(_said(rf"\b(?:current )?{_YEAR}[- ]to[- ]date\b", rf"\bso far (?:this|in the|in this) {_YEAR}\b",
               rf"\bthis {_YEAR} (?:so far|to date)\b", rf"\bthe {_YEAR} so far\b"),
         _windows("ytd"), vague=True),
    Form(_said(rf"\b(?:rest|remainder) of (?:the|this) {_YEAR}\b"),
         _windows("rest_of_year", "year", "ytd"), vague=True),
    Form(_said(rf"\b(?:whole|full)(?: of the)?[- ]{_YEAR}\b", r"\byear[- ]end\b",
               rf"\bend of (?:the|this) {_YEAR}\b"),
         _windows("year", "rest_of_year"), vague=True),
    Form(_said(r"\b(?:over|across|for|of|through|during) (?:the |their )?(?:whole |full )?"
               r"(?:life|lifetime|lives|term|duration) of (?:the |their |our |all )?contracts?",
               r"\bwhole[- ]life\b", r"\blifetime\b"), _windows("life"), vague=True, held="fitting"),
    # years and days
    Form(_named(r"(?i:\bsince (?:the )?(?:1(?:st)? (?:of )?|(?:start|beginning) of )?)",
                rf"(?P<month>{MONTH})(?: (?P<in>{YEAR}))?(?!\d)"), _since_month),
    Form(_named(rf"{END}\b{FY}(?! (?i:{NOUNS})\b)"), _financial_year),
    Form(_named(r"(?i:\b(?:in|during|for|throughout) (?:the )?(?:calendar )?(?:year )?)",
                rf"(?P<in>{YEAR})(?![\d/-])(?! (?i:{NOUNS})\b)"), _calendar_year),
    Form(_named(rf"(?i:\b(?:by|at|as at|until|up to|to|on|as of) ){DATE}"), _at),
    # again by their place
    Form(_said(r"\b(?:up )?to date\b", r"\bcumulatively\b", r"\bsince (?:the |their )?contracts? (?:began|started)\b"),
         _windows("to_date"), vague=True),
    Form(_said(r"\bso far\b"), _windows("to_date", "ytd"), vague=True),
    Form(_said(r"\b(?:the )?last quarter(?='s)", r"\b(?:the )?(?:previous|prior|preceding) quarter\b",
               r"\bthe quarter before\b", r"(?<!the )\blast quarter\b"),
         _windows("last_quarter", "to_last_quarter"), vague=True),
    Form(_said(r"\b(?:a|one) quarter (?:ago|earlier|before)\b"),
         _windows("last_quarter", "to_last_quarter"), vague=True),
    Form(_said(r"\bthis quarter\b", r"\bthe current quarter\b",
               r"\b(?:in|over|during|for) the (?:last|past) (?:3|three) months\b",
               r"\b(?:in|for|during|over|within) the quarter\b(?! before| to| of| end)"),
         _windows("quarter"), vague=True),
    Form(_said(r"\b(?:in|over|during|for) the (?:last|past|previous) (?:12|twelve) months\b"),
         _last_twelve_months, vague=True),
    Form(_said(r"\b(?:a|one) year (?:ago|earlier|before)\b", r"\b(?:12|twelve) months (?:ago|earlier|before)\b",
               rf"\b(?:last|the previous|the prior|the preceding) {_YEAR}\b",
               r"\bthe year before\b"),
         _windows("same_quarter_last_year", "ytd_last_year", "to_last_year", "year_before"), vague=True),
    Form(_said(rf"\bthis {_YEAR}\b"), _this_year, vague=True),
    Form(_said(rf"\bsince the (?:start|beginning) of the {_YEAR}\b"), _windows("ytd"), vague=True),
    Form(_said(rf"(?:\b(?:in|during|for) |(?<=\bover ))the {_YEAR}\b"
               r"(?!'| (?:to|ahead|before|after|end|of|since|when|that)\b)"), _in_year, vague=True, held="fitting"),
    Form(_said(rf"\bthe {_YEAR}'s"), _windows("ytd", "year"), vague=True, held="never"),
    Form(_said(r"\b(?:to|of|bring|brings|bringing|brought|take|takes|taking|took) the (?:\w+ )?total\b",
               r"\bthe total (?:is |are )?(?:now|stands|to)\b", r"\b(?:cumulative|running) total\b"),
         _windows("to_date", "ytd"), vague=True, held="never"),
)  # fmt: skip
