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


@dataclass(frozen=True)
class Words:
    """A list of sentences, each of words and facts; one alone is a paragraph.

    `sums` are what adds up in them: where the printed figures do not, the last sentence goes on to say so.
    """

    name: str
    sentences: tuple[tuple[Piece, ...], ...]
    sums: tuple[Sum, ...] = ()

    def __post_init__(self) -> None:
        for one in self.sums:
            if not one.adds_up:
                raise ValueError(f"words {self.name}: the figures do not add up before they are rounded: {one.ids}")
        note = f" {notes_on(self.sums)}"
        if note.strip() and self.sentences[-1][-1] != note:
            object.__setattr__(self, "sentences", (*self.sentences[:-1], (*self.sentences[-1], note)))

    @property
    def facts(self) -> tuple[Fact, ...]:
        """The facts in the sentences."""
        return tuple(piece for sentence in self.sentences for piece in sentence if isinstance(piece, Fact))

    def markdown(self, live: bool = True) -> str:
        """Return the list as Markdown bullets, one sentence as a paragraph; `live` marks facts for the manuscript."""
        if len(self.sentences) == 1:
            return _printed(self.sentences[0], live)
        return "\n".join(f"- {_printed(sentence, live)}" for sentence in self.sentences)


def _printed(sentence: Sequence[Piece], live: bool) -> str:
    return "".join(
        fact_text(piece, piece.display, live) if isinstance(piece, Fact) else escape_edges(piece) for piece in sentence
    )


def escape_edges(text: str) -> str:
    """Return data text escaped with the spaces at its edges kept."""
    left = " " if text[:1].isspace() else ""
    right = " " if text[-1:].isspace() and text.strip() else ""
    return f"{left}{escape(text)}{right}"
