"""An edition's file as it was typed, and changes to it that leave every other character alone.

Params stage. Takes the text of a YAML file; values are replaced, blanked, taken out or added where they stand, and
lines are flagged with a comment. What is not changed stays byte for byte: comments, order, quotation marks, spaces,
line ends.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import yaml

from sv_report.params.new_edition.places import BREAKS, COMMENT, PlacedYaml, line_of, text_of
from sv_report.params.new_edition.spelling import in_line, in_lines
from sv_report.params.new_edition.whys import FLAG, is_flag, old_note, told
from sv_report.params.typed.yaml_file import Loc, dotted

GAP = "  "  # before a comment that the line did not have


@dataclass(frozen=True)
class Flag:
    """A line for an officer to confirm: the field, the line in the new file, from 1, and why."""

    field: str
    line: int
    why: str


@dataclass(frozen=True)
class Change:
    """A value that was put forward: the field, its line in the new file, and what it said and says."""

    field: str
    line: int
    was: str
    now: str


@dataclass(frozen=True)
class Open:
    """A flag that the file holds: its line, the field that it is about, the texts of that field, and why."""

    line: int
    loc: Loc
    texts: tuple[Loc, ...]
    why: str


@dataclass(frozen=True)
class Carried:
    """The text with every change made, the values put forward and the lines flagged, both from top to bottom."""

    text: str
    changes: tuple[Change, ...]
    flags: tuple[Flag, ...]


@dataclass(frozen=True)
class _Edit:
    start: int
    end: int
    text: str


class EditedYaml(PlacedYaml):
    """The text of a YAML file, whose values can be changed and whose lines can be flagged.

    `edition` is the id that the file had, for what its comments said. Nothing is changed before `outcome`.
    """

    def __init__(self, text: str, edition: str) -> None:
        super().__init__(text)
        self.edition = edition
        self.newline = "\r\n" if "\r\n" in text else "\n"
        self._edits: list[_Edit] = []
        self._changes: list[tuple[int, str, str, str]] = []
        self._flags: list[tuple[int, str, str]] = []  # where, the field, why
        self._notes: dict[int, list[str]] = {}  # the end of a line → what comments that go away said
        self._added: list[tuple[str, str, str]] = []

    # ---- changes ----------------------------------------------------------------------------------

    def put(self, loc: Loc, value: str, why: str = "") -> None:
        """Write a value in the place of the one there; a field of the file that is not there is added at its end."""
        pair = self._pair(loc)
        if pair is None:
            self._added.append((str(loc[-1]), value, why))
            return
        node = pair[1]
        raw, was = self._raw(node), text_of(node)
        now = raw.replace(was, value, 1) if was and was in raw else value if was else f" {value}"
        self._change(loc, node, was, value, now)
        self._flag_if(loc, why)

    def write(self, loc: Loc, text: str) -> None:
        """Write what a person typed in the place of the text there, in the quotation marks that it needs.

        Where it has lines it stands below its field, if it can; a field of the file that is not there is added.
        """
        pair = self._pair(loc)
        if pair is None:
            self._added.append((str(loc[-1]), in_line(text), ""))
            return
        key, node = pair
        is_in_brackets = self._is_in_brackets(loc)
        has_lines = "\n" in text and not is_in_brackets
        style = node.style if isinstance(node, yaml.ScalarNode) else None
        words = "|" if has_lines else in_line(text, style, in_brackets=is_in_brackets)
        column = node.start_mark.column if key is node else key.start_mark.column + len(GAP)
        lines = in_lines(text, column) if has_lines else ""
        first, *below = self._spans_of_value(key, node)
        end = self._line_end(first[1])
        space = " " if words and self.text[first[0] - 1] not in " " + BREAKS else ""
        self._edits += [_Edit(*first, space + words), _Edit(*(below[0] if below else (end, end)), lines)]

    def confirm(self, line: int) -> None:
        """Take the flag of a line away; what it kept of a comment stands there again."""
        end = next(end for end in self._line_ends() if line_of(self.text, end) == line)
        start, comment = self._comment_of(end)
        note = told(comment)[1]
        self._edits.append(self._words_edit(end, f"# {note}") if note else _Edit(start, end, ""))

    def respell(self, loc: Loc, spell: Callable[[str], str]) -> None:
        """Change some words of a text, in the quotation marks and on the lines that it stands in."""
        node = self._node(loc)
        raw = self._raw(node)
        if spell(raw) != raw:
            self._change(loc, node, text_of(node), " ".join(spell(text_of(node)).split()), spell(raw))

    def blank(self, loc: Loc, why: str) -> None:
        """Leave a field without its value, and flag it; what comments in the value said is kept as a note."""
        pair = self._pair(loc)
        if pair is None:
            self._added.append((str(loc[-1]), "", why))
            return
        key, node = pair
        place = self._flag_place(key, node)
        for start, end in self._spans_of_value(key, node):
            self._notes.setdefault(self._line_end(place), []).extend(self._comments(start, end))
            self._edits.append(_Edit(start, end, ""))
        self._flags.append((place, dotted(loc), why))

    def take_out(self, loc: Loc, numbers: Iterable[int], why: str) -> None:
        """Take items out of a list, and flag the list; what comments beside them said is kept as a note."""
        pair, gone = self._pair(loc), sorted(numbers)
        if pair is None or not isinstance(pair[1], yaml.SequenceNode):
            return
        key, node = pair[0], pair[1]
        place = self._flag_place(key, node)
        for start, end in self._spans(node, gone):
            self._notes.setdefault(self._line_end(place), []).extend(self._comments(start, end))
            self._edits.append(_Edit(start, end, ""))
        self._flags.append((place, dotted(loc), why))

    def flag(self, loc: Loc, why: str) -> None:
        """Flag the line of a field, or of an item of a list."""
        self._flag_if(loc, why)

    # ---- what the file says -----------------------------------------------------------------------

    def open_flags(self) -> Iterator[Open]:
        """Yield the flags that stand in the file."""
        whys = {line_of(self.text, end): told(self._comment_of(end)[1])[0] for end in self._line_ends()}
        for loc, key, node in self._groups((), self._root):
            line = line_of(self.text, self._line_end(self._flag_place(key, node)))
            if why := whys.pop(line, ""):
                yield Open(line, loc, tuple(place for place, _ in self._leaves(loc, node)), why)

    # ---- the outcome ------------------------------------------------------------------------------

    def outcome(self) -> Carried:
        """Return the text with every change and flag, and where they stand in it."""
        whys: dict[int, list[str]] = {}
        for place, _, why in self._flags:
            listed = whys.setdefault(self._line_end(place), [])
            listed += [why] if why not in listed else []
        added = [self._addition(number, *one) for number, one in enumerate(self._added)]
        flagged = [self._comment_edit(end, listed) for end, listed in whys.items()]
        made = _made(self.text, [*self._edits, *flagged, *added])
        changes = [Change(field, made.line_of(at), was, now) for at, field, was, now in self._changes]
        flags = [Flag(field, made.line_of(self._line_end(at)), why) for at, field, why in self._flags]
        for edit, (name, value, why) in zip(added, self._added, strict=True):
            line = made.line_of_edit(edit, edit.text.index(name))
            changes += [Change(name, line, "", value)] if value else []
            flags += [Flag(name, line, why)] if why else []
        flags += _still_open(made.text, {flag.line for flag in flags})
        return Carried(made.text, tuple(sorted(changes, key=_by_line)), tuple(sorted(flags, key=_by_line)))

    def _change(self, loc: Loc, node: yaml.Node, was: str, value: str, raw: str) -> None:
        if value != was:
            self._edits.append(_Edit(*self._span(node), raw))
            self._changes.append((node.start_mark.index, dotted(loc), " ".join(was.split()), value))

    def _flag_if(self, loc: Loc, why: str) -> None:
        pair = self._pair(loc)
        if why and pair:
            self._flags.append((self._flag_place(*pair), dotted(loc), why))

    def _comment_edit(self, line_end: int, whys: list[str]) -> _Edit:
        """Return the edit that writes a line's flag, the comment that was there kept as a note of the last edition."""
        _, comment = self._comment_of(line_end)
        notes = [old_note(one, self.edition) for one in ([comment] if comment else []) + self._notes.get(line_end, [])]
        kept = "; ".join(dict.fromkeys(note for note in notes if note))
        return self._words_edit(line_end, f"{FLAG}{'; '.join(whys)}" + (f" ({kept})" if kept else ""))

    def _words_edit(self, line_end: int, words: str) -> _Edit:
        """Return the edit that writes a line's comment, in the column of the one that was there."""
        start, comment = self._comment_of(line_end)
        line_start = self._line_start(start)
        inside = [edit for edit in self._edits if line_start <= edit.start and edit.end <= start]
        content = start - line_start + sum(len(edit.text) - (edit.end - edit.start) for edit in inside)
        column = self.text.index("#", start) - line_start if comment else 0
        return _Edit(start, line_end, " " * max(column - content, len(GAP)) + words)

    def _addition(self, number: int, name: str, value: str, why: str) -> _Edit:
        """Return the edit that adds a field below the others."""
        words, comment = f"{name}: {value}".rstrip(), f"{GAP}{FLAG}{why}" if why else ""
        if self._root.flow_style:
            end = self._root.end_mark.index - 1
            has_comma = number or self._tokens_before(end) in (",", "{")
            before = f"{'' if has_comma else ','}{self.newline}" if not number else ""
            return _Edit(end, end, f"{before}  {words}{',' if value else ' ,'}{comment}{self.newline}")
        is_whole = number or not self._end or self.text[self._end - 1] in BREAKS
        before = ("" if is_whole else self.newline) + " " * self._root.start_mark.column
        return _Edit(self._end, self._end, f"{before}{words}{comment}{self.newline}")

    def _tokens_before(self, place: int) -> str:
        token = self._tokens[bisect_left(self._ends, place + 1) - 1]
        return self.text[token.start_mark.index : token.end_mark.index]


