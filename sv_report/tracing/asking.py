"""Ask what rests on a source row: the figures computed as they are, and again with the row saying something else.

Nothing is guessed of a sum: the data is taken in and computed anew under each probe, by the same functions as a run's,
and the facts are compared. What no probe can show, a threshold between two of them, `reach` adds.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from sv_report.data.of_edition import data_for_now, sources_of
from sv_report.data.probes import Asked, Probe, amounts, faults, probes_of
from sv_report.data.source_rows import SourceRow, find_row
from sv_report.data.tables import Tables
from sv_report.data.what_if import RowChange
from sv_report.errors import DataError, MeasureError, ReportError, UsageError
from sv_report.findings import Finding
from sv_report.manuscript import KNOWN, figures_of, period_of, seen_on
from sv_report.measures.fact import Fact
from sv_report.measures.facts import Facts
from sv_report.params import Edition, Period, Workbench, find_workbench, load_edition, short_date
from sv_report.tracing.affected import Affected, ChangedFact
from sv_report.tracing.reach import Register, reach_of


def affected_by(
    edition: str | Path,
    place: str,
    *,
    root: Path | None = None,
    settings: Mapping[str, str] | None = None,
    change: Mapping[str, str] | None = None,
    without: bool = False,
) -> Affected:
    """Return the facts that a row of an edition's data bears on, `place` as FILE:ROW or FILE#SHEET:ROW.

    With `change`, other texts by column, or `without`, it is exactly the facts that this changes. Raises UsageError
    where there is no such row or column, and DataError where the data, or the data so changed, bears no figures.
    """
    if change and without:
        raise UsageError("A row is either changed or left out: give --change or --without, not both.")
    workbench = find_workbench(root)
    loaded, _ = load_edition(edition, workbench, KNOWN, settings)
    asked = RowQuestions(loaded, workbench)
    row = asked.row(place)
    return asked.what_if(row, change) if change or without else asked.standing(row)


@dataclass(frozen=True)
class _Answer:
    """What came of a question: the facts and findings, or why there are none."""

    facts: Facts
    findings: tuple[Finding, ...] = ()
    refused: ReportError | None = None


class RowQuestions:
    """Questions about the rows of an edition's data; its figures as they are are computed once."""

    def __init__(self, edition: Edition, workbench: Workbench) -> None:
        self.edition = edition
        self.workbench = workbench

    def row(self, place: str) -> SourceRow:
        """Return the row that a person names; raise UsageError where it is not there."""
        return find_row(sources_of(self.edition, self.workbench), place)

    def what_if(self, row: SourceRow, change: Mapping[str, str] | None) -> Affected:
        """Return exactly the facts that a change of a row changes; without one, that leaving it out does."""
        before = self._by_id
        answer = self._answer(row.left_out() if change is None else row.changed(change))
        if answer.refused:
            kind = MeasureError if isinstance(answer.refused, MeasureError) else DataError
            message = f"With this change there would be no figures. {answer.refused.args[0]}"
            raise kind(message, answer.refused.findings)
        after = {fact.id: fact for fact in answer.facts}
        ids = self._in_order(self._differing(answer.facts))
        changed = tuple(ChangedFact(id_, before.get(id_), after.get(id_)) for id_ in ids)
        notes = (f"Then {text}" for text in _said_of(row, answer.findings))
        return Affected(
            row.file, row.sheet, row.row, row.table, _cells(row), changed=changed, asked=change, facts=before,
            notes=(*_said_of(row, self._now.findings), *notes),
        )  # fmt: skip

    def standing(self, row: SourceRow) -> Affected:
        """Return the facts that change with a row's amounts, those that change without it, and those that can turn."""
        probes = probes_of(row, self._asked(row))
        without, *answers = [self._answer(change) for change in (row.left_out(), *(probe.change for probe in probes))]
        asked = [
            (probe, self._differing(one.facts)) for probe, one in zip(probes, answers, strict=True) if not one.refused
        ]
        reach = reach_of(row, self._now.facts, self._register, self.edition.profile.counting_rules_off)
        changes = {name: found for name in amounts(row) if (found := _always(name, asked, reach))}
        left_out = set() if without.refused else self._differing(without.facts)
        moved: set[str] = set().union(*changes.values()) if changes else set()
        can_turn = (reach - moved).union(*(_else(probe, found, changes) for probe, found in asked)) - left_out
        of = {id_: tuple(name for name, found in changes.items() if id_ in found) for id_ in moved}
        return Affected(
            row.file, row.sheet, row.row, row.table, _cells(row),
            changes={id_: of[id_] for id_ in self._in_order(moved)},
            withdrawn=self._in_order(left_out),
            can_turn=self._in_order(can_turn),
            refused=str(without.refused.args[0]) if without.refused else "",
            notes=(*_said_of(row, self._now.findings), *(() if moved else self._why_idle(row))),
            facts=self._by_id,
        )  # fmt: skip

    # ---- the figures as they are, and as they would be -------------------------------------------

    def _answer(self, change: RowChange | None) -> _Answer:
        try:
            with data_for_now(self.edition, self.workbench, change) as (tables, findings):
                return _Answer(figures_of(self.edition, tables).facts, tuple(findings))
        except ReportError as problem:
            return _Answer(Facts(()), problem.findings, problem)

    @cached_property
    def _now(self) -> _Answer:
        with data_for_now(self.edition, self.workbench) as (tables, findings):
            self._know(tables)
            return _Answer(figures_of(self.edition, tables).facts, tuple(findings))

    def _know(self, tables: Tables) -> None:
        """Keep what questions need to know of the other rows."""
        self._register = Register.of(tables, period_of(self.edition))
        self._received: dict[tuple[Any, Any], dict[int, date | None]] = {}
        for one in tables.rows(tables["returns"].select("contract", "period", "version", "received_on")):
            self._received.setdefault((one["contract"], one["period"]), {})[one["version"]] = one["received_on"]
        self._books = sorted({one["version"] for one in tables.optional("value_book")})

    def _asked(self, row: SourceRow) -> Asked:
        edition, _ = self.edition, self._now
        keys = {(part.value("contract"), part.value("period")) for part in row.parts if part.table == "deliveries"}
        versions = [version for key in keys for version in self._received.get(key, ())]
        return Asked(period_of(edition), seen_on(edition), edition.last_report_data_as_at, versions, self._books)

    def _why_idle(self, row: SourceRow) -> Iterator[str]:
        """Yield why no amount of a row is in any figure, as far as its own place tells."""
        if names := faults(row):
            yield f"The row is rejected for its {' and '.join(names)}: what it adds once mended is among what can turn."
        end, as_at = period_of(self.edition).end, seen_on(self.edition)
        for part in row.parts:
            contract, period = (part.value(name) if name in part.cells else None for name in ("contract", "period"))
            if contract is not None and contract not in self._register.contracts:
                yield f"Contract {contract} had not begun by {short_date(end)}."
            if part.table in ("deliveries", "spend") and period and Period.parse(str(period)).end > end:
                yield f"{period} ends after the report's period."
            elif part.table == "deliveries":
                seen = {version for version, day in self._received.get((contract, period), {}).items()
                        if day and day <= as_at}  # fmt: skip
                version = part.value("return_version")
                if version not in seen:
                    yield f"Version {version} of its return had not been received by {short_date(as_at)}."
                elif max(seen) != version:
                    yield f"Version {max(seen)} of its return has replaced version {version}."

    @cached_property
    def _by_id(self) -> dict[str, Fact]:
        return {fact.id: fact for fact in self._now.facts}

    def _differing(self, facts: Facts) -> set[str]:
        """Return the ids of the facts that are not what they are now, those that came or went included."""
        others = {fact.id: fact for fact in facts}
        both = self._by_id.keys() & others.keys()
        gone = self._by_id.keys() ^ others.keys()
        return gone | {id_ for id_ in both if _says(self._by_id[id_]) != _says(others[id_])}

    def _in_order(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Return ids in the order of the facts; those that are not there now last."""
        wanted = {*ids}
        return (*(id_ for id_ in self._by_id if id_ in wanted), *sorted(wanted - self._by_id.keys()))


def _says(fact: Fact) -> tuple[object, ...]:
    """Return all that a fact says: not how many rows it stands on, nor the words of how it is made."""
    return fact.value, fact.status, fact.text, fact.label, fact.member, fact.unit, fact.kind, fact.decimals, fact.period


def _always(column: str, asked: Iterable[tuple[Probe, set[str]]], reach: set[str]) -> set[str]:
    """Return the facts that change whenever a column does, by the least as by much; never a count, a rank or a word."""
    moves = [found for probe, found in asked if probe.column == column]
    farther = [found for probe, found in asked if not probe.column and probe.columns == {column}]
    return set.intersection(*moves, *farther) - {id_ for id_ in reach if not _is_sum(id_)} if moves else set()


def _is_sum(id_: str) -> bool:
    return "_top_" in id_ or id_.startswith("quality_at_stake")


def _else(probe: Probe, found: set[str], changes: Mapping[str, set[str]]) -> set[str]:
    """Return the facts that a probe changed and that none of the columns it changes is known to change."""
    return found.difference(*(changes.get(name, set()) for name in probe.columns))


def _cells(row: SourceRow) -> dict[str, str]:
    """Return a row's texts by the names of columns: the table's, and the header's where it has none."""
    ours = {index: name for part in row.parts for name, index in part.places.items()}
    return {
        ours.get(index) or row.header[index]: text for index, text in enumerate(row.cells) if index < len(row.header)
    }


def _said_of(row: SourceRow, findings: Iterable[Finding]) -> tuple[str, ...]:
    """Return what was found at a row."""
    place = row.file, row.sheet, row.row
    return tuple(
        f"{one.severity}: {one.message} [{one.rule}]"
        for one in findings
        if (one.where.file, one.where.sheet, one.where.row) == place
    )
