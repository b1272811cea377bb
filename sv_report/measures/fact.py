"""A fact: one reported number, with what it says, how it was made and how it is printed.

Measures stage. `value` is the unrounded decimal; `display` is the only rounding there is, made once, here.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Any, Literal

from sv_report.measures.value import QUOTIENT

Kind = Literal["sum", "share", "count", "rank", "text"]
Status = Literal["ok", "zero", "not_available", "not_applicable", "suppressed"]

MILLION = Decimal(10) ** 6
SHORTHAND = {
    "not_available": "[x]",
    "not_applicable": "[z]",
    "suppressed": "[c]",
}  # Analysis Function: symbols in tables
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
    """What a calculation gives: a value or a text, or the reason why there is none, and the rows it stands on."""

    value: Decimal | None
    status: Status
    rows: int = 0
    text: str = ""

    @classmethod
    def of(cls, value: Decimal | int, rows: int = 0) -> "Number":
        """Return a number that is there: `ok`, or `zero`."""
        return cls(Decimal(value), "ok" if value else "zero", rows)

    @classmethod
    def none(cls, status: Status, rows: int = 0) -> "Number":
        """Return a number that is not there, and why."""
        return cls(None, status, rows)

    @classmethod
    def words(cls, text: str, rows: int = 0) -> "Number":
        """Return the answer of a fact that is a text."""
        return cls(None, "ok", rows, text)

    @classmethod
    def share(cls, part: Decimal | int, whole: Decimal | int, rows: int = 0) -> "Number":
        """Return part ÷ whole, divided once; not applicable where the whole is nothing."""
        if not whole:
            return cls.none("not_applicable", rows)
        return cls.of(QUOTIENT.divide(Decimal(part), Decimal(whole)), rows)


@dataclass(frozen=True, slots=True)
class Source:
    """What a fact stands on: the tables, the filter in words, and how many of their rows."""

    tables: tuple[str, ...]
    filter: str
    rows: int


@dataclass(frozen=True, slots=True)
class Fact:
    """One reported number. `decimals` counts from the unit: -3 in GBP is to the nearest £1,000.

    `member` names what a fact by theme, directorate … is about; it is empty for the whole. A fact of kind *text*
    has its words in `text`, and no value.
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
        sign = "-" if self.rounded < 0 else ""
        if self.unit == "GBP":
            return f"{sign}£{self.figure.lstrip('-')}{'m' if self.decimals < 0 else ''}"
        if self.unit == "GBP_per_GBP":
            return f"{sign}£{self.figure.lstrip('-')}"
        if self.unit == "share":
            return f"{self.figure}%"
        return self.figure if self.unit == "count" else f"{self.figure} {UNIT_WORDS.get(self.unit, self.unit)}"

    @property
    def figure(self) -> str:
        """The fact as a table's cell prints it, its unit in the header: `12.345` under *£m*, `73.5` under *%*."""
        if self.value is None:
            return self.text or SHORTHAND[self.status]
        if self.unit == "GBP" and self.decimals < 0:
            return f"{self.rounded / MILLION:,.{6 + self.decimals}f}"
        if self.unit == "share":
            return f"{self.rounded * 100:,.{max(self.decimals - 2, 0)}f}"
        return f"{self.rounded:,.{max(self.decimals, 0)}f}"

    @property
    def rounded(self) -> Decimal:
        """The value rounded once, half up, for display; raise ValueError where there is none."""
        if self.value is None:
            raise ValueError(f"{self.id} has no value: {WORDS[self.status]}")
        rounded = self.value.quantize(Decimal(1).scaleb(-self.decimals), ROUND_HALF_UP, Context(prec=80))
        return rounded if rounded else abs(rounded)  # never -0

    @property
    def unit_heading(self) -> str:
        """The unit as a column's header writes it."""
        return "£m" if self.unit == "GBP" and self.decimals < 0 else UNIT_WORDS.get(self.unit, self.unit)

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

    @classmethod
    def from_record(cls, record: dict[str, Any]) -> "Fact":
        """Return the fact that `record()` wrote."""
        fields = {name: value for name, value in record.items() if name != "display"}
        source = fields.pop("source")
        value = fields.pop("value")
        return cls(
            **fields,
            value=None if value is None else Decimal(value),
            source=Source(tuple(source["tables"]), source["filter"], source["rows"]),
        )


def plain(value: Decimal) -> str:
    """Return a decimal as text, the same for equal numbers: no exponent, no zeros at the end.

    >>> plain(Decimal("12.50")), plain(Decimal("0.000")), plain(Decimal("1E+3"))
    ('12.5', '0', '1000')
    """
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text
