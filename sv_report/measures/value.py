"""What a unit of a measure is worth: proxy × attribution × (1 - deadweight), nothing taken off twice.

Measures stage: takes the value book, gives a unit value a measure and version. Source of the formula: Green
Book additionality as social value frameworks use it (attribution and deadweight taken off a proxy value).
Decimals with 80 digits: products of four factors of the data are exact; a deflator divides once.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Context, Decimal
from functools import cached_property
from typing import Any

from sv_report.errors import MeasureError
from sv_report.findings import Finding, Where
from sv_report.params.period import Period

ARITHMETIC = Context(prec=80)
QUOTIENT = Context(prec=28)  # what does not divide evenly is divided once, to 28 significant digits
QUARTERS_A_YEAR = 4  # a level held for a quarter is a quarter of a unit-year


@dataclass(frozen=True)
class UnitValue:
    """The worth in £ of one unit of a measure, in one version of the value book.

    `indices`, of the year asked for and of its own, put it in other prices: it is divided once, last, to 28 digits.
    """

    measure: str
    version: str
    proxy: Decimal
    attribution: Decimal
    deadweight: Decimal
    price_year: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    indices: tuple[Decimal, Decimal] | None = None

    @cached_property
    def gbp(self) -> Decimal:
        """The £ that one unit adds.

        >>> UnitValue("M1", "2022", Decimal(100), Decimal("0.5"), Decimal("0.2")).gbp
        Decimal('40.00')
        """
        kept = ARITHMETIC.subtract(Decimal(1), self.deadweight)
        gbp = ARITHMETIC.multiply(ARITHMETIC.multiply(self.proxy, self.attribution), kept)
        if self.indices is None:
            return gbp
        asked, own = self.indices
        return QUOTIENT.divide(ARITHMETIC.multiply(gbp, asked), own)

    def is_in_force(self, day: date) -> bool:
        """Return whether the version is in force on a day; without dates it always is."""
        return (self.valid_from or date.min) <= day <= (self.valid_to or date.max)


def unit_value(row: Mapping[str, Any], indices: tuple[Decimal, Decimal] | None = None) -> UnitValue:
    """Return the unit value of a row of the value book.

    What the proxy is already net of (`net_of`: attribution, deadweight, or both with `;`) is not taken off again.
    """
    net_of = {name.strip() for name in (row["net_of"] or "").split(";")}
    attribution = Decimal(1) if row["attribution"] is None or "attribution" in net_of else row["attribution"]
    deadweight = Decimal(0) if row["deadweight"] is None or "deadweight" in net_of else row["deadweight"]
    return UnitValue(
        row["measure"], row["version"], row["proxy_gbp"], attribution, deadweight,
        row["price_year"] or "", row["valid_from"], row["valid_to"], indices,
    )  # fmt: skip


@dataclass(frozen=True)
class ValueBook:
    """The unit values by measure and version, and how a version is chosen.

    `former` names what each measure was called in earlier versions, whose rows are then its own. With `by_year` a
    quantity goes by the version in force in a financial year: the one of 1 April, else the first of the year.
    """

    units: Mapping[tuple[str, str], UnitValue]
    former: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    by_year: bool = False

    def __bool__(self) -> bool:
        return bool(self.units)

    def unit(self, measure: str, version: str | None) -> UnitValue | None:
        """Return what a measure is worth by a version (with `by_year`: the year's first, as 2023), or None."""
        refs = (measure, *self.former.get(measure, ()))
        if self.by_year:
            return self._of_year(refs, version)
        return next((self.units[ref, version or ""] for ref in refs if (ref, version or "") in self.units), None)

    def of(self, measure: str) -> list[UnitValue]:
        """Return what a measure is worth in each version."""
        refs = (measure, *self.former.get(measure, ()))
        return [unit for unit in self.units.values() if unit.measure in refs]

    def _of_year(self, refs: tuple[str, ...], year: str | None) -> UnitValue | None:
        """Return the unit in force in a year, whatever the measure was called; of two alike the latest name's."""
        if not year:
            return None
        days = Period(int(year))
        own = [unit for unit in self.units.values() if unit.measure in refs]
        on_the_first = [unit for unit in own if unit.is_in_force(days.start)]
        if on_the_first:
            return max(
                on_the_first, key=lambda unit: (unit.valid_from or date.min, -refs.index(unit.measure), unit.version)
            )
        within = [unit for unit in own if unit.valid_from and days.start < unit.valid_from <= days.end]
        return min(within, key=lambda unit: (unit.valid_from, refs.index(unit.measure), unit.version), default=None)


def value_book(
    rows: Iterable[Mapping[str, Any]],
    deflators: Mapping[str, Decimal],
    price_year: str | None = None,
    former: Mapping[str, tuple[str, ...]] | None = None,
    by_year: bool = False,
) -> ValueBook:
    """Return the value book of its table's rows, in the prices of `price_year` where one is asked for.

    Raises MeasureError where the deflators lack the year asked for, or the price year of a row.
    """
    made = [unit_value(row, _indices(row, deflators, price_year) if price_year else None) for row in rows]
    return ValueBook({(unit.measure, unit.version): unit for unit in made}, former or {}, by_year)


def _indices(row: Mapping[str, Any], deflators: Mapping[str, Decimal], price_year: str) -> tuple[Decimal, Decimal]:
    own = row["price_year"] or ""
    for year, place in ((price_year, "price_year of the council's profile"), (own, "value_book, price_year")):
        if year not in deflators:
            raise MeasureError("Proxy values cannot be put in other prices.", [_no_deflator(row, year, place)])
    return deflators[price_year], deflators[own]


def _no_deflator(row: Mapping[str, Any], year: str, place: str) -> Finding:
    said = f"the deflators have no year {year!r}" if year else "a row of the value book has no price year"
    return Finding(
        "deflator-missing",
        "error",
        f"{said}, by which measure {row['measure']}, version {row['version']}, would be rebased",
        Where(file=row["origin_file"], row=row["origin_row"], field=place, found=year),
        "Add the year to the table deflators, correct the price year, or leave price_year out of the profile.",
    )


def total(parts: Iterable[Decimal]) -> Decimal:
    """Return the sum of `parts`, exact whatever their order."""
    result = Decimal(0)
    for part in parts:
        result = ARITHMETIC.add(result, part)
    return result
