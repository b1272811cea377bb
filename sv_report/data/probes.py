"""Probes: other cells for a row, each a question: does a figure move when the row says this instead?

Data stage. Takes a `SourceRow`, gives changes of it that keep to the rules: each amount moved by the least that the
tables hold, alone; and the ends of what else the row may say (nothing, less than nothing, not yet assessed, received
too late), at which sums and shares come and go. An amount for which the row is rejected is mended first, as until then
nothing else that the row says matters. Counts and words turn in between: `tracing.reach` knows of those.
Where a row stands (its contract, measure, period, directorate, theme …) no probe changes: that is another row.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sv_report.data.cells.values import CellFault, read_cell
from sv_report.data.schema import SHAPES, Column
from sv_report.data.source_rows import SourceRow, TablePart
from sv_report.data.what_if import RowChange
from sv_report.params.period import Period

LEAST = Decimal("0.000001")  # the tables hold six places
MOST = Decimal(10) ** 11  # well within the tables' twelve digits before the point, below nothing
DAY = timedelta(days=1)
MEANT_BY_BLANK = {"attribution": Decimal(1), "deadweight": Decimal(0)}
OTHER = {"good": ("high", "low"), "counts_as": ("additional", "local"), "valued": ("valued", "record-only"),
         "across": ("sum", "none"), "rating": ("Good", "Inadequate")}  # fmt: skip

STANDS_BY: dict[str, frozenset[str]] = {  # the columns that say where a row stands, and that no probe changes
    "suppliers": frozenset({"id", "sme", "vcse"}),
    "contracts": frozenset({"ref", "supplier_id", "directorate", "district", "category"}),
    "measures": frozenset({"ref", "theme", "outcome", "priority", "unit", "over_time", "renamed_from"}),
    "value_book": frozenset({"measure", "version"}),
    "commitments": frozenset({"contract", "measure", "period"}),
    "returns": frozenset({"contract", "period"}),
    "deliveries": frozenset({"contract", "measure", "period"}),
    "spend": frozenset({"contract", "period"}),
    "variations": frozenset({"contract"}),
    "assessments": frozenset({"contract", "kpi"}),
    "deflators": frozenset({"year"}),
}

Values = Mapping[str, Any]  # of a table's columns; None: blank


@dataclass(frozen=True)
class Asked:
    """What probes need to know of the report and of the rows beside: its days, and versions that there are.

    `versions` are those of the return that the row is a line of, `books` those of the value book.
    """

    period: Period
    as_at: date
    last_as_at: date | None = None
    versions: Sequence[int] = ()
    books: Sequence[str] = ()


@dataclass(frozen=True)
class Probe:
    """A change of a row; `column` is the one amount that it moves by the least, "" where it is another question.

    `columns` are all that it changes.
    """

    change: RowChange
    column: str = ""
    columns: frozenset[str] = frozenset()


def probes_of(row: SourceRow, asked: Asked) -> list[Probe]:
    """Return the probes of a row: one an amount, then the ends of what else it may say; then those of it mended."""
    probes = _probes_as_is(row, asked)
    if names := faults(row):
        whole, of = mended(row), frozenset(names)
        probes.append(Probe(whole.written({}), columns=of))
        probes += [Probe(probe.change, columns=of | probe.columns) for probe in _probes_as_is(whole, asked)]
    return list({probe.change: probe for probe in reversed(probes)}.values())[::-1]


def _probes_as_is(row: SourceRow, asked: Asked) -> list[Probe]:
    probes: list[Probe] = []
    for part in row.parts:
        for column, value in nudges(part):
            probes += _probe(row, part, {column: value}, _called(row, part, column))
    for part in row.parts:
        for values in ENDS.get(part.table, _no_ends)(part, asked):
            probes += _probe(row, part, values)
    return probes


def amounts(row: SourceRow) -> list[str]:
    """Return the columns of a row that hold numbers, as probes call them."""
    return [
        _called(row, part, column.name)
        for part in row.parts
        for column in SHAPES[part.table].columns
        if column.type == "number" and column.name in part.places
    ]


def _called(row: SourceRow, part: TablePart, column: str) -> str:
    """Return what a column is called: by the table's name for it; by the sheet's header where a row has several."""
    index = part.places[column]
    others = {one.places.get(column, index) for one in row.parts}
    return column if others == {index} else row.header[index]


def _probe(row: SourceRow, part: TablePart, values: Values, column: str = "") -> list[Probe]:
    """Return the probe that gives columns other values; none where one of them has no cell, or nothing would change."""
    moved = {name: value for name, value in values.items() if value != part.value(name)}
    if not moved or any(name not in part.places for name in moved):
        return []
    texts = {part.places[name]: _text(part, name, value) for name, value in moved.items()}
    return [Probe(row.written(texts), column, frozenset(_called(row, part, name) for name in moved))]


def _text(part: TablePart, column: str, value: Any) -> str:
    """Return a value as the row's sheet would say it."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        times = part.rules[column].times
        return format(value if times is None else value / times, "f")
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)  # a date as ISO writes it


