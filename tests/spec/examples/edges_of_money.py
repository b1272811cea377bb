"""The edges of money: shares of almost nothing, contracts below nothing, contracts that promised nothing."""

from tests.spec.example import Example
from tests.spec.examples.ratings import BANDS

POUND = {"measures": "ref | unit\nM1 | hours", "value_book": "measure | proxy_gbp\nM1 | 1"}

EXAMPLES = (
    Example(
        "almost-nothing-due",
        "However little was due and however much came, a contract is rated and travels",
        "A millionth of an hour at £0.01 was due in Quarter 2: £0.00000001. 999,999,999,999 weeks at £1m came in that "
        "quarter and 1 more in this: £1,000,000,000,000,000,000, which is 10²⁶ times what was due.",
        {
            "contracts": "ref\nC1",
            "measures": "ref | unit\nM1 | hours\nM2 | weeks",
            "value_book": "measure | proxy_gbp\nM1 | 0.01\nM2 | 1000000",
            "commitments": "contract | measure | period | quantity\nC1 | M1 | 2023-24 Q2 | 0.000001",
            "deliveries": """
                contract | measure | period     | quantity_claimed | quantity_validated
                C1       | M2      | 2023-24 Q2 | 999999999999     | 999999999999
                C1       | M2      | 2023-24 Q3 | 1                | 1
            """,
        },
        """
            fact                        | value                       | printed
            rating.contract.c1          | Green                       | Green
            travel_short.contract.c1    | Improved                    | Improved
            sv_share_of_due.contract.c1 | 100000000000000000000000000 |
            sv_due_to_date              | 0.00000001                  | £0.00000001
        """,
        conventions=BANDS,
    ),
    Example(
        "concentration-with-a-contract-below-nothing",
        "How much comes from one contract is a share of the contracts above nothing",
        "C1 gave £60, C2 £40, and C3 takes back £50 that it had claimed too much: £50 in all. C1 gave 60 of the 100 "
        "above nothing; of the £50 it would be 120 per cent.",
        {
            "contracts": "ref | title\nC1 | Highways\nC2 | Care\nC3 | Buses",
            **POUND,
            "commitments": "contract | measure | period | quantity\nC1 | M1 | 2023-24 Q3 | 100",
            "deliveries": """
                contract | measure | period     | quantity_claimed | quantity_validated
                C1       | M1      | 2023-24 Q3 | 60               | 60
                C2       | M1      | 2023-24 Q3 | 40               | 40
                C3       | M1      | 2023-24 Q3 | -50              | -50
            """,
        },
        """
            fact                          | value       | printed
            sv_top_contract_share_quarter | 0.6         | 60.0%
            sv_top_contract_value_quarter | 60          |
            sv_top_contract_quarter       | C1 Highways |
            sv_top_five_share_quarter     | 1           | 100.0%
            sv_validated_quarter          | 50          |
        """,
    ),
    Example(
        "value-of-a-contract-without-a-commitment",
        "The value of a contract without a commitment is in no sum, and so is not applicable",
        "C1, worth £2,000,000, promised £500,000: £0.25 for each £1 of its value. C2 promised nothing, and its "
        "£9,000,000 would only make the promises of others look small.",
        {
            "contracts": "ref | value\nC1 | 2000000\nC2 | 9000000",
            **POUND,
            "commitments": "contract | measure | period | quantity\nC1 | M1 | 2023-24 Q3 | 500000",
        },
        """
            fact                                        | value          | printed
            contract_value.contract.c2                  | not applicable | not applicable
            contract_value.contract.c1                  | 2000000        | £2.000m
            contract_value                              | 2000000        | £2.000m
            sv_committed_per_pound_of_value             | 0.25           | £0.25
            sv_committed_per_pound_of_value.contract.c2 | not applicable | not applicable
        """,
    ),
)
