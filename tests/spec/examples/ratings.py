"""How contracts are rated by the bands of the council's profile, and which way they travel."""

from sv_report.measures import Conventions
from sv_report.params.council.ratings import Band
from tests.spec.example import Example

BANDS = Conventions(
    bands=(
        Band.model_validate({"word": "Green", "colour": "green", "from": "0.9", "act": "Good"}),
        Band.model_validate(
            {"word": "Amber", "colour": "amber", "from": "0.7", "below": "0.9", "act": "Approaching target"}
        ),
        Band.model_validate({"word": "Red", "colour": "red", "below": "0.7", "act": "Requires improvement"}),
    )
)
POUND = {"measures": "ref | unit\nM1 | hours", "value_book": "measure | proxy_gbp\nM1 | 1"}


def delivered(*groups: tuple[int, int, int]) -> dict[str, str]:
    """Return the tables of groups of contracts: how many, what each had due, and what of it was validated."""
    each = [(due, done) for many, due, done in groups for _ in range(many)]
    refs = [f"C{number:02}" for number in range(1, len(each) + 1)]
    due = [
        f"{ref} | M1 | 2023-24 {'Q3' if due else 'Q4'} | {due or 100}" for ref, (due, _) in zip(refs, each, strict=True)
    ]
    done = [f"{ref} | M1 | 2023-24 Q3 | {done} | {done}" for ref, (_, done) in zip(refs, each, strict=True) if done]
    heading = "contract | measure | period | quantity_claimed | quantity_validated"
    return {
        "contracts": "\n".join(["ref", *refs]),
        **POUND,
        "commitments": "\n".join(["contract | measure | period | quantity", *due]),
        "deliveries": "\n".join([heading, *done]),
    }


