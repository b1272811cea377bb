"""What a change is made of: the part of each contract, the rises and falls, and those behind a quarter ago."""

from datetime import date

from sv_report.measures import Conventions
from tests.spec.example import Example

POUND_AN_HOUR = {"measures": "ref | unit\nM1 | hours", "value_book": "measure | proxy_gbp\nM1 | 1"}
LAST_REPORT = Conventions(last_as_at=date(2023, 11, 10))

EXAMPLES = (
    Example(
        "parts-of-a-change",
        "The parts of contracts add up to the change, a contract that went silent among them",
        "C1 fell by 40 and C2 sent no return, so that its 20 of last quarter are missing; C3 fell by 10 and C4 by 10. "
        "C5 rose by 30. Falls: 40 + 20 + 10 + 10 = 80, of which the three largest have 70. Change: 30 − 80 = −50.",
        {
            "contracts": "ref\nC1\nC2\nC3\nC4\nC5",
            **POUND_AN_HOUR,
            "commitments": "contract | measure | period | quantity\nC1 | M1 | 2023-24 Q3 | 100",
            "deliveries": """
                contract | measure | period     | quantity_claimed | quantity_validated
                C1       | M1      | 2023-24 Q2 | 90               | 90
                C1       | M1      | 2023-24 Q3 | 50               | 50
                C2       | M1      | 2023-24 Q2 | 20               | 20
                C3       | M1      | 2023-24 Q2 | 10               | 10
                C3       | M1      | 2023-24 Q3 | 0                | 0
                C4       | M1      | 2023-24 Q2 | 10               | 10
                C4       | M1      | 2023-24 Q3 | 0                | 0
                C5       | M1      | 2023-24 Q3 | 30               | 30
            """,
        },
        """
            fact                                            | value  | printed
            sv_part_of_change_on_last_quarter.contract.c1   | -40    | -£40
            sv_part_of_change_on_last_quarter.contract.c2   | -20    | -£20
            sv_part_of_change_on_last_quarter.contract.c3   | -10    | -£10
            sv_part_of_change_on_last_quarter.contract.c5   | 30     | £30
            sv_falls_in_change_on_last_quarter              | -80    | -£80
            sv_rises_in_change_on_last_quarter              | 30     | £30
            sv_change_on_last_quarter                       | -50    | -£50
            sv_contracts_fallen                             | 4      | 4
            sv_contracts_risen                              | 1      | 1
            sv_largest_falls_share                          | 0.875  | 87.5%
            sv_largest_rises_share                          | 1      | 100.0%
        """,
        source="docs/methods.md, silence counts as nothing delivered",
    ),
    Example(
        "parts-of-no-change",
        "Where the change cannot be said, no part of it can",
        "The data begins with Quarter 3, so that nothing is known of Quarter 2.",
        {
            "contracts": "ref\nC1",
            **POUND_AN_HOUR,
            "commitments": "contract | measure | period | quantity\nC1 | M1 | 2023-24 Q3 | 30",
            "deliveries": """
                contract | measure | period     | quantity_claimed | quantity_validated
                C1       | M1      | 2023-24 Q3 | 30               | 30
            """,
        },
        """
            fact                                          | value         | printed
            sv_part_of_change_on_last_quarter.contract.c1 | not available |
            sv_rises_in_change_on_last_quarter            | not available |
            sv_contracts_risen                            | not available |
            sv_largest_rises_share                        | not available |
        """,
    ),
    Example(
        "parts-of-a-revision",
        "The parts of contracts add up to the revision of what the last report said",
        "By 10 November 60 of C1's 100 hours were validated, and C2 had sent no return. Now C1 has 90, C2 has 15, and C3 "
        "has its 40 as before. Revised: 30 of C1 and 15 of C2, 45 together, on two contracts.",
        {
            "contracts": "ref\nC1\nC2\nC3",
            **POUND_AN_HOUR,
            "commitments": "contract | measure | period | quantity\nC1 | M1 | 2023-24 Q2 | 100",
            "returns": """
                contract | period     | version | received_on
                C1       | 2023-24 Q2 | 1       | 2023-10-10
                C1       | 2023-24 Q2 | 2       | 2023-12-01
                C2       | 2023-24 Q2 | 1       | 2023-12-01
                C3       | 2023-24 Q2 | 1       | 2023-10-10
            """,
            "deliveries": """
                contract | measure | period     | return_version | quantity_claimed | quantity_validated | validated_on
                C1       | M1      | 2023-24 Q2 | 1              | 100              | 60                 | 2023-10-20
                C1       | M1      | 2023-24 Q2 | 2              | 100              | 90                 | 2023-12-05
                C2       | M1      | 2023-24 Q2 | 1              | 15               | 15                 | 2023-12-05
                C3       | M1      | 2023-24 Q2 | 1              | 40               | 40                 | 2023-10-20
            """,
        },
        """
            fact                                        | value | printed
            sv_part_of_last_quarter_revised.contract.c1 | 30    | £30
            sv_part_of_last_quarter_revised.contract.c2 | 15    | £15
            sv_part_of_last_quarter_revised.contract.c3 | 0     |
            sv_contracts_revised                        | 2     | 2
            sv_validated_last_quarter_revised           | 45    | £45
        """,
        conventions=LAST_REPORT,
    ),
    Example(
        "behind-a-quarter-ago",
        "Contracts behind now stand beside those that were behind at the end of the last quarter, as now known",
        "By the end of Quarter 2 C1 had 80 of 100 due and was behind, C2 had its 50. C3 had not begun. By the end of "
        "Quarter 3 C1 has 180 of 180, C2 50 of 100, and C3 nothing of 10: two are behind, where one of two was.",
        {
            "contracts": "ref | start\nC1 | 2022-04-01\nC2 | 2022-04-01\nC3 | 2023-10-01",
            **POUND_AN_HOUR,
            "commitments": """
                contract | measure | period     | quantity
                C1       | M1      | 2023-24 Q2 | 100
                C1       | M1      | 2023-24 Q3 | 80
                C2       | M1      | 2023-24 Q2 | 50
                C2       | M1      | 2023-24 Q3 | 50
                C3       | M1      | 2023-24 Q3 | 10
            """,
            "deliveries": """
                contract | measure | period     | quantity_claimed | quantity_validated
                C1       | M1      | 2023-24 Q2 | 80               | 80
                C1       | M1      | 2023-24 Q3 | 100              | 100
                C2       | M1      | 2023-24 Q2 | 50               | 50
            """,
        },
        """
            fact                             | value | printed
            contracts_behind_last_quarter    | 1     | 1
            contracts_monitored_last_quarter | 2     | 2
            contracts_behind                 | 2     | 2
            contracts_monitored              | 3     | 3
        """,
    ),
    Example(
        "on-schedule-a-quarter-ago",
        "Commitments on schedule stand beside those that were on schedule at the end of the last quarter",
        "By the end of Quarter 2 two commitments were due, and C1's was met: 1 of 2. By the end of Quarter 3 three are "
        "due, and C1's is behind by 50: only C2's of M2 is met, 1 of 3.",
        {
            "contracts": "ref | value_book\nC1 | -\nC2 | -",
            "measures": "ref | unit\nM1 | hours\nM2 | weeks",
            "commitments": """
                contract | measure | period     | quantity
                C1       | M1      | 2023-24 Q2 | 100
                C1       | M1      | 2023-24 Q3 | 100
                C2       | M1      | 2023-24 Q2 | 50
                C2       | M2      | 2023-24 Q3 | 5
            """,
            "deliveries": """
                contract | measure | period     | quantity_claimed | quantity_validated
                C1       | M1      | 2023-24 Q2 | 100              | 100
                C1       | M1      | 2023-24 Q3 | 50               | 50
                C2       | M1      | 2023-24 Q2 | 20               | 20
                C2       | M2      | 2023-24 Q3 | 5                | 5
            """,
        },
        """
            fact                                                | value | printed
            commitments_due_to_last_quarter                     | 2     | 2
            commitments_on_schedule_to_last_quarter             | 1     | 1
            share_of_commitments_on_schedule_to_last_quarter    | 0.5   | 50.0%
            commitments_on_schedule_to_last_quarter.contract.c1 | 1     | 1
            commitments_on_schedule_to_last_quarter.contract.c2 | 0     | 0
            commitments_on_schedule                             | 1     | 1
            share_of_commitments_on_schedule                    | 1 / 3 | 33.3%
        """,
    ),
)
