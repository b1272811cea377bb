"""The counting rules of what is claimed: people, hours, statements, contracts and periods.

Data stage. Each rule is a record with its reason and source; `counting_rule` has the views that the queries name.
"""

from sv_report.data.rules.counting_rule import (
    ABOUT,
    ABOUT_LINE,
    ESSEX,
    HUNDREDTH,
    LIKELY_SLIP,
    MONTHS_OF_A_HIRE,
    QUARTERS_OF_A_HIRE,
    TORBAY,
    CountingRule,
    of_lines,
)

UNDATED_HIRES = f"""
WITH levels AS (
    SELECT contract, known_as, return_version, period, quarter, sum(quantity_claimed) AS level
    FROM latest_lines
    WHERE disadvantaged AND over_time = 'stock' AND person_started_on IS NULL
    GROUP BY ALL HAVING sum(quantity_claimed) > 0
), held AS (
    SELECT *, min(level) OVER year AS lasting, count(*) OVER year AS quarters
    FROM levels
    WINDOW year AS (PARTITION BY contract, known_as ORDER BY quarter
                    RANGE BETWEEN {QUARTERS_OF_A_HIRE} PRECEDING AND CURRENT ROW)
), shared AS (
    SELECT {ABOUT_LINE}, l.quantity_claimed, h.lasting, coalesce(sum(l.quantity_claimed) OVER (
        PARTITION BY l.contract, l.known_as, l.period ORDER BY l.origin_file, l.origin_sheet, l.origin_row
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS before
    FROM latest_lines l JOIN held h USING (contract, known_as, period)
    WHERE h.quarters > {QUARTERS_OF_A_HIRE} AND l.disadvantaged
          AND l.person_started_on IS NULL AND l.quantity_claimed > 0
)
SELECT {ABOUT}, least(quantity_claimed, lasting - before) AS quantity,
       'a level of ' || plain(lasting) || ' or more has been held for over {MONTHS_OF_A_HIRE} months, and '
       || 'no start date tells whether these are still the same people' AS message
FROM shared WHERE before < lasting
"""

SECOND_TYPES = f"""
WITH first AS (
    SELECT human, arg_min(known_as, (quarter, origin_file, coalesce(origin_sheet, ''), origin_row)) AS kept
    FROM people WHERE disadvantaged GROUP BY human HAVING count(DISTINCT known_as) > 1
)
SELECT {ABOUT}, quantity_claimed AS quantity,
       'person ' || person || ' is counted under ' || kept || ' already' AS message
FROM people JOIN first USING (human) WHERE disadvantaged AND known_as <> kept
"""

ALSO_IN = f"""
WITH claims AS (
    SELECT {ABOUT}, known_as, return_version, quantity_claimed, evidence, statement FROM lines
    WHERE quantity_claimed > 0
          AND (known_as IN (SELECT measure FROM exclusive) OR known_as IN (SELECT other FROM exclusive))
)
SELECT a.origin_file, a.origin_sheet, a.origin_row, a.contract, a.measure, a.period,
       max(least(a.quantity_claimed, b.quantity_claimed)) AS quantity,
       'the same seems to be counted under ' || string_agg(DISTINCT b.measure, ' and ' ORDER BY b.measure)
       || ': equal quantity, evidence or statement' AS message
FROM claims a JOIN exclusive e ON e.measure = a.known_as
JOIN claims b ON b.known_as = e.other AND b.contract = a.contract AND b.period = a.period
     AND b.return_version = a.return_version
WHERE a.quantity_claimed = b.quantity_claimed OR a.evidence = b.evidence OR a.statement = b.statement
GROUP BY ALL
"""

SHARED_STAFF = f"""
WITH parts AS (
    SELECT human, period, contract, max(share_on_contract) AS part FROM people
    WHERE share_on_contract IS NOT NULL GROUP BY ALL
), over AS (
    SELECT human, period, sum(part) AS whole FROM parts GROUP BY ALL HAVING sum(part) > 1
)
SELECT {ABOUT},
       greatest(
           CASE WHEN whole > 1 THEN (quantity_claimed * ((whole - 1) / whole))::DECIMAL(18, 6) ELSE 0 END,
           CASE WHEN counted_in ILIKE 'FTE%' THEN quantity_claimed - share_on_contract ELSE 0 END
       ) AS quantity,
       CASE WHEN whole > 1
            THEN 'person ' || person || ' works ' || plain(100 * whole) || ' per cent of one job on contracts of the '
                 || 'supplier in the period'
            ELSE plain(quantity_claimed) || ' FTE is claimed for a person who works '
                 || plain(100 * share_on_contract) || ' per cent on the contract' END AS message
FROM people LEFT JOIN over USING (human, period)
WHERE share_on_contract IS NOT NULL
      AND (whole > 1 OR (counted_in ILIKE 'FTE%' AND quantity_claimed > share_on_contract))
"""

