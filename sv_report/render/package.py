"""A Word file or a workbook as its parts: read from a zip and written back with fixed order and dates.

The ground of the render stage's writers of Office files: `reference` (the styles), `docx` (the finishing of a report),
and `book` and `workbook`.
"""

import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
CONTENT_TYPES = "[Content_Types].xml"
EARLIEST = datetime(1980, 1, 1, tzinfo=UTC)  # the first date a zip can hold
MADE_ON = datetime(2024, 1, 1, tzinfo=UTC)  # of templates: any fixed date, so that they do not change from run to run


def w(name: str) -> str:
    """Return a WordprocessingML name as lxml writes it."""
    return f"{{{W}}}{name}"


def read_parts(file: Path | IO[bytes]) -> dict[str, bytes]:
    """Return every part of the file by its name."""
    with zipfile.ZipFile(file) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist() if not info.is_dir()}


def write_parts(path: Path, parts: Mapping[str, bytes], moment: datetime) -> None:
    """Write the parts as one file: content types first, the rest by name, all dated `moment` (UTC)."""
    stamp = max(moment.astimezone(UTC), EARLIEST).timetuple()[:6]
    with zipfile.ZipFile(path, "w") as archive:
        for name in sorted(parts, key=lambda name: (name != CONTENT_TYPES, name)):
            info = zipfile.ZipInfo(name, date_time=stamp)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0  # the same on every operating system
            archive.writestr(info, parts[name])


def parse(part: bytes) -> etree._Element:
    """Return the part's root element; no entity is resolved and nothing is fetched."""
    return etree.fromstring(part, etree.XMLParser(resolve_entities=False, no_network=True))


def serialise(root: etree._Element) -> bytes:
    """Return the bytes of a part."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
