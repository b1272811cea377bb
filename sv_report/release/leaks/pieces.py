"""What a file is taken apart into: pieces of text to search, inner files to take apart, and what cannot be.

Release stage: ground of the leak check. `place` says where in the file a piece stands, as a finding names it.
"""

import zlib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Piece:
    """A text to search. `read` says that it is as a reader sees it: there a number of few digits counts too.

    `numbers` is false of a text whose numbers only say how something is drawn, `coded` of one in which entities and
    the like are there by chance, or are read elsewhere.
    """

    place: str
    text: str
    read: bool = False
    numbers: bool = True
    coded: bool = True


@dataclass(frozen=True, slots=True)
class Inner:
    """A file or a text inside a file, to be taken apart itself; `name` ends as a file's name does, where it has one."""

    place: str
    data: bytes
    name: str = ""


@dataclass(frozen=True, slots=True)
class Unread:
    """What could not be looked into, and why."""

    place: str
    why: str


Part = Piece | Inner | Unread


class TooLargeError(ValueError):
    """What a file unpacks to is larger than any report."""


def inflated(data: bytes, most: int, window: int = zlib.MAX_WBITS) -> tuple[bytes, bytes]:
    """Return what compressed bytes inflate to, and the bytes that follow them.

    Raises zlib.error where they are broken, and TooLargeError; of bytes that end too soon, what there is is returned.
    """
    inflater = zlib.decompressobj(window)
    text = inflater.decompress(data, most)
    if inflater.unconsumed_tail:
        raise TooLargeError
    return text, inflater.unused_data


def within(place: str, inner: str) -> str:
    """Return the place of something inside a place."""
    return f"{place} > {inner}" if place else inner
