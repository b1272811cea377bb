"""YAML as an officer types it: every value kept as text, every field with its line.

Params stage. Takes the text of a YAML file, gives a tree of text, lists and mappings, and the line of each
field. PyYAML's own types are not used: they turn dates into objects, `no` into false and 01632 into a
number before anybody can say which field was wrong. The fields' own types are read later, by pydantic.
"""

from dataclasses import dataclass, field
from typing import TypeAlias

import yaml

from sv_report.findings import Finding, Where
from sv_report.params.text import CONTROL, line_at
from sv_report.params.typed.yaml_words import explain

Tree: TypeAlias = "str | list[Tree] | dict[str, Tree] | None"
Loc: TypeAlias = tuple[str | int, ...]


_NOTHING = ("", "~", "null", "Null", "NULL")


class AliasFound(yaml.MarkedYAMLError):
    """A value that begins with * or &, or a tag: YAML's own machinery, which no edition needs."""


class TextLoader(yaml.SafeLoader):
    """A loader that knows null and text only, and no aliases."""

    yaml_implicit_resolvers: dict[str, list[object]] = {}  # noqa: RUF012 - PyYAML's own shape

    def compose_node(self, parent: yaml.Node | None, index: object) -> yaml.Node | None:
        """Return the next node; refuse an alias, an anchor and a tag, which are nearly always stray marks."""
        event = self.peek_event()  # type: ignore[no-untyped-call]
        tag = getattr(event, "tag", None) or "tag:"
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) or not tag.startswith("tag:"):
            raise AliasFound(None, None, "found an alias, an anchor or a tag", event.start_mark)
        return super().compose_node(parent, index)  # type: ignore[arg-type]


@dataclass
class YamlFile:
    """What a YAML file says: its tree, the line of each field, and the settings laid over it."""

    file: str
    tree: dict[str, Tree] = field(default_factory=dict)
    lines: dict[Loc, int] = field(default_factory=dict)
    set_by: dict[Loc, str] = field(default_factory=dict)  # a place in the tree → the --set key it came from
    findings: list[Finding] = field(default_factory=list)

    def where(self, loc: Loc, found: object = None) -> Where:
        """Return the place of a field, or of the nearest field round it that has a line."""
        text = found if isinstance(found, str) else None
        for length in range(len(loc), -1, -1):
            if loc[:length] in self.set_by:
                return Where(f"--set {self.set_by[loc[:length]]}", field=dotted(loc), found=text)
            if loc[:length] in self.lines:
                return Where(self.file, row=self.lines[loc[:length]], field=dotted(loc), found=text)
        return Where(self.file, field=dotted(loc) or None, found=text)


def dotted(loc: Loc) -> str:
    """Return a place as people write it, items of a list counted from 1.

    >>> dotted(("appendices", 0, "label"))
    'appendices.1.label'
    """
    return ".".join(str(part + 1) if isinstance(part, int) else part for part in loc)


def read_yaml(text: str, file: str, rule: str) -> YamlFile:
    """Return what the text of a YAML file says; findings that are errors say why it says nothing.

    `rule` is the first word of the findings' rules: `edition` or `profile`.
    """
    said = YamlFile(file)
    try:
        node = compose(text)
    except yaml.YAMLError as problem:
        said.findings.append(_syntax(problem, text, file, rule))
        return said
    if node is None or (isinstance(node, yaml.ScalarNode) and not node.value.strip()):
        said.findings.append(_error(f"{rule}.empty", "The file is empty.", Where(file), _START))
    elif not isinstance(node, yaml.MappingNode):
        message = "The file is not a list of fields, each a name, a colon and a value."
        said.findings.append(_error(f"{rule}.not_fields", message, Where(file, row=1), _START))
    else:
        said.tree = _Reading(said, rule, text).mapping(node, ())
    return said


_START = "Begin with schema: 1, or copy another file of params/ and change it."


def compose(text: str) -> yaml.Node | None:
    """Return the node tree of YAML text; raise yaml.YAMLError where it is not YAML."""
    loader = TextLoader(text)
    try:
        return loader.get_single_node()
    finally:
        loader.dispose()


