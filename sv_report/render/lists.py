"""The lists of a Word file: a definition for each numbered one, and Word's own list styles on their items.

Takes the parts as Pandoc wrote them. Render stage, a step of `docx`.
"""

from collections.abc import Mapping
from copy import deepcopy

from lxml import etree

from sv_report.render.package import w

STYLES = {"bullet": "ListBullet", "decimal": "ListNumber"}
_CONTINUED = "1000"  # what Pandoc numbers a further paragraph of an item with: it has no mark
_ROOM_FOR_NUMBER = "510"  # twentieths of a point: "(iii)" in Arial 12 is wider than Pandoc's 360
_ABSTRACT_FROM = 5000  # above the numbers Pandoc gives its own list definitions


def kinds_of_lists(numbering: etree._Element) -> dict[str, str]:
    """Return the style of each list's items by the list's number."""
    formats = {
        one.get(w("abstractNumId")): one.find(f"{w('lvl')}/{w('numFmt')}")
        for one in numbering.findall(w("abstractNum"))
    }
    kinds = {}
    for number in numbering.findall(w("num")):
        reference = number.find(w("abstractNumId"))
        form = formats.get(reference.get(w("val"))) if reference is not None else None
        is_bullet = form is not None and form.get(w("val")) == "bullet"
        kinds[number.get(w("numId"), "")] = STYLES["bullet" if is_bullet else "decimal"]
    return kinds


def style_items(root: etree._Element, kinds: Mapping[str, str]) -> None:
    """Give the items of lists Word's own styles: Pandoc has one for tight paragraphs of every kind."""
    for number in root.iter(w("numId")):
        properties = next(number.iterancestors(w("pPr")))
        style = properties.find(w("pStyle"))
        listed = number.get(w("val"), "")
        if style is not None and listed != _CONTINUED and listed in kinds:
            style.set(w("val"), kinds[listed])


def own_definitions(root: etree._Element) -> None:
    """Give each numbered list a definition of its own, without overrides.

    Pandoc lets lists share one and overrides where each starts; LibreOffice then starts `(i)` again after
    the first item.
    """
    shared = {each.get(w("abstractNumId")): each for each in root.findall(w("abstractNum"))}
    first_list = root.find(w("num"))
    for place, number in enumerate(root.findall(w("num"))):
        overrides = number.findall(w("lvlOverride"))
        reference = number.find(w("abstractNumId"))
        if not overrides or reference is None or first_list is None:
            continue
        own = deepcopy(shared[reference.get(w("val"))])
        identifier = str(_ABSTRACT_FROM + place)
        own.set(w("abstractNumId"), identifier)
        for code in own.findall(w("nsid")):
            code.set(w("val"), f"{_ABSTRACT_FROM + place:08X}")
        _start(own, overrides)
        first_list.addprevious(own)
        reference.set(w("val"), identifier)
        for override in overrides:
            number.remove(override)


def _start(definition: etree._Element, overrides: list[etree._Element]) -> None:
    levels = {level.get(w("ilvl")): level for level in definition.findall(w("lvl"))}
    for override in overrides:
        begin, level = override.find(w("startOverride")), levels.get(override.get(w("ilvl")))
        start = level.find(w("start")) if level is not None else None
        if begin is not None and start is not None:
            start.set(w("val"), begin.get(w("val"), "1"))
    for indent in definition.iter(w("ind")):
        indent.set(w("hanging"), _ROOM_FOR_NUMBER)
