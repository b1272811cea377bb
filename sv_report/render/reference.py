"""The Word styles of a Cabinet report, as Pandoc's reference document.

    python -m sv_report.render.reference

writes `templates/_extensions/cabinet/reference.docx`, from which Pandoc takes every style, the page's size,
its header and its footer. It starts from Pandoc's own reference document and replaces or adds the styles
below: Arial 12, left aligned (Lincolnshire's and East Dunbartonshire's guidance for accessible reports).
"""

import re
import subprocess
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pypandoc
from lxml import etree

from sv_report.render.package import CONTENT_TYPES, MADE_ON, W, parse, serialise, w, write_parts

FONT = "Arial"
BLUE = "12436D"  # the Analysis Function's dark blue, 10.3:1 on white
INK = "1A1A1A"
GREY = "4A4A4A"
RULE = "C9CED3"
TINT = "F2F5F8"
LANGUAGE = "en-GB"
TABLE_SIZES = (12, 11, 10, 9)  # points; the filter takes the largest at which no word breaks

A4 = '<w:pgSz w:w="11906" w:h="16838"/>'
MARGINS = (  # 2.2 cm at the sides, as the filter's TEXT_WIDTH and the Typst template have it
    '<w:pgMar w:top="1701" w:right="1247" w:bottom="1418" w:left="1247" w:header="680" w:footer="624" w:gutter="0"/>'
)


TEXT_WIDTH = 11906 - 2 * 1247  # twentieths of a point between those margins


def _spacing(before: int, after: int, line: int = 264) -> str:
    return f'<w:spacing w:before="{before}" w:after="{after}" w:line="{line}" w:lineRule="auto"/>'


def _text(points: float = 12, *, bold: bool = False, color: str = INK) -> str:
    weight = "<w:b/><w:bCs/>" if bold else '<w:b w:val="0"/><w:bCs w:val="0"/>'
    half = round(points * 2)
    return (
        f'<w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}" w:cs="{FONT}"/>{weight}'
        f'<w:color w:val="{color}"/><w:sz w:val="{half}"/><w:szCs w:val="{half}"/>'
    )


def _paragraph(name: str, layout: str, text: str, *, based: str = "Normal", following: str = "BodyText") -> str:
    based_on = f'<w:basedOn w:val="{based}"/>' if name != "Normal" else ""
    custom = "" if name in BUILT_IN else ' w:customStyle="1"'
    default = ' w:default="1"' if name == "Normal" else ""
    return (
        f'<w:style w:type="paragraph"{default}{custom} w:styleId="{_identifier(name)}"><w:name w:val="{name}"/>'
        f'{based_on}<w:next w:val="{following}"/><w:qFormat/><w:pPr>{layout}</w:pPr><w:rPr>{text}</w:rPr></w:style>'
    )


def _character(name: str, text: str, based: str = "DefaultParagraphFont") -> str:
    custom = "" if name in BUILT_IN else ' w:customStyle="1"'
    return (
        f'<w:style w:type="character"{custom} w:styleId="{_identifier(name)}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="{based}"/><w:rPr>{text}</w:rPr></w:style>'
    )


BUILT_IN = {  # Word knows these names; every other style is marked as a custom one
    *("Normal", "Body Text", "heading 1", "heading 2", "heading 3", "heading 4", "header", "footer"),
    *("List Bullet", "List Number", "footnote text", "footnote reference", "Hyperlink"),
    *("TOC Heading", "toc 2", "toc 3"),
}


def _identifier(name: str) -> str:
    if name.startswith("toc "):
        return name.replace("toc ", "TOC")  # as Word has it
    return "".join(word[0].upper() + word[1:] for word in name.split(" "))


KEEP = "<w:keepNext/><w:keepLines/>"
LEFT, RIGHT = '<w:jc w:val="left"/>', '<w:jc w:val="right"/>'
ONE_BLOCK = "<w:contextualSpacing/>"  # no room between paragraphs of the style: the items of a tight list


def _heading(level: int, points: float, before: int, after: int, color: str = BLUE) -> str:
    layout = f'{KEEP}{_spacing(before, after, 247)}{LEFT}<w:outlineLvl w:val="{level - 1}"/>'
    return _paragraph(f"heading {level}", layout, _text(points, bold=True, color=color))


