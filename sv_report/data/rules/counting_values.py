"""The counting rules of what was promised, and of what a unit is worth: commitments and the value book.

Data stage. Each rule is a record with its reason and source; `counting_rule` has the views that the queries name.
A contract's fault with a measure's value is one row at the contract, not one at each of its lines.
"""

from sv_report.data.rules.counting_rule import ABOUT, ESSEX, CountingRule

MEASURE_UP = "MeasureUp"  # measure-up.org: a value needs its price year, source and version
LICENSED = "Homes and Communities Agency, Additionality Guide; UK Social Value Bank"  # hact.org.uk: deadweight apart

TWO_COMMITMENTS = f"""
WITH placed AS (
    SELECT c.*, p.number AS quarter,
           row_number() OVER (PARTITION BY contract, known_as, c.period
                              ORDER BY origin_file, coalesce(origin_sheet, ''), origin_row) AS nth
    FROM promises c JOIN counted_periods p ON p.period = c.period
), places AS (
    SELECT contract, known_as, (origin_file, coalesce(origin_sheet, '')) AS place,
           min(quarter) AS earliest, max(quarter) AS latest
    FROM placed GROUP BY ALL
)
SELECT {ABOUT}, quantity, 'a second commitment of contract ' || contract || ' to ' || measure AS message
FROM placed
WHERE nth > 1 OR EXISTS (
    FROM places p WHERE p.contract = placed.contract AND p.known_as = placed.known_as
    AND p.place < (placed.origin_file, coalesce(placed.origin_sheet, ''))
    AND placed.quarter BETWEEN p.earliest AND p.latest
)
UNION ALL
SELECT a.origin_file, a.origin_sheet, a.origin_row, a.contract, a.measure, a.period, a.quantity,
       'the same quantity is committed to ' || b.measure || ', which must not count it again'
FROM placed a JOIN exclusive e ON e.measure = a.known_as
JOIN placed b ON b.known_as = e.other AND b.contract = a.contract AND b.period = a.period AND b.quantity = a.quantity
WHERE a.quantity > 0
"""

# What each contract was to be valued for: its valued measures, with what it claimed of each, and the version.
VALUED = """
WITH claimed AS (
    SELECT contract, known_as AS measure, sum(quantity_claimed) AS quantity, min(first_day) AS first_day,
           max(last_day) AS last_day
    FROM latest_lines GROUP BY ALL
), promised AS (
    SELECT contract, known_as AS measure, 0 AS quantity, min(first_day) AS first_day, max(last_day) AS last_day
    FROM promises JOIN counted_periods USING (period) GROUP BY ALL
), valued AS (
    SELECT c.ref AS contract, x.measure, c.value_book AS version, c.awarded_on, c.origin_file, c.origin_sheet,
           c.origin_row, sum(x.quantity) AS quantity, min(x.first_day) AS first_day, max(x.last_day) AS last_day
    FROM (FROM claimed UNION ALL FROM promised) x
    JOIN contracts c ON c.ref = x.contract JOIN measures m ON m.ref = x.measure AND m.valued = 'valued'
    WHERE EXISTS (FROM value_book) GROUP BY ALL
)
"""
AT_CONTRACT = """
SELECT v.origin_file, v.origin_sheet, v.origin_row, v.contract, v.measure, NULL AS period,
       least(abs(v.quantity), 999999999999)::DECIMAL(18, 6) AS quantity
"""
NO_PROXY = f"""
{VALUED}
{AT_CONTRACT}, CASE WHEN v.version IS NULL THEN 'the contract names no version of the value book'
    ELSE 'version ' || v.version || ' of the value book has no value for ' || v.measure END
    || coalesce('; there is one in ' || others.versions, '') AS message
FROM valued v LEFT JOIN (SELECT measure, string_agg(DISTINCT version, ', ' ORDER BY version) AS versions
                         FROM book GROUP BY measure) others ON others.measure = v.measure
WHERE NOT EXISTS (FROM book b WHERE b.measure = v.measure AND b.version = v.version)
"""

# A value holds from valid_from to valid_to; of a contract awarded on no known day, the periods are looked at.
IN_FORCE = """coalesce({book}.valid_from, DATE '0001-01-01') <= coalesce(v.awarded_on, v.first_day)
    AND coalesce({book}.valid_to, DATE '9999-12-31') >= coalesce(v.awarded_on, v.last_day)"""
