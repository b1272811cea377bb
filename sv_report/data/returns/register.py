"""The register of a quarter: which contracts are due a return, what they committed, and what they sent before.

Data stage: takes the council's tables, gives what `issue`, `collect` and `status` stand on.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from types import MappingProxyType
from typing import Any

from sv_report.data.tables import Tables
from sv_report.errors import UsageError
from sv_report.params.period import Period

DAYS_TO_ANSWER = 15  # after the quarter's last day, where neither the returns table nor the command says
TENTH = Decimal("0.1")
SESSIONS = re.compile(r"hours?\b[^;,.]{0,30}[×x*]\s*\w+", re.IGNORECASE)  # "hours × people helped"


@dataclass(frozen=True)
class Measure:
    """What is counted, as the form shows it."""

    ref: str
    name: str
    unit: str
    over_time: str
    valued: bool
    disadvantaged: bool
    not_also_in: tuple[str, ...] = ()
    guidance: str = ""

    @property
    def is_share(self) -> bool:
        """Whether it is reported as a number out of another."""
        return self.over_time == "share"

    @property
    def is_sessions(self) -> bool:
        """Whether it counts hours × attendees."""
        return bool(SESSIONS.search(f"{self.unit}; {self.name}"))

    @property
    def is_of_people(self) -> bool:
        """Whether it counts people one by one: hires of disadvantaged groups, and staff in FTE."""
        return self.disadvantaged or (self.over_time == "stock" and self.unit.casefold().startswith("fte"))


@dataclass(frozen=True)
class Promise:
    """What a contract committed of a measure, and has delivered of it before the quarter, by its own returns.

    A flow's figures add up over the quarters. A stock's and a share's do not: theirs are the level or the percentage
    of the quarter, and `so_far` the last that was reported.
    """

    measure: Measure
    committed: Decimal
    to_date: Decimal
    so_far: Decimal | None


@dataclass(frozen=True)
class ContractDue:
    """A contract: whether it is due a return in the quarter, by when, and what it committed."""

    ref: str
    title: str
    supplier: str
    manager: str
    is_due: bool
    due_on: date
    promises: tuple[Promise, ...] = ()


@dataclass(frozen=True)
class Register:
    """The contracts by ref, the measures by ref, and the returns of the quarter that the tables hold already."""

    period: Period
    contracts: dict[str, ContractDue]
    measures: dict[str, Measure]
    received: tuple[tuple[str, int, date, str], ...] = field(default=())  # contract, version, day, file

    @property
    def due(self) -> list[ContractDue]:
        """The contracts that are due a return."""
        return [contract for contract in self.contracts.values() if contract.is_due]


def read_register(
    tables: Tables,
    period: Period,
    due_on: date | None = None,
    as_at: date | None = None,
    issued: Mapping[str, date] = MappingProxyType({}),
) -> Register:
    """Return the register of a quarter; `due_on` is the day for contracts that the returns table names none for.

    `issued` are the days that were printed on workbooks, for contracts that neither names. Of returns received
    after `as_at` nothing is seen. Raises UsageError where the period is a year.
    """
    if period.quarter is None:
        quarters = ", ".join(map(str, period.quarters))
        raise UsageError(f"A return is for a quarter, and {period} is a year. Give --period with one of {quarters}.")
    measures = {row["ref"]: _measure(row) for row in _rows(tables, "SELECT * FROM measures ORDER BY ref")}
    promises = _promises(tables, period, measures, as_at)
    days = _due_days(tables, period, due_on, issued)
    contracts = {
        row["ref"]: _contract(row, period, days(row["ref"]), promises.get(row["ref"], ()))
        for row in _rows(tables, CONTRACTS)
    }
    return Register(period, contracts, measures, _received(tables, period, as_at))


def _due_days(tables: Tables, period: Period, due_on: date | None, issued: Mapping[str, date]) -> Callable[[str], date]:
    """Return what says by which day a contract's return is due."""
    named = {row["contract"]: row["due_on"] for row in _rows(tables, DUE, period=str(period))}
    usual = due_on or period.end + timedelta(days=DAYS_TO_ANSWER)
    return lambda ref: named.get(ref) or issued.get(ref, usual)


def _received(tables: Tables, period: Period, as_at: date | None) -> tuple[tuple[str, int, date, str], ...]:
    rows = _rows(tables, RECEIVED, period=str(period), as_at=as_at)
    return tuple((row["contract"], row["version"], row["received_on"], row["origin_file"]) for row in rows)


