"""Data text made safe for a manuscript: what was typed into a spreadsheet is printed, never obeyed.

Exhibits stage: the one escaping function of the package. Takes any text from the data, gives Markdown that
both engines print as that text, in a paragraph, a table cell, a heading, a caption or a quoted attribute.
Signs that are not seen, and could turn round or part what is seen, are dropped.
"""

import re

RIGHT_TO_LEFT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"  # Unicode's blocks
# Always escaped: marks that Markdown, smart punctuation, citations or tables could read anywhere in a line.
_ALWAYS = re.compile(r"""([\\`*_{}\[\]<>#@$^~|"'&!])""")
# A dash, a full stop or a colon after another of the three: `--`, `...` and `::` would be changed.
_AFTER_ANOTHER = re.compile(r"(?<=[-.:])([-.:])")
# A full stop that would make an abbreviation: Pandoc joins `St. Helens` by a space that does not break.
_ABBREVIATION = re.compile(r"(?<=[^\W\d_])\.(?= )")
ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")  # what `escape` and an officer put a backslash before
_AT_START = re.compile(r"^([-+=%:/(])")
# A list marker (`1.`, `a)`, `iv.`) or the word that Pandoc takes for the start of a caption.
_LIST_MARKER = re.compile(r"^(\d+|[A-Za-z]|[ivxlcdmIVXLCDM]+|[Tt]able)([.):])")
_BLANKS = re.compile(r"[ \t\n\r\f\v\x00-\x1f\x7f\x85\u2028\u2029]+")
# Directions and overrides, which reach past the text they stand in (Unicode UAX #9: an unbalanced U+202E turns
# the rest of a title round), and what has no width: soft hyphen, zero-width space, word joiner, invisible
# operators, byte order mark, annotations. The joiners U+200C and U+200D stay: scripts and emoji need them.
_UNSEEN = re.compile("[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]")
# A stretch of Hebrew, Arabic or the like, its blanks and figures included. A number or bracket that follows one would
# be drawn before it (UAX #9, W2 and N0): "(65.9%)" on the wrong side of a name. A left-to-right mark ends its reach.
_LEFTWARDS = re.compile(
    f"[{RIGHT_TO_LEFT}](?:[^A-Za-z\u00c0-\u058f]*[{RIGHT_TO_LEFT}])?[\u0300-\u036f\u200c\u200d\ufe00-\ufe0f]*"
)
_ENDS_THERE = "\u200e"
_NOT_TEXT = re.compile("[\ud800-\udfff\ufffe\uffff\ufdd0-\ufdef\x80-\x9f]")  # no XML file can hold them


def printable(text: str) -> str:
    """Return `text` as it may be printed anywhere: white space trimmed and collapsed, unseen signs dropped."""
    return _NOT_TEXT.sub("\ufffd", _BLANKS.sub(" ", _UNSEEN.sub("", text)).strip(" "))


def escape(text: str) -> str:
    r"""Return `text` as Markdown that prints it, white space trimmed and collapsed, unseen signs dropped.

    A mark that is not seen ends each stretch of text from right to left, lest what follows be drawn before it.

    >>> escape("*5% off* at St. Helens | [x](http://example.org)")
    '\\*5% off\\* at St\\. Helens \\| \\[x\\](http://example.org)'
    >>> escape("- 1. {{< pagebreak >}}")
    '\\- 1. \\{\\{\\< pagebreak \\>\\}\\}'
    """
    whole = _LEFTWARDS.sub(lambda stretch: stretch[0] + _ENDS_THERE, printable(text))
    escaped = _ALWAYS.sub(r"\\\1", whole)
    escaped = _AFTER_ANOTHER.sub(r"\\\1", escaped)
    escaped = _ABBREVIATION.sub(r"\\.", escaped)
    escaped = _AT_START.sub(r"\\\1", escaped)
    return _LIST_MARKER.sub(r"\1\\\2", escaped)
