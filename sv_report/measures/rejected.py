"""The rows that were rejected: how many, of how many, what they were about, and whether they are too many.

Measures stage: takes the accounts and the rejected rows that the data stage left, as far as they could be read.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

import narwhals as nw

from sv_report.data.tables import Tables
from sv_report.findings import Finding, Where
from sv_report.measures.cube import owed_commitments
from sv_report.measures.fact import plain, shown
from sv_report.measures.results import Results
from sv_report.measures.scope import CountsAs
from sv_report.measures.stake import Amount, over_a_year
from sv_report.measures.value import ARITHMETIC, total
from sv_report.params.edition import Accepted
from sv_report.params.period import Period

RULE = "rejected-above-limit"
SECOND_ROW = "key-duplicate"  # the rule of every row of a key but the first
COUNTED_AS: dict[CountsAs, str] = {"additional": "social value", "local": "local economic value"}
Key = tuple[str | None, str | None, str | None]  # contract, measure, period; None: could not be read, or any
NOTHING = Decimal(0)


@dataclass(frozen=True)
class Left:
    """What was left out of a table; with no table, of all of them. None: the tables do not tell."""

    table: str
    rows: int | None
    of: int | None
    contracts: int | None


@dataclass(frozen=True)
class AcceptedError:
    """An error that the edition accepts, with the reason it gives, and how many rows are left out for it."""

    rule: str
    reason: str
    file: str
    rows: int | None


class Commitment(NamedTuple):
    """So many rows of the commitments of a key, rejected or not; with no quantity where none could be read."""

    key: Key
    quantity: Decimal | None
    rows: int = 1
    is_rejected: bool = False


def rejected_rows(tables: Tables) -> list[Left]:
    """Return what was rejected, a table each; one for all of them where nothing was, or nothing is known."""
    if "accounts" not in tables:
        return [Left("", None, None, None)]
    accounts = _accounts(tables)
    contracts = {(row["table_name"], row["contract"]) for row in _rejected(tables) if row["contract"]}
    found = [
        Left(table, rejected, read + rejected, sum(1 for of, _ in contracts if of == table))
        for table, (read, rejected) in accounts.items()
        if rejected
    ]
    return found or [Left("", 0, sum(read for read, _ in accounts.values()), 0)]


def _accounts(tables: Tables) -> dict[str, tuple[int, int]]:
    """Return the rows read and rejected of each table."""
    frame = tables["accounts"].filter(nw.col("table_name") != "").group_by("table_name")
    rows = tables.rows(frame.agg(nw.col("read").sum(), nw.col("rejected").sum()).sort("table_name"))
    return {row["table_name"]: (int(row["read"]), int(row["rejected"])) for row in rows}


def _rejected(tables: Tables) -> list[dict[str, Any]]:
    """Return the rejected rows added up by rule, table, file and what they are about."""
    if "rejected_rows" not in tables:
        return []
    by = ("rule", "table_name", "origin_file", "contract", "measure", "period")
    unread = nw.when(nw.col("quantity").is_null()).then(1).otherwise(0)
    frame = (
        tables["rejected_rows"]
        .with_columns(unread=unread)
        .group_by(*by)
        .agg(nw.col("quantity").sum(), nw.col("unread").sum(), rows=nw.len())
    )
    return tables.rows(frame.sort(*by))


def rejected_deliveries(results: Results) -> Iterator[Amount]:
    """Give what the rejected lines to date claimed, as far as they could be read."""
    for row in _rejected(results.tables):
        if row["table_name"] == "deliveries" and is_to_date(results, row["period"]):
            about = row["measure"], results.version(row["contract"], row["period"])
            unread = int(row["unread"])
            if unread:
                yield Amount(None, None, None, unread)
            if row["rows"] > unread:
                yield Amount(*about, row["quantity"], row["rows"] - unread)


def is_to_date(results: Results, period: str | None) -> bool:
    """Return whether a period has ended by the report's end; one that could not be read may have."""
    return period is None or _last_day(period) <= results.period.end


@cache
def _last_day(period: str) -> date:
    try:
        return Period.parse(period).end
    except ValueError:  # a row that could not be laid out is left with the text of its cells
        return date.min


def rejected_commitments_unsized(results: Results) -> int:
    """Return how many rejected commitments have a quantity that could not be read, or a measure that is not known."""
    return sum(
        int(row["unread"] if row["measure"] in results.measures else row["rows"])
        for row in _rejected(results.tables)
        if row["table_name"] == "commitments"
    )


def accepted_rows(tables: Tables, accept: Sequence[Accepted]) -> tuple[AcceptedError, ...]:
    """Return the errors that an edition accepts, each with the rows that are left out for it."""
    rows = _rejected(tables)
    known = "rejected_rows" in tables
    return tuple(
        AcceptedError(
            one.rule,
            one.reason,
            one.file or "",
            sum(row["rows"] for row in rows if one.covers(row["rule"], row["origin_file"])) if known else None,
        )
        for one in accept
    )


