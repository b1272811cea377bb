"""Attributes of markup whose numbers say where, how big or which, and nothing of the report.

Release stage: part of the leak check. A drawing has thousands of such numbers, and by chance some of them are an exempt
one. An attribute that is not named here is searched.
"""

import re

SVG = (
    "d points x y x1 y1 x2 y2 cx cy r rx ry fx fy dx dy width height viewBox transform gradientTransform offset "
    "stroke-width stroke-dasharray stroke-dashoffset stroke-miterlimit font-size"
)
HTML = "style class id for headers colspan rowspan srcset sizes"
WORD = (
    "w h left right top bottom header footer gutter hanging firstLine before after line linePitch pos space sz code "
    "rsidR rsidRDefault rsidP rsidRPr rsidTr rsidSect rsidDel"
)
DRAWING = (
    "cx cy l t r b lIns tIns rIns bIns distL distR distT distB relativeHeight ang dir dist blurRad prst rot spc indent "
    "marL marR lastClr usb0 usb1 usb2 usb3 csb0 csb1 panose1 panose"
)
SHEET = (
    "count uniqueCount spans ht min max ref sqref activeCell topLeftCell xWindow yWindow lowestEdited rupBuild "
    "defaultThemeVersion pid"
)
NAMES = frozenset(" ".join((SVG, HTML, WORD, DRAWING, SHEET)).split())
ENDINGS = ("margin", "padding", "width", "height", "indent", "position", "size", "Width", "Height", "Id")
ATTRIBUTE = re.compile(r"""\s(?:[\w-]+:)?([\w-]+)\s*=\s*(?:"[^"]*"|'[^']*')""")
NAMESPACE = re.compile(r"""\sxmlns(?::[\w-]+)?\s*=\s*(?:"[^"]*"|'[^']*')""")
GUID = re.compile(r"\{[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\}")
OOXML_VALUE = re.compile(  # whole numbers and colours in the commonest attribute, in all but these elements
    r"""(<(?:w|a):(?!tag\b|alias\b|docVar\b)\w+\b[^>]*?)\s(?:w:)?(?:val|fill|color)=["'][0-9A-Fa-f-]*["']"""
)


def without_layout(tags: str) -> str:
    """Return tags without the attributes that only lay out."""
    tags = GUID.sub("", NAMESPACE.sub("", tags))
    return ATTRIBUTE.sub(_kept, OOXML_VALUE.sub(r"\1", tags))


def _kept(match: re.Match[str]) -> str:
    name = match[1]
    return "" if name in NAMES or name.endswith(ENDINGS) else match[0]
