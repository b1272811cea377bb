"""What differs between two documents of one format, each with its place: for the two engines, and for a changed file."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Any

from tests.reading.elements import Cell, Document, Element

NOTHING = "nothing"
SAID = 90  # characters of a text that a difference repeats


@dataclass(frozen=True)
class Difference:
    """One thing that differs: what, where, and what each document has."""

    kind: str
    place: str
    one: str
    other: str

    def __str__(self) -> str:
        return f"{self.kind}, {self.place}: {self.one} / {self.other}"


def differences(one: Document, other: Document) -> list[Difference]:
    """Return all that differs, in the order of the first document."""
    return [
        *_field("title", "of the document", one.title, other.title),
        *_field("language", "of the document", one.language, other.language),
        *_field("page count", "of the document", one.pages, other.pages),
        *_around(one, other),
        *_elements(one.elements, other.elements),
    ]


def structural(one: list[Any], other: list[Any]) -> Iterator[Difference]:
    """Yield what differs between the elements of two web pages, as `web.structure` gives them."""
    for number, (a, b) in enumerate(zip_longest(one, other), start=1):
        place = f"element {number}, {(a or b)[0]}"
        if a is None or b is None or a[0] != b[0]:
            yield Difference("element", place, _said(a and a[0]), _said(b and b[0]))
            return  # all that follows is shifted
        yield from _field("opening text", place, a[1], b[1])
        for name in sorted(a[2].keys() | b[2].keys()):
            yield from _field(f"attribute {name} of {a[0]}", place, a[2].get(name), b[2].get(name))


def _around(one: Document, other: Document) -> Iterator[Difference]:
    for number, (a, b) in enumerate(zip_longest(one.around, other.around), start=1):
        place = f"{(a or b or Element('')).mark} {number}"
        yield from _field("around the text", place, a and (a.text, a.links), b and (b.text, b.links))


# ---- elements ------------------------------------------------------------------------------------
def _elements(one: tuple[Element, ...], other: tuple[Element, ...]) -> Iterator[Difference]:
    """Yield what differs between elements: what stands elsewhere is moved, what stands in its place is compared."""
    places, others = _places(one), _places(other)
    blocks = [*SequenceMatcher(None, [*map(_key, one)], [*map(_key, other)], autojunk=False).get_opcodes()]
    moved = _moved(one, other, blocks)
    for _, first, last, start, end in blocks:
        left = [at for at in range(first, last) if at not in moved]
        right = [at for at in range(start, end) if at not in moved.values()]
        if len(left) == len(right):
            for a, b in zip(left, right, strict=True):
                yield from _element(one[a], other[b], places[a])
        else:
            yield from (Difference(one[at].kind, places[at], _said(_text(one[at])), NOTHING) for at in left)
            yield from (Difference(other[at].kind, others[at], NOTHING, _said(_text(other[at]))) for at in right)
    for at, now in moved.items():
        yield Difference("order", places[at], _said(_text(one[at])), f"it stands {others[now]}")
        yield from _element(one[at], other[now], places[at])


def _moved(one: tuple[Element, ...], other: tuple[Element, ...], blocks: list[Any]) -> dict[int, int]:
    """Return the elements that stand elsewhere in the other document, and where."""
    come = [at for tag, _, _, start, end in blocks if tag != "equal" for at in range(start, end)]
    moved: dict[int, int] = {}
    for tag, first, last, _, _ in blocks:
        for at in range(first, last) if tag != "equal" else ():
            now = next((place for place in come if _key(other[place]) == _key(one[at])), None)
            if now is not None:
                moved[at] = now
                come.remove(now)
    return moved


def _key(element: Element) -> tuple[str, str]:
    return element.kind, _text(element)


def _text(element: Element) -> str:
    return element.text or "\n".join(" | ".join(cell.text for cell in row) for row in element.rows)


def _places(elements: Iterable[Element]) -> list[str]:
    """Return where each element stands, in words: its kind and number under its heading."""
    places, heading, count = [], "the beginning", 0
    for element in elements:
        count += 1
        if element.kind == "heading":
            heading, count = f"'{element.text}'", 0
        places.append(f"under {heading}, {element.kind} {count}" if count else f"heading {heading}")
    return places


def _element(one: Element, other: Element, place: str) -> Iterator[Difference]:
    if one.kind != other.kind:
        yield Difference("kind", place, f"{one.kind}: {_said(one.text)}", f"{other.kind}: {_said(other.text)}")
        return
    yield from _field("text alternative" if one.kind == "figure" else one.kind, place, one.text, other.text)
    yield from _field("level", place, one.level, other.level)
    yield from _field("list mark", place, one.mark, other.mark)
    yield from _links(one, other, place)
    yield from _field("column widths", place, one.columns, other.columns)
    yield from _field("rows", place, len(one.rows), len(other.rows))
    for number, (a, b) in enumerate(zip(one.rows, other.rows, strict=False), start=1):
        yield from _row(a, b, f"{place}, row {number}")


def _row(one: tuple[Cell, ...], other: tuple[Cell, ...], place: str) -> Iterator[Difference]:
    yield from _field("columns", place, len(one), len(other))
    for number, (a, b) in enumerate(zip(one, other, strict=False), start=1):
        yield from _field("cell", f"{place}, column {number}", a.text, b.text)
        yield from _field("header cell", f"{place}, column {number}", a.heads, b.heads)
        yield from _links(a, b, f"{place}, column {number}")


def _links(one: Element | Cell, other: Element | Cell, place: str) -> Iterator[Difference]:
    for number, (a, b) in enumerate(zip_longest(one.links, other.links), start=1):
        where = f"{place}, link {number}"
        if a is None or b is None:
            yield Difference("link", where, _said(a and a.text), _said(b and b.text))
        else:
            yield from _field("link text", where, a.text, b.text)
            yield from _field("link target", where, a.target, b.target)


def _field(kind: str, place: str, one: object, other: object) -> Iterator[Difference]:
    if one != other:
        yield Difference(kind, place, *_apart(_said(one, None), _said(other, None)))


def _apart(one: str, other: str) -> tuple[str, str]:
    """Return two texts cut to where they begin to differ."""
    first = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    begin = max(0, first - SAID // 3)
    lead = "…" if begin else ""
    return lead + _said(one[begin:]), lead + _said(other[begin:])


def _said(value: object, most: int | None = SAID) -> str:
    if value is None or value == "":
        return NOTHING
    text = str(value)
    return text if most is None or len(text) <= most else f"{text[:most]}…"
