"""Placeholders in narrative: `{{ fact_id }}` prints a fact, `{{ exhibit("by_theme") }}` places an exhibit.

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
FORMS = 'Write {{ fact_id }}, {{ fact_id.dimension.member }} or {{ exhibit("name") }}.'


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
class Malformed:
    """Something that begins or ends like a placeholder and is none."""

    text: str
    line: int
    why: str


Piece: TypeAlias = Text | FactReference | ExhibitReference


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
    end = 0
    for match in MARKED.finditer(text):
        if match.start() > end:
            yield Text(text[end : match.start()], _line(text, end, first_line))
        yield _piece(match, text, _line(text, match.start(), first_line))
        end = match.end()
    if end < len(text):
        yield Text(text[end:], _line(text, end, first_line))


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
    return Malformed(match[0], line, _why(inside))


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


def _line(text: str, position: int, first_line: int) -> int:
    return line_at(text, position) + first_line - 1
