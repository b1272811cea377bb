"""The landscape pages of a Word file: its sections, each with the page header and footer of its width.

Takes the parts as the filter's section breaks left them, which say no more than the page's size; gives sections with
margins, page header and footer. A page header reaches from margin to margin by a tab, so turned pages have a copy of
it whose tab stands further right.
"""

from collections.abc import Iterator
from copy import deepcopy

from lxml import etree

from sv_report.render.package import CONTENT_TYPES, R, parse, serialise, w

TURNED = "Wide"  # what a turned page's header or footer has behind its name
_RELATIONS = "word/_rels/document.xml.rels"
_EDGES = ("headerReference", "footerReference")
_ID = f"{{{R}}}id"


def text_widths(root: etree._Element) -> Iterator[tuple[etree._Element, int]]:
    """Yield each block of the body, and the width between the margins of its page in twentieths of a point."""
    blocks: list[etree._Element] = []
    last = _last_section(root)
    for block in _body(root):
        blocks.append(block)
        section = block if block is last else block.find(f"{w('pPr')}/{w('sectPr')}")
        if section is not None:
            width = _text_width(section, last)
            yield from ((one, width) for one in blocks)
            blocks = []


def finish_sections(root: etree._Element) -> bool:
    """Give each section margins, page header and footer; return whether any page is turned."""
    last = _last_section(root)
    breaks = [one for one in root.iter(w("sectPr")) if one is not last]
    for section in breaks:
        _to_the_paragraph_before(section)
    if breaks and _is_empty_after(breaks[-1]):
        _end_with(breaks.pop(), last)
    sections = [*breaks, last]
    upright = deepcopy(last)
    for place, section in enumerate(sections):
        _complete(section, upright, is_first=place == 0)
    return any(_is_turned(section) for section in sections)


def add_turned_edges(parts: dict[str, bytes]) -> list[str]:
    """Add the turned pages' headers and footers, copies of the upright ones; return the names of the headers."""
    relations = parse(parts[_RELATIONS])
    names = []
    for relation in list(relations):
        kind = (relation.get("Type") or "").rpartition("/")[2]
        if kind in ("header", "footer"):
            name = relation.get("Target") or ""
            turned = name.replace(".xml", f"{TURNED}.xml")
            _copy(parts, name, turned)
            again = deepcopy(relation)
            again.set("Id", (relation.get("Id") or "") + TURNED)
            again.set("Target", turned)
            relations.append(again)
            names += [f"word/{turned}"] if kind == "header" else []
    parts[_RELATIONS] = serialise(relations)
    return names


def _copy(parts: dict[str, bytes], name: str, turned: str) -> None:
    root = parse(parts[f"word/{name}"])
    for tab in root.iter(w("tab")):
        if tab.get(w("val")) == "right":
            tab.set(w("pos"), str(int(tab.get(w("pos"), "0")) + _WIDER))
    parts[f"word/{turned}"] = serialise(root)
    if (related := f"word/_rels/{name}.rels") in parts:
        parts[f"word/_rels/{turned}.rels"] = parts[related]
    types = parse(parts[CONTENT_TYPES])
    (own,) = (one for one in types if one.get("PartName") == f"/word/{name}")
    again = deepcopy(own)
    again.set("PartName", f"/word/{turned}")
    types.append(again)
    parts[CONTENT_TYPES] = serialise(types)


# ---- sections ------------------------------------------------------------------------------------
_WIDER = 16838 - 11906  # of A4 turned, in twentieths of a point


def _body(root: etree._Element) -> etree._Element:
    body = root.find(w("body"))
    assert body is not None, "a document has a body"
    return body


def _last_section(root: etree._Element) -> etree._Element:
    last = _body(root).find(w("sectPr"))
    assert last is not None, "the body ends with its section's properties"
    return last


def _is_turned(section: etree._Element) -> bool:
    size = section.find(w("pgSz"))
    return size is not None and size.get(w("orient")) == "landscape"


def _text_width(section: etree._Element, last: etree._Element) -> int:
    size, margins = section.find(w("pgSz")), last.find(w("pgMar"))
    assert size is not None, "every section says how large its pages are"
    assert margins is not None, "the reference document says how wide the margins are"
    return int(size.get(w("w"), "0")) - int(margins.get(w("left"), "0")) - int(margins.get(w("right"), "0"))


def _paragraph_of(section: etree._Element) -> etree._Element:
    paragraph = next(section.iterancestors(w("p")))
    assert isinstance(paragraph, etree._Element)
    return paragraph


def _block_before(block: etree._Element) -> etree._Element | None:
    before = block.getprevious()
    while before is not None and before.tag in (w("bookmarkStart"), w("bookmarkEnd")):
        before = before.getprevious()
    return before


def _to_the_paragraph_before(section: etree._Element) -> None:
    """Move a section's end to the last paragraph in it: an empty one could stand on a page of its own."""
    own = _paragraph_of(section)
    before = _block_before(own)
    if before is None or before.tag != w("p") or before.find(f"{w('pPr')}/{w('sectPr')}") is not None:
        return
    properties = before.find(w("pPr"))
    if properties is None:
        properties = etree.Element(w("pPr"))
        before.insert(0, properties)
    properties.append(section)
    for left in own.iterchildren(w("bookmarkStart"), w("bookmarkEnd")):
        own.addprevious(left)
    _body_of(own).remove(own)


def _body_of(block: etree._Element) -> etree._Element:
    parent = block.getparent()
    assert parent is not None, "a block stands in the body"
    return parent


def _is_empty_after(section: etree._Element) -> bool:
    """Return whether no block stands between a section's end and that of the last."""
    after = _paragraph_of(section).itersiblings(w("p"), w("tbl"))
    return next(after, None) is None


def _end_with(section: etree._Element, last: etree._Element) -> None:
    """Make a section the last, in the place of one without a block, which would be an empty page."""
    size = section.find(w("pgSz"))
    old = last.find(w("pgSz"))
    assert size is not None
    assert old is not None
    last.replace(old, size)
    _body_of(section).remove(section)


def _complete(section: etree._Element, upright: etree._Element, *, is_first: bool) -> None:
    """Give a section what the last one has, in its own size; only the report's first page is a first page."""
    own = deepcopy(upright)
    size, old = section.find(w("pgSz")), own.find(w("pgSz"))
    assert size is not None
    assert old is not None
    own.replace(old, deepcopy(size))
    for name in _EDGES:
        for reference in own.findall(w(name)) if _is_turned(own) else ():
            reference.set(_ID, (reference.get(_ID) or "") + TURNED)
    for first in own.findall(w("titlePg")) if not is_first else ():
        own.remove(first)
    section[:] = list(own)
