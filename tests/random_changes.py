"""Random changes of one row of the example data, made in a copy of its files: what `trace --affected-by` foretells of
each is held against the figures of the file as it was really changed.

`python -m tests.random_changes 200` makes so many; the ordinary tests a few.
"""

import csv
import io
import random
import shutil
import sys
import time
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from sv_report.data.of_edition import data_for_now
from sv_report.data.probes import STANDS_BY, nudges
from sv_report.data.schema import SHAPES
from sv_report.data.source_rows import SourceRow
from sv_report.data.sources import EXAMPLE
from sv_report.errors import ReportError
from sv_report.manuscript import KNOWN, figures_of
from sv_report.measures.facts import Facts
from sv_report.params import Edition, Workbench, find_workbench, load_edition
from sv_report.tracing import Affected, RowQuestions

ROOT = Path(__file__).resolve().parent.parent
EDITIONS = ("2024-02-08", "2023-12-07")
DATA = "register"  # the folder of the copied files
OFTEN = {"deliveries": 8, "commitments": 5, "contracts": 3, "returns": 3, "spend": 2, "value_book": 2, "measures": 1,
         "suppliers": 1, "variations": 1}  # fmt: skip
SAID_OFTEN = {"number": 6, "whole": 2, "date": 3}  # types of columns on which figures rest; of others, once
WORDS = ("", "no", "yes", "Other words", "nil", "n/a", "£1,200", "12 hours")


@dataclass(frozen=True)
class RandomChange:
    """A change of a row of a table's file: other texts by column, or None where the row is left out."""

    table: str
    line: int
    texts: dict[str, str] | None

    def __str__(self) -> str:
        return f"{self.table}.csv:{self.line} {'left out' if self.texts is None else self.texts}"

    @property
    def stays(self) -> bool:
        """Whether the row stays at its contract, measure, period and group."""
        return self.texts is not None and not STANDS_BY[self.table] & self.texts.keys()


Differences = dict[str, tuple[Any, Any]]  # of facts: their records before and after


# ---- two workbenches -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Benches:
    """A workbench with the example's files as they are, and one whose files are changed."""

    as_is: Path
    changed: Path


