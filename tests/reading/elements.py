"""What a document says, in one shape for Word, PDF and web page."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

KINDS = ("heading", "paragraph", "item", "caption", "table", "figure", "contents", "note")


@dataclass(frozen=True)
class Link:
    """Words that lead somewhere: `#name` within the document, else an address."""

    text: str
    target: str


@dataclass(frozen=True)
class Cell:
    """A cell of a table; `heads` is what it is the header of: `column`, `row`, or nothing."""

    text: str
    heads: str = ""
    links: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Element:
    """One thing that is read: of `KINDS`. A figure's text is its text alternative.

    `level` is a heading's, or how deep an item stands; `mark` tells a bulleted item from a numbered one. A table has
    `rows`, and `columns`: how wide they are in thousandths of the table, in a PDF where they begin in points.
    """

    kind: str
    text: str = ""
    level: int = 0
    mark: str = ""
    links: tuple[Link, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    columns: tuple[float, ...] = ()


@dataclass(frozen=True)
class Document:
    """A document's elements in reading order, its footnotes last.

    `around` is what stands round the text: a page's head and foot, a web page's landmarks. `pages` is 0 for a web page
    and for a Word file, whose pages only a word processor knows.
    """

    title: str
    language: str
    elements: tuple[Element, ...]
    around: tuple[Element, ...] = ()
    pages: int = 0

    def of(self, kind: str) -> tuple[Element, ...]:
        """Return the elements of a kind."""
        return tuple(element for element in self.elements if element.kind == kind)


def plain(text: str) -> str:
    """Return a text with its white space collapsed."""
    return re.sub(r"[ \t\r\n]+", " ", text).strip(" ")


@dataclass(frozen=True)
class Run:
    """A piece of a line: its words, where they lead to, and what is said of the link in place of its words."""

    text: str
    target: str = ""
    said: str = ""


def text_of(runs: Iterable[Run]) -> str:
    """Return the text of runs."""
    return plain("".join(run.text for run in runs))


def links_of(runs: Iterable[Run]) -> tuple[Link, ...]:
    """Return the links of runs, those of one target side by side as one."""
    links: list[Link] = []
    before = ""
    for run in runs:
        if run.target and run.target == before:
            links[-1] = Link(links[-1].text + (run.text if not run.said else ""), run.target)
        elif run.target:
            links.append(Link(run.said or run.text, run.target))
        before = run.target
    return tuple(Link(plain(link.text), link.target) for link in links)
