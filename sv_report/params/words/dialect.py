"""What narrative may not hold, because Quarto and the embedded engine would not print it alike.

Params stage. Takes a narrative's text, yields each thing that is kept out, with its line and what to write
instead. The list rests on both engines, tried with the same text.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from sv_report.params.text import line_at
from sv_report.params.words.code_blocks import without_code
from sv_report.params.words.exempt_refused import NAME, refused_marks
from sv_report.params.words.exempt_words import EXEMPT
from sv_report.params.words.structure import crooked
from sv_report.params.words.trespass import KeptOut, Trespass

NO_PART_TWO = (
    "Here leave exempt matter out. Words of the narrative, facts, exhibits, appendices, suppliers and contracts can be "
    "exempt: the edition names them under exempt:."
)
MATHS = re.compile(  # as Pandoc reads it: no blank within the marks, and no digit after, so $5 and $6 are amounts
    r"(?<!\\)\$\$(?!\$)[^$]+\$\$|(?<![\\$])\$(?![\s$])(?:[^$\n\\]|\\.|\n(?!\s*\n))*?(?<![\s\\])\$(?![\d$])"
)
SCHEME = r"(?!(?:https?|mailto|tel):)[A-Za-z][\w+.-]*:"  # of an address that a report may not lead to
DIV = r"^[ \t>]*:{3,}[ \t]*"  # how a block begins, in a list or a quotation too
TARGET = re.compile(r"(?<=\]\()[^)\s]*|<[A-Za-z][\w+.-]*:[^>\s]*>|\bhttps?://[^\s)>\]]+")


def _attribute(inside: str) -> re.Pattern[str]:
    """Return the form of something within the curly brackets of a div, a span or a heading."""
    return re.compile(r"(?<!\{)\{[^{}]*" + inside + r"[^{}]*\}")


def _class(name: str) -> str:
    """Return the form of a class in curly brackets, as `.name` or among those of `class="…"`."""
    return rf"(?:\.|\bclass\s*=\s*[\"']?[^\"'{{}}]*?\b)(?:{name})(?![\w-])"


KEPT_OUT = (
    KeptOut(
        "shortcode", re.compile(r"\{\{<[^\n]*"),
        "A Quarto shortcode ({{< … >}}) is not printed by both engines.",
        "Use {{ fact_id }} or {{ exhibit(\"name\") }}, or write the words themselves.", in_code=True,
    ),
    KeptOut(
        "code", re.compile(
            r"^ {0,3}(?:`{3,}|~{3,})\s*\{[A-Za-z=][^\n]*|(?<!`)`\{[a-z]+\}[^`\n]*`|`\{=[^\n]*", re.MULTILINE
        ),
        "Code to be executed, or raw output of one engine, does not belong in narrative.",
        "Put the calculation in the notebook, and place its fact or exhibit here.", in_code=True,
    ),
    KeptOut(
        "html_comment", re.compile(r"(?<!\\)<!--[^\n]*"),
        "An HTML comment is published: it can be read in the web page.",
        "Delete it.",
    ),
    KeptOut(
        "raw_html", re.compile(r"(?<!\\)</?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>]*)?/?>|(?<!\\)<[!?][A-Za-z][^\n]*"),
        "HTML is not printed in Word and PDF.",
        r"Write Markdown instead; for a plain < type \<.",
    ),
    KeptOut(
        "section_reference", re.compile(r"(?<![\w.\\])@sec-[\w-]*"),
        "A reference to a section (@sec-) needs numbered headings, which the report does not have.",
        "Name the section in words.",
    ),
    KeptOut(
        "citation", re.compile(r"(?<![\w\\])-?@(?!(?:sec|fig|tbl)-)[\w{][^\s,;]*"),
        "A name after @ is read as a citation, and there is no list of works to cite.",
        r"Write the source in words or in a footnote; for a plain @ type \@.",
    ),
    KeptOut(
        "maths", MATHS,
        "Words between two $ are read as maths, which is not printed alike in Word, PDF and web page.",
        r"Write it in words; for a plain $ type \$.",
    ),
    KeptOut(
        "link", re.compile(rf"\]\(\s*<?{SCHEME}[^)\s]*|<{SCHEME}[^>\s]*>", re.IGNORECASE),
        "A link leads neither to a web page (http, https) nor to an e-mail address (mailto) or telephone (tel).",
        "Write the address of a web page, or the words without a link.",
    ),
    KeptOut(
        "reference_definition", re.compile(r"^ {0,3}\[(?!\^)[^\]\n]+\]:\s*\S+", re.MULTILINE),
        "An address that is kept apart from its link ([name]: address) would serve the other sections' links too.",
        "Write the address in the link itself, as in [words](https://example.org), and delete the line.",
    ),
    KeptOut(
        "image", re.compile(r"(?<!\\)!\[(?!\^)"),
        "An image cannot be placed from here: the report's images are its charts.",
        "Place a chart with {{ exhibit(\"name\") }}.",
    ),
    KeptOut(
        "layout", _attribute(r"\blayout(?:-[a-z]+)?\s*="),
        "A layout (layout-ncol and the like) is not printed alike in Word, PDF and web page.",
        "Put one figure or table below the other.",
    ),
    KeptOut(
        "subfigures", re.compile(rf"{DIV}\{{[^}}\n]*#(?:fig|tbl)-[^\n]*", re.MULTILINE),
        "Figures or tables within a figure are not printed alike in Word, PDF and web page.",
        "Give each its own place and caption.",
    ),
    KeptOut(
        "tabset", re.compile(
            _attribute(_class("panel-tabset")).pattern + rf"|{DIV}panel-tabset\b[^\n]*", re.MULTILINE
        ),
        "Tabs (.panel-tabset) cannot be printed on paper.",
        "Put one part below the other, under headings.",
    ),
    KeptOut(
        "column", re.compile(
            _attribute(_class("columns?|aside|column-[a-z-]+")).pattern
            + rf"|{DIV}(?:column[a-z-]*|aside)\b[^\n]*", re.MULTILINE,
        ),
        "Columns and notes in the margin are not printed alike in Word, PDF and web page.",
        "Write it as a paragraph of its own.",
    ),
    KeptOut(
        "drawn_table", re.compile(r"(?<![|+]\n)^[ \t>]*\+(?:[-=:]+\+)+[ \t]*$", re.MULTILINE),
        "A table drawn with + and - can have cells over several columns, which are not printed alike, and its numbers "
        "are not looked at.",
        "Write it with | between the cells: | Heading | Heading |, below it |---|---:|, then a line for each row.",
    ),
    KeptOut(
        NAME, EXEMPT,
        "What is marked .exempt would be published with the rest: nothing here can be exempt.",
        NO_PART_TWO, in_code=True,
    ),
    KeptOut(
        "underlined_heading", re.compile(r"(?<=\S\n)(?:=+|-+)[ \t]*$", re.MULTILINE),
        "A line of = or - under a line of text makes that a main heading.",
        "Begin a heading with ###, and delete the line.",
    ),
    KeptOut(
        "dashes", re.compile(r"^-{3,}[ \t]*$", re.MULTILINE),
        "A line of three dashes begins settings of the whole report.",
        "Delete the line.",
    ),
)  # fmt: skip


def trespasses(text: str, section_level: int, first_line: int = 1, *, with_exempt: bool = False) -> Iterator[Trespass]:
    """Yield what a section's narrative holds that is kept out, in the order of the list above.

    `section_level` is the level of the section's own heading: those within must be below it. With `with_exempt` words
    may be marked as exempt, in the two forms that are certain to be taken out of what is published.
    """
    words = without_code(text)
    spoken = _without_targets(words)
    for kept_out in (*KEPT_OUT, _headings(section_level)):
        if with_exempt and kept_out.name == NAME:
            yield from (replace(one, line=one.line + first_line - 1) for one in refused_marks(text))
            continue
        searched = text if kept_out.in_code else spoken if kept_out.name in ("citation", "maths") else words
        for match in kept_out.form.finditer(searched) if kept_out.form else ():
            if kept_out.name == "dashes" and searched[: match.start()].rstrip(" \t")[-2:].strip():
                continue  # an underlined heading, named already
            yield Trespass(kept_out, line_at(text, match.start()) + first_line - 1, match[0].strip())
    for trespass in crooked(text):
        yield replace(trespass, line=trespass.line + first_line - 1)


def _without_targets(words: str) -> str:
    """Return the words with the addresses of links blanked out, each character in its place."""
    return TARGET.sub(lambda match: " " * len(match[0]), words)


def _headings(section_level: int) -> KeptOut:
    own = "#" * (section_level + 1)
    return KeptOut(
        "heading",
        re.compile(rf"^ {{0,3}}#{{1,{section_level}}}[ \t][^\n]*", re.MULTILINE),
        f"A heading of level 1 to {section_level} would end the section; its own heading is printed already.",
        f"Begin a heading within the section with {own} and a space.",
    )
