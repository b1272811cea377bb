"""Charts as part of the web page: the same drawing, for every reader, and nothing in it that could do something."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import lxml.html
import pytest

from sv_report.errors import RenderError
from sv_report.release.leaks.search import find_leaks
from sv_report.release.leaks.secrets import Phrase, Secrets
from tests.render.conftest import Report

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" {root}>{inner}</svg>'
BOX = 'viewBox="0 0 10 10"'
PLAIN = SVG.format(root=BOX, inner='<path d="M 0 0 L 9 9" style="stroke: #000000"/>')
FIGURE = '## Detail\n\n![Jobs lead](media/drawn.svg){#fig-drawn fig-alt="Bars."}'

Draws = Callable[..., Report]


@pytest.fixture
def draws(rendered: Draws, tmp_path: Path) -> Draws:
    """Renders a page with the drawing given, as media/drawn.svg."""

    def make(svg: str, body: str = FIGURE, encoding: str = "utf-8") -> Report:
        (tmp_path / "media").mkdir()
        (tmp_path / "media" / "drawn.svg").write_text(svg, encoding=encoding)
        return rendered(body, ("html",))

    return make


def page_of(report: Report) -> Any:
    return lxml.html.parse(str(report["html"])).getroot()


def drawing(report: Report) -> str:
    """The drawing's inner group as it stands in the page."""
    page = report["html"].read_text(encoding="utf-8")
    return page.partition('<g aria-hidden="true"')[2].partition("</svg>")[0]


# ---- for every reader ----------------------------------------------------------------------------


def test_it_is_named_by_its_caption_and_described(draws: Draws) -> None:
    body = '## Detail\n\n![Jobs \\<lead\\> \\& \\"win\\"](media/drawn.svg){#fig-drawn fig-alt="A \\<b\\> \\& \\"c\\""}'
    page = page_of(draws(PLAIN, body))
    (svg,) = page.xpath("//svg")
    said = [page.get_element_by_id(name).text_content() for name in svg.get("aria-labelledby").split()]
    assert said == ['Figure 1: Jobs <lead> & "win"', 'A <b> & "c"']
    assert [node.get("aria-hidden") for node in svg.xpath("./g")] == ["true"]
    assert svg.xpath("./g//*[@tabindex or @focusable]") == []
    assert page.xpath("//figure//img") == []


def test_no_two_charts_share_an_id(sample: Report) -> None:
    page = page_of(sample)
    of_charts = [set(svg.xpath(".//@id")) for svg in page.xpath("//svg")]
    assert all(len(ids) > 10 for ids in of_charts)
    identifiers = page.xpath("//@id")
    assert len(identifiers) == len(set(identifiers))
    for number, svg in enumerate(page.xpath("//svg"), 1):
        used = [use.lstrip("#") for use in svg.xpath(".//use/@href")]
        used += re.findall(r"url\(#([^)]+)\)", lxml.html.tostring(svg, encoding="unicode"))
        assert set(used) <= of_charts[number - 1], "a chart draws with its own parts only"
        assert all(name.startswith(f"drawing-{number}-") for name in of_charts[number - 1])


def test_the_same_chart_twice_is_no_clash(draws: Draws) -> None:
    twice = FIGURE + "\n\n" + FIGURE.replace("fig-drawn", "fig-again").partition("\n\n")[2] + "\n\n### Drawing-1-title"
    glyph = '<defs><path id="a" d="M 0 0 L 1 1"/></defs><use xlink:href="#a" x="3"/>'
    identifiers = page_of(draws(SVG.format(root=BOX, inner=glyph), twice)).xpath("//@id")
    assert len(identifiers) == len(set(identifiers))
    assert {"drawing-1-1", "drawing-2-1", "drawing-1-title"} <= set(identifiers)


def test_a_drawing_in_a_line_of_text_is_named_by_its_alternative(draws: Draws) -> None:
    page = page_of(draws(PLAIN, '## Detail\n\nA line with ![](media/drawn.svg){fig-alt="Two bars."} in it.'))
    (svg,) = page.xpath("//p/span/svg")
    assert page.get_element_by_id(svg.get("aria-labelledby")).text_content() == "Two bars."


