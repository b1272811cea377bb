"""An edition's file as it was typed, and changes to it that leave every other character alone.

Params stage. Takes the text of a YAML file; values are replaced, blanked, taken out or added where they stand, and
lines are flagged with a comment. What is not changed stays byte for byte: comments, order, quotation marks, spaces,
line ends. The places come from the reader that the gate uses, so that both see the same fields.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import yaml

from sv_report.params.new_edition.whys import is_flag, old_note
from sv_report.params.yaml_file import Loc, TextLoader, compose, dotted

BREAKS = "\r\n\x85\u2028\u2029"  # what ends a line, and so a comment, to YAML
REST = re.compile(f"[^{BREAKS}]*")
COMMENT = re.compile(rf"(?:^|(?<=[\s{BREAKS}]))#[^{BREAKS}]*")
BLOCK = ("|", ">")  # the styles of a text that stands on the lines below its field
MARK = re.compile(r"[|>][+\-\d]*")
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


class EditedYaml:
    """The text of a YAML file, whose values can be changed and whose lines can be flagged.

    `edition` is the id that the file had, for what its comments said. The text must be one that the gate's reader
    takes. Nothing is changed before `outcome`.
    """

    def __init__(self, text: str, edition: str) -> None:
        self.text, self.edition = text, edition
        self.newline = "\r\n" if "\r\n" in text else "\n"
        root = compose(text)
        if not isinstance(root, yaml.MappingNode):
            raise TypeError("the text is no group of fields")
        self._root = root
        tokens = list(yaml.scan(text, Loader=TextLoader))
        self._end = next((one.start_mark.index for one in tokens if isinstance(one, yaml.DocumentEndToken)), len(text))
        self._tokens = [one for one in tokens if one.end_mark.index > one.start_mark.index]
        self._ends = [self._end_of_words(one) for one in self._tokens]
        self._edits: list[_Edit] = []
        self._changes: list[tuple[int, str, str, str]] = []
        self._flags: list[tuple[int, str, str]] = []  # where, the field, why
        self._notes: dict[int, list[str]] = {}  # the end of a line → what comments that go away said
        self._added: list[tuple[str, str, str]] = []

    # ---- changes ----------------------------------------------------------------------------------

    def has(self, loc: Loc) -> bool:
        """Return whether the file has a field, blank or not."""
        return self._pair(loc) is not None

    def value(self, loc: Loc) -> str:
        """Return the text of a field; raise KeyError where there is none."""
        return _value(self._node(loc))

    def put(self, loc: Loc, value: str, why: str = "") -> None:
        """Write a value in the place of the one there; a field of the file that is not there is added at its end."""
        pair = self._pair(loc)
        if pair is None:
            self._added.append((str(loc[-1]), value, why))
            return
        node = pair[1]
        raw, was = self._raw(node), _value(node)
        now = raw.replace(was, value, 1) if was and was in raw else value if was else f" {value}"
        self._change(loc, node, was, value, now)
        self._flag_if(loc, why)

    def respell(self, loc: Loc, spell: Callable[[str], str]) -> None:
        """Change some words of a text, in the quotation marks and on the lines that it stands in."""
        node = self._node(loc)
        raw = self._raw(node)
        if spell(raw) != raw:
            self._change(loc, node, _value(node), " ".join(spell(_value(node)).split()), spell(raw))

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

    def _comment_edit(self, line_end: int, whys: list[str]) -> _Edit:
        """Return the edit that writes a line's flag, the comment that was there kept as a note of the last edition."""
        start, comment = self._comment_of(line_end)
        notes = [old_note(one, self.edition) for one in ([comment] if comment else []) + self._notes.get(line_end, [])]
        kept = "; ".join(dict.fromkeys(note for note in notes if note))
        words = f"# confirm: {'; '.join(whys)}" + (f" ({kept})" if kept else "")
        line_start = self._line_start(start)
        inside = [edit for edit in self._edits if line_start <= edit.start and edit.end <= start]
        content = start - line_start + sum(len(edit.text) - (edit.end - edit.start) for edit in inside)
        column = self.text.index("#", start) - line_start if comment else 0
        return _Edit(start, line_end, " " * max(column - content, len(GAP)) + words)

    def _addition(self, number: int, name: str, value: str, why: str) -> _Edit:
        """Return the edit that adds a field below the others."""
        words, comment = f"{name}: {value}".rstrip(), f"{GAP}# confirm: {why}" if why else ""
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

    # ---- where things stand -----------------------------------------------------------------------

    def _pair(self, loc: Loc) -> tuple[yaml.Node, yaml.Node] | None:
        """Return the nodes of a field's name and value; an item of a list has no name, and is its own."""
        key = node = self._root
        for part in loc:
            if isinstance(node, yaml.MappingNode):
                pairs = [pair for pair in node.value if pair[0].value == part]
            elif isinstance(node, yaml.SequenceNode) and isinstance(part, int):
                pairs = [(item, item) for item in node.value[part : part + 1]]
            else:
                return None
            if not pairs:
                return None
            key, node = pairs[0]
        return key, node

    def _node(self, loc: Loc) -> yaml.Node:
        pair = self._pair(loc)
        if pair is None:
            raise KeyError(dotted(loc))
        return pair[1]

    def _raw(self, node: yaml.Node) -> str:
        start, end = self._span(node)
        return self.text[start:end]

    def _span(self, node: yaml.Node) -> tuple[int, int]:
        """Return where the words of a value stand; those on the lines below a mark | or > begin behind its line."""
        start, end = node.start_mark.index, node.end_mark.index
        is_below = isinstance(node, yaml.ScalarNode) and node.style in BLOCK
        return (_rest_of_line(self.text, start) if is_below else start), end

    def _spans_of_value(self, key: yaml.Node, node: yaml.Node) -> Iterator[tuple[int, int]]:
        """Yield what goes with a value: all but the line of its field, and what of that is the value's."""
        start, end = node.start_mark.index, self._last(node)
        if _is_block(node):
            yield self._line_end(key.end_mark.index), self._line_end(end)
            return
        below = self._span(node)[0]
        if mark := MARK.match(self.text, start) if below > start else None:
            yield start, mark.end()
        yield below, max(below, end)

    def _change(self, loc: Loc, node: yaml.Node, was: str, value: str, raw: str) -> None:
        if value != was:
            self._edits.append(_Edit(*self._span(node), raw))
            self._changes.append((node.start_mark.index, dotted(loc), " ".join(was.split()), value))

    def _flag_if(self, loc: Loc, why: str) -> None:
        pair = self._pair(loc)
        if why and pair:
            self._flags.append((self._flag_place(*pair), dotted(loc), why))

    def _flag_place(self, key: yaml.Node, node: yaml.Node) -> int:
        """Return the place whose line takes the flag of a field."""
        if isinstance(node, yaml.ScalarNode):
            return node.start_mark.index if node.style in BLOCK else node.end_mark.index
        if not _is_block(node):
            return node.end_mark.index
        return key.end_mark.index if key is not node else node.start_mark.index

    def _line_start(self, place: int) -> int:
        return max(self.text.rfind(mark, 0, place) for mark in BREAKS) + 1

    def _line_end(self, place: int) -> int:
        """Return the end of a place's line; where a text goes on over it, of the line on which that text ends."""
        end = _rest_of_line(self.text, place)
        for token in self._tokens:
            is_text = isinstance(token, yaml.ScalarToken) and token.style not in BLOCK
            if is_text and token.start_mark.index < end < token.end_mark.index:
                return self._line_end(token.end_mark.index)
        return end

    def _end_of_words(self, token: yaml.Token) -> int:
        """Return where a token ends; of a text that stands on the lines below, where its mark | or > does."""
        if isinstance(token, yaml.ScalarToken) and token.style in BLOCK:
            mark = MARK.match(self.text, token.start_mark.index)
            return mark.end() if mark else token.end_mark.index
        return int(token.end_mark.index)

    def _comment_of(self, line_end: int) -> tuple[int, str]:
        """Return where the words of a line end, and the comment behind them."""
        start = self._line_start(line_end)
        place = bisect_left(self._ends, line_end + 1) - 1
        last = max(self._ends[place], start) if place >= 0 else start
        return last, self.text[last:line_end].strip()

    def _comments(self, start: int, end: int) -> list[str]:
        """Return the comments between two places."""
        starts = [*(one.start_mark.index for one in self._tokens[1:]), len(self.text)]
        found: list[str] = []
        for token, words_end, after in zip(self._tokens, self._ends, starts, strict=True):
            gaps = [(int(token.end_mark.index), after)]
            if words_end < gaps[0][0]:  # a text on the lines below: behind its mark | or > there may be one, too
                gaps.insert(0, (words_end, _rest_of_line(self.text, words_end)))
            for first, last in gaps:
                found += COMMENT.findall(self.text, max(first, start), max(min(last, end), 0))
        return [one.strip() for one in found]

    def _spans(self, node: yaml.SequenceNode, gone: list[int]) -> Iterator[tuple[int, int]]:
        """Yield what goes with the items of a list: their lines, or themselves and a comma."""
        items = node.value
        if _is_block(node):
            for number in gone:
                end = self._line_end(self._last(items[number]))
                yield self._line_start(self._dash(items[number])), end + len(self._break_at(end))
            return
        kept = [number for number in range(len(items)) if number not in gone]
        for number in gone:
            if kept and number < kept[-1]:
                yield items[number].start_mark.index, items[number + 1].start_mark.index
        if gone and not kept:
            yield items[0].start_mark.index, self._comma_after(items[-1])
        elif gone and gone[-1] == len(items) - 1:
            yield self._last(items[kept[-1]]), self._last(items[-1])

    def _comma_after(self, item: yaml.Node) -> int:
        """Return where the comma behind the last item of a list ends; where there is none, the item."""
        end = self._last(item)
        after = next((one for one in self._tokens if one.start_mark.index >= end), None)
        return int(after.end_mark.index) if isinstance(after, yaml.FlowEntryToken) else end

    def _last(self, node: yaml.Node) -> int:
        """Return where the last of a node's words end; YAML lets a block end where the next field begins."""
        if _is_block(node) and node.value:
            last = node.value[-1]
            return self._last(last[1] if isinstance(last, tuple) else last)
        start: int = node.start_mark.index
        return start + len(self.text[start : node.end_mark.index].rstrip())

    def _dash(self, item: yaml.Node) -> int:
        """Return where the dash of an item stands."""
        dashes = (one.start_mark.index for one in self._tokens if isinstance(one, yaml.BlockEntryToken))
        return max(int(dash) for dash in dashes if dash < item.start_mark.index)

    def _break_at(self, place: int) -> str:
        return "\r\n" if self.text.startswith("\r\n", place) else self.text[place : place + 1]


