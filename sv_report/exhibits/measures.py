"""The exhibits of measures in their own units, which need no value book.

Exhibits stage: builders that `records` lists.
"""

from sv_report.exhibits.leading import share_heading
from sv_report.exhibits.table import Cell, Column, Table
from sv_report.exhibits.words import Words
from sv_report.measures.fact import Fact
from sv_report.measures.figures import Figures

TO_DATE = ("Due to date", "Reported to date", "Validated to date")
UNITS_APART = "Different units are never added."
LESS_IS_BETTER = (
    "For some measures less is better: their share is what was reported of what was allowed, so that a lower one is "
    "favourable."
)
NO_SHARE = (
    "[z] means not applicable: a share has no share of its own, and some measures do not add up across contracts."
)
NO_FORECAST = "[z] means not applicable: a share is not forecast."
Rows = tuple[tuple[Cell, ...], ...]


def measures_table(figures: Figures) -> Table | Words:
    """Return each measure in its own unit: due, reported, validated."""
    names = ("quantity_due_to_date", "quantity_reported_to_date", "quantity_validated_to_date", "quantity_share_of_due")
    columns = (
        Column("Measure", number=False),
        Column("Unit", number=False),
        *(Column(heading) for heading in TO_DATE),
        Column(share_heading(figures)),
    )
    caption = f"Measures in their own units, to the end of {figures.period.words}"
    return _table(
        "measures_table", caption, columns, _rows(figures, names), f"{UNITS_APART} {LESS_IS_BETTER}", NO_SHARE
    )


def measures_forecast(figures: Figures) -> Table | Words:
    """Return each measure's forecast for the year in its own unit, beside the year to date."""
    names = ("quantity_due_ytd", f"quantity_{figures.headline}_ytd", "quantity_forecast_year_end")
    columns = (
        Column("Measure", number=False),
        Column("Unit", number=False),
        Column("Due, year to date"),
        Column(f"{figures.headline.capitalize()}, year to date"),
        Column("Forecast for the year"),
    )
    caption = f"Measures in their own units: forecast for {figures.period.year.words}"
    return _table("measures_forecast", caption, columns, _rows(figures, names), UNITS_APART, NO_FORECAST)


def _table(name: str, caption: str, columns: tuple[Column, ...], rows: Rows, note: str, why: str) -> Table | Words:
    """Return a table of measures, whose note also says why cells are not applicable where any is."""
    if not rows:
        return Words(name, (("No measure was promised or reported on.",),))
    none = any(isinstance(cell, Fact) and cell.status == "not_applicable" for row in rows for cell in row)
    return Table(name, caption, columns, rows, f"{note} {why}" if none else note)


def _rows(figures: Figures, names: tuple[str, ...]) -> Rows:
    """Return a row a measure that was committed to or delivered, its unit as the first fact has it."""
    rows: list[tuple[Cell, ...]] = []
    for member, first in figures.facts.members(names[0], "measure"):
        if _is_used(figures, member):
            rows.append(
                (first.member, first.unit_heading, *(figures.facts[f"{id_}.measure.{member}"] for id_ in names))
            )
    return tuple(rows)


def _is_used(figures: Figures, member: str) -> bool:
    """Return whether any contract has committed to a measure, or reported on it; what is not shown has been."""
    facts = [
        figures.facts[f"{id_}.measure.{member}"] for id_ in ("quantity_committed_life", "quantity_reported_to_date")
    ]
    return any(fact.status == "suppressed" or fact.source.rows for fact in facts)
