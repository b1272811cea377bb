"""How the characters of a text file are written: decided from the whole file, never from a part of it.

Data stage. Takes a file; gives the name of its encoding and what a person should know of it, or refuses what cannot
be text. The file is read in blocks, so that its size does not matter.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass

from sv_report.data.readers.original import Original
from sv_report.data.readers.sheet import Unreadable, unreadable
from sv_report.findings import Finding, Where
from sv_report.params.text import RETYPE

BLOCK = 1 << 22
HEAD_BYTES = 65_536
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
SHAPES = (
    ("utf-32-le", 4, (1, 2, 3)),
    ("utf-32-be", 4, (0, 1, 2)),
    ("utf-16-le", 2, (1,)),
    ("utf-16-be", 2, (0,)),
)  # the width of a character, and which of its bytes are nearly always NUL in European text
NOT_WINDOWS = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")  # the five bytes that Windows-1252 leaves out
UTF8_WITHIN = re.compile(rb"\xe2\x80[\x80-\xbf]|\xc3[\x80-\xbf]|\xc2[\xa0-\xbf]")  # “ ’ é £ in UTF-8
LINE_END = re.compile(rb"\r\n|\r|\n")


@dataclass(frozen=True)
class Encoding:
    """The encoding of a file, and how it was told: by a mark, by its bytes, or as the likeliest."""

    name: str
    told: str  # "mark", "bytes", "likeliest"
    line: int | None = None  # the first line that is not UTF-8

    def finding(self, shown: str) -> Finding | None:
        """Return what a person should check: None where the file says its encoding, or is UTF-8."""
        if self.told != "likeliest":
            return None
        words = {"cp1252": "Windows-1252", "mac_roman": "Mac Roman"}[self.name]
        message = f"The file is not UTF-8; it was read as {words}."
        remedy = "Check that £ signs, accents and quotation marks look right; if not, save it as CSV UTF-8."
        return Finding("text.encoding", "note", message, Where(shown, row=self.line), remedy)


def encoding_of(file: Original) -> Encoding:
    """Return the encoding of a whole file; raise Unreadable where it is not text."""
    try:
        with file.path.open("rb") as stream:
            head = stream.read(HEAD_BYTES)
        for mark, name in MARKS:
            if head.startswith(mark):
                return _checked(file, Encoding(name, "mark"))
        if shape := _wide(head):
            return _checked(file, Encoding(shape, "bytes"))
        return _narrow(file)
    except OSError as problem:
        raise file.unread(problem) from None


def _wide(head: bytes) -> str | None:
    """Return UTF-16 or UTF-32 without a mark, told by where the NUL bytes stand."""
    if b"\x00" not in head:
        return None
    for name, width, nuls in SHAPES:
        places = [head[place::width].count(0) for place in range(width)]
        length = len(head) // width
        others = [places[place] for place in range(width) if place not in nuls]
        if length and all(places[place] > 0.6 * length for place in nuls) and max(others) < 0.05 * length + 1:
            return name
    return None


def _checked(file: Original, encoding: Encoding) -> Encoding:
    """Return an encoding that the whole file was found to be in."""
    decoder = codecs.getincrementaldecoder(encoding.name)()
    line = 1
    try:
        for block in _blocks(file):
            text = decoder.decode(block)
            if "\x00" in text:
                raise _nul(file, line + text.count("\n", 0, text.index("\x00")))
            line += text.count("\n")
        decoder.decode(b"", True)
    except UnicodeDecodeError:
        message = f"The file begins as {encoding.name.upper().removesuffix('-SIG')} but is not so all through."
        raise unreadable(file.shown, "file-encoding", f"{message} It goes wrong after line {line}.", RETYPE) from None
    return encoding


def _narrow(file: Original) -> Encoding:
    """Return UTF-8, or the 8-bit encoding that the bytes allow."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    done = 0
    try:
        for block in _blocks(file):
            if b"\x00" in block:
                raise _nul(file, _line(file, done + block.index(0)))
            if not (block.isascii() and not decoder.getstate()[0]):
                decoder.decode(block)
            done += len(block)
        decoder.decode(b"", True)
    except UnicodeDecodeError as problem:
        held = len(problem.object) - BLOCK if len(problem.object) > BLOCK else 0
        return _eight_bit(file, _line(file, done - held + problem.start))
    return Encoding("utf-8", "bytes")


# The bytes of accented small letters, curly quotation marks and dashes: in Mac Roman, and in Windows-1252, where those
# of the other are letters that English seldom has.
LETTERS = (bytes([*range(0x87, 0x91), *range(0xD0, 0xD6)]), bytes([*range(0x91, 0x98), *range(0xE0, 0xFD)]))


def _eight_bit(file: Original, line: int) -> Encoding:
    """Return Mac Roman where lines end and letters stand as on old Macs, else Windows-1252 where it has every byte."""
    ends, letters = [0, 0], [0, 0]
    done, carried = 0, b""
    for block in _blocks(file):
        if b"\x00" in block:
            raise _nul(file, _line(file, done + block.index(0)))
        ends[0] += block.count(b"\r")
        ends[1] += block.count(b"\n")
        letters = [
            count + len(block) - len(block.translate(None, of)) for count, of in zip(letters, LETTERS, strict=True)
        ]
        if mixed := UTF8_WITHIN.search(carried + block):
            place = _line(file, done - len(carried) + mixed.start())
            message = f"The file mixes UTF-8 (from line {place}) and an older encoding (from line {line})."
            raise unreadable(file.shown, "file-encoding", f"{message} Some letters would come out wrong.", RETYPE)
        carried = block[-2:]
        done += len(block)
    if ends[0] and not ends[1] and letters[0] > letters[1]:
        return Encoding("mac_roman", "likeliest", line)
    _refuse_not_windows(file)
    return Encoding("cp1252", "likeliest", line)


def _refuse_not_windows(file: Original) -> None:
    done = 0
    for block in _blocks(file):
        if bad := NOT_WINDOWS.search(block):
            byte = f"0x{block[bad.start()]:02X}"
            line = _line(file, done + bad.start())
            message = f"Byte {byte} on line {line} is neither UTF-8 nor Windows-1252, so the text cannot be read."
            raise unreadable(file.shown, "file-encoding", message, RETYPE)
        done += len(block)


def _blocks(file: Original) -> Iterator[bytes]:
    with file.path.open("rb") as stream:
        while block := stream.read(BLOCK):
            yield block


def _line(file: Original, position: int) -> int:
    """Return the number of the line that a byte is on."""
    line, left, last = 1, position, b""
    for block in _blocks(file):
        part = block[: max(left, 0)]
        line += len(LINE_END.findall(part)) - (last == b"\r" and part.startswith(b"\n"))
        left -= len(part)
        last = part[-1:]
        if left <= 0:
            break
    return line


def _nul(file: Original, line: int) -> Unreadable:
    message = f"Line {line} holds a NUL byte, so the file is not text that can be read, or it is damaged."
    return unreadable(file.shown, "file-encoding", message, "Ask for the file again, or save it anew as CSV UTF-8.")
