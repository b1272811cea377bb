"""The kinds of file that are taken apart, by how their bytes begin: a name says nothing for certain.

Release stage: part of the leak check.
"""

from collections.abc import Callable, Iterator

from sv_report.release.leaks import archives, pictures
from sv_report.release.leaks.pdf import open_pdf
from sv_report.release.leaks.pieces import Inner, Part

Opener = Callable[[Inner, int], Iterator[Part]]

BEGINNINGS: tuple[tuple[bytes, Opener], ...] = (
    (pictures.PNG, pictures.open_png),
    (pictures.JPEG, pictures.open_jpeg),
    (b"PK\x03\x04", archives.open_zip),
    (b"PK\x05\x06", archives.open_zip),
    (b"\x1f\x8b\x08", archives.open_gzip),
    *((b"BZh%d1AY&SY" % level, archives.open_bzip2) for level in range(1, 10)),
    (b"\xfd7zXZ\0", archives.open_xz),
    (b"7z\xbc\xaf\x27\x1c", archives.open_unknown),
    (b"Rar!\x1a\x07", archives.open_unknown),
    (b"\x28\xb5\x2f\xfd", archives.open_unknown),  # Zstandard
    (b"MSCF\0\0\0\0", archives.open_unknown),  # a cabinet file
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LOCKED = ("EncryptedPackage".encode("utf-16-le"), b"PK\x03\x04")  # in it: a file with a password, or a zip in pieces
ZLIB = tuple(b"\x78" + level for level in (b"\x01", b"\x5e", b"\x9c", b"\xda"))
PDF, PDF_WITHIN = b"%PDF-", 1024  # bytes: readers look so far for the beginning
ZIP_END, ZIP_END_WITHIN = b"PK\x05\x06", 65557  # bytes: its directory's end, before the longest comment


def opener_of(data: bytes) -> Opener | None:
    """Return what takes a file apart; None for a text, and for bytes that are no kind of file known here."""
    for beginning, opener in BEGINNINGS:
        if data.startswith(beginning):
            return opener
    if PDF in data[:PDF_WITHIN]:
        return open_pdf
    if data.startswith(OLE) and any(mark in data for mark in LOCKED):
        return archives.open_unknown
    if data.startswith(ZLIB):
        return archives.open_zlib
    return archives.open_zip if data.rfind(ZIP_END, -ZIP_END_WITHIN) >= 0 else None


def is_known(data: bytes) -> bool:
    """Say whether bytes are a kind of file that is taken apart."""
    return opener_of(data) is not None
