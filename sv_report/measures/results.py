"""Results: the cube added up by what is asked, and valued.

Measures stage: takes the cube, a period and the value book, gives `Scope`s (all contracts, or one theme,
measure, directorate, contract or quarter), from which the facts are read off. The engine adds, always apart by
measure and version of the value book; the few sums are multiplied here, in Decimals.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from itertools import count
from typing import Any, Literal

import narwhals as nw

from sv_report.data.tables import Tables
from sv_report.errors import MeasureError
from sv_report.findings import Finding, Where
from sv_report.measures.cube import COUNTS, DENOMINATORS, QUANTITIES, cube, seen_returns
from sv_report.measures.value import ARITHMETIC, QUARTERS_A_YEAR, UnitValue, total, unit_value
from sv_report.params.period import Period

Quantity = Literal["committed", "reported", "assessed", "validated"]
Window = Literal["quarter", "ytd", "to_date", "life"]
CountsAs = Literal["additional", "local"]
CONTRACT_DIMENSIONS = ("directorate", "contract")
CUBES = count()
SUMMED = (*QUANTITIES, *DENOMINATORS, *COUNTS)
UNREPORTED = "unreported"  # committed to date in quarters for which no return was seen
ROWS_OF = {  # which count of rows a sum stands on
    "committed": "commitment_rows",
    UNREPORTED: f"{UNREPORTED}_rows",
    "reported": "delivery_rows",
    "assessed": "delivery_rows",
    "validated": "delivery_rows",
}


@dataclass(frozen=True)
class Measure:
    """What is counted, as the measures table defines it, with the name it carries in reports."""

    ref: str
    theme: str
    name: str
    unit: str
    over_time: str
    across: str
    valued: bool
    counts_as: str


@dataclass(frozen=True)
class Line:
    """Sums of one measure under one version of the value book: `sums["committed", "to_date"]`."""

    measure: Measure
    version: str | None
    sums: Mapping[tuple[str, str], Decimal]
    rows: Mapping[tuple[str, str], int]


@dataclass(frozen=True)
class ContractStanding:
    """How a contract stands in the period: monitored, its returns received, behind or not."""

    ref: str
    title: str
    supplier: str
    directorate: str
    monitored: bool
    returns_due: int
    returns_received: int
    returns_late: int
    returns_resubmitted: int
    behind: bool | None  # None where there is no value book to say so by

    @property
    def returns_missing(self) -> int:
        """The returns due that have not been received."""
        return self.returns_due - self.returns_received


@dataclass(frozen=True)
class Scope:
    """What a fact is about: every contract, or one member of a dimension."""

    results: "Results"
    lines: tuple[Line, ...]
    standings: tuple[ContractStanding, ...] = ()

    @property
    def measure(self) -> Measure:
        """The one measure of a scope by measure; raise ValueError where there are several."""
        (measure,) = {line.measure for line in self.lines}
        return measure

    def quantity(self, quantity: str, window: Window) -> Decimal:
        """Return a sum in the measure's own unit; levels are added up as they stand."""
        return total(line.sums[quantity, window] for line in self.lines)

    def value(self, quantity: str, window: Window, counts_as: CountsAs) -> Decimal:
        """Return a sum in £ of the valued measures that count as `counts_as`."""
        return total(
            self.results.value_of(line, line.sums[quantity, window])
            for line in self.lines
            if line.measure.valued and line.measure.counts_as == counts_as
        )

    def rows(self, quantity: str, window: Window, counts_as: CountsAs | None = None) -> int:
        """Return how many rows of the source tables a sum stands on."""
        kept = (line for line in self.lines if counts_as in (None, line.measure.counts_as))
        if counts_as:
            kept = (line for line in kept if line.measure.valued)
        return sum(line.rows[quantity, window] for line in kept)


