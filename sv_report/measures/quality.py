"""The quality of the data behind the figures: what is missing, late, estimated, rejected or against a rule.

Measures stage: takes `Results`, gives `Quality`: each concern with how many rows and contracts, and how far it
could move the headline to date. Tables of an older working folder may lack the accounts; what they would have
said is then not available, and never nought.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import narwhals as nw

from sv_report.data.rules.counting_rules import RULES
from sv_report.data.tables import Tables
from sv_report.measures.headline_lines import sums_by_flag, sums_by_rule
from sv_report.measures.rejected import (
    AcceptedError,
    Left,
    accepted_rows,
    rejected_commitments_unsized,
    rejected_deliveries,
    rejected_rows,
)
from sv_report.measures.results import Results
from sv_report.measures.scope import UNREPORTED
from sv_report.measures.stake import NOTHING_MOVES, Amount, Direction, Stake, stake_of
from sv_report.measures.windows import Window
from sv_report.params.edition import Accepted

OWN_DIRECTION: dict[str, Direction] = {"proxy-not-in-force": "up or down", "proxy-other-version": "up or down"}
MOVES_DUE = "moves what was due"
MOVES_NOTHING = {
    "one-commitment": MOVES_DUE,
    "record-only-valued": "the value is not used",
    "value-netted-twice": "nothing is taken off twice",
}


@dataclass(frozen=True)
class Concern:
    """One thing that makes the figures less sure: `rows` of `of` rows, in how many contracts, and what is at stake.

    `rows` is None where the tables do not tell; `of` where there is no whole to compare with.
    """

    name: str
    label: str
    counted: str  # what `rows` and `of` count
    rows: int | None
    of: int | None
    contracts: int | None
    stake: Stake
    note: str = ""


@dataclass(frozen=True)
class RuleBroken:
    """A counting rule that rows break: the rule's own words beside the concern."""

    rule: str
    reason: str
    source: str
    effect: str
    concern: Concern


@dataclass(frozen=True)
class Quality:
    """The quality of the data: concerns in the order in which a report lists them, the rules broken, the errors
    accepted, and the rules that the council's profile turns off."""

    concerns: tuple[Concern, ...]
    rules: tuple[RuleBroken, ...]
    accepted: tuple[AcceptedError, ...] = ()
    rules_off: tuple[str, ...] = ()

    def concern(self, name: str) -> Concern:
        """Return the concern of that name; raise KeyError where there is none."""
        return {concern.name: concern for concern in self.concerns}[name]

    def rule(self, name: str) -> RuleBroken:
        """Return the rule of that name; raise KeyError where no row breaks it."""
        return {broken.rule: broken for broken in self.rules}[name]


def make_quality(results: Results, accept: Sequence[Accepted] = (), rules_off: frozenset[str] = frozenset()) -> Quality:
    """Return the quality of the data behind some results; `rules_off` are the counting rules not applied to it."""
    lines = sums_by_flag(results)
    by_rule: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in sums_by_rule(results) if results.tables.has_judged_lines else ():
        by_rule[row["rule"]].append(row)
    every_line = sum(row["rows"] for row in lines)
    concerns = (
        _returns_missing(results),
        _not_reported_on(results),
        _flagged(results, lines, "late", "Lines of returns that came after their due date", "is_late", "down"),
        _flagged(results, lines, "resubmitted", "Lines of returns sent again", "is_resubmitted", "up or down"),
        _flagged(results, lines, "estimated", "Lines that the supplier estimated", "estimated", "up or down"),
        *(_rejected(results, left) for left in rejected_rows(results.tables)),
        _against_rules(results, by_rule[""], every_line),
    )
    rules = tuple(_rules_broken(results, by_rule, every_line))
    return Quality(concerns, rules, accepted_rows(results.tables, accept), tuple(sorted(rules_off)))


# ---- coverage ------------------------------------------------------------------------------------


def _returns_missing(results: Results) -> Concern:
    monitored = [standing for standing in results.standings.values() if standing.monitored]
    missing = [standing for standing in monitored if standing.returns_missing]
    return Concern(
        "returns_missing",
        f"Returns for {results.period.words} not received",
        "returns due",
        sum(standing.returns_missing for standing in missing),
        sum(standing.returns_due for standing in monitored),
        len(missing),
        _due(results, "quarter"),
    )


def _not_reported_on(results: Results) -> Concern:
    """Return the commitments due to date in quarters for which no return was seen."""
    contracts = (
        any(line.count(UNREPORTED, "to_date") for line in scope.lines) for scope in results.by_contract.values()
    )
    return Concern(
        "due_not_reported_on",
        "Commitments due to date in quarters without a return",
        "commitments",
        results.all.rows(UNREPORTED, "to_date"),
        results.all.rows("committed", "to_date"),
        sum(contracts),
        _due(results, "to_date"),
    )


def _due(results: Results, window: Window) -> Stake:
    amounts = (
        Amount(line.measure.ref, line.version, line.sum(UNREPORTED, window), line.count(UNREPORTED, window))
        for line in results.all.lines
        if line.count(UNREPORTED, window)
    )
    return stake_of(results, "up", amounts)


