"""A narrative read as its reader will: the words that are printed, each sign with its place in the file.

Manuscript stage. Code, comments, addresses, attributes and marks of Markdown are no words. Digits of other scripts,
wide ones and those written as `&#49;` are the digits that they look like; signs without width are left out.
"""

import html
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sv_report.params import FactReference, Narrative, Quoted
from sv_report.params.words.code_blocks import without_code, without_indented
from sv_report.params.words.placeholder import RULER, Text, placed

FACT, QUOTE, PASSED = "\ue000", "\ue001", "\ue002"  # stand for what is no typed word: of Unicode's private use
TITLE = re.compile(r"""\btitle\s*=\s*(?:"(?P<double>[^"\n]*)"|'(?P<single>[^'\n]*)'|(?P<bare>[^\s"'}]+))""")
ATTRIBUTES = re.compile(r"(?<=[\]`])\{[^{}\n]*\}|(?<=[ \t])\{[^{}\n]*\}(?=[ \t]*$)|^ {0,3}:{3,}[^\n]*", re.MULTILINE)
NO_WORDS = re.compile(
    r"\]\(<[^>\n]*>[^()\n]*\)|\]\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)"  # where a link leads
    r"|<(?:[A-Za-z][\w+.-]*:|[\w.+-]+@)[^>\s]*>|\b(?:https?://|www\.)[^\s)>\]|]+"
    r"|\b[A-Za-z][\w-]*(?:\.[A-Za-z][\w-]+)+/[^\s)>\]|]*"
    r"|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|\[\^[^\]\s]+\]:?|(?<![\w\\])@(?:tbl|fig)-[\w-]+"
    r"|\b[\w./-]*\w\.(?:md|csv|tsv|xlsx?|xlsm|ods|odt|docx?|pptx?|pdf|html?|ya?ml|json|txt|zip|qmd|ipynb|py)\b"
)
COMMENT = re.compile(r"(?<!\\)<!--(?:(?!-->|\n[ \t]*\n).)*-->|^ {0,3}<!--(?:(?!-->).)*-->", re.DOTALL | re.MULTILINE)
ENTITY = re.compile(r"&(?:#\d+|#[xX][0-9a-fA-F]+|\w+);")
FIRST_MARKER = re.compile(r"^[ \t>]*(?P<mark>(?:\(?\d{1,3}[.)]|#\.|[-*+])[ \t]+)\S")
UNSEEN = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff*]")
PLAIN = (
    {ord(sign): "-" for sign in "‐‑‒–—―−﹣－"}
    | {ord(sign): "'" for sign in "‘’‛ʼ＇′`´"}
    | {ord("⁄"): "/", ord("∕"): "/"}
)
NO_CELL = {"|": "¦"}  # a sign that is escaped ends no cell of a table
PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")


@dataclass(frozen=True)
class Placed:
    """A placeholder of a fact or of quoted words, and where its sign stands among the words."""

    piece: FactReference | Quoted
    at: int


@dataclass(frozen=True)
class Reading:
    """The words of a narrative in one text, and where each of its signs stands in the file.

    `rulers` are the lines of dashes of tables and `items` those that begin an item of a list, counted from 0.
    """

    file: str
    words: str
    placeholders: tuple[Placed, ...]
    origins: tuple[int, ...] = field(repr=False)
    line_starts: tuple[int, ...] = field(repr=False)
    first_line: int = 1
    rulers: frozenset[int] = frozenset()
    items: frozenset[int] = frozenset()

    def line(self, at: int) -> int:
        """Return the line of the file on which a sign of the words stands."""
        return bisect_right(self.line_starts, self.origins[at]) + self.first_line - 1


def read(narrative: Narrative) -> Reading:
    """Return a narrative's words."""
    pieces = list(placed(without_code(without_indented(narrative.text))))
    held = "".join(
        piece.text if isinstance(piece, Text) else PASSED * length for piece, length in _lengths(pieces, narrative.text)
    )
    lines = _without_marks(held).split("\n")
    items = dict(_items(lines))
    rulers = frozenset(number for number, line in enumerate(lines) if RULER.match(line))
    text = "\n".join(
        " " * len(line) if number in rulers else _unmarked(line, items.get(number)) for number, line in enumerate(lines)
    )
    signs: list[tuple[str, int]] = []
    placeholders: list[Placed] = []
    for (start, piece), (_, length) in zip(pieces, _lengths(pieces, text), strict=True):
        if isinstance(piece, Text):
            signs += _signs(text[start : start + length], start)
        elif isinstance(piece, FactReference | Quoted):
            placeholders.append(Placed(piece, len(signs)))
            signs.append((FACT if isinstance(piece, FactReference) else QUOTE, start))
    words = "".join(sign for sign, _ in signs)
    starts = (0, *(match.end() for match in re.finditer("\n", text)))
    file = narrative.file or narrative.path.name
    origins = tuple(at for _, at in signs)
    return Reading(file, words, tuple(placeholders), origins, starts, narrative.first_line, rulers, frozenset(items))


