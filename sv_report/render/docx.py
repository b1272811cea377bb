"""Finishing a Word file after either engine has made it.

Takes report.docx as Pandoc wrote it, gives the same file with what Pandoc cannot give: rows that stay whole,
the page header, lists that count on in LibreOffice, clean properties, and the same bytes on every machine.
"""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import cast

from lxml import etree

from sv_report.render.front import Front
from sv_report.render.landscape import add_turned_edges, finish_sections, text_widths
from sv_report.render.lists import kinds_of_lists, own_definitions, style_items
from sv_report.render.package import parse, read_parts, serialise, w, write_parts
from sv_report.render.watermark import put_watermark

LANGUAGE = "en-GB"
FACT_STYLE = "SVFact"
TEXT_WIDTH = 9412  # twentieths of a point between the margins
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/picture}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_COUNTED = {"{page}": "PAGE", "{pages}": "NUMPAGES"}
_NOTICE_STYLES = ("NoticeTitle", "Notice")
_ROOM_ROUND_NOTICE = "280"  # twentieths of a point above and below a notice
_AFTER_SPACING = ("ind", "contextualSpacing", "jc", "outlineLvl", "rPr")  # what may follow w:spacing in w:pPr


def finish(path: Path, front: Front, moment: datetime) -> None:
    """Rewrite the Word file in place, stamped with `moment` (UTC)."""
    parts = read_parts(path)
    kinds = kinds_of_lists(parse(parts["word/numbering.xml"]))
    steps: dict[str, Callable[[etree._Element], None]] = {
        "word/document.xml": lambda root: _document(root, kinds),
        "word/numbering.xml": own_definitions,
        "word/settings.xml": _settings,
        "word/styles.xml": _fact_styles,
        "word/header1.xml": lambda root: _header(root, front),
        "word/footer1.xml": lambda root: _footer(root, front.footer),
    }
    for name, step in steps.items():
        root = parse(parts[name])
        step(root)
        parts[name] = serialise(root)
    turned = _turn_pages(parts)
    if front.draft:
        _mark_draft(parts, turned)
    parts |= _properties(front, moment, hashlib.sha256(parts["word/document.xml"]).hexdigest())
    write_parts(path, parts, moment)


def _turn_pages(parts: dict[str, bytes]) -> list[str]:
    """Finish the sections of the report; return the page headers of landscape pages."""
    root = parse(parts["word/document.xml"])
    has_turned = finish_sections(root)
    parts["word/document.xml"] = serialise(root)
    return add_turned_edges(parts) if has_turned else []


def _mark_draft(parts: dict[str, bytes], turned: list[str]) -> None:
    fonts = next(parse(parts["word/styles.xml"]).iter(w("rFonts")))  # the first is that of the whole report
    font = fonts.get(w("ascii"), "")
    headers = sorted(name for name in parts if name.startswith("word/header"))
    for number, name in enumerate(headers, start=1):
        header = parse(parts[name])
        put_watermark(header, "landscape" if name in turned else "upright", font, number)
        parts[name] = serialise(header)


# ---- the body ------------------------------------------------------------------------------------
def _document(root: etree._Element, kinds: Mapping[str, str]) -> None:
    style_items(root, kinds)
    widths = dict(text_widths(root))
    for table in root.iter(w("tbl")):
        _describe(table)
        _measure(table, widths.get(table, TEXT_WIDTH))
        for row in table.findall(w("tr")):
            _keep_whole(row)
    for picture in root.iter(w("drawing")):
        _say_alternative(picture)
        _to_the_margin(picture)
    for paragraphs in _notices(root):
        _room(paragraphs[0], "before")
        _room(paragraphs[-1], "after")


def _say_alternative(picture: etree._Element) -> None:
    """Give the picture inside the drawing the same text: Pandoc writes its file's name there."""
    text = next((each.get("descr", "") for each in picture.iter(f"{_DRAWING}docPr")), "")
    for inner in picture.iter(f"{_PICTURE}cNvPr"):
        inner.set("descr", text)


def _to_the_margin(picture: etree._Element) -> None:
    """Say that no room is kept beside the picture: LibreOffice keeps some where nothing is said."""
    for inline in picture.iter(f"{_DRAWING}inline"):
        for side in ("distT", "distB", "distL", "distR"):
            inline.set(side, "0")


def _measure(table: etree._Element, text_width: int) -> None:
    """Write the columns' widths out, so that they add up to the text's width in every word processor.

    Pandoc writes a share of the line in whole per cents of 50 and columns of a narrower page.
    """
    columns = table.findall(f"{w('tblGrid')}/{w('gridCol')}")
    given = [int(column.get(w("w"), "0")) for column in columns]
    edges = [round(text_width * sum(given[:place]) / sum(given)) for place in range(len(given) + 1)]
    widths = [str(right - left) for left, right in pairwise(edges)]
    whole = table.find(f"{w('tblPr')}/{w('tblW')}")
    assert whole is not None, "Pandoc writes the table's width"
    whole.set(w("type"), "dxa")
    whole.set(w("w"), str(text_width))
    for column, width in zip(columns, widths, strict=True):
        column.set(w("w"), width)
    for row in table.findall(w("tr")):
        for cell, width in zip(row.findall(w("tc")), widths, strict=True):
            _cell_width(cell, width)


