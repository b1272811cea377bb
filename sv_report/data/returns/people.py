"""Persons on the lines of a return: codes that suppliers choose, and no names.

Data stage, part of `judging`. A return is not the place for personal details, so that a text which looks like a
person's name, an e-mail address or a National Insurance number is not kept, nor printed whole.
"""

import re
from dataclasses import replace
from typing import Any

from sv_report.data.returns.form import BY_NAME, PERSON_COLUMNS, is_answer
from sv_report.data.returns.register import Measure
from sv_report.data.returns.returned import Line
from sv_report.findings import Finding
from sv_report.params.period import Period

EMAIL = re.compile(r"\S@\S")
INSURANCE = re.compile(r"\b[A-Z]{2} ?\d\d ?\d\d ?\d\d ?[A-D]\b", re.IGNORECASE)  # NIM39110, HMRC's manual
NAME_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*\.?")
ROLES = {  # words of a code that reads like a name: `Person A`, `Care Leaver Two`
    "apprentice", "candidate", "care", "code", "employee", "hire", "leaver", "member", "new", "number", "operative",
    "participant", "person", "resident", "site", "staff", "starter", "trainee", "worker",
}  # fmt: skip
ASK = "Ask the supplier for a code of their own, never a name. The kept original still has it: see who may open it."


def is_personal(text: str) -> bool:
    """Say whether a text says who a person is.

    >>> [is_personal(text) for text in ("Jo Bloggs", "Bloggs, J.", "jo@example.org", "QQ 12 34 56 C")]
    [True, True, True, True]
    >>> [is_personal(text) for text in ("P01", "Person A", "Care leaver 2", "HR-2023-07", "4711")]
    [False, False, False, False, False]
    """
    if EMAIL.search(text) or INSURANCE.search(text):
        return True
    words = [word for word in re.split(r"[\s,;]+", text) if NAME_WORD.fullmatch(word)]
    capitals = [word for word in words if word[0].isupper()]
    return len(capitals) >= 2 and not any(word.casefold() in ROLES for word in words)


def initials(text: str) -> str:
    """Return a text so that a person who knows it knows it again, and nobody else.

    >>> initials("Jo Bloggs"), initials("jo@example.org")
    ('J… B…', 'j…')
    """
    return " ".join(f"{word[0]}…" for word in text.split())


def without_name(line: Line) -> tuple[Line, list[Finding]]:
    """Return a line without the name of a person in the place of a code, and the finding that says so."""
    text = line["person"]
    if not is_personal(text):
        return line, []
    blanked = replace(line, cells=line.cells | {"person": initials(text)})
    message = "this looks like who the person is and not like a code: it is not kept"
    finding = blanked.finding("person-not-a-code", message, "person", ASK)
    return replace(line, cells=line.cells | {"person": ""}, asked=line.asked - {"person"}), [finding]  # asked once


def doubts_about_person(line: Line, measure: Measure, values: dict[str, Any], period: Period) -> list[Finding]:
    """Return what is to be asked about the person on a line that is taken."""
    started = values["person_started_on"]
    if started is not None and started > period.end:
        message = f"the person started on {started}, after {period}"
        return [line.finding("person-start-late", message, "person_started_on", "Ask the supplier which day is right.")]
    asked = [name for name in PERSON_COLUMNS[:2] if name in line.asked]
    missing = [BY_NAME[name].heading for name in asked if values[name] is None and not is_answer(line[name])]
    if measure.disadvantaged and values["quantity_claimed"] and missing:
        message = f"no {' and no '.join(missing)}: whether the person may be counted cannot be told"
        return [line.finding("person-not-told", message, "person", "Ask the supplier; a code of their own will do.")]
    return []
