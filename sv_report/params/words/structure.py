"""What narrative's lines say of each other: fences and divs that are closed, tables and lists that are told apart.

Params stage. Each rule here needs more than a form to look for; `dialect` asks them all.
"""

import re
from collections.abc import Iterator

from sv_report.params.text import line_at
from sv_report.params.words.code_blocks import FENCE, fenced, without_code, without_indented
from sv_report.params.words.footnotes import loose_notes
from sv_report.params.words.placeholder import MARKED, RULER
from sv_report.params.words.trespass import KeptOut, Trespass

DIV = re.compile(r"^ {0,3}:{3,}[ \t]*(?P<opens>[^\s:][^\n]*)?$")
TURNED = re.compile(r"^(?P<before>.*?):{3,}[ \t]*(?:landscape\b|\{[^}\n]*\.landscape\b)")
SEEN_THROUGH = re.compile(
    r"\.exempt\b|\.content-(?:visible|hidden)\b"
)  # blocks that are gone before pages are laid out
FIRST_ITEM = re.compile(
    r"^ {0,3}(?:[-*+]|#\.|\(?(?:1|i|a)\)|[1ia]\.)[ \t]+\S"
)  # further ones may be a date or a clause
NO_PARAGRAPH = re.compile(r"^ {0,3}(?:#{1,6}[ \t]|:{3,}|>|\||\{\{[ \t]*exhibit)")

UNCLOSED_FENCE = KeptOut(
    "unclosed_code", None,
    "The code that begins here is not closed, so it would take in what follows, the next sections too.",
    "Put a line of the same marks (``` or ~~~) below it, or delete this line.",
)  # fmt: skip
UNCLOSED_DIV = KeptOut(
    "unclosed_div", None,
    "The block (:::) that begins here is not closed, so it would take in what follows, the next sections too.",
    "Put a line ::: below it, or delete this line.",
)  # fmt: skip
CLOSED_TWICE = KeptOut(
    "unclosed_div", None,
    "This line (:::) closes a block, but none is open.",
    "Delete the line, or begin the block above with ::: and its kind, as in ::: {.callout-note}.",
)  # fmt: skip
TURNED_WITHIN = KeptOut(
    "landscape", None,
    "The landscape page (::: {.landscape}) begins within a paragraph, a list, a quotation or another block, where no "
    "page can be turned.",
    "Put ::: {.landscape} at the beginning of a line of its own, with an empty line above, outside of every other "
    "block.",
)  # fmt: skip
IN_CODE = KeptOut(
    "placeholder_in_code", None,
    "A placeholder stands in code (between ` marks, or indented by four spaces), where no fact can be printed.",
    "Take the ` marks, or the spaces at the beginning of the line, away.",
)  # fmt: skip
LONG_ROW = KeptOut(
    "table_row", None,
    "The row of the table has more cells than the line of dashes has columns: the last would not be printed.",
    r"Take a cell away, or give every row and the line of dashes one more; for a plain | type \|.",
)  # fmt: skip
LIST_IN_PARAGRAPH = KeptOut(
    "list_in_paragraph", None,
    "The list begins in the line below a paragraph, so it would be printed as part of its sentence.",
    "Leave an empty line above the list.",
)  # fmt: skip


def crooked(text: str) -> Iterator[Trespass]:
    """Yield what is wrong between the lines of a text."""
    for block in fenced(text):
        if not block.closed:
            yield Trespass(UNCLOSED_FENCE, line_at(text, block.start), "")
    words = without_code(text)
    lines = words.split("\n")
    yield from _divs(lines)
    yield from _placeholders(text, without_indented(words))
    yield from _tables(lines)
    yield from _lists(text.split("\n"), lines)
    yield from loose_notes(text)


def _divs(lines: list[str]) -> Iterator[Trespass]:
    opened: list[int] = []
    for number, line in enumerate(lines, 1):
        match = DIV.match(line)
        if turned := TURNED.match(line):
            around = [lines[outer - 1] for outer in opened]
            above = lines[number - 2] if number > 1 else ""
            if not _may_turn(turned["before"], above, around):
                yield Trespass(TURNED_WITHIN, number, line.strip())
        if match and match["opens"]:
            opened.append(number)
        elif match and opened:
            opened.pop()
        elif match:
            yield Trespass(CLOSED_TWICE, number, "")
    for number in opened:
        yield Trespass(UNCLOSED_DIV, number, "")


def _may_turn(before: str, above: str, around: list[str]) -> bool:
    """Return whether a page may be turned: on a line of its own, in no block that is there when pages are laid out."""
    apart = not above.strip() or bool(DIV.match(above))
    return not before and apart and all(SEEN_THROUGH.search(line) for line in around)


def _placeholders(text: str, words: str) -> Iterator[Trespass]:
    for match in MARKED.finditer(text):
        if words[match.start() : match.end()] != match[0]:
            yield Trespass(IN_CODE, line_at(text, match.start()), match[0])


def _tables(lines: list[str]) -> Iterator[Trespass]:
    columns = 0
    for number, line in enumerate(lines, 1):
        below = lines[number] if number < len(lines) else ""
        if not columns and "|" in line and RULER.match(below):
            columns = _cells(below)
        columns = columns if line.strip() else 0
        if columns and _cells(line) > columns:
            yield Trespass(LONG_ROW, number, "")


def _cells(line: str) -> int:
    row = re.sub(r"\\.", "xx", line).strip()
    return row.removeprefix("|").removesuffix("|").count("|") + 1


def _lists(typed: list[str], lines: list[str]) -> Iterator[Trespass]:
    """Yield the lists that begin within a paragraph; `typed` are the lines with their code."""
    in_paragraph = in_list = False
    for number, (line, words) in enumerate(zip(typed, lines, strict=True), 1):
        item = FIRST_ITEM.match(words)
        if item and in_paragraph:
            yield Trespass(LIST_IN_PARAGRAPH, number, "")
        in_list = bool(item) or (in_list and bool(line.strip()))
        fence = FENCE.match(line) and not words.strip()
        in_paragraph = bool(words.strip()) and not (in_list or NO_PARAGRAPH.match(words) or fence)
