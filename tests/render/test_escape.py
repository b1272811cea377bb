"""Data text printed as it was typed: escaped here, read back by the Pandoc that renders reports."""

import json
import re
import subprocess
from typing import Any

import pypandoc
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sv_report.exhibits.text import escape

HOSTILE = [
    "*bold* _it_ **x** ~~gone~~ H~2~O x^2^",
    "[link](javascript:alert(1)) <b>x</b> <!-- gone --> &amp; &copy;",
    "{{< include /etc/passwd >}} {{% x %}}", "# heading", "- item", "+ plus", "= equals", "1. first",
    "(i) roman", "a) letter", "iv. roman", "#. auto", "(@) ex", "> quote", "::: {.exempt}",
    ": caption {#tbl-evil}", "Table: caption", "table: x", "% title", "| a | b |", "---", "***",
    "=SUM(A1:A9)", "+44 1632 960001", "-1", "@import", "@fig-by_theme", "me@example.org",
    "\\newpage \\# \\", "$x^2$ £5 and $6", '#let x = 1; #x #import "y.typ"', "...", "a -- b --- c", "-?",
    "/ term", "//comment", "/* x */", '\'single\' "double" council\'s', "`code` ``x``",
    "``` {python}\nimport os\n```", "![x](y.svg)", "[^1]", "^[note]",
    "Mr. Smith, St. Helens, e.g. this, vs. that", "http://example.org/a_b", "<http://example.org>",
    "www.example.org", "</w:t></w:r><w:p/>", "two\nlines\r\n\r\nand a\ttab", "  spaces  ",
    "`<w:br/>`{=openxml}", "[x]{.exempt}", "~", "\xa0", 'x {#id .class key="v"}', "\\", "a\\", "|",
    "ﬁ é ŵ ½ – — “q”", "control\x07 and \ud800 surrogate", "10:30::x:", "::", ".:-.",
]  # fmt: skip


def text_of(node: Any) -> str:
    """The plain text of Pandoc's JSON; anything but text shows up as its own name, and so as a difference."""
    if isinstance(node, list):
        return "".join(map(text_of, node))
    if node["t"] == "Str":
        return str(node["c"])
    return " " if node["t"] == "Space" else f"⟪{node['t']}⟫"


def read_by_pandoc(markdown: str) -> list[dict[str, Any]]:
    command = [pypandoc.get_pandoc_path(), "--from=markdown-table_attributes", "--to=json"]
    done = subprocess.run(command, input=markdown.encode(), capture_output=True, check=True)
    blocks: list[dict[str, Any]] = json.loads(done.stdout)["blocks"]
    return blocks


def printed(texts: list[str]) -> tuple[list[str], list[str]]:
    """Each text as a paragraph and as a table cell, all in one call of Pandoc."""
    escaped = [escape(text) for text in texts]
    paragraphs = "\n\n".join(f"{text}\n\n* * *" for text in escaped)
    rows = "\n".join(f"| {text} | end |" for text in escaped)
    blocks = read_by_pandoc(f"{paragraphs}\n\n| head | end |\n|:--|--:|\n{rows}\n")
    marks = [place for place, block in enumerate(blocks) if block["t"] == "HorizontalRule"]
    starts = [0, *(mark + 1 for mark in marks[:-1])]
    as_paragraphs = [
        "".join(text_of(block["c"]) if block["t"] == "Para" else f"⟪{block['t']}⟫" for block in blocks[start:mark])
        for start, mark in zip(starts, marks, strict=True)
    ]
    body = blocks[-1]["c"][4][0][3]
    as_cells = [text_of(row[1][0][4][0]["c"]) if row[1][0][4] else "" for row in body]
    return [text.replace(MARK, "") for text in as_paragraphs], [text.replace(MARK, "") for text in as_cells]


MARK = "\u200e"  # ends what is read from right to left
UNSEEN = re.compile("[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]")


def expected(text: str) -> str:
    unprintable = re.sub("[\ud800-\udfff\ufffe\uffff\ufdd0-\ufdef\x80-\x84\x86-\x9f]", "\ufffd", UNSEEN.sub("", text))
    return re.sub(r"[\x00-\x20\x7f\x85\u2028\u2029]+", " ", unprintable).strip(" ")


def test_hostile_text_is_printed_as_typed_in_paragraphs_and_cells() -> None:
    paragraphs, cells = printed(HOSTILE)
    assert paragraphs == [expected(text) for text in HOSTILE]
    assert cells == [expected(text) for text in HOSTILE]


MARKS = st.text(alphabet="\\`*_{}[]<>#@$^~|\"'&!-.:+=%/()?;, \n\t1aivxT", max_size=14)
WORDS = st.sampled_from(["Table", "St.", "e.g.", "http://x.y", "x", "1", "(i)", "{{<", "```"])
ANY = st.text(max_size=20).filter(lambda text: text.strip() != "")
MIXED = st.lists(st.one_of(MARKS, WORDS, ANY), min_size=1, max_size=4).map("".join)


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(MIXED.filter(lambda text: expected(text) != ""), min_size=40, max_size=60))
def test_any_text_comes_back_from_pandoc_as_it_went_in(texts: list[str]) -> None:
    paragraphs, cells = printed(texts)
    wanted = [expected(text) for text in texts]
    assert paragraphs == wanted
    assert cells == wanted


def test_ordinary_text_stays_readable() -> None:
    assert escape("Northmoor Construction (Example) Ltd") == "Northmoor Construction (Example) Ltd"
    assert escape("£12.345m, 98% on 8 February 2024: done.") == "£12.345m, 98% on 8 February 2024: done."
    assert escape("EX-1001") == "EX-1001"


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("עירייה (65.9%)", "עירייה\u200e (65.9%)"),
        ("Jobs עירייה לדוגמה בע״מ, 5 of 6", "Jobs עירייה לדוגמה בע״מ\u200e, 5 of 6"),
        ("שלב 2 של דוגמה", "שלב 2 של דוגמה\u200e"),
        ("شركة مثال", "شركة مثال\u200e"),
        ("דוגמה and דוגמה", "דוגמה\u200e and דוגמה\u200e"),
        ("Ελλάδα Łódź 5", "Ελλάδα Łódź 5"),
    ],
)
def test_what_follows_text_from_right_to_left_stays_behind_it(text: str, marked: str) -> None:
    assert escape(text) == marked
