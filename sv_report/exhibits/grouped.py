"""The exhibits by theme, directorate, district and so on: a row a member, with the total.

Exhibits stage: builders that `records` lists.
"""

from collections.abc import Callable
from decimal import Decimal

from sv_report.exhibits.bars import GroupedBars, RankedBars
from sv_report.exhibits.chart import Chart
from sv_report.exhibits.drawings import Series
from sv_report.exhibits.headlines import largest, widest_gap
from sv_report.exhibits.house_style import APART, DUE, PROMISED, REPORTED, VALIDATED
from sv_report.exhibits.leading import Asked, in_pounds, pounds_unit, progress, stages, subject
from sv_report.exhibits.table import Cell, Column, Table, fact_columns
from sv_report.exhibits.words import Words
from sv_report.measures.fact import Fact
from sv_report.measures.figures import Figures
from sv_report.measures.register import NOT_STATED

BARS = {
    "Committed": ("sv_committed_life", PROMISED),
    "Due": ("sv_due_to_date", DUE),
    "Reported": ("sv_reported_to_date", REPORTED),
    "Validated": ("sv_validated_to_date", VALIDATED),
}
BARS_ON_SCHEDULE = {"Due": ("commitments_due", DUE), "On schedule": ("commitments_on_schedule", VALIDATED)}


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
    return Table(name, caption, columns, tuple(rows), note, has_total=True)


def by_theme_chart(figures: Figures) -> Chart | Words:
    """Return committed, due, reported and validated by theme as bars; without a value book commitments on schedule."""
    bars = BARS if in_pounds(figures) else BARS_ON_SCHEDULE
    facts = {name: [fact for _, fact in figures.facts.members(id_, "theme")] for name, (id_, _) in bars.items()}
    members = tuple(fact.member for fact in facts["Due"])
    if not members:
        return Words("by_theme_chart", (("No chart is shown: the data has no theme.",),))
    what = "Social value committed over the life of contracts, and due, reported and validated"
    subtitle = f"{what if in_pounds(figures) else 'Commitments due and on schedule'} {_until(figures, 'theme')}"
    series = tuple(Series(name, tuple(of_themes)) for name, of_themes in facts.items())
    looks = tuple(look for _, look in bars.values())
    return Chart("by_theme_chart", widest_gap(figures, "theme"), subtitle, members, series, GroupedBars(looks))


def by_priority_chart(figures: Figures) -> Chart | Words:
    """Return what was done for each corporate priority against what was due, ranked."""
    return _ranked(figures, "priority", "corporate priority")


def by_district_chart(figures: Figures) -> Chart | Words:
    """Return what was done in each district against what was due, ranked; what names no district stands last."""
    return _ranked(figures, "district", "district")


def _ranked(figures: Figures, dimension: str, words: str) -> Chart | Words:
    (due_id, _), (done_id, _), (share_id, _) = progress(figures)
    name = f"by_{dimension}_chart"
    ranked = sorted(figures.facts.members(done_id, dimension), key=lambda one: _rank(one[1]))
    if not ranked:
        return Words(name, ((f"No chart is shown: the data has no {words}.",),))
    done = tuple(fact for _, fact in ranked)
    due, share = (tuple(figures.facts[f"{id_}.{dimension}.{member}"] for member, _ in ranked)
                  for id_ in (due_id, share_id))  # fmt: skip
    what = figures.headline.capitalize() if in_pounds(figures) else "On schedule"
    series = (Series(what, done), Series("Due", due), Series("% of due", share))
    measured = f"Social value {figures.headline}" if in_pounds(figures) else "Commitments on schedule"
    subtitle = f"{measured} {_until(figures, words)}; line: due"
    placed = [fact for fact in done if fact.member != NOT_STATED]
    apart = next((fact for fact in done if fact.member == NOT_STATED and dimension == "district"), None)
    look = REPORTED if figures.headline == "reported" and in_pounds(figures) else VALIDATED
    looks = tuple(APART if fact.member == NOT_STATED else look for fact in done)
    message = largest(figures, placed, apart)
    return Chart(name, message, subtitle, tuple(fact.member for fact in done), series, RankedBars(looks))


def _rank(fact: Fact) -> tuple[bool, bool, Decimal]:
    """Return a key that puts the largest first, then what is not there, and last what is not of any member."""
    return fact.member == NOT_STATED, fact.value is None, -(fact.value or Decimal(0))


def _until(figures: Figures, words: str) -> str:
    """Return the end of a subtitle: up to when, by what, in which unit."""
    unit = pounds_unit(figures) if in_pounds(figures) else "number"
    return f"to the end of {figures.period.words}, by {words}, {unit}"
