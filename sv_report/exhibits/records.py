"""The exhibits there are, each a record: its name, what it shows, and how it is built from the figures.

Exhibits stage. The builders stand in rooms by subject. To add an exhibit, add its function to the room it belongs in
and a record here; a narrative then places it with `{{ exhibit("its_name") }}`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from sv_report.exhibits.accounts import moved_by, moved_themes, revised
from sv_report.exhibits.comparisons import compared, forecast, known_then
from sv_report.exhibits.contracts import concentration, contracts_behind, kpi_contracts, most_value, returns_missing
from sv_report.exhibits.grouped import by, by_directorate, by_district_chart, by_priority_chart, by_theme_chart, spend
from sv_report.exhibits.held_back import Exhibit as Exhibit
from sv_report.exhibits.held_back import built
from sv_report.exhibits.measures import measures_forecast, measures_table
from sv_report.exhibits.movement import moved, moved_in_brief
from sv_report.exhibits.open_points import at_risk, contracts_stand, money, still_open
from sv_report.exhibits.over_time import over_time, over_time_chart
from sv_report.exhibits.quality import accepted_errors, counting_rules, data_gaps, data_quality
from sv_report.exhibits.ratings import contracts_rated, ratings, ratings_chart
from sv_report.exhibits.sentences import (
    against_rules,
    behind,
    delivered,
    key_facts,
    local_value,
    main_message,
    rests_on,
    returns_cover,
    share_of_due,
)
from sv_report.exhibits.table import Table
from sv_report.measures.figures import Figures


@dataclass(frozen=True)
class ExhibitRecord:
    """An exhibit's definition: its name in a narrative, what it shows, and how it is built."""

    name: str
    shows: str
    build: Callable[[Figures], Exhibit]


VALUED = "Only valued measures that count as additional social value are included."
SENTENCES = (
    ExhibitRecord("main_message", "how much of what was due has been delivered, in a sentence", main_message),
    ExhibitRecord("key_facts", "the facts of the summary", key_facts),
    ExhibitRecord("delivered", "what was due, reported and validated, in sentences", delivered),
    ExhibitRecord("share_of_due", "the share of what was due, in sentences", share_of_due),
    ExhibitRecord("most_value", "the contracts with most of the value, in sentences", most_value),
    ExhibitRecord("returns_cover", "how much of what was due the returns cover, in a sentence", returns_cover),
    ExhibitRecord("local_value", "local economic value, in sentences", local_value),
    ExhibitRecord("behind", "how many contracts are behind, and how many were, in sentences", behind),
    ExhibitRecord("rests_on", "the day up to which data is seen, and the returns received, in sentences", rests_on),
    ExhibitRecord("against_rules", "how many lines are against the rules of counting, in a sentence", against_rules),
    ExhibitRecord("still_open", "what has not been received, validated or delivered yet, in sentences", still_open),
    ExhibitRecord("at_risk", "what may go wrong, as far as figures show it, in sentences", at_risk),
    ExhibitRecord(
        "contracts_stand", "contracts monitored, and their performance indicators, in sentences", contracts_stand
    ),
    ExhibitRecord("money", "what contracts are worth, and what was spent on them, in sentences", money),
)
MOVEMENT = (
    ExhibitRecord("moved", "the headline against earlier periods, in sentences", moved),
    ExhibitRecord("moved_in_brief", "the headline against the last period, in sentences", moved_in_brief),
    ExhibitRecord("moved_by", "which contracts account for the change, in sentences", moved_by),
    ExhibitRecord("moved_themes", "which themes moved most, and since when, in sentences", moved_themes),
    ExhibitRecord("revised", "what the last report said against what is known now, in sentences", revised),
)
GROUPED = (
    ExhibitRecord("by_theme", "committed, due, reported and validated by theme", by("theme", "Theme")),
    ExhibitRecord("by_theme_chart", "committed, due, reported and validated by theme, as bars", by_theme_chart),
    ExhibitRecord("by_outcome", "committed, due, reported and validated by outcome", by("outcome", "Outcome", VALUED)),
    ExhibitRecord("by_priority", "the same by corporate priority", by("priority", "Corporate priority")),
    ExhibitRecord("by_priority_chart", "what each corporate priority has had, ranked, as bars", by_priority_chart),
    ExhibitRecord("by_directorate", "contracts, returns and value by directorate", by_directorate),
    ExhibitRecord("by_district", "committed, due, reported and validated by district", by("district", "District")),
    ExhibitRecord("by_district_chart", "what each district has had, ranked, as bars", by_district_chart),
    ExhibitRecord("by_category", "the same by category of contract", by("category", "Category")),
    ExhibitRecord("by_supplier_type", "the same by kind of supplier", by("supplier_type", "Kind of supplier")),
    ExhibitRecord("spend", "spend, contract value, and what each £1 of them brought", spend),
)
OVER_TIME = (
    ExhibitRecord("over_time", "due, reported and validated in each quarter", over_time),
    ExhibitRecord(
        "over_time_chart", "reported and validated in each quarter against what was due, as bars", over_time_chart
    ),
    ExhibitRecord("compared", "the headline against earlier periods, with the change", compared),
    ExhibitRecord("known_then", "the last period as last reported and as now known", known_then),
    ExhibitRecord("forecast", "what is expected of the year, by theme", forecast),
)
CONTRACTS = (
    ExhibitRecord("ratings", "contracts by rating", ratings),
    ExhibitRecord("ratings_chart", "contracts by rating, as bars", ratings_chart),
    ExhibitRecord("contracts_rated", "the contracts rated lowest, and their direction of travel", contracts_rated),
    ExhibitRecord("contracts_behind", "the contracts most behind what was due", contracts_behind),
    ExhibitRecord("concentration", "how far the value rests on few contracts", concentration),
    ExhibitRecord("kpi_contracts", "contracts that need performance indicators, and their assessments", kpi_contracts),
)
QUALITY = (
    ExhibitRecord("data_gaps", "what is missing from the data, in numbers", data_gaps),
    ExhibitRecord("returns_missing", "the contracts whose return is missing", returns_missing),
    ExhibitRecord("data_quality", "what makes the figures less sure, and how far it could move them", data_quality),
    ExhibitRecord("counting_rules", "the rules of counting that rows are against, with reasons", counting_rules),
    ExhibitRecord("accepted_errors", "the errors in the data that the edition accepts, with reasons", accepted_errors),
)
MEASURES = (
    ExhibitRecord("measures_table", "each measure in its own unit", measures_table),
    ExhibitRecord("measures_forecast", "each measure's forecast for the year, in its own unit", measures_forecast),
)

EXHIBITS: tuple[ExhibitRecord, ...] = (*SENTENCES, *MOVEMENT, *GROUPED, *OVER_TIME, *CONTRACTS, *QUALITY, *MEASURES)
NAMES = tuple(record.name for record in EXHIBITS)


def build(name: str, figures: Figures) -> Exhibit:
    """Return the exhibit of that name, built from the figures; raise KeyError where there is none."""
    return built(name, {record.name: record for record in EXHIBITS}[name].build, figures)


def build_tables(figures: Figures) -> list[Table]:
    """Return every exhibit that is a table, in order."""
    every = (built(record.name, record.build, figures) for record in EXHIBITS)
    return [exhibit for exhibit in every if isinstance(exhibit, Table)]
