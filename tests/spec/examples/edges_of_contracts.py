"""The edges of contracts: those that begin, end or change in the period, with nothing promised or nothing due."""

from tests.spec.example import Example

POUND = {"measures": "ref | unit\nM1 | hours", "value_book": "measure | proxy_gbp\nM1 | 1"}
ONE = "ref\nC1"
DUE = "contract | measure | period | quantity\nC1 | M1 | 2023-24 Q3 | 100"

EXAMPLES = (
    Example(
        "begins-in-the-quarter",
        "A contract that begins on the last day of the quarter is monitored, and one that begins a day later is not",
        "C1 begins on 31 December: active on a day of the quarter, so a return is due, and the whole of what it "
        "promised for the quarter is due: nothing is cut by days. C2 begins on 1 January: nothing of it is in any "
        "figure, its commitments over its life included.",
        {
            "contracts": "ref | start\nC1 | 2023-12-31\nC2 | 2024-01-01",
            **POUND,
            "commitments": """
                contract | measure | period     | quantity
                C1       | M1      | 2023-24 Q3 | 100
                C2       | M1      | 2023-24 Q4 | 900
            """,
        },
        """
            fact                | value
            contracts_monitored | 1
            returns_due         | 1
            sv_due_quarter      | 100
            sv_committed_life   | 100
        """,
    ),
    Example(
        "ends-in-the-quarter",
        "A contract that ends on the first day of the quarter is monitored; one that ended the day before is not",
        "C1 ends on 1 October and C2 on 30 September. Both have delivered to date; only C1 owes a return.",
        {
            "contracts": "ref | end\nC1 | 2023-10-01\nC2 | 2023-09-30",
            **POUND,
            "commitments": """
                contract | measure | period     | quantity
                C1       | M1      | 2023-24 Q2 | 100
                C2       | M1      | 2023-24 Q2 | 100
            """,
            "deliveries": """
                contract | measure | period     | quantity_claimed | quantity_validated
                C1       | M1      | 2023-24 Q2 | 70               | 70
                C2       | M1      | 2023-24 Q2 | 50               | 50
            """,
        },
        """
            fact                 | value
            contracts_monitored  | 1
            returns_due          | 1
            sv_validated_to_date | 120
            sv_due_to_date       | 200
            contracts_behind     | 1
        """,
    ),
    Example(
        "terminated",
        "What falls in quarters begun after a termination is no longer owed",
        "C1 was terminated on 30 November. The 100 of the quarter that had begun are owed, the 900 of Quarter 4 are "
        "not, and are no part of its life either.",
        {
            "contracts": "ref | terminated_on\nC1 | 2023-11-30",
            **POUND,
            "commitments": """
                contract | measure | period     | quantity
                C1       | M1      | 2023-24 Q3 | 100
                C1       | M1      | 2023-24 Q4 | 900
            """,
        },
        """
            fact                | value
            sv_committed_life   | 100
            sv_due_year_end     | 100
            contracts_monitored | 1
        """,
    ),
    Example(
        "terminated-on-a-first-day",
        "A quarter begun on the day of the termination is owed",
        "C1 was terminated on 1 October, the first day of Quarter 3, C2 on the day before.",
        {
            "contracts": "ref | terminated_on\nC1 | 2023-10-01\nC2 | 2023-09-30",
            **POUND,
            "commitments": """
                contract | measure | period     | quantity
                C1       | M1      | 2023-24 Q3 | 100
                C2       | M1      | 2023-24 Q3 | 900
            """,
        },
        """
            fact                | value
            sv_due_quarter      | 100
            contracts_monitored | 1
        """,
    ),
    Example(
        "value-of-a-contract-changes",
        "A contract has the value of its last variation by the end of the period",
        "C1 was let for £1,000,000; from 1 July it is worth £1,500,000, from 1 November £1,200,000. The change of "
        "1 January is after the quarter.",
        {
            "contracts": "ref | value\nC1 | 1000000",
            **POUND,
            "commitments": "contract | measure | period | quantity\nC1 | M1 | 2023-24 Q3 | 300000",
            "variations": """
                contract | effective_on | value
                C1       | 2023-07-01   | 1500000
                C1       | 2023-11-01   | 1200000
                C1       | 2024-01-01   | 9000000
            """,
        },
        """
            fact                            | value   | printed
            contract_value                  | 1200000 | £1.200m
            sv_committed_per_pound_of_value | 0.25    | £0.25
        """,
    ),
    Example(
        "nothing-promised",
        "A contract without a commitment is not monitored; what it delivers is counted and stated apart",
        "C2 promised nothing and delivered 30: counted in the total, and said to be without a commitment.",
        {
            "contracts": "ref\nC1\nC2",
            **POUND,
            "commitments": DUE,
            "deliveries": """
                contract | measure | period     | quantity_claimed | quantity_validated
                C1       | M1      | 2023-24 Q3 | 100              | 100
                C2       | M1      | 2023-24 Q3 | 30               | 30
            """,
        },
        """
            fact                          | value
            contracts_monitored           | 1
            sv_validated_to_date          | 130
            sv_without_commitment_to_date | 30
            sv_share_of_due               | 1.3
        """,
    ),
    Example(
        "nothing-due-yet",
        "Where nothing has fallen due, a share of what was due is not applicable, and never 0 per cent",
        "The first commitment falls due in Quarter 4. Due to date is zero, and there is nothing to divide by.",
        {
            "contracts": ONE,
            **POUND,
            "commitments": "contract | measure | period | quantity\nC1 | M1 | 2023-24 Q4 | 100",
        },
        """
            fact                        | value          | printed
            sv_due_to_date              | 0              | £0.000m
            sv_share_of_due             | not applicable | not applicable
            sv_share_of_due_covered     | not applicable | not applicable
            sv_share_of_due_reported_on | not applicable | not applicable
            sv_share_assessed | not available | not available
            sv_share_of_life            | 0              | 0.0%
            contracts_monitored         | 1              | 1
            contracts_behind            | 0              | 0
        """,
    ),
    Example(
        "empty-groups",
        "A directorate with nothing due and a theme without a line are there, at nothing",
        "People has a contract and nothing due yet. Growth has a measure and no line. Both are listed: left out, a "
        "reader could not tell nothing from forgotten. A return came for C1 and says nothing of Growth: that is zero. "
        "None came from People: what it delivered is not available.",
        {
            "contracts": "ref | directorate\nC1 | Place\nC2 | People",
            "measures": "ref | theme\nM1 | Jobs\nM2 | Growth",
            "value_book": "measure | proxy_gbp\nM1 | 1\nM2 | 1",
            "commitments": """
                contract | measure | period     | quantity
                C1       | M1      | 2023-24 Q3 | 100
                C2       | M1      | 2023-24 Q4 | 100
            """,
            "returns": "contract | period | received_on\nC1 | 2023-24 Q3 | 2024-01-10",
        },
        """
            fact                                | value          | printed
            sv_due_to_date.directorate.people   | 0              | £0.000m
            sv_share_of_due.directorate.people  | not applicable | not applicable
            sv_validated_to_date.theme.growth   | 0              | £0.000m
            sv_validated_to_date.directorate.people | not available | not available
            sv_due_to_date.theme.growth         | 0              | £0.000m
        """,
    ),
    Example(
        "part-of-a-year",
        "A level held by a contract for part of a year counts the quarters in which it was held",
        "The contract began in Quarter 3: 8 FTE in one quarter of the year so far are 8 ÷ 4 = 2 FTE-years.",
        {
            "contracts": "ref | start\nC1 | 2023-11-15",
            "measures": "ref | unit | over_time\nM1 | FTE | stock",
            "value_book": "measure | proxy_gbp\nM1 | 20000",
            "commitments": "contract | measure | period | quantity\nC1 | M1 | 2023-24 Q3 | 8",
            "deliveries": """
                contract | measure | period     | quantity_claimed | quantity_validated
                C1       | M1      | 2023-24 Q3 | 8                | 8
            """,
        },
        """
            fact                              | value | printed
            quantity_validated_ytd.measure.m1 | 2     | 2.0 FTE-years
            quantity_due_ytd.measure.m1       | 2     | 2.0 FTE-years
            sv_validated_ytd                  | 40000 | £0.040m
        """,
    ),
    Example(
        "before-the-data-and-before-the-contract",
        "A quarter before the data begins is not available; one before any contract began is not applicable",
        "The data begins with Quarter 2, so that nobody can say what was delivered a year ago. The only contract of "
        "People began on 1 October: its Quarter 2 is not nothing, there was none. Place delivered 0 in Quarter 2: zero.",
        {
            "contracts": "ref | directorate | start\nC1 | Place | 2022-04-01\nC2 | People | 2023-10-01",
            **POUND,
            "commitments": """
                contract | measure | period     | quantity
                C1       | M1      | 2023-24 Q2 | 100
                C2       | M1      | 2023-24 Q3 | 100
            """,
            "deliveries": """
                contract | measure | period     | quantity_claimed | quantity_validated
                C1       | M1      | 2023-24 Q2 | 0                | 0
                C2       | M1      | 2023-24 Q3 | 70               | 70
            """,
        },
        """
            fact                                         | value          | printed
            sv_validated_same_quarter_last_year          | not available  | not available
            sv_validated_last_quarter.directorate.people | not applicable | not applicable
            sv_validated_last_quarter.directorate.place  | 0              | £0.000m
            sv_validated_last_quarter                    | 0              | £0.000m
        """,
    ),
)