# ---- by the least --------------------------------------------------------------------------------


def nudges(part: TablePart) -> Iterator[tuple[str, Decimal]]:
    """Yield each number of a row with another that is next to it, and that the rules allow."""
    for column in SHAPES[part.table].columns:
        value = part.value(column.name)
        if value is None and part.cells[column.name].strip() == "":
            value = MEANT_BY_BLANK.get(column.name)
        if column.type != "number" or not isinstance(value, Decimal):
            continue
        if column.name.endswith("_validated"):
            by = _within(value, part.value(column.name.replace("_validated", "_claimed")), column.name)
        elif column.most is not None and value + LEAST > column.most:
            by = -LEAST
        else:
            by = LEAST if value >= 0 else -LEAST
        if by:
            yield column.name, value + by


def _within(value: Decimal, claimed: object, column: str) -> Decimal:
    """Return by how much what was validated may move: a quantity between nothing and what was claimed."""
    if not isinstance(claimed, Decimal):
        return Decimal(0)
    if column.startswith("denominator") and claimed >= 0:
        return LEAST
    if value:
        return -LEAST if value > 0 else LEAST
    return LEAST if claimed > 0 else -LEAST if claimed < 0 else Decimal(0)


# ---- mended --------------------------------------------------------------------------------------


def faults(row: SourceRow) -> list[str]:
    """Return the amounts for which a row is rejected, as probes call them: no number, out of range, or missing."""
    return list(dict.fromkeys(_called(row, part, column) for part in row.parts for column in _faults(part)))


def mended(row: SourceRow) -> SourceRow:
    """Return a row with a number that the rules allow in place of each amount for which it is rejected."""
    parts: list[TablePart] = []
    texts: dict[int, str] = {}
    for part in row.parts:
        for column in _faults(part):
            text = texts.setdefault(part.places[column], _text(part, column, _allowed(part, column)))
            part = replace(part, cells={**part.cells, column: text})
        parts.append(part)
    return replace(row, cells=row.written(texts).cells or (), parts=tuple(parts))


def _faults(part: TablePart) -> list[str]:
    return [
        column.name
        for column in SHAPES[part.table].columns
        if column.type == "number" and column.name in part.places and _is_fault(part, column)
    ]


def _is_fault(part: TablePart, column: Column) -> bool:
    try:
        value = read_cell(part.cells[column.name], column, part.rules[column.name]).value
    except (CellFault, ValueError):
        return True
    if not isinstance(value, Decimal):  # blank, or a word that says so
        return False
    return (column.least is not None and value < column.least) or (column.most is not None and value > column.most)


def _allowed(part: TablePart, column: str) -> Decimal:
    """Return a number that a column may hold beside the row's others: what was validated is what was claimed."""
    what, _, when = column.partition("_")
    beside = {"claimed": (f"{what}_validated",), "validated": (f"{what}_claimed",)}.get(when, ())
    if what == "denominator":  # no less than the quantity that it is the whole of
        beside = (*beside, column.replace("denominator", "quantity"))
    found = [value for name in beside if isinstance(value := _known(part, name), Decimal) and value]
    return max(found, default=MEANT_BY_BLANK.get(column, Decimal(1)))


def _known(part: TablePart, column: str) -> object:
    return part.value(column) if column in part.cells else None


# ---- the ends of what else a row may say ---------------------------------------------------------


def _no_ends(part: TablePart, asked: Asked) -> Iterator[Values]:
    yield from ()


