"""Nobody said is not zero: what holds of quarters and contracts of which no return came."""

from tests.spec.example import Example
from tests.spec.examples.ratings import BANDS

POUND = {"measures": "ref | unit\nM1 | hours", "value_book": "measure | proxy_gbp\nM1 | 1"}

EXAMPLES = (
    Example(
        "nobody-said-is-not-zero",
        "Without a return what was reported is not available; a return that reports nothing says zero",
        "100 hours were due of each contract. None came from C1: what it did is not known, and in its share of due it "
        "counts as nothing delivered. C2's return came without a line: it did nothing.",
        {
            "contracts": "ref\nC1\nC2",
            **POUND,
            "commitments": """
                contract | measure | period     | quantity
                C1       | M1      | 2023-24 Q3 | 100
                C2       | M1      | 2023-24 Q3 | 100
            """,
            "returns": "contract | period | received_on\nC2 | 2023-24 Q3 | 2024-01-10",
        },
        """
            fact                                | value         | printed
            sv_reported_quarter.contract.c1     | not available | not available
            sv_validated_quarter.contract.c1    | not available | not available
            sv_awaiting_quarter.contract.c1     | not available | not available
            sv_not_accepted_quarter.contract.c1 | not available | not available
            sv_share_of_due.contract.c1         | 0             | 0.0%
            sv_reported_quarter.contract.c2     | 0             | £0.000m
            sv_validated_quarter.contract.c2    | 0             | £0.000m
            sv_share_of_due.contract.c2         | 0             | 0.0%
            sv_reported_quarter                 | 0             | £0.000m
        """,
    ),
    Example(
        "after-all-data",
        "What was reported in a quarter after all the data is not available",
        "The last return is of Quarter 3 2023/24, and the report is on the quarter a year later. Nothing was due in it, "
        "which is known; what was done in it is not. To date it is the 100 hours of the year before.",
        {
            "contracts": "ref\nC1",
            **POUND,
            "commitments": "contract | measure | period | quantity\nC1 | M1 | 2023-24 Q3 | 100",
            "deliveries": """
                contract | measure | period     | quantity_claimed | quantity_validated
                C1       | M1      | 2023-24 Q3 | 100              | 100
            """,
        },
        """
            fact                 | value         | printed
            sv_reported_quarter  | not available | not available
            sv_validated_quarter | not available | not available
            sv_validated_ytd     | not available | not available
            sv_due_quarter       | 0             | £0.000m
            sv_validated_to_date | 100           |
        """,
        period="2024-25 Q3",
        as_at="2025-01-19",
    ),
    Example(
        "pounds-fall-due-later",
        "Where no additional £ is due yet, a contract is behind by the commitments that are",
        "10 weeks of a record-only measure were due by now; the first £ falls due in Quarter 4. C1 sent nothing: none of "
        "the 1 commitment due is on schedule, so it is behind and Red, although there is no share in £.",
        {
            "contracts": "ref\nC1",
            "measures": "ref | unit | valued\nM1 | weeks | record-only\nM2 | hours | valued",
            "value_book": "measure | proxy_gbp\nM2 | 1",
            "commitments": """
                contract | measure | period     | quantity
                C1       | M1      | 2023-24 Q3 | 10
                C1       | M2      | 2023-24 Q4 | 100
            """,
        },
        """
            fact                        | value          | printed
            contracts_behind            | 1              | 1
            rating.contract.c1          | Red            | Red
            commitments_due             | 1              | 1
            commitments_on_schedule     | 0              | 0
            sv_share_of_due.contract.c1 | not applicable | not applicable
        """,
        conventions=BANDS,
    ),
)
