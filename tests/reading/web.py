"""A web page read in its order: elements, roles and names as a screen reader is told them."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import lxml.html

from tests.reading.elements import Cell, Document, Element, Run, links_of, plain, text_of

LANDMARKS = {"header": "banner", "nav": "navigation", "footer": "foot"}
SCOPES = {"col": "column", "colgroup": "column", "row": "row", "rowgroup": "row"}
PICTURES = ("img", "svg")
TEXT_BLOCKS = ("p", "pre", "figcaption", "caption", "dt", "dd", "summary")
NO_LINK = Run("")
UNREAD = ("script", "style", "template", "title")


def read_web(path: Path) -> Document:
    """Return what a web page says: `<main>` as its elements, the rest as what stands around it."""
    root = lxml.html.parse(str(path), lxml.html.HTMLParser(encoding="utf-8")).getroot()
    main = root.find(".//main")
    elements = [*_blocks(main)]
    notes = [*_notes(root)]
    return Document(
        title=plain(root.findtext(".//title") or ""),
        language=root.get("lang") or "",
        elements=(*elements, *notes),
        around=tuple(_around(root.body)),
    )


def structure(path: Path) -> list[tuple[str, str, dict[str, str]]]:
    """Return every element of a web page in order: its tag, the text that opens it, its attributes."""
    root = lxml.html.parse(str(path), lxml.html.HTMLParser(encoding="utf-8")).getroot()
    return [(str(node.tag), plain(node.text or ""), dict(node.attrib)) for node in root.iter(lxml.html.etree.Element)]


def _around(body: Any) -> Iterator[Element]:
    for node in body.iter():
        if node.tag in LANDMARKS and next(node.iterancestors("main"), None) is None:
            for element in _blocks(node):
                yield Element(element.kind, element.text, element.level, LANDMARKS[node.tag], element.links)
        elif node.tag == "a" and "skip" in node.classes:
            runs = [*_runs(node)]
            yield Element("paragraph", text_of(runs), mark="skip link", links=links_of(runs))


def _blocks(parent: Any) -> Iterator[Element]:
    """Yield what stands in a node: of text that is in no block of its own, a paragraph."""
    loose: list[Run] = [Run(parent.text or "")]
    for node in parent:
        if _is_inline(node):
            loose += _runs(node)
        else:
            yield from _paragraph(loose)
            loose = []
            yield from _block(node)
        loose.append(Run(node.tail or ""))
    yield from _paragraph(loose)


def _paragraph(runs: list[Run], kind: str = "paragraph") -> Iterator[Element]:
    if text := text_of(runs):
        yield Element(kind, text, links=links_of(runs))


def _is_inline(node: Any) -> bool:
    return not isinstance(node.tag, str) or node.tag in (
        "a", "span", "em", "strong", "b", "i", "code", "sup", "sub", "br", "del", "s", "u", "abbr", "small", "q", "mark",
    )  # fmt: skip


def _block(node: Any) -> Iterator[Element]:
    if node.tag in UNREAD or node.get("aria-hidden") == "true" or node.get("role") == "doc-endnotes":
        return
    if node.tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
        runs = [*_runs(node)]
        yield Element("heading", text_of(runs), int(node.tag[1]), links=links_of(runs))
    elif node.tag == "table":
        yield from _table(node)
    elif node.tag in ("ul", "ol"):
        yield from _items(node, 1)
    elif node.tag in PICTURES:
        yield Element("figure", _alternative(node))
    elif node.tag in TEXT_BLOCKS:
        yield from _paragraph([*_runs(node)], "caption" if node.tag == "figcaption" else "paragraph")
        for picture in node.iter(*PICTURES):
            yield Element("figure", _alternative(picture))
    elif node.tag == "nav":
        yield from (Element("contents", one.text, links=one.links) for one in _blocks(node))
    else:
        yield from _blocks(node)


def _items(list_: Any, level: int) -> Iterator[Element]:
    mark = "bullet" if list_.tag == "ul" else "number"
    for item in list_.findall("li"):
        runs = [*_runs(item, stop=("ul", "ol"))]
        yield Element("item", text_of(runs), level, mark, links_of(runs))
        for inner in item.iter("ul", "ol"):
            if next(inner.iterancestors("li")) is item:
                yield from _items(inner, level + 1)


def _table(node: Any) -> Iterator[Element]:
    caption = node.find("caption")
    if caption is not None:
        yield from _paragraph([*_runs(caption)], "caption")
    widths = [float(column.get("style").split(":")[1].rstrip("%; ")) * 10 for column in node.iter("col")]
    yield Element("table", rows=tuple(map(_row, node.iter("tr"))), columns=tuple(widths))


def _row(row: Any) -> tuple[Cell, ...]:
    cells = [(cell, [*_runs(cell)]) for cell in row.iterchildren("th", "td")]
    return tuple(
        Cell(text_of(runs), SCOPES.get(cell.get("scope"), "") if cell.tag == "th" else "", links_of(runs))
        for cell, runs in cells
    )


def _notes(root: Any) -> Iterator[Element]:
    for item in root.xpath("//*[@role='doc-endnotes']//li"):
        runs = [run for run in _runs(item) if run.text != "↩︎"]
        yield Element("note", text_of(runs), links=links_of(runs))


def _runs(node: Any, link: Run = NO_LINK, stop: tuple[str, ...] = ()) -> Iterator[Run]:
    """Yield the words in a node; a link has the name that is said of it, which may be more than it shows."""
    if not isinstance(node.tag, str) or node.tag in (*UNREAD, *PICTURES, *stop):
        return
    if node.tag == "a" and node.get("href"):
        link = Run("", node.get("href"), node.get("aria-label") or "")
    if node.tag == "br":
        yield replace(link, text=" ")
    if "footnote-ref" in node.classes:
        yield replace(link, text=f"[{node.text_content()}]")
        return
    yield replace(link, text=node.text or "")
    for child in node:
        yield from _runs(child, link, stop)
        if child.tag in TEXT_BLOCKS:
            yield replace(link, text=" ")
        yield replace(link, text=child.tail or "")


def _alternative(picture: Any) -> str:
    """Return a picture's text alternative: of a drawing in the page its description, or else its title."""
    if picture.tag == "img":
        return plain(picture.get("alt") or "")
    named = (picture.get(name) or "" for name in ("aria-describedby", "aria-labelledby"))
    ids = [id_ for names in named for id_ in names.split()]
    described = [picture.getroottree().getroot().get_element_by_id(id_, None) for id_ in ids]
    own = [node for node in picture if node.tag in ("desc", "title")]
    own.sort(key=lambda node: str(node.tag))  # desc first
    said = [node.text_content() for node in (*own, *described) if node is not None]
    return plain(next((text for text in said if text.strip()), picture.get("aria-label") or ""))
