"""How a council has its figures made: what its profile and edition say of the arithmetic.

Measures stage: ground that `Results` stands on.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from sv_report.params.council.ratings import Band

Headline = Literal["validated", "reported"]


@dataclass(frozen=True)
class Conventions:
    """The choices that a council makes where the arithmetic leaves one.

    `headline` is the quantity that leads. `value_book_version` says by which version of the value book a quantity
    is worth what it is: the one that its contract was awarded under, or the one in force in its own financial year.
    `price_year`, where given, is the year whose prices all £ are in. `bands` rate a share of what was due.
    `last_as_at` is the day up to which the last report saw data. A contract of more than `kpi_contract_value` needs
    key performance indicators, assessed every `kpi_assessment_months` (Procurement Act 2023 s52, s71). `decimals` are
    those that facts of a unit are printed with, counted from the unit as a fact counts them; of others the usual ones.
    """

    headline: Headline = "validated"
    value_book_version: Literal["award", "reporting_year"] = "award"
    price_year: str | None = None
    bands: tuple[Band, ...] = ()
    last_as_at: date | None = None
    kpi_contract_value: Decimal = Decimal(5_000_000)
    kpi_assessment_months: int = 12
    decimals: Mapping[str, int] = field(default_factory=dict)

    def decimals_of(self, unit: str, usual: int) -> int:
        """Return the decimals of a unit's facts: those that the council sets, else the usual ones."""
        return self.decimals.get(unit, usual)


USUAL = Conventions()  # as a council has them that says nothing
