"""What the annex of sources says of a number and of a table: formula, rows, filter, largest rows.

Manuscript stage: takes traces, gives Markdown with all that comes from data escaped. Amounts are unrounded sums, to
the penny; different units are never added.
"""

from collections import Counter
from collections.abc import Collection, Container, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sv_report.exhibits.text import escape
from sv_report.manuscript.report import joined
from sv_report.measures.terms import Role
from sv_report.measures.trace import FileSum, Trace, TraceRow
from sv_report.measures.trace.words import in_words
from sv_report.measures.value import ARITHMETIC

LARGEST = 3  # rows of a number that are named: ten may be, and fewer keep the annex short
OVERLAPPING = {"concern", "rule"}  # dimensions whose members share rows
NOT_ADDED = "measure"  # the dimension whose members may be of different units, or of local value beside social
ROLES: tuple[Role, ...] = ("part", "numerator", "denominator")
OFTEN = 3  # formulas that value alike, for it to be said once


# ---- what is said once for all -------------------------------------------------------------------


@dataclass(frozen=True)
class Terms:
    """What most entries would repeat: how quantities are valued (they say *valued* for it), and the files' folder."""

    valued: str = ""
    folder: str = ""

    @classmethod
    def of(cls, traces: Collection[Trace]) -> "Terms":
        """Return the terms of some traces: the words that at least `OFTEN` formulas end with, the folder of all."""
        ends = Counter(trace.fact.formula.partition(": ")[2] for trace in traces)
        often = [(count, end) for end, count in ends.items() if end and count >= OFTEN]
        folders = {one.file.rpartition("/")[0] for trace in traces for one in trace.files}
        return cls(max(often)[1] if often else "", folders.pop() if len(folders) == 1 else "")

    @property
    def said(self) -> str:
        """The terms as the annex's introduction gives them."""
        valued = f"Valued means: {self.valued}" if self.valued else ""
        folder = f"The files are in {self.folder}" if self.folder else ""
        return " ".join(filter(None, (_sentence(valued), _sentence(folder))))

    def short(self, formula: str) -> str:
        """Return a formula with its valuation in one word."""
        return formula.replace(f": {self.valued}", ", valued") if self.valued else formula

    def place(self, one: FileSum | TraceRow) -> str:
        """Return a source file, and its sheet where it has several."""
        file = one.file.removeprefix(f"{self.folder}/") if self.folder else one.file
        return f"{file}, sheet {one.sheet}" if one.sheet else file


# ---- a number in the text ------------------------------------------------------------------------


def about_number(trace: Trace, terms: Terms) -> str:
    """Return how a number was made of which rows, in one paragraph."""
    said = [_made(trace, terms), _counted(trace.filters), _largest(trace, terms), f"Name: {escape(trace.fact.id)}."]
    return " ".join(filter(None, said))


def _made(trace: Trace, terms: Terms) -> str:
    """Return the formula with the numbers put in, and each source file with its rows and their sum."""
    if trace.formula.startswith(f"{trace.fact.formula}: {trace.count:,} row") and trace.fact.value is not None:
        return _sentence(f"{terms.short(trace.fact.formula)}: {_add_up(trace, terms)}")
    if trace.fact.kind == "share" and trace.fact.value is not None:
        value = in_words(trace.fact.value, trace.fact.unit)
        return _sentence(f"{terms.short(trace.fact.formula)}: {_files([trace], terms)} = {value}")
    if not trace.is_said:
        return _sentence(f"{terms.short(trace.fact.formula)}: {trace.fact.display}; {_files([trace], terms)}")
    return f"{_sentence(terms.short(trace.formula))} {_sentence(_files([trace], terms))}"


def _add_up(trace: Trace, terms: Terms) -> str:
    first, *others = trace.files
    said = (
        f"{_rows(first.rows)} of {terms.place(first)} {'adds' if first.rows == 1 else 'add'} up to {_sum(trace, first)}"
    )
    return joined([said, *(f"{_rows(one.rows)} of {terms.place(one)} to {_sum(trace, one)}" for one in others)])


def _largest(trace: Trace, terms: Terms) -> str:
    """Return the rows that add most, in one sentence; where every row adds the same, only if all can be named.

    Nothing of a share: its numerator is a number of its own, or told in a table.
    """
    rows = [row for row in trace.largest if row.role == "part"]
    alike = len({row.contribution for row in rows}) == 1
    if not rows or (alike and trace.totals["part"] != sum(row.contribution for row in rows)):
        return ""
    several = len({(row.file, row.sheet) for row in rows}) > 1
    named = [_row(trace, row, alike, terms if several else None) for row in (rows if alike else rows[:LARGEST])]
    return _sentence(f"{'The rows' if alike else 'Largest rows'}: {', '.join(named)}")


def _row(trace: Trace, row: TraceRow, alike: bool, terms: Terms | None) -> str:
    of = ", ".join(filter(None, (row.contract, row.measure)))
    place = f"{row.row} of {terms.place(row)}" if terms else f"{row.row}"
    value = "" if alike else in_words(row.contribution, trace.unit_of_rows)
    return " ".join(filter(None, (place, f"({of})" if of else "", value)))


