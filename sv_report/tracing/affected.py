"""What rests on a row, as it is handed on: as plain values for JSON, and as lines for a terminal."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Context, Decimal
from itertools import groupby
from textwrap import wrap
from typing import Any

from sv_report.data.sheets.header import one_line
from sv_report.measures.fact import Fact, plain

WIDTH = 110  # characters of a line of names
NAMED = 10  # members of a dimension that a line names; JSON has them all
LONGEST = 60  # characters of a cell, beyond which a line would hide the others


@dataclass(frozen=True)
class ChangedFact:
    """A fact before and after a change; None where there is no such fact."""

    id: str
    before: Fact | None
    after: Fact | None

    @property
    def fact(self) -> Fact:
        """The fact as it is, or as it would come to be."""
        found = self.before or self.after
        if found is None:
            raise ValueError(f"{self.id} is there neither before nor after")
        return found

    def record(self) -> dict[str, Any]:
        """Return the fact before and after as plain values; `before` and `after` are unrounded, a text's its words."""
        return {
            "id": self.id,
            "label": self.fact.label,
            "before": _said(self.before),
            "after": _said(self.after),
            "display_before": self.before.display if self.before else None,
            "display_after": self.after.display if self.after else None,
        }


def _said(fact: Fact | None) -> str | None:
    if fact is None or (fact.value is None and not fact.text):
        return None
    return fact.text if fact.value is None else plain(fact.value)


@dataclass(frozen=True)
class Affected:
    """The facts that a row bears on.

    `changes` are those that change whenever an amount of the row does, each with the columns of such amounts;
    `withdrawn` those that change if the row is left out; `can_turn` the others that may change with the row's cells:
    counts, ranks and words that turn when a threshold is crossed, and what only another column moves. With a change
    asked about, `changed` holds exactly the facts that it changes instead. `refused` says why there would be no
    figures without the row; `notes` are the findings at the row.
    """

    file: str
    sheet: str | None
    row: int
    table: str
    cells: Mapping[str, str]
    changes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    withdrawn: tuple[str, ...] = ()
    can_turn: tuple[str, ...] = ()
    changed: tuple[ChangedFact, ...] | None = None
    asked: Mapping[str, str] | None = None
    refused: str = ""
    notes: tuple[str, ...] = ()
    facts: Mapping[str, Fact] = field(default_factory=dict, repr=False)

    def record(self) -> dict[str, Any]:
        """Return it as plain values that JSON can hold."""
        place = {"file": self.file, "sheet": self.sheet or "", "row": self.row, "table": self.table,
                 "cells": dict(self.cells)}  # fmt: skip
        if self.changed is not None:
            return {
                **place,
                "change": None if self.asked is None else dict(self.asked),
                "notes": [*self.notes],
                "facts": [one.record() for one in self.changed],
            }
        changes = [{"id": id_, "label": self._label(id_), "columns": [*of]} for id_, of in self.changes.items()]
        return {
            **place,
            "notes": [*self.notes],
            "changes": changes,
            "withdrawn": [*self.withdrawn],
            "withdrawn_refused": self.refused,
            "can_turn": [*self.can_turn],
        }

    def _label(self, id_: str) -> str:
        return self.facts[id_].label if id_ in self.facts else ""

    # ---- for a terminal --------------------------------------------------------------------------

    def lines(self) -> Iterator[str]:
        """Yield it as a person reads it: the row, then each group of facts, those of the whole first."""
        word = f", sheet {self.sheet}, row" if self.sheet else ", line"
        yield f"{self.file}{word} {self.row}, of the table {self.table}:"
        for name, text in self.cells.items():
            if text.strip():
                yield f"  {name}: {_short(text)}"
        yield from (f"  {note}" for note in self.notes)
        yield ""
        yield from self._what_if() if self.changed is not None else self._standing()

    def _what_if(self) -> Iterator[str]:
        changed = self.changed or ()
        if self.asked is None:
            what = "Without the row"
        else:
            what = "With " + ", ".join(f"{name} {_short(text) or 'blank'}" for name, text in self.asked.items())
        yield f"{what}, {_counted(len(changed), 'fact changes', 'facts change')}{':' if changed else '.'}"
        whole = [one for one in changed if not one.fact.member]
        yield from _table(whole)
        members = [one for one in changed if one.fact.member]
        if members:
            yield f"and {len(members):,} of these by theme, measure, directorate, contract and so on:"
            yield from _table(members)

    def _standing(self) -> Iterator[str]:
        groups = {of: [id_ for id_, columns in self.changes.items() if columns == of] for of in self.changes.values()}
        for columns, ids in sorted(groups.items(), key=lambda one: -len(one[1])):
            yield f"{_counted(len(ids), 'fact changes', 'facts change')} whenever {_listed(columns)} does:"
            yield from self._facts(ids)
        if not self.changes:
            yield "No fact changes with the amounts of this row as it stands."
        yield ""
        if self.refused:
            yield f"Without the row there would be no figures: {self.refused}"
        else:
            alike = set(self.withdrawn) == set(self.changes)
            ids = [id_ for id_ in self.withdrawn if id_ not in self.changes]
            count = _counted(len(self.withdrawn), "fact changes", "facts change")
            told = ": those above." if alike and ids == [] else f", {len(ids):,} of them not named above:"
            yield f"If the row is left out, {count}{told if self.withdrawn else '.'}"
            yield from self._facts(ids)
        yield ""
        more = _counted(len(self.can_turn), "more fact", "more facts")
        yield f"{more} can turn when a threshold is crossed, or with a date, a version or a word of the row:"
        yield from self._facts(self.can_turn)
        yield ""
        yield "Exactly what one change does: --change COLUMN=VALUE, or --without. A row that is moved to another"
        yield "contract, measure, period or group changes the facts of that one, too."

    def _facts(self, ids: Iterable[str]) -> Iterator[str]:
        """Yield the facts of the whole one by one; of each other name, the members of which it is given."""
        whole = [id_ for id_ in ids if "." not in id_]
        width = max(map(len, whole), default=0)
        for id_ in whole:
            shown = self.facts[id_].display if id_ in self.facts else "none now"
            yield f"  {id_:{width}}  {shown:>14}  {self._label(id_)}"
        members = sorted((id_ for id_ in ids if "." in id_), key=lambda id_: id_.partition(".")[0])
        for name, of in groupby(members, key=lambda id_: id_.partition(".")[0]):
            yield from wrap(f"  {name} of {_members(of)}", WIDTH, subsequent_indent=" " * 6, break_on_hyphens=False)


