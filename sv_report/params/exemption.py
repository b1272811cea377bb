"""Exempt information: what of a report is not for the public, under which paragraph of the Act, and why.

Params stage. Exempt is what falls within a paragraph of Part 1 of Schedule 12A to the Local Government Act 1972, while
the public interest in maintaining the exemption outweighs that in disclosing it. An executive that will consider it
meets in private for that, and gives notice twice (SI 2012/2089 reg 5).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal, get_args

from pydantic import BeforeValidator, Field

from sv_report.params.typed.fields import LineOrNone, Typed, one_of, read_line, wrong

Kind = Literal["supplier", "contract", "fact", "exhibit", "column", "appendix", "narrative"]
Paragraph = Literal["1", "2", "3", "4", "5", "6", "7"]
NAMED: tuple[Kind, ...] = ("supplier", "contract", "fact", "exhibit", "appendix", "narrative")  # one of them an entry
OF_DATA: tuple[Kind, ...] = ("supplier", "contract", "fact", "exhibit", "column")  # nothing of these without data
UNSAID: tuple[Kind, ...] = ("supplier", "contract")  # what is exempt of these is who they are
PARAGRAPHS: Mapping[str, str] = {  # Local Government Act 1972 Sch 12A Part 1, in the words of councils
    "1": "information relating to any individual",
    "2": "information which is likely to reveal the identity of an individual",
    "3": "information relating to the financial or business affairs of any particular person (including the authority "
    "holding that information)",
    # The words of 4 to 7 were not read at their source: the council's to confirm, and to change in its profile.
    "4": "information relating to any consultations or negotiations, or contemplated consultations or negotiations, in "
    "connection with any labour relations matter arising between the authority or a Minister of the Crown and "
    "employees of, or office holders under, the authority",
    "5": "information in respect of which a claim to legal professional privilege could be maintained in legal "
    "proceedings",
    "6": "information which reveals that the authority proposes to give under any enactment a notice under or by "
    "virtue of which requirements are imposed on a person, or to make an order or direction under any enactment",
    "7": "information relating to any action taken or to be taken in connection with the prevention, investigation or "
    "prosecution of crime",
}
SAYS_NOTHING = re.compile(  # stands where words should, and is no reason and no answer
    r"(?:tbc|tbd|tba|n\s?/?\s?a|not applicable|none|unknown|to (?:follow|be \w+)|not yet|pending"
    r"|see (?:above|below|report)|exempt|confidential|(?:paragraph |para )?[1-7]|\W+)\.?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Exemption:
    """One thing that is exempt: what kind of thing, its name, the paragraph, and why that outweighs disclosure.

    The name is a supplier's or a contract's reference, a fact's id, an exhibit's name, an appendix's label or a
    section's id; `column` is set where the kind is one, and the name then its exhibit's.
    """

    kind: Kind
    name: str
    paragraph: str
    reason: str
    column: str = ""


@dataclass(frozen=True)
class PrivateMeeting:
    """How the private part of the meeting was made known: two notices, or why they were impracticable.

    `representations` are those received about why the meeting should be open, and `response` the answer to them (SI
    2012/2089 reg 5(4)). `urgency_agreed_by` is who agreed that it is urgent, in the place of the notices (reg 5(6)).
    """

    notice_published: date | None = None
    further_notice_published: date | None = None
    representations: str = ""
    response: str = ""
    urgency_agreed_by: str = ""


def read_reason(typed: Any) -> str:
    """Return why something is exempt; refuse what says nothing."""
    text = read_line(typed)
    if SAYS_NOTHING.fullmatch(text):
        raise wrong(
            f"{text!r} does not say why it is exempt.",
            "Write why the public interest in maintaining the exemption outweighs that in disclosing the information.",
        )
    return text


class ExemptTyped(Typed):
    """One thing that is exempt: exactly one of its names, the paragraph and the reason."""

    supplier: LineOrNone = Field(default=None, description="a supplier's reference", examples=["S07"])
    contract: LineOrNone = Field(default=None, description="a contract's reference", examples=["C012"])
    fact: LineOrNone = Field(default=None, description="a fact's id", examples=["sv_forecast_year_end"])
    exhibit: LineOrNone = Field(default=None, description="a table or chart", examples=["contracts_behind"])
    column: LineOrNone = Field(default=None, description="one column of that table", examples=["Directorate"])
    appendix: LineOrNone = Field(default=None, description="an appendix's label", examples=["B"])
    narrative: LineOrNone = Field(
        default=None, description="the section whose words marked .exempt it explains", examples=["detail"]
    )
    paragraph: Annotated[Paragraph, BeforeValidator(one_of(*get_args(Paragraph)))] = Field(
        description="the paragraph of Part 1 of Schedule 12A to the Local Government Act 1972", examples=["3"]
    )
    reason: Annotated[str, BeforeValidator(read_reason)] = Field(
        description="why the public interest in maintaining the exemption outweighs that in disclosing it",
        examples=["Publishing it would harm the tender, which outweighs the public interest in disclosing it."],
    )

    @property
    def named(self) -> tuple[Kind, ...]:
        """The kinds of thing that the entry names; exactly one in an entry that is right."""
        return tuple(kind for kind in NAMED if getattr(self, kind) is not None)

    @property
    def frozen(self) -> Exemption | None:
        """The frozen form; None where it does not name exactly one thing."""
        if len(self.named) != 1:
            return None
        kind = self.named[0]
        name: str = getattr(self, kind)
        if self.column is None:
            return Exemption(kind, name, self.paragraph, self.reason)
        return Exemption("column", name, self.paragraph, self.reason, self.column) if kind == "exhibit" else None


def counted(paragraphs: Sequence[str]) -> str:
    """Return paragraphs in words, in order and each once.

    >>> counted(["3"]), counted(["5", "3", "3", "1"])
    ('paragraph 3', 'paragraphs 1, 3 and 5')
    """
    *others, last = sorted(set(paragraphs))
    return f"paragraphs {', '.join(others)} and {last}" if others else f"paragraph {last}"
