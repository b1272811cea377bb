"""Exhibits built from figures of which some are not shown: a sentence never gives another reason for it.

Exhibits stage. Takes a builder and the figures that may be published. Builders know why a number may be missing from
the data; that one is there and not shown, they do not ask. So what they looked at is watched: sentences that rest on a
number that is not shown say just that, and a list says how many contracts it leaves out.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from sv_report.exhibits.chart import Chart
from sv_report.exhibits.table import Table
from sv_report.exhibits.words import Words
from sv_report.measures.fact import Fact
from sv_report.measures.facts import Facts
from sv_report.measures.figures import Figures

Exhibit: TypeAlias = Table | Chart | Words
RANKED = ("contracts_behind", "contracts_rated")
OF_CONTRACTS = (*RANKED, "kpi_contracts", "returns_missing")
NOT_SHOWN = "What would stand here is not shown, so that nothing follows from it that is not for the public."


def built(name: str, build: Callable[[Figures], Exhibit], figures: Figures) -> Exhibit:
    """Return an exhibit of figures of which some may be held back."""
    if not figures.holds_back:
        return build(figures)
    watched = _Watched(figures.facts.all)
    exhibit = build(replace(figures, facts=watched))
    left_out = figures.unlisted + (len(figures.unranked) if name in RANKED else 0)
    is_list = name in OF_CONTRACTS and left_out
    if isinstance(exhibit, Words):
        return Words(name, ((NOT_SHOWN,),)) if watched.not_shown or is_list else exhibit
    if isinstance(exhibit, Table) and is_list:
        return replace(exhibit, note=f"{exhibit.note} {_left_out(left_out)}".strip())
    return exhibit


def _left_out(number: int) -> str:
    contracts = "contract" if number == 1 else "contracts"
    return f"Of {number} {contracts} nothing is listed here, so that nothing follows that is not for the public."


@dataclass(frozen=True)
class _Watched(Facts):
    """Facts that remember which of those asked for are not shown."""

    not_shown: set[str] = field(default_factory=set, compare=False)

    def __getitem__(self, fact_id: str) -> Fact:
        fact = super().__getitem__(fact_id)
        if fact.status == "suppressed":
            self.not_shown.add(fact.id)
        return fact

    def members(self, name: str, dimension: str) -> list[tuple[str, Fact]]:
        """Return the facts `name.dimension.…` as (member's id, fact), in the order of the data."""
        found = super().members(name, dimension)
        self.not_shown.update(fact.id for _, fact in found if fact.status == "suppressed")
        return found
