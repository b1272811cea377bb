"""Dates, times, quarters and years as people type them in a narrative. Manuscript stage.

A form is passed over only where it can be told from an amount: *2024 hours* is one, *in 2024* is not.
"""

import re
from collections.abc import Collection
from itertools import pairwise

from sv_report.manuscript.narrative.reading import PASSED, filled, filled_if
from sv_report.params.calendar import DAYS, MONTHS

NOT_IN_AMOUNT = r"(?<![\w£$€])(?<![£$€\d][.,])"
END = r"(?![\w%]|[.,:/]\d)"
MORE = r" ?(?:%|(?:per cent|percent|thousand|million|billion|bn|m|k)\b)"  # what makes an amount of the digits before
SHORT_MONTH = "|".join([*(name[:3] for name in MONTHS), "Sept"])
MONTH = rf"(?:{'|'.join(MONTHS)}|(?:{SHORT_MONTH})\b\.?|{'|'.join(name.upper() for name in MONTHS)})"
WEEKDAY = rf"(?:{'|'.join(DAYS)}|(?:{'|'.join(day[:3] for day in DAYS)})\b\.?)"
DAY = r"(?:0?[1-9]|[12]\d|3[01])"
NTH = rf"{DAY}(?:\^?(?:st|nd|rd|th)\^?)?"
YEAR = r"(?:19|20)\d\d"
TIME = r"(?:[01]?\d|2[0-3])[:.][0-5]\d"
AM_PM = r" ?[aApP]\.?[mM]\b\.?"
QUARTER = r"(?:[1-4]|[Oo]ne|[Tt]wo|[Tt]hree|[Ff]our)\b"
OF_THIS = "".join(
    rf"(?<!\b{word} )" for word in ("this", "This", "last", "each", "every", "that", "per", "next", "a", "the")
)
THREE_MONTHS = r"(?:3|6|9|12|[Tt]hree|[Ss]ix|[Nn]ine|[Tt]welve)"
SPAN = r"(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty-four)"
UNITS = (
    r"(?:hours?|weeks?|days?|miles?|tonnes?|people|persons?|jobs?|FTEs?|contracts?|suppliers?|returns?|lines?|rows?"
    r"|apprentic\w+|visits?|events?|residents?|employees?|staff|pupils?|students?|trees?|commitments?|measures?"
    r"|pounds|businesses|firms|organisations|placements|households|homes|schools|units?|volunteer\w*|kilomet\w+"
    r"|metres?|kg|young)\b"
)
COUNTED = (  # by 2000 adults, the 2000 local people
    r"(?:(?:local|new|more|disabled|older|unemployed|vulnerable|additional|extra|different) )?"
    rf"(?:{UNITS}|(?:child|children|adults?|men|women|learners?|meals?|families|boys|girls|babies|carers?)\b)"
)

