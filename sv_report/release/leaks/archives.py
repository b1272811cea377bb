"""Archives and compressed files as the files inside them: zip (Word, Excel and ODF files are zips), gzip, bzip2, xz.

Release stage: part of the leak check. What a zip holds beside its members is searched too: names, comments, extra
fields, and bytes that belong to no member. What cannot be unpacked is said, never passed over.
"""

import bz2
import lzma
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

from sv_report.release.leaks.pieces import Inner, Part, Piece, TooLargeError, Unread, inflated, within

GZIP_WINDOW = 16 + zlib.MAX_WBITS  # zlib's word for a stream with gzip's header
LOCAL_HEADER = 30  # bytes before a member's name; the lengths of name and extra field are the last four
BROKEN = (  # a zip's password is a RuntimeError
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, RuntimeError, NotImplementedError, ValueError
)  # fmt: skip


def open_zip(inner: Inner, most: int) -> Iterator[Part]:
    """Yield the members of a zip, and all that it holds beside them."""
    try:
        with zipfile.ZipFile(BytesIO(inner.data)) as archive:
            members = archive.infolist()
            yield from _said(inner, archive, members)
            for member in members:
                yield (part := _member(inner, archive, member, most))
                most -= len(part.data) if isinstance(part, Inner) else 0
    except BROKEN as problem:
        yield Unread(inner.place, f"the zip is broken ({problem})")


def open_gzip(inner: Inner, most: int) -> Iterator[Part]:
    """Yield what a gzip file inflates to, and the name and comment in its header."""
    header = inner.data[10:1024].split(b"\0") if inner.data[3:4] > b"\0" else []
    yield Piece(within(inner.place, "gzip header"), "\n".join(part.decode("latin-1") for part in header[:4]))
    yield from _unpacked(inner, GZIP_WINDOW, most, "gzip")


def open_zlib(inner: Inner, most: int) -> Iterator[Part]:
    """Yield what zlib's bytes inflate to; or the bytes themselves, where they only begin as if they were."""
    try:
        inflated(inner.data, most)
    except zlib.error:
        yield Inner(inner.place, inner.data, name=".bin")
        return
    except TooLargeError:
        pass
    yield from _unpacked(inner, zlib.MAX_WBITS, most, "zlib")


def open_bzip2(inner: Inner, most: int) -> Iterator[Part]:
    """Yield what a bzip2 file unpacks to."""
    yield _whole(inner, bz2.BZ2Decompressor(), most, "bzip2")


def open_xz(inner: Inner, most: int) -> Iterator[Part]:
    """Yield what an xz file unpacks to."""
    yield _whole(inner, lzma.LZMADecompressor(), most, "xz")


def open_unknown(inner: Inner, most: int) -> Iterator[Part]:
    """Say that an archive is of a kind that nothing here unpacks."""
    yield Unread(inner.place, "it is an archive of a kind that the check cannot unpack, or encrypted")


# ---- zip -----------------------------------------------------------------------------------------


def _said(inner: Inner, archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> Iterator[Part]:
    """Yield the names, the comments and the bytes between the members."""
    yield Piece(within(inner.place, "names of members"), "\n".join(member.filename for member in members), read=True)
    comments = [archive.comment, *(member.comment for member in members)]
    yield Inner(within(inner.place, "zip comment"), b"\n".join(comments))
    yield Inner(within(inner.place, "zip extra fields"), b"\n".join(member.extra for member in members), ".bin")
    yield Inner(within(inner.place, "bytes outside the zip's members"), _between(inner.data, members), ".bin")


def _between(data: bytes, members: list[zipfile.ZipInfo]) -> bytes:
    """Return the bytes of a zip that are in no member's content, such as headers and what stands before the first."""
    kept, end = [], 0
    for member in sorted(members, key=lambda member: member.header_offset):
        lengths = data[member.header_offset + LOCAL_HEADER - 4 : member.header_offset + LOCAL_HEADER]
        header = LOCAL_HEADER + int.from_bytes(lengths[:2], "little") + int.from_bytes(lengths[2:], "little")
        kept.append(data[end : member.header_offset + header])
        end = max(end, member.header_offset + header + member.compress_size)
    return b"\0".join([*kept, data[end:]])


def _member(inner: Inner, archive: zipfile.ZipFile, member: zipfile.ZipInfo, most: int) -> Part:
    """Return a member as a file of its own, or why it cannot be unpacked."""
    place = within(inner.place, member.filename)
    try:
        with archive.open(member) as file:
            data = file.read(most + 1)
    except BROKEN as problem:
        return Unread(place, str(problem))
    return Inner(place, data, member.filename) if len(data) <= most else _too_large(place)


# ---- one compressed stream -----------------------------------------------------------------------


def _unpacked(inner: Inner, window: int, most: int, kind: str) -> Iterator[Part]:
    """Yield what a stream inflates to, and apart what follows it."""
    try:
        data, rest = inflated(inner.data, most, window)
    except TooLargeError:
        yield _too_large(inner.place)
    except zlib.error as problem:
        yield Unread(inner.place, f"the {kind} file is broken ({problem})")
    else:
        yield Inner(within(inner.place, kind), data, inner.name.removesuffix(".gz"))
        if rest:
            yield Inner(within(inner.place, f"after the {kind} stream"), rest)


def _whole(inner: Inner, unpacker: bz2.BZ2Decompressor | lzma.LZMADecompressor, most: int, kind: str) -> Part:
    try:
        data = unpacker.decompress(inner.data, most)
    except BROKEN as problem:
        return Unread(inner.place, f"the {kind} file is broken ({problem})")
    if not unpacker.eof or unpacker.unused_data:
        return Unread(inner.place, f"the {kind} file is too large, cut off, or followed by something else")
    return Inner(within(inner.place, kind), data, inner.name.rpartition(".")[0])


def _too_large(place: str) -> Unread:
    return Unread(place, "it unpacks to more than any report has")
