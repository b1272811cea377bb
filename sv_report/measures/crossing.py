"""Facts of two dimensions at once: a directorate's of one measure, a theme's in one quarter.

Measures stage: takes `Results`, gives the facts that `facts` makes by one dimension, of each pair of members that has
anything to say. They are made when a person asks, and stand in no report: nobody has looked at whether the public may
see them.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from sv_report.measures.fact import Fact
from sv_report.measures.facts import Member, MembersOf, applies, fact_of
from sv_report.measures.records import RECORDS
from sv_report.measures.register import CONTRACT_DIMENSIONS
from sv_report.measures.results import Results
from sv_report.measures.scope import Pair, Scope

QUARTER = "quarter"
APART = "The quarters are added up over all contracts: they can be crossed with themes, outcomes, priorities, measures."
Key = tuple[str, str]


@dataclass(frozen=True)
class Crossing(Member):
    """A pair of members, with the scope of what is of both."""

    first: Member
    second: Member

    @cached_property
    def ending(self) -> str:
        """The end of its facts' ids."""
        return self.first.ending + self.second.ending

    @cached_property
    def words(self) -> str:
        """Both names as a reader knows them."""
        return f"{self.first.words}, {self.second.words}"

    @cached_property
    def filter(self) -> str:
        """What of the rows its facts are of."""
        return f"{self.first.filter}; {self.second.filter}"


def crossings(results: Results, dimensions: Key) -> list[Crossing]:
    """Return the pairs of members of two dimensions that have lines in common, in the order of the data.

    A quarter has no contracts, so it is crossed with dimensions of measures only: else ValueError.
    """
    if QUARTER in dimensions and set(dimensions) & set(CONTRACT_DIMENSIONS):
        raise ValueError(APART)
    members = MembersOf(results)
    firsts, seconds = (members[dimension] for dimension in dimensions)
    found = _quarterly(results, dimensions) if QUARTER in dimensions else _paired(results, results.all, dimensions)
    return [
        Crossing(*_leading(one, other), found[one.name, other.name], one, other)
        for one in firsts
        for other in seconds
        if (one.name, other.name) in found
    ]


def facts_of(crossing: Crossing, ids: Sequence[str]) -> list[Fact | None]:
    """Return facts of a pair by the ids of their records, None where a record is not made of such a pair."""
    records = {record.id: record for record in RECORDS}
    both = (crossing, crossing.first, crossing.second)
    return [
        _named(fact_of(records[id_], crossing), crossing) if all(applies(records[id_], one) for one in both) else None
        for id_ in ids
    ]


def _named(fact: Fact, crossing: Crossing) -> Fact:
    """Return a fact whose label names both members: that of a quarter names only the quarter by itself."""
    if crossing.dimension != QUARTER:
        return fact
    other = crossing.second if crossing.first.dimension == QUARTER else crossing.first
    return replace(fact, label=f"{fact.label}: {other.words}")


def _leading(first: Member, second: Member) -> Key:
    """Return the dimension and name of the member that decides what words facts of a pair have."""
    one = next((one for one in (first, second) if one.dimension == QUARTER), first)
    two = second if second.dimension == "measure" and one.dimension != QUARTER else one
    return two.dimension, two.name


def _paired(results: Results, whole: Scope, dimensions: Key, quarter: str = "") -> dict[Key, Scope]:
    """Return a scope for each pair of members, of the lines of `whole` that are of both."""
    lines: dict[Key, list[Pair]] = defaultdict(list)
    for pair in whole.pairs:
        lines[_members_of(results, pair, dimensions, quarter)].append(pair)
    is_of_measure = "measure" in dimensions
    return {
        key: Scope(results, tuple(of), measure=of[0][0].measure if is_of_measure else None, quarter=quarter)
        for key, of in lines.items()
    }


def _quarterly(results: Results, dimensions: Key) -> dict[Key, Scope]:
    found: dict[Key, Scope] = {}
    for name, whole in results.scopes(QUARTER).items():
        found |= _paired(results, whole, dimensions, name)
    return found


def _members_of(results: Results, pair: Pair, dimensions: Key, quarter: str) -> Key:
    first, second = (_member_of(results, pair, dimension, quarter) for dimension in dimensions)
    return first, second


def _member_of(results: Results, pair: Pair, dimension: str, quarter: str) -> str:
    if dimension == QUARTER:
        return quarter
    if dimension in CONTRACT_DIMENSIONS:
        return results.contracts[pair[0].contract].member(dimension)
    measure = pair[0].measure
    return measure.ref if dimension == "measure" else str(getattr(measure, dimension))
