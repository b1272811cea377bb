"""The examples by subject, in the order in which docs/methods.md prints them."""

from dataclasses import dataclass

from tests.spec.example import Example
from tests.spec.examples import (
    across,
    comparison,
    edges_of_contracts,
    edges_of_data,
    edges_of_money,
    kpis,
    low_is_good,
    money,
    movement,
    no_value_book,
    over_time,
    ratings,
    reporting,
    silence,
    valuation,
)


@dataclass(frozen=True)
class Section:
    """Examples of a rule that many facts share, under a heading of their own."""

    heading: str
    lead: str
    examples: tuple[Example, ...]


BEFORE = (
    Section(
        "What a quantity is worth in £",
        "A council puts £ on a quantity by its value book: a proxy value for each measure, of a version and in the prices "
        "of a year. What is said to be in £ below is quantity × proxy × attribution × (1 − deadweight), a level held "
        "through a quarter counted as a quarter of a year.",
        valuation.EXAMPLES,
    ),
    Section(
        "What is added, and what never is",
        "Quantities of one measure are added; different units never are, nor is anything counted twice.",
        across.EXAMPLES,
    ),
)
BY_FACT: tuple[Example, ...] = (
    *reporting.EXAMPLES,
    *silence.EXAMPLES,
    *over_time.EXAMPLES,
    *comparison.EXAMPLES,
    *movement.EXAMPLES,
    *money.EXAMPLES,
    *no_value_book.EXAMPLES,
    *low_is_good.EXAMPLES,
    *ratings.EXAMPLES,
    *kpis.EXAMPLES,
)
AFTER = (
    Section(
        "Edges",
        "What happens where a rule meets its limit: contracts that begin, end or change in the period, shares of almost "
        "nothing, corrections, nothing due, nothing there, and names that change.",
        (*edges_of_contracts.EXAMPLES, *edges_of_money.EXAMPLES, *edges_of_data.EXAMPLES),
    ),
)
EXAMPLES = (*BY_FACT, *(example for section in (*BEFORE, *AFTER) for example in section.examples))
