"""A cell's text read as a quarter of the financial year, in every form that leaves no doubt.

Data stage. `Q3 2023` may be the calendar's third quarter or the financial year's, and `FY24` may begin or end in
2024: such texts are refused, for a quarter out of place would count in another report.
"""

import re
from datetime import date
from functools import lru_cache

from sv_report.data.cells.cell import DASHES, FIRST_YEAR, LAST_YEAR, CellFault, DateOrder, quote, unreadable
from sv_report.data.cells.dates import MONTH_NAME, month_number, read_date, year_of
from sv_report.params.period import Period

PLAIN_QUARTER = "Write the quarter as 2023-24 Q3, or give the text a code in the mapping."
LONGEST = 80  # characters: `Quarter 3 (1 October 2023 to 31 December 2023) of the financial year 2023/2024`
MONTHS_OF_QUARTERS = {(4, 6): 1, (7, 9): 2, (10, 12): 3, (1, 3): 4}

PLAIN_DASHES = {ord(dash): "-" for dash in DASHES} | {ord("_"): " "}
CANONICAL = re.compile(r"[0-9]{4}-[0-9]{2}(?: Q[1-4])?", re.ASCII)
YEAR = r"'?(?:[0-9]{4}|[0-9]{2})(?![0-9]| ?[-/] ?[0-9])"  # and not the first half of 2023-24
MONTHS = re.compile(
    rf"\b({MONTH_NAME})\.?(?: (?P<first>[0-9]{{4}}))? ?(?:-|/|to) ?({MONTH_NAME})\.?(?: (?P<last>{YEAR}))?", re.ASCII
)
FINANCIAL = re.compile(
    r"(?<![0-9])([0-9]{4}) ?[-/] ?([0-9]{4}|[0-9]{2})(?![0-9])|(?<![0-9])([0-9]{2}) ?[-/] ?([0-9]{2})(?![0-9])",
    re.ASCII,
)
QUARTER = re.compile(
    r"(?<![a-z])(?:q|qtr\.?|quarter) ?(?P<number>[1-4])(?![0-9])"
    r"|(?<![0-9])(?P<order>1st|2nd|3rd|4th) (?:quarter|qtr\.?)(?![a-z])"
    r"|(?<![a-z])(?P<name>first|second|third|fourth) quarter(?![a-z])",
    re.ASCII,
)
NAMED_QUARTERS = {"first": 1, "second": 2, "third": 3, "fourth": 4}
SINGLE_YEAR = re.compile(r"(?<![0-9a-z/-])(?:[0-9]{4}|fy ?'?(?:[0-9]{4}|[0-9]{2}))(?![0-9])", re.ASCII)
SPARE = re.compile(r"\b(?:of|the|financial year|fin year|fy|year)\b|[-(),.:;/ ]", re.ASCII)
SPANS = (re.compile(r"(.+?) (?:to|until|-) (.+)", re.ASCII), re.compile(r"([0-9/.]+)-([0-9/.]+)", re.ASCII))
LAST_DAY = re.compile(r"(?:the )?(?:quarter|qtr\.?|q)(?:/e| ?end(?:ed|ing)?)(?: on)?:? (.+)", re.ASCII)


@lru_cache(maxsize=1_000)
def read_quarter(text: str, order: DateOrder = "day first") -> str:
    """Return the quarter that a text names, as `2023-24 Q3`; raise CellFault where it names none for certain.

    >>> read_quarter("Q3 2023/24"), read_quarter("Jan-Mar 2024"), read_quarter("Quarter ended 31 December 2023")
    ('2023-24 Q3', '2023-24 Q4', '2023-24 Q3')
    """
    plain = " ".join(text.translate(PLAIN_DASHES).split())
    if CANONICAL.fullmatch(plain):
        period = _canonical(text, plain)
    else:
        plain = plain.lower()
        if not 0 < len(plain) <= LONGEST:
            raise _no_quarter(text)
        period = _of_days(text, plain, order) or _of_parts(text, plain)
    if not FIRST_YEAR <= period.first_year <= LAST_YEAR:
        raise unreadable(text, f"a quarter between {FIRST_YEAR} and {LAST_YEAR} is expected", PLAIN_QUARTER)
    if period.quarter is None:
        quarters = ", ".join(map(str, period.quarters))
        remedy = f"Split it over its quarters, one row each: {quarters}."
        raise CellFault("period-not-quarter", f"{quote(text)} is a year, and a quarter is expected", remedy)
    return str(period)


def _no_quarter(text: str, expected: str = "a quarter such as 2023-24 Q3 is expected") -> CellFault:
    return unreadable(text, expected, PLAIN_QUARTER)


