"""Totals that do not add: the last row or column of a table, and parts of a whole in a sentence.

Manuscript stage. Counts must add exactly; amounts in £m, £'000 and other rounded units may differ by what rounding
does, which a note under the table has to say.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from sv_report.findings import Finding, Where
from sv_report.manuscript.narrative.added_cells import Amount, amount_in, reader, totals_of
from sv_report.manuscript.narrative.dates import without_dates
from sv_report.manuscript.narrative.passages import Sentence, grids
from sv_report.manuscript.narrative.reading import Reading
from sv_report.manuscript.narrative.typed import typed_numbers
from sv_report.measures.fact import plain
from sv_report.measures.facts import Facts

BLANK = ("", "-")  # a total that is not given
WORD = (
    r"(?:green|amber|red|blue|grey|on track|on target|off track|off target|at risk|behind|met|not met|missed"
    r"|not rated|unrated)"
)
SHARE_BESIDE = r"(?:[ \n]\(\d[\d.]*[ ]?(?:%|per cent)\))?"
VERBS = r"(?:(?:were|was|are|is|being|have been|rated|now|still|also)[ \n])*"
PARTS = re.compile(
    rf"(?<![\w.,£])(?P<part>£?\d[\d,.]*(?:%|bn|m|k)?){SHARE_BESIDE}[ \n](?:[a-z]{{3,}}s[ \n])??{VERBS}{WORD}\b",
    re.IGNORECASE,
)
NUMBER = r"(?<![\w.,£])\d[\d,]*(?![\w%]|[.,]\d)"
ALL_OF = r"[ \n](?:the[ \n]|all[ \n]|our[ \n])?"
N_OF_M = re.compile(rf"(?P<part>{NUMBER})[ \n](?:out[ \n])?of{ALL_OF}(?P<whole>{NUMBER})")
LIST_BEGINS = r"(?::|[ \n]\((?!\d[\d.]*[ ]?%)|[ \n]-[ \n]|,?[ \n](?:and[ \n])?of[ \n](?:which|these|them|whom)\b)"
OF_M = re.compile(
    rf"\b[Oo]f{ALL_OF}(?P<whole>{NUMBER})|(?P<before>{NUMBER})(?![ \n]{WORD}\b)[^.:,;(\d]{{1,40}}?{LIST_BEGINS}"
)
OTHER_COUNT = re.compile(
    r"(?i:\b(?:of (?:which|whom|these|them)|including|compared (?:with|to)|against|(?:up|down) from)\b)"
)
REMAINDER = re.compile(r"(?i:\b(?:rest|remainder|remaining|others?|another)\b)")
ROUNDING = re.compile(r"(?i:\bround)")
NEED_NOT_ADD = re.compile(
    r"(?i:(?:\b(?:not|never)|n't)\s+(?:\w+\s+){0,2}?(?:add|sum|total|equal|match|agree|tally|cast)\b"
    r"|\bdiffer(?:s|ences?)?\b)"
)


def unsound_totals(reading: Reading, facts: Facts) -> Iterator[Finding]:
    """Yield a finding for each column and row of a table whose cells do not add up to its total."""
    said = _says_rounding(reading.words)
    read = reader(reading, facts)
    for grid in grids(reading):
        for total in totals_of(grid):
            words = read(total.cell.start, total.cell.end).strip()
            printed = None if words in BLANK else amount_in(words, total.name)
            ways = [
                [amount_in(read(cell.start, cell.end).strip(), total.name) for cell in cells] for cells in total.ways
            ]
            known = [[amount for amount in way if amount is not None] for way in ways]
            if printed is None or [*map(len, known)] != [*map(len, ways)]:
                continue
            place = Where(reading.file, row=reading.line(total.cell.start), found=words)
            findings = [_compared(place, total.name, way, printed, words, said) for way in known]
            if all(findings):
                yield from findings[0]


def _says_rounding(words: str) -> bool:
    """Return whether a sentence says that figures need not add because they are rounded."""
    return any(
        ROUNDING.search(sentence) and NEED_NOT_ADD.search(sentence) for sentence in re.split(r"[.!?]\s|\n\s*\n", words)
    )


def _compared(
    where: Where, name: str, parts: Sequence[Amount], printed: Amount, total: str, said: bool
) -> list[Finding]:
    added = sum((part.value for part in parts), Decimal(0))
    away = abs(added - printed.value)
    is_mixed = len({part.unit for part in (*parts, printed) if part.unit}) > 1
    if not away or len(parts) < 2 or is_mixed:
        return []
    message = f"{name}: the figures add up to {_plain(added)}, and the total says {total}."
    if away > sum((part.doubt for part in parts), printed.doubt):
        remedy = "Correct the figure that is wrong; an exhibit adds its own."
        return [Finding("narrative.table_total", "error", message, where, remedy)]
    if said:
        return []
    remedy = "If rounding makes the difference, say so under the table: Figures may not add because of rounding."
    return [Finding("narrative.table_total", "warning", message, where, remedy)]


def _plain(value: Decimal) -> str:
    text = plain(value)
    whole, dot, places = text.partition(".")
    return f"{int(whole):,}{dot}{places}" if whole.lstrip("-").isdigit() else text


# ---- parts of a whole in a sentence ----------------------------------------------------------------


def unsound_parts(reading: Reading, sentence: Sentence, facts: Facts) -> Iterator[Finding]:
    """Yield a finding where the parts of a sentence, as in *38 of 63 met, 19 amber, 5 red*, do not make the whole."""
    if sentence.row:
        return
    words = without_dates(reader(reading, facts)(sentence.start, sentence.end))
    whole = N_OF_M.search(words) or OF_M.search(words)
    if whole is None:
        return
    first = _count(whole["part"]) if whole.re is N_OF_M else None
    is_before = whole.re is OF_M and whole["whole"] is None
    total = _count(whole["before"] if is_before else whole["whole"])
    matches = _parts(words, whole)
    parts = [_count(match["part"]) for match in matches]
    known = [part for part in parts if part is not None]
    if total is None or len(known) < len(parts) or len(known) < (3 if first is None else 2):
        return
    listed = [*([] if first is None else [first]), *known]
    if (is_before and max(known) > total) or _is_whole(words, matches, total, listed, known):
        return
    where = Where(reading.file, row=reading.line(_place(reading, sentence, facts, whole.start())), found=f"{total}")
    adding = f"{' + '.join(map(str, listed))} = {sum(listed)}"
    message = f"The parts do not make the whole: {adding}, and the sentence says {total}."
    remedy = "Correct the number that is wrong, or name the part that is missing; facts of the data add up."
    yield Finding("narrative.parts", "error", message, where, remedy)


def _count(words: str) -> int | None:
    digits = words.replace(",", "")
    return int(digits) if digits.isdigit() and digits.isascii() else None


def _parts(words: str, whole: re.Match[str]) -> list[re.Match[str]]:
    """Return the parts behind the whole, or before it, as far as they are of the same count."""
    matches = list(PARTS.finditer(words, whole.end()))
    if not matches and whole.re is OF_M and whole["whole"]:
        return list(PARTS.finditer(words, 0, whole.start()))
    others = (N_OF_M.search(words, whole.end()), OTHER_COUNT.search(words, matches[0].end()) if matches else None)
    ends = min((other.start() for other in others if other), default=len(words))
    return [match for match in matches if match.start() < ends]


def _is_whole(words: str, matches: list[re.Match[str]], total: int, listed: list[int], known: list[int]) -> bool:
    """Return whether the parts make the whole, another number of the sentence, or do with what it adds in words."""
    starts = {match.start("part") for match in matches}
    others = {match.start(): _count(match[0]) for match in re.finditer(NUMBER, words) if match.start() not in starts}
    missing = total - sum(listed)
    if not missing or sum(known) in others.values():
        return True
    behind = words[matches[0].end() :]
    later = {number.amount for number in typed_numbers(behind)} - {Decimal(part) for part in known}
    has_one = missing == 1 and re.search(r"\bone\b", behind, re.IGNORECASE)
    return missing > 0 and bool(missing in later or has_one or REMAINDER.search(behind))


def _place(reading: Reading, sentence: Sentence, facts: Facts, printed: int) -> int:
    """Return where a place among the printed words stands among those of the narrative."""
    read = reader(reading, facts)
    return next(
        (at for at in range(sentence.start, sentence.end) if len(read(sentence.start, at + 1)) > printed),
        sentence.start,
    )
