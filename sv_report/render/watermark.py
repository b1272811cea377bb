"""DRAFT behind the text of every page of a Word file, as Word itself writes a watermark.

Takes a page header that is finished, gives it the text path that Word's own Remove Watermark looks for: a shape whose
name begins with `PowerPlusWaterMarkObject`. It has no text alternative: the page header's own words say DRAFT, and a
screen reader need not hear it again.
"""

from lxml import etree

from sv_report.render.package import parse, w

WORDS = "DRAFT"
SIZES = {"upright": (412, 247), "landscape": (370, 222)}  # points; turned by 45 degrees either fits between the margins
_SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w10="urn:schemas-microsoft-com:office:word"'
)
_SHAPE_TYPE = (  # Word's own description of a plain text on a path, number 136
    '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" path="m@7,l@8,m@5,21600l@6,21600e">'
    '<v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/>'
    '<v:f eqn="sum 0 0 @2"/><v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/>'
    '<v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/><v:f eqn="mid @5 @6"/><v:f eqn="mid @8 @5"/>'
    '<v:f eqn="mid @7 @8"/><v:f eqn="mid @6 @7"/><v:f eqn="sum @6 0 @5"/></v:formulas>'
    '<v:path textpathok="t" o:connecttype="custom" o:connectlocs="@9,0;@10,10800;@11,21600;@12,10800" '
    'o:connectangles="270,180,90,0"/><v:textpath on="t" fitshape="t"/>'
    '<v:handles><v:h position="#0,bottomRight" xrange="6629,14971"/></v:handles>'
    '<o:lock v:ext="edit" text="t" shapetype="t"/></v:shapetype>'
)
_BEHIND_TEXT = (
    "position:absolute;margin-left:0;margin-top:0;width:{width}pt;height:{height}pt;rotation:315;"
    "z-index:-251657216;mso-position-horizontal:center;mso-position-horizontal-relative:margin;"
    "mso-position-vertical:center;mso-position-vertical-relative:margin"
)


def put_watermark(header: etree._Element, page: str, font: str, number: int) -> None:
    """Put the watermark into a page header, for a page `upright` or `landscape`; `number` tells the headers apart."""
    paragraph = header.find(w("p"))
    assert paragraph is not None, "a page header has a paragraph"
    paragraph.append(_run(page, font, number))


def _run(page: str, font: str, number: int) -> etree._Element:
    width, height = SIZES[page]
    return parse(
        f"<w:r {_SPACES}><w:rPr><w:noProof/></w:rPr><w:pict>{_SHAPE_TYPE}"
        f'<v:shape id="PowerPlusWaterMarkObject{number}" o:spid="_x0000_s{2048 + number}" type="#_x0000_t136" '
        f'style="{_BEHIND_TEXT.format(width=width, height=height)}" o:allowincell="f" fillcolor="silver" stroked="f">'
        f'<v:fill opacity=".5"/><v:textpath style="font-family:&quot;{font}&quot;;font-size:1pt" string="{WORDS}"/>'
        '<w10:wrap anchorx="margin" anchory="margin"/></v:shape></w:pict></w:r>'.encode()
    )