FORMS = tuple(
    re.compile(form)
    for form in (
        # days: 5 December 2023, 5-7 December, December 5, 2023, 05/12/2023, 2023-12-05
        rf"{NOT_IN_AMOUNT}{NTH}(?:, {NTH}){{1,9}},? (?:and|or|&) {NTH}(?: of)?[ \n]{MONTH}(?:,?[ \n]{YEAR})?{END}",
        rf"\b{WEEKDAY},? {NTH}(?:, {WEEKDAY},? {NTH})*,? ?(?:to|and|until|or|&|-) ?(?={WEEKDAY},? {NTH}[ \n]{MONTH})",
        rf"(?:\b{WEEKDAY},? )?{NOT_IN_AMOUNT}{NTH}(?: ?(?:-|to|and|&|or) ?{NTH})*(?: of)?[ \n-]"
        rf"{MONTH}(?:,?[ \n-]?(?:{YEAR}|'\d\d))?{END}",
        rf"\b{MONTH}[ \n]{NTH}(?:-{NTH})?,?[ \n]{YEAR}{END}",
        rf"{NOT_IN_AMOUNT}{DAY}([/.-])(?:0?[1-9]|1[0-2])\1(?:{YEAR}|\d\d){END}",
        rf"{NOT_IN_AMOUNT}{YEAR}([/.-])(?:0?[1-9]|1[0-2])\1{DAY}(?:T\d\d:\d\d(?::\d\d)?Z?)?{END}",
        # months: December 2023, Dec-23, Dec '23
        rf"\b{MONTH}(?:,? ?(?:of )?|\n|-)(?:{YEAR}|'\d\d){END}",
        rf"\b(?:{SHORT_MONTH})-\d\d{END}",
        rf"{NOT_IN_AMOUNT}(?:0?[1-9]|1[0-2])/{YEAR}{END}",
        # times: 10am, 9.30 to 10.30am, 14:00 hours, at 14:00
        rf"{NOT_IN_AMOUNT}(?:{TIME}|\d{{1,2}})(?:{AM_PM})?(?: ?(?:-|to) ?(?:{TIME}|\d{{1,2}}))?{AM_PM}(?!\w)",
        rf"{NOT_IN_AMOUNT}(?:{TIME} ?o'clock|(?:[01]\d|2[0-3]):[0-5]\d ?(?:hours|hrs))\b",
        rf"(?i:(?<=\bat )|(?<=\buntil )){TIME} ?(?:hours|hrs)\b",
        r"(?i:(?<=\bat )|(?<=\bfrom )|(?<=\buntil )|(?<=\bby )|(?<=\bbegins )|(?<=\bstarts )|(?<=\bends )|(?<=\bopens )"
        rf"|(?<=\bcloses ))(?:[01]?\d|2[0-3]):[0-5]\d{END}",
        # quarters: Quarter 3, quarter three, Quarters 1 to 3, Q3, Q1-Q3, H1
        rf"\b(?:[Qq]uarters|Qs) {QUARTER}(?:, {QUARTER})*,? ?(?:and|to|or|&|-) ?{QUARTER}(?![.,]\d)",
        rf"{OF_THIS}\b(?:[Qq]uarter|QUARTER)[ \n]{QUARTER}(?![.,/]\d|{MORE})",
        rf"\b[Tt]he Quarter {QUARTER}(?![.,/]\d|{MORE})",
        r"\b(?:Q|Qtr\.? ?|H|P)[1-9]\d?(?: ?(?:-|/|to|and|&) ?(?:Q|H|P)?[1-9])*(?!\w|[.,]\d)",
        rf"\b{THREE_MONTHS}[- ]months?(?=,? (?:to|ended|ending|period|up to|from|until|{MONTH})\b)",
        # spans: the first nine months, the last three quarters; not the first three quarters of contracts
        rf"(?i:\b(?:first|last|past|previous|next|final|latest|remaining) {SPAN}[ \n](?:months|years)\b)",
        rf"(?i:\b(?:first|last|past|previous|next|final|remaining) (?:two|three)[ \n]quarters\b)"
        rf"(?![ \n]of[ \n](?!{PASSED}|{YEAR}|(?:the|this|last|each|every)[ \n](?:financial[ \n])?year))",
        # years: FY24, the 1990s
        rf"\bFY ?'?(?:{YEAR}|\d\d)(?:[/-](?:{YEAR}|\d\d))?{END}",
        r"(?<![\d£$€.,])(?:19|20)\d0'?s\b",
    )
)
YEARS_IN_ROW = re.compile(rf"{NOT_IN_AMOUNT}(?<!-){YEAR}(?:, {YEAR}){{1,30}}(?:,? (?:and|or|to|&) {YEAR})?{END}")
TWO_YEARS = rf"(?P<first>{YEAR}) ?(?P<mark>[/-]) ?(?P<second>{YEAR}|\d\d?){END}"
YEARS = re.compile(rf"{NOT_IN_AMOUNT}(?<![/-]){TWO_YEARS}")
YEARS_BEHIND = re.compile(rf"(?<={PASSED}-){TWO_YEARS}")  # the last of 2024/25-2027/28
SHORT_YEARS = re.compile(
    rf"(?:(?<={PASSED} )|(?<=\byear )|(?<=\bin )|(?<=\bduring )|(?<=\bsince ))"
    rf"(?P<first>\d\d)(?P<mark>/)(?P<second>\d\d){END}"
)
SHORT_YEARS_MAYBE = re.compile(  # the 23/24 plan; not the 15/16 contracts
    rf"(?i:(?<={PASSED}-)|(?<=\bin )|(?<=\bduring )|(?<=\bsince )|(?<=\bfor )|(?<=\bthe )|(?<=\bby )|(?<=\bend of )"
    rf"|(?<=\bstart of ))(?P<first>[1-4]\d)(?P<mark>[/-])(?P<second>\d\d){END}(?! of\b|{MORE}|[-/])"
)
NO_MINUS = r"(?:(?<!- )(?<!-)|(?<=\bmid-)|(?<=\bpre-)|(?<=\bpost-)|(?<=\blate-)|(?<=\bearly-)|(?<=\bend-))"
ONE_YEAR = re.compile(rf"{NOT_IN_AMOUNT}{NO_MINUS}{YEAR}(?![\w%]|[.,]\d|{MORE})")
SURELY = re.compile(
    r"(?i:\b(?:pre|post|in|since|during|until|till|before|after|early|late|mid|end of|spring|summer|autumn|winter"
    r"|year|calendar)[ \n-]|\bend-)$"
)
NO_NAME = r"(?!(?:\w+(?:ed|ing)|Total|All|Over|About|Nearly|Some)\b)"  # begins a sentence, as in Delivered 2024
OFTEN = re.compile(
    r"(?i:\b(?:of|for|to|by|from|between|and|or|the|a|this|last|our|its|their|with|under|than|at"
    r"|book|edition|census|survey)[ \n])$"
    rf"|\b{NO_NAME}[A-Z][\w'().]+,? $|[(\[{PASSED}][ ,'\"]{{0,2}}$|{PASSED} ?(?:and|or|to|-|&) ?$"
)
BEGINS = re.compile(r"(?:^|\n[ \t]*\n[ \t]*|\n[ \t]{2,}|[.!?:][ \n]+|[#>] *)$")  # a sentence, or an item of a list
COUNTING = re.compile(r"(?i:\b(?:of|for|than|with)[ ])$")
PLURAL = re.compile(  # 2024 saplings; not 2024 levels, nor 2024 brings
    r"[ \n](?!(?:levels|figures|prices|rates|values|accounts|rules|terms|elections|was|has|is|its|this|towards|onwards"
    r"|across|plus|less|always|brings|marks|sees|begins|ends|starts|remains)\b)[a-z]{3,}s\b"
)
AHEAD = re.compile(rf"[ \n]{COUNTED}")
BY = re.compile(r"(?i:\bby[ ])$")
TO_COME = re.compile(rf"[ \n]{COUNTED}[ \n](?:will|shall|should|would|can|could|may|must)\b")  # By 2030 residents will


