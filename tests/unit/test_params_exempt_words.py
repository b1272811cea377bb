"""Exempt words of a narrative: what is found is what Pandoc finds, and nothing of it is left for the public."""

import json
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from typing import Any

import pypandoc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sv_report.params.words.dialect import trespasses
from sv_report.params.words.exempt_words import all_words, exempt_words_of, marked, public_words, without_exempt

LEVEL = 2
PLACE = r"\[Exempt\]"  # what stands for exempt words in these tests
TOKEN = re.compile(r"Q\d+z")
READERS = ("markdown", "markdown-table_attributes")  # Quarto's and the embedded engine's


def refused(text: str) -> list[tuple[int, str]]:
    """Return what the gate refuses of a text: the line and the message."""
    return [(one.line, one.kept_out.message) for one in trespasses(text, LEVEL, with_exempt=True)]


# ---- the text with and without them ----------------------------------------------------------------

BLOCK = "Open.\n\n::: {.exempt}\nBid of £4m.\n\n- one\n:::\n\nMore.\n"


def test_a_block_and_a_span_are_found_with_their_lines() -> None:
    text = "A [bid]{.exempt} came.\n\n::: {.exempt}\nOf £4m.\n:::\n"
    assert [(one.kind, one.line) for one in marked(text)] == [("span", 1), ("block", 3)]
    assert exempt_words_of(text) == ["bid", "Of £4m."]


def test_the_public_reads_something_else_in_their_place() -> None:
    assert public_words(BLOCK, PLACE, "") == f"Open.\n\n{PLACE}\n\nMore.\n"
    assert public_words("A [bid]{.exempt} came.\n", "", PLACE) == f"A {PLACE} came.\n"


def test_an_empty_place_leaves_no_trace() -> None:
    assert public_words(BLOCK, "", "") == "Open.\n\nMore.\n"
    assert public_words("A [low]{.exempt} bid [of £4m]{.exempt}.\n[Now]{.exempt}\nMore.\n", "", "") == "A bid.\nMore.\n"
    assert public_words("::: {.exempt}\nAll of it.\n:::\n", "", "") == ""


def test_the_exempt_copy_has_the_words_without_their_marks() -> None:
    assert all_words(BLOCK, "Exempt:") == "Open.\n\nExempt:\n\nBid of £4m.\n\n- one\n\nMore.\n"
    assert (
        all_words("A [bid](https://a.org) [of [£4m]{.x}]{.exempt}.\n", "") == "A [bid](https://a.org) of [£4m]{.x}.\n"
    )


def test_blanked_out_the_text_keeps_its_lines() -> None:
    assert without_exempt(BLOCK).split("\n") == [
        "Open.",
        "",
        *[re.sub(".", " ", one) for one in BLOCK.split("\n")[2:7]],
        "",
        "More.",
        "",
    ]


def test_a_mark_that_the_gate_would_refuse_is_never_passed_on() -> None:
    with pytest.raises(ValueError, match="is left"):
        public_words("A [bid]{.exempt .x} came.", "", "")


