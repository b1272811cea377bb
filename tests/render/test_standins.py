"""Text that the PDF's typeface lacks: typed as it is in Word and on the page, a stand-in and a warning in the PDF."""

import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import lxml.html
import pikepdf
import pytest
import typst

from sv_report.exhibits.text import escape
from sv_report.render import FORMATS, choose_engine, furnish, glyphs, render
from sv_report.render.embedded import PDF_STANDARDS, problems_of, warnings_of
from tests.reading import read
from tests.render.conftest import FRONT, MOMENT, SAMPLE, TEMPLATES, Report
from tests.render.test_pdf import tags

FONTS = [(glyphs.text_fonts, "Arimo"), (glyphs.code_fonts, "DejaVu Sans Mono")]


def pdf_lines(report: Report) -> list[str]:
    done = subprocess.run(["pdftotext", "-raw", report["pdf"], "-"], capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


def named(report: Report) -> list[str]:
    """The texts that the warnings name; any other finding shows up whole."""
    return [
        finding.message.removeprefix("the PDF prints a stand-in for characters its typeface lacks: ")
        for finding in report.findings
    ]


# ---- the table of characters --------------------------------------------------------------------------------
def test_the_filters_table_is_what_the_fonts_have() -> None:
    committed = (glyphs.CABINET / "glyphs.lua").read_text(encoding="utf-8")
    assert committed == glyphs.glyphs_table(glyphs.text_fonts()), "run: python -m sv_report.render.glyphs"


def test_the_table_of_widths_is_that_of_the_fonts_that_ship() -> None:
    committed = (glyphs.CABINET / "widths.lua").read_text(encoding="utf-8")
    assert committed == glyphs.widths_table(glyphs.text_fonts()), "run: python -m sv_report.render.glyphs"


@pytest.mark.parametrize(("fonts", "family"), FONTS)
@pytest.mark.parametrize("weight", ["regular", "bold"])
@pytest.mark.parametrize("style", ["normal", "italic"])
def test_typst_draws_every_character_of_the_table(
    fonts: Callable[[], Sequence[Path]], family: str, weight: str, style: str
) -> None:
    paragraphs = "\n".join(f'#par("x\\u{{{code:x}}}")' for code in glyphs.characters(fonts()))
    look = f'font: "{family}", fallback: false, weight: "{weight}", style: "{style}"'
    pdf, warnings = typst.compile_with_warnings(
        f'#set document(title: "T")\n#set text({look})\n{paragraphs}'.encode(),
        font_paths=[str(glyphs.CABINET / "fonts")],
        ignore_system_fonts=True,
        pdf_standards=PDF_STANDARDS,
    )
    assert pdf
    assert warnings == []


# ---- where it may stand ---------------------------------------------------------------------------------------
EVERYWHERE = """## 環境

Delivered by *Happy 😀 Builders*.[^1]

- [شركة](https://example.org/شركة)

### 😀

::: {.callout-important title="Wichtig 重要"}
Text.
:::

| Supplier 供 | Value |
|:--|--:|
| 上海建筑公司 | 1 |

: Theme 環境 {#tbl-x}

![Chart 図](media/by_theme.svg){#fig-x fig-alt="A chart of 環境."}

Code `名 = 1`.

```
def 名():
    return "😀"
```

[^1]: Note 注.
"""
FRONT_LACKING = re.sub(r"(?m)^  (title|council|notice):.*$", r'  \1: "The \1 😀 of all"', FRONT)


@pytest.fixture(scope="module")
def everywhere(tmp_path_factory: pytest.TempPathFactory) -> Report:
    folder = tmp_path_factory.mktemp("everywhere")
    shutil.copytree(SAMPLE / "media", folder / "media")
    (folder / "report.qmd").write_text(FRONT_LACKING + EVERYWHERE, encoding="utf-8")
    furnish(folder, TEMPLATES, FORMATS)
    return Report(folder, render(folder, FORMATS, choose_engine("embedded"), MOMENT))


def test_each_text_is_named_once_with_what_to_do(everywhere: Report) -> None:
    assert sorted(named(everywhere)) == sorted(
        [
            "環境", "Happy 😀 Builders", "شركة", "😀", "Wichtig 重要", "Supplier 供", "上海建筑公司",
            "Table 1: Theme 環境", "Figure 1: Chart 図", "名 = 1", 'def 名(): return "😀"', "Note 注.",
            "The title 😀 of all", "The council 😀 of all", "The notice 😀 of all",
        ]
    )  # fmt: skip
    assert {(each.rule, each.severity, each.remedy) for each in everywhere.findings} == {
        (
            "render-stand-in",
            "warning",
            "The Word and web pages show it; write it in Latin letters for the PDF.",
        )
    }


def test_word_and_the_page_show_it_as_typed(everywhere: Report) -> None:
    page = lxml.html.parse(str(everywhere["html"])).getroot().text_content()
    with zipfile.ZipFile(everywhere["docx"]) as archive:
        parts = archive.read("word/document.xml").decode() + archive.read("word/footnotes.xml").decode()
    word = "".join(re.findall(">([^<]*)", parts))
    for text in (
        "環境",
        "Happy 😀 Builders",
        "شركة",
        "重要",
        "上海建筑公司",
        "図",
        "名 = 1",
        "注",
        "The title 😀 of all",
    ):
        assert text in page
        assert text in word
    assert "\ufffd" not in page + word


@pytest.mark.needs("pdftotext")
def test_the_pdf_shows_one_stand_in_for_each_run(everywhere: Report) -> None:
    lines = pdf_lines(everywhere)
    for line in (
        "The title � of all", "The council � of all DRAFT", "The notice � of all", "Wichtig �", "Table 1: Theme �",
        "Figure 1: Chart �", "Code � = 1.", "def �():",
    ):  # fmt: skip
        assert line in lines
    assert any("Happy � Builders" in line for line in lines)
    assert not set("環境😀شركة供上海図名注") & set("".join(lines))


def test_what_is_not_drawn_keeps_it(everywhere: Report) -> None:
    with pikepdf.open(everywhere["pdf"]) as pdf:
        assert pdf.open_metadata()["dc:title"] == "The title 😀 of all"
        pictures = [node for kind, node in tags(pdf.Root.StructTreeRoot.K) if kind == "/Figure"]
        assert [str(node.Alt) for node in pictures] == ["A chart of 環境."]


# ---- what counts as one run ---------------------------------------------------------------------------------------
DRAWN = [  # as typed, as the PDF draws it
    ("x上海 建筑x", "x� �x"),
    ("xfamily 👩\u200d👩\u200d👧 end", "xfamily � end"),  # joiners go with what they join
    ("xwave 👋🏽 heart ❤\ufe0f end", "xwave � heart � end"),
    ("xstar ✱\u0301 end", "xstar � end"),  # a mark goes with its letter
    ("xkey 1\ufe0f\u20e3 end", "xkey 1� end"),
    ("xbell\x07 end", "xbell end"),  # escape makes a space of it
    ("x\ue000 end", "x� end"),  # private use, which PDF/A refuses
    ("x شركة", "x �"),  # the mark that ends it goes with it
]
WHOLE = [  # drawn by Arimo, or not seen at all: no stand-in, no warning
    "x Łódź Şırnak Ελλάδα Київ עברית ŵ ½ – € ₂ end",
    "x smile ☺\ufe0f end",
    "x cafe\u0301 end",
    "x non\xa0breaking soft\u00adhyphen zero\u200bwidth end",
    "x already \ufffd end",
]


@pytest.mark.needs("pdftotext")
def test_a_run_has_one_stand_in_with_all_that_belongs_to_it(rendered: Callable[..., Report]) -> None:
    report = rendered("\n\n".join(escape(text) for text, _ in DRAWN), ("pdf",))
    lines = pdf_lines(report)
    assert [line for line in lines if line.startswith("x")] == [drawn for _, drawn in DRAWN]
    assert len(report.findings) == len(DRAWN) - 1


def test_what_the_typeface_has_or_nobody_sees_makes_no_warning(rendered: Callable[..., Report]) -> None:
    assert rendered("\n\n".join(WHOLE), ("pdf",)).findings == []


def test_no_warning_without_a_pdf(rendered: Callable[..., Report]) -> None:
    assert rendered("Happy 😀 Builders", ("docx", "html")).findings == []


def test_of_a_long_text_the_warning_names_the_place(rendered: Callable[..., Report]) -> None:
    report = rendered(f"{'é word ' * 40}Happy 😀 Builders{' word' * 40}", ("pdf",))
    (text,) = named(report)
    assert "Happy 😀 Builders" in text
    assert len(text) < 80
    assert (text[0], text[-1]) == ("…", "…")


# ---- what the filter says -------------------------------------------------------------------------------------
def test_a_stand_in_is_a_warning_and_no_problem_whatever_its_text() -> None:
    said = "cabinet: stand-in: cabinet: \u2028cabinet: 環境\r\ncabinet: image 'x' is missing\r\n"
    (warning,) = warnings_of(said)
    assert warning.message.endswith(": cabinet: \u2028cabinet: 環境")
    assert [problem.message for problem in problems_of(said)] == ["image 'x' is missing"]


# ---- unseen signs in the data --------------------------------------------------------------------------------
UNSEEN = "\u00ad\u061c\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff\ufff9"


def test_signs_that_turn_or_part_text_unseen_are_dropped() -> None:
    assert escape("Gov\u202etxt.exe") == "Govtxt.exe"
    assert escape("".join(f"a{sign}b" for sign in UNSEEN)) == "ab" * len(UNSEEN)
    assert escape("\ufeff- 1") == "\\- 1", "what they stood before is now the start"
    assert escape("a \u200b b") == "a b"
    assert escape("".join(UNSEEN)) == ""


def test_joiners_that_scripts_and_emoji_need_stay() -> None:
    assert escape("می\u200cخواهم") == "می\u200cخواهم\u200e"
    assert escape("👩\u200d🚒 ❤\ufe0f") == "👩\u200d🚒 ❤\ufe0f"


def test_none_of_them_reaches_a_file(rendered: Callable[..., Report]) -> None:
    title = escape("Report\u202e on \u2066value").replace("\\", "\\\\")
    name = escape(f"North{UNSEEN}moor")
    body = (
        f"## {name}\n\n| {name} |\n|:--|\n| {name} |\n\n"
        f': {name} {{#tbl-x}}\n\n![{name}](media/by_theme.svg){{#fig-x fig-alt="{name}"}}'
    )
    report = rendered(body, front=re.sub(r"(?m)^  title:.*$", f'  title: "{title}"', FRONT))
    with zipfile.ZipFile(report["docx"]) as archive:
        word = archive.read("word/document.xml").decode() + archive.read("docProps/core.xml").decode()
    for text in (report["html"].read_text(encoding="utf-8"), word):
        assert "Report on value" in text
        assert text.count("Northmoor") >= 5
        assert not set(UNSEEN) & set(text)
    with pikepdf.open(report["pdf"]) as pdf:
        assert pdf.open_metadata()["dc:title"] == "Report on value"


def test_a_figure_that_follows_a_name_in_hebrew_is_drawn_behind_it(rendered: Callable[..., Report]) -> None:
    report = rendered(f"x {escape('דוגמה')} (65.9%)\n\nx דוגמה (65.9%)", ("pdf",))
    assert report.findings == []
    *_, marked, plain = (element.text for element in read(report["pdf"]).elements)
    assert marked == "x דוגמה\u200e (65.9%)"
    assert plain != "x דוגמה (65.9%)", "the control: without the mark the figure is drawn before the name"
