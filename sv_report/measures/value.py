"""What a unit of a measure is worth: proxy × attribution × (1 - deadweight), nothing taken off twice.

Measures stage: takes the value book, gives a unit value a measure and version. Source of the formula: Green
Book additionality as social value frameworks use it (attribution and deadweight taken off a proxy value).
Decimals with 80 digits: products of four factors of the data are exact.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Context, Decimal
from typing import Any

ARITHMETIC = Context(prec=80)
QUARTERS_A_YEAR = 4  # a level held for a quarter is a quarter of a unit-year


@dataclass(frozen=True)
class UnitValue:
    """The worth in £ of one unit of a measure, in one version of the value book."""

    measure: str
    version: str
    proxy: Decimal
    attribution: Decimal
    deadweight: Decimal

    @property
    def gbp(self) -> Decimal:
        """The £ that one unit adds.

        >>> UnitValue("M1", "2022", Decimal(100), Decimal("0.5"), Decimal("0.2")).gbp
        Decimal('40.00')
        """
        kept = ARITHMETIC.subtract(Decimal(1), self.deadweight)
        return ARITHMETIC.multiply(ARITHMETIC.multiply(self.proxy, self.attribution), kept)


def unit_value(row: dict[str, Any]) -> UnitValue:
    """Return the unit value of a row of the value book.

    What the proxy is already net of (`net_of`: attribution, deadweight, or both with `;`) is not taken off again.
    """
    net_of = {name.strip() for name in (row["net_of"] or "").split(";")}
    attribution = Decimal(1) if row["attribution"] is None or "attribution" in net_of else row["attribution"]
    deadweight = Decimal(0) if row["deadweight"] is None or "deadweight" in net_of else row["deadweight"]
    return UnitValue(row["measure"], row["version"], row["proxy_gbp"], attribution, deadweight)


def total(parts: Iterable[Decimal]) -> Decimal:
    """Return the sum of `parts`, exact whatever their order."""
    result = Decimal(0)
    for part in parts:
        result = ARITHMETIC.add(result, part)
    return result
