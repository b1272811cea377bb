"""What a quantity is worth in £: the proxy, what is taken off it, and which version and prices it is in."""

from sv_report.measures import Conventions
from tests.spec.example import Example

TEN_DUE = "contract | measure | period | quantity\nC1 | M1 | 2023-24 Q3 | 10"

EXAMPLES = (
    Example(
        "value-of-a-quantity",
        "Value is quantity × proxy × attribution × (1 − deadweight)",
        "10 units at £100, half of which the contract brought about, and a fifth of which would have happened "
        "anyway: 10 × 100 × 0.5 × 0.8 = £400.",
        {
            "contracts": "ref\nC1",
            "measures": "ref\nM1",
            "value_book": "measure | proxy_gbp | attribution | deadweight\nM1 | 100 | 0.5 | 0.2",
            "commitments": TEN_DUE,
        },
        """
            fact           | value | printed
            sv_due_to_date | 400   |
        """,
    ),
    Example(
        "nothing-taken-off-twice",
        "What a proxy is already net of is not taken off again",
        "The same attribution (0.5) and deadweight (0.2) stand beside three proxies of £100. M1's is net of "
        "deadweight: 10 × 100 × 0.5 = 500. M2's is net of attribution: 10 × 100 × 0.8 = 800. M3's is net of both: "
        "10 × 100 = 1,000.",
        {
            "contracts": "ref\nC1",
            "measures": "ref\nM1\nM2\nM3",
            "value_book": """
                measure | proxy_gbp | attribution | deadweight | net_of
                M1      | 100       | 0.5         | 0.2        | deadweight
                M2      | 100       | 0.5         | 0.2        | attribution
                M3      | 100       | 0.5         | 0.2        | attribution; deadweight
            """,
            "commitments": """
                contract | measure | period     | quantity
                C1       | M1      | 2023-24 Q3 | 10
                C1       | M2      | 2023-24 Q3 | 10
                C1       | M3      | 2023-24 Q3 | 10
            """,
        },
        """
            fact                      | value
            sv_due_to_date            | 2300
            sv_due_to_date.measure.m1 | 500
            sv_due_to_date.measure.m2 | 800
            sv_due_to_date.measure.m3 | 1000
        """,
        source="Homes and Communities Agency, Additionality Guide",
    ),
    Example(
        "version-of-the-award",
        "Each contract is valued by the version that it was awarded under",
        "The same 100 hours are worth £10 each to C1, awarded under version V1, and £13 to C2, awarded under V2.",
        {
            "contracts": "ref | value_book\nC1 | V1\nC2 | V2",
            "measures": "ref\nM1",
            "value_book": "measure | version | proxy_gbp\nM1 | V1 | 10\nM1 | V2 | 13",
            "commitments": """
                contract | measure | period     | quantity
                C1       | M1      | 2023-24 Q3 | 100
                C2       | M1      | 2023-24 Q3 | 100
            """,
        },
        """
            fact                       | value
            sv_due_to_date             | 2300
            sv_due_to_date.contract.c1 | 1000
            sv_due_to_date.contract.c2 | 1300
        """,
    ),
    Example(
        "version-of-the-year",
        "A council may choose the version of the year that a quantity is of",
        "The contract was awarded under V1. 100 hours fell due in 2022/23, when V1 (£10) was in force, and 100 in "
        "2023/24, when V2 (£13) was: 1,000 + 1,300 = £2,300. By the award's version it would be £2,000.",
        {
            "contracts": "ref | value_book\nC1 | V1",
            "measures": "ref\nM1",
            "value_book": """
                measure | version | proxy_gbp | valid_from | valid_to
                M1      | V1      | 10        | 2022-04-01 | 2023-03-31
                M1      | V2      | 13        | 2023-04-01 | 2024-03-31
            """,
            "commitments": """
                contract | measure | period     | quantity
                C1       | M1      | 2022-23 Q4 | 100
                C1       | M1      | 2023-24 Q1 | 100
            """,
        },
        """
            fact           | value
            sv_due_to_date | 2300
            sv_due_ytd     | 1300
        """,
        conventions=Conventions(value_book_version="reporting_year"),
    ),
    Example(
        "version-of-the-year-and-a-new-name",
        "In its version of the year, a measure that was renamed has the value in force on 1 April, whatever its name",
        "OLD became NEW. OLD's £10 was in force from 1 April 2022 to 30 June 2023, NEW's £13 from 1 July. What is of "
        "2023/24 is worth what was in force on 1 April 2023: 100 hours of Quarter 1 are £1,000, and not £1,300.",
        {
            "contracts": "ref | value_book\nC1 | V1",
            "measures": "ref | renamed_from\nOLD |\nNEW | OLD",
            "value_book": """
                measure | version | proxy_gbp | valid_from | valid_to
                OLD     | V1      | 10        | 2022-04-01 | 2023-06-30
                NEW     | V2      | 13        | 2023-07-01 |
            """,
            "commitments": "contract | measure | period | quantity\nC1 | OLD | 2023-24 Q1 | 100",
        },
        """
            fact                       | value
            sv_due_to_date             | 1000
            sv_due_to_date.measure.new | 1000
        """,
        conventions=Conventions(value_book_version="reporting_year"),
    ),
    Example(
        "prices-of-one-year",
        "A council may put all £ in the prices of one year",
        "M1's proxy is in prices of 2020, M2's of 2023. The price index went from 80 to 100, so that £10 of 2020 are "
        "£10 × 100 ÷ 80 = £12.50 of 2023. 10 × 12.50 + 10 × 20 = £325.",
        {
            "contracts": "ref\nC1",
            "measures": "ref\nM1\nM2",
            "value_book": "measure | price_year | proxy_gbp\nM1 | 2020 | 10\nM2 | 2023 | 20",
            "deflators": "year | index\n2020 | 80\n2023 | 100",
            "commitments": """
                contract | measure | period     | quantity
                C1       | M1      | 2023-24 Q3 | 10
                C1       | M2      | 2023-24 Q3 | 10
            """,
        },
        """
            fact                      | value
            sv_due_to_date            | 325
            sv_due_to_date.measure.m1 | 125
            sv_due_to_date.measure.m2 | 200
        """,
        conventions=Conventions(price_year="2023"),
        source="MeasureUp: a value needs its price year",
    ),
    Example(
        "prices-divided-once",
        "Putting £ in other prices loses nothing, even where the indices do not divide evenly",
        "The price index went from 3 in 2020 to 1 in 2023. M1's £3 of 2020 are £3 × 1 ÷ 3 = £1 of 2023, as much as "
        "M2's. 10 of M2 were due and 10 of M1 came: £10 of £10, and the contract is not behind. A third taken as "
        "0.3333 would have left it a fraction of a penny short.",
        {
            "contracts": "ref\nC1",
            "measures": "ref\nM1\nM2",
            "value_book": "measure | price_year | proxy_gbp\nM1 | 2020 | 3\nM2 | 2023 | 1",
            "deflators": "year | index\n2020 | 3\n2023 | 1",
            "commitments": "contract | measure | period | quantity\nC1 | M2 | 2023-24 Q3 | 10",
            "deliveries": """
                contract | measure | period     | quantity_claimed | quantity_validated
                C1       | M1      | 2023-24 Q3 | 10               | 10
            """,
        },
        """
            fact                 | value | printed
            sv_validated_to_date | 10    |
            sv_due_to_date       | 10    |
            sv_share_of_due      | 1     | 100.0%
            contracts_behind     | 0     | 0
        """,
        conventions=Conventions(price_year="2023"),
    ),
    Example(
        "a-proxy-of-nothing",
        "A proxy of £0 is a value: the sum is zero, and not missing",
        "10 × £0 = £0. It is there, and it is nothing.",
        {
            "contracts": "ref\nC1",
            "measures": "ref\nM1",
            "value_book": "measure | proxy_gbp\nM1 | 0",
            "commitments": TEN_DUE,
        },
        """
            fact            | value          | printed
            sv_due_to_date  | 0              | £0.000m
            sv_share_of_due | not applicable | not applicable
        """,
    ),
)