def _notice(name: str, before: int, after: int, *, bold: bool) -> str:
    inner = 'w:val="single" w:sz="4" w:space="{}" w:color="' + TINT + '"/>'  # padding in the tint's own colour
    edge = (
        f'<w:pBdr><w:top {inner.format(5)}<w:left w:val="single" w:sz="24" w:space="8" w:color="{BLUE}"/>'
        f"<w:bottom {inner.format(5)}<w:right {inner.format(8)}</w:pBdr>"
    )
    layout = (
        f'{KEEP if bold else "<w:keepLines/>"}{edge}<w:shd w:val="clear" w:color="auto" w:fill="{TINT}"/>'
        f'{_spacing(before, after)}<w:ind w:left="220" w:right="170"/>{LEFT}'
    )
    return _paragraph(name, layout, _text(bold=bold), following="Notice")


def _table_text(points: int) -> list[str]:
    """Return the styles of a table's cells at a size: words, headings, numbers, and those that stay with the next row.

    Each is based on a plainer one, down to `Table Text`, so that a change to that one shows in all.
    """
    suffix = "" if points == TABLE_SIZES[0] else f" {points}"
    words, heading = f"Table Text{suffix}", f"Table Heading{suffix}"
    size = f'<w:sz w:val="{points * 2}"/><w:szCs w:val="{points * 2}"/>'
    plain = [
        _cell_text(words, "", size, based="TableText"),
        _cell_text(heading, "", size, based="TableHeading"),
    ]
    if not suffix:
        plain = [
            _paragraph(words, _spacing(60, 60, 240), _text(points), following="TableText"),
            _cell_text(heading, KEEP, "<w:b/><w:bCs/>", based="TableText"),
        ]
    return [
        *plain,
        _cell_text(f"{words} Kept", KEEP, "", based=_identifier(words)),
        _cell_text(f"Table Number{suffix}", RIGHT, "", based=_identifier(words)),
        _cell_text(f"Table Number{suffix} Kept", KEEP + RIGHT, "", based=_identifier(words)),
        _cell_text(f"Table Number Heading{suffix}", RIGHT, "", based=_identifier(heading)),
    ]


def _cell_text(name: str, layout: str, text: str, *, based: str) -> str:
    return _paragraph(name, layout, text, based=based, following="TableText")


def _front_styles() -> list[str]:
    rule = f'<w:pBdr><w:bottom w:val="single" w:sz="12" w:space="6" w:color="{BLUE}"/></w:pBdr>'
    return [
        _paragraph("Report To", _spacing(0, 160), _text(15.5, bold=True, color=BLUE)),
        _paragraph("Meeting", _spacing(0, 160), _text()),
        _paragraph("Report Of", _spacing(0, 160), _text(bold=True)),
        _paragraph("Part", rule + _spacing(200, 200), _text(bold=True)),
        _paragraph("Front Label", "<w:keepNext/>" + _spacing(160, 60), _text(bold=True), following="FrontValue"),
        _paragraph("Front Value", _spacing(0, 60), _text()),
        _paragraph("Refers", _spacing(0, 160), _text()),
        _paragraph("Logo", _spacing(0, 240, 240), _text()),
    ]