# ---- what the lines say of themselves ------------------------------------------------------------


def _flagged(
    results: Results, lines: Sequence[dict[str, Any]], name: str, label: str, flag: str, direction: Direction
) -> Concern:
    found = [row for row in lines if row[flag]]
    every_line = sum(row["rows"] for row in lines)
    if lines and all(row[flag] is None for row in lines):
        return Concern(name, label, "lines", None, every_line, None, Stake(direction), "no return says")
    return _of_lines(results, (name, label, "lines"), found, every_line, direction, "counted")


def _of_lines(
    results: Results, words: tuple[str, str, str], found: Sequence[dict[str, Any]], of: int, direction: Direction,
    part: str, note: str = "",
) -> Concern:  # fmt: skip
    """Return the concern of lines added up by contract and measure; `part` names the sum that is at stake."""
    amounts = (Amount(row["measure"], row["version"], row[part], row["rows"]) for row in found)
    contracts = len({row["contract"] for row in found})
    rows = sum(row["rows"] for row in found)
    return Concern(*words, rows, of, contracts, stake_of(results, direction, amounts), note)


# ---- rejected rows -------------------------------------------------------------------------------


def _rejected(results: Results, left: Left) -> Concern:
    """Return the rows of a table that were left out."""
    rows = left.table or "rows"
    stake, note = NOTHING_MOVES, ""
    if left.table == "deliveries":
        stake = stake_of(results, "up", rejected_deliveries(results))
    elif left.table == "commitments":
        stake, note = _rejected_commitments(results, left.rows or 0)
    elif left.table == "spend":
        note = "no part of the headline"
    elif left.rows or left.rows is None:
        stake = Stake("up or down", unsaid=left.rows or 0, unvalued=left.rows or 0)
    name = f"rejected_{left.table}" if left.table else "rejected"
    label = f"Rows of {left.table} rejected" if left.table else "Rows rejected"
    return Concern(name, label, rows, left.rows, left.of, left.contracts, stake, note)


def _rejected_commitments(results: Results, rows: int) -> tuple[Stake, str]:
    """Return what rejected commitments put at stake, and the note on it.

    Nothing of the headline where their sizes are known; where one is not, how much cannot be said.
    """
    unsized = rejected_commitments_unsized(results)
    if not unsized:
        return NOTHING_MOVES, MOVES_DUE
    words = "row" if unsized == 1 else "rows"
    note = f"{MOVES_DUE}, by how much cannot be said: the size of {unsized:,} {words} could not be read"
    return Stake("up or down", unsaid=unsized, unvalued=rows), note


# ---- counting rules ------------------------------------------------------------------------------


def _against_rules(results: Results, found: Sequence[dict[str, Any]], of: int) -> Concern:
    words = ("against_rules", "Lines against a counting rule, each once", "lines")
    if not results.tables.has_judged_lines:
        return Concern(*words, None, of, None, Stake("down"))
    return _of_lines(results, words, found, of, "down", "counted")


def _rules_broken(results: Results, by_rule: dict[str, list[dict[str, Any]]], of: int) -> Iterable[RuleBroken]:
    elsewhere = _rows_elsewhere(results.tables)
    for rule in RULES:
        words = (rule.name, rule.name.replace("-", " ").capitalize(), "rows" if rule.name in elsewhere else "lines")
        if found := by_rule.get(rule.name):
            raises = rule.effect == "claimed only" and results.headline == "validated"
            direction: Direction = "up" if raises else "down"
            concern = _of_lines(results, words, found, of, direction, "beyond" if raises else "counted")
        elif rows := elsewhere.get(rule.name):
            concern = _at_contracts(results, words, rows)
        else:
            continue
        yield RuleBroken(rule.name, rule.reason, rule.source, rule.effect, concern)


def _rows_elsewhere(tables: Tables) -> dict[str, list[dict[str, Any]]]:
    """Return the rows against a rule that are no lines: of contracts, commitments and the value book."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    if "broken_rules" in tables:
        for row in tables.rows(tables["broken_rules"].filter(nw.col("table_name") != "deliveries")):
            found[row["rule"]].append(row)
    return found


def _at_contracts(results: Results, words: tuple[str, str, str], rows: Sequence[dict[str, Any]]) -> Concern:
    """Return the concern of rows at which a contract and a measure stand: all that the contract counts of it."""
    name = words[0]
    pairs = {(row["contract"], row["measure"]) for row in rows}
    contracts = len({contract for contract, _ in pairs if contract})
    if name in MOVES_NOTHING:
        return Concern(*words, len(rows), None, contracts or None, NOTHING_MOVES, MOVES_NOTHING[name])
    amounts = (
        Amount(line.measure.ref, line.version, line.sum(results.headline, "to_date"), 1)
        for contract, scope in results.by_contract.items()
        for line in scope.lines
        if (contract, line.measure.ref) in pairs
    )
    return Concern(*words, len(rows), None, contracts, stake_of(results, OWN_DIRECTION.get(name, "up"), amounts))
