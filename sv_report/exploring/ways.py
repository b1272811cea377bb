"""Tables by one dimension or two: the members of a dimension, and how they stand against what was due.

One dimension's facts are those of the report, and can be traced. Two dimensions' are made when they are asked for.
Amounts in different units stand in rows of their own, each with its unit: nothing here adds anything up.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from sv_report.data.rules.table_rules import name_in_fact
from sv_report.errors import UsageError
from sv_report.exhibits.leading import Asked, in_pounds, pounds_unit, progress, share_heading, stages, subject
from sv_report.exhibits.table import Cell, Column, Table
from sv_report.exploring.listing import Listing
from sv_report.findings import Finding, Where
from sv_report.measures.crossing import APART, QUARTER, Crossing, crossings, facts_of
from sv_report.measures.fact import Fact
from sv_report.measures.facts import Facts
from sv_report.measures.figures import Figures
from sv_report.measures.register import CONTRACT_DIMENSIONS, MEASURE_DIMENSIONS
from sv_report.measures.results import Results
from sv_report.params.nearest import advice

DIMENSIONS = (*MEASURE_DIMENSIONS, *CONTRACT_DIMENSIONS, QUARTER)
HEADINGS = {"priority": "Corporate priority", "supplier_type": "Kind of supplier"}  # others are called as they are
OF_MEASURES: Asked = (
    ("quantity_committed_life", "Committed, whole life"),
    ("quantity_due_to_date", "Due to date"),
    ("quantity_reported_to_date", "Reported to date"),
    ("quantity_validated_to_date", "Validated to date"),
    ("quantity_share_of_due", "% of due"),
)
OF_QUARTERS: Asked = (
    ("sv_due_quarter", "Due"),
    ("sv_reported_quarter", "Reported"),
    ("sv_validated_quarter", "Validated"),
)
MEASURES_OF_QUARTERS: Asked = tuple((id_.replace("sv_", "quantity_"), heading) for id_, heading in OF_QUARTERS)
OF_CONTRACTS: Asked = (
    ("contracts_monitored", "Contracts"),
    ("contracts_behind", "Contracts behind"),
    ("returns_due", "Returns due"),
    ("returns_received", "Returns received"),
)
SHORT = "Short of due"
NOTE = "Short of due is what was due to date less what was {headline}; below nothing where more was."
UNITS = "Amounts are in each measure's own unit. Different units are never added."
Row = tuple[Cell, ...]


@dataclass(frozen=True)
class Way:
    """Some figures by a dimension or two: `of` holds the member of a dimension that rows are kept of, if any."""

    figures: Figures
    dimensions: tuple[str, ...]
    of: Mapping[str, str]

    @property
    def all(self) -> tuple[str, ...]:
        """The dimensions of the rows, and of the members that they are kept of."""
        return (*self.dimensions, *self.of)

    @property
    def asked(self) -> Asked:
        """The facts of a row, each with its column's heading."""
        if QUARTER in self.all:
            return MEASURES_OF_QUARTERS if self.is_of_measures else OF_QUARTERS
        leading = progress(self.figures) if len(self.all) > 1 else stages(self.figures)
        if self.is_of_measures:
            return (*OF_MEASURES[:-1], (OF_MEASURES[-1][0], share_heading(self.figures)))
        by_contract = self.all[0] in CONTRACT_DIMENSIONS and self.all != ("contract",) and len(self.all) == 1
        return (*OF_CONTRACTS, *leading) if by_contract else leading

    @property
    def is_of_measures(self) -> bool:
        """Whether rows are of one measure each, and so in its own unit."""
        return "measure" in self.all

    @property
    def pair(self) -> tuple[str, str]:
        """What was due, and what of it the headline counts: the ids of the two facts that *short of due* compares."""
        (due, _), (done, _), _ = progress(self.figures)
        return due, done

    @property
    def has_short(self) -> bool:
        """Whether rows say what is short of due: commitments on schedule, of one measure, are contracts' to say."""
        return QUARTER not in self.all and (in_pounds(self.figures) or not self.is_of_measures)

    def table(self, rows: Sequence[Row]) -> Listing:
        """Return the rows as a table; raise UsageError where there are none."""
        if not rows:
            asked = _listed(self.all)
            message = f"nothing was promised or reported by {asked}"
            raise _refused("nothing-found", message, asked, "Ask by another dimension.")
        keys = [Column(_heading(dimension), number=False) for dimension in self.dimensions]
        what = "Measures in their own units" if self.is_of_measures else subject(self.figures)
        named = [_heading(one).lower() for one in self.dimensions if one != "measure" or len(self.all) > 1]
        caption = f"{what} by {_listed(named)}" if named else what
        caption += f", to the end of {self.figures.period.words}"
        caption += "".join(f": {member}" for member in self.of.values())
        name = "_".join(("by", *self.dimensions))
        return Listing(Table(name, caption, (*keys, *self._columns(rows)), tuple(rows), self._note), len(keys))

    def _columns(self, rows: Sequence[Row]) -> Iterator[Column]:
        if self.is_of_measures:
            yield Column("Unit", number=False)
        units = {id_: self.figures.facts[id_].unit_heading for id_, _ in self.asked if id_ in self.figures.facts}
        for id_, heading in self.asked:
            unit = "" if self.is_of_measures else units.get(id_, "")
            yield Column(heading, "" if unit in ("%", "number") else unit)
        if self.has_short:
            yield Column(SHORT, pounds_unit(self.figures) if in_pounds(self.figures) else "")

    @property
    def _note(self) -> str:
        notes = [UNITS] if self.is_of_measures else []
        notes += [NOTE.format(headline=self._done)] if self.has_short else []
        return " ".join(notes)

    @property
    def _done(self) -> str:
        return self.figures.headline if in_pounds(self.figures) else "on schedule"

    def row(self, keys: Sequence[str], facts: Sequence[Fact | None], compared: Sequence[Fact | None]) -> Row:
        """Return a row: its keys, the unit of a measure, its facts, and what is short of due."""
        unit = [facts[0].unit_heading if facts[0] else ""] if self.is_of_measures else []
        short = [_short(*compared)] if self.has_short else []
        return (*keys, *unit, *(fact or "[z]" for fact in facts), *short)


