"""What lies outside the dialect that both engines print alike is refused, with its file or cell and its line."""

from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest

from sv_report.errors import NotebookError
from sv_report.findings import Finding
from sv_report.manuscript.notebook_words import refuse_words
from tests.unit.test_params_narrative import findings
from tests.unit.wrong_editions import ID, bench

V4 = nbformat.v4


@dataclass(frozen=True)
class Case:
    """Words, the line of them that is refused, the rule that refuses them in narrative, and a part of what is said."""

    what: str
    words: str
    line: int
    rule: str
    said: str


CASES = [
    Case("a section reference", "One.\n\nAs in @sec-detail.", 3, "section_reference", "@sec-"),
    Case("a section reference in brackets", "See [@sec-detail].", 1, "section_reference", "@sec-"),
    Case("subfigures", "One.\n\n::: {#fig-a}\nA\n\nB\n:::", 3, "subfigures", "within a figure"),
    Case("subtables in a list", "- one\n\n  ::: {#tbl-a}\n  A\n  :::", 3, "subfigures", "within a figure"),
    Case("a layout", "::: {layout-ncol=2}\nA\n:::", 1, "layout", "layout-ncol"),
    Case("a layout of rows", "One.\n\n::: {.x layout='[[1,1],[2]]'}\nA\n:::", 3, "layout", "layout"),
    Case("a layout over two lines", 'Of [a]{.x\nlayout-valign="top"}.', 1, "layout", "layout"),
    Case("a shortcode", "One.\n\n{{< pagebreak >}}", 3, "shortcode", "shortcode"),
    Case("a shortcode in code", "One.\n\n```\n{{< x >}}\n```", 4, "shortcode", "shortcode"),
    Case("a drawn table", "A\n\n+---+---+\n| a | b |\n+===+===+\n| one   |\n+---+---+", 3, "drawn_table", "drawn with"),
    Case("a drawn table, quoted", "> +:---+\n> | a  |\n> +----+", 1, "drawn_table", "drawn with"),
    Case("a tabset", "::: {.panel-tabset}\n### A\n:::", 1, "tabset", "Tabs"),
    Case("a tabset by name", "> ::: panel-tabset\n> A\n> :::", 1, "tabset", "Tabs"),
    Case("a tabset by class", '::: {class="x panel-tabset"}\nA\n:::', 1, "tabset", "Tabs"),
    Case("columns", ":::: {.columns}\nA\n::::", 1, "column", "margin"),
    Case("a column of the page", "One.\n\n::: {.column-page}\nA\n:::", 3, "column", "margin"),
    Case("the margin", "::: {.column-margin}\nA\n:::", 1, "column", "margin"),
    Case("the margin by class", "::: {class=column-margin}\nA\n:::", 1, "column", "margin"),
    Case("an aside", "One. [Note]{.aside}", 1, "column", "margin"),
    Case("an aside over two lines", "One.\n\nTwo. [Note]{.x\n.aside}", 3, "column", "margin"),
    Case("an HTML table", "One.\n\n<table><tr><td>1</td></tr></table>", 3, "raw_html", "HTML"),
    Case("raw HTML", "A<br>B", 1, "raw_html", "HTML"),
    Case("raw HTML as a block", "One.\n\n```{=html}\n<b>x</b>\n```", 3, "code", "raw output"),
    Case("an HTML comment", "One.\nTwo <!-- ask legal --> three.", 2, "html_comment", "is published"),
    Case("an HTML comment over two lines", "One.\n\n<!-- ask\nlegal -->", 3, "html_comment", "is published"),
    Case("an exempt heading", "One.\n\n### Bid {.exempt}", 3, "exempt", "exempt"),
    Case("code echo", "One.\n\n```{python}\n#| echo: true\n1 + 1\n```", 3, "code", "Code to be executed"),
]
NAMED = pytest.mark.parametrize("case", CASES, ids=[case.what for case in CASES])


