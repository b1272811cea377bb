"""Rendering as a run meets it: what is dropped, printed or refused, the same bytes, nothing half made."""

import base64
import hashlib
import html
import os
import re
import shutil
import subprocess
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import lxml.html
import pytest

from sv_report.errors import RenderError
from sv_report.exhibits.text import escape
from sv_report.render import FORMATS, choose_engine, furnish, render
from tests.render.conftest import FRONT, MOMENT, SAMPLE, TEMPLATES, Report
from tests.render.test_escape import HOSTILE, expected


def word_text(report: Report) -> str:
    with zipfile.ZipFile(report["docx"]) as archive:
        return archive.read("word/document.xml").decode()


def page(report: Report) -> lxml.html.HtmlElement:
    return lxml.html.parse(str(report["html"])).getroot()


def everything(report: Report) -> bytes:
    """All bytes of the three files, the Word file's parts unpacked."""
    with zipfile.ZipFile(report["docx"]) as archive:
        parts = b"".join(archive.read(name) for name in archive.namelist())
    return parts + report["html"].read_bytes() + report["pdf"].read_bytes()


def pdf_text(report: Report) -> str:
    done = subprocess.run(["pdftotext", "-raw", report["pdf"], "-"], capture_output=True, text=True, check=True)
    return done.stdout


def sample_in(folder: Path) -> Path:
    shutil.copytree(SAMPLE, folder, dirs_exist_ok=True)
    furnish(folder, TEMPLATES)
    return folder


def test_the_sample_renders_whole_and_without_findings(sample: Report) -> None:
    assert sample.findings == []
    assert sorted(path.name for path in sample.folder.iterdir()) == [
        "_extensions", "_quarto.yml", "media", "report.docx", "report.html", "report.pdf", "report.qmd",
    ]  # fmt: skip


