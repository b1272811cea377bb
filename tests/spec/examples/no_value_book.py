"""Without a value book there is no £ of social value: commitments on schedule lead instead."""

from tests.spec.example import Example

EXAMPLES = (
    Example(
        "no-pound-without-a-value-book",
        "Without a value book there is no £ of social value anywhere",
        "The council has loaded no proxy values. What was promised is said in hours; in £ it is not available, which is "
        "not £0. The contract is behind by its commitments: none of one is on schedule.",
        {
            "contracts": "ref | value_book\nC1 | -",
            "measures": "ref | unit\nM1 | hours",
            "commitments": "contract | measure | period | quantity\nC1 | M1 | 2023-24 Q3 | 100",
        },
        """
            fact                            | value         | printed
            sv_due_to_date                  | not available | not available
            lev_due_to_date                 | not available | not available
            sv_share_of_due                 | not available | not available
            contracts_behind                | 1             | 1
            quantity_due_to_date.measure.m1 | 100           | 100 hours
        """,
    ),
    Example(
        "commitments-on-schedule",
        "A commitment is on schedule when at least what was due of it is delivered",
        "Three commitments have fallen due by now: M1 of C1 (100 of 100), M2 of C1 (4 of 5), M1 of C2 (60 of 50). Two "
        "of the three are on schedule. M2 of C2 falls due in Quarter 4 and is not counted yet.",
        {
            "contracts": "ref | value_book\nC1 | -\nC2 | -",
            "measures": "ref | unit\nM1 | hours\nM2 | weeks",
            "commitments": """
                contract | measure | period     | quantity
                C1       | M1      | 2023-24 Q3 | 100
                C1       | M2      | 2023-24 Q3 | 5
                C2       | M1      | 2023-24 Q3 | 50
                C2       | M2      | 2023-24 Q4 | 5
            """,
            "deliveries": """
                contract | measure | period     | quantity_claimed | quantity_validated
                C1       | M1      | 2023-24 Q3 | 100              | 100
                C1       | M2      | 2023-24 Q3 | 4                | 4
                C2       | M1      | 2023-24 Q3 | 60               | 60
            """,
        },
        """
            fact                             | value | printed
            share_of_commitments_on_schedule | 2 / 3 | 66.7%
            commitments_on_schedule          | 2     | 2
            commitments_due                  | 3     | 3
        """,
    ),
    Example(
        "surplus-hides-no-shortfall",
        "A surplus on one commitment does not hide a shortfall on another",
        "200 hours of 100 and 5 weeks of 10, at £1 an hour and £1 a week: 205 of £110 in all, yet only one of the two "
        "commitments is on schedule.",
        {
            "contracts": "ref\nC1",
            "measures": "ref | unit\nM1 | hours\nM2 | weeks",
            "value_book": "measure | proxy_gbp\nM1 | 1\nM2 | 1",
            "commitments": """
                contract | measure | period     | quantity
                C1       | M1      | 2023-24 Q3 | 100
                C1       | M2      | 2023-24 Q3 | 10
            """,
            "deliveries": """
                contract | measure | period     | quantity_claimed | quantity_validated
                C1       | M1      | 2023-24 Q3 | 200              | 200
                C1       | M2      | 2023-24 Q3 | 5                | 5
            """,
        },
        """
            fact                             | value     | printed
            share_of_commitments_on_schedule | 0.5       | 50.0%
            sv_share_of_due                  | 205 / 110 | 186.4%
            contracts_behind                 | 0         | 0
        """,
    ),
    Example(
        "a-share-on-schedule",
        "A commitment to a share is on schedule when the share is reached, whatever its size",
        "C1 promised 60 per cent and reached 2 of 3: on schedule. C2 promised 60 per cent and reached 59 of 100: not, "
        "although 59 is more than 2.",
        {
            "contracts": "ref | value_book\nC1 | -\nC2 | -",
            "measures": "ref | unit | over_time | across | valued\nM1 | % | share | weighted | record-only",
            "commitments": """
                contract | measure | period     | quantity | denominator
                C1       | M1      | 2023-24 Q3 | 6        | 10
                C2       | M1      | 2023-24 Q3 | 6        | 10
            """,
            "deliveries": """
                contract | measure | period     | quantity_claimed | quantity_validated | denominator_claimed | denominator_validated
                C1       | M1      | 2023-24 Q3 | 2                | 2                  | 3                   | 3
                C2       | M1      | 2023-24 Q3 | 59               | 59                 | 100                 | 100
            """,
        },
        """
            fact                                  | value    | printed
            commitments_on_schedule               | 1        | 1
            commitments_on_schedule.contract.c1   | 1        | 1
            commitments_on_schedule.contract.c2   | 0        | 0
            quantity_validated_to_date.measure.m1 | 61 / 103 | 59.2%
        """,
    ),
    Example(
        "low-is-good",
        "Where low is good, a commitment is on schedule when no more than what was due is reported",
        "A contract promised no more than 10 tonnes of waste a quarter. In Quarter 2 and 3 together 18 of at most 20: "
        "on schedule. C2 sent 25 of at most 20: behind.",
        {
            "contracts": "ref | value_book\nC1 | -\nC2 | -",
            "measures": "ref | unit | good\nM1 | tonnes | low",
            "commitments": """
                contract | measure | period     | quantity
                C1       | M1      | 2023-24 Q2 | 10
                C1       | M1      | 2023-24 Q3 | 10
                C2       | M1      | 2023-24 Q3 | 20
            """,
            "deliveries": """
                contract | measure | period     | quantity_claimed | quantity_validated
                C1       | M1      | 2023-24 Q2 | 11               | 11
                C1       | M1      | 2023-24 Q3 | 7                | 7
                C2       | M1      | 2023-24 Q3 | 25               | 25
            """,
        },
        """
            fact                                | value   | printed
            commitments_on_schedule             | 1       | 1
            commitments_due                     | 2       | 2
            commitments_on_schedule.contract.c1 | 1       | 1
            commitments_on_schedule.contract.c2 | 0       | 0
            quantity_share_of_due.measure.m1    | 43 / 40 | 107.5%
        """,
        source="Lancaster City Council, performance tables: “Good is? (High/Low)”",
    ),
    Example(
        "low-is-good-in-the-quarters-reported-on",
        "Where low is good, a quarter without a return leaves no room for another",
        "At most 10 tonnes a quarter were allowed. The return for Quarter 2 says 12, of which 9 were validated; none "
        "came for Quarter 3. All 12 count, looked at or not, against the 10 of the quarter reported on: not on "
        "schedule. Against the 20 of both quarters, silence would have made it a success.",
        {
            "contracts": "ref | value_book\nC1 | -",
            "measures": "ref | unit | good\nM1 | tonnes | low",
            "commitments": """
                contract | measure | period     | quantity
                C1       | M1      | 2023-24 Q2 | 10
                C1       | M1      | 2023-24 Q3 | 10
            """,
            "deliveries": """
                contract | measure | period     | quantity_claimed | quantity_validated
                C1       | M1      | 2023-24 Q2 | 12               | 9
            """,
        },
        """
            fact                    | value | printed
            commitments_on_schedule | 0     | 0
            commitments_due         | 1     | 1
        """,
    ),
    Example(
        "low-is-good-and-silent",
        "A contract that sent nothing is not on schedule, even where low is good",
        "No return came from C1. Nothing reported is not the same as no waste.",
        {
            "contracts": "ref | value_book\nC1 | -",
            "measures": "ref | unit | good\nM1 | tonnes | low",
            "commitments": "contract | measure | period | quantity\nC1 | M1 | 2023-24 Q3 | 10",
        },
        """
            fact                    | value | printed
            commitments_on_schedule | 0     | 0
            commitments_due         | 1     | 1
        """,
    ),
)
