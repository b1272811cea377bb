"""A text as YAML has to spell it, so that it is read as it was typed.

Params stage. `edits` writes with it what a person typed in a form.
"""

import json

import yaml

from sv_report.params.typed.yaml_file import compose, read_value


def in_line(text: str, style: str | None = None, *, in_brackets: bool = False) -> str:
    r"""Return a text on one line, in the quotation marks that stood there or in those that it needs.

    >>> in_line("Director of Finance"), in_line("Report: Quarter 3"), in_line("a, b", in_brackets=True)
    ('Director of Finance', '"Report: Quarter 3"', '"a, b"')
    """
    if not text:
        return ""
    if style == "'" and "\n" not in text:
        return "'" + text.replace("'", "''") + "'"
    if style != '"' and _is_plain(text, in_brackets):
        return text
    return json.dumps(text, ensure_ascii=False)


def in_lines(text: str, column: int) -> str:
    """Return a text on lines of its own, as they stand below a field that ends with the mark |."""
    return "".join(f"\n{' ' * column}{line}" if line.strip() else "\n" for line in text.split("\n"))


def _is_plain(text: str, in_brackets: bool) -> bool:
    """Whether a text needs no quotation marks."""
    try:
        node = compose(f"{{_: {text}}}" if in_brackets else f"_: {text}")
    except yaml.YAMLError:
        return False
    value = node.value[0][1] if isinstance(node, yaml.MappingNode) and len(node.value) == 1 else None
    return isinstance(value, yaml.ScalarNode) and value.style is None and value.value == text == read_value(text)
