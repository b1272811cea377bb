"""Differences planted in files that the embedded engine made: a change of one kind, in each format that can have it."""

import re
import shutil
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import lxml.html
import pikepdf

from tests.reading.marked import characters
from tests.reading.pdf import children

Plant = Callable[[Path], None]


# ---- Word ----------------------------------------------------------------------------------------
def in_word(old: str, new: str, part: str = "word/document.xml") -> Plant:
    """Return a change of what a pattern finds first in a part of a Word file."""

    def change(path: Path) -> None:
        before = path.with_suffix(".before")
        shutil.move(path, before)
        with zipfile.ZipFile(before) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
            for name in source.namelist():
                text = source.read(name)
                if name == part:
                    changed, count = re.subn(old, new, text.decode(), count=1, flags=re.DOTALL)
                    assert count == 1, f"nothing to change in {part}"
                    text = changed.encode()
                target.writestr(name, text)
        before.unlink()

    return change


PARAGRAPH = r"(<w:p>(?:(?!</w:p>).)*{words}(?:(?!</w:p>).)*</w:p>)"
CELL = r"(<w:tc>(?:(?!</w:tc>).)*>{words}<(?:(?!</w:tc>).)*</w:tc>)"

WORD = {
    "caption": [in_word(r"( SEQ Table (?:(?!<w:t>).)*<w:t>)1", r"\g<1>7"), in_word("Every contract monitored", "No")],
    "text alternative": [in_word(r'(<wp:docPr descr=")[^"]*', r"\1")],
    "link target": [
        in_word(r'Target="mailto:[^"]*"', 'Target="mailto:another@example.org"', "word/_rels/document.xml.rels"),
        in_word(r" REF table_2_behind ", " REF table_1_by_theme "),
    ],
    "link": [in_word(r"<w:hyperlink [^>]*>(.*?)</w:hyperlink>", r"\1")],
    "level": [in_word('w:val="Heading3"', 'w:val="Heading2"')],
    "list mark": [in_word(r'(<w:pStyle w:val="ListBullet"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val=")\d+', r"\g<1>1002")],
    "kind": [in_word(r"<w:numPr>(?:(?!</w:numPr>).)*</w:numPr>", "")],
    "cell": [in_word(CELL.format(words="5,300,000") + CELL.format(words="5,412,118"), r"\2\1")],
    "header cell": [
        in_word(r'(<w:cantSplit[^>]*>)<w:tblHeader w:val="on" ?/>', r"\1"),
        in_word('w:firstColumn="1"', 'w:firstColumn="0"'),
    ],
    "column widths": [in_word(r'<w:gridCol w:w="\d+"', '<w:gridCol w:w="99"')],
    "order": [in_word(PARAGRAPH.format(words="This is not a Key") + r"(.*?)" + PARAGRAPH.format(words="Cabinet is recom"), r"\3\2\1")],
    "paragraph": [in_word("This is not a Key Decision", "This is a Key Decision")],
    "note": [in_word("since January 2013", "since January 2012", "word/footnotes.xml")],
    "title": [in_word("<dc:title>", "<dc:title>The ", "docProps/core.xml")],
    "around the text": [in_word("Lancashire County", "Another County", "word/header1.xml")],
}  # fmt: skip


# ---- web page ------------------------------------------------------------------------------------
def in_web(old: str, new: str) -> Plant:
    """Return a change of what a pattern finds first in a web page."""

    def change(path: Path) -> None:
        text, count = re.subn(old, new, path.read_text("utf-8"), count=1, flags=re.DOTALL)
        assert count == 1, "nothing to change in the page"
        path.write_text(text, "utf-8")

    return change


def as_serialised_otherwise(path: Path) -> None:
    """Write a page with other line ends, quotation marks and closing tags: the same elements."""
    root = lxml.html.parse(str(path), lxml.html.HTMLParser(encoding="utf-8")).getroot()
    path.write_bytes(lxml.html.tostring(root, encoding="utf-8", doctype="<!DOCTYPE html>").replace(b"\n<td", b"<td"))


WEB = {
    "caption": [in_web("Table 1: Social", "Table 7: Social"), in_web("Every contract monitored", "No")],
    "text alternative": [in_web(r"(<desc[^>]*>)[^<]*", r"\1")],
    "link target": [in_web('href="mailto:[^"]*"', 'href="mailto:a@example.org"'), in_web('"#table-behind"', '"#main"')],
    "link": [in_web('<a href="mailto:[^>]*>(.*?)</a>', r"\1")],
    "link text": [in_web("(<main.*?)<a href", r'\1<a aria-label="Another" href')],
    "level": [in_web('<h3 (id="what.*?)</h3>', r"<h2 \1</h2>")],
    "list mark": [in_web(r'<ol type="i">(.*?)</ol>', r"<ul>\1</ul>")],
    "kind": [in_web("<ul>\\s*<li>(a recovery.*?)</li>", r"<p>\1</p><ul>")],
    "cell": [in_web(r"(<td[^>]*>5,300,000</td>\s*)(<td[^>]*>5,412,118</td>\s*)", r"\2\1")],
    "header cell": [in_web(r"<th([^>]*)>Theme</th>", r"<td\1>Theme</td>"), in_web('scope="row"', 'scope="col"')],
    "column widths": [in_web('col style="width: [0-9]+%"', 'col style="width: 3%"')],
    "order": [in_web("(<p>This is not a Key Decision.</p>)(.*?)(<p>Cabinet is recommended.*?</p>)", r"\3\2\1")],
    "paragraph": [in_web("This is not a Key Decision", "This is a Key Decision")],
    "note": [in_web("since January 2013", "since January 2012")],
    "title": [in_web("<title>", "<title>The ")],
    "language": [in_web('lang="en-GB"', 'lang="fr"')],
    "around the text": [in_web('<p class="draft"><strong>DRAFT', '<p class="draft"><strong>FINAL')],
}