# ---- a table -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Group:
    """Numbers of one kind in a table or chart, such as those of a column; `label` is Markdown."""

    label: str
    traces: tuple[Trace, ...]

    @property
    def whole(self) -> Trace | None:
        """The trace of their total, where it is among them."""
        return next((trace for trace in self.traces if "." not in trace.fact.id), None)

    @property
    def filters(self) -> tuple[str, ...]:
        """The filters that all of them have."""
        first = (self.whole or self.traces[0]).filters
        return tuple(one for one in first if all(one in trace.filters for trace in self.traces))

    @property
    def formula(self) -> str:
        """How they are made, in words."""
        traces = [self.whole] if self.whole else self.traces
        return ", or ".join(dict.fromkeys(trace.fact.formula for trace in traces))

    def rows(self, terms: Terms) -> str:
        """Return the files of their total, else of them all."""
        if self.whole:
            return _files([self.whole], terms)
        several = f"{len(self.traces)} values, from " if len(self.traces) > 1 else ""
        return several + _files(self.traces, terms)

    def is_told(self, own: Container[str]) -> bool:
        """Return whether the whole that they are of, or are members of, has an entry of its own."""
        return self.traces[0].fact.id.split(".")[0] in own


def about_table(groups: Sequence[Group], own: Container[str], terms: Terms) -> list[str]:
    """Return the numbers of a table by kind: those whose whole has an entry in `own`, where its filter is told; then a
    paragraph for each of the others; then what holds for all of these."""
    told = [_made_of(group, terms) for group in groups if group.is_told(own)]
    here = [group for group in groups if not group.is_told(own)]
    shared = [one for one in here[0].filters if all(one in group.filters for group in here)] if here else []
    return [
        *([f"Counted as for the same numbers in the text, above. {' '.join(told)}"] if told else []),
        *(about_group(group, terms, [one for one in group.filters if one not in shared]) for group in here),
        *filter(None, [" ".join(filter(None, (_counted(shared, "All counted"), _of_all(groups))))]),
    ]


def about_group(group: Group, terms: Terms, filters: Sequence[str]) -> str:
    """Return how numbers of one kind are made, and the rows of their total, else of them all."""
    return f"{_made_of(group, terms)} {_counted(filters)}".rstrip()


def _made_of(group: Group, terms: Terms) -> str:
    made = _sentence(f"{terms.short(group.formula)}; {group.rows(terms)}", capital=False)
    return f"**{group.label}**: {made}"


def label_of(traces: Sequence[Trace]) -> str:
    """Return what numbers of one kind are called, without the member that each is of."""
    fact = traces[0].fact
    return escape(fact.label.removesuffix(f": {fact.member}") if len(traces) > 1 and fact.member else fact.label)


def _of_all(groups: Sequence[Group]) -> str:
    """Return what is to be known of sums over several members: of rows held twice, of measures held apart."""
    ids = (trace.fact.id for group in groups for trace in group.traces)
    dimensions = {dimension for id in ids for dimension in id.split(".")[1:2]}
    said = "A row that several lines of the table hold is counted in each." if dimensions & OVERLAPPING else ""
    return "Measures are not added to each other: each has its own sum." if NOT_ADDED in dimensions else said


# ---- files and sums ------------------------------------------------------------------------------


def _files(traces: Sequence[Trace], terms: Terms) -> str:
    """Return each source file with the number of its rows and their sum; of a share, numerator ÷ denominator."""
    said: dict[Role, str] = {}
    for role in ROLES:
        found = [(trace, one) for trace in traces for one in trace.files if one.role == role]
        places = dict.fromkeys(terms.place(one) for _, one in found)
        of_role = [
            _file(place, [(trace, one) for trace, one in found if terms.place(one) == place]) for place in places
        ]
        if of_role:
            said[role] = joined(of_role)
    divided = " ÷ ".join(said[role] for role in ("numerator", "denominator") if role in said)
    return "; ".join(filter(None, (said.get("part"), divided)))


def _file(place: str, found: Sequence[tuple[Trace, FileSum]]) -> str:
    """Return one file's rows and what they add up to, each unit by itself; several measures are not added."""
    sums: dict[str, Decimal] = {}
    for trace, one in found:
        unit = trace.unit_of_rows
        sums[unit] = ARITHMETIC.add(sums.get(unit, Decimal(0)), one.total)
    if len(found) > 1 and any(f".{NOT_ADDED}." in trace.fact.id for trace, _ in found):
        sums = {}
    rows = f"{_rows(sum(one.rows for _, one in found))} of {place}"
    if all(not trace.is_said for trace, _ in found):
        return f"{rows} examined"
    added = ", ".join(in_words(total, unit) for unit, total in sums.items())
    return f"{rows} ({added})" if added else rows


def _sum(trace: Trace, one: FileSum) -> str:
    return in_words(one.total, trace.unit_of_rows)


def _rows(number: int) -> str:
    return f"{number:,} {'row' if number == 1 else 'rows'}"


def _counted(filters: Sequence[str], start: str = "Counted") -> str:
    return _sentence(f"{start}: {'; '.join(filters)}") if filters else ""


def _sentence(text: str, capital: bool = True) -> str:
    """Return data text as an escaped sentence: a capital first, a full stop last."""
    text = text.strip().rstrip(".")
    return f"{escape(text[:1].upper() + text[1:] if capital else text)}." if text else ""
