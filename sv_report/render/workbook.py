"""The workbook of the report's tables and facts, as an accessible XLSX by gptables.

Render stage: takes tables and facts, gives tables.xlsx with the sheets Cover, Contents, Notes, one for each table,
and Facts. A fact is a number in its cell, rounded as the report prints it, with its unit in the column's heading.

What gptables 2.0.2 does not do for us, mended here:

- it reads `[a](b)` and `$$a$$` in any cell as markup, refuses a cell without an ASCII letter or digit (`%`, a name in
  Cyrillic) or a table without rows, and takes the type of a column from what it finds; and it takes each cell through
  pandas several times. So it is handed stand-ins for texts, and of a table one sample row of each look. Our own content
  is written in their place, text always as text: nothing in data becomes a formula or a link;
- of a list of cells to format it formats the last one only, and it sets no height of rows, so that LibreOffice prints
  wrapped lines over one another: cells are formatted one by one, and each row is as high as its lines;
- it states no language, no alternative text for a table, and no title as a heading: all are added;
- its zip is dated by the system it runs on: it is written again with fixed dates and order;
- pandas 3 warns of what gptables calls and pandas 4 will drop: the warnings are silenced, pandas 4 is not allowed in.
"""

import re
import warnings
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING, Any

from sv_report.exhibits.leading import sayable
from sv_report.exhibits.table import Cell, Table
from sv_report.measures.fact import ROUNDS_TO_ZERO, SHORTHAND, Fact
from sv_report.measures.facts import Facts
from sv_report.params.style import USUAL
from sv_report.render.cell_styles import mark_headings
from sv_report.render.fit import COVER_WIDTH, LINE, MARGIN, Fit, broken, fit, height
from sv_report.render.package import read_parts, write_parts
from sv_report.render.sheet import (
    CONTENTS,
    COVER,
    DIGITS,
    FACTS,
    FONT,
    HEADING,
    NOTES,
    PLACES,
    Link,
    Look,
    Number,
    Row,
    Sheet,
    clean,
    formats,
    headings_of,
    look_of,
    sheet_names,
)

if TYPE_CHECKING:
    from sv_report.manuscript.report import Report

OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
           "default_column_width": 80, "default_row_height": 21}  # pixels, of FONT  # fmt: skip

FACTS_WIDTHS = (43, 73, 13, 13, 16, 16, 12, 12, 36, 140)  # most in one line, the last in one of its own: a row that
FACTS_PRINTED = 5  # prints is as high as its highest cell, on paper or not

SMALL = 9  # points on paper, of a page's header and footer
HEADER_LEFT, HEADER_RIGHT = 65, 105  # characters, which a page's width takes so small; Excel takes 255 in all

_SAMPLE = "\x1fsample"  # what gptables is handed for each cell of a sample row

_LANGUAGE = b"<dc:language>en-GB</dc:language></cp:coreProperties>"


@dataclass(frozen=True)
class Cover:
    """What the workbook's first sheet says. `headline`, `contact` and `meeting` are lines and words as printed."""

    title: str
    council: str
    meeting: str
    period: str
    as_at: str
    contact: tuple[str, ...]
    not_cashable: str
    headline: tuple[str, ...] = ()
    notice: str = ""
    draft: bool = False
    brand: str = USUAL.colours.brand


def cover_of(report: "Report") -> Cover:
    """Return the cover of a report's workbook, in its council's wording, with the facts of the summary."""
    from sv_report.exhibits.sentences import key_facts
    from sv_report.params import long_date

    edition, figures = report.edition, report.figures
    header, contact = edition.profile.header, edition.contact
    sentences = key_facts(figures).sentences
    return Cover(
        title=edition.title,
        council=edition.profile.name,
        meeting=f"{header.report_to.format(body=edition.meeting.body)}, {long_date(edition.meeting.date)}",
        period=figures.period.words,
        as_at=figures.as_at_words,
        contact=(f"{contact.name}, {contact.role}", f"Telephone: {contact.telephone}", f"Email: {contact.email}"),
        not_cashable=edition.profile.wording.not_cashable,
        headline=tuple("".join(p.display if isinstance(p, Fact) else p for p in sentence) for sentence in sentences),
        notice=report.notice,
        brand=edition.profile.style.colours.brand,
    )


