"""Where the values and comments of an edition's file stand in its text.

Params stage. Takes the text of a YAML file, gives places in it, for `edits` to change. They come from the reader that
the gate uses, so that both see the same fields.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator

import yaml

from sv_report.params.typed.yaml_file import Loc, TextLoader, compose, dotted

BREAKS = "\r\n\x85\u2028\u2029"  # what ends a line, and so a comment, to YAML
REST = re.compile(f"[^{BREAKS}]*")
COMMENT = re.compile(rf"(?:^|(?<=[\s{BREAKS}]))#[^{BREAKS}]*")
BLOCK = ("|", ">")  # the styles of a text that stands on the lines below its field
MARK = re.compile(r"[|>][+\-\d]*")


class PlacedYaml:
    """The text of a YAML file and where its values and comments stand; one that the gate's reader takes."""

    def __init__(self, text: str) -> None:
        self.text = text
        root = compose(text)
        if not isinstance(root, yaml.MappingNode):
            raise TypeError("the text is no group of fields")
        self._root = root
        tokens = list(yaml.scan(text, Loader=TextLoader))
        self._end = next((one.start_mark.index for one in tokens if isinstance(one, yaml.DocumentEndToken)), len(text))
        self._tokens = [one for one in tokens if one.end_mark.index > one.start_mark.index]
        self._ends = [self._end_of_words(one) for one in self._tokens]

    def has(self, loc: Loc) -> bool:
        """Return whether the file has a field, blank or not."""
        return self._pair(loc) is not None

    def value(self, loc: Loc) -> str:
        """Return the text of a field; raise KeyError where there is none."""
        return text_of(self._node(loc))

    def texts(self) -> Iterator[tuple[Loc, str]]:
        """Yield every text of the file, from top to bottom, with its place."""
        for loc, node in self._leaves((), self._root):
            yield loc, text_of(node)

    # ---- fields -----------------------------------------------------------------------------------

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

    def _is_in_brackets(self, loc: Loc) -> bool:
        """Whether a field stands in a list or group in brackets, on whose lines no text can have lines of its own."""
        round_it = [self._root, *(self._node(loc[:length]) for length in range(1, len(loc)))]
        return any(isinstance(node, yaml.CollectionNode) and node.flow_style for node in round_it)

    def _leaves(self, loc: Loc, node: yaml.Node) -> Iterator[tuple[Loc, yaml.Node]]:
        """Yield the texts in a value, with their places."""
        if isinstance(node, yaml.ScalarNode):
            yield loc, node
        for place, _, inner in self._parts(loc, node):
            yield from self._leaves(place, inner)

    def _groups(self, loc: Loc, node: yaml.Node) -> Iterator[tuple[Loc, yaml.Node, yaml.Node]]:
        """Yield every field in a value, a group before its own: place, name and value."""
        for place, key, inner in self._parts(loc, node):
            yield place, key, inner
            yield from self._groups(place, inner)

    def _parts(self, loc: Loc, node: yaml.Node) -> Iterator[tuple[Loc, yaml.Node, yaml.Node]]:
        if isinstance(node, yaml.MappingNode):
            yield from (((*loc, str(key.value)), key, value) for key, value in node.value)
        elif isinstance(node, yaml.SequenceNode):
            yield from (((*loc, number), item, item) for number, item in enumerate(node.value))

    # ---- words and lines --------------------------------------------------------------------------

    def _raw(self, node: yaml.Node) -> str:
        start, end = self._span(node)
        return self.text[start:end]

    def _span(self, node: yaml.Node) -> tuple[int, int]:
        """Return where the words of a value stand; those on the lines below a mark | or > begin behind its line."""
        start, end = node.start_mark.index, node.end_mark.index
        is_below = isinstance(node, yaml.ScalarNode) and node.style in BLOCK
        return (rest_of_line(self.text, start) if is_below else start), end

    def _spans_of_value(self, key: yaml.Node, node: yaml.Node) -> Iterator[tuple[int, int]]:
        """Yield what goes with a value: all but the line of its field, and what of that is the value's."""
        start, end = node.start_mark.index, self._last(node)
        if is_block(node):
            yield self._line_end(key.end_mark.index), self._line_end(end)
            return
        below = self._span(node)[0]
        if mark := MARK.match(self.text, start) if below > start else None:
            yield start, mark.end()
        yield below, max(below, end)

    def _flag_place(self, key: yaml.Node, node: yaml.Node) -> int:
        """Return the place whose line takes the flag of a field."""
        if isinstance(node, yaml.ScalarNode):
            return node.start_mark.index if node.style in BLOCK else node.end_mark.index
        if not is_block(node):
            return node.end_mark.index
        return key.end_mark.index if key is not node else node.start_mark.index

    def _line_ends(self) -> Iterator[int]:
        """Yield where the lines end that a comment can end; a text that goes on over lines is one."""
        place = 0
        while place <= len(self.text):
            end = self._line_end(place)
            yield end
            place = end + max(len(self._break_at(end)), 1)

    def _line_start(self, place: int) -> int:
        return max(self.text.rfind(mark, 0, place) for mark in BREAKS) + 1

    def _line_end(self, place: int) -> int:
        """Return the end of a place's line; where a text goes on over it, of the line on which that text ends."""
        end = rest_of_line(self.text, place)
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
                gaps.insert(0, (words_end, rest_of_line(self.text, words_end)))
            for first, last in gaps:
                found += COMMENT.findall(self.text, max(first, start), max(min(last, end), 0))
        return [one.strip() for one in found]

    def _spans(self, node: yaml.SequenceNode, gone: list[int]) -> Iterator[tuple[int, int]]:
        """Yield what goes with the items of a list: their lines, or themselves and a comma."""
        items = node.value
        if is_block(node):
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
        if is_block(node) and node.value:
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


def text_of(node: yaml.Node) -> str:
    """Return the text of a value, without white space round it; of a list or group, none."""
    return str(node.value).strip() if isinstance(node, yaml.ScalarNode) else ""


def is_block(node: yaml.Node) -> bool:
    """Whether a value is a list or a group on lines of its own."""
    return isinstance(node, yaml.CollectionNode) and not node.flow_style


def rest_of_line(text: str, place: int) -> int:
    """Return where the line of a place ends."""
    match = REST.match(text, place)
    return match.end() if match else place


def line_of(text: str, place: int) -> int:
    """Return the line of a place, from 1."""
    return len(re.findall(f"\r\n|[{BREAKS}]", text[:place])) + 1
