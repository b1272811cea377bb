"""A file as all the texts in it, however deep: a zip in a zip, a picture in a page, base64 in a notebook.

Release stage: part of the leak check. Takes a file's bytes, gives pieces of text each with its place, and says what it
could not look into: a file too deep, too large or broken fails the check and never passes it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from sv_report.release.leaks.kinds import opener_of
from sv_report.release.leaks.notebooks import once_each, read_facts
from sv_report.release.leaks.pieces import Inner, Part, Piece, Unread
from sv_report.release.leaks.sheets import WORKBOOK, read_rows
from sv_report.release.leaks.texts import binary_parts, decoded, text_parts

MOST_DEPTH = 12  # files within files; a picture in a page in a Word file in a zip is four
MOST_BYTES = 256 * 2**20  # that one file unpacks to; a report has 20 MB
ZIP, JSON = b"PK", ".json"
BYTES = ".bin"  # how a name ends of what is searched as bytes, whatever it begins with


@dataclass
class Contents:
    """The looking into one file.

    `with_rows` asks for what is read in rows, of workbooks and of facts, for numbers beside their labels. It may be set
    while the pieces are taken: the rows come after all other texts, and are needed only if a label is among those.
    """

    with_rows: bool = True
    left: int = MOST_BYTES

    def pieces(self, inner: Inner, depth: int = 0) -> Iterator[Piece | Unread]:
        """Yield every text in a file, and what cannot be looked into."""
        if depth > MOST_DEPTH:
            yield Unread(inner.place, "it lies too deep in files within files")
            return
        for part in self._parts(inner):
            if not isinstance(part, Inner):
                yield part
            elif part.data:
                self.left -= len(part.data)
                if self.left < 0:
                    yield Unread(part.place, "the file unpacks to more than any report has")
                    return
                yield from self.pieces(part, depth + 1)

    def _parts(self, inner: Inner) -> Iterator[Part]:
        if inner.name == BYTES:
            yield from binary_parts(inner)
        elif opener := opener_of(inner.data):
            yield from opener(inner, self.left)
        elif (text := decoded(once_each(inner.data) if inner.name.endswith(JSON) else inner.data)) is not None:
            yield from text_parts(inner, text)
        else:
            yield from binary_parts(inner)
        if self.with_rows and inner.name != BYTES:
            yield from self._rows(inner)

    def _rows(self, inner: Inner) -> Iterator[Part]:
        if inner.data.startswith(ZIP) and WORKBOOK in inner.data:
            yield from read_rows(inner)
        elif inner.name.endswith(JSON):
            yield from read_facts(inner)
