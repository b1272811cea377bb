"""The exhibits over the quarters: due, reported and validated in each.

Exhibits stage: builders that `records` lists. Only pounds of social value are given by quarter.
"""

from itertools import dropwhile

from sv_report.exhibits.chart import Chart
from sv_report.exhibits.drawings import Series
from sv_report.exhibits.leading import in_pounds, needs_value_book, pounds_unit
from sv_report.exhibits.quarter_bars import QuarterBars
from sv_report.exhibits.table import Cell, Column, Table
from sv_report.exhibits.words import Piece, Words
from sv_report.measures.fact import Fact
from sv_report.measures.figures import Figures

NO_QUARTER = "No {what} is shown: nothing was due or reported in any quarter."
MOST_DRAWN = 12  # quarters: three years, whose names fit below their bars; the table has them all
COMPARED = {"Due": "sv_due_quarter", "Reported": "sv_reported_quarter", "Validated": "sv_validated_quarter"}


def over_time(figures: Figures) -> Table | Words:
    """Return due, reported and validated quarter by quarter."""
    if not in_pounds(figures):
        return Words("over_time", (("No table of the quarters is shown: it would be in pounds.",),))
    rows: list[tuple[Cell, ...]] = [(quarter, *_facts(figures, quarter)) for quarter in _quarters(figures)]
    if not rows:
        return Words("over_time", ((NO_QUARTER.format(what="table"),),))
    columns = (Column("Quarter", number=False), *(Column(heading, pounds_unit(figures)) for heading in COMPARED))
    caption = f"Social value due, reported and validated in each quarter to {figures.period.words}"
    return Table("over_time", caption, columns, tuple(rows))


def over_time_chart(figures: Figures) -> Chart | Words:
    """Return reported and validated over the quarters as bars, against what was due by the commitments' profile."""
    if not in_pounds(figures):
        return needs_value_book("over_time_chart", "The chart of what was delivered in each quarter is")
    members = _quarters(figures)[-MOST_DRAWN:]
    if not members:
        return Words("over_time_chart", ((NO_QUARTER.format(what="chart"),),))
    columns = zip(*(_facts(figures, quarter) for quarter in members), strict=True)
    series = tuple(Series(heading, facts) for heading, facts in zip(COMPARED, columns, strict=True))
    going_on = "; the latest is still being validated" if figures.facts["sv_awaiting_quarter"].value else ""
    subtitle = f"Social value in each quarter to {figures.period.words}, {pounds_unit(figures)}{going_on}"
    return Chart("over_time_chart", _so_far(figures), subtitle, tuple(members), series, QuarterBars())


def _so_far(figures: Figures) -> tuple[Piece, ...]:
    """State what has come of what was due in the period, and that more may be validated while some awaits it."""
    due, done, awaiting = (figures.facts[f"sv_{what}_quarter"] for what in ("due", "validated", "awaiting"))
    said = ("Of the ", due, f" due in {figures.period.words}, ", done, " has been validated")
    return (*said, " so far; ", awaiting, " awaits validation") if awaiting.value else said


def _facts(figures: Figures, quarter: str) -> tuple[Fact, ...]:
    return tuple(figures.facts.member(id_, "quarter", quarter) for id_ in COMPARED.values())


def _quarters(figures: Figures) -> list[str]:
    """Return the quarters from the first in which anything was due or reported."""
    quarters = [fact.member for _, fact in figures.facts.members("sv_due_quarter", "quarter")]
    return list(dropwhile(lambda quarter: not any(fact.value for fact in _facts(figures, quarter)), quarters))
