"""A mapping proposed from the headers of a file, for a person to confirm: what `sv-report map FILE` prints.

Data stage. Takes any file that the readers take, gives YAML text. Each line that was guessed says so; what was not
recognised, and what is needed and was not found, is listed beside it. Nothing reads a file by a proposal that nobody
has looked at.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sv_report.data.schema import TABLES, TableShape
from sv_report.data.sheets.column_letters import column_letter
from sv_report.data.sheets.header import one_line
from sv_report.data.sheets.header_quarters import Role, quarter_header
from sv_report.data.sheets.survey import SheetSurvey, survey
from sv_report.data.sheets.synonyms import likeness, preference

CONFIRM = "# to be confirmed"
LONGEST = 60  # characters of a header or a value shown in a comment
LISTED = 30  # headers of a sheet that are listed where they were not recognised
QUANTITIES = {"commitments": "quantity", "deliveries": "quantity_claimed", "spend": "amount"}
UNDER: dict[str, Role] = {"commitments": "committed", "deliveries": "delivered", "spend": "spent"}
TELLING = {
    "variations": "effective_on",
    "assessments": "rating",
    "deflators": "index",
}  # without it, a sheet is another
BESIDE = {  # tables that one sheet may hold beside another, and what is to be found for that
    "suppliers": ("contracts", ("id", "name")),
    "contracts": ("suppliers", ("ref", "title", "supplier_id")),
    "commitments": ("deliveries", ("contract", "quantity")),
    "deliveries": ("commitments", ("contract", "quantity_claimed")),
}


@dataclass
class Proposal:
    """What a sheet may hold: a table, and the place of the header for each column that was recognised."""

    survey: SheetSurvey
    shape: TableShape
    columns: dict[str, int] = field(default_factory=dict)
    periods: dict[int, str] = field(default_factory=dict)  # the place of a header that is a quarter
    sureness: float = 0
    elsewhere: set[int] = field(default_factory=set)  # the places that another table of the sheet takes
    is_distinct: bool = False  # its rows come again and again, in a sheet of another table

    @property
    def places(self) -> set[int]:
        """The places of all headers that are used."""
        return {*self.columns.values(), *self.periods}

    @property
    def quantities(self) -> set[int]:
        """The places of the headers that its quantities stand under."""
        single = self.columns.get(QUANTITIES.get(self.shape.name, ""))
        return {*self.periods, *([] if single is None else [single])}

    @property
    def lacking(self) -> list[str]:
        """The required columns that nothing was found for."""
        by_period = {"period", QUANTITIES.get(self.shape.name, "")} if self.periods else set()
        named = {*self.columns, *by_period}
        return [column.name for column in self.shape.columns if column.required and column.name not in named]


def propose(path: Path, shown: str) -> str:
    """Return a mapping in YAML that a person is to confirm; raise Unreadable where the file is refused."""
    surveys = survey(path, shown)
    lines = [
        f"# Proposed from the headers of {_comment(shown)}. Nothing here is certain: look at each line",
        f"# against the file, correct it, and take {CONFIRM[2:]!r} away where it is right.",
        "schema: 1",
        "illustrative: false  # true where the data is made up",
        "tables:",
    ]
    is_workbook = any(one.sheet is not None for one in surveys)
    proposed = 0
    for one in surveys:
        proposals = _best(one)
        proposed += len(proposals)
        for proposal in proposals:
            lines += _entry(proposal, is_workbook)
        lines += [] if proposals else _nothing(one)
    if not proposed:
        lines += ["  # No sheet was recognised. An entry begins so:", "  # - table: deliveries", "  #   columns:"]
        lines += ["  #     contract: the header of the column"]
    return "\n".join(lines) + "\n"


def _best(one: SheetSurvey) -> list[Proposal]:
    """Return the table that a sheet seems to hold, and the one beside it where it holds two; none where it seems none.

    A contract register often holds the suppliers too, and a tracker what was promised beside what was delivered.
    """
    proposals = sorted((_as_table(one, shape) for shape in TABLES), key=lambda found: -found.sureness)
    best = proposals[0]
    if not one.columns or best.sureness < 0.5:
        return []
    found = [best, *(other for other in proposals[1:] if _stands_beside(other, best))]
    for proposal in found:
        proposal.elsewhere = {place for other in found for place in other.places}
    return found


def _stands_beside(other: Proposal, best: Proposal) -> bool:
    """Say whether a sheet holds another table beside the best, its quantities under headers of their own."""
    table, needed = BESIDE.get(other.shape.name, ("", ()))
    lacking = {*other.lacking, *(name for name in needed if name not in other.columns and not other.periods)}
    if table != best.shape.name or lacking & {*needed} or other.quantities & best.quantities:
        return False
    other.is_distinct = other.shape.name == "suppliers"
    return True


def _as_table(one: SheetSurvey, shape: TableShape) -> Proposal:
    """Return what a sheet would be as one table: each header to one column, the surest first."""
    proposal = Proposal(one, shape)
    likely = [
        (likeness(header, shape.name, column.name), -preference(header, shape.name, column.name), -index, column.name)
        for index, header in enumerate(one.columns)
        if header and quarter_header(header) is None
        for column in shape.columns
    ]
    for sureness, _, negative, name in sorted((found for found in likely if found[0]), reverse=True):
        if name not in proposal.columns and -negative not in proposal.columns.values():
            proposal.columns[name] = -negative
            proposal.sureness += sureness
    if shape.name in QUANTITIES and "period" not in proposal.columns:
        _take_periods(proposal)
    required = [column.name for column in shape.columns if column.required]
    found = len(required) - len(proposal.lacking)
    share = proposal.sureness / max(1, sum(1 for header in one.columns if header))
    telling = TELLING.get(shape.name)
    is_told = found >= 2 and (telling is None or telling in proposal.columns)
    proposal.sureness = found / len(required) + 0.3 * min(1, share) if is_told else 0
    return proposal


def _take_periods(proposal: Proposal) -> None:
    """Take headers that are quarters for columns that are rows of ours: those that say so, else those that say nothing.

    One that says nothing more is taken alone only where nothing else is the quantity.
    """
    column, names = QUANTITIES[proposal.shape.name], proposal.survey.columns
    named = {index: found for index, header in enumerate(names) if header and (found := quarter_header(header))}
    said = {i: one.period for i, one in named.items() if one.role == UNDER[proposal.shape.name] and one.period}
    plain = {i: one.period for i, one in named.items() if not one.role and one.period}
    quarters = said or (plain if len(plain) > 1 or column not in proposal.columns else {})
    if quarters and len(set(quarters.values())) == len(quarters):
        proposal.periods = quarters
        proposal.columns.pop(column, None)


def _entry(proposal: Proposal, is_workbook: bool) -> Iterator[str]:
    """Give the lines of an entry."""
    one, shape = proposal.survey, proposal.shape
    required = sum(column.required for column in shape.columns)
    found = required - len(proposal.lacking)
    yield ""
    yield f"  - table: {shape.name}  {CONFIRM}: {found} of its {required} required columns were found"
    yield f"    file: {_quoted(one.file.rsplit('/', 1)[-1])}"
    if is_workbook:
        yield f"    sheet: {_quoted(one.sheet or '')}" + ("  # a hidden sheet" if one.hidden else "")
    first, last = one.header_rows[0], one.header_rows[-1]
    yield f"    header: {first if first == last else f'[{first}, {last}]'}  {CONFIRM}"
    if proposal.is_distinct:
        yield f"    distinct: true  {CONFIRM}: a supplier of several contracts is one"
    yield f"    # {_counted(one)}"
    yield "    columns:"
    yield from _columns(proposal)
    if proposal.periods:
        yield from _unpivot(proposal)
    yield from _unused(proposal)


def _columns(proposal: Proposal) -> Iterator[str]:
    one = proposal.survey
    for column in proposal.shape.columns:
        if column.name in proposal.columns:
            index = proposal.columns[column.name]
            yield f"      {column.name}: {_header(one, index)}  {CONFIRM}{_sample(one, index)}"
        elif column.name in proposal.lacking:
            yield f"      # {column.name}:  # required, and no header was recognised as it: a header, or {{value: ...}}"


def _unpivot(proposal: Proposal) -> Iterator[str]:
    yield f"    unpivot:  {CONFIRM}"
    yield "      column: period"
    yield f"      into: {QUANTITIES[proposal.shape.name]}"
    yield "      headers:"
    for index, period in proposal.periods.items():
        yield f"        {_quoted(proposal.survey.columns[index])}: {period}  {CONFIRM}"


def _unused(proposal: Proposal) -> Iterator[str]:
    """Give the headers that were not recognised, as comments."""
    one = proposal.survey
    used = proposal.places | proposal.elsewhere
    unused = [index for index, header in enumerate(one.columns) if header and index not in used]
    if unused:
        yield "    # not recognised, so not read:"
    for index in unused[:LISTED]:
        yield f"    #   {column_letter(index)}: {_comment(one.columns[index])}{_sample(one, index)}"
    if len(unused) > LISTED:
        yield f"    #   and {len(unused) - LISTED:,} more"


def _nothing(one: SheetSurvey) -> Iterator[str]:
    """Give what is said of a sheet that is not recognised."""
    sheet = f"The sheet {_comment(one.sheet)}" if one.sheet is not None else "The file"
    hidden = " (hidden)" if one.hidden else ""
    yield ""
    yield f"  # {sheet}{hidden} was not recognised as any table: {_counted(one)}."
    if names := [_comment(name) for name in one.columns if name]:
        more = f" and {len(names) - LISTED:,} more" if len(names) > LISTED else ""
        yield f"  #   Its headers, in row {one.header_rows[0]}: {', '.join(names[:LISTED])}{more}"


def _counted(one: SheetSurvey) -> str:
    kinds = ("read", "blank", "header", "total", "duplicate", "rejected")
    counts = ", ".join(f"{getattr(one, kind):,} {kind}" for kind in kinds if getattr(one, kind))
    return f"{one.rows:,} row{'' if one.rows == 1 else 's'}: {counts}" if one.rows else "no rows"


def _header(one: SheetSurvey, index: int) -> str:
    """Return how a column is named in the mapping: with its letter where another has the same header."""
    name = _quoted(one.columns[index])
    is_double = one.columns.count(one.columns[index]) > 1
    return f"{{header: {name}, column: {column_letter(index)}}}" if is_double else name


def _sample(one: SheetSurvey, index: int) -> str:
    values: Sequence[str] = one.samples[index] if index < len(one.samples) else ()
    return f", as in {'; '.join(map(_comment, values))}" if values else ""


def _comment(text: str | None) -> str:
    """Return a text as it may stand in a comment: on one line, cut short, nothing that cannot be printed."""
    plain = "".join(letter for letter in one_line(text or "") if letter.isprintable())
    return plain if len(plain) <= LONGEST else f"{plain[:LONGEST]}..."


def _quoted(text: str) -> str:
    """Return a text between quotation marks, as YAML reads it back."""
    line = one_line(text)
    return json.dumps(line, ensure_ascii=not line.isprintable())
