"""PyYAML's messages in plain words: what stands on the line, and what to type instead.

Params stage. Takes an error of PyYAML, gives the line, a message and a remedy.
"""

from dataclasses import dataclass

import yaml


@dataclass(frozen=True)
class Saying:
    """One thing that PyYAML says, and what it means to somebody who types an edition."""

    pyyaml: str  # part of its message
    message: str
    remedy: str
    at_start: bool = False  # True: the line where the trouble began, not where PyYAML noticed it


QUOTE_IT = 'Put the text in quotation marks: title: "Social value: Quarter 3".'
SAYINGS = (
    Saying("'\\t' that cannot start", "A tab stands on this line.", "Use spaces instead of the tab."),
    Saying(
        "mapping values are not allowed",
        "A colon and a space stand inside text that is not in quotation marks, or the line stands further in than the "
        "one above it.",
        f"{QUOTE_IT} Give the fields of one group the same number of spaces in front.",
    ),
    Saying(
        "found unexpected end of stream",
        "A quotation mark is opened on this line and never closed.",
        "Close it with the same mark; inside single marks, type an apostrophe twice.",
        at_start=True,
    ),
    Saying(
        "could not find expected ':'",
        "This line has no colon, or does not stand as far in as the lines that it goes on from.",
        "Write a name, a colon, a space and the value; put a text that runs over several lines in quotation marks.",
        at_start=True,
    ),
    Saying(
        "expected ',' or ']'",
        "A square bracket is opened on this line and never closed.",
        "Close it with ].",
        at_start=True,
    ),
    Saying(
        "expected ',' or '}'",
        "A curly bracket is opened on this line and never closed.",
        "Close it with }.",
        at_start=True,
    ),
    Saying(
        "but found '<scalar>'",
        "Text goes on after a closing quotation mark.",
        "Inside double marks, use single ones; inside single marks, type an apostrophe twice.",
    ),
    Saying(
        "expected <block end>",
        "This line does not stand as far in as the lines above that it belongs with.",
        "Give the fields of one group the same number of spaces in front.",
    ),
    Saying("expected alphabetic or numeric", "A text that begins with * or & is not in quotation marks.", QUOTE_IT),
    Saying("an alias, an anchor", "A text that begins with *, & or ! is not in quotation marks.", QUOTE_IT),
    Saying("expected a single document", "A line of three dashes begins a second document.", "Delete the line."),
    Saying(
        "that cannot start any token",
        "A text that begins with @, %, ` or the like is not in quotation marks.",
        QUOTE_IT,
    ),
    Saying(
        "special characters are not allowed",
        "A character that cannot be printed stands on this line.",
        "Delete the line and type it again.",
    ),
)


def explain(problem: yaml.YAMLError) -> tuple[int | None, str, str]:
    """Return the line of a YAML error, what is wrong in plain words, and what to do."""
    said = str(problem)
    saying = next((saying for saying in SAYINGS if saying.pyyaml in said), None)
    if not isinstance(problem, yaml.MarkedYAMLError):
        line = None
    else:
        start, noticed = problem.context_mark, problem.problem_mark
        mark = (start or noticed) if saying and saying.at_start else (noticed or start)
        line = mark.line + 1 if mark else None
    if saying is None:
        detail = getattr(problem, "problem", None) or said
        return line, f"This line cannot be read as YAML: {detail}.", "Compare it with another edition in params/."
    return line, saying.message, saying.remedy
