"""Key performance indicators of large contracts under the Procurement Act 2023: who needs them, and when."""

from tests.spec.example import Example

ACT = "Procurement Act 2023, s52 and s71"
POUND = {"measures": "ref | unit\nM1 | hours", "value_book": "measure | proxy_gbp\nM1 | 1"}


WHEN = {"period": "2026-27 Q1", "as_at": "2026-07-20"}


def promised(*refs: str) -> str:
    """Return a commitment a contract, so that each is monitored."""
    return "\n".join(["contract | measure | period | quantity", *(f"{ref} | M1 | 2026-27 Q1 | 1" for ref in refs)])


EXAMPLES = (
    Example(
        "more-than-five-million",
        "A contract needs key performance indicators above £5m, not at £5m",
        "C1 is worth £5,000,000 exactly: none needed. C2 is worth a penny more: needed.",
        {
            "contracts": """
                ref | start      | end        | value      | regime               | light_touch
                C1  | 2025-04-01 | 2029-03-31 | 5000000    | Procurement Act 2023 | no
                C2  | 2025-04-01 | 2029-03-31 | 5000000.01 | Procurement Act 2023 | no
            """,
            **POUND,
            "commitments": promised("C1", "C2"),
        },
        """
            fact                   | value | printed
            contracts_needing_kpis | 1     | 1
            contracts_kpi_unknown  | 0     | 0
        """,
        **WHEN,
        source=ACT,
    ),
    Example(
        "light-touch-and-older-law",
        "Light touch contracts and those under the older law need none; an unknown regime is said as unknown",
        "All four are worth £9m. C1 is under the Act: needed. C2 is light touch: not needed. C3 was let under the "
        "Public Contracts Regulations 2015: not needed. Of C4 nobody says under which law it was let: unknown.",
        {
            "contracts": """
                ref | start      | end        | value   | regime               | light_touch
                C1  | 2025-04-01 | 2029-03-31 | 9000000 | Procurement Act 2023 | no
                C2  | 2025-04-01 | 2029-03-31 | 9000000 | Procurement Act 2023 | yes
                C3  | 2025-04-01 | 2029-03-31 | 9000000 | PCR 2015             | no
                C4  | 2025-04-01 | 2029-03-31 | 9000000 |                      |
            """,
            **POUND,
            "commitments": promised("C1", "C2", "C3", "C4"),
        },
        """
            fact                   | value | printed
            contracts_needing_kpis | 1     | 1
            contracts_kpi_unknown  | 1     | 1
        """,
        **WHEN,
        source=ACT,
    ),
    Example(
        "a-regime-that-says-nothing",
        "A regime that names no law is unknown, not a reason to need none",
        "Both contracts are worth £9m and are not light touch. Of C1 the register says n/k, of C2 an Act without its "
        "year: of neither can it be said.",
        {
            "contracts": """
                ref | start      | end        | value   | regime          | light_touch
                C1  | 2025-04-01 | 2029-03-31 | 9000000 | n/k             | no
                C2  | 2025-04-01 | 2029-03-31 | 9000000 | Procurement Act | no
            """,
            **POUND,
            "commitments": promised("C1", "C2"),
        },
        """
            fact                   | value | printed
            contracts_needing_kpis | 0     | 0
            contracts_kpi_unknown  | 2     | 2
        """,
        **WHEN,
        source=ACT,
    ),
    Example(
        "call-offs-and-utilities",
        "Of a call-off and of a utility the register does not tell, except where the utility is private",
        "All four are worth £9m. C1 is called off under a framework, and may need indicators although the framework "
        "itself needs none; C2 is of a utility, of which only private ones need none; C4's words deny the Act, and name "
        "no other law: unknown, all three. C3 is of a private utility: none needed.",
        {
            "contracts": """
                ref | start      | end        | value   | regime                                          | light_touch
                C1  | 2025-04-01 | 2029-03-31 | 9000000 | Procurement Act 2023 - call-off under a framework | no
                C2  | 2025-04-01 | 2029-03-31 | 9000000 | Procurement Act 2023, utilities                 | no
                C3  | 2025-04-01 | 2029-03-31 | 9000000 | Procurement Act 2023, private utilities         | no
                C4  | 2025-04-01 | 2029-03-31 | 9000000 | Not under the Procurement Act 2023              | no
            """,
            **POUND,
            "commitments": promised("C1", "C2", "C3", "C4"),
        },
        """
            fact                     | value          | printed
            contracts_needing_kpis   | 0              | 0
            contracts_kpi_unknown    | 3              | 3
            kpi_next_due.contract.c3 | not applicable | not applicable
        """,
        **WHEN,
        source=ACT,
    ),
    Example(
        "frameworks-and-small-contracts",
        "Frameworks and concessions need none, and a small contract none whatever is recorded of it",
        "C1 is a framework and C2 a concession under the Act: not needed. Of C3 neither law nor kind is recorded, but "
        "it is worth less than £5m: not needed, and not unknown.",
        {
            "contracts": """
                ref | start      | end        | value   | regime                            | light_touch
                C1  | 2025-04-01 | 2029-03-31 | 9000000 | Procurement Act 2023 – framework  | no
                C2  | 2025-04-01 | 2029-03-31 | 9000000 | Procurement Act 2023 – concession | no
                C3  | 2025-04-01 | 2029-03-31 | 4000000 |                                   |
            """,
            **POUND,
            "commitments": promised("C1", "C2", "C3"),
        },
        """
            fact                     | value          | printed
            contracts_needing_kpis   | 0              | 0
            contracts_kpi_unknown    | 0              | 0
            kpi_next_due.contract.c1 | not applicable | not applicable
        """,
        **WHEN,
        source=ACT,
    ),
    Example(
        "last-assessment-at-the-end",
        "A contract is assessed when it ends, if that is before the twelve months are over",
        "C1 ends on 30 June 2026 and was last assessed on 1 December 2025: due on 30 June, overdue on 20 July. C2 was "
        "terminated on 15 May 2026 and assessed on that day: nothing more is due.",
        {
            "contracts": """
                ref | start      | end        | terminated_on | value   | regime               | light_touch
                C1  | 2025-04-01 | 2026-06-30 |               | 9000000 | Procurement Act 2023 | no
                C2  | 2025-04-01 | 2029-03-31 | 2026-05-15    | 9000000 | Procurement Act 2023 | no
            """,
            **POUND,
            "commitments": promised("C1", "C2"),
            "assessments": """
                contract | kpi         | assessed_on | rating
                C1       | Local hires | 2025-12-01  | Good
                C2       | Local hires | 2026-05-15  | Good
            """,
        },
        """
            fact                     | value          | printed
            kpi_assessments_overdue  | 1              | 1
            kpi_next_due.contract.c1 | 30 June 2026   | 30 June 2026
            kpi_next_due.contract.c2 | not applicable | not applicable
        """,
        **WHEN,
        source=ACT,
    ),
    Example(
        "ended-without-an-assessment",
        "A contract that ended without its assessment is overdue until it has one",
        "C1 ended on 31 March 2026, the day before the quarter, and was never assessed: it is not among the contracts of "
        "the quarter that need indicators, but its assessment is overdue. C2 ended on the same day and was assessed on "
        "it. C3 goes on, and is too small to need any.",
        {
            "contracts": """
                ref | start      | end        | value   | regime               | light_touch
                C1  | 2025-04-01 | 2026-03-31 | 9000000 | Procurement Act 2023 | no
                C2  | 2025-04-01 | 2026-03-31 | 9000000 | Procurement Act 2023 | no
                C3  | 2025-04-01 | 2029-03-31 | 10000   | Procurement Act 2023 | no
            """,
            **POUND,
            "commitments": """
                contract | measure | period     | quantity
                C1       | M1      | 2025-26 Q4 | 1
                C2       | M1      | 2025-26 Q4 | 1
                C3       | M1      | 2026-27 Q1 | 1
            """,
            "assessments": "contract | kpi | assessed_on | rating\nC2 | Local hires | 2026-03-31 | Good",
        },
        """
            fact                     | value          | printed
            kpi_assessments_overdue  | 1              | 1
            kpi_next_due.contract.c1 | 31 March 2026  | 31 March 2026
            kpi_next_due.contract.c2 | not applicable | not applicable
            contracts_needing_kpis   | 0              | 0
        """,
        **WHEN,
        source=ACT,
    ),
    Example(
        "assessed-every-twelve-months",
        "An assessment is due twelve months after the last, and overdue from the day after",
        "As at 20 July 2026: C1 was last assessed on 20 July 2025, so that its next is due today, and is not overdue. C2 "
        "was last assessed on 19 July 2025: overdue. C3, which began on 1 April 2025, never was: overdue.",
        {
            "contracts": """
                ref | start      | end        | value   | regime               | light_touch
                C1  | 2025-04-01 | 2029-03-31 | 9000000 | Procurement Act 2023 | no
                C2  | 2025-04-01 | 2029-03-31 | 9000000 | Procurement Act 2023 | no
                C3  | 2025-04-01 | 2029-03-31 | 9000000 | Procurement Act 2023 | no
            """,
            **POUND,
            "commitments": promised("C1", "C2", "C3"),
            "assessments": """
                contract | kpi         | assessed_on | rating
                C1       | Local hires | 2025-06-01  | Inadequate
                C1       | Local hires | 2025-07-20  | Good
                C2       | Local hires | 2025-07-19  | Approaching target
            """,
        },
        """
            fact                          | value              | printed
            kpi_assessments_overdue       | 2                  | 2
            kpi_last_assessed.contract.c1 | 20 July 2025    | 20 July 2025
            kpi_next_due.contract.c1      | 20 July 2026    | 20 July 2026
            kpi_rating.contract.c1        | Good               | Good
            kpi_rating.contract.c2        | Approaching target | Approaching target
            kpi_next_due.contract.c3      | 1 April 2026       | 1 April 2026
            kpi_last_assessed.contract.c3 | not available      | not available
        """,
        **WHEN,
        source=ACT,
    ),
    Example(
        "words-of-the-act",
        "A rating is one of the five words of the regulations, and the latest counts",
        "Good, Approaching target, Requires improvement, Inadequate, or Other where it cannot be so described. The "
        "assessment of 1 August is after the day up to which data is seen. Of two indicators assessed on one day the "
        "lower rating is said.",
        {
            "contracts": """
                ref | start      | end        | value   | regime               | light_touch
                C1  | 2025-04-01 | 2029-03-31 | 9000000 | Procurement Act 2023 | no
                C2  | 2025-04-01 | 2029-03-31 | 9000000 | Procurement Act 2023 | no
                C3  | 2025-04-01 | 2029-03-31 | 9000000 | Procurement Act 2023 | no
                C4  | 2025-04-01 | 2029-03-31 | 9000000 | Procurement Act 2023 | no
            """,
            **POUND,
            "commitments": promised("C1", "C2", "C3", "C4"),
            "assessments": """
                contract | kpi         | assessed_on | rating
                C1       | Local hires | 2026-06-01  | Requires improvement
                C2       | Local hires | 2026-06-01  | Inadequate
                C2       | Local hires | 2026-08-01  | Good
                C3       | Local hires | 2026-06-01  | Other
                C4       | Local hires | 2026-06-01  | Good
                C4       | Net zero    | 2026-06-01  | Approaching target
            """,
        },
        """
            fact                   | value                | printed
            kpi_rating.contract.c1 | Requires improvement | Requires improvement
            kpi_rating.contract.c2 | Inadequate           | Inadequate
            kpi_rating.contract.c3 | Other                | Other
            kpi_rating.contract.c4 | Approaching target   | Approaching target
        """,
        **WHEN,
        source="Procurement Regulations 2024 (SI 2024/692), regulation 39(5)",
    ),
)
