"""The house style of a council in every format: its colours, typefaces, logo, page header and footer."""

import re
import shutil
import zipfile
from pathlib import Path

import matplotlib as mpl
import pikepdf
import pypdfium2
import pytest

from sv_report.exhibits.house_style import use_fonts
from sv_report.params.council.style import HouseStyle
from sv_report.render import FORMATS, choose_engine, furnish, render
from tests.render.conftest import MOMENT, SAMPLE, TEMPLATES, Report
from tests.unit.test_charts import ranked

COLOURS = {"brand": "#5C2D12", "text": "#101418", "quiet": "#46505A", "rule": "#B8C0C8", "tint": "#FBF3EE"}
USUAL = HouseStyle().colours.model_dump()
FACES = {"-Regular": "", "-Bold": "-Bold", "-Italic": "-Oblique", "-BoldItalic": "-BoldOblique"}
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 3"><path d="M0 0H9V3H0Z"/></svg>'
STYLE = HouseStyle.model_validate({
    "colours": COLOURS,
    "typefaces": {"word": "Georgia", "pdf": "DejaVu Sans", "web": ["Georgia", "Times New Roman"]},
})  # fmt: skip


def templates(folder: Path) -> Path:
    """Return templates whose council has a typeface of its own."""
    shutil.copytree(TEMPLATES, folder, dirs_exist_ok=True)
    carried = Path(mpl.get_data_path()) / "fonts" / "ttf"
    fonts = folder / "lancashire" / "fonts"
    fonts.mkdir()
    for name, carried_name in FACES.items():
        shutil.copyfile(carried / f"DejaVuSans{carried_name}.ttf", fonts / f"DejaVuSans{name}.ttf")
    shutil.copyfile(carried / "LICENSE_DEJAVU", fonts / "LICENSE.txt")
    return folder


@pytest.fixture(scope="module")
def styled(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """The sample report in a house style of its own."""
    folder = tmp_path_factory.mktemp("styled")
    shutil.copytree(SAMPLE, folder, dirs_exist_ok=True)
    (folder / "media" / "logo.svg").write_text(PICTURE, "utf-8")
    shutil.copyfile(folder / "media" / "to_date.png", folder / "media" / "logo.png")
    report = folder / "report.qmd"
    ours = (
        'cabinet:\n  header: "Sample Council: \\\\*reports\\\\*"\n  footer: "Sheet \\\\{page\\\\} \\\\{of\\\\} \\\\{pages\\\\}"\n'
        '  logo: {file: media/logo.svg, alt: "Sample arms", width: 40mm}\n'
    )
    report.write_text(report.read_text("utf-8").replace("cabinet:\n", ours, 1), "utf-8")
    furnish(folder, templates(tmp_path_factory.mktemp("templates")), FORMATS, STYLE, "lancashire")
    return Report(folder, render(folder, FORMATS, choose_engine("embedded"), MOMENT))


def word_parts(report: Report) -> dict[str, str]:
    with zipfile.ZipFile(report["docx"]) as package:
        return {name: package.read(name).decode() for name in package.namelist() if name.endswith(".xml")}


def of_pdf(report: Report) -> tuple[set[str], set[str], str]:
    """Return the colours that a PDF's pages paint in, the typefaces that they are set in, and their text."""
    with pikepdf.open(report["pdf"]) as pdf:
        streams = b" ".join(page.Contents.read_bytes() for page in pdf.pages).decode("latin-1")
        fonts = {str(font.BaseFont) for page in pdf.pages for font in page.Resources.Font.values()}
    painted = re.findall(r"([\d.]+) ([\d.]+) ([\d.]+) (?:scn?|rg)\b", streams, re.IGNORECASE)
    colours = {"#" + "".join(f"{round(float(part) * 255):02X}" for part in one) for one in painted}
    text = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(report["pdf"]))
    return colours, fonts, text


def test_no_usual_colour_or_typeface_is_left_in_the_word_file(styled: Report, sample: Report) -> None:
    text, usual = (" ".join(word_parts(one).values()) for one in (styled, sample))
    for name, colour in COLOURS.items():
        assert USUAL[name][1:] in usual
        assert USUAL[name][1:] not in text
        assert colour[1:] in text
    assert '"Georgia"' in text
    assert '"Arial"' not in text


def test_no_usual_colour_or_typeface_is_left_in_the_web_page(styled: Report) -> None:
    page = styled["html"].read_text("utf-8")
    for name, colour in COLOURS.items():
        assert USUAL[name] not in page
        assert colour in page
    assert 'font-family: Georgia, "Times New Roman", sans-serif;' in page


def test_no_usual_colour_or_typeface_is_left_in_the_pdf(styled: Report, sample: Report) -> None:
    colours, fonts, _ = of_pdf(styled)
    assert {COLOURS["brand"], COLOURS["text"], COLOURS["quiet"], COLOURS["tint"]} <= colours
    usual = {USUAL["quiet"], USUAL["tint"], USUAL["rule"]}  # the sample's pictures are in the usual blue
    assert not usual & colours
    assert usual <= of_pdf(sample)[0]
    assert all("DejaVuSans" in name for name in fonts)


def test_the_head_and_the_foot_of_each_page_are_the_profiles(styled: Report) -> None:
    parts = word_parts(styled)
    assert "Sample Council: *reports*" in parts["word/header1.xml"]
    assert re.sub(r"<[^>]*>", "", parts["word/footer1.xml"]).strip() == "Sheet  PAGE 1 {of}  NUMPAGES 1"
    assert "Sample Council: *reports*" in styled["html"].read_text("utf-8")
    text = of_pdf(styled)[2]
    pages = text.count("Sample Council: *reports*")
    assert f"Sheet {pages} {{of}} {pages}" in text


def test_the_logo_stands_first_in_every_format_with_its_words(styled: Report) -> None:
    document = word_parts(styled)["word/document.xml"]
    assert re.findall(r'<wp:docPr [^>]*descr="([^"]*)"', document)[0] == "Sample arms"
    assert document.index('w:val="Logo"') < document.index('w:val="ReportTo"')
    page = styled["html"].read_text("utf-8")
    assert page.index('alt="Sample arms"') < page.index("Report to the Cabinet")
    with pikepdf.open(styled["pdf"]) as pdf:
        assert b"Sample arms" in b"".join(bytes(one.Alt) for one in pdf.objects if _has_alt(one))


def _has_alt(one: pikepdf.Object) -> bool:
    return isinstance(one, pikepdf.Dictionary) and "/Alt" in one


def test_charts_are_drawn_in_the_councils_colours_and_typeface() -> None:
    use_fonts((TEMPLATES / "_extensions" / "cabinet" / "fonts").glob("*.ttf"))
    style = HouseStyle.model_validate({"charts": {"validated": "#5C2D12"}, "typefaces": {"pdf": "DejaVu Sans"}})
    own, usual = (ranked(["Jobs"], ["1"]).images(one) for one in (style, HouseStyle()))
    assert b"#5c2d12" in own["svg"]
    assert b"#5c2d12" not in usual["svg"]
    assert (b"Arimo-" in usual["svg"], b"DejaVuSans-" in usual["svg"]) == (True, False)
    assert (b"Arimo-" in own["svg"], b"DejaVuSans-" in own["svg"]) == (False, True)