TEN_TIMES = f"""
WITH totals AS (
    SELECT contract, known_as, period, quarter, return_version, sum(quantity_claimed) AS total FROM lines
    WHERE over_time <> 'share' GROUP BY ALL HAVING sum(quantity_claimed) > 0
), last AS (
    SELECT * FROM totals SEMI JOIN counted_returns USING (contract, period, return_version)
), grown AS (
    SELECT t.*, last.total AS before, last.period AS last_period
    FROM totals t
    ASOF JOIN last ON t.contract = last.contract AND t.known_as = last.known_as AND t.quarter > last.quarter
    WHERE t.total > {LIKELY_SLIP} * last.total
)
SELECT {ABOUT_LINE}, l.quantity_claimed AS quantity,
       plain(total) || ' is more than {LIKELY_SLIP} times the ' || plain(before) || ' of ' || last_period AS message
FROM lines l JOIN grown USING (contract, known_as, period, return_version) WHERE l.quantity_claimed > 0
"""

NOT_CONFIRMED = f"""
SELECT {ABOUT_LINE}, l.quantity_claimed AS quantity,
       'the supplier does not confirm that the return is '
       || CASE WHEN r.confirms_period = false AND r.confirms_commitment = false
               THEN 'for this contract and period only, and against a commitment in this contract'
               WHEN r.confirms_period = false THEN 'for this contract and this period only'
               ELSE 'against a commitment in this contract' END AS message
FROM lines l JOIN returns r
     ON r.contract = l.contract AND r.period = l.period AND r.version = l.return_version
WHERE (r.confirms_period = false OR r.confirms_commitment = false) AND l.quantity_claimed > 0
"""

NOT_ACTIVE = f"""
SELECT {ABOUT_LINE}, l.quantity_claimed AS quantity,
       'the contract ran from ' || c.start || ' to ' || least(c."end", coalesce(c.terminated_on, c."end")) AS message
FROM lines l JOIN contracts c ON c.ref = l.contract
WHERE l.quantity_claimed > 0
      AND (l.last_day < c.start OR l.first_day > least(c."end", coalesce(c.terminated_on, c."end")))
"""

KEEPS_STATEMENTS = "EXISTS (SELECT 1 FROM deliveries WHERE statement IS NOT NULL)"
WITHOUT_STATEMENT = f"statement IS NULL AND quantity_claimed > 0 AND {KEEPS_STATEMENTS}"
STATEMENTS_NOT_KEPT = f"""SELECT {ABOUT}, quantity_claimed AS quantity,
    'no line of the data has a statement, so that a line without one cannot be told' AS message
    FROM lines WHERE NOT {KEEPS_STATEMENTS} AND quantity_claimed > 0
    QUALIFY row_number() OVER (PARTITION BY origin_file ORDER BY origin_sheet NULLS FIRST, origin_row) = 1"""

