"""The workbook of the report's tables and facts, as an accessible XLSX by gptables.

Render stage: takes tables and facts, gives tables.xlsx with the sheets Cover, Contents, Notes, one for each table,
and Facts. A fact is a number in its cell, rounded as the report prints it, with its unit in the column's heading.
`cover` has the words of the first sheet, `book` writes the file.
"""

import re
import warnings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from sv_report.exhibits.leading import sayable
from sv_report.exhibits.table import Cell, Table
from sv_report.measures.fact import ROUNDS_TO_ZERO, SHORTHAND, Fact
from sv_report.measures.facts import Facts
from sv_report.render.book import Book
from sv_report.render.cell_styles import mark_headings
from sv_report.render.cover import Cover
from sv_report.render.package import write_parts
from sv_report.render.sheet import CONTENTS, DIGITS, FACTS, NOTES, PLACES, Link, Number, Sheet, clean, sheet_names

FACTS_WIDTHS = (43, 73, 13, 13, 16, 16, 12, 12, 36, 140)  # most in one line, the last in one of its own: a row that
FACTS_PRINTED = 5  # prints is as high as its highest cell, on paper or not

_LANGUAGE = b"<dc:language>en-GB</dc:language></cp:coreProperties>"


def write_workbook(path: Path, cover: Cover, tables: Sequence[Table], facts: Facts, moment: datetime) -> None:
    """Write the workbook of the tables, a sheet each, and of all facts; stamped with `moment` (UTC where it says none).

    A sheet is named as its table is, made valid and unique. The same contents give the same bytes everywhere.
    """
    begin_workbook(path, cover, tables, facts, moment).finish(draft=cover.draft)


def begin_workbook(
    path: Path, cover: Cover, tables: Sequence[Table], facts: Facts, moment: datetime
) -> "BegunWorkbook":
    """Return a workbook with all its sheets, to be finished once it is known whether it is a draft."""
    stamp = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    names = sheet_names([table.name for table in tables])
    sheets = [_table_sheet(name, table) for name, table in zip(names, tables, strict=True)]
    sheets = _number_notes(sheets)
    sheets.append(_facts_sheet(facts, cover))
    front = [_contents_sheet(sheets), _notes_sheet(sheets, cover)]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # see `book`
        book = Book(cover, stamp)
        for sheet in [*front, *sheets]:
            book.add(sheet)
    return BegunWorkbook(path, cover, book, stamp)


