"""The tracer: from facts' ids to traces. Measures stage."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import cached_property

from sv_report.data.rules.table_rules import name_in_fact
from sv_report.errors import UsageError
from sv_report.measures import quality_facts
from sv_report.measures.achievement import goes_by_pounds
from sv_report.measures.fact import Fact, Number
from sv_report.measures.facts import Facts
from sv_report.measures.quality import Quality
from sv_report.measures.records import RECORDS, FactRecord, families
from sv_report.measures.register import MEASURE_DIMENSIONS
from sv_report.measures.results import Results
from sv_report.measures.scope import NOTHING, Scope
from sv_report.measures.terms import OfKeys, Role
from sv_report.measures.trace.gathering import Gathering
from sv_report.measures.trace.of_quality import QualityTerms
from sv_report.measures.trace.trace import Trace
from sv_report.measures.trace.walk import Walk
from sv_report.measures.trace.words import filters_of, formula, working


class Tracer:
    """Follows the facts of some results to their rows: `tracer.trace("sv_validated_ytd")`.

    Raises UsageError where the deliveries are a frame handed in, whose rows have no place in a file.
    """

    def __init__(self, results: Results, facts: Facts, quality: Quality | None) -> None:
        if results.tables.deliveries is not None:
            raise UsageError("The deliveries are a frame that was handed in: its rows are in no file to be named.")
        self._results = results
        self._facts = facts
        self._quality = quality
        self._walk = Walk(results)
        self._kept: dict[str, Trace] = {}

    def trace(self, id: str) -> Trace:
        """Return the trace of a fact; raise MeasureError where there is no such fact."""
        return self.traces([id])[id]

    def traces(self, ids: Iterable[str], *, every_row: bool = True) -> dict[str, Trace]:
        """Return the traces of facts by their ids, with one pass over each table for all of them.

        Without `every_row` they have the sums by file and the largest rows only; such traces are small, and kept.
        """
        asked = list(dict.fromkeys(ids))
        if every_row:
            return self._followed(asked, every_row)
        self._kept |= self._followed([id for id in asked if id not in self._kept], every_row)
        return {id: self._kept[id] for id in asked}

    def _followed(self, ids: Sequence[str], every_row: bool) -> dict[str, Trace]:
        """Return traces that are made now."""
        if not ids:
            return {}
        facts = [self._facts[id] for id in ids]
        numbers = [self._number(fact) for fact in facts]
        gatherings = [Gathering(number.made_of(), number.is_said) for number in numbers]
        self._walk.through(gatherings, every_row)
        bare = [
            (fact, gathering) for fact, gathering in zip(facts, gatherings, strict=True) if not gathering.tally.files
        ]
        self._examine([(fact, gathering) for fact, gathering in bare if fact.source.tables], every_row)
        made = zip(facts, numbers, gatherings, strict=True)
        return {fact.id: self._trace(fact, number, gathering, every_row) for fact, number, gathering in made}

    def _trace(self, fact: Fact, number: Number, gathering: Gathering, every_row: bool) -> Trace:
        record = self._record(fact)
        totals = _totals(fact, number, gathering)
        unit = self._unit(fact, record)
        return Trace(
            fact,
            formula(fact, number, gathering, self._results, unit),
            working(gathering, self._results, unit) if every_row and number.is_said else (),
            _code(record),
            filters_of(fact) if record else (fact.member,),
            totals,
            gathering.tally.files,
            gathering.tally.largest,
            gathering.tally.in_order,
            unit,
        )

    def _number(self, fact: Fact) -> Number:
        """Return the number of a fact, calculated again, with its terms."""
        record = self._record(fact)
        number = record.calculate(self._scope(fact)) if record else self._quality_terms.number(fact)
        if (number.value, number.text, number.status) != (fact.value, fact.text, fact.status):
            raise RuntimeError(f"{fact.id} is {fact.display} and was calculated again as {number}: a fault of ours")
        return number

    @cached_property
    def _quality_terms(self) -> QualityTerms:
        return QualityTerms(self._results, self._quality)

    def _record(self, fact: Fact) -> FactRecord | None:
        """Return the record of a fact; None of a fact of the data's quality."""
        base = fact.id.split(".")[0]
        return None if base in quality_facts.NAMES else self._records[base]

    @cached_property
    def _records(self) -> dict[str, FactRecord]:
        return {record.id: record for record in RECORDS}

    # ---- members ---------------------------------------------------------------------------------

    def _scope(self, fact: Fact) -> Scope:
        _, *member = fact.id.split(".")
        return self._members[member[0]][member[1]] if member else self._results.all

    @cached_property
    def _members(self) -> dict[str, dict[str, Scope]]:
        """The scopes of each dimension by what facts call its members, made when one is first asked for."""
        return _Members(self._results)

    def _unit(self, fact: Fact, record: FactRecord | None) -> str:
        """Return the unit of what a fact adds up: of a share, of its numerator and denominator."""
        if record is None:
            return fact.unit if fact.unit == "GBP" else "count"
        if record.counts_as or fact.unit == "GBP":
            return "GBP"
        if record.about in (families.RATED, families.TRAVEL) and fact.unit == "text":
            scope = self._scope(fact)
            return scope.measure.unit if scope.is_of_measure else "GBP" if goes_by_pounds(scope) else "count"
        if record.by == ("measure",) and not record.whole:
            return self._scope(fact).measure.unit if fact.kind == "share" else fact.unit
        return "count"

    def _examine(self, bare: Sequence[tuple[Fact, Gathering]], every_row: bool) -> None:
        """Take in what was examined where not a row of the terms was there: the contracts or measures it is about."""
        looked_at = [Gathering((self._about(fact),)) for fact, _ in bare]
        self._walk.through(looked_at, every_row)
        for (_, gathering), other in zip(bare, looked_at, strict=True):
            gathering.look_at(other)

    def _about(self, fact: Fact) -> OfKeys:
        _, *member = fact.id.split(".")
        role: Role = "numerator" if fact.kind == "share" else "part"
        if member and member[0] in MEASURE_DIMENSIONS:
            attribute = "ref" if member[0] == "measure" else member[0]
            refs = [ref for ref, one in self._results.measures.items()
                    if name_in_fact(getattr(one, attribute)) == member[1]]  # fmt: skip
            return OfKeys("measures", tuple(((ref,), NOTHING) for ref in refs), "measures", role)
        contracts = None if self._record(fact) is None else self._scope(fact).contracts
        refs = list(self._results.contracts if contracts is None else contracts)
        return OfKeys("contracts", tuple(((ref,), NOTHING) for ref in refs), "contracts", role)


