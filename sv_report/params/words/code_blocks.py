"""Code in Markdown: which characters of a text stand in it, so that rules for words pass it over.

Params stage. Fenced and indented blocks and spans are told apart as Pandoc tells them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

FENCE = re.compile(r"^(?P<lead>[ \t]*)(?P<fence>`{3,}(?=[^`\n]*$)|~{3,})(?P<info>[^\n]*)$")
SPAN = re.compile(r"(?<![`\\])(?P<ticks>`+)(?!`)(?:(?!\n\s*\n).)+?(?<!`)(?P=ticks)(?!`)", re.DOTALL)
ITEM = re.compile(r"^(?P<marker>[ \t]*(?:[-*+]|#\.|\(?[A-Za-z0-9]{1,5}[.)]|\[\^[^\]\s]+\]:)[ \t]+)\S")
NOTE_INDENT = 4  # of what belongs to a footnote or is code, by Pandoc's manual


@dataclass(frozen=True)
class Fenced:
    """A fenced block: where it begins and ends in the text, and whether a closing fence ends it."""

    start: int
    end: int
    closed: bool


def fenced(text: str) -> Iterator[Fenced]:
    """Yield the fenced blocks of a text in order; one without a closing fence reaches to the end."""
    position, start, fence = 0, 0, ""
    for line in text.split("\n"):
        match = FENCE.match(line)
        if match and not fence:
            start, fence = position, match["fence"]
        elif match and match["fence"].startswith(fence) and not match["info"].strip():
            yield Fenced(start, position + len(line), closed=True)
            fence = ""
        position += len(line) + 1
    if fence:
        yield Fenced(start, len(text), closed=False)


def without_code(text: str) -> str:
    """Return the text with fenced blocks and spans blanked out, each character in its place."""
    for block in fenced(text):
        text = text[: block.start] + _blank(text[block.start : block.end]) + text[block.end :]
    return SPAN.sub(lambda match: _blank(match[0]), text)


def without_indented(text: str) -> str:
    """Return the text with indented blocks of code blanked out: lines further in than their paragraph or list."""
    lines, blank_above, offset, in_code = [], True, 0, False
    for line in text.split("\n"):
        indent = len(line.expandtabs(4)) - len(line.expandtabs(4).lstrip())
        item = ITEM.match(line)
        in_code = bool(line.strip()) and indent >= offset + NOTE_INDENT and (blank_above or in_code)
        if line.strip() and not in_code:
            if item:
                offset = NOTE_INDENT if "[^" in item["marker"] else len(item["marker"].expandtabs(4))
            elif blank_above and indent < offset:
                offset = 0 if not indent else min(offset, indent)
        lines.append(_blank(line) if in_code else line)
        blank_above = not line.strip()
    return "\n".join(lines)


def _blank(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)