def _members(ids: Iterable[str]) -> str:
    """Return the members that facts of one name are of: `theme environment; contract c014, c032`."""
    by: dict[str, list[str]] = {}
    for id_ in ids:
        _, dimension, member = id_.split(".", 2)
        by.setdefault(dimension, []).append(member)
    listed = (f"{', '.join(of[:NAMED])}{f' and {len(of) - NAMED:,} more' * (len(of) > NAMED)}" for of in by.values())
    return "; ".join(f"{dimension} {members}" for dimension, members in zip(by, listed, strict=True))


def _table(changed: list[ChangedFact]) -> Iterator[str]:
    width = max((len(one.id) for one in changed), default=0)
    for one in changed:
        yield f"  {one.id:{width}}  {_moved(one)}  {one.fact.label}"


def _moved(one: ChangedFact) -> str:
    """Return a fact's figure before and after; unrounded where as printed the two are the same."""
    before, after = (fact.display if fact else "none" for fact in (one.before, one.after))
    if before == after and one.before and one.after and one.before.value != one.after.value:
        return f"{before}, {_longer(one.before.value, one.after.value)}"
    return f"{before} → {after}"


def _longer(before: Decimal | None, after: Decimal | None) -> str:
    """Return two numbers that are printed alike with as many digits as it takes to tell them apart."""
    if before is None or after is None:
        return "of another status"
    context = next((one for one in map(Context, range(4, 80, 2)) if one.plus(before) != one.plus(after)), Context(80))
    return f"unrounded {plain(context.plus(before))} → {plain(context.plus(after))}"


def _counted(number: int, one: str, several: str) -> str:
    return f"{number:,} {one if number == 1 else several}"


def _listed(columns: tuple[str, ...]) -> str:
    return columns[0] if len(columns) == 1 else f"{', '.join(columns[:-1])} or {columns[-1]}"


def _short(text: str) -> str:
    line = one_line(text)
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"
