"""What a text that marks exempt words may not hold: marks in any but their two plain forms, and what could hide one.

Params stage. Takes a narrative's text, yields each thing that is refused. In a text that marks nothing this asks for
nothing. In one that does, Markdown is kept so plain that what Pandoc reads as exempt and what `exempt_words` takes out
are the same words: everything that could begin before a mark and end behind it, or spell a mark otherwise, is refused.
"""

import re
from collections.abc import Iterator

from sv_report.params.text import line_at
from sv_report.params.words.exempt_words import EXEMPT, MARK, Line, Marked, is_marked, lines_of, marked, paragraphs_of
from sv_report.params.words.footnotes import DEFINITION, LABEL
from sv_report.params.words.placeholder import MARKED
from sv_report.params.words.trespass import KeptOut, Trespass

NAME = "exempt"
IN_A_BLOCK = "Put the whole paragraph in a block: a line ::: {.exempt} above it, a line ::: below."
LEAVE_OUT = "or leave exempt matter out"


def _kept_out(message: str, remedy: str, form: str = "") -> KeptOut:
    return KeptOut(NAME, re.compile(form, re.MULTILINE) if form else None, message, remedy, in_code=True)


OTHER_FORM = _kept_out(
    "Words are marked .exempt in a form that is not known for certain to keep them from the public.",
    "Write [words]{.exempt} within a paragraph, or ::: {.exempt} and ::: at the beginning of lines of their own, with "
    f"nothing else in the brackets, {LEAVE_OUT}.",
)
NO_WORDS = _kept_out("What is marked .exempt holds no words.", "Write them, or delete the marks.")
IN_ANOTHER = _kept_out("Exempt words stand within exempt words.", "Take the inner marks away: all of it is exempt.")
FENCE_IN_LINE = _kept_out(
    "A block (:::) does not begin or end on a line of its own, so that nobody could say what in it is exempt.",
    "Put ::: at the beginning of its line, with nothing behind it but the block's kind, as in ::: {.exempt}.",
)
NO_GAP_ABOVE = _kept_out(
    "A block (:::) begins in the line below other words, so that it would be printed as part of them.",
    "Leave an empty line above it.",
)
NO_GAP_BELOW = _kept_out(
    "The line ::: stands directly below a quotation, a footnote or a definition, which would take it in.",
    "Leave an empty line above it.",
)
PUBLIC_NOTE = _kept_out(
    "The footnote is placed in exempt words or in other footnotes only, but its own words stand outside and would be "
    "published.",
    "Move the line of the footnote into the block that is exempt.",
)
EXEMPT_NOTE = _kept_out(
    "The footnote's own words are exempt, but it is placed outside exempt words too.",
    "Move the line of the footnote out of the block, or delete the other places.",
)
MARKER = r"(?:[-*+]|\(?(?:\d{1,9}|[A-Za-z]|[ivxlcdmIVXLCDM]{1,9}|#|@[\w-]*)[.)])(?:[ \t]|$)"  # of an item of a list
ITEM = re.compile(rf"[ \t]*{MARKER}")
BESIDE = (  # of the whole text: what may reach from one paragraph into another, or hide a mark
    _kept_out("Code stands in a text with exempt words, and could hide where they end.",
              "Write the words without ` or ~~~ marks.", r"`|^[ \t]*~{3,}"),
    _kept_out(r"A \ before a letter stands in a text with exempt words, and could hide where they end.",
              r"Delete the \.", r"\\[A-Za-z]"),
    _kept_out("HTML, or what may be read as such, stands in a text with exempt words, and could hide where they end.",
              r"For a plain < type \<.",
              r"(?<!\\)<(?=[A-Za-z/!?])(?!(?:https?://|mailto:)[^\s<>]*>|[\w.+-]+@[\w.-]+>)"),
    _kept_out("A table drawn with dashes stands in a text with exempt words, and could hide where they end.",
              "Write the table with | between its columns.", rf"^[ \t>]*(?:{MARKER}[ \t>]*)*(?:-[- \t]*$|\+[-=:+])"),
    _kept_out("A footnote has no words on its line, in a text with exempt words, and could take in what follows.",
              "Write the footnote's words behind its colon.", r"^[ \t]*\[\^[^\]\n]*\]:[ \t]*$"),
)  # fmt: skip
TAKES_IN = re.compile(r"[ \t]*(?:>|\[\^[^\]\n]*\]:|[:~](?:[ \t]|$))")
NO_WORDS_YET = re.compile(rf"[ \t>]*(?:{MARKER}[ \t>]*)*")
NO_PLAIN_START = re.compile(rf"[ \t]*(?:[#>|:~=+*-]|\[\^|[Tt]able:|{ITEM.pattern})")
IN_PARAGRAPH = (  # of a paragraph with exempt words
    _kept_out("A dollar sign stands in a paragraph with exempt words, and could begin maths.",
              rf"Type \$. {IN_A_BLOCK}", r"(?<!\\)\$"),
    _kept_out("A reference (@) stands in a paragraph with exempt words, and could take them in.",
              f"Name it in words. {IN_A_BLOCK}", r"(?<![A-Za-z0-9])@"),
    _kept_out("A link in a paragraph with exempt words has more than its address between ( and ).",
              f"Write [words](https://example.org). {IN_A_BLOCK}", r"\]\((?![^\s()<>\[\]\"']+\))"),
    _kept_out("A curly bracket in a paragraph with exempt words has quotation marks or other brackets in it.",
              IN_A_BLOCK, r"(?<!\{)\{(?!\{)(?![^{}\[\]\"'\n]*\})"),
    _kept_out("The sign ^ or ~ stands in a paragraph with exempt words, and could take in where they end.",
              IN_A_BLOCK, r"(?<!(?<!\\)\[)\^|~"),
    _kept_out(r"Two \ stand together in a paragraph with exempt words.", r"Delete them.", r"\\\\"),
    _kept_out("Exempt words stand in a footnote, a definition or a caption.", IN_A_BLOCK,
              r"^ {0,3}(?:\[\^[^\]\n]*\]:|[:~](?:[ \t]|$)|[Tt]able:)"),
)  # fmt: skip
INDENTED = _kept_out(
    "A paragraph with exempt words has a line that begins with spaces, or a tab, and could be read as code.",
    f"Begin it at the beginning of the line. {IN_A_BLOCK}",
    rf"\A[ \t]|^(?:{ITEM.pattern}|[ \t]*>)+[ \t]{{4}}|\t",
)
OVER_LINES = _kept_out("Exempt words go on from one item, row or heading into another.", IN_A_BLOCK)
HELD_BEFORE = _kept_out(
    r"The sign before [ makes something else of the brackets: an image, a footnote, a link or a plain bracket.",
    f"Put a space between the two. {IN_A_BLOCK}",
)
BEGINS_BLOCK = _kept_out(
    "Exempt words begin with the mark of a list, a heading or the like, which they would make without their brackets.",
    f"Put the mark before the bracket, as in - [words]{{.exempt}}. {IN_A_BLOCK}",
)
NO_SPAN = _kept_out("The brackets of exempt words begin with ^ or @, or stand in a placeholder.", IN_A_BLOCK)


