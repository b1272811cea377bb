"""Placeholders: the pieces that the manuscript prints."""

import pytest

from sv_report.params import ExhibitReference, FactReference, Quoted, Text, pieces
from sv_report.params.words.placeholder import FORMS, Malformed, scan


def test_the_pieces_come_in_order_with_their_lines() -> None:
    text = 'Of {{ returns_due }} due,\n{{ sv_x.theme.jobs }}.\n\n{{ exhibit("by_theme") }}\n'
    assert pieces(text, first_line=4) == [
        Text("Of ", 4),
        FactReference("returns_due", 4),
        Text(" due,\n", 4),
        FactReference("sv_x.theme.jobs", 5),
        Text(".\n\n", 5),
        ExhibitReference("by_theme", 7),
        Text("\n", 7),
    ]


def test_a_fact_tells_its_parts() -> None:
    [fact, _, whole] = pieces("{{ sv_x.theme.jobs }} {{ sv_x }}")
    assert isinstance(fact, FactReference)
    assert (fact.base, fact.dimension, fact.member) == ("sv_x", "theme", "jobs")
    assert isinstance(whole, FactReference)
    assert (whole.base, whole.dimension, whole.member) == ("sv_x", None, None)


def test_an_exhibit_tells_whether_its_line_is_its_own() -> None:
    assert [
        piece.alone
        for piece in pieces("{{ exhibit('a') }} b\n  {{ exhibit('c') }}\n")
        if isinstance(piece, ExhibitReference)
    ] == [False, True]


def test_words_without_placeholders_are_one_piece() -> None:
    assert pieces("A {single} brace") == [Text("A {single} brace", 1)]
    assert pieces("") == []


@pytest.mark.parametrize(
    "text", ["{{ A }}", "a\n{{", "}}", "{{{ a }}}", "{{ a\nb }}", "{{ exhibit(by_theme) }}", "{{ a {{ b }}"]
)
def test_the_malformed_is_never_printed(text: str) -> None:
    with pytest.raises(ValueError, match="line"):
        pieces(text)


@pytest.mark.parametrize(
    ("text", "words", "source"),
    [
        ('{{ quoted("£2.2m", source="Full Council, 2024") }}', "£2.2m", "Full Council, 2024"),
        ("{{quoted(“£2.2m”,source=“the council’s minutes”)}}", "£2.2m", "the council’s minutes"),
        ("{{ quoted('38', source = 'a survey',) }}", "38", "a survey"),
        (r'{{ quoted("a \| b", source="c \| d") }}', "a | b", "c | d"),
        ('{{ quoted("38 (of 63)", source="https://example.org/a_(b)") }}', "38 (of 63)", "https://example.org/a_(b)"),
    ],
)
def test_what_is_quoted_has_words_and_a_source(text: str, words: str, source: str) -> None:
    assert pieces(f"Of\n{text}", first_line=3)[1:] == [Quoted(words, source, 4)]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('{{ quoted("£2.2m") }}', "does not say where the words come from"),
        ('{{ quoted("£2.2m", source="") }}', "Its source is empty"),
        ('{{ quoted("£2.2m", source=" \u00a0- ") }}', "Its source is empty"),
        ('{{ quoted("", source="x") }}', "Nothing is quoted"),
        ('{{ quoted(" ", source="x") }}', "Nothing is quoted"),
        ("{{ quoted(£2.2m, source=x) }}", "not in the form"),
        ("{{ quoted('the council's', source='x') }}", "double quotation marks"),
        ('{{ quoted("£2.2m", "x") }}', "not in the form"),
    ],
)
def test_a_quotation_without_a_source_is_refused(text: str, why: str) -> None:
    [found] = scan(text)
    assert isinstance(found, Malformed)
    assert why in found.why
    assert 'quoted("£2.2m", source="…")' in FORMS


def test_a_quotation_tells_whether_it_stands_in_a_table() -> None:
    row = '| a | {{ quoted("1", source="x") }} |'
    texts = (f"| h | i |\n|---|---|\n{row}\n{row}", f"{row}\n", f"| h | i |\n|---|---|\n| a | b |\n\n{row}")
    told = [[piece.in_table for piece in pieces(text) if isinstance(piece, Quoted)] for text in texts]
    assert told == [[True, True], [False], [False]]
