"""`--set KEY=VALUE`: values laid over an edition's file, on their way through the same gate.

Params stage. A key is a field, dotted where it stands in another (`meeting.date`, `appendices.1.title`); the
value is text as it is typed, or a list or group in brackets.
"""

from collections.abc import Iterator, Mapping

from sv_report.findings import Finding, Where
from sv_report.params.text import CONTROL
from sv_report.params.typed.yaml_file import Loc, Tree, YamlFile, read_value


def lay_over(typed: YamlFile, settings: Mapping[str, str]) -> None:
    """Put the settings into a typed file's tree, and note where they came from."""
    for key, text in settings.items():
        loc = _place(key)
        if match := CONTROL.search("\n".join([text, *_texts(read_value(text))])):
            typed.findings.append(_unprintable(key, match[0]))
            continue
        parent = _parent(typed.tree, loc)
        if isinstance(parent, dict):
            parent[str(loc[-1])] = read_value(text)
        elif isinstance(parent, list) and isinstance(loc[-1], int) and 0 <= loc[-1] <= len(parent):
            parent[loc[-1] : loc[-1] + 1] = [read_value(text)]
        else:
            typed.findings.append(_no_place(key, text))
            continue
        _forget(typed, loc)
        typed.set_by[loc] = key


def _texts(tree: Tree) -> Iterator[str]:
    """Yield every text of a value: one in quotation marks may spell a character otherwise than it was typed."""
    if isinstance(tree, str):
        yield tree
    for one in tree.values() if isinstance(tree, dict) else tree if isinstance(tree, list) else ():
        yield from _texts(one)


def _place(key: str) -> Loc:
    """Return the place that a dotted key names; people count the items of a list from 1."""
    return tuple(int(part) - 1 if part.isascii() and part.isdecimal() else part for part in key.strip().split("."))


def _parent(tree: Tree, loc: Loc) -> Tree:
    """Return what holds a place; a group that is not there yet is made."""
    for part in loc[:-1]:
        if isinstance(tree, dict):
            tree = tree.setdefault(str(part), {})
        elif isinstance(tree, list) and isinstance(part, int) and 0 <= part < len(tree):
            tree = tree[part]
        else:
            return None
    return tree


def _forget(typed: YamlFile, loc: Loc) -> None:
    """Forget the lines of what a setting has replaced."""
    for place in [place for place in typed.lines if place[: len(loc)] == loc]:
        del typed.lines[place]


def _unprintable(key: str, mark: str) -> Finding:
    message = f"The value holds a control character (U+{ord(mark):04X}), which cannot be printed."
    return Finding("edition.setting", "error", message, Where(f"--set {key}", field=key), "Type the value again.")


def _no_place(key: str, text: str) -> Finding:
    message = f"The edition has no place named {key}."
    remedy = "Name a field, or a field within one with a dot, as in meeting.date."
    return Finding("edition.setting", "error", message, Where(f"--set {key}", field=key, found=text), remedy)
