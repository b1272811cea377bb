"""A form that came back blank: no line of it is answered, so that it is no return.

Data stage, part of `judging`. One answer makes a return, a 0 or nil too; so do words that say nil for all of it. Its
blank lines stay missing even then, and are asked about: a blank is never zero.
"""

import re
from collections.abc import Iterator

from sv_report.data.returns.form import ANSWERS, is_answer, plain
from sv_report.data.returns.identity import Identity, NotTaken
from sv_report.data.returns.returned import Line, Returned
from sv_report.findings import Finding

NIL = re.compile(r"\b(?:nil|nothing|none|no (?:delivery|deliveries|activity|work))\b", re.IGNORECASE)
SAYS = tuple(name for name in ANSWERS if name != "estimated")  # that alone says nothing of a delivery
REMEDY = (
    "Ask the supplier to fill in the worksheet Return, and to send it again. Write 0 on a line of which nothing was "
    "delivered; nil does as well."
)


def refuse_blank(returned: Returned, identity: Identity) -> None:
    """Raise NotTaken where nothing in the form is answered, and nothing says nil."""
    if any(map(_is_answered, identity.table.lines)) or any(map(NIL.search, _other_words(returned, identity))):
        return
    where = identity.table.sheet.where(identity.table.header_row)
    raise NotTaken(Finding("return-blank", "error", "nothing is answered", where, REMEDY), identity.contract)


def _is_answered(line: Line) -> bool:
    """Say whether a line holds an answer: not a blank, a dash or the form's own marks."""
    return any(is_answer(line[name]) and plain(line[name]) for name in SAYS)


def _other_words(returned: Returned, identity: Identity) -> Iterator[str]:
    """Give what was written under and beside the form's lines, and as an answer to a confirmation."""
    for line in identity.table.lines:
        yield from line.outside
        if not line["contract"]:  # no line of the form's own
            yield from (line["measure"], line["measure_name"])
    yield from (text for text, _, _ in returned.answers.values())
