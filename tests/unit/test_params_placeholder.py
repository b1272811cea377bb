"""Placeholders: the pieces that the manuscript prints."""

import pytest

from sv_report.params import ExhibitReference, FactReference, Text, pieces


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
