"""The edges of data: corrections, returns sent again, names that change, and the kinds of nothing."""

from tests.spec.example import Example

POUND = {"measures": "ref | unit\nM1 | hours", "value_book": "measure | proxy_gbp\nM1 | 1"}
ONE = "ref\nC1"
DUE = "contract | measure | period | quantity\nC1 | M1 | 2023-24 Q3 | 100"

EXAMPLES = (
    Example(
        "a-correction-takes-off",
        "A claim below nothing takes off what was claimed too much before",
        "100 hours were claimed and accepted in Quarter 2; in Quarter 3 the supplier claims 40, and takes back 25 of "
        "the earlier ones. The quarter has 40 − 25 = 15, all time 100 + 15 = 115.",
        {
            "contracts": ONE,
            **POUND,
            "commitments": DUE,
            "deliveries": """
                contract | measure | period     | quantity_claimed | quantity_validated | statement
                C1       | M1      | 2023-24 Q2 | 100              | 100                | Done
                C1       | M1      | 2023-24 Q3 | 40               | 40                 | Done
                C1       | M1      | 2023-24 Q3 | -25              | -25                | Counted twice in Quarter 2
            """,
        },
        """
            fact                 | value
            sv_validated_quarter | 15
            sv_validated_to_date | 115
            sv_reported_quarter  | 15
        """,
    ),
    Example(
        "a-correction-not-yet-looked-at",
        "A correction that nobody has looked at awaits, and takes nothing off what is validated",
        "40 hours were claimed and accepted, and 25 taken back on a line that is not yet assessed: reported "
        "40 − 25 = 15, validated 40, awaiting −25. The four still reconcile: 15 = 40 + 0 − 25.",
        {
            "contracts": ONE,
            **POUND,
            "commitments": DUE,
            "deliveries": """
                contract | measure | period     | quantity_claimed | quantity_validated
                C1       | M1      | 2023-24 Q3 | 40               | 40
                C1       | M1      | 2023-24 Q3 | -25              |
            """,
        },
        """
            fact                    | value
            sv_reported_quarter     | 15
            sv_validated_quarter    | 40
            sv_awaiting_quarter     | -25
            sv_not_accepted_quarter | 0
        """,
    ),
    Example(
        "a-quarter-below-nothing",
        "A quarter in which more is taken back than delivered is below nothing",
        "10 claimed, 25 taken back: −15 in the quarter, printed with its minus; 85 to date.",
        {
            "contracts": ONE,
            **POUND,
            "commitments": DUE,
            "deliveries": """
                contract | measure | period     | quantity_claimed | quantity_validated
                C1       | M1      | 2023-24 Q2 | 100              | 100
                C1       | M1      | 2023-24 Q3 | 10               | 10
                C1       | M1      | 2023-24 Q3 | -25              | -25
            """,
        },
        """
            fact                                  | value | printed
            quantity_validated_quarter.measure.m1 | -15   | -15 hours
            sv_validated_to_date                  | 85    |
            sv_top_contract_share_quarter         | not applicable | not applicable
        """,
    ),
    Example(
        "sent-again-after-validation",
        "A return sent again after it was validated awaits validation again",
        "80 of 100 hours had been validated. The supplier then sent the return again with 120 hours, which nobody has "
        "looked at yet: validated 0, awaiting 120.",
        {
            "contracts": ONE,
            **POUND,
            "commitments": DUE,
            "returns": """
                contract | period     | version | received_on
                C1       | 2023-24 Q3 | 1       | 2024-01-05
                C1       | 2023-24 Q3 | 2       | 2024-01-15
            """,
            "deliveries": """
                contract | measure | period     | return_version | quantity_claimed | quantity_validated | validated_on
                C1       | M1      | 2023-24 Q3 | 1              | 100              | 80                 | 2024-01-08
                C1       | M1      | 2023-24 Q3 | 2              | 120              |                    |
            """,
        },
        """
            fact                 | value
            sv_validated_quarter | 0
            sv_awaiting_quarter  | 120
            sv_reported_quarter  | 120
        """,
    ),
    Example(
        "a-measure-renamed",
        "A measure that was renamed counts under its new name, valued by the version that has it",
        "OLD became NEW. The promise of 100 hours names OLD, and so does version V1 of the value book (£10); the return "
        "names NEW. Both are of NEW: 60 of 100 hours, £600 of £1,000.",
        {
            "contracts": ONE,
            "measures": "ref | unit | renamed_from\nOLD | hours |\nNEW | hours | OLD",
            "value_book": "measure | version | proxy_gbp\nOLD | V1 | 10",
            "commitments": "contract | measure | period | quantity\nC1 | OLD | 2023-24 Q3 | 100",
            "deliveries": """
                contract | measure | period     | quantity_claimed | quantity_validated
                C1       | NEW     | 2023-24 Q3 | 60               | 60
            """,
        },
        """
            fact                              | value        | printed
            quantity_share_of_due.measure.new | 0.6          | 60.0%
            quantity_due_to_date.measure.new  | 100          | 100 hours
            quantity_due_to_date.measure.old  | no such fact |
            sv_validated_to_date.measure.new  | 600          |
            sv_due_to_date                    | 1000         |
        """,
    ),
    Example(
        "renamed-and-still-reported-under-the-old-name",
        "Deliveries under the old and the new name add up, each contract by its own version",
        "C1 (version V1, where the measure is OLD at £10) reports 30 hours as OLD and 20 as NEW: 50 × £10. C2 (version "
        "V2, where it is NEW at £12) reports 10: 10 × £12. 60 hours and £620.",
        {
            "contracts": "ref | value_book\nC1 | V1\nC2 | V2",
            "measures": "ref | unit | renamed_from\nOLD | hours |\nNEW | hours | OLD",
            "value_book": "measure | version | proxy_gbp\nOLD | V1 | 10\nNEW | V2 | 12",
            "commitments": "contract | measure | period | quantity\nC1 | OLD | 2023-24 Q3 | 50\nC2 | NEW | 2023-24 Q3 | 50",
            "deliveries": """
                contract | measure | period     | quantity_claimed | quantity_validated
                C1       | OLD     | 2023-24 Q3 | 30               | 30
                C1       | NEW     | 2023-24 Q3 | 20               | 20
                C2       | NEW     | 2023-24 Q3 | 10               | 10
            """,
        },
        """
            fact                                   | value | printed
            quantity_validated_to_date.measure.new | 60    | 60 hours
            sv_validated_to_date                   | 620   |
            sv_validated_to_date.contract.c1       | 500   |
            sv_without_commitment_to_date          | 0     | £0.000m
        """,
    ),
    Example(
        "a-change-too-small-to-print",
        "A change too small to be printed is no change",
        "C1's share of due went from 60.00 to 60.04 per cent: both print as 60.0%. C2's went from 60.00 to 60.06: 60.1%.",
        {
            "contracts": "ref\nC1\nC2",
            **POUND,
            "commitments": """
                contract | measure | period     | quantity
                C1       | M1      | 2023-24 Q2 | 5000
                C1       | M1      | 2023-24 Q3 | 5000
                C2       | M1      | 2023-24 Q2 | 5000
                C2       | M1      | 2023-24 Q3 | 5000
            """,
            "deliveries": """
                contract | measure | period     | quantity_claimed | quantity_validated
                C1       | M1      | 2023-24 Q2 | 3000             | 3000
                C1       | M1      | 2023-24 Q3 | 3004             | 3004
                C2       | M1      | 2023-24 Q2 | 3000             | 3000
                C2       | M1      | 2023-24 Q3 | 3006             | 3006
            """,
        },
        """
            fact                     | value     | printed
            travel_short.contract.c1 | No change | No change
            travel_short.contract.c2 | Improved  | Improved
        """,
    ),
    Example(
        "not-stated-is-one-member",
        "What is typed as not stated is with what is left blank",
        "C1's district was typed as NOT STATED and C2's left blank: both are Not stated, £100 + £50.",
        {
            "contracts": "ref | district\nC1 | NOT STATED\nC2 |\nC3 | Burnley",
            **POUND,
            "commitments": """
                contract | measure | period     | quantity
                C1       | M1      | 2023-24 Q3 | 100
                C2       | M1      | 2023-24 Q3 | 50
                C3       | M1      | 2023-24 Q3 | 30
            """,
        },
        """
            fact                                | value
            sv_due_to_date.district.not_stated  | 150
            sv_due_to_date.district.burnley     | 30
        """,
    ),
    Example(
        "a-name-without-a-letter-from-a-to-z",
        "A name without a letter from a to z or a number has an id all the same",
        "An id of a fact has the letters a to z, numbers and underscores. A theme called Ω has none of them, and goes "
        "by the number of its letter in Unicode: 3c9, of ω.",
        {
            "contracts": ONE,
            "measures": "ref | theme\nM1 | Ω\nM2 | Jobs",
            "value_book": "measure | proxy_gbp\nM1 | 1\nM2 | 1",
            "commitments": DUE,
        },
        """
            fact                      | value
            sv_due_to_date.theme.u3c9 | 100
            sv_due_to_date.theme.jobs | 0
        """,
    ),
    Example(
        "zero-not-available-not-applicable",
        "Zero, not available and not applicable are three different things",
        "M1: a return says that 0 hours were done: zero. M2, a share: nobody reported either part of it: not available. "
        "M3 does not add up across contracts: not applicable.",
        {
            "contracts": ONE,
            "measures": """
                ref | unit   | over_time | across   | valued
                M1  | hours  | flow      | sum      | valued
                M2  | %      | share     | weighted | record-only
                M3  | number | flow      | none     | record-only
            """,
            "value_book": "measure | proxy_gbp\nM1 | 1",
            "commitments": """
                contract | measure | period     | quantity | denominator
                C1       | M1      | 2023-24 Q3 | 100      |
                C1       | M2      | 2023-24 Q3 | 5        | 10
                C1       | M3      | 2023-24 Q3 | 7        |
            """,
            "deliveries": """
                contract | measure | period     | quantity_claimed | quantity_validated
                C1       | M1      | 2023-24 Q3 | 0                | 0
            """,
        },
        """
            fact                                 | value          | printed
            quantity_reported_to_date.measure.m1 | 0              | 0 hours
            quantity_reported_to_date.measure.m2 | not available  | not available
            quantity_reported_to_date.measure.m3 | not applicable | not applicable
            quantity_due_to_date.measure.m2      | 0.5            | 50.0%
            sv_share_of_due                      | 0              | 0.0%
        """,
    ),
)