def by_one(way: Way) -> Listing:
    """Return the table of one dimension, from the facts of the report."""
    facts, (dimension,) = way.figures.facts, way.dimensions
    ids = [id_ for id_, _ in way.asked]
    named = [(member, first.member) for member, first in facts.members(ids[0], dimension)] if ids else []
    rows = [
        way.row([words], _of(facts, ids, dimension, member), _of(facts, way.pair, dimension, member))
        for member, words in named
        if dimension != "measure" or facts[f"quantity_committed_life.measure.{member}"].source.rows
        or facts[f"quantity_reported_to_date.measure.{member}"].source.rows
    ]  # fmt: skip
    return way.table(rows)


def by_two(way: Way, results: Results) -> Listing:
    """Return the table of the pairs of two dimensions' members, or of those of one member."""
    first, second = way.all
    ids = [id_ for id_, _ in way.asked]
    rows = [
        way.row(_keys(way, crossing), facts_of(crossing, ids), facts_of(crossing, way.pair) if way.has_short else ())
        for crossing in crossings(results, (first, second))
        if not way.of or _is(crossing.second.name, crossing.second.words, way.of[second])
    ]
    return way.table(rows)


def way_of(figures: Figures, dimensions: Sequence[str], of: Mapping[str, str]) -> Way:
    """Return a way to look at figures; raise UsageError where a name is not one, or there are too many or none."""
    dimensions, of = [str(name) for name in dimensions], {name: str(member) for name, member in of.items()}
    asked = (*dimensions, *of)
    for name in asked:
        if name not in DIMENSIONS:
            raise _refused("dimension-unknown", f"there is no dimension {name!r}", name, advice(name, DIMENSIONS))
    if not dimensions or not 0 < len(set(asked)) == len(asked) <= 2:
        remedy = f"Name one or two of {', '.join(DIMENSIONS)}, or one and a member of another: {EXAMPLES}."
        raise _refused("dimensions-number", f"by() was given {len(asked)} dimensions", ", ".join(asked), remedy)
    if len(asked) == 2 and QUARTER in asked and set(asked) & set(CONTRACT_DIMENSIONS):
        raise _refused("dimensions-apart", f"{_listed(asked)} cannot be crossed", _listed(asked), APART)
    if QUARTER in asked and "measure" not in asked and not in_pounds(figures):
        remedy = 'Load a value book, or ask by("quarter", "measure"): each measure in its own unit.'
        raise _refused("value-book-needed", "quarters are added up in pounds alone", _listed(asked), remedy)
    return Way(figures, tuple(dimensions), {name: _member(figures, name, member) for name, member in of.items()})


EXAMPLES = 'by("directorate", "measure"), by("contract", directorate="Resources")'


def _member(figures: Figures, dimension: str, asked: str) -> str:
    """Return the member that is meant, as a reader knows it; raise UsageError where there is none."""
    words = [fact.member for _, fact in figures.facts.members(_any_of(dimension), dimension)]
    has_ref = dimension in ("contract", "measure")  # their words begin with it
    found = [one for one in words if _is(one.split(" ")[0] if has_ref else one, one, asked)]
    if not found:
        message = f"there is no {_heading(dimension).lower()} {asked!r}"
        raise _refused("member-unknown", message, asked, advice(asked, words))
    return found[0]


def _any_of(dimension: str) -> str:
    """Return the id of a fact that is made of every member of a dimension."""
    return OF_QUARTERS[0][0] if dimension == QUARTER else "commitments_due"


def _is(name: str, words: str, asked: str) -> bool:
    """Whether a member goes by what was asked: its words, its ref, or its name in a fact's id."""
    return name_in_fact(asked) in (name_in_fact(words), name_in_fact(name))


def _keys(way: Way, crossing: Crossing) -> list[str]:
    return [crossing.first.words] if way.of else [crossing.first.words, crossing.second.words]


def _of(facts: Facts, ids: Sequence[str], dimension: str, member: str) -> list[Fact | None]:
    named = (f"{id_}.{dimension}.{member}" for id_ in ids)
    return [facts.get(id_) for id_ in named]


def _short(due: Fact | None, done: Fact | None) -> Cell:
    """Return what was due less what was done, in the unit of both; it is no fact of the report."""
    if due is None or done is None:
        return "[z]"
    if due.value is None or done.value is None:
        return due.figure if due.value is None else done.figure
    value: Decimal = due.value - done.value
    return replace(due, id="", label=SHORT, value=value, status="ok" if value else "zero", formula="due less done")


def _heading(dimension: str) -> str:
    return HEADINGS.get(dimension, dimension.capitalize())


def _listed(names: Sequence[str]) -> str:
    return " and ".join(names)


def _refused(rule: str, message: str, found: str, remedy: str) -> UsageError:
    return UsageError("There is no such table.", [Finding(rule, "error", message, Where(found=found), remedy)])
