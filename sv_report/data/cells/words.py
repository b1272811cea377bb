"""A cell's text read as text: yes or no, one or several words of a closed set, a name, a statement.

Data stage. Words of a closed set are compared without capitals; a text stays as it was written but for blanks.
"""

import re
import unicodedata

from sv_report.data.cells.cell import unreadable, word

YES = frozenset({"yes", "y", "true", "1", "✓", "✔", "☑", "✅"})
# A cross is no answer: some tick a box with it, some cross the box out. So is `☐`: not ticked, or not answered.
NO = frozenset({"no", "n", "false", "0"})
KEEPS_LINES = frozenset(
    {"statement", "evidence", "guidance"}
)  # columns of prose, in which a line's end means something
LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")


def read_yes_no(text: str) -> bool:
    """Return True for yes and False for no; raise CellFault for anything else.

    >>> read_yes_no("Y"), read_yes_no("FALSE")
    (True, False)
    """
    answer = word(text)
    if answer not in YES | NO:
        raise unreadable(text, "yes or no is expected", "Write yes or no.")
    return answer in YES


def read_one_of(text: str, known: tuple[str, ...]) -> str:
    """Return the word of a closed set that a text is; hyphen, underscore and blank are alike.

    >>> read_one_of("Record only", ("valued", "record-only"))
    'record-only'
    """
    found = {_alike(name): name for name in known}.get(_alike(text))
    if found is None:
        words = ", ".join(known)
        raise unreadable(text, f"one of {words} is expected", f"Write one of {words}.")
    return found


def _alike(text: str) -> str:
    return re.sub(r"[-_‐‑–]", " ", word(text))


def read_any_of(text: str, known: tuple[str, ...]) -> str:
    """Return the words of a closed set in the set's order, `attribution; deadweight`, however they were written."""
    found = {word(part) for part in re.split("[;,\n\r]", text)} - {""}
    if not found or not found <= set(known):
        words = f"{', '.join(known)}, or several with ; between"
        raise unreadable(text, f"{words}, is expected", f"Write {words}, or leave the cell blank.")
    return "; ".join(name for name in known if name in found)


def read_text(text: str, keeps_lines: bool = False) -> str:
    """Return a text without blanks at its edges, with accents in one form (Unicode NFC).

    Inside, each run of blanks and line ends is one blank, so that a name broken over two lines of a cell is the
    same name; where the lines are kept, each ends in a plain line feed.

    >>> read_text(" Example\u00a0Homes\\r\\n Ltd "), read_text("One.\\r\\nTwo.", keeps_lines=True)
    ('Example Homes Ltd', 'One.\\nTwo.')
    """
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return LINE_ENDS.sub("\n", text).strip() if keeps_lines else " ".join(text.split())
