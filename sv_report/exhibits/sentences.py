"""The exhibits that are sentences: the summary's facts, and the words of a draft that read right without pounds too.

Exhibits stage: builders that `records` lists.
"""

from sv_report.exhibits.leading import in_pounds
from sv_report.exhibits.sums import Sum
from sv_report.exhibits.words import Piece, Words
from sv_report.measures.figures import Figures


def key_facts(figures: Figures) -> Words:
    """Return the facts of the summary: in £, or of commitments on schedule where there is no value book."""
    return Words("key_facts", _in_pounds(figures) if in_pounds(figures) else _on_schedule(figures))


def _in_pounds(figures: Figures) -> tuple[tuple[Piece, ...], ...]:
    fact = figures.facts.__getitem__
    return (
        ("Committed by suppliers over the life of their contracts: ", fact("sv_committed_life"), "."),
        (f"Due to date, by the end of {figures.period.words}: ", fact("sv_due_to_date"), "."),
        ("Reported by suppliers to date: ", fact("sv_reported_to_date"), "."),
        ("Validated by the council to date: ", fact("sv_validated_to_date"), "."),
        (f"{figures.headline.capitalize()} as a share of what was due to date: ", fact("sv_share_of_due"),
         ", counting every missing return as nothing delivered."),
    )  # fmt: skip


def _on_schedule(figures: Figures) -> tuple[tuple[Piece, ...], ...]:
    fact = figures.facts.__getitem__
    return (
        (f"Commitments due to date, by the end of {figures.period.words}: ", fact("commitments_due"), "."),
        (f"Commitments on schedule, by what is {figures.headline}: ", fact("commitments_on_schedule"), "."),
        ("On schedule as a share of those due: ", fact("share_of_commitments_on_schedule"),
         ", counting every missing return as nothing delivered."),
        ("Contracts with a commitment that is not on schedule: ", fact("contracts_behind"), " of the ",
         fact("contracts_monitored"), " monitored."),
    )  # fmt: skip


def delivered(figures: Figures) -> Words:
    """Return what was due, reported and validated; without a value book the commitments on schedule."""
    fact = figures.facts.__getitem__
    sums: tuple[Sum, ...] = ()
    if in_pounds(figures):
        parts = ("sv_validated_to_date", "sv_awaiting_to_date", "sv_not_accepted_to_date")
        sums = (Sum(fact("sv_reported_to_date"), tuple(map(fact, parts))),)
        sentence: tuple[Piece, ...] = (
            "Suppliers were due to have delivered ", fact("sv_due_to_date"), " of social value by ",
            fact("period_end"), ". They reported ", fact("sv_reported_to_date"), ". Of this ",
            fact("sv_validated_to_date"), " has been validated, ", fact("sv_awaiting_to_date"), " awaits "
            "validation and ", fact("sv_not_accepted_to_date"), " was not accepted.",
        )  # fmt: skip
    else:
        sentence = (
            "By ", fact("period_end"), ", ", fact("commitments_due"), " commitments were due, each of one contract to "
            "one measure. Of these ", fact("commitments_on_schedule"), " are on schedule, which is ",
            fact("share_of_commitments_on_schedule"), ".",
        )  # fmt: skip
    return Words("delivered", (sentence,), sums)


def share_of_due(figures: Figures) -> Words:
    """Return the share of what was due, and how it stands where returns were received."""
    fact = figures.facts.__getitem__
    silent = "A contract that sent no return counts as having delivered nothing. "
    if in_pounds(figures):
        sentence: tuple[Piece, ...] = (
            f"{figures.headline.capitalize()} social value is ", fact("sv_share_of_due"), f" of what was due. {silent}"
            "Where returns were received the share is ", fact("sv_share_of_due_reported_on"), ". Commitments of ",
            fact("sv_due_not_reported_on"), " fell due in quarters for which no return was received.",
        )  # fmt: skip
    else:
        sentence = (
            f"{silent}The data has no value book, so no social value is put in pounds. Each measure is counted in its "
            "own unit.",
        )
    return Words("share_of_due", (sentence,))


def returns_cover(figures: Figures) -> Words:
    """Return how much of what was due the returns cover."""
    fact = figures.facts.__getitem__
    if in_pounds(figures):
        sentence: tuple[Piece, ...] = (
            "Returns cover ", fact("sv_share_of_due_covered"), " of what was due to date, by value.",
        )  # fmt: skip
    else:
        sentence = (
            "Of the returns due for the period ", fact("share_of_returns_received"), " were received.",
        )  # fmt: skip
    return Words("returns_cover", (sentence,))


def local_value(figures: Figures) -> Words:
    """Return local economic value to date, which is never added to social value."""
    fact = figures.facts.__getitem__
    apart = "Local economic value is counted apart from additional social value and is never added to it. "
    if in_pounds(figures):
        sentence: tuple[Piece, ...] = (
            f"{apart}To date ", fact(f"lev_{figures.headline}_to_date"), f" has been {figures.headline}, against ",
            fact("lev_due_to_date"), " due.",
        )  # fmt: skip
    else:
        sentence = (f"{apart}Its measures are given in their own units.",)
    return Words("local_value", (sentence,))
