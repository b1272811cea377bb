"""The exhibits by theme, directorate, district and so on: a row a member, with the total.

Exhibits stage: builders that `records` lists.
"""

from collections.abc import Callable

from sv_report.exhibits.chart import Chart
from sv_report.exhibits.drawings import GroupedBars, Series
from sv_report.exhibits.leading import Asked, in_pounds, pounds_unit, progress, stages, subject
from sv_report.exhibits.table import Cell, Column, Table, fact_columns, marks
from sv_report.exhibits.words import Piece, Words
from sv_report.measures.figures import Figures

BARS = {"Due": "sv_due_to_date", "Reported": "sv_reported_to_date", "Validated": "sv_validated_to_date"}
BARS_ON_SCHEDULE = {"Due": "commitments_due", "On schedule": "commitments_on_schedule"}


def by(dimension: str, heading: str, note: str = "") -> Callable[[Figures], Table]:
    """Return the builder of the table by the members of a dimension: committed, due, reported and validated.

    `note` is printed above it where it is in pounds.
    """

    def build(figures: Figures) -> Table:
        caption = f"{subject(figures)} by {heading.lower()}, to the end of {figures.period.words}"
        above = note if in_pounds(figures) else ""
        return members_table(figures, f"by_{dimension}", (dimension, heading), stages(figures), caption, above)

    return build


def by_directorate(figures: Figures) -> Table:
    """Return contracts, returns and value by directorate, with the total."""
    asked = (("contracts_monitored", "Contracts"), ("returns_received", "Returns received"), *progress(figures))
    caption = f"{subject(figures)} by directorate, to the end of {figures.period.words}"
    return members_table(figures, "by_directorate", ("directorate", "Directorate"), asked, caption)


def spend(figures: Figures) -> Table:
    """Return spend and contract value by directorate, and what each £1 of them brought."""
    asked: Asked = (("spend_to_date", "Spend to date"), ("contract_value", "Contract value"))
    note = "Contract value is that of contracts with a commitment, as varied."
    if in_pounds(figures):
        asked += (
            ("sv_per_pound_of_spend_to_date", f"{figures.headline.capitalize()} against spend"),
            ("sv_committed_per_pound_of_value", "Committed against value"),
        )
        note += f" {figures.headline.capitalize()} against spend is that of contracts whose spend is recorded."
    caption = f"Spend on contracts, to the end of {figures.period.words}"
    return members_table(figures, "spend", ("directorate", "Directorate"), asked, caption, note)


def members_table(
    figures: Figures, name: str, dimension: tuple[str, str], asked: Asked, caption: str, note: str = ""
) -> Table:
    """Return a table with a row a member of a dimension (its name and its heading), and the total."""
    ids = [id_ for id_, _ in asked]
    total = tuple(figures.facts[id_] for id_ in ids)
    rows: list[tuple[Cell, ...]] = [
        (first.member, *(figures.facts[f"{id_}.{dimension[0]}.{member}"] for id_ in ids))
        for member, first in figures.facts.members(ids[0], dimension[0])
    ]
    columns = (Column(dimension[1], number=False), *fact_columns(total, [heading for _, heading in asked]))
    rows.append(("Total", *total))
    return Table(name, caption, columns, tuple(rows), f"{note} {marks(rows)}".strip(), has_total=True)


def by_theme_chart(figures: Figures) -> Chart | Words:
    """Return due, reported and validated by theme as bars; without a value book commitments due and on schedule."""
    bars = BARS if in_pounds(figures) else BARS_ON_SCHEDULE
    facts = {name: [fact for _, fact in figures.facts.members(id_, "theme")] for name, id_ in bars.items()}
    members = tuple(fact.member for fact in facts["Due"])
    if not members:
        return Words("by_theme_chart", (("No chart is shown: the data has no theme.",),))
    what = "Social value" if in_pounds(figures) else "Commitments due and on schedule"
    unit = pounds_unit(figures) if in_pounds(figures) else "number"
    subtitle = f"{what} to the end of {figures.period.words}, by theme, {unit}"
    series = tuple(Series(name, tuple(of_themes)) for name, of_themes in facts.items())
    return Chart("by_theme_chart", _widest_gap(figures), subtitle, members, series, GroupedBars())


def _widest_gap(figures: Figures) -> tuple[Piece, ...]:
    """State the message of the themes' chart: which has delivered the largest and which the smallest share."""
    share = progress(figures)[-1][0]
    shares = [fact for _, fact in figures.facts.members(share, "theme") if fact.value is not None]
    if len(shares) < 2:
        return (f"{subject(figures)} by theme",)
    least, *_, most = sorted(shares, key=lambda fact: fact.value or 0)
    what = f"what was due that is {figures.headline}" if in_pounds(figures) else "commitments that are on schedule"
    largest = f"The share of {what} is largest for {most.member} ("
    return (largest, most, f") and smallest for {least.member} (", least, ")")