def benches(folder: Path) -> Benches:
    """Return two workbenches made in a folder."""
    for name in ("as_is", "changed"):
        for part in ("params", "templates", "notebooks"):
            shutil.copytree(ROOT / part, folder / name / part, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
        (folder / name / "outputs").mkdir()
        (folder / name / DATA).mkdir()
        for path in EXAMPLE.glob("*.csv"):
            shutil.copy(path, folder / name / DATA)
    return Benches(folder / "as_is", folder / "changed")


def questions(bench: Path, edition: str) -> RowQuestions:
    """Return the questions about an edition with the copied files as its data."""
    workbench = find_workbench(bench)
    return RowQuestions(_loaded(workbench, edition), workbench)


def _loaded(workbench: Workbench, edition: str) -> Edition:
    return load_edition(edition, workbench, KNOWN, {"data": DATA})[0]


def facts_of(bench: Path, edition: str) -> Facts | None:
    """Return the facts of an edition as a run computes them; None where its data bears none."""
    workbench = find_workbench(bench)
    loaded = _loaded(workbench, edition)
    try:
        with data_for_now(loaded, workbench) as (tables, _):
            return figures_of(loaded, tables).facts
    except ReportError:
        return None


def written(benches: Benches, change: RandomChange) -> None:
    """Make a change in the file of the one workbench, all else in it as it is in the other."""
    for path in sorted((benches.as_is / DATA).glob("*.csv")):
        target = benches.changed / DATA / path.name
        lines = path.read_text("utf-8").splitlines(keepends=True)
        if path.stem == change.table:
            header, row = next(csv.reader(lines)), next(csv.reader([lines[change.line - 1]]))
            made = io.StringIO()
            cells = [(change.texts or {}).get(name, cell) for name, cell in zip(header, row, strict=True)]
            csv.writer(made, lineterminator="\n").writerow(cells)
            lines[change.line - 1] = "" if change.texts is None else made.getvalue()
        target.write_text("".join(lines), "utf-8")


# ---- random changes ------------------------------------------------------------------------------


def random_change(random: random.Random, folder: Path, tables: dict[str, int] | None = None) -> RandomChange:
    """Return a change of a random row: an amount, a date, a word, what the row is of, rubbish; or without the row."""
    often = tables or OFTEN
    table = random.choices([*often], [*often.values()])[0]
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    line = random.randrange(len(rows))
    if random.random() < 0.15:
        return RandomChange(table, line + 2, None)
    weights = [SAID_OFTEN.get(SHAPES[table].column(column).type, 1) for column in rows[0]]
    columns = {*random.choices([*rows[0]], weights, k=random.choices([1, 2], [3, 1])[0])}
    texts = {column: _other(random, table, column, rows, line) for column in rows[0] if column in columns}
    return RandomChange(table, line + 2, texts)


def _other(random: random.Random, table: str, column: str, rows: list[dict[str, str]], line: int) -> str:
    now, type_ = rows[line][column], SHAPES[table].column(column).type
    another = random.choice(rows)[column]
    if random.random() < 0.1:
        return random.choice(WORDS)
    if type_ == "number" and now:
        factor = random.choice(["0", "0.5", "0.999999", "1.000001", "0.9", "1.1", "3", "10", "1000", "-1"])
        return format((Decimal(now) * Decimal(factor)).quantize(Decimal("0.000001")), "f")
    if type_ == "date":
        moved = date.fromisoformat(now or another or "2023-12-01") + timedelta(
            random.choice([-400, -30, -1, 1, 30, 400])
        )
        return random.choice([moved.isoformat(), moved.isoformat(), ""])
    if type_ == "yes_no":
        return "no" if now == "yes" else "yes"
    if type_ == "text" and not SHAPES[table].column(column).refers_to and random.random() < 0.3:
        return f"{now} anew"
    return another


# ---- foretold and found --------------------------------------------------------------------------


def differences(before: Facts, after: Facts) -> Differences:
    """Return the facts that are not the same, by what facts.json holds of them but the rows they stand on."""
    records = [{one["id"]: one for one in facts.records()} for facts in (before, after)]
    for one in [*records[0].values(), *records[1].values()]:
        del one["source"], one["formula"]
    ids = records[0].keys() | records[1].keys()
    return {id_: found for id_ in ids if (found := (records[0].get(id_), records[1].get(id_)))[0] != found[1]}


def foretold(asked: RowQuestions, change: RandomChange) -> Differences | None:
    """Return what is foretold of a change, as `differences` gives it; None where no figures are."""
    row = asked.row(f"{change.table}.csv:{change.line}")
    try:
        found = asked.what_if(row, change.texts)
    except ReportError:
        return None
    told: Differences = {}
    for one in found.changed or ():
        sides = [fact.record() if fact else None for fact in (one.before, one.after)]
        for side in sides:
            if side:
                del side["source"], side["formula"]
        told[one.id] = (sides[0], sides[1])
    return told


def found(benches: Benches, edition: str, before: Facts, change: RandomChange) -> Differences | None:
    """Return what a change does when it is made in the file; None where there are no figures then."""
    written(benches, change)
    after = facts_of(benches.changed, edition)
    return None if after is None else differences(before, after)


def strays(standing: Affected, change: RandomChange, changed: set[str]) -> set[str]:
    """Return the facts that a change of a row that stays changes, and that nobody was told of."""
    of = {id_ for id_, columns in standing.changes.items() if {*columns} & {*(change.texts or {})}}
    return changed - of - {*standing.withdrawn} - {*standing.can_turn}


def broken(standing: Affected, change: RandomChange, changed: set[str]) -> set[str]:
    """Return the facts that were to change with an amount, and do not when it changes as the rules allow."""
    [(column, text)] = (change.texts or {}).items()
    of = {id_ for id_, columns in standing.changes.items() if column in columns}
    return of - changed if text != standing.cells[column] else set()


def amount_changes(random: random.Random, row: SourceRow) -> list[RandomChange]:
    """Return a change of each amount of a row that keeps to the rules: what is validated and factors down, else up."""
    changes = []
    for column, near in nudges(row.parts[0]):
        now = Decimal(row.parts[0].cells[column] or "1")
        up = near > now
        share = Decimal(random.choice(["0.3", "0.75", "0.99"]))
        other = now * (2 - share) * (1 if up else share / (2 - share)) if now else near * random.choice([1, 7, 1000])
        text = format(other.quantize(Decimal("0.000001")), "f")
        if SHAPES[row.table].column(column).most is None or Decimal(text) <= 1:
            changes.append(RandomChange(row.table, row.row, {column: text}))
    return changes


def rows_beforehand(number: int, seed: int, each: int, tables: dict[str, int] | None = None) -> int:
    """Ask about so many rows beforehand, then change each in many ways; return how many changes were not covered."""
    from tempfile import TemporaryDirectory

    chosen, wrong, made, named = random.Random(seed), 0, 0, []
    begun = time.monotonic()
    with TemporaryDirectory(prefix="sv_report-") as folder:
        both = benches(Path(folder))
        asked = {edition: questions(both.as_is, edition) for edition in EDITIONS}
        for count in range(number):
            edition = EDITIONS[count % 2]
            first = random_change(chosen, both.as_is / DATA, tables)
            row = asked[edition].row(f"{first.table}.csv:{first.line}")
            start = time.monotonic()
            standing = asked[edition].standing(row)
            took = time.monotonic() - start
            named.append(len({*standing.changes} | {*standing.withdrawn} | {*standing.can_turn}))
            print(f"{edition} {first.table}.csv:{first.line}: {len(standing.changes)} change, {len(standing.withdrawn)} "
                  f"without it, {len(standing.can_turn)} can turn; {took:.1f} s", flush=True)  # fmt: skip
            amounts = amount_changes(chosen, row)
            for change in [*amounts, *changes_that_stay(chosen, both.as_is / DATA, first, each)]:
                told = foretold(asked[edition], change)
                made += 1
                for what, odd in (
                    ("ASTRAY", strays(standing, change, {*(told or ())})),
                    ("UNCHANGED", broken(standing, change, {*(told or ())}) if change in amounts and told else set()),
                ):
                    wrong += bool(odd)
                    if odd:
                        print(f"{what} {edition} {change}: {len(odd)} {sorted(odd)[:12]}", flush=True)
    print(f"{number} rows, {made} changes, {wrong} not covered, {sum(named) / number:.0f} facts named by each; "
          f"{time.monotonic() - begun:.0f} s")  # fmt: skip
    return wrong


def changes_that_stay(random: random.Random, folder: Path, of: RandomChange, number: int) -> list[RandomChange]:
    """Return random changes of one row that stays where it stands."""
    with (folder / f"{of.table}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    columns = [name for name in rows[0] if name not in STANDS_BY[of.table]]
    chosen = (random.choice(columns) for _ in range(number))
    return [
        RandomChange(of.table, of.line, {name: _other(random, of.table, name, rows, of.line - 2)}) for name in chosen
    ]


def main(number: int, seed: int, every: int) -> int:
    """Make so many changes; of each of `every` ask without a change, too. Return how many were not as foretold."""
    from tempfile import TemporaryDirectory

    chosen, wrong, astray, refused, idle, turned = random.Random(seed), 0, 0, 0, 0, 0
    asked_bare, told_bare = 0, 0
    begun = time.monotonic()
    with TemporaryDirectory(prefix="sv_report-") as folder:
        both = benches(Path(folder))
        asked = {edition: questions(both.as_is, edition) for edition in EDITIONS}
        before = {edition: facts_of(both.as_is, edition) for edition in EDITIONS}
        for count in range(number):
            edition = EDITIONS[count % 2]
            change = random_change(chosen, both.as_is / DATA)
            told = foretold(asked[edition], change)
            real = found(both, edition, before[edition], change)  # type: ignore[arg-type]
            refused += real is None
            idle += real == {}
            turned += len(real or {})
            if told != real:
                wrong += 1
                odd = {*(told or ("refused",))} ^ {*(real or ("refused",))}
                print(f"NOT AS FORETOLD {edition} {change}: {sorted(odd)[:10]}", flush=True)
            if every and real and change.stays and count % every == 0:
                standing = asked[edition].standing(asked[edition].row(f"{change.table}.csv:{change.line}"))
                asked_bare += 1
                told_bare += len({*standing.changes} | {*standing.withdrawn} | {*standing.can_turn})
                if stray := strays(standing, change, {*real}):
                    astray += 1
                    print(f"ASTRAY {edition} {change}: {len(stray)} {sorted(stray)[:12]}", flush=True)
    print(
        f"{number} changes, {wrong} not as foretold; {refused} refused, {idle} without effect, "
        f"{turned / max(number - refused, 1):.0f} facts changed by each; "
        f"{asked_bare} rows asked about beforehand ({told_bare / max(asked_bare, 1):.0f} facts named by each), "
        f"{astray} with a fact astray; {time.monotonic() - begun:.0f} s"
    )
    return wrong + astray


if __name__ == "__main__":
    if sys.argv[1:2] == ["rows"]:
        rows, seed, each = (int(text) for text in sys.argv[2:5])
        sys.exit(rows_beforehand(rows, seed, each) and 1)
    arguments = [int(text) for text in sys.argv[1:]] + [200, 1, 5][len(sys.argv) - 1 :]
    sys.exit(main(*arguments) and 1)
