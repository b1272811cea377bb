"""Pictures as the texts in them: what a PNG or a JPEG says beside its pixels, and what follows the picture's end.

Release stage: part of the leak check. Pixels are not read: exempt words are never drawn, and a drawing of them would
stand in the notebook as text.
"""

import zlib
from collections.abc import Iterator

from sv_report.release.leaks.pieces import Inner, Part, Piece, TooLargeError, Unread, inflated, within

PNG = b"\x89PNG\r\n\x1a\n"
JPEG = b"\xff\xd8\xff"
PIXELS = (
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"pHYs", b"bKGD", b"sBIT", b"hIST",
    b"tIME", b"acTL", b"fcTL", b"fdAT",
)  # fmt: skip
END_OF_JPEG, SCAN, FIRST_APPLICATION, COMMENT = 0xD9, 0xDA, 0xE0, 0xFE
WITHOUT_LENGTH = (0x01, *range(0xD0, 0xD8))


def open_png(inner: Inner, most: int) -> Iterator[Part]:
    """Yield the texts of a PNG, each of its other chunks that is no picture, and what follows its end."""
    data, place = inner.data, len(PNG)
    while place + 8 <= len(data):
        length, kind = int.from_bytes(data[place : place + 4], "big"), data[place + 4 : place + 8]
        chunk = data[place + 8 : place + 8 + length]
        place += 12 + length
        yield from _chunk(inner.place, kind, chunk, most)
        if kind == b"IEND":
            break
    if rest := data[place:]:
        yield Inner(within(inner.place, "after the picture's end"), rest)


def _chunk(place: str, kind: bytes, chunk: bytes, most: int) -> Iterator[Part]:
    if kind in PIXELS:
        return
    name = kind.decode("latin-1")
    keyword, _, rest = chunk.partition(b"\0")
    if name not in ("tEXt", "zTXt", "iTXt", "iCCP"):
        yield Inner(within(place, f"{name} chunk"), chunk)
        return
    here = within(place, f"{name} {keyword.decode('latin-1')}")
    yield Piece(here, keyword.decode("latin-1"))
    try:
        if name == "tEXt":
            yield Inner(here, rest.decode("latin-1").encode())
        elif name == "iTXt":
            language, translated, text = rest[2:].split(b"\0", 2)
            yield Inner(here, b"\n".join((language, translated)))
            yield Inner(here, inflated(text, most)[0] if rest[:1] == b"\1" else text)
        else:
            text = inflated(rest[1:], most)[0]
            yield Inner(here, text.decode("latin-1").encode() if name == "zTXt" else text)
    except (zlib.error, TooLargeError, ValueError) as problem:
        yield Unread(here, f"the chunk is broken ({problem})")


def open_jpeg(inner: Inner, most: int) -> Iterator[Part]:
    """Yield the comments and the application segments of a JPEG, such as EXIF and XMP, and what follows its end."""
    data, place = inner.data, 2
    yield Inner(inner.place, data, ".bin")
    while place + 4 <= len(data) and data[place] == 0xFF and data[place + 1] not in (SCAN, END_OF_JPEG):
        marker = data[place + 1]
        length = 0 if marker in WITHOUT_LENGTH else int.from_bytes(data[place + 2 : place + 4], "big")
        if marker >= FIRST_APPLICATION:
            name = "comment" if marker == COMMENT else f"APP{marker - FIRST_APPLICATION}"
            yield Inner(within(inner.place, f"JPEG {name}"), data[place + 4 : place + 2 + length])
        place += 2 + length
    end = data.find(b"\xff\xd9", place)  # in the pixels a byte FF never stands before D9
    if end >= 0 and (rest := data[end + 2 :]):
        yield Inner(within(inner.place, "after the picture's end"), rest)
