"""Facts: every record made for the whole and for each member of its dimensions.

Measures stage: takes `Results`, gives `Facts`, from which exhibits, sentences and facts.json print.
"""

import difflib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sv_report.errors import MeasureError
from sv_report.findings import Finding, Where
from sv_report.measures.calculations import prints_level
from sv_report.measures.fact import Fact, Number, Source
from sv_report.measures.records import QUANTITY_UNITS, RECORDS, FactRecord
from sv_report.measures.results import Results, Scope

UNIT_DECIMALS = {"GBP": -3, "share": 3, "count": 0, "people": 0, "hours": 0, "weeks": 0, "miles": 0}


def member_id(name: str) -> str:
    """Return the part of a fact's id that names a member: lower case, letters, digits and `_`.

    >>> member_id("Jobs & skills"), member_id("2023-24 Q3")
    ('jobs_skills', '2023_24_q3')
    """
    return re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")


@dataclass(frozen=True)
class Facts:
    """The facts of a report in the order of their records; `facts["sv_validated_ytd"]` is one."""

    all: tuple[Fact, ...]

    @cached_property
    def _by_id(self) -> dict[str, Fact]:
        return {fact.id: fact for fact in self.all}

    def __getitem__(self, fact_id: str) -> Fact:
        if fact_id not in self._by_id:
            near = difflib.get_close_matches(fact_id, self._by_id, n=3, cutoff=0.5)
            hint = f"The nearest are {', '.join(near)}. " if near else ""
            finding = Finding("fact-unknown", "error", f"there is no fact {fact_id!r}", Where(found=fact_id),
                              f"{hint}sv-report facts EDITION lists them all.")  # fmt: skip
            raise MeasureError(f"There is no fact {fact_id!r}.", [finding])
        return self._by_id[fact_id]

    def __contains__(self, fact_id: object) -> bool:
        return fact_id in self._by_id

    def __iter__(self) -> Iterator[Fact]:
        return iter(self.all)

    def __len__(self) -> int:
        return len(self.all)

    def __repr__(self) -> str:
        """The facts of the whole, one a line; those by theme, measure … are counted."""
        whole = [fact for fact in self.all if not fact.member]
        width = max((len(fact.id) for fact in whole), default=0)
        lines = [f"{fact.id:{width}}  {fact.display:>14}  {fact.label}" for fact in whole]
        return "\n".join(
            [*lines, f"and {len(self) - len(whole)} more by theme, measure, directorate, quarter and contract"]
        )

    def members(self, name: str, dimension: str) -> list[tuple[str, Fact]]:
        """Return the facts `name.dimension.…` as (member's id, fact), in the order of the data."""
        start = f"{name}.{dimension}."
        return [(fact.id.removeprefix(start), fact) for fact in self.all if fact.id.startswith(start)]

    def member(self, name: str, dimension: str, member: str) -> Fact:
        """Return the fact of a dimension's member, named as the data names it: `member("…", "contract", "C001")`."""
        return self[f"{name}.{dimension}.{member_id(member)}"]

    def records(self) -> list[dict[str, Any]]:
        """Return the facts as facts.json holds them."""
        return [fact.record() for fact in self.all]

    @classmethod
    def from_records(cls, records: Iterable[dict[str, Any]]) -> "Facts":
        """Return the facts that `records()` gave."""
        return cls(tuple(Fact.from_record(record) for record in records))


def make_facts(results: Results, records: Iterable[FactRecord] = RECORDS) -> Facts:
    """Make every fact; raise MeasureError where a member's id would name two members."""
    facts: list[Fact] = []
    for record in records:
        if record.whole:
            facts.append(_fact(record, results.all, record.id, ""))
        for dimension in record.by:
            facts += [
                _fact(record, scope, f"{record.id}.{dimension}.{member_id(name)}", name)
                for name, scope in results.scopes(dimension).items()
                if _applies(record, dimension, scope)
            ]
    _refuse_twins(facts)
    return Facts(tuple(facts))


def _applies(record: FactRecord, dimension: str, scope: Scope) -> bool:
    """By quarter, only what is of one period can be said; by measure, £ only of what the record counts."""
    if dimension == "quarter":
        return record.id.endswith("_quarter")
    if dimension == "measure" and record.counts_as:
        return scope.measure.valued and scope.measure.counts_as == record.counts_as
    return True


def _fact(record: FactRecord, scope: Scope, fact_id: str, member: str) -> Fact:
    number: Number = record.calculate(scope)
    results = scope.results
    words = {"period": results.period.words, "headline": results.headline}
    if member and fact_id.split(".")[1] == "quarter":
        words["period"] = member
    label = record.label.format(**words)
    name = _member_name(scope, fact_id, member) if member else ""
    return Fact(
        id=fact_id,
        label=f"{label}: {name}" if name else label,
        kind=record.kind,
        value=number.value,
        status=number.status,
        unit=record.unit or _unit(record, scope),
        decimals=record.decimals if record.unit else _decimals(record, scope),
        period=str(results.period),
        as_at=results.as_at.isoformat(),
        formula=record.formula.format(**words),
        source=Source(record.tables, f"{record.filter}; {member}" if member else record.filter, number.rows),
        member=name,
        text=number.text,
    )


def _member_name(scope: Scope, fact_id: str, member: str) -> str:
    dimension = fact_id.split(".")[1]
    if dimension == "measure":
        return f"{member} {scope.measure.name}"
    if dimension == "contract":
        return f"{member} {scope.standings[0].title}"
    return member


def _unit(record: FactRecord, scope: Scope) -> str:
    """The unit of a measure's sum: a stock adds up in unit-years, one quarter prints its level."""
    unit = QUANTITY_UNITS.get(scope.measure.unit, scope.measure.unit)
    if scope.measure.over_time == "stock" and not (record.id.endswith("_quarter") and prints_level(scope, "quarter")):
        return f"{unit}_years"
    return unit


def _decimals(record: FactRecord, scope: Scope) -> int:
    unit = _unit(record, scope)
    return UNIT_DECIMALS.get(unit, record.decimals)


def _refuse_twins(facts: list[Fact]) -> None:
    seen: dict[str, Fact] = {}
    for fact in facts:
        if fact.id in seen:
            message = f"{fact.label!r} and {seen[fact.id].label!r} would both be the fact {fact.id}"
            finding = Finding(
                "fact-twice", "error", message, Where(found=fact.id), "Rename one of the two in the data."
            )
            raise MeasureError("Two members of the data cannot be told apart.", [finding])
        seen[fact.id] = fact