# ---- the limit -----------------------------------------------------------------------------------


def limit_findings(results: Results, limit: Decimal, accept: Sequence[Accepted] = ()) -> list[Finding]:
    """Return an error for each table of which more than `limit` was rejected, by rows, and one for committed value.

    None where the edition accepts the rule `rejected-above-limit`, or where the folder has no accounts.
    """
    if "accounts" not in results.tables or any(one.covers(RULE, None) for one in accept):
        return []
    return [*_rows_above(results.tables, limit), *_value_above(results, limit)]


def _rows_above(tables: Tables, limit: Decimal) -> Iterator[Finding]:
    for table, (read, rejected) in _accounts(tables).items():
        if rejected > limit * (read + rejected):
            of = read + rejected
            message = f"{rejected:,} of {of:,} rows of {table} were rejected ({_share(rejected, of)})"
            yield _finding(message, limit, table)


def _value_above(results: Results, limit: Decimal) -> Iterator[Finding]:
    """Give an error where the commitments to date that rejected rows touch are too much of all of them.

    By value, of each kind apart; by number of rows where there is no value book. A commitment is valued by its
    contract's version, and where that is not known by the measure's highest value in any; a rejected one whose size
    could not be read as `_worths` says.
    """
    if not _of_no_row_that_stays(results.tables):
        return
    about = _rejected_keys(results.tables)
    every = _commitments(results)
    worths = {kind: _worths(results, every, kind) for kind in COUNTED_AS} if results.has_value_book else {}
    ended = {period: is_to_date(results, period) for period in {one.key[2] for one in every}}
    due = [place for place, one in enumerate(every) if ended[one.key[2]]]
    touched = [place for place in due if every[place].is_rejected or _is_touched(every[place].key, about)]
    if not results.has_value_book:
        part, whole = (sum(every[place].rows for place in places) for places in (touched, due))
        yield from _too_much("commitments to date", Decimal(part), Decimal(whole), limit)
    for kind, worth in worths.items():
        value, values = (total(worth[place] for place in places) for places in (touched, due))
        unsized = sum(every[place].rows for place in touched if worth[place] and _is_unsized(results, every[place]))
        yield from _too_much(f"the {COUNTED_AS[kind]} committed to date", value, values, limit, _by_a_mean(unsized))


def _by_a_mean(rows: int) -> str:
    if not rows:
        return ""
    return f" ({rows:,} {'row counts' if rows == 1 else 'rows count'} by a mean, for the size could not be read)"


def _too_much(what: str, part: Decimal, whole: Decimal, limit: Decimal, note: str = "") -> Iterator[Finding]:
    if part > limit * whole:
        yield _finding(f"rejected rows touch {_share(part, whole)} of {what}{note}", limit, "commitments")


def _finding(message: str, limit: Decimal, table: str) -> Finding:
    remedy = (
        f"Mend the rejected rows, which the findings name. The limit is rejected_limit in the council's profile; an "
        f"edition may accept {RULE} with a reason, which the report prints."
    )
    return Finding(RULE, "error", f"{message}; the limit is {_per_cent(limit)}", Where(found=table), remedy)


def _share(part: Decimal | int, whole: Decimal | int) -> str:
    return _per_cent(Decimal(part) / Decimal(whole))


def _per_cent(share: Decimal) -> str:
    return f"{plain(100 * shown(share, 'share', 3))} %"


def _commitments(results: Results) -> list[Commitment]:
    """Return the commitments owed in any period and, apart, those rejected that no row of their key stands for."""
    owed = owed_commitments(results.tables).select("contract", "measure", "period", "quantity")
    found = [Commitment(_key(row), row["quantity"]) for row in results.tables.each(owed)]
    for row in _of_no_row_that_stays(results.tables):
        if row["table_name"] == "commitments":
            unread = int(row["unread"])
            if row["rows"] > unread:
                found.append(Commitment(_key(row), row["quantity"], row["rows"] - unread, is_rejected=True))
            if unread:
                found.append(Commitment(_key(row), None, unread, is_rejected=True))
    return found


def _key(row: Mapping[str, Any]) -> Key:
    return row["contract"], row["measure"], row["period"]


def _rejected_keys(tables: Tables) -> set[Key]:
    """Return what the rejected rows are about, as far as it could be read.

    A rejected contract is about all of its commitments, a rejected return about those of its period; a row whose
    contract could not be read is about none that could be named, and is counted with the rows. So is one that
    another row stands for.
    """
    return {
        (row["contract"], row["measure"] if row["table_name"] in ("commitments", "deliveries") else None,
         row["period"] if row["table_name"] != "contracts" else None)
        for row in _of_no_row_that_stays(tables)
        if row["contract"] and row["table_name"] in ("contracts", "returns", "commitments", "deliveries")
    }  # fmt: skip


