"""Words that a narrative marks as exempt: where they stand, and the text with or without them.

Params stage. Takes the text of a narrative that has passed the gate (`exempt_refused` lets two plain forms pass: a
block `::: {.exempt}` … `:::` and a span `[words]{.exempt}`), gives the text for the public and the text for the exempt
copy. What is exempt is taken out of the text itself, so that no later stage has it to lose.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from sv_report.params.text import line_at

MARK = "{.exempt}"
EXEMPT = re.compile(  # whatever Pandoc may read as the class exempt; a value with & or \ may spell it otherwise
    r"""(?<!\w)\.exempt\b|\bclass\s*=\s*(?:"[^"]*?|'[^']*?|[^\s"'}]*)(?:\bexempt\b|[&\\])"""
    r"""|(?::{3,}|`{3,}|~{3,})[ \t]*exempt\b""",
    re.IGNORECASE,
)
FENCE = re.compile(  # of a block: at the beginning of its line, with nothing else on it
    r":{3,}[ \t]*(?P<opens>[A-Za-z][\w-]*|"
    r"""\{[ \t]*(?:(?:[.#][A-Za-z][\w-]*|[A-Za-z][\w-]*=(?:"[^"&{}\\\n]*"|[\w-]+))[ \t]*)+\})?[ \t]*"""
)
BLANK_LINES = re.compile(r"(?:[ \t]*\n)*")


@dataclass(frozen=True)
class Marked:
    """Exempt words in a text: where they begin and end with their marks and without, and the line of the first."""

    kind: Literal["block", "span"]
    start: int
    end: int
    words: tuple[int, int]
    line: int


@dataclass(frozen=True)
class Line:
    """A line of a text and where it begins; `fence` is its match where it opens or closes a block."""

    text: str
    start: int
    fence: re.Match[str] | None

    @property
    def end(self) -> int:
        """Where the line ends, before its line end."""
        return self.start + len(self.text)

    @property
    def is_blank(self) -> bool:
        """Whether nothing stands on the line."""
        return not self.text.strip(" \t")

    @property
    def opens_exempt(self) -> bool:
        """Whether an exempt block begins with the line."""
        return bool(self.fence and self.fence["opens"] == MARK)


def lines_of(text: str) -> list[Line]:
    """Return the lines of a text."""
    lines, start = [], 0
    for line in text.split("\n"):
        lines.append(Line(line, start, FENCE.fullmatch(line)))
        start += len(line) + 1
    return lines


def paragraphs_of(text: str) -> Iterator[list[Line]]:
    """Yield the lines that stand together, without an empty line or a fence between them."""
    together: list[Line] = []
    for line in [*lines_of(text), Line("", len(text), None)]:
        if not line.is_blank and not line.fence:
            together.append(line)
        elif together:
            yield together
            together = []


def marked(text: str) -> tuple[Marked, ...]:
    """Return what is marked as exempt in a text, in order."""
    return tuple(sorted([*_blocks(text), *_spans(text)], key=lambda one: one.start))


def is_marked(text: str) -> bool:
    """Return whether a text marks anything as exempt, in whatever form."""
    return bool(EXEMPT.search(text))


def _blocks(text: str) -> Iterator[Marked]:
    opened: list[Line] = []
    for line in lines_of(text):
        if line.fence and line.fence["opens"]:
            opened.append(line)
        elif line.fence and opened:
            first = opened.pop()
            if first.opens_exempt:
                words = (min(first.end + 1, line.start), line.start)
                yield Marked("block", first.start, line.end, words, line_at(text, first.start))


def _spans(text: str) -> Iterator[Marked]:
    for lines in paragraphs_of(text):
        opened: list[int] = []
        at, end = lines[0].start, lines[-1].end
        while at < end:
            if text[at] == "\\":
                at += 1  # the sign behind it is no bracket
            elif text[at] == "[":
                opened.append(at)
            elif text[at] == "]" and opened:
                start = opened.pop()
                if text.startswith(MARK, at + 1):
                    yield Marked("span", start, at + 1 + len(MARK), (start + 1, at), line_at(text, start))
            at += 1


# ---- the text with and without them ---------------------------------------------------------------


def public_words(text: str, block: str, span: str) -> str:
    """Return a text as the public may read it: each exempt block is the paragraph `block`, each span is `span`.

    Both are Markdown; an empty one leaves no trace. Texts that differ in their exempt words alone give the same.
    Raises ValueError where a mark is left, which the gate refuses before.

    >>> public_words("Bid of [£4m]{.exempt}.", "", "...")
    'Bid of ....'
    """
    return _without_marks(text, lambda _: block, lambda _: span)


def all_words(text: str, block: str) -> str:
    """Return a text as the exempt copy prints it: the words without their marks, `block` above those of each block.

    Raises ValueError where a mark is left, which the gate refuses before.

    >>> all_words("Bid of [£4m]{.exempt}.", "")
    'Bid of £4m.'
    """
    return _without_marks(text, lambda words: _joined(block, words), lambda words: words)


def exempt_words_of(text: str) -> list[str]:
    """Return the exempt words of a text, as Markdown, in order.

    >>> exempt_words_of("Bid of [£4m]{.exempt}.")
    ['£4m']
    """
    return [text[slice(*one.words)].strip() for one in marked(text)]


def without_exempt(text: str) -> str:
    """Return a text with its exempt words blanked out, each character in its place."""
    for one in marked(text):
        text = text[: one.start] + re.sub(r"[^\n]", " ", text[one.start : one.end]) + text[one.end :]
    return text


def _without_marks(text: str, block: Callable[[str], str], span: Callable[[str], str]) -> str:
    for one in reversed(marked(text)):
        before, after, words = text[: one.start], text[one.end :], text[slice(*one.words)]
        if one.kind == "block":
            text = _joined(_joined(before, block(words)), after)
        else:
            text = _in_line(before, span(words), after)
    if is_marked(text):
        raise ValueError("a mark .exempt is left in the text")
    return text


def _joined(above: str, below: str) -> str:
    """Return two texts with one empty line between them; where one holds nothing, the other."""
    below = below[BLANK_LINES.match(below).end() :]  # type: ignore[union-attr]
    if not above.strip():
        return below
    return above.rstrip(" \t\n") + ("\n\n" if below.strip() else "\n") + below


def _in_line(before: str, words: str, after: str) -> str:
    """Return words between others; where there are none, the gap that they would leave is closed."""
    if not words and before[-1:] in ("", "\n") and after[:1] in ("", "\n", " "):
        return before + after[1:]
    if not words and before[-1:] == " " and (not after or after[0] in " \n,.;:)"):
        return before[:-1] + after
    return before + words + after
