"""The exhibits of ratings: how many contracts have each, and the contracts that have the worst.

Exhibits stage: builders that `records` lists. A rating's word always stands beside its colour.
"""

from collections.abc import Sequence
from decimal import Decimal

from sv_report.exhibits.bars import Bars
from sv_report.exhibits.chart import Chart
from sv_report.exhibits.drawings import Series
from sv_report.exhibits.headlines import Message
from sv_report.exhibits.house_style import UNRATED, Look
from sv_report.exhibits.leading import in_pounds, progress
from sv_report.exhibits.sums import ToHundred
from sv_report.exhibits.table import Cell, Column, Table
from sv_report.exhibits.words import Words
from sv_report.measures.fact import SHORTHAND, Fact
from sv_report.measures.figures import Figures
from sv_report.params.council.ratings import Band

WORST = 10  # contracts listed: what fits on a page with the rest in the workbook and the notebook
NO_BANDS = "No contract is rated: the council's profile has no rating bands."


def ratings(figures: Figures) -> Table | Words:
    """Return how many contracts have each rating, how many have none, and how many are monitored."""
    if not figures.bands:
        return Words("ratings", ((NO_BANDS,),))
    fact, none = figures.facts.__getitem__, SHORTHAND["not_applicable"]
    rows: list[tuple[Cell, ...]] = [(band.word, _range(band), *_facts(figures, band)) for band in figures.bands]
    rows += [
        ("Not rated", "Nothing was due", fact("contracts_not_rated"), none),
        ("Total", "Rated or not", fact("contracts_monitored"), none),
    ]
    columns = (
        Column("Rating", number=False), Column("Share of due", number=False), Column("Contracts"),
        Column("% of those rated"),
    )  # fmt: skip
    caption = f"Contracts monitored in {figures.period.words}, by rating"
    return Table("ratings", caption, columns, tuple(rows), _rated_by(figures), has_total=True, sums=(ToHundred(3),))


def _rated_by(figures: Figures) -> str:
    if in_pounds(figures):
        return (
            f"A contract is rated by its {figures.headline} social value as a share of what was due to date. Where "
            "no £ was due, it is rated by its commitments on schedule."
        )
    return "A contract is rated by its commitments on schedule as a share of those due to date."


def _facts(figures: Figures, band: Band) -> tuple[Fact, Fact]:
    """Return how many contracts are in a band, and what share of those rated."""
    ids = ("contracts_by_rating", "share_of_contracts_by_rating")
    count, share = (figures.facts.member(id_, "rating", band.word) for id_ in ids)
    return count, share


def _range(band: Band) -> str:
    """Return the shares of due that earn a rating: `70% to below 90%`."""
    if band.at_least is None:
        return "Any" if band.below is None else f"Below {_per_cent(band.below)}"
    least = _per_cent(band.at_least)
    return f"{least} or more" if band.below is None else f"{least} to below {_per_cent(band.below)}"


def _per_cent(share: Decimal) -> str:
    return f"{(share * 100).normalize():f}%"


def ratings_chart(figures: Figures) -> Chart | Words:
    """Return how many contracts have each rating as bars, in the colours of the bands."""
    if not figures.bands:
        return Words("ratings_chart", (("No chart is shown: the council's profile has no rating bands.",),))
    counts, shares = zip(*(_facts(figures, band) for band in figures.bands), strict=True)
    series = (
        Series("Contracts", (*counts, figures.facts["contracts_not_rated"])),
        Series("% of those rated", (*shares, None)),
    )
    members = (*(band.word for band in figures.bands), "Not rated")
    looks = (*(Look(band.colour) for band in figures.bands), UNRATED)
    subtitle = f"Contracts monitored in {figures.period.words}, number, and share of those rated"
    return Chart("ratings_chart", _most_frequent(figures, counts), subtitle, members, series, Bars(looks))


def _most_frequent(figures: Figures, counts: Sequence[Fact]) -> Message:
    """State which rating most contracts have; where two are as frequent, how many contracts are rated."""
    rated, monitored = (figures.facts[id_] for id_ in ("contracts_rated", "contracts_monitored"))
    most = max(counts, key=lambda count: count.value or Decimal(0))
    if not most.value or sum(count.value == most.value for count in counts) > 1:
        return ("Of the ", monitored, " contracts monitored, ", rated, " are rated")
    return (f"{most.member} is the most frequent rating: ", most, " of the ", rated, " contracts rated")


def contracts_rated(figures: Figures) -> Table | Words:
    """Return the worst rated contracts: share of due, rating, and which way it has moved."""
    if not figures.bands:
        return Words("contracts_rated", ((NO_BANDS,),))
    (due_id, _), _, (share_id, heading) = progress(figures)
    shown = [standing for standing in figures.contracts if standing.ref not in figures.unranked]
    rated = [standing for standing in shown if standing.rating is not None]
    if not rated:
        return Words("contracts_rated", (("No contract is rated: nothing was due of any.",),))
    due, share = (
        {one.ref: figures.facts.member(id_, "contract", one.ref) for one in rated} for id_ in (due_id, share_id)
    )
    lowest = sorted(rated, key=lambda one: (share[one.ref].value or 0, -(due[one.ref].value or 0), one.ref))[:WORST]
    rows: list[tuple[Cell, ...]] = [
        (f"{one.ref} {one.title}", share[one.ref], *travel_facts(figures, "contract", one.ref)) for one in lowest
    ]
    columns = (Column("Contract", number=False), Column(heading), *travel_columns(figures))
    caption = f"The {len(rows)} contracts rated lowest, of {figures.facts['contracts_rated'].display} rated"
    return Table("contracts_rated", caption, columns, tuple(rows))


def travel_facts(figures: Figures, dimension: str, member: str) -> tuple[Fact, ...]:
    """Return a member's rating and its directions of travel, under the headings of `travel_columns`."""
    ids = ("rating", "travel_short", "travel_long") if figures.period.quarter else ("rating", "travel_short")
    return tuple(figures.facts.member(id_, dimension, member) for id_ in ids)


def travel_columns(figures: Figures) -> tuple[Column, ...]:
    """Return the columns of a rating and of the directions of travel; of a year there is one direction only."""
    since = [figures.period.previous, *([figures.period.a_year_before] if figures.period.quarter else [])]
    headings = ("Rating", *(f"Since {period.words}" for period in since))
    return tuple(Column(heading, number=False) for heading in headings)
