"""Results: the cube added up by contract and measure, valued, and gathered by what is asked.

Measures stage: takes the tables, a period and the council's conventions, gives `Scope`s (all contracts, or one
theme, measure, directorate, contract, quarter …), from which the facts are read off. The engine adds, always apart
by measure and version of the value book; the few sums are multiplied here, in Decimals.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

import narwhals as nw

from sv_report.data.tables import Tables
from sv_report.errors import MeasureError
from sv_report.findings import Finding, Where
from sv_report.measures.conventions import USUAL, Conventions
from sv_report.measures.cube import BASE, PART, cube, reduction, seen_returns
from sv_report.measures.kpis import Assessments
from sv_report.measures.register import (
    CONTRACT_DIMENSIONS,
    MEASURE_DIMENSIONS,
    Contract,
    contracts_of,
    former_names,
    measures_of,
)
from sv_report.measures.scope import ROWS_OF, SILENT, UNREPORTED, Line, Measure, Pair, Quantity, Scope, Sum, pairs_of
from sv_report.measures.standing import ContractStanding, standing_of
from sv_report.measures.value import ARITHMETIC, QUARTERS_A_YEAR, ValueBook, value_book
from sv_report.measures.windows import EARLIER, OWN, Days, Window, windows_of
from sv_report.params.period import Period

WINDOWS_OF: dict[str, tuple[Window, ...]] = {  # in which windows each quantity is added up
    "committed": (*OWN, *EARLIER, "life", "rest_of_year"),
    UNREPORTED: OWN,
    SILENT: (*OWN, "to_last_quarter", "to_last_year"),
    "reported": (*OWN, *EARLIER),
    "assessed": OWN,
    "validated": (*OWN, *EARLIER),
    "reported_then": ("last_quarter",),
    "validated_then": ("last_quarter",),
}
SUMS: tuple[Sum, ...] = tuple((name, window) for name, windows in WINDOWS_OF.items() for window in windows)
COUNTS: tuple[Sum, ...] = tuple(dict.fromkeys((ROWS_OF[name], window) for name, window in SUMS))
NAMES = {key: ":".join(key) for key in (*SUMS, *COUNTS)}  # their columns


class Results:
    """The measures of a period as at a day: `all` is the scope of everything, `scopes("theme")` one a member."""

    def __init__(self, tables: Tables, period: Period, as_at: date, conventions: Conventions = USUAL) -> None:
        self.tables = tables
        self.period = period
        self.as_at = as_at
        self.conventions = conventions
        self.windows = windows_of(period)
        self._scopes: dict[str, dict[str, Scope]] = {}

    @property
    def headline(self) -> Quantity:
        """The quantity that the council's profile leads with."""
        return self.conventions.headline

    # ---- what is known of contracts, measures and values -----------------------------------------

    @cached_property
    def measures(self) -> dict[str, Measure]:
        """The measures by ref, in the order of their table."""
        return measures_of(self.tables)

    @cached_property
    def renamed(self) -> dict[str, str]:
        """What each measure that was renamed is now called."""
        return {old: new for new, names in self._former.items() for old in names}

    @cached_property
    def _former(self) -> dict[str, tuple[str, ...]]:
        return former_names(self.tables)

    @cached_property
    def contracts(self) -> dict[str, Contract]:
        """The contracts begun by the period's end, by ref."""
        return contracts_of(self.tables, self.period.end)

    @cached_property
    def book(self) -> ValueBook:
        """The value book, by the version and in the prices that the council's conventions ask for."""
        deflators = self.tables.optional("deflators")
        return value_book(
            self.tables.optional("value_book"),
            {row["year"]: row["index"] for row in deflators},
            self.conventions.price_year,
            self._former,
            by_year=self._by_year,
        )

    @property
    def has_value_book(self) -> bool:
        """Whether any £ of social value can be said at all."""
        return bool(self.book)

    @property
    def _by_year(self) -> bool:
        return self.conventions.value_book_version == "reporting_year"

    def version(self, contract: str | None, period: str | None) -> str | None:
        """Return the version by which a contract's quantity of a period is valued."""
        if not self._by_year:
            return self._versions.get(contract or "")
        try:
            year = Period.parse(period or "").first_year
        except ValueError:  # a rejected row may hold any text
            year = self.period.first_year
        return str(min(year, self.period.first_year))

    @cached_property
    def _versions(self) -> dict[str, str | None]:
        return {row["ref"]: row["value_book"] for row in self.tables.rows(self.tables["contracts"])}

    def version_column(self) -> nw.Expr:
        """Return `version` as a column of a frame that has *value_book* and *period_start*."""
        if not self._by_year:
            return nw.col("value_book")
        began = nw.col("period_start").dt
        year = nw.when(began.month() >= self.period.year.start.month).then(began.year()).otherwise(began.year() - 1)
        own = nw.lit(self.period.first_year)
        return nw.when(year > own).then(own).otherwise(year).cast(nw.String)

    @cached_property
    def first_day(self) -> date:
        """The first day of the first quarter that the data names; without any, the period's own."""
        rows = self.tables.rows(self.tables["periods"].select(first=nw.col("period_start").min()))
        return rows[0]["first"] or self.period.start

    # ---- scopes ----------------------------------------------------------------------------------

    @cached_property
    def all(self) -> Scope:
        """Every contract and measure."""
        return Scope(self, self._pairs, tuple(self.contracts), parts=tuple(self.by_contract.values()))

    @property
    def by_contract(self) -> dict[str, Scope]:
        """One scope a contract, by its ref."""
        return self.scopes("contract")

    def scopes(self, dimension: str) -> dict[str, Scope]:
        """Return a scope for each member of a dimension, by its name; `rating` has a member a band."""
        if dimension not in self._scopes:
            makers = {"quarter": self._quarters, "rating": self._ratings}
            self._scopes[dimension] = makers[dimension]() if dimension in makers else self._members(dimension)
        return self._scopes[dimension]

    def _members(self, dimension: str) -> dict[str, Scope]:
        """Return the scopes of a dimension of contracts or measures, members without a line among them."""
        if dimension in CONTRACT_DIMENSIONS:
            about = {name: tuple(refs) for name, refs in self._contracts_by(dimension).items()}
            pairs = self._pairs_by(lambda line: self.contracts[line.contract].member(dimension))
            if dimension == "contract":
                return {name: Scope(self, pairs[name], about[name]) for name in sorted(about)}
            one = self.by_contract
            return {
                name: Scope(self, pairs[name], about[name], parts=tuple(one[ref] for ref in about[name]))
                for name in sorted(about)
            }
        if dimension not in MEASURE_DIMENSIONS:
            raise KeyError(dimension)
        pairs = self._pairs_by(lambda line: _member(line.measure, dimension))
        current = [measure for measure in self.measures.values() if measure.ref not in self.renamed]
        names = dict.fromkeys(_member(measure, dimension) for measure in current)
        if dimension == "measure":
            return {name: Scope(self, pairs[name], measure=self.measures[name]) for name in names}
        of = {name: tuple(m.ref for m in current if _member(m, dimension) == name) for name in names}
        one = self.scopes("measure")
        return {name: Scope(self, pairs[name], parts=tuple(one[ref] for ref in of[name])) for name in names}

    def _contracts_by(self, dimension: str) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for contract in self.contracts.values():
            found[contract.member(dimension)].append(contract.ref)
        return found

    @cached_property
    def _pairs(self) -> tuple[Pair, ...]:
        return pairs_of(self._lines)

    def _pairs_by(self, member: Callable[[Line], str]) -> dict[str, tuple[Pair, ...]]:
        found: dict[str, list[Pair]] = defaultdict(list)
        for pair in self._pairs:
            found[member(pair[0])].append(pair)
        return defaultdict(tuple, {name: tuple(pairs) for name, pairs in found.items()})

    def _ratings(self) -> dict[str, Scope]:
        """Return one scope a band of the profile, of the contracts so rated."""
        rated = self.standings.values()
        return {
            band.word: Scope(self, (), tuple(one.ref for one in rated if one.rating == band.word))
            for band in self.conventions.bands
        }

    # ---- how contracts stand ---------------------------------------------------------------------

    @cached_property
    def standings(self) -> dict[str, ContractStanding]:
        """How each contract begun by the period's end stands, by its ref."""
        return {ref: standing_of(self, contract, self.by_contract[ref]) for ref, contract in self.contracts.items()}

    @cached_property
    def received(self) -> dict[tuple[str, str], dict[str, Any]]:
        """The returns received by the as-at day, by contract and period."""
        rows = self.tables.rows(seen_returns(self.tables, self.as_at))
        return {(row["contract"], row["period"]): row for row in rows}

    @cached_property
    def assessments(self) -> Assessments:
        """The assessments of contracts against their key performance indicators, up to the as-at day."""
        rows = self.tables.optional("assessments")
        return Assessments(row for row in rows if row["assessed_on"] <= self.as_at)

    @cached_property
    def spend(self) -> dict[str, dict[Window, Decimal]]:
        """What was spent on each contract in each window for which spend on it is recorded."""
        if "spend" not in self.tables:
            return {}
        found: dict[str, dict[Window, Decimal]] = defaultdict(dict)
        for window in OWN:
            recorded = self._with_days(self.tables["spend"]).filter(self._inside(window))
            for row in self.tables.rows(recorded.group_by("contract").agg(nw.col("amount").sum())):
                if row["contract"] in self.contracts:
                    found[row["contract"]][window] = row["amount"]
        return found

    @cached_property
    def _returned(self) -> dict[str, list[tuple[Days, date]]]:
        """The days of the quarters for which each contract sent a return, with the day on which the first came."""
        first = self.tables["returns"].group_by("contract", "period").agg(nw.col("received_on").min())
        found: dict[str, list[tuple[Days, date]]] = defaultdict(list)
        for row in self.tables.rows(self._with_days(first)):
            if row["received_on"]:
                found[row["contract"]].append((Days(row["period_start"], row["period_end"]), row["received_on"]))
        return found

    def has_return(self, contract: str, days: Days, as_at: date) -> bool:
        """Return whether a return of a contract for any quarter within some days had been received by `as_at`."""
        return any(
            quarter.is_within(days) and received <= as_at for quarter, received in self._returned.get(contract, ())
        )

    # ---- adding up, in the engine ----------------------------------------------------------------

    @property
    def days(self) -> list[date]:
        """The days up to which data is seen: the report's, and the last report's where that is known."""
        last = self.conventions.last_as_at
        return [self.as_at, *([last] if last else [])]

    @cached_property
    def reduced(self) -> nw.LazyFrame[Any]:
        """The deliveries, added up in one pass on the engine that holds them."""
        return self.tables.keep(reduction(self.tables["deliveries"], self.days), "reduced")

    def _with_days(self, frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
        days = self.tables["periods"].select("period", "period_start", "period_end")
        return frame.join(days, on="period", how="inner")

    @cached_property
    def _cube(self) -> nw.LazyFrame[Any]:
        """The cube of contracts begun by the period's end, kept, with its days and the version that values it."""
        contracts = self.tables["contracts"].filter(nw.col("start") <= self.period.end)
        cells = cube(self.tables, self.reduced, self.days, self.renamed)
        begun = cells.join(
            contracts.select("ref", "value_book", begun=nw.col("start")), left_on="contract", right_on="ref"
        )
        return self.tables.keep(self._with_days(begun).with_columns(version=self.version_column()), "cube")

    def _inside(self, window: Window) -> nw.Expr:
        """Return whether a quarter is in a window; of an earlier one, only of contracts begun by its end."""
        days = self.windows[window]
        inside = nw.lit(True)
        if days.first:
            inside &= nw.col("period_start") >= days.first
        if days.last:
            inside &= nw.col("period_end") <= days.last
        return inside & (nw.col("begun") <= days.last) if window in EARLIER else inside

    @cached_property
    def _lines(self) -> tuple[Line, ...]:
        inside = {window: self._inside(window) for window in self.windows}
        sums = {
            f"{name}:{window}": nw.when(inside[window]).then(nw.col(name)).sum() for name, window in (*SUMS, *COUNTS)
        }
        by = ("contract", "begun", "measure", "version", "part")
        return self._read(self._cube.group_by(*by).agg(**sums).sort(*by))

    def _read(self, frame: nw.LazyFrame[Any]) -> tuple[Line, ...]:
        """Return the lines of a frame's rows, the base of a share beside its quantity."""
        found: dict[tuple[str, date, str, str | None], dict[str, dict[str, Any]]] = defaultdict(dict)
        for row in self.tables.each(frame):
            kept = {name: amount for name, amount in row.items() if amount}
            found[row["contract"], row["begun"], row["measure"], row["version"]][row["part"]] = kept
        return tuple(self._line(*key, parts) for key, parts in found.items())

    def _line(
        self, contract: str, begun: date, ref: str, version: str | None, parts: Mapping[str, dict[str, Any]]
    ) -> Line:
        measure = self.measures[ref]
        sums = _sums(parts.get(PART, {}), SUMS)
        rows = {key: int(count) for key, count in _sums(parts.get(PART, {}), COUNTS).items()}
        return Line(
            contract, begun, measure, version, sums, _sums(parts.get(BASE, {}), SUMS), rows,
            self._pounds(contract, measure, version, sums),
        )  # fmt: skip

    def _pounds(
        self, contract: str, measure: Measure, version: str | None, sums: Mapping[Sum, Decimal]
    ) -> dict[Sum, Decimal]:
        """Return what sums are worth in £: a level held for a quarter counts a quarter of a year."""
        if not (measure.valued and self.has_value_book):
            return {}
        unit = self.book.unit(measure.ref, version)
        if unit is None:
            raise MeasureError("A measure cannot be valued.", [self._unvalued(measure, version, contract)])
        gbp = unit.gbp
        if measure.over_time == "stock":
            gbp = ARITHMETIC.divide(gbp, Decimal(QUARTERS_A_YEAR))
        return {key: ARITHMETIC.multiply(amount, gbp) for key, amount in sums.items()}

    def _quarters(self) -> dict[str, Scope]:
        """Return one scope a quarter up to the period's end, in which the window *quarter* is that quarter."""
        own = [key for key in (*SUMS, *COUNTS) if key[1] == "quarter"]
        sums = {f"{name}:quarter": nw.col(name).sum() for name, _ in own}
        by = ("period", "measure", "version", "part")
        frame = self._cube.filter(self._inside("to_date")).group_by(*by).agg(**sums).sort(*by)
        quarters: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for row in self.tables.rows(frame):
            quarters[row["period"]].append(row)
        ended = self.tables.rows(
            self.tables["periods"].filter(self._inside("to_date")).sort("period_start").select("period")
        )
        return {
            row["period"]: Scope(self, pairs_of(self._quarter_lines(quarters[row["period"]])), quarter=row["period"])
            for row in ended
        }

    def _quarter_lines(self, rows: Iterable[dict[str, Any]]) -> tuple[Line, ...]:
        found: dict[tuple[str, str | None], dict[str, dict[str, Any]]] = defaultdict(dict)
        for row in rows:
            found[row["measure"], row["version"]][row["part"]] = row
        return tuple(self._line("", self.period.start, *key, parts) for key, parts in found.items())

    def _unvalued(self, measure: Measure, version: str | None, contract: str) -> Finding:
        by = f"is in force in {Period(int(version))}" if self._by_year and version else f"is of version {version!r}"
        return Finding(
            "value-missing",
            "error",
            f"measure {measure.ref} is valued, but no row of the value book for it {by}, as contract {contract} needs",
            Where(file="value_book.csv", column="measure, version", found=f"{measure.ref}, {version}"),
            "Add the row to the value book, mark the measure record-only, or correct the contracts' value_book.",
        )


def _member(measure: Measure, dimension: str) -> str:
    name: str = getattr(measure, "ref" if dimension == "measure" else dimension)
    return name


def _sums(row: Mapping[str, Any], keys: Iterable[Sum]) -> dict[Sum, Decimal]:
    """Return the sums of a row that are there and are not nothing."""
    found = ((key, row.get(NAMES[key])) for key in keys)
    return {key: amount for key, amount in found if amount}
