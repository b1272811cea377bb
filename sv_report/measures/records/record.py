"""What a record of a fact is made of, and the words that records share.

Measures stage.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from sv_report.measures.calculations import Calculation
from sv_report.measures.fact import Kind
from sv_report.measures.scope import CountsAs
from sv_report.measures.windows import Window

BY_MEASURE = ("theme", "outcome", "priority", "measure")
BY_CONTRACT = ("directorate", "district", "category", "supplier", "supplier_type", "contract")
EVERY_MEMBER = (*BY_MEASURE, *BY_CONTRACT)
EVERY_WAY = (*EVERY_MEMBER, "quarter")

COMMITMENTS = ("commitments", "contracts", "measures", "value_book")
DELIVERIES = ("deliveries", "returns", "contracts", "measures", "value_book")
BOTH = (*COMMITMENTS, "deliveries", "returns")

BEGUN = "contracts begun by {begun_by}"
OWED = f"{BEGUN}; no period begun after its contract's termination"
SEEN = f"{BEGUN}; the latest version of each return received by {{as_at}}"
ACCEPTED = f"{SEEN}; validated by then"
COUNTED = f"{SEEN}{{if_validated}}"  # what the headline counts
VALUED: dict[CountsAs, str] = {
    "additional": "valued measures that count as additional",
    "local": "valued measures that count as local",
}
WORTH = "quantity × proxy × attribution × (1 − deadweight), nothing taken off twice, a stock's level counted a quarter"
WHEN: dict[Window, str] = {
    "quarter": "in {period}",
    "ytd": "in the year to the end of {period}",
    "to_date": "to date",
    "life": "over the life of contracts",
    "rest_of_year": "in the rest of the year after {period}",
    "last_quarter": "in {last_period}",
    "same_quarter_last_year": "in {year_ago}",
    "ytd_last_year": "in the year to the end of {year_ago}",
}
PERIODS: dict[Window, str] = {
    "quarter": "periods of {period}",
    "ytd": "periods from {year_start} to {period_end}",
    "to_date": "periods ended by {period_end}",
    "life": "every period",
    "rest_of_year": "periods after {period_end} in the same financial year",
    "last_quarter": "periods of {last_period}",
    "same_quarter_last_year": "periods of {year_ago}",
    "ytd_last_year": "periods of the year to the end of {year_ago}",
}


@dataclass(frozen=True)
class Family:
    """What records of one kind have in common: the heading they stand under, what they say, and why it matters."""

    heading: str
    definition: str
    why: str
    good: Literal["high", "low", ""] = ""
    source: str = "sv_report, docs/decisions/0001 and 0015"
    checked_by: str = "the worked examples below, on every engine, and the property tests, at every change"
    next_review: date = date(2027, 4, 1)


@dataclass(frozen=True)
class FactRecord:
    """A fact's definition beside its calculation.

    `label`, `formula` and `filter` may name `{period}`, `{period_end}`, `{begun_by}`, `{year_start}`, `{as_at}`,
    `{last_period}`, `{year_ago}`, `{last_as_at}`,
           `{headline}` and `{if_validated}`; a formula's `{sum}` is how the measure adds up.
    `unit` None means the measure's own. `by` lists the dimensions for whose members the fact is also made, as
    `id.dimension.member`; `whole` says whether it is made for all contracts together; `window` is the time that a
    sum is over; `counts_as`, of a sum in £, which of the two kinds of value it adds. `numerator` and `denominator`
    say in words what a share divides.
    """

    id: str
    label: str
    kind: Kind
    unit: str | None
    decimals: int
    calculate: Calculation
    formula: str
    tables: tuple[str, ...]
    filter: str = ""
    by: tuple[str, ...] = ()
    whole: bool = True
    window: Window | None = None
    counts_as: CountsAs | None = None
    about: Family = Family("Other facts", "", "")
    numerator: str = ""
    denominator: str = ""

    @property
    def family(self) -> str:
        """The heading under which records of its kind stand."""
        return self.about.heading

    @property
    def definition(self) -> str:
        """What facts of its kind say, in a sentence or two."""
        return self.about.definition

    @property
    def why(self) -> str:
        """Why it matters."""
        return self.about.why

    @property
    def good(self) -> str:
        """Which way is good: high, low, or neither."""
        return self.about.good

    @property
    def source(self) -> str:
        """Where the definition comes from."""
        return self.about.source

    @property
    def checked_by(self) -> str:
        """What checks it."""
        return self.about.checked_by

    @property
    def next_review(self) -> date:
        """The day by which its definition is to be looked at again."""
        return self.about.next_review
