"""Facts: every record made for the whole and for each member of its dimensions.

Measures stage: takes `Results`, gives `Facts`, from which exhibits, sentences and facts.json print.
"""

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sv_report.data.rules.table_rules import name_in_fact
from sv_report.errors import MeasureError
from sv_report.findings import Finding, Where
from sv_report.measures.fact import Fact, Number, Source
from sv_report.measures.of_measures import prints_level
from sv_report.measures.records import RECORDS, FactRecord
from sv_report.measures.results import Results
from sv_report.measures.scope import Scope
from sv_report.params.calendar import short_date
from sv_report.params.period import Period

QUANTITY_UNITS = {"%": "share", "number": "count"}  # others are called as the measures table calls them
UNIT_DECIMALS = {"GBP": -3, "share": 3, "count": 0, "people": 0, "hours": 0, "weeks": 0, "miles": 0}


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

    def get(self, fact_id: str) -> Fact | None:
        """Return a fact by its id, None where there is none."""
        return self._by_id.get(fact_id)

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
            [
                *lines,
                f"and {len(self) - len(whole):,} more by theme, measure, directorate, supplier, contract and so on",
            ]
        )

    def members(self, name: str, dimension: str) -> list[tuple[str, Fact]]:
        """Return the facts `name.dimension.…` as (member's id, fact), in the order of the data."""
        start = f"{name}.{dimension}."
        return [(fact.id.removeprefix(start), fact) for fact in self.all if fact.id.startswith(start)]

    def member(self, name: str, dimension: str, member: str) -> Fact:
        """Return the fact of a dimension's member, named as the data names it: `member("…", "contract", "C001")`."""
        return self[f"{name}.{dimension}.{name_in_fact(member)}"]

    def records(self) -> list[dict[str, Any]]:
        """Return the facts as facts.json holds them."""
        return [fact.record() for fact in self.all]


def make_facts(results: Results, records: Iterable[FactRecord] = RECORDS) -> Facts:
    """Make every fact; raise MeasureError where a member's id would name two members."""
    facts: list[Fact] = []
    members = MembersOf(results)
    for record in records:
        words = _words(record, results, results.period)
        if record.whole:
            facts.append(_fact(record, words, Member("", "", results.all)))
        for dimension in record.by:
            facts += [
                _fact(record, _words_of(record, one) or words, one)
                for one in members[dimension]
                if applies(record, one)
            ]
    _refuse_twins(facts)
    return Facts(tuple(facts))


@dataclass(frozen=True)
class Member:
    """A member of a dimension: its scope, and what its facts are called by; without a dimension, the whole."""

    dimension: str
    name: str
    scope: Scope

    @cached_property
    def ending(self) -> str:
        """The end of its facts' ids."""
        return f".{self.dimension}.{name_in_fact(self.name)}" if self.dimension else ""

    @cached_property
    def words(self) -> str:
        """Its name as a reader knows it."""
        return _member_name(self.scope, self.dimension, self.name)

    @cached_property
    def filter(self) -> str:
        """What of the rows its facts are of."""
        return f"{self.dimension} {self.words}" if self.dimension else ""


class MembersOf(dict[str, list[Member]]):
    """The members of each dimension of some results, made when a record first asks for them."""

    def __init__(self, results: Results) -> None:
        self._results = results

    def __missing__(self, dimension: str) -> list[Member]:
        found = [Member(dimension, name, scope) for name, scope in self._results.scopes(dimension).items()]
        self[dimension] = found
        return found


def applies(record: FactRecord, one: Member) -> bool:
    """Say whether a record is made of a member: by measure, £ is only of what the record counts."""
    if one.dimension == "measure" and record.counts_as:
        measure = one.scope.measure
        return measure.valued and measure.counts_as == record.counts_as
    return not (one.dimension == "quarter" and record.window != "quarter")


@dataclass(frozen=True)
class _Said:
    """A record's words, with the period and days filled in."""

    label: str
    formula: str
    filter: str
    period: str


def fact_of(record: FactRecord, one: Member) -> Fact:
    """Make one fact of a member, in words of its own."""
    return _fact(record, _words_of(record, one) or _words(record, one.scope.results, one.scope.results.period), one)


def _fact(record: FactRecord, said: _Said, one: Member) -> Fact:
    """Make one fact of a scope: of all contracts, or of the member of a dimension."""
    scope = one.scope
    number: Number = record.calculate(scope)
    unit = record.unit or _unit(record, scope)
    usual = record.decimals if record.unit else UNIT_DECIMALS.get(unit, record.decimals)
    return Fact(
        id=record.id + one.ending,
        label=said.label if one.dimension in ("", "quarter") else f"{said.label}: {one.words}",
        kind="share" if unit == "share" else record.kind,
        value=number.value,
        status=number.status,
        unit=unit,
        decimals=scope.results.conventions.decimals_of(unit, usual),
        period=said.period,
        as_at=scope.results.as_at.isoformat(),
        formula=said.formula,
        source=Source(
            record.tables,
            "; ".join(filter(None, (said.filter, one.filter))),
            number.rows,
        ),
        member=one.words,
        text=number.text,
    )


def _words_of(record: FactRecord, one: Member) -> _Said | None:
    """Return the words of a member's fact where they are its own: of a quarter, and of a measure's own unit."""
    scope = one.scope
    if one.dimension == "quarter":
        how = _sum_words(record, scope) if record.unit is None else ""
        return _words(record, scope.results, Period.parse(one.name), how)
    if record.unit is None:
        return _words(record, scope.results, scope.results.period, _sum_words(record, scope))
    return None


def _words(record: FactRecord, results: Results, period: Period, how: str = "") -> _Said:
    """Return a record's label, formula and filter, with what they may name filled in."""
    last = results.conventions.last_as_at
    names = {
        "period": period.words,
        "period_end": short_date(period.end),
        "begun_by": short_date(results.period.end),
        "year_start": short_date(period.year.start),
        "last_period": period.previous.words,
        "year_ago": period.a_year_before.words,
        "as_at": short_date(results.as_at),
        "last_as_at": short_date(last) if last else "a day that the edition does not give",
        "headline": results.headline,
        "if_validated": "; validated by then" if results.headline == "validated" else "",
        "sum": how,
    }
    label, formula, rows = (text.format(**names) for text in (record.label, record.formula, record.filter))
    return _Said(_capital(label), formula, rows, str(period))


def _sum_words(record: FactRecord, scope: Scope) -> str:
    """Return how a measure's quantities add up, in words."""
    over_time = scope.measure.over_time
    if over_time == "share":
        return "numerators ÷ denominators"
    if over_time == "stock":
        level = prints_level(scope, record.window)
        return "sum of the levels" if level else "a quarter of the sum of the quarters' levels"
    return "sum"


def _member_name(scope: Scope, dimension: str, name: str) -> str:
    if dimension == "measure":
        return f"{name} {scope.measure.name}"
    if dimension == "contract":
        return f"{name} {scope.standings[0].title}"
    if dimension == "supplier":
        return scope.standings[0].supplier
    return name


def _unit(record: FactRecord, scope: Scope) -> str:
    """The unit of a measure's sum: a stock adds up in unit-years, one quarter prints its level."""
    unit = QUANTITY_UNITS.get(scope.measure.unit, scope.measure.unit)
    level = scope.measure.over_time == "stock" and not prints_level(scope, record.window)
    return f"{unit}_years" if level else unit


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


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
