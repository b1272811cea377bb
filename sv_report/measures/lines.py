"""The engine's part: the deliveries and commitments added up into lines, a contract and measure each, and valued.

Measures stage: what `Results` gathers into scopes. One pass over the deliveries, then the cube, then one grouped
query with every window of time.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

import narwhals as nw

from sv_report.errors import MeasureError
from sv_report.findings import Finding, Where
from sv_report.measures.cube import BASE, PART, cube, reduction
from sv_report.measures.scope import ROWS_OF, SILENT, UNREPORTED, Line, Measure, Sum
from sv_report.measures.value import ARITHMETIC, QUARTERS_A_YEAR
from sv_report.measures.windows import EARLIER, OWN, Window
from sv_report.params.period import Period

if TYPE_CHECKING:
    from sv_report.measures.results import Results

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


class Lines:
    """The lines of some results, as the engine adds them up."""

    def __init__(self, results: "Results") -> None:
        self._results = results

    @cached_property
    def reduced(self) -> nw.LazyFrame[Any]:
        """The deliveries, added up in one pass on the engine that holds them."""
        return self._results.tables.keep(reduction(self._results.tables["deliveries"], self._results.days), "reduced")

    def with_days(self, frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
        """Return a frame with the first and last day of its periods."""
        days = self._results.tables["periods"].select("period", "period_start", "period_end")
        return frame.join(days, on="period", how="inner")

    @cached_property
    def _cube(self) -> nw.LazyFrame[Any]:
        """The cube of contracts begun by the period's end, kept, with its days and the version that values it."""
        contracts = self._results.tables["contracts"].filter(nw.col("start") <= self._results.period.end)
        cells = cube(self._results.tables, self.reduced, self._results.days, self._results.renamed)
        begun = cells.join(
            contracts.select("ref", "value_book", begun=nw.col("start")), left_on="contract", right_on="ref"
        )
        return self._results.tables.keep(
            self.with_days(begun).with_columns(version=self._results.version_column()), "cube"
        )

    def inside(self, window: Window) -> nw.Expr:
        """Return whether a quarter is in a window; of an earlier one, only of contracts begun by its end."""
        days = self._results.windows[window]
        inside = nw.lit(True)
        if days.first:
            inside &= nw.col("period_start") >= days.first
        if days.last:
            inside &= nw.col("period_end") <= days.last
        return inside & (nw.col("begun") <= days.last) if window in EARLIER else inside

    @cached_property
    def all(self) -> tuple[Line, ...]:
        """Every line of the contracts begun by the period's end, by contract and measure."""
        inside = {window: self.inside(window) for window in self._results.windows}
        sums = {
            NAMES[name, window]: nw.when(inside[window]).then(nw.col(name)).sum() for name, window in (*SUMS, *COUNTS)
        }
        by = ("contract", "begun", "measure", "version", "part")
        return self._read(self._cube.group_by(*by).agg(**sums).sort(*by))

    def _read(self, frame: nw.LazyFrame[Any]) -> tuple[Line, ...]:
        """Return the lines of a frame's rows, the base of a share beside its quantity."""
        found: dict[tuple[str, date, str, str | None], dict[str, dict[str, Any]]] = defaultdict(dict)
        for row in self._results.tables.each(frame):
            kept = {name: amount for name, amount in row.items() if amount}
            found[row["contract"], row["begun"], row["measure"], row["version"]][row["part"]] = kept
        return tuple(self._line(*key, parts) for key, parts in found.items())

    def _line(
        self, contract: str, begun: date, ref: str, version: str | None, parts: Mapping[str, dict[str, Any]]
    ) -> Line:
        measure = self._results.measures[ref]
        sums = _sums(parts.get(PART, {}), SUMS)
        rows = {key: int(count) for key, count in _sums(parts.get(PART, {}), COUNTS).items()}
        worth = self._worth(contract, measure, version)
        pounds = {} if worth is None else {key: ARITHMETIC.multiply(amount, worth) for key, amount in sums.items()}
        bases = _sums(parts.get(BASE, {}), SUMS)
        return Line(contract, begun, measure, version, sums, bases, rows, pounds, worth)

    def _worth(self, contract: str, measure: Measure, version: str | None) -> Decimal | None:
        """Return what a unit of a row is worth in £: a level held for a quarter counts a quarter of a year."""
        if not (measure.valued and self._results.has_value_book):
            return None
        unit = self._results.book.unit(measure.ref, version)
        if unit is None:
            raise MeasureError("A measure cannot be valued.", [self._unvalued(measure, version, contract)])
        if measure.over_time == "stock":
            return ARITHMETIC.divide(unit.gbp, Decimal(QUARTERS_A_YEAR))
        return unit.gbp

    def spoken(self) -> set[tuple[str, str, str, str]]:
        """Return the contracts, measures, periods and parts of which a return seen has a line."""
        rows = self._cube.filter(nw.col("delivery_rows") > 0).select("contract", "measure", "period", "part")
        return {
            (row["contract"], row["measure"], row["period"], row["part"]) for row in self._results.tables.each(rows)
        }

    def by_quarter(self) -> dict[str, tuple[Line, ...]]:
        """Return the lines of each quarter up to the period's end, of all contracts together."""
        own = [key for key in (*SUMS, *COUNTS) if key[1] == "quarter"]
        sums = {NAMES[key]: nw.col(key[0]).sum() for key in own}
        by = ("period", "measure", "version", "part")
        frame = self._cube.filter(self.inside("to_date")).group_by(*by).agg(**sums).sort(*by)
        quarters: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for row in self._results.tables.rows(frame):
            quarters[row["period"]].append(row)
        return {period: self._quarter_lines(rows) for period, rows in quarters.items()}

    def _quarter_lines(self, rows: Iterable[dict[str, Any]]) -> tuple[Line, ...]:
        found: dict[tuple[str, str | None], dict[str, dict[str, Any]]] = defaultdict(dict)
        for row in rows:
            found[row["measure"], row["version"]][row["part"]] = row
        return tuple(self._line("", self._results.period.start, *key, parts) for key, parts in found.items())

    def _unvalued(self, measure: Measure, version: str | None, contract: str) -> Finding:
        by = (
            f"is in force in {Period(int(version))}"
            if self._results.book.by_year and version
            else f"is of version {version!r}"
        )
        return Finding(
            "value-missing",
            "error",
            f"measure {measure.ref} is valued, but no row of the value book for it {by}, as contract {contract} needs",
            Where(file="value_book.csv", column="measure, version", found=f"{measure.ref}, {version}"),
            "Add the row to the value book, mark the measure record-only, or correct the contracts' value_book.",
        )


def _sums(row: Mapping[str, Any], keys: Iterable[Sum]) -> dict[Sum, Decimal]:
    """Return the sums of a row that are there and are not nothing."""
    found = ((key, row.get(NAMES[key])) for key in keys)
    return {key: amount for key, amount in found if amount}