DELIVERY_RULES = (
    CountingRule(
        "hire-first-year",
        "deliveries",
        ("person_started_on",),
        "A hire from a disadvantaged group is counted for the first 12 months only.",
        TORBAY,
        "stated",
        of_lines(
            "disadvantaged AND quantity_claimed > 0 "
            f"AND first_day >= person_started_on + INTERVAL {MONTHS_OF_A_HIRE} MONTH",
            f"'the person started on ' || person_started_on || ', over {MONTHS_OF_A_HIRE} months before the period'",
        ),
        "Leave the person out from the quarter after the first 12 months, or count them as local staff.",
    ),
    CountingRule(
        "hire-not-dated",
        "deliveries",
        ("person_started_on",),
        "Whether a hire is within the first 12 months cannot be told without the day on which the person started.",
        TORBAY,
        "cannot be tested",
        UNDATED_HIRES,
        "Ask the supplier for the day on which each person started (person_started_on), a line a person.",
    ),
    CountingRule(
        "one-disadvantaged-type",
        "deliveries",
        ("person", "measure"),
        "One person may be counted as local staff and under one disadvantaged group, not under two.",
        TORBAY,
        "stated",
        SECOND_TYPES,
        "Keep the person under one of the measures.",
    ),
    CountingRule(
        "not-also-in",
        "deliveries",
        ("measure", "quantity_claimed"),
        "What is counted under one measure is not counted again under another: spend with local small businesses is "
        "not also local spend.",
        ESSEX,
        "stated",
        ALSO_IN,
        "Take it out of one of the two, or tell the two apart in statement and evidence.",
    ),
    CountingRule(
        "hours-by-attendees",
        "deliveries",
        ("hours", "attendees", "quantity_claimed"),
        "Training counts hours × attendees, whatever the number of trainers: 2 hours for 8 people are 16.",
        ESSEX,
        "stated",
        of_lines(
            f"abs(hours * attendees - abs(quantity_claimed)) > {HUNDREDTH} AND counted_in ILIKE '%hour%'",
            "plain(hours) || ' hours × ' || plain(attendees) || ' attendees are ' || plain(hours * attendees) "
            "|| ', not ' || plain(abs(quantity_claimed))",  # a correction takes off as much as the session was
            "least(abs(hours * attendees - abs(quantity_claimed)), 999999999999)::DECIMAL(18, 6)",
        ),
        "Correct hours, attendees or quantity_claimed.",
    ),
    CountingRule(
        "shared-staff",
        "deliveries",
        ("person", "share_on_contract"),
        "Staff shared between contracts are counted by their time on each: half a week on a contract is 0.5 FTE.",
        f"{ESSEX}; Lancashire County Council, social value definitions",
        "stated",
        SHARED_STAFF,
        "Claim the share of the person's time that is spent on this contract.",
    ),
    CountingRule(
        "no-statement",
        "deliveries",
        ("statement",),
        "A quantity without a statement of what was done is not accepted; it stays claimed until there is one.",
        TORBAY,
        "claimed only",
        of_lines(WITHOUT_STATEMENT, "plain(quantity_claimed) || ' is claimed without a statement'"),
        "Ask the supplier what was done, and write it as the line's statement.",
        applied="UPDATE deliveries SET quantity_validated = NULL, denominator_validated = NULL, validated_on = NULL "
        f"WHERE {WITHOUT_STATEMENT} AND quantity_validated > 0",  # what was looked at and not accepted stays so
    ),
    CountingRule(
        "statements-not-kept",
        "deliveries",
        ("statement",),
        "Whether a quantity has a statement of what was done cannot be told where the data keeps no statements.",
        TORBAY,
        "cannot be tested",
        STATEMENTS_NOT_KEPT,
        "Add the suppliers' statements to the data, in the column statement.",
    ),
    CountingRule(
        "not-confirmed",
        "deliveries",
        ("return_version",),
        "A return holds only what this contract brought about in this period, against a commitment in it; the "
        "supplier confirms both.",
        ESSEX,
        "stated",
        NOT_CONFIRMED,
        "Ask the supplier which lines belong to another contract or period, and for a corrected return.",
    ),
    CountingRule(
        "outside-commitment",
        "deliveries",
        ("contract", "measure"),
        "What a contract delivers of a measure that it committed nothing to is a class of its own, stated apart.",
        ESSEX,
        "stated apart",
        of_lines(
            "NOT EXISTS (FROM promises c WHERE c.contract = lines.contract AND c.known_as = lines.known_as)",
            "'contract ' || contract || ' has no commitment to ' || measure",
        ),
        "Agree a commitment with the supplier, or leave it as delivery beyond the contract's commitments.",
    ),
    CountingRule(
        "contract-not-active",
        "deliveries",
        ("contract", "period"),
        "A contract delivers from its start to its end or termination.",
        ESSEX,
        "stated",
        NOT_ACTIVE,
        "Correct the period, or the contract's start, end or terminated_on.",
    ),
    CountingRule(
        "ten-times-last",
        "deliveries",
        ("quantity_claimed",),
        f"More than {LIKELY_SLIP} times the last return is likely to be a slip: a nought too many, another unit.",
        "UK Health Security Agency, missing data",  # automate assertions on the data that comes in
        "stated",
        TEN_TIMES,
        "Compare it with the evidence; correct the quantity or its unit, or leave it where it is right.",
    ),
    CountingRule(
        "over-100-per-cent",
        "deliveries",
        ("quantity_claimed", "denominator_claimed"),
        "A part of a whole is 100 per cent of it at most.",
        "Arithmetic",
        "stated",
        of_lines(
            "(over_time = 'share' AND quantity_claimed > 0 AND quantity_claimed > denominator_claimed) "
            "OR (over_time <> 'share' AND counted_in IN ('%', 'per cent') AND quantity_claimed > 100)",
            "CASE WHEN over_time = 'share' THEN plain(quantity_claimed) || ' of ' || plain(denominator_claimed) "
            "|| ' is over 100 per cent' ELSE plain(quantity_claimed) || ' per cent is over 100' END",
            "quantity_claimed - CASE WHEN over_time = 'share' THEN greatest(denominator_claimed, 0) ELSE 100 END",
        ),
        "Check whether the part and the whole have been exchanged, or one is mistyped.",
    ),
)
