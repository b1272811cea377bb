"""The search of a folder of public files for what is exempt.

Release stage: the leak check itself. Every text in every file is folded once, and its words and numbers are looked up
among those sought, so that a thousand secrets take hardly longer than one.
"""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from sv_report.findings import Finding, Where
from sv_report.release.leaks.beside import Beside
from sv_report.release.leaks.coded import readings
from sv_report.release.leaks.contents import Contents
from sv_report.release.leaks.folding import folded, joined, words_of
from sv_report.release.leaks.forms import forms_of, telling_in
from sv_report.release.leaks.pieces import Inner, Piece, Unread
from sv_report.release.leaks.secrets import Amount, Phrase, Secrets

RULE = "leak"
ITS_NAME = "its name"
HINT = 3  # letters or digits of what was found that a finding repeats
TAKE_OUT = "Take it out of what the report prints or names, or of what is exempt if it may be known, and run again."
LOOK = "Take the file out, or make it again so that it can be read."
FORMATS = "ISO 14289, AppVersion 12.0000 16.0000"  # numbers that every PDF/UA, Excel and Word file prints of itself

Secret = Phrase | Amount


def find_leaks(folder: Path, secrets: Secrets, named: str = "") -> list[Finding]:
    """Return a finding for each place below a folder in which something exempt stands, and each that cannot be read.

    The places are files, what is inside them, and the names of files and folders; findings call the folder `named`,
    else by its own name. Without secrets there is nothing to find, and no file is opened.
    """
    if not secrets:
        return []
    search = Search(secrets)
    paths = sorted(folder.rglob("*"), key=lambda path: path.relative_to(folder).as_posix())
    return [
        finding
        for path in paths
        for finding in search.findings(path, f"{named or folder.name}/{path.relative_to(folder).as_posix()}")
    ]


class Search:
    """The secrets, laid out so that a text is looked through once for all of them."""

    def __init__(self, secrets: Secrets) -> None:
        self._amounts = secrets.amounts
        self._phrases: dict[bytes, Phrase] = {}
        self._by_word: dict[bytes, list[bytes]] = defaultdict(list)
        self._telling: dict[bytes, list[int]] = defaultdict(list)
        self._beside = Beside(())
        self._take_phrases(secrets)
        self._take_amounts(secrets)

    def findings(self, path: Path, shown: str) -> Iterator[Finding]:
        """Yield what is found in a file or a folder, each secret once a place."""
        if path.is_symlink() or not (path.is_file() or path.is_dir()):
            yield _unread(shown, Unread(ITS_NAME, "it is no file but a link to one, or a device"))
            return
        seen = set()
        contents = Contents(with_rows=False)
        for part in self._pieces(path, contents):
            if isinstance(part, Unread):
                yield _unread(shown, part)
                continue
            for secret, form in self._found(part, contents):
                if (part.place, secret) not in seen:
                    seen.add((part.place, secret))
                    yield _leak(shown, part.place, secret, form)

    def _pieces(self, path: Path, contents: Contents) -> Iterator[Piece | Unread]:
        yield Piece(ITS_NAME, path.name, read=True)
        if path.is_file():
            yield from contents.pieces(Inner("", path.read_bytes(), path.name))

    def _found(self, piece: Piece, contents: Contents) -> Iterator[tuple[Secret, bytes]]:
        """Yield each secret that stands in a text, and the form in which it does."""
        for text in readings(piece.text) if piece.coded else (piece.text,):
            fold = folded(text)
            words = words_of(fold) if self._phrases or self._beside else []
            distinct = set(words)
            contents.with_rows = contents.with_rows or self._beside.may_be_in(distinct)
            yield from ((self._phrases[form], form.strip()) for form in sorted(self._forms_in(words, distinct)))
            if piece.numbers:
                found = self._amounts_in(fold, distinct if piece.read else None)
                yield from ((self._amounts[number], form) for number, form in found)

    def _forms_in(self, words: list[bytes], distinct: set[bytes]) -> Iterator[bytes]:
        """Yield the phrases' forms that stand in a text: few are looked for, those whose every word is there."""
        keys = self._by_word.keys() & distinct
        likely = [form for key in keys for form in self._by_word[key] if distinct.issuperset(form.split())]
        if likely:
            text = joined(words)
            yield from (form for form in likely if form in text)

    def _amounts_in(self, fold: bytes, words: set[bytes] | None) -> Iterator[tuple[int, bytes]]:
        """Yield the amounts that a text prints; given its words, also those of few digits beside their labels."""
        for form in sorted(telling_in(fold, self._telling.keys())):
            yield from ((number, form) for number in self._telling[form])
        if words is not None:
            yield from self._beside.found(fold, words)

    # ---- laying out ------------------------------------------------------------------------------

    def _take_phrases(self, secrets: Secrets) -> None:
        """Take the phrases that can be searched for, but for words of passages that are public as well."""
        public = joined(words_of(folded(secrets.public_words)))
        for phrase in secrets.phrases:
            is_freed = phrase.is_passage or phrase.is_long
            for form in phrase.forms() if phrase.is_searchable else ():
                if form not in self._phrases and not (is_freed and form in public):
                    self._phrases[form] = phrase
                    self._by_word[max(form.split(), key=len)].append(form)

    def _take_amounts(self, secrets: Secrets) -> None:
        """Take the forms of the amounts, but for those that the public figures print as well."""
        labelled = []
        for number, amount in enumerate(secrets.amounts):
            forms = forms_of(amount)
            labelled += [(label, forms.short, number) for label in amount.labels]
            for form in forms.telling:
                self._telling[form].append(number)
        self._beside = Beside(labelled)
        for text in readings(f"{FORMATS}\n{secrets.public_figures}"):
            self._free(folded(text))

    def _free(self, fold: bytes) -> None:
        """Leave out of the search what public figures print."""
        for form in telling_in(fold, self._telling.keys()):
            del self._telling[form]
        self._beside.free(list(self._beside.found(fold, set(words_of(fold)))))


def _leak(file: str, place: str, secret: Secret, form: bytes) -> Finding:
    """Return a finding that says what stands where; of what was found, only how it begins."""
    begins = form.decode("utf-8", "replace")[:HINT]
    where = Where(file, field=place or "its text", found=f"{begins}…")
    return Finding(RULE, "error", f"{_capital(secret.what)} can be read here.", where, TAKE_OUT)


def _unread(file: str, part: Unread) -> Finding:
    message = f"This could not be looked into: {part.why}."
    return Finding(RULE, "error", message, Where(file, field=part.place or "its text"), LOOK)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
