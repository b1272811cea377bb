"""The exhibits there are, each a record: its name, what it shows, and how it is built from the figures.

Exhibits stage. To add one, add a record; a narrative then places it with `{{ exhibit("its_name") }}`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import dropwhile

from sv_report.exhibits.chart import Chart, Series, grouped_bars, lines
from sv_report.exhibits.table import Cell, Column, Table, fact_columns
from sv_report.exhibits.words import Words
from sv_report.measures.fact import Fact
from sv_report.measures.figures import Figures

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
HEADINGS = ("Committed, whole life", "Due to date", "Reported to date", "Validated to date", "% of due")


def by_theme(figures: Figures) -> Table:
    """Return committed, due, reported and validated by theme, with the total."""
    caption = f"Social value by theme, to the end of {figures.period.words}"
    return _by(figures, "theme", "Theme", BY_THEME, HEADINGS, caption)


def by_directorate(figures: Figures) -> Table:
    """Return contracts, returns and value by directorate, with the total."""
    names = ("contracts_monitored", "returns_received", "sv_due_to_date", "sv_validated_to_date", "sv_share_of_due")
    headings = ("Contracts", "Returns received", "Due to date", "Validated to date", "% of due")
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


def by_theme_chart(figures: Figures) -> Chart:
    """Return due, reported and validated by theme as bars."""
    members = [fact.member for _, fact in figures.facts.members("sv_due_to_date", "theme")]
    series = [
        Series(name, tuple(fact for _, fact in figures.facts.members(base, "theme")))
        for name, base in (("Due", BY_THEME[1]), ("Reported", BY_THEME[2]), ("Validated", BY_THEME[3]))
    ]
    shares = [(fact.member, fact) for _, fact in figures.facts.members("sv_share_of_due", "theme") if fact.value]
    subtitle = f"Social value to the end of {figures.period.words}, by theme, £m"
    return Chart(
        "by_theme_chart",
        _widest_gap(shares),
        subtitle,
        _in_words("Bar chart", subtitle, members, series),
        0.4 + 0.56 * len(members),
        grouped_bars(members, series),
    )


def _widest_gap(shares: Sequence[tuple[str, Fact]]) -> str:
    """State the message of the themes' chart: which has delivered the largest and which the smallest share."""
    if len(shares) < 2:
        return "Social value due, reported and validated by theme"
    ranked = sorted(shares, key=lambda share: share[1].value or 0)
    (worst, low), (best, high) = ranked[0], ranked[-1]
    return f"{best} has the largest share of what was due, {high.display}; {worst} the smallest, {low.display}"


OVER_TIME = ("sv_due_quarter", "sv_reported_quarter", "sv_validated_quarter")


def over_time(figures: Figures) -> Table:
    """Return due, reported and validated quarter by quarter."""
    names = OVER_TIME
    rows: list[tuple[Cell, ...]] = [
        (quarter, *(figures.facts.member(name, "quarter", quarter) for name in names)) for quarter in _quarters(figures)
    ]
    headings = ("Due", "Reported", "Validated")
    columns = (Column("Quarter", number=False), *(Column(heading, "£m") for heading in headings))
    caption = f"Social value due, reported and validated in each quarter to {figures.period.words}"
    return Table("over_time", caption, columns, tuple(rows))


def _quarters(figures: Figures) -> list[str]:
    """Return the quarters from the first in which anything was due or reported."""
    quarters = [fact.member for _, fact in figures.facts.members(OVER_TIME[0], "quarter")]
    empty = (all(not figures.facts.member(name, "quarter", one).value for name in OVER_TIME) for one in quarters)
    return [quarter for quarter, _ in dropwhile(lambda pair: pair[1], zip(quarters, empty, strict=True))]


def over_time_chart(figures: Figures) -> Chart:
    """Return due, reported and validated over the quarters as lines."""
    members = _quarters(figures)
    series = [
        Series(heading, tuple(figures.facts.member(name, "quarter", quarter) for quarter in members))
        for heading, name in zip(("Due", "Reported", "Validated"), OVER_TIME, strict=True)
    ]
    last = figures.facts["sv_validated_quarter"]
    caption = f"{last.display} was validated in {figures.period.words}, against {_due(figures).display} due"
    subtitle = "Social value in each quarter, £m"
    labels = ["\n".join(reversed(member.split())) for member in members]
    return Chart("over_time_chart", caption, subtitle, _in_words("Line chart", subtitle, members, series), 2.9,
                 lines(labels, series))  # fmt: skip


def _due(figures: Figures) -> Fact:
    return figures.facts["sv_due_quarter"]


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
    rows = [
        (
            f"{standing.ref} {standing.title}",
            standing.supplier,
            _of_contract(figures, "sv_due_to_date", standing.ref),
            _of_contract(figures, "sv_validated_to_date", standing.ref),
            _of_contract(figures, "sv_share_of_due", standing.ref),
            "Missing" if standing.returns_missing else "Received",
        )
        for standing in short
    ]
    columns = (
        Column("Contract", number=False),
        Column("Supplier", number=False),
        Column("Due to date", "£m"),
        Column("Validated to date", "£m"),
        Column("% of due"),
        Column("Return", number=False),
    )
    caption = f"The {len(rows)} contracts most behind their commitments to date, of {len(behind)} behind"
    return Table("contracts_behind", caption, columns, tuple(rows))


def _of_contract(figures: Figures, name: str, ref: str) -> Fact:
    return figures.facts.member(name, "contract", ref)


def _shortfall(figures: Figures, ref: str) -> float:
    due = _of_contract(figures, "sv_due_to_date", ref).value or 0
    return float(due - (_of_contract(figures, "sv_validated_to_date", ref).value or 0))


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
        Column("Due to date"),
        Column("Reported to date"),
        Column("Validated to date"),
        Column("% of due"),
    )
    caption = f"Measures in their own units, to the end of {figures.period.words}"
    note = "[z] means not applicable: a share has no share of its own. Different units are never added."
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