def _body_styles() -> list[str]:
    return [
        _paragraph("Normal", _spacing(0, 120) + LEFT, _text()),
        _paragraph("Body Text", _spacing(60, 140), _text()),
        _paragraph("First Paragraph", _spacing(60, 140), _text(), based="BodyText"),
        _paragraph("Compact", _spacing(60, 140) + ONE_BLOCK, _text(), based="BodyText"),
        _paragraph("List Bullet", _spacing(60, 140) + ONE_BLOCK, _text(), following="ListBullet"),
        _paragraph("List Number", _spacing(60, 140) + ONE_BLOCK, _text(), following="ListNumber"),
        _heading(1, 21, 320, 200),
        _heading(2, 15.5, 320, 100),
        _heading(3, 13, 260, 80),
        _heading(4, 12, 220, 80, INK),
        _paragraph("Captioned Figure", _spacing(0, 280, 240), _text()),
        _paragraph("Table Caption", "<w:keepNext/><w:keepLines/>" + _spacing(260, 100, 247), _text(bold=True)),
        _paragraph("Image Caption", "<w:keepNext/><w:keepLines/>" + _spacing(260, 80, 247), _text(bold=True)),
        _paragraph("After Table", _spacing(220, 140), _text(), based="BodyText"),
        _paragraph("Before Exhibit", "<w:keepNext/>" + _spacing(60, 140), _text(), based="BodyText"),
        _paragraph("Between Exhibits", "<w:keepNext/>" + _spacing(220, 140), _text(), based="BodyText"),
        _paragraph("Table Gap", _spacing(0, 0, 240), _text(4)),
        _notice("Notice Title", 60, 40, bold=True),  # the finishing step gives a notice room above and below
        _notice("Notice", 60, 60, bold=False),
        _paragraph("Source Lead", KEEP + _spacing(160, 20, 240), _text(bold=True, color=BLUE), following="SourceText"),
        _paragraph("Source Text", "<w:keepLines/>" + _spacing(0, 40, 240), _text(), following="SourceText"),
        _paragraph("footnote text", _spacing(0, 40, 240), _text()),
        _paragraph("header", _spacing(0, 40, 240), _text(9.5, color=GREY)),
        _paragraph("footer", _spacing(0, 0, 240) + '<w:jc w:val="right"/>', _text(9.5, color=GREY)),
        _character("footnote reference", '<w:vertAlign w:val="superscript"/>'),
        _character("Hyperlink", f'<w:color w:val="{BLUE}"/><w:u w:val="single"/>'),
        _character("SV Fact", ""),
        _character("Page Head", f'<w:b/><w:bCs/><w:color w:val="{BLUE}"/>'),  # the council, on every page
    ]


def _contents_styles() -> list[str]:
    """Return the styles of the list of contents: Word sets its entries in them, its title is no heading."""
    leader = f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{TEXT_WIDTH}"/></w:tabs>'
    inner = '<w:ind w:left="284"/>'
    return [
        _paragraph("TOC Heading", KEEP + _spacing(320, 100, 247), _text(15.5, bold=True, color=BLUE)),
        _paragraph("toc 2", leader + _spacing(40, 40, 247), _text(), following="Normal"),
        _paragraph("toc 3", leader + _spacing(0, 30, 247) + inner, _text(), following="Normal"),
    ]


def _table_styles() -> list[str]:
    margin = (
        '<w:top w:w="0" w:type="dxa"/><w:left w:w="{0}" w:type="dxa"/>'
        '<w:bottom w:w="0" w:type="dxa"/><w:right w:w="{0}" w:type="dxa"/>'
    )
    line = '<w:{} w:val="single" w:sz="{}" w:space="0" w:color="{}"/>'
    return [
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/>'
        f"<w:tblCellMar>{margin.format(108)}</w:tblCellMar></w:tblPr></w:style>",
        '<w:style w:type="table" w:customStyle="1" w:styleId="Table"><w:name w:val="Table"/>'
        '<w:basedOn w:val="TableNormal"/><w:qFormat/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/>'
        f"<w:tblBorders>{line.format('bottom', 4, RULE)}{line.format('insideH', 4, RULE)}</w:tblBorders>"
        f"<w:tblCellMar>{margin.format(120)}</w:tblCellMar></w:tblPr>"
        '<w:tblStylePr w:type="firstRow"><w:tblPr/><w:tcPr>'
        f'<w:tcBorders>{line.format("bottom", 12, BLUE)}</w:tcBorders><w:vAlign w:val="bottom"/></w:tcPr>'
        "</w:tblStylePr></w:style>",
    ]


def _element(xml: str) -> etree._Element:
    """Return the first child of XML wrapped in the Word namespaces."""
    return parse(f'<w:x xmlns:w="{W}">{xml}</w:x>'.encode())[0]


def _restyled(styles: bytes) -> bytes:
    root = parse(styles)
    for old in root.findall(w("docDefaults")) + root.findall(w("latentStyles")):
        root.remove(old)
    root.insert(
        0,
        _element(
            f"<w:docDefaults><w:rPrDefault><w:rPr>{_text()}"
            f'<w:lang w:val="{LANGUAGE}" w:eastAsia="{LANGUAGE}" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
            "<w:pPrDefault/></w:docDefaults>"
        ),
    )
    sized = [style for points in TABLE_SIZES for style in _table_text(points)]
    for xml in [*_body_styles(), *_front_styles(), *_contents_styles(), *sized, *_table_styles()]:
        style = _element(xml)
        for old in root.findall(w("style")):
            if old.get(w("styleId")) == style.get(w("styleId")):
                root.remove(old)
        root.append(style)
    return serialise(root)


