"""Markup (HTML, SVG, the XML inside office files) as texts: what a reader sees, and what stands in its tags.

Release stage: part of the leak check. It is cut at its tags, not parsed: nothing is resolved or fetched, and what is
not well formed is read all the same. A word that is split over elements is found, since tags within a line are left
out; so is one in elements that stand side by side, since the same text is also read with a blank for each tag.
"""

import re
from collections.abc import Generator, Iterator
from functools import lru_cache

from sv_report.release.leaks.layout import without_layout
from sv_report.release.leaks.pieces import Piece, within

COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
STYLE = re.compile(r"<style\b[^>]*>.*?(?:</style\s*>|\Z)", re.DOTALL | re.IGNORECASE)
TAG = re.compile(r"<[^<>]*+>")
TAGS = re.compile(r"(<[^<>]*+>(?:<[^<>]*+>)*+)")
PARTING = ("", " ", "\n\n", "\t", "\n")  # a cell's end parts more than a paragraph's: it is in a row
NAME = re.compile(r"<(/?)(?:[\w.-]+:)?([\w.-]+)")
ROWS, CELLS = frozenset({"tr", "row", "table-row"}), frozenset({"td", "th", "tc", "c", "table-cell"})
BLANKS = frozenset({"sup", "sub", "tab", "s", "wbr", "img"})
NAMES_OF_BLOCKS = (
    "address article aside blockquote body br caption cr dd desc details div dl dt figcaption figure footer form h h1 "
    "h2 h3 h4 h5 h6 head header hr html legend li list-item main nav noscript object ol option p pre script section "
    "select si summary svg tab table tbody text textarea tfoot thead title ul"
)
BLOCKS = frozenset(NAMES_OF_BLOCKS.split())

Mark = tuple[str, int]  # what stands for tags in the text, and by how much they go into or out of the rows of tables


def markup_pieces(place: str, text: str) -> Iterator[Piece]:
    """Yield the texts of markup: comments, styles, tags with their attributes, and what stands between the tags."""
    text = text.replace("<![CDATA[", "").replace("]]>", "")
    text = yield from _cut_out(text, COMMENT, within(place, "comments"), numbers=True)
    text = yield from _cut_out(text, STYLE, within(place, "styles"), numbers=False)
    parts = TAGS.split(text)
    texts, runs = parts[::2], parts[1::2]
    listed = "\n".join(sorted(set(TAG.findall("\n".join(set(runs))))))
    yield Piece(within(place, "tags"), listed, numbers=False)
    yield Piece(within(place, "tags"), without_layout(listed))
    marks = {run: _mark(run) for run in set(runs)}
    yield Piece(place, _as_read(texts, runs, marks), read=True)
    if any(not mark for mark, _ in marks.values()):
        yield Piece(place, " ".join(texts))


def _cut_out(text: str, form: re.Pattern[str], place: str, *, numbers: bool) -> Generator[Piece, None, str]:
    """Yield what has a form as one piece, and return the text without it."""
    found = form.findall(text)
    if not found:
        return text
    yield Piece(place, "\n".join(found), numbers=numbers)
    return form.sub(" ", text)


def _as_read(texts: list[str], runs: list[str], marks: dict[str, Mark]) -> str:
    """Return the text as a reader sees it: a line for a paragraph or a row of a table, a tab between its cells."""
    read, rows = [texts[0]], 0
    for run, text in zip(runs, texts[1:], strict=True):
        mark, opened = marks[run]
        if opened:
            rows = max(rows + opened, 0)
        if rows:
            mark, text = (" " if mark == "\n\n" else mark), text.replace("\n", " ")
        read.append(mark)
        read.append(text)
    return "".join(read)


def _mark(run: str) -> Mark:
    """Return what stands in the text for tags that follow each other: the mark that parts the text the most."""
    marks = [_kind(tag) for tag in TAG.findall(run)]
    return max((mark for mark, _ in marks), key=PARTING.index), sum(opened for _, opened in marks)


@lru_cache(maxsize=1 << 14)
def _kind(tag: str) -> Mark:
    """Return the mark of one tag."""
    match = NAME.match(tag)
    if not match:
        return " ", 0
    name, is_end = match[2].lower(), bool(match[1])
    if name in ROWS and not tag.endswith("/>"):
        return "\n", -1 if is_end else 1
    if name in CELLS:
        return "\t" if is_end or tag.endswith("/>") else "", 0
    if name in BLOCKS:
        return "\n\n", 0
    return " " if name in BLANKS else "", 0
