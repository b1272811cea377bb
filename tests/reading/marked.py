"""The text of a PDF's marked content: what each number that the tag tree names shows, as it reads on the page.

Fonts are read by their own tables from codes to characters. A line's end has no space in a PDF: one is put there, but
not where a word was parted at its hyphen or at a place to break.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import pikepdf

PARTED = re.compile(r"(?:\S[-–/]|\u200b)$")  # what a line ends in where the word goes on in the next
LEFTWARDS = re.compile("[\u0590-\u08ff](?:[\u0590-\u08ff \\d.,\u2019\u201d\"']*[\u0590-\u08ff])?")  # Hebrew, Arabic
UNKNOWN = "\ufffd"
HEX = rb"<([0-9A-Fa-f]+)>\s*"
PAIR, TRIPLE = re.compile(HEX * 2), re.compile(HEX * 3)


@dataclass(frozen=True)
class Shown:
    """Words drawn at once: how high and how far right on the page, and how large."""

    text: str
    page: int
    left: float
    height: float
    size: float


def joined(pieces: Iterable[Shown]) -> str:
    """Return pieces in their order as one text."""
    text = ""
    for line in _lines(pieces):
        if text and not text.endswith(" ") and not PARTED.search(text):
            text += " "
        text += LEFTWARDS.sub(lambda run: run[0][::-1], line)
    return re.sub(r"[ \t\n]+", " ", text.replace("\u200b", "")).strip(" ")


def _lines(pieces: Iterable[Shown]) -> Iterator[str]:
    """Yield what stands on each line; letters that go from right to left are drawn from the left, the last first."""
    line, before = "", None
    for piece in pieces:
        if before and not _same_line(before, piece):
            yield line
            line = ""
        line += piece.text
        before = piece
    yield line


def _same_line(one: Shown, other: Shown) -> bool:
    return one.page == other.page and abs(one.height - other.height) < 0.8 * max(one.size, other.size)


@dataclass
class _Mark:
    """Marked content that is open: its number, what is to be read in its place, and whether that has been kept."""

    number: int | None
    said: str | None
    is_said: bool = False


class MarkedContent:
    """What each marked content of a page shows, by its number; `artefacts` is what stands outside the tags."""

    def __init__(self, page: pikepdf.Page, number: int) -> None:
        self._number = number
        self._fonts = {name: characters(font) for name, font in page.Resources.get("/Font", {}).items()}
        self.shown: dict[int, list[Shown]] = defaultdict(list)
        self.artefacts: list[Shown] = []
        self._read(page)

    def _read(self, page: pikepdf.Page) -> None:
        matrix, kept, marks = pikepdf.Matrix(), [], []
        line, font, size = pikepdf.Matrix(), {}, 0.0
        for operands, operator in pikepdf.parse_content_stream(page):
            match str(operator):
                case "q":
                    kept.append(matrix)
                case "Q":
                    matrix = kept.pop()
                case "cm":
                    matrix = pikepdf.Matrix(*map(float, operands)) @ matrix
                case "BT":
                    line = pikepdf.Matrix()
                case "Tm":
                    line = pikepdf.Matrix(*map(float, operands))
                case "Td" | "TD":
                    line = pikepdf.Matrix(1, 0, 0, 1, *map(float, operands)) @ line
                case "Tf":
                    font, size = self._fonts[str(operands[0])], float(operands[1])
                case "BDC" | "BMC":
                    marks.append(_mark(operands))
                case "EMC":
                    marks.pop()
                case "Tj" | "TJ":
                    at = line @ matrix
                    self._keep(marks, Shown(_decoded(operands[0], font), self._number, at.e, at.f, size))

    def _keep(self, marks: list[_Mark], piece: Shown) -> None:
        """Keep a piece under its number; where something is to be read in its place, that, once."""
        number = next((mark.number for mark in reversed(marks) if mark.number is not None), None)
        place = self.artefacts if number is None else self.shown[number]
        instead = next((mark for mark in marks if mark.said is not None), None)
        if instead is None:
            place.append(piece)
        elif not instead.is_said:
            place.append(replace(piece, text=instead.said or ""))
            instead.is_said = True


def _mark(operands: Any) -> _Mark:
    about = operands[1] if len(operands) > 1 and isinstance(operands[1], pikepdf.Dictionary) else {}
    number, said = about.get("/MCID"), about.get("/ActualText")
    return _Mark(None if number is None else int(number), None if said is None else str(said))


def _decoded(shown: Any, font: dict[int, str]) -> str:
    strings = shown if isinstance(shown, pikepdf.Array) else [shown]
    codes = b"".join(bytes(one) for one in strings if isinstance(one, pikepdf.String))
    return "".join(font.get(int.from_bytes(codes[at : at + 2], "big"), UNKNOWN) for at in range(0, len(codes), 2))


def characters(font: Any) -> dict[int, str]:
    """Return a font's characters by their codes of two bytes; none of a font that has no table of them."""
    found: dict[int, str] = {}
    if "/ToUnicode" not in font:
        return found
    table = font.ToUnicode.read_bytes()
    for kind, block in re.findall(rb"beginbf(char|range)(.*?)endbf", table, re.DOTALL):
        for first, *last, text in (PAIR if kind == b"char" else TRIPLE).findall(block):
            said = bytes.fromhex(text.decode()).decode("utf-16-be")
            for step in range(int(last[0], 16) - int(first, 16) + 1 if last else 1):
                found[int(first, 16) + step] = said[:-1] + chr(ord(said[-1]) + step)
    return found
