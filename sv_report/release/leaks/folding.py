"""A text as it is searched: letters without case and accents, and the sequence of its words.

Release stage: ground of the leak check. Bytes of UTF-8, because a report has tens of megabytes and Python translates
and splits bytes ten times as fast as characters.
"""

import unicodedata
from collections.abc import Iterable
from functools import cache

ASCII = bytes(range(128))
FEW = 64  # kinds of characters; up to so many are faster replaced one by one
WORDS = bytes(byte if byte > 127 or chr(byte).isalnum() else 32 for byte in range(256))


def folded(text: str) -> bytes:
    """Return a text in small letters without accents, in the plain form of each character.

    Characters that are not seen, such as soft hyphens, are left out; of signs that are no letters, digits or ASCII a
    blank is left, or a hyphen of any dash. Raised digits are such signs, or a footnote's would lengthen a number.
    """
    data = text.encode("utf-8", "replace").lower()
    others = sorted(set(data.translate(None, ASCII).decode("utf-8")))
    if len(others) > FEW:
        return data.decode("utf-8").translate({ord(char): _plain(char) for char in others}).encode("utf-8")
    for char in others:
        data = data.replace(char.encode("utf-8"), _plain(char).encode("utf-8"))
    return data


def words_of(fold: bytes) -> list[bytes]:
    """Return the words and numbers of a folded text, without the signs between them."""
    return fold.translate(WORDS).split()


def joined(words: Iterable[bytes]) -> bytes:
    """Return words as one text in which a sequence of them can be found, whole words only."""
    return b" %b " % b" ".join(words)


@cache
def _plain(char: str) -> str:
    """Return what a character that is not ASCII is searched as."""
    category = unicodedata.category(char)
    if category in ("Cf", "Mn", "Me") or char == "\ufffe":  # the last: PDFium's hyphen at the end of a line
        return ""
    if category == "Nd":
        return str(unicodedata.digit(char))
    if category == "Pd" or char == "\u2212":
        return "-"
    if unicodedata.decomposition(char).startswith(("<super>", "<sub>", "<fraction>")):
        return " "
    parts = unicodedata.normalize("NFKD", char.casefold())
    text = "".join(part for part in parts if unicodedata.category(part) != "Mn").casefold()
    return text if text.isascii() or text.isalnum() else " "
