"""Finishing a PDF after either engine has made it.

Takes report.pdf as Typst wrote it, gives the same file with what Typst cannot say: that the first cell of a
table's row is that row's header. Nothing else changes, and the same PDF gives the same bytes.
"""

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, NameTree, Object, String

_CELLS = ("/TH", "/TD")


def finish(path: Path) -> None:
    """Rewrite the PDF in place with the first cell of each row a header, named by the row's other cells."""
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        root = pdf.Root.StructTreeRoot
        if "/IDTree" not in root:
            root.IDTree = NameTree.new(pdf).obj
        names = NameTree(root.IDTree)
        free = (name for name in map("row-{}".format, count(1)) if name not in names)
        for header, *others in _rows(pdf):
            if others:
                name = next(free)
                names[name] = header
                _head(header, name, others)
        pdf.save(path, deterministic_id=True, fix_metadata_version=False)


def _rows(pdf: pikepdf.Pdf) -> Iterator[list[Object]]:
    """Yield the cells of each row of a table, heading rows apart, in the order the rows were written."""
    for each in pdf.objects:
        if isinstance(each, Dictionary) and each.get("/S") == "/TR" and each.P.S != "/THead":
            yield [cell for cell in each.K if cell.S in _CELLS]


def _head(header: Object, name: str, others: list[Object]) -> None:
    """Make a cell the header of its row under this name: where a cell names headers, readers look for no other."""
    header.S = Name.TH
    header.ID = String(name)
    _said_of(header).Scope = Name.Row
    for cell in others:
        _headers(cell).append(String(name))


def _headers(cell: Object) -> Object:
    said = _said_of(cell)
    if "/Headers" not in said:
        said.Headers = Array()
    return said.Headers


def _said_of(cell: Object) -> Object:
    """Return what the cell says of its place in the table."""
    return next(each for each in cell.A if each.O == "/Table")
