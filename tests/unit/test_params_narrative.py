"""Narrative: which files are sections, and what they may hold."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from sv_report.params import load_edition
from sv_report.params.words.dialect import trespasses
from tests.unit.wrong_editions import ID, KNOWN, NOTEBOOK, bench, findings, load, write


def test_a_section_is_read_with_the_line_it_begins_on(tmp_path: Path) -> None:
    edition, _ = load(bench(tmp_path, narrative={"legal.md": "\n\nNo duty arises.\n\n"}))
    assert set(edition.narrative) == {"legal"}
    legal = edition.narrative["legal"]
    assert (legal.text, legal.first_line, legal.file) == ("No duty arises.\n", 3, f"params/{ID}/legal.md")


@pytest.mark.parametrize("narrative", [{}, {"consultations.md": "  \n\n"}])
def test_a_section_that_nobody_wrote_is_a_warning(narrative: dict[str, str | bytes], tmp_path: Path) -> None:
    workbench = bench(tmp_path, narrative=narrative)
    write(workbench.root / "templates/lancashire/drafts/detail.md", "Figures.\n")
    _, found = load(workbench)
    missing = {one.where.file: one for one in found if one.rule == "narrative.missing"}
    assert [Path(str(file)).stem for file in missing] == [
        *("brief_summary", "reasons_for_recommendation", "detail", "options_considered", "consultations"),
        *("risk_management", "legal", "financial", "equality", "climate", "crime_and_disorder", "data_protection"),
        *("procurement", "human_resources", "next_steps"),
    ]
    consultations, detail = missing[f"params/{ID}/consultations.md"], missing[f"params/{ID}/detail.md"]
    assert "Draft: to be" in missing[f"params/{ID}/financial.md"].message  # here the council has no draft of it
    assert consultations.severity == "warning"
    assert consultations.message.startswith('No narrative for Consultations: the page says "Draft: to be written by')
    assert detail.message.startswith('No narrative for Detail: the page says "Draft from the figures, to be confirmed')


@pytest.mark.parametrize(
    ("name", "rule", "message", "remedy"),
    [
        ("finance.md", "unknown_section", "finance is no section", "Did you mean financial?"),
        ("risk-management.md", "unknown_section", "risk-management is no", "Did you mean risk_management?"),
        ("appendices.md", "not_written", "Appendices is made from the edition's fields", "delete the file"),
        ("legal.md.txt", "ending", "legal.md.txt is not read", "Did you mean legal?"),
        ("detail.docx", "ending", "detail.docx is not read", "Save the words as plain text"),
    ],
)
def test_a_file_that_would_not_be_printed(name: str, rule: str, message: str, remedy: str, tmp_path: Path) -> None:
    [found] = findings(bench(tmp_path, narrative={name: "Words.\n"}))
    assert (found.rule, found.severity, found.where.file) == (f"narrative.{rule}", "error", f"params/{ID}/{name}")
    assert message in found.message
    assert remedy in found.remedy


def test_two_files_of_one_section(tmp_path: Path) -> None:
    workbench = bench(tmp_path, narrative={"detail.md": "One.\n", "Detail.md": "Two.\n"})
    found = [finding.message for finding in findings(workbench)]
    told_apart = len(list((workbench.params / ID).iterdir())) == 2  # not on Windows: there it is one file
    assert found == (["Two files hold the section detail: Detail.md and detail.md."] if told_apart else [])


def test_an_appendix_and_programs_own_files_in_the_folder_are_passed_over(tmp_path: Path) -> None:
    workbench = bench(tmp_path, narrative={".~lock.detail.md#": "", "~$detail.docx": "", "picture.png": ""})
    write(workbench.params / ID / "policy.docx", "")
    assert not findings(workbench, appendices=f"[{{label: A, title: Policy, file: params/{ID}/policy.docx}}]")


@pytest.mark.parametrize(
    "words",
    [
        'One.\n\n::: {.landscape}\n\n{{ exhibit("by_theme") }}\n\n:::\n\nTwo.',
        "::: {.landscape}\n\n::: {.callout-note}\nMind.\n:::\n\n:::",
        '::: {.content-visible when-format="docx"}\n\n::: {.landscape}\nA\n:::\n\n:::',
    ],
)
def test_pages_may_be_turned_for_what_stands_by_itself(words: str, tmp_path: Path) -> None:
    assert not findings(bench(tmp_path, narrative={"detail.md": words}))


@pytest.mark.parametrize(
    ("words", "line", "rule", "message", "remedy"),
    [
        ("Now\n{{ return_due }} due.", 2, "unknown_fact", "no fact return_due", "Did you mean returns_due?"),
        ("{{ sv_validated.theme.jobs }}", 1, "unknown_fact", "sv_validated.", "sv_validated_quarter?"),
        ('{{ exhibit("by_them") }}', 1, "unknown_exhibit", "'by_them'", "Did you mean by_theme?"),
        ('See {{ exhibit("by_theme") }}', 1, "exhibit_in_line", "within a line", "a line of its own"),
        ("{{ returns_due", 1, "placeholder", "no partner", "{{ fact_id }}"),
        ("returns_due }}", 1, "placeholder", "no partner", "{{ fact_id }}"),
        ("{{ Returns due }}", 1, "placeholder", "lower-case", "{{ fact_id }}"),
        ("{{ }}", 1, "placeholder", "Nothing stands", "{{ fact_id }}"),
        ("{{ a.b.c.d }}", 1, "placeholder", "neither", "{{ fact_id }}"),
        ("`{{ no_such }}`", 1, "placeholder_in_code", "stands in code", "` marks"),
        ("{{< include x.md >}}", 1, "shortcode", "shortcode", "Use {{ fact_id }}"),
        ("```\n{{< x >}}\n```", 2, "shortcode", "shortcode", "Use"),
        ("A<br>B", 1, "raw_html", "HTML", "Markdown"),
        ("A\n<table class='x'\n>", 2, "raw_html", "HTML", "Markdown"),
        ("A <!-- to do: ask legal -->", 1, "html_comment", "is published", "Delete it"),
        ("As in @sec-detail.", 1, "section_reference", "@sec-", "in words"),
        ("::: {layout-ncol=2}\nA\n:::", 1, "layout", "layout-ncol", "below the other"),
        ("::: {#fig-a}\nA\n:::", 1, "subfigures", "within a figure", "its own place"),
        ("::: {.panel-tabset}\n### A\n:::", 1, "tabset", "Tabs", "below the other"),
        ("::: panel-tabset\n### A\n:::", 1, "tabset", "Tabs", "below the other"),
        ("::: {.column-margin}\nA\n:::", 1, "column", "margin", "paragraph"),
        ("[Note]{.aside}", 1, "column", "margin", "paragraph"),
        ("{{ sv_validated_quarter.them.jobs }}", 1, "unknown_dimension", "not given by them", "Did you mean theme?"),
        ("{{ sv_validated_quarter.theme }}", 1, "no_member", "names no member", "sv_validated_quarter.theme.MEMBER"),
        ("{{ returns_due.theme.jobs }}", 1, "unknown_dimension", "not given by theme", "Write {{ returns_due }}."),
        ("{{ quantity_due_to_date }}", 1, "no_whole", "only by measure", "quantity_due_to_date.measure.MEMBER"),
        ("One.\n\n# Detail", 3, "heading", "level 1 to 2", "### and a space"),
        ("## Detail\n\nOne.", 1, "heading", "level 1 to 2", "### and a space"),
        ("Detail\n======", 2, "underlined_heading", "main heading", "###"),
        ("Detail\n------", 2, "underlined_heading", "main heading", "###"),
        ("---\ntitle: x\n", 1, "dashes", "settings of the whole report", "Delete"),
        ("A\n\n```{python}\n1 + 1\n```", 3, "code", "Code to be executed", "notebook"),
        ("```{=html}\nx\n```", 1, "code", "raw output", "notebook"),
        ("As @smith2020 says.", 1, "citation", "citation", r"type \@"),
        ("See [-@smith].", 1, "citation", "citation", "footnote"),
        ("Of $x$ and more.", 1, "maths", "maths", r"type \$"),
        ("One.\n\n$$\nx\n$$", 3, "maths", "maths", "in words"),
        ("[a](javascript:alert(1))", 1, "link", "neither to a web page", "without a link"),
        ("[a](<file:///C:/x.docx>)", 1, "link", "neither to a web page", "without a link"),
        ("<javascript:alert(1)>", 1, "link", "neither to a web page", "without a link"),
        ("See [a][x].\n\n[x]: https://example.org", 3, "reference_definition", "kept apart", "in the link itself"),
        ("![A chart](a.png)", 1, "image", "image", "exhibit("),
        ("One.\n\n```\ncode", 3, "unclosed_code", "not closed", "below it"),
        ("~~~~\ncode\n~~~", 1, "unclosed_code", "not closed", "below it"),
        ("One.\n\n::: {.callout-note}\nMind.", 3, "unclosed_div", "not closed", "below it"),
        ("One.\n\n:::", 3, "unclosed_div", "none is open", "Delete"),
        ("- one\n\n  ::: {.landscape}\n  A\n  :::", 3, "landscape", "within a paragraph, a list", "line of its own"),
        ("> ::: {.landscape}\n> A\n> :::", 1, "landscape", "a quotation", "line of its own"),
        ("One:\n::: {.landscape}\nA\n:::", 2, "landscape", "within a paragraph", "empty line above"),
        ("::: {.callout-note}\n\n::: {.landscape}\nA\n:::\n\n:::", 3, "landscape", "another block", "outside"),
        ("::: landscape\n\n::: {.landscape}\nA\n:::\n\n:::", 3, "landscape", "another block", "outside"),
        ("Due: `{{ returns_due }}`", 1, "placeholder_in_code", "stands in code", "Take"),
        ("One.\n\n    {{ returns_due }} due", 3, "placeholder_in_code", "stands in code", "spaces"),
        ("```\n{{ returns_due }}\n```", 2, "placeholder_in_code", "stands in code", "Take"),
        ("- one\n\n      {{ returns_due }}", 3, "placeholder_in_code", "stands in code", "Take"),
        ("| A | B |\n|---|--:|\n| 1 | 2 |\n| 3 | 4 | 5 |", 4, "table_row", "more cells", r"\|"),
        ("A | B\n--|--\n1 | 2 | 3", 3, "table_row", "more cells", r"\|"),
        ("| A | B |\n|---|---|\n\\[| 1 | 2 |", 3, "table_row", "more cells", r"\|"),
        ("In short:\n- one\n- two", 2, "list_in_paragraph", "its sentence", "empty line above"),
        ("In short:\n(i) one\n(ii) two", 2, "list_in_paragraph", "its sentence", "empty line above"),
        ("One.[^1]", 1, "footnote", "[^1] has no text", "[^1]: and its words"),
        ("One.\n\n[^a]: Of one.", 3, "footnote", "[^a] is not placed", "or delete it"),
        ("One.[^1]\n\n[^1]: A.\n\n[^1]: B.", 5, "footnote", "[^1] is written twice", "another label"),
        ("See @tbl-nope.", 1, "unknown_reference", "no table or figure that @tbl-nope", "@tbl-measures_table"),
        ("Now `{python} x` due", 1, "code", "Code to be executed", "notebook"),
    ],
)  # fmt: skip
def test_what_narrative_may_not_hold(
    words: str, line: int, rule: str, message: str, remedy: str, tmp_path: Path
) -> None:
    [found] = findings(bench(tmp_path, narrative={"detail.md": f"\n{words}\n"}))
    assert (found.rule, found.severity) == (f"narrative.{rule}", "error")
    assert (found.where.file, found.where.row) == (f"params/{ID}/detail.md", line + 1)
    assert message in found.message
    assert remedy in found.remedy


def test_what_is_wrong_in_several_files_is_said_at_once(tmp_path: Path) -> None:
    narrative: dict[str, str | bytes] = {"detail.md": "{{ a }}\n<b>\n", "legal.md": "### Legal\n", "finance.md": "x"}
    found = findings(bench(tmp_path, narrative=narrative))
    assert [one.rule.split(".")[1] for one in found] == ["unknown_section", "unknown_fact", "raw_html", "heading"]


@pytest.mark.parametrize(
    "words",
    [
        "### A heading within\n\n- one\n- two\n\n(i) three\n(ii) four[^1]\n\n[^1]: A note.",
        "Fewer than 5 < 10 and <https://example.org> and <social.value@example.org>.",
        "| A | B |\n|---|--:|\n| 1 | 2 |\n\n: Caption {#tbl-own}",
        ": Caption {#tbl-own}\n\n| A |\n|---|\n| 1 |\n\nSee @tbl-own; ask a@sec-b.example.org.",
        '::: {.callout-note appearance="simple"}\nMind.\n:::\n\nTax-exempt supplies are exempt.',
        "In code: `<br>`, `# not a heading`.\n\n```\n# nor this\n<b>\n---\n```",
        "A bid of $5, $6 or US$7m, and £8; ask a.b@example.org or <c@example.org>.",
        r"A plain \@name, \$x\$, \[x]: y and \[^1].",
        "Code: `$x$`, `@name` and `[^1]`.\n\n```\n$x$ [^2]\n- x\n::: {.y}\n```\n- one",
        "```not a fence``` but code.\n\nMore.",
        "[a](https://example.org/@name/$x$) [b](mailto:a@example.org) <https://example.org/@x> https://example.org/@y",
        "- one\n  more of it\n- two\n    - three {{ returns_due }}\n\n    of two {{ returns_due }}\n\n### H\n- four",
        "One.[^1]\n\n[^1]: A note.\n\n    Its second paragraph, {{ returns_due }}.",
        "Since\n2012. The Act\n(2) too.",
        "| A | B |\n|---|---|\n| a \\| b | `c | d` |\n| 1 |\n\nA | b | c",
        ":::: {.callout-note}\n::: {.x}\nA\n:::\n::::",
        "See @tbl-by_theme and @tbl-measures_table.\n\n{{ exhibit('by_theme') }}",
        "If a < b or a <b then c, £25,000 … <b and a<.",
        r"A plain \<b>, \{{ and \@sec-x.",
        "{{ sv_validated_quarter }} of {{ sv_reported_quarter.theme.jobs_1 }}\n\n{{ exhibit('by_theme') }}",
        "The “word” {{returns_due}}\n\n{{exhibit(“by_theme”)}}",
    ],
)  # fmt: skip
def test_what_narrative_may_hold(words: str, tmp_path: Path) -> None:
    assert findings(bench(tmp_path, narrative={"detail.md": words})) == []


EXEMPT = (
    "[Bid of £4m]{.exempt}",
    "Open [bid of £4m]{#bid .note .exempt lang=en}.",
    "[Bid of £4m]{.note\n.exempt}",
    '[Bid of £4m]{class="exempt"}',
    "[Bid of £4m]{class='note exempt'}",
    "[Bid of £4m]{class=exempt}",
    "[Bid of £4m]{.Exempt}",
    "::: {.exempt}\nBid of £4m.\n:::",
    "::: exempt\nBid of £4m.\n:::",
    ':::: {.note}\n::: {title="a } b" .exempt}\nBid of £4m.\n:::\n::::',
    "### Bid of £4m {.exempt}",
    "![Bid of £4m](a.png){.exempt}",
    "| Bid |\n|---|\n| £4m |\n\n: Bids {.exempt}",
    "`Bid of £4m`{.exempt}",
    "``` {.exempt}\nBid of £4m\n```",
    "```exempt\nBid of £4m\n```",
)


PLAIN = ("[Bid of £4m]{.exempt}", "::: {.exempt}\nBid of £4m.\n:::")  # the two forms that an entry explains


@pytest.mark.parametrize("words", EXEMPT)
def test_exempt_matter_is_refused_where_nobody_says_why_and_its_words_are_not_repeated(
    words: str, tmp_path: Path
) -> None:
    found = findings(bench(tmp_path, narrative={"detail.md": words}))
    rules = [one.rule for one in found]
    assert "narrative.exempt_unexplained" in rules
    assert ("narrative.exempt" in rules) == (words not in PLAIN)
    exempt = (one for one in found if one.rule.startswith("narrative.exempt"))
    assert all(one.remedy.endswith("or leave exempt matter out.") for one in exempt)
    assert "£4m" not in str([one.record() for one in found])


def test_the_councils_draft_is_checked_where_it_will_be_printed(tmp_path: Path) -> None:
    draft = "templates/lancashire/drafts/detail.md"
    workbench = bench(tmp_path)
    write(workbench.root / draft, "One.\n\n{{ return_due }} and <b>\n")
    assert [(one.rule, one.where.file, one.where.row) for one in findings(workbench)] == [
        ("narrative.raw_html", draft, 3),
        ("narrative.unknown_fact", draft, 3),
    ]
    write(workbench.params / f"{ID}/detail.md", "Written.\n")
    assert findings(workbench) == []


def test_a_draft_is_printed_only_where_the_profile_has_one_and_nobody_wrote(tmp_path: Path) -> None:
    workbench = bench(tmp_path, narrative={"financial.md": "None.\n"})
    for name in ("detail", "financial", "legal"):  # legal is an officer's alone
        write(workbench.root / f"templates/lancashire/drafts/{name}.md", f"Of {name}.\n")
    edition, _ = load(workbench)
    assert {id_: draft.text for id_, draft in edition.drafts.items()} == {"detail": "Of detail.\n"}


def test_an_exhibit_is_placed_once_in_the_whole_report(tmp_path: Path) -> None:
    place = '\n{{ exhibit("measures_table") }}\n'
    workbench = bench(tmp_path, narrative={"detail.md": f"One.\n{place}", "legal.md": f"Two.\n{place}"})
    legal, appendix = findings(workbench)
    assert (legal.rule, legal.where.file, legal.where.row) == ("narrative.exhibit_twice", f"params/{ID}/legal.md", 3)
    assert f"stands already in params/{ID}/detail.md, line 3" in legal.message
    assert (appendix.rule, appendix.where.row, appendix.where.field) == (
        *("edition.exhibit_twice", 21, "appendices.1.exhibit"),
    )
    assert "line 3" in appendix.message
    assert appendix.remedy


def test_an_exhibit_of_sentences_has_no_caption_and_may_be_said_again(tmp_path: Path) -> None:
    said = '{{ exhibit("key_facts") }}\n'
    workbench = bench(tmp_path, narrative={"detail.md": said, "legal.md": said})
    known = replace(KNOWN, anchors={"key_facts": "", "by_theme": "tbl-by_theme"})
    _, found = load_edition(ID, workbench, known, {})
    assert [one.rule for one in found if one.rule != "narrative.missing"] == []


def test_a_section_of_level_3_keeps_its_headings_below_it() -> None:
    assert [one.kept_out.name for one in trespasses("### Duty\n\n#### Act\n", section_level=3)] == ["heading"]


def test_a_reference_may_name_what_another_section_or_the_notebook_places(tmp_path: Path) -> None:
    workbench = bench(
        tmp_path, narrative={"detail.md": "{{ exhibit('by_theme') }}\n", "legal.md": "See @tbl-by_theme.\n"}
    )
    assert findings(workbench) == []
    write(workbench.params / f"{ID}/detail.md", "See above.\n")
    [found] = findings(workbench)
    assert (found.rule, found.where.file) == ("narrative.unknown_reference", f"params/{ID}/legal.md")
    cell = {"cell_type": "code", "metadata": {}, "outputs": [], "source": 'report.exhibit("by_theme")'}
    notebook = json.loads(NOTEBOOK) | {"cells": [cell]}
    write(workbench.notebooks / "cabinet_report.ipynb", json.dumps(notebook))
    assert findings(workbench) == []
