"""The sections of a manuscript's body as their reader meets them: headings, and the words under each without marks.

Manuscript stage. What the checks look at is what is printed, whatever notebook, narrative or profile it came from.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from sv_report.exhibits.text import ESCAPED
from sv_report.manuscript.printed import CELLS, CHART

HEADING = re.compile(r"^(?P<marks>#{2,6}) (?P<words>.*?)(?: \{section=(?P<section>\w+)\})?$")
RULER = re.compile(r"^\|(?:\s*:?-+:?\s*\|)+$")
CAPTION = re.compile(r"^: (?P<words>.*?)(?: \{#[^}]*\})?$")
ITEM = re.compile(r"^\s*(?:[-*+]|\(?[\dA-Za-z]{1,4}[.)]|#\.) +(?P<words>.*)$")
FENCE = re.compile(r"^:{3,}\s*(?:\{(?P<about>[^}]*)\})?\s*$")
SPAN = re.compile(r"\[(?P<words>(?:\\.|[^\[\]\\])*)\](?:\{[^{}]*\}|\((?:\\.|[^()\\])*\))")
MARKS = re.compile(r"\*\*|\[\^[^\]]+\]:?|(?<![\\\w])[*_](?=\S)|(?<=\S)(?<!\\)[*_](?!\w)")
DRAFT = "callout-important"
LANDSCAPE = ".landscape"  # a block that says how its pages stand, and nothing of its words

Kind = Literal["heading", "paragraph", "item", "row", "caption", "chart", "draft", "note"]


@dataclass(frozen=True)
class Passage:
    """A paragraph, an item of a list, a row of a table and so on, as plain text; a row also as its cells."""

    kind: Kind
    text: str
    cells: tuple[str, ...] = ()


@dataclass(frozen=True)
class PrintedSection:
    """A section of the profile as it is printed: its id, heading and level, and what stands under it.

    What stands before the first heading, and appendices and annexes, have no id.
    """

    id: str
    heading: str
    level: int
    passages: tuple[Passage, ...]

    @property
    def is_draft(self) -> bool:
        """Whether a notice says that it is still to be written or confirmed."""
        return any(passage.kind == "draft" for passage in self.passages)

    @property
    def prose(self) -> tuple[str, ...]:
        """Its paragraphs and the items of its lists."""
        return tuple(passage.text for passage in self.passages if passage.kind in ("paragraph", "item"))

    @property
    def text(self) -> str:
        """All its words, a line a passage, without notices that it is a draft."""
        return "\n".join(passage.text for passage in self.passages if passage.kind != "draft")


def printed_sections(body: str) -> tuple[PrintedSection, ...]:
    """Return the sections of a manuscript's body in order."""
    sections = [PrintedSection("", "", 1, ())]
    for passage, section, level in _passages(body):
        own = sections[-1]
        if passage.kind == "heading" and (section or level <= max(own.level, 2)):
            sections.append(PrintedSection(section, passage.text, level, ()))
        else:
            sections[-1] = PrintedSection(own.id, own.heading, own.level, (*own.passages, passage))
    return tuple(sections)


def _passages(body: str) -> Iterator[tuple[Passage, str, int]]:
    """Yield each passage, and of a heading the section that it begins and its level."""
    notice: Kind | None = None
    for block in _blocks(body):
        first = block[0]
        heading, fence = HEADING.match(first), FENCE.match(first)
        if heading:
            yield Passage("heading", plain(heading["words"])), heading["section"] or "", len(heading["marks"])
            continue
        if fence and fence["about"]:
            if LANDSCAPE not in fence["about"]:
                notice = "draft" if DRAFT in fence["about"] else "note"
            block = block[1:]
        closes = bool(block) and bool(FENCE.match(block[-1])) and not (FENCE.match(block[-1]) or {"about": 1})["about"]
        for passage in _of_block(block[:-1] if closes else block):
            yield Passage(notice or passage.kind, passage.text, passage.cells), "", 0
        notice = None if closes else notice


def _blocks(body: str) -> Iterator[list[str]]:
    block: list[str] = []
    for line in [*body.split("\n"), ""]:
        if line.strip() and not HEADING.match(line):
            block.append(line)
            continue
        if block:
            yield block
        block = []
        if line.strip():
            yield [line]


def _of_block(lines: list[str]) -> Iterator[Passage]:
    paragraph: list[str] = []
    kind: Kind = "paragraph"
    for line in lines:
        found = _alone(line)
        item = ITEM.match(line)
        if paragraph and (found or item):
            yield Passage(kind, plain(" ".join(paragraph)))
            paragraph = []
        if found:
            yield found
        elif not RULER.match(line):
            kind = "item" if item else kind if paragraph else "paragraph"
            paragraph.append(item["words"] if item else line.strip())
    if paragraph:
        yield Passage(kind, plain(" ".join(paragraph)))


def _alone(line: str) -> Passage | None:
    """Return the passage of a line that is one by itself: a table's row, a caption, a chart."""
    if line.startswith("|") and not RULER.match(line):
        cells = tuple(plain(cell.strip()) for cell in CELLS.split(line)[1:-1])
        return Passage("row", " ".join(cells), cells)
    if caption := CAPTION.match(line):
        return Passage("caption", plain(caption["words"]))
    if chart := CHART.match(line):
        return Passage("chart", plain(chart["words"]))
    return None


def plain(markdown: str) -> str:
    r"""Return a line of a manuscript as its reader sees it.

    >>> plain(r"Of this [£16\.579m]{.fact fact='sv_validated_to_date'} is **validated** by St\. Helens")
    'Of this £16.579m is validated by St. Helens'
    """
    text = markdown
    while (bare := SPAN.sub(lambda match: match["words"], text)) != text:
        text = bare
    return ESCAPED.sub(r"\1", MARKS.sub("", text)).strip()
