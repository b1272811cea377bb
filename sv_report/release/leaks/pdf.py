"""A PDF as its pages read, and as what lies in its bytes: streams, strings, metadata and embedded files.

Release stage: part of the leak check. PDFium reads the pages. The rest is read from the bytes and not by way of the
file's own list of objects, so that what an earlier revision of the file left behind is searched as well.
"""

import base64
import binascii
import re
import zlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2  # type: ignore[import-untyped]

from sv_report.release.leaks.pieces import Inner, Part, Piece, TooLargeError, Unread, inflated, within

STREAM = re.compile(rb">>\s*stream\r?\n?")
OBJECT = re.compile(rb"(\d+)\s+\d+\s+obj\b")
LENGTH = re.compile(rb"/Length\s+(\d+)(?!\s+\d+\s+R)")
FILTERS = re.compile(rb"/(?:Filter|F)\s*(\[[^\]]*\]|/\w+)")
PREDICTOR = re.compile(rb"/Predictor\s+(?:[2-9]|1\d)")
STRING = (
    rb"\((?:[^\\()]|\\.|\((?:[^\\()]|\\.|\((?:[^\\()]|\\.|\([^()]*+\))*+\))*+\))*+\)"  # brackets may stand in brackets
)
HEX_STRING = rb"<(?<!<<)(?!<)[0-9A-Fa-f\s]*+>(?!>)"
STRINGS = re.compile(rb"%b|%b" % (STRING, HEX_STRING), re.DOTALL)
KEY, KEY_WITHIN = re.compile(rb"/([\w.#-]+)\s*\Z"), 64  # bytes before a string
SHOWN_APART = re.compile(rb"\)\s*-?[\d.]*\s*\(|(?<!>)>\s*-?[\d.]*\s*<(?!<)")
GLYPHS = re.compile(rb"\(\\000(?:[^\\()]|\\.)*+\)", re.DOTALL)  # glyphs by number: PDFium reads them
ESCAPE = re.compile(rb"\\(?:([0-7]{1,3})|(\r\n|[\s\S]))")
ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b"", b"\r": b"", b"\r\n": b""}
NAME_CODE = re.compile(rb"#([0-9A-Fa-f]{2})")
REMARK = re.compile(rb"^[ \t]*%[^\r\n]*", re.MULTILINE)
OPERATORS = re.compile(rb"\b(?:Tj|TJ|Tf|BT|ET|cm|re|gs|Do|BDC|BMC)\b")
PIXELS = (b"DCTDecode", b"DCT", b"JPXDecode", b"JBIG2Decode", b"CCITTFaxDecode", b"CCF")
LIGATURES = {0x93: "fi", 0x94: "fl"}  # of PDFDocEncoding; the rest of it is near enough to Latin-1
MARKS = ((b"\xfe\xff", "utf-16-be"), (b"\xff\xfe", "utf-16-le"), (b"\xef\xbb\xbf", "utf-8"))


@dataclass(frozen=True)
class Stream:
    """A stream as it lies in the file: its object's number, its dictionary and its bytes, still compressed."""

    number: str
    dictionary: bytes
    data: bytes

    def has(self, *words: bytes) -> bool:
        """Say whether its dictionary has one of these words."""
        return any(word in self.dictionary for word in words)


def open_pdf(inner: Inner, most: int) -> Iterator[Part]:
    """Yield the pages of a PDF as they read, and everything that lies in its bytes."""
    streams, outside = _streams(inner.data)
    if b"/Encrypt" in outside:
        yield Unread(inner.place, "the PDF is encrypted")
        return
    yield from _pages(inner)
    yield from _objects(inner.place, outside)
    for stream in streams:
        place = within(inner.place, f"object {stream.number}")
        try:
            content = _decoded(stream, most)
        except (zlib.error, TooLargeError, ValueError) as problem:
            yield Unread(place, f"its stream cannot be read ({problem})")
        else:
            most -= len(content)
            yield from _of_stream(place, stream, content)


def _pages(inner: Inner) -> Iterator[Part]:
    """Yield the text of each page, in which a word broken at the end of a line is also read as one."""
    try:
        with pypdfium2.PdfDocument(inner.data) as document:
            for number in range(len(document)):
                text = document[number].get_textpage().get_text_range().replace("\r\n", "\n")
                place = within(inner.place, f"page {number + 1}")
                yield Piece(place, text, read=True)
                if (whole := re.sub(r"[-\xad\ufffe]\n", "", text)) != text:
                    yield Piece(place, whole)
    except pypdfium2.PdfiumError as problem:
        yield Unread(inner.place, f"its pages cannot be read ({problem})")


# ---- streams -------------------------------------------------------------------------------------