def test_what_stands_in_a_chart_is_looked_through_for_what_is_exempt(sample: Report, tmp_path: Path) -> None:
    shutil.copy(sample["html"], tmp_path)
    page = (tmp_path / "report.html").read_text("utf-8")
    secrets = Secrets((Phrase("Zephyrine Holdings Ltd", "a supplier"),), ())
    assert find_leaks(tmp_path, secrets) == []
    for place, planted in (
        ("<title id", page.replace("</title><desc", " Zephyrine Holdings Ltd</title><desc", 1)),
        ("<desc id", page.replace("</desc>", " Zephyrine Holdings Ltd</desc>", 1)),
        ("an attribute", page.replace("<svg ", '<svg data-x="Zephyrine Holdings Ltd" ', 1)),
        ("a comment", page.replace("</svg>", "<!-- Zephyrine Holdings Ltd --></svg>", 1)),
    ):
        assert planted != page
        (tmp_path / "report.html").write_text(planted, "utf-8")
        assert find_leaks(tmp_path, secrets) != [], place


# ---- what it keeps -------------------------------------------------------------------------------


def test_what_matplotlib_says_of_itself_and_beside_the_drawing_is_left_out(sample: Report) -> None:
    drawings = sample["html"].read_text(encoding="utf-8").partition("<svg")[2]
    for words in ("matplotlib", "<!--", "<?xml", "DOCTYPE", "metadata", "<style", 'style="fill'):
        assert words not in drawings


def test_a_style_becomes_attributes_and_goes_before_them(draws: Draws) -> None:
    inner = '<path d="M 0 0" fill="red" style="fill: #12436d; stroke-width:2;"/>'
    assert '<path d="M 0 0" fill="#12436d" stroke-width="2"/>' in drawing(draws(SVG.format(root=BOX, inner=inner)))


def test_the_rule_of_matplotlib_reaches_no_further_than_its_drawing(draws: Draws) -> None:
    rule = '<defs><style type="text/css">*{stroke-linejoin: round; stroke-linecap: butt}</style></defs>'
    inner = (
        rule + '<g style="stroke-linejoin: miter"><path d="M 0 0"/><path d="M 1 1" style="stroke-linejoin: miter"/></g>'
    )
    report = draws(SVG.format(root=BOX, inner=inner))
    assert report["html"].read_text("utf-8").count("<style") == 1, "the page's own"
    said = drawing(report)
    assert said.startswith(' stroke-linejoin="round" stroke-linecap="butt">')
    assert '<g>\n<path d="M 0 0"/>\n<path d="M 1 1" stroke-linejoin="miter"/>' in said


