"""A cell's text read as a date: ISO, digits in UK order, month names, serial numbers of spreadsheets.

Data stage. Dates in digits have the day first unless the mapping says `dates: month first`; a date that only the
other order could hold is refused, never turned round.
"""

import re
from datetime import date, datetime, timedelta
from functools import lru_cache

from sv_report.data.cells.cell import FIRST_YEAR, LAST_YEAR, DateOrder, unreadable

PLAIN_DATE = "Write the date as 2024-01-31; in Excel, give the column the format yyyy-mm-dd before saving it as CSV."
MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
          "november", "december")  # fmt: skip
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTH_NAME = (
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?"
)
DAY_NAME = r"mon|tues?|wed(?:nes|s)?|thu(?:rs?)?|fri|satur|sat|sun"
PIVOT = FIRST_YEAR % 100  # a year of two digits: 90 to 99 are 1990 to 1999, 00 to 89 are 2000 to 2089
DAY_ZERO, DAY_ZERO_1904 = (
    date(1899, 12, 30),
    date(1904, 1, 1),
)  # of serial dates from March 1900 on; ECMA-376, 18.17.4.1
SECONDS_A_DAY = 86_400
LONGEST = 60  # characters: `Wednesday, the 30th of September 2026, 12:00:00.000000 AM +00:00`, nearly

FORMS = tuple(
    re.compile(form, re.ASCII)
    for form in (
        r"(?P<y>[0-9]{4})([-/. ])(?P<m>[0-9]{1,2})\2(?P<d>[0-9]{1,2})",
        r"(?P<y>[0-9]{4})(?P<m>[0-9]{2})(?P<d>[0-9]{2})",
        rf"(?:the )?(?P<d>[0-9]{{1,2}})(?:st|nd|rd|th)?(?: of)?[-/., ]*(?P<name>{MONTH_NAME})"
        r"[-/., ]*(?P<y>[0-9]{4}|'?[0-9]{2})",
        rf"(?P<name>{MONTH_NAME})[-/. ]*(?P<d>[0-9]{{1,2}})(?:st|nd|rd|th)?[-/., ]+(?P<y>[0-9]{{4}})",
        rf"(?P<y>[0-9]{{4}})[-/., ]*(?P<name>{MONTH_NAME})[-/., ]*(?P<d>[0-9]{{1,2}})",
    )
)
DIGITS = re.compile(r"(?P<first>[0-9]{1,2})([-/. ])(?P<second>[0-9]{1,2})\2(?P<y>[0-9]{4}|[0-9]{2})", re.ASCII)
SERIAL = re.compile(r"[0-9]{1,6}(?:\.[0-9]+)?", re.ASCII)
WEEKDAY = re.compile(rf"(?P<day>{DAY_NAME})(?:day)?[,.]? (?P<rest>.+)", re.ASCII)
TIME = re.compile(
    r"(?P<rest>.+?)(?:t|,? )(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:\.[0-9]+)?)?"
    r"(?: ?(?P<half>[ap])\.?m\.?)?(?: ?(?P<zone>z|utc|gmt|bst|[+-][0-9]{2}(?::?[0-9]{2})?))?",
    re.ASCII,
)
SPACED = re.compile(r" ?([-/.]) ?")
FULL_WIDTH_DIGITS = {0xFF10 + digit: str(digit) for digit in range(10)} | {ord(dash): "-" for dash in "‐‑‒–"}


@lru_cache(maxsize=10_000)
def read_date(text: str, order: DateOrder = "day first", is_1904: bool = False) -> date:
    """Return the date that a text states; raise CellFault where it states none, or one of another age.

    A time of day is left out; one with a time zone is turned into UK time first.

    >>> read_date("Wed 31 Jan 2024"), read_date("45322.0"), read_date("2024-06-30T23:00:00Z")
    (datetime.date(2024, 1, 31), datetime.date(2024, 1, 31), datetime.date(2024, 7, 1))
    """
    plain = " ".join(text.translate(FULL_WIDTH_DIGITS).split()).lower()
    day = _day(text, plain, order, is_1904) if 0 < len(plain) <= LONGEST else None
    if day is None:
        raise unreadable(text, "a date such as 2024-01-31 is expected", PLAIN_DATE)
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        expected = f"a date between {FIRST_YEAR} and {LAST_YEAR} is expected"
        raise unreadable(text, expected, f"{PLAIN_DATE} Leave it blank where there is none, if the column may be.")
    return day