class _Members(dict[str, dict[str, Scope]]):
    def __init__(self, results: Results) -> None:
        self._results = results

    def __missing__(self, dimension: str) -> dict[str, Scope]:
        self[dimension] = {name_in_fact(name): scope for name, scope in self._results.scopes(dimension).items()}
        return self[dimension]


def _totals(fact: Fact, number: Number, gathering: Gathering) -> dict[Role, Decimal]:
    """Return what each role adds up to, held against what the fact says; raise RuntimeError where they differ."""
    totals = gathering.tally.totals
    stated: dict[Role, Decimal] = {}
    if number.divided and number.is_said:
        stated = {"numerator": number.divided[0], "denominator": number.divided[1]}
    elif number.value is not None:
        stated = {"part": number.value}
    for role, total in stated.items():
        if totals.get(role, NOTHING) != total:
            raise RuntimeError(
                f"{fact.id}: the rows of its {role} add up to {totals.get(role, NOTHING)}, and it says {total}: "
                "a fault of ours"
            )
    return {role: totals.get(role, NOTHING) for role in (stated or totals)}


def _code(record: FactRecord | None) -> str:
    """Return the name of the function that calculates a fact."""
    if record is None:
        return f"{quality_facts.__name__}.quality_facts"
    name = record.calculate.__qualname__.split(".")[0]
    return record.calculate.__module__ + (f".{name}" if name.isidentifier() else "")