OTHER_IN_FORCE = f"""
    SELECT string_agg(DISTINCT o.version, ', ' ORDER BY o.version) FROM book o
    WHERE o.measure = v.measure AND o.version <> v.version AND {IN_FORCE.format(book="o")}
"""
NOT_IN_FORCE = f"""
{VALUED}, late AS (
    SELECT v.*, b.valid_from, b.valid_to, ({OTHER_IN_FORCE}) AS others
    FROM valued v JOIN book b ON b.measure = v.measure AND b.version = v.version
    WHERE NOT ({IN_FORCE.format(book="b")})
)
{AT_CONTRACT}, 'the value of ' || v.measure || ' in version ' || v.version || ' holds'
    || coalesce(' from ' || v.valid_from, '') || coalesce(' to ' || v.valid_to, '')
    || CASE WHEN v.awarded_on IS NULL THEN ', and the contract counts from ' || v.first_day || ' to ' || v.last_day
            ELSE ', and the contract was awarded on ' || v.awarded_on END"""

# Where the value book says twice what a value is already net of.
NETTED = """
SELECT origin_file, origin_sheet, origin_row, NULL AS contract, measure, NULL AS period, NULL AS quantity,
       'the value of ' || measure || ' in version ' || version || ' is net of ' || twice || ' already, and '
       || twice || ' is given beside it' AS message
FROM (
    SELECT *, concat_ws(' and ',
        CASE WHEN list_contains(nets, 'attribution') AND attribution <> 1 THEN 'attribution' END,
        CASE WHEN list_contains(nets, 'deadweight') AND deadweight <> 0 THEN 'deadweight' END) AS twice
    FROM (SELECT *, words(replace(net_of, ',', ';')) AS nets FROM value_book)
) WHERE twice <> ''
"""

VALUE_RULES = (
    CountingRule(
        "one-commitment",
        "commitments",
        ("contract", "measure", "period"),
        "A contract has one commitment to a measure, and commits the same thing under one measure only.",
        ESSEX,
        "stated",
        TWO_COMMITMENTS,
        "Leave one of the two commitments, or add them up in one row.",
    ),
    CountingRule(
        "proxy-missing",
        "contracts",
        ("value_book",),
        "Value is put on a quantity by the version of the value book that its contract was awarded under.",
        MEASURE_UP,
        "stated",
        NO_PROXY,
        "Add the row to the value book, correct the contract's value_book, or make the measure record-only.",
    ),
    CountingRule(
        "proxy-not-in-force",
        "contracts",
        ("value_book", "awarded_on"),
        "A value is used within the days for which its source published it.",
        MEASURE_UP,
        "stated",
        f"{NOT_IN_FORCE} AS message FROM late v WHERE v.others IS NULL",
        "Correct valid_from or valid_to in the value book, or load the version that held on the day of the award.",
    ),
    CountingRule(
        "proxy-other-version",
        "contracts",
        ("value_book", "awarded_on"),
        "A contract keeps the values that held when it was awarded; another version's would not compare with its bid.",
        MEASURE_UP,
        "stated",
        f"{NOT_IN_FORCE} || '; then ' || v.others || ' held' AS message FROM late v WHERE v.others IS NOT NULL",
        "Correct the contract's value_book or awarded_on, or say in the contract that another version was agreed.",
    ),
    CountingRule(
        "record-only-valued",
        "value_book",
        ("measure", "proxy_gbp"),
        "A record-only measure, such as a percentage or a text, carries no £.",
        ESSEX,
        "stated",
        "SELECT b.origin_file, b.origin_sheet, b.origin_row, NULL AS contract, b.measure, NULL AS period, "
        "NULL AS quantity, 'measure ' || b.measure || ' is record-only, and version ' || b.version || ' puts £' "
        "|| plain(b.proxy_gbp) || ' on it, which is not used' AS message "
        "FROM value_book b JOIN measures m ON m.ref = b.measure WHERE m.valued = 'record-only'",
        "Delete the row from the value book, or make the measure valued.",
    ),
    CountingRule(
        "value-netted-twice",
        "value_book",
        ("net_of", "attribution", "deadweight"),
        "What a published value is already net of (attribution, deadweight) is not taken off it again.",
        LICENSED,
        "stated",
        NETTED,
        "Clear the factor that net_of names; until then it is not taken off a second time.",
    ),
)
