"""A counting rule: what it asks, why, whose rule it is, and the query that finds the rows that break it.

Data stage. The rules stand in `counting_deliveries` (what is claimed) and `counting_values` (what it is worth, and
what was promised); `counting_rules` applies them. They are queries over the tables of the schema and the views
made here, so that ten million lines are looked at in seconds.
"""

from dataclasses import dataclass
from typing import Literal

from sv_report.data.rules.renaming_rules import LATEST_NAMES
from sv_report.params.council.counting import RuleName

Effect = Literal["claimed only", "stated apart", "stated", "cannot be tested"]

TORBAY = "Torbay Council, TOMs dos and don'ts"  # torbay.gov.uk/council/social-value/toms-dos-and-donts
ESSEX = "Essex County Council, social value measures"  # essexproviderhub.org, consultations.essex.gov.uk

MONTHS_OF_A_HIRE = 12  # Torbay: a hire from a disadvantaged group counts for the first 12 months only
QUARTERS_OF_A_HIRE = MONTHS_OF_A_HIRE // 3
LIKELY_SLIP = 10  # times the last return: a nought too many, or pounds for thousands
HUNDREDTH = "0.01"  # of an hour: below it, hours by attendees were rounded


@dataclass(frozen=True)
class CountingRule:
    """A rule of counting.

    `sql` selects `origin_file, origin_sheet, origin_row, contract, measure, period, quantity, message` of each row of
    `table` that breaks the rule; `quantity` is what is at stake, in the measure's unit. `effect` says what then
    happens: *claimed only*, the claim stays and its validation is taken back, by `applied`; *stated apart*, a class
    of its own; *stated*, counted and said; *cannot be tested*, the data lacks what the test needs. Only *claimed
    only* changes a figure.
    """

    name: RuleName
    table: str
    columns: tuple[str, ...]
    reason: str
    source: str
    effect: Effect
    sql: str
    remedy: str
    applied: str = ""


VIEWS = f"""
CREATE OR REPLACE TEMP MACRO plain(number) AS regexp_replace(number::DECIMAL(38, 6)::VARCHAR, '\\.?0+$', '');

CREATE OR REPLACE TEMP MACRO words(text) AS
    [trim(one) FOR one IN string_split(coalesce(text, ''), ';') IF trim(one) <> ''];

CREATE OR REPLACE TEMP TABLE counted_periods AS
SELECT period, first_day::DATE AS first_day, (first_day + INTERVAL 3 MONTH - INTERVAL 1 DAY)::DATE AS last_day, number
FROM (
    SELECT period, make_date(year, 4, 1) + to_months(3 * (quarter - 1)) AS first_day, 4 * year + quarter AS number
    FROM (
        SELECT period, left(period, 4)::INTEGER AS year, right(period, 1)::INTEGER AS quarter
        FROM (SELECT period FROM deliveries UNION SELECT period FROM commitments)
    )
);

-- each measure by the latest of its names: one that was renamed is one measure
CREATE OR REPLACE TEMP TABLE called AS {LATEST_NAMES};

CREATE OR REPLACE TEMP VIEW promises AS SELECT c.*, n.known_as FROM commitments c JOIN called n USING (measure);

-- the value of each measure in each version, by the latest name that has one in it
CREATE OR REPLACE TEMP VIEW book AS
SELECT b.* REPLACE (n.known_as AS measure) FROM value_book b JOIN called n USING (measure)
QUALIFY row_number() OVER (PARTITION BY n.known_as, b.version ORDER BY n.names_ago) = 1;

-- the same activity counts under one of these; of two measures that name each other, the later one gives way
CREATE OR REPLACE TEMP VIEW exclusive AS
WITH pairs AS (
    SELECT DISTINCT n.known_as AS measure, o.known_as AS other
    FROM measures m, unnest(words(m.not_also_in)) AS named(other)
    JOIN called n ON n.measure = m.ref JOIN called o ON o.measure = named.other WHERE n.known_as <> o.known_as
)
SELECT * FROM pairs p
WHERE NOT EXISTS (FROM pairs q WHERE q.measure = p.other AND q.other = p.measure) OR measure > other;

-- the version of each return that counts: the latest that came in
CREATE OR REPLACE TEMP TABLE counted_returns AS
SELECT contract, period, max(version) AS return_version FROM returns WHERE received_on IS NOT NULL GROUP BY ALL;

CREATE OR REPLACE TEMP VIEW lines AS
SELECT d.*, n.known_as, m.unit AS counted_in, m.over_time, m.disadvantaged,
       p.first_day, p.last_day, p.number AS quarter
FROM deliveries d JOIN measures m ON m.ref = d.measure JOIN called n USING (measure)
JOIN counted_periods p ON p.period = d.period;

CREATE OR REPLACE TEMP VIEW latest_lines AS
SELECT l.* FROM lines l SEMI JOIN counted_returns r USING (contract, period, return_version);

-- one person, as far as a pseudonym tells: it is a supplier's own, so that P1 of another supplier is somebody else
CREATE OR REPLACE TEMP VIEW people AS
SELECT l.*, c.supplier_id || chr(31) || lower(trim(l.person)) AS human
FROM latest_lines l JOIN contracts c ON c.ref = l.contract
WHERE l.person IS NOT NULL AND l.quantity_claimed > 0;
"""
DROPPED = """
DROP VIEW people; DROP VIEW latest_lines; DROP VIEW lines; DROP VIEW exclusive; DROP VIEW book; DROP VIEW promises;
DROP TABLE called; DROP TABLE counted_returns; DROP TABLE counted_periods;
DROP MACRO plain; DROP MACRO words;
"""
PLACE = "origin_file, origin_sheet, origin_row"
ABOUT = f"{PLACE}, contract, measure, period"
ABOUT_LINE = ", ".join(f"l.{name}" for name in ABOUT.split(", "))  # where lines are joined as l


def of_lines(condition: str, message: str, quantity: str = "quantity_claimed", rows: str = "lines") -> str:
    """Return the query of the lines that a condition holds for; `message` is an expression of SQL."""
    return f"SELECT {ABOUT}, {quantity} AS quantity, {message} AS message FROM {rows} WHERE {condition}"
