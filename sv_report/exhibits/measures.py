"""The exhibits of measures in their own units, which need no value book.

Exhibits stage: builders that `records` lists.
"""

from sv_report.exhibits.leading import share_heading
from sv_report.exhibits.table import Cell, Column, Table
from sv_report.measures.figures import Figures

TO_DATE = ("Due to date", "Reported to date", "Validated to date")
UNITS_APART = "Different units are never added."


def measures_table(figures: Figures) -> Table:
    """Return each measure in its own unit: due, reported, validated."""
    names = ("quantity_due_to_date", "quantity_reported_to_date", "quantity_validated_to_date", "quantity_share_of_due")
    columns = (
        Column("Measure", number=False),
        Column("Unit", number=False),
        *(Column(heading) for heading in TO_DATE),
        Column(share_heading(figures)),
    )
    caption = f"Measures in their own units, to the end of {figures.period.words}"
    note = (
        "[z] means not applicable: a share has no share of its own, and some measures do not add up across contracts. "
        f"[x] means not available. {UNITS_APART}"
    )
    return Table("measures_table", caption, columns, _rows(figures, names), note)


def measures_forecast(figures: Figures) -> Table:
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
    note = f"[z] means not applicable: a share is not forecast. [x] means not available. {UNITS_APART}"
    return Table("measures_forecast", caption, columns, _rows(figures, names), note)


def _rows(figures: Figures, names: tuple[str, ...]) -> tuple[tuple[Cell, ...], ...]:
    """Return a row a measure that was committed to or delivered, its unit as the first fact has it."""
    rows: list[tuple[Cell, ...]] = []
    for member, first in figures.facts.members(names[0], "measure"):
        if _is_used(figures, member):
            rows.append(
                (first.member, first.unit_heading, *(figures.facts[f"{id_}.measure.{member}"] for id_ in names))
            )
    return tuple(rows)


def _is_used(figures: Figures, member: str) -> bool:
    """Return whether any contract has committed to a measure, or reported on it."""
    ids = ("quantity_committed_life", "quantity_reported_to_date")
    return any(figures.facts[f"{id_}.measure.{member}"].source.rows for id_ in ids)
