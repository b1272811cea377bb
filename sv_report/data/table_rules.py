"""Table rules: what takes several rows or tables to see: keys, references, names that fall together, values missing.

Data stage. Takes the tables as they were read; adds every fault to the table that a person would mend. Where rows
of a table could not be read, nothing is said to be missing from it.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from sv_report.data.rows import TableRows, place, where
from sv_report.data.schema import Reference

Intake = Mapping[str, TableRows]

NAMES_IN_FACTS = (  # the columns whose texts become part of a fact's id
    ("contracts", "ref"),
    ("contracts", "directorate"),
    ("measures", "ref"),
    ("measures", "theme"),
)
RETURN_KEY = ("contract", "period", "version")
LINE_KEY = ("contract", "period", "return_version")  # the same, in deliveries


class KnownKeys:
    """The keys of a table; one with a part that could not be read may be any that is equal in its other parts."""

    def __init__(self, keys: Iterable[tuple[Any, ...]]) -> None:
        self._keys = set(keys)
        self._partly_read = [key for key in self._keys if None in key]

    def may_hold(self, values: tuple[Any, ...]) -> bool:
        """Say whether a row of the table has these values for its key, as far as its rows could be read."""
        return values in self._keys or any(
            all(part in (None, value) for part, value in zip(key, values, strict=True)) for key in self._partly_read
        )


def apply_table_rules(intake: Intake) -> None:
    """Add a finding for each fault that takes several rows to see."""
    for table in intake.values():
        _check_key(table)
        _check_references(table, intake)
    for name, column in NAMES_IN_FACTS:
        _check_names(intake[name], column)
    _check_received(intake)
    _check_values(intake)


def name_in_fact(text: str) -> str:
    """Return what a fact's id keeps of a name: lower case, letters, digits and `_`.

    >>> name_in_fact("C-1"), name_in_fact("c 1")
    ('c_1', 'c_1')
    """
    return re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")


def _check_key(table: TableRows) -> None:
    """Find rows that share the key of an earlier one, of whichever source."""
    key = table.shape.key
    seen: dict[tuple[Any, ...], list[Any]] = {}
    for values, row in table.columns(*key) if key else ():
        if None in values:  # could not be read, which has been said
            continue
        if values in seen:
            message = f"a second row for {_listed(values)}; the first is {place(seen[values], row)}"
            table.find("key-duplicate", message, where(row, ", ".join(key)), "Leave one of the two.")
        seen.setdefault(values, row)


def _check_references(table: TableRows, intake: Intake) -> None:
    """Find values that name no row of the table they refer to."""
    faulty: set[tuple[int, str]] = set()  # a row's place and a column that has been said to be unknown
    for reference in table.shape.references:
        target = intake[reference.table]
        if not target.is_whole:
            continue
        known = KnownKeys(values for values, _ in target.columns(*reference.key))
        for number, (values, row) in enumerate(table.columns(*reference.columns)):
            if None in values or known.may_hold(values) or any((number, name) in faulty for name in reference.columns):
                continue
            faulty |= {(number, name) for name in reference.columns}
            _find_unknown(table, reference, values, row)


def _find_unknown(table: TableRows, reference: Reference, values: tuple[Any, ...], row: list[Any]) -> None:
    at = where(row, ", ".join(reference.columns), _listed(values))
    named = repr(values[0])
    if len(values) > 1:
        pairs = zip(reference.key, values, strict=True)
        named = ", ".join(f"{name} {value}" for name, value in pairs)
    message = f"{named} is in no row of {reference.table}"
    table.find("reference-unknown", message, at, f"Add it to {reference.table}.csv, or correct it.")


def _check_names(table: TableRows, column: str) -> None:
    """Find texts that differ, and yet give facts the same name."""
    first: dict[str, tuple[str, list[Any]]] = {}
    said: set[str] = set()
    for (text,), row in table.columns(column):
        if text is None or text in said:
            continue
        said.add(text)
        name = name_in_fact(text)
        if name in first:
            other, beside = first[name]
            message = (
                f"{text!r} differs only in case, spaces or punctuation from {other!r} ({place(beside, row)}); "
                f"both would be {name!r} in the names of facts"
            )
            remedy = "Write the two alike if they are one, else make them differ in a letter or digit."
            table.find("name-ambiguous", message, where(row, column, text), remedy)
        first.setdefault(name, (text, row))


def _check_received(intake: Intake) -> None:
    """Find lines of a return that has not been received: they would be counted nowhere."""
    awaited = {
        tuple(record[name] for name in RETURN_KEY): row
        for record, row in intake["returns"].sound()
        if record["received_on"] is None
    }
    for values, row in intake["deliveries"].columns(*LINE_KEY):
        if values in awaited:
            returned = place(awaited[values], row)
            message = f"this is a line of the return {_listed(values)}, which has no received_on ({returned})"
            remedy = "Write the day on which the return was received in returns.csv, or correct the line."
            intake["deliveries"].find("return-not-received", message, where(row, ", ".join(LINE_KEY)), remedy)


def _check_values(intake: Intake) -> None:
    """Find the contracts' valued measures that the value book, where there is one, gives no value for."""
    book = intake["value_book"]
    valued = [ref for (ref, kind), _ in intake["measures"].columns("ref", "valued") if kind == "valued"]
    promised = {
        values for name in ("commitments", "deliveries") for values, _ in intake[name].columns("contract", "measure")
    }
    known = KnownKeys(values for values, _ in book.columns("measure", "version"))
    if not book.rows or not book.is_whole:
        return
    versions = ", ".join(sorted({version for version in book.column("version") if version}))
    for (ref, version), row in intake["contracts"].columns("ref", "value_book"):
        measures = [measure for measure in valued if (ref, measure) in promised]
        if version is None and measures:
            _find_no_version(intake["contracts"], ref, measures, versions, row)
            continue
        for measure in measures:
            if not known.may_hold((measure, version)):
                _find_no_value(intake["contracts"], ref, measure, version, row)


def _find_no_version(table: TableRows, ref: str, measures: list[str], versions: str, row: list[Any]) -> None:
    message = f"contract {ref} has no value_book version, and cannot be valued for {', '.join(measures)}"
    remedy = f"Write the version that the contract was awarded under: {versions}."
    table.find("value-version-missing", message, where(row, "value_book"), remedy)


def _find_no_value(table: TableRows, ref: str, measure: str, version: str, row: list[Any]) -> None:
    message = (
        f"contract {ref}: measure {measure} is valued, but the value book has no row for it in version {version!r}"
    )
    remedy = "Add the row to value_book.csv, mark the measure record-only, or correct the contract's value_book."
    table.find("value-missing", message, where(row, "value_book", version), remedy)


def _listed(values: tuple[Any, ...]) -> str:
    return ", ".join(map(str, values))