def test_the_same_bytes_in_another_folder_zone_and_home(
    sample: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    monkeypatch.setenv("LC_ALL", "C")
    home = tmp_path / "another home"
    monkeypatch.setenv("HOME", str(home))
    for name in ("templates/default.html5", "abbreviations"):  # a user's own files for Pandoc
        own = home / ".local" / "share" / "pandoc" / name
        own.parent.mkdir(parents=True, exist_ok=True)
        own.write_text("mine", encoding="utf-8")
    time.tzset()
    folder = sample_in(tmp_path / "ä folder with spaces")
    render(folder, FORMATS, choose_engine("embedded"), MOMENT)
    for name in FORMATS:
        assert (folder / f"report.{name}").read_bytes() == sample[name].read_bytes(), name


def test_no_file_tells_where_it_was_made(sample: Report) -> None:
    assert str(sample.folder).encode() not in everything(sample)


def test_only_the_formats_asked_for_are_made(rendered: Callable[..., Report]) -> None:
    report = rendered("## Detail\n\nText.", ("html",))
    assert {path.name for path in report.folder.glob("report.*")} == {"report.html", "report.qmd"}


def test_furnishing_leaves_out_what_the_formats_do_not_need(tmp_path: Path) -> None:
    furnish(tmp_path, TEMPLATES, ("html",))
    extension = tmp_path / "_extensions" / "cabinet"
    assert (extension / "_extension.yml").is_file()
    assert not (extension / "fonts").exists()
    assert not (extension / "reference.docx").exists()


# ---- data text ----------------------------------------------------------------------------------------
STRAIGHT = str.maketrans("‘’“”", "''\"\"")


def shown(text: str) -> str:
    """Data text as the page shows it: as typed, but with every quotation mark straight."""
    return expected(text).translate(STRAIGHT)


PRINTABLE = [text for text in HOSTILE if "\x07" not in text]


def hostile_body() -> str:
    paragraphs = [f"{escape(text)}\n\n- {escape(text)}" for text in PRINTABLE]
    rows = [f"| {escape(text)} | {escape(text)} |" for text in PRINTABLE]
    table = "\n".join(["| Text | Again |", "|:--|--:|", *rows])
    headings = "\n\n".join(f"### {escape(text)}\n\nText." for text in PRINTABLE[:12])
    captioned = f'![{escape(PRINTABLE[0])}](media/by_theme.svg){{#fig-x fig-alt="{escape(PRINTABLE[1])}"}}'
    return "## Detail\n\n" + "\n\n".join(
        [*paragraphs, table, f": {escape(PRINTABLE[3])} {{#tbl-x}}", headings, captioned]
    )


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Report:
    folder = tmp_path_factory.mktemp("hostile")
    sample_in(folder)
    (folder / "report.qmd").write_text(FRONT + hostile_body(), encoding="utf-8")
    return Report(folder, render(folder, FORMATS, choose_engine("embedded"), MOMENT))


def test_hostile_text_is_printed_in_word(hostile: Report) -> None:
    from docx import Document
    from docx.table import Table

    document = Document(str(hostile["docx"]))
    (table,) = document.tables
    assert isinstance(table, Table)
    assert [row.cells[0].text for row in table.rows[1:]] == [shown(text) for text in PRINTABLE]
    paragraphs = [paragraph.text for paragraph in document.paragraphs]
    for text in PRINTABLE:
        assert paragraphs.count(shown(text)) >= 2, text


def test_hostile_text_is_printed_in_html_and_nothing_of_it_is_live(hostile: Report) -> None:
    root = page(hostile)
    cells = [row[0].text_content() for row in root.xpath("//tbody/tr")]
    assert cells == [shown(text) for text in PRINTABLE]
    assert root.xpath("//script | //b | //a[starts-with(@href, 'javascript')]") == []
    assert root.xpath("//figure//svg/desc/text()") == [shown(PRINTABLE[1])]


@pytest.mark.needs("pdftotext")
def test_hostile_text_is_printed_in_the_pdf(hostile: Report) -> None:
    squeezed = re.sub(r"\s+", "", pdf_text(hostile))
    for text in PRINTABLE:
        wanted = re.sub(r"\s+", "", shown(text)).replace("ﬁ", "fi")
        assert squeezed.replace("ﬁ", "fi").count(wanted) >= 3, f"{text}: in a paragraph or list and in two cells"


@pytest.mark.needs("pdftotext")
def test_a_word_longer_than_its_column_stays_inside_the_page(rendered: Callable[..., Report]) -> None:
    long = "https://example.org/" + "abcdefghij" * 12
    report = rendered(f"## Detail\n\n{long}\n\n| A | B |\n|:--|:--|\n| {long} | x |", ("pdf",))
    done = subprocess.run(["pdftotext", "-bbox", report["pdf"], "-"], capture_output=True, text=True, check=True)
    assert max(float(right) for right in re.findall(r'xMax="([\d.]+)"', done.stdout)) < 595.3 - 2.1 * 28.35


@pytest.mark.needs("pdftotext")
def test_quotation_marks_are_straight_in_narrative_data_and_front(rendered: Callable[..., Report]) -> None:
    front = FRONT.replace("Report of the Director of Finance", "Report of the council's “Finance”")
    report = rendered(
        """The council's "plan" at Appendix 'A' -- it's ‘agreed’ ...

## Supplier’s view

| Children\\'s \\"Homes\\" | Children's "Homes" |
|:--|:--|
| O’Neill | O\\'Neill[^1] |

: The 'late' ones {#tbl-x}

[^1]: Carers' note.
""",
        front=front,
    )
    with zipfile.ZipFile(report["docx"]) as archive:
        in_word = "".join(archive.read(f"word/{name}.xml").decode() for name in ("document", "footnotes"))
    in_word = html.unescape("".join(re.findall(">([^<]*)", in_word)))
    for text in (page(report).text_content(), pdf_text(report), in_word):
        assert not set("‘’“”") & set(text)
        squeezed = re.sub(r"\s+", " ", text)
        for words in (
            "The council's \"plan\" at Appendix 'A' – it's 'agreed' …", "Supplier's view", "council's \"Finance\"",
            "Carers' note.", "The 'late' ones",
        ):  # fmt: skip
            assert words in squeezed
        assert squeezed.count('Children\'s "Homes"') == 2
        assert squeezed.count("O'Neill") == 2


# ---- the dialect ------------------------------------------------------------------------------------------
SECRET = "Zyxwvut"


@pytest.mark.needs("pdftotext")
def test_exempt_matter_leaves_no_trace(rendered: Callable[..., Report]) -> None:
    report = rendered(
        f"""## Detail

Open [{SECRET}]{{.exempt}} text.[^n]

::: {{.exempt}}
### {SECRET}

![{SECRET}](media/by_theme.svg){{#fig-{SECRET} fig-alt="{SECRET}"}}

| {SECRET} |
|:--|
| {SECRET} |
:::

[{SECRET}]{{.exempt}}

![{SECRET}](media/by_theme.svg){{#fig-by_itself .exempt fig-alt="{SECRET}"}}

[^n]: Note [{SECRET}]{{.exempt}}.
"""
    )
    assert SECRET.encode() not in everything(report)
    assert SECRET not in pdf_text(report)
    assert "Open" in pdf_text(report)
    assert "media/" not in word_text(report)


@pytest.mark.needs("pdftotext")
def test_conditional_content_shows_in_its_formats_only(rendered: Callable[..., Report]) -> None:
    report = rendered(
        """## Detail

::: {.content-visible when-format="html"}
OnlyWeb
:::

::: {.content-hidden when-format="docx"}
NotWord
:::

::: {.content-visible unless-format="pdf"}
NotPdf
:::

Text [OnlyPdf]{.content-visible when-format="pdf"}.
"""
    )
    texts = {"docx": word_text(report), "html": page(report).text_content(), "pdf": pdf_text(report)}
    shown = {
        name: {word for word in ("OnlyWeb", "NotWord", "NotPdf", "OnlyPdf") if word in text}
        for name, text in texts.items()
    }
    assert shown == {
        "docx": {"NotPdf"},
        "html": {"OnlyWeb", "NotWord", "NotPdf"},
        "pdf": {"NotWord", "OnlyPdf"},
    }


@pytest.mark.parametrize(
    ("name", "kind"), [("by theme.png", "png"), ("this&that.png", "png"), ("arms.JPG", "jpeg"), ("arms.svg", "svg+xml")]
)
def test_a_web_page_holds_its_pictures_whatever_their_files_are_called(
    manuscript: Callable[..., Path], name: str, kind: str
) -> None:
    front = FRONT.replace("cabinet:\n", f'cabinet:\n  logo: {{file: "media/{name}", alt: "Arms"}}\n', 1)
    folder = manuscript("## Detail\n\nText\n", front)
    picture = (folder / "media" / "by_theme").with_suffix(".svg" if kind == "svg+xml" else ".png").read_bytes()
    (folder / "media" / name).write_bytes(picture)
    report = Report(folder, render(folder, ("html",), choose_engine("embedded"), MOMENT))
    (shown,) = page(report).iter("img")
    start, _, data = shown.get("src").partition(";base64,")
    assert (start, base64.b64decode(data)) == (f"data:image/{kind}", picture)


def test_a_reference_may_stand_in_a_caption_and_before_its_table(rendered: Callable[..., Report]) -> None:
    report = rendered(
        """## Detail

See [@tbl-b; @fig-a].

| A | B |
|:--|--:|
| @fig-a | 1 |

: Beside @fig-a {#tbl-b}

![Drawn from @tbl-b](media/by_theme.svg){#fig-a fig-alt="A chart."}
"""
    )
    root = page(report)
    assert root.findtext(".//caption/span").startswith("Table 1: Beside")
    assert [link.text for link in root.xpath("//main//a[starts-with(@href, '#')]")] == [
        "Table 1", "Figure 1", "Figure 1", "Figure 1", "Table 1",
    ]  # fmt: skip
    assert word_text(report).count(" REF ") == 5


def test_a_fact_may_stand_twice_and_have_a_long_name(rendered: Callable[..., Report]) -> None:
    long = "sv_validated_to_date_for_a_directorate_with_a_long_name"
    fact = f'[£1m]{{.fact fact="{long}"}}'
    body = word_text(rendered(f"## Detail\n\n{fact} and {fact}.", ("docx",)))
    found = re.findall(r'w:name="(svf_[^"]*)"', body)
    assert len(set(found)) == 2
    assert all(len(name) <= 40 for name in found)


def test_headings_that_begin_alike_have_bookmarks_of_their_own(rendered: Callable[..., Report]) -> None:
    body = word_text(
        rendered(
            "## A very long heading that ends in one\n\nx\n\n## A very long heading that ends in two\n\ny", ("docx",)
        )
    )
    assert len(set(re.findall(r'w:name="(svp_a_very[^"]*)"', body))) == 2


def test_a_block_of_code_in_the_data_is_printed_and_not_run(rendered: Callable[..., Report]) -> None:
    report = rendered("## Detail\n\n```\nimport os  # #let x = {1}\n```\n\nInline `#let y`.")
    assert "import os  # #let x = {1}" in page(report).text_content()
    assert "#let y" in word_text(report)


# ---- problems ------------------------------------------------------------------------------------------------
PROBLEMS = [
    ("![C](media/none.svg){#fig-x fig-alt='a'}", "image 'media/none.png' is missing"),
    ("![C](media/by_theme.svg){#fig-x}", "has no text alternative"),
    ("![C](https://example.org/x.svg){#fig-x fig-alt='a'}", "only files in the report's own folder"),
    ("![C](../../etc/x.png){#fig-x fig-alt='a'}", "only files in the report's own folder"),
    ("See @tbl-none.", "'@tbl-none' names no table or figure"),
    ("See @sec-one.", "'@sec-one' reads as a citation"),
    ("{{< pagebreak >}}", "'{{<' would be run by Quarto"),
    ("<b>x</b>", "raw html is not in the dialect"),
    ("<!-- secret -->", "raw html is not in the dialect"),
    ("`<w:br/>`{=openxml}", "raw openxml is not in the dialect"),
    ("\\newpage", "raw tex is not in the dialect"),
    ("$x^2$", "maths is not in the dialect"),
    ("x\n\n* * *\n\ny", "a horizontal rule is not in the dialect"),
    ("# One", "the title is the only h1"),
    ("### Secret {.exempt}", "a heading cannot be .exempt"),
    ("[x](javascript:alert)", "is neither http, https, mailto nor tel"),
    ("::: {.content-visible when-meta='x'}\ny\n:::", "not 'when-meta'"),
    ("| A |\n|:--|\n| 1 |\n\n: C {#tbl-x}\n\n| A |\n|:--|\n| 1 |\n\n: D {#tbl-x}", "two captions have the id 'tbl-x'"),
    ("x[^1]\n\n[^1]: a\n\n[^1]: b", "Duplicate note reference"),
    ("[x](#nowhere)", "nowhere"),
]


@pytest.mark.parametrize(("body", "message"), PROBLEMS)
def test_a_problem_is_named_and_nothing_half_made_is_left(
    manuscript: Callable[..., Path], body: str, message: str
) -> None:
    folder = manuscript(f"## Detail\n\n{body}")
    with pytest.raises(RenderError) as raised:
        render(folder, FORMATS, choose_engine("embedded"), MOMENT)
    assert message in str(raised.value)
    assert raised.value.exit_code == 7
    assert [path.name for path in folder.glob("report.*")] == ["report.qmd"]


def test_all_problems_are_named_together_and_once(manuscript: Callable[..., Path]) -> None:
    folder = manuscript("## Detail\n\n![C](media/by_theme.svg){#fig-x}\n\nSee @tbl-none.")
    with pytest.raises(RenderError) as raised:
        render(folder, FORMATS, choose_engine("embedded"), MOMENT)
    assert [finding.message[:24] for finding in raised.value.findings] == [
        "'@tbl-none' names no tab",
        "image 'media/by_theme.sv",
    ]


def test_an_older_report_does_not_outlive_a_failed_run(manuscript: Callable[..., Path]) -> None:
    folder = manuscript("See @tbl-none.")
    (folder / "report.docx").write_text("old", encoding="utf-8")
    with pytest.raises(RenderError):
        render(folder, FORMATS, choose_engine("embedded"), MOMENT)
    assert not (folder / "report.docx").exists()


@pytest.mark.parametrize(
    ("front", "message"),
    [
        ("", "no 'cabinet:' block"),
        ("---\ncabinet: [\n---\n\n", "is not YAML"),
        ("---\ncabinet: {title: T}\n---\n\n", "cabinet.council is missing"),
        ("---\ncabinet: {title: '{{< x >}}', council: C}\n---\n\n", "would be run by Quarto"),
        ("---\ncabinet: {title: '\\{\\{\\< x', council: C}\n---\n\n", "'{{<' in the front matter"),
    ],
)
def test_front_matter_that_cannot_be_used_is_refused(manuscript: Callable[..., Path], front: str, message: str) -> None:
    with pytest.raises(RenderError, match=re.escape(message)):
        render(manuscript("Text.", front), FORMATS, choose_engine("embedded"), MOMENT)


def test_a_table_that_no_size_fits_warns(rendered: Callable[..., Report]) -> None:
    head = "| " + " | ".join(f"Unbreakableheading{number}" for number in range(9)) + " |"
    report = rendered(f"## Detail\n\n{head}\n{'|:--' * 9}|\n{'| x ' * 9}|\n\n: Wide {{#tbl-w}}", ("pdf",))
    (warning,) = report.findings
    assert warning.severity == "warning"
    assert "'Table 1: Wide' is too wide for the page" in warning.message


def test_a_format_that_is_unknown_is_refused(manuscript: Callable[..., Path]) -> None:
    with pytest.raises(RenderError, match="formats are docx, pdf, html, not odt"):
        render(manuscript("Text."), ("odt",), choose_engine("embedded"), MOMENT)


def test_the_extension_missing_is_said(tmp_path: Path) -> None:
    with pytest.raises(RenderError, match="there is no extension at"):
        furnish(tmp_path, tmp_path / "elsewhere")


def test_bytes_do_not_depend_on_the_processes_environment(tmp_path: Path) -> None:
    assert "SOURCE_DATE_EPOCH" not in os.environ
    folder = sample_in(tmp_path)
    render(folder, ("docx",), choose_engine("embedded"), MOMENT)
    with zipfile.ZipFile(folder / "report.docx") as archive:
        assert {info.date_time for info in archive.infolist()} == {(2024, 1, 31, 9, 0, 0)}
        assert archive.namelist()[0] == "[Content_Types].xml"
        assert (
            hashlib.sha256(archive.read("word/document.xml")).hexdigest()
            in archive.read("docProps/custom.xml").decode()
        )
