"""A report in a council's own house style, from its profile to its files."""

import json
import zipfile

from PIL import Image

from tests.functional.conftest import EDITION, sv_report

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 3"><path d="M0 0H9V3H0Z"/></svg>'
STYLE = """style:
  colours: {brand: "#5C2D12"}
  charts: {validated: "#5C2D12"}
  logo: {file: arms.svg, alt: Sample arms}
  header: "{council}, {title}"

"""


def test_the_profiles_colours_logo_and_page_header_reach_every_file(bench):
    council = bench / "templates" / "lancashire"
    profile = council / "profile.yml"
    text = profile.read_text("utf-8")
    start, end = text.index("style:\n"), text.index("small_numbers:")
    profile.write_text(text[:start] + STYLE + text[end:], "utf-8")
    (council / "arms.svg").write_text(SVG, "utf-8")
    Image.new("RGB", (90, 30), "#5C2D12").save(council / "arms.png")
    done = sv_report("run", EDITION, "--root", bench, "--engine", "embedded")
    assert done.returncode == 0, done.stderr
    public = bench / "outputs" / EDITION / "public"
    page, chart = (public / name for name in ("report.html", "media/by_theme_chart.svg"))
    for file in (page, chart):
        assert "5c2d12" in file.read_text("utf-8").lower()
    assert 'alt="Sample arms"' in page.read_text("utf-8")
    with zipfile.ZipFile(public / "report.docx") as word:
        assert "Lancashire County Council, Social Value Monitoring Report" in word.read("word/header1.xml").decode()
        assert 'descr="Sample arms"' in word.read("word/document.xml").decode()
        assert "5C2D12" in word.read("word/styles.xml").decode()
    with zipfile.ZipFile(public / "tables.xlsx") as workbook:
        assert "5C2D12" in workbook.read("xl/styles.xml").decode()
    inputs = json.loads((public.parent / "office" / "manifest.json").read_text("utf-8"))["inputs"]
    assert {"templates/lancashire/arms.svg", "templates/lancashire/arms.png"} <= set(inputs)
