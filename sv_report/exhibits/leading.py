"""What leads a report: pounds of social value, or commitments on schedule where there is no value book.

Exhibits stage. Every exhibit that would print pounds of social value asks here which facts it has, under which
headings, so that without a value book no pound of it stands anywhere.
"""

from sv_report.exhibits.words import Words
from sv_report.measures.fact import Fact
from sv_report.measures.facts import Facts
from sv_report.measures.figures import Figures

Asked = tuple[tuple[str, str], ...]  # the ids of facts, each with the heading of its column

ON_SCHEDULE: Asked = (
    ("commitments_due", "Due to date"),
    ("commitments_on_schedule", "On schedule"),
    ("share_of_commitments_on_schedule", "% on schedule"),
)
THE_ACT = "under the Procurement Act 2023"
OF_POUNDS = ("sv_", "lev_", "quality_at_stake.", "quality_unvalued.")


def in_pounds(figures: Figures) -> bool:
    """Return whether social value can be said in pounds at all: whether the data has a value book."""
    return figures.facts["sv_due_to_date"].status != "not_available"


def sayable(facts: Facts) -> tuple[Fact, ...]:
    """Return the facts that can be said of the data: without a value book, those in pounds of social value are none."""
    if "sv_due_to_date" not in facts or facts["sv_due_to_date"].status != "not_available":
        return facts.all
    return tuple(fact for fact in facts if not fact.id.startswith(OF_POUNDS))


def pounds_unit(figures: Figures) -> str:
    """Return the unit of £ in a heading: £m, or £ where the profile has them printed in whole pounds."""
    return figures.facts["sv_due_to_date"].unit_heading


def stages(figures: Figures) -> Asked:
    """Return what was committed, due, reported and validated, and the share of due; else commitments on schedule."""
    if not in_pounds(figures):
        return ON_SCHEDULE
    return (
        ("sv_committed_life", "Committed, whole life"),
        ("sv_due_to_date", "Due to date"),
        ("sv_reported_to_date", "Reported to date"),
        ("sv_validated_to_date", "Validated to date"),
        ("sv_share_of_due", share_heading(figures)),
    )


def progress(figures: Figures) -> Asked:
    """Return three facts: what was due to date, what of it was done, and the one as a share of the other."""
    if not in_pounds(figures):
        return ON_SCHEDULE
    return (
        ("sv_due_to_date", "Due to date"),
        (f"sv_{figures.headline}_to_date", f"{figures.headline.capitalize()} to date"),
        ("sv_share_of_due", "% of due"),
    )


def unranked(figures: Figures) -> frozenset[str]:
    """Return the contracts that no list can rank, by ref: one of the three facts of their progress is not shown."""
    asked = [id_ for id_, _ in progress(figures)]
    return frozenset(
        standing.ref
        for standing in figures.contracts
        if any(figures.facts.member(id_, "contract", standing.ref).status == "suppressed" for id_ in asked)
    )


def share_heading(figures: Figures) -> str:
    """Return the heading of the share of due, which says which of two quantities beside it is divided."""
    return "% of due" if figures.headline == "validated" else "Reported, % of due"


def subject(figures: Figures) -> str:
    """Return what a caption says the figures are of."""
    return "Social value" if in_pounds(figures) else "Commitments on schedule"


def needs_value_book(name: str, what: str) -> Words:
    """Return the sentence that stands in the place of an exhibit that only pounds of social value could fill."""
    return Words(name, ((f"{what} in pounds and cannot be given without a value book.",),))
