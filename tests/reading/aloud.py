"""A document as lines of text, one an element: what a screen reader would say, kept in tests/golden/."""

from collections.abc import Iterator
from pathlib import Path

from tests.reading import read
from tests.reading.elements import Cell, Document, Element, Link
from tests.reading.workbook import Sheet, read_workbook

GOLDEN = {
    "report.docx": "word.txt",
    "report.pdf": "pdf.txt",
    "report.html": "web_page.txt",
    "tables.xlsx": "workbook.txt",
}


def spoken(path: Path) -> str:
    """Return a file of a report as lines, as tests/golden/ keeps them."""
    return workbook_aloud(path) if path.suffix == ".xlsx" else aloud(read(path))


def aloud(document: Document) -> str:
    """Return a document as lines; what is never read, as a page's head in a PDF, is left out."""
    heads = [f"Title: {document.title}", f"Language: {document.language}"]
    around = [line for element in document.around if element.mark != "artefact" for line in _around(element)]
    return _text([*heads, *around, *_lines(document.elements)])


def workbook_aloud(path: Path) -> str:
    """Return a workbook as lines, sheet by sheet; of the facts the first rows."""
    return _text([line for sheet in read_workbook(path) for line in _sheet(sheet)])


def _text(lines: list[str]) -> str:
    return "\n".join(lines) + "\n"


def _around(element: Element) -> Iterator[str]:
    mark = element.mark.capitalize()
    yield f"{mark}: {element.text}"
    yield from map(_link, element.links)


def _sheet(sheet: Sheet) -> Iterator[str]:
    yield f"Sheet: {sheet.name}"
    for element in sheet.elements:
        yield from _lines((element,))
        if sheet.left_out and element.kind == "table":
            yield f"  and {sheet.left_out} rows more"


def _lines(elements: tuple[Element, ...]) -> Iterator[str]:
    notes = 0
    for element in elements:
        notes += element.kind == "note"
        yield _line(element, notes)
        yield from map(_row, element.rows)
        links = [*element.links, *(link for row in element.rows for cell in row for link in cell.links)]
        yield from map(_link, links)


def _line(element: Element, note: int) -> str:
    match element.kind:
        case "heading":
            return f"Heading {element.level}: {element.text}"
        case "item":
            deeper = f", level {element.level}" if element.level > 1 else ""
            return f"Item, {element.mark}{deeper}: {element.text}"
        case "table":
            named = f" {element.text}" if element.text else ""
            return f"Table{named}: {len(element.rows)} rows, {max(map(len, element.rows), default=0)} columns"
        case "figure":
            return f"Figure, alt: {element.text}"
        case "note":
            return f"Note {note}: {element.text}"
    return f"{element.kind.capitalize()}: {element.text}"


def _row(row: tuple[Cell, ...]) -> str:
    heads = [cell.heads for cell in row]
    if set(heads) == {"column"}:
        kind = "column headers"
    elif heads[0] == "row" and not any(heads[1:]):
        kind = "row header"
    else:
        kind = " ".join(f"{head} header" if head else "cell" for head in heads) if any(heads) else "cells"
    return f"  {kind} | " + " | ".join(cell.text for cell in row)


def _link(link: Link) -> str:
    """Return a link's line; where in a PDF's pages it leads changes with every line of text, so it is not said."""
    target = "a place in the document" if link.target.startswith("#page") else link.target
    return f"  Link: {link.text} → {target}"