@NAMED
def test_narrative_is_refused_with_its_file_and_line(case: Case, tmp_path: Path) -> None:
    found = findings(bench(tmp_path, narrative={"detail.md": f"First.\n\n{case.words}\n"}))
    refused(found, f"narrative.{case.rule}", f"params/{ID}/detail.md", case.line + 2, case.said)


@NAMED
def test_narrative_of_an_edition_with_exempt_matter_is_refused_too(case: Case, tmp_path: Path) -> None:
    text = (bench(tmp_path / "plain").params / f"{ID}.yml").read_text("utf-8")
    marks = "exempt:\n  - {narrative: detail, paragraph: 3, reason: It is.}\n"
    words = f"First [bid]{{.exempt}}.\n\n{case.words}\n"
    found = findings(bench(tmp_path / "exempt", text=text + marks, narrative={"detail.md": words}))
    assert any(one.where.row == case.line + 2 and one.where.file == f"params/{ID}/detail.md" for one in found)


@NAMED
def test_a_notebooks_words_are_refused_with_their_cell_and_line(case: Case, tmp_path: Path) -> None:
    found = in_notebook(tmp_path, V4.new_code_cell("report.header()"), V4.new_markdown_cell(f"First.\n\n{case.words}"))
    refused(found, "manuscript-dialect", "notebooks/mine.ipynb", case.line + 2, case.said, "cell 1")


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("#| echo: true\nreport.exhibit('by_theme')", "code to be printed"),
        ("#| echo: fenced\nreport.exhibit('by_theme')", "code to be printed"),
        ("#| code-fold: true\nreport.exhibit('by_theme')", "code to be printed"),
        ("#| layout-ncol: 2\nreport.exhibit('by_theme')", "not printed alike"),
        ("#| fig-subcap: [A, B]\nreport.exhibit('by_theme')", "not printed alike"),
        ("#| column: margin\nreport.exhibit('by_theme')", "not printed alike"),
        ("#|fig-column: page\nreport.exhibit('by_theme')", "not printed alike"),
    ],
)
def test_a_cells_option_is_refused_with_its_cell_and_line(source: str, said: str, tmp_path: Path) -> None:
    found = in_notebook(tmp_path, V4.new_code_cell("import sv_report as sv"), V4.new_code_cell(f"# By theme\n{source}"))
    refused(found, "manuscript-dialect", "notebooks/mine.ipynb", 2, said, "cell 1")


def test_settings_that_ask_for_code_are_refused_in_a_raw_cell(tmp_path: Path) -> None:
    found = in_notebook(tmp_path, V4.new_raw_cell("---\nexecute:\n  echo: true\n---"))
    refused(found, "manuscript-dialect", "notebooks/mine.ipynb", 3, "code to be printed", "cell 0")


def test_what_only_looks_like_these_is_let_through(tmp_path: Path) -> None:
    words = "### A layout = plan\n\nThe column.margin of [a]{.columnar}, `.aside`, an echo: true friend and a < b."
    path = tmp_path / "sound.ipynb"
    sound = [
        V4.new_markdown_cell(words),
        V4.new_code_cell("#| echo: false\n#| label: by-theme\nlayout = {'column': 1}  # echo: true"),
        V4.new_raw_cell("No echo: true words."),
    ]
    nbformat.write(V4.new_notebook(cells=sound), path)
    refuse_words(path)
    assert findings(bench(tmp_path / "bench", narrative={"detail.md": words.replace("###", "####")})) == []


def in_notebook(folder: Path, *cells: object) -> list[Finding]:
    path = folder / "mine.ipynb"
    nbformat.write(V4.new_notebook(cells=list(cells)), path)
    with pytest.raises(NotebookError) as caught:
        refuse_words(path)
    return list(caught.value.findings)


def refused(found: list[Finding], rule: str, file: str, line: int, said: str, cell: str | None = None) -> None:
    """Assert that one of the findings is this, with something to do."""
    mine = [one for one in found if one.rule == rule and said in one.message]
    assert {(one.where.file, one.where.row, one.where.field) for one in mine} == {(file, line, cell)}
    assert mine[0].severity == "error"
    assert mine[0].remedy
