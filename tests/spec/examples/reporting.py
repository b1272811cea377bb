"""What is counted and when: the six quantities, the days up to which data is seen, and the stretches of time."""

from datetime import date

from sv_report.measures import Conventions
from tests.spec.example import Example

POUND_AN_HOUR = {"measures": "ref | unit\nM1 | hours", "value_book": "measure | proxy_gbp\nM1 | 1"}

EXAMPLES = (
    Example(
        "six-quantities",
        "A claim is reported, the part accepted is validated, and the four reconcile",
        "Three lines claim 147 hours. The first was looked at and 80 of its 100 hours were accepted. The second has "
        "not been looked at. The third was looked at after the day up to which data is seen, so it still awaits. "
        "Reported 147 = validated 80 + not accepted 20 + awaiting 47. Each hour is worth £10.",
        {
            "contracts": "ref\nC1",
            "measures": "ref | unit\nM1 | hours",
            "value_book": "measure | proxy_gbp\nM1 | 10",
            "commitments": "contract | measure | period | quantity\nC1 | M1 | 2023-24 Q3 | 500",
            "deliveries": """
                contract | measure | period     | quantity_claimed | quantity_validated | validated_on
                C1       | M1      | 2023-24 Q3 | 100              | 80                 | 2024-01-12
                C1       | M1      | 2023-24 Q3 | 40               |                    |
                C1       | M1      | 2023-24 Q3 | 7                | 7                  | 2024-02-01
            """,
        },
        """
            fact                    | value | printed
            sv_reported_quarter     | 1470  |
            sv_validated_quarter    | 800   |
            sv_awaiting_quarter     | 470   |
            sv_not_accepted_quarter | 200   |
            sv_due_quarter          | 5000  |
            sv_committed_life       | 5000  |
            sv_share_of_due         | 0.16  | 16.0%
        """,
    ),
    Example(
        "share-assessed",
        "The share assessed is of what was claimed, accepted or not",
        "100 hours were claimed. 60 of them were looked at, and 45 accepted. 60 ÷ 100 have been assessed.",
        {
            "contracts": "ref\nC1",
            **POUND_AN_HOUR,
            "commitments": "contract | measure | period | quantity\nC1 | M1 | 2023-24 Q3 | 100",
            "deliveries": """
                contract | measure | period     | quantity_claimed | quantity_validated
                C1       | M1      | 2023-24 Q3 | 60               | 45
                C1       | M1      | 2023-24 Q3 | 40               |
            """,
        },
        """
            fact              | value | printed
            sv_share_assessed | 0.6   | 60.0%
        """,
    ),
    Example(
        "not-yet-received",
        "A return received after the day up to which data is seen is not seen",
        "C1's return came on the day itself and counts; C2's came a day later and does not. 60 of the 400 hours due "
        "are delivered: a missing return counts as nothing delivered. Of the 100 hours due where a return was "
        "received it is 60 per cent, and those 100 are a quarter of all that was due.",
        {
            "contracts": "ref\nC1\nC2",
            **POUND_AN_HOUR,
            "commitments": """
                contract | measure | period     | quantity
                C1       | M1      | 2023-24 Q3 | 100
                C2       | M1      | 2023-24 Q3 | 300
            """,
            "returns": """
                contract | period     | received_on
                C1       | 2023-24 Q3 | 2024-01-19
                C2       | 2023-24 Q3 | 2024-01-20
            """,
            "deliveries": """
                contract | measure | period     | quantity_claimed | quantity_validated | validated_on
                C1       | M1      | 2023-24 Q3 | 60               | 60                 | 2024-01-19
                C2       | M1      | 2023-24 Q3 | 300              | 300                | 2024-01-20
            """,
        },
        """
            fact                         | value | printed
            sv_share_of_due_reported_on  | 0.6   | 60.0%
            sv_share_of_due_covered      | 0.25  | 25.0%
            sv_share_of_due              | 0.15  | 15.0%
            sv_due_not_reported_on       | 300   |
            sv_reported_quarter          | 60    |
            contracts_monitored          | 2     | 2
            contracts_behind             | 2     | 2
            returns_due                  | 2     | 2
            returns_received             | 1     | 1
            returns_missing              | 1     | 1
            returns_missing.contract.c2  | 1     | 1
            share_of_returns_received    | 0.5   | 50.0%
        """,
    ),
    Example(
        "returns-late-and-sent-again",
        "A return is late by its first version, and a later version replaces the whole of it",
        "The first version came two days after its due date: late. The second came before the day up to which data is "
        "seen and replaces the whole of the first: M2, which it leaves out, counts no longer. The third came too late "
        "to be seen.",
        {
            "contracts": "ref\nC1",
            "measures": "ref\nM1\nM2",
            "value_book": "measure | proxy_gbp\nM1 | 1\nM2 | 1",
            "commitments": "contract | measure | period | quantity\nC1 | M1 | 2023-24 Q3 | 100",
            "returns": """
                contract | period     | version | due_on     | received_on
                C1       | 2023-24 Q3 | 1       | 2024-01-03 | 2024-01-05
                C1       | 2023-24 Q3 | 2       | 2024-01-03 | 2024-01-15
                C1       | 2023-24 Q3 | 3       | 2024-01-03 | 2024-02-15
            """,
            "deliveries": """
                contract | measure | period     | return_version | quantity_claimed
                C1       | M1      | 2023-24 Q3 | 1              | 90
                C1       | M2      | 2023-24 Q3 | 1              | 5
                C1       | M1      | 2023-24 Q3 | 2              | 70
                C1       | M1      | 2023-24 Q3 | 3              | 10
            """,
        },
        """
            fact                | value | printed
            returns_resubmitted | 1     | 1
            returns_late        | 1     | 1
            returns_received    | 1     | 1
            returns_missing     | 0     | 0
            sv_reported_quarter | 70    |
        """,
    ),
    Example(
        "headline-reported",
        "A council that leads with what is reported has its shares of that",
        "100 hours are due, 90 claimed and 60 accepted. With reported as the headline the share of due is 90 per "
        "cent; what is validated is said beside it all the same.",
        {
            "contracts": "ref\nC1",
            **POUND_AN_HOUR,
            "commitments": "contract | measure | period | quantity\nC1 | M1 | 2023-24 Q3 | 100",
            "deliveries": """
                contract | measure | period     | quantity_claimed | quantity_validated
                C1       | M1      | 2023-24 Q3 | 90               | 60
            """,
        },
        """
            fact                             | value | printed
            sv_share_of_due                  | 0.9   | 90.0%
            quantity_share_of_due.measure.m1 | 0.9   | 90.0%
            sv_top_contract_value_ytd        | 90    |
            sv_validated_quarter             | 60    |
        """,
        conventions=Conventions(headline="reported"),
    ),
    Example(
        "exactly-what-was-due",
        "A contract that delivered exactly what was due is not behind",
        "C1 delivered 100 of 100; C2 delivered 99.999999 and is behind, although both print as 100.0%.",
        {
            "contracts": "ref\nC1\nC2",
            **POUND_AN_HOUR,
            "commitments": """
                contract | measure | period     | quantity
                C1       | M1      | 2023-24 Q3 | 100
                C2       | M1      | 2023-24 Q3 | 100
            """,
            "deliveries": """
                contract | measure | period     | quantity_claimed | quantity_validated
                C1       | M1      | 2023-24 Q3 | 100              | 100
                C2       | M1      | 2023-24 Q3 | 100              | 99.999999
            """,
        },
        """
            fact                        | value      | printed
            contracts_behind            | 1          | 1
            sv_share_of_due.contract.c1 | 1          | 100.0%
            sv_share_of_due.contract.c2 | 0.99999999 | 100.0%
        """,
    ),
    Example(
        "share-of-life",
        "What is delivered is also a share of all that was ever promised",
        "100 hours a quarter are promised for four quarters, three of which have ended. 240 are validated: 80 per "
        "cent of the 300 due to date, and 60 per cent of the 400 over the life of the contract.",
        {
            "contracts": "ref\nC1",
            **POUND_AN_HOUR,
            "commitments": """
                contract | measure | period     | quantity
                C1       | M1      | 2023-24 Q1 | 100
                C1       | M1      | 2023-24 Q2 | 100
                C1       | M1      | 2023-24 Q3 | 100
                C1       | M1      | 2023-24 Q4 | 100
            """,
            "deliveries": """
                contract | measure | period     | quantity_claimed | quantity_validated
                C1       | M1      | 2023-24 Q1 | 80               | 80
                C1       | M1      | 2023-24 Q2 | 80               | 80
                C1       | M1      | 2023-24 Q3 | 80               | 80
            """,
        },
        """
            fact             | value | printed
            sv_share_of_life | 0.6   | 60.0%
            sv_share_of_due  | 0.8   | 80.0%
        """,
    ),
    Example(
        "which-period",
        "A report says its period, the period's last day, and the day up to which data is seen",
        "The report is on Quarter 3, which ended on 31 December; what was received up to 19 January is in it. It "
        "compares with Quarter 2, as the last report saw it on 10 November, and with Quarter 3 of the year before.",
        {
            "contracts": "ref\nC1",
            **POUND_AN_HOUR,
            "commitments": "contract | measure | period | quantity\nC1 | M1 | 2023-24 Q3 | 100",
        },
        """
            fact        | value
            period      | Quarter 3 2023/24
            period_end  | 31 December 2023
            as_at       | 19 January 2024
            last_period | Quarter 2 2023/24
            year_ago    | Quarter 3 2022/23
            last_as_at  | 10 November 2023
        """,
        conventions=Conventions(last_as_at=date(2023, 11, 10)),
    ),
)
