"""Corrections: lines below nothing, by which a supplier takes back what was claimed too much in an earlier return.

Data stage, after the rows that cannot stand are left out. A correction counts, and is said; so is a contract's measure
of which more is taken back than was ever claimed.
"""

from sv_report.data.rules.renaming_rules import LATEST_NAMES
from sv_report.data.staging import Stage, quoted

PLAIN = "regexp_replace({}::DECIMAL(38, 6)::VARCHAR, '\\.?0+$', '')"  # 1.50 as a person writes it
CORRECTION = "Compare it with the return in which too much was claimed; the statement says why it is taken back."
BELOW = "See whether the line was taken back twice, or what it corrects is missing from the data."
LINES = f"""
SELECT reading, row, col, {PLAIN.format("taken")} AS found,
       col || ' ' || found || ' takes off what contract ' || contract || ' claimed of ' || measure || ' before '
       || period || CASE WHEN statement IS NULL THEN '; no statement says why' ELSE '' END AS message
FROM (
    SELECT *, CASE WHEN quantity_claimed < 0 THEN 'quantity_claimed' ELSE 'denominator_claimed' END AS col,
           CASE WHEN quantity_claimed < 0 THEN quantity_claimed ELSE denominator_claimed END AS taken
    FROM deliveries WHERE quantity_claimed < 0 OR denominator_claimed < 0
)
"""
# A return's latest version is the one that counts; the last correction is the line to look at.
SUMS = f"""
WITH names AS ({LATEST_NAMES}), latest AS (
    SELECT contract, period, max(version) AS return_version FROM returns WHERE received_on IS NOT NULL GROUP BY ALL
), counted AS (
    SELECT d.*, n.known_as
    FROM deliveries d SEMI JOIN (SELECT contract FROM deliveries WHERE quantity_claimed < 0) USING (contract)
    SEMI JOIN latest USING (contract, period, return_version)
    JOIN names n USING (measure) JOIN measures m ON m.ref = d.measure AND m.over_time = 'flow'
), below AS (
    SELECT contract, known_as, sum(quantity_claimed) AS whole,
           arg_max(struct_pack(reading := reading, row := row, quantity := quantity_claimed, measure := measure),
                   (period, reading, row)) FILTER (quantity_claimed < 0) AS line
    FROM counted GROUP BY ALL HAVING sum(quantity_claimed) < 0
)
SELECT line.reading AS reading, line.row AS row, 'quantity_claimed' AS col, {PLAIN.format("line.quantity")} AS found,
       'all that contract ' || contract || ' claimed of ' || line.measure || ' comes to '
       || {PLAIN.format("whole")} || ', below nothing' AS message
FROM below
"""


def say_corrections(stage: Stage) -> None:
    """Add a warning for each line that is below nothing, and for each contract's measure that its lines bring there."""
    for rule, found, remedy in (("correction", LINES, CORRECTION), ("below-nothing", SUMS, BELOW)):
        stage.connection.execute(
            f"INSERT INTO faults SELECT 'deliveries', reading, row, col, found, {quoted(rule)}, message, "
            f"{quoted(remedy)}, 'warning' FROM ({found}) ORDER BY reading, row"
        )