def _streams(data: bytes) -> tuple[list[Stream], bytes]:
    """Return the streams of a PDF, and its bytes outside them."""
    streams, outside, end = [], [], 0
    while match := STREAM.search(data, end):
        headings = list(OBJECT.finditer(data, end, match.start()))
        dictionary = data[headings[-1].end() if headings else end : match.start()]
        outside.append(data[end : match.start()])
        last = _end_of_stream(data, match.end(), dictionary)
        number = headings[-1][1].decode() if headings else f"at byte {match.start()}"
        streams.append(Stream(number, dictionary, data[match.end() : last]))
        end = last
    return streams, b"\n".join([*outside, data[end:]])


def _end_of_stream(data: bytes, start: int, dictionary: bytes) -> int:
    """Return where a stream ends: by its stated length where that is so, else at the next word that ends one."""
    stated = LENGTH.search(dictionary)
    last = start + int(stated[1]) if stated else start
    if stated and data[last : last + 20].lstrip().startswith(b"endstream"):
        return last
    end = data.find(b"endstream", start)
    return len(data) if end < 0 else end


def _decoded(stream: Stream, most: int) -> bytes:
    """Return a stream's content; ValueError says which of its filters is unknown."""
    data, named = stream.data, FILTERS.search(stream.dictionary)
    for name in re.findall(rb"/(\w+)", named[1]) if named else ():
        if name in PIXELS:
            break
        if name in (b"FlateDecode", b"Fl"):
            data = inflated(data, most)[0]
        elif name in (b"ASCIIHexDecode", b"AHx"):
            data = _unhexed(data)
        elif name in (b"ASCII85Decode", b"A85"):
            data = base64.a85decode(b"<~" + data.strip().removeprefix(b"<~"), adobe=True)
        else:
            raise ValueError(f"filter {name.decode()}")
    if PREDICTOR.search(stream.dictionary) and not stream.has(b"/XRef", b"/Image"):
        raise ValueError("a predictor")
    return data


def _of_stream(place: str, stream: Stream, content: bytes) -> Iterator[Part]:
    """Yield a stream's content as what it is: a file, objects, what draws a page, or bytes."""
    if stream.has(b"/EmbeddedFile"):
        yield Inner(within(place, "embedded file"), content)
    elif stream.has(b"/Metadata"):
        yield Inner(within(place, "metadata"), content)
    elif stream.has(b"/ObjStm"):
        yield from _objects(place, content)
    elif stream.has(b"/XRef"):
        return
    elif stream.has(b"/Image", b"/Length1", b"Type1C", b"CIDFontType0C", b"/OpenType"):
        yield Inner(place, content)
    elif b"begincmap" in content:
        yield Piece(place, content.decode("latin-1"), numbers=False)
    elif OPERATORS.search(content):
        yield from _drawing(within(place, "drawing"), content)
    else:
        yield Inner(place, content)


def _drawing(place: str, content: bytes) -> Iterator[Part]:
    """Yield what draws a page: its words, and the strings that it shows, also as if all that follow were one."""
    content = GLYPHS.sub(b"", content)
    yield Piece(place, content.decode("latin-1"), numbers=False)
    for strings in (content, SHOWN_APART.sub(b"", content)):
        yield Piece(place, "\n".join(map(_text, STRINGS.findall(strings))))


# ---- objects -------------------------------------------------------------------------------------


def _objects(place: str, data: bytes) -> Iterator[Part]:
    """Yield the strings of objects by the key before them, as a reader or a screen reader has them, and their names."""
    strings: dict[str, list[str]] = defaultdict(list)
    for match in STRINGS.finditer(data):
        named = KEY.search(data, max(match.start() - KEY_WITHIN, 0), match.start())
        strings[named[1].decode("latin-1") if named else ""].append(_text(match[0]))
    for key, texts in sorted(strings.items()):
        yield Piece(within(place, f"/{key}" if key else "strings"), "\n\n".join(texts), read=True)
    names = NAME_CODE.sub(lambda match: bytes([int(match[1], 16)]), STRINGS.sub(b" ", data))
    yield Piece(within(place, "names of objects"), names.decode("latin-1"), numbers=False)
    yield Piece(within(place, "remarks"), b"\n".join(REMARK.findall(data)).decode("latin-1"))


def _text(string: bytes) -> str:
    """Return what a string of a PDF says, written in brackets or in hex."""
    if string[:1] == b"<":
        data = _unhexed(string[1:-1])
    else:
        data = ESCAPE.sub(_escaped, string[1:-1]) if b"\\" in string else string[1:-1]
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    return data.decode("latin-1").translate(LIGATURES)


def _escaped(match: re.Match[bytes]) -> bytes:
    return bytes([int(match[1], 8) & 255]) if match[1] else ESCAPED.get(match[2], match[2])


def _unhexed(data: bytes) -> bytes:
    digits = b"".join(data.split()).rstrip(b">")
    try:
        return binascii.unhexlify(digits + b"0" * (len(digits) % 2))
    except binascii.Error as problem:
        raise ValueError(str(problem)) from None
