"""What python-calamine does not tell of a zipped Excel workbook: its date system, and the errors in its cells.

Data stage, under `workbook`. Takes the parts of an XLSX or XLSB file; gives the date system, and the part of each
sheet, from which the error cells are read when its rows are.
"""

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from xml.etree import ElementTree

from sv_report.data.readers.biff import xlsb_errors, xlsb_workbook
from sv_report.data.readers.mended import CellNumbers, CellTexts
from sv_report.data.readers.odd_numbers import odd, xlsb_numbers, xlsx_numbers
from sv_report.data.readers.parts import Parts

ERROR_CELL = re.compile(rb"""<(?:[\w.-]+:)?c\s([^<>]*\bt\s*=\s*["']e["'][^<>]*)(?<!/)>""")
PLACE = re.compile(rb"""(?:^|\s)r\s*=\s*["']([A-Za-z]{1,3})(\d{1,7})["']""")
ERROR_TYPE = re.compile(rb"""(<(?:[\w.-]+:)?c\s[^<>]*?\bt\s*=\s*["'])e(["'])""")
MOST_COPIED = 150 << 20  # bytes of a part
VALUE = re.compile(rb"<(?:[\w.-]+:)?v[^<>]*>([^<]{1,40})<")
NEAR = 10_000  # bytes after a cell's tag in which its value stands; a formula is at most 8,192 characters
TRUE = ("1", "true", "on")


@dataclass(frozen=True)
class Described:
    """The date system of a workbook, and the name of each sheet's part, "" where it is not known."""

    is_1904: bool = False
    parts: tuple[str, ...] = ()


def describe(parts: Parts, kind: str) -> Described:
    """Return what the workbook's own part says."""
    main = _main_part(parts)
    raw = parts.read(main) if main else None
    if main is None or raw is None:
        return Described()
    targets = _targets(parts, main)
    is_1904, relations = xlsb_workbook(raw) if kind == "xlsb" else _xlsx_workbook(raw)
    return Described(is_1904, tuple(targets.get(relation, "") for relation in relations))


def errors_in(parts: Parts, name: str, kind: str) -> CellTexts:
    """Return the error cells of a sheet's part, by row and column from 0."""
    raw = parts.read(name, most=1 << 30) or b""
    return xlsb_errors(raw) if kind == "xlsb" else dict(_xlsx_errors(raw))


def numbers_in(parts: Parts, name: str, kind: str) -> CellNumbers:
    """Return the numbers of a sheet's part that python-calamine may take for a wrong time or date."""
    raw = parts.read(name, most=1 << 30) or b""
    return odd(xlsb_numbers(raw) if kind == "xlsb" else xlsx_numbers(raw))


def _xlsx_errors(raw: bytes) -> Iterator[tuple[tuple[int, int], str]]:
    for match in ERROR_CELL.finditer(raw):
        place, value = PLACE.search(match[1]), VALUE.search(raw, match.end(), match.end() + NEAR)
        if place:
            column = 0
            for letter in place[1].upper():
                column = column * 26 + letter - 64
            text = value[1].decode("utf-8", "replace").strip() if value else "#ERROR!"
            yield (int(place[2]) - 1, column - 1), text


def with_errors_as_texts(parts: Parts, names: frozenset[str]) -> BytesIO:
    """Return a copy of an XLSX workbook whose error cells, in the parts named, are texts.

    python-calamine refuses a sheet with an error that it does not know, as #SPILL! is.
    """
    copy = BytesIO()
    with zipfile.ZipFile(copy, "w", zipfile.ZIP_STORED) as archive:
        for info in parts.infos:
            raw = parts.read(info.filename, most=MOST_COPIED) or b""
            archive.writestr(info.filename, ERROR_TYPE.sub(rb"\1str\2", raw) if info.filename in names else raw)
    copy.seek(0)
    return copy


def _main_part(parts: Parts) -> str | None:
    """Return the name of the part that lists the sheets."""
    for element in _elements(parts.read("_rels/.rels")):
        if element.get("Type", "").endswith("/relationships/officeDocument"):
            return element.get("Target", "").lstrip("/")
    return None


def _targets(parts: Parts, main: str) -> dict[str, str]:
    folder, name = posixpath.split(main)
    relations = parts.read(posixpath.join(folder, "_rels", f"{name}.rels"))
    found = {element.get("Id", ""): element.get("Target", "") for element in _elements(relations)}
    return {
        relation: target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        for relation, target in found.items()
    }


def _xlsx_workbook(raw: bytes) -> tuple[bool, list[str]]:
    is_1904, relations = False, []
    for element in _elements(raw):
        name = element.tag.rpartition("}")[2]
        if name == "workbookPr":
            is_1904 = element.get("date1904", "").lower() in TRUE
        elif name == "sheet":
            relations.append(next((value for key, value in element.items() if key.endswith("}id")), ""))
    return is_1904, relations


def _elements(raw: bytes | None) -> Iterator[ElementTree.Element]:
    """Yield the elements of a part that was seen to declare no entities; none where it is no XML."""
    try:
        yield from ElementTree.fromstring(raw or b"<none/>").iter()
    except ElementTree.ParseError:
        return
