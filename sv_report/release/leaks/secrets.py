"""What may stand in no public file: exempt names and passages, and exempt numbers.

Release stage: ground of the leak check. It is written to office/exempt.json, which is never published, so that a
bundle can be searched again when it is published.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from sv_report.findings import Finding, Where
from sv_report.measures.fact import plain
from sv_report.release.leaks.folding import folded, joined, words_of

SCHEMA = 1
PART = 8  # words in sequence by which a passage is known
LEAST_LETTERS = 3  # fewer stand in too many words of any report
SAME = {b"ltd": b"limited", b"limited": b"ltd"}
LEAST_GLUED = 8  # letters of a name written as one word, as in a file's name


@dataclass(frozen=True)
class Phrase:
    """An exempt name or passage; `what` says what it is, as in "the name of an exempt supplier".

    A name is a leak wherever it stands. The words of a passage are none where the public words of the report say the
    same. A text of more than `PART` words also leaks in part: by any so many of its words in sequence.
    """

    text: str
    what: str
    is_passage: bool = False

    @property
    def words(self) -> list[bytes]:
        """The words as they are searched for."""
        return words_of(folded(self.text))

    @property
    def is_searchable(self) -> bool:
        """Whether it can be told from other words: not of digits alone, and of no fewer letters than three."""
        return sum(char.isalpha() for char in self.text) >= LEAST_LETTERS

    @property
    def is_long(self) -> bool:
        """Whether it is searched for by its parts."""
        return len(self.words) > PART

    def forms(self) -> Iterator[bytes]:
        """Yield the sequences of words by each of which it is known, as `joined` writes them."""
        words = self.words
        if len(words) > PART:
            yield from (joined(words[start : start + PART]) for start in range(len(words) - PART + 1))
            return
        for spelling in _spellings(self.text):
            yield joined(spelling)
            if len(spelling) > 1 and len(b"".join(spelling)) >= LEAST_GLUED:
                yield joined([b"".join(spelling)])


def _spellings(text: str) -> Iterator[list[bytes]]:
    """Yield the words of a name as it is, with and for &, with & for and, and with Limited for Ltd or the reverse."""
    for written in (text, text.replace("&", " and ")):
        words = words_of(folded(written))
        for spelling in (words, [word for word in words if word != b"and"]):
            yield spelling
            yield [SAME.get(word, word) for word in spelling]


@dataclass(frozen=True)
class Amount:
    """An exempt number: its unrounded value, its unit and decimals as a fact has them, and what it is.

    `labels` are the words that stand beside it where it is printed; a number of few digits is known only by them.
    """

    value: Decimal
    unit: str
    decimals: int
    labels: tuple[str, ...]
    what: str


@dataclass(frozen=True)
class Secrets:
    """All that is exempt, and what is known to be public although it may look the same.

    `public_words` is the text of the public report's own words: parts of passages that stand there too are no leak.
    `public_figures` is the text of the public facts as they are printed, a line for each label and figure: a form of a
    number that stands there is no leak. Words that an officer wrote are no part of it, or a number typed by mistake
    would pass.
    """

    phrases: tuple[Phrase, ...] = ()
    amounts: tuple[Amount, ...] = ()
    public_words: str = ""
    public_figures: str = ""

    def __bool__(self) -> bool:
        return bool(self.phrases or self.amounts)

    def unsearchable(self) -> list[Finding]:
        """Return a note for each phrase that cannot be searched for, so that a person looks instead."""
        return [
            Finding(
                "leak.unsearchable", "note",
                f"The leak check cannot look for {phrase.what}: it is too short, or made of digits alone.",
                Where(found=phrase.text), "Look through the public files for it by eye.",
            )
            for phrase in self.phrases if not phrase.is_searchable
        ]  # fmt: skip

    def record(self) -> dict[str, Any]:
        """Return it as plain values that JSON can hold."""
        return {
            "schema": SCHEMA,
            "phrases": [asdict(phrase) for phrase in self.phrases],
            "amounts": [{**asdict(amount), "value": plain(amount.value)} for amount in self.amounts],
            "public_words": self.public_words,
            "public_figures": self.public_figures,
        }

    @classmethod
    def from_record(cls, record: dict[str, Any]) -> "Secrets":
        """Return what `record()` wrote; raise ValueError where it is anything else."""
        try:
            if record["schema"] != SCHEMA:
                raise ValueError(f"schema {record['schema']} is unknown")
            return cls(
                tuple(Phrase(**phrase) for phrase in record["phrases"]),
                tuple(_amount(**amount) for amount in record["amounts"]),
                record["public_words"],
                record["public_figures"],
            )
        except (KeyError, TypeError, InvalidOperation) as problem:
            raise ValueError(f"not a record of exempt matter: {problem!r}") from None


def _amount(value: str, unit: str, decimals: int, labels: list[str], what: str) -> Amount:
    return Amount(Decimal(value), unit, decimals, tuple(labels), what)