def _lengths(pieces: list[tuple[int, Any]], text: str) -> list[tuple[Any, int]]:
    """Return each piece with how many signs of the text it takes up."""
    ends = [*(start for start, _ in pieces[1:]), len(text)] if pieces else []
    return [(piece, end - start) for (start, piece), end in zip(pieces, ends, strict=True)]


def _without_marks(text: str) -> str:
    """Return the text with comments, addresses and attributes blanked out, in its length."""
    text = COMMENT.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
    return ATTRIBUTES.sub(_titles_only, NO_WORDS.sub(lambda match: " " * len(match[0]), text))


def _titles_only(match: re.Match[str]) -> str:
    """Return an attribute's blank, in which the title of a notice stays: it is printed."""
    title = TITLE.search(match[0])
    if title is None:
        return " " * len(match[0])
    start, end = title.span(next(name for name, words in title.groupdict().items() if words is not None))
    return " " * start + match[0][start:end] + " " * (len(match[0]) - end)


def _items(lines: list[str]) -> Iterator[tuple[int, re.Match[str]]]:
    """Yield the lines that begin an item of a list: below an empty line or another item."""
    in_list, blank_above = False, True
    for number, line in enumerate(lines):
        marker = FIRST_MARKER.match(line)
        if marker and (in_list or blank_above):
            yield number, marker
            in_list = True
        elif blank_above and not line[:1].isspace():
            in_list = False
        blank_above = not line.strip() or line.lstrip().startswith(("#", ":::"))


def _unmarked(line: str, marker: re.Match[str] | None) -> str:
    """Return a line without its list's marker, in its length."""
    if marker is None:
        return line
    start, end = marker.span("mark")
    return line[:start] + " " * (end - start) + line[end:]


def _signs(text: str, start: int) -> Iterator[tuple[str, int]]:
    """Yield the signs of words as they are read, each with its place in the text."""
    before, at = "", 0
    raised = False  # within a run of raised or lowered digits that are read as digits
    while at < len(text):
        entity = ENTITY.match(text, at)
        read_as = html.unescape(entity[0]).replace("|", "¦") if entity else text[at]
        ends = entity.end() if entity else at + 1
        if read_as == "\\" and text[ends : ends + 1] in PUNCTUATION:
            at = ends
            read_as, ends = NO_CELL.get(text[at], text[at]), at + 1
        elif read_as == "_" and not (before.isalnum() and text[ends : ends + 1].isalnum()):
            read_as = ""
        for sign in " " if entity and read_as.isspace() else read_as:
            plain = _plain(sign, "" if raised else before)
            raised = bool(plain) and not sign.isascii() and unicodedata.category(sign) == "No" and plain.isdigit()
            for digit in plain:
                yield digit, start + at
                before = digit
        at = ends


def _plain(sign: str, before: str) -> str:
    """Return a sign as it is read; nothing where it has no width, or is raised or lowered behind a word."""
    if sign.isascii():
        return "" if sign == "*" else sign
    if UNSEEN.match(sign):
        return ""
    if unicodedata.category(sign) == "Nd":
        return str(unicodedata.decimal(sign))
    if unicodedata.category(sign) == "No" and unicodedata.numeric(sign).is_integer():  # ², ₂, ①, ㊳
        return "" if before.isalnum() or before in ("%", ")") else str(int(unicodedata.numeric(sign)))
    if sign.isspace():
        return " "
    if ord(sign) in PLAIN:
        return PLAIN[ord(sign)]
    wide = unicodedata.normalize("NFKC", sign)
    return wide if len(wide) == 1 and 0xFF00 <= ord(sign) <= 0xFFEF else sign


# ---- what is passed over in words ------------------------------------------------------------------


def filled(match: re.Match[str], group: str | int = 0) -> str:
    """Return what was matched with a group of it filled by a sign that is no word, in its length."""
    start, end = (place - match.start() for place in match.span(group))
    return match[0][:start] + PASSED * (end - start) + match[0][end:]


def filled_if(form: re.Pattern[str], words: str, holds: Callable[[re.Match[str]], bool]) -> str:
    """Return the words with each place of a form filled of which something holds."""
    return form.sub(lambda match: filled(match) if holds(match) else match[0], words)
