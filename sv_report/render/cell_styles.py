"""The workbook's titles marked as headings, and its typeface its own: what neither gptables nor XlsxWriter does.

Render stage. Takes and gives the part xl/styles.xml.
"""

from lxml import etree

from sv_report.render.package import parse, serialise

HEADINGS = {"16": ("Heading 1", "16"), "14": ("Heading 2", "17")}  # points of gptables' titles: Excel's name and number
_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def mark_headings(styles: bytes) -> bytes:
    """Return the styles with bold text of a title's size in Excel's styles for headings, which a screen reader names.

    A font that names a theme's scheme is shown in the theme's typeface, whatever its own name: the scheme goes.
    """
    root = parse(styles)
    etree.strip_elements(root, f"{_S}scheme")
    for number, font in enumerate(root.iterfind(f"{_S}fonts/{_S}font")):
        (size,) = (one.get("val", "") for one in font.iter(f"{_S}sz"))
        if font.find(f"{_S}b") is not None and size in HEADINGS:
            _mark(root, str(number), *HEADINGS[size])
    return serialise(root)


def _mark(root: etree._Element, font: str, name: str, builtin: str) -> None:
    """Add a style of that font, and put what is in that font in the style."""
    (styles,), (names,) = root.iter(f"{_S}cellStyleXfs"), root.iter(f"{_S}cellStyles")
    style = str(len(styles))
    etree.SubElement(styles, f"{_S}xf", {"numFmtId": "0", "fontId": font, "fillId": "0", "borderId": "0"})
    etree.SubElement(names, f"{_S}cellStyle", {"name": name, "xfId": style, "builtinId": builtin})
    for part in (styles, names):
        part.set("count", str(len(part)))
    for one in root.iterfind(f"{_S}cellXfs/{_S}xf[@fontId='{font}']"):
        one.set("xfId", style)
