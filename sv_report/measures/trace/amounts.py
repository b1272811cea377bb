"""What a row adds to a term, before it is weighted, and whether the term's filter takes it. Measures stage."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, TypeAlias

from sv_report.measures.cube import BASE, PART, seen_returns
from sv_report.measures.results import Results
from sv_report.measures.scope import NOTHING, SILENT, UNREPORTED
from sv_report.measures.terms import OfLines

Row: TypeAlias = Mapping[str, Any]
Amount: TypeAlias = tuple[Decimal, bool]  # of a row, and whether the term's filter takes it
AmountOf: TypeAlias = Callable[[Row], Amount | None]  # None where the term is of no such row

OF_COMMITMENTS = ("committed", UNREPORTED, SILENT)


class Amounts:
    """The amounts of rows, as the days of some results see them."""

    def __init__(self, results: Results) -> None:
        self._results = results

    def measure(self, row: Row) -> str:
        """Return the ref of a row's measure as it is now called."""
        ref: str = row["measure"]
        return self._results.renamed.get(ref, ref)

    def of(self, term: OfLines) -> AmountOf:
        """Return what gives the amount of a row for a term: of a commitment, or of a delivery."""
        return self._committed(term) if term.quantity in OF_COMMITMENTS else self._delivered(term)

    def _committed(self, term: OfLines) -> AmountOf:
        column, part = ("denominator", BASE) if term.base else ("quantity", PART)

        def amount_of(row: Row) -> Amount | None:
            amount = row[column]
            if amount is None:
                return None
            contract, period = row["contract"], row["period"]
            if term.quantity == UNREPORTED and (contract, period) in self._results.received:
                return NOTHING, False
            if term.quantity == SILENT and (contract, self.measure(row), period, part) in self._spoken:
                return NOTHING, False
            return amount, True

        return amount_of

    @cached_property
    def _spoken(self) -> set[tuple[str, str, str, str]]:
        return self._results.lines.spoken()

    def _delivered(self, term: OfLines) -> AmountOf:
        quantity, _, then = term.quantity.partition("_")
        number = 1 if then else 0
        if number >= len(self._results.days):
            return lambda row: None
        day, latest = self._results.days[number], self._latest[number]
        stem = "denominator" if term.base else "quantity"
        claimed, counted = f"{stem}_claimed", f"{stem}_{'validated' if quantity == 'validated' else 'claimed'}"

        def amount_of(row: Row) -> Amount | None:
            if term.that and not self._is(term.that, row):
                return None
            if latest.get((row["contract"], row["period"])) != row["return_version"]:
                return None
            if term.base and row[claimed] is None and row[f"{stem}_validated"] is None:
                return None
            if quantity == "reported":
                return row[claimed] or NOTHING, True
            is_assessed = row["validated_on"] is not None and row["validated_on"] <= day
            return (row[counted] or NOTHING) if is_assessed else NOTHING, is_assessed

        return amount_of

    def _is(self, that: str, row: Row) -> bool:
        """Return whether a line is late, resubmitted or estimated."""
        seen = self._results.received.get((row["contract"], row["period"]))
        if seen is None or that == "estimated":
            return bool(seen and row["estimated"])
        return bool(seen["is_late"]) if that == "late" else bool(seen["versions"] > 1)

    @cached_property
    def _latest(self) -> list[dict[tuple[str, str], int]]:
        """The latest version of each return that each day sees."""
        return [self._latest_on(day) for day in self._results.days]

    def _latest_on(self, day: date) -> dict[tuple[str, str], int]:
        rows = self._results.tables.rows(seen_returns(self._results.tables, day))
        return {(row["contract"], row["period"]): row["version"] for row in rows}