@dataclass(frozen=True)
class _Made:
    """A text with edits made, and where each of them begins in it."""

    text: str
    edits: tuple[tuple[_Edit, int], ...]

    def line_of(self, place: int) -> int:
        """Return the line of a place of the old text."""
        done = [edit for edit, _ in self.edits if edit.end <= place and (edit.start, edit.end) != (place, place)]
        return _line(self.text, place + sum(len(edit.text) - (edit.end - edit.start) for edit in done))

    def line_of_edit(self, edit: _Edit, offset: int) -> int:
        """Return the line of a place in what an edit wrote."""
        return _line(self.text, next(start for one, start in self.edits if one is edit) + offset)


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
        line = _line(text, match.start())
        if line not in lines and is_flag(match[0]):
            field = text.splitlines()[line - 1].split(":")[0].strip(" -{\"'")
            found.append(Flag(field, line, f"still open: {match[0].removeprefix('# confirm: ')}"))
    return found


def _value(node: yaml.Node) -> str:
    return str(node.value).strip() if isinstance(node, yaml.ScalarNode) else ""


def _is_block(node: yaml.Node) -> bool:
    return isinstance(node, yaml.CollectionNode) and not node.flow_style


def _rest_of_line(text: str, place: int) -> int:
    match = REST.match(text, place)
    return match.end() if match else place


def _line(text: str, place: int) -> int:
    return len(re.findall(f"\r\n|[{BREAKS}]", text[:place])) + 1


def _by_line(one: Change | Flag) -> int:
    return one.line