class Results:
    """The measures of a period as at a day: `all` is the scope of everything, `scopes("theme")` one a member."""

    def __init__(self, tables: Tables, period: Period, as_at: date, headline: Quantity = "validated") -> None:
        self.tables = tables
        self.period = period
        self.as_at = as_at
        self.headline = headline
        self._scopes: dict[str, dict[str, Scope]] = {}

    @cached_property
    def measures(self) -> dict[str, Measure]:
        """The measures by ref, in the order of their table."""
        rows = self.tables.rows(self.tables["measures"].sort("origin_file", "origin_row"))
        return {
            row["ref"]: Measure(
                ref=row["ref"],
                theme=row["theme"],
                name=row["name"],
                unit=row["unit"],
                over_time=row["over_time"],
                across=row["across"],
                valued=row["valued"] == "valued",
                counts_as=row["counts_as"],
            )
            for row in rows
        }

    @cached_property
    def unit_values(self) -> dict[tuple[str, str], UnitValue]:
        """The value book by measure and version."""
        rows = self.tables.rows(self.tables["value_book"])
        return {(row["measure"], row["version"]): unit_value(row) for row in rows}

    @property
    def has_value_book(self) -> bool:
        """Whether any £ of social value can be said at all."""
        return bool(self.unit_values)

    def value_of(self, line: Line, quantity: Decimal) -> Decimal:
        """Return what a quantity of a line is worth in £: a level held for a quarter counts a quarter of a year."""
        unit = self.unit_values.get((line.measure.ref, line.version or ""))
        if unit is None:
            raise MeasureError("A measure cannot be valued.", [self._unvalued(line)])
        worth = ARITHMETIC.multiply(quantity, unit.gbp)
        return ARITHMETIC.divide(worth, Decimal(QUARTERS_A_YEAR)) if line.measure.over_time == "stock" else worth

    @cached_property
    def all(self) -> Scope:
        """Every contract and measure."""
        return Scope(self, self._lines_by()[()], tuple(self.standings.values()))

    @cached_property
    def by_contract(self) -> dict[str, Scope]:
        """One scope a contract that has a line, by its ref."""
        return {ref: Scope(self, lines) for (ref,), lines in self._lines_by("contract").items()}

    def scopes(self, dimension: str) -> dict[str, Scope]:
        """Return a scope for each member of theme, measure, directorate, contract or quarter, by its name."""
        if dimension not in self._scopes:
            self._scopes[dimension] = self._make_scopes(dimension)
        return self._scopes[dimension]

    def _make_scopes(self, dimension: str) -> dict[str, Scope]:
        if dimension == "quarter":
            return self._quarters
        if dimension == "contract":
            return {ref: Scope(self, scope.lines, (self.standings[ref],)) for ref, scope in self.by_contract.items()}
        found = self._lines_by(dimension)
        scopes = {name: Scope(self, lines, self._standings_of(dimension, name)) for (name,), lines in found.items()}
        return {name: scopes[name] for name in sorted(scopes, key=self._order(dimension))}

    def _order(self, dimension: str) -> Callable[[str], tuple[int, str]]:
        """Return the order of members: as the measures table has them, else by name."""
        attribute = {"measure": "ref", "theme": "theme"}.get(dimension)
        names = [getattr(measure, attribute) for measure in self.measures.values()] if attribute else []
        return lambda name: (names.index(name) if name in names else 0, name)

    @cached_property
    def standings(self) -> dict[str, ContractStanding]:
        """How each contract begun by the period's end stands, by its ref."""
        return {row["ref"]: self._standing(row) for row in self._contract_rows}

    @cached_property
    def _contract_rows(self) -> list[dict[str, Any]]:
        contracts = self.tables["contracts"].filter(nw.col("start") <= self.period.end)
        suppliers = self.tables["suppliers"].select("id", supplier=nw.col("name"))
        return self.tables.rows(contracts.join(suppliers, left_on="supplier_id", right_on="id", how="left").sort("ref"))

    def _standing(self, row: dict[str, Any]) -> ContractStanding:
        last_day = min(row["terminated_on"] or row["end"], row["end"])
        active = [
            quarter for quarter in self.period.quarters if row["start"] <= quarter.end and last_day >= quarter.start
        ]
        monitored = bool(active) and row["ref"] in self._committed
        keys = [(row["ref"], str(quarter)) for quarter in active] if monitored else []
        returns = [self._received[key] for key in keys if key in self._received]
        return ContractStanding(
            ref=row["ref"],
            title=row["title"],
            supplier=row["supplier"],
            directorate=row["directorate"],
            monitored=monitored,
            returns_due=len(keys),
            returns_received=len(returns),
            returns_late=sum(seen["is_late"] for seen in returns),
            returns_resubmitted=sum(seen["versions"] > 1 for seen in returns),
            behind=self._is_behind(row["ref"]) if monitored else False,
        )

    def _is_behind(self, ref: str) -> bool | None:
        """Say whether a contract's headline to date is below what was due to date, in additional value."""
        if not self.has_value_book:
            return None
        scope = self.by_contract[ref]
        return scope.value(self.headline, "to_date", "additional") < scope.value("committed", "to_date", "additional")

    @cached_property
    def _committed(self) -> set[str]:
        rows = self.tables.rows(self._cube.filter(nw.col("commitment_rows") > 0).select("contract").unique())
        return {row["contract"] for row in rows}

    @cached_property
    def _received(self) -> dict[tuple[str, str], dict[str, Any]]:
        rows = self.tables.rows(seen_returns(self.tables, self.as_at))
        return {(row["contract"], row["period"]): row for row in rows}

    def _standings_of(self, dimension: str, name: str) -> tuple[ContractStanding, ...]:
        if dimension not in CONTRACT_DIMENSIONS:
            return ()
        return tuple(standing for standing in self.standings.values() if getattr(standing, dimension) == name)

    # ---- adding up, in the engine --------------------------------------------------------------

    @cached_property
    def _cube(self) -> nw.LazyFrame[Any]:
        """The cube of contracts begun by the period's end, kept as a table, with each row's attributes."""
        contracts = self.tables["contracts"].filter(nw.col("start") <= self.period.end)
        measures = self.tables["measures"].select("ref", "theme")
        returned = seen_returns(self.tables, self.as_at).select("contract", "period", returned=nw.lit(True))
        lines = (
            cube(self.tables, self.as_at)
            .join(
                contracts.select("ref", "directorate", "value_book"),
                left_on="contract",
                right_on="ref",
                how="inner",
            )
            .join(measures, left_on="measure", right_on="ref", how="inner")
            .join(
                self.tables["periods"].select("period", "period_start", "period_end"),
                on="period",
                how="inner",
            )
            .join(returned, on=["contract", "period"], how="left")
            .with_columns(
                nw.when(nw.col("returned").is_null()).then(nw.col("committed")).alias(UNREPORTED),
                nw.when(nw.col("returned").is_null()).then(nw.col("commitment_rows")).alias(f"{UNREPORTED}_rows"),
            )
        )
        name = f"cube_{next(CUBES)}"  # several periods may be asked of the same tables
        nw.to_native(lines).to_table(name)
        return self.tables[name]

    @cached_property
    def _windows(self) -> dict[str, nw.Expr]:
        due = nw.col("period_end") <= self.period.end
        return {
            "quarter": (nw.col("period_end") <= self.period.end) & (nw.col("period_start") >= self.period.start),
            "ytd": due & (nw.col("period_start") >= self.period.year.start),
            "to_date": due,
            "life": nw.lit(True),
        }

    def _lines_by(self, *dimensions: str) -> dict[tuple[str, ...], tuple[Line, ...]]:
        """Return the lines of each member of the dimensions; one empty key for all."""
        sums = {
            f"{name}:{window}": nw.when(inside).then(nw.col(name)).sum()
            for window, inside in self._windows.items()
            for name in (*SUMMED, UNREPORTED, f"{UNREPORTED}_rows")
        }
        by = list(dict.fromkeys([*dimensions, "measure", "value_book"]))
        frame = self._cube.group_by(*by).agg(**sums)
        return self._gather(self.tables.rows(frame.sort(*by)), dimensions)

    def _gather(
        self, rows: Iterable[dict[str, Any]], dimensions: tuple[str, ...]
    ) -> dict[tuple[str, ...], tuple[Line, ...]]:
        members: dict[tuple[str, ...], list[Line]] = defaultdict(list)
        if not dimensions:
            members[()] = []
        for row in rows:
            members[tuple(row[name] for name in dimensions)].append(self._line(row))
        return {member: tuple(lines) for member, lines in members.items()}

    def _line(self, row: dict[str, Any]) -> Line:
        parts = {tuple(name.split(":")): amount or 0 for name, amount in row.items() if ":" in name}
        sums = {(name, window): Decimal(parts[name, window]) for name, window in parts if not name.endswith("_rows")}
        rows = {(name, window): int(parts.get((ROWS_OF[name], window), 0)) for name, window in sums if name in ROWS_OF}
        return Line(self.measures[row["measure"]], row["value_book"], sums, rows)

    @cached_property
    def _quarters(self) -> dict[str, Scope]:
        """One scope a quarter up to the period's end, in which the window *quarter* is that quarter."""
        sums = {f"{name}:quarter": nw.col(name).sum() for name in SUMMED}
        frame = self._cube.filter(self._windows["to_date"]).group_by("period", "measure", "value_book").agg(**sums)
        quarters: dict[str, list[Line]] = defaultdict(list)
        for row in self.tables.rows(frame.sort("period", "measure", "value_book")):
            quarters[row["period"]].append(self._line(row))
        return {period: Scope(self, tuple(lines)) for period, lines in quarters.items()}

    def _unvalued(self, line: Line) -> Finding:
        return Finding(
            "value-missing",
            "error",
            f"measure {line.measure.ref} is valued, but the value book has no row for it in version {line.version!r}",
            Where(file="value_book.csv", column="measure, version", found=f"{line.measure.ref}, {line.version}"),
            "Add the row to the value book, mark the measure record-only, or correct the contracts' value_book.",
        )