def refused_marks(text: str) -> Iterator[Trespass]:
    """Yield what is refused of a text that marks exempt words, in the order of the rules.

    Where a mark is in another form, that is all that is said: what stands beside it is known once it is mended.
    """
    if not is_marked(text):
        return
    found = marked(text)
    others = list(_other_forms(text, found))
    yield from others or _beside(text, found)


def _beside(text: str, found: tuple[Marked, ...]) -> Iterator[Trespass]:
    yield from _nested(text, found)
    yield from _searched(BESIDE, text, text, 0)
    yield from _fences(text)
    for lines in paragraphs_of(text):
        spans = [one for one in found if one.kind == "span" and lines[0].start <= one.start < lines[-1].end]
        if spans:
            yield from _paragraph(text, lines, spans)
    yield from _notes(text, found)


def _at(kept_out: KeptOut, text: str, place: int) -> Trespass:
    """Return a trespass that does not repeat the words."""
    return Trespass(kept_out, line_at(text, place), "")


def _searched(rules: tuple[KeptOut, ...], text: str, part: str, start: int) -> Iterator[Trespass]:
    for rule in rules:
        yield from (_at(rule, text, start + match.start()) for match in rule.form.finditer(part)) if rule.form else ()


def _other_forms(text: str, found: tuple[Marked, ...]) -> Iterator[Trespass]:
    known = {one.words[1] + 2 if one.kind == "span" else text.index(MARK, one.start) + 1 for one in found}
    for match in EXEMPT.finditer(text):
        if match.start() not in known or text[match.start() : match.end()] != MARK[1:-1]:
            yield _at(OTHER_FORM, text, match.start())


