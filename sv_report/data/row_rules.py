"""Row rules: what cannot be true within one row, each a record of what is wrong and what to do.

Data stage. Takes a table's rows; adds a finding for each row that breaks a rule of its table. What one cell alone
may hold (its form and range) stands in the schema; what takes several rows, in `table_rules`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sv_report.data.rows import Row, TableRows, where
from sv_report.findings import Severity


@dataclass(frozen=True)
class RowRule:
    """A rule: its name, table and columns, when a row breaks it, what is then wrong, and the remedy.

    `wrong` is filled with the row's values. In a table with a column `measure`, a row also has the measure's
    `over_time`, None where the measure is unknown.
    """

    name: str
    table: str
    columns: tuple[str, ...]
    is_broken: Callable[[Row], bool]
    wrong: str
    remedy: str
    severity: Severity = "error"


def apply_row_rules(intake: Mapping[str, TableRows]) -> None:
    """Add a finding to each table for each of its rows that breaks a rule."""
    over_time = dict(values for values, _ in intake["measures"].columns("ref", "over_time"))
    for name, table in intake.items():
        rules = [rule for rule in RULES if rule.table == name]
        for row, as_read in table.sound() if rules else ():
            row["over_time"] = row.get("over_time") or over_time.get(row.get("measure"))
            for rule in rules:
                if rule.is_broken(row):
                    at = where(as_read, ", ".join(rule.columns), _found(row, rule))
                    table.find(rule.name, rule.wrong.format_map(row), at, rule.remedy, rule.severity)


def _found(row: Row, rule: RowRule) -> str:
    return ", ".join("" if row[column] is None else str(row[column]) for column in rule.columns)


def _above(higher: str, lower: str) -> Callable[[Row], bool]:
    """Return whether one column is above another, where both are filled."""

    def is_broken(row: Row) -> bool:
        first, second = row[higher], row[lower]
        return first is not None and second is not None and bool(first > second)

    return is_broken


def _is_share(row: Row) -> bool:
    return bool(row["over_time"] == "share")


def _is_share_above(numerator: str, denominator: str) -> Callable[[Row], bool]:
    is_above = _above(numerator, denominator)
    return lambda row: _is_share(row) and is_above(row)


def _lacks_denominator(numerator: str, denominator: str) -> Callable[[Row], bool]:
    return lambda row: _is_share(row) and row[numerator] is not None and row[denominator] is None


def _has_denominator(*denominators: str) -> Callable[[Row], bool]:
    """Return whether a row of a flow or a stock has a denominator."""
    return lambda row: row["over_time"] in ("flow", "stock") and any(row[name] is not None for name in denominators)


def _is_validated_without_date(row: Row) -> bool:
    return row["quantity_validated"] is not None and row["validated_on"] is None


def _is_assessed_without_quantity(row: Row) -> bool:
    return row["quantity_validated"] is None and (
        row["validated_on"] is not None or row["denominator_validated"] is not None
    )


def _is_valued_share(row: Row) -> bool:
    return _is_share(row) and row["valued"] == "valued"


def _share_rules(table: str, numerator: str, denominator: str) -> tuple[RowRule, ...]:
    """Return the rules of a numerator and its denominator."""
    return (
        RowRule(
            "denominator-missing",
            table,
            (numerator, denominator),
            _lacks_denominator(numerator, denominator),
            f"measure {{measure}} is a share, and {numerator} {{{numerator}}} has no {denominator}",
            f"Write the number that {numerator} is a part of as {denominator}.",
        ),
        RowRule(
            "share-above-whole",
            table,
            (numerator, denominator),
            _is_share_above(numerator, denominator),
            f"{{{numerator}}} of {{{denominator}}} is over 100 per cent of measure {{measure}}",
            f"Check whether {numerator} and {denominator} have been exchanged, or one is mistyped.",
            "warning",
        ),
        RowRule(
            "denominator-unexpected",
            table,
            (denominator,),
            _has_denominator(denominator),
            f"measure {{measure}} is a {{over_time}}, and only a share has a {denominator}",
            f"Clear {denominator}, or make the measure's over_time share.",
        ),
    )


RULES = (
    RowRule(
        "contract-ends-before-start",
        "contracts",
        ("start", "end"),
        _above("start", "end"),
        "contract {ref} ends on {end}, before it starts on {start}",
        "Correct start or end.",
    ),
    RowRule(
        "contract-terminated-before-start",
        "contracts",
        ("start", "terminated_on"),
        _above("start", "terminated_on"),
        "contract {ref} is terminated on {terminated_on}, before it starts on {start}",
        "Correct start or terminated_on.",
    ),
    RowRule(
        "share-valued",
        "measures",
        ("over_time", "valued"),
        _is_valued_share,
        "measure {ref} is a share and valued, and a percentage has no worth in £",
        "Make it record-only, or count what the percentage is of as a flow or stock.",
    ),
    RowRule(
        "value-ends-before-start",
        "value_book",
        ("valid_from", "valid_to"),
        _above("valid_from", "valid_to"),
        "the value of {measure} in {version} ends on {valid_to}, before it starts on {valid_from}",
        "Correct valid_from or valid_to.",
    ),
    *_share_rules("commitments", "quantity", "denominator"),
    RowRule(
        "validated-above-claimed",
        "deliveries",
        ("quantity_claimed", "quantity_validated"),
        _above("quantity_validated", "quantity_claimed"),
        "{quantity_validated} is validated of {quantity_claimed} claimed",
        "Correct one of the two: validated is the part accepted of what was claimed.",
    ),
    RowRule(
        "validated-without-date",
        "deliveries",
        ("quantity_validated", "validated_on"),
        _is_validated_without_date,
        "{quantity_validated} is validated, and validated_on is blank",
        "Write the day of the assessment as validated_on, or clear quantity_validated if it is still awaited.",
    ),
    RowRule(
        "assessed-without-quantity",
        "deliveries",
        ("quantity_validated", "validated_on"),
        _is_assessed_without_quantity,
        "the line is assessed, and quantity_validated is blank",
        "Write what was accepted as quantity_validated, 0 where nothing was; or clear the assessment.",
    ),
    *_share_rules("deliveries", "quantity_claimed", "denominator_claimed"),
    *_share_rules("deliveries", "quantity_validated", "denominator_validated"),
)
