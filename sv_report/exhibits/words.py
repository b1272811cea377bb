"""Words with facts in them: the exhibits that are sentences or lists.

Exhibits stage. Text is literal Markdown of ours; what comes from data enters as a fact or escaped.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sv_report.exhibits.sums import Sum, notes_on
from sv_report.exhibits.table import fact_text
from sv_report.exhibits.text import escape
from sv_report.measures.fact import Fact

Piece = str | Fact
Sentence = tuple[Piece, ...]


@dataclass(frozen=True)
class Words:
    """A list of sentences, each of words and facts; one alone is a paragraph. `lead` is a paragraph above the list.

    `sums` are what adds up in them: where the printed figures do not, the last sentence goes on to say so.
    """

    name: str
    sentences: tuple[Sentence, ...]
    sums: tuple[Sum, ...] = ()
    lead: Sentence = ()

    def __post_init__(self) -> None:
        for one in self.sums:
            if not one.adds_up:
                raise ValueError(f"words {self.name}: the figures do not add up before they are rounded: {one.ids}")
        note = f" {notes_on(self.sums)}"
        if note.strip() and self.sentences[-1][-1] != note:
            object.__setattr__(self, "sentences", (*self.sentences[:-1], (*self.sentences[-1], note)))

    @property
    def said(self) -> tuple[Sentence, ...]:
        """All that is said, in order: the lead, where there is one, and the sentences."""
        return (self.lead, *self.sentences) if self.lead else self.sentences

    @property
    def facts(self) -> tuple[Fact, ...]:
        """The facts in the sentences."""
        return tuple(piece for sentence in self.said for piece in sentence if isinstance(piece, Fact))

    def markdown(self, live: bool = True) -> str:
        """Return the list as Markdown bullets, one sentence as a paragraph; `live` marks facts for the manuscript."""
        if len(self.said) == 1:
            return _printed(self.said[0], live)
        bullets = "\n".join(f"- {_printed(sentence, live)}" for sentence in self.sentences)
        return f"{_printed(self.lead, live)}\n\n{bullets}" if self.lead else bullets


def counted(count: Fact, one: str, several: str) -> Sentence:
    """Return a count with its noun: `1 contract`, `2 contracts`."""
    return (count, f" {one if count.value == 1 else several}")


def are(count: Fact, one: str = "is", several: str = "are") -> str:
    """Return the verb that goes with a count."""
    return one if count.value == 1 else several


def out_of(
    part: Fact, whole: Fact, nouns: tuple[str, str], verbs: tuple[str, str] = ("is", "are"), *, begins: bool = True
) -> Sentence:
    """Return how many of a whole are something, up to the verb: `3 of the 7 contracts are`, `none of the 7 … is`.

    `nouns` and `verbs` are for one and for several; `begins` tells whether it begins a sentence.
    """
    (one, several), (is_, are_) = nouns, verbs
    if whole.value == 1:
        return (f"{'The' if begins else 'the'} ", whole, f" {one} {is_}{'' if part.value else ' not'}")
    if not part.value:
        return (f"{'None' if begins else 'none'} of the ", whole, f" {several} {is_}")
    return (part, " of the ", whole, f" {several} {are(part, is_, are_)}")


def _printed(sentence: Sequence[Piece], live: bool) -> str:
    return "".join(
        fact_text(piece, piece.display, live) if isinstance(piece, Fact) else escape_edges(piece) for piece in sentence
    )


def escape_edges(text: str) -> str:
    """Return data text escaped with the spaces at its edges kept."""
    left = " " if text[:1].isspace() else ""
    right = " " if text[-1:].isspace() and text.strip() else ""
    return f"{left}{escape(text)}{right}"
