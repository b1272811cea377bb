"""How measures and contracts add up: what is added, what never is, and who shares what."""

from tests.spec.example import Example

EXAMPLES = (
    Example(
        "units-are-never-added",
        "Hours and weeks are never added; their £ are",
        "10 hours at £16 and 5 weeks at £200 stay apart in their own units. In £ they are 160 + 1,000 = 1,160.",
        {
            "contracts": "ref\nC1",
            "measures": "ref | unit\nM1 | hours\nM2 | weeks",
            "value_book": "measure | proxy_gbp\nM1 | 16\nM2 | 200",
            "commitments": """
                contract | measure | period     | quantity
                C1       | M1      | 2023-24 Q3 | 10
                C1       | M2      | 2023-24 Q3 | 5
            """,
        },
        """
            fact                            | value        | printed
            quantity_due_to_date.measure.m1 | 10           | 10 hours
            quantity_due_to_date.measure.m2 | 5            | 5 weeks
            quantity_due_to_date            | no such fact |
            sv_due_to_date                  | 1160         |
        """,
    ),
    Example(
        "does-not-add-across-contracts",
        "A measure that does not add up across contracts has no sum",
        "Two contracts each report on the same 7 schools, so that 14 would be wrong. The measure says that it does "
        "not add across contracts (across: none), and its sum is not applicable.",
        {
            "contracts": "ref\nC1\nC2",
            "measures": "ref | unit | across | valued\nM1 | number | none | record-only",
            "commitments": """
                contract | measure | period     | quantity
                C1       | M1      | 2023-24 Q3 | 7
                C2       | M1      | 2023-24 Q3 | 7
            """,
        },
        """
            fact                             | value          | printed
            quantity_due_to_date.measure.m1  | not applicable | not applicable
            quantity_share_of_due.measure.m1 | not applicable | not applicable
        """,
    ),
    Example(
        "local-and-additional-apart",
        "Local economic value and additional value are never added",
        "100 hours at £10 are additional value. £7,000 spent locally is local economic value: most of such money "
        "would have been spent anyway, so no fact adds the two.",
        {
            "contracts": "ref\nC1",
            "measures": "ref | unit | counts_as\nM1 | hours | additional\nM2 | GBP | local",
            "value_book": "measure | proxy_gbp\nM1 | 10\nM2 | 1",
            "commitments": """
                contract | measure | period     | quantity
                C1       | M1      | 2023-24 Q3 | 100
                C1       | M2      | 2023-24 Q3 | 7000
            """,
        },
        """
            fact            | value | printed
            sv_due_to_date  | 1000  |
            lev_due_to_date | 7000  |
        """,
        source="Scape and Social Value Portal, benchmark of May 2021",
    ),
    Example(
        "record-only-has-no-value",
        "A record-only measure carries no £",
        "Only M1 is valued: 100 × £10. M2 is recorded, and adds nothing to the £.",
        {
            "contracts": "ref\nC1",
            "measures": "ref | unit | valued\nM1 | hours | valued\nM2 | weeks | record-only",
            "value_book": "measure | proxy_gbp\nM1 | 10\nM2 | 500",
            "commitments": """
                contract | measure | period     | quantity
                C1       | M1      | 2023-24 Q3 | 100
                C1       | M2      | 2023-24 Q3 | 8
            """,
        },
        """
            fact                            | value        | printed
            sv_due_to_date                  | 1000         |
            sv_due_to_date.measure.m2       | no such fact |
            quantity_due_to_date.measure.m2 | 8            | 8 weeks
        """,
        source="Essex County Council, social value measures",
    ),
    Example(
        "by-theme",
        "A fact is given by theme, directorate, supplier and more, and the parts add up to the whole",
        "£400 under Jobs and £600 under Growth are £1,000. C1 has £400 + £100, C2 has £500.",
        {
            "suppliers": "id | name | sme | vcse\nS1 | Example Builders Ltd | no | no\nS2 | Example Care CIC | yes | yes",
            "contracts": """
                ref | supplier_id | directorate | district | category
                C1  | S1          | Place       | Burnley  | Works
                C2  | S2          | People      | Pendle   | Care
            """,
            "measures": "ref | theme | outcome | priority\nM1 | Jobs | Work | Economy\nM2 | Growth | Trade | Caring",
            "value_book": "measure | proxy_gbp\nM1 | 1\nM2 | 1",
            "commitments": "contract | measure | period | quantity\nC1 | M1 | 2023-24 Q3 | 400",
            "deliveries": """
                contract | measure | period     | quantity_claimed | quantity_validated
                C1       | M1      | 2023-24 Q3 | 400              | 400
                C1       | M2      | 2023-24 Q3 | 100              | 100
                C2       | M2      | 2023-24 Q3 | 500              | 500
            """,
        },
        """
            fact                                    | value
            sv_validated_ytd                        | 1000
            sv_validated_ytd.theme.jobs             | 400
            sv_validated_ytd.theme.growth           | 600
            sv_validated_ytd.outcome.trade          | 600
            sv_validated_ytd.priority.economy       | 400
            sv_validated_ytd.measure.m2             | 600
            sv_validated_ytd.directorate.place      | 500
            sv_validated_ytd.district.pendle        | 500
            sv_validated_ytd.category.works         | 500
            sv_validated_ytd.contract.c2            | 500
            sv_validated_ytd.supplier.s1            | 500
            sv_validated_ytd.supplier_type.vcse     | 500
            sv_validated_quarter.quarter.2023_24_q3 | 1000
        """,
    ),
    Example(
        "training-hours-by-attendees",
        "2 hours of training for 8 people are 16 hours, whatever the number of trainers",
        "Training counts hours × attendees: 2 × 8 = 16.",
        {
            "contracts": "ref\nC1",
            "measures": "ref | unit\nM1 | hours",
            "commitments": "contract | measure | period | quantity\nC1 | M1 | 2023-24 Q3 | 20",
            "deliveries": """
                contract | measure | period     | hours | attendees | quantity_claimed | quantity_validated
                C1       | M1      | 2023-24 Q3 | 2     | 8         | 16               | 16
            """,
        },
        """
            fact                                  | value | printed
            quantity_validated_quarter.measure.m1 | 16    | 16 hours
            quantity_share_of_due.measure.m1      | 0.8   | 80.0%
        """,
        source="Essex County Council, social value measures",
    ),
    Example(
        "half-a-week-is-half-a-post",
        "A person who is half on the contract is 0.5 FTE",
        "50 per cent of a person's time is 0.5 FTE: the level of the quarter.",
        {
            "contracts": "ref\nC1",
            "measures": "ref | unit | over_time\nM1 | FTE | stock",
            "commitments": "contract | measure | period | quantity\nC1 | M1 | 2023-24 Q3 | 1",
            "deliveries": """
                contract | measure | period     | person | share_on_contract | quantity_claimed | quantity_validated
                C1       | M1      | 2023-24 Q3 | P1     | 0.5               | 0.5              | 0.5
            """,
        },
        """
            fact                                  | value | printed
            quantity_validated_quarter.measure.m1 | 0.5   | 0.5 FTE
        """,
        source="Essex County Council, social value measures",
    ),
    Example(
        "shared-apprentices",
        "Three apprentices shared between contracts are counted by their time on each",
        "Three apprentices of 12 weeks each give 36 weeks in all: half of their time on C1 (18 weeks), a third on C2 "
        "(12) and a sixth on C3 (6). Counted whole on every contract they would be 108.",
        {
            "contracts": "ref\nC1\nC2\nC3",
            "measures": "ref | unit\nM1 | weeks",
            "value_book": "measure | proxy_gbp\nM1 | 100",
            "commitments": "contract | measure | period | quantity\nC1 | M1 | 2023-24 Q3 | 36",
            "deliveries": """
                contract | measure | period     | quantity_claimed | quantity_validated
                C1       | M1      | 2023-24 Q3 | 18               | 18
                C2       | M1      | 2023-24 Q3 | 12               | 12
                C3       | M1      | 2023-24 Q3 | 6                | 6
            """,
        },
        """
            fact                                  | value | printed
            quantity_validated_quarter.measure.m1 | 36    | 36 weeks
            sv_validated_quarter.contract.c1      | 1800  |
            sv_validated_quarter.contract.c3      | 600   |
            sv_validated_quarter                  | 3600  |
        """,
        source="Lancashire County Council, social value definitions",
    ),
)