def _nested(text: str, found: tuple[Marked, ...]) -> Iterator[Trespass]:
    for one in found:
        if not text[slice(*one.words)].strip():
            yield _at(NO_WORDS, text, one.start)
        if any(other.start < one.start and one.end <= other.end for other in found):
            yield _at(IN_ANOTHER, text, one.start)


def _fences(text: str) -> Iterator[Trespass]:
    above: list[Line] = []  # the lines that stand directly above
    for line in lines_of(text):
        if not line.fence and ":::" in line.text:
            yield _at(FENCE_IN_LINE, text, line.start)
        elif line.fence and line.fence["opens"] and above:
            yield _at(NO_GAP_ABOVE, text, line.start)
        elif line.fence and any(TAKES_IN.match(one.text) for one in above):
            yield _at(NO_GAP_BELOW, text, line.start)
        above = [] if line.is_blank or line.fence else [*above, line]


def _paragraph(text: str, lines: list[Line], spans: list[Marked]) -> Iterator[Trespass]:
    start, end = lines[0].start, lines[-1].end
    part = text[start:end]
    yield from _searched((*IN_PARAGRAPH, INDENTED), text, part, start)
    if not ITEM.match(part):
        deep = (line for line in lines if line.text.startswith("    "))
        yield from (_at(INDENTED, text, line.start) for line in deep)
    for match in MARKED.finditer(part):
        if re.search(r"[\[\]]", match[0]):
            yield _at(NO_SPAN, text, start + match.start())
    for span in spans:
        yield from _span(text, "|" in part, span)


def _span(text: str, in_table: bool, span: Marked) -> Iterator[Trespass]:
    words = text[slice(*span.words)]
    if text[max(span.start - 1, 0) : span.start] in ("\\", "!", "^", "]"):
        yield _at(HELD_BEFORE, text, span.start)
    if words.startswith(("^", "@")):
        yield _at(NO_SPAN, text, span.start)
    first, *others = words.split("\n")
    begins = text[text.rfind("\n", 0, span.start) + 1 : span.start].lstrip()
    if NO_WORDS_YET.fullmatch(begins) and NO_PLAIN_START.match(first):
        yield _at(BEGINS_BLOCK, text, span.start)
    over_cells = in_table and bool(others or "|" in first)
    over_lines = bool(others) and (begins.startswith("#") or any(NO_PLAIN_START.match(line) for line in others))
    if over_cells or over_lines:
        yield _at(OVER_LINES, text, span.start)


def _notes(text: str, found: tuple[Marked, ...]) -> Iterator[Trespass]:
    """Yield the footnotes whose words and whose places are not on the same side."""
    starts = {match.start() + match[0].index("[") for match in DEFINITION.finditer(text)}
    placed = [(match["label"], match.start()) for match in LABEL.finditer(text) if match.start() not in starts]
    in_notes = [
        (lines[0].start, lines[-1].end)
        for lines in paragraphs_of(text)
        if lines[0].text[0] in " \t" or any(DEFINITION.match(line.text) for line in lines)
    ]
    for match in LABEL.finditer(text):
        if match.start() not in starts:
            continue
        places = [place for label, place in placed if label == match["label"]]
        if _is_exempt(match.start(), found):
            outside = [place for place in places if not _is_exempt(place, found)]
            yield from (_at(EXEMPT_NOTE, text, place) for place in outside)
        elif not any(not _is_exempt(place, found) and not _is_in(place, in_notes) for place in places):
            yield _at(PUBLIC_NOTE, text, match.start())


def _is_exempt(place: int, found: tuple[Marked, ...]) -> bool:
    return _is_in(place, [(one.start, one.end) for one in found])


def _is_in(place: int, spans: list[tuple[int, int]]) -> bool:
    return any(start <= place < end for start, end in spans)
