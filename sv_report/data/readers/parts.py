"""The parts of a zipped file, inflated within bounds: no part gives more than it declares, nor all of them too much.

Data stage, under `safety`. What a zip declares may be a lie, so that each part is inflated here, in blocks, and
refused at the first byte too many.
"""

import errno
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

from sv_report.data.readers.original import Original
from sv_report.data.readers.sheet import Unreadable, unreadable

BLOCK = 1 << 20
MOST_PARTS = 20_000  # a workbook of 1,000 sheets has some 3,000
MOST_BYTES = 1 << 30  # of all parts, inflated: a workbook of a million rows has half of it
BOMB_BYTES, BOMB_RATIO = 40 << 20, 200  # sheets of equal rows deflate to a fiftieth, a bomb to a thousandth
STORED, DEFLATED = zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED
AS_CSV = "If you trust it, open it in Excel, save the sheets that matter as CSV UTF-8, and give those."
REPAIR = "Open it in Excel or LibreOffice, let it repair the file, save it under a new name, and give that."


@dataclass(frozen=True)
class Parts:
    """An opened zip whose directory is sound."""

    file: Original
    stream: IO[bytes]
    infos: tuple[zipfile.ZipInfo, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the parts, as they stand."""
        return tuple(info.filename for info in self.infos)

    def info(self, name: str) -> zipfile.ZipInfo | None:
        """Return a part by its name, whatever its capitals and strokes; the last of that name."""
        wanted = _plain_name(name)
        return next((info for info in reversed(self.infos) if _plain_name(info.filename) == wanted), None)

    def read(self, name: str, most: int = 64 << 20) -> bytes | None:
        """Return a part whole, None where there is none; raise Unreadable where it is larger than `most`."""
        info = self.info(name)
        if info is None:
            return None
        if info.file_size > most:
            raise too_large(self.file, f"Its part {name} holds {info.file_size >> 20:,} MB.")
        return b"".join(self.blocks(info))

    def blocks(self, info: zipfile.ZipInfo) -> Iterator[bytes]:
        """Yield a part's bytes, inflated."""
        left = info.file_size
        for block in self._inflated(info):
            left -= len(block)
            if left < 0:
                raise damaged(self.file, f"its part {info.filename} holds more than it declares")
            yield block
        if left:
            raise damaged(self.file, f"its part {info.filename} holds less than it declares")

    def _inflated(self, info: zipfile.ZipInfo) -> Iterator[bytes]:
        left = info.compress_size
        self.stream.seek(self._start(info))
        inflate = zlib.decompressobj(-15)
        while left > 0 and (packed := self.stream.read(min(left, BLOCK))):
            left -= len(packed)
            if info.compress_type == STORED:
                yield packed
                continue
            try:
                while packed and not inflate.eof:
                    yield inflate.decompress(packed, BLOCK)
                    packed = inflate.unconsumed_tail
            except zlib.error:
                raise damaged(self.file, f"its part {info.filename} cannot be unpacked") from None
        if info.compress_type == DEFLATED and not inflate.eof:
            yield inflate.flush(BLOCK)

    def _start(self, info: zipfile.ZipInfo) -> int:
        self.stream.seek(info.header_offset)
        header = self.stream.read(30)
        if len(header) < 30 or header[:4] != b"PK\x03\x04":
            raise damaged(self.file, f"its part {info.filename} is not where it should be")
        return info.header_offset + 30 + int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:], "little")


@contextmanager
def open_parts(file: Original) -> Iterator[Parts]:
    """Open a zip; raise Unreadable where it is damaged, locked by a password, or would be too large unpacked."""
    try:
        with file.path.open("rb") as stream:
            infos = _infos(file, stream)
            yield Parts(file, stream, infos)
    except OSError as problem:
        if problem.errno == errno.EINVAL:  # it says that a part stands before the file's beginning
            raise damaged(file, "it is cut short, or was not downloaded whole") from None
        raise file.unread(problem) from None


def _infos(file: Original, stream: IO[bytes]) -> tuple[zipfile.ZipInfo, ...]:
    try:
        with zipfile.ZipFile(stream) as archive:
            infos = tuple(info for info in archive.infolist() if not info.filename.endswith("/"))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OverflowError):
        raise damaged(file, "it is cut short, or was not downloaded whole") from None
    if len(infos) > MOST_PARTS:
        raise too_large(file, f"It holds {len(infos):,} parts.")
    if any(info.flag_bits & 1 for info in infos):
        raise encrypted(file)
    for info in infos:
        if info.compress_type not in (STORED, DEFLATED):
            raise damaged(file, f"its part {info.filename} is packed in a way that spreadsheets do not use")
        if info.file_size > BOMB_BYTES and info.file_size > BOMB_RATIO * max(info.compress_size, 1):
            raise too_large(
                file, f"Its part {info.filename} would unpack to {info.file_size >> 20:,} MB (a zip bomb?)."
            )
    if (total := sum(info.file_size for info in infos)) > MOST_BYTES:
        raise too_large(file, f"It would unpack to {total >> 20:,} MB.")
    return infos


def damaged(file: Original, why: str) -> Unreadable:
    """Return the error for a file that is not whole."""
    return unreadable(file.shown, "file-damaged", f"The file is damaged: {why}.", REPAIR)


def too_large(file: Original, why: str, sheet: str | None = None) -> Unreadable:
    """Return the error for a file that would need more memory or time than a table does."""
    return unreadable(file.shown, "file-too-large", f"The file is too large to be read. {why}", AS_CSV, sheet)


def encrypted(file: Original) -> Unreadable:
    """Return the error for a file that is locked by a password."""
    remedy = "Open it with its password, take the password off (File, Info, Protect), save it, and give that file."
    return unreadable(file.shown, "file-encrypted", "The file is locked by a password.", remedy)


def _plain_name(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").casefold()
