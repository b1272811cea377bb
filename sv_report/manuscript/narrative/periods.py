"""A fact used for another period than its sentence names.

Manuscript stage. Within a sentence each fact is held against the period that its own clause names; where that names
none, against the one named last before it, else the first after it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sv_report.findings import Finding, Severity, Where
from sv_report.manuscript.narrative.named_periods import Named, named_periods
from sv_report.manuscript.narrative.passages import Cell, Sentence
from sv_report.manuscript.narrative.reading import FACT, PASSED, Reading
from sv_report.measures.fact import Fact
from sv_report.measures.facts import Facts
from sv_report.measures.records import RECORDS, FactRecord
from sv_report.measures.windows import Days, Window, windows_of
from sv_report.params import FactReference, Period, Quoted, short_date

BREAK = re.compile(
    r"[,;:()]| - |—|–|(?i:\b(?:and|but|while|whereas|compared with|compared to|against|than|from|with|of which|after"
    r"|following|including|or|although|though|when)\b)"
)
TO_NEXT = re.compile(rf"(?<={PASSED}) to (?:the |a )?(?={FACT})")  # from … in Quarter 2 to …
BRACKETS = re.compile(r"\([^()]*\)")
JOINED = re.compile(r"[ ,]*(?i:and|to|or|&|-|/|until)?[ ]*(?i:the |in |for |of )*")
RESPECTIVELY = re.compile(r"(?i:\brespectively\b)")
COMPARED_WITH = re.compile(
    r"(?i:\b(?:from|than|against|above|below|previously|(?:up|down) on|compared (?:with|to))(?: the| an?)?\s*|\(was )$"
)
BEFORE = re.compile(r"\s+(?i:before|beforehand|earlier|previously)\b(?=\s*(?:[).,;]|$))")
BASES: dict[str, FactRecord] = {record.id: record for record in RECORDS}
ENDINGS: tuple[Window, ...] = (
    "same_quarter_last_year", "ytd_last_year", "last_quarter", "to_date", "quarter", "ytd", "life",
)  # fmt: skip
COMPARISONS: dict[str, tuple[Window, Window]] = {
    "ytd_change_on_last_year": ("ytd", "ytd_last_year"),
    "change_on_same_quarter_last_year": ("quarter", "same_quarter_last_year"),
    "change_on_last_quarter": ("quarter", "last_quarter"),
}
YEAR_END = "_year_end"
OF_LIFE = "_of_life"


@dataclass(frozen=True)
class Used:
    """A fact in a sentence: its id, where it stands, what it is over in words, and the days that fit it.

    `bound` tells that its record says the days of its sum; a count of contracts stands for the period and its end.
    """

    id: str
    at: int
    words: str
    days: tuple[Days, ...]
    bound: bool

    @property
    def is_of_life(self) -> bool:
        """Whether it is over the whole life of contracts."""
        return self.days == (Days(None, None),)


def other_periods(reading: Reading, sentence: Sentence, facts: Facts, period: Period) -> Iterator[Finding]:
    """Yield a finding for each fact of a sentence that is over another period than the one said of it."""
    here = [one for one in reading.placeholders if sentence.start <= one.at < sentence.end]
    placed = [(one.at - sentence.start, one.piece) for one in here if isinstance(one.piece, FactReference)]
    used = [use for at, piece in placed if piece.id in facts and (use := _used(facts[piece.id], at, period))]
    if not used:
        return
    if sentence.row:
        said = _of_row(reading, sentence, period, used)
    else:
        said = _of_clauses(sentence.text, _named(reading, sentence, period), used, period)
    for use, group in said:
        held = [one for one in group if _is_held(one, use, used, period)]
        if held and not any(_fits(one, use, period) for one in group):
            yield _finding(reading, sentence, use, held, facts, period)


def _named(reading: Reading, part: Sentence | Cell, period: Period) -> list[Named]:
    """Return the periods that a part of the words names, typed or printed by a fact: `{{ last_period }}`."""
    given = [
        (one.at - part.start, meant)
        for one in reading.placeholders
        if part.start <= one.at < part.end and (meant := _meant(one.piece, period))
    ]
    return named_periods(part.text, period, given)


def _meant(piece: FactReference | Quoted, period: Period) -> Period | None:
    """Return the period that a fact of words prints."""
    words = {"period": period, "last_period": period.previous, "year_ago": period.a_year_before}
    return words.get(piece.id) if isinstance(piece, FactReference) else None


def _used(fact: Fact, at: int, period: Period) -> Used | None:
    """Return how a fact is used; None for one that is over no time, or of which no record tells."""
    base = fact.id.split(".")[0]
    record = BASES.get(base)
    if record is None or fact.unit == "text":
        return None
    windows = windows_of(period)
    if f"{fact.id}.".count(".quarter.") and fact.period != str(period):
        own = Period.parse(fact.period)
        return Used(fact.id, at, own.words, (Days(own.start, own.end),), True)
    if base.endswith(YEAR_END):
        year = period.year
        return Used(fact.id, at, f"the whole of {year.words}", (Days(year.start, year.end),), True)
    compared = next((pair for name, pair in COMPARISONS.items() if name in base), None)
    if compared:
        words = f"{_words(compared[0], period)}, compared with {_words(compared[1], period)}"
        return Used(fact.id, at, words, tuple(windows[one] for one in compared), True)
    if record.window is None:
        return Used(fact.id, at, period.words, (windows["quarter"], windows["to_date"]), False)
    return Used(fact.id, at, _words(record.window, period), (windows[record.window],), True)


def _words(window: Window, period: Period) -> str:
    ago = period.a_year_before
    return {
        "quarter": period.words,
        "ytd": f"the year to the end of {period.words}",
        "to_date": f"all time up to {short_date(period.end)}",
        "life": "the whole life of contracts",
        "rest_of_year": f"the rest of the year after {period.words}",
        "last_quarter": period.previous.words,
        "same_quarter_last_year": ago.words,
        "ytd_last_year": f"the year to the end of {ago.words}",
        "to_last_quarter": f"all time up to {short_date(period.previous.end)}",
        "to_last_year": f"all time up to {short_date(ago.end)}",
    }[window]


# ---- what is said of a fact ----------------------------------------------------------------------


def _of_clauses(words: str, named: list[Named], used: list[Used], period: Period) -> Iterator[tuple[Used, list[Named]]]:
    """Yield each fact with the periods that are said of it; first those that it may be held against."""
    ends = _clause_ends(words, named)
    explaining = [one for one in named if one.held == "never"]
    named = [one for one in named if one.held != "never"]
    groups = _groups(words, named)
    if RESPECTIVELY.search(words) and len(groups) == 1 and len(groups[0]) == len(used):
        yield from ((use, [one]) for use, one in zip(used, groups[0], strict=True))
        return
    for use in used:
        first = max((end for end in ends if end <= use.at), default=0)
        last = min((end for end in ends if end > use.at), default=len(words))
        own = [one for one in named if _is_held(one, use, used, period)]
        heard = [one for one in own if _in_hearing(words, one, use) and not _is_later(words, one, use, last)]
        of_two = max((end for end in ends if end < first), default=0)
        beside = [one for one in explaining if of_two <= one.start < last]
        inside = [one for one in heard if first <= one.start < last]
        if inside:
            yield use, _whole_groups(groups, inside) + beside
            continue
        others = [group for group in groups if group[0] in heard and not _is_of_compared(words, ends, group[0])]
        before = [group for group in others if group[-1].end <= use.at]
        until = min((one.start for one in named if one.start >= first and one not in own), default=len(words))
        after = [
            group for group in others if use.at < group[0].start < until and ";" not in words[use.at : group[0].start]
        ]
        yield use, (before[-1] if before else after[0] if after else []) + beside


def _is_later(words: str, one: Named, use: Used, clause_end: int) -> bool:
    """Return whether a period is later than a fact that another is compared with, as Quarter 3 in *In Quarter 3 it
    fell from … to …*; a period straight behind the fact, before the next one, is its own."""
    if not COMPARED_WITH.search(words[: use.at]) and not BEFORE.match(words[use.at + 1 :]):
        return False
    next_fact = words.find(FACT, use.at + 1)
    if use.at < one.start < min(clause_end, next_fact if next_fact > 0 else clause_end):
        return False
    own, its = [days.last for days in use.days if days.last], [days.last for days in one.days if days.last]
    return bool(own and its) and max(own) < max(its)


def _is_of_compared(words: str, ends: list[int], one: Named) -> bool:
    """Return whether a period stands behind a fact that another is compared with: *up from … in Quarter 2*."""
    place = words.rfind(FACT, max((end for end in ends if end <= one.start), default=0), one.start)
    return place >= 0 and bool(COMPARED_WITH.search(words[:place]))


def _in_hearing(words: str, one: Named, use: Used) -> bool:
    """Return whether a period is said of a fact: not where it is what the fact is compared with, as in *since
    Quarter 2*, nor where it stands in brackets with another."""
    if one.compared and words[one.end : use.at] not in (" ", "'s "):
        return False
    for bracket in BRACKETS.finditer(words):
        if bracket.start() < one.start < bracket.end():
            is_own = bracket.start() - use.at <= 2 and FACT not in bracket[0]
            return bracket.start() < use.at < bracket.end() or (use.at < bracket.start() and is_own)
    return True


def _whole_groups(groups: list[list[Named]], inside: list[Named]) -> list[Named]:
    return [one for group in groups if any(member in inside for member in group) for one in group]


def _groups(words: str, named: list[Named]) -> list[list[Named]]:
    """Return the periods named, those joined as *Quarter 2 and Quarter 3* together."""
    groups: list[list[Named]] = []
    for one in named:
        if groups and JOINED.fullmatch(words[groups[-1][-1].end : one.start].replace("\n", " ")):
            groups[-1].append(one)
        else:
            groups.append([one])
    return groups


def _clause_ends(words: str, named: list[Named]) -> list[int]:
    for one in named:
        words = words[: one.start] + PASSED * (one.end - one.start) + words[one.end :]
    return sorted(match.end() for form in (BREAK, TO_NEXT) for match in form.finditer(words))


def _of_row(
    reading: Reading, sentence: Sentence, period: Period, used: list[Used]
) -> Iterator[tuple[Used, list[Named]]]:
    """Yield each fact of a table's row with the periods that its cell names, else its column's heading and its row."""
    for use in used:
        place = use.at + sentence.start
        column = next((number for number, cell in enumerate(sentence.row) if cell.start <= place < cell.end), 0)
        own = _named(reading, sentence.row[column], period)
        over = [sentence.row[0], *sentence.headings[column : column + 1]] if column else []
        yield use, own or [one for cell in over for one in _named(reading, cell, period)]


# ---- whether it fits -----------------------------------------------------------------------------


def _is_held(named: Named, use: Used, used: list[Used], period: Period) -> bool:
    """Return whether a fact is held against a period; one over the life of contracts belongs to a fact of life."""
    if named.held == "fitting":
        fitting = [one for one in used if one.bound and _fits(named, one, period)]
        return use in fitting or not (fitting or OF_LIFE in use.id)
    return named.held == "each"


def _fits(named: Named, use: Used, period: Period) -> bool:
    if not use.bound and (named.vague or period.end in {days.last for days in named.days}):
        return True
    return any(_fit(named, days, own, use) for days in (*named.days, *named.meant.also) for own in use.days)


def _fit(named: Named, days: Days, own: Days, use: Used) -> bool:
    if named.meant.touches:
        return (
            bool(own.is_within(Days(None, days.last)) and (own.first is None or _ends_in(own, days))) or use.is_of_life
        )
    if named.meant.ends:
        return own.last == days.last or own.last is None
    return days == own


def _ends_in(own: Days, days: Days) -> bool:
    return own.last is not None and days.first is not None and own.last >= days.first


def _finding(
    reading: Reading, sentence: Sentence, use: Used, group: list[Named], facts: Facts, period: Period
) -> Finding:
    named = group[0]
    explicit = any(not one.vague and not one.meant.touches for one in group)
    severity: Severity = "error" if explicit and not use.is_of_life else "warning"
    words = " and ".join(dict.fromkeys(one.text for one in group))
    message = f'The sentence says "{_one_line(words)}", but {use.id} is over {use.words}.'
    where = Where(reading.file, row=reading.line(sentence.start + use.at), found=use.id)
    other = _same_family(use, named, facts, period)
    if other:
        remedy = f"Write {{{{ {other} }}}}, or name the period that {use.id} is over."
    else:
        remedy = f"Name the period that it is over, {use.words}, or print another fact."
    return Finding("narrative.other_period", severity, message, where, remedy)


def _one_line(words: str) -> str:
    return " ".join(words.split())


def _same_family(use: Used, named: Named, facts: Facts, period: Period) -> str:
    """Return the fact that says the same of the period named, if there is one."""
    base, _, member = use.id.partition(".")
    stem = next((base.removesuffix(f"_{ending}") for ending in ENDINGS if base.endswith(f"_{ending}")), "")
    member = f".{member}" if member and not member.startswith("quarter.") else ""
    windows = windows_of(period)
    for days in named.days:
        for window in ENDINGS:
            meant = Days(use.days[0].first, days.last) if named.meant.ends else days
            if stem and windows[window] == meant and (other := f"{stem}_{window}{member}") in facts:
                return other
        if days.first and days.last and not named.meant.ends:
            quarter = Period.containing(days.last)
            other = f"{stem}_quarter.quarter.{str(quarter).replace('-', '_').replace(' ', '_').lower()}"
            if stem and not member and (quarter.start, quarter.end) == (days.first, days.last) and other in facts:
                return other
    return ""
