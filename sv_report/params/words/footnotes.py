"""Footnotes: each label is a section's own, so that two sections may both have a note 1.

Params stage. The sections of a report are one file in the end; `own_notes` gives each section's labels its name.
"""

import re
from collections.abc import Iterator

from sv_report.params.text import line_at
from sv_report.params.words.code_blocks import without_code, without_indented
from sv_report.params.words.trespass import KeptOut, Trespass

LABEL = re.compile(r"(?<!\\)\[\^(?P<label>[^\]\s^\[]+)\]")
DEFINITION = re.compile(r"^ {0,3}\[\^[^\]\s^\[]+\]:", re.MULTILINE)


def own_notes(text: str, section: str) -> str:
    """Return the text with the labels of its footnotes, outside code, made the section's own.

    >>> own_notes("One.[^1] `[^1]`\\n\\n[^1]: A note.", "detail")
    'One.[^detail-1] `[^1]`\\n\\n[^detail-1]: A note.'
    """
    parts, end = [], 0
    for match in LABEL.finditer(_words(text)):
        parts += [text[end : match.start("label")], f"{section}-"]
        end = match.start("label")
    return "".join([*parts, text[end:]])


def loose_notes(text: str) -> Iterator[Trespass]:
    """Yield the footnotes of a text that have no words, no place or two texts."""
    words = _words(text)
    starts = {match.start() + match[0].index("[") for match in DEFINITION.finditer(words)}
    found = [(match["label"], match.start()) for match in LABEL.finditer(words)]
    defined: dict[str, int] = {}
    for label, start in found:
        if start in starts and label in defined:
            yield _trespass(text, label, start, "is written twice", "Give one of the two another label.")
        elif start in starts:
            defined[label] = start
    used = {label: start for label, start in reversed(found) if start not in starts}
    for label in used.keys() - defined.keys():
        yield _trespass(
            text, label, used[label], "has no text", f"Write it in the same file: [^{label}]: and its words."
        )
    for label in defined.keys() - used.keys():
        yield _trespass(
            text, label, defined[label], "is not placed", f"Write [^{label}] where it belongs, or delete it."
        )


def _words(text: str) -> str:
    return without_indented(without_code(text))


def _trespass(text: str, label: str, start: int, what: str, remedy: str) -> Trespass:
    return Trespass(KeptOut("footnote", None, f"The footnote [^{label}] {what}.", remedy), line_at(text, start), "")
