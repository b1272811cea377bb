"""A fact: one reported number, with what it says, how it was made and how it is printed.

Measures stage. `value` is the unrounded decimal; it is rounded once, here, half away from zero. A value that is not
nothing and would round to zero is never printed as zero (docs/decisions/0016).
"""

from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal  # half away from zero, for negatives too
from functools import cache
from typing import Any, Literal

from sv_report.measures.terms import MadeOf, no_terms
from sv_report.measures.value import ARITHMETIC, QUOTIENT

Kind = Literal["sum", "share", "count", "rank", "text"]
Status = Literal["ok", "zero", "not_available", "not_applicable", "suppressed"]

MILLION, PER_CENT = Decimal(10) ** 6, Decimal(100)
SHORTHAND = {
    "not_available": "[x]",
    "not_applicable": "[z]",
    "suppressed": "[c]",
}  # Analysis Function: symbols in tables
ROUNDS_TO_ZERO = "[k]"  # the same: a low figure
WORDS = {"not_available": "not available", "not_applicable": "not applicable", "suppressed": "not shown"}
UNIT_WORDS = {
    "GBP": "£",
    "GBP_per_GBP": "£ per £1",
    "share": "%",
    "FTE_years": "FTE-years",
    "people_years": "person-years",
    "count": "number",
}


@dataclass(frozen=True, slots=True)
class Number:
    """What a calculation gives: a value or a text, or the reason why there is none, and the rows it stands on.

    `made_of` gives the terms that it adds up; `divided`, of a share, the two numbers that were divided; `note` says
    what a text rests on beside them.
    """

    value: Decimal | None
    status: Status
    rows: int = 0
    text: str = ""
    made_of: MadeOf = field(default=no_terms, compare=False, repr=False)
    divided: tuple[Decimal, Decimal] | None = None
    note: str = ""

    @property
    def is_said(self) -> bool:
        """Whether there is a value or a text."""
        return self.value is not None or bool(self.text)

    @classmethod
    def of(cls, value: Decimal | int, rows: int = 0, made_of: MadeOf = no_terms) -> "Number":
        """Return a number that is there: `ok`, or `zero`."""
        return cls(Decimal(value), "ok" if value else "zero", rows, made_of=made_of)

    @classmethod
    def none(cls, status: Status, rows: int = 0, made_of: MadeOf = no_terms) -> "Number":
        """Return a number that is not there, and why; `made_of` are the rows that were examined."""
        return cls(None, status, rows, made_of=made_of)

    @classmethod
    def words(cls, text: str, rows: int = 0, made_of: MadeOf = no_terms) -> "Number":
        """Return the answer of a fact that is a text."""
        return cls(None, "ok", rows, text, made_of)

    @classmethod
    def share(cls, part: Decimal | int, whole: Decimal | int, rows: int = 0, made_of: MadeOf = no_terms) -> "Number":
        """Return part ÷ whole, divided once; not applicable where the whole is nothing."""
        divided = Decimal(part), Decimal(whole)
        if not whole:
            return cls(None, "not_applicable", rows, made_of=made_of, divided=divided)
        value = QUOTIENT.divide(*divided)
        return cls(value, "ok" if value else "zero", rows, made_of=made_of, divided=divided)


@dataclass(frozen=True, slots=True)
class Source:
    """What a fact stands on: the tables, the filter in words, and how many rows; None where that is not shown."""

    tables: tuple[str, ...]
    filter: str
    rows: int | None

    def __reduce__(self) -> tuple[Any, ...]:
        """Say how a source is pickled, as a fact is."""
        return Source, (self.tables, self.filter, self.rows)


@dataclass(frozen=True, slots=True)
class Fact:
    """One reported number. `decimals` counts from the unit: -3 in GBP is to the nearest £1,000.

    `member` names what a fact by theme, directorate … is about; it is empty for the whole. A fact of kind *text*
    has its words in `text`, and no value.

    >>> fact = report.facts["sv_due_to_date"]
    >>> fact.display, fact.figure, fact.unit_heading, fact.rounded
    ('£20.578m', '20.578', '£m', Decimal('2.0578E+7'))
    """

    id: str
    label: str
    kind: Kind
    value: Decimal | None
    status: Status
    unit: str
    decimals: int
    period: str
    as_at: str
    formula: str
    source: Source
    member: str = ""
    text: str = ""

    @property
    def display(self) -> str:
        """The fact as prose prints it, with its unit: `£12.345m`, `73.5%`, `1,204 hours`."""
        if self.value is None:
            return self.text or WORDS[self.status]
        return displayed(self.value, self.unit, self.decimals)

    @property
    def figure(self) -> str:
        """The fact as a table's cell prints it, its unit in the header: `12.345` under *£m*, `73.5` under *%*."""
        if self.value is None:
            return self.text or SHORTHAND[self.status]
        return ROUNDS_TO_ZERO if self.rounds_to_zero else _digits(self.rounded, self.unit, self.decimals)

    @property
    def rounded(self) -> Decimal:
        """The value rounded once, half away from zero; raise ValueError where there is none."""
        return rounded(self._there, self.decimals)

    @property
    def shown(self) -> Decimal:
        """The number that `display` prints, in the fact's unit: `rounded`, or a small amount that it would lose."""
        return shown(self._there, self.unit, self.decimals)

    @property
    def rounds_to_zero(self) -> bool:
        """Whether the value is something, and too little to be seen at its decimals."""
        return bool(self.value) and not self.rounded

    @property
    def unit_heading(self) -> str:
        """The unit as a column's header writes it."""
        return "£m" if _in_millions(self.unit, self.decimals) else UNIT_WORDS.get(self.unit, self.unit)

    @property
    def _there(self) -> Decimal:
        if self.value is None:
            raise ValueError(f"{self.id} has no value: {WORDS[self.status]}")
        return self.value

    @property
    def suppressed(self) -> "Fact":
        """The fact as it stands where it may not be shown: without its value, its words and its rows."""
        source = replace(self.source, rows=None)
        return replace(self, value=None, status="suppressed", text="", source=source)

    def record(self) -> dict[str, Any]:
        """Return the fact as facts.json holds it."""
        return {
            "id": self.id,
            "label": self.label,
            "kind": self.kind,
            "value": None if self.value is None else plain(self.value),
            "status": self.status,
            "unit": self.unit,
            "decimals": self.decimals,
            "display": self.display,
            "period": self.period,
            "as_at": self.as_at,
            "formula": self.formula,
            "source": {
                "tables": list(self.source.tables),
                "filter": self.source.filter,
                "rows": self.source.rows,
            },
            "member": self.member,
            "text": self.text,
        }

    def __reduce__(self) -> tuple[Any, ...]:
        """Say how a fact is pickled: field by field, in half the time that a frozen dataclass takes."""
        return Fact, (
            self.id, self.label, self.kind, self.value, self.status, self.unit, self.decimals, self.period, self.as_at,
            self.formula, self.source, self.member, self.text,
        )  # fmt: skip


