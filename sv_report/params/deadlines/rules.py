"""The rules of deadlines in words: what each date is, what is counted for it, and whose rule that is.

Params stage: read by whoever shows `Deadlines` to an officer.
"""

from dataclasses import dataclass
from datetime import date

from sv_report.params.deadlines.dates import Deadlines


@dataclass(frozen=True)
class DeadlineRule:
    """A deadline's rule: its field of `Deadlines`, a title, what is counted, and what of it is law or practice.

    `counted` follows the number of days: 5 *clear working days before the meeting*. `law` is empty where none asks.
    """

    deadline: str
    title: str
    by: str
    counted: str
    law: str
    practice: str


RULES = (
    DeadlineRule(
        "notice_by", "Notice of a key decision", "by", "clear days before the meeting",
        "28 clear days (SI 2012/2089 reg 9)", "a notice is published on a working day",
    ),
    DeadlineRule(
        "private_notice_by", "Notice of a private meeting", "by", "clear days before the meeting",
        "28 clear days (SI 2012/2089 reg 5(2))", "a notice is published on a working day",
    ),
    DeadlineRule(
        "internal_deadline", "Final report due internally", "by", "working days before the meeting",
        "", "the council's own rule, in its profile",
    ),
    DeadlineRule(
        "publish_by", "Report published", "by", "clear working days before the meeting",
        "five clear days (SI 2012/2089 regs 6 and 7)", "only working days count as clear",
    ),
    DeadlineRule(
        "private_further_notice_by", "Further notice of a private meeting", "by",
        "clear working days before the meeting", "five clear days (SI 2012/2089 reg 5(4))",
        "only working days count as clear",
    ),
    DeadlineRule(
        "effective_from", "Decision takes effect", "on", "working days after the decision",
        "", "the council's own rule, in its profile: call-in is over",
    ),
)  # fmt: skip

LAW_AND_PRACTICE = (
    "Neither the day of a notice or of publication nor the day of the meeting is clear. Law is a floor: a council may "
    "give more days, never fewer. Practice is the council's to change in its profile. docs/dates.md explains both."
)


def dated(found: Deadlines) -> list[tuple[date, DeadlineRule]]:
    """Return each deadline's day with its rule, in the order of the days."""
    listed = [(day, rule) for rule in RULES if (day := getattr(found, rule.deadline))]
    return sorted(listed, key=lambda one: one[0])