EXAMPLES = (
    Example(
        "edges-of-the-bands",
        "A band begins at its lower edge and ends just below its upper one",
        "Green from 90 per cent, Amber from 70 to below 90, Red below 70. Of £1,000,000 due each: 900,000 is exactly "
        "90 per cent, Green; 899,999 is Amber; 700,000 is Amber; 699,999 is Red, although it prints as 70.0%.",
        {
            "contracts": "ref\nC1\nC2\nC3\nC4",
            **POUND,
            "commitments": """
                contract | measure | period     | quantity
                C1       | M1      | 2023-24 Q3 | 1000000
                C2       | M1      | 2023-24 Q3 | 1000000
                C3       | M1      | 2023-24 Q3 | 1000000
                C4       | M1      | 2023-24 Q3 | 1000000
            """,
            "deliveries": """
                contract | measure | period     | quantity_claimed | quantity_validated
                C1       | M1      | 2023-24 Q3 | 900000           | 900000
                C2       | M1      | 2023-24 Q3 | 899999           | 899999
                C3       | M1      | 2023-24 Q3 | 700000           | 700000
                C4       | M1      | 2023-24 Q3 | 699999           | 699999
            """,
        },
        """
            fact                              | value    | printed
            rating.contract.c1                | Green    | Green
            rating.contract.c2                | Amber    | Amber
            rating.contract.c3                | Amber    | Amber
            rating.contract.c4                | Red      | Red
            sv_share_of_due.contract.c4       | 0.699999 | 70.0%
            contracts_by_rating.rating.amber  | 2        | 2
        """,
        conventions=BANDS,
    ),
    Example(
        "beyond-and-below",
        "More than was due is rated, nothing delivered is rated, nothing due is not",
        "C01 delivered 150 of 100: Green. C02 delivered nothing of 100: Red. C03's commitments have not fallen due: "
        "there is nothing to rate it by.",
        delivered((1, 100, 150), (1, 100, 0), (1, 0, 0)),
        """
            fact                            | value          | printed
            rating.contract.c01             | Green          | Green
            rating.contract.c02             | Red            | Red
            rating.contract.c03             | not applicable | not applicable
            contracts_rated                 | 2              | 2
            contracts_not_rated             | 1              | 1
            contracts_by_rating.rating.red  | 1              | 1
        """,
        conventions=BANDS,
    ),
    Example(
        "rated-where-low-is-good",
        "Where low is good, what exceeds the limit counts against the rating",
        "At most 100 tonnes of waste of each kind were allowed. M1 came to 105: 5 per cent over, which rates as 95 "
        "per cent, Green. M2 came to 120: as 80 per cent, Amber. M3 came to 60, well below: Green. The other way "
        "round 105 ÷ 100 would have been the best of all.",
        {
            "contracts": "ref\nC1",
            "measures": "ref | unit | good\nM1 | tonnes | low\nM2 | tonnes | low\nM3 | tonnes | low",
            "commitments": """
                contract | measure | period     | quantity
                C1       | M1      | 2023-24 Q3 | 100
                C1       | M2      | 2023-24 Q3 | 100
                C1       | M3      | 2023-24 Q3 | 100
            """,
            "deliveries": """
                contract | measure | period     | quantity_claimed | quantity_validated
                C1       | M1      | 2023-24 Q3 | 105              | 105
                C1       | M2      | 2023-24 Q3 | 120              | 120
                C1       | M3      | 2023-24 Q3 | 60               | 60
            """,
        },
        """
            fact              | value | printed
            rating.measure.m1 | Green | Green
            rating.measure.m2 | Amber | Amber
            rating.measure.m3 | Green | Green
        """,
        conventions=BANDS,
        source="Lancaster City Council, performance tables: “Good is? (High/Low)”",
    ),
    Example(
        "silence-is-no-success-where-low-is-good",
        "Where low is good, a quarter without a return is no success",
        "10 tonnes were allowed in each of two quarters. Quarter 2's return claims 12, of which 9 have been validated; "
        "for Quarter 3 none came. Only Quarter 2 can be judged, by all that was reported: 12 of 10 is 120 per cent of "
        "what was allowed, rates as 80 per cent, Amber, and is not on schedule.",
        {
            "contracts": "ref\nC1",
            "measures": "ref | unit | good | valued\nM1 | tonnes | low | record-only",
            "commitments": """
                contract | measure | period     | quantity
                C1       | M1      | 2023-24 Q2 | 10
                C1       | M1      | 2023-24 Q3 | 10
            """,
            "returns": "contract | period | received_on\nC1 | 2023-24 Q2 | 2023-10-10\nC1 | 2023-24 Q3 | -",
            "deliveries": """
                contract | measure | period     | quantity_claimed | quantity_validated | validated_on
                C1       | M1      | 2023-24 Q2 | 12               | 9                  | 2023-10-10
            """,
        },
        """
            fact                             | value | printed
            rating.measure.m1                | Amber | Amber
            quantity_share_of_due.measure.m1 | 1.2   | 120.0%
            commitments_on_schedule          | 0     | 0
        """,
        conventions=BANDS,
    ),
    Example(
        "promised-no-additional-value",
        "A contract that promised no additional £ is judged by its commitments on schedule",
        "C1 promised only weeks of a record-only measure: 0 of 10 came, so it is behind and Red, though no £ was due. "
        "C2 promised the same and delivered it: on schedule, Green.",
        {
            "contracts": "ref\nC1\nC2",
            "measures": "ref | unit | valued\nM1 | weeks | record-only\nM2 | hours | valued",
            "value_book": "measure | proxy_gbp\nM2 | 1",
            "commitments": """
                contract | measure | period     | quantity
                C1       | M1      | 2023-24 Q3 | 10
                C2       | M1      | 2023-24 Q3 | 10
            """,
            "deliveries": """
                contract | measure | period     | quantity_claimed | quantity_validated
                C2       | M1      | 2023-24 Q3 | 10               | 10
            """,
        },
        """
            fact               | value | printed
            contracts_behind   | 1     | 1
            rating.contract.c1 | Red   | Red
            rating.contract.c2 | Green | Green
        """,
        conventions=BANDS,
    ),
    Example(
        "a-group-is-rated-by-its-sums",
        "A directorate and a theme are rated by their sums, not by the mean of their contracts",
        "C1 delivered 100 of 100 and C2 500 of 900: 600 of 1,000 = 60 per cent, Red. The mean of 100 and 55.6 per cent "
        "would have been Amber.",
        {
            "contracts": "ref | directorate\nC1 | Place\nC2 | Place",
            **POUND,
            "commitments": """
                contract | measure | period     | quantity
                C1       | M1      | 2023-24 Q3 | 100
                C2       | M1      | 2023-24 Q3 | 900
            """,
            "deliveries": """
                contract | measure | period     | quantity_claimed | quantity_validated
                C1       | M1      | 2023-24 Q3 | 100              | 100
                C2       | M1      | 2023-24 Q3 | 500              | 500
            """,
        },
        """
            fact                     | value | printed
            rating.directorate.place | Red   | Red
            rating.theme.jobs        | Red   | Red
            rating.contract.c1       | Green | Green
        """,
        conventions=BANDS,
    ),
    Example(
        "share-of-those-rated",
        "38 of 46 contracts rated are 83 per cent; four without anything due are not among the 46",
        "Of 50 contracts, 38 delivered 95 of 100 due and 8 delivered 50; for 4 nothing has fallen due. 38 ÷ 46 = 82.6 "
        "per cent of those rated; of all 50 it would be 76 per cent.",
        delivered((38, 100, 95), (8, 100, 50), (4, 0, 0)),
        """
            fact                                      | value   | printed
            share_of_contracts_by_rating.rating.green | 38 / 46 | 82.6%
            share_of_contracts_by_rating.rating.red   | 8 / 46  | 17.4%
            contracts_rated                           | 46      | 46
            contracts_not_rated                       | 4       | 4
            contracts_monitored                       | 50      | 50
            contracts_by_rating.rating.green          | 38      | 38
            contracts_by_rating.rating.amber          | 0       | 0
        """,
        conventions=BANDS,
        source="Havering, corporate performance report",
    ),
    Example(
        "counts-reconcile",
        "The counts of the ratings and of those not rated add up to the contracts monitored",
        "38 Green, 19 Amber and 5 Red are 62; with the one that has nothing due they are the 63 monitored.",
        delivered((38, 100, 95), (19, 100, 80), (5, 100, 50), (1, 0, 0)),
        """
            fact                             | value | printed
            contracts_by_rating.rating.green | 38    | 38
            contracts_by_rating.rating.amber | 19    | 19
            contracts_by_rating.rating.red   | 5     | 5
            contracts_rated                  | 62    | 62
            contracts_not_rated              | 1     | 1
            contracts_monitored              | 63    | 63
        """,
        conventions=BANDS,
        source="Cumbria County Council, Quarter 2 2022/23: 38 + 19 + 5 = 62 of a stated 63",
    ),
    Example(
        "no-bands",
        "Where the profile has no bands, no contract is rated",
        "Nobody has said what Green is. That is not the same as 0 contracts rated Green.",
        delivered((1, 100, 95)),
        """
            fact                | value         | printed
            rating.contract.c01 | not available | not available
            contracts_rated     | not available | not available
            contracts_not_rated | not available | not available
        """,
    ),
    Example(
        "direction-of-travel",
        "Which way a contract travels: short against the last quarter, long against a year ago",
        "100 hours fall due in each of three quarters. C1's share of what was due to date went from 50 per cent a "
        "year ago to 75 and 80: Improved both ways. C2's stayed at 60: No change. C3's went from 90 to 80 and 70: "
        "Worse. C4 had nothing due before this quarter: Not comparable.",
        {
            "contracts": "ref\nC1\nC2\nC3\nC4",
            **POUND,
            "commitments": "\n".join(
                [
                    "contract | measure | period | quantity",
                    *(
                        f"{c} | M1 | {p} | 100"
                        for c in ("C1", "C2", "C3")
                        for p in ("2022-23 Q3", "2023-24 Q2", "2023-24 Q3")
                    ),
                    "C4 | M1 | 2023-24 Q3 | 100",
                ]
            ),
            "deliveries": """
                contract | measure | period     | quantity_claimed | quantity_validated
                C1       | M1      | 2022-23 Q3 | 50               | 50
                C1       | M1      | 2023-24 Q2 | 100              | 100
                C1       | M1      | 2023-24 Q3 | 90               | 90
                C2       | M1      | 2022-23 Q3 | 60               | 60
                C2       | M1      | 2023-24 Q2 | 60               | 60
                C2       | M1      | 2023-24 Q3 | 60               | 60
                C3       | M1      | 2022-23 Q3 | 90               | 90
                C3       | M1      | 2023-24 Q2 | 70               | 70
                C3       | M1      | 2023-24 Q3 | 50               | 50
                C4       | M1      | 2023-24 Q3 | 90               | 90
            """,
        },
        """
            fact                     | value          | printed
            travel_short.contract.c1 | Improved       | Improved
            travel_short.contract.c2 | No change      | No change
            travel_short.contract.c3 | Worse          | Worse
            travel_short.contract.c4 | Not comparable | Not comparable
            travel_long.contract.c1  | Improved       | Improved
            travel_long.contract.c2  | No change      | No change
            travel_long.contract.c3  | Worse          | Worse
            travel_long.contract.c4  | Not comparable | Not comparable
        """,
        conventions=BANDS,
        source="Havering and East Sussex, direction of travel",
    ),
)