def _canonical(text: str, plain: str) -> Period:
    try:
        return Period.parse(plain)
    except ValueError as problem:
        raise _no_quarter(text, str(problem)) from None


# ---- by its days ---------------------------------------------------------------------------------


def _of_days(text: str, plain: str, order: DateOrder) -> Period | None:
    """Return the quarter whose first and last day a text states, or whose last day with `quarter ended`."""
    if last := LAST_DAY.fullmatch(plain):
        end = _date(last[1], order)
        period = Period.containing(end) if end else None
        if period is None or period.end != end:
            raise _no_quarter(text, "the last day of a financial quarter is expected")
        return period
    for span in filter(None, (form.fullmatch(plain) for form in SPANS)):
        start, end = _date(span[1], order), _date(span[2], order)
        if start and end:
            period = Period.containing(start)
            if (period.start, period.end) != (start, end):
                raise _no_quarter(text, "the first and last day of a financial quarter are expected")
            return period
    return None


def _date(text: str, order: DateOrder) -> date | None:
    """Return a date written as one: a bare serial number is none among words."""
    if text.replace(".", "").isdigit():
        return None
    try:
        return read_date(text, order)
    except CellFault:
        return None


# ---- by its parts: financial year, quarter, months, calendar year ----------------------------------


def _of_parts(text: str, plain: str) -> Period:
    """Return the period that the parts of a text name together; each part may stand once, in any order."""
    is_financial = "fy" in plain or "financial" in plain
    months, plain = _taken(text, MONTHS, plain)
    years, plain = _taken(text, FINANCIAL, plain)
    quarter, plain = _taken(text, QUARTER, plain)
    single, plain = (None, plain) if years else _taken(text, SINGLE_YEAR, plain)
    if SPARE.sub("", plain):
        raise _no_quarter(text)
    number = _number(quarter) if quarter else None
    by_months = _quarter_of(text, months) if months else None
    if number and by_months and number != by_months:
        raise _no_quarter(text, "the months are those of another quarter")
    if years:
        return _of_financial_year(text, _first_year(text, years), number or by_months, months)
    calendar = int(single[0]) if single and not (is_financial or quarter) else None
    if months and (year := _last(months) or calendar):
        return Period.containing(date(year, _numbers(months)[0], 1))
    raise _without_financial_year(text, bool(quarter or months), single is not None)


def _taken(text: str, part: re.Pattern[str], plain: str) -> tuple[re.Match[str] | None, str]:
    """Return the only match of a part, and the text without it; raise CellFault where there are several."""
    found = list(part.finditer(plain))
    if len(found) > 1:
        raise _no_quarter(text, "one quarter of one financial year is expected")
    return (found[0], part.sub(" ", plain)) if found else (None, plain)


def _number(quarter: re.Match[str]) -> int:
    if quarter["name"]:
        return NAMED_QUARTERS[quarter["name"]]
    return int(quarter["number"] or quarter["order"][0])


def _numbers(months: re.Match[str]) -> tuple[int, int]:
    """Return the numbers of the first and last month of a match of MONTHS."""
    return month_number(months[1]), month_number(months[3])


def _quarter_of(text: str, months: re.Match[str]) -> int:
    quarter = MONTHS_OF_QUARTERS.get(_numbers(months))
    if quarter is None or (months["first"] and months["first"] != f"{_last(months)}"):
        raise _no_quarter(text, "the three months of a financial quarter are expected")
    return quarter


def _last(months: re.Match[str]) -> int | None:
    return year_of(months["last"]) if months["last"] else None


def _first_year(text: str, years: re.Match[str]) -> int:
    first = year_of(years[1] or years[3])
    second = years[2] or years[4]
    if int(second) not in ((first + 1) % 100, first + 1) or int(second) % 100 != (first + 1) % 100:
        raise _no_quarter(text, f"the financial year from 1 April {first} is {Period(first)}")
    return first


def _of_financial_year(text: str, first: int, quarter: int | None, months: re.Match[str] | None) -> Period:
    period = Period(first, quarter)
    year = _last(months) if months else None
    if months and year and period.start != date(year, _numbers(months)[0], 1):
        raise _no_quarter(text, f"{period} begins on {period.start.isoformat()}")
    return period


def _without_financial_year(text: str, has_quarter: bool, has_year: bool) -> CellFault:
    if has_quarter and has_year:
        expected = "a single year does not say which financial year, or calendar, is meant"
        return _no_quarter(text, expected)
    if has_quarter:
        return _no_quarter(text, "the financial year is missing")
    return _no_quarter(text)
