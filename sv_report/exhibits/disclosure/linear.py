"""What each fact adds up, as a form that can be added and taken off: a quantity in times, over contracts or measures.

Exhibits stage, disclosure. Takes `Results`, gives a `Form` for every fact, read off the terms that its calculation
says (`measures.terms`). A sum of £ is of one *kind* (a row of a table): some quantities in some windows of time, one
taken off another. Two facts of one kind differ in their scope only, and one scope's facts in their kinds: whatever
follows from printed facts by adding and taking off follows from these forms.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, Literal, TypeAlias

from sv_report.data.rules.table_rules import name_in_fact
from sv_report.measures.records import RECORDS, FactRecord
from sv_report.measures.register import CONTRACT_DIMENSIONS, MEASURE_DIMENSIONS
from sv_report.measures.results import Results
from sv_report.measures.scope import ROWS_OF, Pair, Scope
from sv_report.measures.terms import OfKeys, OfLines, OfPairs, OfPlaces, OfSpend, OfTable, Term
from sv_report.measures.windows import Days

Side: TypeAlias = Literal["contract", "measure"]
Sum: TypeAlias = tuple[str, Any]  # a quantity, and the window or the quarter that it is in
About: TypeAlias = tuple[str, str, str, Scope]  # a dimension, a member, how its facts' ids end, and its scope
Kind: TypeAlias = tuple[tuple[Sum, int], ...]  # sums with the sign that each is added with; of others, their record
OF_LINES = ("additional", "local")  # families of sums of commitments' and deliveries' lines
SIDES: tuple[Side, ...] = ("measure", "contract")
RANKED = ("_top_", "_largest_")  # in the ids of facts that rank contracts: they add up to nothing


@dataclass(frozen=True)
class Form:
    """What a fact adds up: `family` (facts of two families are never added), kind, dimension and member.

    `needs` are the sums that it is calculated from, in whichever way; `adds` says whether the facts of parts add up to
    that of the whole. A fact of no contract or measure (a day, a rule) has none.
    """

    id: str
    record: FactRecord
    family: str
    kind: Kind
    dimension: str
    member: str
    needs: frozenset[Sum]
    adds: bool

    @cached_property
    def scope(self) -> str:
        """What it is about, as facts' ids end: `contract.c012`; of the whole, and of a quarter of it, nothing."""
        return f"{self.dimension}.{name_in_fact(self.member)}" if self.dimension in DIMENSIONS else ""

    @property
    def quarter(self) -> str:
        """Of a fact that is told quarter after quarter, its own; else nothing."""
        return self.member if self.dimension == "quarter" else ""

    @property
    def is_whole_sum(self) -> bool:
        """Whether it is all of the sums that it needs, so that what needs the same is worked out from it."""
        return bool(self.needs) and (self.is_of_lines or not any(of in ROWS_OF for of, _ in self.needs))

    @property
    def is_of_lines(self) -> bool:
        """Whether it is a plain sum of commitments' or deliveries' lines."""
        return self.family in OF_LINES

    @property
    def sides(self) -> tuple[Side, ...]:
        """Whether its scope is of contracts or of measures; the whole is of both."""
        if not self.scope:
            return ("contract", "measure")
        return ("contract",) if self.dimension in CONTRACT_DIMENSIONS else ("measure",)


DIMENSIONS = (*CONTRACT_DIMENSIONS, *MEASURE_DIMENSIONS)