@dataclass(frozen=True)
class _Made:
    """A text with edits made, and where each of them begins in it."""

    text: str
    edits: tuple[tuple[_Edit, int], ...]

    def line_of(self, place: int) -> int:
        """Return the line of a place of the old text."""
        done = [edit for edit, _ in self.edits if edit.end <= place and (edit.start, edit.end) != (place, place)]
        return line_of(self.text, place + sum(len(edit.text) - (edit.end - edit.start) for edit in done))

    def line_of_edit(self, edit: _Edit, offset: int) -> int:
        """Return the line of a place in what an edit wrote."""
        return line_of(self.text, next(start for one, start in self.edits if one is edit) + offset)


def _made(text: str, edits: Iterable[_Edit]) -> _Made:
    """Return a text with edits made; raise RuntimeError where two touch the same words."""
    pieces, starts, at, length = [], [], 0, 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        if edit.start < at:
            raise RuntimeError(f"two changes touch the same words: {edit}")
        starts.append((edit, length + edit.start - at))
        pieces += [text[at : edit.start], edit.text]
        length += edit.start - at + len(edit.text)
        at = edit.end
    return _Made("".join([*pieces, text[at:]]), tuple(starts))


def _still_open(text: str, lines: set[int]) -> list[Flag]:
    """Return the flags of the last edition that nobody has taken away."""
    found = []
    for match in COMMENT.finditer(text):
        line = line_of(text, match.start())
        if line not in lines and is_flag(match[0]):
            field = text.splitlines()[line - 1].split(":")[0].strip(" -{\"'")
            found.append(Flag(field, line, f"still open: {match[0].removeprefix(FLAG)}"))
    return found


def _by_line(one: Change | Flag) -> int:
    return one.line
