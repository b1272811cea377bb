"""The rows that were rejected: how many, of how many, what they were about, and whether they are too many.

Measures stage: takes the accounts and the rejected rows that the data stage left, as far as they could be read.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import narwhals as nw

from sv_report.data.tables import Tables
from sv_report.findings import Finding, Where
from sv_report.measures.cube import owed_commitments
from sv_report.measures.results import CountsAs, Results
from sv_report.measures.stake import Amount, over_a_year
from sv_report.measures.value import ARITHMETIC, total
from sv_report.params.edition import Accepted
from sv_report.params.period import Period

RULE = "rejected-above-limit"
SECOND_ROW = "key-duplicate"  # the rule of every row of a key but the first
COUNTED_AS: dict[CountsAs, str] = {"additional": "social value", "local": "local economic value"}
Key = tuple[str | None, str | None, str | None]  # contract, measure, period; None: could not be read, or any


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


def has(tables: Tables, name: str) -> bool:
    """Return whether a table is there: an older folder lacks the accounts, the rejected rows and the broken rules."""
    named = "SELECT view_name FROM duckdb_views() UNION SELECT table_name FROM duckdb_tables()"
    return (name,) in tables.connection.execute(named).fetchall()


def rejected_rows(tables: Tables) -> list[Left]:
    """Return what was rejected, a table each; one for all of them where nothing was, or nothing is known."""
    if not has(tables, "accounts"):
        return [Left("", None, None, None)]
    accounts = _accounts(tables)
    found = [
        Left(table, rejected, read + rejected, len(_contracts(tables, table)))
        for table, (read, rejected) in accounts.items()
        if rejected
    ]
    return found or [Left("", 0, sum(read for read, _ in accounts.values()), 0)]


def _accounts(tables: Tables) -> dict[str, tuple[int, int]]:
    """Return the rows read and rejected of each table."""
    frame = tables["accounts"].filter(nw.col("table_name") != "").group_by("table_name")
    rows = tables.rows(frame.agg(nw.col("read").sum(), nw.col("rejected").sum()).sort("table_name"))
    return {row["table_name"]: (int(row["read"]), int(row["rejected"])) for row in rows}


def _contracts(tables: Tables, table: str) -> set[str]:
    return {row["contract"] for row in _rejected(tables) if row["table_name"] == table and row["contract"]}


def _rejected(tables: Tables) -> list[dict[str, Any]]:
    """Return the rejected rows added up by rule, table, file and what they are about."""
    if not has(tables, "rejected_rows"):
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
    versions = _versions(results)
    for row in _rejected(results.tables):
        if row["table_name"] == "deliveries" and _is_to_date(results, row["period"]):
            about = row["measure"], versions.get(row["contract"])
            unread = int(row["unread"])
            if unread:
                yield Amount(None, None, None, unread)
            if row["rows"] > unread:
                yield Amount(*about, row["quantity"], row["rows"] - unread)


def _is_to_date(results: Results, period: str | None) -> bool:
    """Return whether a period has ended by the report's end; one that could not be read may have."""
    return period is None or Period.parse(period).end <= results.period.end


def _versions(results: Results) -> dict[str, str | None]:
    return {row["ref"]: row["value_book"] for row in results.tables.rows(results.tables["contracts"])}


def accepted_rows(tables: Tables, accept: Sequence[Accepted]) -> tuple[AcceptedError, ...]:
    """Return the errors that an edition accepts, each with the rows that are left out for it."""
    rows = _rejected(tables)
    known = has(tables, "rejected_rows")
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
    if not has(results.tables, "accounts") or any(one.covers(RULE, None) for one in accept):
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

    By value, of each kind apart; by number where there is no value book. A rejected commitment is valued by its
    contract's version, and where that is not known by the measure's highest value in any.
    """
    committed = _committed(results)
    touched = list(_touched(results, committed))
    versions = _versions(results)
    if not results.has_value_book:
        yield from _too_much("commitments to date", Decimal(len(touched)), Decimal(len(committed)), limit)
        return
    for counts_as, words in COUNTED_AS.items():
        worth = {key: _worth(results, key, versions.get(key[0] or ""), counts_as, committed[key]) for key in committed}
        part, whole = total(worth[key] for key in touched), total(worth.values())
        yield from _too_much(f"the {words} committed to date", part, whole, limit)


def _too_much(what: str, part: Decimal, whole: Decimal, limit: Decimal) -> Iterator[Finding]:
    if part > limit * whole:
        yield _finding(f"rejected rows touch {_share(part, whole)} of {what}", limit, "commitments")


def _finding(message: str, limit: Decimal, table: str) -> Finding:
    remedy = (
        f"Mend the rejected rows, which the findings name. The limit is rejected_limit in the council's profile; an "
        f"edition may accept {RULE} with a reason, which the report prints."
    )
    return Finding(RULE, "error", f"{message}; the limit is {_per_cent(limit)}", Where(found=table), remedy)


def _share(part: Decimal | int, whole: Decimal | int) -> str:
    return _per_cent(Decimal(part) / Decimal(whole))


def _per_cent(share: Decimal) -> str:
    return f"{(100 * share).quantize(Decimal('0.1'))} %".replace(".0 %", " %")


def _committed(results: Results) -> dict[Key, Decimal]:
    """Return the commitments owed to date by contract, measure and period, those rejected with them."""
    found: dict[Key, Decimal] = {}
    owed = owed_commitments(results.tables).select("contract", "measure", "period", "quantity")
    for row in results.tables.rows(owed):
        if _is_to_date(results, row["period"]):
            found[row["contract"], row["measure"], row["period"]] = row["quantity"]
    for row in _of_no_row_that_stays(results.tables):
        if row["table_name"] == "commitments" and _is_to_date(results, row["period"]) and row["rows"] > row["unread"]:
            key = (row["contract"], row["measure"], row["period"])
            found[key] = ARITHMETIC.add(found.get(key, Decimal(0)), row["quantity"])
    return found


def _touched(results: Results, committed: Iterable[Key]) -> Iterator[Key]:
    """Give the commitments that a rejected row is about, as far as it could be read.

    A rejected contract touches all of its commitments, a rejected return those of its period; a row whose contract
    could not be read touches none that could be named, and is counted with the rows. Nor does one that another row
    stands for.
    """
    about = {
        (row["contract"], row["measure"] if row["table_name"] in ("commitments", "deliveries") else None,
         row["period"] if row["table_name"] != "contracts" else None)
        for row in _of_no_row_that_stays(results.tables)
        if row["contract"] and row["table_name"] in ("contracts", "returns", "commitments", "deliveries")
    }  # fmt: skip
    refs = Counter(contract for contract, _, _ in about)
    for key in committed:
        contract, measure, period = key
        forms = ((contract, m, p) for m in (measure, None) for p in (period, None))
        if refs[contract] and any(form in about for form in forms):
            yield key


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


def _worth(results: Results, key: Key, version: str | None, counts_as: CountsAs, quantity: Decimal) -> Decimal:
    measure = results.measures.get(key[1] or "")
    if measure is None or not measure.valued or measure.counts_as != counts_as:
        return Decimal(0)
    unit = results.unit_values.get((measure.ref, version or ""))
    any_version = (one.gbp for one in results.unit_values.values() if one.measure == measure.ref)
    gbp = unit.gbp if unit else max(any_version, default=Decimal(0))
    counted = over_a_year(quantity) if measure.over_time == "stock" else quantity
    return ARITHMETIC.multiply(counted, gbp)
