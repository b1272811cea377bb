"""Data text made safe for the manuscript: nothing in it is read as markup.

Exhibits stage: the one escaping function of the package.
"""

import re

ALWAYS = re.compile(r"([\\`*_{}\[\]<>#@$^~|\"'&!])")


def escape(text: str) -> str:
    """Return text for a paragraph or a table's cell in which no character is markup."""
    text = " ".join(text.split())
    text = ALWAYS.sub(r"\\\1", text)
    text = re.sub(r"([-.:])(?=[-.:])", r"\\\1", text)
    return re.sub(r"^([-+=%:/(]|\d+(?=[.)]))", lambda m: "\\" + m[1] if not m[1][0].isdigit() else m[1], text)
