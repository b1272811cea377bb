"""A Word file read in its order: styles say what a paragraph is, fields and links where words lead."""

import re
import zipfile
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

from lxml import etree

from tests.reading.elements import Cell, Document, Element, Run, links_of, plain, text_of

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
RELATED = "{http://schemas.openxmlformats.org/package/2006/relationships}"
PROPERTY = "{http://purl.org/dc/elements/1.1/}"
BULLETS = ("bullet", "none")
NOTES = ("footnote", "endnote")


def read_word(path: Path) -> Document:
    """Return what a Word file says."""
    with zipfile.ZipFile(path) as archive:
        return _Word(archive).document()


class _Word:
    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._notes: list[str] = []  # ids in the order that they are met

    def document(self) -> Document:
        body = self._part("word/document.xml").find(f"{W}body")
        elements = [*self._blocks(body, "word/document.xml")]
        core = self._part("docProps/core.xml")
        return Document(
            title=core.findtext(f"{PROPERTY}title") or "",
            language=self._language(),
            elements=(*elements, *self._footnotes()),
            around=tuple(self._around()),
        )

    def _part(self, name: str) -> Any:
        return etree.fromstring(self._archive.read(name))

    def _has(self, name: str) -> bool:
        return name in self._archive.namelist()

    def _language(self) -> str:
        """Return the language that the styles set, unless another is told to assistive programs."""
        found = self._part("word/styles.xml").find(f"{W}docDefaults//{W}lang")
        return "" if found is None else str(found.get(f"{W}val"))

    @cached_property
    def _styles(self) -> dict[str, Any]:
        return {style.get(f"{W}styleId"): style for style in self._part("word/styles.xml").iter(f"{W}style")}

    def _style_name(self, paragraph: Any) -> str:
        used = paragraph.find(f"{W}pPr/{W}pStyle")
        style = None if used is None else self._styles.get(used.get(f"{W}val"))
        return "" if style is None else str(style.find(f"{W}name").get(f"{W}val")).casefold()

    def _targets(self, part: str) -> dict[str, str]:
        folder, _, name = part.rpartition("/")
        relations = f"{folder}/_rels/{name}.rels"
        if not self._has(relations):
            return {}
        return {one.get("Id"): one.get("Target") for one in self._part(relations).iter(f"{RELATED}Relationship")}

    # ---- blocks ----------------------------------------------------------------------------------
    def _blocks(self, parent: Any, part: str) -> Iterator[Element]:
        for node in parent:
            if node.tag == f"{W}p":
                yield from self._paragraph(node, part)
            elif node.tag == f"{W}tbl":
                yield self._table(node, part)
            elif node.tag == f"{W}sdt":
                is_contents = node.find(f"{W}sdtPr/{W}docPartObj") is not None
                for element in self._blocks(node.find(f"{W}sdtContent"), part):
                    yield Element("contents", element.text, links=element.links) if is_contents else element

    def _paragraph(self, node: Any, part: str) -> Iterator[Element]:
        runs = self._runs(node, part)
        text, name = text_of(runs), self._style_name(node)
        numbered = self._numbering(node)
        if text and name.startswith("toc "):
            yield Element("contents", text, links=links_of(runs))
        elif text and (heading := re.fullmatch(r"heading (\d)", name)):
            yield Element("heading", text, int(heading[1]), links=links_of(runs))
        elif text and name.endswith("caption"):
            yield Element("caption", text, links=links_of(runs))
        elif text and numbered:
            yield Element("item", text, *numbered, links=links_of(runs))
        elif text:
            yield Element("paragraph", text, links=links_of(runs))
        for drawing in node.iter(f"{WP}docPr"):
            yield Element("figure", plain(drawing.get("descr") or ""))

    def _numbering(self, node: Any) -> tuple[int, str] | None:
        used = node.find(f"{W}pPr/{W}numPr")
        if used is None:
            return None
        level = int(used.find(f"{W}ilvl").get(f"{W}val")) + 1
        return level, self._mark(used.find(f"{W}numId").get(f"{W}val"), level - 1)

    def _mark(self, list_id: str, level: int) -> str:
        numbering = self._part("word/numbering.xml")
        (one,) = (num for num in numbering.iter(f"{W}num") if num.get(f"{W}numId") == list_id)
        abstract = one.find(f"{W}abstractNumId").get(f"{W}val")
        form = next(
            found.find(f"{W}numFmt").get(f"{W}val")
            for kind in numbering.iter(f"{W}abstractNum")
            if kind.get(f"{W}abstractNumId") == abstract
            for found in kind.iter(f"{W}lvl")
            if found.get(f"{W}ilvl") == str(level)
        )
        return "bullet" if form in BULLETS else "number"

    def _table(self, node: Any, part: str) -> Element:
        look = node.find(f"{W}tblPr/{W}tblLook")
        first_column = look is not None and look.get(f"{W}firstColumn") == "1"
        rows = tuple(self._row(row, first_column, part) for row in node.findall(f"{W}tr"))
        widths = [int(column.get(f"{W}w")) for column in node.findall(f"{W}tblGrid/{W}gridCol")]
        return Element("table", rows=rows, columns=tuple(round(1000 * width / sum(widths)) for width in widths))

    def _row(self, row: Any, first_column: bool, part: str) -> tuple[Cell, ...]:
        is_head = row.find(f"{W}trPr/{W}tblHeader") is not None
        cells = []
        for place, cell in enumerate(row.iter(f"{W}tc")):
            runs = [run for paragraph in cell.iter(f"{W}p") for run in (*self._runs(paragraph, part), Run(" "))]
            heads = "column" if is_head else "row" if first_column and not place else ""
            cells.append(Cell(text_of(runs), heads, links_of(runs)))
        return tuple(cells)

    # ---- words -----------------------------------------------------------------------------------
    def _runs(self, paragraph: Any, part: str) -> list[Run]:
        """Return a paragraph's runs; of a field what it shows, its instruction as where that leads."""
        targets, runs = self._targets(part), []
        instruction, shows = "", True
        for node in paragraph.iter():
            if node.tag == f"{W}fldChar":
                kind = node.get(f"{W}fldCharType")
                instruction = "" if kind in ("begin", "end") else instruction
                shows = kind != "begin"
            elif node.tag == f"{W}instrText":
                instruction += node.text or ""
            elif shows and (text := self._said(node)):
                runs.append(Run(text, _field_target(instruction) or _link_target(node, targets)))
        return runs

    def _said(self, node: Any) -> str:
        if node.tag == f"{W}t":
            return str(node.text or "")
        if node.tag in (f"{W}tab", f"{W}br", f"{W}cr"):
            return "" if node.getparent().tag == f"{W}tabs" else " "
        if node.tag == f"{W}noBreakHyphen":
            return "\u2011"
        if node.tag == f"{W}footnoteReference":
            self._notes.append(node.get(f"{W}id"))
            return f"[{len(self._notes)}]"
        return ""

    def _footnotes(self) -> Iterator[Element]:
        if not self._notes:
            return
        part = "word/footnotes.xml"
        notes = {note.get(f"{W}id"): note for note in self._part(part).iter(f"{W}footnote")}
        for id_ in self._notes:
            runs = [run for paragraph in notes[id_].iter(f"{W}p") for run in (*self._runs(paragraph, part), Run(" "))]
            yield Element("note", text_of(runs), links=links_of(runs))

    def _around(self) -> Iterator[Element]:
        """Yield the paragraphs of the page's heads and feet; drawings in them are decoration."""
        for name in sorted(self._archive.namelist()):
            if found := re.fullmatch(r"word/(header|footer)\d*\.xml", name):
                for paragraph in self._part(name).iter(f"{W}p"):
                    if text := text_of(self._runs(paragraph, name)):
                        yield Element("paragraph", text, mark=found[1])


def _field_target(instruction: str) -> str:
    found = re.match(r'\s*(?:REF|PAGEREF)\s+(\S+)|\s*HYPERLINK\s+(\\l\s+)?"([^"]*)"', instruction)
    if not found:
        return ""
    return f"#{found[1] or found[3]}" if found[1] or found[2] else found[3]


def _link_target(node: Any, targets: dict[str, str]) -> str:
    link = next(node.iterancestors(f"{W}hyperlink"), None)
    if link is None:
        return ""
    anchor = link.get(f"{W}anchor")
    return f"#{anchor}" if anchor else targets[link.get(f"{R}id")]
