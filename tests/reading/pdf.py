"""A PDF read by its tag tree, as assistive programs read it: in the order of the tags, not of the page."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf

from tests.reading.elements import Cell, Document, Element, Link, plain
from tests.reading.marked import MarkedContent, Shown, joined

HEADINGS = {f"/H{level}": level for level in range(1, 7)}
SCOPES = {"/Column": "column", "/Row": "row"}
INLINE = ("/Span", "/Link", "/Reference", "/Lbl", "/Code", "/Quote", "/Em", "/Strong", "/Annot")
BULLETS = ("/Circle", "/Disc", "/Square", "/Unordered", "/None")


def read_pdf(path: Path) -> Document:
    """Return what a PDF says."""
    with pikepdf.open(path) as pdf:
        return _Tags(pdf).document()


def page_count(path: Path) -> int:
    """Return how many pages a PDF has."""
    with pikepdf.open(path) as pdf:
        return len(pdf.pages)


class _Tags:
    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._pdf = pdf
        self._pages = {page.obj.objgen: MarkedContent(page, number) for number, page in enumerate(pdf.pages, start=1)}
        self._numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages, start=1)}
        self._roles = dict(pdf.Root.StructTreeRoot.get("/RoleMap", {}).items())

    def document(self) -> Document:
        elements = [*self._blocks(self._pdf.Root.StructTreeRoot, None)]
        metadata = self._pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False)
        return Document(
            title=str(metadata.get("dc:title", "")),
            language=str(self._pdf.Root.get("/Lang", "")),
            elements=(*elements, *self._notes(self._pdf.Root.StructTreeRoot, None)),
            around=tuple(self._around()),
            pages=len(self._pdf.pages),
        )

    def _around(self) -> Iterator[Element]:
        """Yield what each page shows outside the tags: assistive programs pass it over."""
        for page in self._pages.values():
            if text := plain(" ".join(piece.text for piece in page.artefacts)):
                yield Element("paragraph", text, mark="artefact")

    def _tag(self, node: Any) -> str:
        tag = str(node.S)
        return str(self._roles.get(tag, tag)) if tag not in ("/Em", "/Strong") else tag

    # ---- blocks ----------------------------------------------------------------------------------
    def _blocks(self, node: Any, page: Any, level: int = 1) -> Iterator[Element]:
        """Yield what stands below a node; marked content in no block of its own is a paragraph."""
        loose: list[Any] = []
        for child in children(node):
            if isinstance(child, pikepdf.Dictionary) and "/S" in child and self._tag(child) not in INLINE:
                yield from self._loose(loose, page)
                loose = []
                yield from self._block(child, child.get("/Pg", page), level)
            else:
                loose.append(child)
        yield from self._loose(loose, page)

    def _loose(self, nodes: list[Any], page: Any) -> Iterator[Element]:
        pieces = [piece for node in nodes for piece in self._pieces(node, page)]
        if text := joined(pieces):
            yield Element("paragraph", text, links=tuple(link for node in nodes for link in self._links(node, page)))

    def _block(self, node: Any, page: Any, level: int) -> Iterator[Element]:
        tag = self._tag(node)
        if tag in HEADINGS:
            yield self._element("heading", node, page, HEADINGS[tag])
        elif tag == "/P":
            yield from self._paragraph(node, page)
        elif tag == "/Caption":
            yield self._element("caption", node, page)
        elif tag == "/L":
            yield from self._items(node, page, level)
        elif tag == "/Table":
            yield from self._table(node, page)
        elif tag in ("/Figure", "/Formula"):
            yield Element("figure", plain(str(node.get("/Alt", ""))))
        elif tag == "/TOC":
            yield from self._contents(node, page)
        elif tag != "/Note":
            yield from self._blocks(node, page, level)

    def _element(self, kind: str, node: Any, page: Any, level: int = 0, mark: str = "") -> Element:
        return Element(kind, joined(self._pieces(node, page)), level, mark, tuple(self._links(node, page)))

    def _paragraph(self, node: Any, page: Any) -> Iterator[Element]:
        element = self._element("paragraph", node, page)
        if element.text:
            yield element
        for child in children(node):
            if isinstance(child, pikepdf.Dictionary) and child.get("/S") == "/Figure":
                yield from self._block(child, page, 1)

    def _contents(self, node: Any, page: Any) -> Iterator[Element]:
        for child in children(node):
            if self._tag(child) == "/TOC":
                yield from self._contents(child, child.get("/Pg", page))
            else:
                yield self._element("contents", child, child.get("/Pg", page))

    def _items(self, node: Any, page: Any, level: int) -> Iterator[Element]:
        mark = "bullet" if _attribute(node, "/ListNumbering") in BULLETS else "number"
        for item in children(node):
            (body,) = (child for child in children(item) if self._tag(child) == "/LBody")
            own_page = body.get("/Pg", item.get("/Pg", page))
            yield self._element("item", body, own_page, level, mark)
            for inner in children(body):
                if isinstance(inner, pikepdf.Dictionary) and inner.get("/S") == "/L":
                    yield from self._items(inner, inner.get("/Pg", own_page), level + 1)

    def _notes(self, node: Any, page: Any) -> Iterator[Element]:
        for child in children(node):
            if _is(child, "/Note"):
                yield self._note(child, child.get("/Pg", page))
            elif isinstance(child, pikepdf.Dictionary) and "/S" in child:
                yield from self._notes(child, child.get("/Pg", page))

    def _note(self, node: Any, page: Any) -> Element:
        body = [child for child in children(node) if not _is(child, "/Lbl")]
        pieces = [piece for child in body for piece in self._pieces(child, node.get("/Pg", page))]
        links = [link for child in body for link in self._links(child, node.get("/Pg", page))]
        return Element("note", joined(pieces), links=tuple(links))

    def _table(self, node: Any, page: Any) -> Iterator[Element]:
        rows, columns = [], []
        for row, row_page in self._rows(node, page):
            if row is None:
                yield self._element("caption", row_page[0], row_page[1])
                continue
            cells = [(cell, cell.get("/Pg", row_page)) for cell in children(row)]
            rows.append(tuple(self._cell(cell, cell_page) for cell, cell_page in cells))
            columns = columns or [min(p.left for p in self._pieces(c, at)) for c, at in cells if self._pieces(c, at)]
        yield Element("table", rows=tuple(rows), columns=tuple(round(left, 1) for left in columns))

    def _rows(self, node: Any, page: Any) -> Iterator[tuple[Any, Any]]:
        """Yield a table's rows with their pages; for a caption None, with its node and page."""
        for child in children(node):
            own_page = child.get("/Pg", page)
            if self._tag(child) == "/TR":
                yield child, own_page
            elif self._tag(child) == "/Caption":
                yield None, (child, own_page)
            else:
                yield from self._rows(child, own_page)

    def _cell(self, node: Any, page: Any) -> Cell:
        scope = SCOPES.get(_attribute(node, "/Scope"), "") if self._tag(node) == "/TH" else ""
        return Cell(joined(self._pieces(node, page)), scope, tuple(self._links(node, page)))

    # ---- words -----------------------------------------------------------------------------------
    def _pieces(self, node: Any, page: Any) -> list[Shown]:
        """Return what a node shows, without notes, lists and pictures within it; a note's number in brackets."""
        if not isinstance(node, pikepdf.Dictionary):
            return self._pages[page.objgen].shown.get(int(node), [])
        if "/MCID" in node:
            return self._pages[node.get("/Pg", page).objgen].shown.get(int(node.MCID), [])
        if "/S" not in node or self._tag(node) in ("/Note", "/L", "/Figure"):
            return []
        own_page = node.get("/Pg", page)
        pieces = [piece for child in children(node) for piece in self._pieces(child, own_page)]
        if "/ActualText" in node and pieces:
            return [_instead(pieces[0], str(node.ActualText))]
        if _is(node, "/Lbl") and pieces:
            return [_instead(pieces[0], f"[{joined(pieces)}]")]
        return pieces

    def _links(self, node: Any, page: Any) -> Iterator[Link]:
        if not isinstance(node, pikepdf.Dictionary) or "/S" not in node:
            return
        own_page = node.get("/Pg", page)
        if _is(node, "/Link"):
            target = next(iter(self._targets(node)), "")
            yield Link(joined(self._pieces(node, own_page)), target)
        elif self._tag(node) not in ("/Note", "/L"):
            for child in children(node):
                yield from self._links(child, own_page)

    def _targets(self, node: Any) -> Iterator[str]:
        for child in children(node):
            if isinstance(child, pikepdf.Dictionary) and "/Obj" in child:
                yield self._target(child.Obj)
            elif isinstance(child, pikepdf.Dictionary):
                yield from self._targets(child)

    def _target(self, annotation: Any) -> str:
        action = annotation.get("/A", pikepdf.Dictionary())
        if "/URI" in action:
            return str(action.URI)
        place = annotation.get("/Dest", action.get("/D"))
        if isinstance(place, pikepdf.Array):
            where = ", ".join(str(round(float(one))) for one in place[2:4])
            return f"#page {self._numbers[place[0].objgen]} at {where}"
        return f"#{place}"


def _is(node: Any, tag: str) -> bool:
    return isinstance(node, pikepdf.Dictionary) and node.get("/S") == tag


def _instead(piece: Shown, text: str) -> Shown:
    return Shown(text, piece.page, piece.left, piece.height, piece.size)


def children(node: Any) -> list[Any]:
    """Return what stands below a node of the tag tree."""
    below = node.get("/K", pikepdf.Array())
    return list(below) if isinstance(below, pikepdf.Array) else [below]


def _attribute(node: Any, name: str) -> str:
    """Return an attribute of a structure element; "" where it has none."""
    about = node.get("/A", pikepdf.Array())
    for one in about if isinstance(about, pikepdf.Array) else [about]:
        if isinstance(one, pikepdf.Dictionary) and name in one:
            return str(one[name])
    return ""