def _day(text: str, plain: str, order: DateOrder, is_1904: bool) -> date | None:
    if SERIAL.fullmatch(plain):
        return _of_serial(plain, is_1904)
    time = TIME.fullmatch(plain)
    if time:
        plain = time["rest"]
    weekday = WEEKDAY.fullmatch(plain)
    if weekday:
        plain = weekday["rest"]
    day = _of_words(plain) or _of_digits(text, plain, order)
    if day is None:
        return None
    if weekday and not DAYS[day.weekday()].startswith(weekday["day"][:3]):
        expected = f"{day.day} {MONTHS[day.month - 1].title()} {day.year} is a {DAYS[day.weekday()].title()}"
        raise unreadable(text, expected, "Correct the day of the week or the date.")
    return _at(day, time) if time else day


def _of_serial(plain: str, is_1904: bool) -> date:
    """Return the day of a spreadsheet's serial date, to the nearest second."""
    whole, _, part = plain.partition(".")
    seconds = round(float(f"0.{part}") * SECONDS_A_DAY) if part else 0
    zero = DAY_ZERO_1904 if is_1904 else DAY_ZERO
    return zero + timedelta(days=int(whole)) + timedelta(days=seconds // SECONDS_A_DAY)


def _of_words(plain: str) -> date | None:
    """Return the date of a text whose form leaves no doubt about the order: year first, or the month by name."""
    plain = SPACED.sub(r"\1", plain)
    for form in FORMS:
        if match := form.fullmatch(plain):
            found = match.groupdict()
            month = int(found["m"]) if "m" in found else month_number(found["name"])
            return _real(year_of(found["y"]), month, int(found["d"]))
    return None


def _of_digits(text: str, plain: str, order: DateOrder) -> date | None:
    match = DIGITS.fullmatch(SPACED.sub(r"\1", plain))
    if match is None:
        return None
    year, first, second = year_of(match["y"]), int(match["first"]), int(match["second"])
    day, other = _real(year, second, first), _real(year, first, second)
    if order == "month first":
        day, other = other, day
    if day is None and other is not None:
        turned = "month first" if order == "day first" else "day first"
        expected = f"dates here have the {order}, and this one would be {other.isoformat()} with the {turned}"
        remedy = f"{PLAIN_DATE} Where the whole column has the {turned}, say `dates: {turned}` in the mapping."
        raise unreadable(text, expected, remedy)
    return day


def month_number(name: str) -> int:
    """Return the number of a month from the first letters of its name.

    >>> month_number("sept")
    9
    """
    return next(number for number, month in enumerate(MONTHS, start=1) if month.startswith(name[:3]))


def year_of(digits: str) -> int:
    """Return the year that four digits state, or two: `90` to `99` are of the last century.

    >>> year_of("24"), year_of("'95")
    (2024, 1995)
    """
    digits = digits.lstrip("'")
    year = int(digits)
    if len(digits) == len("2024"):
        return year
    return year + (1900 if year >= PIVOT else 2000)


def _real(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _at(day: date, time: re.Match[str]) -> date | None:
    """Return the day in the UK at a time of day, None where there is no such time."""
    hour, minute, second = int(time["hour"]), int(time["minute"]), int(time["second"] or 0)
    if time["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if time["half"] == "p" else 0)
    if hour > 23 or minute > 59 or second > 59:
        return None
    zone = time["zone"] or "gmt"
    if zone in ("gmt", "bst") or not FIRST_YEAR <= day.year <= LAST_YEAR:
        return day
    return _in_uk(datetime(day.year, day.month, day.day, hour, minute, second) - _offset(zone)).date()


def _offset(zone: str) -> timedelta:
    if zone in ("z", "utc"):
        return timedelta()
    digits = zone[1:].replace(":", "").ljust(4, "0")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return -offset if zone[0] == "-" else offset


def _in_uk(moment: datetime) -> datetime:
    """Return a moment of universal time in UK time.

    Summer time runs from 1 am universal time on the last Sunday of March to that of October: Summer Time Act 1972,
    as amended by SI 2002/262. (Before 1996 it ended in October up to a week earlier.) Portals store the midnight
    that begins 1 July as 2024-06-30T23:00:00Z: without this it would fall into another quarter. Python's own time
    zones would need a further package on Windows.
    """
    is_summer = _last_sunday(moment.year, 3) <= moment < _last_sunday(moment.year, 10)
    return moment + timedelta(hours=1) if is_summer else moment


def _last_sunday(year: int, month: int) -> datetime:
    last = datetime(year, month, 31, hour=1)
    return last - timedelta(days=(last.weekday() + 1) % 7)
