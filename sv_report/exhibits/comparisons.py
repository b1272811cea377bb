"""The exhibits that look back and ahead: earlier periods, what was known then, the forecast for the year.

Exhibits stage: builders that `records` lists.
"""

from sv_report.exhibits.grouped import members_table
from sv_report.exhibits.leading import in_pounds, needs_value_book, pounds_unit
from sv_report.exhibits.ratings import travel_columns, travel_facts
from sv_report.exhibits.sums import Across
from sv_report.exhibits.table import Cell, Column, Table
from sv_report.exhibits.words import Words
from sv_report.measures.fact import Fact
from sv_report.measures.figures import Figures
from sv_report.params.period import Period

NOT_DONE_YET = "What awaits validation counts as not delivered."
METHOD = (
    "Each commitment is taken to go on as it has so far this year. Of what is still due, the same share is expected as "
    "was delivered of what was due so far, never more than all."
)
Row = tuple[str, str, str, str]  # what is compared with, the facts now and then, and the change between them


def compared(figures: Figures) -> Table:
    """Return the headline now and in earlier periods, with the change; without £ the themes' direction of travel."""
    if not in_pounds(figures):
        return _travelled(figures)
    rows: list[tuple[Cell, ...]] = []
    for with_, now, then, change in _against(figures.period, figures.headline):
        moved = figures.facts[change]
        facts = (figures.facts[then], figures.facts[now], moved, figures.facts[f"{change}_share"])
        rows.append((with_, *facts, _which_way(moved)))
    pounds = (Column(heading, pounds_unit(figures)) for heading in ("Then", "Now", "Change"))
    columns = (Column("Compared with", number=False), *pounds, Column("Change", "%"), Column("Which is", number=False))
    caption = f"Social value {figures.headline} in {figures.period.words} and the year so far, compared"
    return Table("compared", caption, columns, tuple(rows), _caution(figures), sums=(Across(3, (2,), less=(1,)),))


def _against(period: Period, headline: str) -> list[Row]:
    """Return what a period is compared with: of a year the one before; of a quarter also those of last year."""
    now, ytd = f"sv_{headline}_quarter", f"sv_{headline}_ytd"
    year_ago = period.a_year_before
    rows = [(period.previous.words, now, f"sv_{headline}_last_quarter", "sv_change_on_last_quarter")]
    if period.quarter:
        then = f"sv_{headline}_same_quarter_last_year"
        rows.append((year_ago.words, now, then, "sv_change_on_same_quarter_last_year"))
    if period.quarter and period.quarter > 1:
        words = f"Year to the end of {year_ago.words}"
        rows.append((words, ytd, f"sv_{headline}_ytd_last_year", "sv_ytd_change_on_last_year"))
    return rows


def _which_way(change: Fact) -> str:
    if change.value is None:
        return "Not comparable"
    return "Favourable" if change.value > 0 else "Adverse" if change.value < 0 else "No change"


def _caution(figures: Figures) -> str:
    return NOT_DONE_YET if figures.headline == "validated" else ""


def _travelled(figures: Figures) -> Table:
    """Return the themes' commitments on schedule, their rating, and which way it has moved."""
    share = "share_of_commitments_on_schedule"
    rows: list[tuple[Cell, ...]] = [
        (fact.member, fact, *travel_facts(figures, "theme", member))
        for member, fact in figures.facts.members(share, "theme")
    ]
    columns = (Column("Theme", number=False), Column("% on schedule"), *travel_columns(figures))
    caption = "Commitments on schedule by theme, and their direction of travel"
    return Table("compared", caption, columns, tuple(rows))


def known_then(figures: Figures) -> Table | Words:
    """Return the last period as the last report saw it, as it is known now, and the revision."""
    period, seen = figures.period.previous.words, figures.facts["last_as_at"]
    if not in_pounds(figures):
        return needs_value_book("known_then", f"What has come to be known of {period} since the last report is")
    if seen.status == "not_available":
        said = f"The day up to which the last report saw data is not given, so no revision of {period} can be stated."
        return Words("known_then", ((said,),))
    rows: list[tuple[Cell, ...]] = []
    for what in ("reported", "validated"):
        ids = (f"sv_{what}_last_quarter_then", f"sv_{what}_last_quarter", f"sv_{what}_last_quarter_revised")
        rows.append((what.capitalize(), *(figures.facts[id_] for id_ in ids)))
    headings = (f"Known on {seen.display}", f"Known on {figures.as_at_words}", "Revision")
    columns = (Column("Social value", number=False), *(Column(heading, pounds_unit(figures)) for heading in headings))
    caption = f"{period}: what the last report said, and what is known now"
    return Table("known_then", caption, columns, tuple(rows), sums=(Across(3, (2,), less=(1,)),))


def forecast(figures: Figures) -> Table | Words:
    """Return what is expected of the year by theme, with the total and the method in words."""
    year = figures.period.year.words
    if not in_pounds(figures):
        return needs_value_book("forecast", f"The forecast for {year} by theme is")
    asked = (
        (f"sv_{figures.headline}_ytd", f"{figures.headline.capitalize()}, year to date"),
        ("sv_due_year_end", "Due in the year"),
        ("sv_forecast_year_end", "Forecast for the year"),
        ("sv_forecast_share_of_due_year_end", "Forecast, % of due"),
    )
    caption = f"Social value forecast for {year}, by theme"
    return members_table(
        figures, "forecast", ("theme", "Theme"), asked, caption, f"{METHOD} {_caution(figures)}".strip()
    )
