"""Bytes as text: which encoding they are in, and the readable stretches of those that are in none.

Release stage: part of the leak check.
"""

import codecs
import csv
import re
from collections.abc import Generator, Iterable, Iterator
from io import StringIO

from sv_report.release.leaks.coded import base64_in, readings
from sv_report.release.leaks.folding import folded
from sv_report.release.leaks.kinds import is_known
from sv_report.release.leaks.markup import markup_pieces
from sv_report.release.leaks.notebooks import is_notebook, notebook_parts, parsed
from sv_report.release.leaks.pieces import Inner, Part, Piece, within
from sv_report.release.leaks.sheets import is_sheet, without_places

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
CONTROLS = bytes(byte for byte in range(32) if byte not in b"\t\n\r\f\x1b")
HIGH = bytes(range(128, 256))
MOST_CONTROLS = 0.001
LEAST_WIDE = 0.9  # of every other byte of UTF-16 is NUL in a text of Western Europe, and of the rest none
MOST_HIGH = 0.3  # of Latin-1's bytes are letters with accents
LONG_CODE = 200  # characters of base64 that are taken out before a text is searched for numbers
LETTER = re.compile(rb"[\xc3-\xc5][\x80-\xbf]")  # with an accent, in UTF-8
READABLE = bytes(byte if 32 <= byte < 127 else 10 for byte in range(256))
ACCENTED = bytes(byte if 32 <= byte < 127 or byte >= 192 else 10 for byte in range(256))
STRETCH = re.compile(r"[^\n]{8,}")  # in a shorter one digits are there by chance
FONTS = (b"\0\1\0\0", b"OTTO", b"ttcf", b"true", b"wOFF", b"wOF2", b"\1\0\4")  # the last: CFF in a PDF
HAS_TAG = re.compile(r"<[!/?A-Za-z][^<>]*>")


def decoded(data: bytes) -> str | None:
    """Return bytes as the text that they are; None where they are none."""
    for mark, encoding in BOMS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    controls = len(data) - len(data.translate(None, CONTROLS))
    if controls <= MOST_CONTROLS * len(data):
        return _of_bytes(data)
    even, odd = data[::2], data[1::2]
    for encoding, high, low in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        if high.count(0) >= LEAST_WIDE * len(high) and len(low.translate(None, CONTROLS)) >= LEAST_WIDE * len(low):
            return data.decode(encoding, "replace")
    return None


def _of_bytes(data: bytes) -> str | None:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        high = len(data) - len(data.translate(None, HIGH))
        return data.decode("cp1252", "replace") if high <= MOST_HIGH * len(data) else None


def text_parts(inner: Inner, text: str) -> Iterator[Part]:
    """Yield a text as the kind of text that it is, and the files that are written in it as base64."""
    place = inner.place
    if is_notebook(text) and (tree := parsed(text)) is not None:
        yield from notebook_parts(place, tree)
        yield Piece(place, (yield from _without_codes(place, text, [text])), numbers=False, coded=False)
    elif inner.name.endswith(".json"):
        yield Piece(place, (yield from _without_codes(place, text, readings(text))))
    else:
        text = without_places(text) if is_sheet(inner.name) else text
        yield from _plain_parts(place, inner.name, (yield from _without_codes(place, text, readings(text))))


def _plain_parts(place: str, name: str, text: str) -> Iterator[Piece]:
    """Yield a text that is no JSON: as markup where it has tags, and as it is where it is not markup alone."""
    if HAS_TAG.search(text):
        yield from markup_pieces(place, text)
    if not text.lstrip("\ufeff \t\r\n").startswith("<"):
        yield Piece(place, text, read=True)
    if name.endswith(".csv"):
        yield Piece(place, _rows(text), read=True)


def _rows(text: str) -> str:
    """Return CSV as it reads in a table: a line for a row, a tab between cells; nothing of what is no CSV."""
    try:
        return "\n".join("\t".join(row).replace("\n", " ") + "\t" for row in csv.reader(StringIO(text, newline="")))
    except csv.Error:
        return ""


def binary_parts(inner: Inner) -> Iterator[Piece]:
    """Yield what can be read as text in bytes that are none: in UTF-8, and in every other byte, as UTF-16 has it.

    Numbers count in longer stretches only, and not in a font, whose drawings are full of digits by chance.
    """
    plain = LETTER.sub(lambda match: folded(match[0].decode("utf-8")), inner.data)
    for data in (plain, inner.data[::2], inner.data[1::2]):
        text = data.translate(READABLE).decode("ascii")
        yield Piece(inner.place, text, numbers=False, coded=False)
        if data is not plain:  # there an accented letter is a byte of its own
            accented = data.translate(ACCENTED).decode("latin-1")
            yield Piece(inner.place, accented, numbers=False, coded=False)
        if not inner.data.startswith(FONTS):
            yield Piece(inner.place, "\n".join(STRETCH.findall(text)))


def _without_codes(place: str, text: str, read: Iterable[str]) -> Generator[Inner, None, str]:
    """Yield the files and texts that are written as base64, and return the text without the long ones.

    `read` are the ways to read the text, the first of them as it is. What decodes to no file and no text stays in it,
    since it may only look like base64, as long names do; decoded it is searched too, all together.
    """
    kept, end = [], 0
    files: dict[bytes, bool] = {}
    for reading in read:
        for start, stop, data in base64_in(reading):
            files[data] = is_known(data) or decoded(data) is not None
            if files[data] and reading is text and stop - start >= LONG_CODE:
                kept.append(text[end:start])
                end = stop
    for number, data in enumerate((data for data, is_file in files.items() if is_file), 1):
        yield Inner(within(place, f"base64 {number}"), data)
    yield Inner(within(place, "base64"), b"\0".join(data for data, is_file in files.items() if not is_file), ".bin")
    return " ".join([*kept, text[end:]])
