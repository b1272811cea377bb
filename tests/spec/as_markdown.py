"""An example as docs/methods.md prints it: its rule, the tables given with the columns drawn, and the result."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import fields
from datetime import date
from decimal import Decimal

from sv_report.data.schema import SHAPES
from sv_report.measures import Conventions
from sv_report.params.calendar import short_date
from sv_report.params.council.ratings import Band
from sv_report.params.period import Period
from tests.drawn import BLANK, draw
from tests.spec.example import STANDARD, Example

NARROW = 2  # columns; such a table is said in a sentence
LONGEST = 8  # rows; of a longer table, rows alike but for their first cell are printed as one
TITLES = {"proxy_gbp": "Proxy £", "sme": "SME", "vcse": "VCSE", "kpi": "Indicator", "ref": "Reference"}
DEFAULT = {field.name: field.default for field in fields(Example)}


def slug(heading: str) -> str:
    """Return the anchor that GitHub and Pandoc give a heading."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def with_commas(cell: str) -> str:
    """Return a number with commas for thousands, a fraction with ÷ and a minus as such; other text as it is.

    >>> with_commas("-1250000.5"), with_commas("38 / 46"), with_commas("Green")
    ('−1,250,000.5', '38 ÷ 46', 'Green')
    """
    if not re.fullmatch(r"-?[\d.]+( / [\d.]+)?", cell):
        return cell
    return " ÷ ".join(f"{Decimal(part):,}" for part in cell.split(" / ")).replace("-", "−")


# ---- tables --------------------------------------------------------------------------------------


def table(header: Iterable[str], rows: Iterable[Iterable[str]], right: Iterable[int] = ()) -> str:
    """Return a Markdown table; the columns numbered `right` hold numbers."""
    names = list(header)
    rule = ["---:" if number in set(right) else "---" for number, _ in enumerate(names)]
    lines = [names, rule, *(list(row) for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def given_tables(example: Example) -> Iterator[str]:
    """Yield the tables of an example: those of one or two columns in a sentence, the others drawn."""
    tables = {name: draw(text) for name, text in example.given.items()}
    narrow = [name for name, rows in tables.items() if len(rows[0]) <= NARROW]
    if narrow:
        yield " ".join(f"{title(name)}: {in_sentence(name, tables[name])}." for name in narrow)
    for name, rows in tables.items():
        if name not in narrow:
            yield f"*{title(name)}*\n\n{drawn_table(name, list(rows[0]), [list(row.values()) for row in rows])}"


def in_sentence(name: str, rows: list[dict[str, str]]) -> str:
    """Return the rows of a narrow table as a list: `M1 (unit hours), M2 (unit weeks)`."""
    said = []
    for first, *second in together([list(row.values()) for row in rows]):
        column = list(rows[0])[-1]
        value = shown(second[0], is_number(name, column)) if second else ""
        words = f"{column.replace('_', ' ')} {value}".replace("proxy gbp ", "£")
        said.append(f"{first} ({words})" if value else first)
    return ", ".join(said)


def is_number(table_name: str, column: str) -> bool:
    """Return whether a column holds numbers."""
    return SHAPES[table_name].column(column).type == "number"


def drawn_table(name: str, header: list[str], rows: list[list[str]]) -> str:
    """Return a table of an example in Markdown, its numbers to the right and with commas."""
    numbers = [number for number, column in enumerate(header) if is_number(name, column)]
    cells = [[shown(cell, number in numbers) for number, cell in enumerate(row)] for row in together(rows)]
    return table(map(title, header), cells, numbers)


def shown(cell: str, number: bool) -> str:
    """Return a cell as it is printed; a blank one stays blank."""
    return "" if cell == BLANK else with_commas(cell) if number else cell


def together(rows: list[list[str]]) -> list[list[str]]:
    """Return rows; of more than `LONGEST`, those in a run that are alike but for their first cell as one row."""
    if len(rows) <= LONGEST:
        return rows
    runs: list[list[list[str]]] = []
    for row in rows:
        if runs and runs[-1][-1][1:] == row[1:]:
            runs[-1].append(row)
        else:
            runs.append([row])
    return [[run[0][0] if len(run) == 1 else f"{run[0][0]} to {run[-1][0]}", *run[0][1:]] for run in runs]


def title(name: str) -> str:
    """Return the name of a table or column in words."""
    return TITLES.get(name, name.replace("_", " ").capitalize())


# ---- examples ------------------------------------------------------------------------------------


def example_part(example: Example) -> str:
    """Return an example: its rule, the tables given and the result."""
    has_printed = any(one.printed for one in example.expected)
    width = 3 if has_printed else 2
    rows = ([f"`{one.fact}`", with_commas(one.value), one.printed][:width] for one in example.expected)
    result = table(("Fact", "Value", "Printed")[:width], rows, (1, 2))
    parts = [f"### {example.heading}", example.rule, given_when(example), *given_tables(example), "*Result*", result]
    if example.source:
        parts.append(f"Source: {example.source}.")
    return "\n\n".join(filter(None, parts))


def given_when(example: Example) -> str:
    """Return when an example's report is of, where that is not as in the others, and what its council chose."""
    said = []
    if (example.period, example.as_at) != (DEFAULT["period"], DEFAULT["as_at"]):
        said.append(f"The report is on {Period.parse(example.period).words}, with data up to {day(example.as_at)}.")
    said += choices(example.conventions)
    return " ".join(said)


def choices(conventions: Conventions) -> Iterator[str]:
    """Yield what a council chose otherwise than the defaults, in sentences."""
    if conventions.bands:
        yield f"The profile's rating bands: {'; '.join(map(band_words, conventions.bands))}."
    if conventions.last_as_at:
        yield f"The last report saw data up to {short_date(conventions.last_as_at)}."
    if conventions.price_year:
        yield f"The profile asks for prices of {conventions.price_year}."
    if conventions.value_book_version != STANDARD.value_book_version:
        yield "The profile asks for the value book's version of the reporting year."
    if conventions.headline != STANDARD.headline:
        yield f"The profile's headline is what was {conventions.headline}."


def band_words(band: Band) -> str:
    """Return a band in words: `Amber from 70% to below 90%`."""
    parts = [band.word]
    if band.at_least is not None:
        parts.append(f"from {band.at_least:.0%}{' to' if band.below is not None else ''}")
    if band.below is not None:
        parts.append(f"below {band.below:.0%}")
    return " ".join(parts)


def day(iso: str) -> str:
    """Return a day as a report writes it."""
    return short_date(date.fromisoformat(iso))
