"""Contracts that need key performance indicators under the Procurement Act 2023, and their assessments.

Measures stage. Source: Procurement Act 2023 s52 (three indicators at least for a contract of more than £5m; not for
frameworks, concessions, light touch contracts and private utilities), s71 (assessed at least every 12 months and on
termination); SI 2024/692 reg 39(5) for the words of a rating.
"""

import calendar
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sv_report.measures.conventions import Conventions
from sv_report.measures.register import Contract

THE_ACT = re.compile(r"\b(?:pa|procurement act)\s*(?:20)?23\b", re.IGNORECASE)
NOT_UNDER_S52 = re.compile(r"framework|concession|private utilit", re.IGNORECASE)
UNCERTAIN = re.compile(r"call.?off|utilit|\bnot\b", re.IGNORECASE)  # words that may turn the others round
OTHER_REGIME = re.compile(r"\b(?:pcr|ccr|ucr|dspcr)\b|regulations|threshold|exempt", re.IGNORECASE)
WORST_FIRST = ("Inadequate", "Requires improvement", "Approaching target", "Other", "Good")


def needs_kpis(contract: Contract, conventions: Conventions) -> bool | None:
    """Return whether a contract needs indicators; None where its regime or its light-touch flag does not tell."""
    regime = re.sub(r"\W+", " ", contract.regime)
    under_the_act = bool(THE_ACT.search(regime))
    if contract.value <= conventions.kpi_contract_value or contract.light_touch:
        return False
    if NOT_UNDER_S52.search(regime) and not re.search("call.?off", regime, re.IGNORECASE):
        return False
    if OTHER_REGIME.search(regime) and not under_the_act:
        return False
    is_certain = under_the_act and not UNCERTAIN.search(regime) and contract.light_touch is not None
    return True if is_certain else None


class Assessments:
    """The assessments known of each contract, by the day on which they were made."""

    def __init__(self, rows: Iterable[Mapping[str, Any]]) -> None:
        self._ratings: dict[str, dict[date, list[str]]] = defaultdict(lambda: defaultdict(list))
        for row in rows:
            self._ratings[row["contract"]][row["assessed_on"]].append(row["rating"])

    def last(self, contract: str) -> date | None:
        """Return the day of a contract's last assessment, or None."""
        return max(self._ratings[contract], default=None) if contract in self._ratings else None

    def rating(self, contract: str) -> str | None:
        """Return the lowest rating given at a contract's last assessment, in the Act's words, or None."""
        last = self.last(contract)
        return min(self._ratings[contract][last], key=WORST_FIRST.index) if last else None

    def next_due(self, contract: Contract, months: int) -> date | None:
        """Return when a contract is next to be assessed: `months` after the last time, or after its start, and when
        it ends or is terminated, if that comes first; None where it was assessed after its end."""
        last = self.last(contract.ref)
        if last and last >= contract.last_day:
            return None
        return min(months_after(last or contract.start, months), contract.last_day)


def months_after(day: date, months: int) -> date:
    """Return the day some months later; the month's last where it is shorter.

    >>> months_after(date(2024, 2, 29), 12)
    datetime.date(2025, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