CONTRACTS = "SELECT c.*, s.name AS supplier FROM contracts c LEFT JOIN suppliers s ON s.id = c.supplier_id ORDER BY ref"
DUE = "SELECT contract, min(due_on) AS due_on FROM returns WHERE period = $period GROUP BY contract"
SEEN = "received_on IS NOT NULL AND ($as_at::DATE IS NULL OR received_on <= $as_at::DATE)"
RECEIVED = f"""SELECT contract, version, received_on, origin_file FROM returns
    WHERE period = $period AND {SEEN} ORDER BY contract, version"""
COMMITTED = """SELECT contract, measure,
        sum(quantity) FILTER (period = $period) AS quantity, sum(denominator) FILTER (period = $period) AS denominator,
        coalesce(sum(quantity) FILTER (period <= $period), 0) AS to_date
    FROM commitments GROUP BY contract, measure ORDER BY contract, measure"""
DELIVERED = f"""WITH latest AS (
        SELECT contract, period, max(version) AS version FROM returns WHERE period < $period AND {SEEN} GROUP BY ALL),
    quarters AS (
        SELECT d.contract, d.measure, d.period, sum(d.quantity_claimed) AS quantity,
            sum(d.denominator_claimed) AS denominator
        FROM deliveries d JOIN latest l
            ON d.contract = l.contract AND d.period = l.period AND d.return_version = l.version GROUP BY ALL)
    SELECT contract, measure, sum(quantity) AS total, arg_max(quantity, period) AS quantity,
        arg_max_null(denominator, period) AS denominator FROM quarters GROUP BY ALL"""


def _rows(tables: Tables, query: str, **named: Any) -> list[dict[str, Any]]:
    found = tables.connection.execute(query, named)
    names = [column[0] for column in found.description or ()]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def _measure(row: dict[str, Any]) -> Measure:
    apart = tuple(ref.strip() for ref in (row.get("not_also_in") or "").split(";") if ref.strip())
    return Measure(
        ref=row["ref"],
        name=row["name"],
        unit=row["unit"],
        over_time=row["over_time"],
        valued=row["valued"] == "valued",
        disadvantaged=bool(row["disadvantaged"]),
        not_also_in=apart,
        guidance=row.get("guidance") or "",
    )


def _contract(row: dict[str, Any], period: Period, due_on: date, promises: tuple[Promise, ...]) -> ContractDue:
    """Return a contract: it is due a return where it was active on a day of the quarter and has a commitment."""
    last_day = min(row["terminated_on"] or row["end"], row["end"])
    is_active = row["start"] <= period.end and last_day >= period.start
    return ContractDue(
        ref=row["ref"],
        title=row["title"],
        supplier=row["supplier"] or "",
        manager=row["manager"] or "",
        is_due=bool(is_active and promises),
        due_on=due_on,
        promises=promises,
    )


def _promises(
    tables: Tables, period: Period, measures: dict[str, Measure], as_at: date | None
) -> dict[str, tuple[Promise, ...]]:
    """Return what each contract committed, a promise a measure that it has a commitment for in any quarter."""
    delivered = {
        (row["contract"], row["measure"]): row for row in _rows(tables, DELIVERED, period=str(period), as_at=as_at)
    }
    promises: dict[str, list[Promise]] = defaultdict(list)
    for row in _rows(tables, COMMITTED, period=str(period)):
        measure = measures.get(row["measure"])
        if measure is not None:
            before = delivered.get((row["contract"], row["measure"]))
            promises[row["contract"]].append(_promise(measure, row, before))
    return {contract: tuple(made) for contract, made in promises.items()}


def _promise(measure: Measure, row: dict[str, Any], before: dict[str, Any] | None) -> Promise:
    level = _level(measure, row["quantity"], row["denominator"]) or Decimal(0)
    if measure.over_time == "flow":
        return Promise(measure, level, row["to_date"], Decimal(0) if before is None else before["total"])
    last = None if before is None else _level(measure, before["quantity"], before["denominator"])
    return Promise(measure, level, level, last)


def _level(measure: Measure, quantity: Decimal | None, denominator: Decimal | None) -> Decimal | None:
    """Return a quarter's figure as the form shows it: a share as a percentage, None where it cannot be said."""
    if quantity is None or not measure.is_share:
        return quantity
    return (100 * quantity / denominator).quantize(TENTH, ROUND_HALF_UP) if denominator else None
