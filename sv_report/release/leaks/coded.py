"""What is written in a code inside a text: base64, percent signs, entities, backslashes.

Release stage: part of the leak check.
"""

import base64
import html
import re
from collections.abc import Iterator
from urllib.parse import unquote

SHORTEST = 24  # characters of a base64 run; shorter ones are words
WRAPPED = 60  # characters of a line from which the next goes on, in a run that is broken over lines
KINDS = 9  # different characters: fewer are a ruled line
ROUNDS = 3  # codes within codes
RUN, GAP = b"a", b" "
ALPHABET = bytes(RUN[0] if (chr(byte).isalnum() and byte < 128) or byte in b"+/-_=" else GAP[0] for byte in range(256))
URL_SAFE = bytes.maketrans(b"-_", b"+/")
HEX = re.compile(rb"[0-9a-fA-F]+")
LINE_END = re.compile(rb"\r?\n[ \t]*")
PERCENT = re.compile(r"%[0-9a-fA-F]{2}")
ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([^\w\s])|[nrtbfv])")


def base64_in(text: str) -> Iterator[tuple[int, int, bytes]]:
    """Yield where each run of base64 begins and ends, and what it decodes to; a run may be broken over lines."""
    data = text.encode("ascii", "replace")
    mapped = data.translate(ALPHABET)
    start = mapped.find(RUN * SHORTEST)
    while start >= 0:
        end = _end_of_run(data, mapped, start)
        if (decoded := _decoded(data[start:end])) is not None:
            yield start, end, decoded
        start = mapped.find(RUN * SHORTEST, end)


def readings(text: str) -> Iterator[str]:
    """Yield a text as it is, and where it has entities, percent codes or backslashes, as it reads without them."""
    yield text
    plain = text
    for _ in range(ROUNDS):
        once = _plainer(plain)
        if once == plain:
            break
        plain = once
    if plain != text:
        yield plain


def _plainer(text: str) -> str:
    if "&" in text:
        text = html.unescape(text)
    if "%" in text and PERCENT.search(text):
        text = unquote(text)
    return ESCAPE.sub(_unescaped, text) if "\\" in text else text


def _unescaped(match: re.Match[str]) -> str:
    """Return what a backslash stands for: a character by its number, a sign itself, else white space."""
    number = match[1] or match[2]
    return chr(int(number, 16)) if number else match[3] or " "


def _end_of_run(data: bytes, mapped: bytes, start: int) -> int:
    end = _gap(mapped, start)
    line = start
    while end - line >= WRAPPED and (broken := LINE_END.match(data, end)):
        line, after = broken.end(), _gap(mapped, broken.end())
        if after == line:
            break
        end = after
    return end


def _gap(mapped: bytes, start: int) -> int:
    end = mapped.find(GAP, start)
    return len(mapped) if end < 0 else end


def _decoded(run: bytes) -> bytes | None:
    """Return what a run decodes to; None of what is a ruled line, a digest, or a name in small letters."""
    if run.islower() or run.isupper():
        return None
    run = b"".join(run.split()).strip(b"=")
    if len(set(run)) < KINDS or HEX.fullmatch(run) or b"=" in run:
        return None
    run = run[: len(run) - (len(run) % 4 == 1)]
    return base64.b64decode(run.translate(URL_SAFE) + b"=" * (-len(run) % 4))
