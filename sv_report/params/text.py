"""Text as officers' programs save it: UTF-8, with or without a mark, UTF-16, or Windows-1252.

Params stage. Takes a file of an edition, its narrative or a profile; gives its text with `\\n` line ends, and
findings. Nothing is guessed in silence: a file that is not UTF-8 is read with a note, or refused.
"""

import codecs
import re
from pathlib import Path

from sv_report.findings import Finding, Where

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")  # nothing that prints; most break a Word file
TWICE_ENCODED = re.compile("â€|Ã[\x80-\xbf‚-™]|Â£")  # what UTF-8 looks like when read as Windows-1252
RETYPE = "Open it in Notepad, choose Save As, and set Encoding to UTF-8."


def read_text(path: Path, shown: str) -> tuple[str | None, list[Finding]]:
    """Return the text of a file and what was noted in reading it; the text is None where it cannot be read.

    `shown` is the file's name in findings.
    """
    try:
        raw = path.read_bytes()
    except OSError as problem:
        why = problem.strerror or "it cannot be read"
        return None, [_unreadable(shown, f"The file cannot be read: {why}.", "Check that it exists and may be read.")]
    text, findings = _decoded(raw, shown)
    if text is None:
        return None, findings
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    unprintable = _unprintable(text, shown)
    return (None if unprintable else text), findings + unprintable


def line_at(text: str, position: int) -> int:
    """Return the number, from 1, of the line that a position in a text is on."""
    return text.count("\n", 0, position) + 1


def _decoded(raw: bytes, shown: str) -> tuple[str | None, list[Finding]]:
    if raw.startswith(b"PK\x03\x04"):
        remedy = "Save its words as plain text, or put the file in appendices with file: and its path."
        return None, [_unreadable(shown, "This is a Word or Excel file under another name, not text.", remedy)]
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _utf16(raw, shown)
    if b"\x00" in raw:
        return None, [_unreadable(shown, "The file holds NUL bytes, so it is not text that can be read.", RETYPE)]
    try:
        return raw.decode("utf-8-sig"), []
    except UnicodeDecodeError as problem:
        return _windows(raw, shown, raw.count(b"\n", 0, problem.start) + 1)


def _utf16(raw: bytes, shown: str) -> tuple[str | None, list[Finding]]:
    try:
        text = raw.decode("utf-16")
    except UnicodeDecodeError:
        return None, [_unreadable(shown, "The file begins as UTF-16 but cannot be read as UTF-16.", RETYPE)]
    return text, [_encoding(shown, "The file was read as UTF-16.", None)]


def _windows(raw: bytes, shown: str, line: int) -> tuple[str | None, list[Finding]]:
    try:
        text = raw.decode("cp1252")
    except UnicodeDecodeError as problem:
        place = raw.count(b"\n", 0, problem.start) + 1
        byte = f"0x{raw[problem.start]:02X}"
        message = f"Byte {byte} is neither UTF-8 nor Windows-1252, so the text cannot be read."
        return None, [_unreadable(shown, message, RETYPE, place)]
    mixed = TWICE_ENCODED.search(text)
    if mixed:
        message = f"The file mixes UTF-8 and Windows-1252, so {mixed[0]!r} and the like would be printed."
        return None, [_unreadable(shown, message, RETYPE, line_at(text, mixed.start()))]
    return text, [_encoding(shown, "The file is not UTF-8; it was read as Windows-1252.", line)]


def _unprintable(text: str, shown: str) -> list[Finding]:
    match = CONTROL.search(text)
    if match is None:
        return []
    message = f"The line holds a control character (U+{ord(match[0]):04X}), which cannot be printed."
    remedy = "Delete the line and type it again; such characters come with text pasted from other programs."
    return [_unreadable(shown, message, remedy, line_at(text, match.start()))]


def _encoding(shown: str, message: str, line: int | None) -> Finding:
    remedy = f"Check that £ signs and quotation marks look right. {RETYPE}"
    return Finding("text.encoding", "note", message, Where(shown, row=line), remedy)


def _unreadable(shown: str, message: str, remedy: str, line: int | None = None) -> Finding:
    return Finding("text.unreadable", "error", message, Where(shown, row=line), remedy)