def _is_touched(key: Key, about: set[Key]) -> bool:
    contract, measure, period = key
    return any((contract, m, p) in about for m in (measure, None) for p in (period, None))


def _of_no_row_that_stays(tables: Tables) -> list[dict[str, Any]]:
    """Return the rejected rows but those of a key that a row of the table still has: all of it is counted by that row.

    The version of a rejected return is not told, so that only a second row of a version is known to be one of them.
    """
    keys = {"contracts": ("ref",), "returns": ("contract", "period"), "commitments": ("contract", "measure", "period")}
    rejected = _rejected(tables)
    named = {row["table_name"] for row in rejected}
    stay = {
        table: {tuple(row[name] for name in names) for row in tables.rows(tables[table].select(*names))}
        for table, names in keys.items()
        if table in named
    }

    def is_there(row: dict[str, Any]) -> bool:
        table = row["table_name"]
        if table not in stay or (table == "returns" and row["rule"] != SECOND_ROW):
            return False
        return tuple(row["contract" if name == "ref" else name] for name in keys[table]) in stay[table]

    return [row for row in rejected if not is_there(row)]


# ---- what a commitment is worth, and one whose size could not be read -----------------------------


def _worths(results: Results, every: Sequence[Commitment], kind: CountsAs) -> list[Decimal]:
    """Return the £ of each commitment of measures that count as `kind`, by the best that is known of its size.

    A quantity that could not be read counts as the mean of those that could of the same contract and measure, in
    any quarter; else its row counts as the mean £ of the contract's rows of the kind, else of all rows of the kind;
    where none could be read, as one, so that rejected rows are the whole. A measure that is not known counts as the
    mean £ of the contract's rows, else of all, in both kinds. A mean is of what is above nought, rejected rows that
    could be read with the others: so it errs on the side of stopping. No text is looked into for digits: `100000
    hrs` counts by the mean, which may be far too low, and `quality` says that its size is not known.
    """

    def worth(key: Key, quantity: Decimal) -> Decimal:
        return _worth(results, key, results.version(key[0], key[2]), kind, quantity)

    if not any(_is_unsized(results, one) for one in every):
        return [worth(one.key, one.quantity or NOTHING) for one in every]
    sized = [one for one in every if one.quantity is not None and not _is_unsized(results, one)]
    quantities = _means((one.key[:2], one.quantity or NOTHING, one.rows) for one in sized)
    values = [(one.key[0], worth(one.key, one.quantity or NOTHING), one.rows) for one in sized]
    of_contracts, of_all = _means(values), _means((None, value, rows) for _, value, rows in values).get(None)

    def of(one: Commitment) -> Decimal:
        measure = results.measures.get(one.key[1] or "")
        if measure and one.quantity is not None:
            return worth(one.key, one.quantity)
        if measure and not (measure.valued and measure.counts_as == kind):
            return NOTHING
        by_row = of_contracts.get(one.key[0], of_all)
        if measure:
            of_its_own = worth(one.key, quantities.get(one.key[:2], NOTHING))
            by_row = of_its_own or by_row or Decimal(1)
        return ARITHMETIC.multiply(by_row or NOTHING, Decimal(one.rows))

    return [of(one) for one in every]


def _is_unsized(results: Results, one: Commitment) -> bool:
    return one.quantity is None or one.key[1] not in results.measures


def _means(parts: Iterable[tuple[Hashable, Decimal, int]]) -> dict[Hashable, Decimal]:
    """Return the mean a row of each group's amounts, those above nought."""
    sums: dict[Hashable, Decimal] = defaultdict(Decimal)
    rows: dict[Hashable, int] = defaultdict(int)
    for group, amount, of in parts:
        if amount > 0:
            sums[group] = ARITHMETIC.add(sums[group], amount)
            rows[group] += of
    return {group: ARITHMETIC.divide(amount, Decimal(rows[group])) for group, amount in sums.items()}


def _worth(results: Results, key: Key, version: str | None, counts_as: CountsAs, quantity: Decimal) -> Decimal:
    measure = results.measures.get(key[1] or "")
    if measure is None or not measure.valued or measure.counts_as != counts_as:
        return NOTHING
    unit = results.book.unit(measure.ref, version)
    gbp = unit.gbp if unit else max((one.gbp for one in results.book.of(measure.ref)), default=NOTHING)
    counted = over_a_year(quantity) if measure.over_time == "stock" else quantity
    return ARITHMETIC.multiply(counted, gbp)
