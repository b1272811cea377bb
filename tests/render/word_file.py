"""A Word file taken apart, for the tests that look at it."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from docx.oxml.ns import qn
from lxml import etree


@dataclass(frozen=True)
class WordFile:
    """The parts of a Word file, read once."""

    path: Path

    @cached_property
    def parts(self) -> dict[str, bytes]:
        with zipfile.ZipFile(self.path) as archive:
            return {name: archive.read(name) for name in archive.namelist()}

    @cached_property
    def body(self) -> Any:
        return etree.fromstring(self.parts["word/document.xml"]).find(qn("w:body"))

    @cached_property
    def styles(self) -> dict[str, Any]:
        """The styles by their ids."""
        root = etree.fromstring(self.parts["word/styles.xml"])
        return {one.get(qn("w:styleId")): one for one in root.iter(qn("w:style"))}

    def text(self, name: str) -> str:
        return self.parts[name].decode()

    def edges(self, kind: str) -> list[str]:
        """The names of the page headers' (`header`) or footers' (`footer`) parts."""
        return sorted(name for name in self.parts if re.fullmatch(rf"word/{kind}\w*\.xml", name))

    def paragraphs(self) -> Iterator[tuple[str, Any]]:
        """Every paragraph of the body with the name of its style."""
        for paragraph in self.body.iter(qn("w:p")):
            yield self.style_name(paragraph), paragraph

    def style_name(self, paragraph: Any) -> str:
        style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        if style is None:
            return ""
        return str(self.styles[style.get(qn("w:val"))].find(qn("w:name")).get(qn("w:val")))

    def fields(self) -> list[str]:
        """The instructions of the body's fields in order."""
        return [(each.text or "").strip() for each in self.body.iter(qn("w:instrText"))]

    def bookmarks(self) -> set[str]:
        return {each.get(qn("w:name")) for each in self.body.iter(qn("w:bookmarkStart"))}

    def sections(self) -> list[tuple[str, int]]:
        """Each section's orientation and the width between its margins."""
        found = []
        for section in self.body.iter(qn("w:sectPr")):
            size, margins = section.find(qn("w:pgSz")), section.find(qn("w:pgMar"))
            width = int(size.get(qn("w:w"))) - sum(int(margins.get(qn(f"w:{side}"))) for side in ("left", "right"))
            found.append((size.get(qn("w:orient"), "portrait"), width))
        return found


def words(node: Any) -> str:
    """The text of a paragraph or of anything in it."""
    return "".join(each.text or "" for each in node.iter(qn("w:t")))
