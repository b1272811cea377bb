"""The rows of the example's tables, each with a field for every column of its shape.

Data stage, example only. The rows of `suppliers`, `measures` and `value_book` stand beside their lists.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sv_report.params.period import Period


@dataclass(frozen=True)
class Contract:
    """A row of `contracts`."""

    ref: str
    title: str
    supplier_id: str
    directorate: str
    district: str
    division: str
    category: str
    regime: str
    light_touch: bool
    start: date
    end: date
    terminated_on: date | None
    value: Decimal
    awarded_on: date
    value_book: str
    manager: str


@dataclass(frozen=True)
class Commitment:
    """A row of `commitments`."""

    contract: str
    measure: str
    period: Period
    quantity: Decimal
    denominator: Decimal | None = None


@dataclass(frozen=True)
class Return:
    """A row of `returns`."""

    contract: str
    period: Period
    version: int
    due_on: date
    received_on: date | None


@dataclass(frozen=True)
class Delivery:
    """A row of `deliveries`."""

    contract: str
    measure: str
    period: Period
    return_version: int
    quantity_claimed: Decimal
    quantity_validated: Decimal | None = None
    denominator_claimed: Decimal | None = None
    denominator_validated: Decimal | None = None
    validated_on: date | None = None
    statement: str = ""
    evidence: str = ""
    estimated: bool = False


@dataclass(frozen=True)
class Spend:
    """A row of `spend`."""

    contract: str
    period: Period
    amount: Decimal
