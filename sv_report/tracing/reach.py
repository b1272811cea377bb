"""How far a row can reach: the counts, ranks, words and shares of counts that may turn when it changes.

A sum shows at once whether it rests on a row; a count need not, until a threshold is crossed that may lie between any
two values. So they are found by what they are of: facts of the whole, and of the members that the row's contract and
measure belong to, whose tables include the row's, in a window of time that holds its period.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from sv_report.data.rules.counting_deliveries import DELIVERY_RULES
from sv_report.data.rules.counting_rules import RULES
from sv_report.data.rules.counting_values import VALUE_RULES
from sv_report.data.rules.table_rules import name_in_fact
from sv_report.data.source_rows import SourceRow, TablePart
from sv_report.data.tables import Tables
from sv_report.measures.facts import Facts
from sv_report.measures.quality_facts import WHAT, quality_id
from sv_report.measures.records import RECORDS, FactRecord
from sv_report.measures.register import (
    CONTRACT_DIMENSIONS,
    MEASURE_DIMENSIONS,
    Contract,
    contracts_of,
    former_names,
    measures_of,
)
from sv_report.measures.scope import Measure
from sv_report.measures.windows import windows_of
from sv_report.params.period import Period

BY_NAME = {record.id: record for record in RECORDS}
STANDS_FOR = {"deflators": "value_book"}  # what a table that no record names goes into
OF_RETURNS = ("returns_missing", "due_not_reported_on", "late", "resubmitted", "estimated", "against_rules")
CONCERNS: dict[str, tuple[str, ...]] = {  # of the data's quality, by the table whose rows bear on them
    "deliveries": ("late", "resubmitted", "estimated", "against_rules"),
    "commitments": ("returns_missing", "due_not_reported_on"),
    "returns": OF_RETURNS,
    "contracts": OF_RETURNS,
    "measures": OF_RETURNS,
    "value_book": OF_RETURNS,
}
OF_CONTRACTS = ("commitments", "returns", "deliveries", "spend", "variations", "assessments")
REFERRING: dict[str, tuple[str, ...]] = {  # whose rows are rejected with a row that they refer to
    "suppliers": ("contracts", *OF_CONTRACTS),
    "contracts": OF_CONTRACTS,
    "measures": ("value_book", "commitments", "deliveries"),
    "returns": ("deliveries",),
}
EVERY_RULE = tuple(rule.name for rule in RULES)
RULES_OF: dict[str, tuple[str, ...]] = {
    "deliveries": tuple(rule.name for rule in DELIVERY_RULES),
    "commitments": ("one-commitment", "outside-commitment"),
    "returns": EVERY_RULE,
    "contracts": EVERY_RULE,
    "measures": EVERY_RULE,
    "value_book": tuple(rule.name for rule in VALUE_RULES),
}


@dataclass
class Register:
    """The contracts begun and the measures of the data, and which of them go together."""

    period: Period
    contracts: dict[str, Contract]
    measures: dict[str, Measure]
    now_called: dict[str, str]
    pairs: set[tuple[str, str]] = field(default_factory=set)

    @classmethod
    def of(cls, tables: Tables, period: Period) -> "Register":
        """Return the register of some tables."""
        called = {old: new for new, names in former_names(tables).items() for old in names}
        register = cls(period, contracts_of(tables, period.end), measures_of(tables), called)
        for name in ("commitments", "deliveries"):
            rows = tables.rows(tables[name].select("contract", "measure").unique())
            register.pairs |= {(row["contract"], row["measure"]) for row in rows}
        return register

    def about(self, part: TablePart) -> tuple[set[str], set[str]]:
        """Return the contracts and the measures that a row is about; without one of its own, all that go with it."""
        contracts, measures = self._named(part)
        if part.table == "suppliers":
            id_ = part.value("id")
            contracts = {ref for ref, contract in self.contracts.items() if contract.supplier_id == id_}
        if not contracts and part.table != "suppliers":
            contracts = {contract for contract, measure in self.pairs if measure in measures}
        if not measures:
            measures = {measure for contract, measure in self.pairs if contract in contracts}
        return contracts & self.contracts.keys(), {self.now_called.get(ref, ref) for ref in measures}

    def _named(self, part: TablePart) -> tuple[set[str], set[str]]:
        found = []
        for table, column in (("contracts", "contract"), ("measures", "measure")):
            name = "ref" if part.table == table else column
            value = part.value(name) if name in part.cells and (name == column or part.table == table) else None
            found.append({str(value)} if value is not None else set())
        return found[0], found[1]


def reach_of(row: SourceRow, facts: Facts, register: Register, rules_off: frozenset[str]) -> set[str]:
    """Return the ids of the facts that may turn with a row's cells, those of rules that no row breaks yet included."""
    found: set[str] = set()
    for part in row.parts:
        contracts, measures = register.about(part)
        ends = {"", *_ends(register, contracts, measures)}
        for fact in facts:
            name, _, member = fact.id.partition(".")
            record = BY_NAME.get(name)
            if record is None or not _may_turn(record):
                continue
            if (member in ends or member.startswith("rating.")) and _rests_on(record, part, register, measures):
                found.add(fact.id)
        found |= set(_of_quality(part.table, rules_off))
    return found


def _may_turn(record: FactRecord) -> bool:
    """Return whether a record is a count, a rank, a word, a share of counts, or a sum of what ranks first."""
    is_share_of_counts = record.kind == "share" and record.counts_as is None and record.window is None
    return record.kind in ("count", "rank", "text") or is_share_of_counts or "_top_" in record.id


def _ends(register: Register, contracts: Iterable[str], measures: Iterable[str]) -> Iterator[str]:
    """Yield the ends of the ids of facts by the members that contracts and measures belong to."""
    for ref in contracts:
        for dimension in CONTRACT_DIMENSIONS:
            yield f"{dimension}.{name_in_fact(register.contracts[ref].member(dimension))}"
    for ref in measures:
        measure = register.measures.get(ref)
        for dimension in MEASURE_DIMENSIONS if measure else ():
            member = getattr(measure, "ref" if dimension == "measure" else dimension)
            yield f"{dimension}.{name_in_fact(member)}"


def _rests_on(record: FactRecord, part: TablePart, register: Register, measures: set[str]) -> bool:
    """Return whether facts of a record can rest on a row: by its table, its period, and what its measure counts as."""
    if STANDS_FOR.get(part.table, part.table) not in record.tables:
        return False
    if record.counts_as and not any(
        measure.valued and measure.counts_as == record.counts_as
        for ref in measures
        if (measure := register.measures.get(ref))
    ):
        return part.table == "measures"  # which may come to be valued, or to count as the other
    days, quarter = windows_of(register.period)[record.window or "to_date"], _quarter(part)
    if quarter is None:
        return True
    return (days.first or date.min) <= quarter.start and quarter.end <= (days.last or date.max)


def _quarter(part: TablePart) -> Period | None:
    try:
        return Period.parse(str(part.value("period"))) if "period" in part.cells else None
    except ValueError:
        return None


def _of_quality(table: str, rules_off: frozenset[str]) -> Iterator[str]:
    """Yield the ids of the facts of the data's quality that a table's rows bear on."""
    rejected = ("rejected", *(f"rejected_{one}" for one in (table, *REFERRING.get(table, ()))))
    for what in WHAT:
        for name in (*CONCERNS.get(table, ()), *rejected):
            yield quality_id(what, "concern", name)
        for name in RULES_OF.get(table, ()):
            if name not in rules_off:
                yield quality_id(what, "rule", name)
