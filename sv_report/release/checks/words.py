"""Checks of words: sentences that can be read at first sight, abbreviations that are spelled out, numbers of facts.

Release stage. The officers' words and the council's drafts are looked at, each with its file and line.
"""

import re
from collections.abc import Callable, Iterator

from sv_report.findings import Finding, Where
from sv_report.manuscript.narrative.passages import sentences
from sv_report.manuscript.narrative.reading import FACT, PASSED, QUOTE, Reading, read
from sv_report.release.checks.check import Check, GoingOut, error, found_before, warning

LONG, ABBREVIATIONS, COUNTS = "long_sentences", "abbreviations", "counts"
WORD = re.compile(rf"[\w{FACT}{QUOTE}{PASSED}][\w{FACT}{QUOTE}{PASSED}'’.,/%£-]*")
ABBREVIATION = re.compile(r"(?<![\w'’/.-])(?P<short>[A-Z][A-Za-z0-9]*[A-Z][A-Za-z0-9]*?)(?:s|es)?(?![\w'’])")
ROMAN = re.compile(r"[IVXLC]+")
SHOWN = 8  # words of a long sentence that its finding quotes
SUMS = (
    ("returns_due", ("returns_received", "returns_missing")),
    ("contracts_monitored", ("contracts_rated", "contracts_not_rated")),
    ("sv_reported_to_date", ("sv_validated_to_date", "sv_awaiting_to_date", "sv_not_accepted_to_date")),
    ("lev_reported_to_date", ("lev_validated_to_date", "lev_awaiting_to_date", "lev_not_accepted_to_date")),
)  # design: the four of what was reported reconcile; every return due is received or missing


def readings(going: GoingOut) -> list[Reading]:
    """Return the texts that are printed as their reader reads them, in the order of the sections."""
    return [read(text) for text in going.edition.printed]


def long_sentences(going: GoingOut) -> Iterator[Finding]:
    """Every sentence is short enough to be understood at first hearing."""
    most = going.profile.checks.sentence_words
    for reading in readings(going):
        for sentence in sentences(reading):
            words = WORD.findall(sentence.text)
            if len(words) > most and not sentence.row:
                where = Where(reading.file, row=reading.line(sentence.start + _leading(sentence.text)))
                yield _long(len(words), most, words, where)
    for sentence_text in re.split(r"(?<=[.;])\s+", going.edition.recommendation):
        words = WORD.findall(sentence_text)
        if len(words) > most:
            yield _long(len(words), most, words, going.edition.places("recommendation"))


def _leading(text: str) -> int:
    return len(text) - len(text.lstrip())


def _long(count: int, most: int, words: list[str], where: Where) -> Finding:
    begin = " ".join("…" if word[0] in (FACT, QUOTE, PASSED) else word for word in words[:SHOWN])
    message = f"A sentence has {count} words; {most} are the most: {begin} …"
    return warning(LONG, message, where, "Make two of it, or a list.")


def abbreviations(going: GoingOut) -> Iterator[Finding]:
    """Every abbreviation is spelled out where it is first used."""
    known = set(going.profile.checks.abbreviations)
    for text, where in _in_order(going):
        for match in ABBREVIATION.finditer(text):
            short = match["short"]
            if short in known or _is_no_abbreviation(short):
                continue
            known.add(short)
            if not _is_spelled_out(text, short, match.start(), match.end()):
                message = f"{short} is not spelled out where it is first used."
                remedy = f"Write the words in full, then ({short}); or add it to abbreviations in the profile."
                yield warning(ABBREVIATIONS, message, where(match.start()), remedy)


def _in_order(going: GoingOut) -> Iterator[tuple[str, Callable[[int], Where]]]:
    """Yield the title, the recommendation and the texts, each with what tells where a sign of it stands."""
    edition = going.edition
    for name in ("title", "recommendation"):
        yield getattr(edition, name), lambda _, name=name: edition.places(name)  # type: ignore[misc]
    for reading in readings(going):
        yield reading.words, lambda at, reading=reading: Where(reading.file, row=reading.line(at))  # type: ignore[misc]


def _is_no_abbreviation(short: str) -> bool:
    """Return whether capitals are a Roman number, a reference such as C033, or a name such as McDonald."""
    capitals, small = sum(map(str.isupper, short)), sum(map(str.islower, short))
    is_reference = small == 0 and any(map(str.isdigit, short))
    return bool(ROMAN.fullmatch(short)) or is_reference or small >= capitals


def _is_spelled_out(text: str, short: str, start: int, end: int) -> bool:
    """Return whether an abbreviation stands in brackets behind its words, or its words in brackets behind it."""
    behind = re.search(r"[A-Za-z]\w*[,]?\s*\(\s*$", text[:start]) and re.match(r"s?\s*\)", text[end:])
    before = re.match(r"\s*\((?P<words>[^)]+)\)", text[end:])
    return bool(behind) or bool(before and _initials(before["words"]).startswith(short[0].upper()))


def _initials(words: str) -> str:
    return "".join(word[0].upper() for word in re.findall(r"[A-Za-z]\w*", words))


def counts(going: GoingOut) -> Iterator[Finding]:
    """The figures that a reader can add up reconcile, in the facts and in the words."""
    for whole, parts in SUMS:
        facts = [going.facts[id] for id in (whole, *parts) if id in going.facts]
        if len(facts) == len(parts) + 1 and all(fact.value is not None for fact in facts):
            total, added = facts[0].value, sum(fact.value for fact in facts[1:] if fact.value is not None)
            if total != added:
                message = f"{' + '.join(fact.display for fact in facts[1:])} is not {facts[0].display} ({whole})."
                remedy = "Trace each of them with sv-report trace, and tell the maintainers: this must not happen."
                yield error(COUNTS, message, Where("facts.json", field=whole), remedy)
    yield from found_before("narrative.parts", "narrative.table_total")(going)


CHECKS = (
    Check("typed_numbers", "Does every number in the words come from the data, or name its source?",
          "Figures drift between summary and detail when they are typed: £113m was printed for £13m",
          found_before("narrative.typed_number")),
    Check(COUNTS, "Do the counts add up to their totals?", "Cumbria, quarter 2 of 2022/23: 38 + 19 + 5 of 63", counts),
    Check("not_shown", "Can the words be read where a number is not shown to the public?",
          "A sentence that rests on a number that is held back tells the public nothing",
          found_before("narrative.not_shown")),
    Check("periods", "Do the words speak of the period that is reported?", "Consistency of the report",
          found_before("narrative.other_period")),
    Check(LONG, "Is every sentence short?", "Government Digital Service: sentences of 25 words at the most",
          long_sentences),
    Check(ABBREVIATIONS, "Is every abbreviation spelled out?", "Government Digital Service: explain it when first used",
          abbreviations),
)  # fmt: skip
