"""How quarters add up: the stretches of time, flows, levels held through a quarter, and shares."""

from tests.spec.example import Example

FTE = {"measures": "ref | unit | over_time\nM1 | FTE | stock", "value_book": "measure | proxy_gbp\nM1 | 20000"}
POUND_AN_HOUR = {"measures": "ref | unit\nM1 | hours", "value_book": "measure | proxy_gbp\nM1 | 1"}
ONE = "ref\nC1"

EXAMPLES = (
    Example(
        "three-stretches-of-time",
        "The quarter, the year to date and to date each hold the one before",
        "5 hours were delivered in the last quarter of last year, then 10, 20 and 30 in the three of this year. The "
        "quarter has 30, the year since 1 April 10 + 20 + 30 = 60, and all time 65. What is due in Quarter 4 has not "
        "fallen due: it is in the life of the contract only.",
        {
            "contracts": "ref\nC1",
            **POUND_AN_HOUR,
            "commitments": """
                contract | measure | period     | quantity
                C1       | M1      | 2022-23 Q4 | 10
                C1       | M1      | 2023-24 Q1 | 20
                C1       | M1      | 2023-24 Q3 | 40
                C1       | M1      | 2023-24 Q4 | 80
            """,
            "deliveries": """
                contract | measure | period     | quantity_claimed | quantity_validated
                C1       | M1      | 2022-23 Q4 | 5                | 5
                C1       | M1      | 2023-24 Q1 | 10               | 8
                C1       | M1      | 2023-24 Q2 | 20               |
                C1       | M1      | 2023-24 Q3 | 30               | 30
            """,
        },
        """
            fact                    | value
            sv_reported_quarter     | 30
            sv_reported_ytd         | 60
            sv_reported_to_date     | 65
            sv_validated_quarter    | 30
            sv_validated_ytd        | 38
            sv_validated_to_date    | 43
            sv_awaiting_quarter     | 0
            sv_awaiting_ytd         | 20
            sv_awaiting_to_date     | 20
            sv_not_accepted_quarter | 0
            sv_not_accepted_ytd     | 2
            sv_not_accepted_to_date | 2
            sv_due_quarter          | 40
            sv_due_ytd              | 60
            sv_due_to_date          | 70
            sv_committed_life       | 150
        """,
    ),
    Example(
        "a-year",
        "A report on a year adds its four quarters and asks for a return in each",
        "The contract began on 1 July, so three returns are due for 2022/23, and two have come. 10 + 20 hours fell "
        "due in the year; the 400 of the next year are no part of it.",
        {
            "contracts": "ref | start | end\nC1 | 2022-07-01 | 2025-03-31",
            **POUND_AN_HOUR,
            "commitments": """
                contract | measure | period     | quantity
                C1       | M1      | 2022-23 Q2 | 10
                C1       | M1      | 2022-23 Q4 | 20
                C1       | M1      | 2023-24 Q1 | 400
            """,
            "returns": """
                contract | period     | received_on
                C1       | 2022-23 Q2 | 2022-10-10
                C1       | 2022-23 Q3 | 2023-01-10
            """,
        },
        """
            fact             | value   | printed
            returns_due      | 3       | 3
            returns_received | 2       | 2
            sv_due_quarter   | 30      |
            period           | 2022/23 | 2022/23
        """,
        period="2022-23",
    ),
    Example(
        "flow-quarters-add",
        "Quarters of a flow add",
        "10, 20 and 30 hours in three quarters are 60 hours.",
        {
            "contracts": ONE,
            "measures": "ref | unit | over_time\nM1 | hours | flow",
            "commitments": "contract | measure | period | quantity\nC1 | M1 | 2023-24 Q3 | 100",
            "deliveries": """
                contract | measure | period     | quantity_claimed
                C1       | M1      | 2023-24 Q1 | 10
                C1       | M1      | 2023-24 Q2 | 20
                C1       | M1      | 2023-24 Q3 | 30
            """,
        },
        """
            fact                                 | value | printed
            quantity_reported_to_date.measure.m1 | 60    | 60 hours
            quantity_reported_ytd.measure.m1     | 60    | 60 hours
            quantity_reported_quarter.measure.m1 | 30    | 30 hours
        """,
    ),
    Example(
        "level-for-three-quarters",
        "10 FTE held for three quarters are 7.5 FTE-years",
        "A level counts a quarter of a year for each quarter: (10 + 10 + 10) ÷ 4 = 7.5, never 30. One quarter prints "
        "its level, 10 FTE. In £, one FTE for a year is worth £20,000: the quarter 10 ÷ 4 × £20,000 = £50,000.",
        {
            "contracts": ONE,
            **FTE,
            "commitments": """
                contract | measure | period     | quantity
                C1       | M1      | 2023-24 Q1 | 10
                C1       | M1      | 2023-24 Q2 | 10
                C1       | M1      | 2023-24 Q3 | 10
            """,
            "deliveries": """
                contract | measure | period     | quantity_claimed | quantity_validated
                C1       | M1      | 2023-24 Q1 | 10               | 10
                C1       | M1      | 2023-24 Q2 | 10               | 10
                C1       | M1      | 2023-24 Q3 | 10               | 10
            """,
        },
        """
            fact                                  | value  | printed
            quantity_validated_to_date.measure.m1 | 7.5    | 7.5 FTE-years
            quantity_validated_ytd.measure.m1     | 7.5    | 7.5 FTE-years
            quantity_validated_quarter.measure.m1 | 10     | 10.0 FTE
            quantity_due_quarter.measure.m1       | 10     | 10.0 FTE
            quantity_due_ytd.measure.m1           | 7.5    | 7.5 FTE-years
            quantity_due_to_date.measure.m1       | 7.5    | 7.5 FTE-years
            quantity_share_of_due.measure.m1      | 1      | 100.0%
            sv_validated_ytd                      | 150000 | £0.150m
            sv_validated_quarter                  | 50000  | £0.050m
        """,
    ),
    Example(
        "level-for-four-quarters",
        "10 FTE held for four quarters are 10 FTE-years, never 40",
        "(10 + 10 + 10 + 10) ÷ 4 = 10.",
        {
            "contracts": ONE,
            **FTE,
            "commitments": """
                contract | measure | period     | quantity
                C1       | M1      | 2022-23 Q1 | 10
                C1       | M1      | 2022-23 Q2 | 10
                C1       | M1      | 2022-23 Q3 | 10
                C1       | M1      | 2022-23 Q4 | 10
            """,
        },
        """
            fact                               | value  | printed
            quantity_committed_life.measure.m1 | 10     | 10.0 FTE-years
            quantity_due_to_date.measure.m1    | 10     | 10.0 FTE-years
            sv_due_to_date                     | 200000 | £0.200m
        """,
    ),
    Example(
        "level-for-one-quarter",
        "A level held for one quarter only counts a quarter of a year to date",
        "12 FTE in Quarter 2 and nobody in Quarter 3: 12 ÷ 4 = 3 FTE-years to date, and 0 FTE in the quarter.",
        {
            "contracts": ONE,
            **FTE,
            "commitments": "contract | measure | period | quantity\nC1 | M1 | 2023-24 Q2 | 12",
            "deliveries": """
                contract | measure | period     | quantity_claimed | quantity_validated
                C1       | M1      | 2023-24 Q2 | 12               | 12
                C1       | M1      | 2023-24 Q3 | 0                | 0
            """,
        },
        """
            fact                                  | value | printed
            quantity_validated_to_date.measure.m1 | 3     | 3.0 FTE-years
            quantity_validated_quarter.measure.m1 | 0     | 0.0 FTE
            sv_validated_to_date                  | 60000 | £0.060m
        """,
    ),
    Example(
        "level-over-two-years",
        "12.5 FTE held for two years are 25 FTE-years",
        "A local job may be claimed for each year that it is held: 12.5 × 2 = 25. In quarters: eight times 12.5 is "
        "100, and 100 ÷ 4 = 25.",
        {
            "contracts": ONE,
            **FTE,
            "commitments": "contract | measure | period | quantity\nC1 | M1 | 2023-24 Q4 | 12.5",
            "deliveries": """
                contract | measure | period     | quantity_claimed | quantity_validated
                C1       | M1      | 2022-23 Q1 | 12.5             | 12.5
                C1       | M1      | 2022-23 Q2 | 12.5             | 12.5
                C1       | M1      | 2022-23 Q3 | 12.5             | 12.5
                C1       | M1      | 2022-23 Q4 | 12.5             | 12.5
                C1       | M1      | 2023-24 Q1 | 12.5             | 12.5
                C1       | M1      | 2023-24 Q2 | 12.5             | 12.5
                C1       | M1      | 2023-24 Q3 | 12.5             | 12.5
                C1       | M1      | 2023-24 Q4 | 12.5             | 12.5
            """,
        },
        """
            fact                                  | value  | printed
            quantity_validated_to_date.measure.m1 | 25     | 25.0 FTE-years
            quantity_validated_ytd.measure.m1     | 12.5   | 12.5 FTE-years
            sv_validated_to_date                  | 500000 | £0.500m
        """,
        period="2023-24 Q4",
        as_at="2024-04-19",
        source="Torbay Council, TOMs dos and don'ts",
    ),
    Example(
        "share-divided-once",
        "A share is divided once, from its parts",
        "C1 reports 1 of 2, C2 reports 8 of 8. Together 9 of 10 = 90 per cent; not the mean of 50 and 100 per cent. A "
        "share has no share of what was due.",
        {
            "contracts": "ref\nC1\nC2",
            "measures": "ref | unit | over_time | across | valued\nM1 | % | share | weighted | record-only",
            "commitments": """
                contract | measure | period     | quantity | denominator
                C1       | M1      | 2023-24 Q3 | 5        | 10
                C2       | M1      | 2023-24 Q3 | 6        | 10
            """,
            "deliveries": """
                contract | measure | period     | quantity_claimed | denominator_claimed
                C1       | M1      | 2023-24 Q3 | 1                | 2
                C2       | M1      | 2023-24 Q3 | 8                | 8
            """,
        },
        """
            fact                                   | value          | printed
            quantity_reported_quarter.measure.m1   | 0.9            | 90.0%
            quantity_due_quarter.measure.m1        | 0.55           | 55.0%
            quantity_validated_quarter.measure.m1  | not available  | not available
            quantity_share_of_due.measure.m1       | not applicable | not applicable
        """,
    ),
    Example(
        "share-over-quarters",
        "A share over several quarters is divided once as well",
        "30 of 40 in Quarter 2 and 3 of 20 in Quarter 3: 33 of 60 = 55 per cent to date; not the mean of 75 and 15 "
        "per cent.",
        {
            "contracts": ONE,
            "measures": "ref | unit | over_time | across | valued\nM1 | % | share | weighted | record-only",
            "commitments": "contract | measure | period | quantity | denominator\nC1 | M1 | 2023-24 Q3 | 5 | 10",
            "deliveries": """
                contract | measure | period     | quantity_claimed | quantity_validated | denominator_claimed | denominator_validated
                C1       | M1      | 2023-24 Q2 | 30               | 30                 | 40                  | 40
                C1       | M1      | 2023-24 Q3 | 3                | 3                  | 20                  | 20
            """,
        },
        """
            fact                                  | value | printed
            quantity_validated_to_date.measure.m1 | 0.55  | 55.0%
            quantity_validated_quarter.measure.m1 | 0.15  | 15.0%
            quantity_reported_to_date.measure.m1  | 0.55  | 55.0%
        """,
    ),
)