# ---- rounding ------------------------------------------------------------------------------------


def rounded(value: Decimal, decimals: int) -> Decimal:
    """Return a value rounded to so many decimals, half away from zero, and never -0.

    >>> rounded(Decimal("-1234500"), -3), rounded(Decimal("-0.4"), 0)
    (Decimal('-1.235E+6'), Decimal('0'))
    """
    result = value.quantize(_place(decimals), ROUND_HALF_UP, ARITHMETIC)
    return result if result else abs(result)


@cache
def _place(decimals: int) -> Decimal:
    """Return one in the last place that is kept."""
    return Decimal(1).scaleb(-decimals)


def shown(value: Decimal, unit: str, decimals: int) -> Decimal:
    """Return the number that prose prints of a value: rounded; where that would lose a small amount, the amount.

    The amount is in pounds, or in pence under £1; of another unit, and under a penny, it is the first digit.
    """
    amount = rounded(value, decimals)
    return amount if amount or not value else _small(value, unit)


def _small(value: Decimal, unit: str) -> Decimal:
    """Return the number that prose prints of a value that its decimals would lose."""
    amount = rounded(value, 0 if abs(value) >= 1 else 2) if unit == "GBP" else None
    return amount or rounded(value, -value.adjusted())


def displayed(value: Decimal, unit: str, decimals: int) -> str:
    """Return a value as prose prints it, with its unit; never as zero what is not.

    >>> displayed(Decimal("12345499"), "GBP", -3), displayed(Decimal("-412.3"), "GBP", -3)
    ('£12.345m', '-£412')
    >>> displayed(Decimal("0.00028"), "share", 3), displayed(Decimal("0.4"), "hours", 0)
    ('0.03%', '0.4 hours')
    """
    amount = rounded(value, decimals)
    is_small = bool(value) and not amount
    digits = _small_digits(_small(value, unit), unit) if is_small else _digits(amount, unit, decimals)
    if unit in ("GBP", "GBP_per_GBP"):
        sign = "-" if digits.startswith("-") else ""
        return f"{sign}£{digits.lstrip('-')}{'m' if _in_millions(unit, decimals) and not is_small else ''}"
    if unit == "share":
        return f"{digits}%"
    return digits if unit == "count" else f"{digits} {UNIT_WORDS.get(unit, unit)}"


def _digits(amount: Decimal, unit: str, decimals: int) -> str:
    """Return the digits of a rounded amount: £ in millions, a share in per cent."""
    if _in_millions(unit, decimals):
        return f"{ARITHMETIC.divide(amount, MILLION):,.{max(6 + decimals, 0)}f}"
    if unit == "share":
        return f"{ARITHMETIC.multiply(amount, PER_CENT):,.{max(decimals - 2, 0)}f}"
    return f"{amount:,.{max(decimals, 0)}f}"


def _small_digits(amount: Decimal, unit: str) -> str:
    """Return the digits of a small amount: `412` of £412, `0.42` of 42p, `0.03` of 0.03%."""
    if unit == "GBP" and amount == amount.quantize(Decimal("0.01")):
        return f"{amount:,.0f}" if abs(amount) >= 1 and amount == int(amount) else f"{amount:.2f}"
    return plain(ARITHMETIC.multiply(amount, PER_CENT) if unit == "share" else amount)


def _in_millions(unit: str, decimals: int) -> bool:
    return unit == "GBP" and decimals < 0


def plain(value: Decimal) -> str:
    """Return a decimal as text, the same for equal numbers: no exponent, no zeros at the end.

    >>> plain(Decimal("12.50")), plain(Decimal("0.000")), plain(Decimal("1E+3"))
    ('12.5', '0', '1000')
    """
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text