class Forms:
    """The forms of every fact of some results, by id, and what each scope holds."""

    def __init__(self, results: Results) -> None:
        self.results = results
        self._with_part = cache(self._find_with_part)
        self._about = cache(self._find_about)  # the same of many records
        self._counted = cache(self._find_counted)  # the same of many members

    @cached_property
    def by_id(self) -> dict[str, Form]:
        """The form of each fact that is made from a record."""
        return {form.id: form for record in RECORDS for form in self._of(record)}

    @cached_property
    def members(self) -> Mapping[Side, dict[str, frozenset[str]]]:
        """The contracts, or the measures, of each scope, by the scope's name in facts; the whole's is empty."""
        found: dict[Side, dict[str, frozenset[str]]] = {
            "contract": {"": frozenset(self.results.contracts)},
            "measure": {"": frozenset(self._measures)},
        }
        for dimension in DIMENSIONS:
            side: Side = "contract" if dimension in CONTRACT_DIMENSIONS else "measure"
            for name, scope in self.results.scopes(dimension).items():
                held = scope.contracts or () if side == "contract" else self._of_measures(dimension, name)
                found[side][f"{dimension}.{name_in_fact(name)}"] = frozenset(held)
        return found

    @cached_property
    def contract_scopes(self) -> dict[str, tuple[str, ...]]:
        """The scopes in which each contract stands, by their names in facts, the whole's first."""
        return {
            ref: ("", *(f"{dimension}.{name_in_fact(one.member(dimension))}" for dimension in CONTRACT_DIMENSIONS))
            for ref, one in self.results.contracts.items()
        }

    @cached_property
    def measure_scopes(self) -> dict[str, tuple[str, ...]]:
        """The scopes in which each measure stands, by their names in facts."""
        attributes = {dimension: "ref" if dimension == "measure" else dimension for dimension in MEASURE_DIMENSIONS}
        return {
            ref: tuple(f"{dimension}.{name_in_fact(getattr(one, name))}" for dimension, name in attributes.items())
            for ref, one in self.results.measures.items()
        }

    def scopes_of(self, pair: Pair) -> tuple[str, ...]:
        """Return the scopes in which a commitment stands, the whole's first."""
        return self.contract_scopes[pair[0].contract] + self.measure_scopes[pair[0].measure.ref]

    def held(self, side: Side, scope: str, family: str) -> frozenset[str]:
        """Return the contracts, or the measures, that a scope's facts of a family add up."""
        held = self.members[side][scope]
        return held if side == "contract" or scope.startswith("measure.") else held & self._with_part(family)

    def _find_with_part(self, family: str) -> frozenset[str]:
        """Return the measures that have a part in a family's facts: of sums in £, the valued ones of their kind."""
        record = next((one for one in RECORDS if one.id == family), None)
        counts_as = family if family in OF_LINES else record.counts_as if record else None
        found = (self.results.measures[ref] for ref in self._measures)
        return frozenset(one.ref for one in found if counts_as is None or (one.valued and one.counts_as == counts_as))

    @cached_property
    def _measures(self) -> list[str]:
        return [ref for ref in self.results.measures if ref not in self.results.renamed]

    def _of_measures(self, dimension: str, name: str) -> Iterator[str]:
        attribute = "ref" if dimension == "measure" else dimension
        yield from (ref for ref in self._measures if getattr(self.results.measures[ref], attribute) == name)

    def _of(self, record: FactRecord) -> Iterator[Form]:
        about = self._about(record.whole, record.by)
        if not about:
            return
        needs, sums = self._sums(record, about)
        adds = record.kind in ("sum", "count") and not any(word in record.id for word in RANKED)
        for dimension, name, ending, scope in about:
            family, kind = self._counted(record.id, name if dimension == "rating" else record.window or "")
            if sums:
                family = record.counts_as or scope.measure.counts_as
                kind = at(sums, name) if dimension == "quarter" else sums
            yield Form(record.id + ending, record, family, kind, dimension, name, needs, adds)

    def _find_about(self, whole: bool, by: tuple[str, ...]) -> list[About]:
        """Return what the facts of a record are about: the whole, and each member of its dimensions."""
        found: list[About] = [("", "", "", self.results.all)] if whole else []
        for dimension in by:
            for name, scope in self.results.scopes(dimension).items():
                found.append((dimension, name, f".{dimension}.{name_in_fact(name)}", scope))
        return found

    def _find_counted(self, record: str, of: str) -> tuple[str, Kind]:
        """Return the family and the kind of what is no plain sum of lines: counts of which one is others added up.

        `of` is the band that a fact is of, else the window.
        """
        bands = [("rated", one.word) for one in self.results.conventions.bands]
        counts: dict[str, tuple[str, list[Sum]]] = {
            "contracts_monitored": ("contracts", [*bands, ("not rated", "")]),
            "contracts_rated": ("contracts", bands),
            "contracts_by_rating": ("contracts", [("rated", of)]),
            "contracts_not_rated": ("contracts", [("not rated", "")]),
            "returns_due": ("returns", [("received", ""), ("missing", "")]),
            "returns_received": ("returns", [("received", "")]),
            "returns_missing": ("returns", [("missing", "")]),
        }
        family, added = counts.get(record, (record, [(record, of)]))
        return family, tuple(sorted((one, 1) for one in added))

    def _sums(self, record: FactRecord, about: list[About]) -> tuple[frozenset[Sum], Kind]:
        """Return the sums that a record's facts need, and their kind where it is a plain sum of whole lines."""
        widest = max((scope for *_, scope in about), key=lambda scope: (_is_summed(scope), len(scope.pairs)))
        terms = record.calculate(widest).made_of()
        of_lines = [term for term in terms if isinstance(term, OfLines)]
        needs = frozenset(map(_need, terms))
        if record.kind != "sum" or len(of_lines) != len(terms):
            return needs, ()
        added: dict[Sum, int] = defaultdict(int)
        for term in of_lines:
            sign = _sign(term, record, widest)
            if sign is None:
                return needs, ()
            added[term.quantity, term.window] += sign
        return needs, tuple(sorted((of, sign) for of, sign in added.items() if sign))