def load() -> None:
    """Import what writing needs, in the thread that calls.

    An import that Ctrl-C cuts off can leave its lock taken, and another thread that imports then waits for ever:
    so a thread that writes a workbook must find everything imported.
    """
    import gptables  # noqa: F401  brings pandas and XlsxWriter


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
        warnings.simplefilter("ignore")  # see the module's docstring
        book = _Book(path, cover, stamp)
        for sheet in [*front, *sheets]:
            book.add(sheet)
    return BegunWorkbook(path, cover, book, stamp)


@dataclass(frozen=True)
class BegunWorkbook:
    """A workbook that lacks only what says whether it is a draft: its cover, and the heads of its pages."""

    path: Path
    cover: Cover
    book: "_Book"
    stamp: datetime

    def finish(self, *, draft: bool) -> None:
        """Write the file."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            self.book.close(replace(self.cover, draft=draft))
        parts = read_parts(self.path)
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
        return cell.figure if cell.value is None or cell.rounds_to_zero else _number(cell.figure)
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
    exact = fact.figure if fact.value is None else f"{fact.value:f}"
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


def _warnings(cover: Cover) -> list[str]:
    draft = "Draft: not cleared for publication." if cover.draft else ""
    notice = f"{cover.notice.rstrip('.')}." if cover.notice else ""
    return [line for line in (draft, notice) if line]


def _cover_lines(cover: Cover) -> tuple[list[str], list[str]]:
    """Return the introduction, and what is said about the data."""
    first = [*_warnings(cover), cover.council, cover.meeting, *cover.headline]
    about = [f"Period: {cover.period}.", f"Data seen up to {cover.as_at}.", cover.not_cashable,
             f"Marks and words are explained in the worksheet {NOTES}; every figure is listed with its formula in the "
             f"worksheet {FACTS}."]  # fmt: skip
    return [clean(line) for line in first if line], [clean(line) for line in about]


# ---- writing -------------------------------------------------------------------------------------
class _Book:
    """A workbook being written by gptables, which is imported here and not before: it takes 0.3 s."""

    def __init__(self, path: Path, cover: Cover, moment: datetime) -> None:
        import gptables

        self._gptables = gptables
        self._brand = cover.brand
        self._texts: dict[str, str] = {}
        self._workbook = gptables.GPWorkbook(str(path), options=OPTIONS | {"default_format_properties": FONT.copy()})
        title, council = clean(cover.title), clean(cover.council)
        subject = clean(f"{cover.period}, data as at {cover.as_at}")
        self._workbook.set_properties({"title": title, "subject": subject, "author": council, "company": council,
                                       "created": moment.replace(tzinfo=None)})  # fmt: skip
        self._pages: list[tuple[Any, float]] = []
        self._cover = self._worksheet(COVER)

    def add(self, sheet: Sheet) -> None:
        """Write a sheet with its table."""
        import pandas as pd
        from xlsxwriter.utility import xl_range  # type: ignore[import-untyped]

        headings = headings_of(sheet.headings)
        laid_out = fit(sheet, headings)
        looks = [look_of(row) for row in sheet.rows]
        samples = list(dict.fromkeys(looks))
        title, *more = [self._stand_in(line) for line in laid_out.title]
        table = self._gptables.GPTable(
            pd.DataFrame([[_SAMPLE] * len(headings)] * len(samples), columns=headings, dtype=object),
            f"table_{sheet.name}",
            title,
            subtitles=more,
            instructions=_instructions(sheet),
            legend=[self._stand_in(line) for line in laid_out.notes],
            scope=None if sheet.name == CONTENTS else f"[Back to {CONTENTS}](internal:'{CONTENTS}'!A1)",
            index_columns={2: 0},
            additional_formatting=formats(sheet, samples, self._brand),
        )
        page = self._worksheet(sheet.name, laid_out.scale)
        page.write_gptable(table, False, [])
        first = table.data_range[0]
        _fill(page, first + 1, samples, zip(looks, sheet.rows, strict=True))
        whole = xl_range(first, 0, first + len(sheet.rows), len(headings) - 1)
        page.tables[-1] |= {"title": sheet.title[:HEADING], "range": whole}
        _lay_out(page, laid_out, first)

    def close(self, cover: Cover) -> None:
        """Write the cover, the head and foot of each page, and the file."""
        self._write_cover(cover)
        left, right = _running(cover.title, HEADER_LEFT), _running(" ".join(_warnings(cover)), HEADER_RIGHT)
        for page, scale in self._pages:
            small = f'&"Arial,Regular"&{round(SMALL / scale)} '  # it shrinks with the sheet
            page.set_header(f"&L{small}{left}&R{small}{right}")
            page.set_footer(f"&L{small}&A&R{small}Page &P of &N")  # &A is the sheet's name, made plain by `sheet_names`
        self._workbook.close()

    def _write_cover(self, cover: Cover) -> None:
        intro, about = ([self._stand_in(line) for line in lines] for lines in _cover_lines(cover))
        contact = [self._stand_in(clean(line)) for line in cover.contact]
        title = self._stand_in(clean(cover.title))
        self._cover.write_cover(self._gptables.Cover(title, intro, about, contact, COVER, COVER_WIDTH))
        for row, points in enumerate(_cover_heights(cover)):
            self._cover.set_row(row, points)

    def _worksheet(self, name: str, scale: float = 1) -> Any:
        page = self._workbook.add_worksheet(name)
        page.add_write_handler(str, self._write)
        page.set_landscape()
        page.set_paper(9)  # A4
        page.set_margins(left=MARGIN, right=MARGIN)
        page.fit_to_pages(1, 0)
        self._pages.append((page, scale))
        return page

    def _stand_in(self, text: str) -> str:
        """Return what gptables is handed for a text; its first character cannot stand in one of ours."""
        name = f"\x1f{len(self._texts)}"
        self._texts[name] = text
        return name

    def _write(self, page: Any, row: int, column: int, text: str, style: Any = None) -> int:
        """Write what a stand-in stands for; a heading, which is text already, as it is; a sample as what has none."""
        if text == _SAMPLE:
            return int(page.write_number(row, column, 0, style))
        return int(page.write_string(row, column, self._texts.get(text, text), style))


def _fill(page: Any, first: int, samples: Sequence[Look], rows: Iterable[tuple[Look, Row]]) -> None:
    """Write the rows of a table over its samples, which begin in row `first`, each as the sample of its look is."""
    styles = {
        look: [page.table[row][column].format for column in range(len(look))]
        for row, look in enumerate(samples, start=first)
    }
    for row, (look, cells) in enumerate(rows, start=first):
        for column, (cell, style) in enumerate(zip(cells, styles[look], strict=True)):
            if isinstance(cell, str):
                page.write_string(row, column, cell, style)
            elif isinstance(cell, Number):
                page.write_number(row, column, cell.value, style)
            else:
                page.write_url(row, column, f"internal:'{cell.sheet}'!A1", style, cell.sheet)


def _running(text: str, longest: int) -> str:
    """Return what each printed page says of the cover: a sheet on paper must say it by itself.

    No & of a text is left in it: one begins a code there (`&D` is today's date, `&A` the sheet's name).
    """
    plain = re.sub("[^\0-\uffff]", "", re.sub(r"\s*&\s*", " and ", text))  # Excel counts the rest as two
    return shorten(clean(plain), longest, placeholder=" …") if text else ""


def _lay_out(page: Any, laid_out: Fit, first: int) -> None:
    """Set the widths, the heights, and what prints, of a page whose table's headings stand in row `first`."""
    for column, width in enumerate(laid_out.widths):
        page.set_column(column, column, width)
    page.set_row(0, 1.5 * LINE)
    for row, points in enumerate(laid_out.heights, start=first):
        if points != LINE:
            page.set_row(row, points)
    page.repeat_rows(first)
    page.print_area(0, 0, first + len(laid_out.heights) - 1, laid_out.printed - 1)
    if not laid_out.on_one_page:
        page.repeat_columns(0)
        page.set_print_scale(round(100 * laid_out.scale))


def _instructions(sheet: Sheet) -> str:
    said = "This worksheet contains one table."
    if sheet.name not in (CONTENTS, NOTES):
        said += f" Marks such as [z] are explained in the worksheet {NOTES}."
    if sheet.printed:
        said += f" On paper it has its first {sheet.printed} columns."
    return said


def _cover_heights(cover: Cover) -> Iterator[float]:
    yield 2 * LINE
    for lines in (*_cover_lines(cover), list(cover.contact)):
        yield 2 * LINE
        for line in lines:
            yield height(len(broken(line, COVER_WIDTH - 1)))
