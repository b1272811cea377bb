"""A PDF as it lies on its pages: what is tagged, in the order it is read, with its size and place."""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium

HEAD, FOOT = 85.04, 70.87  # points: the page's margins of 3 and 2.5 cm, where page header and footer stand
MOST_EMPTY = 0.25  # of the room between them: the most that may be left blank


@dataclass(frozen=True)
class Piece:
    """One run of tagged content: `tag` is its path in the tag tree, `size` the text's in points, 0 for a picture."""

    page: int
    tag: str
    size: float
    bottom: float
    top: float


def pieces(path: Path) -> list[Piece]:
    """Return what is tagged, in reading order."""
    drawn = _drawn(path)
    with pikepdf.open(path) as pdf:
        places: dict[Any, int] = {page.objgen: number for number, page in enumerate(pdf.pages)}
        read = list(_read(pdf.Root.StructTreeRoot.K, places))
    return [Piece(page, tag, *found) for page, tag, mark in read for found in drawn.get((page, mark), ())]


def _read(node: Any, places: dict[Any, int], page: int = -1, tag: str = "") -> Iterator[tuple[int, str, int]]:
    """Yield page, tag and mark of all content below a node of the tag tree."""
    if isinstance(node, int):
        yield page, tag, node
    elif isinstance(node, pikepdf.Array):
        for child in node:
            yield from _read(child, places, page, tag)
    elif isinstance(node, pikepdf.Dictionary):
        page = places[node.Pg.objgen] if "/Pg" in node else page
        if "/MCID" in node:
            yield page, tag, int(node.MCID)
        elif "/S" in node:
            yield from _read(node.get("/K", pikepdf.Array()), places, page, f"{tag}{node.S}")


def _drawn(path: Path) -> dict[tuple[int, int], list[tuple[float, float, float]]]:
    """Return size, bottom and top of what is drawn, by page and mark; what is not tagged has no mark."""
    drawn: dict[tuple[int, int], list[tuple[float, float, float]]] = {}
    with pypdfium2.PdfDocument(path) as document:
        for number, page in enumerate(document):
            for each in page.get_objects(max_depth=1):
                mark = pdfium.FPDFPageObj_GetMarkedContentID(each)
                _, bottom, _, top = each.get_bounds()
                drawn.setdefault((number, mark), []).append((_size(each), bottom, top))
    return drawn


def _size(drawn: pypdfium2.PdfObject) -> float:
    if drawn.type != pdfium.FPDF_PAGEOBJ_TEXT:
        return 0.0
    size = ctypes.c_float()
    pdfium.FPDFTextObj_GetFontSize(drawn, size)
    return float(round(size.value * abs(drawn.get_matrix().d), 2))


def running_sizes(path: Path) -> dict[float, set[str]]:
    """Return the sizes of running text, captions, notes and the annex among it, each with the tags that have it."""
    sizes: dict[float, set[str]] = {}
    for piece in pieces(path):
        in_table = "/Table" in piece.tag and "/Caption" not in piece.tag
        if piece.size and not in_table and "/Figure" not in piece.tag:
            sizes.setdefault(piece.size, set()).add(piece.tag)
    return sizes


def emptiest(path: Path) -> list[float]:
    """Return for each page the share of its room that its tallest empty band takes, the band at its foot or another."""
    found = pieces(path)
    with pypdfium2.PdfDocument(path) as document:
        heights = [page.get_height() for page in document]
    return [_emptiest([p for p in found if p.page == number], height) for number, height in enumerate(heights)]


def _emptiest(on_page: list[Piece], height: float) -> float:
    reached, band = height - HEAD, 0.0
    for piece in sorted(on_page, key=lambda piece: -piece.top):
        band = max(band, reached - piece.top)
        reached = min(reached, piece.bottom)
    return max(band, reached - FOOT) / (height - HEAD - FOOT)


def left_empty(path: Path) -> dict[int, float]:
    """Return the pages more of which is empty than may be, the last apart and the last before pages turn."""
    with pypdfium2.PdfDocument(path) as document:
        turned = [page.get_width() > page.get_height() for page in document]
    shares = emptiest(path)
    return {
        number + 1: round(share, 2)
        for number, share in enumerate(shares[:-1])
        if share > MOST_EMPTY and turned[number] == turned[number + 1]
    }


def last_on_page(path: Path) -> list[str]:
    """Return for each page the tag of the lowest of what stands on it, notes apart."""
    lowest: dict[int, Piece] = {}
    for piece in pieces(path):
        if "/Note" not in piece.tag and (piece.page not in lowest or piece.bottom < lowest[piece.page].bottom):
            lowest[piece.page] = piece
    return [lowest[page].tag for page in sorted(lowest)]


def headings_at_the_foot(path: Path) -> list[int]:
    """Return the pages whose last line is a heading or a caption."""
    tags = [tag.replace("/Span", "") for tag in last_on_page(path)]
    return [
        number for number, tag in enumerate(tags, 1) if tag.rsplit("/", 1)[1] in ("H1", "H2", "H3", "H4", "Caption")
    ]