def _ends_of_delivery(part: TablePart, asked: Asked) -> Iterator[Values]:
    on, is_assessed = part.value("validated_on"), part.value("quantity_validated") is not None
    yield {"quantity_claimed": -MOST} | ({"quantity_validated": -MOST} if is_assessed else {})
    if is_assessed:
        yield dict.fromkeys(("quantity_validated", "denominator_validated", "validated_on"))
    else:
        accepted = {f"{what}_validated": part.value(f"{what}_claimed") for what in ("quantity", "denominator")}
        yield accepted | {"validated_on": asked.as_at}
    is_of_last = part.value("period") in [str(quarter) for quarter in asked.period.previous.quarters]
    if is_of_last and asked.last_as_at and isinstance(on, date):  # what the last report knew of it
        yield {"validated_on": asked.last_as_at if on > asked.last_as_at else asked.as_at}
    version = part.value("return_version")
    others = sorted(one for one in asked.versions if one != version)
    if others:
        yield {"return_version": others[-1]}


def _ends_of_commitment(part: TablePart, asked: Asked) -> Iterator[Values]:
    yield {"quantity": Decimal(0)}


def _ends_of_return(part: TablePart, asked: Asked) -> Iterator[Values]:
    received, due = part.value("received_on"), part.value("due_on")
    yield {"version": 99}  # its lines are then of no return
    if isinstance(received, date) and isinstance(due, date):
        yield {"received_on": asked.as_at + DAY}
        yield {"due_on": received - DAY if received <= due else received}
    elif isinstance(due, date):
        yield {"received_on": min(due, asked.as_at)}
        yield {"received_on": asked.as_at, "due_on": asked.as_at - DAY}
    if asked.last_as_at and isinstance(received, date):
        yield {"received_on": asked.last_as_at if received > asked.last_as_at else asked.as_at}


def _ends_of_contract(part: TablePart, asked: Asked) -> Iterator[Values]:
    start, end = part.value("start"), part.value("end")
    if isinstance(start, date) and isinstance(end, date):
        after = asked.period.end + DAY
        if start <= asked.period.end:
            yield {"start": after, "end": max(end, after), "terminated_on": None}
            yield {"end": max(start, asked.period.start - DAY), "terminated_on": None}
            yield {"terminated_on": start if part.value("terminated_on") is None else None}
        else:
            yield {"start": asked.period.start}
    yield from ({"value_book": version} for version in asked.books if version != part.value("value_book"))
    yield {"title": _other_words(part, "title")}


def _ends_of_measure(part: TablePart, asked: Asked) -> Iterator[Values]:
    yield {"name": _other_words(part, "name")}
    yield from _others(part, "good", "counts_as", "valued", "across")


def _ends_of_supplier(part: TablePart, asked: Asked) -> Iterator[Values]:
    yield {"name": _other_words(part, "name")}


def _ends_of_value(part: TablePart, asked: Asked) -> Iterator[Values]:
    yield {"proxy_gbp": Decimal(0)}
    yield {"attribution": Decimal(0), "net_of": None}
    if part.value("net_of"):
        yield {"net_of": None}
    long_ago = date(1900, 1, 1)
    yield {"valid_from": long_ago, "valid_to": long_ago}


def _ends_of_spend(part: TablePart, asked: Asked) -> Iterator[Values]:
    yield {"amount": -MOST}


def _ends_of_variation(part: TablePart, asked: Asked) -> Iterator[Values]:
    yield {"value": Decimal(0)}
    effective = part.value("effective_on")
    if isinstance(effective, date):
        yield {"effective_on": asked.period.end + (DAY if effective <= asked.period.end else 0 * DAY)}


def _ends_of_assessment(part: TablePart, asked: Asked) -> Iterator[Values]:
    yield {"assessed_on": asked.as_at + DAY}
    yield from _others(part, "rating")


def _others(part: TablePart, *columns: str) -> Iterator[Values]:
    """Yield another of the words that each column may hold."""
    for column in columns:
        one, other = OTHER[column]
        yield {column: other if part.value(column) == one else one}


def _other_words(part: TablePart, column: str) -> str:
    return f"{part.cells[column]} (another name)"


ENDS = {
    "deliveries": _ends_of_delivery,
    "commitments": _ends_of_commitment,
    "returns": _ends_of_return,
    "contracts": _ends_of_contract,
    "measures": _ends_of_measure,
    "suppliers": _ends_of_supplier,
    "value_book": _ends_of_value,
    "spend": _ends_of_spend,
    "variations": _ends_of_variation,
    "assessments": _ends_of_assessment,
}