@dataclass
class _Reading:
    """One walk over a node tree, noting lines and what is typed twice."""

    said: YamlFile
    rule: str
    text: str

    def value(self, node: yaml.Node, loc: Loc) -> Tree:
        """Return what a node says, and note its line."""
        self.said.lines.setdefault(loc, node.start_mark.line + 1)
        if isinstance(node, yaml.MappingNode):
            return self.mapping(node, loc)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, (*loc, number)) for number, item in enumerate(node.value)]
        if not isinstance(node, yaml.ScalarNode):
            return None
        self._cut_short(node, loc)
        self._unprintable(node, loc)
        return _scalar(node)

    def mapping(self, node: yaml.MappingNode, loc: Loc) -> dict[str, Tree]:
        """Return a mapping; a key typed twice is an error that names both lines."""
        read: dict[str, Tree] = {}
        for key, value in node.value:
            name = str(key.value) if isinstance(key, yaml.ScalarNode) else "?"
            here = (*loc, name)
            line = key.start_mark.line + 1
            if name in read:
                self._twice(here, line)
                continue
            self.said.lines[here] = line
            read[name] = self.value(value, here)
        return read

    def _twice(self, loc: Loc, line: int) -> None:
        message = f"{loc[-1]} is given twice, on line {self.said.lines[loc]} and on line {line}."
        where = Where(self.said.file, row=line, field=dotted(loc))
        self.said.findings.append(_error(f"{self.rule}.twice", message, where, "Delete one of the two."))

    def _cut_short(self, node: yaml.ScalarNode, loc: Loc) -> None:
        """Warn of `Lot #2`: YAML reads no further than the space before #."""
        rest = self.text[node.end_mark.index :].split("\n", 1)[0]
        if node.style is None and node.value and rest.startswith(" #") and rest[2:3].strip():
            message = f"Only {node.value!r} is read: in YAML, a # after a space begins a comment."
            where = Where(self.said.file, row=node.end_mark.line + 1, field=dotted(loc), found=rest.strip())
            remedy = "Put the whole text in quotation marks, or a space after a # that begins a comment."
            self.said.findings.append(Finding(f"{self.rule}.cut_short", "warning", message, where, remedy))

    def _unprintable(self, node: yaml.ScalarNode, loc: Loc) -> None:
        r"""Refuse a control character that is written as YAML's own `"\a"`: the file's text holds none."""
        if match := CONTROL.search(node.value):
            message = f"The text holds a control character (U+{ord(match[0]):04X}), which cannot be printed."
            where = Where(self.said.file, row=node.start_mark.line + 1, field=dotted(loc))
            remedy = "Write single quotation marks round the text, where \\ stands for itself."
            self.said.findings.append(_error(f"{self.rule}.control", message, where, remedy))


def _scalar(node: yaml.ScalarNode) -> str | None:
    """Return the text of a scalar; None where nothing, ~ or null stands there without quotation marks."""
    value = str(node.value)
    return None if node.style is None and value in _NOTHING else value


def _syntax(problem: yaml.YAMLError, text: str, file: str, rule: str) -> Finding:
    line, message, remedy = explain(problem)
    if line is None and isinstance(problem, yaml.reader.ReaderError):
        line = line_at(text, problem.position)
    return _error(f"{rule}.syntax", message, Where(file, row=line), remedy)


def _error(rule: str, message: str, where: Where, remedy: str) -> Finding:
    return Finding(rule, "error", message, where, remedy)


def read_value(text: str) -> Tree:
    """Return what a value says that is typed on one line: text as it stands, or a list or group in brackets.

    >>> read_value("Report: Quarter 3"), read_value("[a, b]"), read_value("")
    ('Report: Quarter 3', ['a', 'b'], None)
    """
    if not text.strip().startswith(("[", "{", '"', "'")):
        return text.strip() if text.strip() not in _NOTHING else None
    try:
        node = compose(text)
    except yaml.YAMLError:
        return text.strip()
    return text.strip() if node is None else _Reading(YamlFile(""), "", text).value(node, ())