@dataclass(frozen=True)
class BegunWorkbook:
    """A workbook that lacks only what says whether it is a draft: its cover, and the heads of its pages."""

    path: Path
    cover: Cover
    book: Book
    stamp: datetime

    def finish(self, *, draft: bool) -> None:
        """Write the file."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            parts = self.book.close(replace(self.cover, draft=draft))
        parts["docProps/core.xml"] = parts["docProps/core.xml"].replace(b"</cp:coreProperties>", _LANGUAGE)
        parts["xl/styles.xml"] = mark_headings(parts["xl/styles.xml"])
        write_parts(self.path, parts, self.stamp)


# ---- what the sheets say -------------------------------------------------------------------------
def _table_sheet(name: str, table: Table) -> Sheet:
    rows = tuple(tuple(_content(cell) for cell in row) for row in table.rows)
    return Sheet(
        name,
        clean(table.caption or table.name),
        tuple(column.label for column in table.columns),
        rows or _nothing(len(table.columns)),
        frozenset(number for number, column in enumerate(table.columns) if column.number),
        (clean(table.note),) if table.note else (),
    )


def _nothing(columns: int) -> tuple[tuple[str, ...]]:
    """Return the rows of a table that has none: neither Excel nor gptables takes a table without a row."""
    return (("None: there is nothing to list", *[SHORTHAND["not_applicable"]] * (columns - 1)),)


def _content(cell: Cell) -> str | Number:
    if isinstance(cell, Fact):
        return clean(cell.figure) if cell.value is None or cell.rounds_to_zero else _number(cell.figure)
    return clean(cell)


def _number(figure: str) -> str | Number:
    """Return a printed figure as the number it shows; as text where a spreadsheet would lose digits of it."""
    plain = figure.replace(",", "")
    places = len(plain.partition(".")[2])
    if len(re.sub(r"\D", "", plain).lstrip("0")) > DIGITS or places > PLACES:
        return figure
    return Number(float(plain), f"#,##0.{'0' * places}" if places else "#,##0")


def _number_notes(sheets: Iterable[Sheet]) -> list[Sheet]:
    """Return the sheets with their notes numbered through the workbook."""
    numbered: list[Sheet] = []
    number = 0
    for sheet in sheets:
        notes = tuple(f"[note {number + place}] {note}" for place, note in enumerate(sheet.notes, start=1))
        number += len(notes)
        numbered.append(replace(sheet, notes=notes))
    return numbered


def _facts_sheet(facts: Facts, cover: Cover) -> Sheet:
    headings = ("Fact", "What it says", "Value, rounded", "Unit", "As printed", "Status", "Period", "As at",
                "Value before rounding, as text", "Formula")  # fmt: skip
    title = f"Every fact of the report, to the end of {cover.period}"
    rows = tuple(_fact_row(fact) for fact in sayable(facts))
    rows = rows or _nothing(len(headings))
    return Sheet(FACTS, clean(title), headings, rows, frozenset({2}), widths=FACTS_WIDTHS, printed=FACTS_PRINTED)


def _fact_row(fact: Fact) -> tuple[str | Number, ...]:
    """Return a fact's row; its value is in its unit (pounds, a part of one), as in facts.json."""
    exact = clean(fact.figure) if fact.value is None else f"{fact.value:f}"
    value = exact if fact.value is None else _number(f"{fact.shown:f}")
    status = fact.status.replace("_", " ")
    return (clean(fact.id), clean(fact.label), value, clean(fact.unit), clean(fact.display), status, fact.period,
            fact.as_at, exact, clean(fact.formula))  # fmt: skip


def _contents_sheet(sheets: Sequence[Sheet]) -> Sheet:
    rows = [(Link(NOTES), "Marks, words and units used in this workbook")]
    rows += [(Link(sheet.name), sheet.title) for sheet in sheets]
    return Sheet(CONTENTS, "Contents", ("Worksheet", "What it holds"), tuple(rows))


def _notes_sheet(sheets: Sequence[Sheet], cover: Cover) -> Sheet:
    rows = [
        (SHORTHAND["suppressed"], "Confidential: not shown, so that nobody can be identified from it"),
        (SHORTHAND["not_available"], "Not available: the data does not say"),
        (SHORTHAND["not_applicable"], "Not applicable: there can be no figure here"),
        (ROUNDS_TO_ZERO, f"A low figure, which rounds to zero: the worksheet {FACTS} has it"),
        ("Social value", f"Additional value in pounds, unless a table says otherwise. {clean(cover.not_cashable)}"),
        ("Local economic value", "Counted apart from social value; the two are never added together"),
        ("Committed", "What suppliers promised in their contracts"),
        ("Due to date", "The part of what was committed whose periods had ended by the end of the period"),
        ("Reported", "All that suppliers claimed in their returns"),
        ("Validated", "The part of what was reported that the council has accepted"),
        ("Awaiting validation", "Reported and not yet assessed by the council"),
        ("Not accepted", "Reported less validated, of what has been assessed"),
        ("Rounding", "Each figure is computed from figures before rounding, and rounded once, half away from zero. "
                     "Rounded figures may differ from their rounded total in the last place; a table where they do "
                     "says so"),
        ("£m", "Millions of pounds"),
        ("Units in the worksheet Facts", "GBP is pounds; share is a part of one (0.5 is 50%); FTE_years and "
                                         "people_years are levels held for a year"),
    ]  # fmt: skip
    for sheet in sheets:
        for note in sheet.notes:
            mark, _, words = note.partition("] ")
            rows.append((f"{mark}]", f"{words} (worksheet {sheet.name})"))
    return Sheet(NOTES, "Notes", ("Mark or word", "Meaning"), tuple(rows))