def without_dates(words: str, headings: Collection[int] = ()) -> str:
    """Return the words with dates and times filled; in `headings`, places in tables, a bare year is one too."""
    for years in (YEARS, YEARS_BEHIND):
        words = filled_if(years, words, _are_years)
    words = filled_if(YEARS_IN_ROW, words, _follow)
    for form in FORMS:
        words = form.sub(filled, words)
    words = filled_if(SHORT_YEARS, words, _are_years)
    words = filled_if(SHORT_YEARS_MAYBE, words, lambda match: _are_short_years(match) and not _counts(match))
    return filled_if(ONE_YEAR, words, lambda match: match.start() in headings or _is_year(match))


def _are_years(match: re.Match[str]) -> bool:
    """Return whether two numbers are years: 2023/24 follow each other, 2024-28 go from the one to the other."""
    first, second = int(match["first"]), int(match["second"])
    if len(match["first"]) == len(match["second"]):
        return second == first + 1 if match["mark"] == "/" else first < second <= first + 100
    if len(match["second"]) == 1:
        return match["mark"] == "/" and second == (first + 1) % 10
    second += first // 100 * 100
    return second % 100 == (first + 1) % 100 if match["mark"] == "/" else second > first or second % 100 == 0


def _are_short_years(match: re.Match[str]) -> bool:
    return int(match["second"]) == int(match["first"]) + 1


def _follow(match: re.Match[str]) -> bool:
    """Return whether numbers in a row are years, as 2021, 2022 and 2023: each the later, and no noun behind."""
    years = re.findall(YEAR, match[0])
    return all(first < second for first, second in pairwise(years)) and not _counts(match)


def _counts(match: re.Match[str]) -> bool:
    """Return whether a noun stands behind that is counted: contracts, local people, saplings."""
    return bool(AHEAD.match(match.string, match.end()) or PLURAL.match(match.string, match.end()))


def _is_year(match: re.Match[str]) -> bool:
    before = match.string[max(match.start() - 40, 0) : match.start()]
    begins = BEGINS.search(before)
    before = before.replace("\n", " ")
    if SURELY.search(before):
        return True
    if AHEAD.match(match.string, match.end()):
        return bool(BY.search(before) and TO_COME.match(match.string, match.end()))
    if (begins or COUNTING.search(before)) and PLURAL.match(match.string, match.end()):
        return False
    return bool(begins or OFTEN.search(before))
