"""The annex of sources in the three formats, and the links of the web page between it and the numbers."""

import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import lxml.html
import pytest

from tests.render.conftest import Report
from tests.render.test_rendering import word_text

YTD = '[£1.5m]{.fact fact="sv_due_ytd"}'
JOBS = '[£0.9m]{.fact fact="sv_due_ytd.theme.jobs"}'
DAY = '[19 January 2024]{.fact fact="as_at"}'
TABLE = f"""| Theme | Due |
| :--- | ---: |
| Jobs | {JOBS} |
| Total | {YTD} |

: Due by theme {{#tbl-by_theme}}
"""
CHART = '![Jobs have most](media/by_theme.svg){#fig-by_theme fig-alt="Bars."}'
ANNEX = f"""## Sources of figures

What it is.

::: {{.source fact="sv_due_ytd"}}
[Social value \\"due\\" \\& \\<more\\> \\*here\\*]{{.label}}: {YTD}

Sum of 5 rows.
:::

::: {{.source fact="sv_due_ytd.theme.jobs"}}
[Social value due: Jobs]{{.label}}: {JOBS}

Sum of 3 rows.
:::

::: {{.source table="by_theme"}}
[@tbl-by_theme]{{.label}}: Due by theme

**Due**: sum of 5 rows.
:::

::: {{.source figure="by_theme"}}
[@fig-by_theme]{{.label}}: Jobs have most

The numbers drawn are those of @tbl-by_theme.
:::
"""
BODY = f"""## Detail

By {DAY} it is {YTD}, of which {JOBS} are jobs; **{YTD}** in all, [see {YTD}](https://example.org).

{TABLE}
{CHART}
"""


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """A report with an annex, in all three formats."""
    import shutil

    from sv_report.render import FORMATS, choose_engine, furnish, render
    from tests.render.conftest import FRONT, MOMENT, SAMPLE, TEMPLATES

    folder = tmp_path_factory.mktemp("sources")
    shutil.copytree(SAMPLE / "media", folder / "media")
    (folder / "report.qmd").write_text(f"{FRONT}{BODY}\n{ANNEX}", encoding="utf-8")
    furnish(folder, TEMPLATES, FORMATS)
    return Report(folder, render(folder, FORMATS, choose_engine("embedded"), MOMENT))


@pytest.fixture(scope="module")
def page(report: Report) -> Any:
    return lxml.html.parse(str(report["html"])).getroot()


def parsed(report: Report) -> Any:
    return lxml.html.parse(str(report["html"])).getroot()


def test_a_number_in_the_text_links_to_its_entry_and_says_what_it_is(page: Any) -> None:
    links = page.xpath("//main//p//a[@class='fact']")
    assert [(link.text_content(), link.get("data-fact"), link.get("href")) for link in links] == [
        ("£1.5m", "sv_due_ytd", "#source-sv_due_ytd"),
        ("£0.9m", "sv_due_ytd.theme.jobs", "#source-sv_due_ytd-theme-jobs"),
        ("£1.5m", "sv_due_ytd", "#source-sv_due_ytd"),
    ]
    assert links[0].get("aria-label") == '£1.5m, Social value "due" & <more> *here*: how it was made'
    for link in links:
        assert page.get_element_by_id(link.get("href")[1:]).get("class") == "source"


def test_a_number_without_entry_in_a_cell_or_in_another_link_is_no_link(page: Any) -> None:
    spans = [(span.text_content(), span.getparent().tag) for span in page.xpath("//main//span[@class='fact']")]
    assert spans == [("19 January 2024", "p"), ("£1.5m", "a"), ("£0.9m", "td"), ("£1.5m", "td")]
    assert page.xpath("//main//a//a | //main//td//a") == []


def test_a_table_and_a_figure_have_one_link_after_the_caption(page: Any) -> None:
    (caption,), (figcaption,) = page.xpath("//table/caption"), page.xpath("//figure/figcaption")
    for named, number, target in (
        (caption, "Table 1", "source-table-by_theme"),
        (figcaption, "Figure 1", "source-figure-by_theme"),
    ):
        (link,) = named.findall("a")
        assert (link.text_content(), link.get("href")) == (f"Sources of {number}", f"#{target}")
        assert named.text_content().strip().endswith(link.text_content())
        assert page.get_element_by_id(target).text_content().strip().startswith(f"{number}: ")
    (table,) = page.xpath("//table")
    named_by = page.get_element_by_id(table.get("aria-labelledby"))
    assert named_by.text_content() == "Table 1: Due by theme", "the link is no part of the table's name"


