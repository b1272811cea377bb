"""Where low is good: a quarter of which no return speaks is no success, and no limit to hide behind."""

from tests.spec.example import Example
from tests.spec.examples.ratings import BANDS

TONNES = "ref | unit | good | valued\nM1 | tonnes | low | record-only\nM2 | hours | high | valued"
POUND_AN_HOUR = "measure | proxy_gbp\nM2 | 1"

EXAMPLES = (
    Example(
        "low-is-good-and-the-return-speaks-of-something-else",
        "Where low is good, a return that says nothing of the measure is silence",
        "At most 10 tonnes a quarter were allowed. Quarter 2's return says 12. Quarter 3's came, and has a line of M2 "
        "alone: its 10 tonnes are not due, so that 12 of 10 were reported: 20 per cent over, Amber, not on schedule. "
        "Against the 20 of both quarters, 12 would have been a success. M2 has 5 of 5 hours and is on schedule.",
        {
            "contracts": "ref\nC1",
            "measures": TONNES,
            "value_book": POUND_AN_HOUR,
            "commitments": """
                contract | measure | period     | quantity
                C1       | M1      | 2023-24 Q2 | 10
                C1       | M1      | 2023-24 Q3 | 10
                C1       | M2      | 2023-24 Q3 | 5
            """,
            "deliveries": """
                contract | measure | period     | quantity_claimed | quantity_validated
                C1       | M1      | 2023-24 Q2 | 12               | 12
                C1       | M2      | 2023-24 Q3 | 5                | 5
            """,
        },
        """
            fact                               | value | printed
            commitments_on_schedule            | 1     | 1
            commitments_due                    | 2     | 2
            commitments_on_schedule.measure.m1 | 0     | 0
            quantity_share_of_due.measure.m1   | 1.2   | 120.0%
            rating.measure.m1                  | Amber | Amber
            rating.measure.m2                  | Green | Green
        """,
        conventions=BANDS,
    ),
    Example(
        "low-is-good-and-nothing-but-silence",
        "Where low is good and no return speaks of the measure, it has no rating, and its commitments are not met",
        "C1 sent no return; C2 sent one without a line. Of the 20 tonnes allowed nobody said what was used: there is "
        "nothing to rate the measure by. Neither commitment is on schedule, so that both contracts are behind and Red.",
        {
            "contracts": "ref\nC1\nC2",
            "measures": TONNES,
            "value_book": POUND_AN_HOUR,
            "commitments": """
                contract | measure | period     | quantity
                C1       | M1      | 2023-24 Q3 | 10
                C2       | M1      | 2023-24 Q3 | 10
            """,
            "returns": "contract | period | received_on\nC2 | 2023-24 Q3 | 2024-01-10",
        },
        """
            fact                             | value          | printed
            rating.measure.m1                | not applicable | not applicable
            quantity_share_of_due.measure.m1 | not applicable | not applicable
            commitments_on_schedule          | 0              | 0
            commitments_due                  | 2              | 2
            rating.contract.c1               | Red            | Red
            rating.contract.c2               | Red            | Red
            contracts_behind                 | 2              | 2
        """,
        conventions=BANDS,
    ),
    Example(
        "low-is-good-and-the-wrong-quarter-speaks",
        "Where low is good, a report on a quarter with no limit does not speak for one that has a limit",
        "No limit was set for Quarter 2, of which 0 tonnes are reported. 10 were allowed in Quarter 3, of which no "
        "return came: 0 of 1 commitment is on schedule. No additional £ was due, so the contract is behind by that.",
        {
            "contracts": "ref\nC1",
            "measures": TONNES,
            "value_book": POUND_AN_HOUR,
            "commitments": "contract | measure | period | quantity\nC1 | M1 | 2023-24 Q3 | 10",
            "deliveries": """
                contract | measure | period     | quantity_claimed | quantity_validated
                C1       | M1      | 2023-24 Q2 | 0                | 0
            """,
        },
        """
            fact                             | value          | printed
            commitments_on_schedule          | 0              | 0
            commitments_due                  | 1              | 1
            share_of_commitments_on_schedule | 0              | 0.0%
            contracts_behind                 | 1              | 1
            sv_due_to_date                   | 0              | £0.000m
        """,
    ),
    Example(
        "forecast-where-low-is-good",
        "The forecast of a measure where low is good counts all that was reported, and may exceed what is allowed",
        "20 tonnes are reported of 10 allowed in Quarter 3, and not yet validated. At twice what is allowed, the 10 of "
        "Quarter 4 become 10 × 20 ÷ 10 = 20: the year 20 + 20 = 40 tonnes.",
        {
            "contracts": "ref\nC1",
            "measures": TONNES,
            "commitments": """
                contract | measure | period     | quantity
                C1       | M1      | 2023-24 Q3 | 10
                C1       | M1      | 2023-24 Q4 | 10
            """,
            "deliveries": "contract | measure | period | quantity_claimed\nC1 | M1 | 2023-24 Q3 | 20",
        },
        """
            fact                                  | value | printed
            quantity_forecast_year_end.measure.m1 | 40    | 40.0 tonnes
            quantity_validated_ytd.measure.m1     | 0     | 0.0 tonnes
        """,
    ),
)
