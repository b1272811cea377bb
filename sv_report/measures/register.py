"""The contracts and measures of the tables, with what they are grouped by.

Measures stage: small tables, read once.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import narwhals as nw

from sv_report.data.rules.table_rules import name_in_fact
from sv_report.data.tables import Tables
from sv_report.measures.scope import Measure

CONTRACT_DIMENSIONS = ("directorate", "district", "category", "supplier", "supplier_type", "contract")
MEASURE_DIMENSIONS = ("theme", "outcome", "priority", "measure")
NOT_STATED = "Not stated"  # the member of those whose cell is blank


@dataclass(frozen=True)
class Contract:
    """A contract as the register holds it; `value` is the one in force on the period's last day, by the variation of
    `varied_on` where there was one."""

    ref: str
    title: str
    supplier_id: str
    supplier: str
    supplier_type: str
    directorate: str
    district: str
    category: str
    regime: str
    light_touch: bool | None
    start: date
    end: date
    terminated_on: date | None
    value: Decimal
    varied_on: date | None = None

    @property
    def last_day(self) -> date:
        """The day on which it ends, or was terminated."""
        return min(self.terminated_on or self.end, self.end)

    def is_active(self, first: date, last: date) -> bool:
        """Return whether it holds on any day from `first` to `last`."""
        return self.start <= last and self.last_day >= first

    def member(self, dimension: str) -> str:
        """Return the member of a dimension that it belongs to; a contract and a supplier go by their ref and id."""
        attribute = {"contract": "ref", "supplier": "supplier_id"}.get(dimension, dimension)
        name: str = getattr(self, attribute)
        return name


def contracts_of(tables: Tables, day: date) -> dict[str, Contract]:
    """Return the contracts begun by a day, by ref, each at the value that it has on that day."""
    suppliers = tables["suppliers"].select("id", "sme", "vcse", supplier=nw.col("name"))
    begun = tables["contracts"].filter(nw.col("start") <= day)
    rows = tables.rows(begun.join(suppliers, left_on="supplier_id", right_on="id", how="left").sort("ref"))
    varied = _varied_values(tables, day)
    return {row["ref"]: _contract(row, *varied.get(row["ref"], (row["value"], None))) for row in rows}


def _contract(row: Mapping[str, Any], value: Decimal, varied_on: date | None) -> Contract:
    return Contract(
        ref=row["ref"],
        title=row["title"],
        supplier_id=row["supplier_id"],
        supplier=row["supplier"],
        supplier_type=supplier_type(row["sme"], row["vcse"]),
        directorate=row["directorate"],
        district=stated(row["district"]),
        category=stated(row["category"]),
        regime=row["regime"] or "",
        light_touch=row["light_touch"],
        start=row["start"],
        end=row["end"],
        terminated_on=row["terminated_on"],
        value=value,
        varied_on=varied_on,
    )


def stated(text: str | None) -> str:
    """Return a text; a blank, and whatever would be called the same in a fact's name, is not stated.

    >>> stated(None), stated("NOT STATED"), stated("Preston")
    ('Not stated', 'Not stated', 'Preston')
    """
    return NOT_STATED if not text or name_in_fact(text) == name_in_fact(NOT_STATED) else text


def supplier_type(sme: bool | None, vcse: bool | None) -> str:
    """Return what kind of firm a supplier is; a charity or social enterprise is one whatever its size.

    >>> supplier_type(sme=True, vcse=True), supplier_type(sme=False, vcse=None)
    ('VCSE', 'Not stated')
    """
    if vcse:
        return "VCSE"
    if sme:
        return "SME"
    return NOT_STATED if sme is None or vcse is None else "Other"


def _varied_values(tables: Tables, day: date) -> dict[str, tuple[Decimal, date]]:
    """Return the value that variations had given each contract by a day, and the day of the last."""
    if "variations" not in tables:
        return {}
    seen = tables["variations"].filter(nw.col("effective_on") <= day).sort("effective_on")
    return {row["contract"]: (row["value"], row["effective_on"]) for row in tables.rows(seen)}


def measures_of(tables: Tables) -> dict[str, Measure]:
    """Return the measures by ref, in the order of their table."""
    rows = tables.rows(tables["measures"].sort("origin_file", "origin_sheet", "origin_row"))
    return {
        row["ref"]: Measure(
            ref=row["ref"],
            theme=row["theme"],
            outcome=row["outcome"],
            priority=stated(row["priority"]),
            name=row["name"],
            unit=row["unit"],
            over_time=row["over_time"],
            across=row["across"],
            good=row["good"],
            valued=row["valued"] == "valued",
            counts_as=row["counts_as"],
            sensitive=row["sensitive"],
        )
        for row in rows
    }


def former_names(tables: Tables) -> dict[str, tuple[str, ...]]:
    """Return what each measure that was renamed was called before, the latest name first; only under its last name."""
    before = {row["ref"]: row.get("renamed_from") for row in tables.rows(tables["measures"])}
    replaced = set(before.values())
    found: dict[str, tuple[str, ...]] = {}
    for ref in sorted(before.keys() - replaced):
        names: list[str] = []
        while (ref_before := before.get(names[-1] if names else ref)) and ref_before not in names:
            names.append(ref_before)
        if names:
            found[ref] = tuple(names)
    return found