# ---- PDF -----------------------------------------------------------------------------------------
def in_pdf(change: Callable[[pikepdf.Pdf], None]) -> Plant:
    """Return a change of a PDF."""

    def changed(path: Path) -> None:
        with pikepdf.open(path, allow_overwriting_input=True) as pdf:
            change(pdf)
            pdf.save(path)

    return changed


def tagged(node: Any, tag: str) -> Iterator[Any]:
    """Yield the structure elements of a tag in reading order."""
    for child in children(node):
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            if str(child.S) == tag:
                yield child
            yield from tagged(child, tag)


def first(pdf: pikepdf.Pdf, tag: str, number: int = 0) -> Any:
    """Return a structure element: of those with a tag the first, or the one of a number."""
    return list(tagged(pdf.Root.StructTreeRoot, tag))[number]


def redrawn(pdf: pikepdf.Pdf, tag: str, number: int, old: str, new: str) -> None:
    """Draw a character in place of another where a structure element shows its first line."""
    element = first(pdf, tag, number)
    while not isinstance(element.K[0], int):
        element = element.K[0]
    page = next(page for page in pdf.pages if page.obj.objgen == element.Pg.objgen)
    codes = {
        name: {text: code for code, text in characters(font).items()} for name, font in page.Resources.Font.items()
    }
    commands, at, font = [], None, ""
    for operands, operator in pikepdf.parse_content_stream(page):
        shown = list(operands)
        if str(operator) == "BDC":
            at = shown[1].get("/MCID")
        elif str(operator) == "Tf":
            font = str(shown[0])
        elif str(operator) in ("Tj", "TJ") and at == int(element.K[0]):
            pair = [codes[font][each].to_bytes(2, "big") for each in (old, new)]
            strings = shown[0] if isinstance(shown[0], pikepdf.Array) else [shown[0]]
            drawn = [
                pikepdf.String(bytes(one).replace(*pair)) if isinstance(one, pikepdf.String) else one for one in strings
            ]
            shown, operator = [pikepdf.Array(drawn)], pikepdf.Operator("TJ")
        commands.append((shown, operator))
    page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(commands))


def exchanged(node: Any, one: int, other: int) -> None:
    """Exchange two children of a structure element."""
    children = list(node.K)
    children[one], children[other] = children[other], children[one]
    node.K = pikepdf.Array(children)


def led_elsewhere(pdf: pikepdf.Pdf, kind: str) -> None:
    """Let the first link that has an address (`/URI`), or a place (`/XYZ`), lead elsewhere."""
    for link in tagged(pdf.Root.StructTreeRoot, "/Link"):
        for child in link.K:
            note = child.Obj if isinstance(child, pikepdf.Dictionary) and "/Obj" in child else None
            if note is not None and kind == "/URI" and "/URI" in note.get("/A", {}):
                note.A.URI = pikepdf.String("https://example.org/elsewhere")
                return
            if note is not None and kind == "/XYZ" and "/URI" not in note.get("/A", {}):
                note.Dest = pikepdf.Array([pdf.pages[0].obj, pikepdf.Name.XYZ, 1, 1, 0])
                return
    raise AssertionError("no such link")


def scoped(pdf: pikepdf.Pdf) -> None:
    cell = first(pdf, "/TH")
    cell.A[0].Scope = pikepdf.Name.Row


def shifted(pdf: pikepdf.Pdf) -> None:
    """Move all that the first page with a table's heading shows a little to the right."""
    page = next(page for page in pdf.pages if page.obj.objgen == first(pdf, "/TH").Pg.objgen)
    page.contents_add(b"1 0 0 1 9 0 cm", prepend=True)


def retagged(tag: str, new: str, number: int = 0) -> Plant:
    return in_pdf(lambda pdf: first(pdf, tag, number).__setattr__("S", pikepdf.Name(new)))


PDF = {
    "caption": [in_pdf(lambda pdf: redrawn(pdf, "/Caption", 0, "1", "2"))],
    "text alternative": [in_pdf(lambda pdf: first(pdf, "/Figure").__delitem__("/Alt"))],
    "link target": [in_pdf(lambda pdf: led_elsewhere(pdf, "/URI")), in_pdf(lambda pdf: led_elsewhere(pdf, "/XYZ"))],
    "link": [retagged("/Link", "/Span")],
    "level": [retagged("/H3", "/H2")],
    "list mark": [in_pdf(lambda pdf: first(pdf, "/L").A[0].__setattr__("ListNumbering", pikepdf.Name.Decimal))],
    "kind": [retagged("/H3", "/P")],
    "cell": [in_pdf(lambda pdf: exchanged(first(pdf, "/TR", 1), 2, 3))],
    "header cell": [retagged("/TH", "/TD"), in_pdf(scoped)],
    "column widths": [in_pdf(shifted)],
    "order": [in_pdf(lambda pdf: exchanged(first(pdf, "/Document"), 1, 5))],
    "paragraph": [in_pdf(lambda pdf: redrawn(pdf, "/P", 0, "R", "b"))],
    "page count": [in_pdf(lambda pdf: pdf.add_blank_page())],
    "title": [in_pdf(lambda pdf: titled(pdf))],
    "language": [in_pdf(lambda pdf: pdf.Root.__setattr__("Lang", pikepdf.String("fr")))],
}  # fmt: skip


def titled(pdf: pikepdf.Pdf) -> None:
    with pdf.open_metadata() as metadata:
        metadata["dc:title"] = "Another"


PLANTED = {"docx": WORD, "html": WEB, "pdf": PDF}
