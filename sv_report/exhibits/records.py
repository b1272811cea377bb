"""The exhibits there are, each a record: its name, what it shows, and how it is built from the figures.

Exhibits stage. To add one, add a record; a narrative then places it with `{{ exhibit("its_name") }}`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import dropwhile

from sv_report.exhibits.chart import Chart, Series, grouped_bars, lines
from sv_report.exhibits.quality import accepted_errors, counting_rules, data_quality
from sv_report.exhibits.table import Cell, Column, Table, fact_columns
from sv_report.exhibits.words import Words
from sv_report.measures.fact import Fact
from sv_report.measures.figures import Figures
from sv_report.measures.results import ContractStanding

Exhibit = Table | Chart | Words

MOST_BEHIND = 10  # contracts listed: what fits on a page with the rest in the workbook and the notebook


@dataclass(frozen=True)
class ExhibitRecord:
    """An exhibit's definition: its name in a narrative, what it shows, and how it is built."""

    name: str
    shows: str
    build: Callable[[Figures], Exhibit]


def key_facts(figures: Figures) -> Words:
    """Return the five facts of the summary."""
    fact = figures.facts.__getitem__
    return Words(
        "key_facts",
        (
            ("Committed by suppliers over the life of their contracts: ", fact("sv_committed_life"), "."),
            (f"Due to date, by the end of {figures.period.words}: ", fact("sv_due_to_date"), "."),
            ("Reported by suppliers to date: ", fact("sv_reported_to_date"), "."),
            ("Validated by the council to date: ", fact("sv_validated_to_date"), "."),
            (f"{figures.headline.capitalize()} as a share of what was due to date: ", fact("sv_share_of_due"),
             ", counting every missing return as nothing delivered."),
        ),
    )  # fmt: skip


BY_THEME = ("sv_committed_life", "sv_due_to_date", "sv_reported_to_date", "sv_validated_to_date", "sv_share_of_due")
TO_DATE = ("Due to date", "Reported to date", "Validated to date")
COMPARED = {"Due": "sv_due", "Reported": "sv_reported", "Validated": "sv_validated"}


def by_theme(figures: Figures) -> Table:
    """Return committed, due, reported and validated by theme, with the total."""
    headings = (
        "Committed, whole life",
        "Due to date",
        "Reported to date",
        "Validated to date",
        _share_heading(figures),
    )
    caption = f"Social value by theme, to the end of {figures.period.words}"
    return _by(figures, "theme", "Theme", BY_THEME, headings, caption)


def by_directorate(figures: Figures) -> Table:
    """Return contracts, returns and value by directorate, with the total."""
    names = ("contracts_monitored", "returns_received", "sv_due_to_date", _headline(figures), "sv_share_of_due")
    headings = ("Contracts", "Returns received", "Due to date", _headline_heading(figures), "% of due")
    caption = f"Social value by directorate, to the end of {figures.period.words}"
    return _by(figures, "directorate", "Directorate", names, headings, caption)


def _by(
    figures: Figures, dimension: str, heading: str, names: Sequence[str], headings: Sequence[str], caption: str
) -> Table:
    total = tuple(figures.facts[name] for name in names)
    rows: list[tuple[Cell, ...]] = [
        (first.member, *(figures.facts[f"{name}.{dimension}.{member}"] for name in names))
        for member, first in figures.facts.members(names[0], dimension)
    ]
    columns = (Column(heading, number=False), *fact_columns(total, headings))
    return Table(f"by_{dimension}", caption, columns, (*rows, ("Total", *total)), has_total=True)


def _headline(figures: Figures) -> str:
    """Return the id of the headline to date."""
    return f"sv_{figures.headline}_to_date"


def _headline_heading(figures: Figures) -> str:
    return f"{figures.headline.capitalize()} to date"


def _share_heading(figures: Figures) -> str:
    """Return the heading of the share of due, which says which of two quantities beside it is divided."""
    return "% of due" if figures.headline == "validated" else "Reported, % of due"


def by_theme_chart(figures: Figures) -> Chart | Words:
    """Return due, reported and validated by theme as bars."""
    members = [fact.member for _, fact in figures.facts.members("sv_due_to_date", "theme")]
    series = [
        Series(name, tuple(fact for _, fact in figures.facts.members(f"{base}_to_date", "theme")))
        for name, base in COMPARED.items()
    ]
    if not _drawable(series):
        return _no_chart("by_theme_chart")
    subtitle = f"Social value to the end of {figures.period.words}, by theme, £m"
    return Chart(
        "by_theme_chart",
        _widest_gap(figures),
        subtitle,
        _in_words("Bar chart", subtitle, members, series),
        0.4 + 0.56 * len(members),
        grouped_bars(members, series),
    )


