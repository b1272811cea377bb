"""The quarter beside others: the last quarter, the same quarter last year, the year so far, and the last report."""

from datetime import date

from sv_report.measures import Conventions
from tests.spec.example import Example

POUND_AN_HOUR = {"measures": "ref | unit\nM1 | hours", "value_book": "measure | proxy_gbp\nM1 | 1"}
DUE = "contract | measure | period | quantity\nC1 | M1 | 2023-24 Q3 | 200"
LAST_REPORT = Conventions(last_as_at=date(2023, 11, 10))

EXAMPLES = (
    Example(
        "beside-other-quarters",
        "A quarter stands beside the one before and the same one last year, the year so far beside last year's",
        "200 hours this quarter against 160 in the last: 40 more, a quarter of 160. Against 100 in the same quarter "
        "last year: 100 more, all of 100. The year so far has 160 + 200 = 360 against 30 + 50 + 100 = 180: twice as much.",
        {
            "contracts": "ref\nC1",
            **POUND_AN_HOUR,
            "commitments": """
                contract | measure | period     | quantity
                C1       | M1      | 2022-23 Q1 | 30
                C1       | M1      | 2022-23 Q2 | 60
                C1       | M1      | 2022-23 Q3 | 120
                C1       | M1      | 2023-24 Q2 | 180
                C1       | M1      | 2023-24 Q3 | 250
            """,
            "deliveries": """
                contract | measure | period     | quantity_claimed | quantity_validated
                C1       | M1      | 2022-23 Q1 | 35               | 30
                C1       | M1      | 2022-23 Q2 | 55               | 50
                C1       | M1      | 2022-23 Q3 | 110              | 100
                C1       | M1      | 2023-24 Q2 | 170              | 160
                C1       | M1      | 2023-24 Q3 | 220              | 200
            """,
        },
        """
            fact                                      | value | printed
            sv_change_on_last_quarter                 | 40    |
            sv_change_on_last_quarter_share           | 0.25  | 25.0%
            sv_change_on_same_quarter_last_year       | 100   |
            sv_change_on_same_quarter_last_year_share | 1     | 100.0%
            sv_ytd_change_on_last_year                | 180   |
            sv_ytd_change_on_last_year_share          | 1     | 100.0%
            sv_validated_last_quarter                 | 160   |
            sv_validated_same_quarter_last_year       | 100   |
            sv_validated_ytd_last_year                | 180   |
            sv_reported_last_quarter                  | 170   |
            sv_reported_same_quarter_last_year        | 110   |
            sv_reported_ytd_last_year                 | 200   |
            sv_due_last_quarter                       | 180   |
            sv_due_same_quarter_last_year             | 120   |
            sv_due_ytd_last_year                      | 210   |
        """,
        source="Havering, direction of travel",
    ),
    Example(
        "first-quarter-of-a-year",
        "The quarter before Quarter 1 is Quarter 4 of the year before",
        "30 in Quarter 1 against 50 in Quarter 4: 20 fewer, which is 40 per cent of 50.",
        {
            "contracts": "ref\nC1",
            **POUND_AN_HOUR,
            "commitments": "contract | measure | period | quantity\nC1 | M1 | 2023-24 Q1 | 30",
            "deliveries": """
                contract | measure | period     | quantity_claimed | quantity_validated
                C1       | M1      | 2022-23 Q4 | 50               | 50
                C1       | M1      | 2023-24 Q1 | 30               | 30
            """,
        },
        """
            fact                            | value | printed
            sv_change_on_last_quarter       | -20   |
            sv_change_on_last_quarter_share | -0.4  | -40.0%
        """,
        period="2023-24 Q1",
        as_at="2023-07-19",
    ),
    Example(
        "nothing-last-quarter",
        "A change from nothing has a size, and no share",
        "200 hours against none: 200 more. As a share of nothing it is not applicable.",
        {
            "contracts": "ref\nC1",
            **POUND_AN_HOUR,
            "commitments": DUE,
            "deliveries": """
                contract | measure | period     | quantity_claimed | quantity_validated
                C1       | M1      | 2023-24 Q2 | 0                | 0
                C1       | M1      | 2023-24 Q3 | 200              | 200
            """,
        },
        """
            fact                            | value          | printed
            sv_change_on_last_quarter       | 200            |
            sv_change_on_last_quarter_share | not applicable | not applicable
            sv_validated_last_quarter       | 0              | £0.000m
        """,
    ),
    Example(
        "then-and-now",
        "What the last report said of its quarter stands beside what is known of it now",
        "The last report saw data up to 10 November: a return of 100 hours, 60 of them validated. It was sent again on "
        "1 December with 120 hours, of which 110 were validated. Revised: 120 − 100 = 20, and 110 − 60 = 50.",
        {
            "contracts": "ref\nC1",
            **POUND_AN_HOUR,
            "commitments": DUE,
            "returns": """
                contract | period     | version | received_on
                C1       | 2023-24 Q2 | 1       | 2023-10-10
                C1       | 2023-24 Q2 | 2       | 2023-12-01
            """,
            "deliveries": """
                contract | measure | period     | return_version | quantity_claimed | quantity_validated | validated_on
                C1       | M1      | 2023-24 Q2 | 1              | 100              | 60                 | 2023-10-20
                C1       | M1      | 2023-24 Q2 | 2              | 120              | 110                | 2023-12-05
            """,
        },
        """
            fact                              | value | printed
            sv_reported_last_quarter_then     | 100   |
            sv_reported_last_quarter          | 120   |
            sv_reported_last_quarter_revised  | 20    |
            sv_validated_last_quarter_then    | 60    |
            sv_validated_last_quarter         | 110   |
            sv_validated_last_quarter_revised | 50    |
        """,
        conventions=LAST_REPORT,
    ),
    Example(
        "validated-since",
        "What was validated since the last report revises the quarter before",
        "The return had come by 10 November, but was validated on 20 November: 0 then, 90 now.",
        {
            "contracts": "ref\nC1",
            **POUND_AN_HOUR,
            "commitments": DUE,
            "deliveries": """
                contract | measure | period     | quantity_claimed | quantity_validated | validated_on
                C1       | M1      | 2023-24 Q2 | 100              | 90                 | 2023-11-20
            """,
        },
        """
            fact                              | value | printed
            sv_validated_last_quarter_then    | 0     | £0.000m
            sv_validated_last_quarter_revised | 90    |
            sv_reported_last_quarter_revised  | 0     | £0.000m
        """,
        conventions=LAST_REPORT,
    ),
    Example(
        "no-last-report",
        "Where nobody says what the last report saw, it is not available",
        "The edition does not say up to which day the last report saw data.",
        {
            "contracts": "ref\nC1",
            **POUND_AN_HOUR,
            "commitments": DUE,
            "deliveries": """
                contract | measure | period     | quantity_claimed | quantity_validated
                C1       | M1      | 2023-24 Q2 | 100              | 90
            """,
        },
        """
            fact                              | value         | printed
            sv_validated_last_quarter_then    | not available | not available
            sv_validated_last_quarter_revised | not available | not available
            sv_validated_last_quarter         | 90            |
        """,
    ),
    Example(
        "rounded-once",
        "A difference is taken before it is rounded, so that printed numbers may differ by one in the last place",
        "£159,134,700 and £153,838,400 print as £159.135m and £153.838m. Their difference, £5,296,300, prints as "
        "£5.296m; subtracting what is printed would give £5.297m.",
        {
            "contracts": "ref\nC1",
            **POUND_AN_HOUR,
            "commitments": DUE,
            "deliveries": """
                contract | measure | period     | quantity_claimed | quantity_validated
                C1       | M1      | 2023-24 Q2 | 153838400        | 153838400
                C1       | M1      | 2023-24 Q3 | 159134700        | 159134700
            """,
        },
        """
            fact                      | value     | printed
            sv_change_on_last_quarter | 5296300   | £5.296m
            sv_validated_quarter      | 159134700 | £159.135m
            sv_validated_last_quarter | 153838400 | £153.838m
        """,
        source="Lancashire County Council, budget monitoring: 159.135 − 153.838 printed 5.296",
    ),
)
