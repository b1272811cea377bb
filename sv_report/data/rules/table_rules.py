"""Table rules: what takes several rows or tables to see: names that fall together, returns awaited, values missing.

Data stage. Adds a fault for each row that a person would mend. Where a file of a table could not be read, nothing is
said to be missing from it. Keys and references are the shape's, in `shape_check`.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from typing import Any

from sv_report.data.rules.faults import Effect, add_faults
from sv_report.data.rules.renaming_rules import LATEST_NAMES
from sv_report.data.staging import Stage

NAMES_IN_FACTS = (  # the columns whose texts become part of a fact's id
    ("contracts", "ref"),
    ("contracts", "directorate"),
    ("measures", "ref"),
    ("measures", "theme"),
)
Fault = tuple[object, ...]


def apply_table_rules(stage: Stage, whole: Collection[str]) -> None:
    """Add a fault for each row that breaks a rule; `whole` names the tables all of whose files could be read."""
    for table, column in NAMES_IN_FACTS:
        add_faults(stage.connection, [*_names_alike(stage, table, column)])
    if "returns" in whole:
        add_faults(stage.connection, [*_lines_not_received(stage)])
    if {"value_book", "measures"} <= {*whole}:
        add_faults(stage.connection, [*_values_missing(stage)])


def answer_awaited(stage: Stage) -> None:
    """Take out the rows of returns that were awaited, where a collected return has answered them."""
    collected = [reading.number for reading in stage.readings if reading.has_origin]
    if collected:
        stage.connection.execute(
            "DELETE FROM returns r WHERE r.received_on IS NULL AND EXISTS (SELECT 1 FROM returns c WHERE "
            "list_contains($collected::INTEGER[], c.reading) AND (c.contract, c.period) = (r.contract, r.period))",
            {"collected": collected},
        )


@lru_cache(1 << 16)
def name_in_fact(text: str) -> str:
    """Return what a fact's id keeps of a name: lower case, letters, digits and `_`.

    >>> name_in_fact("C-1"), name_in_fact("c 1")
    ('c_1', 'c_1')

    A name without any of them goes by the numbers of its characters:

    >>> name_in_fact("Ω")
    'u3c9'
    """
    name = re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")
    return name or "_".join(f"u{ord(letter):x}" for letter in text.lower() if not letter.isspace())


def _names_alike(stage: Stage, table: str, column: str) -> Iterator[Fault]:
    """Yield texts that differ, and yet give facts the same name."""
    texts = stage.connection.execute(
        f"SELECT {column}, min(struct_pack(reading := reading, row := row)) AS first FROM {table} "
        f"WHERE {column} IS NOT NULL GROUP BY {column} ORDER BY first"
    ).fetchall()
    first: dict[str, tuple[str, dict[str, int]]] = {}
    for text, at in texts:
        name = name_in_fact(text)
        other, beside = first.setdefault(name, (text, at))
        if other != text:
            message = (
                f"{text!r} differs only in case, spaces or punctuation from {other!r} ({_place(stage, beside, at)}); "
                f"both would be {name!r} in the names of facts"
            )
            remedy = "Write the two alike if they are one, else make them differ in a letter or digit."
            yield _fault(table, at["reading"], at["row"], column, text, "name-ambiguous", message, remedy)


def _place(stage: Stage, beside: dict[str, int], at: dict[str, int]) -> str:
    """Return a place in words, with its file only where it is another than that of the row beside it."""
    where = stage.readings[beside["reading"]].sheet.where(beside["row"]).text()
    return where.split(", ")[-1] if beside["reading"] == at["reading"] else where


def _lines_not_received(stage: Stage) -> Iterator[Fault]:
    """Yield lines of a return that has not been received: they would be counted nowhere."""
    lines = stage.connection.execute(
        "SELECT d.reading, d.row, d.contract, d.period, d.return_version, r.reading, r.row FROM deliveries d "
        "JOIN returns r ON (r.contract, r.period, r.version) = (d.contract, d.period, d.return_version) "
        "WHERE r.received_on IS NULL ORDER BY d.reading, d.row"
    ).fetchall()
    for reading, row, *values, return_reading, return_row in lines:
        named = ", ".join(map(str, values))
        place = stage.readings[return_reading].sheet.where(return_row).text()
        message = f"this is a line of the return {named}, which has no received_on ({place})"
        remedy = "Write the day on which the return was received in returns, or correct the line."
        columns = "contract, period, return_version"
        yield _fault("deliveries", reading, row, columns, named, "return-not-received", message, remedy, "left out")


def _values_missing(stage: Stage) -> Iterator[Fault]:
    """Yield the contracts whose valued measures the value book, where there is one, gives no value for."""
    versions = [
        name for (name,) in stage.connection.execute("SELECT DISTINCT version FROM value_book ORDER BY 1").fetchall()
    ]
    if not versions:
        return
    lacking = stage.connection.execute(
        f"""
        WITH promised AS (SELECT contract, measure FROM commitments UNION SELECT contract, measure FROM deliveries),
        names AS ({LATEST_NAMES}),
        book AS (SELECT n.known_as, b.version FROM value_book b JOIN names n USING (measure))
        SELECT c.reading, c.row, c.ref, c.value_book, m.ref FROM contracts c
        JOIN promised p ON p.contract = c.ref JOIN measures m ON m.ref = p.measure AND m.valued = 'valued'
        JOIN names n ON n.measure = m.ref
        ANTI JOIN book b ON b.known_as = n.known_as AND b.version = c.value_book
        ORDER BY c.reading, c.row, m.row
        """
    ).fetchall()
    without: dict[tuple[int, int, str], list[str]] = {}
    for reading, row, ref, version, measure in lacking:
        if version is None:
            without.setdefault((reading, row, ref), []).append(measure)
        else:
            yield _no_value(reading, row, ref, measure, version)
    for (reading, row, ref), measures in without.items():
        yield _no_version(reading, row, ref, measures, versions)


def _no_version(reading: int, row: int, ref: str, measures: Sequence[str], versions: Sequence[str]) -> Fault:
    message = f"contract {ref} has no value_book version, and cannot be valued for {', '.join(measures)}"
    remedy = f"Write the version that the contract was awarded under: {', '.join(versions)}."
    return _fault("contracts", reading, row, "value_book", None, "value-version-missing", message, remedy)


def _no_value(reading: int, row: int, ref: str, measure: str, version: str) -> Fault:
    message = (
        f"contract {ref}: measure {measure} is valued, but the value book has no row for it in version {version!r}"
    )
    remedy = "Add the row to the value book, mark the measure record-only, or correct the contract's value_book."
    return _fault("contracts", reading, row, "value_book", version, "value-missing", message, remedy)


def _fault(
    table: str, reading: int, row: int, column: str, found: Any, rule: str, message: str, remedy: str,
    effect: Effect = "error",
) -> Fault:  # fmt: skip
    return table, reading, row, column, found, rule, message, remedy, effect