def _drawable(series: Sequence[Series]) -> bool:
    return all(one.facts and one.is_drawable for one in series)


def _no_chart(name: str) -> Words:
    """Say why there is no chart: nothing is drawn as if it were zero."""
    return Words(name, (("No chart is shown: without a value book no social value is put in pounds.",),))


def _widest_gap(figures: Figures) -> str:
    """State the message of the themes' chart: which has delivered the largest and which the smallest share."""
    shares = [fact for _, fact in figures.facts.members("sv_share_of_due", "theme") if fact.value is not None]
    if len(shares) < 2:
        return "Social value due, reported and validated by theme"
    ranked = sorted(shares, key=lambda fact: fact.value or 0)
    low, high = ranked[0], ranked[-1]
    return (
        f"The share of what was due that is {figures.headline} is largest for {high.member} ({high.display}) "
        f"and smallest for {low.member} ({low.display})"
    )


def over_time(figures: Figures) -> Table:
    """Return due, reported and validated quarter by quarter."""
    rows: list[tuple[Cell, ...]] = [
        (quarter, *(figures.facts.member(f"{base}_quarter", "quarter", quarter) for base in COMPARED.values()))
        for quarter in _quarters(figures)
    ]
    columns = (Column("Quarter", number=False), *(Column(heading, "£m") for heading in COMPARED))
    caption = f"Social value due, reported and validated in each quarter to {figures.period.words}"
    return Table("over_time", caption, columns, tuple(rows))


def _quarters(figures: Figures) -> list[str]:
    """Return the quarters from the first in which anything was due or reported."""
    quarters = [fact.member for _, fact in figures.facts.members("sv_due_quarter", "quarter")]
    empty = (
        all(figures.facts.member(f"{base}_quarter", "quarter", one).status == "zero" for base in COMPARED.values())
        for one in quarters
    )
    return [quarter for quarter, _ in dropwhile(lambda pair: pair[1], zip(quarters, empty, strict=True))]


def over_time_chart(figures: Figures) -> Chart | Words:
    """Return due, reported and validated over the quarters as lines."""
    members = _quarters(figures)
    series = [
        Series(heading, tuple(figures.facts.member(f"{base}_quarter", "quarter", quarter) for quarter in members))
        for heading, base in COMPARED.items()
    ]
    if not _drawable(series):
        return _no_chart("over_time_chart")
    due, validated = figures.facts["sv_due_quarter"], figures.facts["sv_validated_quarter"]
    caption = f"Of the {due.display} due in {figures.period.words}, {validated.display} has been validated so far"
    subtitle = "Social value in each quarter, £m"
    labels = ["\n".join(reversed(member.split())) for member in members]
    return Chart("over_time_chart", caption, subtitle, _in_words("Line chart", subtitle, members, series), 2.9,
                 lines(labels, series))  # fmt: skip


def _in_words(kind: str, subtitle: str, members: Sequence[str], series: Sequence[Series]) -> str:
    """Return the alternative text of a chart: every number that it draws."""
    parts = [
        f"{member}: " + ", ".join(f"{one.name.lower()} {one.facts[row].display}" for one in series)
        for row, member in enumerate(members)
    ]
    return f"{kind}. {subtitle}. {'; '.join(parts)}."


def contracts_behind(figures: Figures) -> Table:
    """Return the contracts furthest behind what was due to date, by the value they are short of."""
    behind = [standing for standing in figures.contracts if standing.behind]
    short = sorted(behind, key=lambda standing: (-_shortfall(figures, standing.ref), standing.ref))[:MOST_BEHIND]
    names = ("sv_due_to_date", _headline(figures), "sv_share_of_due")
    rows: list[tuple[Cell, ...]] = [
        (
            f"{standing.ref} {standing.title}",
            standing.supplier,
            *(_of_contract(figures, name, standing.ref) for name in names),
            _returns(standing),
        )
        for standing in short
    ]
    columns = (
        Column("Contract", number=False),
        Column("Supplier", number=False),
        Column("Due to date", "£m"),
        Column(_headline_heading(figures), "£m"),
        Column("% of due"),
        Column("Return", number=False),
    )
    caption = f"The {len(rows)} contracts most behind their commitments to date, of {len(behind)} behind"
    return Table("contracts_behind", caption, columns, tuple(rows))


def _returns(standing: ContractStanding) -> str:
    """Say whether the return is there; of a year, how many are missing."""
    if not standing.returns_missing:
        return "Received"
    return "Missing" if standing.returns_due == 1 else f"{standing.returns_missing} missing"


