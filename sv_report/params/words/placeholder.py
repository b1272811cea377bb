"""Placeholders in narrative: `{{ fact_id }}` prints a fact, `{{ exhibit("by_theme") }}` places an exhibit,
`{{ quoted("£2.2m", source="…") }}` prints words that come from elsewhere, with where they come from.

Params stage. Takes a narrative's text, gives its pieces in order, each with its line. The gate uses `scan` to
name what is malformed; the manuscript stage prints from `pieces`, so that both read the same.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from sv_report.params.text import line_at

MARKED = re.compile(r"(?<!\\)\{\{(?!<)(?P<inside>(?:(?!\{\{).)*?)\}\}(?!\})|(?<!\\)\{\{(?!<)|(?<![>\\])\}\}")
FACT = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z0-9_]+){0,2}")
EXHIBIT = re.compile(r"""exhibit\(\s*(?P<mark>["'“”‘’])(?P<name>[^"'“”‘’]*)["'“”‘’]\s*\)""")
QUOTED = re.compile(
    r"""quoted\(\s*(?:["“”](?P<double>[^"“”]*)["“”]|['‘’](?P<single>[^'‘’]*)['‘’])\s*"""
    r"""(?:,\s*source\s*=\s*(?:["“”](?P<from_double>[^"“”]*)["“”]|['‘’](?P<from_single>[^'‘’]*)['‘’])\s*)?,?\s*\)"""
)
BLANK_LINE = re.compile(r"\n[ \t]*(?=\n)")
FORMS = (
    'Write {{ fact_id }}, {{ fact_id.dimension.member }}, {{ exhibit("name") }} or {{ quoted("£2.2m", source="…") }}.'
)
RULER = re.compile(r"^[ \t]*(?=[^\n]*\|)\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")  # of a table


@dataclass(frozen=True)
class Text:
    """Words between placeholders, as they stand."""

    text: str
    line: int


@dataclass(frozen=True)
class FactReference:
    """A place where a fact is printed: its whole id, and the id's parts."""

    id: str
    line: int

    @property
    def base(self) -> str:
        """The fact's own id, before the first dot."""
        return self.id.split(".")[0]

    @property
    def dimension(self) -> str | None:
        """What the fact is split by (`theme`), or None."""
        return self.id.split(".")[1] if "." in self.id else None

    @property
    def member(self) -> str | None:
        """The part of the dimension (`jobs`), or None."""
        return self.id.split(".")[2] if self.id.count(".") == 2 else None


@dataclass(frozen=True)
class ExhibitReference:
    """A place where an exhibit stands; `alone` tells whether it has its line to itself, as a table needs."""

    name: str
    line: int
    alone: bool = True


@dataclass(frozen=True)
class Quoted:
    """Words that come from elsewhere, and their source; `in_table` tells whether they stand in a table's row."""

    text: str
    source: str
    line: int
    in_table: bool = False


@dataclass(frozen=True)
class Malformed:
    """Something that begins or ends like a placeholder and is none."""

    text: str
    line: int
    why: str


Piece: TypeAlias = Text | FactReference | ExhibitReference | Quoted


def pieces(text: str, first_line: int = 1) -> list[Piece]:
    """Return the pieces of a narrative in order; joined, they hold every character outside the placeholders.

    `first_line` is the line of the file that the text begins on. Raises ValueError at a malformed placeholder,
    which the edition's gate has already refused.

    >>> pieces("Now {{ returns_due }} due")
    [Text(text='Now ', line=1), FactReference(id='returns_due', line=1), Text(text=' due', line=1)]
    """
    return [_sound(piece) for piece in scan(text, first_line)]


def _sound(piece: Piece | Malformed) -> Piece:
    if not isinstance(piece, Malformed):
        return piece
    raise ValueError(f"line {piece.line}: {piece.text}: {piece.why}")


def scan(text: str, first_line: int = 1) -> Iterator[Piece | Malformed]:
    """Yield the pieces of a narrative in order, malformed placeholders among them."""
    for _, piece in placed(text, first_line):
        yield piece


def placed(text: str, first_line: int = 1) -> Iterator[tuple[int, Piece | Malformed]]:
    """Yield the pieces in order, each with the position in the text where it begins."""
    end = 0
    for match in MARKED.finditer(text):
        if match.start() > end:
            yield end, Text(text[end : match.start()], _line(text, end, first_line))
        yield match.start(), _piece(match, text, _line(text, match.start(), first_line))
        end = match.end()
    if end < len(text):
        yield end, Text(text[end:], _line(text, end, first_line))


def _piece(match: re.Match[str], text: str, line: int) -> Piece | Malformed:
    if match["inside"] is None:
        why = "The two brackets have no partner on their line."
        return Malformed(match[0], line, why)
    inside = match["inside"].strip()
    exhibit = EXHIBIT.fullmatch(inside)
    if exhibit:
        return ExhibitReference(exhibit["name"], line, _alone(match, text))
    if FACT.fullmatch(inside):
        return FactReference(inside, line)
    quoted = QUOTED.fullmatch(inside)
    words, source = _words_and_source(quoted) if quoted else ("", "")
    if words and _says(source):
        return Quoted(words, source, line, _in_table(match, text))
    return Malformed(match[0], line, _why_not_quoted(quoted) if inside.startswith("quoted") else _why(inside))


def _words_and_source(quoted: re.Match[str]) -> tuple[str, str]:
    words, source = quoted["double"] or quoted["single"], quoted["from_double"] or quoted["from_single"]
    return (words or "").replace(r"\|", "|").strip(), (source or "").replace(r"\|", "|").strip()


def _says(source: str) -> bool:
    return any(letter.isalnum() for letter in source)


def _why_not_quoted(quoted: re.Match[str] | None) -> str:
    if quoted is None:
        return 'It is not in the form quoted("£2.2m", source="…"), with double quotation marks round both texts.'
    words, source = _words_and_source(quoted)
    if not words:
        return "Nothing is quoted between the first quotation marks."
    if not source and quoted["from_double"] is None and quoted["from_single"] is None:
        return 'It does not say where the words come from: add source="…", the paper and its date.'
    return "Its source is empty: name the paper that the words come from, and its date."


def _why(inside: str) -> str:
    if not inside:
        return "Nothing stands between the brackets."
    if FACT.fullmatch(inside.lower().replace(" ", "_").replace("-", "_")):
        return "A fact's name is lower-case letters, digits and _, with at most two dots."
    return "This is neither a fact's name nor an exhibit."


def _alone(match: re.Match[str], text: str) -> bool:
    before = text[: match.start()].rsplit("\n", 1)[-1]
    after = text[match.end() :].split("\n", 1)[0]
    return not (before + after).strip()


def _in_table(match: re.Match[str], text: str) -> bool:
    """Return whether a placeholder stands below the line of dashes of a table, in the same block."""
    block = BLANK_LINE.split(text[: match.start()])[-1].split("\n")
    return any(RULER.match(line) for line in block[:-1])


def _line(text: str, position: int, first_line: int) -> int:
    return line_at(text, position) + first_line - 1
