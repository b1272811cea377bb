"""What python-calamine does not tell of an XLS file: its date system, and the errors in its cells.

Data stage, under `workbook`. Takes a file that has been read once in bounds; walks its OLE container and its BIFF
records (MS-CFB, MS-XLS). What is not understood is left out: the values themselves are calamine's.
"""

import struct
from array import array
from collections.abc import Iterator
from dataclasses import dataclass

from sv_report.data.readers.mended import CellTexts

ERRORS = {
    0: "#NULL!",
    7: "#DIV/0!",
    15: "#VALUE!",
    23: "#REF!",
    29: "#NAME?",
    36: "#NUM!",
    42: "#N/A",
    43: "#GETTING_DATA",
}
END = 0xFFFFFFFA  # this and above: no sector
BOF, EOF, FILEPASS, DATEMODE, BOUNDSHEET, BOOLERR, FORMULA = 0x0809, 0x000A, 0x002F, 0x0022, 0x0085, 0x0205, 0x0006


@dataclass(frozen=True)
class Ole:
    """An OLE container: its bytes, its sectors, and its streams by name, in small letters."""

    raw: bytes
    sector: int
    fat: "array[int]"
    entries: dict[str, tuple[int, int]]  # first sector, size
    mini: bytes
    mini_fat: "array[int]"

    def stream(self, name: str) -> bytes:
        """Return a stream's bytes."""
        start, size = self.entries[name]
        if size < 4096:
            chain = _chain(self.mini_fat, start, len(self.mini) // 64)
            return b"".join(self.mini[64 * at : 64 * at + 64] for at in chain)[:size]
        return _joined(self.raw, self.sector, _chain(self.fat, start, len(self.raw) // self.sector))[:size]


def _chain(fat: "array[int]", start: int, most: int) -> Iterator[int]:
    """Yield the sectors of a chain; one that bites its own tail ends after as many as the file has."""
    for _ in range(most):
        if start >= min(END, len(fat)):
            return
        yield start
        start = fat[start]


def _joined(raw: bytes, sector: int, chain: Iterator[int]) -> bytes:
    return b"".join(raw[(at + 1) * sector : (at + 2) * sector] for at in chain)


def open_ole(raw: bytes) -> Ole:
    """Return an OLE container; raise ValueError where it is none."""
    if len(raw) < 512:
        raise ValueError("too small")
    sector = {9: 512, 12: 4096}.get(int.from_bytes(raw[30:32], "little"), 0)
    if not sector:
        raise ValueError("sectors of a size that no program writes")
    most = len(raw) // sector
    directory, mini_start, more = (int.from_bytes(raw[at : at + 4], "little") for at in (48, 60, 68))
    difat = _numbers(raw[76:512])
    for _ in range(most):
        if more >= END:
            break
        block = _numbers(raw[(more + 1) * sector : (more + 2) * sector])
        if len(block) < 2:
            break
        difat.extend(block[:-1])
        more = block[-1]
    fat = _numbers(_joined(raw, sector, iter(dict.fromkeys(at for at in difat if at <= most))))
    entries = _entries(_joined(raw, sector, _chain(fat, directory, most)))
    root = entries.get("root entry", (END, 0))
    mini = _joined(raw, sector, _chain(fat, root[0], most))
    return Ole(raw, sector, fat, entries, mini, _numbers(_joined(raw, sector, _chain(fat, mini_start, most))))


def _numbers(raw: bytes) -> "array[int]":
    count = len(raw) // 4
    return array("L" if array("L").itemsize == 4 else "I", struct.unpack(f"<{count}I", raw[: count * 4]))


def _entries(directory: bytes) -> dict[str, tuple[int, int]]:
    found: dict[str, tuple[int, int]] = {}
    for at in range(0, len(directory) - 127, 128):
        length = int.from_bytes(directory[at + 64 : at + 66], "little")
        name = directory[at : at + max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace").casefold()
        start, size = struct.unpack("<II", directory[at + 116 : at + 124])
        if name:
            found.setdefault(name, (start, size))
    return found


@dataclass(frozen=True)
class Biff:
    """The records of an XLS workbook."""

    stream: bytes

    def is_encrypted(self) -> bool:
        """Whether a password is needed."""
        return any(kind == FILEPASS for kind, _ in self._records(0))

    def is_1904(self) -> bool:
        """Whether serial dates count from 1904."""
        return any(kind == DATEMODE and body[:1] == b"\x01" for kind, body in self._records(0))

    def errors(self, index: int) -> CellTexts:
        """Return the error cells of a sheet, by row and column from 0."""
        return dict(filter(None, (_error(kind, body) for kind, body in self.records_of(index))))

    def records_of(self, index: int) -> Iterator[tuple[int, bytes]]:
        """Yield the records of a sheet, each with its kind."""
        starts = [int.from_bytes(body[:4], "little") for kind, body in self._records(0) if kind == BOUNDSHEET]
        if index < len(starts):
            yield from self._records(starts[index])

    def _records(self, place: int) -> Iterator[tuple[int, bytes]]:
        """Yield the records of one substream, without those of charts within it."""
        depth = 0
        while place + 4 <= len(self.stream):
            kind, length = struct.unpack_from("<HH", self.stream, place)
            depth += (kind == BOF) - (kind == EOF)
            if kind == EOF and depth <= 0:
                return
            if depth == 1:
                yield kind, self.stream[place + 4 : place + 4 + length]
            place += 4 + length


def _error(kind: int, body: bytes) -> tuple[tuple[int, int], str] | None:
    """Return the place and text of an error that a record holds."""
    code = None
    if kind == BOOLERR and len(body) >= 8 and body[7] == 1:
        code = body[6]
    elif kind == FORMULA and len(body) >= 14 and body[6] == 2 and body[12:14] == b"\xff\xff":
        code = body[8]
    if code is None:
        return None
    return struct.unpack_from("<HH", body), ERRORS.get(code, "#ERROR!")


# ---- XLSB ---------------------------------------------------------------------------------------

XLSB_ROW, XLSB_ERROR, XLSB_FORMULA_ERROR, XLSB_PROPERTIES, XLSB_SHEET = 0, 3, 11, 153, 156


def xlsb_records(raw: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the records of a part of an XLSB workbook (MS-XLSB 2.1.4)."""
    place = 0
    while place < len(raw):
        kind = raw[place]
        place += 1
        if kind & 0x80 and place < len(raw):
            kind = (kind & 0x7F) | (raw[place] & 0x7F) << 7
            place += 1
        length = shift = 0
        while place < len(raw):
            byte = raw[place]
            place += 1
            length |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80 or shift > 21:
                break
        yield kind, raw[place : place + length]
        place += length


def xlsb_workbook(raw: bytes) -> tuple[bool, list[str]]:
    """Return of workbook.bin whether its dates count from 1904, and the relation of each sheet."""
    is_1904, relations = False, []
    for kind, body in xlsb_records(raw):
        if kind == XLSB_PROPERTIES:
            is_1904 = bool(body[:1] and body[0] & 1)
        elif kind == XLSB_SHEET and len(body) >= 12:
            length = int.from_bytes(body[8:12], "little")
            if length != 0xFFFFFFFF:
                relations.append(body[12 : 12 + 2 * length].decode("utf-16-le", "replace"))
    return is_1904, relations


def xlsb_errors(raw: bytes) -> CellTexts:
    """Return the error cells of a sheet's part, by row and column from 0."""
    errors: CellTexts = {}
    row = 0
    for kind, body in xlsb_records(raw):
        if kind == XLSB_ROW and len(body) >= 4:
            row = int.from_bytes(body[:4], "little")
        elif kind in (XLSB_ERROR, XLSB_FORMULA_ERROR) and len(body) >= 9:
            errors[row, int.from_bytes(body[:4], "little")] = ERRORS.get(body[8], "#ERROR!")
    return errors
