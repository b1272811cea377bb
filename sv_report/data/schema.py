"""The shape of the tables: which columns, of which type and range, which are the key, what refers to what.

Data stage: intake reads every source into these tables, and the measures stand on them. A period in data is a
quarter: a year would be counted in none of the quarters that a report is made of.
"""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

Type = Literal["text", "date", "period", "number", "whole", "yes_no"]

OVER_TIME = ("flow", "stock", "share")
ACROSS = ("sum", "weighted", "none")
GOOD = ("high", "low")
NET_OF = ("attribution", "deadweight")
RATINGS = ("Good", "Approaching target", "Requires improvement", "Inadequate", "Other")  # SI 2024/692, reg. 39(5)
NOTHING, WHOLE = Decimal(0), Decimal(1)


@dataclass(frozen=True)
class Column:
    """A column of a table: `required` means that no row may leave it blank."""

    name: str
    type: Type = "text"
    required: bool = False
    one_of: tuple[str, ...] = ()
    any_of: tuple[str, ...] = ()  # one or several of these words, with ; or , between
    refers_to: str = ""  # the table whose first key column holds every value of this one
    least: Decimal | None = None
    most: Decimal | None = None


@dataclass(frozen=True)
class Reference:
    """Columns that together name a row of another table, where the columns `key` hold their values."""

    columns: tuple[str, ...]
    table: str
    key: tuple[str, ...]


