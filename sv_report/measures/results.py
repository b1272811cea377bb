"""Results: the cube added up by contract and measure, valued, and gathered by what is asked.

Measures stage: takes the tables, a period and the council's conventions, gives `Scope`s (all contracts, or one
theme, measure, directorate, contract, quarter …), from which the facts are read off. The engine adds, always apart
by measure and version of the value book; the few sums are multiplied here, in Decimals.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, TypeVar

import narwhals as nw

from sv_report.data.tables import Tables
from sv_report.measures.conventions import USUAL, Conventions
from sv_report.measures.cube import Frame, seen_returns
from sv_report.measures.headline_lines import broken_lines
from sv_report.measures.kpis import Assessments
from sv_report.measures.lines import Lines
from sv_report.measures.register import (
    CONTRACT_DIMENSIONS,
    MEASURE_DIMENSIONS,
    Contract,
    contracts_of,
    former_names,
    measures_of,
)
from sv_report.measures.scope import Measure, Pair, Quantity, Scope, pairs_of
from sv_report.measures.standing import ContractStanding, standing_of
from sv_report.measures.value import ValueBook, value_book
from sv_report.measures.windows import OWN, Days, Window, windows_of
from sv_report.params.period import Period

T = TypeVar("T")


class Results:
    """The measures of a period as at a day: `all` is the scope of everything, `scopes("theme")` one a member."""

    def __init__(self, tables: Tables, period: Period, as_at: date, conventions: Conventions = USUAL) -> None:
        self.tables = tables
        self.period = period
        self.as_at = as_at
        self.conventions = conventions
        self.windows = windows_of(period)
        self.lines = Lines(self)
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

    @property
    def days(self) -> list[date]:
        """The days up to which data is seen: the report's, and the last report's where that is known."""
        last = self.conventions.last_as_at
        return [self.as_at, *([last] if last else [])]

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
            about = _grouped(self.contracts, lambda ref: self.contracts[ref].member(dimension))
            pairs = _grouped(self._pairs, lambda pair: self.contracts[pair[0].contract].member(dimension))
            if dimension == "contract":
                return {name: Scope(self, pairs[name], about[name]) for name in sorted(about)}
            one = self.by_contract
            return {
                name: Scope(self, pairs[name], about[name], parts=tuple(one[ref] for ref in about[name]))
                for name in sorted(about)
            }
        if dimension not in MEASURE_DIMENSIONS:
            raise KeyError(dimension)
        pairs = _grouped(self._pairs, lambda pair: _member(pair[0].measure, dimension))
        current = [measure for measure in self.measures.values() if measure.ref not in self.renamed]
        of = _grouped(current, lambda measure: _member(measure, dimension))
        if dimension == "measure":
            return {name: Scope(self, pairs[name], measure=self.measures[name]) for name in list(of)}
        one = self.scopes("measure")
        return {name: Scope(self, pairs[name], parts=tuple(one[m.ref] for m in of[name])) for name in list(of)}

    @cached_property
    def _pairs(self) -> tuple[Pair, ...]:
        return pairs_of(self.lines.all)

    def _quarters(self) -> dict[str, Scope]:
        """Return one scope a quarter up to the period's end, in which the window *quarter* is that quarter."""
        ended = self.tables["periods"].filter(self.lines.inside("to_date")).sort("period_start").select("period")
        lines = self.lines.by_quarter()
        names = [row["period"] for row in self.tables.rows(ended)]
        return {name: Scope(self, pairs_of(lines.get(name, ())), quarter=name) for name in names}

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
    def broken_lines(self) -> Frame | None:
        """The lines that break a counting rule, for what is at stake and for what follows a fact to its rows."""
        return broken_lines(self)

    @cached_property
    def spend(self) -> dict[str, dict[Window, Decimal]]:
        """What was spent on each contract in each window for which spend on it is recorded."""
        if "spend" not in self.tables:
            return {}
        found: dict[str, dict[Window, Decimal]] = defaultdict(dict)
        for window in OWN:
            recorded = self.lines.with_days(self.tables["spend"]).filter(self.lines.inside(window))
            for row in self.tables.rows(recorded.group_by("contract").agg(nw.col("amount").sum())):
                if row["contract"] in self.contracts:
                    found[row["contract"]][window] = row["amount"]
        return found

    @cached_property
    def _returned(self) -> dict[str, list[tuple[Days, date]]]:
        """The days of the quarters for which each contract sent a return, with the day on which the first came."""
        first = self.tables["returns"].group_by("contract", "period").agg(nw.col("received_on").min())
        found: dict[str, list[tuple[Days, date]]] = defaultdict(list)
        for row in self.tables.rows(self.lines.with_days(first)):
            if row["received_on"]:
                found[row["contract"]].append((Days(row["period_start"], row["period_end"]), row["received_on"]))
        return found

    def has_return(self, contract: str, days: Days, as_at: date) -> bool:
        """Return whether a return of a contract for any quarter within some days had been received by `as_at`."""
        return any(
            quarter.is_within(days) and received <= as_at for quarter, received in self._returned.get(contract, ())
        )


def _grouped(every: Iterable[T], member: Callable[[T], str]) -> dict[str, tuple[T, ...]]:
    """Return the parts by the member that each is of, as they come; of a member without any, none."""
    found: dict[str, list[T]] = defaultdict(list)
    for one in every:
        found[member(one)].append(one)
    return defaultdict(tuple, {name: tuple(ones) for name, ones in found.items()})


def _member(measure: Measure, dimension: str) -> str:
    name: str = getattr(measure, "ref" if dimension == "measure" else dimension)
    return name
