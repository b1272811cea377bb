"""The four documents read as a screen reader reads them: `read(path)` gives a `Document`, whatever the format.

One reader a format, one shape for all, so that two documents can be compared: by two engines, or in two formats.
"""

from pathlib import Path

from tests.reading.elements import Cell, Document, Element, Link
from tests.reading.pdf import read_pdf
from tests.reading.web import read_web
from tests.reading.word import read_word

__all__ = ["Cell", "Document", "Element", "Link", "read"]

READERS = {".docx": read_word, ".pdf": read_pdf, ".html": read_web}


def read(path: Path) -> Document:
    """Return what a document says, in its reading order."""
    return READERS[path.suffix](path)
