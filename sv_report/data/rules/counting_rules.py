"""The counting rules of the field, applied to the tables: the rows that break one, and what then happens to them.

Data stage. Takes a DuckDB connection that holds the typed tables, named as the schema names them; gives the table
`broken_rules`, from which the report and the quality page print, and findings. A row that breaks a rule stays in
the data: only the rule's effect, if it has one, changes a value.
"""

import duckdb

from sv_report.data.rules.counting_deliveries import DELIVERY_RULES
from sv_report.data.rules.counting_rule import DROPPED, VIEWS, CountingRule
from sv_report.data.rules.counting_values import VALUE_RULES
from sv_report.data.rules.faults import SHOWN, more_alike
from sv_report.findings import Finding, Severity, Where
from sv_report.params.council.counting import RULE_NAMES

RULES: tuple[CountingRule, ...] = tuple(
    sorted((*DELIVERY_RULES, *VALUE_RULES), key=lambda rule: RULE_NAMES.index(rule.name))
)
BY_NAME: dict[str, CountingRule] = {rule.name: rule for rule in RULES}
TABLE = """
CREATE OR REPLACE TABLE broken_rules (
    rule VARCHAR, effect VARCHAR, table_name VARCHAR, origin_file VARCHAR, origin_sheet VARCHAR, origin_row BIGINT,
    contract VARCHAR, measure VARCHAR, period VARCHAR, quantity DECIMAL(18, 6), message VARCHAR
)
"""


def apply_counting_rules(connection: duckdb.DuckDBPyConnection, off: frozenset[str] = frozenset()) -> None:
    """Make the table `broken_rules` of the rows that break a rule, and apply the rules' effects to the tables.

    `off` names the rules that the council's profile turns off. The rows stand in the order of the rules and of the
    files, whatever the order of the tables. Every rule sees the data as it was read.
    """
    connection.execute(TABLE)
    connection.execute(VIEWS)
    rules = [rule for rule in RULES if rule.name not in off]
    for rule in rules:
        connection.execute(
            f"INSERT INTO broken_rules SELECT $name, $effect, $table, * FROM ({rule.sql}) "
            "ORDER BY origin_file, origin_sheet NULLS FIRST, origin_row, contract, measure, period, message",
            {"name": rule.name, "effect": rule.effect, "table": rule.table},
        )
    for rule in rules:
        if rule.applied:
            connection.execute(rule.applied)
    connection.execute(DROPPED)


def broken_findings(connection: duckdb.DuckDBPyConnection, shown: int = SHOWN) -> list[Finding]:
    """Return a finding for each row that breaks a rule: the first `shown` of a rule and file, then how many more."""
    rows = connection.execute(
        """
        SELECT rule, message, origin_file, origin_sheet, origin_row, number, times FROM (
            SELECT *, count(*) OVER (PARTITION BY rule, origin_file) AS times, row_number() OVER (
                PARTITION BY rule, origin_file
                ORDER BY origin_sheet NULLS FIRST, origin_row, contract, measure, period, message) AS number
            FROM broken_rules
        ) WHERE number <= $shown ORDER BY origin_file, origin_sheet NULLS FIRST, origin_row, rule, number
        """,
        {"shown": shown},
    ).fetchall()
    findings = [_finding(BY_NAME[rule], message, Where(*place)) for rule, message, *place, _, _ in rows]
    rest = [
        more_alike(Finding(rule, _severity(BY_NAME[rule]), "", Where(file)), times - shown)
        for rule, _, file, _, _, number, times in rows
        if number == shown < times
    ]
    return findings + rest


def _finding(rule: CountingRule, message: str, where: Where) -> Finding:
    where = Where(where.file, where.sheet, where.row, ", ".join(rule.columns))
    return Finding(rule.name, _severity(rule), f"{message}. {rule.reason}", where, rule.remedy)


def _severity(rule: CountingRule) -> Severity:
    return "note" if rule.effect == "cannot be tested" else "warning"