@dataclass(frozen=True)
class TableShape:
    """A table: its columns in order, those that together name a row, and what refers to other tables."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    needed: bool = field(default=True)  # False: a council may have none (a value book, spend)
    composite: tuple[Reference, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
        return tuple(column.name for column in self.columns)

    @property
    def references(self) -> tuple[Reference, ...]:
        """What refers to a row of another table: single columns first, then several together."""
        single = (
            Reference((column.name,), column.refers_to, SHAPES[column.refers_to].key[:1])
            for column in self.columns
            if column.refers_to
        )
        return (*single, *self.composite)

    def column(self, name: str) -> Column:
        """Return the column of that name; raise KeyError where there is none."""
        return {column.name: column for column in self.columns}[name]


def _required(name: str, type: Type = "text", **more: object) -> Column:
    return Column(name, type, required=True, **more)  # type: ignore[arg-type]


TABLES = (
    TableShape(
        "suppliers",
        (
            _required("id"),
            _required("name"),
            Column("company_number"),
            Column("postcode"),
            _required("local", "yes_no"),
            Column("sme", "yes_no"),
            Column("vcse", "yes_no"),
        ),
        key=("id",),
    ),
    TableShape(
        "contracts",
        (
            _required("ref"),
            _required("title"),
            _required("supplier_id", refers_to="suppliers"),
            _required("directorate"),
            Column("district"),
            Column("division"),
            Column("category"),
            Column("regime"),
            Column("light_touch", "yes_no"),
            _required("start", "date"),
            _required("end", "date"),
            Column("terminated_on", "date"),
            _required("value", "number", least=NOTHING),
            Column("awarded_on", "date"),
            Column("value_book"),
            Column("manager"),
        ),
        key=("ref",),
    ),
    TableShape(
        "measures",
        (
            _required("ref"),
            _required("set"),
            _required("theme"),
            _required("outcome"),
            Column("priority"),
            _required("name"),
            _required("unit"),
            _required("over_time", one_of=OVER_TIME),
            _required("across", one_of=ACROSS),
            _required("good", one_of=GOOD),
            _required("valued", one_of=("valued", "record-only")),
            _required("counts_as", one_of=("local", "additional")),
            _required("sensitive", "yes_no"),
            _required("disadvantaged", "yes_no"),
            Column("not_also_in"),  # measures, with ; between, in which the same activity must not be counted as well
            Column("guidance"),  # what a supplier is told about counting it
            Column("renamed_from"),  # its ref in an earlier version of the set; renaming_rules says what that may be
        ),
        key=("ref",),
    ),
    TableShape(
        "value_book",
        (
            _required("measure", refers_to="measures"),
            _required("version"),
            Column("price_year"),
            _required("proxy_gbp", "number", least=NOTHING),
            Column("net_of", any_of=NET_OF),
            Column("attribution", "number", least=NOTHING, most=WHOLE),
            Column("deadweight", "number", least=NOTHING, most=WHOLE),
            Column("valid_from", "date"),
            Column("valid_to", "date"),
            Column("source"),
            Column("licence"),
        ),
        key=("measure", "version"),
        needed=False,
    ),
    TableShape(
        "commitments",
        (
            _required("contract", refers_to="contracts"),
            _required("measure", refers_to="measures"),
            _required("period", "period"),
            _required("quantity", "number", least=NOTHING),
            Column("denominator", "number", least=NOTHING),  # a share's: quantity is its numerator
            Column("unit"),  # where a source states it, the measure's own
        ),
        key=("contract", "measure", "period"),
    ),
    TableShape(
        "returns",
        (
            _required("contract", refers_to="contracts"),
            _required("period", "period"),
            _required("version", "whole"),
            _required("due_on", "date"),
            Column("received_on", "date"),  # blank: due and not received
            Column("confirms_period", "yes_no"),  # the supplier's: only this contract and this period
            Column("confirms_commitment", "yes_no"),  # the supplier's: against a commitment in this contract
        ),
        key=("contract", "period", "version"),
    ),
    TableShape(
        "deliveries",
        (
            _required("contract", refers_to="contracts"),
            _required("measure", refers_to="measures"),
            _required("period", "period"),
            _required("return_version", "whole"),
            _required("quantity_claimed", "number"),  # below nothing: takes off what was claimed before
            Column("quantity_validated", "number"),  # blank with validated_on: not yet assessed
            Column("denominator_claimed", "number"),
            Column("denominator_validated", "number"),
            Column("validated_on", "date"),
            Column("statement"),
            Column("evidence"),
            Column("unit"),
            Column("estimated", "yes_no"),
            Column("person", "text"),  # a pseudonym, so that one person is not counted twice
            Column("person_started_on", "date"),
            Column("share_on_contract", "number", least=NOTHING, most=WHOLE),  # of a person's time
            Column("hours", "number", least=NOTHING),
            Column("attendees", "number", least=NOTHING),
        ),
        key=(),  # a return may list the same measure on several lines
        composite=(Reference(("contract", "period", "return_version"), "returns", ("contract", "period", "version")),),
    ),
    TableShape(
        "spend",
        (
            _required("contract", refers_to="contracts"),
            _required("period", "period"),
            _required("amount", "number"),  # below nothing: a credit note
        ),
        key=(),
        needed=False,
    ),
    TableShape(
        "variations",
        (
            _required("contract", refers_to="contracts"),
            _required("effective_on", "date"),
            _required("value", "number", least=NOTHING),  # of the contract as a whole, from that day on
            Column("reason"),
        ),
        key=("contract", "effective_on"),
        needed=False,
    ),
    TableShape(
        "assessments",  # of key performance indicators: Procurement Act 2023, s. 71
        (
            _required("contract", refers_to="contracts"),
            _required("kpi"),
            _required("assessed_on", "date"),
            _required("rating", one_of=RATINGS),
            Column("covers_from", "date"),
            Column("covers_to", "date"),
            Column("published_on", "date"),
            Column("notice"),
        ),
        key=("contract", "kpi", "assessed_on"),
        needed=False,
    ),
    TableShape(
        "deflators",
        (
            _required("year"),
            _required("index", "number"),  # above nothing: a row rule says so, as `least` would let 0 in
            Column("source"),
        ),
        key=("year",),
        needed=False,
    ),
)

SHAPES = {shape.name: shape for shape in TABLES}
ORIGIN = ("origin_file", "origin_sheet", "origin_row")