# ---- what it refuses -----------------------------------------------------------------------------
SHAPE = '<path id="a" d="M 0 0"/>'
REFUSED = {
    "a script": ("<script>alert(1)</script>", "<script>"),
    "a script in capitals": ("<SCRIPT>alert(1)</SCRIPT>", "<SCRIPT>"),
    "a script in a group": ("<g><g><script/></g></g>", "<script>"),
    "a page in it": ("<foreignObject><p>x</p></foreignObject>", "<foreignObject>"),
    "an event": ('<path d="M 0 0" onclick="alert(1)"/>', 'onclick="alert(1)"'),
    "an event of the mouse in capitals": ('<g ONMOUSEOVER="x()"/>', 'ONMOUSEOVER="x()"'),
    "a link": ('<a href="https://example.org"><path d="M 0 0"/></a>', "<a>"),
    "a picture": ('<image href="https://example.org/x.png"/>', "<image>"),
    "a picture of its own": ('<image href="data:image/png;base64,AAAA"/>', "<image>"),
    "a use of another file": ('<use href="https://example.org/x.svg#a"/>', 'href="https://example.org/x.svg#a"'),
    "a use of a script": ('<use xlink:href="javascript:alert(1)"/>', 'xlink:href="javascript:alert(1)"'),
    "a use of what is not there": ('<use href="#nothing"/>', 'href="#nothing"'),
    "a use of a group": ('<g id="g"><path d="M 0 0"/></g><use href="#g"/>', 'href="#g"'),
    "a use of another namespace": (SHAPE + '<use evil:href="#a"/>', 'evil:href="#a"'),
    "a use of the page's ids": ('<use href="#main"/>', 'href="#main"'),
    "a fill from elsewhere": ('<path d="M 0 0" fill="url(https://example.org/x)"/>', "fill="),
    "a fill from a file beside it": ('<path d="M 0 0" style="fill: url(x.svg)"/>', "fill="),
    "a fill of what is no pattern": (SHAPE + '<path d="M 0 0" fill="url(#a)"/>', "fill="),
    "a fill in other letters": (r'<path d="M 0 0" style="fill: \75rl(x)"/>', "fill="),
    "a property that is not known": ('<path d="M 0 0" style="behavior: url(x)"/>', "behavior="),
    "a place over the page": ('<path d="M 0 0" style="position: fixed; top: 0"/>', "position="),
    "a style of what is no property": ('<path d="M 0 0" style="@import x"/>', "style="),
    "a style sheet": ("<style>body{display:none}</style>", "<style>"),
    "matplotlib's rule with one more": ("<style>*{stroke-linejoin: round; stroke-linecap: butt} p{top:0}</style>", "<style>"),
    "a movement": ('<animate attributeName="href" to="x"/>', "<animate>"),
    "a setting": ('<set attributeName="onclick" to="x"/>', "<set>"),
    "words": ("<text>EX-1</text>", "<text>"),
    "words between": ("EX-1 <g/>", "the text 'EX-1'"),
    "a picture in the picture": ("<svg/>", "<svg>"),
    "a pattern of itself": ('<pattern id="p"><path d="M 0 0" fill="url(#p)"/></pattern><path d="M 0 0" fill="url(#p)"/>', "<pattern>"),
    "an end that is none": ("</g>", "'</g>' closes nothing"),
    "an element that is not closed": ("<g>", "'</svg>' closes nothing"),
    "letters between quotes": ('<path d="M 0 0" a=b/>', "cannot be read"),
    "an instruction": ('<?xml-stylesheet href="x.css"?>', "cannot be read"),
    "unread text": ("<![CDATA[<script>]]>", "cannot be read"),
    "too deep": ("<g>" * 60 + "</g>" * 60, "too deep"),
    "a focus": ('<g tabindex="0"/>', 'tabindex="0"'),
    "a transform of another kind": ('<g transform="url(x)"/>', 'transform="url(x)"'),
    "a path with more in it": ('<path d="M 0 0 &quot;&gt;"/>', "d="),
}  # fmt: skip


@pytest.mark.parametrize(("inner", "why"), REFUSED.values(), ids=REFUSED.keys())
def test_what_could_do_something_or_would_be_lost_is_refused(draws: Draws, inner: str, why: str) -> None:
    with pytest.raises(RenderError) as raised:
        draws(SVG.format(root=BOX, inner=inner))
    (finding,) = raised.value.findings
    assert finding.message.startswith("image 'media/drawn.svg' cannot stand in a web page: ")
    assert why in finding.message


@pytest.mark.parametrize(
    "svg",
    [
        SVG.format(root=BOX + ' onload="alert(1)"', inner=""),
        SVG.format(root=BOX + ' style="position: fixed"', inner=""),
        SVG.format(root="", inner=""),
        SVG.format(root='viewBox="0 0 &quot; 1"', inner=""),
        '<!DOCTYPE svg [<!ENTITY a "x">]>' + PLAIN,
        '<?xml version="1.0"?><html><script/></html>',
        PLAIN + PLAIN,
        PLAIN + "<script/>",
        "no picture",
        "",
    ],
    ids=["onload", "style", "no box", "a box that ends", "entities", "a page", "two", "after it", "text", "empty"],
)
def test_a_file_that_is_no_chart_is_refused(draws: Draws, svg: str) -> None:
    with pytest.raises(RenderError, match="could not be rendered") as raised:
        draws(svg)
    assert "media/drawn.svg" in raised.value.findings[0].message


def test_a_plain_drawing_is_taken(draws: Draws) -> None:
    """The control of what is refused: the same frame with nothing in it that could do something."""
    assert 'd="M 0 0 L 9 9" stroke="#000000"' in drawing(draws('<?xml version="1.0"?>\n<!DOCTYPE svg>\n' + PLAIN))
