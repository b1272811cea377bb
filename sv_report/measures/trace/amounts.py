"""What a row adds to a term, before it is weighted, and whether the term's filter takes it. Measures stage."""

from collections.abc import Mapping
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


class Amounts:
    """The amounts of rows, as the days of some results see them."""

    def __init__(self, results: Results) -> None:
        self._results = results

    def measure(self, row: Row) -> str:
        """Return the ref of a row's measure as it is now called."""
        ref: str = row["measure"]
        return self._results.renamed.get(ref, ref)

    def committed(self, row: Row, term: OfLines) -> Amount | None:
        """Return the amount of a commitment; None where the term is of no such row."""
        amount = row["denominator" if term.base else "quantity"]
        if amount is None:
            return None
        place = (row["contract"], row["period"])
        if term.quantity == UNREPORTED and place in self._results.received:
            return NOTHING, False
        if term.quantity == SILENT:
            measure = self.measure(row)
            if (row["contract"], measure, row["period"], BASE if term.base else PART) in self._spoken:
                return NOTHING, False
        return amount, True

    @cached_property
    def _spoken(self) -> set[tuple[str, str, str, str]]:
        return self._results.lines.spoken()

    def delivered(self, row: Row, term: OfLines) -> Amount | None:
        """Return the amount of a delivery; None where the term is of no such row."""
        if term.that and not self._is(term.that, row):
            return None
        quantity, _, then = term.quantity.partition("_")
        number = 1 if then else 0
        if number >= len(self._latest) or self._version(row, number) != row["return_version"]:
            return None
        stem = "denominator" if term.base else "quantity"
        claimed, validated = row[f"{stem}_claimed"], row[f"{stem}_validated"]
        if term.base and claimed is None and validated is None:
            return None
        is_assessed = row["validated_on"] is not None and row["validated_on"] <= self._results.days[number]
        amount = {"reported": claimed, "assessed": claimed if is_assessed else None,
                  "validated": validated if is_assessed else None}[quantity]  # fmt: skip
        return amount or NOTHING, quantity == "reported" or is_assessed

    def _is(self, that: str, row: Row) -> bool:
        """Return whether a line is late, resubmitted or estimated."""
        seen = self._results.received.get((row["contract"], row["period"]))
        if seen is None or that == "estimated":
            return bool(seen and row["estimated"])
        return bool(seen["is_late"]) if that == "late" else bool(seen["versions"] > 1)

    def _version(self, row: Row, number: int) -> int | None:
        return self._latest[number].get((row["contract"], row["period"]))

    @cached_property
    def _latest(self) -> list[dict[tuple[str, str], int]]:
        """The latest version of each return that each day sees."""
        return [self._latest_on(day) for day in self._results.days]

    def _latest_on(self, day: date) -> dict[tuple[str, str], int]:
        rows = self._results.tables.rows(seen_returns(self._results.tables, day))
        return {(row["contract"], row["period"]): row["version"] for row in rows}