def _of_contract(figures: Figures, name: str, ref: str) -> Fact:
    return figures.facts.member(name, "contract", ref)


def _shortfall(figures: Figures, ref: str) -> Decimal:
    due, headline = (
        _of_contract(figures, name, ref).value or Decimal(0) for name in ("sv_due_to_date", _headline(figures))
    )
    return due - headline


def data_gaps(figures: Figures) -> Table:
    """Return what is missing from the data, in numbers."""
    names = (
        "returns_due", "returns_received", "returns_late", "returns_resubmitted", "returns_missing",
        "sv_due_not_reported_on", "sv_awaiting_to_date", "sv_not_accepted_to_date",
    )  # fmt: skip
    facts = [figures.facts[name] for name in names]
    rows = tuple((fact.label, fact.unit_heading, fact) for fact in facts)
    columns = (Column("What", number=False), Column("Unit", number=False), Column("Figure"))
    return Table("data_gaps", f"What is missing from the data, as at {figures.as_at_words}", columns, rows)


def returns_missing(figures: Figures) -> Table:
    """Return the contracts whose return for the period is missing, and what was due in it."""
    missing = [standing for standing in figures.contracts if standing.returns_missing]
    rows = [
        (f"{standing.ref} {standing.title}", standing.supplier, standing.directorate,
         _of_contract(figures, "sv_due_quarter", standing.ref))
        for standing in missing
    ]  # fmt: skip
    columns = (
        Column("Contract", number=False),
        Column("Supplier", number=False),
        Column("Directorate", number=False),
        Column("Due in the period", "£m"),
    )
    return Table(
        "returns_missing", f"Contracts whose return for {figures.period.words} is missing", columns, tuple(rows)
    )


def measures_table(figures: Figures) -> Table:
    """Return each measure in its own unit: due, reported, validated."""
    names = ("quantity_due_to_date", "quantity_reported_to_date", "quantity_validated_to_date", "quantity_share_of_due")
    rows: list[tuple[Cell, ...]] = []
    for member, due in figures.facts.members(names[0], "measure"):
        facts = [figures.facts[f"{name}.measure.{member}"] for name in names]
        rows.append((due.member, due.unit_heading, *facts))
    columns = (
        Column("Measure", number=False),
        Column("Unit", number=False),
        *(Column(heading) for heading in TO_DATE),
        Column(_share_heading(figures)),
    )
    caption = f"Measures in their own units, to the end of {figures.period.words}"
    note = (
        "[z] means not applicable: a share has no share of its own, and some measures do not add up across contracts. "
        "[x] means not available. Different units are never added."
    )
    return Table("measures_table", caption, columns, tuple(rows), note)


EXHIBITS: tuple[ExhibitRecord, ...] = (
    ExhibitRecord("key_facts", "the five facts of the summary", key_facts),
    ExhibitRecord("by_theme", "committed, due, reported and validated by theme", by_theme),
    ExhibitRecord("by_theme_chart", "due, reported and validated by theme, as bars", by_theme_chart),
    ExhibitRecord("by_directorate", "contracts, returns and value by directorate", by_directorate),
    ExhibitRecord("over_time", "due, reported and validated in each quarter", over_time),
    ExhibitRecord("over_time_chart", "due, reported and validated in each quarter, as lines", over_time_chart),
    ExhibitRecord("contracts_behind", "the contracts most behind what was due", contracts_behind),
    ExhibitRecord("data_gaps", "what is missing from the data, in numbers", data_gaps),
    ExhibitRecord("returns_missing", "the contracts whose return is missing", returns_missing),
    ExhibitRecord("data_quality", "what makes the figures less sure, and how far it could move them", data_quality),
    ExhibitRecord("counting_rules", "the rules of counting that rows are against, with reasons", counting_rules),
    ExhibitRecord("accepted_errors", "the errors in the data that the edition accepts, with reasons", accepted_errors),
    ExhibitRecord("measures_table", "each measure in its own unit", measures_table),
)
NAMES = tuple(record.name for record in EXHIBITS)


def build(name: str, figures: Figures) -> Exhibit:
    """Return the exhibit of that name, built from the figures; raise KeyError where there is none."""
    return {record.name: record for record in EXHIBITS}[name].build(figures)


def build_tables(figures: Figures) -> list[Table]:
    """Return every exhibit that is a table, in order."""
    built = (record.build(figures) for record in EXHIBITS)
    return [exhibit for exhibit in built if isinstance(exhibit, Table)]
