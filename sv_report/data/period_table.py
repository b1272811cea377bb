"""The periods that the data names, each with its first and last day: a table of its own beside the schema's.

Data stage, the last step of intake.
"""

from sv_report.data.schema import TABLES
from sv_report.data.staging import Connection
from sv_report.params.period import Period


def make_periods(connection: Connection) -> None:
    """Make the table `periods` of every period that a table names."""
    columns = [(shape.name, column.name) for shape in TABLES for column in shape.columns if column.type == "period"]
    named = " UNION ".join(f'SELECT "{column}" FROM {table}' for table, column in columns)
    texts = [text for (text,) in connection.execute(named).fetchall() if text is not None]
    connection.execute(
        "CREATE TABLE periods (period VARCHAR, period_start DATE, period_end DATE, "
        "origin_file VARCHAR, origin_sheet VARCHAR, origin_row BIGINT)"
    )
    for period in sorted(map(Period.parse, texts)):
        connection.execute(
            "INSERT INTO periods VALUES (?, ?, ?, NULL, NULL, NULL)", [str(period), period.start, period.end]
        )