def _cell_width(cell: etree._Element, width: str) -> None:
    properties = cell.find(w("tcPr"))
    if properties is None:
        properties = etree.Element(w("tcPr"))
        cell.insert(0, properties)
    for old in properties.findall(w("tcW")):
        properties.remove(old)
    properties.insert(0, etree.Element(w("tcW"), {w("w"): width, w("type"): "dxa"}))


def _notices(root: etree._Element) -> Iterator[list[etree._Element]]:
    """Yield the paragraphs of each notice: Word draws one frame round those that follow each other."""
    notice: list[etree._Element] = []
    for paragraph in root.iter(w("p")):
        style = paragraph.find(f"{w('pPr')}/{w('pStyle')}")
        name = style.get(w("val")) if style is not None else ""
        if notice and (name not in _NOTICE_STYLES or name == _NOTICE_STYLES[0]):
            yield notice
            notice = []
        if name in _NOTICE_STYLES:
            notice.append(paragraph)
    if notice:
        yield notice


def _room(paragraph: etree._Element, side: str) -> None:
    properties = paragraph.find(w("pPr"))
    assert properties is not None, "a notice's paragraph has a style"
    spacing = properties.find(w("spacing"))
    if spacing is None:
        spacing = etree.Element(w("spacing"))
        later = next((each for each in properties if etree.QName(each).localname in _AFTER_SPACING), None)
        properties.insert(len(properties) if later is None else properties.index(later), spacing)
    spacing.set(w(side), _ROOM_ROUND_NOTICE)


def _keep_whole(row: etree._Element) -> None:
    """Keep the row on one page: Word would otherwise break it inside a cell."""
    properties = row.find(w("trPr"))
    if properties is None:
        properties = etree.Element(w("trPr"))
        row.insert(0, properties)
    if properties.find(w("cantSplit")) is None:
        properties.insert(0, etree.Element(w("cantSplit")))


def _describe(table: etree._Element) -> None:
    """Mark the first column as row headers, and give the table its caption's text as its title."""
    properties = table.find(w("tblPr"))
    assert properties is not None, "Pandoc writes table properties"
    look = properties.find(w("tblLook"))
    if look is not None:
        look.set(w("firstColumn"), "1")
        look.set(w("val"), "00A0")  # first row 0020, first column 0080
    title = _caption_of(table)
    if title:
        caption = etree.SubElement(properties, w("tblCaption"))
        caption.set(w("val"), title)


def _caption_of(table: etree._Element) -> str:
    before = table.getprevious()
    while before is not None and before.tag in (w("bookmarkStart"), w("bookmarkEnd")):
        before = before.getprevious()
    if before is None or before.find(f"{w('pPr')}/{w('pStyle')}[@{w('val')}='TableCaption']") is None:
        return ""
    return "".join(text.text or "" for text in before.iter(w("t")))


# ---- settings, styles, header ----------------------------------------------------------------------
def _settings(root: etree._Element) -> None:
    for language in root.findall(w("themeFontLang")):
        language.set(w("val"), LANGUAGE)
    for name in ("rsids", "proofState", "savePreviewPicture"):
        for old in root.findall(w(name)):
            root.remove(old)


def _fact_styles(root: etree._Element) -> None:
    """Base the style of each fact on `SV Fact`, so that one change shows them all."""
    for style in root.findall(w("style")):
        name = style.find(w("name"))
        based = style.find(w("basedOn"))
        if name is not None and based is not None and (name.get(w("val")) or "").startswith("SV Fact "):
            based.set(w("val"), FACT_STYLE)
    for language in root.iter(w("lang")):
        language.set(w("eastAsia"), LANGUAGE)


def _header(root: etree._Element, front: Front) -> None:
    """Write the page header: the council, DRAFT, and the notice on a line of its own."""
    for old in list(root):
        root.remove(old)
    head, properties = _edge_paragraph(root, "Header")
    _tab_at_right(properties)
    _run(head, front.header, "PageHead")
    if front.draft:
        _run(head, "\tDRAFT", bold=True)
    if front.notice:
        below, properties = _edge_paragraph(root, "Header")
        _run(below, front.notice)
    _space_below(properties)


def _footer(root: etree._Element, words: str) -> None:
    """Write the page's foot, its {page} and {pages} as fields that Word counts."""
    for old in list(root):
        root.remove(old)
    paragraph, _ = _edge_paragraph(root, "Footer")
    for piece in re.split(r"(\{pages?\})", words):
        if piece in _COUNTED:
            _field(paragraph, _COUNTED[piece])
        elif piece:
            _run(paragraph, piece)


