"""JSON and notebooks as the texts in them.

Release stage: part of the leak check. A notebook keeps a text as a list of its lines and a picture as base64: they are
put together again, and each is looked into as the file that it is.
"""

import base64
import binascii
import json
import re
from collections.abc import Iterator
from typing import Any

from sv_report.release.leaks.pieces import Inner, Part, Piece, within

TEXT = r'"([^"\\]*+(?:\\.[^"\\]*+)*+)"'
FACT = re.compile(rf'"label":\s*{TEXT}[^{{}}]*?"display":\s*{TEXT}')
ENDINGS = {"text/html": ".html", "image/svg+xml": ".svg", "text/markdown": ".md", "text/latex": ".md"}
PICTURE = re.compile(r"(?:image|audio|video)/(?!svg)|application/(?:pdf|octet)")
NOTEBOOK = b'"nbformat"'
SHORT = 200  # characters; longer texts, and those with tags, are looked into by themselves


def once_each(data: bytes) -> bytes:
    """Return the lines of a JSON file, each once: no text in JSON goes on from line to line.

    A notebook is returned as it is, since it keeps a text as a list of lines; so is what is in UTF-16.
    """
    return data if NOTEBOOK in data or b"\0" in data else b"\n".join(dict.fromkeys(data.split(b"\n")))


def read_facts(inner: Inner) -> Iterator[Piece]:
    """Yield the facts of a JSON file as they read: a label beside its figure a line, as in a table."""
    facts = FACT.findall(inner.data.decode("utf-8", "replace"))
    yield Piece(within(inner.place, "facts"), "\n".join(map("\t".join, facts)), read=True)


def is_notebook(text: str) -> bool:
    """Say whether a text looks like a notebook."""
    return text.lstrip("\ufeff \t\r\n").startswith("{") and '"cells"' in text and '"nbformat"' in text


def parsed(text: str) -> dict[str, Any] | None:
    """Return a notebook's tree; None of what is no JSON. What stands twice under one key is kept, too."""
    try:
        tree = json.loads(text.lstrip("\ufeff"), object_pairs_hook=_all_pairs)
    except (ValueError, RecursionError):
        return None
    return tree if isinstance(tree, dict) else None


def notebook_parts(place: str, tree: dict[str, Any]) -> Iterator[Part]:
    """Yield the texts and pictures of a notebook, each by its cell."""
    for key, value in tree.items():
        if key == "cells" and isinstance(value, list):
            for number, cell in enumerate(value, 1):
                yield from _parts(within(place, f"cell {number}"), cell)
        else:
            yield from _parts(within(place, f"notebook {key}"), value)


def _all_pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    held = dict(pairs)
    return held if len(held) == len(pairs) else {**held, "twice": [[key, value] for key, value in pairs]}


def _parts(place: str, value: Any) -> Iterator[Part]:
    """Yield a value's own texts as one piece, and what is in it to be looked into apart."""
    if isinstance(value, dict):
        for key, one in value.items():
            yield from _of_key(place, key, one)
        yield Piece(place, "\n".join(f"{key}\t{one}" for key, one in value.items() if not _is_apart(one)), read=True)
    elif isinstance(value, list):
        if _is_text(value):
            yield Inner(place, "".join(value).encode("utf-8", "replace"))
            yield Piece(place, " ".join(value))
        else:
            for number, one in enumerate(value, 1):
                yield from _parts(f"{place} {number}", one)
    else:
        yield Piece(place, str(value), read=True)


def _of_key(place: str, key: str, value: Any) -> Iterator[Part]:
    """Yield what a key holds: a picture by its MIME type, a long text, or a value with more inside."""
    text = "".join(value) if _is_text(value) else value
    here = within(place, key)
    if isinstance(text, str) and (PICTURE.match(key) or key in ENDINGS):
        yield Inner(here, _file(text) if PICTURE.match(key) else text.encode("utf-8", "replace"), ENDINGS.get(key, ""))
    elif isinstance(value, str):
        if _is_apart(value):
            yield Inner(here, value.encode("utf-8", "replace"))
    elif isinstance(value, dict | list):
        yield from _parts(here, value)


def _is_text(value: Any) -> bool:
    """Say whether a value is a text kept as the list of its lines."""
    return isinstance(value, list) and bool(value) and all(isinstance(line, str) for line in value)


def _is_apart(value: Any) -> bool:
    return isinstance(value, dict | list) or (isinstance(value, str) and (len(value) > SHORT or "<" in value))


def _file(text: str) -> bytes:
    """Return the bytes of a picture; the text itself where it is no base64."""
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        return text.encode("utf-8", "replace")
