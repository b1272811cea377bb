"""The file of the workbook, written sheet by sheet by gptables.

Render stage: takes a cover and sheets, gives the parts of tables.xlsx; `workbook` finishes them.

What gptables 2.0.2 does not do for us, mended here:

- it reads `[a](b)` and `$$a$$` in any cell as markup, refuses a cell without an ASCII letter or digit (`%`, a name in
  Cyrillic) or a table without rows, and takes the type of a column from what it finds; and it takes each cell through
  pandas several times. So it is handed stand-ins for texts, and of a table one sample row of each look. Our own content
  is written in their place (a table's by `rows`), text always as text: nothing in data becomes a formula or a link;
- of a list of cells to format it formats the last one only, and it sets no height of rows, so that LibreOffice prints
  wrapped lines over one another: cells are formatted one by one, and each row is as high as its lines;
- it states no language, no alternative text for a table, and no title as a heading: all are added;
- its zip is dated by the system it runs on: it is written again with fixed dates and order;
- pandas 3 warns of what gptables calls and pandas 4 will drop: the warnings are silenced, pandas 4 is not allowed in.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from io import BytesIO
from textwrap import shorten
from typing import Any

from sv_report.render.cover import Cover, cover_heights, cover_lines, warnings_on
from sv_report.render.fit import COVER_WIDTH, LINE, MARGIN, Fit, fit
from sv_report.render.package import read_parts
from sv_report.render.rows import Filling, fill
from sv_report.render.sheet import (
    CONTENTS,
    COVER,
    FONT,
    HEADING,
    NOTES,
    Link,
    Row,
    Sheet,
    clean,
    formats,
    headings_of,
    look_of,
)

OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
           "default_column_width": 80, "default_row_height": 21}  # pixels, of FONT  # fmt: skip
SMALL = 9  # points on paper, of a page's header and footer
HEADER_LEFT, HEADER_RIGHT = 65, 105  # characters, which a page's width takes so small; Excel takes 255 in all

_SAMPLE = "\x1fsample"  # what gptables is handed for each cell of a sample row


def load() -> None:
    """Import what writing needs, in the thread that calls.

    An import that Ctrl-C cuts off can leave its lock taken, and another thread that imports then waits for ever:
    so a thread that writes a workbook must find everything imported.
    """
    import gptables  # noqa: F401  brings pandas and XlsxWriter


class Book:
    """A workbook being written by gptables, which is imported here and not before: it takes 0.3 s."""

    def __init__(self, cover: Cover, moment: datetime) -> None:
        import gptables

        self._gptables = gptables
        self._brand = cover.brand
        self._texts: dict[str, str] = {}
        self._file = BytesIO()
        self._workbook = gptables.GPWorkbook(self._file, options=OPTIONS | {"default_format_properties": FONT.copy()})
        title, council = clean(cover.title), clean(cover.council)
        subject = clean(f"{cover.period}, data as at {cover.as_at}")
        self._workbook.set_properties({"title": title, "subject": subject, "author": council, "company": council,
                                       "created": moment.replace(tzinfo=None)})  # fmt: skip
        self._pages: list[tuple[Any, float]] = []
        self._fillings: list[Filling] = []
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
        last = first + len(sheet.rows)
        page.tables[-1] |= {"title": sheet.title[:HEADING], "range": xl_range(first, 0, last, len(headings) - 1)}
        if len(samples) < len(sheet.rows):
            page.write_number(last, 0, 0)  # so that the sheet says how far it goes
        for row, column, to in _links(sheet.rows, first + 1):
            page.write_url(row, column, f"internal:'{to}'!A1", page.table[first + 1][column].format, to)
        _lay_out(page, laid_out, first)
        heights = [None if points == LINE else points for points in laid_out.heights[1:]]
        self._fillings.append(
            Filling(f"xl/worksheets/sheet{len(self._pages)}.xml", first + 2, samples, looks, sheet.rows, heights)
        )

    def close(self, cover: Cover) -> dict[str, bytes]:
        """Write the cover and the head and foot of each page; return the parts of the file."""
        self._write_cover(cover)
        left, right = _running(cover.title, HEADER_LEFT), _running(" ".join(warnings_on(cover)), HEADER_RIGHT)
        for page, scale in self._pages:
            small = f'&"Arial,Regular"&{round(SMALL / scale)} '  # it shrinks with the sheet
            page.set_header(f"&L{small}{left}&R{small}{right}")
            page.set_footer(f"&L{small}&A&R{small}Page &P of &N")  # &A is the sheet's name, made plain by `sheet_names`
        self._workbook.close()
        parts = read_parts(self._file)
        fill(parts, self._fillings)
        return parts

    def _write_cover(self, cover: Cover) -> None:
        intro, about = ([self._stand_in(line) for line in lines] for lines in cover_lines(cover))
        contact = [self._stand_in(clean(line)) for line in cover.contact]
        title = self._stand_in(clean(cover.title))
        self._cover.write_cover(self._gptables.Cover(title, intro, about, contact, COVER, COVER_WIDTH))
        for row, points in enumerate(cover_heights(cover)):
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
        own = self._texts.get(text, text)
        # XlsxWriter takes a text from <r> to </r> for XML of its own, and writes it as it is.
        return int(page.write_string(row, column, f"{own} " if own.endswith("</r>") else own, style))


def _links(rows: Iterable[Row], first: int) -> Iterator[tuple[int, int, str]]:
    """Yield the row, the column and the sheet of each link in rows from `first` on."""
    for row, cells in enumerate(rows, start=first):
        for column, cell in enumerate(cells):
            if isinstance(cell, Link):
                yield row, column, cell.sheet


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
    page.set_row(first, laid_out.heights[0])
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
