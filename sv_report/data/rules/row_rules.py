"""Row rules: what cannot be true within one row, each a record of what is wrong and what to do.

Data stage. Adds a fault for each row that breaks a rule of its table. What one cell alone may hold (its form and
range) stands in the schema; what takes several rows, in `table_rules`; what councils count, in `counting_rules`.
"""

from dataclasses import dataclass
from string import Formatter

from sv_report.data.rules.faults import Effect
from sv_report.data.schema import SHAPES
from sv_report.data.staging import Stage, quoted


@dataclass(frozen=True)
class RowRule:
    """A rule: its name, table and columns, the SQL of when a row breaks it, what is then wrong, and the remedy.

    `wrong` is filled with the row's values. In a table with a column `measure`, a row also has the measure's
    `over_time`, NULL where the measure is unknown.
    """

    name: str
    table: str
    columns: tuple[str, ...]
    broken: str
    wrong: str
    remedy: str
    effect: Effect = "left out"


def apply_row_rules(stage: Stage, table: str) -> None:
    """Add a fault for each row of a table that breaks one of its rules."""
    has_measure = table != "measures" and "measure" in SHAPES[table].names
    over_time = "SELECT ref, any_value(over_time) AS over_time FROM measures GROUP BY ref"
    source = f"{table} t LEFT JOIN ({over_time}) m ON m.ref = t.measure" if has_measure else table
    for rule in RULES:
        if rule.table == table:
            found = " || ', ' || ".join(f"coalesce({_shown(table, column)}, '')" for column in rule.columns)
            stage.connection.execute(
                f"INSERT INTO faults SELECT {quoted(table)}, reading, row, {quoted(', '.join(rule.columns))}, {found}, "
                f"{quoted(rule.name)}, {in_words(rule.wrong, table)}, {quoted(rule.remedy)}, {quoted(rule.effect)} "
                f"FROM {source} WHERE {rule.broken} ORDER BY reading, row"
            )


def in_words(template: str, table: str) -> str:
    """Return the SQL of a template, its `{columns}` filled with a row's values."""
    parts = []
    for words, column, _, _ in Formatter().parse(template):
        parts += [quoted(words)] if words else []
        parts += [f"coalesce({_shown(table, column)}, '')"] if column else []
    return " || ".join(parts)


def _shown(table: str, column: str) -> str:
    """Return the SQL of a column as a person would write its value: 1.50 is 1.5, and 100.000000 is 100."""
    shape = SHAPES[table]
    name = f'"{column}"'
    is_number = column in shape.names and shape.column(column).type == "number"
    return f"rtrim(rtrim(CAST({name} AS VARCHAR), '0'), '.')" if is_number else f"CAST({name} AS VARCHAR)"


def _share_rules(table: str, numerator: str, denominator: str) -> tuple[RowRule, ...]:
    """Return the rules of a numerator and its denominator."""
    return (
        RowRule(
            "denominator-missing",
            table,
            (numerator, denominator),
            f"over_time = 'share' AND {numerator} IS NOT NULL AND {denominator} IS NULL",
            f"measure {{measure}} is a share, and {numerator} {{{numerator}}} has no {denominator}",
            f"Write the number that {numerator} is a part of as {denominator}.",
        ),
        RowRule(
            "denominator-unexpected",
            table,
            (denominator,),
            f"over_time IN ('flow', 'stock') AND {denominator} IS NOT NULL",
            f"measure {{measure}} is a {{over_time}}, and only a share has a {denominator}",
            f"Clear {denominator}, or make the measure's over_time share.",
        ),
    )


def _validated_rule(part: str) -> RowRule:
    """Return the rule that what is validated does not lie on the other side of nothing, nor beyond a correction."""
    claimed, validated = f"{part}_claimed", f"{part}_validated"
    return RowRule(
        "validated-not-of-claimed",
        "deliveries",
        (claimed, validated),
        f"({claimed} >= 0 AND {validated} < 0) OR ({claimed} < 0 AND {validated} NOT BETWEEN {claimed} AND 0)",
        f"{claimed} is {{{claimed}}} and {validated} {{{validated}}}, which does not lie between 0 and it",
        "Correct one of the two: of a correction of -5 between -5 and 0 can be accepted, of 5 between 0 and 5.",
    )


RULES = (
    RowRule(
        "contract-ends-before-start",
        "contracts",
        ("start", "end"),
        'start > "end"',
        "contract {ref} ends on {end}, before it starts on {start}",
        "Correct start or end.",
    ),
    RowRule(
        "contract-terminated-before-start",
        "contracts",
        ("start", "terminated_on"),
        "start > terminated_on",
        "contract {ref} is terminated on {terminated_on}, before it starts on {start}",
        "Correct start or terminated_on.",
    ),
    RowRule(
        "share-valued",
        "measures",
        ("over_time", "valued"),
        "over_time = 'share' AND valued = 'valued'",
        "measure {ref} is a share and valued, and a percentage has no worth in £",
        "Make it record-only, or count what the percentage is of as a flow or stock.",
    ),
    RowRule(
        "value-ends-before-start",
        "value_book",
        ("valid_from", "valid_to"),
        "valid_from > valid_to",
        "the value of {measure} in {version} ends on {valid_to}, before it starts on {valid_from}",
        "Correct valid_from or valid_to.",
    ),
    *_share_rules("commitments", "quantity", "denominator"),
    RowRule(
        "validated-above-claimed",
        "deliveries",
        ("quantity_claimed", "quantity_validated"),
        "quantity_claimed >= 0 AND quantity_validated > quantity_claimed",
        "{quantity_validated} is validated of {quantity_claimed} claimed",
        "Correct one of the two: validated is the part accepted of what was claimed.",
    ),
    *(_validated_rule(part) for part in ("quantity", "denominator")),
    RowRule(
        "validated-without-date",
        "deliveries",
        ("quantity_validated", "validated_on"),
        "quantity_validated IS NOT NULL AND validated_on IS NULL",
        "{quantity_validated} is validated, and validated_on is blank",
        "Write the day of the assessment as validated_on, or clear quantity_validated if it is still awaited.",
    ),
    RowRule(
        "assessed-without-quantity",
        "deliveries",
        ("quantity_validated", "validated_on"),
        "quantity_validated IS NULL AND (validated_on IS NOT NULL OR denominator_validated IS NOT NULL)",
        "the line is assessed, and quantity_validated is blank",
        "Write what was accepted as quantity_validated, 0 where nothing was; or clear the assessment.",
    ),
    *_share_rules("deliveries", "quantity_claimed", "denominator_claimed"),
    *_share_rules("deliveries", "quantity_validated", "denominator_validated"),
    RowRule(
        "assessment-ends-before-start",
        "assessments",
        ("covers_from", "covers_to"),
        "covers_from > covers_to",
        "the assessment of {kpi} in {contract} covers {covers_from} to {covers_to}, which ends before it begins",
        "Correct covers_from or covers_to.",
    ),
    RowRule(
        "value-out-of-range",
        "deflators",
        ("index",),
        '"index" <= 0',
        "the index of {year} is {index}, and prices are never nothing",
        "Write the index of the series: a number above 0.",
    ),
)
