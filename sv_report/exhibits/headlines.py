"""What a chart's headline states: the largest and the smallest, or, where there is no one of each, the totals.

Exhibits stage: words and facts that the charts' captions are made of.
"""

from collections.abc import Iterable
from decimal import Decimal

from sv_report.exhibits.leading import in_pounds, progress
from sv_report.exhibits.words import Piece
from sv_report.measures.fact import Fact
from sv_report.measures.figures import Figures

Message = tuple[Piece, ...]


def ends(facts: Iterable[Fact]) -> tuple[Fact, Fact] | None:
    """Return the one fact that is largest and the one that is smallest.

    None where two are so, none is above 0, or one is not shown, which might be the largest.
    """
    asked = list(facts)
    there = sorted((fact for fact in asked if fact.value is not None), key=lambda fact: fact.value or Decimal(0))
    if any(fact.status == "suppressed" for fact in asked) or len(there) < 2 or (there[-1].value or 0) <= 0:
        return None
    alone = there[0].figure != there[1].figure and there[-1].figure != there[-2].figure
    return (there[0], there[-1]) if alone else None


def widest_gap(figures: Figures, dimension: str) -> Message:
    """State which member has done the largest and which the smallest share of what was due."""
    share = progress(figures)[-1][0]
    found = ends(fact for _, fact in figures.facts.members(share, dimension))
    if not found:
        return of_all(figures)
    least, most = found
    what = f"what was due that is {figures.headline}" if in_pounds(figures) else "commitments that are on schedule"
    largest = f"The share of {what} is largest for {most.member} ("
    return (largest, most, f") and smallest for {least.member} (", least, ")")


def largest(figures: Figures, facts: Iterable[Fact], apart: Fact | None = None) -> Message:
    """State which member has most of what was done, and which least; or what stands apart from the members."""
    found = ends(facts)
    if not found:
        return of_all(figures)
    least, most = found
    what = f"{figures.headline} social value" if in_pounds(figures) else "commitments on schedule"
    first = (f"{most.member} has the most {what}, ", most)
    if apart is None or not apart.value:
        return (*first, f", and {least.member} the least, ", least)
    return (*first, "; contracts that name no district have ", apart)


def of_all(figures: Figures) -> Message:
    """State what was due of all, and what of it was done."""
    due, done, _ = (figures.facts[id_] for id_, _ in progress(figures))
    if in_pounds(figures):
        return ("Of the ", due, " of social value due to date, ", done, f" has been {figures.headline}")
    return ("Of the ", due, " commitments due to date, ", done, " are on schedule")
