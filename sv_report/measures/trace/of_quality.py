"""What the facts of the data's quality are made of: lines that are late or against a rule, rows that were rejected.

Measures stage: the terms of `quality`'s concerns, beside which each number is held as it was printed.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, cached_property
from typing import Any

import narwhals as nw

from sv_report.data.account import Account
from sv_report.data.rules.table_rules import name_in_fact
from sv_report.data.schema import ORIGIN
from sv_report.measures.fact import Fact, Number
from sv_report.measures.headline_lines import PLACE
from sv_report.measures.quality import Concern, Quality
from sv_report.measures.quality_facts import accepted_id
from sv_report.measures.rejected import is_to_date
from sv_report.measures.results import Results
from sv_report.measures.scope import NOTHING, UNREPORTED, Line
from sv_report.measures.stake import over_a_year
from sv_report.measures.terms import (
    ONE,
    MadeOf,
    OfLines,
    OfPlaces,
    OfTable,
    Term,
    Terms,
    no_terms,
    of_contracts,
    over,
)
from sv_report.measures.value import ARITHMETIC

REJECTED = "rejected_"
FLAGS = ("late", "resubmitted", "estimated")


@dataclass(frozen=True)
class Made:
    """The terms of one concern's facts: its rows, all rows, its contracts, the £ at stake, the rows without a £."""

    rows: MadeOf
    of: MadeOf
    contracts: MadeOf
    at_stake: MadeOf
    unvalued: MadeOf


