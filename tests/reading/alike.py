"""What Word, PDF and web page say alike: headings, captions, paragraphs, items, table cells, text alternatives.

`SPECIFIC` lists what a format says in its own way; all else is the same in the same order.
"""

import re

from tests.reading.elements import Document, Element

NO_BREAK = "\u00a0"
SPECIFIC = {
    "contents": "A list of contents is a web page's or a Word file's; a PDF has bookmarks instead.",
    "no-break space": "In Word `Table 1` is held together by a no-break space, since its number is a field.",
    "link to the sources": "After a caption a web page links to where its numbers come from; paper has no room for it.",
    "way about": "A web page links from a chart to its numbers, and from its end to its contents.",
    "line's end": "A PDF has no space where a line ends, and its reader may put one too many, or none.",
    "stand-in": "A PDF shows a stand-in for characters that its typeface lacks: see the finding render-stand-in.",
}
WAY_ABOUT = re.compile(r"The numbers in Table \d+|Back to the contents")
TO_SOURCES = re.compile(r" Sources of (?:Table|Figure) \d+$")
STAND_IN, LEFT_TO_RIGHT = "\ufffd", "\u200e"


def sequence(document: Document) -> list[str]:
    """Return what a document says in every format, a line each; what is in `SPECIFIC` is taken off."""
    return [line for element in document.elements if not _is_a_way(element) for line in _lines(element)]


def _is_a_way(element: Element) -> bool:
    """Return whether an element only leads about the document."""
    return element.kind == "contents" or bool(element.links and WAY_ABOUT.fullmatch(element.text))


def _lines(element: Element) -> list[str]:
    if element.kind == "table":
        return [f"cell: {_plain(cell.text)}" for row in element.rows for cell in row]
    level = f" {element.level}" if element.kind in ("heading", "item") else ""
    text = TO_SOURCES.sub("", element.text) if element.kind == "caption" and element.links else element.text
    return [f"{element.kind}{level}: {_plain(text)}"]


def _plain(text: str) -> str:
    return text.replace(NO_BREAK, " ")


def says_the_same(one: str, pdf: str) -> bool:
    """Return whether a PDF's line says what another format's does, but for spaces and for stand-ins.

    A stand-in stands for one or more characters beyond ASCII, with the spaces between them.
    """
    whole, drawn = (line.replace(" ", "").replace(LEFT_TO_RIGHT, "") for line in (one, pdf))
    if STAND_IN not in drawn:
        return whole == drawn
    pattern = "[^\x00-\x7f]+".join(re.escape(part) for part in drawn.split(STAND_IN))
    return re.fullmatch(pattern, whole) is not None