# ---- what is refused --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "A [bid]{.exempt} and another [of £4m, see [the tender](https://a.org)]{.exempt}.",
        "*A [low]{.exempt} bid* [from [Example Ltd]{.exempt}](https://a.org/x), [two\nlines]{.exempt} of it.",
        "### Bid of [£4m]{.exempt}\n\n- one\n    - [two]{.exempt}\n\n> [three]{.exempt}",
        "| Bid | £ |\n|---|--:|\n| [Example Ltd]{.exempt} | [4]{.exempt} |\n\n: Bids",
        "::: {.exempt}\n### Bids\n\n| a |\n|---|\n| b |\n\nOf {{ returns_due }}.[^1]\n\n[^1]: A note.\n\n:::\n\nOpen.[^2]\n\n[^2]: B.",
        '::: {.callout-note title="Mind"}\n::: {.exempt}\n- one\n- two\n:::\n:::\n\n{{ returns_due }} [due {{ returns_due }}]{.exempt}',
        "::: {.exempt}\n\n::: {.callout-note}\nMind.\n:::\n\n{{ exhibit('by_theme') }}\n\n:::",
        "The [lowest\nbid. It was low]{.exempt}, and [# 1]{.exempt} of two.",
        r"A \[plain\] one, for \$5, [of \[£4m\]]{.exempt} from a.b@example.org, <https://a.org>.",
    ],
)
def test_the_plain_forms_pass_wherever_they_stand(text: str) -> None:
    assert refused(text) == []


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("A [bid]{ .exempt}.", 1, "form that is not known"),
        ("A [bid]{.exempt #bid}.", 1, "form that is not known"),
        ('A [bid]{class="ex&#101;mpt"}.', 1, "form that is not known"),
        ("::: exempt\nBid.\n:::", 1, "form that is not known"),
        ("A [bid] {.exempt}.", 1, "form that is not known"),
        ("A bid]{.exempt}.", 1, "form that is not known"),
        ("One.\n\nA [bid\n\nof £4m]{.exempt}.", 5, "form that is not known"),
        ("::: {.exempt}\nBid.", 1, "form that is not known"),
        ("One.\n\n:::: {.a}\n::: {.exempt}\nBid.\n::::", 3, "block (:::) that begins here is not closed"),
        ("A [ ]{.exempt} bid.", 1, "holds no words"),
        ("::: {.exempt}\n\n:::", 1, "holds no words"),
        ("::: {.exempt}\n\nA [bid]{.exempt}.\n\n:::", 3, "within exempt words"),
        ("::: {.exempt}\n\n::: {.exempt}\nA\n:::\n\n:::", 3, "within exempt words"),
        ("One:\n::: {.exempt}\nBid.\n:::", 2, "begins in the line below"),
        ("- one\n\n  ::: {.exempt}\n  Bid.\n  :::", 3, "form that is not known"),
        ("A [bid]{.exempt}.\n\n- one\n\n  ::: {.a}\n  B\n  :::", 5, "on a line of its own"),
        ("::: {.exempt} :::\nBid.\n:::", 1, "form that is not known"),
        ("::: {.exempt}\n> Bid.\n:::", 3, "directly below a quotation"),
        ("::: {.exempt}\nA[^1]\n\n[^1]: Bid.\n:::", 5, "directly below a quotation, a footnote"),
        ("::: {.exempt}\nA[^1]\n:::\n\n[^1]: Bid.", 5, "would be published"),
        ("A[^1]\n\n::: {.exempt}\nB\n\n[^1]: Bid.\n\n:::", 1, "outside exempt words too"),
        ("A [bid[^1]]{.exempt}.\n\n[^1]: Of £4m.[^1]", 3, "would be published"),
        ("A[^1]\n\n[^1]: A [bid]{.exempt}.", 3, "a footnote, a definition or a caption"),
        ("| a |\n|---|\n| b |\n\n: A [bid]{.exempt}", 5, "a footnote, a definition or a caption"),
        ("A [bid]{.exempt}.\n\n`code`", 3, "Code stands"),
        ("A [bid]{.exempt}.\n\n~~~~\ncode\n~~~~", 3, "Code stands"),
        ("A [bid]{.exempt}.\n\n\\begin{x}", 3, "before a letter"),
        ('A [bid]{.exempt}.\n\nA <b title="<">', 3, "HTML"),
        ("A [bid]{.exempt}.\n\n---- ----\na    b\n---- ----", 3, "drawn with dashes"),
        ("A [bid]{.exempt}.\n\nx[^1]\n\n[^1]:\n\nMore.", 5, "no words on its line"),
        ("A [bid]{.exempt} of $4m.", 1, "dollar"),
        ("A [bid]{.exempt} as in @tbl-own.", 1, "reference (@)"),
        ('See [a](https://a.org "A [bid]{.exempt}").', 1, "more than its address"),
        ('A [l]{title="[bid]{.exempt}"}.', 1, "curly bracket"),
        ("x^a[b^]{.exempt}", 1, "sign ^ or ~"),
        ("    A [bid]{.exempt}.", 1, "read as code"),
        ("-     A [bid]{.exempt}.", 1, "read as code"),
        ("- a [bid\n- of £4m]{.exempt}", 1, "from one item"),
        ("### A [bid\nof £4m]{.exempt}", 1, "from one item"),
        ("| a | b |\n|---|---|\n| [c | d]{.exempt} | e |", 3, "from one item"),
        ("A ![bid]{.exempt}.", 1, "The sign before ["),
        ("A [a][bid]{.exempt}.", 1, "The sign before ["),
        (r"A \[bid]{.exempt}.", 1, "form that is not known"),
        (r"A \\[bid]{.exempt}.", 1, "The sign before ["),
        ("A [^bid]{.exempt}.", 1, "begin with ^"),
        ("[# A bid]{.exempt}", 1, "which they would make without their brackets"),
        ("> - [1. a bid]{.exempt}", 1, "which they would make without their brackets"),
        ('A {{ quoted("[", source="x") }} [bid]{.exempt}.', 1, "stand in a placeholder"),
    ],
)  # fmt: skip
def test_what_could_hide_where_exempt_words_end_is_refused(text: str, line: int, message: str) -> None:
    found = [one for one in refused(text) if message in one[1]]
    assert found, refused(text)
    assert found[0][0] == line


