"""Social value beside money: who gives how much of it, what the year will come to, and the £ for each £1."""

from tests.spec.example import Example

POUND = {"measures": "ref | unit\nM1 | hours", "value_book": "measure | proxy_gbp\nM1 | 1"}
FOUR_QUARTERS = """
    contract | measure | period     | quantity
    C1       | M1      | 2023-24 Q1 | 100
    C1       | M1      | 2023-24 Q2 | 100
    C1       | M1      | 2023-24 Q3 | 100
    C1       | M1      | 2023-24 Q4 | 100
"""

EXAMPLES = (
    Example(
        "one-contract-gives-a-quarter",
        "One contract that gives £3.1m of £12.3m gives a quarter of it",
        "Six contracts gave 3.1 + 2.5 + 2.2 + 1.9 + 1.5 + 1.1 = £12.3m. The largest is 3.1 ÷ 12.3 of it, the largest "
        "five are 11.2 ÷ 12.3.",
        {
            "contracts": "ref | title\nC1 | Highways\nC2 | Catering\nC3 | Cleaning\nC4 | Care\nC5 | Buses\nC6 | Waste",
            **POUND,
            "commitments": "contract | measure | period | quantity\nC1 | M1 | 2023-24 Q3 | 4000000",
            "deliveries": """
                contract | measure | period     | quantity_claimed | quantity_validated
                C1       | M1      | 2023-24 Q3 | 3100000          | 3100000
                C2       | M1      | 2023-24 Q3 | 2500000          | 2500000
                C3       | M1      | 2023-24 Q3 | 2200000          | 2200000
                C4       | M1      | 2023-24 Q3 | 1900000          | 1900000
                C5       | M1      | 2023-24 Q3 | 1500000          | 1500000
                C6       | M1      | 2023-24 Q3 | 1100000          | 1100000
            """,
        },
        """
            fact                         | value       | printed
            sv_top_contract_share_ytd     | 3.1 / 12.3  | 25.2%
            sv_top_contract_share_quarter | 3.1 / 12.3  | 25.2%
            sv_top_contract_share_to_date | 3.1 / 12.3  | 25.2%
            sv_top_contract_value_ytd     | 3100000     | £3.100m
            sv_top_contract_value_quarter | 3100000     | £3.100m
            sv_top_contract_value_to_date | 3100000     | £3.100m
            sv_top_contract_ytd           | C1 Highways |
            sv_top_contract_quarter       | C1 Highways |
            sv_top_contract_to_date       | C1 Highways |
            sv_top_five_share_ytd         | 11.2 / 12.3 | 91.1%
            sv_top_five_share_quarter     | 11.2 / 12.3 | 91.1%
            sv_top_five_share_to_date     | 11.2 / 12.3 | 91.1%
            sv_validated_ytd              | 12300000    | £12.300m
        """,
        source="Rotherham, annual report of June 2025",
    ),
    Example(
        "two-contracts-alike",
        "Of two contracts that give the same, the first by its reference stands first",
        "C2 and C1 gave £50 each.",
        {
            "contracts": "ref | title\nC2 | Buses\nC1 | Care",
            **POUND,
            "commitments": "contract | measure | period | quantity\nC1 | M1 | 2023-24 Q3 | 100",
            "deliveries": """
                contract | measure | period     | quantity_claimed | quantity_validated
                C2       | M1      | 2023-24 Q3 | 50               | 50
                C1       | M1      | 2023-24 Q3 | 50               | 50
            """,
        },
        """
            fact                      | value   | printed
            sv_top_contract_ytd       | C1 Care |
            sv_top_contract_share_ytd | 0.5     | 50.0%
            sv_top_five_share_ytd     | 1       | 100.0%
        """,
    ),
    Example(
        "forecast-for-the-year",
        "The forecast takes each commitment to go on as it has gone so far in the year",
        "100 hours fall due each quarter. 240 of the 300 due so far are validated: 80 per cent. At that rate the 100 "
        "still due bring 80, and the year 240 + 80 = 320, which is 80 per cent of 400.",
        {
            "contracts": "ref\nC1",
            **POUND,
            "commitments": FOUR_QUARTERS,
            "deliveries": """
                contract | measure | period     | quantity_claimed | quantity_validated
                C1       | M1      | 2023-24 Q1 | 90               | 80
                C1       | M1      | 2023-24 Q2 | 90               | 80
                C1       | M1      | 2023-24 Q3 | 90               | 80
            """,
        },
        """
            fact                                   | value | printed
            sv_forecast_year_end                   | 320   |
            sv_due_year_end                        | 400   |
            sv_forecast_share_of_due_year_end      | 0.8   | 80.0%
            quantity_forecast_year_end.measure.m1  | 320   | 320 hours
        """,
    ),
    Example(
        "forecast-never-more-than-due",
        "The forecast takes no commitment to bring more than is due, and what begins later as promised",
        "C1 delivered 150 of 100 due so far: 150, and all of the 100 still due. C2 delivered nothing of 100: 0, and "
        "nothing of the 100 still due. C3 has nothing due before Quarter 4: 60 as promised. "
        "150 + 100 + 0 + 0 + 60 = 310 of 460.",
        {
            "contracts": "ref\nC1\nC2\nC3",
            **POUND,
            "commitments": """
                contract | measure | period     | quantity
                C1       | M1      | 2023-24 Q3 | 100
                C1       | M1      | 2023-24 Q4 | 100
                C2       | M1      | 2023-24 Q3 | 100
                C2       | M1      | 2023-24 Q4 | 100
                C3       | M1      | 2023-24 Q4 | 60
            """,
            "deliveries": """
                contract | measure | period     | quantity_claimed | quantity_validated
                C1       | M1      | 2023-24 Q3 | 150              | 150
            """,
        },
        """
            fact                              | value     | printed
            sv_forecast_year_end              | 310       |
            sv_due_year_end                   | 460       |
            sv_forecast_share_of_due_year_end | 310 / 460 | 67.4%
            sv_forecast_year_end.contract.c1  | 250       |
        """,
    ),
    Example(
        "forecast-of-a-level",
        "A level is forecast in FTE-years",
        "10 FTE are due in each quarter and 8 were held in three: 24 so far, and 80 per cent of the 10 still due: "
        "(24 + 8) ÷ 4 = 8 FTE-years, where 10 are due.",
        {
            "contracts": "ref\nC1",
            "measures": "ref | unit | over_time\nM1 | FTE | stock",
            "value_book": "measure | proxy_gbp\nM1 | 20000",
            "commitments": """
                contract | measure | period     | quantity
                C1       | M1      | 2023-24 Q1 | 10
                C1       | M1      | 2023-24 Q2 | 10
                C1       | M1      | 2023-24 Q3 | 10
                C1       | M1      | 2023-24 Q4 | 10
            """,
            "deliveries": """
                contract | measure | period     | quantity_claimed | quantity_validated
                C1       | M1      | 2023-24 Q1 | 8                | 8
                C1       | M1      | 2023-24 Q2 | 8                | 8
                C1       | M1      | 2023-24 Q3 | 8                | 8
            """,
        },
        """
            fact                                  | value  | printed
            sv_forecast_year_end                  | 160000 | £0.160m
            sv_due_year_end                       | 200000 | £0.200m
            quantity_forecast_year_end.measure.m1 | 8      | 8.0 FTE-years
        """,
    ),
    Example(
        "for-each-pound-of-spend",
        "Social value for each £1 is divided by what was spent, and what was promised by what the contracts are worth",
        "£300,000 of social value is validated to date, and £1,200,000 was spent, a credit note taken off: "
        "£0.25 for each £1. £500,000 is promised over the life of a contract worth £2,000,000: £0.25 as well.",
        {
            "contracts": "ref | value\nC1 | 2000000",
            **POUND,
            "commitments": """
                contract | measure | period     | quantity
                C1       | M1      | 2023-24 Q3 | 400000
                C1       | M1      | 2023-24 Q4 | 100000
            """,
            "deliveries": """
                contract | measure | period     | quantity_claimed | quantity_validated
                C1       | M1      | 2023-24 Q3 | 350000           | 300000
            """,
            "spend": """
                contract | period     | amount
                C1       | 2022-23 Q4 | 500000
                C1       | 2023-24 Q2 | 310000
                C1       | 2023-24 Q3 | 400000
                C1       | 2023-24 Q3 | -10000
            """,
        },
        """
            fact                            | value   | printed
            sv_per_pound_of_spend_to_date   | 0.25    | £0.25
            sv_committed_per_pound_of_value | 0.25    | £0.25
            spend_quarter                   | 390000  | £0.390m
            spend_ytd                       | 700000  | £0.700m
            spend_to_date                   | 1200000 | £1.200m
            contract_value                  | 2000000 | £2.000m
        """,
    ),
    Example(
        "spend-of-some-contracts",
        "Value is set against spend only where spend is recorded",
        "C1 gave £30 for £100 of spend. C2 gave £70, and nobody has said what was spent on it: left out of the "
        "ratio, 30 ÷ 100, and not as if it had cost nothing.",
        {
            "contracts": "ref\nC1\nC2",
            **POUND,
            "commitments": "contract | measure | period | quantity\nC1 | M1 | 2023-24 Q3 | 100",
            "deliveries": """
                contract | measure | period     | quantity_claimed | quantity_validated
                C1       | M1      | 2023-24 Q3 | 30               | 30
                C2       | M1      | 2023-24 Q3 | 70               | 70
            """,
            "spend": "contract | period | amount\nC1 | 2023-24 Q3 | 100",
        },
        """
            fact                                      | value         | printed
            sv_per_pound_of_spend_to_date             | 0.3           | £0.30
            sv_per_pound_of_spend_to_date.contract.c2 | not available | not available
            spend_to_date                             | 100           |
        """,
    ),
    Example(
        "no-spend-recorded",
        "Where no spend is recorded, spend is not available, and nothing is divided by it",
        "Nobody has said what was spent. That is not the same as £0.",
        {
            "contracts": "ref\nC1",
            **POUND,
            "commitments": FOUR_QUARTERS,
        },
        """
            fact                          | value         | printed
            spend_to_date                 | not available | not available
            sv_per_pound_of_spend_to_date | not available | not available
        """,
    ),
    Example(
        "delivered-without-a-commitment",
        "What a contract delivers of a measure that it committed nothing to is stated apart",
        "C1 committed to M1 only. Its 40 hours of M2 are counted in the 140 validated, and said by themselves.",
        {
            "contracts": "ref\nC1",
            "measures": "ref | unit\nM1 | hours\nM2 | hours",
            "value_book": "measure | proxy_gbp\nM1 | 1\nM2 | 1",
            "commitments": "contract | measure | period | quantity\nC1 | M1 | 2023-24 Q3 | 100",
            "deliveries": """
                contract | measure | period     | quantity_claimed | quantity_validated
                C1       | M1      | 2023-24 Q3 | 100              | 100
                C1       | M2      | 2023-24 Q3 | 40               | 40
            """,
        },
        """
            fact                          | value | printed
            sv_without_commitment_to_date | 40    |
            sv_validated_to_date          | 140   |
        """,
        source="Essex County Council, social value measures",
    ),
    Example(
        "quantities-in-every-stretch",
        "A measure's own unit has the same quarters, years and shares",
        "Of 10, 20 and 40 hours due, 5, 10 and 30 were claimed and 5, 8 and 29 accepted: 42 of 70 = 60 per cent to "
        "date. 30 more fall due in Quarter 4.",
        {
            "contracts": "ref\nC1",
            "measures": "ref | unit\nM1 | hours",
            "commitments": """
                contract | measure | period     | quantity
                C1       | M1      | 2022-23 Q4 | 10
                C1       | M1      | 2023-24 Q1 | 20
                C1       | M1      | 2023-24 Q3 | 40
                C1       | M1      | 2023-24 Q4 | 30
            """,
            "deliveries": """
                contract | measure | period     | quantity_claimed | quantity_validated
                C1       | M1      | 2022-23 Q4 | 5                | 5
                C1       | M1      | 2023-24 Q1 | 10               | 8
                C1       | M1      | 2023-24 Q3 | 30               | 29
            """,
        },
        """
            fact                                  | value | printed
            quantity_committed_life.measure.m1    | 100   | 100 hours
            quantity_due_quarter.measure.m1       | 40    | 40 hours
            quantity_due_ytd.measure.m1           | 60    | 60 hours
            quantity_due_to_date.measure.m1       | 70    | 70 hours
            quantity_reported_quarter.measure.m1  | 30    | 30 hours
            quantity_reported_ytd.measure.m1      | 40    | 40 hours
            quantity_reported_to_date.measure.m1  | 45    | 45 hours
            quantity_validated_quarter.measure.m1 | 29    | 29 hours
            quantity_validated_ytd.measure.m1     | 37    | 37 hours
            quantity_validated_to_date.measure.m1 | 42    | 42 hours
            quantity_share_of_due.measure.m1      | 0.6   | 60.0%
        """,
    ),
)
