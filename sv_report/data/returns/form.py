"""The form of a supplier's return: its worksheets, its columns and its words, alike for `issue` and `collect`.

Data stage. A column is known by its heading, so that a return is read whatever the order of its columns and the
names of its sheets.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

COVER, RETURN, EVIDENCE, CONFIRMATIONS, GUIDANCE = "Cover", "Return", "Evidence", "Confirmations", "Guidance"
NOT_APPLICABLE = "[z]"  # the Analysis Function's shorthand, in a cell that needs no answer
NOT_AVAILABLE = "[x]"  # and in one that the council knows no figure for
SPARE_LINES = 5  # for delivery outside the commitments
EVIDENCE_LINES = 20
SPARE_NAME = "Other delivery, outside the commitments"
SPARE_UNIT = "Guidance"
PERSON_NAME = "A further person, of the commitments"  # a spare line for one more person than the measure's own line has
PERSON_LINES, MOST_PERSON_LINES = 6, 40
YES_NO = ("yes", "no")

Kind = Literal["given", "figure", "quantity", "number", "choice", "words", "code", "date", "part"]


@dataclass(frozen=True)
class FormColumn:
    """A column of the worksheet Return.

    `kind` is what its cells hold: a given text or figure, which are locked, or the answer that is asked for.
    """

    name: str
    heading: str
    width: int
    kind: Kind = "given"

    @property
    def is_answer(self) -> bool:
        """Whether the supplier fills it."""
        return self.kind not in ("given", "figure")


COLUMNS = (
    FormColumn("measure", "Measure ref", 11),
    FormColumn("measure_name", "Measure", 32),
    FormColumn("unit", "Unit", 10),
    FormColumn("committed", "Committed in this period", 12, "figure"),
    FormColumn("to_date", "Committed to date", 12, "figure"),
    FormColumn("so_far", "Delivered so far", 12, "figure"),
    FormColumn("quantity_claimed", "Quantity delivered", 12, "quantity"),
    FormColumn("denominator_claimed", "Out of", 8, "quantity"),
    FormColumn("hours", "Hours", 8, "number"),
    FormColumn("attendees", "Attendees", 11, "number"),
    FormColumn("person", "Person code", 9, "code"),
    FormColumn("person_started_on", "Person started on", 12, "date"),
    FormColumn("share_on_contract", "Share of time on this contract", 11, "part"),
    FormColumn("estimated", "Estimated", 11, "choice"),
    FormColumn("statement", "Statement", 42, "words"),
    FormColumn("evidence", "Evidence reference", 12, "words"),
    FormColumn("contract", "Contract", 13),
    FormColumn("period", "Period", 14),
    FormColumn("edition", "Edition", 15),
)
BY_NAME = {column.name: column for column in COLUMNS}
ANSWERS = tuple(column.name for column in COLUMNS if column.is_answer)
SESSION_COLUMNS = ("hours", "attendees")
PERSON_COLUMNS = ("person", "person_started_on", "share_on_contract")
SPARE_NAMES = (SPARE_NAME, PERSON_NAME)  # of lines that may stay blank
IDENTITY = ("contract", "period", "edition")
NEEDED = ("measure", "quantity_claimed")  # without these two a row of headings is not the form's
HEADINGS_LEAST = 4  # and with fewer of its headings than this

EVIDENCE_HEADINGS = ("Evidence reference", "What it is", "Where it is, or file name", "Date")
CONFIRMS = {
    "confirms_period": "Everything in this return was delivered for this contract and in this period only.",
    "confirms_commitment": "Everything in this return counts towards a commitment in this contract, "
    f"but for the lines named {SPARE_NAME}.",
}
CONFIRMATION_HEADINGS = ("Confirmation", "Answer")
GUIDANCE_HEADINGS = ("Measure", "Unit", "In this contract", "How it is counted", "What to count", "What not to count")
COVER_HEADINGS = ("About this return", "Detail")
LABELS = {"contract": "Contract", "period": "Period", "edition": "Edition"}  # on the cover
PROPERTIES = {name: f"sv_report {name}" for name in IDENTITY}  # of the document


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """Return a text as it is compared: its words in lower case, without what a program or a person may add.

    >>> plain(" Quantity\\ndelivered *")
    'quantity delivered'
    """
    return " ".join(re.findall(r"[^\W_]+", text.casefold()))


HEADINGS = {plain(column.heading): column.name for column in COLUMNS}


def is_answer(text: str) -> bool:
    """Say whether a cell holds an answer: not a blank, nor the form's own marks."""
    return text not in ("", NOT_APPLICABLE, NOT_AVAILABLE)


def label(ref: str, name: str) -> str:
    """Return what a drop-down of measures shows."""
    return f"{ref}: {name}"


def safe_name(text: str, longest: int = 80) -> str:
    """Return a text as part of a file's name on any operating system.

    >>> safe_name("../C001: roads"), safe_name("2023-24 Q3"), safe_name("CON")
    ('C001-roads', '2023-24-Q3', 'CON-')
    """
    name = re.sub(r"[^\w.-]+|\.{2,}", "-", text, flags=re.ASCII)
    name = re.sub("-{2,}", "-", name).strip("-. ")[:longest].rstrip("-. ") or "unnamed"
    reserved = re.fullmatch(r"(?i:con|prn|aux|nul|com\d|lpt\d)(\..*)?", name)  # Windows' own
    return f"{name}-" if reserved else name