class QualityTerms:
    """The numbers of the facts of quality, with what they are made of."""

    def __init__(self, results: Results, quality: Quality | None) -> None:
        self._results = results
        self._count = cache(results.tables.count)
        concerns = [("concern", one) for one in quality.concerns] if quality else []
        rules = [("rule", one.concern) for one in quality.rules] if quality else []
        self._accepted = quality.accepted if quality else ()
        self._concerns = {(kind, name_in_fact(one.name)): one for kind, one in (*concerns, *rules)}

    def number(self, fact: Fact) -> Number:
        """Return the number of a fact of quality, with its terms."""
        base, kind, name = fact.id.split(".")
        if kind == "accepted":
            return Number(fact.value, fact.status, fact.source.rows or 0, made_of=self._of_accepted(fact))
        concern = self._concerns[kind, name]
        what = base.removeprefix("quality_")
        made = self._made(kind, concern)
        if what == "share":
            made_of = over(made.rows, made.of)
            if concern.rows is None or not concern.of:
                return Number(fact.value, fact.status, made_of=made_of)
            return Number.share(concern.rows, concern.of, made_of=made_of)
        found: MadeOf = made.rows if what == "claims" else getattr(made, what)
        return Number(fact.value, fact.status, fact.source.rows or 0, fact.text, found)

    def _made(self, kind: str, concern: Concern) -> Made:
        if kind == "rule":
            return self._of_rule(concern) if concern.counted == "lines" else self._of_rows_elsewhere(concern)
        if concern.name == "returns_missing":
            return self._of_returns()
        if concern.name == "due_not_reported_on":
            return self._of_lines(UNREPORTED, "committed")
        if concern.name in FLAGS:
            return self._of_lines(self._results.headline, "reported", concern.name)
        if concern.name == "against_rules":
            return self._of_rule(concern)
        return self._of_rejected(concern)

    # ---- coverage and flags ----------------------------------------------------------------------

    def _of_returns(self) -> Made:
        monitored = [one for one in self._results.standings.values() if one.monitored]
        stake = self._in_pounds(UNREPORTED, "quarter")
        return Made(
            of_contracts([(one.ref, one.returns_missing) for one in monitored], "returns missing"),
            of_contracts([(one.ref, one.returns_due) for one in monitored], "returns due"),
            of_contracts([(one.ref, one.returns_missing > 0) for one in monitored], "contracts"),
            stake,
            no_terms,
        )

    def _of_lines(self, counted: str, whole: str, that: str = "") -> Made:
        """Return what is made of lines to date: those that are `that`, of all."""
        lines = self._results.all.lines
        rows = "reported" if that else counted
        return Made(
            self._each(rows, [(line, ONE) for line in lines], that),
            self._each(whole, [(line, ONE) for line in lines]),
            self._each(rows, [(line, ONE) for line in lines], that, once=True),
            self._in_pounds(counted, "to_date", that),
            self._each(rows, [(line, NOTHING if _has_pounds(line) else ONE) for line in lines], that),
        )

    def _each(
        self, quantity: str, weights: Sequence[tuple[Line, Decimal]], that: str = "", once: bool = False
    ) -> MadeOf:
        return lambda: (OfLines(quantity, "to_date", tuple(weights), that=that, each=True, once=once),)

    def _in_pounds(self, quantity: str, window: Any, that: str = "") -> MadeOf:
        weights = tuple((line, (line.worth or NOTHING)) for line in self._results.all.lines if _has_pounds(line))
        return lambda: (OfLines(quantity, window, weights, that=that),)

    # ---- counting rules --------------------------------------------------------------------------

    @cached_property
    def _broken(self) -> list[dict[str, Any]]:
        """The lines that break a rule, a row each line and rule, with what is at stake."""
        if not self._results.tables.has_judged_lines:
            return []
        frame = self._results.broken_lines
        return [] if frame is None else self._results.tables.rows(frame.sort("rule", *PLACE))

    def _of_rule(self, concern: Concern) -> Made:
        """Return what is made of the lines against a rule; of all rules, each line once at the most of any."""
        part = "beyond" if concern.stake.direction == "up" else "counted"
        found: dict[tuple[Any, ...], dict[str, Any]] = {}
        for row in self._broken:
            if concern.name in ("against_rules", row["rule"]):
                place = tuple(row[name] for name in PLACE)
                if place not in found or row[part] > found[place][part]:
                    found[place] = row
        rows = list(found.values())
        return self._of_found(rows, lambda row: row[part], "lines", self._each("reported", self._all_lines))

    @property
    def _all_lines(self) -> list[tuple[Line, Decimal]]:
        return [(line, ONE) for line in self._results.all.lines]

    def _of_rows_elsewhere(self, concern: Concern) -> Made:
        """Return what is made of contracts, commitments and rows of the value book that are against a rule."""
        frame = self._results.tables["broken_rules"].filter(nw.col("table_name") != "deliveries").sort(*ORIGIN)
        rows = [row for row in self._results.tables.rows(frame) if row["rule"] == concern.name]
        pairs = {(row["contract"], row["measure"]) for row in rows}
        lines = [
            line
            for ref, scope in self._results.by_contract.items()
            for line in scope.lines
            if (ref, line.measure.ref) in pairs
        ]
        weights = tuple((line, line.worth or NOTHING) for line in lines if _has_pounds(line))
        headline = self._results.headline
        return Made(
            _places(rows, lambda _: ONE, "rows"),
            no_terms,
            _places(rows, _first_of(rows), "contracts"),
            lambda: (OfLines(headline, "to_date", weights),),
            of_contracts([(line.contract, int(not _has_pounds(line))) for line in lines], "commitments"),
        )

    # ---- rejected rows ---------------------------------------------------------------------------

    def _of_rejected(self, concern: Concern) -> Made:
        """Return what is made of the rows of a table that were rejected; of all tables where none was."""
        table = concern.name.removeprefix(REJECTED) if concern.name.startswith(REJECTED) else ""
        rows = [row for row in self._rejected if row["table_name"] == table]
        whole = self._whole(table, rows, concern)
        if table == "deliveries":
            to_date = [row for row in rows if is_to_date(self._results, row["period"])]
            stake = self._of_found(to_date, lambda row: row["quantity"], table, whole)
            return Made(_places(rows, lambda _: ONE, table), whole, _places(rows, _first_of(rows), "contracts"),
                        stake.at_stake, stake.unvalued)  # fmt: skip
        each = _places(rows, lambda _: ONE, table or "rows")
        return Made(each, whole, _places(rows, _first_of(rows), "contracts"), no_terms, each)

    def _of_accepted(self, fact: Fact) -> MadeOf:
        """Return what is made of the rows that an accepted error leaves out."""
        tables = self._results.tables
        one = next(one for one in self._accepted if accepted_id(one) == fact.id)
        rows = tables.rows(tables["rejected_rows"].sort(*ORIGIN)) if "rejected_rows" in tables else []
        left_out = [row for row in rows if row["rule"] == one.rule and one.file in ("", row["origin_file"])]
        return _places(left_out, lambda _: ONE, "rows")

    @cached_property
    def _rejected(self) -> list[dict[str, Any]]:
        """The rows that were rejected, each once, by the table they are of."""
        tables = self._results.tables
        found: dict[tuple[Any, ...], dict[str, Any]] = {}
        if "rejected_rows" in tables:
            for row in tables.rows(tables["rejected_rows"].sort(*ORIGIN)):
                found.setdefault((row["table_name"], *(row[name] for name in ORIGIN)), row)
        return list(found.values())

    def _whole(self, table: str, rejected: Sequence[dict[str, Any]], concern: Concern) -> MadeOf:
        """Return the terms of every row of a table, the rejected ones too; without a table, of all tables."""
        if self._accounts is None:
            return no_terms
        accounts = [one for one in self._accounts if one.table_name and table in ("", one.table_name)]

        def terms() -> Terms:
            tables = list(dict.fromkeys(one.table_name for one in accounts))
            rest = (concern.of or 0) - sum(self._count(name) for name in tables) - len(rejected)
            more: list[Term] = []
            if rest:  # equal rows that were read as one
                place = (accounts[-1].file, accounts[-1].sheet, 0)
                more = [OfPlaces(table, ((place, ("", "", ""), Decimal(rest)),), "further rows")]
            return (*(OfTable(name, "rows") for name in tables), *_places(rejected, lambda _: ONE, table)(), *more)

        return terms

    @cached_property
    def _accounts(self) -> list[Account] | None:
        tables = self._results.tables
        return tables.accounts if "accounts" in tables else None

    # ---- rows known by their place ---------------------------------------------------------------

    def _of_found(
        self, rows: Sequence[dict[str, Any]], quantity: Callable[[dict[str, Any]], Any], words: str, of: MadeOf
    ) -> Made:
        """Return what is made of rows that were found, each with the quantity of it that is at stake."""
        return Made(
            _places(rows, lambda _: ONE, words),
            of,
            _places(rows, _first_of(rows), "contracts"),
            _places(rows, lambda row: self._worth(row, quantity(row))[0], words),
            _places(rows, lambda row: NOTHING if self._worth(row, quantity(row))[1] else ONE, words),
        )

    def _worth(self, row: Mapping[str, Any], quantity: Decimal | None) -> tuple[Decimal, bool]:
        """Return what a quantity is worth in additional £, and whether it has any."""
        measure = self._results.measures.get(row["measure"] or "")
        if measure is None or quantity is None or not measure.valued:
            return NOTHING, False
        version = self._results.version(row["contract"], row["period"])
        unit = self._results.book.unit(measure.ref, version)
        if unit is None or measure.counts_as != "additional":
            return NOTHING, False
        counted = over_a_year(quantity) if measure.over_time == "stock" else quantity
        return ARITHMETIC.multiply(counted, unit.gbp), True


def _has_pounds(line: Line) -> bool:
    return line.worth is not None and line.measure.counts_as == "additional"


def _places(rows: Iterable[dict[str, Any]], amount: Callable[[dict[str, Any]], Decimal], words: str) -> MadeOf:
    """Return the term of rows that are known by their place."""
    found = list(rows)

    def terms() -> Terms:
        tables = dict.fromkeys(row.get("table_name", "deliveries") for row in found)
        return tuple(
            OfPlaces(
                table,
                tuple(
                    (tuple(row[name] for name in ORIGIN), tuple(row[name] or "" for name in PLACE[3:]), amount(row))
                    for row in found
                    if row.get("table_name", "deliveries") == table
                ),
                words,
            )
            for table in tables
        )

    return terms


def _first_of(rows: Sequence[dict[str, Any]]) -> Callable[[dict[str, Any]], Decimal]:
    """Return the amount that counts each contract once, at the first of its rows."""
    first: dict[str, int] = {}
    for number, row in enumerate(rows):
        if row["contract"]:
            first.setdefault(row["contract"], number)
    once = {id(rows[number]) for number in first.values()}
    return lambda row: ONE if id(row) in once else NOTHING