# ---- against Pandoc -----------------------------------------------------------------------------------


@cache
def pandoc() -> str:
    return str(pypandoc.get_pandoc_path())


def tree(text: str, reader: str) -> Any:
    """Return Pandoc's tree of a text, which stands below other words as it does in the report."""
    done = subprocess.run(
        [pandoc(), "-f", reader, "-t", "json"],
        input=f"Start.\n\n{text}",
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return json.loads(done.stdout)["blocks"]


def exempt_nodes(node: Any) -> Iterator[str]:
    """Yield everything of a tree that has the class exempt."""
    if isinstance(node, list):
        for one in node:
            yield from exempt_nodes(one)
    if isinstance(node, dict):
        content = node.get("c")
        attributes = [one for one in (content if isinstance(content, list) else []) if _is_attributes(one)]
        if any("exempt" in one[1] for one in attributes):
            yield json.dumps(content)
        for one in node.values():
            yield from exempt_nodes(one)


def _is_attributes(node: Any) -> bool:
    return isinstance(node, list) and len(node) == 3 and isinstance(node[0], str) and isinstance(node[1], list)


def tokens(text: str) -> set[str]:
    return set(TOKEN.findall(text))


def agrees_with_pandoc(text: str, reader: str) -> None:
    """Assert that Pandoc finds what we find, and that nothing of it is left for the public."""
    secret = tokens(" ".join(exempt_words_of(text)))
    found = list(exempt_nodes(tree(text, reader)))
    assert len(found) == len(marked(text))
    in_notes = tokens("".join(re.findall(r"^\[\^[^\]]*\]:.*", text, re.MULTILINE | re.DOTALL)))
    assert tokens(" ".join(found)) - in_notes == secret - in_notes  # Pandoc moves the words of notes to their places
    for place in (PLACE, ""):
        public = public_words(text, place, place)
        assert not list(exempt_nodes(tree(public, reader)))
        assert tokens(public) == tokens(text) - secret
    every = all_words(text, "Exempt.")
    assert not list(exempt_nodes(tree(every, reader)))
    assert TOKEN.findall(every) == TOKEN.findall(text)


STRAY = (
    *("\\[", "\\]", "*", "_", "^", "~", "!", "]", "[", "(", ")", "-", "|", "--", "\n", "\\|", "<", "&lt;", "@tbl-x", "$5", "`", "{"),
    *("}", "\\", "\n- ", "\n\n", "    ", "^[", "[^1]", "](", ":::", "{.x}", ".exempt", "{.exempt}", "\n> ", "\n:   ", "\n:::\n", "\t"),
)  # fmt: skip
INLINE = (
    "{}",
    "{}",
    "*{}*",
    "**{}**",
    "[{}](https://a.org/x)",
    "[{}]",
    "[{}]{{.k}}",
    '"{}"',
    "({})",
    "{} {{{{ x_due }}}}",
    "\n{}",
)
BLOCKS = (
    "{}",
    "{}",
    "- {}\n- {}",
    "1. {}\n2. {}",
    "- {}\n    - {}\n- {}",
    "> {}",
    "### {}",
    "| {} | {} |\n|---|---|\n| {} | {} |",
)
ODD_INLINE = ("^[{}]", "~~{}~~", "x^{}^")
ODD_BLOCKS = (
    *(
        "{}\n:   {}",
        "[^1]: {}",
        "| {}\n| {}",
        "- {}\n\n    {}",
        "{}[^1]",
        '{{{{ exhibit("x") }}}}',
        "> - {}\n>     - {}",
    ),
    *(
        "- \n {}",
        "- {}\n{}",
        "::: {{.exempt}}\n{}\n:::\n{}",
        "[^1]: {}\n\n    {}",
        "1. {}\n  - \n {}",
        "---- ----\n{}   {}",
    ),
)
FENCES = ("{.callout-note}", '{.callout-note title="a"}', "note", "{.exempt}", "{.exempt}")


class Words:
    """A narrative with numbered words, drawn at random: such as an officer writes, or `odd`."""

    def __init__(self, draw: Any, odd: bool) -> None:
        self.draw, self.odd = draw, odd
        self.number, self.exempt = 0, False

    def one_of(self, *choices: str) -> str:
        return str(self.draw(st.sampled_from(choices)))

    def third(self) -> bool:
        return bool(self.draw(st.integers(1, 3)) == 3)

    def words(self, depth: int = 0) -> str:
        gap = self.one_of(" ", " ", "")
        return gap.join(self.inline(depth) for _ in range(self.draw(st.integers(1, 3))))

    def inline(self, depth: int) -> str:
        if not self.exempt and self.third():
            self.exempt = True
            words = f"[{self.words(depth + 1)}]{{.exempt}}"
            self.exempt = False
            return words
        if depth > 1:
            self.number += 1
            return f"Q{self.number}z"
        form = self.one_of(*INLINE, *(ODD_INLINE if self.odd else ()))
        return form.format(self.words(depth + 1))

    def block(self, depth: int = 0) -> str:
        if depth < 2 and self.third():
            return self.fenced(depth)
        kind = self.one_of(*BLOCKS, *(ODD_BLOCKS if self.odd else ()))
        return kind.format(*(self.words().replace("\n", " ") for _ in range(kind.count("{}"))))

    def fenced(self, depth: int) -> str:
        fence, gap = self.one_of(":::", "::::"), self.one_of("\n", "\n\n")
        kind = self.one_of(*(FENCES[:3] if self.exempt else FENCES))
        before, self.exempt = self.exempt, self.exempt or kind == FENCES[-1]
        held = "\n\n".join(self.block(depth + 1) for _ in range(self.draw(st.integers(1, 2))))
        self.exempt = before
        return f"{fence} {kind}{gap}{held}{gap}{fence}"

    def text(self) -> str:
        return "\n\n".join(self.block() for _ in range(self.draw(st.integers(1, 3)))) + "\n"


@st.composite
def narratives(draw: Any, odd: bool = False) -> str:
    return Words(draw, odd).text()


@st.composite
def spoilt(draw: Any) -> str:
    """A narrative with a stray sign or two anywhere outside its numbered words."""
    text = draw(narratives(draw(st.integers(1, 4)) == 4))
    for _ in range(draw(st.integers(1, 2))):
        words = [match.span() for match in TOKEN.finditer(text)]
        places = [at for at in range(len(text) + 1) if not any(start < at < end for start, end in words)]
        at = draw(st.sampled_from(places))
        text = text[:at] + draw(st.sampled_from(STRAY)) + text[at:]
    return str(text)


@settings(max_examples=100, deadline=None)
@given(narratives(), st.sampled_from(READERS))
def test_plain_texts_mark_to_us_what_they_mark_to_pandoc(text: str, reader: str) -> None:
    if not refused(text):
        agrees_with_pandoc(text, reader)


@settings(max_examples=300, deadline=None)
@given(spoilt(), st.sampled_from(READERS))
def test_whatever_passes_the_gate_marks_to_us_what_it_marks_to_pandoc(text: str, reader: str) -> None:
    if not refused(text):
        agrees_with_pandoc(text, reader)


@settings(max_examples=200, deadline=None)
@given(narratives(), st.lists(st.sampled_from(["x", "two words", "*em*", "[a](https://a.org)", "£4m"]), min_size=1))
def test_texts_that_differ_in_exempt_words_alone_are_the_same_to_the_public(text: str, others: list[str]) -> None:
    if refused(text):
        return
    other = text
    for number, one in reversed(list(enumerate(marked(text)))):
        words = others[number % len(others)]
        words = f"{words}\n\n\n- {words}\n" if one.kind == "block" else words
        other = other[: one.words[0]] + words + other[one.words[1] :]
    for place in (PLACE, ""):
        assert public_words(other, place, place) == public_words(text, place, place)
