"""Numbers of few digits, looked for only where a reader sees them beside their label.

Release stage: part of the leak check. Beside is: in the same row of a table; else in the same sentence or within 80
characters on the label's line. Where that line has no other number, what is within 80 characters on the lines around it
is beside the label too, because the line may have been broken there.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from sv_report.params.calendar import MONTHS
from sv_report.release.leaks.folding import WORDS, folded, words_of
from sv_report.release.leaks.forms import numbers_in

NEAR = 80  # characters
DIGITS = b"0123456789,."
WORDS_OF_LINES = WORDS[:10] + b"\n" + WORDS[11:]
BETWEEN = re.compile(rb"[^0-9a-z\x80-\xff\t]{1,4}+")  # the words of a label; a line may end there
IN_WORD = re.compile(rb"[0-9a-z\x80-\xff]")
SENTENCE = re.compile(rb"[.!?;](?=\s)")
FIGURE = re.compile(rb"[0-9]|\[[a-z]\]|not (?:shown|available|applicable)")  # what ends a row of a table
DATE = re.compile(
    rb"\b(?:19|20)[0-9]{2}[-/][0-9]{2}(?:-[0-9]{2})?\b|\bquarters? [0-9]|\b[0-9]{1,2} (?:%b)\b(?: [0-9]{4})?"
    % "|".join(month.lower() for month in MONTHS).encode()
)


class Beside:
    """The labels of exempt numbers, each with the short forms to look for beside it."""

    def __init__(self, labelled: Iterable[tuple[str, frozenset[bytes], int]]) -> None:
        """Take a label, the short forms, and the number by which the amount is known; as often as there are any."""
        self._labels: dict[tuple[bytes, ...], _Label] = {}
        self._by_form: dict[bytes, list[_Label]] = defaultdict(list)
        for text, forms, amount in labelled:
            words = tuple(words_of(folded(text)))
            for form in forms if words else ():
                self._labels.setdefault(words, _Label(words)).sought[form].add(amount)
        for label in self._labels.values():
            for form in label.sought:
                self._by_form[form].append(label)
        counts = Counter(word for label in self._labels.values() for word in label.distinct)
        self._by_word: dict[bytes, list[_Label]] = defaultdict(list)
        for label in self._labels.values():  # by the word that fewest others have
            self._by_word[min(label.distinct, key=lambda word: (counts[word], -len(word), word))].append(label)

    def __bool__(self) -> bool:
        return bool(self._labels)

    def free(self, found: Iterable[tuple[int, bytes]]) -> None:
        """Leave out of the search what was found in a public text."""
        for amount, form in found:
            for label in self._by_form[form]:
                label.sought[form].discard(amount)

    def found(self, fold: bytes, words: set[bytes]) -> Iterator[tuple[int, bytes]]:
        """Yield each amount that a folded text prints beside its label, and the form; `words` are those of the text."""
        likely, start = self._likely(words), 0
        lines = fold.translate(WORDS_OF_LINES).split(b"\n") if likely else []
        for number, line in enumerate(lines):
            if keys := sorted(likely.keys() & set(line.split())):
                around = set(b" ".join(lines[max(number - 1, 0) : number + 2]).split())
                for label in (label for key in keys for label in likely[key] if around.issuperset(label.distinct)):
                    yield from self._near(fold, start, start + len(line), label)
            start += len(line) + 1

    def may_be_in(self, words: set[bytes]) -> bool:
        """Say whether all words of a label are among these."""
        return bool(self._likely(words))

    def _likely(self, words: set[bytes]) -> dict[bytes, list["_Label"]]:
        """Return the labels whose words are all among these, by the word that fewest labels have."""
        keys = self._by_word.keys() & words
        likely = {key: [label for label in self._by_word[key] if words.issuperset(label.distinct)] for key in keys}
        return {key: labels for key, labels in likely.items() if labels}

    def _near(self, fold: bytes, first: int, last: int, label: "_Label") -> Iterator[tuple[int, bytes]]:
        """Yield what stands beside a label that is on a line, or begins there or ends there."""
        first, last = _line_at(fold, max(first - 1, 0))[0], _line_at(fold, last + 1)[1]
        for place in label.places(fold, first, last):
            for reach in _reach(fold, *place):
                for form in numbers_in(DATE.sub(b" ", reach)):
                    yield from ((amount, form) for amount in sorted(label.sought.get(form, ())))


@dataclass(frozen=True)
class _Label:
    """A label: its words, how it is found, and the amounts to look for beside it, by their short forms."""

    words: tuple[bytes, ...]
    sought: dict[bytes, set[int]] = field(default_factory=lambda: defaultdict(set))

    @cached_property
    def distinct(self) -> frozenset[bytes]:
        """Its words, each once."""
        return frozenset(self.words)

    def places(self, fold: bytes, first: int, last: int) -> Iterator[tuple[int, int]]:
        """Yield where its words begin and end in a part of a folded text, with little between them."""
        start = fold.find(self.words[0], first, last)
        while start >= 0:
            end = self._end(fold, start, last)
            if end is not None:
                yield start, end
            start = fold.find(self.words[0], start + 1 if end is None else end, last)

    def _end(self, fold: bytes, start: int, last: int) -> int | None:
        """Return where its words end if they begin here, as whole words; None where they do not."""
        end = start + len(self.words[0])
        for word in self.words[1:]:
            between = BETWEEN.match(fold, end, last)
            if not between or not fold.startswith(word, between.end(), last):
                return None
            end = between.end() + len(word)
        is_cut = IN_WORD.match(fold, end, last) or (start and IN_WORD.match(fold, start - 1))
        return None if is_cut else end


def _reach(fold: bytes, start: int, end: int) -> tuple[bytes, bytes]:
    """Return what stands beside a label, before it and after it."""
    first, last = _line_at(fold, start)[0], _line_at(fold, end)[1]
    before, after = fold[first:start], fold[end:last]
    if _is_row(fold[first:last]):
        return before, after
    if not _has_figure(before) and not _has_figure(after):
        before, after = _line_before(fold, first) + before, after + _line_after(fold, last)
        return _end_of(before, NEAR), _beginning_of(after, NEAR)
    begun = [match.end() for match in SENTENCE.finditer(before)]
    ended = SENTENCE.search(after)
    sentence = len(before) - (begun[-1] if begun else 0), ended.start() if ended else len(after)
    return _end_of(before, max(sentence[0], NEAR)), _beginning_of(after, max(sentence[1], NEAR))


def _has_figure(text: bytes) -> bool:
    return bool(FIGURE.search(DATE.sub(b" ", text)))


def _is_row(line: bytes) -> bool:
    return b"\t" in line or line.lstrip().startswith(b"|")


def _line_at(fold: bytes, place: int) -> tuple[int, int]:
    """Return where the line of a place begins and ends."""
    last = fold.find(b"\n", place)
    return fold.rfind(b"\n", 0, place) + 1, len(fold) if last < 0 else last


def _line_before(fold: bytes, first: int) -> bytes:
    """Return the line before the one that begins here; nothing of a table's row, nor where a paragraph begins."""
    line = fold[_line_at(fold, first - 1)[0] : first] if first else b""
    return b"" if _is_row(line) or not line.strip() else line


def _line_after(fold: bytes, last: int) -> bytes:
    """Return the line after the one that ends here; nothing of a table's row, nor where a paragraph ends."""
    line = fold[last : _line_at(fold, last + 1)[1]] if last < len(fold) else b""
    return b"" if _is_row(line) or not line.strip() else line


def _end_of(text: bytes, length: int) -> bytes:
    """Return so much of a text's end; no number is cut."""
    return text if len(text) <= length else text[-length:].lstrip(DIGITS)


def _beginning_of(text: bytes, length: int) -> bytes:
    """Return so much of a text's beginning; no number is cut."""
    return text if len(text) <= length else text[:length].rstrip(DIGITS)