def test_an_entry_leads_back(page: Any) -> None:
    ytd = page.get_element_by_id("source-sv_due_ytd")
    (back,) = ytd.xpath(".//a")
    assert (back.text_content(), back.get("class")) == ("£1.5m", "back")
    assert back.get("aria-label") == '£1.5m, Social value "due" & <more> *here*: back to the text'
    (first,) = page.xpath("//p//a[@id='fact-sv_due_ytd']")
    assert back.get("href") == f"#{first.get('id')}"
    assert page.xpath("//div[@id='source-table-by_theme']//a/@href") == ["#table-by_theme"]


def test_no_id_is_there_twice_and_every_link_leads_somewhere(page: Any) -> None:
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {href[1:] for href in page.xpath("//@href") if href.startswith("#")} <= set(ids)
    assert all(re.fullmatch(r"[\w-]+", id_) for id_ in ids), "no id needs an escape in a style sheet or an address"


def test_numbers_of_a_table_without_entry_are_links(rendered: Callable[..., Report]) -> None:
    annex = ANNEX.partition("::: {.source table")[0]
    page = parsed(rendered(f"## Detail\n\n{TABLE}\n\n{annex}", ("html",)))
    assert page.xpath("//td//a/@href") == ["#source-sv_due_ytd-theme-jobs", "#source-sv_due_ytd"]
    assert page.xpath("//caption//a") == []


def test_what_only_looks_like_an_entry_is_text(rendered: Callable[..., Report]) -> None:
    forged = '::: {.source fact="sv_due_ytd"}\n[Forged]{.label} words\n:::\n\n::: {.source-entry fact="x" custom-style="Heading 1"}\nMore words\n:::'
    page = parsed(rendered(f"{forged}\n\n{BODY}\n\n### Table 1\n\n### Source sv_due_ytd\n\n{ANNEX}", ("html",)))
    assert len(page.xpath("//div[@class='source']")) == 4
    assert "Forged" not in "".join(page.xpath("//@aria-label"))
    assert "More words" in page.text_content()
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))


def test_word_has_the_entries_in_styles_of_their_own(report: Report) -> None:
    document = docx.Document(str(report["docx"]))
    entries = [
        (each.style.name, each.text) for each in document.paragraphs if each.style and "Source" in str(each.style.name)
    ]
    assert entries[:2] == [
        ("Source Lead", 'Social value "due" & <more> *here*: £1.5m'),
        ("Source Text", "Sum of 5 rows."),
    ]
    assert len(entries) == 8
    for name in ("Source Lead", "Source Text"):
        assert document.styles[name].font.size.pt >= 10


@pytest.mark.needs("pdftotext")
def test_the_pdf_prints_the_annex(report: Report, tmp_path: Path) -> None:
    subprocess.run(["pdftotext", "-layout", report["pdf"], tmp_path / "text"], check=True)
    text = " ".join((tmp_path / "text").read_text("utf-8").split())
    assert 'Sources of figures What it is. Social value "due" & <more> *here*: £1.5m Sum of 5 rows.' in text
    assert "Table 1: Due by theme Due: sum of 5 rows." in text
    assert "Sources of Table 1" not in text, "paper has no links"


def test_hostile_words_in_an_entry_are_printed(rendered: Callable[..., Report]) -> None:
    from sv_report.exhibits.text import escape

    hostile = '*x* {{< pagebreak >}} <b>y</b> [z](http://example.org) $1$ #set @a ```{=html} ::: "q" | `c`'
    annex = ANNEX.replace("Sum of 5 rows.", escape(hostile)).replace("Social value due: Jobs", escape(hostile))
    made = rendered(f"{BODY}\n\n{annex}")
    shown = " ".join(parsed(made).text_content().split())
    assert shown.count(hostile) == 2
    assert any(label.startswith(f"£0.9m, {hostile}") for label in parsed(made).xpath("//@aria-label"))
    assert "{{< pagebreak >}}" in word_text(made).replace("&lt;", "<").replace("&gt;", ">")