def _field(instruction: str) -> str:
    parts = [
        '<w:fldChar w:fldCharType="begin"/>',
        f'<w:instrText xml:space="preserve"> {instruction} </w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>',
        "<w:t>1</w:t>",
        '<w:fldChar w:fldCharType="end"/>',
    ]
    return "".join(f"<w:r>{part}</w:r>" for part in parts)


def _page_edge(tag: str, content: str) -> bytes:
    style = {"hdr": "Header", "ftr": "Footer"}[tag]
    return serialise(_element(f'<w:{tag}><w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{content}</w:p></w:{tag}>'))


FOOTER_TEXT = (
    f'<w:r><w:t xml:space="preserve">Page </w:t></w:r>{_field("PAGE")}'
    f'<w:r><w:t xml:space="preserve"> of </w:t></w:r>{_field("NUMPAGES")}'
)


def _document() -> bytes:
    relations = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:document xmlns:w="{W}" {relations}><w:body>'
        "<w:p><w:r><w:t>Styles of a Cabinet report. Made by python -m sv_report.render.reference.</w:t></w:r></w:p>"
        '<w:sectPr><w:headerReference w:type="default" r:id="rIdHeader1"/>'
        f'<w:footerReference w:type="default" r:id="rIdFooter1"/>{A4}{MARGINS}</w:sectPr></w:body></w:document>'
    ).encode()


def _settings(settings: bytes) -> bytes:
    root = parse(settings)
    for name in ("savePreviewPicture", "doNotTrackMoves", "rsids", "proofState", "embedSystemFonts"):
        for old in root.findall(w(name)):
            root.remove(old)
    for language in root.findall(w("themeFontLang")):
        language.set(w("val"), LANGUAGE)
    mode = _element(
        '<w:compat><w:compatSetting w:name="compatibilityMode" '
        'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
    )
    after = root.find(w("footnotePr"))
    assert after is not None
    after.addnext(mode)
    return serialise(root)


def _theme(theme: bytes) -> bytes:
    text = theme.decode()
    text = re.sub(r'(<a:(?:major|minor)Font>\s*<a:latin typeface=")[^"]*', rf"\g<1>{FONT}", text)
    return re.sub(r"(<a:accent1>\s*<a:srgbClr val=\")[^\"]*", rf"\g<1>{BLUE}", text).encode()


def _with_edges(parts: dict[str, bytes]) -> None:
    """Add the header and the footer: parts, content types and relations."""
    kinds = {"header1": ("hdr", ""), "footer1": ("ftr", FOOTER_TEXT)}
    types, relations = parts[CONTENT_TYPES].decode(), parts["word/_rels/document.xml.rels"].decode()
    base = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    schema = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    for name, (tag, content) in kinds.items():
        kind = name.rstrip("1")
        parts[f"word/{name}.xml"] = _page_edge(tag, content)
        types = types.replace(
            "</Types>", f'<Override PartName="/word/{name}.xml" ContentType="{base}.{kind}+xml" /></Types>'
        )
        relation = f'<Relationship Type="{schema}/{kind}" Id="rId{kind.title()}1" Target="{name}.xml" />'
        relations = relations.replace("</Relationships>", f"{relation}</Relationships>")
    relations = re.sub(r'<Relationship [^>]*hyperlink"[^>]*/>', "", relations)
    parts[CONTENT_TYPES], parts["word/_rels/document.xml.rels"] = types.encode(), relations.encode()


def write_reference(path: Path) -> None:
    """Write the reference document to `path`; the same bytes every time."""
    default = subprocess.run(
        [pypandoc.get_pandoc_path(), "--print-default-data-file=reference.docx"], capture_output=True, check=True
    ).stdout
    with ZipFile(BytesIO(default)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["word/styles.xml"] = _restyled(parts["word/styles.xml"])
    parts["word/settings.xml"] = _settings(parts["word/settings.xml"])
    parts["word/theme/theme1.xml"] = _theme(parts["word/theme/theme1.xml"])
    parts["word/document.xml"] = _document()
    _with_edges(parts)
    write_parts(path, parts, MADE_ON)


if __name__ == "__main__":
    target = Path(__file__).parents[2] / "templates" / "_extensions" / "cabinet" / "reference.docx"
    write_reference(target)
    print(target)