def _need(term: Term) -> Sum:
    """Return what a term adds up, by a name that is the same in every fact that adds up the same."""
    match term:
        case OfLines():
            return term.quantity, term.window
        case OfSpend():
            return "spend", term.window
        case OfPairs():
            return term.words, term.window
        case OfTable() | OfKeys() | OfPlaces():
            return term.table, term.words


def _is_summed(scope: Scope) -> bool:
    return not scope.is_of_measure or (scope.measure.across == "sum" and not scope.measure.is_share)


def _sign(term: OfLines, record: FactRecord, scope: Scope) -> int | None:
    """Return whether a term adds (1) or takes off (-1) all lines that it could be of; None where it is of some, or
    at another worth than its own."""
    if term.base or term.that or term.each or term.once or not term.weights:
        return None
    if record.counts_as is None:
        weights = {weight for _, weight in term.weights}
        return None if len(weights) != 1 or not (only := weights.pop()) else 1 if only > 0 else -1
    of_worth = [(weight, line.worth) for line, weight in term.weights if line.worth]
    every = sum(1 for line in scope.lines if line.measure.valued and line.measure.counts_as == record.counts_as)
    if not of_worth or len(term.weights) != every:
        return None
    return next((sign for sign in (1, -1) if all(weight == sign * worth for weight, worth in of_worth)), None)


def at(kind: Kind, window: str) -> Kind:
    """Return a kind of sum in another window."""
    return tuple(((quantity, window), sign) for (quantity, _), sign in kind)


class Times:
    """The stretches of time that windows are made of, so that one sum's window can be held against another's.

    Each stretch is a set of periods of the data that stand in the same windows, of all reports that are held against
    each other: `of` is the report's number among them. Quarters of which nothing but the whole's sums are told are one
    stretch unless they are held `apart`: their sums tell nothing else than what they come to together.
    """

    def __init__(self, *reports: Results, apart: bool = False) -> None:
        rows = reports[0].tables.rows(reports[0].tables["periods"])
        windows: dict[tuple[int, str], Days] = {}
        quarters: dict[tuple[int, str], Days] = {}
        for of, results in enumerate(reports):
            windows |= {(of, str(name)): days for name, days in results.windows.items()}
            ended = [row for row in rows if row["period_end"] <= results.period.end]
            quarters |= {(of, row["period"]): Days(row["period_start"], row["period_end"]) for row in ended}
        periods = [Days(row["period_start"], row["period_end"]) for row in rows]
        told = windows | quarters if apart else windows
        numbers: dict[frozenset[tuple[int, str]], int] = {}
        stretch_of = [
            numbers.setdefault(frozenset(name for name, window in told.items() if days.is_within(window)), len(numbers))
            for days in periods
        ]
        self._stretches: dict[tuple[int, str], frozenset[int]] = {}
        for name, window in (windows | quarters).items():
            inside = [days.is_within(window) for days in periods]
            found = {number for number, within in zip(stretch_of, inside, strict=True) if within}
            if not any(number in found and not within for number, within in zip(stretch_of, inside, strict=True)):
                self._stretches[name] = frozenset(found)
        self._merged = quarters.keys() - self._stretches.keys()

    def is_told(self, kind: Kind, of: int = 0) -> bool:
        """Return whether a kind is of whole stretches."""
        return not any((of, window) in self._merged for (_, window), _ in kind)

    def expanded(self, kind: Kind, of: int = 0) -> dict[tuple[str, object], int]:
        """Return a kind by quantity and stretch; a sum that is no stretch of lines stands for itself."""
        found: dict[tuple[str, object], int] = defaultdict(int)
        for (quantity, window), sign in kind:
            for stretch in self._stretches.get((of, window), (window,)):
                found[quantity, stretch] += sign
        return {at: sign for at, sign in found.items() if sign}