def _edge_paragraph(root: etree._Element, style: str) -> tuple[etree._Element, etree._Element]:
    """Add a paragraph to the page's header or footer; return it and its properties."""
    paragraph = etree.SubElement(root, w("p"))
    properties = etree.SubElement(paragraph, w("pPr"))
    etree.SubElement(properties, w("pStyle")).set(w("val"), style)
    return paragraph, properties


def _field(paragraph: etree._Element, instruction: str) -> None:
    """Add a field, which shows 1 until Word has counted."""
    for kind in ("begin", "separate", "end"):
        if kind == "separate":
            told = etree.SubElement(etree.SubElement(paragraph, w("r")), w("instrText"))
            told.text = f" {instruction} "
            told.set(_SPACE, "preserve")
        if kind == "end":
            _run(paragraph, "1")
        etree.SubElement(etree.SubElement(paragraph, w("r")), w("fldChar")).set(w("fldCharType"), kind)


def _space_below(properties: etree._Element) -> None:
    """Keep the text off the page header: one of several lines reaches below the page's margin and moves it down."""
    etree.SubElement(properties, w("spacing")).set(w("after"), "200")


def _tab_at_right(properties: etree._Element) -> None:
    tab = etree.SubElement(etree.SubElement(properties, w("tabs")), w("tab"))
    tab.set(w("val"), "right")
    tab.set(w("pos"), str(TEXT_WIDTH))


def _run(paragraph: etree._Element, text: str, style: str = "", *, bold: bool = False) -> None:
    run = etree.SubElement(paragraph, w("r"))
    properties = etree.SubElement(run, w("rPr"))
    if style:
        etree.SubElement(properties, w("rStyle")).set(w("val"), style)
    if bold:
        etree.SubElement(properties, w("b"))
    if text.startswith("\t"):
        etree.SubElement(run, w("tab"))
    written = etree.SubElement(run, w("t"))
    written.text = text.lstrip("\t")
    written.set(_SPACE, "preserve")


# ---- properties ------------------------------------------------------------------------------------
_CORE = {
    "cp": "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "dcmitype": "http://purl.org/dc/dcmitype/",
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
}
_EXTENDED = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
_CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_VALUES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_CUSTOM_SET = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"  # the set that holds a user's own properties


def _properties(front: Front, moment: datetime, document_hash: str) -> dict[str, bytes]:
    """Return the three parts of properties: who, what and when, and our own anchors."""
    own = {"sv_edition": front.edition, "sv_document_sha256": document_hash}
    return {
        "docProps/core.xml": _core(front, moment),
        "docProps/app.xml": _app(front),
        "docProps/custom.xml": _custom(own),
    }


def _core(front: Front, moment: datetime) -> bytes:
    root = etree.Element(f"{{{_CORE['cp']}}}coreProperties", nsmap=_CORE)

    def say(prefix: str, name: str, text: str) -> etree._Element:
        element = etree.SubElement(root, f"{{{_CORE[prefix]}}}{name}")
        element.text = text
        return element

    say("dc", "title", front.title)
    say("dc", "subject", front.subject)
    say("dc", "creator", front.author)
    say("cp", "lastModifiedBy", front.author)
    say("dc", "language", LANGUAGE)
    stamp = moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    for name in ("created", "modified"):
        say("dcterms", name, stamp).set(f"{{{_CORE['xsi']}}}type", "dcterms:W3CDTF")
    return serialise(root)


def _own(namespace: str, **others: str) -> dict[str, str]:
    """Return a namespace map with `namespace` as the default one."""
    spaces: dict[str | None, str] = {None: namespace}
    spaces.update(others.items())
    return cast(dict[str, str], spaces)  # lxml takes None as a prefix; its stubs do not know


def _app(front: Front) -> bytes:
    root = etree.Element(f"{{{_EXTENDED}}}Properties", nsmap=_own(_EXTENDED))
    said = (("Application", "Microsoft Office Word"), ("Company", front.council), ("AppVersion", "16.0000"))
    for name, text in said:
        etree.SubElement(root, f"{{{_EXTENDED}}}{name}").text = text
    return serialise(root)


def _custom(values: dict[str, str]) -> bytes:
    root = etree.Element(f"{{{_CUSTOM}}}Properties", nsmap=_own(_CUSTOM, vt=_VALUES))
    for number, (name, text) in enumerate(values.items(), start=2):  # Word numbers them from 2
        one = etree.SubElement(root, f"{{{_CUSTOM}}}property", fmtid=_CUSTOM_SET, pid=str(number), name=name)
        etree.SubElement(one, f"{{{_VALUES}}}lpwstr").text = text
    return serialise(root)
